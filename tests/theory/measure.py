"""Batch means: an estimate from long runs beside the figure of a theory."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

SEEDS = tuple(range(101, 111))
"""The ten seeds, fixed."""

BATCHES = 20
"""Batches of a run that count; as much as one of them again comes before and is left out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A theory's figure and a measured one.

    Attributes
    ----------
    name : what it is.
    expected, measured : by the theory and by the simulator, in `unit`.
    error : standard error of `measured`, from the batches of all seeds.
    count : observations in the batches.
    unit : of the figures.
    """

    name: str
    expected: float
    measured: float
    error: float
    count: int
    unit: str = "s"

    @property
    def z(self) -> float:
        """Deviation in standard errors."""
        return (self.measured - self.expected) / self.error

    @property
    def relative(self) -> float:
        """Deviation as a share of what the theory says."""
        return self.measured / self.expected - 1.0

    def record(self) -> dict[str, Any]:
        """Return the figure for a JSON of figures."""
        more = {"z": self.z, "relative": self.relative, "relative_error": self.error / self.expected}
        return {key: round(value, 6) if isinstance(value, float) else value for key, value in asdict(self).items()} | {
            key: round(value, 6) for key, value in more.items()
        }


def batch_means(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the means of the batches of a run, without the first, in which the queue fills.

    Examples
    --------
    >>> batch_means(np.arange(2.0 * (BATCHES + 1)))[:3].tolist()
    [2.5, 4.5, 6.5]
    """
    size = len(values) // (BATCHES + 1)
    return values[: size * (BATCHES + 1)].reshape(BATCHES + 1, size)[1:].mean(axis=1)


def figure(name: str, expected: float, runs: list[npt.NDArray[np.float64]], *, count: int, unit: str = "s") -> Figure:
    """Return the figure of several runs from their batch means, shape (batches,) a run."""
    means = np.concatenate(runs)
    error = float(means.std(ddof=1)) / math.sqrt(len(means))
    return Figure(name, expected, float(means.mean()), error, count, unit)


def exponential_values(mean: float, *, levels: int = 1000) -> npt.NDArray[np.float64]:
    """Return equally likely values that stand for an exponential time.

    They are the means of its equally likely parts; the two greatest are then moved apart, so that the second moment is
    that of the exponential, too.

    Examples
    --------
    >>> values = exponential_values(100.0)
    >>> round(float(values.mean()), 9), round(float(np.mean(values**2)), 6), bool(values.min() > 0)
    (100.0, 20000.0, True)
    """
    # with F(x) = 1 - exp(-x), the integral of x dF from a to b is (a + 1) exp(-a) - (b + 1) exp(-b)
    left = 1.0 - np.arange(levels) / levels
    parts = levels * -np.diff(np.append((1.0 - np.log(left)) * left, 0.0))
    missing = 2.0 * levels - float(np.sum(parts * parts))
    gap = float(parts[-1] - parts[-2])
    move = (math.sqrt(gap * gap + 2.0 * missing) - gap) / 2.0  # 2 gap move + 2 move² = missing
    parts[-2:] += (-move, move)
    return mean * np.sort(parts)
