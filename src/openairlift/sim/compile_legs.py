"""What the legs of a plan ask for beforehand: clearances, fuel, spots for dangerous cargo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from openairlift.network.network import Line, Network
from openairlift.plan.plan import Mission
from openairlift.sim.layout import Records


def covers(cargo: str, line: Line) -> bool:
    """Return whether a clearance for a cargo is needed for a line."""
    if cargo == line.cargo_class:
        return True
    if line.hazard is None:
        return False
    return cargo in ("hazardous", line.hazard) or line.hazard.startswith(f"{cargo}.")


class Clearances:
    """Lead times by place, those for some cargo apart."""

    def __init__(self, network: Network) -> None:
        self._any = bool(network.clearances)
        self._for_all: dict[tuple[str, int], int] = {}
        self._for_some: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for clearance in network.clearances:
            for place in clearance.places:
                key = (clearance.kind, place)
                if clearance.cargo is None:
                    self._for_all[key] = max(self._for_all.get(key, 0), clearance.lead_s)
                else:
                    self._for_some.setdefault(key, []).append((clearance.cargo, clearance.lead_s))

    def lead_s(self, kind: str, places: Sequence[int], lines: Sequence[Line]) -> int:
        """Return the longest lead time of a kind at any of some places, for some lines [s]."""
        if not self._any:
            return 0
        found = max(self._for_all.get((kind, place), 0) for place in places)
        if self._for_some and lines:
            for place in places:
                for cargo, lead in self._for_some.get((kind, place), ()):
                    if lead > found and any(covers(cargo, line) for line in lines):
                        found = lead
        return found

    def add(self, stops: dict[str, list[Any]], mission: Mission, here: int, lines: Sequence[Line]) -> None:
        """Add the bounds of a mission's stops to their columns; `here` = where the tail comes from."""
        if not self._any:
            stops["over_s"] += [0] * len(mission.stops)
            stops["land_s"] += [0] * len(mission.stops)
            return
        first, last = (mission.onload, mission.offload) if mission.loads else (0, -1)
        for k, stop in enumerate(mission.stops):
            aboard = lines if first < k <= last else ()
            moves = stop.place != here
            stops["over_s"].append(self.lead_s("overflight", (here, stop.place), aboard) if moves else 0)
            stops["land_s"].append(self.lead_s("landing", (stop.place,), aboard) if moves else 0)
            here = stop.place


def explosive_g(mission: Mission, lines: Sequence[Line]) -> list[int]:
    """Return the explosive mass that is planned aboard at each stop of a mission [g]."""
    mass = sum(load.quantity * line.explosive_kg for load, line in zip(mission.loads, lines, strict=True))
    if mass <= 0.0:
        return [0] * len(mission.stops)
    grams = int((mass * 1000.0 + 0.5) // 1)
    return [grams if mission.onload <= k <= mission.offload else 0 for k in range(len(mission.stops))]


def fill_ahead(network: Network, missions: Records, stops: Records) -> None:
    """Enter how long a crew is on duty from block-in at each stop to the last block-in before it rests [s].

    It rests at stops with a planned rest, at its base, and at the end of the plan's chain.
    """
    place, rest, nominal = stops["place"].tolist(), stops["rest_s"].tolist(), stops["nominal_s"].tolist()
    ahead = [0] * len(place)
    rows = zip(*(missions[name].tolist() for name in ("tail", "type", "stop_first", "stop_last")), strict=True)
    before = -1
    for tail, type_, first, last in reversed(list(rows)):
        base = network.tails[tail].base
        for k in range(last - 1, first - 1, -1):
            ends = k == last - 1 and tail != before
            if not ends and not rest[k] and place[k] != base:
                here, there = place[k], place[k + 1]
                block = 0 if here == there else max(int(network.block_s[type_, here, there]), 0)
                ahead[k] = nominal[k] + block + ahead[k + 1]
        before = tail
    stops["ahead_s"] = np.array(ahead, dtype=np.int64)


def fill_fuel(network: Network, missions: Records, stops: Records) -> None:
    """Enter the fuel of the legs after each stop, up to the next place with fuel [kg]."""
    dry = [network.is_dry(place) for place in range(len(network.places))]
    if not any(dry):
        return
    place = stops["place"].tolist()
    first, last = missions["stop_first"].tolist(), missions["stop_last"].tolist()
    tail, types = missions["tail"].tolist(), missions["type"].tolist()
    onward = [0] * len(place)
    later = 0
    for row in range(len(missions) - 1, -1, -1):
        if row + 1 == len(missions) or tail[row + 1] != tail[row]:
            later = 0
        base = network.tails[tail[row]].base
        begins = row == 0 or tail[row - 1] != tail[row]
        rate = network.types[types[row]].fuel_kg_per_h or 0.0
        for k in range(last[row] - 1, first[row] - 1, -1):
            here = (base if begins else place[k - 1]) if k == first[row] else place[k - 1]
            block = 0 if here == place[k] else max(int(network.block_s[types[row], here, place[k]]), 0)
            onward[k] = later if dry[place[k]] else 0
            later = int((rate * block / 3600.0 + 0.5) // 1) + onward[k]
    stops["fuel_kg"] = np.array(onward, dtype=np.int64)
