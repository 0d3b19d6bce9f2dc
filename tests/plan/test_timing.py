"""The plain engine against times worked out by hand from the page on the simulator's semantics."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import at, curve, prop
from tests.plan.plans import (
    HUB,
    OFF,
    ON,
    GroundTime,
    hours,
    jet,
    load,
    place,
    plan_of,
    requirement,
    shuttle,
    shuttles,
    small,
    spots,
    stop,
    story,
    times_of,
)

from openairlift.errors import PlanError
from openairlift.model import Disruption, Distribution, Equivalence, FleetRow
from openairlift.plan import Cause, EventKind, Mission, Purpose, time_plan

ONE_SPOT = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)
DAY = 86_400


def test_one_shuttle_second_by_second() -> None:
    _, net = small()
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 1))
    lands = ON + b
    assert story(timing.events, 0) == [
        ("ARRIVE", 0), ("PARK", 0), ("START", 0), ("END", ON), ("DEPART", ON),
        ("ARRIVE", lands), ("PARK", lands), ("START", lands), ("END", lands + OFF), ("DEPART", lands + OFF),
        ("ARRIVE", lands + OFF + b), ("RECOVER", lands + OFF + b),
    ]  # fmt: skip
    assert timing.marks == ((ON, lands + OFF, lands + OFF, lands + OFF, lands + OFF),)
    assert timing.carried == (10_000.0,)
    assert timing.flying_s == (2 * b,)
    assert dict(timing.waits) == {}
    assert timing.closure_s is None  # 90 t of the 100 t are not planned
    first, second, last = timing.stops[0]
    assert (first.arrive, first.park, first.start, first.end, first.depart) == (0, 0, 0, ON, ON)
    assert (second.arrive, second.end, second.depart) == (lands, lands + OFF, lands + OFF)
    assert (last.arrive, last.park, last.depart) == (lands + OFF + b, None, None)


def test_slots_keep_the_second_aircraft_at_its_origin() -> None:
    _, net = small(ONE_SPOT)
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 2))
    first, second = (timing.stops[m][1].arrive for m in (0, 1))
    lands = ON + b
    assert sorted([first or 0, second or 0]) == [lands, lands + OFF]
    assert dict(timing.waits) == {(1, Cause.SLOT): OFF}
    assert sorted(times_of(timing, EventKind.DEPART))[:2] == [ON, ON + OFF]


def test_free_arrivals_hold_over_the_field() -> None:
    _, net = small(ONE_SPOT, arrivals="free", hold_s=float(OFF + 1))
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 2))
    lands = ON + b
    assert times_of(timing, EventKind.ARRIVE)[:4] == [0, 0, lands, lands]
    assert sorted(stops[1].park or 0 for stops in timing.stops) == [lands, lands + OFF]
    assert dict(timing.waits) == {(1, Cause.PARKING): OFF}
    assert times_of(timing, EventKind.DIVERT) == []


def test_patience_that_ends_with_the_wait_diverts() -> None:
    """The spot is free in the very second in which patience ends; the end of a patience comes first."""
    _, net = small(ONE_SPOT, arrivals="free", hold_s=float(OFF))
    timing = time_plan(net, shuttles(net, 2))
    b = int(net.block_s[0, 0, 1])
    assert times_of(timing, EventKind.DIVERT) == [ON + b + OFF]


def test_diverting_to_an_alternate_and_coming_back() -> None:
    other = place("other", 51.0, 21.0, parking=spots(wide=1))
    hub = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1, alternates=("other",))
    _, net = small(hub, more=(other,), arrivals="free", hold_s=2400.0)
    b, aside = int(net.block_s[0, 0, 1]), int(net.block_s[0, 1, 2])
    timing = time_plan(net, shuttles(net, 2))
    loser = next(m for m in (0, 1) if ("DIVERT", ON + b + 2400) in story(timing.events, m))
    gone = ON + b + 2400
    there = gone + aside
    again = there + 5400 + aside
    assert again > ON + b + OFF  # the spot is free by then
    told = story(timing.events, loser)
    assert told[told.index(("DIVERT", gone)) :][:6] == [
        ("DIVERT", gone), ("ARRIVE", there), ("PARK", there), ("DEPART", there + 5400),
        ("ARRIVE", again), ("PARK", again),
    ]  # fmt: skip
    assert timing.waits[1, Cause.PARKING] == 2400
    assert timing.flying_s == (4 * b + 2 * aside,)


def test_without_an_alternate_the_base_takes_it() -> None:
    _, net = small(ONE_SPOT, arrivals="free", hold_s=600.0)
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 2))
    loser = next(m for m in (0, 1) if ("DIVERT", ON + b + 600) in story(timing.events, m))
    back = ON + b + 600 + b
    told = story(timing.events, loser)
    assert told[told.index(("DIVERT", ON + b + 600)) + 1 :][:3] == [
        ("ARRIVE", back), ("RECOVER", back), ("DEPART", back + 5400),
    ]  # fmt: skip
    assert [one[1] is not None for one in timing.marks] == [True, True]


def test_without_any_way_out_it_goes_on_holding() -> None:
    """The leg back is taken out of the network: neither an alternate nor the base can be reached."""
    start = place("depot", 49.44, 7.60, icao="ETAR")
    _, net = small(ONE_SPOT, start, arrivals="free", hold_s=600.0)
    blocked = net.block_s.copy()
    blocked[0, 1, 0] = -1
    one_way = replace(net, block_s=blocked)
    missions = [shuttle(one_way, [load(net, 1000.0, number=i + 1)], tail=i, home=False) for i in (0, 1)]
    timing = time_plan(one_way, plan_of(net, *missions))
    assert times_of(timing, EventKind.DIVERT) == []
    assert len([mark for mark in timing.marks if mark[1] is not None]) == 1  # the first stays on the only spot


def test_a_working_slot_is_waited_for_on_the_spot() -> None:
    hub = place("hub", 50.11, 22.02, parking=spots(wide=2), working=1)
    _, net = small(hub)
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 2))
    assert dict(timing.waits) == {(1, Cause.WORKING): OFF}
    assert sorted(stops[1].end or 0 for stops in timing.stops) == [ON + b + OFF, ON + b + 2 * OFF]


def test_rank_goes_before_time_of_joining_only_among_those_who_wait() -> None:
    """Three tails want one slot at the depot; the rank 1 load that comes last is served second."""
    depot = place("depot", 49.44, 7.60, icao="ETAR", working=1)
    rows = (requirement("late", rank=1), requirement("early", rank=3))
    _, net = small(HUB, depot, requirements=rows)
    missions = (
        shuttle(net, [load(net, 1000.0, line=1, number=1)], tail=0, earliest_s=0),
        shuttle(net, [load(net, 1000.0, line=1, number=2)], tail=1, earliest_s=10),
        shuttle(net, [load(net, 1000.0, line=0, number=1)], tail=2, earliest_s=20),
    )
    timing = time_plan(net, plan_of(net, *missions))
    assert [timing.stops[m][0].start for m in range(3)] == [0, 2 * ON, ON]


def test_cargo_that_is_not_ready_holds_nobody_else_up() -> None:
    depot = place("depot", 49.44, 7.60, icao="ETAR", working=1)
    rows = (requirement("soon"), requirement("later", rank=1, ready=at(1)))
    _, net = small(HUB, depot, requirements=rows)
    missions = (
        shuttle(net, [load(net, 1000.0, line=1)], tail=0),
        shuttle(net, [load(net, 1000.0, line=0)], tail=1, earliest_s=5),
    )
    timing = time_plan(net, plan_of(net, *missions))
    assert [timing.stops[m][0].start for m in range(2)] == [5 + ON, 5]
    assert dict(timing.waits) == {(0, Cause.WORKING): 5 + ON - 3600}  # from ready on, not from parked on


def test_opening_hours_hold_a_departure_back() -> None:
    closed = Disruption(kind="closure", target="hub", opens=at(0), closes=at(10))
    _, net = small(HUB, disruptions=(closed,))
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 1))
    assert timing.stops[0][1].arrive == 36_000
    assert dict(timing.waits) == {(1, Cause.HOURS): 36_000 - b - ON}


def test_a_place_that_never_opens_keeps_the_tail_where_it_is() -> None:
    _, net = small(HUB, disruptions=(Disruption(kind="closure", target="hub"),))
    timing = time_plan(net, shuttles(net, 1))
    assert timing.stops[0][1].arrive is None
    assert timing.stops[0][0].depart is None
    assert timing.marks[0][:2] == (ON, None)


def test_a_capacity_that_falls_evicts_nobody_and_lets_nobody_in() -> None:
    hub = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)
    b_h = 5199 / 3600
    loss = Disruption(kind="capacity", target="hub/parking", opens=at(3 + b_h), closes=at(30), factor=0.0)
    _, net = small(hub, disruptions=(loss,), arrivals="free", hold_s=3.0 * DAY)
    timing = time_plan(net, shuttles(net, 2))
    assert int(net.block_s[0, 0, 1]) == 5199
    assert sorted(stops[1].park or 0 for stops in timing.stops) == [ON + 5199, 30 * 3600]
    assert sorted(stops[1].end or 0 for stops in timing.stops)[0] == ON + 5199 + OFF


def test_the_next_mission_starts_where_the_last_one_ended() -> None:
    """From the hub straight back to the depot for more; `earliest_s` holds it on its spot, uncounted."""
    _, net = small(ONE_SPOT)
    b = int(net.block_s[0, 0, 1])
    first = shuttle(net, [load(net, 1000.0)], home=False)
    again = shuttle(net, [load(net, 1000.0, number=2)], earliest_s=40_000)
    timing = time_plan(net, plan_of(net, first, again))
    assert timing.stops[0][1].depart == 40_000
    assert timing.stops[1][0].park == 40_000 + b
    assert dict(timing.waits) == {}


def test_a_second_load_at_the_same_place_keeps_the_spot() -> None:
    rows = (requirement("out"), requirement("back", origin="hub", destination="depot"))
    _, net = small(ONE_SPOT, requirements=rows)
    first = shuttle(net, [load(net, 1000.0)], home=False)
    home = Mission(
        tail=0,
        stops=(stop(net, "hub", Purpose.ONLOAD), stop(net, "depot", Purpose.OFFLOAD)),
        loads=(load(net, 500.0, line=1),),
    )
    timing = time_plan(net, plan_of(net, first, home))
    turn = ON + int(net.block_s[0, 0, 1]) + OFF
    assert timing.stops[0][1].depart == turn
    assert (timing.stops[1][0].park, timing.stops[1][0].end) == (turn, turn + ON)
    assert len(times_of(timing, EventKind.PARK)) == 3  # depot, hub, depot: not again at the hub


def test_rest_follows_service_and_counts() -> None:
    _, net = small(HUB)
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, plan_of(net, shuttle(net, [load(net, 1000.0)], rest_s=3600)))
    assert timing.stops[0][1].depart == ON + b + OFF + 3600
    assert dict(timing.waits) == {(1, Cause.REST): 3600}


def test_minutes_per_pallet_are_added_and_rounded_once() -> None:
    rows = (
        GroundTime(purpose="onload", time_s=Distribution.constant(100.4), per_pallet_s=60.0),
        GroundTime(purpose="offload", time_s=hours(1)),
    )
    _, net = small(HUB, ground_times=rows)
    one = load(net, 9_000.0)  # two positions
    timing = time_plan(net, plan_of(net, shuttle(net, [one])))
    assert one.pallets == pytest.approx(2.0)
    assert timing.stops[0][0].end == 220


def test_a_smaller_aircraft_takes_a_larger_spot_when_its_own_class_is_full() -> None:
    hub = place("hub", 50.11, 22.02, parking=spots(narrow=1, wide=1))
    _, net = small(hub, types=(prop(),), fleet=(FleetRow(type="PROP", tails=3, home="depot"),))
    timing = time_plan(net, shuttles(net, 3, quantity=1000.0))
    lands = ON + int(net.block_s[0, 0, 1])
    assert sorted(stops[1].park or 0 for stops in timing.stops) == [lands, lands, lands + OFF]


def test_an_equivalence_lets_two_share_a_spot() -> None:
    hub = place("hub", 50.11, 22.02, parking=spots(narrow=1, wide=1), spot_equivalence=Equivalence(narrow_on_wide=2))
    _, net = small(hub, types=(prop(),), fleet=(FleetRow(type="PROP", tails=3, home="depot"),))
    timing = time_plan(net, shuttles(net, 3, quantity=1000.0))
    assert {stops[1].park for stops in timing.stops} == {ON + int(net.block_s[0, 0, 1])}


def test_the_window_of_a_tail_opens_its_first_mission() -> None:
    _, net = small(HUB, fleet=(FleetRow(type="JET", tails=1, home="depot", available_from=at(5)),))
    timing = time_plan(net, shuttles(net, 1))
    assert timing.stops[0][0].arrive == 5 * 3600


def test_events_at_the_horizon_do_not_happen() -> None:
    _, net = small(HUB, horizon_days=ON / DAY)
    timing = time_plan(net, shuttles(net, 1))
    assert timing.events[-1].time < ON
    assert timing.marks == ((None,) * 5,)


def test_a_breakdown_holds_the_spot_until_it_is_repaired() -> None:
    record = jet(reliability_share=0.0, repair_s=hours(3))
    _, net = small(HUB, types=(record,))
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 1), seed=1)
    assert times_of(timing, EventKind.BREAK) == [ON, ON + 10_800 + b + OFF]
    assert times_of(timing, EventKind.REPAIRED) == [ON + 10_800, ON + 10_800 + b + OFF + 10_800]
    assert dict(timing.waits) == {(0, Cause.REPAIR): 10_800, (1, Cause.REPAIR): 10_800}
    assert times_of(time_plan(net, shuttles(net, 1)), EventKind.BREAK) == []  # luck off: nothing breaks


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tail": 9}, "tail 9; the fleet has 3"),
        ({"stops": ()}, "no stops"),
        ({"stops": "RECOVER first"}, "RECOVER is the last stop"),
        ({"stops": "no offload"}, "not one onload and, after it, one offload"),
        ({"stops": "nowhere"}, "a place that the network does not have"),
    ],
)
def test_what_cant_be_flown_is_refused_with_its_reason(change: dict[str, object], said: str) -> None:
    _, net = small(HUB)
    good = shuttle(net, [load(net, 1000.0)])
    stops = {
        "RECOVER first": (good.stops[2], *good.stops[:2]),
        "no offload": (good.stops[0], good.stops[2]),
        "nowhere": (*good.stops[:1], replace(good.stops[1], place=7)),
    }
    parts = {key: stops[value] if isinstance(value, str) else value for key, value in change.items()}
    with pytest.raises(PlanError, match=said):
        time_plan(net, plan_of(net, replace(good, **parts)))  # type: ignore[arg-type]


def test_a_leg_beyond_the_range_is_refused() -> None:
    _, net = small(HUB, types=(jet(payload_at_range=curve((0, 10), (100, 0), y=1000.0)),))
    with pytest.raises(PlanError, match="can't fly from depot to hub"):
        time_plan(net, shuttles(net, 1))
