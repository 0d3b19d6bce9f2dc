"""Regret: how much worse an option is than the best one of the same future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.luck import stream
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.study.comparing.pairs import rounded
from openairlift.study.curves import quantiles
from openairlift.study.futures import moments
from openairlift.tables.keys import numbered

MOST = 12
"""Groups of futures that are told apart; the rarest are taken together."""

NOTHING, OTHERS = "nothing by chance", "others, taken together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regret:
    """Regret by one measure.

    Attributes
    ----------
    futures, runs : names of the futures, and how many runs each holds.
    means : mean value by case and future, shape (cases, futures), in the measure's unit.
    regret : mean less the best mean of the future, shape (cases, futures).
    worst : the largest regret over the futures, by case.
    by_run : mean and P90 over the runs of the value less the best of the same run, by case: what not knowing the luck
        may cost.
    """

    futures: tuple[str, ...]
    runs: tuple[int, ...]
    means: FloatArray
    regret: FloatArray
    worst: FloatArray
    by_run: tuple[tuple[float, float], ...]


def futures_of(scenario: Scenario, *, seed: int, runs: int) -> tuple[str, ...]:
    """Return by run which of a scenario's disruptions come by chance before the horizon, as a name.

    The draws are those of the simulator, so that a run with this seed and number meets just these.
    """
    keys = numbered(f"{row.kind}:{row.target}" for row in scenario.disruptions)
    by_chance = [
        (row, key) for row, key in zip(scenario.disruptions, keys, strict=True) if row.rate_per_day is not None
    ]
    found = []
    for run in range(runs):
        root = stream(seed, run)
        came = [
            key
            for row, key in by_chance
            if next(moments(row, f"shock:{key}", root=root, horizon_s=scenario.settings.horizon), None) is not None
        ]
        found.append(" and ".join(came) or NOTHING)
    return tuple(found)


def grouped(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the runs of each future, the most frequent first; of more than `MOST` the rarest are taken together.

    Examples
    --------
    >>> grouped(["a", "b", "a"])
    {'a': [0, 2], 'b': [1]}
    """
    groups: dict[str, list[int]] = {}
    for run, name in enumerate(names):
        groups.setdefault(name, []).append(run)
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    kept = {name: groups[name] for name in order[:MOST]}
    rest = sorted(run for name in order[MOST:] for run in groups[name])
    return kept if not rest else {**kept, OTHERS: rest}


def regret_of(losses: FloatArray, groups: Mapping[str, Sequence[int]]) -> Regret:
    """Return the regret of each case.

    Parameters
    ----------
    losses : shape (cases, runs), finite; less is better.
    groups : runs by future.

    Examples
    --------
    >>> found = regret_of(np.array([[1.0, 9.0], [3.0, 4.0]]), {"calm": [0], "storm": [1]})
    >>> found.regret.tolist(), found.worst.tolist()
    ([[0.0, 5.0], [2.0, 0.0]], [5.0, 2.0])
    """
    values = rounded(losses)
    means = np.array([[_mean(row[list(runs)]) for runs in groups.values()] for row in values])
    regret = means - means.min(axis=0)
    lost = values - values.min(axis=0)
    return Regret(
        futures=tuple(groups),
        runs=tuple(len(runs) for runs in groups.values()),
        means=means,
        regret=regret,
        worst=regret.max(axis=1),
        by_run=tuple((_mean(row), float(quantiles(row, 0.9))) for row in lost),
    )


def _mean(values: FloatArray) -> float:
    return float(np.cumsum(values)[-1] / len(values))
