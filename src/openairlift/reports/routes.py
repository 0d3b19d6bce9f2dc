"""What the plan flies and drives, counted for the map and the table of missions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from openairlift.plan import Purpose

if TYPE_CHECKING:
    from openairlift.network import Network
    from openairlift.plan import Plan


@dataclass(slots=True)
class Flow:
    """Missions and cargo that share a type and a route."""

    type: str
    route: tuple[str, ...]
    missions: int = 0
    mass_kg: float = 0.0
    people: float = 0.0
    tails: set[int] = field(default_factory=set)


def flows(plan: Plan, network: Network) -> list[Flow]:
    """Return missions by type and route from onload to offload, the most frequent first."""
    found: dict[tuple[str, tuple[str, ...]], Flow] = {}
    for mission in plan.missions:
        stops = mission.stops[mission.onload : mission.offload + 1]
        key = (
            network.types[network.tails[mission.tail].type].type,
            tuple(network.places[stop.place].id for stop in stops),
        )
        flow = found.setdefault(key, Flow(*key))
        flow.missions += 1
        flow.mass_kg += sum(load.mass_kg for load in mission.loads)
        flow.people += sum(load.quantity for load in mission.loads if network.lines[load.line].people)
        flow.tails.add(mission.tail)
    return sorted(found.values(), key=lambda flow: (-flow.missions, flow.type, flow.route))


def legs(plan: Plan) -> Counter[tuple[int, int]]:
    """Count loaded legs by (from, to), as place indexes."""
    counted: Counter[tuple[int, int]] = Counter()
    for mission in plan.missions:
        stops = mission.stops[mission.onload : mission.offload + 1]
        counted.update((a.place, b.place) for a, b in pairwise(stops) if a.place != b.place)
    return counted


def link_loads(plan: Plan) -> Counter[int]:
    """Count loads by the surface link that takes them onward, or all the way."""
    return Counter(load.link for _, load in plan.loads if load.link is not None)


@dataclass(slots=True)
class Road:
    """Hauls that share a link."""

    mode: str
    route: tuple[str, str]
    loads: int = 0
    mass_kg: float = 0.0
    people: float = 0.0


def roads(plan: Plan, network: Network) -> list[Road]:
    """Return hauls by link, the link with most loads first."""
    found: dict[int, Road] = {}
    for haul in plan.hauls:
        if haul.load.link is None:
            continue
        record = network.links[haul.load.link].record
        road = found.setdefault(haul.load.link, Road(record.mode, (record.origin, record.destination)))
        road.loads += 1
        road.mass_kg += haul.load.mass_kg
        road.people += haul.load.quantity if network.lines[haul.load.line].people else 0.0
    return sorted(found.values(), key=lambda road: (-road.loads, road.mode, road.route))


def roles(plan: Plan, network: Network) -> dict[int, str]:
    """Return what the plan and the stocks use each place for, in words."""
    onload = {stop.place for m in plan.missions for stop in m.stops if stop.purpose is Purpose.ONLOAD}
    offload = {stop.place for m in plan.missions for stop in m.stops if stop.purpose is Purpose.OFFLOAD}
    enroute = {stop.place for m in plan.missions for stop in m.stops if stop.purpose is Purpose.ENROUTE}
    hauled = {haul.origin for haul in plan.hauls}
    stocks, bases = {stock.place for stock in network.stocks}, {tail.base for tail in network.tails}
    needs = {line.destination for line in network.lines}
    words = {}
    for index, place in enumerate(network.places):
        parts = [
            word
            for word, places in (
                ("stock", stocks),
                ("onload", onload),
                ("start by surface", hauled),
                ("offload", offload),
                ("en-route stop", enroute),
                ("base of aircraft", bases),
                ("destination", needs),
            )
            if index in places
        ]
        words[index] = ", ".join(parts) or ("airfield, not used" if place.is_airfield else "not used")
    return words
