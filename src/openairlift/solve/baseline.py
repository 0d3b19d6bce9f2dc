"""The baseline planner: list scheduling by rank and date, in the order in which missions can start.

At every step the tail that can start first takes the most urgent cargo that can start then; its chain of stops is put
where no stop has to wait for a spot, a slot, opening hours or cargo. No tail stays idle while a load that it can carry,
a route, a spot and a slot are free (a *non-delay* schedule, Giffler and Thompson 1960).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from openairlift.network import Network, RouteBook
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.solve.chains import Chain, duty_at, first_start
from openairlift.solve.packing import Backlog, Lane, Pick, urgency
from openairlift.solve.reasons import idle_types, shortfalls
from openairlift.solve.shapes import Shapes
from openairlift.solve.stations import Booking, Stations, book_traffic
from openairlift.units import seconds

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
        self.shapes = Shapes(network, self.book)
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
        here = state.drafts[-1].chain.places[state.drafts[-1].head - 1] if direct else tail.base
        latest = start if direct else min(tail.available_to_s, network.horizon_s)
        if no_later is not None:
            latest = min(latest, no_later)
        picks: list[Pick] = []
        for _ in range(_ROUNDS):
            shape = self.shapes.of(tail, lane, picks, here=here, used=state.duty if direct else None)
            if shape is None:
                return None
            chain = shape.chain
            start = max(start, self.shapes.clearances.cleared_from(chain))
            hot = self.shapes.hot(lane, chain, picks)
            found = first_start(network, self.stations, tail.type, chain, start, latest=latest, hot=hot)
            if found is None or found[0] > latest:
                return None
            at, bookings = found
            passage = self.shapes.passage(shape, at)
            shift = lane.next_ready(shape.room, passage)
            if shift is None or at + shift > latest:
                return None
            if shift > 0:
                start = at + shift
                continue
            new = lane.fill(shape.room, passage)
            if not new:
                return None
            landed = passage.landed
            if new == picks or (picks and at == start and self.shapes.keeps(lane, chain, new, hot)):
                too_late = tail.available_to_s < network.horizon_s and at + chain.length > tail.available_to_s
                if landed > network.horizon_s or too_late:
                    return None
                first = min(urgency(network.lines[pick.line]) for pick in new)
                return _Candidate(at, (*first, landed), chain, shape.head, tuple(new), bookings, direct)
            picks, start = new, at
        return None

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
        report = seconds(self.network.types[tail.type].report_s or 0.0)
        state.duty = self._duty_at(index, draft, state.duty if candidate.direct else report)

    def _duty_at(self, index: int, draft: _Draft, before: int) -> int:
        """Return the duty used when the tail is ready to leave the hub [s]."""
        tail = self.network.tails[index]
        report = seconds(self.network.types[tail.type].report_s or 0.0)
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


def plan_baseline(
    network: Network, *, progress: Callable[[float], None] | None = None, taken: tuple[Booking, ...] = ()
) -> Plan:
    """Return the baseline plan of a network; every requirement that is not carried has a reason.

    `taken` is what is booked at the airfields already.
    """
    dispatcher = _Dispatcher(network)
    dispatcher.stations.book(taken)
    dispatcher.run(progress)
    drafts = [draft for state in dispatcher.states for draft in state.drafts]
    drafts.sort(key=lambda draft: (draft.start, draft.tail))
    missions = tuple(draft.mission for draft in drafts if draft.mission is not None)
    reasons = shortfalls(network, dispatcher.backlog, dispatcher.book)
    return Plan(missions=missions, shortfalls=reasons, notes=idle_types(network))
