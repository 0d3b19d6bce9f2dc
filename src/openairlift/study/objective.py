"""The terms of the objective as a study measures them: means over the runs, strictly in this order of weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from openairlift.model import MARKS
from openairlift.network import Line, Network, can_carry, routes
from openairlift.network.network import FloatArray, IntArray
from openairlift.study.curves import unit_amount
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study.study import Study


def objective_terms(study: Study) -> dict[str, float]:
    """Return the four terms, means over the runs.

    A size is the rank's weight × the quantity in the objective's meter. What is not there by the horizon, or was never
    carried, counts in the terms of time as arriving at the horizon.

    1. `missing`: size that is not there by `latest`, else by the horizon.
    2. `size_days_late`: size × days after `required`.
    3. `size_days_after_free_flow`: size × days after the earliest moment that unhindered travel allows.
    4. `flying_h`: flying hours.
    """
    network, samples = study.network, study.samples
    meter, mark = study.scenario.settings.objective_meter, study.scenario.settings.objective_mark
    horizon = network.horizon_s
    marked = samples.marks[:, :, MARKS.index(mark)]
    landed = samples.marks[:, :, MARKS.index("landed")]
    missing = late = slow = 0.0
    for index, line in enumerate(network.lines):
        size = line.weight * unit_amount(line, meter)
        if size == 0:
            continue
        columns = np.flatnonzero(study.load_lines == index)
        carried = samples.carried[:, columns]
        left = np.maximum(line.quantity - _rows(carried), 0.0)
        arrival = np.where(marked[:, columns] < 0, horizon, marked[:, columns])
        if line.latest_s is None:
            there = marked[:, columns] >= 0
        else:
            there = (landed[:, columns] >= 0) & (landed[:, columns] <= line.latest_s)
        missing += size * _mean(left + _rows(carried * ~there))
        if line.required_s is not None:
            late += size * _days(carried, arrival, left, horizon, line.required_s)
        slow += size * _days(carried, arrival, left, horizon, free_flow_s(network, line, mark=mark))
    return {
        "missing": missing,
        "size_days_late": late,
        "size_days_after_free_flow": slow,
        "flying_h": float(samples.flying_s.sum()) / 3600 / study.runs,
    }


def free_flow_s(network: Network, line: Line, *, mark: str) -> int:
    """Return when a line could pass a mark if nothing stood in its way [s]; the horizon where it can't travel."""
    best = network.horizon_s
    step = MARKS.index(mark)
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
    if link is not None:
        record = network.links[link].record
        if step >= MARKS.index("forwarded") and record.load_s is not None:
            total += record.load_s.mean
        if step >= MARKS.index("delivered"):
            parts = (record.transit_s, record.border_wait_s, record.unload_s)
            total += sum(part.mean for part in parts if part is not None)
    return int(total)


def _days(
    carried: FloatArray,
    arrival: IntArray,
    left: FloatArray,
    horizon: int,
    due: int,
) -> float:
    """Return the mean over runs of quantity × days after `due`; what is `left` arrives at the horizon."""
    days = np.maximum(arrival - due, 0) / DAY_S
    return _mean(_rows(carried * days) + left * (max(horizon - due, 0) / DAY_S))


def _rows(
    values: FloatArray,
) -> FloatArray:
    """Add along each row in order (numpy's sum pairs terms by what the processor offers)."""
    return np.cumsum(values, axis=1)[:, -1] if values.shape[1] else np.zeros(values.shape[0])


def _mean(values: FloatArray) -> float:
    return float(np.cumsum(values)[-1] / len(values))
