"""The ground that all parts of the plain simulator stand on: clock, log, waits, and what is to be looked at again."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable
from typing import Any, cast

import simpy

from openairlift.luck import stream
from openairlift.network.network import Network
from openairlift.plan.events import Cause
from openairlift.plan.plan import Plan
from tests.reference_sim.records import Entry, PlaceRow, Reservation, TailRow
from tests.reference_sim.tables import Missions, links_of, places_of, pools_of, streams_of, tails_of
from tests.reference_sim.vocabulary import CALENDAR, NEVER, Luck, Step

HOURS, PARKING, WORKING = int(Cause.HOURS), int(Cause.PARKING), int(Cause.WORKING)


class State:
    """One run: the network as rows, the clock of SimPy, the log and the waits."""

    def __init__(self, net: Network, plan: Plan, *, seed: int, run: int, luck: bool) -> None:
        settings = net.scenario.settings
        self.net = net
        self.env = simpy.Environment(initial_time=0)
        self.schedule = cast("Callable[[simpy.Event, int, int], None]", self.env.schedule)
        self.now = 0
        self.horizon = net.horizon_s
        self.luck = Luck(stream(seed, run), on=luck)
        self.stated_hold = int((settings.hold_s + 0.5) // 1)
        self.hold = max(self.stated_hold, 1)
        self.slots = settings.arrivals == "slots"
        self.reassigns = settings.recourse == "reassign"
        self.log: list[tuple[int, int, int, int, int, int, int]] = []
        self.note = self.log.append
        self.waits: dict[tuple[int, int], int] = {}
        self.places = places_of(net)
        self.links = links_of(net, self.places)
        self.pools = pools_of(net, self.places)
        self.tails = tails_of(net, self.places, self.pools)
        made = Missions(net, plan, self.places, self.links)
        self.missions, self.loads, self.hauls = made.rows, made.loads, made.hauls
        for mission, row in zip(plan.missions, self.missions, strict=True):
            todo = self.tails[mission.tail].todo
            if todo:
                todo[-1].after = row
            todo.append(row)
        self.streams = streams_of(net, self.places)
        self.marks: list[list[int | None]] = [[None] * 5 for _ in self.loads]
        self.blocks: list[list[list[int]]] = net.block_s.tolist()
        self.leftover: dict[tuple[int, int], float] = {}
        self.touched: list[PlaceRow] = []
        self.running = 0
        self.closed_legs: dict[tuple[int, int], int] = {}
        self.airspace: dict[int, list[list[list[int]]]] = {}
        self.held: list[TailRow] = []
        self.bounds: dict[tuple[frozenset[str], int, int], tuple[int, int]] = {}

    def at(self, time: int, priority: int, call: Callable[[Any], None], who: Any) -> Step:
        """Let something happen to somebody, unless the horizon comes first."""
        step = Step(call, who)
        if time < self.horizon:
            self.schedule(step, priority, time - self.now)
        return step

    def touch(self, place: PlaceRow) -> None:
        """Look at a place in phase 3 of this second."""
        if not place.touched:
            place.touched = True
            self.touched.append(place)

    def wake(self, place: PlaceRow, time: int) -> None:
        """Look at a place in phase 3 of a later second."""
        if time not in place.wakes:
            place.wakes.add(time)
            self.at(time, CALENDAR, self._woken, (place, time))

    def _woken(self, step: Step) -> None:
        place, time = step.who
        place.wakes.discard(time)
        self.touch(place)

    def join(self, queue: list[Entry], rank: int, time: int, key: int, who: Any) -> Entry:
        """Put somebody into a queue."""
        self.running += 1
        entry = (rank, time, key, self.running, who)
        insort(queue, entry)
        return entry

    def waited(self, place: int, cause: int, seconds: int) -> None:
        """Count a wait."""
        if seconds > 0:
            self.waits[place, cause] = self.waits.get((place, cause), 0) + seconds

    def wait(self, tail: TailRow, place: PlaceRow, cause: int, now: int) -> None:
        """Let a tail wait from now on, nobody knows how long."""
        tail.cause, tail.cause_at, tail.since = cause, place, now

    def wait_until(self, place: PlaceRow, cause: int, now: int, until: int) -> None:
        """Count a wait of known length in full."""
        self.waited(place.index, cause, min(until, self.horizon) - now)

    def settle(self, tail: TailRow, now: int) -> None:
        """Count what a tail waited until now; for a spot or a slot while a place is closed it waited for its hours."""
        cause, place = tail.cause, tail.cause_at
        if cause < 0:
            return
        tail.cause = -1
        waited = now - tail.since
        if waited > 0:
            if place.open_at is not None and cause in (PARKING, WORKING):
                closed = waited - open_seconds(place.open_at, place.open_to, tail.since, now)
                self.waited(place.index, HOURS, closed)
                waited -= closed
            self.waited(place.index, cause, waited)

    def block(self, type_: int, p: PlaceRow, q: PlaceRow) -> int:
        """Return the block time of a leg as it is now [s], or -1."""
        if p is q:
            return 0
        if self.airspace:
            found = [block[type_][p.index][q.index] for block in self.airspace.values()]
            return -1 if min(found) < 0 else max(found)
        return self.blocks[type_][p.index][q.index]

    def drop(self, place: PlaceRow, reservation: Reservation | None, now: int) -> None:
        """Give a reservation back; one that has not started yet no longer counts for arrivals a day."""
        if reservation is None:
            return
        place.reserved[reservation.spot].remove(reservation)
        if reservation.counts and reservation.start > now:
            place.arrived[reservation.start // 86_400] -= 1


def is_open(opens: list[int] | None, closes: list[int], time: int) -> bool:
    """Return whether a calendar is open at a moment."""
    if opens is None:
        return True
    i = bisect_right(opens, time) - 1
    return i >= 0 and time < closes[i]


def next_open(opens: list[int] | None, closes: list[int], time: int) -> int:
    """Return the first moment from now on at which a calendar is open, or NEVER."""
    if opens is None:
        return time
    i = bisect_right(opens, time)
    if i and time < closes[i - 1]:
        return time
    return opens[i] if i < len(opens) else NEVER


def open_seconds(opens: list[int], closes: list[int], start: int, end: int) -> int:
    """Return how long a calendar is open in [start, end)."""
    return sum(max(min(b, end) - max(a, start), 0) for a, b in zip(opens, closes, strict=True))
