"""A real plan on the grid of the bound: cells of its services, what they take of every row, what its tails gain."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from openairlift.audits import time_plan
from openairlift.audits.timing import Timing
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.solve.bound.prices import Grid, Prices, Table, capacity_at

Weights = tuple[float, float, float]


@dataclass(slots=True)
class Trip:
    """A laden mission on the grid: its row in a table, the cell of service at every stop, and its units by parcel."""

    row: int
    cells: list[int]
    units: list[tuple[int, float]]


@dataclass(slots=True)
class Course:
    """What a tail does: where it starts on the grid, and its trips."""

    table: Table
    end: int
    start: int
    trips: list[Trip] = field(default_factory=list)


def courses(grid: Grid, network: Network, plan: Plan) -> tuple[dict[int, Course], list[str]]:
    """Return the course of every tail that carries cargo in time, and what does not fit the grid, in words."""
    timing = time_plan(network, plan)
    found: dict[int, Course] = {}
    wrong: list[str] = []
    for index, mission in enumerate(plan.missions):
        if not mission.loads or timing.stops[index][mission.offload].end is None:
            continue
        tail = network.tails[mission.tail]
        if mission.tail not in found:
            closes = min(tail.available_to_s, network.horizon_s)
            table = next(
                t for t in grid.tables
                if t.crowd.type == tail.type and t.crowd.closes_s == closes
                and any(grid.relaxed.ways[i].duty_s == tail.duty_s for i in t.crowd.ways)
            )  # fmt: skip
            end = table.crowd.ends.index(tail.base)
            found[mission.tail] = Course(table, end, tail.available_from_s // grid.delta)
        trip = _trip(grid, network, plan, timing, index, found[mission.tail].table)
        if trip is None:
            wrong.append(f"mission {index} is quicker on the ground than its way")
        else:
            found[mission.tail].trips.append(trip)
    for tail, course in found.items():
        wrong += [f"tail {tail}: {what}" for what in _gaps(course)]
    return found, wrong


def _trip(grid: Grid, network: Network, plan: Plan, timing: Timing, index: int, table: Table) -> Trip | None:
    mission, tail = plan.missions[index], network.tails[plan.missions[index].tail]
    stops = range(mission.onload, mission.offload + 1)
    places = tuple(mission.stops[stop].place for stop in stops)
    cells = [timing.stops[index][stop].start // grid.delta for stop in stops]
    first = sum(len(m.loads) for m in plan.missions[:index])
    for row, way_index in enumerate(table.crowd.ways):
        way = grid.relaxed.ways[way_index]
        if (way.places, way.duty_s) != (places, tail.duty_s):
            continue
        if any(b < a + table.gap[row, j + 1] for j, (a, b) in enumerate(pairwise(cells))):
            continue
        units = []
        for number, load in enumerate(mission.loads):
            stock = -1 if load.stock is None else load.stock
            parcel = next(
                k for k, (p, c) in enumerate(zip(grid.relaxed.parcels[way_index], way.cargo, strict=True))
                if (p.line, p.stock, c.link) == (load.line, stock, load.link)
            )  # fmt: skip
            units.append((parcel, timing.carried[first + number]))
        return Trip(row, cells, units)
    return None


def _gaps(course: Course) -> list[str]:
    """Return, in words, where a tail is quicker between its trips than the grid says that it can be."""
    table, end, cell, wrong = course.table, course.end, course.start, []
    for trip in course.trips:
        gap = int(table.empty[end, table.origin[trip.row]])
        if gap < 0 or trip.cells[0] < cell + gap:
            wrong.append(f"onload in cell {trip.cells[0]}; it is free in cell {cell}, {gap} cells away")
        if trip.cells[0] < table.ready[trip.row]:
            wrong.append(f"onload in cell {trip.cells[0]}, before cell {table.ready[trip.row]}")
        last = int(table.stops[trip.row]) - 1
        end, cell = int(table.end[trip.row]), trip.cells[last] + int(table.ground[trip.row, last])
    return wrong


def overfull(grid: Grid, found: dict[int, Course]) -> list[str]:
    """Return, in words, the rows of resources, demand and stocks that the courses together break."""
    relaxed, horizon = grid.relaxed, grid.relaxed.network.horizon_s
    use = np.zeros((len(relaxed.resources), grid.cells))
    line, stock = np.zeros(relaxed.quantity.size), np.zeros(relaxed.stock.size)
    for course in found.values():
        table = course.table
        for trip in course.trips:
            for j, cell in enumerate(trip.cells):
                for r in table.takes[int(table.row[trip.row, j])]:
                    use[r, cell : cell + int(table.ground[trip.row, j])] += relaxed.resources[r].weight[table.body]
            for parcel, units in trip.units:
                row = relaxed.parcels[table.crowd.ways[trip.row]][parcel]
                line[row.line] += units
                if row.stock >= 0:
                    stock[row.stock] += units
    last = np.minimum(np.arange(1, grid.cells + 1) * grid.delta, horizon) - 1
    wrong = [
        f"resource {r}: {used.max():g} in a cell"
        for r, used in enumerate(use)
        if (used > capacity_at(relaxed.resources[r], last) + 1e-9).any()
    ]
    wrong += [f"line {i}" for i in np.flatnonzero(line > relaxed.quantity * (1 + 1e-6) + 1e-6)]
    return wrong + [f"stock {i}" for i in np.flatnonzero(stock > relaxed.stock * (1 + 1e-6) + 1e-6)]


def worth(grid: Grid, course: Course, prices: Prices, weights: Weights) -> float:
    """Return what a course gains at prices, less what it takes; `grid.value` was asked for these prices before."""
    table, relaxed, total = course.table, grid.relaxed, 0.0
    for trip in course.trips:
        index = table.crowd.ways[trip.row]
        for parcel, units in trip.units:
            row = relaxed.parcels[index][parcel]
            price = prices.line[row.line] + (prices.stock[row.stock] if row.stock >= 0 else 0.0)
            gained = table._gain_of(row, relaxed.ways[index], weights)[trip.cells[-1]]
            total += units * (float(gained) - float(price))
        for j, cell in enumerate(trip.cells):
            paid = table.cumulated[int(table.row[trip.row, j])]
            total -= float(paid[cell + int(table.ground[trip.row, j])] - paid[cell])
    return total
