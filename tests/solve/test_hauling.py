"""Road, rail and sea compete with aircraft where they are stated: why fly at all?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.network.build import DEPOT, HUB, hours, place, requirement, scenario

import openairlift as oa
from openairlift.audits import audit, objective, time_plan
from openairlift.model import FleetRow, Link
from openairlift.network import Network, RouteBook, build_network
from openairlift.solve.hauling import modes_of
from openairlift.solve.improve import plan_near
from openairlift.solve.ways import all_ways

YARD = place("yard", 50.0, 8.0, runway_m=None)


def road(origin: str, transit_h: float, **fields: Any) -> Link:
    stated = {"trucks": 4, "payload_kg": 10_000.0, "load_s": hours(1), "unload_s": hours(1)}
    return Link(origin=origin, destination="hub", mode="road", transit_s=hours(transit_h), **stated, **fields)


def world(*links: Link, **fields: Any) -> tuple[oa.Scenario, Network]:
    made = scenario(
        places=(replace(DEPOT, parking=None), HUB, YARD),
        fleet=(FleetRow(type="JET", tails=2, home="depot"),),
        requirements=(requirement("bulk", cargo_class="bulk", mass_kg=60_000.0, **fields),),
        links=links,
    )
    return made, build_network(made)


def by_road(plan: oa.Plan) -> float:
    return sum(haul.load.quantity for haul in plan.hauls)


def test_a_quicker_road_takes_the_load() -> None:
    made, net = world(road("depot", 0.5))
    plan = plan_near(net, effort=4)
    assert by_road(plan) == pytest.approx(60_000.0)
    assert not plan.missions
    assert audit(made, plan, network=net) == []
    assert not plan.shortfalls


def test_a_road_that_takes_days_does_not() -> None:
    made, net = world(road("depot", 100.0, border_wait_s=hours(40)))
    plan = plan_near(net, effort=4)
    assert by_road(plan) == 0.0
    assert plan.missions
    assert audit(made, plan, network=net) == []


def test_what_can_not_fly_goes_by_road_in_every_mode() -> None:
    made, net = world(road("yard", 10.0), origin="yard")
    ways = all_ways(net, RouteBook(net))
    assert modes_of(net, ways) == (frozenset({0}),)
    plan = plan_near(net, effort=2)
    assert by_road(plan) == pytest.approx(60_000.0)
    assert audit(made, plan, network=net) == []
    assert plan.proof is not None
    assert plan.proof.objective[0] == 0.0


def test_the_choice_is_never_worse_than_flying_alone() -> None:
    slow_and_small = road("depot", 6.0)
    made, net = world(slow_and_small)
    _, alone = world()
    with_road, without = plan_near(net, effort=4), plan_near(alone, effort=4)
    terms = [objective(n, p, time_plan(n, p)) for n, p in ((net, with_road), (alone, without))]
    assert terms[0].undelivered <= terms[1].undelivered
    assert audit(made, with_road, network=net) == []
