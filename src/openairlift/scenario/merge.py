"""What the shipped reference tables add to a scenario: types, items, units, ground times, and known airfields."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, TypeVar

from openairlift import reference
from openairlift.model import AircraftType, GroundTime, Item, Place, UnitLoadsRow, UnitTypeRow, specs
from openairlift.tables import Row

R = TypeVar("R")
Taken = dict[tuple[str, str], frozenset[str]]
"""Canonical columns taken from shipped rows, by table and key."""

POSITION = frozenset({"lat", "lon"})


def merge_places(rows: Iterable[Row[Place]], taken: Taken) -> dict[str, Place]:
    """Return the places with what their ICAO code adds where a cell is blank: position, country, runway.

    What is taken is noted as table ``airfields``, under the ICAO code.
    """
    airfields = {row.key: row.record for row in reference.airfields().rows}
    result: dict[str, Place] = {}
    for row in rows:
        place = row.record
        if place.icao is None:
            result.setdefault(row.key, place)
            continue
        changes: dict[str, Any] = {}
        at = reference.position(place.icao)
        if at is not None and place.lat is None and place.lon is None:
            changes |= {"lat": at.lat, "lon": at.lon}
        if at is not None and place.country is None:
            changes["country"] = at.country
        shipped = airfields.get(place.icao)
        if shipped is not None and place.runway_m is None and shipped.runway_m is not None:
            changes["runway_m"] = shipped.runway_m
        columns = frozenset(changes) - {"country"}
        if columns:
            taken["airfields", place.icao] = taken.get(("airfields", place.icao), frozenset()) | columns
        result.setdefault(row.key, dataclasses.replace(place, **changes))
    return result


def merge_aircraft(rows: Iterable[Row[AircraftType]], used: Iterable[str], taken: Taken) -> dict[str, AircraftType]:
    """Return the types that the scenario states or uses; its cells go before those of the shipped row."""
    return _merge("aircraft", reference.aircraft().rows, rows, used, taken)


def merge_items(rows: Iterable[Row[Item]], used: Iterable[str], taken: Taken) -> dict[str, Item]:
    """Return the items that the scenario states or uses; its cells go before those of the shipped row."""
    return _merge("items", reference.items().rows, rows, used, taken)


def _merge(
    table: str, shipped_rows: Iterable[Row[R]], rows: Iterable[Row[R]], used: Iterable[str], taken: Taken
) -> dict[str, R]:
    shipped = {row.key: row for row in shipped_rows}
    own: dict[str, Row[R]] = {}
    for row in rows:
        own.setdefault(row.key, row)
    wanted = list(dict.fromkeys(used))
    result: dict[str, R] = {}
    for key in dict.fromkeys([*own, *wanted]):
        if key in own and key in shipped:
            result[key] = _over(shipped[key], own[key])
        elif key in own:
            result[key] = own[key].record
        elif key in shipped:
            result[key] = shipped[key].record
        if key in shipped and key in wanted:
            stated = frozenset(own[key].cells) if key in own else frozenset()
            taken[table, key] = frozenset(shipped[key].cells) - stated
    return result


def _over(shipped: Row[R], own: Row[R]) -> R:
    """Return the shipped record with the non-blank cells of the scenario's row."""
    record: Any = own.record
    stated = {
        spec.attribute: getattr(record, spec.attribute) for spec in specs(type(record)) if spec.column in own.cells
    }
    replaced: Any = dataclasses.replace(shipped.record, **stated)  # type: ignore[type-var]
    return replaced  # type: ignore[no-any-return]


def merge_ground_times(rows: Iterable[Row[GroundTime]], types: Iterable[str], taken: Taken) -> tuple[GroundTime, ...]:
    """Return the scenario's ground times, then the shipped ones that they leave open.

    A shipped row is left out where the scenario states the purpose, or ``turn``, for any place and any type or this
    type: what a user states goes before what is shipped, even when the shipped row is more specific.
    """
    own = [row.record for row in rows]
    stated = {(row.type, row.purpose) for row in own if row.place == "*"}
    wanted = set(types)
    result = list(own)
    for row in reference.ground_times().rows:
        record = row.record
        if record.type not in wanted or record.purpose == "expedited":
            continue
        names, purposes = ("*", record.type), (record.purpose, "turn")
        if any((name, purpose) in stated for name in names for purpose in purposes):
            continue
        result.append(record)
        taken["ground_times", row.key] = frozenset(row.cells)
    return tuple(result)


def merge_units(
    types: Iterable[Row[UnitTypeRow]], loads: Iterable[Row[UnitLoadsRow]], asked: Iterable[str], taken: Taken
) -> tuple[dict[str, tuple[UnitTypeRow, ...]], dict[str, tuple[UnitLoadsRow, ...]]]:
    """Return the units that requirements ask for: the scenario's own rows, else the shipped ones.

    Aircraft loads are taken only where a unit's items are not stated.
    """
    items = _groups(types)
    by_loads = _groups(loads)
    units: dict[str, tuple[UnitTypeRow, ...]] = {}
    unit_loads: dict[str, tuple[UnitLoadsRow, ...]] = {}
    for name in dict.fromkeys(asked):
        if name in items:
            units[name] = tuple(row.record for row in items[name])
        if name in by_loads:
            unit_loads[name] = tuple(row.record for row in by_loads[name])
        if name in units or name in unit_loads:
            continue
        shipped = _groups(reference.unit_types().rows).get(name, [])
        shipped_loads = _groups(reference.unit_loads().rows).get(name, []) if not shipped else []
        if shipped:
            units[name] = tuple(row.record for row in shipped)
        if shipped_loads:
            unit_loads[name] = tuple(row.record for row in shipped_loads)
        taken |= {("unit_types", row.key): frozenset(row.cells) for row in shipped}
        taken |= {("unit_loads", row.key): frozenset(row.cells) for row in shipped_loads}
    return units, unit_loads


def _groups(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.record.unit_type, []).append(row)
    return found


def shipped_ids(table: str) -> list[str]:
    """Return the ids that the shipped tables know: of ``aircraft``, ``items`` or ``unit_types``."""
    if table == "unit_types":
        units = [row.record.unit_type for row in reference.unit_types().rows]
        return list(dict.fromkeys([*units, *(row.record.unit_type for row in reference.unit_loads().rows)]))
    return [row.key for row in reference.reference_table(table).table.rows]
