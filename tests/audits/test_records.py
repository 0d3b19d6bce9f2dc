"""What the audit takes lines and aircraft for, worked out from the records alone: amounts, room, doors and floors."""

from __future__ import annotations

from typing import Any

import pytest
from tests.network.build import DEPOT, HUB, jet, place, requirement, scenario

from openairlift.audits.records import Asked, asked, is_dry, misfit, positions_each
from openairlift.model import AircraftType, Item, Requirement, UnitLoadsRow, UnitTypeRow
from openairlift.network import build_network

PERSON_KG = 110.0
ITEMS = (
    Item(item="crate", unit_mass_kg=300.0, unit_volume_m3=2.0),
    Item(item="launcher", unit_mass_kg=9000.0, length_m=6.0, width_m=2.5, height_m=3.0, cargo_class="oversize"),
    Item(item="person", unit_mass_kg=1.0),
)
BATTERY = (
    UnitTypeRow(unit_type="battery", item="launcher", quantity=2),
    UnitTypeRow(unit_type="battery", item="person", quantity=5),
    UnitTypeRow(unit_type="battery", item="launcher", quantity=1),
)


def lines_of(row: Requirement, **parts: Any) -> list[tuple[str, float, str, float, str, str | None]]:
    """Return name, quantity, unit, mass of a unit, class and item of every line, as the audit derives them."""
    made = scenario(places=(DEPOT, HUB), items=ITEMS, requirements=(row,), links=(), person_kg=PERSON_KG, **parts)
    net = build_network(made)
    found = [(line.name, asked(made, net, line)) for line in net.lines]
    return [(name, one.quantity, one.unit, one.unit_kg, one.cargo_class, one.item) for name, one in found]


def test_mass_is_asked_for_by_the_kg_and_is_bulk_where_no_class_is_stated() -> None:
    assert lines_of(requirement(mass_kg=500.0, cargo_class=None)) == [("r1", 500.0, "kg", 1.0, "bulk", None)]
    assert lines_of(requirement(mass_kg=500.0, cargo_class="outsize"))[0][4] == "outsize"


@pytest.mark.parametrize(("mass_kg", "pieces"), [(900.0, 3.0), (901.0, 4.0), (1.0, 1.0)])
def test_an_item_asked_for_by_mass_is_as_many_whole_pieces_as_reach_it(mass_kg: float, pieces: float) -> None:
    row = requirement(item="crate", mass_kg=mass_kg)
    assert lines_of(row) == [("r1", pieces, "piece", 300.0, "bulk", "crate")]


def test_people_weigh_what_the_settings_say_by_count_and_by_mass() -> None:
    assert lines_of(requirement(people=7)) == [("r1", 7.0, "person", PERSON_KG, "passengers", None)]
    by_mass = requirement(item="person", mass_kg=10 * PERSON_KG)
    assert lines_of(by_mass) == [("r1", 10.0, "person", PERSON_KG, "passengers", "person")]


@pytest.mark.parametrize(("fields", "units"), [({}, 1.0), ({"quantity": 3.0}, 3.0)])
def test_a_unit_is_its_items_also_where_one_stands_twice(fields: dict[str, float], units: float) -> None:
    row = requirement(unit_type="battery", **fields)
    assert lines_of(row, unit_types=BATTERY) == [
        ("r1/launcher", 2.0 * units, "piece", 9000.0, "oversize", "launcher"),
        ("r1/person", 5.0 * units, "person", PERSON_KG, "passengers", "person"),
        ("r1/launcher#2", 1.0 * units, "piece", 9000.0, "oversize", "launcher"),
    ]


@pytest.mark.parametrize(("fields", "loads"), [({}, 3.0), ({"quantity": 1.5}, 5.0), ({"quantity": 2.0}, 6.0)])
def test_a_unit_stated_in_loads_is_whole_loads_of_the_payload_at_range_zero(
    fields: dict[str, float], loads: float
) -> None:
    rows = (UnitLoadsRow(unit_type="wing", aircraft="JET", loads=3.0),)
    row = requirement(unit_type="wing", **fields)
    assert lines_of(row, unit_loads=rows) == [("r1", loads, "load", 40_000.0, "outsize", None)]


def test_loads_of_the_second_type_are_taken_where_the_first_is_not_in_the_fleet() -> None:
    rows = (
        UnitLoadsRow(unit_type="wing", aircraft="OTHER", loads=9.0),
        UnitLoadsRow(unit_type="wing", aircraft="JET", loads=3.0),
    )
    types = (jet(), jet("OTHER", seats=0))
    assert lines_of(requirement(unit_type="wing"), unit_loads=rows, types=types)[0][1] == 3.0


def piece(
    *,
    kg: float = 300.0,
    m3: float | None = None,
    sides: Any = (None, None, None),
    of: str = "bulk",
    unit: str = "piece",
) -> Asked:
    """Return cargo as the audit sees it."""
    return Asked(quantity=1.0, unit=unit, unit_kg=kg, unit_m3=m3, sides_m=sides, cargo_class=of, item="thing")


VEHICLE = (6.0, 2.5, 2.5)

ROOM: dict[str, tuple[AircraftType, Asked, float]] = {
    "bulk by mass": (jet(), piece(kg=9000.0, m3=13.0), 2.0),
    "bulk by volume": (jet(), piece(kg=4500.0, m3=39.0), 3.0),
    "bulk by its box": (jet(), piece(sides=(2.0, 6.5, 3.0)), 3.0),
    "a stated volume before the box": (jet(), piece(m3=26.0, sides=(9.0, 9.0, 9.0)), 2.0),
    "a box with a side unknown has no volume": (jet(), piece(kg=4500.0, sides=(9.0, None, 9.0)), 1.0),
    "no volume of a position stated": (jet(pallet_m3=None), piece(kg=4500.0, m3=99.0), 1.0),
    "no mass of a position stated": (jet(pallet_kg=None), piece(kg=9999.0, m3=13.0), 1.0),
    "two abreast on the floor": (jet(), piece(sides=VEHICLE, of="oversize"), 18 * 6.0 / (2 * 26.0)),
    "two abreast, just": (jet(), piece(sides=(6.0, 2.7, 2.5), of="outsize"), 18 * 6.0 / (2 * 26.0)),
    "one abreast": (jet(), piece(sides=(6.0, 2.8, 2.5), of="oversize"), 18 * 6.0 / 26.0),
    "wider than the floor": (jet(), piece(sides=(6.0, 6.0, 2.5), of="oversize"), 18 * 6.0 / 26.0),
    "no width": (jet(), piece(sides=(6.0, None, 2.5), of="oversize"), 18 * 6.0 / 26.0),
    "no width of the floor": (jet(floor_width_m=None), piece(sides=VEHICLE, of="oversize"), 18 * 6.0 / 26.0),
    "oversize without a length goes by mass": (jet(), piece(kg=9000.0, of="oversize"), 2.0),
    "oversize on no floor goes by its box": (
        jet(floor_m=None), piece(kg=9000.0, sides=VEHICLE, of="oversize"), 6.0 * 2.5 * 2.5 / 13.0
    ),
    "a floor and no positions": (jet(pallets=None), piece(sides=VEHICLE, of="oversize"), 6.0 / (2 * 26.0)),
    "bulk where only a floor is stated": (jet(pallets=None), piece(kg=9000.0), 0.0),
    "neither floor nor positions": (jet(pallets=None, floor_m=None), piece(kg=9000.0), 0.0),
    "people": (jet(), piece(of="passengers", unit="person"), 0.0),
    "a whole load": (jet(), piece(unit="load"), 18.0),
}  # fmt: skip


@pytest.mark.parametrize(("record", "cargo", "expected"), ROOM.values(), ids=ROOM)
def test_the_room_that_a_unit_takes(record: AircraftType, cargo: Asked, expected: float) -> None:
    assert positions_each(record, cargo) == pytest.approx(expected)


PEOPLE = piece(of="passengers", unit="person")
DOOR = {"door_width_m": 3.0, "door_height_m": 2.0}

REFUSED: dict[str, tuple[AircraftType, Asked, tuple[str, str]]] = {
    "people among cargo": (jet(cargo_classes=("bulk",)), PEOPLE, ("class", "JET carries no passengers")),
    "no seats": (jet(seats=0), PEOPLE, ("seats", "JET has no seats")),
    "oversize in a hold for bulk": (
        jet(cargo_classes=("bulk", "passengers")), piece(of="oversize"),
        ("class", "oversize cargo on a JET, which carries bulk, passengers"),
    ),
    "outsize in a hold for oversize": (
        jet(cargo_classes=("oversize",)), piece(of="outsize"),
        ("class", "outsize cargo on a JET, which carries oversize"),
    ),
    "bulk among people": (
        jet(cargo_classes=("passengers",)), piece(), ("class", "bulk cargo on a JET, which carries passengers")
    ),
    "too high for the door": (
        jet(**DOOR), piece(sides=(5.0, 2.1, 2.1)), ("door", "a piece of 5 x 2.1 x 2.1 m does not pass the door of JET")
    ),
    "too wide for the door": (
        jet(**DOOR), piece(sides=(5.0, 3.1, None)), ("door", "a piece of 5 x 3.1 x ? m does not pass the door of JET")
    ),
    "too long for the floor": (
        jet(floor_m=5.9), piece(sides=VEHICLE, of="oversize"),
        ("floor", "a piece 6 m long on the floor of JET, 5.9 m long"),
    ),
    "too wide for the floor": (
        jet(floor_width_m=2.4), piece(sides=VEHICLE, of="oversize"),
        ("floor", "a piece 2.5 m wide on the floor of JET, 2.4 m wide"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("record", "cargo", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_a_type_cant_carry(record: AircraftType, cargo: Asked, reason: tuple[str, str]) -> None:
    assert misfit(record, cargo) == reason


TAKEN: dict[str, tuple[AircraftType, Asked]] = {
    "people where nothing is said of classes": (jet(cargo_classes=(), seats=None), PEOPLE),
    "people on seats": (jet(cargo_classes=("bulk", "passengers")), PEOPLE),
    "bulk in a hold for outsize": (jet(cargo_classes=("outsize",)), piece()),
    "oversize in a hold for outsize": (jet(cargo_classes=("outsize",)), piece(of="oversize")),
    "anything where no classes are stated": (jet(cargo_classes=()), piece(of="outsize")),
    "just through the door, lying on its side": (jet(**DOOR), piece(sides=(2.0, 9.0, 3.0))),
    "no door stated": (jet(door_width_m=None, door_height_m=None), piece(sides=(9.0, 9.0, 9.0))),
    "one side of the door stated": (jet(door_width_m=2.0, door_height_m=None), piece(sides=(9.0, 2.0, 9.0))),
    "mass passes every door": (jet(**DOOR), piece(sides=(9.0, 9.0, 9.0), unit="kg")),
    "bulk does not stand on the floor": (jet(floor_m=5.0, floor_width_m=1.0), piece(sides=VEHICLE)),
    "just on the floor": (jet(floor_m=6.0, floor_width_m=2.5), piece(sides=VEHICLE, of="oversize")),
    "no length, so not on the floor": (jet(floor_width_m=1.0), piece(sides=(None, 2.5, 2.5), of="oversize")),
    "no length of the floor": (jet(floor_m=None, floor_width_m=1.0), piece(sides=VEHICLE, of="oversize")),
}


@pytest.mark.parametrize(("record", "cargo"), TAKEN.values(), ids=TAKEN)
def test_what_a_type_can_carry(record: AircraftType, cargo: Asked) -> None:
    assert misfit(record, cargo) is None


@pytest.mark.parametrize(
    ("stock", "per_day", "dry"),
    [(None, None, False), (0.0, None, True), (None, 0.0, True), (0.0, 0.0, True), (0.0, 5.0, False), (5.0, 0.0, False)],
)
def test_a_place_is_dry_where_it_states_that_there_is_no_fuel(
    stock: float | None, per_day: float | None, dry: bool
) -> None:
    assert is_dry(place("field", 50.0, 8.0, fuel_kg=stock, fuel_kg_per_day=per_day)) is dry
