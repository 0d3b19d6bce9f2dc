"""Midler and Wollmer's airlift: the published optimum, and figures that follow from one another."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import numpy as np
import pytest

from openairlift import airl_second, evaluate_first_stage, evpi, solve_two_stage
from openairlift.solve.two_stage.airl import HOURS, SWITCHES, TONS

PUBLISHED = 269665.498390  # Ariyawansa and Felt


def test_the_published_optimum_and_wait_and_see() -> None:
    found = solve_two_stage(airl_second())
    assert found.optimum == pytest.approx(PUBLISHED, rel=1e-9)
    assert found.wait_and_see == pytest.approx(263916.173, abs=5e-4)
    assert found.first_stage == pytest.approx({"x11": 19.8984, "x12": 20.6696, "x21": 0, "x22": 0}, abs=1e-6)
    assert found.evpi == pytest.approx(PUBLISHED - 263916.173, abs=1e-3)
    assert evpi(airl_second()) == found.evpi
    assert found.eev is not None
    assert found.vss == pytest.approx(found.eev - PUBLISHED, abs=1e-3)
    assert found.vss > 0


def test_the_page_shows_what_is_printed() -> None:
    page = Path(__file__).parents[3] / "docs" / "background" / "two-stage.md"
    assert f"```text\n{solve_two_stage(airl_second())}\n```" in page.read_text(encoding="utf-8")


def test_the_mean_value_plan_by_hand() -> None:
    # For the mean every ton goes with the cheapest aircraft, and nothing is switched.
    demand = [fsum(o.probability * float(o.rhs[row]) for o in airl_second().outcomes) for row in (4, 5)]
    assert solve_two_stage(airl_second()).mean_value == pytest.approx(7200 * demand[0] / 50 + 6000 * demand[1] / 75)


def test_twenty_five_outcomes_share_out_the_probability() -> None:
    problem = airl_second()
    assert len(problem.outcomes) == 25
    assert fsum(outcome.probability for outcome in problem.outcomes) == pytest.approx(1.0, abs=1e-12)


def test_a_switched_flight_costs_the_tons_of_the_flights_it_replaces() -> None:
    hours, tons = np.ravel(HOURS), np.ravel(TONS)
    for flight, (_, needed, *won) in enumerate(SWITCHES):
        assert won[flight % 2] == pytest.approx(-tons[flight] * needed / hours[flight], abs=5e-4)
        assert won[1 - flight % 2] == tons[flight - flight % 2 + 1 - flight % 2]


def test_without_any_aircraft_all_of_it_is_bought() -> None:
    demand = [fsum(o.probability * float(o.rhs[row]) for o in airl_second().outcomes) for row in (4, 5)]
    assert evaluate_first_stage(airl_second(), [0] * 4).expected_cost == pytest.approx(
        500 * demand[0] + 250 * demand[1]
    )
