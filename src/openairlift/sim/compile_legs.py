"""What the legs of a plan ask for beforehand: clearances, fuel, spots for dangerous cargo."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openairlift.network.network import Line, Network
from openairlift.plan.plan import Mission, Plan
from openairlift.sim.layout import Records


def covers(cargo: str | None, line: Line) -> bool:
    """Return whether a clearance for a cargo is needed for a line; None = for everything."""
    if cargo is None or cargo == line.cargo_class:
        return True
    if line.hazard is None:
        return False
    return cargo in ("hazardous", line.hazard) or line.hazard.startswith(f"{cargo}.")


def lead_s(network: Network, kind: str, places: Sequence[int], lines: Sequence[Line]) -> int:
    """Return the longest lead time of the clearances of a kind at any of some places, for some lines [s]."""
    found = (
        clearance.lead_s
        for clearance in network.clearances
        if clearance.kind == kind
        and any(place in clearance.places for place in places)
        and (clearance.cargo is None or any(covers(clearance.cargo, line) for line in lines))
    )
    return max(found, default=0)


def fill_legs(network: Network, plan: Plan, order: Sequence[int], missions: Records, stops: Records) -> None:
    """Enter into stops what the legs to them ask for; `order` gives the mission of each row."""
    for row, m in enumerate(order):
        first = row == 0 or missions[row - 1]["tail"] != missions[row]["tail"]
        here = (
            network.tails[missions[row]["tail"]].base if first else int(stops[missions[row]["stop_first"] - 1]["place"])
        )
        _fill_clearances(network, plan.missions[m], here, stops[missions[row]["stop_first"] :])
        _fill_explosive(network, plan.missions[m], stops[missions[row]["stop_first"] :])
    _fill_fuel(network, missions, stops)


def _fill_clearances(network: Network, mission: Mission, here: int, stops: Records) -> None:
    if not network.clearances:
        return
    span = _span(mission)
    for k, stop in enumerate(mission.stops):
        lines = [network.lines[load.line] for load in mission.loads] if span and span[0] < k <= span[1] else []
        if stop.place != here:
            stops[k]["over_s"] = lead_s(network, "overflight", (here, stop.place), lines)
            stops[k]["land_s"] = lead_s(network, "landing", (stop.place,), lines)
        here = stop.place


def _span(mission: Mission) -> tuple[int, int] | None:
    """Return the indexes of the onload and the offload stop, None without loads."""
    return (mission.onload, mission.offload) if mission.loads else None


def _fill_explosive(network: Network, mission: Mission, stops: Records) -> None:
    span = _span(mission)
    mass = sum(load.quantity * network.lines[load.line].explosive_kg for load in mission.loads)
    if span and mass > 0.0:
        for k in range(span[0], span[1] + 1):
            stops[k]["explosive_g"] = int((mass * 1000.0 + 0.5) // 1)


def _fill_fuel(network: Network, missions: Records, stops: Records) -> None:
    """Enter the fuel of the legs after each stop, up to the next place with fuel."""
    dry = np.array([network.is_dry(place) for place in range(len(network.places))], dtype=np.bool_)
    later = 0
    for row in range(len(missions) - 1, -1, -1):
        if row + 1 == len(missions) or missions[row + 1]["tail"] != missions[row]["tail"]:
            later = 0
        type_ = int(missions[row]["type"])
        first = row == 0 or missions[row - 1]["tail"] != missions[row]["tail"]
        before = (
            network.tails[missions[row]["tail"]].base if first else int(stops[missions[row]["stop_first"] - 1]["place"])
        )
        rate = network.types[type_].fuel_kg_per_h or 0.0
        for k in range(int(missions[row]["stop_last"]) - 1, int(missions[row]["stop_first"]) - 1, -1):
            here = before if k == missions[row]["stop_first"] else int(stops[k - 1]["place"])
            there = int(stops[k]["place"])
            block = 0 if here == there else max(int(network.block_s[type_, here, there]), 0)
            stops[k]["fuel_kg"] = later if dry[there] else 0
            later = int((rate * block / 3600.0 + 0.5) // 1) + int(stops[k]["fuel_kg"])
