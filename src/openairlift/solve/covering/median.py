"""The p-median, exact: k sites so that the weighted distance of assets to their nearest is least.

With y_i = 1 where site i is taken and d_j(1) ≤ d_j(2) ≤ … the weighted distances of asset j, sorted, the formulation
of Cornuejols, Nemhauser and Wolsey (1980) projected on y is

    min Σ_j θ_j   subject to   Σ_i y_i = k   and, for every asset j and rank r,
    θ_j ≥ d_j(r) − Σ_{i nearer than d_j(r)} (d_j(r) − d_ij) y_i,

whose linear relaxation is as strong as the one with a variable for each pair. Its rows are separated as they are
missed: for given y the row of asset j that is missed most stands at the first rank at which the nearer sites add up to
1 (the decomposition of Duran-Mateluna, Alès and Elloumi 2023). A choice that swaps have improved gives the first rows,
an upper bound, and with reduced costs the sites that can be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.solve.covering.programme import GAP, Floats, Ints, Rows, solve
from openairlift.solve.highs import quiet_highs

STARTS = 4
"""Choices from which swaps start: the greedy one, and others by counting on from it."""

ROUNDS = 200
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Median:
    """A p-median, proved optimal.

    Attributes
    ----------
    chosen : sites, ascending.
    nearest : site of each asset, shape (assets,).
    cost : Σ weight × distance.
    bound : cost that no choice can beat.
    rounds : times that HiGHS was asked.
    """

    chosen: tuple[int, ...]
    nearest: Ints
    cost: float
    bound: float
    rounds: int


def p_median(distances: Floats, weights: Floats, k: int) -> Median:
    """Return the k sites with the least weighted distance.

    Parameters
    ----------
    distances : from each site to each asset, at least 0, shape (sites, assets).
    weights : of the assets, at least 0, shape (assets,).
    k : number of sites, from 1 to all.

    Raises
    ------
    UsageError
        When shapes, `k`, a distance or a weight do not fit.

    Examples
    --------
    >>> places = np.array([0.0, 1.0, 2.0, 10.0])
    >>> found = p_median(np.abs(places[:, None] - places), np.ones(4), 2)
    >>> found.chosen, found.cost
    ((1, 3), 2.0)
    """
    _check(distances, weights, k)
    heavy = weights > 0
    cost = distances[:, heavy] * weights[heavy]
    scale = float(cost.max(initial=0.0))
    if k == len(distances) or scale == 0.0:
        return _told(tuple(range(k)), distances, weights, bound=None, rounds=0)
    work = _Work(cost / scale, k)
    chosen, bound = work.solve()
    return _told(tuple(chosen), distances, weights, bound=bound * scale, rounds=work.rounds)


def _check(distances: Floats, weights: Floats, k: int) -> None:
    if distances.ndim != 2 or weights.shape != distances.shape[1:]:
        what = f"distances have the shape {distances.shape}, weights {weights.shape}"
        raise UsageError(f"{what}: (sites, assets), (assets,)")
    if not 1 <= k <= len(distances):
        raise UsageError(f"k must be from 1 to the number of sites ({len(distances)}), got {k}")
    for what, values in (("distances", distances), ("weights", weights)):
        if not np.all(np.isfinite(values)) or values.min(initial=0.0) < 0:
            raise UsageError(f"{what} must be finite and 0 or more")


def _told(chosen: tuple[int, ...], distances: Floats, weights: Floats, *, bound: float | None, rounds: int) -> Median:
    names = np.array(sorted(chosen))
    nearest = names[np.argmin(distances[names], axis=0)]
    each = weights * distances[nearest, np.arange(len(weights))]
    cost = float(np.cumsum(each)[-1]) if each.size else 0.0
    least = cost if bound is None else min(bound, cost)
    return Median(chosen=tuple(int(i) for i in names), nearest=nearest, cost=cost, bound=least, rounds=rounds)


def _best_swaps(cost: Floats, chosen: list[int]) -> tuple[list[int], float]:
    """Return a choice after the best single swap again and again, while one gains."""
    assets = np.arange(cost.shape[1])
    while True:
        own = cost[chosen]
        order = np.argsort(own, axis=0, kind="stable")
        first = own[order[0], assets]
        second = own[order[1], assets] if len(chosen) > 1 else np.full(len(assets), np.inf)
        best, swap = 0.0, (-1, -1)
        gain = np.maximum(first - cost, 0.0).sum(axis=1)  # of one more site
        for at in range(len(chosen)):
            mine = order[0] == at
            lost = np.minimum(cost[:, mine], second[mine]) - np.minimum(cost[:, mine], first[mine])
            worth = gain - lost.sum(axis=1)
            worth[chosen] = -np.inf
            site = int(np.argmax(worth))
            if worth[site] > best:
                best, swap = float(worth[site]), (at, site)
        total = float(first.sum())
        if best <= 1e-12 * total:
            return chosen, total
        chosen = [swap[1] if at == swap[0] else site for at, site in enumerate(chosen)]


@dataclass(slots=True)
class _Work:
    """One p-median while it is solved; costs are weighted distances over the largest of them."""

    cost: Floats
    k: int
    rounds: int = 0
    best: list[int] = field(default_factory=list)
    upper: float = np.inf
    sites: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    order: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    sorted: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    have: set[tuple[int, float]] = field(default_factory=set)

    def solve(self) -> tuple[list[int], float]:
        self._search()
        self._narrow(np.arange(len(self.cost)))
        bound, reduced = self._relax()
        if self.upper - bound <= GAP * self.upper:
            return self.best, bound
        kept = reduced <= self.upper - bound + _TOLERANCE * self.upper
        kept[np.isin(self.sites, self.best)] = True
        self._narrow(self.sites[kept])
        bound = self._branch()
        return self.best, bound

    def _search(self) -> None:
        """Find a good choice: swaps from the greedy one and from some others."""
        count = len(self.cost)
        chosen: list[int] = []
        now = np.full(self.cost.shape[1], np.inf)
        for _ in range(self.k):
            totals = np.minimum(self.cost, now).sum(axis=1)
            totals[chosen] = np.inf
            chosen.append(int(np.argmin(totals)))
            now = np.minimum(now, self.cost[chosen[-1]])
        starts = [chosen]
        starts += [
            sorted({(site * 7 + turn * 13 + at * 31) % count for at, site in enumerate(chosen)})
            for turn in range(1, STARTS)
        ]
        for start in starts:
            if len(start) < self.k:
                start = [*start, *(i for i in range(count) if i not in start)][: self.k]
            found, total = _best_swaps(self.cost, start)
            if total < self.upper:
                self.best, self.upper = found, total

    def _narrow(self, sites: Ints) -> None:
        """Go on with some of the sites."""
        self.sites = sites
        part = self.cost[sites]
        self.order = np.argsort(part, axis=0, kind="stable")
        self.sorted = np.take_along_axis(part, self.order, axis=0)
        self.have = set()

    def _rows(self, ranks: Ints, assets: Ints) -> Rows:
        """Return the rows of some assets, each at a rank: θ_j + Σ_{nearer} (d_j(r) − d_ij) y_i ≥ d_j(r)."""
        level = self.sorted[ranks, assets]
        owner = np.repeat(np.arange(len(assets)), ranks)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(ranks) - ranks, ranks)
        asset = assets[owner]
        values = level[owner] - self.sorted[offset, asset]
        some = values > 0
        columns = np.concatenate((self.order[offset, asset][some], len(self.sites) + assets))
        return Rows.of(
            np.concatenate((owner[some], np.arange(len(assets)))),
            columns,
            np.concatenate((values[some], np.ones(len(assets)))),
            lower=level,
            upper=np.full(len(assets), np.inf),
        )

    def _new(self, ranks: Ints, assets: Ints) -> Rows | None:
        """Return the rows that are not there yet; sites at one and the same distance make one row."""
        fresh = []
        for at, (rank, asset) in enumerate(zip(ranks.tolist(), assets.tolist(), strict=True)):
            key = (asset, float(self.sorted[rank, asset]))
            if key not in self.have:
                self.have.add(key)
                fresh.append(at)
        return self._rows(ranks[fresh], assets[fresh]) if fresh else None

    def _first(self) -> Rows:
        """Return the first rows: at the ranks of the best choice's nearest and second nearest site, and between."""
        assets = np.arange(self.cost.shape[1])
        taken = np.isin(self.sites, self.best)[self.order]
        reached = np.cumsum(taken, axis=0)
        near = np.argmax(reached >= 1, axis=0)
        last = np.argmax(reached >= min(2, self.k), axis=0)
        last = np.maximum(last, near)
        ranks = np.concatenate((near, (near + last) // 2, last))
        found = self._new(ranks, np.tile(assets, 3))
        assert found is not None
        return found

    def _missed(self, values: Floats) -> tuple[Ints, Ints, float]:
        """Return the rows that given values miss most, as ranks and assets, and the cost of these sites in full."""
        count = len(self.sites)
        assets = np.arange(self.cost.shape[1])
        parts = values[:count][self.order]
        reached = np.cumsum(parts, axis=0)
        ranks = np.where(reached[-1] >= 1 - 1e-9, np.argmax(reached >= 1 - 1e-9, axis=0), count - 1)
        nearer = np.arange(count)[:, None] < ranks
        level = self.sorted[ranks, assets]
        needed = level - ((level - self.sorted) * parts * nearer).sum(axis=0)
        short = needed > values[count:] + _TOLERANCE * np.maximum(needed, 1e-3)
        return ranks[short], assets[short], float(needed.sum())

    def _relax(self) -> tuple[float, Floats]:
        """Solve the linear relaxation; return its value, and by how much each site taken would raise it at least."""
        import highspy

        count, assets = len(self.sites), self.cost.shape[1]
        solver = quiet_highs()
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("presolve", "off")  # rows are added to a basis that is there
        empty = np.zeros(0)
        solver.addCols(
            count + assets,
            np.concatenate((np.zeros(count), np.ones(assets))),
            np.concatenate((np.zeros(count), self.sorted[0])),
            np.concatenate((np.ones(count), np.full(assets, np.inf))),
            0, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), empty,
        )  # fmt: skip
        solver.addRow(self.k, self.k, count, np.arange(count, dtype=np.int32), np.ones(count))
        new: Rows | None = self._first()
        bound, reduced = 0.0, np.zeros(count)
        for _ in range(ROUNDS):
            if new is None:
                break
            solver.addRows(
                len(new.lower), new.lower, new.upper, len(new.columns),
                new.starts.astype(np.int32), new.columns.astype(np.int32), new.values,
            )  # fmt: skip
            solver.run()
            self.rounds += 1
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise OpenAirliftError("HiGHS ended the relaxation of a p-median without an optimum")
            bound = float(solver.getInfo().objective_function_value)
            solution = solver.getSolution()
            values = np.array(solution.col_value)
            reduced = np.maximum(np.array(solution.col_dual)[:count], 0.0)
            self._round(values)
            ranks, short, _ = self._missed(values)
            if self.upper - bound <= GAP * self.upper or not short.size:
                break
            new = self._new(ranks, short)
        return bound, reduced

    def _round(self, values: Floats) -> None:
        """Take the sites with the largest parts as a choice, and improve it when it is near the best one."""
        chosen = self.sites[np.argsort(-values[: len(self.sites)], kind="stable")[: self.k]].tolist()
        total = float(self.cost[chosen].min(axis=0).sum())
        if total < self.upper * 1.01 and set(chosen) != set(self.best):
            found, total = _best_swaps(self.cost, chosen)
            if total < self.upper:
                self.best, self.upper = found, total

    def _branch(self) -> float:
        """Solve with whole sites, adding missed rows, until none is missed; return the bound."""
        count, assets = len(self.sites), self.cost.shape[1]
        every = np.arange(count)
        whole = Rows.of(
            np.zeros(count, dtype=np.int64), every, np.ones(count),
            lower=np.array([float(self.k)]), upper=np.array([float(self.k)]),
        )  # fmt: skip
        _, _ = self._relax()
        keys = sorted(self.have)
        asset = np.array([key[0] for key in keys])
        rank = np.array([int(np.searchsorted(self.sorted[:, a], level)) for a, level in keys])
        rows = Rows.stacked(whole, self._rows(rank, asset))
        cost = np.concatenate((np.zeros(count), np.ones(assets)))
        least = np.concatenate((np.zeros(count), self.sorted[0]))
        most = np.concatenate((np.ones(count), np.full(assets, np.inf)))
        while True:
            start = np.isin(self.sites, self.best).astype(np.float64)
            known = np.concatenate((start, self.cost[self.best].min(axis=0)))
            values, bound, _ = solve(cost, most, rows, whole=count, start=known, lower=least)
            self.rounds += 1
            values[:count] = np.rint(values[:count])
            chosen = self.sites[values[:count] > 0.5].tolist()
            total = float(self.cost[chosen].min(axis=0).sum())
            if total < self.upper:
                self.best, self.upper = chosen, total
            ranks, short, _ = self._missed(values)
            new = self._new(ranks, short) if short.size else None
            if new is None or self.upper - bound <= GAP * self.upper:
                return bound
            rows = Rows.stacked(rows, new)
