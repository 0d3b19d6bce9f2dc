"""Cargo that no type of the fleet can carry: its class, mass, size or number of people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from openairlift.errors import Issue
from openairlift.model import CARGO_CLASSES, PERSON, AircraftType, Item
from openairlift.scenario.checks.draft import Draft, listed
from openairlift.tables import Row

_SLACK = 1e-9
_CARGO = CARGO_CLASSES[:3]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The smallest piece of a requirement: a class of cargo, perhaps with an item."""

    name: str
    column: str
    cargo_class: str
    item: Item | None = None


def carried(draft: Draft) -> Iterator[Issue]:
    """Check that every piece that is asked for fits into at least one type of the fleet."""
    types = draft.fleet_types()
    if not types:
        return
    for row in draft.rows("requirements"):
        yield from _by_loads(draft, row, types)
        for piece in _pieces(draft, row):
            reasons = [_reason(type_, piece) for type_ in types]
            if None in reasons:
                continue
            _, nearest_reason = max((reason for reason in reasons if reason is not None), key=lambda pair: pair[0])
            what = f"no type of the fleet can carry {piece.name}; the nearest limit: {nearest_reason}"
            allowed = "another type in fleet.csv (" + listed(type_.type for type_ in types) + " can't)"
            yield draft.issue("requirements", row, piece.column, what, allowed=allowed)


def _by_loads(draft: Draft, row: Row[Any], types: list[AircraftType]) -> Iterator[Issue]:
    name = row.record.unit_type
    if name not in draft.unit_loads or name in draft.unit_types:
        return
    stated = [line.aircraft for line in draft.unit_loads[name]]
    if not {type_.type for type_ in types} & set(stated):
        what = f"{name!r} is known in loads of {listed(stated)} only, which the fleet has not"
        yield draft.issue("requirements", row, "unit_type", what, allowed=f"a tail of {listed(stated)}")


def _pieces(draft: Draft, row: Row[Any]) -> Iterator[_Piece]:
    record = row.record
    if record.people is not None:
        yield _Piece("people", "people", "passengers")
    elif record.cargo_class in _CARGO:
        yield _Piece(f"{record.cargo_class} cargo", "cargo_class", record.cargo_class)
    elif record.item is not None and record.item in draft.items:
        yield _piece(draft.items[record.item], "item")
    elif record.unit_type is not None:
        for line in draft.unit_types.get(record.unit_type, ()):
            if line.item in draft.items:
                yield _piece(draft.items[line.item], "unit_type")


def _piece(item: Item, column: str) -> _Piece:
    if item.item == PERSON:
        return _Piece("people", column, "passengers")
    return _Piece(repr(item.item), column, item.cargo_class, item)


def _reason(type_: AircraftType, piece: _Piece) -> tuple[int, str] | None:
    """Return why a type can't carry a piece and how far it got: class, mass, door, floor; None when it can."""
    if piece.cargo_class == "passengers":
        if "passengers" not in type_.cargo_classes:
            return 0, f"{type_.type} carries no passengers"
        return (0, f"{type_.type} has no seats") if type_.seats == 0 else None
    most = max((_CARGO.index(name) for name in type_.cargo_classes if name in _CARGO), default=-1)
    if _CARGO.index(piece.cargo_class) > most:
        return 0, f"{type_.type} carries no {piece.cargo_class} cargo"
    return None if piece.item is None else _size_reason(type_, piece.item)


def _size_reason(type_: AircraftType, item: Item) -> tuple[int, str] | None:
    if type_.payload_at_range is not None:
        payload = max(y for _, y in type_.payload_at_range.points)
        if item.unit_mass_kg > payload + _SLACK:
            return 1, f"it weighs {item.unit_mass_kg:,.0f} kg, the payload of {type_.type} is {payload:,.0f} kg"
    sides = [side for side in (item.length_m, item.width_m, item.height_m) if side is not None]
    if not _passes_door(type_, item):
        door = f"{_metres(type_.door_width_m)} wide and {_metres(type_.door_height_m)} high"
        return 2, f"it measures {' by '.join(f'{side:g}' for side in sides)} m, the door of {type_.type} is {door}"
    if item.cargo_class == "bulk" or item.length_m is None or type_.floor_m is None:
        return None
    if item.length_m > type_.floor_m + _SLACK:
        return 3, f"it is {item.length_m:g} m long, the floor of {type_.type} {type_.floor_m:g} m"
    if item.width_m is not None and type_.floor_width_m is not None and item.width_m > type_.floor_width_m + _SLACK:
        return 3, f"it is {item.width_m:g} m wide, the floor of {type_.type} {type_.floor_width_m:g} m"
    return None


def _metres(value: float | None) -> str:
    return "not stated" if value is None else f"{value:g} m"


def _passes_door(type_: AircraftType, item: Item) -> bool:
    """Any two dimensions may face the door; one that is not stated passes."""
    width, height = (math.inf if door is None else door + _SLACK for door in (type_.door_width_m, type_.door_height_m))
    sides = [0.0 if side is None else side for side in (item.length_m, item.width_m, item.height_m)]
    return any(p <= width and q <= height for p, q in permutations(sides, 2))
