"""What a two-stage programme must state, and what the messages say where it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.solve.two_stage.programmes import farmer, newsvendor

from openairlift import Outcome, Triplets, TwoStage, TwoStageError

PAPER = newsvendor([20, 40], [0.5, 0.5], cost=6, price=10)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"probability": 0.0}, "outcome 'day 0': its probability is 0; allowed: above 0"),
        ({"probability": float("nan")}, "its probability is nan"),
        ({"probability": 1.5}, "its probability is 1.5"),
        ({"cost": [float("nan")]}, r"cost\[0\] is nan; allowed: a finite number"),
        ({"cost": [[1.0]]}, "cost has 2 dimension"),
        ({"cost": ["dear"]}, "cost must be numbers"),
        ({"recourse": [[1.0, 2.0], [1.0, 2.0]]}, "recourse is 2 × 2; allowed: 2 × 1"),
        ({"technology": [[1.0]]}, "technology is 1 × 1; allowed: 2 × 1"),
        ({"senses": "<"}, "got the sense '<'; allowed: <=, >=, =="),
        ({"senses": ["<="]}, "1 senses for 2 right-hand sides"),
        ({"lower": [2.0], "upper": [1.0]}, r"variable \[0\] has lower 2 and upper 1"),
        ({"lower": [0.0, 0.0]}, "2 bounds in lower for 1 variables"),
        ({"upper": [float("nan")]}, r"upper\[0\] is nan"),
        ({"lower": [float("inf")]}, "lower inf"),
    ],
)
def test_an_outcome_says_what_is_wrong_with_it(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TwoStageError, match=words):
        replace(PAPER.outcomes[0], **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcomes": []}, "newsvendor: it has no outcomes"),
        ({"outcomes": PAPER.outcomes[:1]}, "probabilities of its 1 outcomes add up to 0.5; allowed: 1"),
        ({"outcomes": [PAPER.outcomes[0]] * 2}, "names of the outcomes must differ; stated more than once: day 0"),
        ({"names": ["a", "b"]}, "2 names for 1 first-stage variables"),
        (
            {"cost": [6.0, 1.0], "names": ["a", "b"], "rows": None, "lower": None, "upper": None},
            "technology has 1 columns; allowed: 2",
        ),
        ({"cost": [6.0, 1.0], "names": ["a", "a"]}, "stated more than once: a"),
        ({"rows": [[1.0, 1.0]], "rhs": [3.0], "senses": "<="}, "rows is 1 × 2; allowed: 1 × 1"),
        ({"rows": [[1.0]], "rhs": [3.0, 4.0], "senses": "<="}, "rows is 1 × 1; allowed: 2 × 1"),
    ],
)
def test_a_programme_says_what_is_wrong_with_it(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TwoStageError, match=words):
        replace(PAPER, **changes)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (([0, 0], [1, 1], [1.0, 2.0]), r"the entry \(0, 1\) is stated twice"),
        (([2], [0], [1.0]), "rows runs from 2 to 2; allowed: 0 to 1"),
        (([0], [-1], [1.0]), "columns runs from -1"),
        (([0], [1.5], [1.0]), "columns must be a list of whole numbers"),
        (([0, 1], [0], [1.0]), "2 rows, 1 columns, 1 values"),
        (([0], [0], [float("inf")]), r"values\[0\] is inf"),
    ],
)
def test_triplets_say_what_is_wrong_with_them(entries: tuple[Any, Any, Any], words: str) -> None:
    with pytest.raises(TwoStageError, match=words):
        Triplets(shape=(2, 3), rows=entries[0], columns=entries[1], values=entries[2])


def test_no_bound_is_none_or_infinite_and_left_out_bounds_start_at_zero() -> None:
    outcome = replace(PAPER.outcomes[0], lower=[None], upper=None)
    assert (outcome.lower[0], outcome.upper[0]) == (-np.inf, np.inf)
    assert (PAPER.lower[0], PAPER.upper[0]) == (0.0, np.inf)
    assert replace(outcome, upper=np.array([np.inf])).upper[0] == np.inf


def test_records_keep_their_numbers_when_the_arrays_they_came_from_change() -> None:
    cost, recourse = np.array([-10.0]), np.array([[1.0], [1.0]])
    outcome = replace(PAPER.outcomes[0], cost=cost, recourse=recourse)
    cost[0] = recourse[0, 0] = 99.0
    assert outcome.cost[0] == -10.0
    assert np.asarray(outcome.recourse)[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        outcome.cost[0] = 1.0


def test_variables_without_names_are_numbered() -> None:
    assert replace(farmer(), names=()).names == ("x0", "x1", "x2")


def test_an_outcome_may_have_no_recourse_variable() -> None:
    bare = Outcome(name="sure", probability=1, cost=[], technology=[[1.0]], recourse=[[]], rhs=[2.0], senses=">=")
    assert TwoStage(cost=[1.0], outcomes=[bare]).outcomes[0].size == (1, 0)
