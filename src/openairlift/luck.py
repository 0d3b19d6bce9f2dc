"""Counter-based luck: a draw is a function of (seed, run, key, purpose, index) and of nothing else.

No state: adding an aircraft changes nobody else's luck, and two options share theirs. This is the plain-Python twin;
the simulator compiles the same arithmetic (tested bit-equal). Two rounds of the splitmix64 finaliser a draw
(Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
"""

from __future__ import annotations

import hashlib
import math

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z: int) -> int:
    """Return the splitmix64 finaliser of a 64-bit integer."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def key_of(name: str) -> int:
    """Return the 63-bit luck key of a name, such as ``r7#2`` for the second load of line r7.

    Examples
    --------
    >>> key_of("r7#2") == key_of("r7#2"), key_of("r7#2") == key_of("r7#3")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


def stream(seed: int, run: int) -> int:
    """Return the 64-bit root of all draws of one run of a study."""
    return mix((mix((seed + GOLDEN) & MASK) + (run + 1) * GOLDEN) & MASK)


def uniform(root: int, key: int, purpose: int, index: int) -> float:
    """Return the draw in (0, 1) for a luck key, a purpose (1 … 255) and an index (0 … 2^32 - 1).

    Examples
    --------
    >>> 0.0 < uniform(stream(7, 0), key_of("r1#1"), 1, 0) < 1.0
    True
    """
    z = mix((root ^ key) + ((purpose << 32) + index) * GOLDEN & MASK)
    z = mix((z + key) & MASK)
    return ((z >> 11) + 0.5) * (1.0 / 9007199254740992.0)


def sample(shape: int, parameters: tuple[float, ...], u: float) -> float:
    """Return the `u` quantile of a distribution: shapes and parameters of `openairlift.model.Distribution`."""
    if shape == 0:
        return parameters[0]
    if shape == 1:
        return parameters[0] + (parameters[1] - parameters[0]) * u
    if shape == 2:
        return triangular(parameters[0], parameters[1], parameters[2], u)
    if shape == 3:
        return lognormal(parameters[0], parameters[1], u)
    return parameters[min(int(u * len(parameters)), len(parameters) - 1)]


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Return the `u` quantile of the triangular distribution.

    Examples
    --------
    >>> triangular(0.0, 1.0, 2.0, 0.5)
    1.0
    """
    if high <= low:
        return low
    split = (mode - low) / (high - low)
    if u < split:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def lognormal(mean: float, cv: float, u: float) -> float:
    """Return the `u` quantile of the lognormal distribution with this mean and coefficient of variation."""
    if mean <= 0.0 or cv <= 0.0:
        return mean
    variance = math.log1p(cv * cv)
    return math.exp(math.log(mean) - 0.5 * variance + math.sqrt(variance) * normal(u))


def exponential(mean: float, u: float) -> float:
    """Return the `u` quantile of the exponential distribution."""
    return -mean * math.log1p(-u)


def normal(u: float) -> float:
    """Return the `u` quantile of the standard normal distribution (Wichura 1988, algorithm AS 241, PPND16).

    Examples
    --------
    >>> f"{normal(0.975):.10f}"
    '1.9599639845'
    """
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
