"""Moves of units as a person reads them: sorties, what binds, when they are complete, what they delay."""

from __future__ import annotations

from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import count, percent, plain
from openairlift.reports.svg import Markup, el

SHOWN = 12
"""Delays that are listed; JSON holds all."""


def units_text(found: Record) -> str:
    """Return the record of the verb ``units`` as text."""
    lines = [str(get(found, "title", default="Untitled scenario"))]
    rows, alone = records(found, "requirements"), records(found, "unit_types")
    if rows:
        lines.append(f"{count(int(get(found, 'runs', default=0)), 'run')} · seed {get(found, 'seed')}")
    for row in rows:
        lines += ["", *move_lines(row), *_takes_lines(row), *_delay_lines(row)]
    for row in alone:
        lines += ["", f"{get(row, 'unit_type')}: no requirement asks for one; packed with the payload at range 0"]
        lines += _takes_lines(row)
    if not rows and not alone:
        lines.append("no requirement asks for a unit type, and none was named")
        lines.append(f"known unit types: {', '.join(get(found, 'known', default=[]))}; an option may bring one")
    return "\n".join(lines)


def move_sentences(summary: Record) -> list[str]:
    """Return a sentence for every move of units in the summary of a run."""
    return [
        "; ".join(line.strip() for line in (*move_lines(row), *_published_lines(row))).rstrip(".") + "."
        for row in records(summary, "units")
    ]


def units_section(summary: Record) -> Markup:
    """Return the moves of units of a run as a list."""
    return el("ul", [el("li", sentence) for sentence in move_sentences(summary)])


def move_lines(row: Record) -> list[str]:
    """Say what a move takes in the plan and when it is complete.

    Examples
    --------
    >>> row = {"requirement": "b-1", "unit_type": "battery", "quantity": 1, "origin": "a", "destination": "b"}
    >>> move_lines({**row, "sorties_by_type": {"C-17A": 2}, "binds": {"weight": 1, "nothing": 1}})[1]
    '  in the plan: 2 x C-17A; 1 bound by weight, 1 with room left or the last'
    """
    head = f"{get(row, 'requirement')}: {plain(float(get(row, 'quantity', default=1)))} x {get(row, 'unit_type')}"
    head += f", {get(row, 'origin')} to {get(row, 'destination')}"
    mass = real(get(row, "mass_kg"))
    if mass is not None:
        people = int(get(row, "people", default=0))
        head += f" ({mass / 1000:,.0f} t, {int(get(row, 'pieces', default=0)):,} pieces, {people:,} people)"
    by_type = get(row, "sorties_by_type", default={})
    flown = ", ".join(f"{n} x {name}" for name, n in by_type.items()) or "no sortie"
    words = _bind_words(get(row, "binds", default={}))
    lines = [head, f"  in the plan: {flown}" + (f"; {words}" if words else "")]
    if get(row, "by_surface", default=0):
        lines.append(f"  {count(int(get(row, 'by_surface')), 'load')} by surface alone")
    lines += [f"  not planned: {part}" for part in get(row, "left_out", default=[])]
    for mark in ("landed", "delivered"):
        dates = get(row, mark)
        if dates is not None:
            lines.append(f"  complete, {mark}: " + ", ".join(_date(dates, name) for name in ("p10", "p50", "p90")))
    share = real(get(row, "complete_share"))
    if share is not None and share < 1.0:
        lines.append(f"  all of it is there within the horizon in {percent(share)} of the runs")
    return lines


def _date(dates: Record, name: str) -> str:
    return f"{name.upper()} {get(dates, name) or 'not within horizon'}"


def _bind_words(binds: Any) -> str:
    """Return how many sorties each limit binds, ``nothing`` last."""
    order = sorted(dict(binds).items(), key=lambda pair: (pair[0] == "nothing", -pair[1]))
    return ", ".join(f"{n} with room left or the last" if k == "nothing" else f"{n} bound by {k}" for k, n in order)


def _takes_lines(row: Record) -> list[str]:
    lines: list[str] = []
    packings = records(row, "packings")
    if packings:
        lines.append("  by one type alone (computed from the item list)")
    for item in packings:
        sorties, bound = int(get(item, "sorties", default=0)), int(get(item, "bound", default=0))
        how = "the fewest" if get(item, "proved") else f"at least {bound}"
        payload = float(get(item, "payload_kg", default=0)) / 1000
        unfit = records(item, "unfit")
        words = f"{sorties} ({how}) at {payload:,.1f} t; {_bind_words(get(item, 'binds', default={}))}"
        if not sorties:
            words = "carries nothing of it"
        elif unfit:
            words += ", without what it can't carry"
        lines.append(f"  - {get(item, 'type')}: {words}")
        lines += [f"      can't carry {get(part, 'item')}: {get(part, 'reason')}" for part in unfit]
    for name in get(row, "no_way", default=[]):
        lines.append(f"  - {name}: no way there with cargo")
    lines += _published_lines(row)
    guessed = [str(get(item, "item")) for item in records(row, "items") if get(item, "mass_basis") in _OURS]
    if guessed:
        items = len(records(row, "items"))
        lines.append(f"  masses that nobody published: {len(guessed)} of {items} items ({', '.join(guessed)})")
    return lines


_OURS = ("estimated", "assumed")


def _published_lines(row: Record) -> list[str]:
    lines = []
    for item in records(row, "published"):
        each, loads = (f"{float(get(item, key, default=0)):,.10g}" for key in ("loads_each", "loads"))
        total = loads if each == loads else f"{loads} ({each} each)"
        source = ", ".join(text for text in (str(get(item, "source", default="")), str(get(item, "edition"))) if text)
        lines.append(f"  published: {total} {get(item, 'aircraft')} loads ({source}). {get(item, 'note', default='')}")
    return lines


def _delay_lines(row: Record) -> list[str]:
    delays = get(row, "delays")
    if delays is None:
        return []
    clear = sorted((item for item in delays if get(item, "distinguishable")), key=lambda item: -abs(item["mean_h"]))
    name = get(row, "requirement")
    if not clear:
        return [f"  delays nothing beyond luck and the planner's own noise ({len(delays)} others looked at)"]
    lines = [f"  complete later than without {name} (mean, 95 % interval; planner's noise)"]
    for item in clear[:SHOWN]:
        mean, low, high = (_hours(float(item[key])) for key in ("mean_h", "low_h", "high_h"))
        words = f"{mean} h ({low} to {high}; noise {_hours(float(item['noise_h']))})"
        lines.append(f"  - {item['requirement']}: {words}")
    if len(clear) > SHOWN:
        lines.append(f"  … and {len(clear) - SHOWN} more; --json lists all")
    lines.append(f"  the other {len(delays) - len(clear)}: no difference beyond luck and the planner's noise")
    return lines


def _hours(value: float) -> str:
    return f"{value:+,.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
