"""Requirements as lines: one item, mass or group of people each, with where it lies and how it gets there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openairlift.model import CARGO_CLASSES, PERSON, AircraftType, Item, Place, Requirement
from openairlift.network.network import Line, Stock, Surface
from openairlift.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What lines are made from, by index."""

    scenario: Scenario
    places: Sequence[Place]
    place_index: Mapping[str, int]
    types: Sequence[AircraftType]
    type_index: Mapping[str, int]
    stocks: Sequence[Stock]
    links: Sequence[Surface]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cargo:
    """What a line carries, before it is known where and when."""

    name: str
    unit: str
    quantity: float
    unit_kg: float
    cargo_class: str
    unit_usd: float
    item: Item | None = None
    only_type: int | None = None
    stocked: bool = False


def requirement_lines(context: Context, notes: list[str]) -> tuple[Line, ...]:
    """Return the lines of all requirements, in file order; what can't be loaded or reached is added to `notes`."""
    lines: list[Line] = []
    for requirement in context.scenario.requirements.values():
        lines += [_line(context, requirement, cargo, notes) for cargo in _cargoes(context, requirement, notes)]
    return tuple(lines)


def _cargoes(context: Context, requirement: Requirement, notes: list[str]) -> list[_Cargo]:
    if requirement.unit_type is not None:
        if requirement.unit_type in context.scenario.unit_types:
            return _unit_items(context, requirement)
        return [_unit_loads(context, requirement, notes)]
    value = requirement.value_usd or 0.0
    name = requirement.req_id
    if requirement.item is not None:
        item = context.scenario.items[requirement.item]
        mass = _unit_kg(context, item)
        quantity = requirement.quantity
        if quantity is None:  # asked for by mass: as many whole pieces as reach it
            quantity = float(math.ceil((requirement.mass_kg or 0.0) / mass - 1e-9))
        each = item.unit_value_usd or 0.0 if requirement.value_usd is None else value / max(quantity, 1e-9)
        return [_item_cargo(name, item, quantity, mass, each, stocked=True)]
    if requirement.people is not None:
        count, mass = float(requirement.people), context.scenario.settings.person_kg
        return [_people(name, count, mass, value / count)]
    kg = requirement.mass_kg or 0.0
    each = value / kg if kg else 0.0
    cargo_class = requirement.cargo_class or "bulk"
    return [_Cargo(name=name, unit="kg", quantity=kg, unit_kg=1.0, cargo_class=cargo_class, unit_usd=each)]


def _people(name: str, count: float, mass: float, each: float) -> _Cargo:
    return _Cargo(name=name, unit="person", quantity=count, unit_kg=mass, cargo_class="passengers", unit_usd=each)


def _item_cargo(name: str, item: Item, quantity: float, mass: float, each: float, *, stocked: bool = False) -> _Cargo:
    if item.item == PERSON:
        return _people(name, quantity, mass, each)
    return _Cargo(
        name=name,
        unit="piece",
        quantity=quantity,
        unit_kg=mass,
        cargo_class=item.cargo_class,
        unit_usd=each,
        item=item,
        stocked=stocked,
    )


def _unit_kg(context: Context, item: Item) -> float:
    return context.scenario.settings.person_kg if item.item == PERSON else item.unit_mass_kg


def _unit_items(context: Context, requirement: Requirement) -> list[_Cargo]:
    """Expand a unit into its items; a stated value is shared out by the items' values, else by their mass."""
    rows = context.scenario.unit_types[requirement.unit_type or ""]
    count = 1.0 if requirement.quantity is None else requirement.quantity
    found: list[tuple[str, Item, float, float]] = []
    names: dict[str, int] = {}
    for row in rows:
        item = context.scenario.items[row.item]
        names[row.item] = names.get(row.item, 0) + 1
        suffix = "" if names[row.item] == 1 else f"#{names[row.item]}"
        name = f"{requirement.req_id}/{row.item}{suffix}"
        found.append((name, item, row.quantity * count, _unit_kg(context, item)))
    values = [(item.unit_value_usd or 0.0) for _, item, _, _ in found]
    if requirement.value_usd is not None:
        worth = math.fsum(value * part[2] for value, part in zip(values, found, strict=True))
        if worth <= 0.0:
            values = [0.0 if item.item == PERSON else mass for _, item, _, mass in found]
            worth = math.fsum(value * part[2] for value, part in zip(values, found, strict=True))
        values = [value * requirement.value_usd / worth if worth > 0.0 else 0.0 for value in values]
    return [
        _item_cargo(name, item, quantity, mass, value)
        for (name, item, quantity, mass), value in zip(found, values, strict=True)
    ]


def _unit_loads(context: Context, requirement: Requirement, notes: list[str]) -> _Cargo:
    """Return whole aircraft loads of the first stated type that the fleet has, each of its payload at range 0."""
    rows = context.scenario.unit_loads[requirement.unit_type or ""]
    fleet = {row.type for row in context.scenario.fleet if row.tails > 0}
    row = next((row for row in rows if row.aircraft in fleet), rows[0])
    if row.aircraft not in fleet:
        notes.append(
            f"{requirement.req_id}: loads of {requirement.unit_type} are stated for {row.aircraft} only, "
            "which the fleet has not."
        )
    index = context.type_index[row.aircraft]
    type_ = context.types[index]
    count = 1.0 if requirement.quantity is None else requirement.quantity
    loads = float(math.ceil(row.loads * count - 1e-9))
    carried = [name for name in CARGO_CLASSES[:3] if name in type_.cargo_classes]
    return _Cargo(
        name=requirement.req_id,
        unit="load",
        quantity=loads,
        unit_kg=type_.payload_at_range.at(0.0) if type_.payload_at_range else 0.0,
        cargo_class=carried[-1] if carried else "bulk",
        unit_usd=(requirement.value_usd or 0.0) / loads,
        only_type=index,
    )


def _line(context: Context, requirement: Requirement, cargo: _Cargo, notes: list[str]) -> Line:
    scenario, item = context.scenario, cargo.item
    destination = context.place_index[requirement.destination]
    sources = _sources(context, requirement, cargo)
    hubs = _hubs(context, destination)
    if not sources:
        notes.append(f"{cargo.name}: no stock holds it at {requirement.origin or 'any'}; it can't be loaded.")
    surface = _surface(context, sources, destination)
    if not hubs and not surface:
        notes.append(f"{cargo.name}: {requirement.destination} is no airfield and no link from one leads there.")
    return Line(
        name=cargo.name,
        requirement=requirement.req_id,
        package=requirement.package,
        rank=requirement.rank,
        weight=scenario.weight(requirement.rank),
        unit=cargo.unit,
        quantity=cargo.quantity,
        unit_kg=cargo.unit_kg,
        unit_m3=None if item is None else item.unit_volume_m3,
        length_m=None if item is None else item.length_m,
        width_m=None if item is None else item.width_m,
        height_m=None if item is None else item.height_m,
        cargo_class=cargo.cargo_class,
        unit_usd=cargo.unit_usd,
        people=cargo.unit == "person",
        only_type=cargo.only_type,
        sources=sources,
        destination=destination,
        hubs=hubs,
        ready_s=max(_seconds(scenario, requirement.ready) or 0, 0),
        earliest_s=max(_seconds(scenario, requirement.earliest) or 0, 0),
        latest_s=_seconds(scenario, requirement.latest),
        required_s=_seconds(scenario, requirement.required),
        hazard=None if item is None else item.hazard_class,
        explosive_kg=0.0 if item is None else item.explosive_kg or 0.0,
        cold=item is not None and item.cold,
        no_show_share=requirement.no_show_share,
        surface=surface,
    )


def _seconds(scenario: Scenario, moment: datetime | None) -> int | None:
    return None if moment is None else scenario.seconds(moment)


def _sources(context: Context, requirement: Requirement, cargo: _Cargo) -> tuple[tuple[int, int | None], ...]:
    """Return where a line can be loaded; only requirements by item draw on stock rows, and units of origin `any`."""
    anywhere = requirement.origin is None or requirement.origin == "any"
    draws = (cargo.stocked and bool(context.stocks)) or anywhere
    if not draws:
        return ((context.place_index[requirement.origin or ""], None),)
    item = cargo.item.item if cargo.item is not None else PERSON if cargo.unit == "person" else None
    rows: Iterable[tuple[int, Stock]] = ((i, row) for i, row in enumerate(context.stocks) if row.item == item)
    where = None if anywhere else context.place_index[requirement.origin or ""]
    return tuple((row.place, i) for i, row in rows if where is None or row.place == where)


def _hubs(context: Context, destination: int) -> tuple[tuple[int, int | None], ...]:
    found: list[tuple[int, int | None]] = []
    if context.places[destination].is_airfield:
        found.append((destination, None))
    for i, link in enumerate(context.links):
        if link.destination == destination and context.places[link.origin].is_airfield:
            found.append((link.origin, i))
    return tuple(found)


def _surface(
    context: Context, sources: Iterable[tuple[int, int | None]], destination: int
) -> tuple[tuple[int, int | None, int], ...]:
    """Return every way of a line without aircraft: the links from where it lies to where it is needed."""
    return tuple(
        (place, stock, i)
        for place, stock in sources
        for i, link in enumerate(context.links)
        if (link.origin, link.destination) == (place, destination)
    )
