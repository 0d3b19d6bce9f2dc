"""Storage and clearance of the plain engine: what happens to cargo between the aircraft and the surface link."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from openairlift.network.network import Network
from openairlift.plan.events import Cause, Draw
from openairlift.plan.timing_clock import Clock, Phase
from openairlift.plan.timing_links import AT_HUB, DELIVERED, FORWARDED, LANDED, Capacity, Consignment, Vehicles

_SLACK = 1e-6


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
            i: (Vehicles if link.record.capacity_kg_per_day is None else Capacity)(clock, link, self.release)
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
        started = [link.start() for link in self._links.values()]
        return any(started)

    def release(self, mass_kg: float) -> None:
        """Take cargo out of storage."""
        self.stored_kg -= mass_kg
        self.changed()

    def _land(self, one: Consignment) -> None:
        self.stored_kg += one.mass_kg
        one.marks.reach(LANDED, one.load, self.place)
        clearance = self.clock.draws.time_s(self._clearance, one.key, Draw.CLEARANCE, 0)
        self.clock.at(self.clock.now + clearance, Phase.RELEASE, one.key, lambda: self._clear(one))

    def _clear(self, one: Consignment) -> None:
        one.marks.reach(AT_HUB, one.load, self.place)
        if one.link is None:
            one.marks.reach(FORWARDED, one.load, self.place)
            one.marks.reach(DELIVERED, one.load, self.place)
            self.release(one.mass_kg)
            return
        one.cleared_s = self.clock.now
        self._links[one.link].queue.append(one)
        self.changed()
