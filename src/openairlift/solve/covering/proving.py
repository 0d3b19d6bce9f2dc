"""When the compiled search pays, and its way in slices."""

from __future__ import annotations

import numpy as np

from openairlift.solve.covering.programme import GAP, Bools, Floats, Ints

LARGE = 100_000
"""Candidates by assets from which on the search pays, compiled code and all."""

EXCHANGES, NODES, SLICE = 3_000, 1_000_000, 1_000
"""Steps of exchanges, and nodes of branch and bound: until HiGHS takes over, and between looks for Ctrl-C."""

MOST_WHOLE = 1e9
"""Whole weights up to this sum are told apart by 1."""


def suits(reach: Bools, sites: Ints, limits: Ints, start: list[int]) -> bool:
    """Return whether a problem is large, with one kind of unit, one candidate a site, and a choice of full size."""
    alone = len(limits) == 1 and len(np.unique(sites)) == len(sites)
    return alone and len(start) == int(limits[0]) < len(reach) and reach.size >= LARGE


def exchanged(reach: Bools, weights: Floats, start: list[int]) -> list[int]:
    """Return a better choice than a given one, or the same."""
    from openairlift.solve.covering import search  # brings the compiler

    found, _ = search.exchanged(search.problem_of(reach, weights), np.array(start, dtype=np.int64), EXCHANGES, 1)
    return [int(candidate) for candidate in found]


class Search:
    """Branch and bound on one problem, in slices, so that Ctrl-C is heard between them."""

    def __init__(self, reach: Bools, weights: Floats, prices: Floats, start: list[int]) -> None:
        from openairlift.solve.covering.search import problem_of, room_of, stack_of  # brings the compiler

        self.problem = problem_of(reach, weights)
        self.room = room_of(self.problem, len(start))
        self.stack = stack_of(self.problem, len(start), np.array(start, dtype=np.int64), prices)
        self.value = float(weights @ reach[start].any(axis=0))
        self.whole = bool(np.all(weights == np.rint(weights))) and weights.sum() <= MOST_WHOLE
        self.depth, self.nodes = 1, 0

    def go(self, nodes: int) -> bool:
        """Go on until so many nodes were looked at; return whether the best choice is proved."""
        from openairlift.solve.covering.search import searched

        while self.depth and self.nodes < nodes:
            grain = 0.999 if self.whole else 0.5 * GAP * self.value  # what is better is so by 1 at least
            some = min(SLICE, nodes - self.nodes)
            self.depth, self.value = searched(self.problem, self.room, self.stack, self.depth, self.value, grain, some)
            self.nodes += some
        return self.depth == 0

    def best(self) -> list[int]:
        """Return the best choice."""
        return sorted({int(candidate) for candidate in self.stack.chosen})
