"""Plan again while a plan is carried out: what is kept, what is changed and where, what is new, and why."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, hours, place, requirement, scenario, spots
from tests.solve.worlds import world

import openairlift as oa
from openairlift.audits.objective import objective
from openairlift.audits.timing import time_plan
from openairlift.errors import PlanError, UsageError
from openairlift.model import Disruption, FleetRow, Item, StockRow
from openairlift.network import Network, build_network
from openairlift.plan import Plan, Purpose
from openairlift.scenario import Scenario
from openairlift.solve.replanning import Fate, Replanned, replan

HOUR = 3600
OTHER = place("other", 50.08, 19.80, parking=spots(wide=2), working=2)
"""A second hub, some 160 km before the first."""
OTHER_ROAD = replace(ROAD, origin="other", transit_s=hours(9))


def two_hubs(*disruptions: Disruption, **fields: Any) -> Scenario:
    """Return 300 t for the town, by either of two hubs."""
    stated: dict[str, Any] = {
        "places": (DEPOT, HUB, OTHER, TOWN),
        "links": (ROAD, OTHER_ROAD),
        "requirements": (requirement(destination="town", mass_kg=300_000.0),),
    }
    return scenario(**{**stated, **fields}, disruptions=disruptions)


def closed(target: str, since: float, until: float | None = None) -> Disruption:
    return Disruption(kind="closure", target=target, opens=at(since), closes=None if until is None else at(until))


def again(old: Scenario, new: Scenario | None, moment: float, **settings: Any) -> tuple[Plan, Replanned]:
    """Return the old plan and a replan that the audit accepts."""
    plan = oa.make_plan(old)
    found = replan(old, plan, at=round(moment * HOUR), new=new, **{"effort": 1, **settings})
    assert not oa.audit(old if new is None else new, found.plan)
    assert not found.issues
    untouched(old, plan, old if new is None else new, found)
    return plan, found


def untouched(old: Scenario, plan: Plan, new: Scenario, found: Replanned) -> None:
    """Check that what has been flown is the same, stops and times, event by event."""
    before, after = time_plan(build_network(old), plan), time_plan(build_network(new), found.plan)
    for change in found.changes:
        if change.old is None or change.new is None:
            continue
        one, two = plan.missions[change.old], found.plan.missions[change.new]
        for i, stop in enumerate(one.stops[: len(two.stops)]):
            was, now = before.stops[change.old][i], after.stops[change.new][i]
            there = was.arrive if stop.purpose is Purpose.RECOVER else was.park
            if there is None or there >= found.at_s:
                break
            assert (stop.place, stop.purpose) == (two.stops[i].place, two.stops[i].purpose)
            for name in ("arrive", "park", "start", "end"):
                past, seen = getattr(was, name), getattr(now, name)
                assert past is None or past >= found.at_s or past == seen


def fates(found: Replanned) -> dict[Fate, int]:
    return {fate: found.count(fate) for fate in Fate if found.count(fate)}


def hubs(found: Replanned, fate: Fate, network: Network) -> set[str]:
    missions = [found.plan.missions[c.new] for c in found.changes if c.fate is fate and c.new is not None]
    return {network.places[m.stops[m.offload].place].id for m in missions}


# --- nothing new ----------------------------------------------------------------------------------------------------


def test_where_nothing_is_new_the_old_plan_goes_on() -> None:
    plan, found = again(two_hubs(), None, 9.0)
    assert set(fates(found)) <= {Fate.KEPT, Fate.AGAIN}
    assert found.plan.missions == plan.missions
    assert found.reasons == ()
    assert all(e.arrival_before_s == e.arrival_s and not e.undelivered for e in found.effects)


def test_at_the_start_nothing_has_begun_and_at_the_end_all_has() -> None:
    _, first = again(two_hubs(), None, 0.0)
    assert not first.kept
    plan, last = again(two_hubs(), None, 239.0)
    assert last.kept == tuple(range(len(plan.missions)))


# --- a closure ------------------------------------------------------------------------------------------------------


def test_a_hub_that_closes_takes_no_more_and_the_other_gets_the_rest() -> None:
    old, new = two_hubs(), two_hubs(closed("other", 9.0))
    _, found = again(old, new, 9.0)
    network = build_network(new)
    assert hubs(found, Fate.NEW, network) == {"hub"}
    assert sum(load.quantity for _, load in found.plan.loads) == pytest.approx(300_000.0)
    assert any("other is closed from 2022-02-25T09:00Z" in reason and "dropped" in reason for reason in found.reasons)
    assert not found.effects[0].undelivered
    assert found.effects[0].arrival_s != found.effects[0].arrival_before_s


def test_cargo_in_the_air_to_a_hub_that_closes_turns_to_another_one() -> None:
    old, new = two_hubs(), two_hubs(closed("other", 2.5))
    plan, found = again(old, new, 2.5)
    network = build_network(new)
    turned = [c for c in found.changes if c.fate is Fate.DIVERTED]
    assert turned
    assert all("it turns to hub in the air" in c.reason for c in turned)
    for change in turned:
        assert change.old is not None
        assert change.new is not None
        was, now = plan.missions[change.old], found.plan.missions[change.new]
        assert was.stops[was.onload] == now.stops[now.onload]
        assert network.places[now.stops[now.offload].place].id == "hub"
        assert {network.links[load.link].record.origin for load in now.loads if load.link is not None} == {"hub"}


def test_cargo_on_the_ground_goes_to_another_hub_and_keeps_its_onload() -> None:
    old, new = two_hubs(), two_hubs(closed("other", 1.0))
    _, found = again(old, new, 1.0)
    assert found.count(Fate.REROUTED) > 0
    assert hubs(found, Fate.REROUTED, build_network(new)) == {"hub"}


def test_where_there_is_no_other_hub_cargo_comes_back_and_is_in_need_again() -> None:
    old, new = scenario(), scenario(disruptions=(closed("hub", 2.5),))
    _, found = again(old, new, 2.5)
    assert found.count(Fate.RETURNED) > 0
    assert not found.plan.loads
    assert found.effects[0].undelivered == pytest.approx(100_000.0)
    assert found.effects[0].reason


def test_an_aircraft_at_a_hub_that_closes_waits_until_it_opens() -> None:
    old = scenario()
    new = scenario(disruptions=(closed("hub", 5.0, 12.0),))
    plan, found = again(old, new, 5.0)
    held = [(c.old, c.new) for c in found.changes if c.fate is Fate.HELD]
    assert all(
        found.plan.missions[new].loads == plan.missions[old].loads
        for old, new in held
        if old is not None and new is not None
    )
    waits = [found.plan.missions[new] for _, new in held if new is not None]
    assert any(mission.stops[mission.offload].rest_s > 0 for mission in waits)


def test_an_aircraft_at_a_hub_that_closes_for_good_is_stranded_and_its_cargo_has_landed() -> None:
    _, found = again(scenario(), scenario(disruptions=(closed("hub", 5.0),)), 5.0)
    stranded = [c for c in found.changes if c.fate is Fate.STRANDED]
    assert stranded
    assert all(found.plan.missions[c.new].loads for c in stranded if c.new is not None)


def test_an_aircraft_that_can_turn_nowhere_is_said() -> None:
    places = (replace(DEPOT, parking=spots(wide=1), working=1), HUB)
    old = scenario(places=places)
    new = scenario(places=places, disruptions=(closed("hub", 2.5), closed("depot", 2.5)))
    plan = oa.make_plan(old)
    found = replan(old, plan, at=round(2.5 * HOUR), new=new, effort=1)
    assert any("can reach no other airfield" in issue for issue in found.issues)
    assert {fault.rule for fault in oa.audit(new, found.plan)} == {"hours"}


def test_a_closure_that_the_past_contradicts_is_said() -> None:
    old, new = two_hubs(), two_hubs(closed("other", 0.0))
    plan = oa.make_plan(old)
    found = replan(old, plan, at=9 * HOUR, new=new, effort=1)
    assert found.issues
    assert all("other" in issue and "when it is closed" in issue for issue in found.issues)
    assert all(fault.rule == "hours" for fault in oa.audit(new, found.plan))
    assert hubs(found, Fate.NEW, build_network(new)) == {"hub"}


# --- requirements and stocks ----------------------------------------------------------------------------------------


def test_a_new_requirement_is_planned_beside_what_is_kept() -> None:
    more = (requirement(destination="town", mass_kg=300_000.0), requirement("r2", destination="hub", mass_kg=30_000.0))
    _, found = again(two_hubs(), two_hubs(requirements=more), 9.0)
    r2 = next(effect for effect in found.effects if effect.line == "r2")
    assert (r2.required_before, r2.required, r2.undelivered) == (0.0, 30_000.0, 0.0)
    assert "r2 is new: 30,000 kg" in found.reasons


def test_less_than_has_been_carried_is_required_now() -> None:
    old, new = two_hubs(), two_hubs(requirements=(requirement(destination="town", mass_kg=50_000.0),))
    plan = oa.make_plan(old)
    found = replan(old, plan, at=9 * HOUR, new=new, effort=1)
    assert not oa.audit(new, found.plan)
    assert sum(load.quantity for _, load in found.plan.loads) == pytest.approx(50_000.0)
    assert any("more have been loaded than are required now" in issue for issue in found.issues)
    assert found.count(Fate.DROPPED) > 0
    assert found.count(Fate.NEW) == 0


def test_what_has_been_drawn_is_gone_from_a_stock() -> None:
    crate = Item(item="crate", unit_mass_kg=1000.0)
    asked = (requirement(item="crate", quantity=100.0),)

    def stocked(quantity: float) -> Scenario:
        return scenario(
            items=(crate,), requirements=asked, stock=(StockRow(place="depot", item="crate", quantity=quantity),)
        )

    _, found = again(stocked(100.0), stocked(90.0), 1.0)
    assert sum(load.quantity for _, load in found.plan.loads) == 90.0
    assert found.effects[0].undelivered == 10.0
    assert "the stock of crate at depot is 90 in all instead of 100" in found.reasons


# --- tails ----------------------------------------------------------------------------------------------------------


def test_a_tail_that_is_gone_loses_what_it_has_not_begun() -> None:
    late = (
        FleetRow(type="JET", tails=2, home="depot"),
        FleetRow(type="JET", tails=1, home="depot", available_from=at(30)),
    )
    asked = (requirement(mass_kg=900_000.0),)
    plan, found = again(scenario(fleet=late, requirements=asked), scenario(fleet=late[:1], requirements=asked), 9.0)
    mine = [c for c in found.changes if c.tail.startswith("JET 03")]
    assert mine
    assert {c.fate for c in mine} == {Fate.DROPPED}
    assert {c.reason for c in mine} == {"its tail is gone"}
    assert any("1 tails are gone" in reason for reason in found.reasons)
    assert len(plan.missions) >= len(mine)


def test_a_tail_that_has_flown_can_not_be_gone() -> None:
    old, fleet = scenario(), (FleetRow(type="JET", tails=1, home="depot"),)
    with pytest.raises(PlanError, match="available_to"):
        replan(old, oa.make_plan(old), at=9 * HOUR, new=scenario(fleet=fleet), effort=1)


# --- usage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at": -1}, "lies in the scenario"),
        ({"at": 10 * 24 * HOUR}, "lies in the scenario"),
        ({"at": datetime(2022, 3, 1)}, "no time zone"),  # noqa: DTZ001
        ({"at": HOUR, "effort": 0}, "1 or more"),
        ({"at": HOUR, "time_limit_s": 0.0}, "above 0"),
        ({"at": HOUR, "new": scenario(start=at(24))}, "the same start"),
    ],
)
def test_what_makes_no_sense_is_refused(settings: dict[str, Any], words: str) -> None:
    old = scenario()
    with pytest.raises(UsageError, match=words):
        replan(old, oa.make_plan(old), **settings)


# --- whatever happens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_every_replan_passes_the_audit_and_leaves_the_past_alone(seed: int) -> None:
    old = world(seed)
    plan = oa.make_plan(old)
    luck = random.Random(seed)
    last = max((mission.earliest_s for mission in plan.missions), default=0) // HOUR
    moment = min(luck.randint(0, last + 8), 24 * int(old.settings.horizon_days) - 1)
    shut = [
        closed(id_, moment + luck.choice([0, 0, 2.5]), luck.choice([None, moment + 6, moment + 30]))
        for id_ in luck.sample([p.id for p in old.places.values() if p.is_airfield], luck.randint(0, 2))
    ]
    new = replace(old, disruptions=(*old.disruptions, *shut))
    found = replan(old, plan, at=moment * HOUR, new=new, effort=1)
    left = [issue for issue in found.issues if "can reach no other airfield" in issue]
    assert left or not oa.audit(new, found.plan)
    if not left:
        untouched(old, plan, new, found)
    assert sorted(c.old for c in found.changes if c.old is not None) == list(range(len(plan.missions)))
    assert sorted(c.new for c in found.changes if c.new is not None) == list(range(len(found.plan.missions)))


# --- the search -----------------------------------------------------------------------------------------------------


def test_the_planner_goes_on_from_where_aircraft_are_and_no_replan_beats_its_bound() -> None:
    asked = (requirement(destination="town", mass_kg=600_000.0),)
    more = (requirement(destination="town", mass_kg=800_000.0),)
    fleet = (FleetRow(type="JET", tails=3, home="hub"),)
    old, new = two_hubs(requirements=asked, fleet=fleet), two_hubs(requirements=more, fleet=fleet)
    _, quick = again(old, new, 12.0)
    _, found = again(old, new, 12.0, effort=4)
    _, twin = again(old, new, 12.0, effort=4)
    network = build_network(new)
    terms = [objective(network, made.plan, time_plan(network, made.plan)) for made in (quick, found)]
    assert terms[1] <= terms[0]
    assert found.plan == twin.plan
    proof = found.plan.proof
    assert proof is not None
    assert quick.plan.proof is None
    for made in terms:
        reached = made.undelivered, made.late_weight_days, made.delay_weight_days
        assert all(
            bound <= value + 1e-6 * proof.scale for bound, value in zip(proof.bound[:1], reached[:1], strict=True)
        )
    assert proof.bound[proof.deciding] > 0.0


def test_a_tail_may_go_straight_on_from_its_hub() -> None:
    base = place("base", 51.0, 40.0)
    fleet = (FleetRow(type="JET", tails=1, home="base"),)
    places = (DEPOT, HUB, base)
    old = scenario(places=places, fleet=fleet, requirements=(requirement(mass_kg=40_000.0),))
    new = scenario(places=places, fleet=fleet, requirements=(requirement(mass_kg=120_000.0),))
    plan, found = again(old, new, 7.0, effort=2)
    (kept,) = [c for c in found.changes if c.fate is Fate.KEPT]
    assert len(plan.missions) == 1
    assert plan.missions[0].stops[-1].purpose is Purpose.RECOVER
    assert kept.new is not None
    assert found.plan.missions[kept.new].stops[-1].purpose is Purpose.OFFLOAD
    assert "straight on" in kept.reason


def test_losing_the_main_hub_of_ukraine_on_the_third_day() -> None:
    old = oa.read_scenario("ukraine-2022")
    day = datetime.fromisoformat("2022-02-28T00:00+00:00")
    new = replace(old, disruptions=(Disruption(kind="closure", target="hub", opens=day),))
    plan = oa.make_plan(old)
    found = replan(old, plan, at=day, new=new, effort=2, prove=False)
    assert not oa.audit(new, found.plan)
    assert not found.issues
    untouched(old, plan, new, found)
    assert found.kept
    assert any(reason.startswith("hub is closed from 2022-02-28T00:00Z") for reason in found.reasons)
    assert not any(effect.undelivered for effect in found.effects)
