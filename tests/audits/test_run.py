"""Limits that only a run shows: the events of a run without the limit are refused by a network that has it.

The simulator keeps these limits, so that its own events are accepted: tails, cargo and vehicles wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, hours, jet, place, requirement, scenario
from tests.plan.plans import OFF, load, plan_of, shuttle

from openairlift.audits import Timing, audit, needs_run, time_plan
from openairlift.audits.check import audit_run
from openairlift.model import FleetRow, Item, Link, StagedCrews, StockRow, Traffic
from openairlift.network import Fuel, Network, build_network
from openairlift.plan import EventKind, Plan
from openairlift.scenario import Scenario

HOUR = 3600
CREW = {"duty_s": 16.0 * HOUR, "report_s": 1.0 * HOUR, "release_s": 0.5 * HOUR, "rest_s": 12.0 * HOUR}


def world(
    *,
    type_: dict[str, Any] | None = None,
    fleet: dict[str, Any] | None = None,
    depot: dict[str, Any] | None = None,
    hub: dict[str, Any] | None = None,
    link: Link = ROAD,
    **parts: Any,
) -> tuple[Scenario, Network]:
    """Return depot, hub and town by road; crates of 1 t and 5 m³ for hub and town; three jets."""
    made = scenario(
        places=(replace(DEPOT, **(depot or {})), replace(HUB, **(hub or {})), TOWN, place("side", 50.5, 19.0)),
        types=(jet(**{"fuel_kg_per_h": 9000.0, **CREW, **(type_ or {})}),),
        fleet=(FleetRow(**{"type": "JET", "tails": 3, "home": "depot", **(fleet or {})}),),
        items=(Item(item="crate", unit_mass_kg=1000.0, unit_volume_m3=5.0),),
        stock=(StockRow(place="depot", item="crate", quantity=100),),
        requirements=(
            requirement("near", item="crate", quantity=50.0),
            requirement("far", item="crate", quantity=50.0, destination="town"),
        ),
        links=(link,),
        **parts,
    )
    return made, build_network(made)


def flights(net: Network, starts: Sequence[int] = (0, 0), *, line: int = 0, same_tail: bool = False) -> Plan:
    """Return missions with 20 crates each, by different tails or by one."""
    return plan_of(
        net,
        *(
            shuttle(
                net,
                [load(net, 20.0, line=line, number=i + 1, stock=0, link=0 if line else None)],
                tail=0 if same_tail else i,
                earliest_s=start,
            )
            for i, start in enumerate(starts)
        ),
    )


def refused(net: Network, plan: Plan, timing: Timing) -> set[str]:
    """Return the rules that events break in a network."""
    return {item.rule for item in audit_run(net, plan, timing)}


def with_places(net: Network, **changes: Any) -> Network:
    """Return the network with changes of the hub."""
    hub = net.place_index["hub"]
    places = [replace(row, **changes) if i == hub else row for i, row in enumerate(net.places)]
    return replace(net, places=tuple(places))


def test_fuel_is_never_more_than_there_is() -> None:
    made, net = world(depot={"fuel_kg": 1e6, "fuel_kg_per_day": 0.0}, hub={"fuel_kg": 0.0, "fuel_kg_per_day": 0.0})
    plan = flights(net)
    timing = time_plan(net, plan)
    assert audit(made, plan, network=net) == []
    leg = int(9000 * int(net.block_s[0, 0, 1]) / 3600 + 0.5)
    taken = [int(row["aux"]) for row in timing.events if row["kind"] == EventKind.FUEL]
    assert taken == [2 * leg] * 2  # there and back: the hub is dry
    for stock, rules in ((4 * leg, set()), (4 * leg - 1, {"fuel"})):
        less = replace(net, fuel=(Fuel(stock_kg=stock, kg_per_day=0), *net.fuel[1:]))
        assert refused(less, plan, timing) == rules
    for a_day, rules in (
        (12 * 2 * leg, set()),
        (12 * 2 * leg - 12, {"fuel"}),
    ):  # what comes in the 2 h before they leave
        fed = replace(net, fuel=(Fuel(stock_kg=2 * leg, kg_per_day=a_day), *net.fuel[1:]))
        assert refused(fed, plan, timing) == rules


def test_a_mission_that_ends_without_fuel_takes_along_what_its_own_leg_burns() -> None:
    """The hub is dry and nothing follows: one leg's fuel, to the kg."""
    made, net = world(depot={"fuel_kg": 1e6}, hub={"fuel_kg": 0.0, "fuel_kg_per_day": 0.0, "parking": None})
    plan = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], home=False))
    timing = time_plan(net, plan)
    leg = int(9000 * int(net.block_s[0, 0, 1]) / 3600 + 0.5)
    assert [int(row["aux"]) for row in timing.events if row["kind"] == EventKind.FUEL] == [leg]
    assert audit(made, plan, network=net) == []


def test_whoever_leaves_without_fuel_is_named() -> None:
    _, net = world(depot={"fuel_kg": 1e6})
    plan = flights(net, (0,))
    timing = time_plan(net, plan)
    dropped = replace(timing, events=timing.events[timing.events["kind"] != EventKind.FUEL])
    assert [(item.rule, item.where) for item in audit_run(net, plan, dropped)] == [("fuel", "mission 0 (JET 01 ETAR)")]
    events = timing.events.copy()
    events["aux"][events["kind"] == EventKind.FUEL] -= 1
    assert refused(net, plan, replace(timing, events=events)) == {"fuel"}


def test_duty_days_are_counted_from_the_events() -> None:
    """Report 1 h, 2 h onload, the leg, 2.5 h offload, the leg back, 0.5 h; at the base the duty begins with the leg."""
    _, net = world()
    plan = flights(net, (0,))
    timing = time_plan(net, plan)
    whole = HOUR + 2 * int(net.block_s[0, 0, 1]) + OFF + HOUR // 2
    for limit, rules in ((whole, set()), (whole - 1, {"duty"})):
        assert refused(replace(net, tails=tuple(replace(t, duty_s=limit) for t in net.tails)), plan, timing) == rules


def test_a_rest_is_as_long_as_a_crew_rests() -> None:
    """The duty day does not cover the way back: the crew rests at the hub."""
    leg_h = 5199 / 3600
    short = 1.0 + leg_h + 2.5 + 0.5
    made, net = world(type_={"duty_s": short * HOUR})
    plan = flights(net, (0,))
    assert int(net.block_s[0, 0, 1]) == 5199
    assert {item.rule for item in audit(made, plan, network=net)} == {"duty"}  # as planned, without a rest
    timing = time_plan(net, plan)
    assert EventKind.REST in timing.events["kind"]
    assert refused(net, plan, timing) == set()
    longer = replace(net, types=(replace(net.types[0], rest_s=12.0 * HOUR + 1),))
    assert refused(longer, plan, timing) == {"rest"}
    without = replace(timing, events=timing.events[timing.events["kind"] != EventKind.REST])
    assert refused(net, plan, without) == {"duty"}


def test_hours_in_30_days_are_those_of_the_crew() -> None:
    """Away from the base one crew flies on; at the base another takes over."""
    _, net = world(fleet={"crews": 1})
    away = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], via=[("side", 50_000)] * 1, rest_s=50_000))
    timing = time_plan(net, away)
    flown = timing.flying_s[0]
    for limit_s, rules in ((flown, set()), (flown - 1, {"flying_hours"})):
        tight = replace(net, types=(replace(net.types[0], hours_per_30d=limit_s / 3600),))
        assert refused(tight, away, timing) == rules
    _, unstated = world()  # nobody says how many crews there are: they are relieved in time
    short = replace(unstated, types=(replace(unstated.types[0], hours_per_30d=(flown - 1) / 3600),))
    assert refused(short, away, time_plan(unstated, away)) == set()
    _, net = world(fleet={"crews": 2})
    at_base = flights(net, (0, 30_000), same_tail=True)
    timing = time_plan(net, at_base)
    half = replace(net, types=(replace(net.types[0], hours_per_30d=timing.flying_s[0] / 2 / 3600),))
    assert refused(half, at_base, timing) == set()


def test_a_crew_may_take_over_for_a_leg_that_makes_its_hours_full() -> None:
    """Its only crew is fresh; the leg from the depot takes the 30 days' hours to the second."""
    _, net = world(fleet={"crews": 1, "tails": 1}, hub={"parking": None})
    plan = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], home=False))
    timing = time_plan(net, plan)
    leg = int(net.block_s[0, 0, 1])
    for limit_s, rules in ((leg, False), (leg - 1, True)):
        tight = replace(net, types=(replace(net.types[0], hours_per_30d=limit_s / 3600),))
        assert bool(refused(tight, plan, timing)) is rules


def test_a_crew_comes_from_a_pool_that_has_one() -> None:
    made, net = world(fleet={"crews": 2})
    plan = flights(net)
    timing = time_plan(net, plan)
    assert audit(made, plan, network=net) == []
    (pool,) = net.pools
    assert refused(replace(net, pools=(replace(pool, crews=1),)), plan, timing) == {"crew"}
    assert refused(replace(net, pools=(replace(pool, opens_s=8000),)), plan, timing) == {"crew"}
    none = replace(timing, events=timing.events[timing.events["kind"] != EventKind.CREW])
    assert {item.what.split(" at ")[0] for item in audit_run(net, plan, none)} >= {"leaves depot"}
    assert refused(net, plan, none) == {"crew"}


def test_the_only_crew_rests_between_two_missions() -> None:
    made, net = world(fleet={"crews": 1, "tails": 1})
    plan = flights(net, (0, 30_000), same_tail=True)
    assert audit(made, plan, network=net) == []
    timing = time_plan(net, plan)
    back = timing.stops[0][2].arrive or 0
    assert timing.stops[1][0].depart == back + 12 * HOUR + HOUR // 2
    longer = replace(net, types=(replace(net.types[0], rest_s=12.0 * HOUR + 1),))
    assert refused(longer, plan, timing) == {"crew"}


def test_a_staged_crew_takes_over_where_a_rest_is_planned() -> None:
    short = 1.0 + 5199 / 3600 + 2.5 + 0.5
    made, net = world(type_={"duty_s": short * HOUR}, crews=(StagedCrews(place="hub", crews=1),))
    pause = int(13.5 * HOUR)
    plan = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], rest_s=pause))
    assert audit(made, plan, network=net) == []
    timing = time_plan(net, plan)
    stop = timing.stops[0][1]
    assert (stop.depart or 0) == (stop.end or 0)
    assert refused(replace(net, pools=()), plan, time_plan(replace(net, pools=()), plan)) == set()
    assert refused(replace(net, pools=(replace(net.pools[0], crews=0),)), plan, timing) == {"crew", "duty"}


def test_a_crew_that_was_relieved_rests_before_it_flies_again() -> None:
    """Two missions of one tail: at the hub the first crew is relieved, and has to fly the second mission home.

    The hub's pool has one crew: the one that was left there by the first mission.
    """
    short = 1.0 + 5199 / 3600 + 2.5 + 0.5
    _, net = world(type_={"duty_s": short * HOUR}, crews=(StagedCrews(place="hub", crews=1),))
    pause = int(13.5 * HOUR)
    trip = [load(net, 20.0, stock=0)]
    again = [load(net, 20.0, number=2, stock=0)]
    plan = plan_of(net, shuttle(net, trip, rest_s=pause), shuttle(net, again, rest_s=pause, earliest_s=3 * 86_400))
    timing = time_plan(net, plan)
    assert refused(net, plan, timing) == set()
    left = min(int(row["time"]) for row in timing.events if row["kind"] == EventKind.CREW)
    taken = max(int(row["time"]) for row in timing.events if row["kind"] == EventKind.CREW)
    assert taken > left
    rest = taken - left - HOUR // 2
    for rest_s, rules in ((rest, set()), (rest + 1, {"crew"})):
        slow = replace(net, types=(replace(net.types[0], rest_s=float(rest_s)),))
        assert rules <= refused(slow, plan, timing)
        assert ("crew" in refused(slow, plan, timing)) is bool(rules)


def test_only_a_plan_with_missions_needs_a_run_for_its_crews() -> None:
    _, net = world(fleet={"crews": 2})
    assert needs_run(net, flights(net))
    assert not needs_run(net, plan_of(net))
    assert not needs_run(replace(net, pools=()), flights(net))


def test_movements_an_hour_are_landings_and_departures() -> None:
    _, net = world()
    plan = flights(net)
    timing = time_plan(net, plan)
    for limit, rules in ((2, set()), (1, {"movements"})):
        assert refused(with_places(net, movements_per_h=float(limit)), plan, timing) == rules


def test_other_traffic_is_one_movement_each_when_it_parks() -> None:
    """Two of ours land in one hour, and one of theirs in an hour of its own."""
    row = Traffic(place="hub", arrivals_per_day=1.0, closes=at(24), ground_s=hours(1))
    _, net = world(traffic=(row,))
    plan = flights(net, (0,))
    timing = time_plan(net, plan)
    assert [int(row["time"]) // HOUR for row in timing.events if row["kind"] == EventKind.TRAFFIC_PARK] == [12]
    assert refused(with_places(net, movements_per_h=1.0), plan, timing) == set()
    late = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], earliest_s=12 * HOUR - 7200 - 5199 + 1800))
    timing = time_plan(net, late)
    found = audit_run(with_places(net, movements_per_h=1.0), late, timing)
    assert [item.what for item in found] == ["2 movements in hour 12; it takes 1"]


def test_the_run_keeps_movements_an_hour() -> None:
    made, net = world(hub={"movements_per_h": 1.0})
    plan = flights(net)
    assert audit(made, plan, network=net) == []
    arrivals = [stops[1].park for stops in time_plan(net, plan).stops]
    assert len({(time or 0) // HOUR for time in arrivals}) == 2


@pytest.mark.parametrize("arrivals", ["slots", "free"])
def test_arrivals_a_day_count_other_traffic(arrivals: str) -> None:
    row = Traffic(place="hub", arrivals_per_day=2.0, closes=at(24), ground_s=hours(1))
    made, net = world(traffic=(row,), arrivals=arrivals)
    plan = flights(net, (0,))
    timing = time_plan(net, plan)
    assert refused(with_places(net, arrivals_per_day=3.0), plan, timing) == set()
    assert refused(with_places(net, arrivals_per_day=2.0), plan, timing) == {"arrivals"}
    made, net = world(traffic=(row,), arrivals=arrivals, hub={"arrivals_per_day": 2.0}, hold_s=90_000.0)
    assert audit(made, plan, network=net) == []


def edit(timing: Timing, change: Callable[[Any], None]) -> Timing:
    """Return the timing with events changed in place by a function."""
    events = timing.events.copy()
    change(events)
    return replace(timing, events=events[np.argsort(events["time"], kind="stable")])


@pytest.mark.parametrize(("stated", "unit"), [({"storage_kg": 39_999.0}, "kg"), ({"storage_m3": 199.9}, "m3")])
def test_storage_holds_no_more_than_it_holds(stated: dict[str, float], unit: str) -> None:
    """Two missions bring 20 t and 100 m³ each, which lie there for a day."""
    made, net = world(hub={"clearance_s": hours(24)})
    plan = flights(net)
    timing = time_plan(net, plan)
    found = audit_run(with_places(net, **stated), plan, timing)
    assert [(item.rule, item.where) for item in found] == [("storage", "hub")]
    assert f"{40_000 if unit == 'kg' else 200:,} {unit} stored" in found[0].what
    assert refused(with_places(net, storage_kg=40_000.0, storage_m3=200.0), plan, timing) == set()
    assert refused(with_places(net, storage_kg=5.0), flights(net, (0,)), time_plan(net, flights(net, (0,)))) == set()
    made, net = world(hub={"clearance_s": hours(24), **stated})
    assert audit(made, plan, network=net) == []  # the second waits with its cargo


def test_vehicles_empty_storage_trip_by_trip() -> None:
    """20 t on one vehicle of 10 t; the second load lands before and after the first trip has left."""
    road = replace(ROAD, trucks=1, payload_kg=10_000.0)
    _, net = world(link=road)
    plan = flights(net, (0, 7000), line=1)
    timing = time_plan(net, plan)
    assert [int(row["aux"]) for row in timing.events if row["kind"] == EventKind.VEHICLE_LEFT][:2] == [0, 1]
    assert refused(with_places(net, storage_kg=30_000.0), plan, timing) == set()
    assert refused(with_places(net, storage_kg=29_999.0), plan, timing) == {"storage"}


@pytest.mark.parametrize("by", ["vehicles", "capacity"])
def test_vehicles_leave_in_the_hours_of_their_link(by: str) -> None:
    link = ROAD if by == "vehicles" else replace(ROAD, trucks=None, payload_kg=None, capacity_kg_per_day=80_000.0)
    _, net = world(link=link)
    plan = flights(net, (0,), line=1)
    timing = time_plan(net, plan)
    landed = timing.marks[0][1] or 0
    starts = landed + (HOUR if by == "vehicles" else 0)
    for windows, rules in ((((starts, 10**6),), set()), (((starts + 1, 10**6),), {"link_hours"})):
        assert refused(replace(net, link_open_s=(windows,)), plan, timing) == rules
    closed = replace(net, link_open_s=(((starts + 1, 10**6),),))
    assert refused(closed, plan, time_plan(closed, plan)) == set()


def test_events_that_are_out_of_place_are_seen() -> None:
    """A departure moved before the end of a rest, by hand."""
    _, net = world()
    plan = plan_of(net, shuttle(net, [load(net, 20.0, stock=0)], rest_s=50_000))
    timing = time_plan(net, plan)
    leaves = [i for i, row in enumerate(timing.events) if row["kind"] == EventKind.DEPART][-1]

    def sooner(events: Any) -> None:
        events["time"][leaves] -= 10

    assert refused(net, plan, timing) == set()
    assert refused(net, plan, edit(timing, sooner)) == {"rest"}
