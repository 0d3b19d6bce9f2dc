"""The audit: a plan that keeps every limit passes, and each of many plans broken by hand is refused for its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.network.build import at, spots
from tests.plan.build import (
    BULK,
    FAR_AT,
    FRAMES,
    HOUR,
    HUB_AT,
    PEOPLE,
    SIDE_AT,
    STOPS,
    TANK,
    TOWN_AT,
    TRUCKS,
    good,
    load,
    mission,
    with_load,
    with_mission,
    world,
)

from openairlift.audits import Violation, audit, time_plan
from openairlift.model import Disruption, Distribution, Equivalence
from openairlift.network import build_network
from openairlift.plan import Cause, Mission, Plan, Purpose, Shortfall, Stop

TANK_SHORT = good().shortfalls


def rules(found: list[Violation]) -> set[str]:
    return {one.rule for one in found}


def later(index: int, hour: float) -> Plan:
    return with_mission(index, lambda row: replace(row, earliest_s=int(hour * HOUR)))


def stops(index: int, *new: Stop) -> Plan:
    return with_mission(index, lambda row: replace(row, stops=new))


def rest(hours: float) -> Plan:
    return stops(0, STOPS[0], replace(STOPS[1], rest_s=int(hours * HOUR)), STOPS[2])


def short(*parts: Shortfall) -> Plan:
    return replace(good(), shortfalls=parts)


def test_a_plan_that_keeps_every_limit_has_no_violation() -> None:
    sc = world()
    assert audit(sc, good()) == []
    assert audit(sc, good(), network=build_network(sc)) == []


def test_a_plan_without_missions_has_to_report_everything_short() -> None:
    assert rules(audit(world(), Plan(missions=()))) == {"shortfall"}


BAD_PLANS: dict[str, tuple[Plan, str, str]] = {
    "a tail that is not there": (with_mission(0, lambda m: replace(m, tail=9)), "index", "tail 9; there are 3"),
    "a place that is not there": (stops(0, STOPS[0], replace(STOPS[1], place=7), STOPS[2]), "index", "place 7"),
    "a stock that is not there": (with_load(2, 0, stock=5), "index", "stock row 5"),
    "a link that is not there": (with_load(2, 0, link=3), "index", "link 3"),
    "no stops": (stops(0), "order", "no stops"),
    "no offload": (stops(0, STOPS[0], STOPS[2]), "order", "1 onload and 0 offload"),
    "offload before onload": (stops(0, STOPS[1], STOPS[0], STOPS[2]), "order", "before onload"),
    "recovery before the end": (stops(0, STOPS[0], STOPS[2], STOPS[1]), "order", "not the last stop"),
    "recovery away from the base": (stops(0, *STOPS[:2], replace(STOPS[2], place=HUB_AT)), "recover", "RECOVER at hub"),
    "left on a limited spot": (stops(1, *STOPS[:2]), "recover", "for good"),
    "a rest below zero": (rest(-1), "rest", "-3600 s"),
    "a leg beyond the ferry range": (
        stops(0, STOPS[0], Stop(place=FAR_AT, purpose=Purpose.ENROUTE), *STOPS[1:]),
        "leg",
        "can't fly from depot to far",
    ),
    "a flight to a place by the road": (
        stops(2, STOPS[0], replace(STOPS[1], place=TOWN_AT), STOPS[2]),
        "leg",
        "depot to town",
    ),
    "too much mass": (
        replace(good(), missions=(
            mission(0, 0, load(BULK, 1, 45_000.0)),
            mission(1, 0, load(BULK, 2, 15_000.0), load(FRAMES, 1, 10.0)),
            *good().missions[2:],
        )),
        "payload",
        "45,000.0 kg aboard",
    ),
    "positions that do not follow from the cargo": (with_load(2, 0, pallets=2.0), "pallets", "9 are needed"),
    "a mass that does not follow from the quantity": (with_load(2, 0, mass_kg=1.0), "mass", "36,000"),
    "a volume that does not follow": (with_load(2, 0, volume_m3=1.0), "value", "volume_m3"),
    "a value that does not follow": (with_load(2, 0, value_usd=1.0), "value", "400,000"),
    "a load of nothing": (
        with_mission(0, lambda m: replace(m, loads=(*m.loads, load(BULK, 3, 0.0)))), "quantity", "a load of 0 kg"
    ),
    "part of a piece": (
        replace(
            with_mission(2, lambda m: replace(m, loads=(load(TRUCKS, 1, 3.5),))),
            shortfalls=(*TANK_SHORT, Shortfall(line=TRUCKS, quantity=0.5, mass_kg=4500.0, reason="half a truck")),
        ),
        "pieces",
        "3.5 piece",
    ),
    "more than is required": (
        with_mission(3, lambda m: replace(m, loads=(load(PEOPLE, 1, 90.0),))), "over", "90.000 person are carried"
    ),
    "a part that is neither carried nor short": (short(), "shortfall", "1.000 are required"),
    "a part that is carried and short": (
        short(*TANK_SHORT, Shortfall(line=BULK, quantity=5.0, mass_kg=5.0, reason="?")), "shortfall", "60,005"
    ),
    "a shortfall of another mass": (short(replace(TANK_SHORT[0], mass_kg=5.0)), "mass", "weigh 5.0 kg"),
    "a shortfall of no line": (
        short(*TANK_SHORT, Shortfall(line=8, quantity=1.0, mass_kg=1.0, reason="?")), "index", "line 8"
    ),
    "two loads with one number": (with_load(1, 0, number=1), "number", "share their luck"),
    "load number 0": (with_load(3, 0, number=0), "number", "count from 1"),
    "a load that draws on no stock": (with_load(2, 0, stock=None), "source", "stock of truck"),
    "a load that draws on other stock": (with_load(2, 0, stock=1), "source", "of truck is drawn from it"),
    "loaded where it does not lie": (
        stops(2, Stop(place=HUB_AT, purpose=Purpose.ONLOAD), STOPS[1], STOPS[2]), "source", "loaded at hub"
    ),
    "no way on from the hub": (with_load(2, 0, link=None), "hub", "needed at town"),
    "a link away from the destination": (with_load(0, 0, link=0), "link", "hub>town"),
    "loaded before the stock is ready": (later(2, 3), "stock_ready", "stock is ready at 21,600 s"),
    "landed before the earliest date": (later(3, 12.5), "earliest", "before the earliest date 72,000 s"),
    "two missions of a tail at once": (later(3, 5), "overlap", "its mission before ends"),
    "a rest that is too short": (rest(1), "rest", "3,600 s; release, crew rest and report take 48,600 s"),
}  # fmt: skip


@pytest.mark.parametrize(("plan", "rule", "says"), BAD_PLANS.values(), ids=BAD_PLANS)
def test_a_broken_plan_is_refused(plan: Plan, rule: str, says: str) -> None:
    found = audit(world(), plan)
    assert any(one.rule == rule and says in one.what for one in found), found
    assert all(one.where for one in found)


EXACT = (
    "left on a limited spot",
    "too much mass",
    "positions that do not follow from the cargo",
    "part of a piece",
    "more than is required",
    "two loads with one number",
    "no way on from the hub",
    "loaded before the stock is ready",
    "landed before the earliest date",
    "a rest that is too short",
)


@pytest.mark.parametrize("name", EXACT)
def test_one_fault_breaks_one_rule(name: str) -> None:
    plan, rule, _ = BAD_PLANS[name]
    assert rules(audit(world(), plan)) == {rule}


def closed(place: str, start: float, end: float) -> Disruption:
    return Disruption(kind="closure", target=place, opens=at(start), closes=at(end))


def halved(target: str, start: float, end: float) -> Disruption:
    return Disruption(kind="capacity", target=target, opens=at(start), closes=at(end), factor=0.5)


SHARE = Distribution.constant(0.9)

BAD_WORLDS: dict[str, tuple[Mapping[str, Any], str, str]] = {
    "the payload really flown is less": ({"type_": {"payload_flown_share": SHARE}}, "payload", "0.9 flown"),
    "fewer pallet positions": ({"type_": {"pallets": 14}}, "pallets", "has 14"),
    "fewer seats": ({"type_": {"seats": 50}}, "seats", "80 people on 50 seats"),
    "no oversize cargo": ({"type_": {"cargo_classes": ("bulk", "passengers")}}, "class", "oversize cargo on a JET"),
    "no passengers": ({"type_": {"cargo_classes": ("outsize",)}}, "class", "no passengers"),
    "a small door": ({"type_": {"door_width_m": 2.0, "door_height_m": 2.0}}, "door", "6.5 x 2.4 x 2.5 m"),
    "a short floor": ({"type_": {"floor_m": 6.0}}, "floor", "6.5 m long on the floor of JET, 6 m long"),
    "fewer in stock": ({"trucks_held": 3.0}, "stock", "4.000 are drawn, 3.000 are held"),
    "ready later": ({"people": {"ready": at(30)}}, "ready", "ready at 108,000 s"),
    "a later earliest date": ({"people": {"earliest": at(40)}}, "earliest", "144,000 s"),
    "a window that opens later": ({"fleet": {"available_from": at(5)}}, "window", "opens at 18,000 s"),
    "a window that closes sooner": ({"fleet": {"available_to": at(26)}}, "window", "closes at 93,600 s"),
    "a shorter horizon": ({"horizon_days": 1.1}, "horizon", "the scenario ends at 95,040 s"),
    "a shorter duty day": ({"type_": {"duty_s": 6.0 * HOUR}}, "duty", "may do 6.00 h"),
    "one working slot at the hub": ({"hub": {"working": 1}}, "working", "2 are served"),
    "one working slot at the depot": ({"depot": {"working": 1}}, "working", "2 are served at 0 s"),
    "one spot at the hub": ({"hub": {"parking": spots(wide=1)}}, "parking", "2 wide stand there"),
    "spots of a smaller class": ({"hub": {"parking": spots(narrow=5)}}, "parking", "the spots are 5 narrow"),
    "half of the spots lost for a day": ({"disruptions": (halved("hub/parking", 0, 24),)}, "parking", "1 wide"),
    "half of the slots lost for an hour": ({"disruptions": (halved("hub/working", 4, 5),)}, "working", "1 working"),
    "closed at landing": ({"disruptions": (closed("hub", 26, 40),)}, "hours", "lands at hub"),
    "closed at take-off": ({"disruptions": (closed("depot", 1, 3),)}, "hours", "leaves depot at 7,200 s"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "rule", "says"), BAD_WORLDS.values(), ids=BAD_WORLDS)
def test_a_plan_is_refused_where_a_limit_is_lower(changes: Mapping[str, Any], rule: str, says: str) -> None:
    found = audit(world(**changes), good())
    assert any(one.rule == rule and says in one.what for one in found), found


@pytest.mark.parametrize("per_wide", [1, 2])
def test_an_equivalence_lets_smaller_aircraft_share_a_larger_spot(per_wide: int) -> None:
    hub = {"parking": spots(wide=1), "spot_equivalence": Equivalence(narrow_on_wide=per_wide)}
    found = audit(world(hub=hub, type_={"body": "narrow"}), good())
    assert rules(found) == (set() if per_wide == 2 else {"parking"})


def test_a_limit_holds_only_while_it_is_lower() -> None:
    sc = world(disruptions=(halved("hub/parking", 8, 20), closed("hub", 40, 50), closed("depot", 3, 4)))
    assert audit(sc, good()) == []


def test_duty_runs_on_over_a_mission_that_starts_where_the_last_one_offloaded() -> None:
    """Away from the base there is no fresh crew: what the tail flies on from the hub belongs to the same duty."""
    first = Mission(tail=0, stops=STOPS[:2], loads=(load(BULK, 1, 40_000.0),))
    hops = [Stop(place=place, purpose=Purpose.ENROUTE) for place in (SIDE_AT, HUB_AT) * 3]
    onward = Mission(tail=0, stops=(*hops, STOPS[2]), loads=(), earliest_s=int(6.5 * HOUR))
    others = (*good().missions[1:3], mission(2, 48, load(PEOPLE, 1, 80.0)))
    found = audit(world(), replace(good(), missions=(first, *others, onward)))
    assert rules(found) == {"duty"}
    assert "after hub to depot" in found[0].what
    with_rest = (replace(hops[0], rest_s=int(13.5 * HOUR)), *hops[1:], STOPS[2])
    assert audit(world(), replace(good(), missions=(first, *others, replace(onward, stops=with_rest)))) == []


def test_waiting_counts_as_duty() -> None:
    """The same chain fits when it goes on at once, and not when the tail stands at the hub for long."""
    first = Mission(tail=0, stops=STOPS[:2], loads=(load(BULK, 1, 40_000.0),))
    others = (*good().missions[1:3], mission(2, 48, load(PEOPLE, 1, 80.0)))
    for hour, expected in ((6.0, set()), (18.0, {"duty"})):
        home = Mission(tail=0, stops=STOPS[2:], loads=(), earliest_s=int(hour * HOUR))
        assert rules(audit(world(), replace(good(), missions=(first, *others, home)))) == expected


def test_a_tail_may_stay_where_parking_has_no_limit() -> None:
    assert audit(world(hub={"parking": None}), stops(1, *STOPS[:2])) == []


def test_the_tank_does_not_fit() -> None:
    extra = mission(1, 48, load(TANK, 1, 1.0))
    plan = replace(good(), missions=(*good().missions, extra), shortfalls=())
    assert rules(audit(world(), plan)) == {"payload"}


def test_the_audit_never_raises_on_nonsense() -> None:
    loads = (load(FRAMES, 1, 10.0), replace(load(TRUCKS, 1, 4.0), line=99))
    plan = replace(good(), missions=(Mission(tail=-1, stops=(), loads=loads), *good().missions[2:]))
    assert "index" in rules(audit(world(), plan))


def test_what_the_audit_accepts_needs_no_waiting() -> None:
    """The exact timing agrees: nobody waits for a spot, a slot or hours, and everything arrives."""
    net = build_network(world())
    timing = time_plan(net, good())
    assert {cause for _, cause in timing.waits} <= {Cause.TRUCKS}
    assert timing.carried == tuple(load.quantity for _, load in good().loads)
    assert [stops[0].start for stops in timing.stops] == [row.earliest_s for row in good().missions]
    assert all(None not in marks for marks in timing.marks)
