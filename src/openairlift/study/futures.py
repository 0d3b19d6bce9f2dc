"""Futures: when the disruptions that come by chance come in one run, known beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from openairlift.luck import exponential, key_of, sample, stream, uniform
from openairlift.model import Disruption
from openairlift.plan import Draw
from openairlift.scenario import Scenario
from openairlift.tables.keys import numbered
from openairlift.units import DAY_S

MOST = 10_000
"""Times that one row may come in a future; more is a rate that nobody meant."""


def foreseen(scenario: Scenario, *, seed: int, run: int) -> Scenario:
    """Return the scenario of one run whose disruptions by chance are stated, at the moments that run draws.

    The draws are those of the simulator (see *Shocks* in *What the simulator does*), so that the run with this seed and
    number meets the same disruptions at the same seconds. A planner sees stated closures and losses of capacity.
    """
    keys = numbered(f"{row.kind}:{row.target}" for row in scenario.disruptions)
    rows: list[Disruption] = []
    for row, key in zip(scenario.disruptions, keys, strict=True):
        if row.rate_per_day is None:
            rows.append(row)
            continue
        for start, end in moments(row, f"shock:{key}", root=stream(seed, run), horizon_s=scenario.settings.horizon):
            opens, closes = scenario.moment(start), None if end is None else scenario.moment(end)
            rows.append(replace(row, rate_per_day=None, duration_s=None, opens=opens, closes=closes))
    return replace(scenario, disruptions=tuple(rows))


def moments(row: Disruption, key: str, *, root: int, horizon_s: int) -> Iterator[tuple[int, int | None]]:
    """Yield begin and end [s] of every time that a row with a rate comes before the horizon; a loss has no end.

    Examples
    --------
    >>> from openairlift.luck import stream
    >>> from openairlift.model import Distribution
    >>> row = Disruption(kind="closure", target="hub", rate_per_day=0.5, duration_s=Distribution.constant(3600.0))
    >>> found = moments(row, "shock:closure:hub", root=stream(1, 0), horizon_s=864_000)
    >>> all(end - start == 3600 for start, end in found)
    True
    """
    assert row.rate_per_day is not None
    number = key_of(key)
    now = 0
    for k in range(MOST):
        gap = exponential(DAY_S / row.rate_per_day, uniform(root, number, Draw.SHOCK_GAP, k))
        now = math.floor(now + gap + 0.5)
        if now >= horizon_s:
            return
        if row.kind == "loss":
            yield now, None
            continue
        length = row.duration_s
        drawn = (
            0.0
            if length is None
            else sample(int(length.shape), length.parameters, uniform(root, number, Draw.SHOCK_LENGTH, k))
        )
        end = now + max(1, math.floor(drawn + 0.5))
        yield now, end
        now = end
