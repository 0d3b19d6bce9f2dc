"""Posture as a person reads it: a table by country and date, simulated dates, stated totals."""

from __future__ import annotations

from datetime import datetime

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import links, table
from openairlift.reports.wrapping import wrap

_NAMES = ("p10", "p50", "p90")
NO_BASE = "no starting number of people is stated (people.csv): totals count what is moved only"


def posture_text(found: Record) -> str:
    """Return the record of the verb ``posture`` as text."""
    lines = [str(get(found, "title", default="Untitled scenario")), ""]
    lines += posture_lines(found)
    moves = records(found, "moves")
    if moves:
        lines += ["", f"When moves are complete, over {get(found, 'runs')} runs"]
        lines += [f"  - {get(row, 'requirement')} at {get(row, 'destination')}: {_quantiles(row)}" for row in moves]
    stated = stated_lines(found)
    lines += ["", "Totals that sources state", *stated] if stated else []
    return "\n".join(lines)


def posture_lines(found: Record) -> list[str]:
    """Return the table by country and date, planned.

    Examples
    --------
    >>> step = {"country": "PL", "what": "people", "on": "2022-03-09T12:00Z", "change": 500, "total": 500, "why": "r1"}
    >>> posture_lines({"posture": [step], "based": True})[-1].split()
    ['PL', 'people', '2022-03-09T12:00Z', '+500', '500', 'r1']
    """
    rows = records(found, "posture")
    if not rows:
        return ["nothing is stated in people.csv, and no requirement moves people or units"]
    width = max(6, *(len(str(get(row, "what"))) for row in rows))
    lines = [] if get(found, "based") else [f"  {NO_BASE}"]
    lines.append(f"  {'country':<12} {'what':<{width}} {'from (planned)':<18} {'change':>8} {'there':>8}  why")
    for row in rows:
        total = real(get(row, "total"))
        there = "not known" if total is None else f"{total:,.10g}"
        change = f"{float(get(row, 'change', default=0)):+,.10g}".replace("-", "−")
        why = str(get(row, "why")) + (f" ({get(row, 'kind')})" if get(row, "kind") else "")
        what, country = str(get(row, "what")), str(get(row, "country"))
        lines.append(f"  {country:<12} {what:<{width}} {get(row, 'on')!s:<18} {change:>8} {there:>8}  {why}")
    lines += [f"  in doubt: {text}" for text in get(found, "doubts", default=[])]
    lines += [f"  not complete in the plan: {name}" for name in get(found, "not_moved", default=[])]
    return lines


def _quantiles(row: Record) -> str:
    parts = []
    for mark in ("landed", "delivered"):
        dates = get(row, mark, default={})
        shown = ", ".join(f"{key.upper()} {get(dates, key) or 'not within horizon'}" for key in ("p10", "p50", "p90"))
        parts.append(f"{mark} {shown}")
    return "; ".join(parts)


def stated_lines(found: Record) -> list[str]:
    """Say what became of totals that sources state."""
    return [
        line
        for row in records(found, "stated")
        for line in wrap(
            f"{get(row, 'id')}: {float(get(row, 'stated', default=0)):,.0f} at {get(row, 'at') or 'no date'}: "
            f"{get(row, 'agreement')}: {get(row, 'reason')}",
            "  - ",
            "    ",
        )
    ]


def has_posture(summary: Record) -> bool:
    """Return whether a run moves people or units, or a source states how many there are."""
    found = get(summary, "posture", default={})
    return bool(records(found, "posture") or records(found, "stated"))


def posture_section(summary: Record, show: Show) -> Markup:
    """Return people and units by country and date, and stated totals beside the sum, as tables."""
    found = get(summary, "posture", default={})
    steps = [
        (
            get(row, "country"), get(row, "what"), _moment(get(row, "on"), show), _signed(row),
            "not known" if get(row, "total") is None else f"{float(get(row, 'total')):,.10g}",
            str(get(row, "why")) + (f" ({get(row, 'kind')})" if get(row, "kind") else ""),
            links([str(name) for name in records(row, "evidence")]),
        )
        for row in records(found, "posture")
    ]  # fmt: skip
    moves = [
        (
            get(row, "requirement"), get(row, "country", default="not stated"), get(row, "destination"),
            *(_spread(get(row, mark, default={}), show) for mark in ("landed", "delivered")),
        )
        for row in records(found, "moves")
    ]  # fmt: skip
    told = [
        *([] if get(found, "based") or not steps else [f"{NO_BASE[0].upper()}{NO_BASE[1:]}."]),
        *(f"In doubt: {text}." for text in records(found, "doubts")),
        *(f"Not complete in the plan: {name}." for name in records(found, "not_moved")),
    ]
    return el(
        "div",
        [el("p", sentence, class_="note") for sentence in told],
        table(("Country", "What", "From (planned)", "Change", "There then", "Why", "Evidence"), steps, numeric=(3, 4))
        if steps
        else el("p", "Nothing is stated in people.csv, and no requirement moves people or units."),
        [el("h3", "When moves are complete"), table(("Requirement", "Country", "At", "Landed", "Delivered"), moves)]
        if moves
        else None,
        _totals(records(found, "stated"), show),
    )


def _totals(rows: list[Record], show: Show) -> Markup | None:
    """Return stated totals beside the sum of what is known; a total without an independent base is not checkable."""
    if not rows:
        return None
    body = [
        (
            get(row, "id"),
            f"{float(get(row, 'stated', default=0)):,.0f}",
            _moment(get(row, "at"), show) if get(row, "at") else "no date",
            "none" if get(row, "sum") is None else f"{float(get(row, 'sum')):,.0f}",
            get(row, "agreement"), get(row, "reason"),
        )
        for row in rows
    ]  # fmt: skip
    header = ("Stated by", "People", "At", "Sum", "Check", "Why")
    return el("div", el("h3", "Totals that sources state"), table(header, body, numeric=(1, 3)))


def _moment(on: object, show: Show) -> str:
    try:
        return show.moment(datetime.fromisoformat(str(on)))
    except ValueError:  # as the source has it
        return str(on)


def _signed(row: Record) -> str:
    return f"{float(get(row, 'change', default=0)):+,.10g}".replace("-", "−")


def _spread(dates: Record, show: Show) -> str:
    low, middle, high = (None if get(dates, name) is None else _moment(get(dates, name), show) for name in _NAMES)
    if middle is None:
        return "not within horizon"
    return middle if low == middle == high else f"{middle} [{low} – {high or 'not within horizon'}]"
