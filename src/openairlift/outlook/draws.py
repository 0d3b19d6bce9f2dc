"""Luck for many samples at once: the same draws as `openairlift.luck`, bit for bit, as numpy arrays.

A sample is a run of `luck.stream`. What only needs the four operations and roots is exact in numpy. Logarithms and
exponentials are those of the standard library, one by one: numpy's differ in the last bit from machine to machine.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from openairlift import luck
from openairlift.model import Distribution, Shape

FloatArray = NDArray[np.float64]
WordArray = NDArray[np.uint64]

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = (np.uint64(shift) for shift in (11, 27, 30, 31))
_CENTRE = (
    (
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ),
    (
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
    ),
)  # fmt: skip
_TAIL = (
    (
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
    ),
)  # fmt: skip
"""Central part of Wichura 1988, AS 241, and its tails to 5 deviations of r, as in `luck.normal`."""


def streams(seed: int, first: int, count: int) -> WordArray:
    """Return the roots of samples `first`, `first` + 1, …, shape (count,).

    Examples
    --------
    >>> int(streams(7, 3, 1)[0]) == luck.stream(7, 3)
    True
    """
    root = np.uint64(luck.mix((seed + luck.GOLDEN) & luck.MASK))
    z = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    z *= np.uint64(luck.GOLDEN)
    z += root
    _mix(z, np.empty_like(z))
    return z


def _mix(z: WordArray, other: WordArray) -> None:
    """Mix every word in its place; `other` is room for as many."""
    for shift, factor in ((_S30, _FIRST), (_S27, _SECOND), (_S31, None)):
        np.right_shift(z, shift, out=other)
        np.bitwise_xor(z, other, out=z)
        if factor is not None:
            np.multiply(z, factor, out=z)


def uniforms(roots: WordArray, key: int, purpose: int, index: int) -> FloatArray:
    """Return a draw in (0, 1) for every root, shape of `roots`.

    Examples
    --------
    >>> roots = streams(7, 0, 2)
    >>> float(uniforms(roots, 5, 1, 9)[1]) == luck.uniform(luck.stream(7, 1), 5, 1, 9)
    True
    """
    z = roots ^ np.uint64(key)
    other = np.empty_like(z)
    z += np.uint64(((purpose << 32) + index) * luck.GOLDEN & luck.MASK)
    _mix(z, other)
    z += np.uint64(key)
    _mix(z, other)
    np.right_shift(z, _S11, out=z)
    u = z.astype(np.float64)
    u += 0.5
    u *= 1.0 / 9007199254740992.0
    return u


def quantiles_of(distribution: Distribution, u: FloatArray) -> FloatArray:
    """Return the `u` quantiles of a distribution, shape of `u`.

    Examples
    --------
    >>> float(quantiles_of(Distribution(Shape.TRIANGULAR, (0.0, 1.0, 2.0)), np.array([0.5]))[0])
    1.0
    """
    p = distribution.parameters
    match distribution.shape:
        case Shape.CONSTANT:
            return np.full(u.shape, p[0])
        case Shape.UNIFORM:
            return p[0] + (p[1] - p[0]) * u
        case Shape.TRIANGULAR:
            return _triangular(p[0], p[1], p[2], u)
        case Shape.LOGNORMAL:
            return _lognormal(p[0], p[1], u)
        case Shape.EMPIRICAL:
            place = np.minimum((u * len(p)).astype(np.intp), len(p) - 1)
            return np.asarray(p)[place]


def _triangular(low: float, mode: float, high: float, u: FloatArray) -> FloatArray:
    if high <= low:
        return np.full(u.shape, low)
    # Both sides of the mode for all, then the right one by factors 1 and 0: exact, and faster than to branch.
    left = u * (high - low)
    left *= mode - low
    np.sqrt(left, out=left)
    left += low
    right = 1.0 - u
    right *= high - low
    right *= high - mode
    np.sqrt(right, out=right)
    np.subtract(high, right, out=right)
    below = (u < (mode - low) / (high - low)).astype(np.float64)
    left *= below
    np.subtract(1.0, below, out=below)
    right *= below
    left += right
    return left


def _lognormal(mean: float, cv: float, u: FloatArray) -> FloatArray:
    if mean <= 0.0 or cv <= 0.0:
        return np.full(u.shape, mean)
    variance = math.log1p(cv * cv)
    powers = (math.log(mean) - 0.5 * variance) + math.sqrt(variance) * normals(u)
    return np.fromiter(map(math.exp, powers.tolist()), dtype=np.float64, count=u.size)


def normals(u: FloatArray) -> FloatArray:
    """Return the `u` quantiles of the standard normal distribution, shape (samples,).

    Examples
    --------
    >>> float(normals(np.array([0.025]))[0]) == luck.normal(0.025)
    True
    """
    q = u - 0.5
    r = 0.180625 - q * q
    found: FloatArray = q * _polynomial(_CENTRE[0], r) / _polynomial(_CENTRE[1], r)
    tail = np.flatnonzero(np.abs(q) > 0.425)
    found[tail] = _tails(u[tail])
    return found


def _tails(u: FloatArray) -> FloatArray:
    below = u < 0.5
    inner = np.where(below, u, 1.0 - u)
    r = np.sqrt(-np.fromiter(map(math.log, inner.tolist()), dtype=np.float64, count=u.size))
    far = np.flatnonzero(r > 5.0)
    r -= 1.6
    found: FloatArray = _polynomial(_TAIL[0], r) / _polynomial(_TAIL[1], r)
    found = np.where(below, -found, found)
    found[far] = [luck.normal(value) for value in u[far].tolist()]
    return found


def _polynomial(factors: tuple[float, ...], r: FloatArray) -> FloatArray:
    value = factors[0] * r
    for factor in factors[1:-1]:
        value += factor
        value *= r
    value += factors[-1]
    return value
