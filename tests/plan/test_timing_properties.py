"""What must hold for any plan, with luck on: capacities, conservation of mass, order, and the same bytes again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import ROAD, TOWN, jet, place, prop, requirement, scenario, spots, triangular
from tests.plan.plans import load, plan_of, shuttle

from openairlift.luck import key_of
from openairlift.model import BODIES, Distribution, Equivalence, FleetRow, GroundTime, Shape, Traffic
from openairlift.network import Network, build_network
from openairlift.plan import Cause, EventKind, Plan, Timing, objective, time_plan
from openairlift.plan.audit_times import audit_storage, spots_suffice


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Network, Plan, int]:
    """A crowded hub with other traffic, two types, trucks, storage, breakdowns: everything at once."""
    hub = place(
        "hub", 50.11, 22.02,
        parking=spots(narrow=draw(st.integers(0, 2)), wide=draw(st.integers(1, 2))),
        working=draw(st.integers(1, 2)),
        storage_kg=draw(st.sampled_from([None, 15_000.0, 60_000.0])),
        clearance_s=triangular(0, 3, 9),
        alternates=("other",),
        spot_equivalence=Equivalence(narrow_on_wide=draw(st.integers(1, 2))),
    )  # fmt: skip
    other = place("other", 51.0, 21.0, parking=spots(wide=1))
    depot = place("depot", 49.44, 7.60, working=draw(st.sampled_from([None, 1])))
    uneven = {"reliability_share": 0.8, "repair_s": triangular(1, 4, 12),
              "payload_flown_share": Distribution(Shape.UNIFORM, (0.4, 1.0))}  # fmt: skip
    types = (jet(**uneven), prop(**uneven))
    world = scenario(
        places=(depot, hub, TOWN, other),
        types=types,
        fleet=tuple(FleetRow(type=one.type, tails=3, home="depot") for one in types),
        ground_times=(GroundTime(purpose="turn", time_s=triangular(1, 2, 6), per_pallet_s=30.0),),
        requirements=(
            requirement("near", mass_kg=300_000.0, rank=1),
            requirement("far", mass_kg=300_000.0, destination="town"),
        ),
        links=(replace(ROAD, trucks=2, transit_s=triangular(2, 4, 9)),),
        traffic=(Traffic(place="hub", arrivals_per_day=draw(st.floats(0.0, 6.0)), body="narrow"),),
        arrivals=draw(st.sampled_from(["slots", "free"])),
        hold_s=draw(st.sampled_from([0.0, 900.0, 7200.0])),
        horizon_days=6,
    )
    net = build_network(world)
    missions, numbers = [], Counter[int]()
    for tail in range(len(net.tails)):
        earliest = 0
        for _ in range(draw(st.integers(0, 3))):
            line = draw(st.integers(0, 1))
            numbers[line] += 1
            earliest += draw(st.integers(0, 40_000))
            type_ = net.tails[tail].type
            one = load(net, draw(st.floats(100.0, 14_000.0)), line=line, number=numbers[line], type_=type_,
                       link=0 if line else None)  # fmt: skip
            home = draw(st.booleans())
            missions.append(shuttle(net, [one], tail=tail, earliest_s=earliest, home=home))
    missions.sort(key=lambda mission: (mission.earliest_s, mission.tail))
    return net, plan_of(net, *missions), draw(st.integers(0, 2**32))


def occupancy(net: Network, plan: Plan, timing: Timing) -> list[tuple[int, list[int], int]]:
    """Return (time, aircraft by class on spots, aircraft being served) at the hub after every second with an event."""
    here, served = [0] * len(BODIES), 0
    found: list[tuple[int, list[int], int]] = []
    hub = net.place_index["hub"]
    for event, after in pairwise([*timing.events, None]):  # type: ignore[list-item]
        traffic = event.tail is None
        body = net.streams[event.who].body if traffic and event.kind >= 14 else -1
        if not traffic:
            body = net.bodies[net.tails[event.tail or 0].type]
        if event.place == hub:
            here[body] += event.kind in (EventKind.PARK, EventKind.TRAFFIC_PARK)
            here[body] -= event.kind in (EventKind.DEPART, EventKind.TRAFFIC_LEAVE)
            served += event.kind is EventKind.START
            served -= event.kind is EventKind.END
        if after is None or after.time != event.time:
            found.append((event.time, list(here), served))
    return found


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_limits_hold_at_every_second(case: tuple[Network, Plan, int]) -> None:
    net, plan, seed = case
    timing = time_plan(net, plan, seed=seed, run=1)
    hub = net.place_index["hub"]
    parking, working = net.parking[hub], net.working[hub]
    assert parking is not None
    assert working is not None
    for time, here, served in occupancy(net, plan, timing):
        assert min(here) >= 0, time
        assert spots_suffice(tuple(here), parking.values[0], net.places[hub].spot_equivalence), time
        assert served <= working.values[0][0], time
    assert list(audit_storage(net, plan, timing)) == []


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_mass_is_conserved_and_marks_come_in_order(case: tuple[Network, Plan, int]) -> None:
    net, plan, seed = case
    timing = time_plan(net, plan, seed=seed)
    for line in range(len(net.lines)):
        planned = sum(load.quantity for _, load in plan.loads if load.line == line)
        carried = sum(q for (_, load), q in zip(plan.loads, timing.carried, strict=True) if load.line == line)
        assert carried <= planned + 1e-6
    for (index, one), marks, quantity in zip(plan.loads, timing.marks, timing.carried, strict=True):
        reached = [mark for mark in marks if mark is not None]
        assert reached == sorted(reached)
        assert marks[len(reached) :] == (None,) * (5 - len(reached))
        assert (quantity > 0.0) == (marks[0] is not None)
        type_ = net.tails[plan.missions[index].tail].type
        assert quantity <= float(net.payload_kg[type_, 0, 1]) + 1e-6
        assert one.quantity > 0.0
    times = [event.time for event in timing.events]
    assert times == sorted(times)
    assert all(0 <= time < net.horizon_s for time in times)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_the_same_again_and_another_run_differs_only_by_luck(case: tuple[Network, Plan, int]) -> None:
    net, plan, seed = case
    one = time_plan(net, plan, seed=seed, run=3)
    assert time_plan(net, plan, seed=seed, run=3) == one
    assert objective(net, plan, one).undelivered <= objective(net, Plan(missions=()), one_of(net)).undelivered


def one_of(net: Network) -> Timing:
    """Return the timing of nothing."""
    return time_plan(net, Plan(missions=()))


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_stop_is_reached_parked_served_and_left_in_this_order(case: tuple[Network, Plan, int]) -> None:
    net, plan, seed = case
    timing = time_plan(net, plan, seed=seed)
    for mission, stops in zip(plan.missions, timing.stops, strict=True):
        for before, after in pairwise(stops):
            assert after.arrive is None or (before.depart is not None and before.depart <= after.arrive)
        for stop, times in zip(mission.stops, stops, strict=True):
            if stop.place == net.place_index["hub"]:
                told = [times.arrive, times.park, times.start, times.end, times.depart]
                known = [time for time in told if time is not None]
                assert known == sorted(known)
                assert told[: len(known)] == known
    assert all(time > 0 for time in timing.waits.values())
    assert {cause for _, cause in timing.waits} <= set(Cause)


def test_another_fleet_member_changes_nobody_elses_luck() -> None:
    """A mission's luck is that of its first load, whatever the tail."""
    world = scenario(ground_times=(GroundTime(purpose="turn", time_s=triangular(1, 2, 6)),))
    net = build_network(world)
    by_tail = [
        time_plan(net, plan_of(net, shuttle(net, [load(net, 1000.0, number=4)], tail=tail)), seed=5).marks
        for tail in (0, 1, 2)
    ]
    assert by_tail[0] == by_tail[1] == by_tail[2]
    assert key_of("r1#4") != key_of("r1#5")
