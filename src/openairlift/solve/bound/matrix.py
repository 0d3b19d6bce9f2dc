"""Linear programmes in sparse columns, as the bound's helpers build them, and the solver behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from openairlift.network.network import FloatArray, IntArray


@dataclass(slots=True)
class Matrix:
    """Triplets of a matrix and the costs of its columns, gathered in blocks."""

    rows: list[IntArray] = field(default_factory=list)
    columns: list[IntArray] = field(default_factory=list)
    values: list[FloatArray] = field(default_factory=list)
    costs: list[FloatArray] = field(default_factory=list)
    count: int = 0

    def add_columns(self, costs: FloatArray) -> IntArray:
        """Return the numbers of new columns with these costs."""
        found = np.arange(self.count, self.count + costs.size, dtype=np.int64)
        self.costs.append(costs)
        self.count += costs.size
        return found

    def put(self, rows: IntArray, columns: IntArray, values: FloatArray) -> None:
        """Add entries; rows below 0 are none."""
        keep = (rows >= 0) & (values != 0.0)
        self.rows.append(rows[keep])
        self.columns.append(columns[keep])
        self.values.append(values[keep])

    def by_column(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Return starts, rows and values by column, entries of the same place added up."""
        rows, columns = np.concatenate(self.rows), np.concatenate(self.columns)
        values = np.concatenate(self.values)
        order = np.lexsort((rows, columns))
        rows, columns, values = rows[order], columns[order], values[order]
        first = np.ones(rows.size, dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        starts = np.flatnonzero(first)
        values = np.add.reduceat(values, starts)
        columns = columns[starts]
        return np.searchsorted(columns, np.arange(self.count + 1)), rows[starts], values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a solver found: the optimum, the sizes of the rows' duals, the columns' values, and how it ended.

    `ended` says that it was ended before it was done, by a limit of time or by whoever is asked.
    """

    optimum: float
    dual: FloatArray
    flow: FloatArray
    status: str
    ended: bool


def maximise(
    matrix: Matrix,
    lower: FloatArray,
    upper: FloatArray,
    *,
    solver: str,
    threads: int = 1,
    limit_s: float | None = None,
    halted: Callable[[], bool] | None = None,
) -> Answer:
    """Return the greatest Σ costs × columns, columns ≥ 0, rows between their limits, by a solver of HiGHS.

    Duals of an interior point are those of the middle of the optimal face, not of a corner: no crossover is made.

    halted : asked after every step of the solver; True ends it. None = nobody is asked.
    """
    import highspy

    from openairlift.solve.highs import quiet_highs

    starts, index, value = matrix.by_column()
    cost = np.concatenate(matrix.costs)
    scale = float(np.abs(cost).max()) or 1.0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.count, upper.size
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = cost / scale
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.full(lp.num_col_, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
    highs = quiet_highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", solver)
    highs.setOptionValue("run_crossover", "off")
    highs.setOptionValue("threads", threads)
    if limit_s is not None:
        highs.setOptionValue("time_limit", limit_s)
    if halted is not None:
        for step in (highs.cbIpmInterrupt, highs.cbSimplexInterrupt):
            step.subscribe(lambda event: event.interrupt(halted()))
    highs.passModel(lp)
    highs.run()
    solution, status = highs.getSolution(), highs.getModelStatus()
    ended = status in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
    return Answer(
        optimum=float(highs.getInfo().objective_function_value) * scale,
        dual=np.abs(np.array(solution.row_dual)) * scale,
        flow=np.array(solution.col_value),
        status=highs.modelStatusToString(status),
        ended=ended,
    )
