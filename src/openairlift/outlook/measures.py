"""What is told of many samples: quantiles that really occurred, and shares with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from openairlift.luck import normal
from openairlift.outlook.draws import FloatArray

SHOWN = (0.1, 0.5, 0.9)
_Z = normal(0.975)


def place_of(share: float, count: int) -> int:
    """Return the place, from 0, of the least value that a share of `count` values does not exceed.

    Examples
    --------
    >>> place_of(0.5, 10), place_of(0.9, 10), place_of(1.0, 10)
    (4, 8, 9)
    """
    return min(max(math.ceil(share * count - 1e-9) - 1, 0), count - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Quantiles of a number over the samples; None = not within the months.

    Attributes
    ----------
    p10, p50, p90 : values that occurred: so large a share of the samples lies at or below them.
    low, high : 95 % interval of the median that chance leaves (order statistics); None as above.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    low: float | None
    high: float | None


def spread(values: FloatArray) -> Spread:
    """Return the quantiles of values, infinite ones last.

    Examples
    --------
    >>> spread(np.array([1.0, 2.0, np.inf])).p50
    2.0
    """
    count = len(values)
    low, high = median_interval(count)
    found = ranked(values, [low, high, *(place_of(share, count) for share in SHOWN)])
    p10, p50, p90 = (at(found, share) for share in SHOWN)
    return Spread(p10=p10, p50=p50, p90=p90, low=finite(found[low]), high=finite(found[high]))


def ranked(values: FloatArray, places: list[int]) -> FloatArray:
    """Return values in an order in which those at some places stand where they would if all were sorted.

    Examples
    --------
    >>> float(ranked(np.array([3.0, 1.0, 2.0]), [1])[1])
    2.0
    """
    return np.partition(values, sorted(set(places)))


def at(ordered: FloatArray, share: float) -> float | None:
    """Return a quantile of values that are ordered at its place."""
    return finite(ordered[place_of(share, len(ordered))])


def median_interval(count: int, share: float = 0.5) -> tuple[int, int]:
    """Return the places of the order statistics between which a quantile lies with about 95 %."""
    half = _Z * math.sqrt(count * share * (1.0 - share))
    low = min(max(math.floor(count * share - half), 0), count - 1)
    return low, min(math.ceil(count * share + half), count - 1)


def finite(value: float) -> float | None:
    """Return a value, or None where it is not finite."""
    return float(value) if math.isfinite(value) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A share of the samples, with its 95 % interval (Wilson 1927)."""

    share: float
    low: float
    high: float


def chance(hits: int, count: int) -> Chance:
    """Return the share of `hits` among `count` samples with its interval.

    Examples
    --------
    >>> found = chance(50, 100)
    >>> round(found.low, 4), round(found.high, 4)
    (0.4038, 0.5962)
    """
    share, square = hits / count, _Z * _Z / count
    centre = (share + square / 2.0) / (1.0 + square)
    half = _Z * math.sqrt(share * (1.0 - share) / count + square / (4.0 * count)) / (1.0 + square)
    return Chance(share=share, low=max(centre - half, 0.0), high=min(centre + half, 1.0))
