"""The ways that a plan may use: loaded routes by type and duty day, with times on the ground, and what they can carry.

A plan class is *declared* by this list: the bound holds for plans of its missions, and the planner uses no others.
"""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.network import Hold, Network, Route, RouteBook, can_carry
from openairlift.plan import Purpose
from openairlift.solve.packing import explosive_limit

EVERY = 1 << 20
"""Asks a `RouteBook` for all routes that it keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cargo:
    """What one line has to do with a way.

    Attributes
    ----------
    line, stock, link : indexes; stock and link may be None.
    ready_s : when it can be loaded at the origin [s].
    room : how many units of it an empty aircraft takes on this way.
    """

    line: int
    stock: int | None
    link: int | None
    ready_s: int
    room: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A route with cargo: onload, en-route stops, offload, without waiting or rests.

    Attributes
    ----------
    type, duty_s : whose way it is; duty day of the crew [s] or None.
    route : airfields and block times.
    payload_kg : what is flown on the mean [kg].
    explosive_kg : explosive mass that it may hold [kg], None = any.
    places, purposes, ground_s : every stop in order; times on the ground at their means, without pallets [s].
    offsets_s : start of service at every stop, counted from the first [s].
    cargo : lines that it may carry.
    """

    type: int
    duty_s: int | None
    route: Route
    payload_kg: float
    explosive_kg: float | None
    places: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    ground_s: tuple[int, ...]
    offsets_s: tuple[int, ...]
    cargo: tuple[Cargo, ...]

    @property
    def landed_s(self) -> int:
        """From the start of the onload to the end of the offload [s]."""
        return self.offsets_s[-1] + self.ground_s[-1]


def all_ways(network: Network, book: RouteBook) -> tuple[Way, ...]:
    """Return every way of the fleet on which some line fits, by type, duty day, origin and hub."""
    found: list[Way] = []
    for type_, duty_s in _crewed(network):
        lanes: dict[tuple[int, int], list[tuple[int, int | None, int | None, int]]] = {}
        for index, line in enumerate(network.lines):
            if can_carry(network, type_, line) is not None:
                continue
            for origin, stock in line.sources:
                ready = line.ready_s if stock is None else max(line.ready_s, network.stocks[stock].ready_s)
                seen: set[int] = set()
                for hub, link in line.hubs:
                    if hub != origin:
                        lanes.setdefault((origin, hub), []).append((index, stock, link, ready))
                        seen.add(hub)
        for (origin, hub), rows in lanes.items():
            for route in book.routes(type_, origin, hub, limit=EVERY, duty_s=duty_s):
                way = _way(network, type_, duty_s, route, rows)
                if way.cargo:
                    found.append(way)
    return tuple(found)


def _crewed(network: Network) -> list[tuple[int, int | None]]:
    pairs = {(tail.type, tail.duty_s) for tail in network.tails}
    return sorted(pairs, key=lambda pair: (pair[0], -1 if pair[1] is None else pair[1]))


def _way(
    network: Network,
    type_: int,
    duty_s: int | None,
    route: Route,
    rows: list[tuple[int, int | None, int | None, int]],
) -> Way:
    share = network.types[type_].payload_flown_share
    payload = route.payload_kg * (1.0 if share is None else share.mean)
    limit = explosive_limit(network, route.places)
    cargo = []
    for index, stock, link, ready in rows:
        line = network.lines[index]
        room = Hold(network, type_, payload).room(line)
        if limit is not None and line.explosive_kg > 0.0:
            room = min(room, float(int(limit / line.explosive_kg + 1e-9)))
        if room > (1e-6 if line.unit == "kg" else 0.5):
            cargo.append(Cargo(line=index, stock=stock, link=link, ready_s=ready, room=room))
    purposes = (Purpose.ONLOAD, *(Purpose.ENROUTE for _ in route.stops), Purpose.OFFLOAD)
    ground = tuple(
        network.nominal_ground_s(type_, place, int(purpose))
        for place, purpose in zip(route.places, purposes, strict=True)
    )
    offsets, now = [0], 0
    for block, stay in zip(route.block_s, ground[:-1], strict=True):
        now += stay + block
        offsets.append(now)
    return Way(
        type=type_, duty_s=duty_s, route=route, payload_kg=payload, explosive_kg=limit, places=route.places,
        purposes=purposes, ground_s=ground, offsets_s=tuple(offsets), cargo=tuple(cargo),
    )  # fmt: skip
