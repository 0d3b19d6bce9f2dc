"""Missions that best responses to prices were made of, as columns of a linear programme that chooses among them anew.

A sweep gives a best schedule at some prices. Its missions, not the schedule, are kept: those of different sweeps can
then follow each other, so that few sweeps go a long way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.prices import Prices, Table

SAME = 0.02
"""Share of the gain of a load by which another may be worth less and become a column, too."""
LOADS = 4
"""Loads of one mission at most that a sweep adds."""
ONWARD = 3
"""Origins to which an aircraft that is free may go on, the best of a sweep."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """A mission on the grid: crowd, from which cell at which origin, free from which cell at which end, what it uses.

    Attributes
    ----------
    rows, values : which resource × period it occupies, for how long [s], weighted.
    """

    crowd: int
    origin: int
    first: int
    end: int
    free: int
    rows: IntArray
    values: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Haulage:
    """A best response of what goes by surface: its gain, and what it takes of lines and stocks."""

    gain: float
    line: FloatArray
    stock: FloatArray


class Columns:
    """Missions with loads, gathered from sweeps on the grid of an ascent."""

    def __init__(self, ascent: Ascent, weights: tuple[float, float, float]) -> None:
        self.ascent, self.grid, self.relaxed, self.weights = ascent, ascent.grid, ascent.relaxed, weights
        self.jobs: list[Job] = []
        self.loads: list[tuple[int, int, int, float, float]] = []  # job, line, stock, units, gain
        self.onward: dict[tuple[int, int, int], set[int]] = {}  # crowd, end, cell: origins
        self.hauls: list[Haulage] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._known: set[tuple[int, int, int]] = set()
        for t, table in enumerate(self.grid.tables):
            for end, since, _ in table.crowd.starts:
                self.onward[t, end, min(since // self.grid.delta, self.grid.cells)] = set()

    def gather(self, prices: Prices) -> None:
        """Add what is best at prices, of which `Grid.value` was worked out just now."""
        for t, table in enumerate(self.grid.tables):
            for end, since, _ in table.crowd.starts:
                count = table.trace(end, min(since // self.grid.delta, self.grid.cells), self.ascent.jobs)
                for row in self.ascent.jobs[:count]:
                    self._add(t, table, row, prices)
            self._go_on(t, table)
        self._by_surface(prices)

    def _add(self, t: int, table: Table, row: IntArray, prices: Prices) -> None:
        way = int(row[0])
        stops = int(table.stops[way])
        key = (t, *(int(cell) for cell in row[: 1 + stops]))
        number = self._number.setdefault(key, len(self.jobs))
        if number == len(self.jobs):
            rows, values = self.ascent.occupied(table, row)
            job = Job(
                crowd=t, origin=int(table.origin[way]), first=int(row[1]), end=int(table.end[way]),
                free=int(row[stops]) + int(table.ground[way, stops - 1]), rows=rows, values=values,
            )  # fmt: skip
            self.jobs.append(job)
            self.onward.setdefault((t, job.end, job.free), set())
        for line, stock, units, gain in self._filled(table, way, int(row[stops]), prices):
            if (number, line, stock) not in self._known:
                self._known.add((number, line, stock))
                self.loads.append((number, line, stock, units, gain))

    def _filled(self, table: Table, way: int, cell: int, prices: Prices) -> list[tuple[int, int, float, float]]:
        """Return the loads that are worth most or about that: line, stock, units and gain."""
        found: list[tuple[float, int, int, float, float]] = []
        for parcel, units, each in table.fills(way, cell, self.weights):
            price = prices.line[parcel.line] + (prices.stock[parcel.stock] if parcel.stock >= 0 else 0.0)
            found.append(((each - float(price)) * units, parcel.line, parcel.stock, units, each * units))
        if not found:
            return []
        least = max(row[0] for row in found) - SAME * max(row[4] for row in found)
        best = sorted((row for row in found if row[0] >= least and row[4] > 0.0), key=lambda row: -row[0])
        return [row[1:] for row in best[:LOADS]]

    def _go_on(self, t: int, table: Table) -> None:
        """Note for every end and slot the origins that are worth most to go to."""
        cells = self.grid.cells
        held = np.maximum.accumulate(table.at_origin[:, ::-1], axis=1)[:, ::-1]
        for (crowd, end, free), origins in self.onward.items():
            if crowd == t:
                at = free + table.empty[end]
                near = [o for o in range(at.size) if table.empty[end, o] >= 0 and at[o] < cells]
                near.sort(key=lambda o: (-held[o, at[o]], o))
                origins.update(near[:ONWARD])

    def _by_surface(self, prices: Prices) -> None:
        value, chosen = self.grid.surface.best(prices.line, prices.stock, self.weights)
        if not chosen:
            return
        line, stock = np.zeros(self.relaxed.quantity.size), np.zeros(self.relaxed.stock.size)
        for number, row, units in chosen:
            line[number] += units
            if row >= 0:
                stock[row] += units
        gain = value + float(prices.line @ line) + float(prices.stock @ stock)
        self.hauls.append(Haulage(gain=gain, line=line, stock=stock))
