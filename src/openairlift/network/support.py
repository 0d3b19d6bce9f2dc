"""What missions need beside tails and cargo: fuel at places, crews, clearances of countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openairlift.model import Place
from openairlift.network.calendars import window
from openairlift.network.network import Clearance, Fuel, Pool
from openairlift.scenario import Scenario
from openairlift.units import seconds


def fuels(places: Sequence[Place]) -> tuple[Fuel | None, ...]:
    """Return the fuel of each place in whole kg; None where nothing is stated, which is no limit."""
    found: list[Fuel | None] = []
    for place in places:
        if place.fuel_kg is None and place.fuel_kg_per_day is None:
            found.append(None)
        else:
            found.append(Fuel(stock_kg=seconds(place.fuel_kg or 0.0), kg_per_day=seconds(place.fuel_kg_per_day or 0.0)))
    return tuple(found)


def pools(
    scenario: Scenario, place_index: Mapping[str, int], type_index: Mapping[str, int], notes: list[str]
) -> tuple[Pool, ...]:
    """Return the crews: of fleet rows that state them, then staged ones, in file order."""
    found: list[Pool] = []
    first = 0
    for row in scenario.fleet:
        tails = tuple(range(first, first + row.tails))
        first += row.tails
        base = row.positioned_at or row.home
        if row.crews is not None and tails:
            found.append(
                Pool(
                    name=f"crews of {row.type} at {base}",
                    place=place_index[base],
                    crews=row.crews,
                    types=(type_index[row.type],),
                    tails=tails,
                )
            )
    for staged in scenario.crews:
        known = tuple(type_index[name] for name in staged.types if name in type_index)
        if staged.types and not known:
            notes.append(f"The crews staged at {staged.place} fly {', '.join(staged.types)}, which the fleet has not.")
            continue
        start, end = window(scenario, staged.opens, staged.closes)
        if start < end:
            found.append(
                Pool(
                    name=f"crews staged at {staged.place}",
                    place=place_index[staged.place],
                    crews=staged.crews,
                    types=known or tuple(type_index.values()),
                    opens_s=start,
                    closes_s=end,
                )
            )
    return tuple(found)


def clearances(scenario: Scenario, places: Sequence[Place]) -> tuple[Clearance, ...]:
    """Return the clearances that take time, in file order."""
    found: list[Clearance] = []
    for row in scenario.clearances:
        there = tuple(i for i, place in enumerate(places) if place.country == row.country)
        if row.lead_s and there:
            found.append(Clearance(kind=row.purpose, places=there, lead_s=seconds(row.lead_s), cargo=row.cargo))
    return tuple(found)
