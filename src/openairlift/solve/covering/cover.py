"""Maximal covering and set covering, exact.

Maximal covering (Church and ReVelle 1974): with y_c = 1 where candidate c is taken and z_j the part of asset j covered,

    max Σ_j w_j z_j   subject to   z_j ≤ Σ_{c reaches j} y_c,   Σ_{c of kind t} y_c ≤ k_t,   Σ_{c at site s} y_c ≤ 1,

y binary, 0 ≤ z ≤ 1. Set covering (Toregas et al. 1971): min Σ_c y_c so that some candidate reaches every asset that
any reaches. Candidates with a sector that may be turned stand several times, once for each direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.errors import UsageError
from openairlift.solve.covering import proving
from openairlift.solve.covering.programme import GAP, Answer, Bools, Floats, Ints, Rows, solve
from openairlift.solve.covering.reduce import merged, merged_with, needed, undominated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """A cover, proved optimal.

    Attributes
    ----------
    chosen : candidates, ascending; fewer than allowed where no more are of use.
    covered : which assets they cover, shape (assets,).
    weight : weight of these.
    bound : weight (set covering: number of candidates) that no choice can beat.
    """

    chosen: tuple[int, ...]
    covered: Bools
    weight: float
    bound: float


def maximal_cover(
    reach: Bools,
    weights: Floats,
    counts: int | Sequence[int],
    *,
    kinds: Ints | None = None,
    sites: Ints | None = None,
) -> Cover:
    """Return the choice of candidates that covers most weight.

    Parameters
    ----------
    reach : which assets each candidate covers, shape (candidates, assets).
    weights : of the assets, at least 0, shape (assets,).
    counts : how many candidates of each kind may be taken; one number where there is one kind.
    kinds : kind of each candidate; None = all of kind 0.
    sites : site of each candidate, of which at most one is taken; None = each has its own.

    Raises
    ------
    UsageError
        When shapes or counts do not fit, or a weight is negative.

    Notes
    -----
    Assets with one and the same coverage become one, candidates that cover nothing more than another in their place are
    left out. A greedy choice is improved by swaps; the linear relaxation of HiGHS tells most candidates that are of no
    use. The rest is HiGHS's, but for large problems with one kind of unit and one candidate a site: those are left to
    `search`, which starts from the relaxation's prices and whose proof comes much sooner where the units cover nearly
    all.

    Examples
    --------
    >>> reach = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
    >>> maximal_cover(reach, np.array([1.0, 5.0, 5.0, 2.0]), 1).chosen
    (1,)
    >>> maximal_cover(reach, np.array([1.0, 5.0, 5.0, 2.0]), 2).weight
    13.0
    """
    limits = np.atleast_1d(np.asarray(counts, dtype=np.int64))
    of_kind = np.zeros(len(reach), dtype=np.int64) if kinds is None else np.asarray(kinds, dtype=np.int64)
    of_site = np.arange(len(reach)) if sites is None else np.asarray(sites, dtype=np.int64)
    _check(reach, weights, of_kind, of_site, limits)
    usable = np.flatnonzero(limits[of_kind] > 0)
    few, worth = merged(reach[usable], weights)
    kept = undominated(few, of_kind[usable], of_site[usable])
    few, usable = few[kept], usable[kept]
    if not usable.size or not worth.size:
        return _told((), reach, weights, bound=0.0)
    start = _swapped(few, worth, of_kind[usable], of_site[usable], limits)
    chosen, bound = _maximise(few, worth, of_kind[usable], of_site[usable], limits, start)
    return _told(tuple(int(c) for c in usable[chosen]), reach, weights, bound=bound)


def _check(reach: Bools, weights: Floats, kinds: Ints, sites: Ints, limits: Ints) -> None:
    if reach.ndim != 2 or weights.shape != reach.shape[1:]:
        raise UsageError(f"reach has the shape {reach.shape}, weights {weights.shape}: (candidates, assets), (assets,)")
    if len(kinds) != len(reach) or len(sites) != len(reach):
        raise UsageError(f"{len(reach)} candidates, {len(kinds)} kinds and {len(sites)} sites: each needs one of both")
    if kinds.size and (kinds.min() < 0 or kinds.max() >= len(limits)):
        raise UsageError(f"a candidate is of kind {kinds.max()}, and there are {len(limits)} counts")
    if limits.min(initial=0) < 0 or not np.all(np.isfinite(weights)) or weights.min(initial=0.0) < 0:
        raise UsageError("counts and weights must be 0 or more")


def _told(chosen: tuple[int, ...], reach: Bools, weights: Floats, *, bound: float) -> Cover:
    covered: Bools = np.any(reach[list(chosen)], axis=0)
    weight = float(np.cumsum(weights * covered)[-1]) if weights.size else 0.0
    return Cover(chosen=tuple(sorted(chosen)), covered=covered, weight=weight, bound=max(bound, weight))


def _swapped(reach: Bools, weights: Floats, kinds: Ints, sites: Ints, limits: Ints) -> list[int]:
    """Return a good choice: greedy, then single swaps while they gain."""
    left, free = limits.copy(), np.ones(int(sites.max()) + 1, dtype=np.bool_)
    chosen: list[int] = []
    hits = np.zeros(reach.shape[1], dtype=np.int64)
    table = reach.astype(np.float64)

    def best(left: Ints, free: Bools, hits: Ints) -> tuple[int, float]:
        gains = np.where((left[kinds] > 0) & free[sites], table @ (weights * (hits == 0)), -1.0)
        return int(np.argmax(gains)), float(gains.max())

    while left.any():
        take, gain = best(left, free, hits)
        if gain <= 0:
            break
        chosen.append(take)
        left[kinds[take]] -= 1
        free[sites[take]] = False
        hits += reach[take]
    at = 0
    unmoved = 0
    while chosen and unmoved < len(chosen):
        out = chosen[at]
        left[kinds[out]] += 1
        free[sites[out]] = True
        without = hits - reach[out]
        take, gain = best(left, free, without)
        lost = float(weights @ (reach[out] & (without == 0)))
        better = gain > lost * (1 + 1e-12)
        take = take if better else out
        unmoved = 0 if better else unmoved + 1
        chosen[at] = take
        left[kinds[take]] -= 1
        free[sites[take]] = False
        hits = without + reach[take]
        at = (at + 1) % len(chosen)
    return chosen


def _limits(kinds: Ints, sites: Ints, limits: Ints) -> Rows:
    """Return the rows that hold how many of a kind are taken, and one at each site that has several candidates."""
    number = np.arange(len(kinds))
    crowded = np.flatnonzero(np.bincount(sites) > 1)
    place = np.full(int(sites.max(initial=-1)) + 1, -1)
    place[crowded] = len(limits) + np.arange(len(crowded))
    shared = place[sites] >= 0
    rows = np.concatenate((kinds, place[sites][shared]))
    columns = np.concatenate((number, number[shared]))
    upper = np.concatenate((limits, np.ones(len(crowded)))).astype(np.float64)
    return Rows.of(rows, columns, np.ones(len(rows)), lower=np.full(len(upper), -np.inf), upper=upper)


def _maximise(
    reach: Bools, weights: Floats, kinds: Ints, sites: Ints, limits: Ints, start: list[int]
) -> tuple[Ints, float]:
    """Return an optimal choice and its bound: the relaxation first, which tells most candidates that are of no use."""
    scale = float(weights.max())
    searching = proving.suits(reach, sites, limits, start)
    if searching:
        start = proving.exchanged(reach, weights, start)
    known = float(weights @ reach[start].any(axis=0))
    relaxed = _run(reach, weights / scale, kinds, sites, limits, start, whole=False)
    most = -relaxed.bound * scale
    if most <= known * (1 + GAP):
        return np.array(start, dtype=np.int64), known
    # what a candidate that the relaxation leaves out costs when it is taken; with more than the gap it is of no use
    off = np.maximum(relaxed.reduced[: len(reach)], 0.0) * scale > (most - known) * (1 + 1e-6) + GAP * most
    off[start] = False
    kept = np.flatnonzero(~off)
    place = {int(candidate): at for at, candidate in enumerate(kept)}
    prices = np.clip(-relaxed.duals[: len(weights)] * scale, 0.0, weights)  # of the rows that link assets to candidates
    few, worth, dear = merged_with(reach[kept], weights, prices)
    begin = [place[candidate] for candidate in start]
    if searching:
        search = proving.Search(few, worth, dear, begin)
        proved, begin = search.go(proving.NODES), search.best()
        if proved:
            return kept[begin], float(worth @ few[begin].any(axis=0))
    found = _run(few, worth / scale, kinds[kept], sites[kept], limits, begin)
    return kept[found.values[: len(kept)] > 0.5], -found.bound * scale


def _run(
    reach: Bools,
    weights: Floats,
    kinds: Ints,
    sites: Ints,
    limits: Ints,
    start: list[int],
    *,
    whole: bool = True,
) -> Answer:
    candidates, assets = reach.shape
    by, asset = np.nonzero(reach)
    every = np.arange(assets)
    links = Rows.of(
        np.concatenate((every, asset)),
        np.concatenate((candidates + every, by)),
        np.concatenate((np.ones(assets), -np.ones(len(by)))),
        lower=np.full(assets, -np.inf),
        upper=np.zeros(assets),
    )
    known = np.zeros(candidates + assets)
    known[start] = 1.0
    known[candidates:] = reach[start].any(axis=0)
    return solve(
        np.concatenate((np.zeros(candidates), -weights)),
        np.ones(candidates + assets),
        Rows.stacked(links, _limits(kinds, sites, limits)),
        whole=candidates if whole else 0,
        start=known,
    )


def set_cover(reach: Bools, *, sites: Ints | None = None) -> Cover:
    """Return the fewest candidates that together cover every asset that any candidate covers.

    Parameters
    ----------
    reach : which assets each candidate covers, shape (candidates, assets).
    sites : site of each candidate, of which at most one is taken; None = each has its own.

    Raises
    ------
    OpenAirliftError
        When one candidate a site can't cover what any covers: sectors at the only site of some assets.

    Notes
    -----
    Assets that are covered whenever another one is are not asked for; dominated candidates are left out.

    Examples
    --------
    >>> reach = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
    >>> set_cover(reach).chosen
    (0, 2)
    """
    of_site = np.arange(len(reach)) if sites is None else np.asarray(sites, dtype=np.int64)
    weights = np.ones(reach.shape[1])
    asked = needed(reach)
    if not asked.size:
        return _told((), reach, weights, bound=0.0)
    few = reach[:, asked]
    kept = undominated(few, np.zeros(len(few), dtype=np.int64), of_site)
    few = few[kept]
    by, asset = np.nonzero(few)
    ones = np.ones(len(asked))
    rows = Rows.of(asset, by, np.ones(len(by)), lower=ones, upper=np.full(len(asked), np.inf))
    limit = _limits(np.zeros(len(kept), dtype=np.int64), of_site[kept], np.array([len(kept)]))
    values, bound, *_ = solve(np.ones(len(kept)), np.ones(len(kept)), Rows.stacked(rows, limit), whole=len(kept))
    chosen = tuple(int(c) for c in kept[values > 0.5])
    found = _told(chosen, reach, weights, bound=0.0)
    return Cover(chosen=found.chosen, covered=found.covered, weight=found.weight, bound=float(np.ceil(bound - 1e-6)))
