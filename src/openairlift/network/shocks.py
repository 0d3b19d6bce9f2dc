"""Disruptions as shocks: what a plan does not see, by index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openairlift.model import AircraftType, Disruption, Place
from openairlift.model.disruptions import is_link, polygon_corners, route_ends
from openairlift.network.airspace import way_round
from openairlift.network.calendars import window
from openairlift.network.legs import closed_legs
from openairlift.network.network import CAPACITIES, FloatArray, Fuel, IntArray, Shock, ShockKind
from openairlift.scenario import Scenario
from openairlift.scenario.keys import fleet_keys, link_keys, stock_keys
from openairlift.tables.keys import numbered

_HANDLING = ("loaders", "crews_unloading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What shocks are made from: entities by index, legs, and the keys of rows that targets name."""

    scenario: Scenario
    places: Sequence[Place]
    place_index: Mapping[str, int]
    types: Sequence[AircraftType]
    distance: FloatArray
    block: IntArray
    fuel: Sequence[Fuel | None]


def shocks(field: Field, notes: list[str]) -> tuple[Shock, ...]:
    """Return the shocks in file order; a route both ways makes two with one key, so that chance hits both at once.

    Closures, and capacities of places, with stated times are in the calendars instead.
    """
    found: list[Shock] = []
    rows = field.scenario.disruptions
    keys = numbered(f"{row.kind}:{row.target}" for row in rows)
    for row, key in zip(rows, keys, strict=True):
        when = _when(field.scenario, row)
        if when is not None:
            found += (Shock(key=key, **when, **what) for what in _parts(field, row, notes))
    return tuple(found)


def _when(scenario: Scenario, row: Disruption) -> dict[str, Any] | None:
    """Return the moment of a shock; None where it never happens or stands in a calendar."""
    if row.rate_per_day is not None:
        return {"rate_per_day": row.rate_per_day, "duration_s": None if row.kind == "loss" else row.duration_s}
    if row.kind == "closure" or (row.kind == "capacity" and not is_link(row.target)):
        return None
    start, end = window(scenario, row.opens, None if row.kind == "loss" else row.closes)
    if start >= end:
        return None
    return {"start_s": start} if row.kind == "loss" else {"start_s": start, "end_s": end}


def _parts(field: Field, row: Disruption, notes: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what the shocks of a row do."""
    match row.kind:
        case "closure":
            yield {"kind": ShockKind.CLOSURE, **_closed(field, row.target)}
        case "capacity":
            what = _capacity(field, row)
            if what is not None:
                yield {"kind": ShockKind.CAPACITY, "factor": _factor(row), **what}
        case "weather":
            yield {"kind": ShockKind.WEATHER, "place": field.place_index[row.target], "factor": _factor(row)}
        case "route":
            for start, end in _route(field, row.target):
                yield {"kind": ShockKind.ROUTE, "place": start, "to": end}
        case "airspace":
            block_s = _airspace(field, row.target)
            if np.array_equal(block_s, field.block):
                notes.append(
                    f"The airspace {row.target} lies across no leg of this scenario: its closure has no effect. "
                    "Corners are stated as latitude longitude."
                )
            yield {"kind": ShockKind.AIRSPACE, "block_s": block_s}
        case "mass_limit":
            place = field.place_index[row.target]
            yield {"kind": ShockKind.MASS_LIMIT, "place": place, "types": _too_heavy(field, row, notes)}
        case _:
            yield {"kind": ShockKind.LOSS, **_loss(field, row)}


def _factor(row: Disruption) -> float:
    return 1.0 if row.factor is None else row.factor


def _closed(field: Field, target: str) -> dict[str, int]:
    if is_link(target):
        return {"link": link_keys(field.scenario.links).index(target)}
    return {"place": field.place_index[target]}


def _capacity(field: Field, row: Disruption) -> dict[str, int] | None:
    """Return what a shock takes away; None where no limit is stated, which `limits.losses` notes."""
    if is_link(row.target):
        return {"link": link_keys(field.scenario.links).index(row.target), "what": CAPACITIES.index("link")}
    name, _, column = row.target.partition("/")
    index = field.place_index[name]
    if getattr(field.places[index], column) is None:
        return None
    part = "handling" if column in _HANDLING else column
    return {"place": index, "what": CAPACITIES.index(part)}


def _route(field: Field, target: str) -> Iterator[tuple[int, int]]:
    start, end, both_ways = route_ends(target, field.place_index)[0]
    a, b = field.place_index[start], field.place_index[end]
    yield a, b
    if both_ways:
        yield b, a


def _airspace(field: Field, target: str) -> IntArray:
    points = [None if p.lat is None or p.lon is None else (p.lat, p.lon) for p in field.places]
    way = way_round(points, polygon_corners(target), field.distance)
    return closed_legs(field.places, field.types, field.block, way, field.distance, fuel=field.fuel)


def _too_heavy(field: Field, row: Disruption, notes: list[str]) -> tuple[int, ...]:
    limit = row.limit_kg or 0.0
    notes += [
        f"No take-off mass is stated for {type_.type}: the limit of the disruption at {row.target} is not held "
        "against it."
        for type_ in field.types
        if type_.gross_kg is None
    ]
    return tuple(i for i, type_ in enumerate(field.types) if type_.gross_kg is not None and type_.gross_kg > limit)


def _loss(field: Field, row: Disruption) -> dict[str, Any]:
    """Return what is lost: tails of a fleet row, a share of a row of stock, or what is stored at a place."""
    table, _, name = row.target.partition("/")
    if not name:
        return {"place": field.place_index[row.target]}
    left = 0.0 if row.factor is None else row.factor
    scenario = field.scenario
    if table == "stock":
        index = stock_keys(scenario.stock).index(name)
        return {"stock": index, "place": field.place_index[scenario.stock[index].place], "factor": left}
    index = fleet_keys(scenario.fleet).index(name)
    fleet = scenario.fleet[index]
    first = sum(item.tails for item in scenario.fleet[:index])
    kept = int(fleet.tails * left + 0.5 + 1e-9)
    return {
        "place": field.place_index[fleet.positioned_at or fleet.home],
        "tails": tuple(range(first, first + fleet.tails)),
        "count": max(fleet.tails - kept, 0),
        "factor": left,
    }
