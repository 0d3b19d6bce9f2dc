"""The optimum against closed forms and every vertex; what is said where there is no optimum."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.two_stage.programmes import farmer, least_vertex, newsvendor

from openairlift import Outcome, Triplets, TwoStage, TwoStageError, airl_second, solve_extensive
from openairlift.solve.two_stage.extensive import extensive_form
from openairlift.solve.two_stage.programme import UnmetError, compressed

SMALL = st.integers(-3, 3).map(float)


@st.composite
def tiny(draw: st.DrawFn) -> TwoStage:
    """One first-stage variable, two outcomes with one recourse variable and two rows each; all bounded, all random."""
    chance = draw(st.integers(1, 9)) / 10
    outcomes = [
        Outcome(
            name=f"outcome {index}",
            probability=probability,
            cost=[draw(SMALL)],
            technology=[[draw(SMALL)] for _ in range(2)],
            recourse=[[draw(SMALL)] for _ in range(2)],
            rhs=[draw(SMALL) for _ in range(2)],
            senses=["<=", ">="],
            upper=[draw(st.integers(0, 4))],
        )
        for index, probability in enumerate((chance, 1 - chance))
    ]
    return TwoStage(
        cost=[draw(SMALL)],
        upper=[4.0],
        rows=[[draw(SMALL)]],
        rhs=[draw(SMALL)],
        senses=draw(st.sampled_from(["<=", ">="])),
        outcomes=outcomes,
    )


@given(tiny())
@settings(max_examples=150, deadline=None)
def test_the_optimum_is_the_best_of_all_vertices(problem: TwoStage) -> None:
    expected = least_vertex(problem)
    if expected is None:
        with pytest.raises(UnmetError, match="these rows are still missed"):
            solve_extensive(problem)
    else:
        assert solve_extensive(problem).optimum == pytest.approx(expected, abs=1e-6)


@given(
    st.lists(st.integers(0, 100).map(float), min_size=1, max_size=7, unique=True),
    st.data(),
    st.integers(1, 9),
)
@settings(max_examples=50, deadline=None)
def test_the_newsvendor_orders_the_critical_quantile(demands: list[float], data: st.DataObject, cost: int) -> None:
    weights = np.array([data.draw(st.integers(1, 5)) for _ in demands], dtype=float)
    probabilities = weights / weights.sum()
    problem = newsvendor(demands, list(probabilities), cost=float(cost), price=10.0)
    order = np.argsort(demands)
    below = np.cumsum(probabilities[order])
    quantile = np.array(demands)[order][int(np.argmax(below >= 1 - cost / 10 - 1e-12))]
    expected = cost * quantile - 10 * float(probabilities @ np.minimum(demands, quantile))
    assert solve_extensive(problem).optimum == pytest.approx(expected, abs=1e-6)


def test_the_farmer_of_the_textbook() -> None:
    found = solve_extensive(farmer())
    assert found.optimum == pytest.approx(-108_390, abs=0.5)
    assert found.first_stage == pytest.approx({"wheat": 170, "corn": 80, "beets": 250})
    # In the good year 612 t of wheat: 310 t are left above what the farm needs, and beets fill the quota.
    assert found.recourse["good year"] == pytest.approx((0, 310, 0, 48, 6000, 0), abs=1e-6)
    assert found.optimum == pytest.approx(sum(found.costs.values()) / 3)


def test_a_sparse_programme_is_the_dense_one() -> None:
    def sparse(matrix: object) -> Triplets:
        dense = np.asarray(matrix, dtype=float)
        rows, columns = np.indices(dense.shape).reshape(2, -1)  # zeros stated too
        return Triplets(shape=dense.shape, rows=rows, columns=columns, values=dense.ravel())

    dense = farmer()
    outcomes = [
        replace(outcome, technology=sparse(outcome.technology), recourse=sparse(outcome.recourse))
        for outcome in dense.outcomes
    ]
    assert solve_extensive(replace(dense, rows=sparse(dense.rows), outcomes=outcomes)) == solve_extensive(dense)


def test_outcomes_may_differ_in_rows_and_recourse() -> None:
    outcomes = [
        Outcome(name="calm", probability=0.75, cost=[], technology=[[1.0]], recourse=[[]], rhs=[1.0], senses=">="),
        Outcome(
            name="rush", probability=0.25, cost=[3.0], technology=[[1.0]], recourse=[[1.0]], rhs=[5.0], senses=">="
        ),
    ]
    # One now is needed anyway; another four cost 1 each now, or 3 each with a chance of a quarter.
    assert solve_extensive(TwoStage(cost=[1.0], outcomes=outcomes)).optimum == pytest.approx(1 + 0.25 * 3 * 4)


def test_the_matrix_by_columns_is_the_matrix() -> None:
    form = extensive_form(farmer())
    starts, rows, values = compressed(form)
    dense = np.zeros((len(form.row_lower), len(form.cost)))
    for column in range(len(form.cost)):
        part = slice(starts[column], starts[column + 1])
        assert list(rows[part]) == sorted(rows[part])
        dense[rows[part], column] = values[part]
    assert list(dense[0]) == [1, 1, 1] + [0] * 18
    assert list(dense[4]) == [2.5, 0, 0] + [0] * 6 + [1, -1] + [0] * 10
    assert np.count_nonzero(dense) == len(values) == 3 + 3 * (3 + 6)


def test_what_can_not_be_met_is_named_by_row_and_outcome() -> None:
    paper = newsvendor([20, 40], [0.5, 0.5], cost=6, price=10)
    needy = replace(paper.outcomes[1], name="{rush}", rhs=[0.0, -3.0])
    with pytest.raises(
        TwoStageError, match=r"newsvendor can't be met.*: row \[1\] of outcome '\{rush\}' by 3\. Loosen"
    ):
        solve_extensive(replace(paper, outcomes=[paper.outcomes[0], needy]))


def test_a_first_stage_that_contradicts_itself_is_named() -> None:
    with pytest.raises(UnmetError, match=r"row \[0\] of the first stage by 100"):
        solve_extensive(replace(farmer(), rhs=[-100]))


def test_rows_without_any_variable_count_too() -> None:
    bare = Outcome(name="bare", probability=1.0, cost=[], technology=[[]], recourse=[[]], rhs=[2.0], senses="<=")
    nothing = TwoStage(cost=[], rows=np.zeros((0, 0)), outcomes=[bare])
    assert solve_extensive(nothing).optimum == 0.0
    with pytest.raises(UnmetError, match=r"row \[0\] of outcome 'bare' by 2"):
        solve_extensive(replace(nothing, outcomes=[replace(bare, senses=">=")]))


def test_a_cost_without_a_lower_limit_names_the_variables_that_run_away() -> None:
    with pytest.raises(TwoStageError, match=r"newsvendor has no optimum.*variable order of the first stage") as caught:
        solve_extensive(newsvendor([20, 40], [0.5, 0.5], cost=-6, price=10))
    assert not isinstance(caught.value, UnmetError)
    paper = newsvendor([20], [1.0], cost=6, price=10)
    free = replace(paper.outcomes[0], recourse=[[0.0], [0.0]])
    with pytest.raises(TwoStageError, match=r"recourse variable \[0\] of outcome 'day 0'\."):
        solve_extensive(replace(paper, outcomes=[free]))


def test_solving_prints_nothing() -> None:
    program = "import openairlift as oa; oa.solve_extensive(oa.airl_second())"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_the_same_programme_gives_the_same_bytes() -> None:
    assert repr(solve_extensive(airl_second())) == repr(solve_extensive(airl_second()))
