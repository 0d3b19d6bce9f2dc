"""Ways on from where an aircraft is, without waiting on the way: to a hub with its cargo, back with it, or home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openairlift.network import UNREACHABLE, Network, Route, RouteBook
from openairlift.plan import Load, Mission, Purpose
from openairlift.solve.chains import Chain, first_start, with_rests
from openairlift.solve.clearances import Clearances
from openairlift.solve.packing import explosive_limit
from openairlift.solve.shapes import Shapes
from openairlift.solve.stations import Booking, Stations
from openairlift.units import seconds

_ROUTES, _BACKS = 3, 3
"""Routes to a hub, and ways home from there, that are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Where an aircraft goes on from.

    Attributes
    ----------
    tail : index.
    place, since_s : where it is, and from when it can leave [s].
    used_s : duty that its crew has done by then [s].
    latest_s : when it has to leave at the latest [s]; `since_s` for one that is in the air already.
    ready_s : when it has been served, and has had the rest that is planned [s].
    resting : whether its crew rests there, so that it may stay on.
    lands_s : before this it can't be anywhere [s].
    """

    tail: int
    place: int
    since_s: int
    used_s: int
    latest_s: int
    ready_s: int
    resting: bool = False
    lands_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way on: when it is left by, its stops and bookings, the stop that offloads (None = none), what it brings."""

    leaves_s: int
    chain: Chain
    bookings: tuple[Booking, ...]
    rested: bool
    offload: int | None = None
    loads: tuple[Load, ...] = ()

    @property
    def landed_s(self) -> int:
        """When the cargo has landed, or the tail is home [s]."""
        last = len(self.chain.places) - 1 if self.offload is None else self.offload
        return self.leaves_s + self.chain.offsets()[last] + self.chain.ground[last]


class Onward:
    """Ways on in a network, against what is taken at its airfields."""

    def __init__(self, network: Network, stations: Stations) -> None:
        self.network, self.stations = network, stations
        self.book = RouteBook(network)
        self.shapes = Shapes(network, self.book)
        self.clearances = Clearances(network)

    def to_hubs(self, at: From, mission: Mission, upto: tuple[int, ...]) -> Iterator[Way]:
        """Yield ways to the hubs that all loads of a mission can go on from; `upto` = its stops that come first."""
        network = self.network
        type_, tail = network.tails[at.tail].type, network.tails[at.tail]
        share = network.types[type_].payload_flown_share
        flown = 1.0 if share is None else share.mean
        mass = sum(load.mass_kg for load in mission.loads)
        explosive = sum(load.quantity * network.lines[load.line].explosive_kg for load in mission.loads)
        first = tuple(mission.stops[i] for i in upto)
        origin = first[-1].place if first else at.place
        for hub, loads in hubs_of(network, mission.loads):
            for route in self._routes(type_, origin, hub, tail.duty_s):
                limit = explosive_limit(network, route.places)
                heavy = route.block_s and mass > route.payload_kg * flown * (1.0 + 1e-9)
                if heavy or (limit is not None and explosive > limit + 1e-6):
                    continue
                for back in self.shapes.ways_back(type_, hub, tail.base, tail.duty_s)[:_BACKS]:
                    places = [*(stop.place for stop in first), *route.stops, hub]
                    enroute = (Purpose.ENROUTE for _ in route.stops)
                    purposes = [*(stop.purpose for stop in first), *enroute, Purpose.OFFLOAD]
                    way = self._way(at, places, purposes, back, mission, loads)
                    if way is not None:
                        yield way

    def back_to(self, at: From, place: int, mission: Mission) -> Way | None:
        """Return a way that unloads at a place where the cargo counts as not delivered, then home; or None."""
        tail = self.network.tails[at.tail]
        to = self.book.empty(tail.type, at.place, place, duty_s=tail.duty_s)
        if to is None:
            return None
        places = [*to.stops, place]
        purposes = [Purpose.ENROUTE] * len(to.stops) + [Purpose.OFFLOAD]
        for back in self.shapes.ways_back(tail.type, place, tail.base, tail.duty_s)[:_BACKS]:
            way = self._way(at, places, purposes, back, mission, ())
            if way is not None:
                return way
        return None

    def home(self, at: From) -> Way | None:
        """Return the way home that ends first, or None."""
        tail = self.network.tails[at.tail]
        backs = self.shapes.ways_back(tail.type, at.place, tail.base, tail.duty_s)
        found = [self._way(at, [], [], back, None, ()) for back in backs]
        return min((way for way in found if way is not None), key=lambda way: way.landed_s, default=None)

    def _routes(self, type_: int, origin: int, hub: int, duty_s: int | None) -> tuple[Route, ...]:
        if origin == hub:
            return (Route(type=type_, origin=origin, hub=hub, stops=(), block_s=(), payload_kg=0.0),)
        return self.book.routes(type_, origin, hub, limit=_ROUTES, duty_s=duty_s)

    def _way(
        self,
        at: From,
        places: list[int],
        purposes: list[Purpose],
        back: tuple[Route, Route],
        mission: Mission | None,
        loads: tuple[Load, ...],
    ) -> Way | None:
        """Return the way through places and home that leaves as soon as no stop has to wait, or None."""
        network, tail = self.network, self.network.tails[at.tail]
        first, then = back
        returns = (*first.stops, *((first.hub,) if then.block_s else ()), *then.stops)
        whole = (*places, *returns, then.hub)
        aims = (*purposes, *(Purpose.ENROUTE for _ in returns), Purpose.RECOVER)
        blocks, here = [], at.place
        for place in whole:
            block = 0 if place == here else int(network.block_s[tail.type, here, place])
            if block == UNREACHABLE:
                return None
            blocks.append(block)
            here = place
        pallets = 0.0 if mission is None else sum(load.pallets for load in mission.loads)
        ground = tuple(
            0
            if aim is Purpose.RECOVER
            else network.nominal_ground_s(
                tail.type, place, int(aim), pallets=0.0 if aim is Purpose.ENROUTE else pallets
            )
            for place, aim in zip(whole, aims, strict=True)
        )
        chain = Chain(at.place, whole, aims, tuple(blocks), ground, (0,) * len(whole))
        offload = len(places) - 1 if Purpose.OFFLOAD in purposes else None
        if at.since_s + chain.blocks[0] < at.lands_s:
            return None
        hot = frozenset() if mission is None else hot_stops(network, chain.places, mission.loads, offload)
        return self._timed(at, chain, offload, loads, hot)

    def _timed(
        self, at: From, chain: Chain, offload: int | None, loads: tuple[Load, ...], hot: frozenset[int]
    ) -> Way | None:
        """Return a way with its crew's rests and the first moment at which it can be begun.

        A crew that would have to wait where it is rests there as long as it has to.
        """
        network, tail = self.network, self.network.tails[at.tail]
        record = network.types[tail.type]
        report = seconds(record.report_s or 0.0)
        pause = report + seconds(record.release_s or 0.0) + seconds(record.rest_s or 0.0)
        free = tail.duty_s is None or at.resting  # who needs no rest, or has it, may wait
        late = max(at.since_s, at.ready_s + pause)
        for used, since, rested in ((at.used_s, at.since_s, False), (report, late, True)):
            if rested and (free or at.latest_s <= at.since_s):
                return None
            found = with_rests(network, tail.type, chain, tail.duty_s, used, base=tail.base)
            if found is None:
                continue
            least = max(since, self._cleared(found[0], offload, loads))
            start = first_start(network, self.stations, tail.type, found[0], least, latest=at.latest_s, hot=hot)
            if start is None or (start[0] > at.ready_s and not rested and not free):
                continue
            if offload is not None and loads:
                landed = start[0] + found[0].offsets()[offload] + found[0].ground[offload]
                earliest = max(network.lines[load.line].earliest_s for load in loads)
                if landed < earliest:
                    later = start[0] + earliest - landed
                    start = first_start(network, self.stations, tail.type, found[0], later, latest=at.latest_s, hot=hot)
                    if start is None or (not rested and not free):
                        continue
                if landed > network.horizon_s:
                    continue
            return Way(
                leaves_s=start[0], chain=found[0], bookings=start[1], rested=rested, offload=offload, loads=loads
            )
        return None

    def _cleared(self, chain: Chain, offload: int | None, loads: tuple[Load, ...]) -> int:
        """Return the least start at which every leg has its clearances [s]."""
        if not self.clearances.any:
            return 0
        start, before = 0, chain.start
        for i, (place, block, arrives) in enumerate(zip(chain.places, chain.blocks, chain.offsets(), strict=True)):
            aboard = loads if offload is not None and i <= offload else ()
            for line in (None, *(self.network.lines[load.line] for load in aboard)):
                if place != before:
                    over = max(self.clearances.lead_s("overflight", end, line) for end in (before, place))
                    landing = self.clearances.lead_s("landing", place, line)
                    start = max(start, over - (arrives - block), landing - arrives)
            before = place
        return start


def hubs_of(network: Network, loads: tuple[Load, ...]) -> Iterator[tuple[int, tuple[Load, ...]]]:
    """Yield hubs from which every load can go on to its destination, and the loads with their links from there."""
    if not loads:
        return
    for hub in dict.fromkeys(place for place, _ in network.lines[loads[0].line].hubs):
        changed = []
        for load in loads:
            links = [link for place, link in network.lines[load.line].hubs if place == hub]
            if not links:
                break
            changed.append(load if load.link in links else replace(load, link=links[0]))
        else:
            yield hub, tuple(changed)


def hot_stops(network: Network, places: tuple[int, ...], loads: tuple[Load, ...], last: int | None) -> frozenset[int]:
    """Return the stops up to `last` at which the cargo needs a spot for dangerous cargo."""
    aboard = sum(load.quantity * network.lines[load.line].explosive_kg for load in loads)
    if aboard <= 0.0 or last is None:
        return frozenset()
    records = [network.places[place] for place in places[: last + 1]]
    return frozenset(
        i for i, record in enumerate(records) if record.hot_spots and aboard > (record.spot_explosive_kg or 0.0) + 1e-6
    )
