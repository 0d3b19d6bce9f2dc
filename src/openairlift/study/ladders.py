"""Amounts of one kind by many moments: reckoned together, since a study may ask for every day of every mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openairlift.model import MARKS
from openairlift.network.network import FloatArray, IntArray
from openairlift.study.layout import Layout
from openairlift.study.probes import Ask

if TYPE_CHECKING:
    from openairlift.sim import Run


@dataclass(frozen=True, eq=False, kw_only=True)
class Ladder:
    """Probes for amounts that differ in nothing but the moment.

    Attributes
    ----------
    probes : their indexes, ascending.
    moments : by when [s], in the same order.
    loads : what is counted.
    meter, mark : in which meter, past which mark, as indexes.
    scale : parts of the meter's unit that are counted.
    """

    probes: IntArray
    moments: IntArray
    loads: IntArray
    meter: int
    mark: int
    scale: float

    def of_run(self, run: Run, scaled: FloatArray) -> FloatArray:
        """Return the amounts of one run, shape (probes,); sums are of whole numbers, so exact in any order."""
        marks = run.marks[self.loads, self.mark]
        there = marks >= 0
        order = np.argsort(marks[there], kind="stable")
        passed = np.append(0.0, np.cumsum(scaled[self.meter, self.loads][there][order]))
        found: FloatArray = passed[np.searchsorted(marks[there][order], self.moments, side="right")] / self.scale
        return found


def ladders(layout: Layout) -> tuple[Ladder, ...]:
    """Return the amounts that a layout asks for at fixed moments, grouped by what is counted."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, probe in enumerate(layout.probes):
        if probe.ask is Ask.AMOUNT and not probe.after and probe.meter in layout.meters:
            about = (probe.mark, probe.meter, probe.group, probe.item, probe.place, probe.requirements)
            groups.setdefault(about, []).append(index)
    found = []
    for indexes in groups.values():
        probe = layout.probes[indexes[0]]
        meter = layout.meters.index(probe.meter)
        found.append(
            Ladder(
                probes=np.array(indexes, dtype=np.int64),
                moments=np.array([layout.probes[i].at_s for i in indexes], dtype=np.int64),
                loads=layout.probe_loads[indexes[0]],
                meter=meter,
                mark=MARKS.index(probe.mark),
                scale=float(layout.scale[meter]),
            )
        )
    return tuple(found)
