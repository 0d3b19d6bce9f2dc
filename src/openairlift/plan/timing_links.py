"""Consignments of the plain engine: their marks, and the way onward by surface links."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from openairlift.model import MARKS
from openairlift.network.network import Surface
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.timing_clock import Clock, Phase
from openairlift.units import DAY_S, seconds

_SLACK = 1e-6
_MARK_EVENTS = (
    EventKind.LEFT_STOCK,
    EventKind.LANDED,
    EventKind.AT_HUB,
    EventKind.FORWARDED,
    EventKind.DELIVERED,
)
LEFT_STOCK, LANDED, AT_HUB, FORWARDED, DELIVERED = range(len(MARKS))


class Marks:
    """When each load passed its marks, and how much of it was carried."""

    def __init__(self, clock: Clock, loads: int) -> None:
        self._clock = clock
        self.times: list[list[int | None]] = [[None] * len(MARKS) for _ in range(loads)]
        self.carried = [0.0] * loads

    def reach(self, mark: int, load: int, place: int) -> None:
        """Note and log that a load has reached a mark (index in `MARKS`)."""
        self.times[load][mark] = self._clock.now
        self._clock.record(_MARK_EVENTS[mark], place, load)


@dataclass(slots=True)
class Consignment:
    """What is aboard of one load.

    Attributes
    ----------
    load, key, rank : index of the load, its luck key, rank of its line.
    mass_kg : what is aboard.
    link : index of the surface link onward, or None.
    destination : place index.
    marks : where its marks are noted.
    cleared_s : when it reached the hub (mark `at_hub`).
    trips : masses of the trips of vehicles that have not started yet.
    total : number of trips in all.
    to_leave, to_unload : trips that have not left the hub, and that have not been unloaded.
    """

    load: int
    key: int
    rank: int
    mass_kg: float
    link: int | None
    destination: int
    marks: Marks
    cleared_s: int = 0
    trips: list[float] = field(default_factory=list)
    total: int = 0
    to_leave: int = 0
    to_unload: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """Order in the queue for vehicles."""
        return self.rank, self.cleared_s, self.key


class Onward:
    """What the two kinds of surface link share; `release` takes mass out of storage and has the place look again."""

    def __init__(self, clock: Clock, link: Surface, release: Callable[[float], None]) -> None:
        self.clock = clock
        self.link = link
        self.release = release
        self.queue: list[Consignment] = []

    def start(self) -> bool:
        """Start what can start; return whether anything did."""
        raise AssertionError("a link says how it starts")

    def first(self) -> Consignment:
        """Return the load that is served first."""
        return min(self.queue, key=lambda one: one.order)

    def waited(self, one: Consignment) -> None:
        """End the wait of a load that has all its vehicles."""
        self.queue.remove(one)
        self.clock.waited(self.link.origin, Cause.TRUCKS, self.clock.now - one.cleared_s)

    def outward_s(self, one: Consignment, trip: int) -> int:
        """Return transit, border wait and unloading of a trip [s]."""
        record, draws = self.link.record, self.clock.draws
        return (
            draws.time_s(record.transit_s, one.key, Draw.TRANSIT, trip)
            + draws.time_s(record.border_wait_s, one.key, Draw.BORDER, trip)
            + draws.time_s(record.unload_s, one.key, Draw.TRUCK_UNLOAD, trip)
        )


class Capacity(Onward):
    """A link with a capacity a day: one load passes at a time."""

    busy = False

    def start(self) -> bool:
        """Let the next load pass, if none is passing."""
        if self.busy or not self.queue:
            return False
        one = self.first()
        self.waited(one)
        self.busy = True
        clock = self.clock
        duration = seconds(one.mass_kg * DAY_S / (self.link.record.capacity_kg_per_day or 1.0))
        clock.at(clock.now + duration, Phase.RELEASE, one.key, lambda: self._passed(one))
        return True

    def _passed(self, one: Consignment) -> None:
        clock = self.clock
        self.busy = False
        one.marks.reach(FORWARDED, one.load, self.link.origin)
        self.release(one.mass_kg)
        arrival = clock.now + self.outward_s(one, 0)
        clock.at(arrival, Phase.RELEASE, one.key, lambda: one.marks.reach(DELIVERED, one.load, one.destination))


class Vehicles(Onward):
    """A link with vehicles that go and come back; without a stated number there is always one more."""

    def __init__(self, clock: Clock, link: Surface, release: Callable[[float], None]) -> None:
        super().__init__(clock, link, release)
        self.free: int | None = link.record.trucks

    def start(self) -> bool:
        """Give free vehicles to trips, in order."""
        started = False
        while self.queue and self.free != 0:
            one = self.first()
            if not one.total:
                one.trips = self._trips(one.mass_kg)
                one.total = one.to_leave = one.to_unload = len(one.trips)
            self._load(one, one.total - len(one.trips), one.trips.pop(0))
            if not one.trips:
                self.waited(one)
            started = True
        return started

    def _trips(self, mass_kg: float) -> list[float]:
        payload = self.link.record.payload_kg
        if payload is None:
            return [mass_kg]
        count = max(math.ceil(mass_kg / payload - _SLACK), 1)
        return [payload] * (count - 1) + [mass_kg - payload * (count - 1)]

    def _load(self, one: Consignment, trip: int, mass_kg: float) -> None:
        if self.free is not None:
            self.free -= 1
        clock = self.clock
        ready = clock.now + clock.draws.time_s(self.link.record.load_s, one.key, Draw.TRUCK_LOAD, trip)
        clock.at(ready, Phase.RELEASE, one.key, lambda: self._leave(one, trip, mass_kg))

    def _leave(self, one: Consignment, trip: int, mass_kg: float) -> None:
        clock, record = self.clock, self.link.record
        one.to_leave -= 1
        if one.to_leave == 0:
            one.marks.reach(FORWARDED, one.load, self.link.origin)
        self.release(mass_kg)
        unloaded = clock.now + self.outward_s(one, trip)
        back = unloaded + clock.draws.time_s(record.transit_s, one.key, Draw.TRUCK_RETURN, trip)
        clock.at(unloaded, Phase.RELEASE, one.key, lambda: self._unloaded(one))
        clock.at(back, Phase.RELEASE, one.key, self._return)

    def _unloaded(self, one: Consignment) -> None:
        one.to_unload -= 1
        if one.to_unload == 0:
            one.marks.reach(DELIVERED, one.load, one.destination)

    def _return(self) -> None:
        if self.free is not None:
            self.free += 1
        self.release(0.0)
