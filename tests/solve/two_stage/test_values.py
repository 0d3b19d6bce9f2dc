"""What uncertainty costs: textbook figures, closed forms, and inequalities that always hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.two_stage.programmes import farmer, least_vertex, newsvendor
from tests.solve.two_stage.test_extensive import tiny

import openairlift as oa
from openairlift.solve.two_stage.programme import UnmetError


def test_the_farmer_of_the_textbook() -> None:
    found = oa.solve_two_stage(farmer())
    assert found.wait_and_see == pytest.approx(-115_406, abs=1)
    assert found.evpi == pytest.approx(7016, abs=1)
    assert found.mean_value == pytest.approx(-118_600)
    assert found.eev == pytest.approx(-107_240)
    assert found.vss == pytest.approx(1150)
    assert found.notes == ()


@given(st.lists(st.integers(0, 100).map(float), min_size=2, max_size=6, unique=True), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_the_newsvendor_in_closed_form(demands: list[float], cost: int) -> None:
    count = len(demands)
    problem = newsvendor(demands, [1 / count] * count, cost=float(cost), price=10.0)
    mean = float(np.mean(demands))
    # Who knows demand orders just that; who plans for the mean orders the mean.
    assert oa.wait_and_see(problem) == pytest.approx((cost - 10) * mean, abs=1e-6)
    assert oa.eev(problem) == pytest.approx(cost * mean - 10 * float(np.mean(np.minimum(demands, mean))), abs=1e-6)
    assert oa.evpi(problem) >= 0.0
    assert oa.vss(problem) >= 0.0


@given(tiny())
@settings(max_examples=150, deadline=None)
def test_knowing_never_costs_and_the_mean_never_gains(problem: oa.TwoStage) -> None:
    if least_vertex(problem) is None:
        return
    found = oa.solve_two_stage(problem)
    informed = [
        least_vertex(replace(problem, outcomes=[replace(outcome, probability=1.0)])) for outcome in problem.outcomes
    ]
    expected = sum(outcome.probability * cost for outcome, cost in zip(problem.outcomes, informed, strict=True))
    assert found.wait_and_see == pytest.approx(expected, abs=1e-6)
    assert found.evpi >= 0.0
    if found.eev is None:
        assert found.vss is None
        assert found.notes
    else:
        assert found.vss >= 0.0


def test_a_sure_future_makes_knowledge_worthless() -> None:
    found = oa.solve_two_stage(newsvendor([30], [1.0], cost=6, price=10))
    assert (found.evpi, found.vss) == (pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9))


def needy() -> oa.TwoStage:
    """Demand of 20 or 40 must be met out of what is ordered now; for the mean, 30 is enough."""
    paper = newsvendor([20, 40], [0.5, 0.5], cost=6, price=10)
    return replace(
        paper,
        outcomes=[replace(outcome, senses=["<=", "=="]) for outcome in paper.outcomes],
    )


def test_a_mean_value_plan_that_can_not_react_is_named() -> None:
    found = oa.solve_two_stage(needy())
    assert (found.eev, found.vss) == (None, None)
    assert found.optimum == pytest.approx(6 * 40 - 10 * 30)
    assert len(found.notes) == 1
    assert "outcome 'day 1' after this first stage can't be met" in found.notes[0]
    assert "none" in str(found)
    assert found.notes[0] in str(found)
    with pytest.raises(UnmetError, match="no recourse in 1 of 2 outcomes: day 1"):
        oa.eev(needy())
    mean = oa.expected_value_solution(needy())
    assert mean.first_stage == pytest.approx({"order": 30})
    assert list(mean.evaluation.unmet) == ["day 1"]
    assert mean.evaluation.costs["day 0"] == pytest.approx(6 * 30 - 10 * 20)


def test_outcomes_of_different_shape_have_no_mean_but_an_optimum() -> None:
    paper = newsvendor([20, 40], [0.5, 0.5], cost=6, price=10)
    other = replace(paper.outcomes[1], senses=["<=", "=="])
    problem = replace(paper, outcomes=[paper.outcomes[0], other])
    with pytest.raises(oa.TwoStageError, match="'day 0' and 'day 1' have no mean"):
        oa.expected_value_solution(problem)
    found = oa.solve_two_stage(problem)
    assert found.mean_value is None
    assert "no mean value" in found.notes[0]
    assert found.wait_and_see is not None


def test_a_mean_that_can_not_react_although_every_outcome_can_is_a_note() -> None:
    outcomes = [
        oa.Outcome(
            name=name,
            probability=0.5,
            cost=[1],
            technology=[[0]],
            recourse=[[rate]],
            rhs=[1],
            senses="==",
            lower=[None],
        )
        for name, rate in (("up", 1), ("down", -1))
    ]
    found = oa.solve_two_stage(oa.TwoStage(cost=[0], outcomes=outcomes))
    assert found.optimum == pytest.approx(0.0)
    assert (found.mean_value, found.eev) == (None, None)
    assert "mean value can't be met" in found.notes[0]


def test_an_outcome_that_alone_runs_away_leaves_no_wait_and_see() -> None:
    # Ordering is paid for on one day and costly on the other: bounded together, not alone.
    paper = newsvendor([20, 40], [0.5, 0.5], cost=0, price=10)
    outcomes = [
        replace(outcome, technology=[[-1.0], [0.0], [rate]], cost=[-10, 1], recourse=[[1, 0], [1, 0], [0, -1]],
                rhs=[0, 20, 0], senses=["<=", "<=", "=="], lower=[0, None], upper=None)
        for outcome, rate in zip(paper.outcomes, (-1.0, 3.0), strict=True)
    ]  # fmt: skip
    found = oa.solve_two_stage(replace(paper, outcomes=outcomes))
    assert found.wait_and_see is None
    assert found.evpi is None
    assert "outcome 'day 0' alone has no optimum" in found.notes[0]


def test_the_mean_mixes_every_number() -> None:
    paper = newsvendor([20, 40], [0.25, 0.75], cost=6, price=10)
    outcomes = [
        replace(outcome, technology=[[-tech], [0.0]], recourse=[[rec], [1.0]], cost=[-price], upper=[most])
        for outcome, tech, rec, price, most in zip(
            paper.outcomes, (1.0, 2.0), (1.0, 3.0), (8.0, 24.0), (30.0, 32.0), strict=True
        )
    ]
    # Means: rec 2.5, tech 1.75, price 20, demand 35, at most 31.5. One sold needs 2.5 / 1.75 ordered at 6.
    assert oa.expected_value_solution(replace(paper, outcomes=outcomes)).optimum == pytest.approx(
        31.5 * (6 * 2.5 / 1.75 - 20)
    )


def test_a_first_stage_is_priced_by_name_or_in_order() -> None:
    planted = {"corn": 100, "beets": 200, "wheat": 150}
    by_name = oa.evaluate_first_stage(farmer(), planted)
    assert by_name == oa.evaluate_first_stage(farmer(), [150, 100, 200])
    # By hand, mean year: 375 t wheat, 300 t corn, 4,000 t beets.
    sown = 150 * 150 + 230 * 100 + 260 * 200
    assert by_name.costs["mean year"] == pytest.approx(sown - 170 * 175 - 150 * 60 - 36 * 4000)
    best = oa.solve_extensive(farmer())
    assert oa.evaluate_first_stage(farmer(), best.first_stage).expected_cost == pytest.approx(best.optimum)


@pytest.mark.parametrize(
    ("first_stage", "words"),
    [
        ([300, 300, 0], r"row \[0\] of the first stage is 600; allowed: -inf to 500"),
        ([-5, 0, 0], "variable wheat of the first stage is -5; allowed: 0 to inf"),
        ([1, 2], "3 finite numbers"),
        ([1, 2, float("nan")], "3 finite numbers"),
        ({"wheat": 1, "corn": 2, "beet": 3}, "wrong or missing: beet, beets"),
    ],
)
def test_a_first_stage_that_is_not_allowed_is_refused(first_stage: object, words: str) -> None:
    with pytest.raises(oa.TwoStageError, match=words):
        oa.evaluate_first_stage(farmer(), first_stage)  # type: ignore[arg-type]


def test_print_shows_the_four_numbers() -> None:
    lines = str(oa.solve_two_stage(farmer())).splitlines()
    assert lines[0] == "farmer"
    assert [line.split()[-1] for line in lines[3:7:3]] == ["7,015.5556", "1,150.0000"]
    assert lines[-1] == "  first stage: wheat = 170, corn = 80, beets = 250"
