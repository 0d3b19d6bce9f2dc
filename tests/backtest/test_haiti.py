"""Haiti 2010: landings a day from spots and slots, beside the log's."""

from __future__ import annotations

import pytest

from openairlift.network import build_network
from openairlift.network.formulas import arrivals_per_day
from openairlift.scenario import read_scenario
from openairlift.sim import simulate_many
from openairlift.solve import make_plan

LOGGED_A_DAY = 2318 / 24


def test_nine_places_and_two_hour_slots_by_formula() -> None:
    assert arrivals_per_day(9, hours_per_day=24, ground_time_h=2, efficiency=0.85) == pytest.approx(91.8)


def test_simulated_landings_lie_within_15_percent_of_the_log() -> None:
    sc = read_scenario("haiti-2010")
    net = build_network(sc)
    batch = simulate_many(net, make_plan(sc, network=net), seed=7, first=0, count=20)
    field = net.place_index["pap"]
    arrived, _, gave_up = (batch.traffic[:, field, :, column].sum() for column in range(3))
    landed = (arrived - gave_up) / (20 * 24)
    assert landed == pytest.approx(LOGGED_A_DAY, rel=0.15)


def test_the_field_not_the_fleet_is_the_limit_in_the_plan() -> None:
    """Both capacities are nearly used up: 72 a day for two days, then 108."""
    sc = read_scenario("haiti-2010")
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    capacity = 2 * 72 + 22 * 108
    assert len(plan.missions) >= 0.9 * capacity
