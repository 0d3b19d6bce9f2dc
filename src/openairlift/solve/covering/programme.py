"""A 0-1 programme through HiGHS: rows are built in one pass, and what comes back is an optimum that is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from openairlift.errors import OpenAirliftError
from openairlift.solve.highs import quiet_highs

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

GAP = 1e-9
"""Relative gap at which an optimum counts as proved: what doubles can tell apart."""


class Answer(NamedTuple):
    """What HiGHS found.

    Attributes
    ----------
    values : by column.
    bound : of the cost, proved.
    reduced, duals : reduced costs by column and duals by row, where nothing is whole; else zeros.
    """

    values: Floats
    bound: float
    reduced: Floats
    duals: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows of a programme, one after the other: limits, where each row starts, columns and values of its entries."""

    lower: Floats
    upper: Floats
    starts: Ints
    columns: Ints
    values: Floats

    @classmethod
    def stacked(cls, *parts: Rows) -> Rows:
        """Return several runs of rows as one."""
        sizes = np.cumsum([0, *(len(part.columns) for part in parts)])[:-1]
        return cls(
            lower=np.concatenate([part.lower for part in parts]),
            upper=np.concatenate([part.upper for part in parts]),
            starts=np.concatenate([part.starts + size for part, size in zip(parts, sizes, strict=True)]),
            columns=np.concatenate([part.columns for part in parts]),
            values=np.concatenate([part.values for part in parts]),
        )

    @classmethod
    def of(cls, row_of: Ints, columns: Ints, values: Floats, *, lower: Floats, upper: Floats) -> Rows:
        """Return rows of entries in any order; `row_of` is the row of each."""
        order = np.argsort(row_of, kind="stable")
        counts = np.bincount(row_of, minlength=len(lower))
        starts = np.concatenate(([0], np.cumsum(counts)))[:-1]
        return cls(lower=lower, upper=upper, starts=starts, columns=columns[order], values=values[order])


def solve(
    cost: Floats,
    upper: Floats,
    rows: Rows,
    *,
    whole: int,
    start: Floats | None = None,
    lower: Floats | None = None,
) -> Answer:
    """Return values of least cost, and what proves that.

    Parameters
    ----------
    cost, lower, upper : by column; `lower` None = 0.
    rows : what has to hold.
    whole : the first so many columns are whole numbers.
    start : values of a known solution.

    Raises
    ------
    OpenAirliftError
        When HiGHS ends without an optimum.
    """
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows.lower)
    model.col_cost_, model.col_upper_ = cost, upper
    model.col_lower_ = np.zeros(len(cost)) if lower is None else lower
    model.row_lower_, model.row_upper_ = rows.lower, rows.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.append(rows.starts, len(rows.columns)).astype(np.int32)  # HiGHS counts in 32 bits
    model.a_matrix_.index_, model.a_matrix_.value_ = rows.columns.astype(np.int32), rows.values
    if whole:
        kinds = [highspy.HighsVarType.kInteger] * whole
        model.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(cost) - whole)
    solver = quiet_highs()
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.setOptionValue("mip_abs_gap", 0.0)
    solver.passModel(model)
    if start is not None and whole:
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        solver.setSolution(known)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        status = solver.modelStatusToString(solver.getModelStatus())
        raise OpenAirliftError(f"HiGHS ended without an optimum ({status}); check how far the weights lie apart")
    info = solver.getInfo()
    bound = float(info.mip_dual_bound) if whole else float(info.objective_function_value)
    solution = solver.getSolution()
    return Answer(
        np.array(solution.col_value, dtype=np.float64),
        bound,
        np.zeros(len(cost)) if whole else np.array(solution.col_dual, dtype=np.float64),
        np.zeros(len(rows.lower)) if whole else np.array(solution.row_dual, dtype=np.float64),
    )
