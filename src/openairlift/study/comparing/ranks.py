"""How often each option comes first, second, …: shares of the runs, never a winner by name."""

from __future__ import annotations

import numpy as np

from openairlift.network.network import FloatArray
from openairlift.study.comparing.pairs import rounded


def rank_shares(losses: FloatArray) -> FloatArray:
    """Return the share of the runs in which each case has each rank; cases that tie share the ranks that they fill.

    Parameters
    ----------
    losses : shape (cases, runs); less is better, inf = not within the horizon, which ties with itself.

    Returns
    -------
    FloatArray
        Shape (cases, ranks), as many ranks as cases; rows and columns add up to 1.

    Examples
    --------
    >>> rank_shares(np.array([[1.0, 2.0], [1.0, 1.0]])).tolist()
    [[0.25, 0.75], [0.75, 0.25]]
    """
    values = rounded(losses)
    cases, runs = values.shape
    before = (values[None, :, :] < values[:, None, :]).sum(axis=1)  # how many come before, by case and run
    alike = (values[None, :, :] == values[:, None, :]).sum(axis=1)
    shares = np.zeros((cases, cases))
    for rank in range(cases):
        here = (before <= rank) & (rank < before + alike)
        shares[:, rank] = np.where(here, 1.0 / alike, 0.0).cumsum(axis=1)[:, -1] / runs
    return shares


def lexicographic(terms: FloatArray) -> FloatArray:
    """Return places by several terms, of which the first that differs decides, shape (cases, runs); equal ones tie.

    Parameters
    ----------
    terms : shape (cases, runs, terms); less is better.

    Examples
    --------
    >>> lexicographic(np.array([[[1.0, 5.0]], [[1.0, 4.0]], [[0.0, 9.0]]])).tolist()
    [[2.0], [1.0], [0.0]]
    """
    values = rounded(terms)
    cases, runs, count = values.shape
    before = np.zeros((cases, runs))
    for one in range(cases):
        for other in range(cases):
            undecided = np.ones(runs, dtype=bool)
            ahead = np.zeros(runs, dtype=bool)
            for term in range(count):
                ahead |= undecided & (values[other, :, term] < values[one, :, term])
                undecided &= values[other, :, term] == values[one, :, term]
            before[one] += ahead
    return before
