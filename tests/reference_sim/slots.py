"""Reservations: the first gap at a place, with its hours, spots and arrivals a day."""

from __future__ import annotations

from bisect import bisect_right

from tests.reference_sim.records import PlaceRow, Reservation
from tests.reference_sim.state import State, next_open
from tests.reference_sim.vocabulary import DAY, NEVER


def spots_used(place: PlaceRow, spot: int, counts: list[int]) -> int:
    """Return how many spots of a class aircraft of these bodies take."""
    used = counts[spot]
    for body in range(spot):
        if counts[body]:
            used += -(-counts[body] // place.per_spot[body][spot])
    return used


class Slots(State):
    """Hours and reservations."""

    def both_open(self, p: PlaceRow, q: PlaceRow, b: int, time: int) -> int:
        """Return the least moment from `time` on at which p is open, and q is open b later, or NEVER."""
        if p.open_at is None and q.open_at is None:
            return time
        while True:
            time = next_open(p.open_at, p.open_to, time)
            if time >= self.horizon:
                return NEVER
            arrival = next_open(q.open_at, q.open_to, time + b)
            if arrival == time + b:
                return time
            if arrival == NEVER:
                return NEVER
            time = arrival - b

    def reserve(
        self, q: PlaceRow, p: PlaceRow, b: int, body: int, first: int, length: int, *, counts: bool, latest: int = -1
    ) -> Reservation | None:
        """Reserve the first gap at q from `first` on, for somebody who comes from p.

        None when there is none until `latest`, or before the horizon where that is not stated.
        """
        if q.park_steps is None:
            best, spot = self._first(q, p, b, body, -1, first, length, counts), -1
        else:
            best, spot = NEVER, -1
            for c in range(body, 3):
                found = self._first(q, p, b, body, c, first, length, counts)
                if found < best:
                    best, spot = found, c
                    if found == first:
                        break
        if best >= (self.horizon if latest < 0 else latest + 1):
            return None
        reservation = Reservation(best, best + length, spot, body, counts=counts)
        q.reserved[spot].append(reservation)
        if counts:
            day = best // DAY
            q.arrived[day] = q.arrived.get(day, 0) + 1
        return reservation

    def _first(
        self, q: PlaceRow, p: PlaceRow, b: int, body: int, spot: int, first: int, length: int, counts: bool
    ) -> int:
        """Return the start of the first gap in one class of spots, or NEVER."""
        a = first
        limited = counts and q.daily > 0
        while True:
            if q.open_at is not None or p.open_at is not None:
                leave = self.both_open(p, q, b, a - b)
                if leave == NEVER:
                    return NEVER
                a = leave + b
            if a >= self.horizon:
                return NEVER
            if limited and q.arrived.get(a // DAY, 0) >= q.daily:
                a = (a // DAY + 1) * DAY
                continue
            if spot < 0:
                return a
            full = self._full_until(q, spot, body, a, a + length)
            if full < 0:
                return a
            a = full

    def _full_until(self, q: PlaceRow, spot: int, body: int, start: int, end: int) -> int:
        """Return when the last full moment of [start, end) is over, or -1 when there is room in all of it."""
        assert q.park_steps is not None
        times, values = q.park_steps
        inside = [r for r in q.reserved[spot] if r.end > start and r.start < end]
        i = bisect_right(times, start) - 1
        if q.even[spot] and (i + 1 == len(times) or times[i + 1] >= end):
            capacity = values[i][spot]
            if len(inside) < capacity:
                return -1
            if capacity <= 0 and i + 1 == len(times):
                return NEVER
        cuts = {start, *(r.start for r in inside if r.start > start), *(r.end for r in inside if r.end < end)}
        cuts.update(t for t in times if start < t < end)
        for moment in sorted(cuts, reverse=True):
            counts = [0, 0, 0]
            for r in inside:
                if r.start <= moment < r.end:
                    counts[r.body] += 1
            counts[body] += 1
            step = bisect_right(times, moment) - 1
            if spots_used(q, spot, counts) > values[step][spot]:
                ends = [r.end for r in q.reserved[spot] if r.start <= moment < r.end]
                ends.extend(times[step + 1 : step + 2])
                return min(ends, default=NEVER)
        return -1
