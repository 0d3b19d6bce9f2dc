"""What each input is worth in an answer, as a person reads it: text, and one offline page; the tornado is the same."""

from __future__ import annotations

from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import brief, document
from openairlift.reports.show import count, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.swings import swings_picture
from openairlift.reports.tables import table
from openairlift.reports.verdicts import end_words
from openairlift.reports.wrapping import wrap

CHASE = "What to look for next: inputs that nobody published and that move the answer"
NOT_RANGED = "Without a range, so that their worth is not known; the assumed ones need a source first"
_SIZE, _OTHER = 24, 11  # widths of columns

HEADERS = {
    "oat": ("swing", "at low", "at high"),
    "morris": ("effect", "mean", "spread"),
    "sobol": ("total", "alone", "with others"),
}
"""Columns by method; the first has the interval beside it."""


def method_sentence(found: Record) -> str:
    """Say how the inputs were moved, and what the columns are.

    Examples
    --------
    >>> method_sentence({"method": "oat"})
    'One at a time: each input at both ends of its range, all others as they are; interactions are not seen.'
    """
    blocks, done = int(get(found, "blocks", default=0)), int(get(found, "evaluations", default=0))
    match get(found, "method", default="oat"):
        case "morris":
            return (
                f"Morris: {count(blocks, 'trajectory', 'trajectories')}, {count(done, 'evaluation')}. Effect: mean "
                "size of what the whole range of an input does (mu*); mean: the same with its sign; spread (sigma): "
                "how much that depends on the other inputs, or on where in its range the input is."
            )
        case "sobol":
            return (
                f"Sobol: {count(blocks, 'block')} of samples, {count(done, 'evaluation')}, inputs independent and even "
                "within their ranges. Total: share of the variance of the answer in which an input has a part; alone: "
                "what is its own; with others: total minus alone, its interactions. Totals may add up to more than 1."
            )
    return "One at a time: each input at both ends of its range, all others as they are; interactions are not seen."


def interval_sentence(found: Record) -> str:
    """Say what the intervals hold, and what they do not."""
    runs = count(int(get(found, "runs", default=0)), "run")
    luck = "all on the same luck, each planned anew"
    if get(found, "method", default="oat") == "oat":
        return f"In brackets 95 % intervals, by a bootstrap over the {runs} of every evaluation, {luck}."
    return (
        f"In brackets 95 % intervals, by a bootstrap over the samples. Every evaluation is P50 of {runs}, {luck}; "
        "other luck is not in the intervals."
    )


def assumed_sentence(found: Record) -> str:
    """Say which ranges no file states."""
    rows = [str(get(row, "input")) for row in records(found, "rows") if get(row, "range") == "assumed for this call"]
    if not rows:
        return ""
    return f"Ranges assumed for this call, which no file states: {', '.join(rows)}."


def sensitivity_text(found: dict[str, Any]) -> str:
    """Return the record of ``sensitivity`` or ``tornado`` as a person reads it, at most 100 columns wide."""
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), *wrap(answer_line(found), "")]
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before everything was tried; this is what was done.")
    lines += [*wrap(method_sentence(found)), *wrap(interval_sentence(found))]
    lines += wrap(told) if (told := assumed_sentence(found)) else []
    lines += wrap(told) if (told := dropped_sentence(found)) else []
    chase = [str(name) for name in records(found, "chase")]
    lines += ["", *wrap(CHASE)]
    lines += [line for name in chase for line in wrap(name, "  - ", "    ")] or ["  - none of those with a range"]
    rows = [row for row in records(found, "rows") if moves(row)]
    first, *others = HEADERS[str(get(found, "method", default="oat"))]
    head = f"  {first + ' [interval]':>{_SIZE}}" + "".join(f" {name:>{_OTHER}}" for name in others)
    lines += ["", f"{head}  input (basis; range)"] if rows else [""]
    for row in rows:
        cells = f"  {_size_words(row):>{_SIZE}}" + "".join(f" {text:>{_OTHER}}" for text in _others(row)) + "  "
        lines += wrap(f"{get(row, 'input')} ({_known(row)})", cells, " " * (len(cells) + 2))
    if not rows:
        lines += wrap(nothing_sentence(found))
    lines += wrap(told) if (told := still_sentence(found)) else []
    if left := without_lines(found):
        lines += ["", *wrap(NOT_RANGED), *(line for words in left for line in wrap(words, "  - ", "    "))]
    return "\n".join(lines) + "\n"


def answer_line(found: Record) -> str:
    """Return the answer as it is."""
    unit = str(get(found, "unit", default=""))
    now, interval = real(get(found, "now")), get(found, "now_interval")
    runs = count(int(get(found, "runs", default=0)), "run")
    told = f"{get(found, 'answer', default='answer')}: {_number(now)} {unit}".rstrip()
    around = f" [{_ends(interval)}]" if interval is not None else ""
    return f"{told}{around} (P50 of {runs}, seed {get(found, 'seed')})"


def nothing_sentence(found: Record) -> str:
    """Say why no input has a figure above zero."""
    if records(found, "rows"):
        return "No input moves the answer within its range."
    if not get(found, "complete", default=True):
        return "Too little was done for any figure: one input, or two trajectories or blocks, have to be whole."
    return "No figure: no input that was asked about has a range."


def moves(row: Record) -> bool:
    """Whether an input moves the answer in any run: its size, or an end of its interval, is not zero.

    Examples
    --------
    >>> moves({"size": 0, "interval": {"low": 0, "high": 0.4}}), moves({"size": 0, "interval": {"low": 0, "high": 0}})
    (True, False)
    """
    interval = get(row, "interval")
    return any(real(value) for value in (get(row, "size", "swing"), get(interval, "low"), get(interval, "high")))


def still_sentence(found: Record) -> str:
    """Name the inputs that do not move the answer at all, and those of which nothing is known."""
    rows = records(found, "rows")
    still = [str(get(row, "input")) for row in rows if real(get(row, "size", "swing")) == 0 and not moves(row)]
    lost = [str(get(row, "input")) for row in rows if real(get(row, "size", "swing")) is None]
    told = [f"No effect within their ranges: {', '.join(still)}"] if still else []
    told += (
        [f"Not known, for want of samples or because the answer has no value there: {', '.join(lost)}"] if lost else []
    )
    return "; ".join(told)


def dropped_sentence(found: Record) -> str:
    """Say where the answer could not be worked out."""
    dropped = int(get(found, "blocks_dropped", default=0))
    if not dropped:
        return ""
    return f"{count(dropped, 'block')} of samples left out: the answer has no value somewhere in them."


def without_lines(found: Record) -> list[str]:
    """Return the numbers that were not moved by what they rest on, the least known first."""
    left = records(found, "without_range")
    lines = []
    for basis in dict.fromkeys(str(get(item, "basis")) for item in left):
        names = []
        for item in (item for item in left if str(get(item, "basis")) == basis):
            cells = int(get(item, "cells", default=1))
            names.append(str(get(item, "input")) + (f" ({cells} cells)" if cells > 1 else ""))
        lines.append(f"{basis}: {', '.join(names)}")
    return lines


def sensitivity_section(found: Record) -> Markup:
    """Return what each input is worth, as a section of the report of a run."""
    told = [method_sentence(found), interval_sentence(found), assumed_sentence(found), dropped_sentence(found)]
    chase = [str(name) for name in records(found, "chase")]
    moving = {**found, "rows": [row for row in records(found, "rows") if moves(row)]}
    still = still_sentence(found)
    return el(
        "div",
        el("p", answer_line(found)),
        [el("p", words, class_="note") for words in told if words],
        el("h3", CHASE),
        _list(chase or ["none of those with a range"]),
        swings_picture(found),
        _table(moving) if moving["rows"] else el("p", nothing_sentence(found)),
        el("p", still, class_="note") if still else None,
    )


def sensitivity_page(found: dict[str, Any]) -> str:
    """Return the record of ``sensitivity`` as HTML in one file, without network, clock or path."""
    title = f"{get(found, 'title', default='Untitled scenario')}: what each input is worth"
    stopped = None if get(found, "complete", default=True) else "Stopped before everything was tried."
    told = [stopped, method_sentence(found), interval_sentence(found), assumed_sentence(found), dropped_sentence(found)]
    banner = get(get(found, "scenario", default={}), "banner")
    chase, left = [str(name) for name in records(found, "chase")], without_lines(found)
    body = brief(
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift sensitivity", class_="kicker"), el("h1", title), el("p", answer_line(found))),
        el(
            "main",
            el("section", [el("p", words) for words in told if words]),
            el("section", el("h2", CHASE), _list(chase or ["none of those with a range"])),
            el("section", el("h2", "The inputs, the largest first"), swings_picture(found), _table(found)),
            el("section", el("h2", NOT_RANGED), _list(left)) if left else None,
        ),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def _list(lines: list[str]) -> Markup:
    return el("ul", [el("li", line) for line in lines])


def _table(found: Record) -> Markup:
    names = HEADERS[str(get(found, "method", default="oat"))]
    header = ("Input", names[0].capitalize(), *(name.capitalize() for name in names[1:]), "Basis, grade", "Range")
    rows = [
        (get(row, "input"), _size_words(row), *_others(row, ends=True), _basis(row), _range(row))
        for row in records(found, "rows")
    ]
    return table(header, rows, numeric=(1, 2, 3))


def _size_words(row: Record) -> str:
    size, interval = real(get(row, "size", "swing")), get(row, "interval")
    return _number(size) + (f" [{_ends(interval)}]" if interval is not None else "")


def _others(row: Record, *, ends: bool = False) -> tuple[str, str]:
    """Return the two columns beside the size; `ends` = with their intervals, where they have some."""
    if get(row, "interaction") is None:
        return _number(real(get(row, "at_low"))), _number(real(get(row, "at_high")))
    beside = get(row, "mean", "first")
    return _figure(beside, ends=ends), _figure(get(row, "interaction"), ends=ends)


def _figure(figure: Record | None, *, ends: bool) -> str:
    interval = get(figure, "interval") if ends else None
    return _number(real(get(figure, "value"))) + (f" [{_ends(interval)}]" if interval is not None else "")


def _ends(interval: Record) -> str:
    return " to ".join(_number(real(get(interval, end))) for end in ("low", "high"))


def _known(row: Record) -> str:
    return f"{_basis(row)}; {_range(row)}"


def _basis(row: Record) -> str:
    grades = ", ".join(str(grade) for grade in records(row, "grades"))
    return f"{get(row, 'basis', default='assumed')}{', ' + grades if grades else ''}"


def _range(row: Record) -> str:
    assumed = ", range assumed here" if get(row, "range") == "assumed for this call" else ""
    return f"{get(row, 'low')} to {end_words(row, 'high')}{assumed}"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if value == int(value) or abs(value) >= 10:
        return plain(value).replace("-", "−")
    return f"{value:.3f}".replace("-", "−")
