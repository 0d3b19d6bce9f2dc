"""What one option differs by from another, run by run on the same luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from openairlift.network.network import FloatArray
from openairlift.study.curves import quantiles
from openairlift.study.relief_gain import CONFIDENCE, Interval, t_quantile

DIGITS = 9
"""Significant digits to which two values have to agree to count as equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Differences of paired runs, the option less the first one.

    Attributes
    ----------
    change : mean with its 95 % interval by Student's t.
    p10, p50, p90 : quantiles of the differences.
    less, equal, more : shares of the runs in which the option has less, the same, or more.
    runs : runs that both values are known of.
    """

    change: Interval
    p10: float
    p50: float
    p90: float
    less: float
    equal: float
    more: float
    runs: int


def interval(after: npt.ArrayLike, before: npt.ArrayLike) -> list[Interval]:
    """Return mean differences with their 95 % intervals of many numbers at once, by Student's t.

    Parameters
    ----------
    after, before : shape (runs, numbers); runs are paired.

    Raises
    ------
    ValueError
        When there are fewer than two runs.

    Notes
    -----
    mean ± t(0.975, n − 1) s / √n with the differences d = after − before and their standard deviation s.

    Examples
    --------
    >>> interval([[3.0], [5.0]], [[2.0], [2.0]])[0].mean
    2.0
    """
    change = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    count = len(change)
    if count < 2:
        raise ValueError("an interval needs at least two runs")
    mean = np.cumsum(change, axis=0)[-1] / count  # in order, for the same bytes on every machine
    spread = np.sqrt(np.cumsum((change - mean) ** 2, axis=0)[-1] / (count - 1))
    half = _t(count - 1) * spread / math.sqrt(count)
    half = np.where((change == change[0]).all(axis=0), 0.0, half)  # all alike: no dust of the mean
    return [Interval(m, m - h, m + h) for m, h in zip(mean.tolist(), half.tolist(), strict=True)]


@lru_cache(maxsize=8)
def _t(freedom: int) -> float:
    return t_quantile((1 + CONFIDENCE) / 2, freedom)


def paired(after: FloatArray, before: FloatArray) -> Paired | None:
    """Return what one number differs by; runs in which one of the two is not known (inf) are left out.

    None where fewer than two runs are left.

    Examples
    --------
    >>> found = paired(np.array([3.0, 5.0, np.inf]), np.array([2.0, 2.0, 2.0]))
    >>> found.change.mean, found.runs, found.more
    (2.0, 2, 1.0)
    """
    known = np.isfinite(after) & np.isfinite(before)
    one, other = rounded(after[known]), rounded(before[known])
    if len(one) < 2:
        return None
    low, middle, high = quantiles(one - other, (0.1, 0.5, 0.9)).tolist()
    return Paired(
        change=interval(one[:, None], other[:, None])[0],
        p10=low,
        p50=middle,
        p90=high,
        less=float((one < other).mean()),
        equal=float((one == other).mean()),
        more=float((one > other).mean()),
        runs=len(one),
    )


def rounded(values: FloatArray) -> FloatArray:
    """Return values to `DIGITS` significant digits, so that the dust of summing decides nothing.

    Examples
    --------
    >>> rounded(np.array([0.1 + 0.2, np.inf, 0.0])).tolist()
    [0.3, inf, 0.0]
    """
    flat = np.asarray(values, dtype=np.float64)
    return np.array([float(f"{value:.{DIGITS}g}") for value in flat.ravel().tolist()]).reshape(flat.shape)
