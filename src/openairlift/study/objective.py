"""The terms of the objective as a study measures them: means over the runs, strictly in this order of weight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from openairlift.model import MARKS
from openairlift.network import Line, Network, can_carry, routes
from openairlift.network.network import FloatArray, IntArray
from openairlift.scenario import Scenario
from openairlift.study.amounts import unit_amount
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study.study import Study

_LANDED = MARKS.index("landed")
_DELIVERED = MARKS.index("delivered")


def objective_terms(study: Study) -> dict[str, float]:
    """Return the four terms, means over the runs.

    A size is the rank's weight × the quantity in the objective's meter. What is not there by the horizon, or was never
    carried, counts in the terms of time as arriving at the horizon.

    1. `missing`: size that is not there by `latest`, else by the horizon.
    2. `size_days_late`: size × days after `required`.
    3. `size_days_after_free_flow`: size × days after the earliest moment that unhindered travel allows.
    4. `flying_h`: flying hours.
    """
    missing, late, slow = (math.fsum(column) / study.runs for column in study.tally.objective.T.tolist())
    return {
        "missing": missing,
        "size_days_late": late,
        "size_days_after_free_flow": slow,
        "flying_h": float(study.tally.flying_s.sum()) / 3600 / study.runs,
    }


@dataclass(frozen=True, eq=False, kw_only=True)
class Terms:
    """Constants from which the first three terms of one run are reckoned.

    Attributes
    ----------
    mark : index of the objective's mark.
    horizon_s : end of the scenario [s].
    line_of : line of each load.
    quantity : of each line, in its units.
    size : weight × what a unit counts in the objective's meter, by line.
    latest_s : by line; -1 = not stated.
    required_s : by line; the horizon where none is stated, so that nothing is late.
    free_s : earliest moment that unhindered travel allows, by line [s].
    """

    mark: int
    horizon_s: int
    line_of: IntArray
    quantity: FloatArray
    size: FloatArray
    latest_s: IntArray
    required_s: IntArray
    free_s: IntArray

    @classmethod
    def of(cls, scenario: Scenario, network: Network, line_of: IntArray) -> Terms:
        """Work the constants out."""
        meter, mark = scenario.settings.objective_meter, scenario.settings.objective_mark
        lines, horizon = network.lines, network.horizon_s
        size = [line.weight * unit_amount(line, meter) for line in lines]
        free = [free_flow_s(network, line, mark=mark) if part else 0 for line, part in zip(lines, size, strict=True)]
        return cls(
            mark=MARKS.index(mark),
            horizon_s=horizon,
            line_of=line_of,
            quantity=np.array([line.quantity for line in lines]),
            size=np.array(size),
            latest_s=_seconds([-1 if line.latest_s is None else line.latest_s for line in lines]),
            required_s=_seconds([horizon if line.required_s is None else line.required_s for line in lines]),
            free_s=_seconds(free),
        )

    def of_run(self, marks: IntArray, carried: FloatArray) -> tuple[float, float, float]:
        """Return `missing`, `size_days_late` and `size_days_after_free_flow` of one run."""
        line, horizon = self.line_of, self.horizon_s
        marked, landed, latest = marks[:, self.mark], marks[:, _LANDED], self.latest_s[line]
        left = self.size * np.maximum(self.quantity - np.bincount(line, carried, len(self.size)), 0.0)
        size = self.size[line] * carried
        arrival = np.where(marked < 0, horizon, marked)
        there = np.where(latest < 0, marked >= 0, (landed >= 0) & (landed <= latest))
        missing = _total(left) + _total(size * ~there)
        late, slow = (
            _total(left * np.maximum(horizon - due, 0)) + _total(size * np.maximum(arrival - due[line], 0))
            for due in (self.required_s, self.free_s)
        )
        return missing, late / DAY_S, slow / DAY_S


def free_flow_s(network: Network, line: Line, *, mark: str) -> int:
    """Return when a line could pass a mark if nothing stood in its way [s]; the horizon where it can't travel."""
    best = network.horizon_s
    step = MARKS.index(mark)
    for _, stock, way in line.surface:
        ready = max(line.ready_s, 0 if stock is None else network.stocks[stock].ready_s)
        best = min(best, ready if step == 0 else max(ready + int(_link_s(network, way, _DELIVERED)), line.earliest_s))
    types = [type_ for type_ in range(len(network.types)) if can_carry(network, type_, line) is None]
    for source, _stock in line.sources:
        for hub, link in line.hubs:
            onward = _surface_s(network, hub, link, step)
            for type_ in types:
                for route in routes(network, type_, source, hub, limit=1):
                    onload = network.nominal_ground_s(type_, source, 0)
                    air = onload
                    if step > 0:
                        air += sum(route.block_s) + network.nominal_ground_s(type_, hub, 1)
                        air += sum(network.nominal_ground_s(type_, stop, 2) for stop in route.stops)
                    landed = line.ready_s + air if step == 0 else max(line.ready_s + air, line.earliest_s)
                    best = min(best, landed + onward)
    return best


def _surface_s(network: Network, hub: int, link: int | None, step: int) -> int:
    """Return clearance and travel onward up to the mark `step` [s]."""
    clearance = network.places[hub].clearance_s
    total = 0.0 if clearance is None or step < MARKS.index("at_hub") else clearance.mean
    return int(total if link is None else total + _link_s(network, link, step))


def _link_s(network: Network, link: int, step: int) -> float:
    """Return the time on a link up to the mark `step` [s]; a capacity a day counts as nothing."""
    record, total = network.links[link].record, 0.0
    if step >= MARKS.index("forwarded") and record.load_s is not None and record.capacity_kg_per_day is None:
        total += record.load_s.mean
    if step >= _DELIVERED:
        parts = (record.transit_s, record.border_wait_s, record.unload_s)
        total += sum(part.mean for part in parts if part is not None)
    return total


def _seconds(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def _total(values: npt.NDArray[np.float64]) -> float:
    """Add in order (numpy's sum pairs terms by what the processor offers)."""
    return float(np.cumsum(values)[-1]) if len(values) else 0.0
