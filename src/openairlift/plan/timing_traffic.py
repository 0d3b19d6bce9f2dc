"""Other traffic of the plain engine: arrivals of aircraft that are not ours."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift import luck
from openairlift.network.network import Network
from openairlift.plan.events import TRAFFIC_RANK, Draw, EventKind
from openairlift.plan.timing_clock import Clock, Phase
from openairlift.plan.timing_spots import Reservation
from openairlift.plan.timing_station import Station, Visitor
from openairlift.units import DAY_S, seconds


@dataclass(slots=True)
class Traffic:
    """One stream: makes its arrivals one after the other."""

    clock: Clock
    network: Network
    index: int
    station: Station
    hold_s: int
    made: int = 0
    elapsed_s: float = 0.0

    @property
    def key(self) -> int:
        """Luck key of the stream."""
        return luck.key_of("traffic:" + self.network.streams[self.index].key)

    def next_arrival(self) -> None:
        """Have the next aircraft come, if the stream has one more."""
        stream = self.network.streams[self.index]
        if stream.arrivals_per_day <= 0.0:
            return
        gap = DAY_S / stream.arrivals_per_day
        if self.clock.draws.on:
            u = self.clock.draws.uniform(self.key, Draw.TRAFFIC_GAP, self.made)
            self.elapsed_s += luck.exponential(gap, u)
        else:
            self.elapsed_s = (self.made + 0.5) * gap
        moment = stream.opens_s + self.elapsed_s
        if not moment < stream.closes_s:  # infinite at the least rates
            return
        time = seconds(moment)
        if time >= stream.closes_s:
            return
        guest = Guest(self, self.made, luck.mix((self.key + self.made) & luck.MASK) >> 1)
        self.made += 1
        self.clock.at(time, Phase.ARRIVAL, guest.key, guest.ask)


class Guest(Visitor):
    """One aircraft of other traffic."""

    def __init__(self, traffic: Traffic, number: int, key: int) -> None:
        super().__init__(TRAFFIC_RANK, key, traffic.network.streams[traffic.index].body)
        self.traffic = traffic
        self.station = traffic.station
        self.clock = traffic.clock
        self.number = number
        self.slot: Reservation | None = None
        self._ground = traffic.network.streams[traffic.index].ground_s

    def ask(self) -> None:
        """Ask for a slot where arrivals are by slots, else arrive."""
        self.traffic.next_arrival()
        now = self.clock.now
        if self.station.slots is None:
            self._arrive()
            return
        slot = Reservation(self.station.place, self.body, self.body, now, now + seconds(self._ground.mean))
        found = self.station.slots.reserve(
            slot, origin=self.station.place, block=0, hours=self.station.hours, end=self.clock.horizon_s
        )
        self.slot = slot if found else None
        if not found or slot.start - now > self.traffic.hold_s:
            self._go_elsewhere()
        elif slot.start == now:
            self._arrive()
        else:
            self.clock.at(slot.start, Phase.ARRIVAL, self.key, self._arrive)

    def parked(self) -> None:
        """Wait for a working slot."""
        self._log(EventKind.TRAFFIC_PARK)
        self.station.wait_for_service(self)

    def started(self) -> None:
        """Be served, then leave."""
        duration = self.clock.draws.time_s(self._ground, self.traffic.key, Draw.TRAFFIC_GROUND, self.number)
        self.clock.at(self.clock.now + duration, Phase.RELEASE, self.key, self._leave)

    def _arrive(self) -> None:
        self._log(EventKind.TRAFFIC_ARRIVE)
        self.station.hold(self)
        patience = max(self.traffic.hold_s, 1)
        self.clock.at(self.clock.now + patience, Phase.ARRIVAL, self.key, self._tire)

    def _tire(self) -> None:
        if self.spot is None and self in self.station.holding:
            self.station.give_up(self)
            self._go_elsewhere()

    def _go_elsewhere(self) -> None:
        self._log(EventKind.TRAFFIC_DIVERT)
        self._drop_slot()

    def _leave(self) -> None:
        self._log(EventKind.TRAFFIC_LEAVE)
        self.station.end_service()
        self.station.leave_spot(self)
        self._drop_slot()

    def _drop_slot(self) -> None:
        if self.slot is not None and self.station.slots is not None:
            self.station.slots.drop(self.slot)
            self.slot = None

    def _log(self, kind: EventKind) -> None:
        self.clock.record(kind, self.station.place, self.traffic.index)
