"""What two plans and two studies differ by: missions that are new, gone or moved, and results with honest intervals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.network.network import FloatArray
from openairlift.plan import Cause
from openairlift.study.comparing.pairs import paired
from openairlift.study.matching import Sortie, matched
from openairlift.study.relief_gain import CONFIDENCE, Interval, t_quantile
from openairlift.study.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class SortieChange:
    """A mission of two plans: ``new``, ``gone`` or ``moved``; what differs, of those that moved."""

    kind: str
    before: Sortie | None
    after: Sortie | None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultChange:
    """A number of two studies.

    Attributes
    ----------
    name, unit : what it is, and its stored unit.
    before, after : means over the runs that count.
    change : mean difference with its 95 % interval.
    runs : runs that count: pairs where luck is shared, else the smaller number.
    left_out : runs or pairs that don't, because the number is not known in them.
    """

    name: str
    unit: str
    before: float
    after: float
    change: Interval
    runs: int
    left_out: int


def sortie_changes(before: Sequence[Sortie], after: Sequence[Sortie], *, shift_s: int = 0) -> tuple[SortieChange, ...]:
    """Return the missions that are gone, new or moved; `matched` says which mission is which.

    Parameters
    ----------
    shift_s : by how much the second scenario starts later [s].
    """
    pairs = matched(before, after, shift_s=shift_s)
    kept = set(pairs.values())
    found = [SortieChange(kind="gone", before=item, after=None) for i, item in enumerate(before) if i not in pairs]
    found += [SortieChange(kind="new", before=None, after=item) for j, item in enumerate(after) if j not in kept]
    for i, j in pairs.items():
        if what := _moved(before[i], after[j], shift_s):
            found.append(SortieChange(kind="moved", before=before[i], after=after[j], what=what))
    return tuple(found)


def _moved(old: Sortie, new: Sortie, shift_s: int) -> tuple[str, ...]:
    later = None if new.offload_s is None else new.offload_s + shift_s
    differs = {
        "time": old.offload_s != later,
        "aircraft": old.type != new.type,
        "tail": old.type == new.type and old.tail != new.tail,
        "route": old.route != new.route,
        "load": Counter(old.lines) != Counter(new.lines) or abs(old.mass_kg - new.mass_kg) > 0.5,
    }
    return tuple(name for name, yes in differs.items() if yes)


def shares_luck(before: Study, after: Study) -> bool:
    """Whether runs of two studies are pairs: the same seed, so that the same draws fall in the same run."""
    return before.seed == after.seed


def result_changes(before: Study, after: Study, *, shift_s: int = 0) -> tuple[ResultChange, ...]:
    """Return what two studies differ by, with 95 % intervals: of pairs where luck is shared, else of two samples.

    Where luck is shared, the first runs of the longer study are paired with those of the shorter one. A closure
    beyond the horizon is not known, and the pair is left out and counted.

    Parameters
    ----------
    shift_s : by how much the second scenario starts later [s].
    """
    found = []
    for name, unit, old, new in _numbers(before, after, shift_s):
        made = _paired(name, unit, old, new) if shares_luck(before, after) else _apart(name, unit, old, new)
        if made is not None:
            found.append(made)
    return tuple(found)


def _numbers(before: Study, after: Study, shift_s: int) -> Iterator[tuple[str, str, FloatArray, FloatArray]]:
    one, two = (np.where(study.closed, study.closure_s, np.inf) for study in (before, after))
    yield "closure", "s", one, two + shift_s
    settings = after.scenario.settings
    for mark in dict.fromkeys(("landed", settings.objective_mark)):
        curves = [study.delivered(mark=mark, meter=settings.objective_meter) for study in (before, after)]
        old, new = (c.at(study.layout.horizon_s) for c, study in zip(curves, (before, after), strict=True))
        yield f"{mark} by the horizon", curves[1].unit, old, new
    yield "flying", "s", before.tally.flying_s.sum(axis=1).astype(float), after.tally.flying_s.sum(axis=1).astype(float)
    if not before.cost().not_stated and not after.cost().not_stated:
        yield "cost", "USD", before.tally.cost_usd.sum(axis=1), after.tally.cost_usd.sum(axis=1)
    for cause in Cause:
        old, new = before.tally.waits[:, cause].astype(float), after.tally.waits[:, cause].astype(float)
        if old.any() or new.any():
            yield f"waiting: {cause.name.lower()}", "s", old, new


def _paired(name: str, unit: str, old: FloatArray, new: FloatArray) -> ResultChange | None:
    count = min(len(old), len(new))
    old, new = old[:count], new[:count]
    made = paired(new, old)
    if made is None:
        return None
    known = np.isfinite(old) & np.isfinite(new)
    means = [math.fsum(values[known].tolist()) / made.runs for values in (old, new)]
    return ResultChange(
        name=name, unit=unit, before=means[0], after=means[1], change=made.change, runs=made.runs,
        left_out=count - made.runs,
    )  # fmt: skip


def _apart(name: str, unit: str, old: FloatArray, new: FloatArray) -> ResultChange | None:
    """Return the difference of two independent samples (Welch 1947)."""
    one, two = old[np.isfinite(old)], new[np.isfinite(new)]
    if len(one) < 2 or len(two) < 2:
        return None
    means = [math.fsum(values.tolist()) / len(values) for values in (one, two)]
    parts = [
        math.fsum(((values - mean) ** 2).tolist()) / (len(values) - 1) / len(values)
        for values, mean in zip((one, two), means, strict=True)
    ]
    total, change = sum(parts), means[1] - means[0]
    half = 0.0
    if total > 0:
        freedom = total**2 / sum(part**2 / (len(v) - 1) for part, v in zip(parts, (one, two), strict=True) if part)
        half = t_quantile((1 + CONFIDENCE) / 2, max(int(freedom), 1)) * math.sqrt(total)
    return ResultChange(
        name=name, unit=unit, before=means[0], after=means[1],
        change=Interval(change, change - half, change + half), runs=min(len(one), len(two)),
        left_out=len(old) + len(new) - len(one) - len(two),
    )  # fmt: skip
