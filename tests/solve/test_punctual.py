"""Departures that are moved where other traffic is in the way."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.network.build import DEPOT, HUB, TOWN, at, hours, requirement, scenario, spots
from tests.solve.worlds import world

from openairlift.audits import audit
from openairlift.audits.objective import objective
from openairlift.audits.timing import time_plan
from openairlift.model import FleetRow, Traffic
from openairlift.network import build_network
from openairlift.solve import improve
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.improve import plan_near
from openairlift.solve.punctual import behind, punctual


def met_by_another(minutes: float = 5.0, **fields):
    """Return a network in which another aircraft takes the hub's one spot before a load comes, and the plan.

    The plan is made as if nobody else came.
    """
    stated = {
        "places": (DEPOT, replace(HUB, parking=spots(wide=1)), TOWN),
        "fleet": (FleetRow(type="JET", tails=1, home="depot"),),
        "requirements": (requirement(mass_kg=40_000.0),),
        "horizon_days": 3,
        "objective_mark": "landed",
        "arrivals": "free",
        **fields,
    }
    alone = build_network(scenario(**stated))
    plan = plan_baseline(alone)
    comes = time_plan(alone, plan).stops[0][1].arrive
    opens = (comes / 60.0 - minutes) / 60.0 - 0.5  # the first of 24 a day comes half an hour after it opens
    others = Traffic(place="hub", arrivals_per_day=24.0, opens=at(opens), closes=at(opens + 1.0), ground_s=hours(3))
    return build_network(scenario(**stated, traffic=(others,))), plan


def terms(network, plan) -> tuple[float, ...]:
    """Return the terms of a plan and its flying hours."""
    found = objective(network, plan, time_plan(network, plan))
    return found.undelivered, found.late_weight_days, found.delay_weight_days, found.flying_h


def test_a_load_that_other_traffic_would_send_away_leaves_so_late_that_it_finds_a_spot():
    network, plan = met_by_another()
    before = time_plan(network, plan)
    assert behind(network, plan, before) == [0]
    moved = punctual(network, plan)
    assert not audit(network.scenario, moved, network=network)
    assert terms(network, moved) < terms(network, plan)
    landed = before.marks[0][1], time_plan(network, moved).marks[0][1]
    assert landed[1] < landed[0]
    assert moved.missions[0].earliest_s > plan.missions[0].earliest_s


def test_a_plan_that_nobody_hinders_stays_as_it_is():
    network, plan = met_by_another(minutes=-600.0)
    assert behind(network, plan, time_plan(network, plan)) == []
    assert punctual(network, plan) is plan


def test_without_time_nothing_is_moved():
    network, plan = met_by_another()
    assert punctual(network, plan, over=lambda: True).missions == plan.missions


@pytest.mark.parametrize("seed", range(4))
def test_plans_of_random_airlifts_with_traffic_are_never_worse_and_always_accepted(seed):
    luck = random.Random(seed)
    plain = world(seed, arrivals="free")
    hubs = [place for place in plain.places if place.startswith("h")]
    others = tuple(
        Traffic(place=hub, arrivals_per_day=luck.uniform(2.0, 12.0), ground_s=hours(luck.uniform(1, 4))) for hub in hubs
    )
    network = build_network(replace(plain, traffic=others))
    plan = plan_baseline(network)
    moved = punctual(network, plan)
    assert terms(network, moved) <= terms(network, plan)
    assert not audit(network.scenario, moved, network=network)


def test_the_planner_moves_departures_at_its_end(monkeypatch):
    network, plan = met_by_another()
    monkeypatch.setattr(improve, "plan_baseline", lambda _network: plan)
    monkeypatch.setattr(improve, "BASELINE_LIMIT", 1 << 60)
    found = plan_near(network, effort=1, prove=False)
    assert terms(network, found) <= terms(network, punctual(network, plan))
