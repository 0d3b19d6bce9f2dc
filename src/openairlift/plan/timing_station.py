"""A place as aircraft meet it: who waits for a spot, who waits for a working slot, and giving them out."""

from __future__ import annotations

from collections.abc import Callable

from openairlift.model import Place
from openairlift.network.network import Network
from openairlift.plan.events import Cause
from openairlift.plan.timing_cargo import Hub
from openairlift.plan.timing_clock import Clock, Phase
from openairlift.plan.timing_spots import Hours, SlotBook, Stands, step_at


class Visitor:
    """An aircraft at a place: what missions and other traffic have in common.

    Attributes
    ----------
    rank, key, body : place in queues, luck key, body class.
    joined_s : when it joined the queue in which it waits.
    ready_s : its service can't start earlier (cargo not ready).
    spot : class of the spot that it holds, or None.
    """

    def __init__(self, rank: int, key: int, body: int) -> None:
        self.rank = rank
        self.key = key
        self.body = body
        self.joined_s = 0
        self.ready_s = 0
        self.spot: int | None = None

    @property
    def order(self) -> tuple[int, int, int]:
        """Order in queues."""
        return self.rank, self.joined_s, self.key

    def parked(self) -> None:
        """Do what follows when it has blocked in on a spot."""
        raise AssertionError("a visitor says what it does on its spot")

    def started(self) -> None:
        """Do what follows when its service has started."""
        raise AssertionError("a visitor says how it is served")


class Station:
    """One place: its stands, reservations, queues and hub."""

    def __init__(self, clock: Clock, network: Network, place: int, hours: Hours) -> None:
        self.clock = clock
        self.place = place
        self.hours = hours
        self.record: Place = network.places[place]
        parking = network.parking[place]
        self.stands = Stands(parking, self.record.spot_equivalence)
        slots = network.scenario.settings.arrivals == "slots" and parking is not None
        self.slots = SlotBook(place, parking, self.record.spot_equivalence) if slots and parking is not None else None
        self.hub = Hub(clock, network, place, self.changed)
        self.holding: list[Visitor] = []
        self.waiting: list[Visitor] = []
        self._working = network.working[place]
        self._served = 0
        self._due: int | None = None
        for time in self._changes(network):
            clock.at(time, Phase.CHANGE, place, self.changed)

    def _changes(self, network: Network) -> list[int]:
        steps = [one for one in (network.parking[self.place], self._working) if one is not None]
        opens = [window[0] for window in network.open_s[self.place] or ()]
        return sorted({time for one in steps for time in one.times if time > 0} | {*opens})

    def changed(self) -> None:
        """Have this place give out what it can at the end of this second."""
        if self._due != self.clock.now:
            self._due = self.clock.now
            self.clock.at(self.clock.now, Phase.START, self.place, self._give_out)

    def hold(self, visitor: Visitor) -> None:
        """Join the queue for spots."""
        visitor.joined_s = self.clock.now
        self.holding.append(visitor)
        self.changed()

    def give_up(self, visitor: Visitor) -> None:
        """Leave the queue for spots; the wait counts."""
        self.holding.remove(visitor)
        self.clock.waited(self.place, Cause.PARKING, self.clock.now - visitor.joined_s)

    def wait_for_service(self, visitor: Visitor, *, ready_s: int = 0) -> None:
        """Join the queue for working slots; time before its cargo is ready is no waiting."""
        visitor.joined_s = self.clock.now
        visitor.ready_s = ready_s
        self.waiting.append(visitor)
        if ready_s > self.clock.now:
            self.clock.at(ready_s, Phase.CHANGE, visitor.key, self.changed)
        self.changed()

    def end_service(self) -> None:
        """Free a working slot."""
        self._served -= 1
        self.changed()

    def take_spot(self, visitor: Visitor) -> bool:
        """Give a visitor a spot now, if one will do."""
        visitor.spot = self.stands.find(visitor.body, self.clock.now)
        if visitor.spot is None:
            return False
        self.stands.take(visitor.spot, visitor.body)
        return True

    def leave_spot(self, visitor: Visitor) -> None:
        """Free the spot of a visitor."""
        if visitor.spot is not None:
            self.stands.free(visitor.spot, visitor.body)
            visitor.spot = None
            self.changed()

    def _give_out(self) -> None:
        steps: tuple[Callable[[], bool], ...] = (self._park, self._start, self.hub.store, self.hub.load_vehicles)
        gave = True
        while gave:
            done = [step() for step in steps]
            gave = any(done)
        self._due = None

    def _park(self) -> bool:
        if not self.holding or not self.hours.is_open(self.place, self.clock.now):
            return False
        parked = False
        refused: set[int] = set()
        for visitor in sorted(self.holding, key=lambda one: one.order):
            if visitor.body in refused:
                continue
            if not self.take_spot(visitor):
                refused.add(visitor.body)
            else:
                self.give_up(visitor)
                visitor.parked()
                parked = True
        return parked

    def _start(self) -> bool:
        now = self.clock.now
        if not self.waiting or not self.hours.is_open(self.place, now):
            return False
        started = False
        for visitor in sorted(self.waiting, key=lambda one: one.order):
            if self._working is not None and self._served >= step_at(self._working, now)[0]:
                break
            if visitor.ready_s > now:
                continue
            self.waiting.remove(visitor)
            self._served += 1
            self.clock.waited(self.place, Cause.WORKING, now - max(visitor.joined_s, visitor.ready_s))
            visitor.started()
            started = True
        return started
