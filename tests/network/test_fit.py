from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.network.build import jet, prop, requirement, scenario

from openairlift.errors import PlanError
from openairlift.model import AircraftType, Item, Requirement, UnitLoadsRow
from openairlift.network import (
    PASSENGERS,
    Hold,
    Network,
    build_network,
    can_carry,
    capacity,
    lines_may_share,
    may_share,
    positions,
)
from openairlift.network.fit import positions_per_unit


def network_of(*rows: Requirement, items: tuple[Item, ...] = (), types: tuple[AircraftType, ...] = ()) -> Network:
    return build_network(scenario(types=types or (jet(),), items=items, requirements=rows))


def carrying(item: Item, type_: AircraftType | None = None) -> Network:
    row = requirement(item=item.item, quantity=1000.0)
    return network_of(row, items=(item,), types=(type_ or jet(),))


def box(**fields: object) -> Item:
    return Item(**{"item": "box", "unit_mass_kg": 100.0, **fields})


def vehicle(**fields: object) -> Item:
    stated = {"length_m": 6.0, "width_m": 2.5, "height_m": 2.5, "cargo_class": "oversize"}
    return Item(**{"item": "vehicle", "unit_mass_kg": 4000.0, **stated, **fields})


def test_mass_binds_heavy_boxes() -> None:
    assert capacity(carrying(box()), 0, 0, payload_kg=40_000) == 400
    assert capacity(carrying(box()), 0, 0, payload_kg=40_099) == 400
    assert capacity(carrying(box(unit_mass_kg=0.1)), 0, 0, payload_kg=40_000) == 400_000


def test_positions_bind_bulky_boxes() -> None:
    network = carrying(box(unit_volume_m3=1.0))
    assert capacity(network, 0, 0, payload_kg=40_000) == 18 * 13
    assert positions(network, 0, 0, 26) == pytest.approx(2.0)


def test_positions_bind_by_mass_where_a_position_takes_little() -> None:
    network = carrying(box(), jet(pallet_kg=1000.0))
    assert capacity(network, 0, 0, payload_kg=40_000) == 180
    assert positions(network, 0, 0, 180) == pytest.approx(18.0)


def test_volume_follows_from_the_dimensions_where_it_is_not_stated() -> None:
    network = carrying(box(length_m=2.0, width_m=1.0, height_m=0.5))
    assert positions(network, 0, 0, 13) == pytest.approx(1.0)
    network = carrying(box(length_m=3.0, width_m=2.0, height_m=0.5))
    assert positions(network, 0, 0, 13) == pytest.approx(3.0)


def test_mass_by_class_fills_the_payload_to_the_kg() -> None:
    network = network_of(requirement())
    assert capacity(network, 0, 0, payload_kg=12_345.6) == pytest.approx(12_345.6)


def test_floor_length_binds_vehicles_with_rows_abreast() -> None:
    light = vehicle(unit_mass_kg=1000.0)
    assert capacity(carrying(light), 0, 0, payload_kg=40_000) == 8  # 26 m: four lengths, two rows
    wide = vehicle(unit_mass_kg=1000.0, width_m=3.0)
    assert capacity(carrying(wide), 0, 0, payload_kg=40_000) == 4
    assert positions(carrying(wide), 0, 0, 1) == pytest.approx(18 * 6 / 26)


def test_vehicles_without_a_length_take_positions_by_mass() -> None:
    network = carrying(vehicle(length_m=None, unit_mass_kg=9000.0))
    assert positions(network, 0, 0, 1) == pytest.approx(2.0)


def test_limits_that_a_type_does_not_state_do_not_bind() -> None:
    full = jet()
    bare = AircraftType(type="JET", body="wide", payload_at_range=full.payload_at_range, block_speed=full.block_speed)
    assert capacity(carrying(vehicle(length_m=90.0, width_m=9.0, height_m=9.0), bare), 0, 0, payload_kg=40_000) == 10
    assert capacity(carrying(box(unit_volume_m3=50.0), bare), 0, 0, payload_kg=40_000) == 400
    assert positions(carrying(box(unit_volume_m3=50.0), bare), 0, 0, 5) == 0.0
    assert capacity(network_of(requirement(people=900), types=(bare,)), 0, 0, payload_kg=40_000) == 363


def test_a_floor_without_pallet_positions_is_one_position() -> None:
    network = carrying(vehicle(unit_mass_kg=100.0), jet(pallets=None))
    assert positions(network, 0, 0, 4) == pytest.approx(4 * 6 / (2 * 26))
    assert capacity(network, 0, 0, payload_kg=40_000) == 8


def test_bulk_takes_no_position_where_only_a_floor_is_stated() -> None:
    network = carrying(box(unit_volume_m3=5.0), jet(pallets=None))
    assert positions(network, 0, 0, 3) == 0.0
    assert capacity(network, 0, 0, payload_kg=40_000) == 400


def test_seats_or_mass_bind_people() -> None:
    network = network_of(requirement(people=500))
    assert capacity(network, 0, 0, payload_kg=40_000) == 100
    assert capacity(network, 0, 0, payload_kg=1100) == 10
    assert positions(network, 0, 0, 100) == 0.0


@pytest.mark.parametrize(
    ("item", "type_", "reason"),
    [
        (vehicle(cargo_class="outsize"), prop(), "PROP carries no outsize cargo"),
        (vehicle(), jet(cargo_classes=("bulk",)), "JET carries no oversize cargo"),
        (vehicle(width_m=4.0, height_m=4.0), jet(), "r1 does not pass the door of JET"),
        (vehicle(length_m=26.1), jet(), "r1 is longer than the floor of JET"),
        (vehicle(width_m=3.4, height_m=2.0), jet(floor_width_m=3.3), "r1 is wider than the floor of JET"),
        (box(length_m=4.0, width_m=4.0, height_m=4.0), prop(), "r1 does not pass the door of PROP"),
        (Item(item="person", unit_mass_kg=1.0), jet(seats=0), "JET has no seats"),
        (Item(item="person", unit_mass_kg=1.0), jet(cargo_classes=("bulk",)), "JET carries no passengers"),
    ],
)
def test_reasons_why_a_type_cant_carry_a_line(item: Item, type_: AircraftType, reason: str) -> None:
    network = carrying(item, type_)
    assert can_carry(network, 0, 0) == reason
    assert can_carry(network, 0, network.lines[0]) == reason
    assert capacity(network, 0, 0, payload_kg=40_000) == 0.0


@pytest.mark.parametrize(
    ("item", "type_"),
    [
        (vehicle(), jet(cargo_classes=("outsize",))),
        (vehicle(), jet(cargo_classes=())),
        (vehicle(width_m=3.0, height_m=2.6), prop()),
        (vehicle(length_m=2.6, width_m=2.0, height_m=9.0), prop()),
        (vehicle(height_m=None, width_m=2.0), prop()),
        (Item(item="person", unit_mass_kg=1.0), jet(cargo_classes=())),
    ],
)
def test_lines_that_a_type_can_carry(item: Item, type_: AircraftType) -> None:
    assert can_carry(carrying(item, type_), 0, 0) is None


def loads() -> Network:
    rows = (requirement(unit_type="battery"), requirement("r2"))
    stated = (UnitLoadsRow(unit_type="battery", aircraft="JET", loads=3.0),)
    return build_network(scenario(types=(jet(), jet("BIG")), unit_loads=stated, requirements=rows))


def test_a_load_takes_a_whole_aircraft_of_its_type() -> None:
    network = loads()
    assert capacity(network, 0, 0, payload_kg=40_000) == 1
    assert capacity(network, 0, 0, payload_kg=39_000) == 0
    assert capacity(network, 1, 0, payload_kg=90_000) == 0
    assert can_carry(network, 1, 0) == "r1 is stated in loads of JET, not of BIG"
    assert positions(network, 0, 0, 1) == 18
    hold = Hold(network, 0, 40_000)
    hold.add(0, 1)
    assert hold.room(1) == 0
    assert hold.room(0) == 0
    mixed = Hold(network, 0, 40_000)
    mixed.add(1, 1.0)
    assert mixed.room(0) == 0


def test_nothing_else_goes_with_a_whole_load_even_where_no_room_is_stated() -> None:
    rows = (requirement(unit_type="battery"), requirement("r2"), requirement("r3", people=10))
    stated = (UnitLoadsRow(unit_type="battery", aircraft="JET", loads=3.0),)
    types = (jet(pallets=None, floor_m=None),)
    network = build_network(scenario(types=types, unit_loads=stated, requirements=rows))
    hold = Hold(network, 0, 90_000.0)
    assert hold.room(1) == 90_000.0
    hold.add(0, 1)
    assert [hold.room(line) for line in range(3)] == [0.0, 0.0, 0.0]
    assert hold.full(1.0, 0.0)


def test_a_hold_fills_up_with_mixed_loads() -> None:
    items = (box(unit_volume_m3=1.0), vehicle())
    rows = (
        requirement("a", item="box", quantity=500.0),
        requirement("b", item="vehicle", quantity=9.0),
        requirement("c", people=200),
        requirement("d"),
    )
    network = network_of(*rows, items=items)
    hold = Hold(network, 0, 40_000)
    hold.add(1, 4)
    assert hold.mass_kg == 16_000
    assert hold.positions == pytest.approx(18 * 12 / 26)
    assert hold.room(0) == 126  # 14/26 of 18 positions of 13 m3
    hold.add(0, hold.room(0))
    assert hold.room(0) == 0
    assert hold.room(1) == 0
    assert hold.room(2) == 100
    hold.add(2, 60)
    assert hold.room(2) == 40
    assert hold.room(3) == pytest.approx(0.0, abs=300)
    with pytest.raises(PlanError, match="41 person of c do not fit into a JET: 40 still fit"):
        hold.add(2, 41)


LINES = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=12)


@given(LINES, st.floats(100, 60_000))
def test_what_is_added_never_exceeds_a_limit_and_room_is_what_fits(
    picks: list[tuple[int, float]], payload_kg: float
) -> None:
    network = MIXED
    hold = Hold(network, 0, payload_kg)
    for line, part in picks:
        room = hold.room(line)
        amount = room * part if network.lines[line].unit == "kg" else float(int(room * part))
        hold.add(line, amount)
        assert hold.mass_kg <= payload_kg * (1 + 1e-6)
        assert hold.positions <= 18 * (1 + 1e-6)
        assert hold.seats <= 100
        assert hold.room(line) == pytest.approx(room - amount, abs=1.0 if network.lines[line].unit != "kg" else 1e-3)


MIXED = network_of(
    requirement("a", item="box", quantity=500.0),
    requirement("b", item="vehicle", quantity=9.0),
    requirement("c", people=200),
    requirement("d"),
    items=(box(unit_volume_m3=0.7), vehicle()),
)


@given(LINES, st.floats(100, 60_000), st.sets(st.integers(0, 3), min_size=1))
def test_a_hold_that_is_full_has_no_room_for_any_line_it_knows_of(
    picks: list[tuple[int, float]], payload_kg: float, known: set[int]
) -> None:
    lines = [MIXED.lines[at] for at in sorted(known)]
    piece = min((line.unit_kg for line in lines if line.unit != "kg"), default=math.inf)
    each = min(positions_per_unit(MIXED, 0, line) for line in lines)
    hold = Hold(MIXED, 0, payload_kg)
    for at, part in picks:
        if at not in known:
            continue
        room = hold.room(at) * (1.0 if part > 0.5 else part)
        hold.add(at, room if MIXED.lines[at].unit == "kg" else float(int(room)))
        if hold.full(piece, each):
            assert all(hold.room(line) <= 1e-6 for line in lines)


def test_a_hold_full_by_mass_or_by_positions_says_so() -> None:
    heavy, bulky = Hold(MIXED, 0, 10_000.0), Hold(MIXED, 0, 60_000.0)
    heavy.add(3, 10_000.0)
    bulky.add(0, bulky.room(0))
    assert heavy.full(4_000.0, 0.0)
    assert not Hold(MIXED, 0, 10_000.0).full(4_000.0, 0.1)
    whole = positions_per_unit(MIXED, 0, MIXED.lines[0])
    assert bulky.full(4_000.0, whole) == (bulky.room(0) == 0 and 18 - bulky.positions <= 1e-6 * whole)


# rows and columns of 49 CFR 175.78: True where the two are kept apart
CLASSES = ("1.1D", "1.4S", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "7", "8", "9")
APART = {
    *(frozenset(("1.1D", other)) for other in ("2.1", "2.2", "2.3", "3", "4.2", "4.3", "5.1", "5.2", "8")),
    frozenset(("3", "5.1")),
    frozenset(("4.2", "5.1")),
    frozenset(("4.3", "8")),
}


@pytest.mark.parametrize("a", CLASSES)
@pytest.mark.parametrize("b", CLASSES)
def test_hazard_classes_are_kept_apart_as_the_table_says(a: str, b: str) -> None:
    assert may_share(a, b) is (frozenset((a, b)) not in APART)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1.4B", "1.3C", False),
        ("1.4B", "1.4S", True),
        ("1.4B", "1.4B", True),
        ("1.1D", "1.2E", True),
        ("1.4", "3", False),
        ("1", "8", False),
        ("5", "3", False),
        ("4", "8", False),
        ("2", "3", True),
        (PASSENGERS, "1.1D", False),
        (PASSENGERS, "1.4S", True),
        (PASSENGERS, "2.3", False),
        (PASSENGERS, "2", False),
        (PASSENGERS, "2.2", True),
        (PASSENGERS, "9", True),
        (PASSENGERS, PASSENGERS, True),
        (PASSENGERS, None, True),
        (None, "1.1D", True),
        (None, None, True),
    ],
)
def test_other_pairs(a: str | None, b: str | None, expected: bool) -> None:
    assert may_share(a, b) is expected
    assert may_share(b, a) is expected


def test_lines_share_by_their_hazards_and_people() -> None:
    items = (
        Item(item="shell", unit_mass_kg=50.0, hazard_class="1.1D"),
        Item(item="fuel", unit_mass_kg=20.0, hazard_class="3"),
    )
    asked = (
        requirement("r1", item="shell", quantity=1),
        requirement("r2", item="fuel", quantity=1),
        requirement("r3", people=10),
        requirement("r4"),
    )
    lines = build_network(scenario(items=items, requirements=asked)).lines
    found = {(a.name, b.name) for a in lines for b in lines if not lines_may_share(a, b)}
    assert found == {("r1", "r2"), ("r2", "r1"), ("r1", "r3"), ("r3", "r1")}
