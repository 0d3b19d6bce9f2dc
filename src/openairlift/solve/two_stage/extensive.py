"""The extensive form: every outcome's rows and recourse side by side in one linear programme."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openairlift.solve.two_stage.programme import Block, Programme, minimise
from openairlift.solve.two_stage.records import Array, TwoStage, bounds, entries, limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """An optimum of a two-stage linear programme.

    Attributes
    ----------
    optimum : least expected cost, first stage and recourse together.
    first_stage : what to do now, by variable.
    recourse : what to do in each outcome, one value for each recourse variable.
    costs : what each outcome costs, the first stage included.
    """

    optimum: float
    first_stage: Mapping[str, float]
    recourse: Mapping[str, tuple[float, ...]]
    costs: Mapping[str, float]


def solve_extensive(problem: TwoStage) -> Solution:
    """Solve a two-stage linear programme as one large linear programme.

    Parameters
    ----------
    problem : the programme.

    Raises
    ------
    TwoStageError
        When no first stage leaves every outcome a recourse (the rows that are missed are named), or when the
        expected cost has no lower limit (the variables that run away are named).

    Examples
    --------
    >>> import openairlift as oa
    >>> round(oa.solve_extensive(oa.airl_second()).optimum, 3)
    269665.498
    """
    values = minimise(extensive_form(problem))
    count = len(problem.cost)
    base = dot(problem.cost, values[:count])
    recourse, costs, start = {}, {}, count
    for outcome in problem.outcomes:
        reaction = values[start : start + len(outcome.cost)]
        start += len(outcome.cost)
        recourse[outcome.name] = tuple(float(value) for value in reaction)
        costs[outcome.name] = base + dot(outcome.cost, reaction)
    return Solution(
        optimum=math.fsum(outcome.probability * costs[outcome.name] for outcome in problem.outcomes),
        first_stage={name: float(value) for name, value in zip(problem.names, values[:count], strict=True)},
        recourse=recourse,
        costs=costs,
    )


def extensive_form(problem: TwoStage) -> Programme:
    """Return the programme with a copy of the recourse for every outcome, its cost weighed with the probability."""
    rows, columns = len(problem.rhs), len(problem.cost)
    row_blocks = [Block(start=0, what="row", whose="the first stage")]
    column_blocks = [Block(start=0, what="variable", whose="the first stage", names=problem.names)]
    cost = [np.asarray(problem.cost, dtype=float)]
    edges = [bounds(problem)]
    heights = [limits(problem)]
    found = [entries(problem.rows)]
    for outcome in problem.outcomes:
        for matrix, left in ((outcome.technology, 0), (outcome.recourse, columns)):
            at_row, at_column, values = entries(matrix)
            found.append((at_row + rows, at_column + left, values))
        row_blocks.append(Block(start=rows, what="row", whose=f"outcome {outcome.name!r}"))
        column_blocks.append(Block(start=columns, what="recourse variable", whose=f"outcome {outcome.name!r}"))
        cost.append(outcome.probability * np.asarray(outcome.cost, dtype=float))
        edges.append(bounds(outcome))
        heights.append(limits(outcome))
        rows, columns = rows + outcome.size[0], columns + outcome.size[1]
    return Programme(
        name=problem.name,
        cost=np.concatenate(cost),
        lower=np.concatenate([lower for lower, _ in edges]),
        upper=np.concatenate([upper for _, upper in edges]),
        row_lower=np.concatenate([least for least, _ in heights]),
        row_upper=np.concatenate([most for _, most in heights]),
        rows=np.concatenate([at_row for at_row, _, _ in found]),
        columns=np.concatenate([at_column for _, at_column, _ in found]),
        values=np.concatenate([values for _, _, values in found]),
        row_blocks=row_blocks,
        column_blocks=column_blocks,
    )


def dot(cost: object, values: Array) -> float:
    """Return the sum of products, rounded once, so that it does not depend on how a library adds up."""
    return math.fsum(np.asarray(cost, dtype=float) * values)
