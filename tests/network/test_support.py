"""Loaders and crews, fuel and recovery fields, mass limits of runways, clearances, hours of links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.network.build import (
    DEPOT,
    HUB,
    ROAD,
    TOWN,
    at,
    curve,
    jet,
    place,
    prop,
    requirement,
    scenario,
    spots,
)

from openairlift.model import (
    ClearanceRow,
    Disruption,
    FleetRow,
    Hours,
    Item,
    StagedCrews,
    StockRow,
    Traffic,
    UnitTypeRow,
)
from openairlift.network import UNREACHABLE, Clearance, Fuel, Pool, Steps, build_network, routes

H = 3600
DAY = 86_400


def hub(**fields: object) -> object:
    return replace(HUB, **fields)


@pytest.mark.parametrize(
    ("loaders", "crews", "expected"),
    [(None, None, None), (3, None, 3), (None, 2, 2), (3, 2, 2), (1, 4, 1), (0, 4, 0)],
)
def test_handling_is_the_lesser_of_what_is_stated(loaders: int | None, crews: int | None, expected: int | None) -> None:
    network = build_network(scenario(places=(DEPOT, hub(loaders=loaders, crews_unloading=crews))))
    assert network.handling[0] is None
    assert network.handling[1] == (None if expected is None else Steps(times=(0,), values=((expected,),)))


def test_stated_losses_of_loaders_and_crews_are_taken_one_by_one() -> None:
    rows = (
        Disruption(kind="capacity", target="hub/loaders", opens=at(10), closes=at(30), factor=0.25),
        Disruption(kind="capacity", target="hub/crews_unloading", opens=at(20), closes=at(40), factor=0.0),
        Disruption(kind="capacity", target="depot/loaders", factor=0.5),
        Disruption(kind="capacity", target="hub/loaders", factor=0.0, rate_per_day=1.0),
    )
    network = build_network(scenario(places=(DEPOT, hub(loaders=4, crews_unloading=3)), disruptions=rows))
    assert network.handling[1] == Steps(times=(0, 10 * H, 20 * H, 40 * H), values=((3,), (1,), (0,), (3,)))
    assert network.notes == ("The disruption of depot/loaders has no effect: no limit is stated there.",)


@pytest.mark.parametrize(
    ("stock", "per_day", "expected", "dry"),
    [
        (None, None, None, False),
        (1000.5, None, Fuel(stock_kg=1001, kg_per_day=0), False),
        (None, 24.4, Fuel(stock_kg=0, kg_per_day=24), False),
        (0.0, None, Fuel(stock_kg=0, kg_per_day=0), True),
        (None, 0.0, Fuel(stock_kg=0, kg_per_day=0), True),
        (0.0, 0.0, Fuel(stock_kg=0, kg_per_day=0), True),
    ],
)
def test_fuel_is_in_whole_kilograms(
    stock: float | None, per_day: float | None, expected: Fuel | None, *, dry: bool
) -> None:
    network = build_network(scenario(places=(DEPOT, hub(fuel_kg=stock, fuel_kg_per_day=per_day))))
    assert network.fuel == (None, expected)
    assert network.is_dry(1) is dry


def fields(**dry: object) -> tuple[object, ...]:
    """Return a base, a field 2,000 km to the east with what is stated, and a field 1,000 km beyond."""
    base, far = place("base", 0.0, 0.0), place("beyond", 0.0, 2000 / 111.3195 + 1000 / 111.3195)
    return (base, place("field", 0.0, 2000 / 111.3195, **dry), far)


FLIGHT = {"fleet": (FleetRow(type="JET", tails=1, home="base"),), "links": ()}


def legs(**dry: object) -> tuple[np.ndarray, np.ndarray]:
    type_ = jet(payload_at_range=curve((0, 40), (2000, 40), (4000, 20), (5000, 0), y=1000.0))
    asked = (requirement(origin="base", destination="field"),)
    network = build_network(scenario(places=fields(**dry), types=(type_,), requirements=asked, **FLIGHT))
    return network.block_s[0], network.payload_kg[0]


def test_payload_to_a_dry_field_counts_the_way_back() -> None:
    block, payload = legs(fuel_kg=0.0)
    plain, full = legs()
    assert full[0, 1] == pytest.approx(40_000, rel=1e-4)
    assert payload[0, 1] == pytest.approx(20_000, rel=1e-3)  # 4,000 km there and back
    assert payload[2, 1] == pytest.approx(40_000, rel=1e-3)  # 2,000 km there and back
    assert payload[1, 0] == full[1, 0]
    assert (block == plain).all()


def test_the_way_back_from_a_dry_field_is_as_much_longer_than_the_great_circle_as_the_way_there() -> None:
    """Half as long again: 6,000 km there and back, where the curve gives 40 t to 4,000 and 20 t at 6,000 km."""
    type_ = jet(payload_at_range=curve((0, 40), (4000, 40), (8000, 0), y=1000.0), route_factor=1.5)
    asked = (requirement(origin="base", destination="field"),)
    network = build_network(scenario(places=fields(fuel_kg=0.0), types=(type_,), requirements=asked, **FLIGHT))
    assert network.payload_kg[0, 0, 1] == pytest.approx(20_000, rel=1e-3)


def test_payload_to_a_dry_field_counts_the_way_on_to_its_recovery_field() -> None:
    block, payload = legs(fuel_kg=0.0, recovery="beyond")
    plain, full = legs()
    assert payload[0, 1] == pytest.approx(30_000, rel=1e-3)  # 3,000 km
    assert payload[2, 1] == pytest.approx(40_000, rel=1e-3)  # 2,000 km
    assert block[0, 1] == plain[0, 1]
    assert block[1, 0] == UNREACHABLE
    assert payload[1, 0] == 0.0
    assert (block[1, 2], payload[1, 2]) == (plain[1, 2], full[1, 2])
    assert block[1, 1] == 0


def test_a_dry_field_beyond_the_range_there_and_back_is_out_of_reach() -> None:
    type_ = jet(payload_at_range=curve((0, 40), (3900, 10), y=1000.0))
    asked = (requirement(origin="base", destination="field"),)
    more = {"types": (type_,), "requirements": asked, **FLIGHT}
    there = build_network(scenario(places=fields(fuel_kg_per_day=0.0), **more))
    assert there.block_s[0, 0, 1] == UNREACHABLE
    assert there.block_s[0, 2, 1] > 0
    assert build_network(scenario(places=fields(), **more)).block_s[0, 0, 1] > 0


def test_a_recovery_field_of_a_place_with_fuel_changes_nothing() -> None:
    block, payload = legs(fuel_kg=1.0, recovery="beyond")
    plain, full = legs()
    assert (block == plain).all()
    assert (payload == full).all()


def test_types_that_are_too_heavy_do_not_land() -> None:
    types = (jet(gross_kg=250_000.0), prop(gross_kg=70_000.0), jet("OLD"))
    fleet = tuple(FleetRow(type=type_.type, tails=1, home="depot") for type_ in types)
    network = build_network(scenario(places=(DEPOT, hub(max_gross_kg=249_999.0)), types=types, fleet=fleet))
    assert [int(network.block_s[t, 0, 1]) > 0 for t in range(3)] == [False, True, True]
    assert [int(network.block_s[t, 1, 1]) for t in range(3)] == [UNREACHABLE, 0, 0]
    assert network.notes == ("No take-off mass is stated for OLD: the limit at hub is not held against it.",)
    strong = build_network(scenario(places=(DEPOT, hub(max_gross_kg=250_000.0)), types=types[:1], fleet=fleet[:1]))
    assert strong.block_s[0, 0, 1] > 0


def test_crews_of_the_fleet_then_staged_ones() -> None:
    types = (jet(), prop())
    fleet = (
        FleetRow(type="JET", tails=2, home="depot"),
        FleetRow(type="PROP", tails=3, home="depot", crews=4),
        FleetRow(type="JET", tails=0, home="hub", crews=2),
        FleetRow(type="JET", tails=1, home="depot", positioned_at="hub", crews=0),
    )
    staged = (
        StagedCrews(place="hub", crews=3, types=("PROP", "A400M"), opens=at(10), closes=at(30)),
        StagedCrews(place="hub", crews=1),
        StagedCrews(place="depot", crews=2, types=("A400M",)),
        StagedCrews(place="depot", crews=2, opens=at(1000)),
    )
    network = build_network(scenario(places=(DEPOT, HUB), types=types, fleet=fleet, crews=staged))
    assert network.pools == (
        Pool(name="crews of PROP at depot", place=0, crews=4, types=(1,), tails=(2, 3, 4)),
        Pool(name="crews of JET at hub", place=1, crews=0, types=(0,), tails=(5,)),
        Pool(name="crews staged at hub", place=1, crews=3, types=(1,), opens_s=10 * H, closes_s=30 * H),
        Pool(name="crews staged at hub", place=1, crews=1, types=(0, 1), opens_s=0, closes_s=10 * DAY),
    )
    assert [network.tails[t].type for t in (2, 3, 4, 5)] == [1, 1, 1, 0]
    assert network.notes == ("The crews staged at depot fly A400M, which the fleet has not.",)


def test_clearances_hold_for_the_places_of_a_country() -> None:
    places = (replace(DEPOT, country="DE"), replace(HUB, country="PL"), place("two", 51.0, 20.0, country="PL"))
    rows = (
        ClearanceRow(country="PL", purpose="landing", lead_s=7200.0),
        ClearanceRow(country="DE", purpose="overflight", lead_s=1800.4, cargo="hazardous"),
        ClearanceRow(country="PL", purpose="customs"),
        ClearanceRow(country="FR", purpose="landing", lead_s=7200.0),
    )
    assert build_network(scenario(places=places, clearances=rows)).clearances == (
        Clearance(kind="landing", places=(1, 2), lead_s=7200),
        Clearance(kind="overflight", places=(0,), lead_s=1800, cargo="hazardous"),
    )


def test_hours_of_a_link_are_those_of_the_zone_where_it_starts() -> None:
    days = Hours((((8 * H, 16 * H),),) * 7, "daily 08:00-16:00")
    closure = Disruption(kind="closure", target="hub>town:road", opens=at(30), closes=at(32))
    chance = Disruption(kind="closure", target="hub>town:road#2", rate_per_day=1.0)
    links = (replace(ROAD, open_hours=days), ROAD)
    places = (DEPOT, hub(tz="Europe/Warsaw"), replace(TOWN, tz="Asia/Tokyo"))
    network = build_network(scenario(places=places, links=links, horizon_days=2, disruptions=(closure, chance)))
    open_s = ((7 * H, 15 * H), (31 * H, 39 * H))
    assert network.link_open_s == ((open_s[0], (32 * H, 39 * H)), None)


def test_what_is_not_stated_is_no_limit() -> None:
    network = build_network(scenario())
    assert network.handling == (None, None, None)
    assert network.fuel == (None, None, None)
    assert network.link_open_s == (None,)
    assert (network.pools, network.clearances, network.shocks, network.notes) == ((), (), (), ())


def test_lines_carry_the_hazards_of_their_items_and_the_share_that_stays_away() -> None:
    items = (
        Item(item="shell", unit_mass_kg=50.0, hazard_class="1.1D", explosive_kg=6.0),
        Item(item="vaccine", unit_mass_kg=5.0, cold=True),
    )
    unit = (
        UnitTypeRow(unit_type="kit", item="shell", quantity=2),
        UnitTypeRow(unit_type="kit", item="vaccine", quantity=1),
    )
    asked = (
        requirement("r1", item="shell", quantity=4, no_show_share=0.25),
        requirement("r2", unit_type="kit", quantity=3, no_show_share=0.5),
        requirement("r3"),
    )
    stock = (StockRow(place="depot", item="shell", quantity=10),)
    network = build_network(scenario(items=items, unit_types=unit, requirements=asked, stock=stock))
    found = [(line.name, line.hazard, line.explosive_kg, line.cold, line.no_show_share) for line in network.lines]
    assert found == [
        ("r1", "1.1D", 6.0, False, 0.25),
        ("r2/shell", "1.1D", 6.0, False, 0.5),
        ("r2/vaccine", None, 0.0, True, 0.5),
        ("r3", None, 0.0, False, 0.0),
    ]


def test_streams_carry_the_share_that_stays_away() -> None:
    rows = (Traffic(place="hub", arrivals_per_day=4.0, no_show_share=0.3), Traffic(place="hub", arrivals_per_day=1.0))
    assert [stream.no_show_share for stream in build_network(scenario(traffic=rows)).streams] == [0.3, 0.0]


def test_parking_and_working_keep_only_stated_losses() -> None:
    rows = (
        Disruption(kind="capacity", target="hub/parking", factor=0.5, rate_per_day=1.0),
        Disruption(kind="closure", target="hub", rate_per_day=1.0),
    )
    there = hub(parking=spots(wide=4))
    network = build_network(scenario(places=(DEPOT, there), disruptions=rows))
    assert network.parking[1] == Steps(times=(0,), values=((0, 0, 4),))
    assert network.open_s[1] is None


def test_nothing_is_routed_to_a_place_that_can_not_handle_it() -> None:
    def ends(**stated: object) -> int:
        closure = Disruption(kind="capacity", target="hub/loaders", opens=at(1), factor=0.0)
        rows = (closure,) if "loaders" in stated else ()
        network = build_network(scenario(places=(DEPOT, hub(**stated)), disruptions=rows))
        return len(routes(network, 0, 0, 1))

    assert ends() == 1
    assert ends(loaders=1) == 1  # in the first hour
    assert ends(crews_unloading=0) == 0
    assert ends(loaders=0) == 0
