"""The compiled twin of `openairlift.luck`, bit for bit, and draws from the kernel's table of distributions."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Draw
from openairlift.sim.jit import njit
from openairlift.sim.layout import Float, Int, State

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
S11, S27, S30, S31, S32, ONE = (np.uint64(n) for n in (11, 27, 30, 31, 32, 1))


@njit
def mix(z: Int) -> Int:
    """Return the splitmix64 finaliser of a 64-bit integer."""
    z = (z ^ (z >> S30)) * FIRST
    z = (z ^ (z >> S27)) * SECOND
    return z ^ (z >> S31)


@njit
def uniform(root: Int, key: Int, purpose: Int, index: Int) -> Float:
    """Return the draw in (0, 1) for a luck key, a purpose and an index."""
    k = np.uint64(key)
    z = mix((root ^ k) + ((np.uint64(purpose) << S32) + np.uint64(index)) * GOLDEN)
    z = mix(z + k)
    return (float(z >> S11) + 0.5) * (1.0 / 9007199254740992.0)


@njit
def traffic_key(stream: Int, number: Int) -> Int:
    """Return the luck key of an arrival of other traffic."""
    return np.int64(mix(np.uint64(stream) + np.uint64(number)) >> ONE)


@njit
def triangular(low: Float, mode: Float, high: Float, u: Float) -> Float:
    """Return the `u` quantile of the triangular distribution."""
    if high <= low:
        return low
    split = (mode - low) / (high - low)
    if u < split:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


@njit
def exponential(mean: Float, u: Float) -> Float:
    """Return the `u` quantile of the exponential distribution."""
    return -mean * math.log1p(-u)


@njit
def normal(u: Float) -> Float:
    """Return the `u` quantile of the standard normal distribution (Wichura 1988, algorithm AS 241, PPND16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
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
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        top = (
            (((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
            + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959
        ) * r + 1.42343711074968357734  # fmt: skip
        bottom = (
            (((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
            + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
            + 2.05319162663775882187
        ) * r + 1.0  # fmt: skip
    else:
        r -= 5.0
        top = (
            (((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
            + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
            + 5.4637849111641143699
        ) * r + 6.6579046435011037772  # fmt: skip
        bottom = (
            (((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
            + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
            + 0.59983220655588793769
        ) * r + 1.0  # fmt: skip
    return -top / bottom if q < 0.0 else top / bottom


@njit
def sample(s: State, row: Int, u: Float) -> Float:
    """Return the `u` quantile of a row of `dist`."""
    d = s.dist[row]
    p = s.param
    i = d.first
    if d.family == 0:
        return p[i]
    if d.family == 1:
        return p[i] + (p[i + 1] - p[i]) * u
    if d.family == 2:
        return triangular(p[i], p[i + 1], p[i + 2], u)
    if d.family == 3:
        return math.exp(p[i] + p[i + 1] * normal(u))
    return p[i + min(int(u * d.count), d.count - 1)]


@njit
def draw(s: State, row: Int, key: Int, purpose: Draw, index: Int) -> Float:
    """Return a draw from a row of `dist`: its mean with luck off, 0 without a row."""
    if row < 0:
        return 0.0
    if s.world[0].luck == 0:
        return s.dist[row].mean
    return sample(s, row, uniform(s.world[0].root, key, purpose.value, index))


@njit
def duration(s: State, row: Int, key: Int, purpose: Draw, index: Int) -> Int:
    """Return a drawn duration in whole seconds."""
    return math.floor(draw(s, row, key, purpose, index) + 0.5)
