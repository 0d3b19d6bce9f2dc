"""Other traffic in the plain engine."""

from __future__ import annotations

from tests.network.build import at
from tests.plan.plans import HUB, OFF, ON, hours, load, place, plan_of, shuttle, shuttles, small, spots, times_of

from openairlift.luck import exponential, key_of, stream, uniform
from openairlift.model import Traffic
from openairlift.plan import Draw, EventKind, Plan, time_plan

ONE = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)


def test_with_luck_off_it_comes_evenly_within_its_window() -> None:
    row = Traffic(place="hub", arrivals_per_day=4.0, opens=at(6), closes=at(24), ground_s=hours(1))
    _, net = small(HUB, traffic=(row,))
    timing = time_plan(net, Plan(missions=()))
    arrivals = [21_600 + 10_800, 21_600 + 32_400, 21_600 + 54_000]
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE) == arrivals
    assert times_of(timing, EventKind.TRAFFIC_LEAVE) == [time + 3600 for time in arrivals]


def test_draws_sum_before_they_are_rounded() -> None:
    row = Traffic(place="hub", arrivals_per_day=6.0, ground_s=hours(0.1))
    _, net = small(HUB, traffic=(row,))
    timing = time_plan(net, Plan(missions=()), seed=11, run=2)
    root, key = stream(11, 2), key_of("traffic:hub")
    gaps = [exponential(14_400.0, uniform(root, key, Draw.TRAFFIC_GAP, n)) for n in range(3)]
    expected = [int(sum(gaps[: n + 1]) + 0.5) for n in range(3)]
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE)[:3] == expected


def test_by_slots_it_goes_elsewhere_when_the_gap_is_too_far_off() -> None:
    """The mission holds the spot when traffic comes at 4 h, which would wait too long; at 12 h the spot is free."""
    row = Traffic(place="hub", arrivals_per_day=3.0, ground_s=hours(1))
    _, net = small(ONE, traffic=(row,), hold_s=600.0)
    lands = ON + int(net.block_s[0, 0, 1])
    assert lands < 14_400 < lands + OFF
    timing = time_plan(net, shuttles(net, 1))
    assert times_of(timing, EventKind.TRAFFIC_DIVERT)[:1] == [14_400]
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE)[:1] == [43_200]


def test_by_slots_it_comes_at_the_gap_when_that_is_near() -> None:
    row = Traffic(place="hub", arrivals_per_day=3.0, ground_s=hours(1))
    _, net = small(ONE, traffic=(row,), hold_s=float(OFF))
    lands = ON + int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 1))
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE)[:1] == [lands + OFF]
    assert times_of(timing, EventKind.TRAFFIC_DIVERT) == []


def test_free_it_holds_and_goes_elsewhere() -> None:
    row = Traffic(place="hub", arrivals_per_day=3.0, ground_s=hours(1))
    _, net = small(ONE, traffic=(row,), hold_s=600.0, arrivals="free")
    timing = time_plan(net, shuttles(net, 1))
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE)[:1] == [14_400]
    assert times_of(timing, EventKind.TRAFFIC_DIVERT)[:1] == [15_000]


def test_a_mission_waits_for_the_slot_that_traffic_holds() -> None:
    row = Traffic(place="hub", arrivals_per_day=1.0, opens=at(0), closes=at(24), ground_s=hours(2))
    _, net = small(ONE, traffic=(row,))
    mission = shuttle(net, [load(net, 1000.0)], earliest_s=43_200 + 60 - ON)  # loaded a minute after traffic has landed
    timing = time_plan(net, plan_of(net, mission))
    assert timing.stops[0][1].park == 43_200 + 7200
    assert times_of(timing, EventKind.TRAFFIC_PARK) == [43_200]
