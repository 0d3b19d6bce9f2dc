"""Where inputs are tried, and what the answers there say of each input.

Morris and Sobol are worked out by SALib (extra ``sensitivity``). Everything here is about the unit cube, so that
functions with known indices go through the same code as an airlift.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

import numpy as np

from openairlift.errors import UsageError
from openairlift.network.network import FloatArray, IntArray

RESAMPLES = 1000
"""Resamples of every bootstrap."""

LEVELS = 4
"""Levels of each input in Morris's grid; steps are 2/3 of its range."""

CONFIDENCE = 0.95
_Z = 1.959963984540054  # of a normal distribution, for that confidence


class Method(StrEnum):
    """How inputs are moved."""

    OAT = "oat"
    MORRIS = "morris"
    SOBOL = "sobol"


SAMPLES = {Method.OAT: 1, Method.MORRIS: 10, Method.SOBOL: 64}
"""Blocks of points where nothing else is asked for: trajectories of Morris, points of Sobol's sequence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 95 % interval; both ends are NaN where no interval is known."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """What the answers say of one input.

    Attributes
    ----------
    size : by which inputs are ordered: of Morris the mean of the absolute effects (mu*), in units of the answer for the
        whole range; of Sobol the total index, the share of the variance that this input has a part in.
    mean : of Morris, the mean effect with its sign (mu).
    first : of Sobol, the share of the variance that is this input's alone.
    interaction : of Morris the standard deviation of the effects (sigma): interactions and curvature; of Sobol total
        minus first.
    """

    size: Figure
    interaction: Figure
    mean: Figure | None = None
    first: Figure | None = None


def evaluations(method: Method, inputs: int, samples: int) -> int:
    """Return how often the answer is worked out, beside once as it is.

    Examples
    --------
    >>> evaluations(Method.OAT, 5, 1), evaluations(Method.MORRIS, 5, 10), evaluations(Method.SOBOL, 5, 64)
    (10, 60, 448)
    """
    match method:
        case Method.OAT:
            return 2 * inputs
        case Method.MORRIS:
            return samples * (inputs + 1)
        case Method.SOBOL:
            return samples * (inputs + 2)


def check_samples(method: Method, samples: int) -> None:
    """Refuse numbers of samples that a method has no use for.

    Raises
    ------
    UsageError
        With what is allowed.
    """
    if method is Method.MORRIS and samples < 2:
        raise UsageError(f"Morris takes at least 2 trajectories, got {samples}")
    if method is Method.SOBOL and (samples < 4 or samples & (samples - 1)):
        near = max(4, 1 << round(np.log2(max(samples, 1))))
        raise UsageError(f"Sobol's sequence takes a power of two of samples, at least 4; got {samples}, near is {near}")


def points(method: Method, inputs: int, *, samples: int, seed: int) -> FloatArray:
    """Return where inputs are tried, by blocks that can be used whole only, shape (blocks, points, inputs).

    0 is the low end of an input, 1 its high end, NaN leaves it as it is. Blocks are the two ends of an input (one at a
    time), trajectories (Morris 1991), or Saltelli's rows around a point of Sobol's sequence (Saltelli et al. 2010).

    Examples
    --------
    >>> points(Method.OAT, 2, samples=1, seed=1).tolist()
    [[[0.0, nan], [1.0, nan]], [[nan, 0.0], [nan, 1.0]]]
    """
    if method is Method.OAT:
        found = np.full((inputs, 2, inputs), np.nan)
        for number in range(inputs):
            found[number, :, number] = (0.0, 1.0)
        return found
    check_samples(method, samples)
    if method is Method.MORRIS:
        made = _salib("sample.morris").sample(_problem(inputs), samples, num_levels=LEVELS, seed=seed)
        return np.asarray(made, dtype=np.float64).reshape(samples, inputs + 1, inputs)
    made = _salib("sample.sobol").sample(_problem(inputs), samples, calc_second_order=False, seed=seed)
    return np.asarray(made, dtype=np.float64).reshape(samples, inputs + 2, inputs)


def indices(method: Method, where: FloatArray, answers: FloatArray, *, seed: int) -> list[Indices]:
    """Return what the answers of whole blocks say of each input.

    Parameters
    ----------
    method : Morris or Sobol.
    where : blocks of points, shape (blocks, points, inputs), at least two blocks.
    answers : there, shape (blocks, points). One that is the same everywhere gives zeros; one that is the same in all
        of Sobol's own points, and not in the rows around them, gives NaN: there are too few.
    seed : of the bootstrap.

    References
    ----------
    Morris, M. D. (1991), Technometrics 33(2), 161-174. Campolongo, F. et al. (2007), Environmental Modelling & Software
    22(10), 1509-1518. Saltelli, A. et al. (2010), Computer Physics Communications 181(2), 259-270.
    """
    if np.ptp(answers) == 0.0:
        zero = Figure(0.0, 0.0, 0.0)
        other = {"mean": zero} if method is Method.MORRIS else {"first": zero}
        return [Indices(size=zero, interaction=zero, **other) for _ in range(where.shape[2])]
    return (_morris if method is Method.MORRIS else _sobol)(where, answers, seed)


def _morris(where: FloatArray, answers: FloatArray, seed: int) -> list[Indices]:
    blocks, _, inputs = where.shape
    found = _salib("analyze.morris").analyze(
        _problem(inputs), where.reshape(-1, inputs), answers.reshape(-1), num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, num_levels=LEVELS, seed=seed + 1,
    )  # fmt: skip
    effects = elementary(where, answers)
    drawn = resampled(blocks, seed=seed)
    means = _Z * effects[:, drawn].mean(axis=2).std(axis=1, ddof=1)
    sigmas = _Z * effects[:, drawn].std(axis=2, ddof=1).std(axis=1, ddof=1)
    return [
        Indices(
            size=_around(found["mu_star"][i], found["mu_star_conf"][i]),
            mean=_around(found["mu"][i], means[i]),
            interaction=_around(found["sigma"][i], sigmas[i]),
        )
        for i in range(inputs)
    ]


def _sobol(where: FloatArray, answers: FloatArray, seed: int) -> list[Indices]:
    inputs = where.shape[2]
    if np.ptp(answers[:, (0, -1)]) == 0.0:
        none = Figure(np.nan, np.nan, np.nan)
        return [Indices(size=none, first=none, interaction=none) for _ in range(inputs)]
    found = _salib("analyze.sobol").analyze(
        _problem(inputs), answers.reshape(-1), calc_second_order=False, num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, keep_resamples=True, seed=seed + 1,
    )  # fmt: skip
    between = _Z * (found["ST_conf_all"] - found["S1_conf_all"]).std(axis=0, ddof=1)
    return [
        Indices(
            size=_around(found["ST"][i], found["ST_conf"][i]),
            first=_around(found["S1"][i], found["S1_conf"][i]),
            interaction=_around(found["ST"][i] - found["S1"][i], between[i]),
        )
        for i in range(inputs)
    ]


def elementary(where: FloatArray, answers: FloatArray) -> FloatArray:
    """Return the effect of each input in each trajectory, for its whole range, shape (inputs, trajectories).

    Examples
    --------
    >>> elementary(np.array([[[0.0, 0.0], [0.5, 0.0], [0.5, 1.0]]]), np.array([[1.0, 2.0, 5.0]])).tolist()
    [[2.0], [3.0]]
    """
    steps = np.diff(where, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    rows = np.arange(len(where))[:, None]
    found = np.zeros((where.shape[2], len(where)))
    found[moved, rows] = np.diff(answers, axis=1) / np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    return found


def resampled(count: int, *, seed: int) -> IntArray:
    """Return the rows of every resample of a bootstrap, shape (resamples, count)."""
    return np.random.default_rng(seed + 1).integers(count, size=(RESAMPLES, count))


def swing(low: FloatArray, high: FloatArray, *, seed: int) -> Figure:
    """Return how far P50 of an answer lies apart at two ends, from the same runs at both; its interval is signed alike.

    Examples
    --------
    >>> swing(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]), seed=1).value
    1.0
    """
    value = float(_median(high[None])[0] - _median(low[None])[0])
    if len(low) < 2 or not np.isfinite(value):
        return Figure(abs(value), np.nan, np.nan)
    drawn = resampled(len(low), seed=seed)
    ((least, most),) = _ends((_median(high[drawn]) - _median(low[drawn]))[None])
    return Figure(value, least, most) if value >= 0 else Figure(-value, -most, -least)


def middle(values: FloatArray, *, seed: int) -> Figure:
    """Return P50 of an answer over the runs."""
    value = float(_median(values[None])[0])
    if len(values) < 2 or not np.isfinite(value):
        return Figure(value, np.nan, np.nan)
    ((least, most),) = _ends(_median(values[resampled(len(values), seed=seed)])[None])
    return Figure(value, least, most)


def _median(values: FloatArray) -> FloatArray:
    return np.asarray(np.quantile(values, 0.5, axis=-1, method="inverted_cdf"), dtype=np.float64)


def _ends(values: FloatArray) -> list[tuple[float, float]]:
    """Return the ends of the interval of each row, shape (rows, resamples)."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(values, (tail, 1 - tail), axis=1)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]


def _around(value: float, half: float) -> Figure:
    return Figure(float(value), float(value - half), float(value + half))


def _problem(inputs: int) -> dict[str, Any]:
    return {"num_vars": inputs, "names": [f"x{i}" for i in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def _salib(module: str) -> Any:
    try:
        return import_module(f"SALib.{module}")  # comes without types
    except ImportError:
        raise UsageError(
            "Morris and Sobol are worked out by SALib: pip install 'openairlift[sensitivity]' (oat needs none)"
        ) from None
