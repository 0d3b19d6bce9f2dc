"""Spots, working slots and handling places: what there is now, who takes it, who frees it."""

from __future__ import annotations

from bisect import bisect_right

from tests.reference_sim.records import PlaceRow, TailRow
from tests.reference_sim.slots import Slots, spots_used
from tests.reference_sim.visitors import Visitor
from tests.reference_sim.vocabulary import DAY, HOUR, SLACK

PARKING, WORKING, HANDLING = range(3)
WEATHER = 4


class Spots(Slots):
    """What is given out at a place to aircraft."""

    def refresh(self, place: PlaceRow, now: int) -> None:
        """Work out the capacities and the pace of a place as they are now."""
        for what, (times, values) in place.steps.items():
            factor = 1.0
            for _, each in sorted(place.factors[what].items()):
                factor *= each
            stated = values[bisect_right(times, now) - 1]
            if place.factors[what]:
                stated = tuple(int((c * factor + 0.5 + SLACK) // 1) for c in stated)
            if what == PARKING:
                place.parking = list(stated)
            elif what == WORKING:
                place.working = stated[0]
            else:
                place.handling = stated[0]
        place.pace = 1.0
        for _, each in sorted(place.factors[WEATHER].items()):
            place.pace *= each

    def free_spot(self, place: PlaceRow, body: int) -> int:
        """Return the class of spot that a body can take now, -1 where parking is not limited, -2 for none."""
        parking = place.parking
        if parking is None:
            return -1
        for spot in range(body, 3):
            if place.even[spot]:
                if place.used[spot] < parking[spot]:
                    return spot
            else:
                counts = list(place.shared[spot])
                counts[body] += 1
                if spots_used(place, spot, counts) <= parking[spot]:
                    return spot
        return -2

    def take_spot(self, place: PlaceRow, who: TailRow | Visitor, spot: int) -> None:
        """Put somebody on a spot."""
        who.spot = spot
        if spot >= 0:
            counts = place.shared[spot]
            counts[who.body] += 1
            place.used[spot] = counts[0] + counts[1] + counts[2]
            if not place.even[spot]:
                place.used[spot] = spots_used(place, spot, counts)
        if who.hot:
            place.hot_used += 1

    def leave_spot(self, place: PlaceRow, who: TailRow | Visitor) -> None:
        """Take somebody from a spot."""
        spot = who.spot
        if spot >= 0:
            counts = place.shared[spot]
            counts[who.body] -= 1
            place.used[spot] = counts[0] + counts[1] + counts[2]
            if not place.even[spot]:
                place.used[spot] = spots_used(place, spot, counts)
        who.spot = -1
        if who.hot:
            place.hot_used -= 1
            who.hot = False
        if place.spot_q:
            self.touch(place)

    def needs_hot(self, tail: TailRow, place: PlaceRow) -> bool:
        """Return whether a tail needs a spot for explosive cargo at a place on the way to its stop."""
        m = tail.m
        return place.spot_kg is not None and m is not None and m.on <= tail.i <= m.off and m.explosive > place.spot_kg

    def count_landing(self, place: PlaceRow, now: int, *, arrival: bool) -> None:
        """Count a movement from the air, and an arrival of the day unless a reservation has been counted."""
        place.moved[now // HOUR] = place.moved.get(now // HOUR, 0) + 1
        if arrival:
            place.arrived[now // DAY] = place.arrived.get(now // DAY, 0) + 1

    def free_work(self, place: PlaceRow, *, handled: bool) -> None:
        """Free a working slot, and a handling place where one was held."""
        place.working_used -= 1
        if handled:
            place.handling_used -= 1
        if place.work_q:
            self.touch(place)
