"""What a log tells of ground times, payloads and no-shows: observations by what they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from openairlift.model import Flight
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.study.flight_log.diverted import onward_of
from openairlift.study.flight_log.legs import Leg
from openairlift.study.flight_log.matching import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service, or one stay, on the ground.

    Attributes
    ----------
    place, type, purpose : what it is of.
    seconds : from its start to its end; of a stay: from block-in to block-out, waiting included [s].
    pallets : positions handled, or None.
    """

    place: str
    type: str
    purpose: str
    seconds: float
    pallets: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A payload flown [kg], and the planning payload of its leg [kg]."""

    type: str
    origin: str
    destination: str
    payload_kg: float
    planning_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One flight that was to carry a requirement (None = not told which), and whether its cargo never turned up."""

    requirement: str | None
    absent: bool


def services(flights: Sequence[Flight]) -> list[Service]:
    """Return every onload and offload of which start and end are known."""
    found = []
    for flight in flights:
        ends = (
            (flight.origin, "onload", flight.onload_start, flight.onload_end),
            (flight.landed_at or flight.destination, "offload", flight.offload_start, flight.offload_end),
        )
        for place, purpose, start, end in ends:
            if start is not None and end is not None:
                length = (end - start).total_seconds()
                found.append(
                    Service(place=place, type=flight.type, purpose=purpose, seconds=length, pallets=flight.pallets)
                )
    return found


def stays(flights: Sequence[Flight], legs: Sequence[Leg], matches: Sequence[Match]) -> list[Service]:
    """Return how long aircraft stood between two rows of one tail, where the second begins where the first landed."""
    by_tail: dict[str, list[tuple[datetime, int]]] = {}
    for row, flight in enumerate(flights):
        if flight.tail is not None and flight.block_out is not None:
            by_tail.setdefault(flight.tail, []).append((flight.block_out, row))
    found = []
    for rows in by_tail.values():
        rows.sort()
        for (_, row), (leaves, _next) in pairwise(rows):
            flight, after = flights[row], flights[_next]
            place, lands = flight.landed_at or flight.destination, flight.block_in
            if lands is None or after.origin != place or leaves < lands:
                continue
            purpose = purpose_of(flight, matches[row], legs)
            if purpose not in (None, "recover"):
                length = (leaves - lands).total_seconds()
                found.append(Service(place=place, type=flight.type, purpose=str(purpose), seconds=length))
    return found


def purpose_of(flight: Flight, match: Match, legs: Sequence[Leg]) -> str | None:
    """Return what a flight landed for: as told, as planned, or by its cargo; None where nothing says it."""
    if flight.purpose is not None:
        return flight.purpose
    if match.leg is not None:
        return legs[match.leg].purpose
    return "offload" if flight.offload_start is not None or flight.payload_kg or flight.passengers else None


def payloads(
    flights: Sequence[Flight], network: Network, plan: Plan, legs: Sequence[Leg], matches: Sequence[Match]
) -> tuple[list[Payload], int]:
    """Return the payloads of flights that landed, and how many tell nothing of what a type can fly.

    A flight that flew all that was booked for it, less than the planning payload of its leg, tells nothing. What was
    booked is what the row says, else what the plan puts aboard.
    """
    found, silent = [], 0
    again = onward_of(flights)
    for row, (flight, match) in enumerate(zip(flights, matches, strict=True)):
        if row in again:
            continue  # the row that was diverted tells its payload
        t = network.type_index.get(flight.type)
        if t is None or not flight.payload_kg or flight.fate not in ("flown", "diverted"):
            continue
        planning = float(
            network.payload_kg[t, network.place_index[flight.origin], network.place_index[flight.destination]]
        )
        if planning <= 0.0:
            continue
        booked = flight.planned_payload_kg
        if booked is None and match.leg is not None and legs[match.leg].loaded:
            booked = sum(load.mass_kg for load in plan.missions[legs[match.leg].mission].loads)
        if booked is not None and booked < _WHOLE * planning and flight.payload_kg >= _ALL * booked:
            silent += 1
            continue
        found.append(
            Payload(
                type=flight.type, origin=flight.origin, destination=flight.destination,
                payload_kg=flight.payload_kg, planning_kg=planning,
            )
        )  # fmt: skip
    return found, silent


_WHOLE, _ALL = 0.995, 0.99
"""Of a planning payload, and of what was booked: from there on it counts as the whole."""


def trials(flights: Sequence[Flight], legs: Sequence[Leg], matches: Sequence[Match]) -> list[Trial]:
    """Return a trial for every load of every loaded flight that has come to a decision.

    A row that is a leg of the plan stands for the loads of its requirements there, less those that other rows say never
    turned up; another row for one load a requirement. Legs to en-route stops do not count again, and cancelled flights
    do not count: the operator, not the cargo, was absent.
    """
    gone: Counter[tuple[int, str | None]] = Counter()
    numbers = [
        legs[match.leg].mission if match.leg is not None else (flight.mission or 0) - 1
        for flight, match in zip(flights, matches, strict=True)
    ]
    for flight, number in zip(flights, numbers, strict=True):
        if flight.fate == "no_show":
            gone.update((number, name) for name in flight.req_id or (None,))
    found = []
    again = onward_of(flights)
    for row, (flight, match, number) in enumerate(zip(flights, matches, numbers, strict=True)):
        if row in again:
            continue
        absent = flight.fate == "no_show"
        leg = None if match.leg is None else legs[match.leg]
        if flight.fate not in ("flown", "diverted", "lost", "no_show"):
            continue
        if not absent and (flight.purpose or (None if leg is None else leg.purpose)) not in (None, "offload"):
            continue
        names = flight.req_id or (() if leg is None or not leg.loaded else tuple(sorted(leg.requirements)))
        if not names and not (flight.payload_kg or flight.passengers or absent):
            continue  # an empty leg
        loads = Counter(() if leg is None else leg.aboard)
        for name in names or (None,):
            count = 1 if absent else max(loads[name or ""] - gone[number, name], 1)
            found += [Trial(requirement=name, absent=absent)] * count
    return found
