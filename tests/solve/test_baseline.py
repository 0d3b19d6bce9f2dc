"""The baseline: accepted by the audit, never idle without need, as fast as the formula on one saturated route."""

from __future__ import annotations

import pytest
from tests.network.build import FleetRow, GroundTime, at, hours, jet, place, requirement, scenario, spots
from tests.solve.worlds import limited, world

from openairlift.audits import audit, time_plan
from openairlift.errors import UsageError
from openairlift.network import Network, RouteBook, build_network, capacity
from openairlift.network.formulas import closure_h
from openairlift.plan import Plan, Purpose
from openairlift.solve import make_plan
from openairlift.units import Dimension, to_unit

SEEDS = range(100)
STEP_S = 900


@pytest.mark.parametrize("seed", SEEDS)
def test_the_audit_accepts_every_plan(seed: int) -> None:
    sc = world(seed)
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    planned = sum(load.quantity for _, load in plan.loads)
    short = sum(part.quantity for part in plan.shortfalls)
    assert planned + short == pytest.approx(sum(line.quantity for line in net.lines))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_audit_accepts_every_plan_under_all_limits(seed: int) -> None:
    sc = limited(seed)
    net = build_network(sc)
    assert audit(sc, make_plan(sc, network=net), network=net) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_tail_stays_idle_while_it_could_carry_something(seed: int) -> None:
    """Brute force: at every quarter of an hour that a tail stands at its base, try each load that leaves later."""
    sc = world(seed)
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    for message in _missed_chances(net, plan):
        raise AssertionError(message)


def _missed_chances(net: Network, plan: Plan) -> list[str]:
    timing = time_plan(net, plan)
    stays = [
        (stop.place, times.park, times.end, times.depart, net.bodies[net.tails[mission.tail].type])
        for mission, stops in zip(plan.missions, timing.stops, strict=True)
        for stop, times in zip(mission.stops, stops, strict=True)
        if stop.purpose is not Purpose.RECOVER and times.park is not None
    ]
    pending = [(load.line, load.stock, plan.missions[m].earliest_s) for m, load in plan.loads]
    pending += [(part.line, None, net.horizon_s) for part in plan.shortfalls]
    found = []
    book = RouteBook(net)
    for index, tail in enumerate(net.tails):
        for start, end in _idle(net, plan, timing, index):
            for line, stock, leaves in pending:
                found += [
                    f"{tail.name} idle at {now} s, {net.lines[line].name} leaves at {leaves} s"
                    for now in range(start, min(end, leaves - 1), STEP_S)
                    if _could_go(net, book, stays, index, line, stock, now)
                ]
    return found


def _idle(net: Network, plan: Plan, timing: object, index: int) -> list[tuple[int, int]]:
    """Gaps of a tail at its base: from its arrival there to the first movement of its next mission."""
    gaps, free = [], net.tails[index].available_from_s
    for mission, stops in zip(plan.missions, timing.stops, strict=True):  # type: ignore[attr-defined]
        if mission.tail != index:
            continue
        if free is not None:
            gaps.append((free, mission.earliest_s))
        free = stops[-1].arrive if mission.stops[-1].purpose is Purpose.RECOVER else None
    if free is not None:
        gaps.append((free, net.horizon_s))
    return gaps


def _could_go(
    net: Network, book: RouteBook, stays: list[tuple[int, ...]], index: int, line: int, stock: int | None, now: int
) -> bool:
    tail, row = net.tails[index], net.lines[line]
    for origin, source in row.sources:
        if stock is not None and source != stock:
            continue
        for hub, _ in row.hubs:
            to = book.empty(tail.type, tail.base, origin)
            out = book.routes(tail.type, origin, hub, limit=1)
            back = book.empty(tail.type, hub, tail.base)
            if to is None or not out or back is None or to.stops or out[0].stops or back.stops:
                continue
            if capacity(net, tail.type, row, payload_kg=out[0].payload_kg) <= 0:
                continue
            legs = to.flying_s + out[0].flying_s + back.flying_s
            onload = now + to.flying_s
            pallets = 0.0
            served = onload + net.nominal_ground_s(tail.type, origin, 0, pallets=pallets)
            landing = served + out[0].flying_s
            unloaded = landing + net.nominal_ground_s(tail.type, hub, 1, pallets=pallets)
            ready = max(row.ready_s, 0 if source is None else net.stocks[source].ready_s)
            if onload < ready or unloaded < row.earliest_s or unloaded + back.flying_s > net.horizon_s:
                continue
            if tail.duty_s is not None and legs + (unloaded - now) > tail.duty_s / 2:
                continue  # a rest may be due; the brute force leaves such chains out
            if _room(net, stays, origin, onload, served, tail.type) and _room(
                net, stays, hub, landing, unloaded, tail.type
            ):
                return True
    return False


def _room(net: Network, stays: list[tuple[int, ...]], place: int, start: int, end: int, type_: int) -> bool:
    """Whether a spot of any class that will do, and a slot, are free during all of [start, end)."""
    parking, working = net.parking[place], net.working[place]
    moments = {start} | {stay[1] for stay in stays if stay[0] == place and start < stay[1] < end}
    for moment in moments:
        here = [stay for stay in stays if stay[0] == place and stay[1] <= moment]
        if working is not None and sum(1 for stay in here if moment < stay[2]) >= working.values[0][0]:
            return False
        if parking is not None:
            usable = sum(parking.values[0][net.bodies[type_] :])
            if sum(1 for stay in here if moment < (stay[3] or net.horizon_s)) >= usable:
                return False
    return True


def test_one_saturated_route_closes_as_the_formula_says() -> None:
    """VALIDATION: closure = time to arrival + (missions - 1) × interval; interval = ground time / spots."""
    mass = 2_000_000.0
    sc = scenario(
        places=(place("depot", 49.44, 7.60), place("hub", 50.11, 22.02, parking=spots(wide=2), working=2)),
        types=(jet(pallets=None, floor_m=None),),
        fleet=(FleetRow(type="JET", tails=30, home="depot"),),
        ground_times=(
            GroundTime(purpose="onload", time_s=hours(2)),
            GroundTime(purpose="offload", time_s=hours(2.5)),
        ),
        requirements=(requirement(mass_kg=mass),),
        horizon_days=20,
    )
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    timing = time_plan(net, plan)
    missions = mass / 40_000
    leg_h = int(net.block_s[0, 0, 1]) / 3600
    formula_h = closure_h(2 + leg_h, missions, 2.5 / 2) + 2.5
    assert len(plan.missions) == missions
    assert timing.closure_s is not None
    assert timing.closure_s / 3600 == pytest.approx(formula_h, rel=0.05)


def test_cargo_too_heavy_for_every_type_is_named_with_the_limit() -> None:
    sc = scenario(types=(jet(seats=0, cargo_classes=("bulk",)),), requirements=(requirement(people=5),))
    plan = make_plan(sc)
    assert plan.missions == ()
    assert "no type of the fleet can carry it" in plan.shortfalls[0].reason


def test_what_is_not_ready_within_the_horizon_is_said() -> None:
    sc = scenario(requirements=(requirement(ready=at(24 * 9.9)),))
    plan = make_plan(sc)
    assert plan.shortfalls
    assert "ready" in plan.shortfalls[0].reason


def test_a_tail_goes_straight_to_the_next_origin_when_it_can() -> None:
    """With the base far away, going home after every load would waste a day."""
    places = (
        place("home", 38.0, -77.0), place("depot", 49.44, 7.60), place("hub", 50.11, 22.02),
    )  # fmt: skip
    sc = scenario(
        places=places,
        types=(jet(payload_at_range=jet().payload_at_range),),
        fleet=(FleetRow(type="JET", tails=1, home="home"),),
        requirements=(requirement(mass_kg=80_000.0),),
    )
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    purposes = [stop.purpose for mission in plan.missions for stop in mission.stops]
    assert purposes.count(Purpose.RECOVER) == 1
    assert len(plan.missions) == 2


def test_effort_below_one_is_refused() -> None:
    with pytest.raises(UsageError, match="1 or more"):
        make_plan(scenario(), effort=0)


def test_mass_is_split_into_loads_no_smaller_than_a_piece() -> None:
    sc = world(3)
    net = build_network(sc)
    for _, load in make_plan(sc, network=net).loads:
        if net.lines[load.line].unit == "piece":
            assert load.quantity == int(load.quantity)
    assert to_unit(40_000.0, "t", Dimension.MASS) == 40.0
