"""Which options another one beats in two measures at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.network.network import FloatArray
from openairlift.study.comparing.pairs import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Cases by two measures, less is better in both.

    Attributes
    ----------
    x, y : names of the measures.
    points : means, shape (cases, 2).
    dominated_by : by case: the cases that ask for as much or more, are no worse by either mean, and better by one.
    share : by case: share of the runs in which some such case is no worse in both and better in one.
    """

    x: str
    y: str
    points: FloatArray
    dominated_by: tuple[tuple[int, ...], ...]
    share: tuple[float, ...]


def front(x: FloatArray, y: FloatArray, *, names: tuple[str, str], covers: Sequence[Sequence[bool]]) -> Front:
    """Return which cases are dominated.

    Parameters
    ----------
    x, y : shape (cases, runs), finite; less is better.
    names : of the two measures.
    covers : whether case i asks for all that case j asks for: what carries less is no better for costing less.

    Examples
    --------
    >>> x, y = np.array([[1.0], [2.0], [3.0]]), np.array([[5.0], [4.0], [4.0]])
    >>> front(x, y, names=("closure", "cost"), covers=[[True] * 3] * 3).dominated_by
    ((), (), (1,))
    """
    one, two = rounded(x), rounded(y)
    count, runs = one.shape
    points = rounded(np.stack([one.cumsum(axis=1)[:, -1], two.cumsum(axis=1)[:, -1]], axis=1) / runs)
    by: list[tuple[int, ...]] = []
    shares: list[float] = []
    for case in range(count):
        rivals = [rival for rival in range(count) if rival != case and covers[rival][case]]
        by.append(tuple(r for r in rivals if _beats(points[r], points[case])))
        lost = np.zeros(runs, dtype=bool)
        for rival in rivals:
            no_worse = (one[rival] <= one[case]) & (two[rival] <= two[case])
            lost |= no_worse & ((one[rival] < one[case]) | (two[rival] < two[case]))
        shares.append(float(lost.mean()))
    return Front(x=names[0], y=names[1], points=points, dominated_by=tuple(by), share=tuple(shares))


def _beats(rival: FloatArray, case: FloatArray) -> bool:
    return bool((rival <= case).all() and (rival < case).any())
