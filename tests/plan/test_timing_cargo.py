"""Cargo in the plain engine: leftovers, storage, clearance, a capacity a day, and vehicles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import ROAD, TOWN, at, curve
from tests.plan.plans import HUB, OFF, ON, hours, jet, load, place, plan_of, requirement, shuttle, shuttles, small

from openairlift.model import Curve, Distribution, Item, Link, Shape, StockRow
from openairlift.network import Network
from openairlift.plan import Cause, EventKind, time_plan

TO_TOWN = (requirement(destination="town"),)


def landing(net: Network) -> int:
    """Return when the first offload ends."""
    return ON + int(net.block_s[0, 0, 1]) + OFF


def test_clearance_comes_before_the_hub() -> None:
    _, net = small(replace(HUB, clearance_s=hours(6)))
    lands = landing(net)
    timing = time_plan(net, shuttles(net, 1))
    assert timing.marks[0] == (ON, lands, lands + 21_600, lands + 21_600, lands + 21_600)


def test_vehicles_go_and_come_back() -> None:
    """40 t on two vehicles of 15 t: three trips; the third waits for a vehicle that is back."""
    road = replace(ROAD, trucks=2, transit_s=hours(4), border_wait_s=hours(2))
    _, net = small(HUB, more=(TOWN,), links=(road,), requirements=TO_TOWN)
    lands = landing(net)
    timing = time_plan(net, plan_of(net, shuttle(net, [load(net, 40_000.0, link=0)])))
    back = lands + 3600 * (1 + 4 + 2 + 1 + 4)
    assert timing.marks[0][3:] == (back + 3600, back + 3600 * 8)
    assert dict(timing.waits) == {(1, Cause.TRUCKS): back - lands}


def test_the_more_urgent_load_takes_the_vehicles() -> None:
    rows = (requirement("slow", rank=3, destination="town"), requirement("fast", rank=1, destination="town"))
    road = replace(ROAD, trucks=1)
    _, net = small(HUB, more=(TOWN,), links=(road,), requirements=rows)
    both = [load(net, 1000.0, link=0), load(net, 1000.0, line=1, link=0)]
    timing = time_plan(net, plan_of(net, shuttle(net, both)))
    lands = landing(net)
    assert timing.marks[1][3] == lands + 3600
    assert timing.marks[0][3] == lands + 3600 * 12 + 3600


def test_a_capacity_a_day_lets_one_load_pass_at_a_time() -> None:
    road = Link(
        origin="hub",
        destination="town",
        mode="road",
        capacity_kg_per_day=40_000.0,
        transit_s=hours(4),
        unload_s=hours(1),
    )
    _, net = small(HUB, more=(TOWN,), links=(road,), requirements=TO_TOWN)
    two = [load(net, 10_000.0, link=0), load(net, 20_000.0, number=2, link=0)]
    timing = time_plan(net, plan_of(net, shuttle(net, two)))
    lands = landing(net)
    ends = sorted(mark[3] or 0 for mark in timing.marks)
    first_small = timing.marks[0][3] == ends[0]
    assert ends == [lands + (21_600 if first_small else 43_200), lands + 64_800]
    assert [(mark[4] or 0) - (mark[3] or 0) for mark in timing.marks] == [18_000, 18_000]
    assert sum(timing.waits.values()) == ends[0] - lands


def test_full_storage_keeps_aircraft_and_slot() -> None:
    """15 t fit; the second 10 t wait until the first are forwarded, after a day of clearance."""
    _, net = small(replace(HUB, storage_kg=15_000.0, clearance_s=hours(24)))
    lands = landing(net)
    timing = time_plan(net, shuttles(net, 2))
    assert sorted(mark[1] or 0 for mark in timing.marks) == [lands, lands + 86_400]
    assert dict(timing.waits) == {(1, Cause.STORAGE): 86_400}
    late = max(stops[1].depart or 0 for stops in timing.stops)
    assert late == lands + 86_400
    assert [stops[1].end for stops in timing.stops] == [lands, lands]


def test_vehicles_free_storage_trip_by_trip() -> None:
    """30 t are stored, vehicles take 10 t each; the second aircraft's 10 t go in when the first trip leaves."""
    road = replace(ROAD, trucks=1, payload_kg=10_000.0)
    hub = replace(HUB, storage_kg=30_000.0)
    _, net = small(hub, more=(TOWN,), links=(road,), requirements=TO_TOWN)
    first = shuttle(net, [load(net, 30_000.0, link=0)])
    second = shuttle(net, [load(net, 10_000.0, number=2, link=0)], tail=1, earliest_s=60)
    timing = time_plan(net, plan_of(net, first, second))
    lands = landing(net)
    assert timing.marks[1][1] == lands + 3600
    assert timing.waits[1, Cause.STORAGE] == 3600 - 60


def test_a_load_heavier_than_the_whole_storage_goes_into_an_empty_one() -> None:
    _, net = small(replace(HUB, storage_kg=5_000.0, clearance_s=hours(1)))
    timing = time_plan(net, shuttles(net, 2))
    lands = landing(net)
    assert sorted(mark[1] or 0 for mark in timing.marks) == [lands, lands + 3600]


def test_what_does_not_fit_goes_with_a_later_mission_of_the_line() -> None:
    """The jet flies half its payload of 40 t: 20 t of the first 30 t go; 10 t stay, and find room in the second."""
    _, net = small(HUB, types=(jet(payload_flown_share=Distribution.constant(0.5), pallets=None, floor_m=None),))
    first = shuttle(net, [load(net, 30_000.0)])
    second = shuttle(net, [load(net, 5_000.0, number=2)], tail=1, earliest_s=60)
    timing = time_plan(net, plan_of(net, first, second))
    assert timing.carried == (20_000.0, 15_000.0)


def test_leftovers_stay_within_pallet_positions() -> None:
    """18 positions of 4.5 t, 9 planned for the second load: 9 are left for leftovers."""
    share = Distribution.constant(0.5)
    light = Item(item="foam", unit_mass_kg=100.0, unit_volume_m3=13.0)
    rows = (requirement("r1", item="foam", quantity=100.0),)
    stock = (StockRow(place="depot", item="foam", quantity=100),)
    _, net = small(
        HUB, types=(jet(payload_flown_share=share, payload_at_range=_light()),), items=(light,), stock=stock,
        requirements=rows,
    )  # fmt: skip
    first = shuttle(net, [load(net, 18.0, stock=0)])
    second = shuttle(net, [load(net, 6.0, number=2, stock=0)], tail=1, earliest_s=60)
    timing = time_plan(net, plan_of(net, first, second))
    assert timing.carried == (10.0, 10.0)  # 1 t each; ten of the eighteen, then six and four left behind


def _light() -> Curve:
    return curve((0, 2), (8000, 2), y=1000.0)


def test_pieces_stay_whole() -> None:
    heavy = Item(item="truck", unit_mass_kg=9_000.0)
    rows = (requirement("r1", item="truck", quantity=4.0),)
    stock = (StockRow(place="depot", item="truck", quantity=4),)
    half = jet(payload_flown_share=Distribution.constant(0.5), pallets=None, floor_m=None)
    _, net = small(HUB, types=(half,), items=(heavy,), stock=stock, requirements=rows)
    timing = time_plan(net, plan_of(net, shuttle(net, [load(net, 4.0, stock=0)])))
    assert timing.carried == (2.0,)
    assert timing.closure_s is None


def test_a_load_with_nothing_aboard_has_no_marks() -> None:
    none = jet(payload_flown_share=Distribution.constant(0.0))
    _, net = small(HUB, types=(none,))
    timing = time_plan(net, shuttles(net, 1))
    assert timing.carried == (0.0,)
    assert timing.marks == ((None,) * 5,)
    assert [event for event in timing.events if event.kind is EventKind.LANDED] == []
    assert timing.stops[0][2].arrive is not None


def test_the_critical_leg_decides_what_goes_aboard() -> None:
    """By way of an airfield 5,000 km off only half the payload can be flown on the long leg."""
    far = place("far", 40.0, -60.0)
    _, net = small(HUB, more=(far,), types=(jet(pallets=None, floor_m=None),))
    mission = shuttle(net, [load(net, 40_000.0)], via=[("far", 0)])
    legs = [float(net.payload_kg[0, a, b]) for a, b in ((0, 2), (2, 1))]
    assert time_plan(net, plan_of(net, mission)).carried == (pytest.approx(min(legs)),)
    assert min(legs) < 40_000.0


def test_stock_that_is_not_ready_is_waited_for() -> None:
    item = Item(item="crate", unit_mass_kg=100.0)
    stock = (StockRow(place="depot", item="crate", quantity=10, ready=at(7)),)
    _, net = small(HUB, items=(item,), stock=stock, requirements=(requirement(item="crate", quantity=10.0),))
    timing = time_plan(net, plan_of(net, shuttle(net, [load(net, 10.0, stock=0)])))
    assert timing.stops[0][0].start == 7 * 3600
    assert dict(timing.waits) == {}
    assert timing.closure_s == timing.marks[0][4]


def test_draws_of_cargo_follow_the_load_and_the_trip() -> None:
    """Luck is that of the load: a tail more, or another mission, changes nothing for it."""
    spread = Distribution(Shape.UNIFORM, (3600.0, 7200.0))
    road = replace(ROAD, trucks=50, payload_kg=5_000.0, transit_s=spread, border_wait_s=spread)
    parts = {"more": (TOWN,), "links": (road,), "requirements": TO_TOWN}
    _, net = small(replace(HUB, clearance_s=spread), **parts)
    alone = time_plan(net, plan_of(net, shuttle(net, [load(net, 10_000.0, link=0)])), seed=3, run=5)
    other = shuttle(net, [load(net, 10_000.0, number=2, link=0)], tail=1, earliest_s=100)
    both = time_plan(net, plan_of(net, shuttle(net, [load(net, 10_000.0, link=0)]), other), seed=3, run=5)
    assert alone.marks[0] == both.marks[0]
    assert time_plan(net, plan_of(net, shuttle(net, [load(net, 10_000.0, link=0)])), seed=3, run=6).marks != alone.marks
