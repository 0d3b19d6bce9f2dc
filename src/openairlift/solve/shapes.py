"""The shape of a mission: its stops there and back, the room that its route leaves, and what its cargo needs."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.network import Network, Route, RouteBook, Tail, can_use
from openairlift.plan import Purpose
from openairlift.solve.chains import Chain, with_rests
from openairlift.solve.clearances import Clearances
from openairlift.solve.packing import Lane, Passage, Pick, Room, explosive_limit
from openairlift.units import seconds

_DETOURS = 4
"""Other airfields that are looked at for a crew's rest on the way back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A mission without its cargo.

    Attributes
    ----------
    chain : its stops.
    head : stops up to and including the offload.
    room : what it may take.
    """

    chain: Chain
    head: int
    room: Room


class Shapes:
    """Shapes of missions in a network; ways are worked out once."""

    def __init__(self, network: Network, book: RouteBook) -> None:
        self.network = network
        self.book = book
        self.clearances = Clearances(network)
        self._landing = {p for p in range(len(network.places)) if network.places[p].is_airfield}
        self._ways: dict[tuple[int, int, int, int | None], tuple[tuple[Route, Route], ...]] = {}
        self._rooms: dict[tuple[int, int, int, int | None], tuple[tuple[Route, Room], ...]] = {}
        self._chains: dict[tuple[object, ...], tuple[Chain, int] | None] = {}

    def of(self, tail: Tail, lane: Lane, picks: list[Pick], *, here: int, used: int | None) -> Shape | None:
        """Return the shape of a mission on a lane for a tail that stands at `here`, or None where there is no way.

        A crew that would have to rest at the hub goes on to another airfield on the way back, if one is in reach.

        Parameters
        ----------
        picks : cargo, for the time on the ground.
        used : duty that the crew has done [s]; None for a fresh one.
        """
        network = self.network
        to = self.book.empty(tail.type, here, lane.origin, duty_s=tail.duty_s)
        if to is None:
            return None
        found = next((pair for pair in self._roomed(tail, lane) if lane.fits(pair[1])), None)
        if found is None:
            return None
        route, room = found
        pallets = lane.pallets(picks)
        if used is None:
            used = seconds(network.types[tail.type].report_s or 0.0)
        key = (tail.type, tail.base, tail.duty_s, here, route.origin, route.hub, route.stops, pallets, used)
        if key not in self._chains:
            self._chains[key] = self._chain(tail, here, to, route, pallets, used)
        best = self._chains[key]
        if best is None:
            return None
        return Shape(chain=best[0], head=len(to.stops) + len(route.stops) + 2, room=room)

    def _roomed(self, tail: Tail, lane: Lane) -> tuple[tuple[Route, Room], ...]:
        """Return the routes of a lane, each with the room that it leaves."""
        key = (tail.type, lane.origin, lane.hub, tail.duty_s)
        if key not in self._rooms:
            share = self.network.types[tail.type].payload_flown_share
            flown = 1.0 if share is None else share.mean
            self._rooms[key] = tuple(
                (way, Room(payload_kg=way.payload_kg * flown, explosive_kg=explosive_limit(self.network, way.places)))
                for way in self.book.routes(tail.type, lane.origin, lane.hub, duty_s=tail.duty_s)
            )
        return self._rooms[key]

    def _chain(
        self, tail: Tail, here: int, to: Route, route: Route, pallets: float, used: int
    ) -> tuple[Chain, int] | None:
        """Return a mission's stops with the crew's rests, by the best way back; None where no way has room for them."""
        best: tuple[Chain, int] | None = None
        for back in self.ways_back(tail.type, route.hub, tail.base, tail.duty_s):
            chain = self.legs(tail.type, here, to, route, back, pallets)
            rested = with_rests(self.network, tail.type, chain, tail.duty_s, used, base=tail.base)
            if rested is None:
                continue
            if best is None:
                best = rested
            if not rested[0].rests[rested[0].purposes.index(Purpose.OFFLOAD)]:
                best = rested
                break
        return best

    def ways_back(self, type_: int, hub: int, base: int, duty_s: int | None) -> tuple[tuple[Route, Route], ...]:
        """Return ways from a hub to a base: the quickest first, then by way of another airfield, shorter first."""
        key = (type_, hub, base, duty_s)
        if key not in self._ways:
            home = self.book.empty(type_, hub, base, duty_s=duty_s)
            stay = Route(type=type_, origin=base, hub=base, stops=(), block_s=(), payload_kg=0.0)
            found = [] if home is None else [(home, stay)]
            others = []
            for place in self._landing - {hub, base}:
                first = self.book.empty(type_, hub, place, duty_s=duty_s)
                then = self.book.empty(type_, place, base, duty_s=duty_s)
                if can_use(self.network, type_, place) and first is not None and then is not None and not first.stops:
                    others.append((first.flying_s + then.flying_s, place, first, then))
            found += [(first, then) for _, _, first, then in sorted(others, key=lambda way: way[:2])[:_DETOURS]]
            self._ways[key] = tuple(found)
        return self._ways[key]

    def legs(self, type_: int, here: int, to: Route, route: Route, back: tuple[Route, Route], pallets: float) -> Chain:
        """Return the chain of an empty move, a route with cargo and a way back, without rests."""
        first, then = back
        enroute = Purpose.ENROUTE
        returns = (*first.stops, *((first.hub,) if then.block_s else ()), *then.stops)
        places = (*to.stops, route.origin, *route.stops, route.hub, *returns, then.hub)
        purposes = (
            *(enroute for _ in to.stops), Purpose.ONLOAD, *(enroute for _ in route.stops), Purpose.OFFLOAD,
            *(enroute for _ in returns), Purpose.RECOVER,
        )  # fmt: skip
        blocks = (*(to.block_s or (0,)), *route.block_s, *((*first.block_s, *then.block_s) or (0,)))
        ground = tuple(
            0
            if purpose is Purpose.RECOVER
            else self.network.nominal_ground_s(
                type_, place, int(purpose), pallets=0.0 if purpose is enroute else pallets
            )
            for place, purpose in zip(places, purposes, strict=True)
        )
        return Chain(here, places, purposes, blocks, ground, (0,) * len(places))

    def passage(self, shape: Shape, start: int) -> Passage:
        """Return when a mission would be loaded and land, if it moved first at `start`."""
        chain, clearances = shape.chain, self.clearances
        offsets, last = chain.offsets(), shape.head - 1

        def cleared(line: int) -> int:
            return clearances.cleared_from(chain, line) if clearances.by_cargo else 0

        return Passage(
            start=start,
            onload=start + offsets[chain.purposes.index(Purpose.ONLOAD)],
            landed=start + offsets[last] + chain.ground[last],
            cleared=cleared,
        )

    def hot(self, lane: Lane, chain: Chain, picks: list[Pick]) -> frozenset[int]:
        """Return the stops at which the cargo holds more explosive than any spot but a hot one may."""
        aboard = lane.explosive_kg(picks)
        if aboard <= 0.0:
            return frozenset()
        laden = range(chain.purposes.index(Purpose.ONLOAD), chain.purposes.index(Purpose.OFFLOAD) + 1)
        places = self.network.places
        return frozenset(
            i
            for i in laden
            if places[chain.places[i]].hot_spots and aboard > (places[chain.places[i]].spot_explosive_kg or 0.0) + 1e-6
        )

    def keeps(self, lane: Lane, chain: Chain, picks: list[Pick], hot: frozenset[int]) -> bool:
        """Return whether other cargo takes the same times on the ground, and the same spots for dangerous cargo."""
        pallets = lane.pallets(picks)
        grounds = (
            (
                chain.purposes.index(purpose),
                self.network.nominal_ground_s(lane.type, place, int(purpose), pallets=pallets),
            )
            for purpose, place in ((Purpose.ONLOAD, lane.origin), (Purpose.OFFLOAD, lane.hub))
        )
        return all(chain.ground[stop] == ground for stop, ground in grounds) and hot == self.hot(lane, chain, picks)
