"""Cargo of the plain engine: what is loaded, storage, clearance, and the way onward by surface links."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from openairlift.model import MARKS
from openairlift.network.network import Network, Surface
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Load
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


class Leftovers:
    """What did not fit into its mission, by line and onload place [units of the line]."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._left: dict[tuple[int, int], float] = {}

    def load(self, loads: Sequence[Load], place: int, *, payload_kg: float, positions: float | None) -> list[float]:
        """Return how much of each load goes aboard: first of its own, then of what earlier missions left behind.

        Parameters
        ----------
        payload_kg : mass that the mission can carry.
        positions : pallet positions of the type, or None where none are stated.
        """
        units = [self._network.lines[load.line].unit_kg for load in loads]
        each = [load.pallets / load.quantity for load in loads]
        aboard: list[float] = []
        mass = taken = 0.0
        for i, load in enumerate(loads):
            quantity = self._fit(load, (payload_kg - mass) / units[i], load.quantity)
            aboard.append(quantity)
            mass += quantity * units[i]
            taken += quantity * each[i]
            if load.quantity - quantity > _SLACK:
                key = (load.line, place)
                self._left[key] = self._left.get(key, 0.0) + load.quantity - quantity
        for i, load in enumerate(loads):
            left = self._left.get((load.line, place), 0.0)
            if left <= _SLACK:
                continue
            room = (payload_kg - mass) / units[i]
            if positions is not None and each[i] > 0.0:
                room = min(room, (positions - taken) / each[i])
            quantity = self._fit(load, room, left)
            aboard[i] += quantity
            mass += quantity * units[i]
            taken += quantity * each[i]
            self._left[load.line, place] = left - quantity
        return aboard

    def _fit(self, load: Load, room: float, wanted: float) -> float:
        if wanted <= room + _SLACK:
            return wanted
        if self._network.lines[load.line].unit != "kg":
            return float(max(math.floor(room + _SLACK), 0))
        return room if room > _SLACK else 0.0


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
    trips : trips of vehicles that have not started yet, as masses.
    outward : trips that have started and not left; then those not yet unloaded.
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
    loading: int = 0
    outward: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """Order in the queue for vehicles."""
        return self.rank, self.cleared_s, self.key


@dataclass(slots=True)
class _Unloading:
    """Cargo of a mission that asks for storage."""

    order: tuple[int, int, int]
    since: int
    cargo: list[Consignment]
    landed: Callable[[], None]

    @property
    def mass_kg(self) -> float:
        return math.fsum(one.mass_kg for one in self.cargo)


class Hub:
    """Storage of a place, clearance, and the surface links that start there."""

    def __init__(self, clock: Clock, network: Network, place: int, changed: Callable[[], None]) -> None:
        record = network.places[place]
        self.clock = clock
        self.place = place
        self.changed = changed
        self.stored_kg = 0.0
        self._limit = record.storage_kg
        self._clearance = record.clearance_s
        self._asking: list[_Unloading] = []
        self._links = {
            i: (_Capacity if link.record.capacity_kg_per_day is not None else _Vehicles)(self, link)
            for i, link in enumerate(network.links)
            if link.origin == place
        }

    def ask(self, rank: int, key: int, cargo: list[Consignment], landed: Callable[[], None]) -> None:
        """Ask for storage for the cargo of a mission; `landed` is called when it has landed."""
        now = self.clock.now
        self._asking.append(_Unloading((rank, now, key), now, cargo, landed))
        self.changed()

    def store(self) -> bool:
        """Let cargo into storage, in order, nobody overtaking; return whether any went in."""
        moved = False
        while self._asking:
            first = min(self._asking, key=lambda one: one.order)
            if self._limit is not None and self.stored_kg + first.mass_kg > self._limit + _SLACK:
                heavier = first.mass_kg > self._limit + _SLACK
                if not heavier or self.stored_kg > _SLACK:
                    break
            self._asking.remove(first)
            self.clock.waited(self.place, Cause.STORAGE, self.clock.now - first.since)
            for one in first.cargo:
                self._land(one)
            first.landed()
            moved = True
        return moved

    def load_vehicles(self) -> bool:
        """Give out vehicles; return whether any load got one."""
        return any([link.start() for link in self._links.values()])

    def release(self, mass_kg: float) -> None:
        """Take cargo out of storage."""
        self.stored_kg -= mass_kg
        self.changed()

    def _land(self, one: Consignment) -> None:
        self.stored_kg += one.mass_kg
        one.marks.reach(1, one.load, self.place)
        clearance = self.clock.draws.time_s(self._clearance, one.key, Draw.CLEARANCE, 0)
        self.clock.at(self.clock.now + clearance, Phase.RELEASE, one.key, lambda: self._clear(one))

    def _clear(self, one: Consignment) -> None:
        one.marks.reach(2, one.load, self.place)
        if one.link is None:
            one.marks.reach(3, one.load, self.place)
            one.marks.reach(4, one.load, self.place)
            self.release(one.mass_kg)
            return
        one.cleared_s = self.clock.now
        self._links[one.link].queue.append(one)
        self.changed()


class _Onward:
    """What the two kinds of surface link share."""

    def __init__(self, hub: Hub, link: Surface) -> None:
        self.hub = hub
        self.link = link
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
        self.hub.clock.waited(self.hub.place, Cause.TRUCKS, self.hub.clock.now - one.cleared_s)

    def outward_s(self, one: Consignment, trip: int) -> int:
        """Return transit, border wait and unloading of a trip [s]."""
        record, draws = self.link.record, self.hub.clock.draws
        return (
            draws.time_s(record.transit_s, one.key, Draw.TRANSIT, trip)
            + draws.time_s(record.border_wait_s, one.key, Draw.BORDER, trip)
            + draws.time_s(record.unload_s, one.key, Draw.TRUCK_UNLOAD, trip)
        )


class _Capacity(_Onward):
    """A link with a capacity a day: one load passes at a time."""

    busy = False

    def start(self) -> bool:
        """Let the next load pass, if none is passing."""
        if self.busy or not self.queue:
            return False
        one = self.first()
        self.waited(one)
        self.busy = True
        clock = self.hub.clock
        duration = seconds(one.mass_kg * DAY_S / (self.link.record.capacity_kg_per_day or 1.0))
        clock.at(clock.now + duration, Phase.RELEASE, one.key, lambda: self._passed(one))
        return True

    def _passed(self, one: Consignment) -> None:
        clock = self.hub.clock
        self.busy = False
        one.marks.reach(3, one.load, self.hub.place)
        self.hub.release(one.mass_kg)
        arrival = clock.now + self.outward_s(one, 0)
        clock.at(arrival, Phase.RELEASE, one.key, lambda: one.marks.reach(4, one.load, one.destination))


class _Vehicles(_Onward):
    """A link with vehicles that go and come back; without a stated number there is always one more."""

    def __init__(self, hub: Hub, link: Surface) -> None:
        super().__init__(hub, link)
        self.free: int | None = link.record.trucks

    def start(self) -> bool:
        """Give free vehicles to trips, in order."""
        started = False
        while self.queue and self.free != 0:
            one = self.first()
            if not one.trips and not one.loading and not one.outward:
                one.trips = self._trips(one.mass_kg)
                one.outward = one.loading = len(one.trips)
            self._load(one, one.outward - len(one.trips), one.trips.pop(0))
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
        clock = self.hub.clock
        ready = clock.now + clock.draws.time_s(self.link.record.load_s, one.key, Draw.TRUCK_LOAD, trip)
        clock.at(ready, Phase.RELEASE, one.key, lambda: self._leave(one, trip, mass_kg))

    def _leave(self, one: Consignment, trip: int, mass_kg: float) -> None:
        clock, record = self.hub.clock, self.link.record
        one.loading -= 1
        if one.loading == 0:
            one.marks.reach(3, one.load, self.hub.place)
        self.hub.release(mass_kg)
        unloaded = clock.now + self.outward_s(one, trip)
        back = unloaded + clock.draws.time_s(record.transit_s, one.key, Draw.TRUCK_RETURN, trip)
        clock.at(unloaded, Phase.RELEASE, one.key, lambda: self._unloaded(one))
        clock.at(back, Phase.RELEASE, one.key, self._return)

    def _unloaded(self, one: Consignment) -> None:
        one.outward -= 1
        if one.outward == 0:
            one.marks.reach(4, one.load, one.destination)

    def _return(self) -> None:
        if self.free is not None:
            self.free += 1
        self.hub.changed()
