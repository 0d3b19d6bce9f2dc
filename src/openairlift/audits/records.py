"""What the audit works with: violations, and what lines really are, re-derived from the scenario's records."""

from __future__ import annotations

import math
from dataclasses import dataclass

from openairlift.model import PERSON, AircraftType, Item, Place, Requirement
from openairlift.network.network import Line, Network
from openairlift.scenario import Scenario
from openairlift.units import seconds

SLACK = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A limit that a plan breaks.

    Attributes
    ----------
    rule : short name of the rule, such as ``payload`` or ``parking``.
    where : the mission, load, tail or place.
    what : the fault in words, with its numbers.
    """

    rule: str
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one line asks for, from its requirement, its item and its unit.

    Attributes
    ----------
    quantity : how much is asked for, in `unit`.
    unit : ``piece``, ``person``, ``kg`` or ``load``.
    unit_kg, unit_m3 : of one unit; None where no volume is stated.
    sides_m : length, width and height of one piece; None where not stated.
    cargo_class : bulk, oversize, outsize or passengers.
    item : name of the item, or None.
    hazard : UN hazard class, or None.
    explosive_kg : explosive mass of one unit [kg].
    """

    quantity: float
    unit: str
    unit_kg: float
    unit_m3: float | None
    sides_m: tuple[float | None, float | None, float | None]
    cargo_class: str
    item: str | None
    hazard: str | None = None
    explosive_kg: float = 0.0

    @property
    def room_m3(self) -> float:
        """Volume of one unit [m³]: as stated, else of its box, else 0."""
        if self.unit_m3 is not None:
            return self.unit_m3
        length, width, height = self.sides_m
        return 0.0 if length is None or width is None or height is None else length * width * height


def asked(scenario: Scenario, network: Network, line: Line) -> Asked:
    """Return what a line asks for."""
    row = scenario.requirements[line.requirement]
    if row.item is not None:
        return _pieces(scenario, scenario.items[row.item], _item_count(scenario, row))
    if row.people is not None:
        return _person(scenario, float(row.people), None)
    if row.unit_type is None:
        kg = row.mass_kg or 0.0
        return Asked(
            quantity=kg,
            unit="kg",
            unit_kg=1.0,
            unit_m3=None,
            sides_m=(None, None, None),
            cargo_class=row.cargo_class or "bulk",
            item=None,
        )
    units = 1.0 if row.quantity is None else row.quantity
    if row.unit_type in scenario.unit_types:
        part = _part(scenario, row, line)
        return _pieces(scenario, scenario.items[part[0]], part[1] * units)
    return _whole_loads(scenario, network, row, line, units)


def _item_count(scenario: Scenario, row: Requirement) -> float:
    if row.quantity is not None:
        return row.quantity
    item = scenario.items[row.item or ""]
    each = scenario.settings.person_kg if item.item == PERSON else item.unit_mass_kg
    return float(math.ceil((row.mass_kg or 0.0) / each - 1e-9))


def _part(scenario: Scenario, row: Requirement, line: Line) -> tuple[str, float]:
    """Return item and number per unit of the line of a unit: ``r7/launcher``, repeats ``r7/launcher#2``."""
    seen: dict[str, int] = {}
    for part in scenario.unit_types[row.unit_type or ""]:
        seen[part.item] = seen.get(part.item, 0) + 1
        name = f"{row.req_id}/{part.item}" + ("" if seen[part.item] == 1 else f"#{seen[part.item]}")
        if name == line.name:
            return part.item, float(part.quantity)
    return "", 0.0


def _pieces(scenario: Scenario, item: Item, count: float) -> Asked:
    if item.item == PERSON:
        return _person(scenario, count, item.item)
    return Asked(
        quantity=count,
        unit="piece",
        unit_kg=item.unit_mass_kg,
        unit_m3=item.unit_volume_m3,
        sides_m=(item.length_m, item.width_m, item.height_m),
        cargo_class=item.cargo_class,
        item=item.item,
        hazard=item.hazard_class,
        explosive_kg=item.explosive_kg or 0.0,
    )


def _person(scenario: Scenario, count: float, item: str | None) -> Asked:
    return Asked(
        quantity=count,
        unit="person",
        unit_kg=scenario.settings.person_kg,
        unit_m3=None,
        sides_m=(None, None, None),
        cargo_class="passengers",
        item=item,
    )


def _whole_loads(scenario: Scenario, network: Network, row: Requirement, line: Line, units: float) -> Asked:
    type_ = network.types[line.only_type or 0]
    stated = {one.aircraft: one.loads for one in scenario.unit_loads[row.unit_type or ""]}
    curve = type_.payload_at_range
    return Asked(
        quantity=float(math.ceil(stated[type_.type] * units - 1e-9)),
        unit="load",
        unit_kg=0.0 if curve is None else curve.at(0.0),
        unit_m3=None,
        sides_m=(None, None, None),
        cargo_class=line.cargo_class,
        item=None,
    )


def positions_each(record: AircraftType, cargo: Asked) -> float:
    """Return the pallet positions that one unit takes on a type, from its sides or from its mass and volume.

    A piece that stands on the floor takes its length over the floor's length, less where several stand abreast.
    """
    total = positions_of(record)
    if total is None or cargo.unit == "person":
        return 0.0
    if cargo.unit == "load":
        return total
    length, width, _ = cargo.sides_m
    if cargo.cargo_class in ("oversize", "outsize") and record.floor_m is not None and length is not None:
        abreast = 1
        if record.floor_width_m is not None and width is not None:
            abreast = max(int(record.floor_width_m / width + 1e-9), 1)
        return total * length / (abreast * record.floor_m)
    if record.pallets is None:
        return 0.0
    by_mass = cargo.unit_kg / record.pallet_kg if record.pallet_kg else 0.0
    by_volume = cargo.room_m3 / record.pallet_m3 if record.pallet_m3 else 0.0
    return max(by_mass, by_volume)


def positions_of(record: AircraftType) -> float | None:
    """Return the pallet positions of a type; 1 for a type that states only a floor; None where neither is stated."""
    if record.pallets is not None:
        return float(record.pallets)
    return None if record.floor_m is None else 1.0


def misfit(record: AircraftType, cargo: Asked) -> tuple[str, str] | None:
    """Return the rule (class, door, floor) and the reason why a type can't carry a unit at all, or None."""
    known = record.cargo_classes
    if cargo.cargo_class == "passengers":
        if known and "passengers" not in known:
            return "class", f"{record.type} carries no passengers"
        return ("seats", f"{record.type} has no seats") if record.seats == 0 else None
    larger = {"bulk": ("bulk", "oversize", "outsize"), "oversize": ("oversize", "outsize"), "outsize": ("outsize",)}
    if known and not set(larger[cargo.cargo_class]) & set(known):
        return "class", f"{cargo.cargo_class} cargo on a {record.type}, which carries {', '.join(known)}"
    return None if cargo.unit != "piece" else _too_large(record, cargo)


def _too_large(record: AircraftType, cargo: Asked) -> tuple[str, str] | None:
    """Return why a piece does not pass the door or stand on the floor; its two smallest sides face the door."""
    low, high, _ = sorted(0.0 if side is None else side for side in cargo.sides_m)
    door = sorted(math.inf if side is None else side for side in (record.door_width_m, record.door_height_m))
    if low > door[0] + SLACK or high > door[1] + SLACK:
        sides = " x ".join("?" if side is None else f"{side:g}" for side in cargo.sides_m)
        return "door", f"a piece of {sides} m does not pass the door of {record.type}"
    if cargo.cargo_class == "bulk":
        return None
    for side, floor, word in (
        (cargo.sides_m[0], record.floor_m, "long"),
        (cargo.sides_m[1], record.floor_width_m, "wide"),
    ):
        standing = record.floor_m is not None and cargo.sides_m[0] is not None
        if standing and side is not None and floor is not None and side > floor + SLACK:
            return "floor", f"a piece {side:g} m {word} on the floor of {record.type}, {floor:g} m {word}"
    return None


def is_dry(place: Place) -> bool:
    """Return whether a place states that there is no fuel."""
    if place.fuel_kg is None and place.fuel_kg_per_day is None:
        return False
    return seconds(place.fuel_kg or 0.0) == 0 and seconds(place.fuel_kg_per_day or 0.0) == 0
