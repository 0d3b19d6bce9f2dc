"""Compile a plan's missions, stops and loads to the kernel's arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from openairlift.luck import key_of
from openairlift.model import Distribution
from openairlift.network.fit import position_limit
from openairlift.network.network import Network
from openairlift.plan.plan import Mission, Plan, Purpose
from openairlift.sim import layout
from openairlift.sim.compile_legs import fill_legs, lead_s
from openairlift.sim.layout import Records

NO_LIMIT = 1e18
NO_RANK = 9
"""Rank of a mission without loads."""


def load_key(network: Network, line: int, number: int) -> int:
    """Return the luck key of a load."""
    return key_of(f"{network.lines[line].name}#{number}")


def fill_missions(
    network: Network, plan: Plan, row_of: Callable[[Distribution | None], int]
) -> tuple[Records, Records]:
    """Return missions, sorted by tail and then in plan order, and their stops."""
    order = sorted(range(len(plan.missions)), key=lambda m: (plan.missions[m].tail, m))
    load_first = np.cumsum([0, *(len(mission.loads) for mission in plan.missions)]).tolist()
    missions = np.zeros(len(order), dtype=layout.MISSION)
    stops = np.zeros(sum(len(mission.stops) for mission in plan.missions), dtype=layout.STOP)
    filled, position = 0, 0
    for row, m in enumerate(order):
        mission = plan.missions[m]
        position = position + 1 if row and plan.missions[order[row - 1]].tail == mission.tail else 0
        into = missions[row]
        into["index"], into["tail"], into["earliest_s"] = m, mission.tail, mission.earliest_s
        into["type"] = network.tails[mission.tail].type
        into["stop_first"], into["stop_last"] = filled, filled + len(mission.stops)
        into["load_first"], into["load_last"] = load_first[m], load_first[m + 1]
        into["rank"] = min((network.lines[load.line].rank for load in mission.loads), default=NO_RANK)
        into["key"] = mission_key(network, mission, position)
        into["ready_s"] = ready_s(network, mission)
        into["due"] = bool(mission.loads) and into["ready_s"] <= 0
        into["pending"] = into["next"] = into["ended_s"] = -1
        into["payload_kg"] = payload_kg(network, mission)
        limit = position_limit(network.types[into["type"]])
        into["pallet_limit"] = NO_LIMIT if limit is None else limit
        _fill_stops(network, mission, stops[filled : filled + len(mission.stops)], row_of)
        filled += len(mission.stops)
    for row in range(len(order) - 1):
        if missions[row]["tail"] == missions[row + 1]["tail"]:
            missions[row]["next"] = row + 1
    fill_legs(network, plan, order, missions, stops)
    return missions, stops


def mission_key(network: Network, mission: Mission, position: int) -> int:
    """Return the luck key of a mission: that of its first load."""
    if mission.loads:
        return load_key(network, mission.loads[0].line, mission.loads[0].number)
    return key_of(f"empty:{network.tails[mission.tail].name}:{position}")


def ready_s(network: Network, mission: Mission) -> int:
    """Return when all cargo of a mission is ready [s]."""
    moments = [network.lines[load.line].ready_s for load in mission.loads]
    moments += [network.stocks[load.stock].ready_s for load in mission.loads if load.stock is not None]
    return max(moments, default=0)


def payload_kg(network: Network, mission: Mission) -> float:
    """Return the least payload over the legs that carry the loads [kg]."""
    if not any(stop.purpose is Purpose.ONLOAD for stop in mission.stops):
        return 0.0
    type_ = network.tails[mission.tail].type
    places = [stop.place for stop in mission.stops[mission.onload : mission.offload + 1]]
    legs = [float(network.payload_kg[type_, a, b]) for a, b in pairwise(places) if a != b]
    return min(legs, default=NO_LIMIT)


def _fill_stops(
    network: Network, mission: Mission, into: Records, row_of: Callable[[Distribution | None], int]
) -> None:
    type_ = network.tails[mission.tail].type
    pallets = sum(load.pallets for load in mission.loads)
    for k, stop in enumerate(mission.stops):
        row = into[k]
        row["place"], row["purpose"], row["rest_s"], row["number"] = stop.place, stop.purpose, stop.rest_s, k
        row["ground"] = -1
        if stop.purpose is Purpose.RECOVER:
            continue
        handled = pallets if stop.purpose in (Purpose.ONLOAD, Purpose.OFFLOAD) else 0.0
        purpose = int(stop.purpose)
        row["ground"] = row_of(network.distributions[int(network.ground[type_, stop.place, purpose])])
        row["extra_s"] = float(network.per_pallet_s[type_, stop.place, purpose]) * handled
        row["nominal_s"] = network.nominal_ground_s(type_, stop.place, purpose, pallets=handled)
        row["reserve_s"] = int(row["nominal_s"]) + stop.rest_s


def fill_loads(network: Network, plan: Plan, missions: Records) -> tuple[Records, int]:
    """Return loads in plan order, and how many (line, onload place) pairs can have a leftover."""
    row_of = {int(index): row for row, index in enumerate(missions["index"])}
    loads = np.zeros(len(plan.loads), dtype=layout.LOAD)
    groups: dict[tuple[int, int], int] = {}
    for i, (m, load) in enumerate(plan.loads):
        mission, line, row = plan.missions[m], network.lines[load.line], loads[i]
        row["row"] = row_of[m]
        onload = mission.stops[mission.onload].place
        row["mission"], row["rank"], row["key"] = m, line.rank, load_key(network, load.line, load.number)
        row["place"] = mission.stops[mission.offload].place
        row["group"] = groups.setdefault((load.line, onload), len(groups))
        row["whole"] = line.unit != "kg"
        row["link"] = -1 if load.link is None else load.link
        row["destination"] = row["place"] if load.link is None else network.links[load.link].destination
        row["quantity"] = load.quantity
        row["unit_kg"], row["unit_l"] = load.mass_kg / load.quantity, load.volume_m3 * 1000.0 / load.quantity
        row["onload"], row["stock"] = onload, -1 if load.stock is None else load.stock
        row["customs_s"] = lead_s(network, "customs", (int(row["place"]),), (line,))
        row["no_show_share"] = line.no_show_share
        # a load that is stated as "one whole aircraft" fills whatever aircraft flies it
        row["fit_kg"] = 0.0 if line.unit == "load" else row["unit_kg"]
        row["unit_positions"] = load.pallets / load.quantity
        row["next"] = -1
        if not math.isfinite(row["unit_kg"]):
            raise ValueError(f"the mass of load {line.name}#{load.number} is no number: {load.mass_kg}")
    return loads, len(groups)
