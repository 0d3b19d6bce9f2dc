"""Better prices from what many sweeps found: column generation, with prices held near the best ones so far.

A linear programme combines the missions of all sweeps as well as it can; its duals are the next prices to try. At any
prices a sweep proves a bound, so nothing here has to be right for the bound to hold: it only has to be good.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.bound.columns import Columns
from openairlift.solve.bound.matrix import Matrix, maximise
from openairlift.solve.bound.prices import Prices

REACH, NEAREST, FARTHEST = 0.1, 0.002, 32.0
"""Share of its scale by which a price may leave the best ones: at first, at the least and at the most."""
SHARES = (1.0, 0.5, 0.2, 0.06)
"""How far from the best prices to those of the programme is tried, one after the other until one is better."""
LEAST, MISSIONS = 4, 400
"""A programme counts as so many sweeps, and as one more for the square of its missions over so many."""
CLOSE = 1e-3
"""Share of what is lost that is not worth another programme."""


class Master:
    """The restricted programme of one ascent's grid and periods.

    quick : whether the simplex method is tried as long as its prices are better; with some thousand missions at most it
        is several times as quick as an interior point, whose prices are the better aim where it gets nowhere.
    """

    def __init__(self, columns: Columns, *, quick: bool = True) -> None:
        self.quick, self.helped = quick, True
        self.columns, self.ascent, self.relaxed = columns, columns.ascent, columns.relaxed
        self.lines, self.stocks = self.relaxed.quantity.size, self.relaxed.stock.size
        self.limits = self.lines + self.stocks + self.ascent.supply.size
        self.unit = np.ones(self.lines)
        for parcels in self.relaxed.parcels:
            for parcel in parcels:
                self.unit[parcel.line] = max(self.unit[parcel.line], float(parcel.rooms.min()))
        self.reach = REACH
        self.hourly = self.stocked = 0.0  # largest means of prices so far

    def solve(
        self, center: Prices, *, limit_s: float | None = None, halted: Callable[[], bool] | None = None
    ) -> tuple[float, Prices]:
        """Return the most that the columns can gain, prices being within reach of a center, and these prices.

        Where it was halted or no time was left: not a number, and the center.
        """
        matrix = Matrix()
        upper = [self.relaxed.quantity / self.unit, self.relaxed.stock, self.ascent.supply.ravel() / 3600.0]
        flown = self._loads(matrix)
        count = self.limits
        for t in range(len(self.columns.grid.tables)):
            room = self._flow(matrix, t, flown, count)
            upper.append(room)
            count += room.size
        count += self._hauls(matrix, count, upper)
        self._hold(matrix, center)
        solver = "simplex" if self.quick and self.helped else "ipx"
        answer = maximise(
            matrix, np.full(count, -np.inf), np.concatenate(upper), solver=solver, limit_s=limit_s, halted=halted
        )
        first = self.lines + self.stocks
        if answer.ended or answer.dual.size < self.limits:
            return np.nan, center
        return answer.optimum, Prices(
            line=answer.dual[: self.lines] / self.unit,
            stock=answer.dual[self.lines : first],
            times=self.ascent.times,
            resource=answer.dual[first : self.limits].reshape(self.ascent.supply.shape) / 3600.0,
        )

    def _loads(self, matrix: Matrix) -> IntArray:
        """Add a column for every load of a mission; return jobs by column."""
        rows = self.columns.loads
        job = np.array([row[0] for row in rows], dtype=np.int64)
        line = np.array([row[1] for row in rows], dtype=np.int64)
        stock = np.array([row[2] for row in rows], dtype=np.int64)
        units = np.array([row[3] for row in rows])
        flown = matrix.add_columns(np.array([row[4] for row in rows]))
        matrix.put(line, flown, units / self.unit[line])
        matrix.put(np.where(stock >= 0, self.lines + stock, -1), flown, units)
        sizes = np.array([one.rows.size for one in self.columns.jobs], dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        each = sizes[job]
        within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each) + np.repeat(starts[job], each)
        occupied = np.concatenate([one.rows for one in self.columns.jobs])[within]
        seconds = np.concatenate([one.values for one in self.columns.jobs])[within]
        matrix.put(self.lines + self.stocks + occupied, np.repeat(flown, each), seconds / 3600.0)
        return job

    def _flow(self, matrix: Matrix, t: int, flown: IntArray, base: int) -> FloatArray:
        """Add the rows of a crowd from `base` on: who leaves an origin or an end has come there. Return limits."""
        table = self.columns.grid.tables[t]
        jobs = self.columns.jobs
        mine = np.array([k for k, job in enumerate(flown) if jobs[job].crowd == t], dtype=np.int64)
        at: dict[int, tuple[IntArray, int]] = {}
        ones = np.ones(mine.size)
        origin = np.array([jobs[flown[k]].origin for k in mine], dtype=np.int64)
        first = np.array([jobs[flown[k]].first for k in mine], dtype=np.int64)
        count = base
        for o in np.unique(origin):
            moments = np.unique(first[origin == o])
            at[int(o)] = moments, count
            matrix.put(count + np.searchsorted(moments, first[origin == o]), mine[origin == o], ones[origin == o])
            held = matrix.add_columns(np.zeros(moments.size - 1))
            here = count + np.arange(held.size, dtype=np.int64)
            matrix.put(here, held, np.ones(held.size))
            matrix.put(here + 1, held, -np.ones(held.size))
            count += moments.size
        ends = {key: count + k for k, key in enumerate(key for key in self.columns.onward if key[0] == t)}
        limits = np.zeros(count - base + len(ends))
        for end, since, tails in table.crowd.starts:
            limits[ends[t, end, min(since // self.columns.grid.delta, self.columns.grid.cells)] - base] += tails
        free = np.array([ends[t, jobs[flown[k]].end, jobs[flown[k]].free] for k in mine], dtype=np.int64)
        matrix.put(free, mine, -ones)
        moves = []
        for (_, end, cell), row in ((key, ends[key]) for key in ends):
            for o in sorted(self.columns.onward[t, end, cell]):
                if o in at:
                    node = int(np.searchsorted(at[o][0], cell + int(table.empty[end, o])))
                    if node < at[o][0].size:
                        moves.append((row, at[o][1] + node))
        empty = matrix.add_columns(np.zeros(len(moves)))
        matrix.put(np.array([move[0] for move in moves], dtype=np.int64), empty, np.ones(empty.size))
        matrix.put(np.array([move[1] for move in moves], dtype=np.int64), empty, -np.ones(empty.size))
        return limits

    def _hauls(self, matrix: Matrix, row: int, upper: list[FloatArray]) -> int:
        """Add what goes by surface, one mix of best responses; return the rows that this takes."""
        hauls = self.columns.hauls
        if not hauls:
            return 0
        mixed = matrix.add_columns(np.array([haul.gain for haul in hauls]))
        matrix.put(np.full(mixed.size, row), mixed, np.ones(mixed.size))
        for column, haul in zip(mixed, hauls, strict=True):
            taken = np.concatenate((haul.line / self.unit, haul.stock))
            matrix.put(np.arange(taken.size), np.full(taken.size, column), taken)
        upper.append(np.ones(1))
        return 1

    def _hold(self, matrix: Matrix, center: Prices) -> None:
        """Add columns that sell and buy what is limited, at prices within reach of a center, so that duals stay there.

        The scale of a line's price is what is left of its best gain; of others the price itself and a mean one, the
        largest so far, so that prices which were zero once can rise again.
        """
        used = np.unique(np.concatenate([rows for rows in matrix.rows if rows.size]))
        used = used[used < self.limits]
        best = np.zeros(self.lines)
        for _, line, _, units, gain in self.columns.loads:
            best[line] = max(best[line], gain / units)
        left = np.maximum(best - center.line, 0.0) * self.unit
        hourly = center.resource * 3600.0
        if hourly.size:
            self.hourly = max(self.hourly, float(hourly.mean()))
        if self.stocks:
            self.stocked = max(self.stocked, float(center.stock.mean()))
        mean = np.maximum(hourly.mean(axis=1, keepdims=True), 0.05 * self.hourly) if hourly.size else hourly
        price = np.concatenate((center.line * self.unit, center.stock, hourly.ravel()))
        scale = np.concatenate(
            (np.maximum(left, 0.05 * left.mean()), center.stock + 0.1 * self.stocked, (hourly + mean).ravel())
        )
        low = np.maximum(price - self.reach * scale, 0.0)[used]
        sold = matrix.add_columns(low)
        matrix.put(used, sold, np.ones(used.size))
        bought = matrix.add_columns(-(price + self.reach * scale)[used])
        matrix.put(used, bought, -np.ones(used.size))

    def improve(
        self,
        best: float,
        center: Prices,
        *,
        steps: int,
        lost: float,
        stop: Callable[[float], bool],
        left_s: Callable[[], float | None] = lambda: None,
    ) -> tuple[float, Prices]:
        """Return the least value found from a center with a value, and its prices.

        Parameters
        ----------
        steps : how long it may take, in sweeps; a programme counts as many as about take as long.
        lost : scale of the value; where far prices promise less than `CLOSE` of it, it ends.
        stop : told the best value after every sweep; True ends it.
        left_s : how long a programme may take [s]; None = without limit.
        """
        grid, weights = self.columns.grid, self.columns.weights
        while steps > 0 and self.columns.loads and not stop(best):
            model, aim = self.solve(center, limit_s=left_s(), halted=partial(stop, best))
            steps -= LEAST + (len(self.columns.jobs) // MISSIONS) ** 2
            if not (np.isfinite(model) and np.isfinite(aim.resource).all() and np.isfinite(aim.line).all()):
                break
            held, before, taken = center, best, 0.0
            for share in SHARES:
                trial = _between(held, aim, share)
                value = grid.value(trial, weights)
                self.columns.gather(trial)
                if value < best:
                    best, center, taken = value, trial, share
                if taken or stop(best):
                    break
            ended = before - min(best, model) < CLOSE * lost and self.reach >= 1.0
            if ended and not (self.quick and self.helped):
                break
            self.helped = taken > 0.0 and not ended
            self.reach = min(self.reach * 2.0, FARTHEST) if taken >= 0.5 else max(self.reach * 0.6, NEAREST)
        return best, center


def _between(one: Prices, other: Prices, share: float) -> Prices:
    """Return prices that lie a share of the way from one to another."""
    return Prices(
        line=(1.0 - share) * one.line + share * other.line,
        stock=(1.0 - share) * one.stock + share * other.stock,
        times=one.times,
        resource=(1.0 - share) * one.resource + share * other.resource,
    )
