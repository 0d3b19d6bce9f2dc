"""Costs, reckoned by hand beside."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.network.build import HUB, ROAD
from tests.plan.build import BULK, FRAMES, STOPS, TRUCKS, good, load, mission, world

from openairlift.network import Network, build_network
from openairlift.plan import Haul, Plan
from openairlift.reports.cost import cost_sentences
from openairlift.reports.show import Show
from openairlift.scenario import Scenario
from openairlift.study.cost import (
    KINDS,
    CostModel,
    CostSummary,
    planned_cost,
    planned_missions,
    planned_trips,
    summarised,
)

PRICES: dict[str, Any] = {
    "type_": {"cost_usd_per_h": 3600.0},
    "hub": {"landing_usd": 1000.0, "handling_usd_per_kg": 0.5},
    "depot": {"landing_usd": 200.0, "handling_usd_per_kg": 0.25},
}


def priced(trip_usd: float | None = 700.0, **changes: Any) -> tuple[Scenario, Network]:
    made = world(**{**PRICES, **changes})
    made = replace(made, links=(replace(ROAD, cost=trip_usd),))
    return made, build_network(made)


def summary(plan: Plan, **changes: Any) -> CostSummary:
    made, network = priced(**changes)
    return planned_cost(made, plan, network)


def block_s(network: Network) -> int:
    return int(network.block_s[0, 0, 1])


def test_a_plan_costs_flying_landings_handling_and_trips() -> None:
    _, network = priced()
    found = summary(good())
    one_way = block_s(network)
    # four missions out and home; the onload stands at the base, so a mission lands at the hub and at home
    assert found.by_kind["flying"] == pytest.approx(4 * 2 * one_way)  # 3,600 USD an hour is 1 USD a second
    assert found.by_kind["landing"] == 4 * 1200.0
    assert found.by_kind["charter"] == 0.0
    mass = 60_000 + 10_000 + 36_000 + 80 * 110
    assert found.by_kind["handling"] == pytest.approx(0.75 * mass)
    # the load of four trucks: 36 t by 15 t asks for 3 trips, 120 m³ without a stated volume for none more
    assert found.by_kind["surface"] == 3 * 700.0
    total = 8 * one_way + 4800 + 0.75 * mass + 2100
    assert found.total_usd == pytest.approx(total)
    assert found.usd_per_tonne == pytest.approx(total / (mass / 1000))
    assert found.not_stated == ()
    assert found.unshared_usd == 0.0


def test_a_mission_is_shared_by_mass() -> None:
    _, network = priced()
    found = summary(good())
    alone = 2 * block_s(network) + 1200.0
    # mission 2 carries 20 t of bulk and 10 t of frames; mission 1 bulk alone
    bulk = alone + alone * 20 / 30 + 0.75 * 60_000
    assert found.by_requirement["bulk"] == pytest.approx(bulk)
    assert found.by_requirement["frames"] == pytest.approx(alone * 10 / 30 + 0.75 * 10_000)
    assert found.by_requirement["trucks"] == pytest.approx(alone + 0.75 * 36_000 + 2100)
    assert found.by_requirement["tank"] == 0.0
    assert math.fsum(value or 0.0 for value in found.by_requirement.values()) == pytest.approx(found.total_usd)


def test_an_empty_mission_is_shared_by_all_by_mass() -> None:
    _, network = priced()
    plan = Plan(
        missions=(mission(0, 0, load(BULK, 1, 30_000.0)), mission(1, 0, load(FRAMES, 1, 10.0)), mission(2, 0)),
    )
    found = summary(plan)
    alone = 2 * block_s(network) + 1200.0
    assert found.by_requirement["bulk"] == pytest.approx(alone + alone * 30 / 40 + 0.75 * 30_000)
    assert found.by_requirement["frames"] == pytest.approx(alone + alone * 10 / 40 + 0.75 * 10_000)


def test_a_charter_price_stands_in_for_flying_hours() -> None:
    found = summary(good(), type_={"cost_usd_per_h": 3600.0, "charter_usd": 90_000.0})
    assert found.by_kind["charter"] == 4 * 90_000.0
    assert found.by_kind["flying"] == 0.0


def test_a_charter_that_did_not_fly_costs_nothing() -> None:
    _, network = priced(type_={"charter_usd": 90_000.0})
    model = CostModel.of(network, good())
    costs = model.run([0.0, 7200.0, 0.0, 0.0], np.zeros(4), np.zeros(5), np.zeros(5))
    assert costs.by_kind[KINDS.index("charter")] == 90_000.0


def test_what_never_lands_is_handled_at_onload_only() -> None:
    _, network = priced()
    model = CostModel.of(network, good())
    flown, trips = np.zeros(4), np.zeros(5)
    carried = np.full(5, 10.0)
    landed = np.array([True, False, False, False, False])
    kind = KINDS.index("handling")
    mass = carried * model.unit_kg
    costs = model.run(flown, np.zeros(4), carried, trips, landed)
    assert costs.by_kind[kind] == pytest.approx(mass.sum() * 0.25 + mass[0] * 0.5)
    assert model.run(flown, np.zeros(4), carried, trips).by_kind[kind] == pytest.approx(mass.sum() * 0.75)


def test_what_has_no_price_is_named_and_not_zero() -> None:
    found = summary(good(), trip_usd=None, type_={}, depot={})
    assert found.not_stated == (
        "flying hours of JET",
        "landings at depot",
        "handling at depot",
        "trips by road from hub to town",
    )
    assert found.by_kind["flying"] is None
    assert found.by_kind["surface"] is None
    assert found.by_kind["landing"] == 4 * 1000.0
    assert found.total_usd == pytest.approx(4000 + 0.5 * (60_000 + 10_000 + 36_000 + 8800))


def test_without_any_price_nothing_is_known() -> None:
    found = summary(good(), trip_usd=None, type_={}, depot={}, hub={})
    assert found.total_usd is None
    assert found.usd_per_tonne is None
    assert set(found.by_requirement.values()) == {None}


def test_costs_of_many_runs_are_those_of_each() -> None:
    _, network = priced()
    plan = good()
    model = CostModel.of(network, plan)
    luck = np.random.default_rng(3)
    flown, landings = luck.uniform(0, 9000, (6, 4)), luck.uniform(0, 2000, (6, 4))
    carried, trips = luck.uniform(0, 40, (6, 5)), luck.integers(0, 4, (6, 5))
    carried[2] = 0.0
    together = model.run(flown, landings, carried, trips)
    assert together.by_kind.shape == (6, len(KINDS))
    for run in range(6):
        one = model.run(flown[run], landings[run], carried[run], trips[run])
        assert np.array_equal(together.by_kind[run], one.by_kind)
        assert np.array_equal(together.by_requirement[run], one.by_requirement)
        assert together.unshared[run] == one.unshared
    assert together.unshared[2] == pytest.approx(float(flown[2].sum() + landings[2].sum()))
    done = summarised(model, together, np.full(6, 20_000.0))
    assert done.total_usd == pytest.approx(float(together.total.mean()))
    assert done.usd_per_tonne == pytest.approx(float(together.total.mean()) / 20)


@given(
    flown=arrays.arrays(np.int64, 4, elements=st.integers(0, 100_000)),
    carried=arrays.arrays(np.float64, 5, elements=st.just(0.0) | st.floats(1e-3, 1e5)),
)
def test_requirements_bear_every_cost(flown: Any, carried: Any) -> None:
    _, network = priced()
    costs = CostModel.of(network, good()).run(flown, np.full(4, 50.0), carried, np.ones(5))
    borne = float(costs.by_requirement.sum() + costs.unshared)
    assert borne == pytest.approx(float(costs.total), rel=1e-9, abs=1e-6)


def test_planned_missions_follow_the_tail() -> None:
    _, network = priced()
    hub_only = replace(mission(0, 0, load(BULK, 1, 10.0)), stops=STOPS[:2])
    plan = Plan(missions=(hub_only, mission(0, 24, load(BULK, 2, 10.0))))
    flown, landings = planned_missions(network, plan)
    # the first ends at the hub, so that the second flies to the depot first
    assert list(flown) == [block_s(network), 3 * block_s(network)]
    assert list(landings) == [1000.0, 200.0 + 1000.0 + 200.0]


def test_trips_by_payload_volume_or_one_on_a_capacity() -> None:
    made, _ = priced()
    cargo = load(TRUCKS, 1, 4.0)

    def trips(**fields: Any) -> int:
        return planned_trips(build_network(replace(made, links=(replace(ROAD, **fields),))), cargo)

    assert trips() == 3
    assert trips(payload_m3=20.0) == 6
    assert trips(payload_kg=None) == 1
    assert trips(trucks=None, payload_kg=None, capacity_kg_per_day=1000.0) == 1
    assert planned_trips(build_network(made), load(BULK, 1, 10.0)) == 0
    assert HUB.id == "hub"


def test_sentences_name_what_is_left_out() -> None:
    cost = {
        "total_usd": 2_500_000.0,
        "by_kind": {"flying": 2e6, "landing": None, "surface": 5e5},
        "by_requirement": {"food": 2e6, "power": 5e5, "tank": 0.0},
        "usd_per_tonne": 812.5,
        "not_stated": ["landings at hub"],
    }
    assert cost_sentences(cost, Show()) == [
        "Cost, at least: 2.5 M USD (flying hours 2 M USD, surface trips 500,000 USD).",
        "A tonne at the mark of the objective costs 812 USD.",
        "Dearest requirements: food 2 M USD, power 500,000 USD.",
        "Not stated, and so left out: landings at hub.",
    ]
    assert cost_sentences({"total_usd": None, "not_stated": ["flying hours of C-130J-30"]}, Show()) == [
        "Cost: not known, for no price is stated.",
        "Not stated, and so left out: flying hours of C-130J-30.",
    ]


def with_hauls() -> tuple[Network, Plan]:
    """Return the plan with 30 t of its bulk taken off the first mission, on a road from the depot to the hub."""
    made = replace(
        world(**PRICES), links=(replace(ROAD, cost=700.0), replace(ROAD, origin="depot", destination="hub", cost=90.0))
    )
    network = build_network(made)
    first = mission(0, 0, load(BULK, 1, 10_000.0))
    hauled = Haul(load=replace(load(BULK, 3, 30_000.0), pallets=0.0, link=1), origin=0)
    return network, replace(good(), missions=(first, *good().missions[1:]), hauls=(hauled,))


def test_a_haul_costs_its_trips_and_no_flying_or_handling() -> None:
    network, plan = with_hauls()
    found, before = planned_cost(network.scenario, plan, network), summary(good())
    assert found.by_kind["flying"] == before.by_kind["flying"]
    assert found.by_kind["landing"] == before.by_kind["landing"]
    assert found.by_kind["handling"] == pytest.approx((before.by_kind["handling"] or 0.0) - 0.75 * 30_000)
    assert found.by_kind["surface"] == (before.by_kind["surface"] or 0.0) + 2 * 90.0
    parts = math.fsum(value or 0.0 for value in found.by_requirement.values())
    assert parts == pytest.approx(found.total_usd)


def test_hauls_do_not_bear_missions_that_carried_nothing() -> None:
    network, plan = with_hauls()
    model = CostModel.of(network, plan)
    flown = np.array([3600.0, 7200.0, 0.0, 0.0])
    carried, trips = np.zeros((2, 6)), np.zeros((2, 6))
    carried[:, 5], trips[:, 5] = 30_000.0, 2.0
    carried[1, 1] = 500.0  # in the second run the second mission carries something
    costs = model.run(np.stack([flown] * 2), np.zeros((2, 4)), carried, trips)
    assert costs.unshared.tolist() == [10_800.0, 0.0]
    bulk = model.requirements.index("bulk")
    assert costs.by_requirement[0, bulk] == 180.0
    assert costs.by_requirement[1, bulk] == pytest.approx(180.0 + 10_800.0 + 500 * 0.75)


def test_a_plan_of_hauls_only_costs_its_trips() -> None:
    network, plan = with_hauls()
    found = planned_cost(network.scenario, replace(plan, missions=()), network)
    assert found.total_usd == 180.0
    assert found.unshared_usd == 0.0
    assert found.not_stated == ()
