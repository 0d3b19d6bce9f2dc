"""A quick look at one flow of cargo by planning factors."""

from __future__ import annotations

from dataclasses import asdict

from openairlift.network import quick_look
from openairlift.network.formulas import QUEUEING_EFFICIENCY
from openairlift.reports.show import Show
from openairlift.verbs.records import Record


def quick(
    *,
    mass_kg: float,
    origin: str,
    destination: str,
    type_: str,
    tails: int,
    spots: int | None = None,
    ground_s: float | None = None,
    hours_per_day: float | None = None,
    efficiency: float | None = None,
) -> Record:
    """Return sorties, cycle, mass a day, closure and what binds, with every formula; None takes the usual factor."""
    look = quick_look(
        mass_kg=mass_kg,
        origin=origin,
        destination=destination,
        type_=type_,
        tails=tails,
        spots=spots,
        ground_s=ground_s,
        hours_per_day=24.0 if hours_per_day is None else hours_per_day,
        efficiency=QUEUEING_EFFICIENCY if efficiency is None else efficiency,
    )
    return asdict(look)


def quick_text(record: Record) -> str:
    """Return a quick look as a person reads it."""
    stop = record["stop"]
    via = "" if stop is None else f" via {stop['name']} ({stop['icao']})"
    show = Show(record.get("profile", "humanitarian"))
    start, end = record["origin"], record["destination"]
    lines = [
        f"{show.mass(record['mass_kg'])} from {start['name']} ({start['icao']}) to {end['name']} ({end['icao']})"
        f"{via}, {record['tails']} x {record['type']}",
        *(f"  {line}" for line in record["formulas"]),
        f"{record['missions']:,} missions, {show.mass(record['delivered_kg_per_day'])} a day; "
        f"the last arrives after {record['closure_s'] / 86_400:.1f} days; what binds: {record['binds']}",
        f"figures of the type: {record['source']}",
        *record["warnings"],
    ]
    return "\n".join(lines)
