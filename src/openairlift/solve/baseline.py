"""The baseline planner: list scheduling by rank and date, in the order in which missions can start.

At every step the tail that can start first takes the most urgent cargo that can start then; its chain of stops is put
where no stop has to wait for a spot, a slot, opening hours or cargo. No tail stays idle while a load that it can carry,
a route, a spot and a slot are free (a *non-delay* schedule, Giffler and Thompson 1960).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from openairlift.network import Network, Route, RouteBook, can_use
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.solve.chains import Chain, duty_at, first_start, with_rests
from openairlift.solve.packing import Backlog, Lane, Pick, urgency
from openairlift.solve.reasons import idle_types, shortfalls
from openairlift.solve.stations import Booking, Stations

_DETOURS = 4
"""Other airfields that are looked at for a crew's rest on the way back."""

_ROUNDS = 12
"""Tries to make start, cargo and ground times agree before a candidate is taken as it stands."""


@dataclass(slots=True)
class _Draft:
    """A mission that is planned; its way back may still be replaced."""

    tail: int
    start: int
    chain: Chain
    head: int  # stops up to and including the offload
    picks: tuple[Pick, ...]
    bookings: tuple[Booking, ...]
    mission: Mission | None = None


@dataclass(slots=True)
class _State:
    """Where a tail stands: at its base from `free` on, or (after a draft) on its way there from `unloaded` on."""

    free: int
    unloaded: int
    place: int
    duty: int
    drafts: list[_Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A mission that could be flown next."""

    start: int
    order: tuple[int, ...]
    chain: Chain
    head: int
    picks: tuple[Pick, ...]
    bookings: tuple[Booking, ...]
    direct: bool
    duty: int


class _Dispatcher:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.book = RouteBook(network)
        self.stations = Stations(network)
        self.backlog = Backlog.of(network)
        self.lanes: dict[int, list[Lane]] = {}
        self.states = [
            _State(free=tail.available_from_s, unloaded=-1, place=tail.base, duty=0) for tail in network.tails
        ]
        self.cache: dict[tuple[int, int, int | None, int], tuple[int, int, _Candidate | None]] = {}
        self.ways: dict[tuple[int, int, int, int | None], tuple[tuple[Route, Route], ...]] = {}
        self.landing = {p for p in range(len(network.places)) if network.places[p].is_airfield}
        book_traffic(network, self.stations)

    def run(self, progress: Callable[[float], None] | None) -> None:
        total = sum(line.quantity * line.unit_kg for line in self.network.lines) or 1.0
        queue = [(state.free, self._size(index), index) for index, state in enumerate(self.states)]
        heapq.heapify(queue)
        while queue:
            _, size, index = heapq.heappop(queue)
            candidate = self._best(index)
            if candidate is None:
                continue
            if queue and candidate.start > queue[0][0]:
                heapq.heappush(queue, (candidate.start, size, index))
                continue
            self._commit(index, candidate)
            if progress is not None:
                left = sum(q * ln.unit_kg for q, ln in zip(self.backlog.remaining, self.network.lines, strict=True))
                progress(1.0 - left / total)
            state = self.states[index]
            heapq.heappush(queue, (state.unloaded, size, index))

    def _size(self, index: int) -> float:
        """Order of tails that are free at once: the largest payload first."""
        curve = self.network.types[self.network.tails[index].type].payload_at_range
        return 0.0 if curve is None else -curve.points[0][1]

    def _lanes(self, type_: int) -> list[Lane]:
        if type_ not in self.lanes:
            pairs: dict[tuple[int, int], None] = {}
            for index in self.backlog.order:
                line = self.network.lines[index]
                for origin, _ in line.sources:
                    for hub, _ in line.hubs:
                        pairs[origin, hub] = None
            lanes = [Lane(self.network, self.backlog, type_, origin, hub) for origin, hub in pairs]
            self.lanes[type_] = [lane for lane in lanes if lane.sources]
        return self.lanes[type_]

    def _best(self, index: int) -> _Candidate | None:
        """Return the mission that this tail can start first; among those, the most urgent, then the first to land."""
        state, tail = self.states[index], self.network.tails[index]
        direct = self._search(index, direct=True) if state.drafts and state.unloaded < state.free else None
        if direct is not None:
            return direct
        key = (tail.type, tail.base, tail.duty_s, tail.available_to_s)
        cached = self.cache.get(key)
        if cached is not None:
            version, since, candidate = cached
            fresh = version == self.stations.version and since <= state.free
            if fresh and (candidate is None or candidate.start >= state.free):
                return candidate
        found = self._search(index, direct=False)
        self.cache[key] = (self.stations.version, state.free, found)
        return found

    def _search(self, index: int, *, direct: bool) -> _Candidate | None:
        best: _Candidate | None = None
        for lane in self._lanes(self.network.tails[index].type):
            limit = None if best is None else best.start
            found = self._try(index, lane, direct=direct, no_later=limit)
            if found is not None and (best is None or (found.start, found.order) < (best.start, best.order)):
                best = found
        return best

    def _try(self, index: int, lane: Lane, *, direct: bool, no_later: int | None) -> _Candidate | None:
        """Return a tail's first mission on a lane, from the hub where it stands (direct: at once) or from its base."""
        network, tail, state = self.network, self.network.tails[index], self.states[index]
        start = state.unloaded if direct else state.free
        latest = start if direct else min(tail.available_to_s, network.horizon_s)
        if no_later is not None:
            latest = min(latest, no_later)
        picks: list[Pick] = []
        for _ in range(_ROUNDS):
            shape = self._chain(index, lane, picks, direct=direct)
            if shape is None:
                return None
            chain, head, payload, duty = shape
            offsets = chain.offsets()
            onload = chain.purposes.index(Purpose.ONLOAD)
            found = first_start(network, self.stations, tail.type, chain, start, latest=latest)
            if found is None or found[0] > latest:
                return None
            at, bookings = found
            loading, landed = at + offsets[onload], at + offsets[head - 1] + chain.ground[head - 1]
            shift = lane.next_ready(payload, onload=loading, landed=landed)
            if shift is None or at + shift > latest:
                return None
            if shift > 0:
                start = at + shift
                continue
            new = lane.fill(payload, onload=loading, landed=landed)
            if not new:
                return None
            if new == picks or (picks and at == start and self._same_ground(lane, picks, new, chain, onload)):
                too_late = tail.available_to_s < network.horizon_s and at + chain.length > tail.available_to_s
                if landed > network.horizon_s or too_late:
                    return None
                first = min(urgency(network.lines[pick.line]) for pick in new)
                return _Candidate(at, (*first, landed), chain, head, tuple(new), bookings, direct, duty)
            picks, start = new, at
        return None

    def _same_ground(self, lane: Lane, old: list[Pick], new: list[Pick], chain: Chain, onload: int) -> bool:
        del old
        ground = self.network.nominal_ground_s(lane.type, lane.origin, 0, pallets=lane.pallets(new))
        return ground == chain.ground[onload]

    def _chain(
        self, index: int, lane: Lane, picks: list[Pick], *, direct: bool
    ) -> tuple[Chain, int, float, int] | None:
        """Return the chain of a mission on a lane, its stops up to the offload, its payload and the duty at its end.

        A crew that would have to rest at the hub goes on to another airfield on the way back, if one is in reach.
        """
        network, tail, state = self.network, self.network.tails[index], self.states[index]
        here = state.drafts[-1].chain.places[state.drafts[-1].head - 1] if direct else tail.base
        to = self.book.empty(tail.type, here, lane.origin, duty_s=tail.duty_s)
        if to is None:
            return None
        share = network.types[tail.type].payload_flown_share
        flown = 1.0 if share is None else share.mean
        routes = self.book.routes(tail.type, lane.origin, lane.hub, duty_s=tail.duty_s)
        route = next((route for route in routes if lane.fits(route.payload_kg * flown)), None)
        if route is None:
            return None
        pallets = lane.pallets(picks)
        report = int(network.types[tail.type].report_s or 0)
        best: tuple[Chain, int] | None = None
        for back in self._ways_back(tail.type, lane.hub, tail.base, tail.duty_s):
            chain = self._legs(tail.type, here, to, route, back, pallets)
            used = state.duty if direct else report
            rested = with_rests(network, tail.type, chain, tail.duty_s, used, base=tail.base)
            if rested is None:
                continue
            if best is None:
                best = rested
            if not rested[0].rests[rested[0].purposes.index(Purpose.OFFLOAD)]:
                best = rested
                break
        if best is None:
            return None
        payload = route.payload_kg * flown
        return best[0], len(to.stops) + len(route.stops) + 2, payload, best[1]

    def _ways_back(self, type_: int, hub: int, base: int, duty_s: int | None) -> tuple[tuple[Route, Route], ...]:
        """Return ways from a hub to a base: the quickest first, then by way of another airfield, shorter first."""
        key = (type_, hub, base, duty_s)
        if key not in self.ways:
            home = self.book.empty(type_, hub, base, duty_s=duty_s)
            stay = Route(type=type_, origin=base, hub=base, stops=(), block_s=(), payload_kg=0.0)
            found = [] if home is None else [(home, stay)]
            others = []
            for place in self.landing - {hub, base}:
                first = self.book.empty(type_, hub, place, duty_s=duty_s)
                then = self.book.empty(type_, place, base, duty_s=duty_s)
                if can_use(self.network, type_, place) and first is not None and then is not None and not first.stops:
                    others.append((first.flying_s + then.flying_s, place, first, then))
            found += [(first, then) for _, _, first, then in sorted(others, key=lambda way: way[:2])[:_DETOURS]]
            self.ways[key] = tuple(found)
        return self.ways[key]

    def _legs(self, type_: int, here: int, to: Route, route: Route, back: tuple[Route, Route], pallets: float) -> Chain:
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

    def _commit(self, index: int, candidate: _Candidate) -> None:
        state, tail = self.states[index], self.network.tails[index]
        if candidate.direct:
            self._drop_return(state.drafts[-1])
        self.stations.book(candidate.bookings)
        loads = tuple(self.backlog.take(pick, tail.type) for pick in candidate.picks)
        chain, head = candidate.chain, candidate.head
        stops = tuple(
            Stop(place=place, purpose=purpose, rest_s=rest)
            for place, purpose, rest in zip(chain.places, chain.purposes, chain.rests, strict=True)
        )
        mission = Mission(tail=index, stops=stops, loads=loads, earliest_s=candidate.start)
        draft = _Draft(index, candidate.start, chain, head, candidate.picks, candidate.bookings, mission)
        state.drafts.append(draft)
        offsets = chain.offsets()
        state.unloaded = candidate.start + offsets[head - 1] + chain.ground[head - 1] + chain.rests[head - 1]
        state.free = candidate.start + chain.length
        report = int(self.network.types[tail.type].report_s or 0)
        state.duty = self._duty_at(index, draft, state.duty if candidate.direct else report)

    def _duty_at(self, index: int, draft: _Draft, before: int) -> int:
        """Return the duty used when the tail is ready to leave the hub [s]."""
        tail = self.network.tails[index]
        report = int(self.network.types[tail.type].report_s or 0)
        rests = frozenset(i for i, rest in enumerate(draft.chain.rests) if rest)
        used = duty_at(draft.chain, rests, None, before, report, base=tail.base, until=draft.head)
        return report if used is None else used

    def _drop_return(self, draft: _Draft) -> None:
        """Take the way back to the base off a mission whose tail goes on from the hub."""
        assert draft.mission is not None
        kept = sum(1 for purpose in draft.chain.purposes[: draft.head] if purpose is not Purpose.RECOVER)
        self.stations.free(draft.bookings[kept:])
        draft.bookings = draft.bookings[:kept]
        mission = draft.mission
        draft.mission = Mission(
            tail=mission.tail, stops=mission.stops[: draft.head], loads=mission.loads, earliest_s=mission.earliest_s
        )


def book_traffic(network: Network, stations: Stations) -> None:
    """Book other traffic as it comes with luck off: evenly, each at the first gap within the time it would hold."""
    hold = int(network.scenario.settings.hold_s + 0.5)
    arrivals: list[tuple[int, int, int]] = []
    for number, stream in enumerate(network.streams):
        gap = 86_400 / stream.arrivals_per_day if stream.arrivals_per_day > 0 else 0.0
        k = 0
        while gap:
            at = int(stream.opens_s + (k + 0.5) * gap + 0.5)
            if at >= stream.closes_s:
                break
            arrivals.append((at, number, k))
            k += 1
    for at, number, _ in sorted(arrivals):
        stream = network.streams[number]
        stay = int(stream.ground_s.mean + 0.5)
        start, spot = stations[stream.place].first_gap(at, stream.body, stay, stay)
        if start <= at + hold:
            stations.book((Booking(stream.place, stream.body, spot, start, start + stay, start + stay),))


def plan_baseline(network: Network, *, progress: Callable[[float], None] | None = None) -> Plan:
    """Return the baseline plan of a network; every requirement that is not carried has a reason."""
    dispatcher = _Dispatcher(network)
    dispatcher.run(progress)
    drafts = [draft for state in dispatcher.states for draft in state.drafts]
    drafts.sort(key=lambda draft: (draft.start, draft.tail))
    missions = tuple(draft.mission for draft in drafts if draft.mission is not None)
    reasons = shortfalls(network, dispatcher.backlog, dispatcher.book)
    return Plan(missions=missions, shortfalls=reasons, notes=idle_types(network))
