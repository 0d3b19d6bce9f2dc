"""The p-median, exact: k sites so that the weighted distance of assets to their nearest is least.

With y_i = 1 where site i is taken and d_j(1) ≤ d_j(2) ≤ … the weighted distances of asset j, sorted, the formulation
of Cornuejols, Nemhauser and Wolsey (1980) projected on y is

    min Σ_j θ_j   subject to   Σ_i y_i = k   and, for every asset j and rank r,
    θ_j ≥ d_j(r) − Σ_{i nearer than d_j(r)} (d_j(r) − d_ij) y_i,

whose linear relaxation is as strong as the one with a variable for each pair. Its rows are separated as they are
missed: for given y the row of asset j that is missed most stands at the first rank at which the nearer sites add up to
1 (the decomposition of Duran-Mateluna, Alès and Elloumi 2023). A choice that swaps have improved gives the first rows
and an upper bound; with these a Lagrangian bound tells most sites that can be left out before HiGHS is asked, and
reduced costs some more. Branching is on the site that is nearest to half taken: one solver goes from node to node.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from openairlift.errors import UsageError
from openairlift.solve.covering.multipliers import useful_sites
from openairlift.solve.covering.programme import GAP, Floats, Ints, Rows, solve
from openairlift.solve.covering.rows import TOLERANCE, Relaxation, Solved

STARTS = 4
"""Choices from which swaps start: the greedy one, and others by counting on from it."""

NODES = 500
"""Nodes of branch and bound after which the rest is left to HiGHS."""

_WHOLE = 1e-6


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

    def solve(self) -> tuple[list[int], float]:
        self._search()
        sites, bound = useful_sites(self.cost, self.k, self.best, self.upper)
        if self._enough(bound):
            return self.best, bound
        relaxation, found = self._relaxed(sites)
        if self._enough(found.bound):
            return self.best, found.bound
        held = {
            int(at)
            for at in np.flatnonzero(found.reduced > self.upper - found.bound + TOLERANCE * self.upper)
            if sites[at] not in self.best
        }
        proved = self._branch(relaxation, sites, held)
        if proved is None:
            proved = self._rest(np.delete(sites, sorted(held)))
        return self.best, proved

    def _enough(self, bound: float) -> bool:
        return self.upper - bound <= GAP * self.upper

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

    def _relaxed(self, sites: Ints) -> tuple[Relaxation, Solved]:
        """Solve the linear relaxation over some sites."""
        relaxation = Relaxation(self.cost[sites], self.k)
        relaxation.begin(np.flatnonzero(np.isin(sites, self.best)))
        return relaxation, self._solved(relaxation, sites)

    def _solved(self, relaxation: Relaxation, sites: Ints) -> Solved:
        """Solve a node, and try the sites with the largest parts as a choice."""
        found = relaxation.solve(self.upper * (1 - GAP))
        self.rounds += found.rounds
        chosen = sites[np.argsort(-found.parts, kind="stable")[: self.k]].tolist()
        total = float(self.cost[chosen].min(axis=0).sum())
        if total < self.upper:
            self.best, self.upper = chosen, total
        if total < self.upper * 1.01 and set(chosen) != set(self.best):
            chosen, total = _best_swaps(self.cost, chosen)
            if total < self.upper:
                self.best, self.upper = chosen, total
        return found

    def _branch(self, relaxation: Relaxation, sites: Ints, held: set[int]) -> float | None:
        """Branch and bound, the site nearest to half taken first; return the bound, None where nodes run out.

        A node whose sites are whole is done: no row is missed, so that it costs what `_solved` compared with the best.
        """
        proved = np.inf
        nodes: list[dict[int, int]] = [dict.fromkeys(held, 0)]
        for _ in range(NODES):
            if not nodes:
                return min(proved, self.upper)
            fixed = nodes.pop()
            relaxation.fix(fixed)
            found = self._solved(relaxation, sites)
            half = np.abs(found.parts - 0.5)
            site = int(np.argmin(half))
            if self._enough(found.bound):
                proved = min(proved, found.bound)
            elif half[site] < 0.5 - _WHOLE:
                nodes += [{**fixed, site: 0}, {**fixed, site: 1}]
        return None

    def _rest(self, sites: Ints) -> float:
        """Solve with whole sites by HiGHS, adding missed rows, until none is missed; return the bound."""
        relaxation, _ = self._relaxed(sites)
        count, assets = relaxation.cost.shape
        every = np.arange(count)
        whole = Rows.of(
            np.zeros(count, dtype=np.int64), every, np.ones(count),
            lower=np.array([float(self.k)]), upper=np.array([float(self.k)]),
        )  # fmt: skip
        rows = Rows.stacked(whole, relaxation.known_rows())
        cost = np.concatenate((np.zeros(count), np.ones(assets)))
        least = np.concatenate((np.zeros(count), relaxation.sorted[0]))
        most = np.concatenate((np.ones(count), np.full(assets, np.inf)))
        while True:
            start = np.isin(sites, self.best).astype(np.float64)
            known = np.concatenate((start, self.cost[self.best].min(axis=0)))
            values, bound, *_ = solve(cost, most, rows, whole=count, start=known, lower=least)
            self.rounds += 1
            values[:count] = np.rint(values[:count])
            chosen = sites[values[:count] > 0.5].tolist()
            total = float(self.cost[chosen].min(axis=0).sum())
            if total < self.upper:
                self.best, self.upper = chosen, total
            new = None if self._enough(bound) else relaxation.new(*relaxation.missed(values))
            if new is None:
                return bound
            rows = Rows.stacked(rows, new)
