from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, jet, place, requirement, scenario

from openairlift.model import FleetRow, Item, Link, Requirement, StockRow, UnitLoadsRow, UnitTypeRow
from openairlift.network import Line, build_network

MISSILE = Item(item="missile", unit_mass_kg=40.0, unit_volume_m3=0.2, unit_value_usd=1000.0)
TRUCK = Item(item="truck", unit_mass_kg=10_000.0, length_m=7.0, width_m=2.4, height_m=2.5, cargo_class="oversize")
PERSON = Item(item="person", unit_mass_kg=110.0, cargo_class="passengers")


def only(row: Requirement, **parts: object) -> Line:
    (line,) = build_network(scenario(requirements=(row,), items=(MISSILE, TRUCK, PERSON), **parts)).lines
    return line


def test_a_mass_is_a_line_in_kg() -> None:
    row = requirement(mass_kg=50_000.0, cargo_class="oversize", rank=1, value_usd=1e6, package="p", latest=at(50))
    line = only(row)
    assert (line.name, line.unit, line.quantity, line.unit_kg) == ("r1", "kg", 50_000.0, 1.0)
    assert (line.cargo_class, line.unit_usd, line.weight, line.package) == ("oversize", 20.0, 8.0, "p")
    assert (line.ready_s, line.earliest_s, line.latest_s, line.required_s) == (0, 0, 50 * 3600, None)
    assert not line.people


def test_an_item_brings_its_mass_volume_size_and_value() -> None:
    line = only(requirement(item="missile", quantity=300.0))
    assert (line.unit, line.quantity, line.unit_kg, line.unit_m3, line.unit_usd) == ("piece", 300.0, 40.0, 0.2, 1000.0)
    line = only(requirement(item="truck", quantity=2.0, value_usd=5000.0))
    assert (line.length_m, line.width_m, line.height_m, line.unit_usd) == (7.0, 2.4, 2.5, 2500.0)


def test_an_item_by_mass_is_as_many_pieces_as_reach_it() -> None:
    assert only(requirement(item="missile", mass_kg=100.0)).quantity == 3.0
    assert only(requirement(item="missile", mass_kg=120.0)).quantity == 3.0


def test_people_count_the_stated_mass_of_a_person() -> None:
    line = only(requirement(people=500), person_kg=180.0)
    assert (line.unit, line.quantity, line.unit_kg, line.cargo_class) == ("person", 500.0, 180.0, "passengers")
    assert line.people


def test_the_item_person_is_people_too() -> None:
    line = only(requirement(item="person", quantity=12.0), person_kg=90.0)
    assert (line.unit, line.unit_kg, line.people) == ("person", 90.0, True)


def test_dates_before_the_start_count_as_the_start() -> None:
    line = only(requirement(ready=at(-24), earliest=at(12), required=at(30)))
    assert (line.ready_s, line.earliest_s, line.required_s) == (0, 12 * 3600, 30 * 3600)


UNIT = (
    UnitTypeRow(unit_type="battery", item="truck", quantity=2),
    UnitTypeRow(unit_type="battery", item="missile", quantity=16),
    UnitTypeRow(unit_type="battery", item="truck", quantity=1),
    UnitTypeRow(unit_type="battery", item="person", quantity=20),
)


def test_a_unit_is_a_line_per_item() -> None:
    network = build_network(
        scenario(
            requirements=(requirement(unit_type="battery", quantity=2.0),),
            items=(MISSILE, TRUCK, PERSON),
            unit_types=UNIT,
        )
    )
    assert [(line.name, line.unit, line.quantity) for line in network.lines] == [
        ("r1/truck", "piece", 4.0),
        ("r1/missile", "piece", 32.0),
        ("r1/truck#2", "piece", 2.0),
        ("r1/person", "person", 40.0),
    ]
    assert {line.requirement for line in network.lines} == {"r1"}
    assert all(line.sources == ((0, None),) for line in network.lines)


@pytest.mark.parametrize("value", [None, 1000.0])
def test_a_units_value_is_shared_out_by_value_or_else_by_mass(value: float | None) -> None:
    items = (Item(item="missile", unit_mass_kg=40.0, unit_value_usd=value), TRUCK, PERSON)
    row = requirement(unit_type="battery", value_usd=64_000.0)
    lines = build_network(scenario(requirements=(row,), items=items, unit_types=UNIT)).lines
    assert math.fsum(line.unit_usd * line.quantity for line in lines) == pytest.approx(64_000.0)
    assert lines[3].unit_usd == 0.0
    assert lines[1].unit_usd == pytest.approx(4000.0 if value else 64_000.0 * 40 / 30_640)


def test_a_units_value_is_shared_out_by_values_of_cents_too() -> None:
    items = (Item(item="missile", unit_mass_kg=40.0, unit_value_usd=0.01), TRUCK, PERSON)
    row = requirement(unit_type="battery", value_usd=1600.0)
    lines = build_network(scenario(requirements=(row,), items=items, unit_types=UNIT)).lines
    assert [line.unit_usd for line in lines] == pytest.approx([0.0, 100.0, 0.0, 0.0])


def test_loads_take_a_type_that_the_fleet_has() -> None:
    loads = (
        UnitLoadsRow(unit_type="battery", aircraft="BIG", loads=5.0),
        UnitLoadsRow(unit_type="battery", aircraft="JET", loads=18.25),
    )
    fleet = (FleetRow(type="BIG", tails=0, home="depot"), FleetRow(type="JET", tails=1, home="depot"))
    row = requirement(unit_type="battery", value_usd=1900.0)
    network = build_network(scenario(types=(jet("BIG"), jet()), fleet=fleet, unit_loads=loads, requirements=(row,)))
    (line,) = network.lines
    assert (line.unit, line.quantity, line.unit_kg, line.only_type) == ("load", 19.0, 40_000.0, 1)
    assert (line.cargo_class, line.unit_usd) == ("outsize", 100.0)
    assert network.notes == ()


def test_loads_of_a_type_that_the_fleet_has_not_are_noted() -> None:
    loads = (UnitLoadsRow(unit_type="battery", aircraft="BIG", loads=4.5),)
    row = requirement(unit_type="battery", quantity=4.0)
    types = (jet(), jet("BIG"))
    network = build_network(scenario(types=types, unit_loads=loads, requirements=(row,)))
    assert network.lines[0].quantity == 18.0
    assert network.notes == ("r1: loads of battery are stated for BIG only, which the fleet has not.",)


def test_loads_of_a_type_whose_payload_is_not_stated_weigh_nothing() -> None:
    rows = (UnitLoadsRow(unit_type="battery", aircraft="JET", loads=4.5),)
    bare = jet(payload_at_range=None, cargo_classes=())
    network = build_network(scenario(types=(bare,), unit_loads=rows, requirements=(requirement(unit_type="battery"),)))
    (line,) = network.lines
    assert (line.quantity, line.unit_kg, line.cargo_class, line.unit_usd) == (5.0, 0.0, "bulk", 0.0)


STOCK = (
    StockRow(place="depot", item="missile", quantity=100.0, ready=at(18)),
    StockRow(place="hub", item="truck", quantity=2.0),
    StockRow(place="hub", item="missile", quantity=50.0),
)


def test_any_origin_means_every_stock_of_the_item() -> None:
    assert only(requirement(item="missile", quantity=1.0, origin="any"), stock=STOCK).sources == ((0, 0), (1, 2))


def test_a_stated_origin_means_the_stock_there() -> None:
    assert only(requirement(item="missile", quantity=1.0, origin="hub"), stock=STOCK).sources == ((1, 2),)


def test_without_stock_the_origin_is_the_source() -> None:
    assert only(requirement(item="missile", quantity=1.0)).sources == ((0, None),)
    assert only(requirement(), stock=STOCK).sources == ((0, None),)


def test_an_item_that_no_stock_holds_has_no_source_and_is_noted() -> None:
    row = requirement(item="truck", quantity=1.0, origin="depot")
    network = build_network(scenario(requirements=(row,), items=(TRUCK,), stock=STOCK))
    assert network.lines[0].sources == ()
    assert network.notes == ("r1: no stock holds it at depot; it can't be loaded.",)


def test_stock_is_by_index_with_its_release() -> None:
    network = build_network(scenario(items=(MISSILE, TRUCK), stock=STOCK))
    assert [(row.place, row.item, row.quantity, row.ready_s) for row in network.stocks] == [
        (0, "missile", 100.0, 18 * 3600),
        (1, "truck", 2.0, 0),
        (1, "missile", 50.0, 0),
    ]


def test_a_town_is_reached_through_airfields_with_a_link() -> None:
    other = place("other", 48.7, 21.2)
    rail = Link(origin="other", destination="town", mode="rail", capacity_kg_per_day=1e6)
    onward = Link(origin="town", destination="hub", mode="road", trucks=1)
    links = (rail, ROAD, onward)
    line = only(requirement(destination="town"), places=(DEPOT, HUB, TOWN, other), links=links)
    assert line.hubs == ((3, 0), (1, 1))
    line = only(requirement(destination="hub"), places=(DEPOT, HUB, TOWN, other), links=links)
    assert line.hubs == ((1, None),)


def test_an_airfield_may_be_reached_by_air_or_by_link() -> None:
    line = only(requirement(), links=(Link(origin="depot", destination="hub", mode="road", trucks=1),))
    assert line.hubs == ((1, None), (0, 0))


def test_a_place_that_nothing_reaches_is_noted() -> None:
    network = build_network(scenario(requirements=(requirement(destination="town"),), links=()))
    assert network.lines[0].hubs == ()
    assert network.notes == ("r1: town is no airfield and no link from one leads there.",)


YARD = place("yard", 50.0, 8.0, runway_m=None)
LORRY = Link(origin="yard", destination="hub", mode="road", trucks=1)


def test_a_link_from_where_it_lies_to_where_it_is_needed_is_a_way_by_surface() -> None:
    links = (Link(origin="depot", destination="hub", mode="road", trucks=1), LORRY, ROAD, replace(LORRY, mode="rail"))
    stock = (
        StockRow(place="depot", item="missile", quantity=9.0),
        StockRow(place="yard", item="truck", quantity=9.0),
        StockRow(place="yard", item="missile", quantity=9.0),
    )
    parts = {"places": (DEPOT, HUB, TOWN, YARD), "links": links, "stock": stock}
    line = only(requirement(item="missile", quantity=9.0, origin="any"), **parts)
    assert line.sources == ((0, 0), (3, 2))
    assert line.surface == ((0, 0, 0), (3, 2, 1), (3, 2, 3))
    assert line.hubs == ((1, None), (0, 0))  # nothing flies to the yard
    assert only(requirement(item="missile", quantity=9.0, origin="any", destination="town"), **parts).surface == ()
    assert only(requirement(), **parts).surface == ((0, None, 0),)


def test_a_place_that_only_a_link_from_a_depot_reaches_is_not_noted() -> None:
    goods = Link(origin="yard", destination="town", mode="rail", capacity_kg_per_day=1e6)
    row = requirement(item="missile", quantity=1.0, origin="yard", destination="town")
    stock = (StockRow(place="yard", item="missile", quantity=9.0),)
    network = build_network(
        scenario(places=(DEPOT, HUB, TOWN, YARD), items=(MISSILE,), stock=stock, links=(goods,), requirements=(row,))
    )
    assert network.lines[0].hubs == ()
    assert network.lines[0].surface == ((3, 0, 0),)
    assert network.notes == ()
