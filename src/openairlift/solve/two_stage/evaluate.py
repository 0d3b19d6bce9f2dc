"""What a given first stage costs over the outcomes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.errors import TwoStageError
from openairlift.solve.two_stage.extensive import Solution, solve_extensive
from openairlift.solve.two_stage.programme import NOISE, UnmetError
from openairlift.solve.two_stage.records import Array, Outcome, TwoStage, bounds, entries, limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a given first stage costs.

    Attributes
    ----------
    expected_cost : first stage and recourse; None where some outcome leaves no recourse.
    costs : of each outcome that has a recourse, the first stage included.
    unmet : outcomes without a recourse, each with the rows that are missed.
    """

    expected_cost: float | None
    costs: Mapping[str, float]
    unmet: Mapping[str, str]


def evaluate_first_stage(problem: TwoStage, first_stage: Mapping[str, float] | Sequence[float] | Array) -> Evaluation:
    """Price a first stage over all outcomes.

    Parameters
    ----------
    problem : the programme.
    first_stage : values by variable's name, or in the order of `TwoStage.names`.

    Raises
    ------
    TwoStageError
        When the first stage breaks its own bounds or rows, or a recourse costs less than any limit.

    Examples
    --------
    >>> import openairlift as oa
    >>> oa.evaluate_first_stage(oa.airl_second(), [0, 0, 0, 0]).expected_cost > 800_000
    True
    """
    values = _values(problem, first_stage)
    _refuse_broken(problem, values)
    fixed = replace(problem, lower=values, upper=values, rows=None, rhs=(), senses=())
    costs, unmet = {}, {}
    for outcome in problem.outcomes:
        try:
            costs[outcome.name] = solve_alone(
                fixed, outcome, f"outcome {outcome.name!r} after this first stage"
            ).optimum
        except UnmetError as error:
            unmet[outcome.name] = str(error)
    expected = math.fsum(outcome.probability * costs.get(outcome.name, 0.0) for outcome in problem.outcomes)
    return Evaluation(expected_cost=None if unmet else expected, costs=costs, unmet=unmet)


def solve_alone(problem: TwoStage, outcome: Outcome, name: str) -> Solution:
    """Solve the programme as if `outcome` were sure; `name` says in messages what this is."""
    certain = replace(outcome, probability=1.0)
    return solve_extensive(replace(problem, outcomes=(certain,), name=f"{problem.name}, {name}"))


def _values(problem: TwoStage, first_stage: Mapping[str, float] | Sequence[float] | Array) -> Array:
    if isinstance(first_stage, Mapping):
        wrong = set(first_stage) ^ set(problem.names)
        if wrong:
            raise TwoStageError(
                f"{problem.name}: the first stage must state {', '.join(problem.names)}; wrong or missing:"
                f" {', '.join(sorted(wrong))}"
            )
        first_stage = [first_stage[name] for name in problem.names]
    values = np.array(first_stage, dtype=float)
    if values.shape != (len(problem.cost),) or not np.isfinite(values).all():
        raise TwoStageError(f"{problem.name}: a first stage is {len(problem.cost)} finite numbers; got {first_stage}")
    return values


def _refuse_broken(problem: TwoStage, values: Array) -> None:
    """Raise where a first stage breaks its own bounds or rows by more than the solver's noise."""
    rows, columns, coefficients = entries(problem.rows)
    sums = np.bincount(rows, weights=coefficients * values[columns], minlength=len(problem.rhs))
    names = [f"variable {name}" for name in problem.names] + [f"row [{row}]" for row in range(len(problem.rhs))]
    found = np.concatenate((values, sums))
    (lower, upper), (least, most) = bounds(problem), limits(problem)
    low, high = np.concatenate((lower, least)), np.concatenate((upper, most))
    slack = NOISE * np.maximum(1.0, np.abs(found))
    for index in np.flatnonzero((found < low - slack) | (found > high + slack)):
        raise TwoStageError(
            f"{problem.name}: {names[index]} of the first stage is {found[index]:g};"
            f" allowed: {low[index]:g} to {high[index]:g}"
        )
