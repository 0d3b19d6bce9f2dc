"""Prices and what follows from them: a valid bound, by Lagrangian relaxation of demand, stocks, spots and slots."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from openairlift.model import MARKS
from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.bound.hauls import Surface
from openairlift.solve.bound.laden import longest_part_s
from openairlift.solve.bound.relaxed import HANDLING, Crowd, Parcel, Relaxed, Resource
from openairlift.solve.bound.sweep import NEVER, sweep, trace
from openairlift.solve.values import gains
from openairlift.solve.ways import Way

_ROOMY = 1e12
"""Units that stand for a room without limit, so that nothing is multiplied by infinity."""
NEAR = 1e-3
"""Share of the gain of a load by which another may be worth less and still count as worth the same, in an ascent."""
TOLERANCE = 1e-6
"""Share by which the audit lets a limit be passed, as sums of floats need it; a bound grants it too."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """Multipliers, all ≥ 0, in the units of the value that is bounded.

    Attributes
    ----------
    line : of one unit of each line.
    stock : of one unit drawn from each stock row.
    times : where the prices of resources change [s], ascending from 0; the last holds to the horizon.
    resource : of occupying a resource for a second, shape (resources, times).
    """

    line: FloatArray
    stock: FloatArray
    times: IntArray
    resource: FloatArray


@dataclass(slots=True, eq=False)
class Grid:
    """The relaxed airlift on cells of δ seconds; `value` depends on prices, all else is worked out once.

    Cells are made no longer than the longest part of any way, so that no mission takes no time at all.
    """

    relaxed: Relaxed
    delta: int
    cells: int = 0
    tables: list[Table] = field(default_factory=list)
    surface: Surface = field(init=False)

    def __post_init__(self) -> None:
        parts = [longest_part_s(self.relaxed.ways[i]) for crowd in self.relaxed.crowds for i in crowd.ways]
        self.delta = min([self.delta, *parts])
        self.cells = -(-self.relaxed.network.horizon_s // self.delta)
        self.surface = Surface(self.relaxed.network, self.relaxed.worth, self.relaxed.overland, self.delta, self.cells)
        self.tables = [Table(self.relaxed, crowd, self.delta, self.cells) for crowd in self.relaxed.crowds]

    def value(self, prices: Prices, weights: tuple[float, float, float]) -> float:
        """Return the most that any plan can gain, Σ weights × gains of terms 1 to 3; no price may be below 0."""
        relaxed, delta = self.relaxed, self.delta
        total = float(prices.line @ relaxed.quantity + prices.stock @ relaxed.stock)
        edges = np.minimum(np.arange(self.cells + 1, dtype=np.int64) * delta, relaxed.network.horizon_s)
        cell_price = np.empty((len(relaxed.resources), self.cells))
        for r, resource in enumerate(relaxed.resources):
            cell_price[r] = np.diff(integral(prices.times, prices.resource[r], edges))
            total += float(cell_price[r] @ capacity_at(resource, edges[1:] - 1))
        for table in self.tables:
            total += table.value(prices, weights, cell_price)
        total += self.surface.best(prices.line, prices.stock, weights)[0]
        return total * (1.0 + TOLERANCE)


def integral(times: IntArray, price: FloatArray, at: IntArray) -> FloatArray:
    """Return the integral of a step function from 0 to each moment."""
    before = np.concatenate(([0.0], np.cumsum(price[:-1] * np.diff(times))))
    index = np.searchsorted(times, at, side="right") - 1
    result: FloatArray = before[index] + price[index] * (at - times[index])
    return result


def capacity_at(resource: Resource, moments: IntArray) -> FloatArray:
    """Return the capacity of a resource at moments [s]."""
    result: FloatArray = resource.capacity[np.searchsorted(resource.times, moments, side="right") - 1]
    return result


class Table:
    """One crowd on the grid."""

    def __init__(self, relaxed: Relaxed, crowd: Crowd, delta: int, cells: int) -> None:
        self.relaxed, self.crowd, self.delta, self.cells = relaxed, crowd, delta, cells
        network = relaxed.network
        ways = [relaxed.ways[i] for i in crowd.ways]
        n = len(ways)
        self.body = network.bodies[crowd.type]
        self.rows: dict[tuple[int, bool], int] = {}
        self.origin = np.array([crowd.origins.index(way.route.origin) for way in ways], dtype=np.int64)
        self.end = np.array([crowd.ends.index(way.route.hub) for way in ways], dtype=np.int64)
        self.stops = np.array([len(way.places) for way in ways], dtype=np.int64)
        self.row = np.zeros((n, 4), dtype=np.int64)
        self.gap = np.zeros((n, 4), dtype=np.int64)
        self.ground = np.zeros((n, 4), dtype=np.int64)
        for w, way in enumerate(ways):
            for j, (place, ground) in enumerate(zip(way.places, way.ground_s, strict=True)):
                key = place, j in (0, len(way.places) - 1)
                self.row[w, j] = self.rows.setdefault(key, len(self.rows))
                self.ground[w, j] = ground // delta
                self.gap[w, j] = 0 if j == 0 else (way.offsets_s[j] - way.offsets_s[j - 1]) // delta
        last = self.stops - 1
        self.block = int((self.gap.sum(axis=1) + self.ground[np.arange(n), last]).min())
        self.takes = {
            row: [r for r, resource in enumerate(relaxed.resources)
                  if self._takes(resource, *key) and resource.weight[self.body] > 0.0]
            for key, row in self.rows.items()
        }  # fmt: skip
        self.ready = np.array([min(p.ready_s for p in relaxed.parcels[i]) // delta for i in crowd.ways], dtype=np.int64)
        self.empty = np.where(crowd.empty_s < 0, -1, crowd.empty_s // delta)
        self.shut = self._shut()
        self._gain: dict[tuple[int, int, int, int, int, tuple[float, float, float]], FloatArray] = {}
        self.closes = -(-crowd.closes_s // delta)
        self.at_end = np.empty((len(crowd.ends), cells + 1))
        self.at_origin = np.empty((len(crowd.origins), cells + 1))
        self.best_way = np.empty((len(crowd.origins), cells), dtype=np.int64)

    def _shut(self) -> IntArray:
        """Count the cells in which a stop can't be served: there is no spot or slot at the last second."""
        delta = self.delta
        start = np.arange(self.cells, dtype=np.int64) * delta
        result = np.zeros((len(self.rows), self.cells + 1), dtype=np.int64)
        for (place, handled), row in self.rows.items():
            bad = np.zeros(self.cells, dtype=bool)
            for resource in self.relaxed.resources:
                if self._takes(resource, place, handled):
                    bad |= capacity_at(resource, start + delta - 1) < resource.weight[self.body] - 1e-9
            result[row, 1:] = np.cumsum(bad)
        return result

    def _takes(self, resource: Resource, place: int, handled: bool) -> bool:
        return resource.place == place and (handled or resource.kind != HANDLING)

    def _payoff(self, prices: Prices, weights: tuple[float, float, float]) -> FloatArray:
        relaxed = self.relaxed
        payoff = np.full((len(self.crowd.ways), self.cells), NEVER)
        for w, index in enumerate(self.crowd.ways):
            way = relaxed.ways[index]
            parcels = relaxed.parcels[index]
            by_theta = np.zeros((parcels[0].rooms.size, self.cells))
            for parcel in parcels:
                price = prices.line[parcel.line] + (prices.stock[parcel.stock] if parcel.stock >= 0 else 0.0)
                gain = self._gain_of(parcel, way, weights)
                first, end = self._first(parcel), int(np.searchsorted(-gain, -price))  # it never grows with time
                if first < end:
                    net = (gain[first:end] - price) * np.minimum(parcel.rooms, _ROOMY)[:, None]
                    np.maximum(by_theta[:, first:end], net, out=by_theta[:, first:end])
            payoff[w] = by_theta.min(axis=0)
        return payoff

    def _first(self, parcel: Parcel) -> int:
        """Return the first cell in which an offload of a parcel may begin."""
        return max(parcel.offload_s // self.delta, 0)

    def _gain_of(self, parcel: Parcel, way: Way, weights: tuple[float, float, float]) -> FloatArray:
        """Return what a unit gains by the cell in which its offload begins.

        Where the mark is that it leaves its stock, it may have left long before: as soon as it was ready and loaded.
        """
        left = way.ground_s[0] + parcel.ready_s if parcel.marked_s < 0 else -1
        key = parcel.line, way.ground_s[-1], parcel.marked_s, parcel.earliest_s, left, weights
        if key not in self._gain:
            landed = np.arange(self.cells, dtype=np.int64) * self.delta + way.ground_s[-1]
            landed = np.maximum(landed, parcel.earliest_s)
            marked = np.full(self.cells, left, dtype=np.int64) if left >= 0 else landed + parcel.marked_s
            parts = gains(self.relaxed.worth, parcel.line, landed, marked)
            self._gain[key] = sum(weight * part for weight, part in zip(weights, parts, strict=True))  # type: ignore[assignment]
        return self._gain[key]

    def value(self, prices: Prices, weights: tuple[float, float, float], cell_price: FloatArray) -> float:
        """Return the most that the tails of the crowd can gain, at prices."""
        self.cumulated = np.zeros((len(self.rows), self.cells + 1))
        for row, resources in self.takes.items():
            for r in resources:
                self.cumulated[row, 1:] += self.relaxed.resources[r].weight[self.body] * np.cumsum(cell_price[r])
        self.payoff = self._payoff(prices, weights)
        sweep(
            self.cells, self.block, self.origin, self.end, self.stops, self.row, self.row, self.gap, self.ground,
            self.ready, self.closes, self.payoff, self.cumulated, self.shut, self.empty,
            self.at_end, self.at_origin, self.best_way,
        )  # fmt: skip
        left = self._left_behind(prices, weights)
        return sum(
            n * (float(self.at_end[end, min(since // self.delta, self.cells)]) + left)
            for end, since, n in self.crowd.starts
        )

    def _left_behind(self, prices: Prices, weights: tuple[float, float, float]) -> float:
        """Return the most that a last load of a tail can gain that is loaded in time and never lands.

        Nothing but for the mark that cargo leaves its stock: a run can be too late to land what a plan lands in time.
        """
        if self.relaxed.network.scenario.settings.objective_mark != MARKS[0]:
            return 0.0
        best, never = 0.0, np.array([self.relaxed.worth.horizon_s], dtype=np.int64)
        for index in self.crowd.ways:
            for parcel in self.relaxed.parcels[index]:
                left = np.array([self.relaxed.ways[index].ground_s[0] + parcel.ready_s], dtype=np.int64)
                parts = gains(self.relaxed.worth, parcel.line, never, left)
                gain = sum(weight * float(part[0]) for weight, part in zip(weights, parts, strict=True))
                price = prices.line[parcel.line] + (prices.stock[parcel.stock] if parcel.stock >= 0 else 0.0)
                best = max(best, (gain - float(price)) * min(float(parcel.rooms.max()), _ROOMY))
        return best

    def trace(self, end: int, start: int, jobs: IntArray) -> int:
        """Write a best schedule from an end and a cell on, at the prices of the last `value`; return its missions."""
        return trace(
            end, start, self.cells, self.end, self.stops, self.row, self.row, self.gap, self.ground, self.ready,
            self.closes, self.payoff, self.cumulated, self.shut, self.empty, self.at_end, self.at_origin,
            self.best_way, jobs,
        )  # fmt: skip

    def loads(
        self, way: int, cell: int, prices: Prices, weights: tuple[float, float, float]
    ) -> list[tuple[Parcel, float]]:
        """Return what fills an aircraft about best that begins to offload in a cell: parcels and their units.

        Lines that are worth the same but for `NEAR` share it by the aircraft loads that there are of them: else one of
        many lines that are alike would take everything, and an ascent would take long to find that they are alike.
        """
        found: list[tuple[float, float, Parcel, float]] = []
        for parcel, units, each in self.fills(way, cell, weights):
            price = prices.line[parcel.line] + (prices.stock[parcel.stock] if parcel.stock >= 0 else 0.0)
            found.append(((each - float(price)) * units, each * units, parcel, units))
        if not found:
            return []
        least = max(row[0] for row in found) - NEAR * max(row[1] for row in found)
        near = [(parcel, units) for net, _, parcel, units in found if net >= least]
        shares = [float(self.relaxed.quantity[parcel.line]) / units for parcel, units in near]
        total = sum(shares) or 1.0
        return [(parcel, units * share / total) for (parcel, units), share in zip(near, shares, strict=True)]

    def fills(self, way: int, cell: int, weights: tuple[float, float, float]) -> list[tuple[Parcel, float, float]]:
        """Return what may fill an aircraft that begins to offload in a cell: parcel, units, and what a unit gains."""
        index = self.crowd.ways[way]
        record = self.relaxed.ways[index]
        return [
            (parcel, min(float(parcel.rooms.min()), _ROOMY), float(self._gain_of(parcel, record, weights)[cell]))
            for parcel in self.relaxed.parcels[index]
            if cell >= self._first(parcel)
        ]
