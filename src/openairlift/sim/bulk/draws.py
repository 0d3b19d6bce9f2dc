"""One draw of a distribution for each of many runs, compiled.

In a room of its own, so that it has its own entry in the cache: what needs draws only does not compile the simulator.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from openairlift.model import Distribution, Shape
from openairlift.sim import jit, luck_nb
from openairlift.sim.jit import entry, njit
from openairlift.sim.luck_nb import normal, triangular, uniform

CENTRE = 0.425
"""How far from 0.5 the middle part of the inverse of the normal reaches."""

SHAPES = (Shape.UNIFORM, Shape.TRIANGULAR, Shape.LOGNORMAL)
"""What `fill` knows; the others need no compiler."""


@njit
def central(u: float) -> float:
    """Return the middle part of `luck.normal`, right where `u` lies within `CENTRE` of 0.5."""
    q = u - 0.5
    r = 0.180625 - q * q
    top = (
        (((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
        + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
        + 133.14166789178437745
    ) * r + 3.387132872796366608  # fmt: skip
    bottom = (
        (((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
        + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
        + 42.313330701600911252
    ) * r + 1.0  # fmt: skip
    return q * top / bottom


def fill(
    distribution: Distribution, roots: NDArray[np.uint64], key: int, purpose: int, index: int, out: NDArray[np.float64]
) -> None:
    """Write the draw of every run, as `luck.uniform` and `luck.sample` give it.

    Parameters
    ----------
    distribution : of a shape in `SHAPES`.
    roots : of the runs, as `luck.stream` gives them, shape (runs,).
    key, purpose, index : of the draw.
    out : shape (runs,).
    """
    first, second, third = (*distribution.parameters, 0.0, 0.0)[:3]
    shape = distribution.shape.value
    if distribution.shape is Shape.LOGNORMAL:
        if first <= 0.0 or second <= 0.0:
            out[:] = first
            return
        variance = math.log1p(second * second)
        first, second = math.log(first) - 0.5 * variance, math.sqrt(variance)
    _fill(roots, key, purpose, index, shape, first, second, third, out)


def _draw(
    roots: NDArray[np.uint64],
    key: int,
    purpose: int,
    index: int,
    shape: int,
    first: float,
    second: float,
    third: float,
    out: NDArray[np.float64],
) -> None:
    # One short loop a step: those without a branch are carried out several numbers at a time.
    for i in range(roots.size):
        out[i] = uniform(roots[i], key, purpose, index)
    if shape == 1:
        for i in range(roots.size):
            out[i] = first + (second - first) * out[i]
    elif shape == 2:
        for i in range(roots.size):
            out[i] = triangular(first, second, third, out[i])
    else:
        powers = np.empty_like(out)
        for i in range(roots.size):
            powers[i] = first + second * central(out[i])
        for i in range(roots.size):
            if abs(out[i] - 0.5) > CENTRE:
                powers[i] = first + second * normal(out[i])
        for i in range(roots.size):
            out[i] = math.exp(powers[i])


_fill = entry(_draw, files=[Path(str(module)) for module in (__file__, jit.__file__, luck_nb.__file__)])
