"""What can be left out of a covering problem without changing its optimum."""

from __future__ import annotations

import numpy as np

from openairlift.solve.covering.programme import Bools, Floats, Ints

MOST_PAIRS = 4_000
"""Candidates among whose pairs dominated ones are looked for."""


def merged(reach: Bools, weights: Floats) -> tuple[Bools, Floats]:
    """Return the coverage with assets of one and the same coverage as one, their weights added.

    Assets that nothing reaches, or that weigh nothing, are left out.

    Examples
    --------
    >>> merged(np.array([[True, True, False, False]]), np.array([1.0, 2.0, 4.0, 0.0]))
    (array([[ True]]), array([3.]))
    """
    few, worth, _ = merged_with(reach, weights, weights)
    return few, worth


def merged_with(reach: Bools, weights: Floats, prices: Floats) -> tuple[Bools, Floats, Floats]:
    """Return the coverage with assets of one and the same coverage as one, their weights and their prices added.

    Examples
    --------
    >>> merged_with(np.array([[True, True, False]]), np.array([1.0, 2.0, 4.0]), np.array([0.5, 2.0, 1.0]))
    (array([[ True]]), array([3.]), array([2.5]))
    """
    counts = (weights > 0) & reach.any(axis=0)
    kept, own = reach[:, counts], weights[counts]
    if not own.size:
        return kept, own, prices[counts]
    packed = np.ascontiguousarray(np.packbits(kept, axis=0).T)
    whole = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, group = np.unique(whole, return_index=True, return_inverse=True)
    worth: Floats = np.bincount(group.ravel(), own, len(first)).astype(np.float64)
    dear: Floats = np.bincount(group.ravel(), prices[counts], len(first)).astype(np.float64)
    return kept[:, first], worth, dear


def undominated(reach: Bools, kinds: Ints, sites: Ints) -> Ints:
    """Return the candidates without those that cover nothing more than another one in their place.

    Another one stands in its place if it is of the same kind, and at the same site, or at a site that has no other
    candidate: then it is free, or chosen already. Of equal ones the first stays.

    Parameters
    ----------
    reach : which assets each candidate covers, shape (candidates, assets).
    kinds, sites : of each candidate.

    Examples
    --------
    >>> undominated(np.array([[1, 0], [1, 1]], dtype=bool), np.zeros(2, int), np.arange(2))
    array([1])
    """
    sizes = reach.sum(axis=1)
    if len(reach) > MOST_PAIRS:
        return np.flatnonzero(sizes > 0)
    shared = reach.astype(np.float32) @ reach.T.astype(np.float32)
    alone = np.bincount(sites, minlength=int(sites.max(initial=-1)) + 1)[sites] == 1
    within = shared >= sizes[:, None]
    other = (kinds[:, None] == kinds) & ((sites[:, None] == sites) | alone[None, :])
    number = np.arange(len(reach))
    larger = (sizes[None, :] > sizes[:, None]) | ((sizes[None, :] == sizes[:, None]) & (number < number[:, None]))
    return np.flatnonzero((sizes > 0) & ~(within & other & larger).any(axis=1))


def needed(reach: Bools) -> Ints:
    """Return the assets that have to be asked for: whoever covers these covers all that can be covered.

    Examples
    --------
    >>> needed(np.array([[1, 1], [0, 1]], dtype=bool))  # who covers the first covers the second
    array([0])
    """
    everyone = np.zeros(reach.shape[1], dtype=np.int64)
    return undominated_columns(~reach.T, everyone) if reach.size else everyone


def undominated_columns(misses: Bools, everyone: Ints) -> Ints:
    """Return the rows of a table that are within no other row, those that miss everybody left out."""
    free = np.flatnonzero(~misses.all(axis=1))
    if len(free) > MOST_PAIRS:
        return free
    rows = misses[free]
    sizes = rows.sum(axis=1)
    within = rows.astype(np.float32) @ rows.T.astype(np.float32) >= sizes[:, None]
    number = np.arange(len(free))
    larger = (sizes[None, :] > sizes[:, None]) | ((sizes[None, :] == sizes[:, None]) & (number < number[:, None]))
    found: Ints = free[~(within & larger).any(axis=1)]
    return found
