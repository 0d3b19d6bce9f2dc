"""The best that one tail could do at given prices, by a sweep back through time in cells of δ seconds.

Times of events are floored to cells, durations too; that keeps every real schedule (see `docs/background/bound.md`).
"""

from __future__ import annotations

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.jit import entry

NEVER = -1e300


@entry
def sweep(
    cells: int,
    block: int,
    way_origin: IntArray,  # (ways)
    way_end: IntArray,
    way_stops: IntArray,
    stop_price: IntArray,  # (ways, 4): row of `cumulated`
    stop_shut: IntArray,  # (ways, 4): row of `shut`
    stop_gap: IntArray,  # (ways, 4): cells from the service before to this one
    stop_ground: IntArray,  # (ways, 4) cells of service
    ready: IntArray,  # (ways) first cell in which the onload may start
    closes: int,  # cells at and after which no mission begins
    payoff: FloatArray,  # (ways, cells): value of a load whose offload starts in a cell
    cumulated: FloatArray,  # (rows, cells + 1): price of occupying a stop up to a cell
    shut: IntArray,  # (rows, cells + 1): how many cells before are shut
    empty: IntArray,  # (ends, origins) cells, -1 = none
    at_end: FloatArray,  # out (ends, cells + 1): value of a tail that is free at an end
    at_origin: FloatArray,  # out (origins, cells + 1)
    best_way: IntArray,  # out (origins, cells): which way to take when arriving in a cell; -1 = none
) -> None:
    """Fill `at_end` and `at_origin` from the last cell back to the first."""
    ways, ends, origins = way_origin.size, empty.shape[0], empty.shape[1]
    front = np.full((ways, 4), NEVER)  # value of waiting at a stop at the frontier of the block before
    row = np.empty(block)
    at_end[:, :] = 0.0
    at_origin[:, :] = NEVER
    best_way[:, :] = -1
    high = cells
    while high > 0:
        low = max(high - block, 0)
        n = high - low
        for w in range(ways):
            last = way_stops[w] - 1
            total = 0
            for j in range(1, last + 1):
                total += stop_gap[w, j]
            # offload: cells low + total … high + total
            shift = low + total
            ground = stop_ground[w, last]
            price, closed = stop_price[w, last], stop_shut[w, last]
            held = front[w, last]
            end = way_end[w]
            for i in range(n - 1, -1, -1):
                k = shift + i
                value = NEVER
                if (
                    k < cells
                    and k + ground <= cells
                    and payoff[w, k] > 0.0
                    and shut[closed, k + ground] == shut[closed, k]
                ):
                    value = (
                        payoff[w, k] + at_end[end, k + ground] - (cumulated[price, k + ground] - cumulated[price, k])
                    )
                held = max(held, value)
                row[i] = held
            front[w, last] = row[0]
            for j in range(last - 1, -1, -1):
                shift -= stop_gap[w, j + 1]
                ground = stop_ground[w, j]
                price, closed = stop_price[w, j], stop_shut[w, j]
                held = front[w, j]
                for i in range(n - 1, -1, -1):
                    k = shift + i
                    value = NEVER
                    if (
                        row[i] > NEVER
                        and k < cells
                        and k + ground <= cells
                        and shut[closed, k + ground] == shut[closed, k]
                    ):
                        value = row[i] - (cumulated[price, k + ground] - cumulated[price, k])
                        if j == 0 and k < ready[w]:
                            value = NEVER
                    held = max(held, value)
                    row[i] = held
                front[w, j] = row[0]
            origin = way_origin[w]
            for i in range(n):
                if row[i] > at_origin[origin, low + i]:
                    at_origin[origin, low + i] = row[i]
                    best_way[origin, low + i] = w
        for e in range(ends):
            held = at_end[e, high]
            for k in range(high - 1, low - 1, -1):
                for o in range(origins):
                    gap = empty[e, o]
                    if gap >= 0 and k + gap < cells and k < closes:
                        held = max(held, at_origin[o, k + gap])
                at_end[e, k] = held
        high = low


@entry
def trace(
    end: int,
    start: int,
    cells: int,
    way_end: IntArray,
    way_stops: IntArray,
    stop_price: IntArray,
    stop_shut: IntArray,
    stop_gap: IntArray,
    stop_ground: IntArray,
    ready: IntArray,
    closes: int,
    payoff: FloatArray,
    cumulated: FloatArray,
    shut: IntArray,
    empty: IntArray,
    at_end: FloatArray,
    at_origin: FloatArray,
    best_way: IntArray,
    jobs: IntArray,  # out (jobs, 5): way, then the cell of service at every stop
) -> int:
    """Follow one best schedule from an end and a cell on; return the number of its missions."""
    count, k = 0, start
    value = np.empty((4, cells + 1))
    while count < jobs.shape[0] and k < cells:
        goal = at_end[end, k]
        if goal <= 0.0:
            break
        slack = 1e-9 * abs(goal)
        while k + 1 < cells and at_end[end, k + 1] >= goal - slack:
            k += 1
        found = -1
        for o in range(empty.shape[1]):
            gap = empty[end, o]
            if gap >= 0 and k + gap < cells and at_origin[o, k + gap] >= goal - slack:
                found = o
                break
        if found < 0:
            break
        k += empty[end, found]
        w = best_way[found, k]
        if w < 0:
            break
        last = way_stops[w] - 1
        for j in range(last, -1, -1):
            ground, price, closed = stop_ground[w, j], stop_price[w, j], stop_shut[w, j]
            held = NEVER
            value[j, cells] = NEVER
            for c in range(cells - 1, k - 1, -1):
                here = NEVER
                if c + ground <= cells and shut[closed, c + ground] == shut[closed, c]:
                    if j == last:
                        if payoff[w, c] > 0.0:
                            here = payoff[w, c] + at_end[way_end[w], c + ground]
                    elif c + stop_gap[w, j + 1] < cells:
                        here = value[j + 1, c + stop_gap[w, j + 1]]
                    if j == 0 and c < ready[w]:
                        here = NEVER
                    if here > NEVER:
                        here -= cumulated[price, c + ground] - cumulated[price, c]
                held = max(held, here)
                value[j, c] = held
        jobs[count, 0] = w
        for j in range(last + 1):
            aim = value[j, k] - 1e-9 * abs(value[j, k])
            while k + 1 < cells and value[j, k + 1] >= aim:
                k += 1
            jobs[count, 1 + j] = k
            k += stop_ground[w, last] if j == last else stop_gap[w, j + 1]
        end = way_end[w]
        count += 1
    return count
