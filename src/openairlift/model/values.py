"""Values that are more than a number: distributions, spot classes, curves, weekly hours."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

BODIES = ("small", "narrow", "wide")
"""Body classes of aircraft and classes of parking spots, in ascending order."""


class Shape(IntEnum):
    """The families of distributions that files may state."""

    CONSTANT = 0
    UNIFORM = 1
    TRIANGULAR = 2
    LOGNORMAL = 3
    EMPIRICAL = 4


@dataclass(frozen=True, slots=True)
class Distribution:
    """A number that is not known exactly, in the stored unit of its field.

    `parameters`: constant (value,) · uniform (low, high) · triangular (low, mode, high) · lognormal (mean, cv) ·
    empirical (sorted observations …).

    Examples
    --------
    >>> Distribution(Shape.TRIANGULAR, (2.0, 3.0, 7.0)).mean
    4.0
    """

    shape: Shape
    parameters: tuple[float, ...]

    @classmethod
    def constant(cls, value: float) -> Distribution:
        """Return the distribution that always gives `value`."""
        return cls(Shape.CONSTANT, (float(value),))

    @property
    def mean(self) -> float:
        """The expected value: what a plan reckons with."""
        if self.shape is Shape.LOGNORMAL:
            return self.parameters[0]
        return math.fsum(self.parameters) / len(self.parameters)

    @property
    def low(self) -> float:
        """The least possible value (for a lognormal its 1 % quantile)."""
        if self.shape is Shape.LOGNORMAL:
            mean, cv = self.parameters
            sigma = math.sqrt(math.log1p(cv * cv))
            return math.exp(math.log(mean) - sigma * sigma / 2 - 2.3263478740408408 * sigma)
        return min(self.parameters)

    def scaled(self, factor: float) -> Distribution:
        """Return the distribution of `factor` times this quantity (a unit conversion)."""
        if self.shape is Shape.LOGNORMAL:
            mean, cv = self.parameters
            return Distribution(self.shape, (mean * factor, cv))
        return Distribution(self.shape, tuple(value * factor for value in self.parameters))

    def __str__(self) -> str:
        numbers = "; ".join(f"{value:g}" for value in self.parameters)
        if self.shape is Shape.CONSTANT:
            return numbers
        if self.shape is Shape.LOGNORMAL:
            return f"lognormal(mean={self.parameters[0]:g}; cv={self.parameters[1]:g})"
        return f"{self.shape.name.lower()}({numbers})"


@dataclass(frozen=True, slots=True)
class Spots:
    """Parking spots by class, in the order of `BODIES`."""

    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        """All spots of all classes."""
        return sum(self.counts)

    def __str__(self) -> str:
        return ";".join(f"{body}:{count}" for body, count in zip(BODIES, self.counts, strict=True) if count)


@dataclass(frozen=True, slots=True)
class Equivalence:
    """How many smaller aircraft one larger spot holds: (narrow on wide, small on narrow, small on wide)."""

    narrow_on_wide: int = 1
    small_on_narrow: int = 1
    small_on_wide: int = 1


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise linear function through points with ascending abscissae, in stored units."""

    points: tuple[tuple[float, float], ...]

    def at(self, x: float) -> float:
        """Return the ordinate at `x`; beyond the ends the end values hold."""
        xs = [point[0] for point in self.points]
        index = bisect_right(xs, x)
        if index == 0:
            return self.points[0][1]
        if index == len(xs):
            return self.points[-1][1]
        (x0, y0), (x1, y1) = self.points[index - 1], self.points[index]
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly opening hours in local time: seven tuples of (from, to) seconds of the day, Monday first."""

    days: tuple[tuple[tuple[int, int], ...], ...]
    text: str
