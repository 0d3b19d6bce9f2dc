"""Compile a plan's missions, stops and loads to the kernel's arrays.

Values are gathered in lists, one a column: a large plan has half a million stops, and numpy fills a column at once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from openairlift.luck import key_of
from openairlift.model import Distribution
from openairlift.network.fit import position_limit
from openairlift.network.network import Network
from openairlift.plan.plan import NO_MISSION, Load, Mission, Plan, Purpose
from openairlift.sim import layout
from openairlift.sim.compile_legs import Clearances, explosive_g, fill_ahead, fill_fuel
from openairlift.sim.layout import Records

NO_LIMIT = 1e18
NO_RANK = 9
"""Rank of a mission without loads."""

Columns = dict[str, list[Any]]


def load_key(network: Network, line: int, number: int) -> int:
    """Return the luck key of a load."""
    return key_of(f"{network.lines[line].name}#{number}")


def _table(columns: Columns, dtype: np.dtype[Any], count: int) -> Records:
    table = np.zeros(count, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def fill_missions(
    network: Network, plan: Plan, row_of: Callable[[Distribution | None], int]
) -> tuple[Records, Records]:
    """Return missions, sorted by tail and then in plan order, and their stops."""
    order = sorted(range(len(plan.missions)), key=lambda m: (plan.missions[m].tail, m))
    load_first = np.cumsum([0, *(len(mission.loads) for mission in plan.missions)]).tolist()
    limits = [position_limit(record) for record in network.types]
    clearances = Clearances(network)
    services = _services(network, row_of)
    missions: Columns = defaultdict(list)
    stops: Columns = defaultdict(list)
    before, position, here = -1, 0, -1
    for m in order:
        mission = plan.missions[m]
        tail = network.tails[mission.tail]
        if mission.tail != before:
            before, position, here = mission.tail, 0, tail.base
        lines = [network.lines[load.line] for load in mission.loads]
        values: dict[str, Any] = {
            "index": m,
            "tail": mission.tail,
            "earliest_s": mission.earliest_s,
            "type": tail.type,
            "stop_first": len(stops["place"]),
            "stop_last": len(stops["place"]) + len(mission.stops),
            "load_first": load_first[m],
            "load_last": load_first[m + 1],
            "rank": min((line.rank for line in lines), default=NO_RANK),
            "key": mission_key(network, mission, position),
            "ready_s": ready_s(network, mission),
            "payload_kg": payload_kg(network, mission),
            "pallet_limit": NO_LIMIT if limits[tail.type] is None else limits[tail.type],
        }
        for name, value in values.items():
            missions[name].append(value)
        _add_stops(stops, mission, tail.type, services)
        clearances.add(stops, mission, here, lines)
        stops["explosive_g"] += explosive_g(mission, lines)
        position, here = position + 1, mission.stops[-1].place
    table = _table(missions, layout.MISSION, len(order))
    table["due"] = (table["load_last"] > table["load_first"]) & (table["ready_s"] <= 0)
    table["pending"] = table["next"] = table["ended_s"] = -1
    same = np.flatnonzero(table["tail"][1:] == table["tail"][:-1])
    table["next"][same] = same + 1
    stop_table = _table(stops, layout.STOP, len(stops["place"]))
    fill_ahead(network, table, stop_table)
    fill_fuel(network, table, stop_table)
    return table, stop_table


def mission_key(network: Network, mission: Mission, position: int) -> int:
    """Return the luck key of a mission: that of its first load."""
    if mission.loads:
        return load_key(network, mission.loads[0].line, mission.loads[0].number)
    return key_of(f"empty:{network.tails[mission.tail].name}:{position}")


def ready_s(network: Network, mission: Mission) -> int:
    """Return when all cargo of a mission is ready [s]."""
    return max((_ready_s(network, load) for load in mission.loads), default=0)


def _ready_s(network: Network, load: Load) -> int:
    """Return when a load's line and its stock are ready [s]."""
    line_s = network.lines[load.line].ready_s
    return line_s if load.stock is None else max(line_s, network.stocks[load.stock].ready_s)


def payload_kg(network: Network, mission: Mission) -> float:
    """Return the least payload over the legs that carry the loads [kg]."""
    if not any(stop.purpose is Purpose.ONLOAD for stop in mission.stops):
        return 0.0
    type_ = network.tails[mission.tail].type
    places = [stop.place for stop in mission.stops[mission.onload : mission.offload + 1]]
    legs = [float(network.payload_kg[type_, a, b]) for a, b in pairwise(places) if a != b]
    return min(legs, default=NO_LIMIT)


Services = Callable[[int, int, int], tuple[int, float, float]]


def _services(network: Network, row_of: Callable[[Distribution | None], int]) -> Services:
    """Return a function that gives (row of the distribution, time per pallet, mean) by type, place and purpose."""

    @cache
    def found(type_: int, place: int, purpose: int) -> tuple[int, float, float]:
        time = network.distributions[int(network.ground[type_, place, purpose])]
        return row_of(time), float(network.per_pallet_s[type_, place, purpose]), time.mean

    return found


def _add_stops(stops: Columns, mission: Mission, type_: int, services: Services) -> None:
    pallets = sum(load.pallets for load in mission.loads)
    for k, stop in enumerate(mission.stops):
        row, per_pallet, mean, handled = -1, 0.0, 0.0, 0.0
        if stop.purpose is not Purpose.RECOVER:
            row, per_pallet, mean = services(type_, stop.place, int(stop.purpose))
            handled = pallets if stop.purpose is not Purpose.ENROUTE else 0.0
        nominal = int((mean + per_pallet * handled + 0.5) // 1) if row >= 0 else 0
        stops["place"].append(stop.place)
        stops["purpose"].append(int(stop.purpose))
        stops["rest_s"].append(stop.rest_s)
        stops["number"].append(k)
        stops["ground"].append(row)
        stops["extra_s"].append(per_pallet * handled)
        stops["nominal_s"].append(nominal)
        stops["reserve_s"].append(nominal + stop.rest_s if row >= 0 else 0)


def fill_loads(network: Network, plan: Plan, missions: Records) -> tuple[Records, int]:
    """Return loads in plan order, hauls last, and how many (line, onload place) pairs can have a leftover."""
    row_of = dict(zip(missions["index"].tolist(), range(len(missions)), strict=True))
    clearances = Clearances(network)
    columns: Columns = defaultdict(list)
    groups: dict[tuple[int, int], int] = {}
    for m, mission in enumerate(plan.missions):
        if not mission.loads:
            continue
        onload, hub = mission.stops[mission.onload].place, mission.stops[mission.offload].place
        for load in mission.loads:
            line = network.lines[load.line]
            values = _load(network, load, hub) | {
                "mission": m,
                "row": row_of[m],
                "onload": onload,
                "group": groups.setdefault((load.line, onload), len(groups)),
                "customs_s": clearances.lead_s("customs", (hub,), (line,)),
                "there_s": 0,
            }
            for name, value in values.items():
                columns[name].append(value)
    for haul in plan.hauls:
        there = max(haul.earliest_s, _ready_s(network, haul.load), 0)
        values = _load(network, haul.load, haul.origin) | {"mission": NO_MISSION, "row": -1, "onload": haul.origin}
        for name, value in (values | {"group": -1, "customs_s": 0, "there_s": there}).items():
            columns[name].append(value)
    loads = _table(columns, layout.LOAD, len(columns["mission"]))
    loads["next"] = -1
    return loads, len(groups)


def _load(network: Network, load: Load, place: int) -> dict[str, Any]:
    """Return what is known of a load wherever it goes; `place` = where its link starts, or its hub."""
    line = network.lines[load.line]
    unit_kg = load.mass_kg / load.quantity
    if not math.isfinite(unit_kg):
        raise ValueError(f"the mass of load {line.name}#{load.number} is no number: {load.mass_kg}")
    return {
        "rank": line.rank,
        "key": load_key(network, load.line, load.number),
        "place": place,
        "whole": line.unit != "kg",
        "link": -1 if load.link is None else load.link,
        "destination": place if load.link is None else network.links[load.link].destination,
        "stock": -1 if load.stock is None else load.stock,
        "quantity": load.quantity,
        "unit_kg": unit_kg,
        "unit_l": load.volume_m3 * 1000.0 / load.quantity,
        # a load that is stated as "one whole aircraft" fills whatever aircraft flies it
        "fit_kg": 0.0 if line.unit == "load" else unit_kg,
        "unit_positions": load.pallets / load.quantity,
        "no_show_share": line.no_show_share,
    }


def loads_by_link(plan: Plan, links: int) -> list[tuple[int, float, float]]:
    """Return how many loads go by each link, with their mass [kg] and volume [m³]."""
    found: Sequence[list[float]] = [[0, 0.0, 0.0] for _ in range(links)]
    for _, load in plan.loads:
        if load.link is not None:
            row = found[load.link]
            row[0], row[1], row[2] = row[0] + 1, row[1] + load.mass_kg, row[2] + load.volume_m3
    return [(int(row[0]), row[1], row[2]) for row in found]
