"""One linear programme through HiGHS, and in words why it has no optimum where it has none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.errors import TwoStageError
from openairlift.solve.highs import quiet_highs
from openairlift.solve.two_stage.records import Array, Indices

# HiGHS keeps rows and reduced costs to 1e-7; what a diagnosis finds below ten times that is noise.
NOISE = 1e-6
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A run of rows or columns that belong together, and how messages call them.

    Attributes
    ----------
    start : index of its first row or column.
    what, whose : words before and after the position in the block.
    names : in place of the position, where they are known.
    """

    start: int
    what: str
    whose: str
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Programme:
    """min cost·v subject to row_lower ≤ A v ≤ row_upper and lower ≤ v ≤ upper; A as triplets in any order."""

    name: str
    cost: Array
    lower: Array
    upper: Array
    row_lower: Array
    row_upper: Array
    rows: Indices
    columns: Indices
    values: Array
    row_blocks: Sequence[Block]
    column_blocks: Sequence[Block]


class UnmetError(TwoStageError):
    """No values keep every row of the programme."""


def minimise(programme: Programme) -> Array:
    """Return the values of an optimum's variables.

    Raises
    ------
    UnmetError
        When no values keep every row, with the rows that are missed.
    TwoStageError
        When the cost has no lower limit, with the variables that run away, or when HiGHS stops for another reason,
        with that reason.
    """
    values, status = _solve(programme)
    if values is not None:
        return values
    short = _least_violation(programme)
    if short:
        raise UnmetError(
            f"{programme.name} can't be met. Nearest to it, these rows are still missed: {_listed(short)}."
            " Loosen one of them, or give the recourse a variable that pays for what is missing"
        )
    runaway = _ray(programme)
    if runaway:
        raise TwoStageError(
            f"{programme.name} has no optimum: its cost falls without end along {_listed(runaway)}."
            " State an upper or a lower bound, or check the sign of a cost"
        )
    raise TwoStageError(
        f"{programme.name}: HiGHS stopped without an optimum ({status}); check how the numbers are scaled"
    )


def compressed(programme: Programme) -> tuple[Indices, Indices, Array]:
    """Return the matrix by columns: where each column starts, the rows and the values of its entries."""
    order = np.lexsort((programme.rows, programme.columns))
    counts = np.bincount(programme.columns, minlength=len(programme.cost))
    starts = np.concatenate(([0], np.cumsum(counts)))
    return starts, programme.rows[order], programme.values[order]


def _solve(programme: Programme) -> tuple[Array | None, str]:
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.row_lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.cost, programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.row_lower, programme.row_upper
    starts, rows, values = compressed(programme)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    # HiGHS counts in 32 bits.
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_, model.a_matrix_.value_ = rows.astype(np.int32), values
    solver = quiet_highs()
    # Simplex ends in a vertex whether or not highspy-extras are there, so results do not depend on them.
    solver.setOptionValue("solver", "simplex")
    if solver.passModel(model) == highspy.HighsStatus.kError:
        raise TwoStageError(f"{programme.name}: HiGHS refused the matrix; check for entries of 1e15 and more")
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return np.array(solver.getSolution().col_value, dtype=float), ""
    if not programme.cost.size:
        # HiGHS calls a model without columns empty; its rows hold where 0 lies within their limits.
        met = np.all((programme.row_lower <= NOISE) & (programme.row_upper >= -NOISE))
        return (np.zeros(0) if met else None), "empty"
    return None, solver.modelStatusToString(status)


def _least_violation(programme: Programme) -> list[str]:
    """Say which rows are missed, and by how much, where the sum of all misses is least."""
    count, columns = len(programme.row_lower), len(programme.cost)
    every = np.arange(count)
    raised = Programme(
        name=programme.name,
        cost=np.concatenate((np.zeros(columns), np.ones(2 * count))),
        lower=np.concatenate((programme.lower, np.zeros(2 * count))),
        upper=np.concatenate((programme.upper, np.full(2 * count, np.inf))),
        row_lower=programme.row_lower,
        row_upper=programme.row_upper,
        rows=np.concatenate((programme.rows, every, every)),
        columns=np.concatenate((programme.columns, columns + every, columns + count + every)),
        values=np.concatenate((programme.values, np.ones(count), -np.ones(count))),
        row_blocks=programme.row_blocks,
        column_blocks=programme.column_blocks,
    )
    values, _ = _solve(raised)
    if values is None:
        return []
    missed = values[columns : columns + count] + values[columns + count :]
    return [f"{_label(programme.row_blocks, row)} by {missed[row]:g}" for row in _largest(missed)]


def _ray(programme: Programme) -> list[str]:
    """Say which variables can grow together for ever while the cost falls; empty where there is no such way."""
    open_below, open_above = np.isinf(programme.lower), np.isinf(programme.upper)
    cone = replace(
        programme,
        lower=np.where(open_below, -1.0, 0.0),
        upper=np.where(open_above, 1.0, 0.0),
        row_lower=np.where(np.isinf(programme.row_lower), -np.inf, 0.0),
        row_upper=np.where(np.isinf(programme.row_upper), np.inf, 0.0),
    )
    values, _ = _solve(cone)
    if values is None or float(programme.cost @ values) > -NOISE:
        return []
    return [_label(programme.column_blocks, column) for column in _largest(np.abs(values))]


def _largest(amounts: Array) -> list[int]:
    order = np.argsort(-amounts, kind="stable")
    return [int(index) for index in order if amounts[index] > NOISE]


def _label(blocks: Sequence[Block], index: int) -> str:
    block = blocks[bisect_right(blocks, index, key=lambda block: block.start) - 1]
    place = index - block.start
    return f"{block.what} {block.names[place] if block.names else f'[{place}]'} of {block.whose}"


def _listed(words: Sequence[str]) -> str:
    more = len(words) - NAMED
    return "; ".join(words[:NAMED]) + (f"; and {more} more" if more > 0 else "")
