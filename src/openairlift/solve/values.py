"""What a unit of a line is worth by when it lands: the gain of each term of the objective over delivering nothing.

Term k of the objective = `Worth.nothing[k]` − the sum of the gains of what is carried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openairlift.audits.objective import Quickest, unit_size
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.units import DAY_S, seconds

NO_DATE = 1 << 60
TERMS = ("undelivered", "lateness", "delay")
"""Names of the first three terms, in order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worth:
    """Dates and sizes of lines.

    Attributes
    ----------
    size : weighted size of one unit, shape (lines).
    latest : last second in which a line may land in time [s]; `NO_DATE` where none is stated.
    required : date at the mark [s], `NO_DATE` where none is stated.
    free_flow : quickest arrival at the mark [s].
    horizon_s : end of the scenario [s].
    nothing : terms 1 to 3 when nothing is delivered.
    constant : parts of the terms that no plan can avoid: they are counted above it.
    scale : 1 % of the total weighted size, the least denominator of a gap (times one day for terms 2 and 3).
    """

    size: FloatArray
    latest: IntArray
    required: IntArray
    free_flow: IntArray
    horizon_s: int
    nothing: tuple[float, float, float]
    constant: tuple[float, float, float]
    scale: float


def worth_of(network: Network) -> Worth:
    """Return sizes and dates of the lines of a network."""
    horizon = network.horizon_s
    mark = MARKS.index(network.scenario.settings.objective_mark)
    quickest = Quickest(network)
    size = np.array([unit_size(network, line) * line.weight for line in network.lines], dtype=np.float64)
    quantity = np.array([line.quantity for line in network.lines], dtype=np.float64)
    latest = _dates([line.latest_s for line in network.lines])
    required = _dates([line.required_s for line in network.lines])
    flow = np.array([quickest.free_flow_s(line, mark) for line in network.lines], dtype=np.int64)
    weight = size * quantity
    lateness = float(np.sum(weight * np.maximum(horizon - np.minimum(required, horizon), 0)) / DAY_S)
    unavoidable = float(
        np.sum(weight * np.maximum(np.minimum(flow, horizon) - np.minimum(required, horizon), 0)) / DAY_S
    )
    return Worth(
        size=size, latest=latest, required=required, free_flow=flow, horizon_s=horizon,
        nothing=(float(weight.sum()), lateness, float(np.sum(weight * np.maximum(horizon - flow, 0)) / DAY_S)),
        constant=(0.0, unavoidable, 0.0), scale=0.01 * float(weight.sum()),
    )  # fmt: skip


def gains(worth: Worth, line: int, landed: IntArray, marked: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the gain of one unit of a line in terms 1 to 3, by when it lands and passes the mark [s]."""
    size, horizon = float(worth.size[line]), worth.horizon_s
    there = marked < horizon
    latest = int(worth.latest[line])
    in_time = there if latest == NO_DATE else (landed <= latest) & (landed < horizon)
    late = np.maximum(horizon - np.maximum(marked, min(int(worth.required[line]), horizon)), 0)
    delay = np.maximum(horizon - np.maximum(marked, int(worth.free_flow[line])), 0)
    return size * in_time.astype(np.float64), late * (size / DAY_S), delay * (size / DAY_S)


def onward_s(network: Network, hub: int, link: int | None, mark: int) -> int:
    """Return the mean time from landed to the mark, without any waiting [s]; 0 for marks up to landed."""
    parts = [network.places[hub].clearance_s] if mark >= 2 else []
    if link is not None:
        record = network.links[link].record
        if mark >= 3 and record.capacity_kg_per_day is None:
            parts.append(record.load_s)
        if mark >= 4:
            parts += [record.transit_s, record.border_wait_s, record.unload_s]
    return sum(seconds(part.mean) for part in parts if part is not None)


def _dates(values: list[int | None]) -> IntArray:
    return np.array([NO_DATE if value is None else value for value in values], dtype=np.int64)
