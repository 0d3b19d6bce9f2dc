"""What the shipped reference tables add to a scenario: types, items, units, ground times, and known airfields."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from openairlift import reference
from openairlift.errors import Issue, nearest
from openairlift.model import AircraftType, GroundTime, Item, Place, UnitLoadsRow, UnitTypeRow, specs
from openairlift.tables import Row, Table

R = TypeVar("R")
Used = dict[str, dict[str, frozenset[str] | None]]
"""Shipped rows that the scenario uses: table → key → columns taken (None = all)."""


def merge_places(table: Table[Place], used: Used, issues: list[Issue]) -> dict[str, Place]:
    """Return places with what their ICAO code adds: position, country, runway."""
    airfields = {row.key: row.record for row in reference.airfields().rows}
    result = {}
    for row in table.rows:
        place = row.record
        if place.icao is not None:
            place = _known_field(row, table.file, airfields, used, issues)
        if place.lat is None or place.lon is None:
            if place.icao is None:
                what = "the place has no position"
                allowed = "lat and lon, or an ICAO code"
                issues.append(Issue(what=what, file=table.file, row=row.line, column="lat", allowed=allowed))
            continue
        result[row.key] = place
    return result


def _known_field(row: Row[Place], file: str, airfields: Mapping[str, Place], used: Used, issues: list[Issue]) -> Place:
    place = row.record
    assert place.icao is not None
    at = reference.position(place.icao)
    if at is None and (place.lat is None or place.lon is None):
        issues.append(
            Issue(
                what="no airfield with this ICAO code is known",
                file=file,
                row=row.line,
                column="icao",
                got=place.icao,
                allowed="an ICAO code, or lat and lon beside it",
                nearest=reference.nearest_code(place.icao),
            )
        )
        return place
    changes: dict[str, Any] = {}
    if at is not None and place.lat is None and place.lon is None:
        changes |= {"lat": at.lat, "lon": at.lon}
    if at is not None and place.country is None:
        changes["country"] = at.country
    shipped = airfields.get(place.icao)
    if shipped is not None and place.runway_m is None:
        changes["runway_m"] = shipped.runway_m
        used.setdefault("airfields", {})[place.icao] = frozenset({"runway_m"})
    return dataclasses.replace(place, **changes) if changes else place


def merge_aircraft(table: Table[AircraftType] | None, wanted: Iterable[str], used: Used) -> dict[str, AircraftType]:
    """Return the types that the scenario states or names; its cells override those of the shipped row."""
    shipped = {row.key: row for row in reference.aircraft().rows}
    own = {row.key: row for row in table.rows} if table is not None else {}
    attributes = {spec.column: spec.attribute for spec in specs(AircraftType)}
    result: dict[str, AircraftType] = {}
    for name in dict.fromkeys([*own, *wanted]):
        if name in own and name in shipped:
            stated = {attributes[column]: getattr(own[name].record, attributes[column]) for column in own[name].cells}
            result[name] = dataclasses.replace(shipped[name].record, **stated)
            used.setdefault("aircraft", {})[name] = frozenset(shipped[name].cells) - frozenset(own[name].cells)
        elif name in own:
            result[name] = own[name].record
        elif name in shipped:
            result[name] = shipped[name].record
            used.setdefault("aircraft", {})[name] = None
    return result


def merge_ground_times(table: Table[GroundTime] | None, types: Iterable[str], used: Used) -> tuple[GroundTime, ...]:
    """Return the scenario's ground times, then the shipped ones that they leave open.

    A row of the scenario for any place and any type (or this type) takes the place of the shipped row of the same
    purpose; so does one for the purpose ``turn``.
    """
    own = [row.record for row in table.rows] if table is not None else []
    general = {(row.type, row.purpose) for row in own if row.place == "*"}
    result = list(own)
    wanted = set(types)
    for row in reference.ground_times().rows:
        record = row.record
        if record.type not in wanted:
            continue
        if any((name, purpose) in general for name in ("*", record.type) for purpose in (record.purpose, "turn")):
            continue
        result.append(record)
        used.setdefault("ground_times", {})[row.key] = None
    return tuple(result)


def merge_units(
    types: Table[UnitTypeRow] | None, loads: Table[UnitLoadsRow] | None, wanted: Iterable[str], used: Used
) -> tuple[dict[str, tuple[UnitTypeRow, ...]], dict[str, tuple[UnitLoadsRow, ...]]]:
    """Return the units that requirements ask for: the scenario's own, else the shipped ones."""
    units: dict[str, tuple[UnitTypeRow, ...]] = {}
    unit_loads: dict[str, tuple[UnitLoadsRow, ...]] = {}
    own = [row.record for row in types.rows] if types is not None else []
    own_loads = [row.record for row in loads.rows] if loads is not None else []
    for name in dict.fromkeys(wanted):
        mine = tuple(row for row in own if row.unit_type == name)
        my_loads = tuple(row for row in own_loads if row.unit_type == name)
        if not mine and not my_loads:
            rows = [row for row in reference.unit_types().rows if row.record.unit_type == name]
            load_rows = [row for row in reference.unit_loads().rows if row.record.unit_type == name]
            mine = tuple(row.record for row in rows)
            my_loads = tuple(row.record for row in load_rows) if not mine else ()
            for row in rows:
                used.setdefault("unit_types", {})[row.key] = None
            for row_ in load_rows if not mine else ():
                used.setdefault("unit_loads", {})[row_.key] = None
        if mine:
            units[name] = mine
        if my_loads:
            unit_loads[name] = my_loads
    return units, unit_loads


def merge_items(table: Table[Item] | None, wanted: Iterable[str], used: Used) -> dict[str, Item]:
    """Return the items that the scenario states or names: its own row, else the shipped one."""
    own = {row.key: row.record for row in table.rows} if table is not None else {}
    shipped = {row.key: row.record for row in reference.items().rows}
    result: dict[str, Item] = dict(own)
    for name in dict.fromkeys(wanted):
        if name not in result and name in shipped:
            result[name] = shipped[name]
            used.setdefault("items", {})[name] = None
    return result


def known_words(own: Iterable[str], shipped: str) -> list[str]:
    """Return the ids that may be named: the scenario's own and the shipped ones."""
    rows = reference.reference_table(shipped).table.rows
    field = {"unit_types": "unit_type"}.get(shipped)
    names = [getattr(row.record, field) if field else row.key for row in rows]
    return list(dict.fromkeys([*own, *names]))


def near(name: str, own: Iterable[str], shipped: str) -> str | None:
    """Return the nearest id among the scenario's own and the shipped ones."""
    return nearest(name, known_words(own, shipped))
