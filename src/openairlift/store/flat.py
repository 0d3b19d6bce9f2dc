"""A plan and a study as flat tables, with names in place of indexes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from openairlift.model import MARKS, METERS
from openairlift.network import Network
from openairlift.plan import Cause, Load, Plan, Purpose
from openairlift.study import Study

Columns = dict[str, Any]

_WORDS = ("group", "mark", "meter")
_NUMBERS = ("mean", "p10", "p50", "p90")


def plan_table(plan: Plan, network: Network) -> Columns:
    """Return one row per stop and, at the onload and offload stop, per load; then one per haul, without a mission."""
    rows: list[tuple[Any, ...]] = []
    for number, mission in enumerate(plan.missions):
        tail = network.tails[mission.tail]
        for index, stop in enumerate(mission.stops):
            handled = stop.purpose in (Purpose.ONLOAD, Purpose.OFFLOAD)
            head = (number, tail.name, network.types[tail.type].type, mission.earliest_s, index)
            place = (network.places[stop.place].id, stop.purpose.name.lower(), stop.rest_s)
            loads: Iterable[Any] = mission.loads if handled and mission.loads else (None,)
            for load in loads:
                if load is None:
                    rows.append((*head, *place, *(None,) * 8))
                    continue
                rows.append((*head, *place, *_load(load, network)))
    for haul in plan.hauls:
        origin = network.places[haul.origin].id
        rows.append((None, None, None, haul.earliest_s, None, origin, "haul", 0, *_load(haul.load, network)))
    stops = ("mission", "tail", "type", "earliest_s", "stop", "place", "purpose", "rest_s")
    loads_ = ("requirement", "line", "load", "quantity", "mass_kg", "volume_m3", "pallets", "value_usd")
    return _typed((*stops, *loads_), rows, text={"tail", "type", "place", "purpose", "requirement", "line"})


def _load(load: Load, network: Network) -> tuple[Any, ...]:
    line = network.lines[load.line]
    amounts = (load.quantity, load.mass_kg, load.volume_m3, load.pallets, load.value_usd)
    return (line.requirement, line.name, load.number, *amounts)


def study_table(study: Study) -> Columns:
    """Return one row per run: closure, what is there at the horizon, waits by cause, binding times, flying."""
    tally, layout = study.tally, study.layout
    closure = study.closure_s.tolist()
    landed = tally.window[:, 0].tolist()
    columns: Columns = {
        "run": np.arange(study.runs, dtype=np.int64),
        "closed": np.asarray(study.closed, dtype=np.bool_),
        "closure_s": [None if second < 0 else second for second in closure],
        "first_landed_s": [None if second < 0 else second for second in landed],
    }
    for mark in MARKS:
        for meter in METERS:
            curve = study.delivered(mark=mark, meter=meter)
            if curve.listed > 0:
                columns[f"{mark}_{meter}"] = curve.at(layout.horizon_s)
    for cause in Cause:
        columns[f"wait_{cause.name.lower()}_s"] = tally.waits[:, cause]
    for index, resource in enumerate(study.resources):
        columns[f"binding_s: {resource.name}"] = tally.binding[:, index].astype(np.int64)
    for index, type_ in enumerate(study.network.types):
        columns[f"flying_s: {type_.type}"] = tally.flying_s[:, index]
    return columns


def curves_table(study: Study) -> Columns:
    """Return mean, P10, P50 and P90 by group, mark, meter and moment."""
    parts: dict[str, list[Any]] = {name: [] for name in (*_WORDS, "time_s", *_NUMBERS)}
    for group in study.groups:
        for mark in MARKS:
            for meter in METERS:
                curve = study.delivered(mark=mark, meter=meter, group=group)
                if curve.listed == 0:
                    continue
                count = len(curve.grid_s)
                for name, word in (("group", group), ("mark", mark), ("meter", meter)):
                    parts[name] += [word] * count
                parts["time_s"].append(curve.grid_s)
                values = (curve.mean(), *curve.quantile((0.1, 0.5, 0.9)))
                for name, row in zip(_NUMBERS, values, strict=True):
                    parts[name].append(row)
    words = {name: np.array(parts[name], dtype=object) for name in _WORDS}
    numbers = {name: np.concatenate([np.zeros(0), *parts[name]]) for name in _NUMBERS}
    times = np.concatenate([np.zeros(0, dtype=np.int64), *parts["time_s"]]).astype(np.int64)
    return {**words, "time_s": times, **numbers}


def _typed(names: tuple[str, ...], rows: list[tuple[Any, ...]], *, text: set[str]) -> Columns:
    columns: Columns = {}
    for index, name in enumerate(names):
        values = [row[index] for row in rows]
        columns[name] = np.array(values, dtype=object) if name in text else values
    return columns
