"""Other traffic: when it comes, what it takes, when it goes elsewhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.sim.build import (
    constant,
    fleet,
    line,
    load,
    mission,
    network,
    place,
    plan,
    run_of,
    spots,
    stream,
    times,
)

from openairlift.luck import exponential, key_of, mix, sample, uniform
from openairlift.luck import stream as root
from openairlift.model import Distribution, Shape
from openairlift.plan.events import EventKind

DEPOT = place("depot")


def test_without_luck_arrivals_are_even():
    net = network([DEPOT, place("hub")], streams=[stream("hub", 1, arrivals_per_day=10.0, opens_s=50, closes_s=30_000)])
    run = run_of(net, plan())
    assert times(run, EventKind.TRAFFIC_ARRIVE) == [50 + 4320, 50 + 3 * 4320, 50 + 5 * 4320]
    assert times(run, EventKind.TRAFFIC_LEAVE) == [6370, 15_010, 23_650]
    assert run.traffic[1, 0].tolist() == [3, 0, 0, 0]
    assert run.own_traffic.sum() == 0


def test_gaps_and_ground_times_are_drawn_by_number():
    shape = Distribution(Shape.UNIFORM, (1000.0, 3000.0))
    net = network([DEPOT, place("hub")], streams=[stream("hub", 1, arrivals_per_day=30.0, ground_s=shape)])
    run = run_of(net, plan(), luck=True, seed=9)
    key, luck = key_of("traffic:hub"), root(9, 0)
    moments = np.cumsum([exponential(86_400 / 30.0, uniform(luck, key, 11, n)) for n in range(5)])
    arrivals = [math.floor(moment + 0.5) for moment in moments]
    assert times(run, EventKind.TRAFFIC_ARRIVE)[:5] == arrivals
    ends = [
        a + math.floor(sample(1, (1000.0, 3000.0), uniform(luck, key, 12, n)) + 0.5) for n, a in enumerate(arrivals)
    ]
    assert set(ends[:3]) <= set(times(run, EventKind.TRAFFIC_LEAVE))


def test_traffic_takes_a_spot_and_a_slot():
    hub = place("hub", parking=spots(wide=1))
    even = stream("hub", 1, arrivals_per_day=4.0, closes_s=20_000, ground_s=constant(6000.0))
    net = network([DEPOT, hub], streams=[even])
    run = run_of(net, plan(mission(load(), earliest_s=1000)))
    # traffic parks 10,800 to 16,800; the mission is over the field at 12,000 and gives up holding at 15,000
    assert times(run, EventKind.TRAFFIC_PARK) == [10_800]
    assert times(run, EventKind.DIVERT, at=1)[0] == 15_000
    hub = place("hub", working=1)
    run = run_of(network([DEPOT, hub], streams=[even]), plan(mission(load(), earliest_s=1000)))
    assert times(run, EventKind.START, at=1) == [16_800]


def test_a_mission_of_rank_1_goes_before_traffic_and_one_of_rank_4_after():
    hub = place("hub", working=1)
    even = stream("hub", 1, arrivals_per_day=80.0, opens_s=10_360, closes_s=12_100, ground_s=constant(3000.0))
    for rank, start in ((1, 13_900), (4, 16_900)):
        net = network([DEPOT, hub], streams=[even], lines=[line("r1", rank=rank)])
        # traffic comes 10,900 and 11,980, the mission at 12,000; the second of the traffic waits since 11,980
        run = run_of(net, plan(mission(load(), earliest_s=1000)))
        assert times(run, EventKind.TRAFFIC_ARRIVE) == [10_900, 11_980]
        assert times(run, EventKind.START, at=1) == [start]


def test_traffic_that_holds_too_long_goes_elsewhere():
    hub = place("hub", parking=spots(wide=1))
    even = stream("hub", 1, arrivals_per_day=40.0, closes_s=4000, ground_s=constant(9000.0))
    run = run_of(network([DEPOT, hub], streams=[even], hold_s=3000.0), plan())
    assert times(run, EventKind.TRAFFIC_PARK) == [1080]
    assert times(run, EventKind.TRAFFIC_DIVERT) == [3240 + 3000]
    assert run.traffic[1, 0].tolist() == [2, 1, 1, 0]


@pytest.mark.parametrize(("hold_s", "parked", "away"), [(4000.0, [1080, 5080], []), (1000.0, [1080], [3240])])
def test_by_slots_traffic_comes_when_a_spot_is_free_or_not_at_all(hold_s, parked, away):
    hub = place("hub", parking=spots(wide=1))
    even = stream("hub", 1, arrivals_per_day=40.0, closes_s=4000, ground_s=constant(4000.0))
    run = run_of(network([DEPOT, hub], streams=[even], hold_s=hold_s, arrivals="slots"), plan())
    assert times(run, EventKind.TRAFFIC_ARRIVE) == times(run, EventKind.TRAFFIC_PARK) == parked
    assert times(run, EventKind.TRAFFIC_DIVERT) == away
    assert run.traffic[1, 0].tolist() == [2, len(away), len(away), 0]


def test_by_slots_traffic_and_missions_share_the_reservations():
    hub = place("hub", parking=spots(wide=1))
    even = stream("hub", 1, arrivals_per_day=8.0, opens_s=1000, closes_s=9000, ground_s=constant(9000.0))
    net = network([DEPOT, hub], tails=fleet(1), streams=[even], arrivals="slots")
    run = run_of(net, plan(mission(load())))
    # the mission reserved [11,000, 13,000) at second 1000; traffic, at 6400 for 9000 s, finds no gap in time
    assert times(run, EventKind.TRAFFIC_DIVERT) == [6400]
    assert times(run, EventKind.PARK, at=1) == [11_000]


def test_the_pool_of_aircraft_grows_with_those_that_are_there():
    hub = place("hub", working=1)
    many = stream("hub", 1, arrivals_per_day=400.0, ground_s=constant(3000.0))
    run = run_of(network([DEPOT, hub], streams=[many], horizon_s=3 * 86_400), plan(), luck=True)
    there = len(times(run, EventKind.TRAFFIC_PARK)) - len(times(run, EventKind.TRAFFIC_LEAVE))
    assert there > 1000
    assert len(times(run, EventKind.TRAFFIC_LEAVE)) == (3 * 86_400 - times(run, EventKind.TRAFFIC_PARK)[0]) // 3000


def test_luck_keys_of_traffic_follow_the_page():
    # two streams that arrive at the same second are served in the order of their keys
    hub = place("hub", working=1)
    streams = [stream(name, 1, arrivals_per_day=1.0, closes_s=50_000) for name in ("hub", "hub#2")]
    run = run_of(network([DEPOT, hub], streams=streams), plan())
    keys = [mix(key_of(f"traffic:{s.key}")) >> 1 for s in streams]
    assert run.events is not None
    left = run.events[run.events["kind"] == EventKind.TRAFFIC_LEAVE]
    assert left["who"].tolist() == sorted((0, 1), key=lambda i: keys[i])
