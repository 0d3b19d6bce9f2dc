"""The stocks outlook as a person reads it: text, and one offline page with a fan chart an item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import document
from openairlift.reports.show import count, percent
from openairlift.reports.stocks_chart import fan_charts, fan_key
from openairlift.reports.stocks_words import COUNTED, item_sentences, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table
from openairlift.reports.wrapping import wrap

HEADER = (
    "Item",
    "On hand",
    "Plan draws",
    "Used a month",
    "Arrives a month",
    "At the end",
    "Runs out (P50)",
    "Rebuilt (P50)",
)


def stocks_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``stocks`` as a person reads it, at most 100 columns wide."""
    months = int(get(found, "months"))
    lines = [*wrap(str(get(found, "title")), ""), *wrap(_facts(found), ""), ""]
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before all items were done; this is what was done.", "")
    told = _not_stated(found)
    if told:
        lines += ["Not stated", *(line for text in told for line in wrap(text, "  - ", "    ")), ""]
    items = records(found, "items")
    if not items:
        return "\n".join([*lines, "There is no item to say anything of."]) + "\n"
    rows = [[str(cell) for cell in _row(item, months)] for item in items]
    widths = [max(len(row[i]) for row in (HEADER, *rows)) for i in range(len(HEADER))]
    lines += [_line(HEADER, widths), *(_line(row, widths) for row in rows), "", *wrap(COUNTED, ""), ""]
    for item in items:
        lines += wrap(f"{_name(item)}: {_stock(item)}", "")
        lines += [line for text in item_sentences(item, months) for line in wrap(text, "  - ", "    ")]
        lines.append("")
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    return "  ".join([first, *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]).rstrip()


def _facts(found: Record) -> str:
    inputs = get(found, "inputs", default={})
    names = ("quoted", "converted", "derived", "estimated", "assumed")
    bases = ", ".join(f"{get(inputs, name)} {name}" for name in names if get(inputs, name, default=0))
    start = str(get(get(found, "scenario"), "start"))[:10]
    options = ", ".join(get(get(found, "scenario"), "options", default=[]))
    base = f"options: {options}" if options else "base case"
    samples = f"{count(int(get(found, 'samples')), 'sample')}, seed {get(found, 'seed')}"
    read = (
        f"inputs: {bases} of {get(inputs, 'total')}"
        if bases
        else "no production, consumption, reserve or floor is stated"
    )
    return f"{get(found, 'months')} months from {start} · {base} · {samples} · {read}"


def _not_stated(found: Record) -> list[str]:
    told = [str(sentence) for sentence in get(found, "unstated", default=[])]
    others = get(found, "others", default=[])
    if others:
        more = f"{count(len(others), 'other item')} in stock, of which nothing is produced or consumed"
        told.append(f"{more}: the plan alone draws on them (--item shows them).")
    return told


def _name(item: Record) -> str:
    name, ident = str(get(item, "name")), str(get(item, "item"))
    return ident if name == ident else f"{ident} ({name})"


def _stock(item: Record) -> str:
    parts = []
    for place in records(item, "places"):
        reserve, drawn = real(get(place, "reserve")) or 0.0, real(get(place, "drawn")) or 0.0
        held = plain(real(get(place, "released")) or 0.0)
        held += f" and {plain(reserve)} in reserve (mean)" if reserve else ""
        parts.append(f"{get(place, 'place')} {held}" + (f", {plain(drawn)} drawn by the plan" if drawn else ""))
    return "; ".join(parts) + "."


def _row(item: Record, months: int) -> tuple[str, ...]:
    by = get(item, "by_month")
    used, made = (real(get(by, name)[-1]) or 0.0 for name in ("consumed_mean", "produced_mean"))
    return (
        str(get(item, "item")),
        plain(real(get(get(item, "opening"), "p50")) or 0.0),
        plain(real(get(item, "drawn_by_plan")) or 0.0),
        plain(used / months) if used else "–",
        plain(made / months) if made else "–",
        plain(get(get(by, "on_hand"), "p50")[-1]),
        _event(get(item, "run_out")),
        _event(get(item, "rebuild"), never=not get(get(item, "rebuild"), "fell_share")),
    )


def _event(found: Record, *, never: bool = False) -> str:
    """Return a date with its probability, where it has one."""
    share = real(get(get(found, "chance"), "share")) or 0.0
    if never:
        return "never below"
    if share == 0.0:
        return "not within"
    date = get(get(found, "dates"), "p50")
    return f"{str(date)[:7] if date else 'later'} ({percent(share)})"


def stocks_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``stocks`` as HTML in one file, without network, clock or path."""
    title = f"{get(found, 'title')}: stocks months ahead"
    months = int(get(found, "months"))
    items = records(found, "items")
    told = _not_stated(found)
    banner = get(get(found, "scenario", default={}), "banner")
    rows = [(el("a", get(item, "item"), href=f"#item-{get(item, 'item')}"), *_row(item, months)[1:]) for item in items]
    body = el(
        "body",
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift stocks", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el(
            "main",
            el("section", el("h2", "Not stated"), el("ul", [el("li", text) for text in told])) if told else None,
            el("section", el("h2", "By item"), table(HEADER, rows, numeric=range(1, len(HEADER))), el("p", COUNTED)),
            [_section(item, found) for item in items],
        ),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def _section(item: Record, found: Record) -> Markup:
    months = int(get(found, "months"))
    inputs = [
        (f"{get(row, 'table')}/{get(row, 'key')}/{get(row, 'column')}", get(row, "value"), _pill(get(row, "basis")),
         ", ".join([*get(row, "evidence", default=[])]) or "none stated", get(row, "note", default=""))
        for row in records(item, "inputs")
    ]  # fmt: skip
    return el(
        "section",
        el("h2", _name(item)),
        el("p", _stock(item)),
        fan_charts(item, found),
        fan_key(item),
        el("ul", [el("li", text) for text in item_sentences(item, months)]),
        el("h3", "What it rests on") if inputs else None,
        table(("Input", "Value", "Basis", "Evidence", "Note"), inputs, class_="stack inputs") if inputs else None,
        id=f"item-{get(item, 'item')}",
    )


def _pill(basis: str) -> Markup:
    return el("span", basis, class_=f"pill {basis}")
