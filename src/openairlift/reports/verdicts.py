"""A reading's verdict, and an inversion, in sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, percent, plain

CAUTION = (
    "No verdict says that a sentence is true or false. Consistent: it holds in at least 5 % of the runs. Possible only "
    "if: it takes the change of inputs that is named, the smallest that was found. Not reachable: not even with every "
    "cited input at its favourable end, by a proven bound, nor by any change of assumptions that was tried. "
    "Untestable: a term is not defined, or nothing is known of it. No power: inputs so loose that nearly any outcome "
    "fits."
)


def reading_words(row: Record) -> str:
    """Return the values of a reading in a line.

    Examples
    --------
    >>> reading_words({"reading": {"meter": "usd", "days": 5}})
    'meter usd · days 5'
    """
    values = get(row, "reading", default={})
    return " · ".join(f"{name} {value}" for name, value in values.items()) or "the only reading"


def verdict_sentence(row: Record) -> str:
    """Say the verdict of a reading, and what it rests on.

    Examples
    --------
    >>> verdict_sentence({"verdict": "untestable", "reasons": ["item is not defined: none is named"]})
    'Untestable: item is not defined: none is named.'
    """
    verdict = get(row, "verdict")
    reasons = "; ".join(str(reason) for reason in records(row, "reasons"))
    if verdict is None:
        return f"Not judged: {reasons or 'stopped'}."
    if verdict == "untestable":
        return f"Untestable: {reasons}."
    if verdict == "possible only if":
        return _possible(row, reasons)
    if verdict == "not reachable":
        held = records(row, "held")
        stay = f" (shipping masses, which are what is measured, stay as they are: {', '.join(held)})" if held else ""
        if get(row, "bound_cited") is not None:
            return (
                f"Not reachable: with every cited input at its favourable end{stay} at most "
                f"{_amount(row, 'bound_cited')} can be there, and {_amount(row, 'threshold')} is asked for. No change "
                "of assumptions within their ranges that was tried, up to all together, makes it likely; with all of "
                f"them at their favourable ends the bound is {_amount(row, 'bound')}."
            )
        return (
            f"Not reachable: with every input whose range is known at its favourable end{stay} at most "
            f"{_amount(row, 'bound')} can be there, and {_amount(row, 'threshold')} is asked for."
        )
    if verdict == "no power":
        drawn = get(row, "drawn", default={})
        return (
            f"No power: drawn from their ranges, the inputs give anything from {_value(row, drawn, 'p5')} to "
            f"{_value(row, drawn, 'p95')} of the {_amount(row, 'most')} that is possible, so nearly any outcome fits."
        )
    return "Consistent."


def _possible(row: Record, reasons: str) -> str:
    change = get(row, "only_if")
    if change is None:
        bound = f" (at most {_amount(row, 'bound')} can be there)" if get(row, "bound") is not None else ""
        return f"Possible only if inputs lie outside what was tried, if at all: {reasons}{bound}."
    moved = [
        f"{get(item, 'input')} ({get(item, 'basis')}) is {get(item, 'words')}" for item in records(change, "moved")
    ]
    told = (
        f"Possible only if {' and '.join(moved)}; then it holds in {percent(real(get(change, 'probability')) or 0.0)}"
    )
    others = records(row, "alone_too")
    return f"{told} of the runs." + (f" Alone would do as well: {', '.join(others)}." if others else "")


def probability_words(row: Record) -> str:
    """Say how often a reading holds, what was measured, and what comes of it when inputs are drawn."""
    chance = real(get(row, "probability"))
    if chance is None:
        return ""
    interval = get(row, "interval", default={})
    ends = [percent(real(get(interval, end)) or 0.0) for end in ("low", "high")]
    parts = [f"as it is {percent(chance)} of the runs [95 % interval {ends[0]} to {ends[1]}]"]
    option = real(get(row, "with_option"))
    if option is not None:
        parts.append(f"with the option the test holds in {percent(option)}")
    measured = get(row, "measured")
    if measured is not None:
        low, middle, high = (_value(row, measured, name) for name in ("p10", "p50", "p90"))
        parts.append(f"{middle} is there [P10 {low} – P90 {high}], {_amount(row, 'threshold')} is asked for")
    drawn = real(get(row, "drawn_probability"))
    if drawn is not None:
        parts.append(f"with inputs drawn from their ranges {percent(drawn)}")
    return "; ".join(parts)


def deciding_words(row: Record) -> str:
    """Name the inputs that decide a reading, with what it is at their ends."""
    found = [
        f"{get(item, 'input')} ({_known(item)}): {_value(row, item, 'at_low')} at {end_words(item, 'low')}, "
        f"{_value(row, item, 'at_high')} at {end_words(item, 'high')}"
        for item in records(row, "deciding")
    ]
    if found:
        return "decided by " + "; ".join(found)
    return "no input moves it within its range" if get(row, "probability") is not None else ""


def end_words(item: Record, end: str) -> str:
    """Return an end of an input's range with its unit.

    Examples
    --------
    >>> end_words({"low": "1.5", "unit": "h"}, "low"), end_words({"low": "x 0.5", "unit": ""}, "low")
    ('1.5 h', 'x 0.5')
    """
    return f"{get(item, end)} {get(item, 'unit', default='')}".rstrip()


def _known(item: Record) -> str:
    grades = ", ".join(str(grade) for grade in records(item, "grades"))
    return str(get(item, "basis", default="assumed")) + (f", {grades}" if grades else "")


def _amount(row: Record, name: str) -> str:
    return _value(row, row, name)


def _value(row: Record, found: Record, name: str) -> str:
    value = real(get(found, name))
    if value is None:
        return "nothing known"
    unit = get(row, "unit", default="share")  # where the test has another form, it is a probability
    if unit == "share":
        return f"{100 * value:.1f} %".replace(".0 %", " %")
    return f"{plain(value)} {unit}"


def inversion_sentences(found: Record, show: Show) -> list[str]:
    """Say for which masses and tonnes a day a share is reached."""
    lines = []
    cells = records(found, "cells")
    for release in dict.fromkeys(str(get(cell, "release")) for cell in cells):
        mine = [cell for cell in cells if get(cell, "release") == release]
        for mass in dict.fromkeys(real(get(cell, "mass_kg")) or 0.0 for cell in mine):
            row = [cell for cell in mine if (real(get(cell, "mass_kg")) or 0.0) == mass]
            lines.append(f"cargo released {release}, package of {show.mass(mass)}: {_reached(row, show)}")
    return lines


def _reached(row: list[Record], show: Show) -> str:
    yes = [cell for cell in row if get(cell, "reached")]
    if not yes:
        most = max(row, key=lambda cell: real(get(cell, "amount")) or 0.0)
        flow = show.mass(real(get(most, "kg_per_day")) or 0.0)
        return f"never; at most {_share(most)} (with {count(int(get(most, 'tails')), 'tail')}, {flow} a day landed)"
    least = min(yes, key=lambda cell: int(get(cell, "tails")))
    flow = show.mass(real(get(least, "kg_per_day")) or 0.0)
    return f"from {count(int(get(least, 'tails')), 'tail')} on ({flow} a day landed, {_share(least)} there)"


def _share(cell: Record) -> str:
    return percent(real(get(cell, "amount")) or 0.0)
