"""Sites that no p-median holds: a Lagrangian bound, by additions alone.

With a price u_j for each asset, what links assets to sites relaxed (Cornuejols, Fisher and Nemhauser 1977),

    L(u) = Σ_j u_j + the k smallest of ρ_i = Σ_j min(0, c_ij − u_j)

is no more than the cost of any choice. A site that is not among the smallest raises L by ρ_i less the largest of them
when it is taken; where that passes the cost of a known choice, it is of no use.
"""

from __future__ import annotations

import numpy as np

from openairlift.solve.covering.programme import Floats, Ints

STEPS = 300
"""Subgradient steps."""

_SLOW, _SHORTER, _SOME = 6, 0.6, 0.02


def useful_sites(cost: Floats, k: int, best: list[int], upper: float, *, steps: int = STEPS) -> tuple[Ints, float]:
    """Return the sites that a better choice than a known one may hold, those of the known one too, and the bound.

    Parameters
    ----------
    cost : of serving each asset from each site, at least 0, shape (sites, assets).
    k : number of sites that are taken.
    best, upper : a known choice, and its cost.
    steps : of the prices.

    Examples
    --------
    >>> places = np.array([0.0, 1.0, 2.0, 50.0, 52.0, 200.0])
    >>> cost = np.abs(places[:, None] - places)
    >>> sites, bound = useful_sites(cost, 3, [1, 3, 5], 4.0)
    >>> {1, 3, 5} <= set(sites.tolist()), bound
    (True, 4.0)
    """
    sites = np.arange(len(cost))
    if k >= len(cost):
        return sites, 0.0
    nearest, second = np.sort(cost[best], axis=0)[[0, min(1, k - 1)]]
    wide = np.maximum(second, 1e-9 * max(float(second.max()), 1e-300))  # an asset's steps go by what it costs
    prices = best_prices = 0.5 * (nearest + wide)
    bound, scale, slow = 0.0, 1.0, 0
    for _ in range(steps):
        if len(sites) <= k:
            break
        sums = np.minimum(cost - prices, 0.0).sum(axis=1)
        taken = np.argpartition(sums, k - 1)[:k]
        now = float(prices.sum() + sums[taken].sum())
        slow = 0 if now > bound + 1e-4 * (upper - bound) else slow + 1
        if now > bound:
            bound, best_prices = now, prices
        excess = 1 - (cost[taken] < prices).sum(axis=0)
        useless = now + sums - sums[taken].max() > upper * (1 + 1e-7)
        useless[taken] = False
        useless &= ~np.isin(sites, best)
        if useless.sum() > _SOME * len(sites):
            sites, cost = sites[~useless], cost[~useless]
        if slow >= _SLOW:
            scale, slow, prices = _SHORTER * scale, 0, best_prices
            continue
        norm = float((wide * wide * excess * excess).sum())
        if norm == 0.0 or now >= upper:
            break
        prices = prices + scale * (upper - now) / norm * excess * wide * wide
    return sites, bound
