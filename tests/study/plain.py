"""The questions of a study, reckoned load by load from runs that were kept whole."""

from __future__ import annotations

from fractions import Fraction

from tests.study.worlds import world

from openairlift.model import MARKS
from openairlift.sim import Run
from openairlift.study.amounts import counts_in, unit_amount


def loads_of(*, group: str = "all", item: str | None = None) -> list[int]:
    """Return the loads of a group, and of an item where one is named."""
    made, network, plan = world()
    return [
        i for i, (_, load) in enumerate(plan.loads) if counts_in(made, network.lines[load.line], group=group, item=item)
    ]


def amount(run: Run, *, mark: str, meter: str, at: int, group: str = "all", item: str | None = None) -> float:
    """Return what passed a mark by a moment in one run."""
    _, network, plan = world()
    total = Fraction(0)
    for i in loads_of(group=group, item=item):
        line = network.lines[plan.loads[i][1].line]
        if 0 <= run.marks[i, MARKS.index(mark)] <= at:
            total += Fraction(float(run.carried[i])) * Fraction(unit_amount(line, meter))
    return float(total)


def least(values: list[float], q: float) -> float:
    """Return the least value that a share `q` of all does not exceed."""
    ordered = sorted(values)
    return next(value for i, value in enumerate(ordered) if (i + 1) / len(ordered) >= q - 1e-12)
