"""The audit of dangerous cargo at places, and of clearances of countries."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.audits.flight import Schedule
from openairlift.audits.records import Asked, Violation
from openairlift.network.network import Network
from openairlift.plan import Mission, Plan
from openairlift.units import seconds


def explosive_g(mission: Mission, lines: list[Asked]) -> int:
    """Return the explosive mass of a mission's loads [g]."""
    return seconds(sum(load.quantity * lines[load.line].explosive_kg for load in mission.loads) * 1000.0)


def hot_stops(network: Network, plan: Plan, lines: list[Asked]) -> set[tuple[int, int]]:
    """Return the stops (mission, stop) at which more explosive is aboard than any spot of the place may hold."""
    found: set[tuple[int, int]] = set()
    for index, mission in enumerate(plan.missions):
        aboard = explosive_g(mission, lines) if _carries(network, mission) else 0
        if not aboard:
            continue
        for number in range(mission.onload, mission.offload + 1):
            place = network.places[mission.stops[number].place]
            limited = place.hot_spots is not None or place.spot_explosive_kg is not None
            if limited and aboard > seconds((place.spot_explosive_kg or 0.0) * 1000.0):
                found.add((index, number))
    return found


def _carries(network: Network, mission: Mission) -> bool:
    known = all(0 <= load.line < len(network.lines) for load in mission.loads)
    purposes = [stop.purpose.name for stop in mission.stops]
    there = all(0 <= stop.place < len(network.places) for stop in mission.stops)
    return bool(mission.loads) and known and there and {"ONLOAD", "OFFLOAD"} <= set(purposes)


def audit_danger(network: Network, plan: Plan, sound: set[int], lines: list[Asked]) -> Iterator[Violation]:
    """Yield missions with more explosive aboard than a spot may hold, at places without hot spots."""
    for index, number in sorted(hot_stops(network, plan, lines)):
        place = network.places[plan.missions[index].stops[number].place]
        if index not in sound or place.hot_spots:
            continue
        aboard = explosive_g(plan.missions[index], lines) / 1000.0
        limit = place.spot_explosive_kg or 0.0
        what = f"{aboard:,.1f} kg of explosive aboard at {place.id}; a spot there may hold {limit:,.1f} kg"
        yield Violation(rule="explosive", where=f"mission {index}", what=what)


def audit_clearances(network: Network, plan: Plan, schedule: Schedule, lines: list[Asked]) -> Iterator[Violation]:
    """Yield legs that leave before overflight is cleared at their ends, or land before landing is."""
    for leg in schedule.legs:
        if leg.origin == leg.place:
            continue
        mission = plan.missions[leg.mission]
        laden = bool(mission.loads) and mission.onload < leg.stop <= mission.offload
        cargo = [lines[load.line] for load in mission.loads] if laden else []
        for kind, places, moment, verb in (
            ("overflight", (leg.origin, leg.place), leg.leaves, "leaves for"),
            ("landing", (leg.place,), leg.lands, "lands at"),
        ):
            cleared = _cleared_s(network, kind, places, cargo)
            if moment < min(cleared, network.horizon_s):
                what = f"{verb} {network.places[leg.place].id} at {moment:,} s; {kind} is cleared at {cleared:,} s"
                yield Violation(rule="clearance", where=f"mission {leg.mission}", what=what)


def _cleared_s(network: Network, kind: str, places: tuple[int, ...], cargo: list[Asked]) -> int:
    """Return when the last clearance of a kind that a leg needs is there [s]."""
    leads = [
        clearance.lead_s
        for clearance in network.clearances
        if clearance.kind == kind
        and set(places) & set(clearance.places)
        and (clearance.cargo is None or any(_covers(clearance.cargo, one) for one in cargo))
    ]
    return max(leads, default=0)


def _covers(wanted: str, cargo: Asked) -> bool:
    """Return whether a clearance for a cargo class, a hazard class or anything ``hazardous`` is about some cargo."""
    if wanted == cargo.cargo_class:
        return True
    hazard = cargo.hazard
    return hazard is not None and (wanted in ("hazardous", hazard) or hazard.startswith(wanted + "."))
