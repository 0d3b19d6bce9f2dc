"""95 % intervals that hold at the sizes of flight logs: of a mean of skewed times, and of a share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.study.relief_gain import t_quantile

TAIL = 0.025

LEAST = 10
"""Observations of which a mean gets an interval: with fewer it would not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its 95 % interval, and what it is of; the interval is None where there are too few values.

    Attributes
    ----------
    count : observations.
    value, low, high : the estimate and the ends of its interval.
    spread : standard deviation of the observations; None for a share.
    """

    count: int
    value: float
    low: float | None
    high: float | None
    spread: float | None = None


def mean_interval(values: Sequence[float]) -> Estimate:
    r"""Return a mean with its 95 % interval, corrected for skewness.

    The statistic :math:`T = \sqrt n (\bar x - \mu) / s` is skewed where the observations are. Hall's (1992) cubic
    transformation :math:`g(T) = T + \gamma T^2 / (3 \sqrt n) + \gamma^2 T^3 / (27 n) + \gamma / (6 \sqrt n)` takes
    most of that out; it is monotone, so the interval is :math:`\bar x - g^{-1}(\pm t) s / \sqrt n`, with Student's t
    for n - 1 degrees of freedom. With no skewness it is Student's interval. Fewer than `LEAST` values get none.

    Parameters
    ----------
    values : independent observations; the unit is that of the result.

    References
    ----------
    Hall, P. (1992). On the removal of skewness by transformation. J. R. Stat. Soc. B 54, 221-228.

    Examples
    --------
    >>> found = mean_interval([2.0, 2.5, 3.0] * 4)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (2.5, 2.229, 2.771)
    """
    n = len(values)
    if not n:
        raise ValueError("no observations, no mean")
    mean = math.fsum(values) / n
    if n < LEAST:
        return Estimate(count=n, value=mean, low=None, high=None)
    away = [value - mean for value in values]
    second = math.fsum(d * d for d in away) / n
    spread = math.sqrt(second * n / (n - 1))
    if spread <= 1e-12 * max(abs(mean), 1e-300):
        return Estimate(count=n, value=mean, low=mean, high=mean, spread=0.0)
    skew = math.fsum(d * d * d for d in away) / n / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    t, error = t_quantile(1 - TAIL, n - 1), spread / math.sqrt(n)
    low, high = mean - _back(t, skew, n) * error, mean - _back(-t, skew, n) * error
    return Estimate(count=n, value=mean, low=low, high=high, spread=spread)


def _back(t: float, skew: float, n: int) -> float:
    """Return what Hall's transformation takes to t."""
    if abs(skew) < 1e-9:
        return t
    inner = 1.0 + skew * (t / math.sqrt(n) - skew / (6 * n))
    return 3.0 * math.sqrt(n) / skew * (math.cbrt(inner) - 1.0)


def share_interval(events: int, trials: int) -> Estimate:
    """Return a share with its mid-P 95 % interval: exact tails, of which what was seen itself counts half.

    The Clopper-Pearson interval covers too often, for it counts what was seen whole; with half of it the coverage lies
    around 95 % (Lancaster 1961; Agresti and Gottard 2007). By bisection of the exact binomial tails.

    Examples
    --------
    >>> found = share_interval(12, 120)
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (0.1, 0.0553, 0.1638)
    """
    if not 0 <= events <= trials or trials < 1:
        raise ValueError(f"{events} of {trials} is no share")
    logs = np.array(
        [math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1) for k in range(trials + 1)]
    )
    counts = np.arange(trials + 1, dtype=np.float64)

    def above(p: float) -> float:
        """Return the probability of more than what was seen, and half of that of just that many."""
        chances = np.exp(logs + counts * math.log(p) + (trials - counts) * math.log1p(-p))
        return float(math.fsum(chances[events + 1 :].tolist()) + 0.5 * chances[events])

    low = 0.0 if events == 0 else _solved(lambda p: above(p) - TAIL)
    high = 1.0 if events == trials else _solved(lambda p: above(p) - (1.0 - TAIL))
    return Estimate(count=trials, value=events / trials, low=low, high=high)


def _solved(rising: Callable[[float], float]) -> float:
    """Return where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(44):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rising(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)
