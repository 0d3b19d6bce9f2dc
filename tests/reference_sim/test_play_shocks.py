"""Shocks, losses and recourse in the plain simulator, computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from openairlift.luck import exponential, key_of, stream, uniform
from openairlift.model import Link
from openairlift.network.network import CAPACITIES, ShockKind, Stock
from openairlift.plan.events import Cause, Draw, EventKind
from tests.reference_sim.seen import DEPOT, HOME, THERE, reassigning, rows, run, shocked, times, world
from tests.sim.build import constant, fleet, line, load, mission, network, place, plan, spots, tail

K = EventKind
S = ShockKind
ONE = plan(mission(load(), stops=HOME))


def test_weather_slows_the_services_that_start():
    net = shocked(world(), kind=S.WEATHER, place=1, factor=0.5, end_s=11_001)
    result = run(net, ONE)
    assert times(result, K.END) == [1000, 15_000]
    assert rows(result, K.SHOCK) == [(0, 1, 0, -1, -1, 1), (11_001, 1, 0, -1, -1, 0)]
    net = shocked(net, kind=S.WEATHER, place=1, factor=0.5, end_s=11_001)
    assert times(run(net, ONE), K.END) == [1000, 19_000]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": S.ROUTE, "place": 0, "to": 1},
        {"kind": S.CLOSURE, "place": 1},
        {"kind": S.MASS_LIMIT, "place": 1, "types": (0,)},
    ],
)
def test_a_tail_is_held_up_until_a_shock_ends(fields):
    result = run(shocked(world(), end_s=5000, **fields), ONE)
    assert rows(result, K.HELD_UP) == [(1000, 0, 0, 0, 1, Cause.DISRUPTION)]
    assert times(result, K.DEPART) == [5000, 17_000]
    assert result.waits == {(0, Cause.DISRUPTION): 4000}


def test_the_end_of_another_shock_lets_a_tail_look_again():
    net = shocked(shocked(world(), kind=S.ROUTE, place=0, to=1, end_s=5000), kind=S.WEATHER, place=1, end_s=3000)
    result = run(net, ONE)
    assert times(result, K.HELD_UP) == [1000, 3000]
    assert times(result, K.DEPART, at=0) == [5000]
    assert result.waits == {(0, Cause.DISRUPTION): 4000}


def test_other_legs_and_other_types_are_free():
    net = shocked(world(), kind=S.ROUTE, place=1, to=0, end_s=5000)
    net = shocked(net, kind=S.MASS_LIMIT, place=1, types=(1,), end_s=5000)
    assert times(run(net, ONE), K.DEPART) == [1000, 13_000]


def longer(seconds):
    return np.array([[[0, seconds], [seconds, 0]]], dtype=np.int64)


def test_airspace_makes_the_way_longer_or_impossible():
    net = shocked(world(), kind=S.AIRSPACE, block_s=longer(12_000), end_s=5000)
    assert times(run(net, ONE), K.ARRIVE) == [0, 13_000, 25_000]
    net = shocked(net, kind=S.AIRSPACE, block_s=longer(11_000), end_s=5000)
    assert times(run(net, ONE), K.ARRIVE) == [0, 13_000, 25_000]
    net = shocked(net, kind=S.AIRSPACE, block_s=longer(-1), end_s=7000)
    result = run(net, ONE)
    assert times(result, K.HELD_UP) == [1000, 5000, 5000]
    assert times(result, K.ARRIVE) == [0, 17_000, 29_000]
    assert result.waits == {(0, Cause.DISRUPTION): 6000}


def test_a_way_that_has_become_longer_is_planned_anew():
    net = world(open_s={1: ((31_000, 50_000),)})
    net = shocked(net, kind=S.AIRSPACE, block_s=longer(12_000), start_s=15_000, end_s=80_000)
    result = run(net, plan(mission(load())))
    assert times(result, K.DEPART) == [21_000]
    assert times(result, K.ARRIVE, at=1) == [33_000]


def test_a_closed_place_starts_nothing_and_lets_nobody_in():
    net = shocked(world(), kind=S.CLOSURE, place=1, start_s=10_000, end_s=12_000)
    result = run(net, ONE)
    assert times(result, K.PARK, at=1) == [12_000]
    assert result.waits == {(1, Cause.PARKING): 1000}
    net = shocked(world(), kind=S.CLOSURE, place=1, start_s=12_000, end_s=20_000)
    result = run(net, ONE)
    assert times(result, K.DEPART, at=1) == [20_000]
    assert result.waits == {(1, Cause.DISRUPTION): 7000}


@pytest.mark.parametrize("what", ["parking", "working"])
def test_capacity_is_lost_and_comes_back(what):
    hub = place("hub", parking=spots(wide=2), working=2)
    net = world(hub, tails=fleet(2), hold_s=1e6)
    net = shocked(net, kind=S.CAPACITY, place=1, what=CAPACITIES.index(what), factor=0.5, end_s=12_000)
    result = run(net, plan(*(mission(load(number=n + 1), tail=n, stops=HOME) for n in range(2))))
    assert times(result, K.START, at=1) == [11_000, 12_000]


def road(**fields):
    link = Link(origin="hub", destination="town", mode="road", transit_s=constant(3000), **fields)
    return world(None, place("town", runway_m=None), links=[link])


def test_a_link_loses_capacity_or_is_shut():
    cargo = plan(mission(load(link=0)))
    net = road(capacity_kg_per_day=864_000.0)
    half = shocked(net, kind=S.CAPACITY, link=0, what=CAPACITIES.index("link"), factor=0.5, end_s=14_000)
    assert times(run(half, cargo), K.FORWARDED) == [23_000]
    shut = shocked(net, kind=S.CLOSURE, link=0, end_s=14_000)
    assert times(run(shut, cargo), K.FORWARDED) == [19_000]
    assert run(shut, cargo).waits == {(1, Cause.TRUCKS): 1000}
    shut = shocked(road(trucks=1), kind=S.CLOSURE, link=0, end_s=14_000)
    assert times(run(shut, cargo), K.VEHICLE_LEFT) == [14_000]
    assert run(shut, cargo).waits == {(1, Cause.CONVOY): 1000}


def test_a_shock_with_a_rate_comes_at_the_times_of_its_luck():
    net = shocked(
        world(), key="x", kind=S.CLOSURE, place=1, start_s=None, rate_per_day=3.0, duration_s=constant(5000.4)
    )
    root, key = stream(1, 0), key_of("shock:x")
    found, end, k = [], 0, 0
    while True:
        start = int(end + exponential(86_400 / 3.0, uniform(root, key, Draw.SHOCK_GAP, k)) + 0.5)
        end, k = start + 5000, k + 1
        if start >= net.horizon_s:
            break
        found += [(start, 1), (end, 0)]
    seen = [(row[0], row[-1]) for row in rows(run(net, plan(), luck=True), K.SHOCK)]
    assert seen == [each for each in found if each[0] < net.horizon_s]
    assert len(seen) > 20
    assert rows(run(net, plan()), K.SHOCK) == []


def lose(start, **fields):
    return {"kind": S.LOSS, "start_s": start, **fields}


def test_a_tail_is_lost_with_its_cargo():
    result = run(shocked(world(), **lose(5000, tails=(0,), count=1)), ONE)
    assert rows(result, K.LOST) == [(5000, 1, 0, 0, 1, 0)]
    assert rows(result, K.LOAD_LOST) == [(5000, 1, 0, -1, -1, 50_000_000)]
    assert max(event[0] for event in result.events) == 5000
    assert result.marks == [[1000, None, None, None, None]]


def test_the_last_tails_are_lost_first_and_free_what_they_hold():
    hub = place("hub", parking=spots(wide=1))
    net = world(hub, tails=fleet(3), hold_s=1e6)
    missions = plan(*(mission(load(number=n + 1), tail=n, stops=HOME, earliest_s=300 - 100 * n) for n in range(3)))
    result = run(shocked(net, **lose(11_250, tails=(0, 1, 2), count=1)), missions)
    assert rows(result, K.LOST) == [(11_250, 1, 2, 2, 1, 0)]
    assert times(result, K.PARK, at=1) == [11_100, 11_250, 13_250]


def test_a_tail_that_never_had_a_mission_is_lost_at_its_base():
    net = shocked(world(), **lose(5000, tails=(0,), count=1))
    assert rows(run(net, plan(mission(load(), earliest_s=6000))), K.LOST) == [(5000, 0, -1, 0, -1, 0)]


def test_missions_of_a_lost_tail_go_to_another():
    net = reassigning(shocked(world(tails=fleet(2)), **lose(500, tails=(0,), count=1)))
    three = plan(
        mission(load(), stops=HOME), mission(load(number=2), stops=HOME), mission(load(number=3), tail=1, stops=HOME)
    )
    result = run(net, three)
    assert rows(result, K.REASSIGNED) == [(500, -1, 0, 1, -1, 0), (500, -1, 1, 1, -1, 0)]
    # the mission in hand begins again, when the other tail is back at 23,000
    assert times(result, K.END, at=0) == [1000, 24_000, 47_000]
    kept = run(shocked(world(tails=fleet(2)), **lose(500, tails=(0,), count=1)), three)
    assert times(kept, K.END, at=0) == [1000]


def test_a_mission_whose_cargo_is_taken_is_not_flown_again():
    net = reassigning(shocked(world(tails=fleet(2)), **lose(5000, tails=(0,), count=1)))
    assert rows(run(net, ONE), K.REASSIGNED) == []


def test_missions_not_begun_when_a_window_ends():
    tails = [tail("A", available_to_s=5000), tail("B")]
    missions = plan(mission(load(), stops=HOME), mission(load(number=2), stops=HOME))
    result = run(reassigning(world(tails=tails)), missions)
    assert rows(result, K.REASSIGNED) == [(5000, -1, 1, 1, -1, 0)]
    assert times(result, K.END, at=0) == [1000, 6000]
    assert times(run(world(tails=tails), missions), K.END, at=0) == [1000]
    only = reassigning(world(tails=tails[:1]))
    assert rows(run(only, missions), K.REASSIGNED) == []


def test_a_share_of_a_stock_is_lost():
    lines = [line(unit="piece", unit_kg=10_000.0)]
    net = network([DEPOT, place("hub")], lines=lines, stocks=[Stock(place=0, item="x", quantity=9.0, ready_s=0)])
    net = shocked(net, **lose(500, stock=0, place=0, factor=0.5))
    pieces = [load(3.0, unit_kg=10_000.0, stock=0), load(2.0, number=2, unit_kg=10_000.0)]
    result = run(net, plan(mission(*pieces)))
    assert rows(result, K.LOAD_LOST) == [(500, 0, 0, -1, -1, 20_000_000)]
    assert result.carried == [1.0, 2.0]
    late = shocked(net, **lose(1001, stock=0, place=0, factor=0.0))
    assert run(late, plan(mission(*pieces))).carried == [1.0, 2.0]


def test_stored_cargo_is_lost():
    hub = place("hub", storage_kg=60_000.0, clearance_s=constant(5000))
    net = shocked(world(hub, tails=fleet(2)), **lose(14_000, place=1))
    result = run(net, plan(*(mission(load(number=n + 1), tail=n, stops=THERE) for n in range(2))))
    assert [(row[0], row[1]) for row in rows(result, K.LOAD_LOST)] == [(14_000, 1)]
    assert times(result, K.LANDED) == [13_000, 14_000]
    assert times(result, K.AT_HUB) == [19_000]


def test_cargo_that_has_begun_to_go_on_is_not_lost():
    net = shocked(road(capacity_kg_per_day=864_000.0), **lose(14_000, place=1))
    result = run(net, plan(mission(load(link=0))))
    assert times(result, K.LOAD_LOST) == []
    assert times(result, K.DELIVERED) == [21_000]
