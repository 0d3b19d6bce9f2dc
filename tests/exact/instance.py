"""What the exact model needs of a scenario, in whole units of mass and whole seconds; everything else is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from openairlift.audits.objective import Quickest
from openairlift.model import MARKS
from openairlift.network import Network, RouteBook, can_carry, can_use
from openairlift.network.network import UNREACHABLE
from openairlift.network.routes import ENROUTE, OFFLOAD, ONLOAD

EVERY = 1 << 20
LANDED = MARKS.index("landed")


class NotCoveredError(Exception):
    """The scenario states something that the exact model does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tails that can't be told apart: type, base, indexes of the tails, when they are free [s]."""

    type: int
    base: int
    tails: tuple[int, ...]
    free_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A line: its index, mass [units], weight; ready, required (or None) and free flow [s]."""

    line: int
    amount: int
    weight: int
    ready_s: int
    required_s: int | None
    free_flow_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A line with the lane to itself: origin and destination, en-route stops (None = direct) by type.

    `missions` of the smallest type hold the line, and one less of the largest do not.
    """

    origin: int
    destination: int
    demand: Demand
    ways: dict[int, tuple[int | None, ...]]
    missions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An instance in units of `unit_kg`; `capacity` [units] by type, `parking` and `working` by place, None = any.

    `returns` = en-route stops (None = direct) by (type, destination) on ways without cargo to a base or an origin.
    """

    network: Network
    unit_kg: int
    horizon_s: int
    groups: tuple[Group, ...]
    lanes: tuple[Lane, ...]
    capacity: dict[int, int]
    returns: dict[tuple[int, int], tuple[int | None, ...]]
    parking: tuple[int | None, ...]
    working: tuple[int | None, ...]

    @property
    def types(self) -> tuple[int, ...]:
        """Types of the fleet."""
        return tuple(sorted({group.type for group in self.groups}))

    def block(self, type_: int, a: int, b: int) -> int | None:
        """Return the block time of a leg [s], 0 within a place, None where the type can't fly it."""
        found = 0 if a == b else int(self.network.block_s[type_, a, b])
        return None if found == UNREACHABLE else found

    def leg(self, type_: int, a: int, b: int) -> int:
        """Return the block time of a leg that the type can fly [s].

        Raises
        ------
        NotCoveredError
            When it can't.
        """
        found = self.block(type_, a, b)
        if found is None:
            places = self.network.places
            raise NotCoveredError(f"{self.network.types[type_].type} can't fly from {places[a].id} to {places[b].id}")
        return found

    def onload(self, type_: int, place: int) -> int:
        """Return the time of loading [s]."""
        return self.network.nominal_ground_s(type_, place, ONLOAD)

    def offload(self, type_: int, place: int) -> int:
        """Return the time of unloading [s]."""
        return self.network.nominal_ground_s(type_, place, OFFLOAD)

    def enroute(self, type_: int, place: int) -> int:
        """Return the time of an en-route stop [s]."""
        return self.network.nominal_ground_s(type_, place, ENROUTE)


def instance_of(network: Network) -> Instance:
    """Return the instance that a network is.

    Raises
    ------
    NotCoveredError
        When the scenario states something that the exact model does not know.
    """
    for reason in _strange(network):
        raise NotCoveredError(reason)
    types = sorted({tail.type for tail in network.tails})
    book = RouteBook(network)
    pairs = {(line.sources[0][0], line.destination): index for index, line in enumerate(network.lines)}
    if len(pairs) < len(network.lines):
        raise NotCoveredError("two lines share origin and destination: an aircraft could carry both")
    carried: dict[int, set[float]] = {type_: set() for type_ in types}
    ways: dict[tuple[int, int, int], tuple[int | None, ...]] = {}
    for type_, (origin, hub) in product(types, pairs):
        found = book.routes(type_, origin, hub, limit=EVERY)
        if any(len(route.stops) > 1 for route in found):
            raise NotCoveredError("a way with two stops carries more than any with one")
        carried[type_] |= {route.payload_kg for route in found}
        ways[type_, origin, hub] = tuple(route.stops[0] if route.stops else None for route in found)
    if any(len(values) > 1 for values in carried.values()):
        raise NotCoveredError("the ways of a type differ in payload")
    amounts = [line.quantity for line in network.lines]
    payloads = [payload for values in carried.values() for payload in values]
    if any(value != int(value) for value in (*amounts, *payloads)):
        raise NotCoveredError("masses or payloads are not in whole kg")
    unit = math.gcd(*(int(value) for value in (*amounts, *payloads)))
    capacity = {type_: int(min(values, default=0.0)) // unit for type_, values in carried.items()}
    quickest = Quickest(network)
    lanes = tuple(_lane(network, quickest, ends, row, unit, capacity, ways) for ends, row in pairs.items())
    return Instance(
        network=network,
        unit_kg=unit,
        horizon_s=network.horizon_s,
        groups=_groups(network),
        lanes=lanes,
        capacity=capacity,
        returns={(t, lane.destination): _returns(network, t, lane.destination) for t in types for lane in lanes},
        parking=tuple(None if steps is None else steps.values[0][2] for steps in network.parking),
        working=tuple(None if steps is None else steps.values[0][0] for steps in network.working),
    )


def _strange(network: Network) -> Iterator[str]:
    """Yield what the exact model does not know."""
    if network.links or network.streams or network.shocks or network.clearances or network.pools or network.stocks:
        yield "links, other traffic, disruptions, clearances, crews or stocks are stated"
    if any(network.fuel) or any(network.handling) or any(window is not None for window in network.open_s):
        yield "fuel, handling or opening hours are stated"
    if any(steps is not None and len(steps.times) > 1 for steps in (*network.parking, *network.working)):
        yield "limits change over time"
    if any(body != 2 for body in network.bodies) or any(s and any(s.values[0][:2]) for s in network.parking):
        yield "there are other bodies or spots than wide ones"
    for place in network.places:
        if (place.arrivals_per_day, place.movements_per_h, place.storage_kg, place.hot_spots) != (None,) * 4:
            yield f"{place.id} limits arrivals, movements, storage or dangerous cargo"
    for record in network.types:
        if record.payload_flown_share is not None or record.pallets is not None or record.floor_m is not None:
            yield f"{record.type} is limited by more than its payload"
    if any(tail.duty_s is not None or tail.available_to_s < network.horizon_s for tail in network.tails):
        yield "tails have duty days or windows that close"
    for line in network.lines:
        plain = line.unit == "kg" and line.hazard is None and line.latest_s is None and not line.earliest_s
        if not plain or len(line.sources) != 1 or len(line.hubs) != 1 or line.weight != int(line.weight):
            yield f"{line.name} is not a mass from one place to another with a whole weight"
    settings = network.scenario.settings
    if settings.arrivals != "slots":
        yield "arrivals are not by slots"
    if (settings.objective_mark, settings.objective_meter) != ("landed", "mass"):
        yield "the objective is not about mass that has landed"


def _groups(network: Network) -> tuple[Group, ...]:
    found: dict[tuple[int, int, int], list[int]] = {}
    for index, tail in enumerate(network.tails):
        found.setdefault((tail.type, tail.base, tail.available_from_s), []).append(index)
    return tuple(
        Group(type=type_, base=base, tails=tuple(rows), free_s=free) for (type_, base, free), rows in found.items()
    )


def _lane(
    network: Network,
    quickest: Quickest,
    ends: tuple[int, int],
    index: int,
    unit: int,
    capacity: dict[int, int],
    ways: dict[tuple[int, int, int], tuple[int | None, ...]],
) -> Lane:
    line = network.lines[index]
    fit = {t: ways[t, *ends] for t in capacity if ways[t, *ends] and can_carry(network, t, index) is None}
    amount = int(line.quantity) // unit
    missions = -(-amount // min(capacity[t] for t in fit)) if fit else 0
    if fit and (missions - 1) * max(capacity[t] for t in fit) >= amount:
        raise NotCoveredError(f"{line.name} takes more missions of one type than of another")
    demand = Demand(
        line=index,
        amount=amount,
        weight=int(line.weight),
        ready_s=line.ready_s,
        required_s=line.required_s,
        free_flow_s=quickest.free_flow_s(line, LANDED),
    )
    return Lane(origin=ends[0], destination=ends[1], demand=demand, ways=fit, missions=missions)


def _returns(network: Network, type_: int, start: int) -> tuple[int | None, ...]:
    """Return the stops (None = direct) by which an empty tail gets from a place to a base or an origin."""
    goals = {tail.base for tail in network.tails} | {line.sources[0][0] for line in network.lines}
    block = network.block_s[type_]
    found: list[int | None] = [None] if any(block[start, goal] != UNREACHABLE for goal in goals) else []
    for stop in range(len(network.places)):
        if stop == start or block[start, stop] == UNREACHABLE or not can_use(network, type_, stop):
            continue
        if any(goal != stop and block[stop, goal] != UNREACHABLE for goal in goals):
            found.append(stop)
    return tuple(found)
