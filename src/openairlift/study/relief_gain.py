"""What is gained by a change, run by run on the same luck: the measure, the difference, its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from openairlift.model import MARKS
from openairlift.network.network import FloatArray
from openairlift.study.curves import unit_amount
from openairlift.study.objective import free_flow_s
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study.study import Study

CLOSURE, AMOUNT = "closure", "amount"
"""Measures of relief: hours by which closure comes earlier, or what more is there by the horizon."""

CONFIDENCE = 0.95
CLOSES = 0.5
"""Share of the runs that have to close for closure to be the measure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over paired runs with its 95 % interval; `low` and `high` are equal where all runs agree."""

    mean: float
    low: float
    high: float


def measure_of(study: Study) -> str:
    """Return the measure for a study: ``closure`` where at least half of the runs close, else ``amount``."""
    return CLOSURE if study.closed_share >= CLOSES else AMOUNT


def outcome(study: Study, measure: str) -> FloatArray:
    """Return the outcome of every run, shape (runs,): more is better.

    ``closure``: minus the hours to closure; a run that does not close counts as closing at the horizon, so that what is
    gained is never overstated by runs that come to close. ``amount``: what passed the objective's mark by the horizon,
    in the objective's meter [kg, USD, items or people].
    """
    if measure == CLOSURE:
        seconds = np.where(study.closed, study.closure_s, study.network.horizon_s)
        return -np.asarray(seconds, dtype=np.float64) / 3600
    return np.asarray(study.delivered().at(study.network.horizon_s), dtype=np.float64)


def mean_arrival_h(study: Study) -> float | None:
    """Return the mean time to the objective's mark over the objective's sizes [h]; None where nothing has a size.

    What is not there by the horizon counts as arriving at the horizon. It is term 3 of the objective, counted from the
    start of the scenario instead of from each line's free flow.
    """
    network, settings = study.network, study.scenario.settings
    sizes = [line.weight * unit_amount(line, settings.objective_meter) * line.quantity for line in network.lines]
    total = math.fsum(sizes)
    if total <= 0.0:
        return None
    mark = settings.objective_mark if settings.objective_mark in MARKS else MARKS[-1]
    free = math.fsum(
        size * free_flow_s(network, line, mark=mark) / DAY_S
        for line, size in zip(network.lines, sizes, strict=True)
        if size > 0.0
    )
    return 24 * (study.objective()["size_days_after_free_flow"] + free) / total


def paired(after: npt.ArrayLike, before: npt.ArrayLike) -> Interval:
    """Return the mean of `after` − `before` over paired runs with its 95 % interval by Student's t.

    Sums are added in order, so that results have the same bytes on every machine.

    Raises
    ------
    ValueError
        When there are fewer than two runs.

    Examples
    --------
    >>> paired([3.0, 5.0], [2.0, 2.0]).mean
    2.0
    """
    change = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    count = len(change)
    if count < 2:
        raise ValueError("an interval needs at least two runs")
    mean = float(np.cumsum(change)[-1] / count)
    spread = math.sqrt(float(np.cumsum((change - mean) ** 2)[-1]) / (count - 1))
    half = t_quantile((1 + CONFIDENCE) / 2, count - 1) * spread / math.sqrt(count)
    return Interval(mean, mean - half, mean + half)


def t_quantile(p: float, freedom: int) -> float:
    """Return the `p` quantile of Student's t, p above one half; `freedom` = degrees of freedom, at least 1.

    By bisection of the finite series for whole degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).

    Examples
    --------
    >>> [round(t_quantile(0.975, n), 3) for n in (1, 2, 10, 199)]
    [12.706, 4.303, 2.228, 1.972]
    """
    low, high = 0.0, 1.0
    while _t_central(high, freedom) < 2 * p - 1:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_central(middle, freedom) < 2 * p - 1 else (low, middle)
    return (low + high) / 2


def _t_central(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies between −t and t."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine = math.cos(angle)
    odd = freedom % 2 == 1
    term = cosine if odd else 1.0
    series = term if freedom > 1 or not odd else 0.0
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        series += term
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * series)
    return math.sin(angle) * series


def floor_of(gains: Sequence[Interval]) -> float:
    """Return the noise floor: the most that a neutral re-plan may have gained (upper ends of intervals), at least 0.

    Re-plans that lose do not count: a relief value is the better of two plans, so only luck that gains can pass for
    relief. Where a resource has no effect, re-planning with it is one more neutral re-plan, and the chance that it
    beats n others is at most 1 in n + 1.

    Examples
    --------
    >>> floor_of([Interval(-2.5, -3.0, -2.0), Interval(1.0, 0.5, 1.5)]), floor_of([Interval(-2.5, -3.0, -2.0)])
    (1.5, 0.0)
    """
    return max((gain.high for gain in gains if gain.high > 0.0), default=0.0)
