"""A second reckoning of stocks, sample by sample and month by month, in plain Python with the plain luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openairlift import luck
from openairlift.model import Distribution
from openairlift.outlook.flows import Flow


@dataclass
class Sample:
    stock: list[float]
    arrived: list[float]
    asked: list[float]
    unmet: list[float]
    run_out: float
    below: float


def _draw(d: Distribution | None, root: int, name: str, purpose: int, index: int = 0) -> float:
    if d is None:
        return 0.0
    return luck.sample(d.shape, d.parameters, luck.uniform(root, luck.key_of(name), purpose, index))


def _amounts(flow: Flow, months: int, root: int) -> list[float]:
    """What a flow brings in each month: the rate's straight pieces, each integrated by itself."""
    lead, ramp = _draw(flow.lead, root, flow.name, 65), _draw(flow.ramp, root, flow.name, 66)
    found = []
    for month in range(months):
        quantity = _draw(flow.quantity, root, flow.name, 64, month if flow.monthly else 0)
        if flow.opens is None:
            end = math.inf if flow.closes is None else flow.closes + lead
            found.append(quantity * max(min(month + 1, end) - month, 0.0))
            continue
        begin, end = flow.opens + lead, math.inf if flow.closes is None else flow.closes + lead
        low, high = max(month, begin), min(month + 1, end)
        part = 0.0
        full = begin + ramp
        if high > low:
            if low < full:
                top = min(high, full)
                part += (top - low) * ((low - begin) + (top - begin)) / 2 / ramp
            part += max(high - max(low, full), 0.0)
        found.append(quantity * part)
    return found


def reckon(
    *, seed: int, run: int, opening: float, drawn: Sequence[float], produced: Sequence[Flow],
    consumed: Sequence[Flow], floor: float,
) -> Sample:  # fmt: skip
    months = len(drawn) - 1
    root = luck.stream(seed, run)
    into = [_amounts(flow, months, root) for flow in produced]
    out = [_amounts(flow, months, root) for flow in consumed]
    found = Sample([opening], [], [], [], math.inf, 0.0 if opening < floor - 1e-6 else math.inf)
    for month in range(months):
        arrived = math.fsum(flow[month] for flow in into)
        asked = math.fsum(flow[month] for flow in out) + drawn[month + 1] - drawn[month]
        before = found.stock[-1]
        after = before + arrived - asked
        for level, name in ((0.0, "run_out"), (floor, "below")):
            if after < level - 1e-6 and math.isinf(getattr(found, name)):
                setattr(found, name, month + min(max((before - level) / (before - after), 0.0), 1.0))
        found.arrived.append(arrived)
        found.asked.append(asked)
        found.unmet.append(max(-after, 0.0))
        found.stock.append(max(after, 0.0))
    return found
