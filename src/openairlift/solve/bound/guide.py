"""A linear programme on a coarse grid, whose duals are good prices and whose flows guide the planner.

It need not be a relaxation: times are spread over the two nodes beside them, so that they are exact on the mean.
"""

from __future__ import annotations

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.bound.matrix import Matrix, maximise
from openairlift.solve.bound.prices import Prices, integral
from openairlift.solve.bound.relaxed import HANDLING, Crowd, Relaxed, Resource
from openairlift.solve.values import gains

ROUTES = 40
"""Routes of a lane and crowd that the guide looks at, the most productive ones."""


class Guide:
    """The programme of a relaxed airlift with nodes every `step` seconds."""

    def __init__(self, relaxed: Relaxed, *, step: int, weights: tuple[float, float, float]) -> None:
        self.relaxed, self.step, self.weights = relaxed, step, weights
        horizon = relaxed.network.horizon_s
        self.nodes = -(-horizon // step)
        self.matrix = Matrix()
        self.blocks: list[tuple[int, int, IntArray, IntArray]] = []  # way, line, columns, nodes
        lines, stocks = relaxed.quantity.size, relaxed.stock.size
        self.line_row = np.arange(lines, dtype=np.int64)
        self.stock_row = lines + np.arange(stocks, dtype=np.int64)
        self.resource_row = lines + stocks + np.arange(len(relaxed.resources), dtype=np.int64) * self.nodes
        self.rows = lines + stocks + len(relaxed.resources) * self.nodes
        self.unit = np.ones(lines)  # units of a line in one unit of its row
        for parcels in relaxed.parcels:
            for parcel in parcels:
                self.unit[parcel.line] = max(self.unit[parcel.line], float(parcel.rooms.min()))
        self.upper = [np.concatenate((relaxed.quantity / self.unit, relaxed.stock))]
        edges = np.minimum(np.arange(self.nodes + 1, dtype=np.int64) * step, horizon)
        for resource in relaxed.resources:
            self.upper.append(_mean_capacity(resource, edges) * np.diff(edges) / 3600.0)
        self.lower = [np.full(self.rows, -np.inf)]
        for crowd in relaxed.crowds:
            self._crowd(crowd)

    def _crowd(self, crowd: Crowd) -> None:
        relaxed, nodes = self.relaxed, self.nodes
        base = self.rows
        self.rows += (len(crowd.origins) + len(crowd.ends)) * nodes
        supply = np.zeros((len(crowd.origins) + len(crowd.ends), nodes))
        for end, since, count in crowd.starts:
            node = -(-since // self.step)
            if node < nodes:
                supply[len(crowd.origins) + end, node] += count
        self.lower.append(supply.ravel())
        self.upper.append(supply.ravel())
        origin_row = base + np.arange(len(crowd.origins), dtype=np.int64) * nodes
        end_row = base + (len(crowd.origins) + np.arange(len(crowd.ends), dtype=np.int64)) * nodes
        m = np.arange(nodes, dtype=np.int64)
        for row in (*origin_row, *end_row):  # who waits
            held = self.matrix.add_columns(np.zeros(nodes))
            self.matrix.put(row + m, held, np.ones(nodes))
            self.matrix.put(row + m[1:], held[:-1], -np.ones(nodes - 1))
        for e in range(len(crowd.ends)):
            for o in range(len(crowd.origins)):
                gap = int(crowd.empty_s[e, o])
                if gap >= 0 and gap < nodes * self.step:
                    moves = self.matrix.add_columns(np.zeros(nodes))
                    self.matrix.put(end_row[e] + m, moves, np.ones(nodes))
                    self._arrive(origin_row[o], moves, m * self.step + gap)
        for index in self._chosen(crowd):
            way = relaxed.ways[index]
            row_out = origin_row[crowd.origins.index(way.route.origin)]
            row_in = end_row[crowd.ends.index(way.route.hub)]
            for parcel in relaxed.parcels[index]:
                earliest = max(parcel.ready_s, relaxed.network.lines[parcel.line].earliest_s - way.landed_s)
                first = max(earliest // self.step, 0)
                start = np.arange(first, nodes, dtype=np.int64) * self.step
                landed = (
                    np.maximum(start, earliest) + way.landed_s + (start + self.step - np.maximum(start, earliest)) // 2
                )
                parts = gains(relaxed.worth, parcel.line, landed, landed + parcel.marked_s)
                each: FloatArray = np.zeros(start.size)
                for weight, part in zip(self.weights, parts, strict=True):
                    each = each + weight * part
                keep = (each > 0.0) & (start < crowd.closes_s)
                start, each = start[keep], each[keep]
                if not start.size:
                    continue
                room = float(parcel.rooms.min())
                flown = self.matrix.add_columns(each * room)
                self.blocks.append((index, parcel.line, flown, start // self.step))
                ones = np.ones(start.size)
                nodes_of = start // self.step
                self.matrix.put(
                    np.full(start.size, self.line_row[parcel.line]), flown, ones * (room / self.unit[parcel.line])
                )
                if parcel.stock >= 0:
                    self.matrix.put(np.full(start.size, self.stock_row[parcel.stock]), flown, ones * room)
                self.matrix.put(row_out + nodes_of, flown, ones)
                self._arrive(row_in, flown, start + way.landed_s)
                for r, resource in enumerate(relaxed.resources):
                    for j, place in enumerate(way.places):
                        if place == resource.place and (resource.kind != HANDLING or j in (0, len(way.places) - 1)):
                            weight = resource.weight[relaxed.network.bodies[way.type]]
                            if weight:
                                self._occupy(r, flown, start + way.offsets_s[j], way.ground_s[j], weight)

    def _chosen(self, crowd: Crowd) -> list[int]:
        """Return the ways of a crowd that the programme has: the most productive of every lane."""
        lanes: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for index in crowd.ways:
            way = self.relaxed.ways[index]
            lanes.setdefault((way.route.origin, way.route.hub), []).append((-way.payload_kg / way.landed_s, index))
        return [index for lane in lanes.values() for _, index in sorted(lane)[:ROUTES]]

    def _arrive(self, row: int, columns: IntArray, time: IntArray) -> None:
        node, part = time // self.step, (time % self.step) / self.step
        for at, share in ((node, 1.0 - part), (node + 1, part)):
            inside = at < self.nodes
            self.matrix.put(np.where(inside, row + at, -1), columns, -share)

    def _occupy(self, resource: int, columns: IntArray, start: IntArray, length: int, weight: float) -> None:
        node = start // self.step
        for k in range(-(-length // self.step) + 2):
            at = node + k
            share = (
                (
                    _spread(start, length, (at + 1) * self.step, self.step)
                    - _spread(start, length, at * self.step, self.step)
                )
                / 3600.0
                * weight
            )
            self.matrix.put(np.where(at < self.nodes, self.resource_row[resource] + at, -1), columns, share)

    def quota(self) -> FloatArray:
        """Return the missions begun by the end of every period of the optimum, shape (types, lines, periods + 1)."""
        result = np.zeros((len(self.relaxed.network.types), self.relaxed.quantity.size, self.nodes + 1))
        for way, line, columns, nodes in self.blocks:
            np.add.at(result[self.relaxed.ways[way].type, line], nodes + 1, self.flow[columns])
        return np.cumsum(result, axis=2)

    def solve(self, *, threads: int = 2, limit_s: float | None = None, solver: str = "hipo") -> tuple[float, Prices]:
        """Return the optimum and the prices."""
        answer = maximise(
            self.matrix,
            np.concatenate(self.lower),
            np.concatenate(self.upper),
            solver=solver,
            threads=threads,
            limit_s=limit_s,
        )
        self.status, self.flow, dual = answer.status, answer.flow, answer.dual
        lines, stocks = self.relaxed.quantity.size, self.relaxed.stock.size
        count = len(self.relaxed.resources)
        first = lines + stocks
        prices = Prices(
            line=dual[:lines] / self.unit,
            stock=dual[lines:first],
            times=np.arange(self.nodes, dtype=np.int64) * self.step,
            resource=dual[first : first + count * self.nodes].reshape(count, self.nodes) / 3600.0,
        )
        return answer.optimum, prices


def _mean_capacity(resource: Resource, edges: IntArray) -> FloatArray:
    """Return the mean capacity between edges."""
    return np.diff(integral(resource.times, resource.capacity, edges)) / np.diff(edges)


def _spread(start: IntArray, length: int, until: IntArray, step: int) -> FloatArray:
    """Return the mean time occupied before a moment by services that begin evenly in [start, start + step)."""
    return (_ramp(until - start, step) - _ramp(until - start - length, step)).astype(np.float64)


def _ramp(time: IntArray, step: int) -> FloatArray:
    """Return the mean of max(time - u, 0), u even in [0, step)."""
    t = np.clip(time, 0, step).astype(np.float64)
    return t * t / (2.0 * step) + np.maximum(time - step, 0)
