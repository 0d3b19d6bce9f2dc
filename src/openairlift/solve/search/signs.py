"""Prices of the bound, laid out for the dispatcher."""

from __future__ import annotations

import numpy as np

from openairlift.network.network import FloatArray
from openairlift.solve.bound.prices import Grid, Prices, integral
from openairlift.solve.bound.relaxed import HANDLING
from openairlift.solve.search.board import Board
from openairlift.solve.search.guided import Signs


def signs_of(
    grid: Grid, board: Board, prices: Prices, weights: tuple[float, float, float], quota: FloatArray, step: int
) -> Signs:
    """Return the signs at prices; `weights` are those of the search."""
    relaxed = grid.relaxed
    network = relaxed.network
    grid.value(prices, weights)
    potential = np.zeros((len(board.end), grid.cells + 1))
    for outfit in board.outfit:
        type_, first, count = int(outfit["type"]), int(outfit["end_first"]), int(outfit["ends"])
        places = [int(place) for place in board.end[first : first + count, 0]]
        for table in grid.tables:
            if table.crowd.type == type_ and all(place in table.crowd.ends for place in places):
                for e, place in enumerate(places):
                    potential[first + e] = table.at_end[table.crowd.ends.index(place)]
                break
    edges = np.minimum(np.arange(grid.cells + 1, dtype=np.int64) * grid.delta, network.horizon_s)
    toll = np.zeros((3, len(network.places), 2, grid.cells + 1))
    for r, resource in enumerate(relaxed.resources):
        paid = integral(prices.times, prices.resource[r], edges)
        for body, weight in enumerate(resource.weight):
            toll[body, resource.place, 1] += weight * paid
            if resource.kind != HANDLING:
                toll[body, resource.place, 0] += weight * paid
    return Signs(
        cell=grid.delta, line=prices.line, stock=prices.stock, potential=potential, toll=toll,
        step=step, quota=quota, done=np.zeros(quota.shape[:2]),
    )  # fmt: skip
