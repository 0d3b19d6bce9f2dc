"""The relaxation of a p-median: rows are added as they are missed, and HiGHS goes on from where it stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from openairlift.errors import OpenAirliftError
from openairlift.solve.covering.programme import Floats, Ints, Rows
from openairlift.solve.highs import quiet_highs

TOLERANCE = 1e-7


class Solved(NamedTuple):
    """An optimum of the relaxation.

    Attributes
    ----------
    bound : cost that no choice of these sites can beat.
    parts : how much of each site is taken, shape (sites,).
    reduced : by how much each site raises the bound at least when it is taken, shape (sites,).
    rounds : times that HiGHS was asked.
    """

    bound: float
    parts: Floats
    reduced: Floats
    rounds: int


@dataclass(slots=True)
class Relaxation:
    """The relaxation over some of the sites.

    Attributes
    ----------
    cost : of each of these sites and each asset, shape (sites, assets).
    k : number of sites taken.
    """

    cost: Floats
    k: int
    order: Ints = field(init=False)
    sorted: Floats = field(init=False)
    have: set[tuple[int, float]] = field(init=False, default_factory=set)
    solver: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Sort the sites of each asset."""
        self.order = np.argsort(self.cost, axis=0, kind="stable")
        self.sorted = np.take_along_axis(self.cost, self.order, axis=0)

    def rows(self, ranks: Ints, assets: Ints) -> Rows:
        """Return the rows of some assets, each at a rank: θ_j + Σ_{nearer} (d_j(r) − d_ij) y_i ≥ d_j(r)."""
        level = self.sorted[ranks, assets]
        owner = np.repeat(np.arange(len(assets)), ranks)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(ranks) - ranks, ranks)
        asset = assets[owner]
        values = level[owner] - self.sorted[offset, asset]
        some = values > 0
        columns = np.concatenate((self.order[offset, asset][some], len(self.cost) + assets))
        return Rows.of(
            np.concatenate((owner[some], np.arange(len(assets)))),
            columns,
            np.concatenate((values[some], np.ones(len(assets)))),
            lower=level,
            upper=np.full(len(assets), np.inf),
        )

    def known_rows(self) -> Rows:
        """Return all rows that were added."""
        keys = sorted(self.have)
        asset = np.array([key[0] for key in keys])
        rank = np.array([int(np.searchsorted(self.sorted[:, a], level)) for a, level in keys])
        return self.rows(rank, asset)

    def new(self, ranks: Ints, assets: Ints) -> Rows | None:
        """Return the rows that are not there yet; sites at one and the same distance make one row."""
        fresh = []
        for at, (rank, asset) in enumerate(zip(ranks.tolist(), assets.tolist(), strict=True)):
            key = (asset, float(self.sorted[rank, asset]))
            if key not in self.have:
                self.have.add(key)
                fresh.append(at)
        return self.rows(ranks[fresh], assets[fresh]) if fresh else None

    def missed(self, values: Floats) -> tuple[Ints, Ints]:
        """Return the rows that given values miss most, as ranks and assets."""
        count = len(self.cost)
        assets = np.arange(self.cost.shape[1])
        parts = values[:count][self.order]
        reached = np.cumsum(parts, axis=0)
        ranks = np.where(reached[-1] >= 1 - 1e-9, np.argmax(reached >= 1 - 1e-9, axis=0), count - 1)
        nearer = np.arange(count)[:, None] < ranks
        level = self.sorted[ranks, assets]
        needed = level - ((level - self.sorted) * parts * nearer).sum(axis=0)
        short = needed > values[count:] + TOLERANCE * np.maximum(needed, 1e-3)
        return ranks[short], assets[short]

    def begin(self, chosen: Ints) -> None:
        """Hand HiGHS the columns and first rows: at the nearest and second nearest chosen site, and between."""
        count, assets = self.cost.shape
        self.solver = quiet_highs()
        self.solver.setOptionValue("solver", "simplex")
        self.solver.setOptionValue("presolve", "off")  # rows are added to a basis that is there
        self.solver.addCols(
            count + assets,
            np.concatenate((np.zeros(count), np.ones(assets))),
            np.concatenate((np.zeros(count), self.sorted[0])),
            np.concatenate((np.ones(count), np.full(assets, np.inf))),
            0, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0),
        )  # fmt: skip
        self.solver.addRow(self.k, self.k, count, np.arange(count, dtype=np.int32), np.ones(count))
        reached = np.cumsum(np.isin(np.arange(count), chosen)[self.order], axis=0)
        near = np.argmax(reached >= 1, axis=0)
        last = np.maximum(np.argmax(reached >= min(2, self.k), axis=0), near)
        self._add(self.new(np.concatenate((near, (near + last) // 2, last)), np.tile(np.arange(assets), 3)))

    def fix(self, fixed: dict[int, int]) -> None:
        """Hold some sites at 0 or 1, and let the others go."""
        count = len(self.cost)
        least, most = np.zeros(count), np.ones(count)
        for site, value in fixed.items():
            least[site] = most[site] = value
        self.solver.changeColsBounds(count, np.arange(count, dtype=np.int32), least, most)

    def solve(self, enough: float) -> Solved:
        """Solve, adding missed rows until none is missed or the bound is `enough`.

        Raises
        ------
        OpenAirliftError
            When HiGHS ends without an optimum.
        """
        import highspy

        count = len(self.cost)
        rounds = 0
        while True:  # each row is added once, so that this ends
            self.solver.run()
            rounds += 1
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise OpenAirliftError("HiGHS ended the relaxation of a p-median without an optimum")
            bound = float(self.solver.getInfo().objective_function_value)
            solution = self.solver.getSolution()
            values = np.array(solution.col_value)
            new = None if bound >= enough else self.new(*self.missed(values))
            if new is None:
                break
            self._add(new)
        reduced = np.maximum(np.array(solution.col_dual)[:count], 0.0)
        return Solved(bound, values[:count], reduced, rounds)

    def _add(self, rows: Rows | None) -> None:
        if rows is not None:
            self.solver.addRows(
                len(rows.lower), rows.lower, rows.upper, len(rows.columns),
                rows.starts.astype(np.int32), rows.columns.astype(np.int32), rows.values,
            )  # fmt: skip
