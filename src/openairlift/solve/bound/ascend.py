"""Better prices, step by step: subgradients of the bound, averaged and stepped after Polyak (the volume method).

Every set of prices gives a valid bound, so that the ascent can be stopped at any time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.bound.prices import Grid, Prices, Table, capacity_at, integral

MOST = 400
"""Missions of one tail that a schedule may have."""


class Ascent:
    """The ascent on one grid, with prices that change every `period` seconds."""

    def __init__(self, grid: Grid, *, period: int) -> None:
        self.grid, self.relaxed = grid, grid.relaxed
        horizon, delta = self.relaxed.network.horizon_s, grid.delta
        self.period = period
        self.times = np.arange(-(-horizon // period), dtype=np.int64) * period
        starts = np.arange(grid.cells, dtype=np.int64) * delta
        lengths = np.minimum(delta, horizon - starts)
        self.of_cell = np.minimum(starts // period, self.times.size - 1)
        self.supply = np.zeros((len(self.relaxed.resources), self.times.size))
        for r, resource in enumerate(self.relaxed.resources):
            np.add.at(self.supply[r], self.of_cell, capacity_at(resource, starts + lengths - 1) * lengths)
        self.jobs = np.zeros((MOST, 5), dtype=np.int64)
        self.line_scale = np.maximum(self.relaxed.quantity, 1e-9)
        self.stock_scale = np.maximum(self.relaxed.stock, 1e-9)
        self.supply_scale = np.maximum(self.supply, 1.0)

    def resampled(self, prices: Prices) -> Prices:
        """Return prices on this ascent's periods, the same on the mean."""
        edges = np.append(self.times, self.relaxed.network.horizon_s)
        rows = [np.diff(integral(prices.times, row, edges)) / np.diff(edges) for row in prices.resource]
        resource = np.array(rows).reshape(len(self.relaxed.resources), self.times.size)
        return Prices(line=prices.line, stock=prices.stock, times=self.times, resource=resource)

    def slacks(
        self, prices: Prices, weights: tuple[float, float, float]
    ) -> tuple[float, FloatArray, FloatArray, FloatArray]:
        """Return the value at prices, and what is left of lines, stocks and resources by period in a best response."""
        relaxed = self.relaxed
        value = self.grid.value(prices, weights)
        line, stock, supply = relaxed.quantity.copy(), relaxed.stock.copy(), self.supply.copy()
        for number, row, units in self.grid.surface.best(prices.line, prices.stock, weights)[1]:
            line[number] -= units
            if row >= 0:
                stock[row] -= units
        for table in self.grid.tables:
            for end, since, tails in table.crowd.starts:
                start = min(since // self.grid.delta, self.grid.cells)
                count = table.trace(end, start, self.jobs)
                for job in self.jobs[:count]:
                    self._use(table, job, tails, prices, weights, line, stock, supply)
        return value, line, stock, supply

    def _use(
        self,
        table: Table,
        job: IntArray,
        tails: int,
        prices: Prices,
        weights: tuple[float, float, float],
        line: FloatArray,
        stock: FloatArray,
        supply: FloatArray,
    ) -> None:
        way = self.relaxed.ways[table.crowd.ways[int(job[0])]]
        last = len(way.places) - 1
        for parcel, units in table.loads(int(job[0]), int(job[1 + last]), prices, weights):
            line[parcel.line] -= tails * units
            if parcel.stock >= 0:
                stock[parcel.stock] -= tails * units
        rows, values = self.occupied(table, job)
        np.subtract.at(supply.ravel(), rows, tails * values)

    def occupied(self, table: Table, job: IntArray) -> tuple[IntArray, FloatArray]:
        """Return which resource × period a mission occupies, numbered row by row, and for how long [s], weighted."""
        way, rows, values = int(job[0]), [], []
        for j in range(int(table.stops[way])):
            first, length = int(job[1 + j]), int(table.ground[way, j])
            for r in table.takes[int(table.row[way, j])]:
                weight = self.relaxed.resources[r].weight[table.body]
                low = first
                while low < first + length and low < self.grid.cells:
                    period = int(self.of_cell[low])
                    high = min(first + length, (period + 1) * self.period // self.grid.delta, self.grid.cells)
                    high = max(high, low + 1)
                    rows.append(r * self.times.size + period)
                    values.append(weight * (high - low) * self.grid.delta)
                    low = high
        return np.array(rows, dtype=np.int64), np.array(values, dtype=np.float64)

    def climb(
        self,
        prices: Prices,
        weights: tuple[float, float, float],
        *,
        target: float,
        iterations: int,
        stop: Callable[[float], bool] = lambda _best: False,
        seen: Callable[[Prices], None] = lambda _prices: None,
    ) -> tuple[float, Prices]:
        """Return the least value found, and its prices.

        Parameters
        ----------
        target : a value that can't be undercut: what a plan gains.
        stop : told the best value after every step; True ends the ascent.
        seen : told the prices of every step, right after the sweep at them.
        """
        center = trial = self.resampled(prices)
        best, theta, failures = np.inf, 0.5, 0
        means: tuple[FloatArray, FloatArray, FloatArray] | None = None
        for _ in range(iterations):
            value, line, stock, supply = self.slacks(trial, weights)
            seen(trial)
            improved = value < best
            if improved:
                best, center, failures = value, trial, 0
                theta = min(theta * 1.05, 1.9)
            else:
                failures += 1
                if failures >= 8:
                    theta, failures = max(theta * 0.7, 1e-3), 0
            scaled = line / self.line_scale, stock / self.stock_scale, supply / self.supply_scale
            means = scaled if means is None else tuple(0.9 * m + 0.1 * s for m, s in zip(means, scaled, strict=True))  # type: ignore[assignment]
            assert means is not None
            norm = sum(float((m * m).sum()) for m in means)
            if norm <= 0.0 or value <= target or stop(best):
                break
            step = theta * (value - target) / norm
            trial = Prices(
                line=np.maximum(center.line - step * means[0] / self.line_scale, 0.0),
                stock=np.maximum(center.stock - step * means[1] / self.stock_scale, 0.0),
                times=self.times,
                resource=np.maximum(center.resource - step * means[2] / self.supply_scale, 0.0),
            )
        return best, center
