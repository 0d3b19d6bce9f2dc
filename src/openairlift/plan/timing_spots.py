"""Spots, reservations and opening hours of the plain engine."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from openairlift.model import BODIES, Equivalence
from openairlift.network.network import Network, Steps

Counts = list[list[int]]
"""Aircraft by class of the spot they hold and by their own body class."""


def step_at(steps: Steps, time: int) -> tuple[int, ...]:
    """Return what a capacity is at a second."""
    return steps.values[bisect_right(steps.times, time) - 1]


def spots_used(spot: int, bodies: Sequence[int], equivalence: Equivalence) -> int:
    """Return how many spots of one class are used by aircraft of these body classes (counts, ascending).

    Own aircraft take one each; n smaller aircraft of one class share a spot where an equivalence states n.

    Examples
    --------
    >>> spots_used(2, [0, 3, 1], Equivalence(narrow_on_wide=2))
    3
    """
    per_spot = {
        (1, 0): equivalence.small_on_narrow,
        (2, 0): equivalence.small_on_wide,
        (2, 1): equivalence.narrow_on_wide,
    }
    return bodies[spot] + sum(-(-bodies[body] // per_spot[spot, body]) for body in range(spot))


def with_one_more(bodies: Sequence[int], body: int) -> list[int]:
    """Return counts by body class with one more aircraft."""
    return [count + (i == body) for i, count in enumerate(bodies)]


class Hours:
    """When places are open."""

    def __init__(self, network: Network) -> None:
        self._windows = network.open_s
        self._starts = [None if windows is None else [w[0] for w in windows] for windows in network.open_s]

    def open_from(self, place: int, time: int) -> int | None:
        """Return the least second >= `time` at which a place is open, or None."""
        windows, starts = self._windows[place], self._starts[place]
        if windows is None or starts is None:
            return time
        index = bisect_right(starts, time)
        if index and time < windows[index - 1][1]:
            return time
        return starts[index] if index < len(starts) else None

    def is_open(self, place: int, time: int) -> bool:
        """Return whether a place is open at a second."""
        return self.open_from(place, time) == time

    def leg_from(self, origin: int, place: int, block: int, time: int) -> int | None:
        """Return the least departure >= `time` with the origin open then and the place open on arrival, or None."""
        while True:
            leave = self.open_from(origin, time)
            land = None if leave is None else self.open_from(place, leave + block)
            if leave is None or land is None:
                return None
            if land == leave + block:
                return leave
            time = land - block


@dataclass(slots=True)
class Reservation:
    """A spot of class `spot` held for an aircraft of class `body` during [start, end)."""

    place: int
    spot: int
    body: int
    start: int
    end: int


class SlotBook:
    """Reservations at one place with a parking limit."""

    def __init__(self, place: int, steps: Steps, equivalence: Equivalence) -> None:
        self.place = place
        self.steps = steps
        self.equivalence = equivalence
        self.held: list[Reservation] = []

    def full(self, spot: int, body: int, since: int) -> list[tuple[int, int | None]]:
        """Return the intervals [start, end) from `since` on in which no spot of a class is left for one more aircraft.

        An end of None means for good.
        """
        changes: list[tuple[int, int, int]] = []
        bodies = [0] * len(BODIES)
        for one in self.held:
            if one.spot != spot or one.end <= since:
                continue
            if one.start <= since:
                bodies[one.body] += 1
            else:
                changes.append((one.start, one.body, 1))
            changes.append((one.end, one.body, -1))
        moments = sorted({since, *(c[0] for c in changes), *(t for t in self.steps.times if t > since)})
        changes.sort()
        found: list[tuple[int, int | None]] = []
        opened: int | None = None
        index = 0
        for moment in moments:
            while index < len(changes) and changes[index][0] == moment:
                bodies[changes[index][1]] += changes[index][2]
                index += 1
            used = spots_used(spot, with_one_more(bodies, body), self.equivalence)
            if used > step_at(self.steps, moment)[spot]:
                opened = moment if opened is None else opened
            elif opened is not None:
                found.append((opened, moment))
                opened = None
        if opened is not None:
            found.append((opened, None))
        return found

    def reserve(self, asked: Reservation, *, origin: int, block: int, hours: Hours, end: int) -> bool:
        """Move what is asked for to the first gap that starts no earlier, and hold it; return whether there is one.

        The place has to be open at the start and the origin a block time [s] before; the gap starts before `end`, the
        horizon. A spot of the aircraft's own class is preferred to a larger one.
        """
        blocked = {spot: self.full(spot, asked.body, asked.start) for spot in range(asked.body, len(BODIES))}
        stay = asked.end - asked.start
        start: int | None = asked.start
        while start is not None:
            leave = hours.leg_from(origin, self.place, block, start - block)
            if leave is None or leave + block >= end:
                return False
            start = leave + block
            ends: list[int] = []
            for spot, intervals in blocked.items():
                until = _conflict(intervals, start, start + max(stay, 1))
                if until == start:
                    asked.spot, asked.start, asked.end = spot, start, start + stay
                    self.held.append(asked)
                    return True
                if until is not None:
                    ends.append(until)
            start = min(ends, default=None)
        return False

    def drop(self, one: Reservation) -> None:
        """Forget a reservation."""
        self.held = [other for other in self.held if other is not one]


def _conflict(intervals: list[tuple[int, int | None]], start: int, end: int) -> int | None:
    """Return the end of the first interval that overlaps [start, end): `start` when none does, None when it is open."""
    for low, high in intervals:
        if low < end and (high is None or start < high):
            return high
    return start


class Stands:
    """Spots of one place as they are taken now; no limit where none is stated."""

    def __init__(self, steps: Steps | None, equivalence: Equivalence) -> None:
        self.steps = steps
        self.equivalence = equivalence
        self.taken: Counts = [[0] * len(BODIES) for _ in BODIES]

    def find(self, body: int, now: int) -> int | None:
        """Return the class of spot that an aircraft would get now: its own, else the next larger one, or None."""
        if self.steps is None:
            return body
        spots = step_at(self.steps, now)
        for spot in range(body, len(BODIES)):
            if spots_used(spot, with_one_more(self.taken[spot], body), self.equivalence) <= spots[spot]:
                return spot
        return None

    def take(self, spot: int, body: int) -> None:
        """Put an aircraft on a spot."""
        self.taken[spot][body] += 1

    def free(self, spot: int, body: int) -> None:
        """Take an aircraft off its spot."""
        self.taken[spot][body] -= 1
