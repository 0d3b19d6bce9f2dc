"""A search as an object: first plans, moves, and the plan that stands for where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openairlift.network import Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Mission, Terms
from openairlift.solve.search.board import Board
from openairlift.solve.search.follow import targets_of
from openairlift.solve.search.guided import Signs
from openairlift.solve.search.layout import BOARD, DESK, PLAY, SIGNS
from openairlift.solve.search.play import Play
from openairlift.solve.search.table import copied, make_desk, missions_of, set_up
from openairlift.solve.search.work import Task, work
from openairlift.units import DAY_S

Begin = Callable[[Play, Board], Play]
"""Puts into an empty state what a search begins from."""

MOMENTS = 400
STEP = 900
"""Least distance of the moments of a sweep [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a first plan is made: after the guide (`pull` unused), or at prices (`urgency` stated).

    Attributes
    ----------
    lead_s, thrift, offset : as in `follow` and `targets_of`.
    urgency, later_s, pull, toll : as in `guided`; `toll` scales the prices of stops.
    """

    lead_s: int = 21_600
    thrift: float = 0.2
    offset: float = 0.5
    urgency: float | None = None
    later_s: int = 36_000
    pull: float = 0.1
    toll: float = 0.75


class Search:
    """One state on a board, with what is needed to change it."""

    def __init__(self, network: Network, board: Board, *, seed: int, begin: Begin | None = None) -> None:
        self.network, self.board, self.begin = network, board, begin
        self.desk = make_desk(network, board, moments=MOMENTS)
        self.heed = False
        self._empty: dict[bool, Play] = {}
        self.play = self.fresh()
        self.random = np.array([(seed * 2_654_435_761 + 88_172_645_463_325_252) % (1 << 63)], dtype=np.uint64)
        self.tally = np.zeros(3, dtype=np.int64)
        self.unsigned = Signs(
            cell=DAY_S, line=np.zeros(1), stock=np.zeros(1), potential=np.zeros((1, 1)), toll=np.zeros((1, 1, 1, 1)),
            step=DAY_S, quota=np.zeros((1, 1, 1)), done=np.zeros((1, 1)),
        )  # fmt: skip
        self.moves = 0

    def fresh(self) -> Play:
        """Return a state in which nothing is planned, but for what the search begins from.

        With `heed` other traffic has its spots and slots in it.
        """
        if self.heed not in self._empty:
            self._empty[self.heed] = set_up(self.network, self.board, heed=self.heed)
        play = copied(self._empty[self.heed])
        return play if self.begin is None else self.begin(play, self.board)

    def first(self, recipe: Recipe, quota: FloatArray | None, step: int, signs: Signs | None) -> Play:
        """Return a first plan by a recipe; what it leaves is given to whoever is free."""
        play = self.fresh()
        if recipe.urgency is not None and signs is not None:
            priced = signs._replace(toll=signs.toll * recipe.toll, done=np.zeros_like(signs.done))
            self._do(Task.GUIDED, play, (3 * DAY_S, recipe.later_s), (recipe.urgency, recipe.pull), signs=priced)
        elif quota is not None:
            targets = targets_of(quota, step, offset=recipe.offset)
            self._do(Task.FOLLOW, play, (recipe.lead_s,), (recipe.thrift,), targets=targets)
        if self.missing(play) > 0.0:
            self._do(Task.DISPATCH, play, (4 * DAY_S, 3600), ())
        return play

    def _do(
        self,
        task: Task,
        play: Play,
        numbers: tuple[int, ...],
        reals: tuple[float, ...],
        *,
        signs: Signs | None = None,
        targets: IntArray | None = None,
    ) -> None:
        """Call the compiled code."""
        work(
            BOARD.pack(self.board),
            PLAY.pack(play),
            DESK.pack(self.desk),
            SIGNS.pack(self.unsigned if signs is None else signs),
            self.random,
            int(task),
            np.array((*numbers, 0, 0, 0), dtype=np.int64),
            np.array((*reals, 0.0, 0.0), dtype=np.float64),
            np.arange(len(self.network.tails), dtype=np.int64),
            np.zeros((0, 3), dtype=np.int64) if targets is None else targets,
            self.tally,
        )

    def missing(self, play: Play) -> float:
        """Return the weighted size of what nobody carries."""
        return float(play.left @ self.board.line["size"])

    def gains(self, play: Play) -> Terms:
        """Return what the jobs of a state gain in terms 1 to 3."""
        jobs = [int(play.order[t, q]) for t in range(play.jobs.size) for q in range(int(play.jobs[t]))]
        rows = play.job[jobs]
        return float(rows["in_time"].sum()), float(rows["early"].sum()), float(rows["soon"].sum())

    def improve(self, moves: int, *, temperature: float = 0.0) -> None:
        """Try moves from the state as it is."""
        play = self.play
        starts = [
            int(play.job[play.order[t, play.jobs[t] - 1]]["start"]) for t in range(play.jobs.size) if play.jobs[t]
        ]
        until = min(self.network.horizon_s, max(starts, default=0) + DAY_S)
        self._do(Task.IMPROVE, play, (moves, until, STEP), (temperature,))
        self.moves += moves

    def missions(self, play: Play | None = None) -> tuple[Mission, ...]:
        """Return the missions of a state."""
        return missions_of(self.network, self.board, self.play if play is None else play)
