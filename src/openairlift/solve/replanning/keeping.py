"""What of the begun missions is kept: whole where they still can be flown, else from where the aircraft is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from openairlift.network import Network
from openairlift.plan import Mission, Purpose, Stop
from openairlift.solve.replanning.history import Course, Phase, State, course_of
from openairlift.solve.replanning.onward import From, Onward, Way, hot_stops
from openairlift.solve.replanning.records import Fate
from openairlift.solve.replanning.turning import diversions, turn_s
from openairlift.solve.replanning.words import is_open, moment, shut
from openairlift.solve.stations import Booking, Stations
from openairlift.units import seconds

PATIENCE_S = 6 * 3600
"""A mission that has no cargo aboard yet waits no longer than this for its hub [s]; else its cargo is planned anew."""


class Stage(Enum):
    """How far a mission is with its cargo."""

    AHEAD = 0  # the onload is ahead
    LOADING = 1  # it will be loaded where it lands next
    ABOARD = 2
    DONE = 3  # unloaded, or there was none


@dataclass(slots=True)
class Held:
    """A mission that had begun: as it was planned, where it is, and what becomes of it.

    Attributes
    ----------
    old : its index in the old plan.
    mission, course : as it is flown, in terms of the new network.
    here : where it starts.
    phase : where it is.
    used_s : duty that its crew has done before its first movement [s].
    next_s : when its tail's next kept mission moves, or None.
    bookings : what its stops take, in order, without RECOVER.
    """

    old: int
    mission: Mission
    course: Course
    here: int
    phase: Phase
    used_s: int
    next_s: int | None
    fate: Fate = Fate.KEPT
    reason: str = ""
    bookings: list[Booking] = field(default_factory=list)

    @property
    def fixed(self) -> int:
        """Stops, in order, that can't be changed any more: those reached, and one that is being flown to."""
        return self.phase.reached + 1 + (self.phase.state is State.AIR)


class Keeper:
    """Keeps missions one after the other against what is taken already."""

    def __init__(self, network: Network, at: int) -> None:
        self.network, self.at = network, at
        self.stations = Stations(network)
        self.onward = Onward(network, self.stations)
        self.issues: list[str] = []

    def keep(self, helds: Sequence[Held]) -> None:
        """Book the past, keep what can go on as planned, then find ways on for the others."""
        others: list[tuple[Held, str]] = []
        for held in helds:
            self._book(held, range(min(held.phase.reached + 1, len(held.mission.stops))))
        for held in helds:
            why = self._hinders(held)
            if why is not None:
                others.append((held, why))
                continue
            self._book(held, range(held.phase.reached + 1, len(held.mission.stops)))
        for held, why in others:
            self._go_on(held, why)
        for held in helds:
            if held.next_s is None and held.mission.stops[-1].purpose is not Purpose.RECOVER:
                self._go_home(held)

    # --- as planned ---------------------------------------------------------------------------------------------

    def _booking(self, held: Held, i: int, leave: int | None = None) -> Booking:
        """Return what a stop takes, its class of spot not yet chosen."""
        stop, course = held.mission.stops[i], held.course
        if leave is None:
            last = i == len(held.mission.stops) - 1
            leave = held.next_s if last and held.next_s is not None else course.leave_s[i]
            if i == held.phase.reached and held.phase.state is State.GROUND:
                leave = max(leave, self.at)
        body = self.network.bodies[self.network.tails[held.mission.tail].type]
        return Booking(
            stop.place, body, -1, course.arrive_s[i], course.served_s[i], leave,
            handled=stop.purpose is not Purpose.ENROUTE, hot=i in _hot(self.network, held.mission),
            lands=course.block_s[i] > 0,
        )  # fmt: skip

    def _found(self, booking: Booking) -> Booking | None:
        """Return a booking with the class of spot that is free for it, or None."""
        start, spot = self.stations[booking.place].first_gap(
            booking.start, booking.body, booking.served - booking.start, booking.leave - booking.start,
            handled=booking.handled, hot=booking.hot, lands=booking.lands,
        )  # fmt: skip
        return replace(booking, spot=spot) if start == booking.start else None

    def _book(self, held: Held, stops: range) -> None:
        """Book stops, whether there is room for them or not."""
        for i in stops:
            if held.mission.stops[i].purpose is Purpose.RECOVER:
                continue
            asked = self._booking(held, i)
            booking = self._found(asked) or replace(asked, spot=asked.body)
            self.stations.book((booking,))
            held.bookings.append(booking)

    def _hinders(self, held: Held) -> str | None:
        """Return what keeps the rest of a mission from being flown as planned, in words; None = nothing."""
        network, mission, course = self.network, held.mission, held.course
        first = held.phase.reached + 1
        if held.phase.state is State.OVER:
            return None
        if not mission.loads and stage_of(mission, first - 1) is Stage.AHEAD:
            return "its cargo is not required any more"
        here = held.here if first == 0 else mission.stops[first - 1].place
        for i in range(first, len(mission.stops)):
            place = mission.stops[i].place
            if i >= len(course.arrive_s):
                record = network.types[network.tails[mission.tail].type]
                return f"{record.type} can't fly from {network.places[here].id} to {network.places[place].id}"
            flying = i == first and held.phase.state is State.AIR
            leaves, lands = course.arrive_s[i] - course.block_s[i], course.arrive_s[i]
            if not flying and course.block_s[i] and not is_open(network, here, leaves):
                return shut(network, here, leaves)
            if course.block_s[i] and not is_open(network, place, lands):
                return shut(network, place, lands)
            if mission.stops[i].purpose is not Purpose.RECOVER and self._found(self._booking(held, i)) is None:
                return f"no spot or slot is free for it at {network.places[place].id} at {moment(network, lands)}"
            here = place
        return None

    # --- another way on -----------------------------------------------------------------------------------------

    def _go_on(self, held: Held, why: str) -> None:
        """Find the way on of a mission that can't be flown as planned, from the first stop that can be reached."""
        phase = held.phase
        last = phase.reached
        held.reason = why
        if phase.state is State.AIR:
            ahead = phase.reached + 1
            place = held.mission.stops[ahead].place
            lands = held.course.arrive_s[ahead] if ahead < len(held.course.arrive_s) else None
            if lands is not None and (not held.course.block_s[ahead] or is_open(self.network, place, lands)):
                recovers = held.mission.stops[ahead].purpose is Purpose.RECOVER
                if recovers or self._found(self._booking(held, ahead, held.course.leave_s[ahead])) is not None:
                    last = ahead
            if last < ahead and not self._divert(held):
                self.issues.append(
                    f"mission {held.old} of the old plan is in the air to {self.network.places[place].id}, where it can't "
                    f"stay ({why}), and can reach no other airfield: it is left to land there"
                )
                last = ahead
            elif last < ahead:
                return
        self._from_stop(held, last)

    def _from_stop(self, held: Held, last: int) -> None:
        """Go on from a stop: to a hub, back, home, or nowhere."""
        mission = held.mission
        leave = max(held.course.leave_s[last], self.at)
        place = mission.stops[last].place
        at = From(
            tail=mission.tail,
            place=place,
            since_s=leave,
            used_s=self._used(held, last),
            latest_s=self.network.horizon_s,
        )
        stage = stage_of(mission, last)
        if stage is Stage.ABOARD and last == mission.onload and last > held.phase.reached:
            stage = Stage.LOADING
        way, fate = None, Fate.CUT
        if stage is not Stage.DONE and mission.loads:
            ahead = tuple(range(last + 1, mission.onload + 1)) if stage is Stage.AHEAD else ()
            way, fate = self._best_hub(at, mission, ahead), Fate.REROUTED
            if way is not None and stage is not Stage.ABOARD and way.leaves_s - leave > PATIENCE_S:
                way = None
        if way is None and stage is Stage.ABOARD:
            way, fate = self._back(at, mission), Fate.RETURNED
        elif way is None:
            way, fate = self.onward.home(at), Fate.REROUTED if stage is Stage.DONE else Fate.CUT
        if way is None:
            self._strand(held, last, leave)
            return
        if fate is Fate.REROUTED and way.chain.places == tuple(stop.place for stop in mission.stops[last + 1 :]):
            fate = Fate.HELD
        self._take(held, last, way, fate)

    def _best_hub(self, at: From, mission: Mission, ahead: tuple[int, ...]) -> Way | None:
        """Return the way to a hub by which the last of the cargo gets on soonest."""
        best: tuple[int, Way] | None = None
        for way in self.onward.to_hubs(at, mission, ahead):
            if best is None or way.landed_s < best[0]:
                best = way.landed_s, way
        return None if best is None else best[1]

    def _back(self, at: From, mission: Mission) -> Way | None:
        """Return the way back to where the cargo comes from, or to the tail's base."""
        base = self.network.tails[mission.tail].base
        for place in dict.fromkeys((mission.stops[mission.onload].place, base)):
            way = self.onward.back_to(at, place, mission, None)
            if way is not None:
                return way
        return None

    def _divert(self, held: Held) -> bool:
        """Turn a mission in the air to another airfield; return whether there is one."""
        network, mission, last = self.network, held.mission, held.phase.reached
        place = held.here if last < 0 else mission.stops[last].place
        left = held.course.arrive_s[0] - held.course.block_s[0] if last < 0 else held.course.leave_s[last]
        towards = mission.stops[last + 1].place
        at = From(
            tail=mission.tail, place=place, since_s=left, used_s=self._used(held, last), latest_s=left, lands_s=self.at
        )
        aboard = stage_of(mission, last) is Stage.ABOARD
        ways: list[tuple[Way, Fate]] = []
        if aboard:
            ways = [(way, Fate.DIVERTED) for way in self.onward.to_hubs(at, mission, ())]
        elif (direct := self.onward.home(at)) is not None:
            ways = [(direct, Fate.DIVERTED)]
        if not ways:
            for via in diversions(network, mission.tail, place, towards, self.at - left):
                if aboard:
                    way = self.onward.back_to(at, mission.stops[mission.onload].place, mission, via)
                else:
                    way = self.onward.home(at, via=via)
                if way is not None:
                    ways.append((way, Fate.RETURNED if aboard else Fate.DIVERTED))
                    break
        if not ways:
            return False
        flown = self.at - left

        def key(found: tuple[Way, Fate]) -> tuple[int, int]:
            turn = turn_s(network, mission.tail, place, towards, found[0].chain.places[0], flown)
            return found[0].landed_s + turn, turn

        way, fate = min(ways, key=key)
        turn = key((way, fate))[1]
        to = network.places[way.chain.places[0]].id
        held.reason += f"; it turns to {to} in the air"
        if turn > 60:
            held.reason += f", which takes about {turn / 60:.0f} min more than its times say"
        self._take(held, last, way, fate)
        return True

    def _strand(self, held: Held, last: int, leave: int) -> None:
        """Leave an aircraft where it is until the scenario is over."""
        network, mission = self.network, held.mission
        tail = network.tails[mission.tail]
        stops, loads = [*mission.stops[: last + 1]], mission.loads
        stage = stage_of(mission, last)
        if stage is Stage.ABOARD:
            stops.append(Stop(place=stops[-1].place, purpose=Purpose.OFFLOAD))
        if stage is not Stage.DONE:
            loads = ()
        now = self._course(held, replace(mission, stops=tuple(stops), loads=loads)).end_s
        wait = max(network.horizon_s, leave) - now
        stops[-1] = replace(stops[-1], rest_s=stops[-1].rest_s + max(wait, 0))
        back = self.onward.book.empty(tail.type, stops[-1].place, tail.base, duty_s=tail.duty_s)
        if back is not None:
            stops += [Stop(place=place, purpose=Purpose.ENROUTE) for place in back.stops]
            stops.append(Stop(place=tail.base, purpose=Purpose.RECOVER))
        self._change(held, replace(mission, stops=tuple(stops), loads=loads), Fate.STRANDED)

    def _go_home(self, held: Held) -> None:
        """Send a tail home whose next mission is no more."""
        last = len(held.mission.stops) - 1
        ready = held.course.leave_s[last] + held.phase.lag_s
        at = From(
            tail=held.mission.tail, place=held.mission.stops[last].place, since_s=max(ready, self.at),
            used_s=self._used(held, last), latest_s=self.network.horizon_s,
        )  # fmt: skip
        way = self.onward.home(at)
        if way is None:
            held.reason = held.reason or f"no way leads home from {self.network.places[at.place].id} before the horizon"
            self._strand(held, last, at.since_s)
            return
        fate = Fate.HOME if held.fate is Fate.KEPT else held.fate
        held.reason = held.reason or "its tail goes home, for the mission after it is planned anew"
        self._take(held, last, way, fate)

    # --- putting it together ------------------------------------------------------------------------------------

    def _take(self, held: Held, last: int, way: Way, fate: Fate) -> None:
        """Put a way on behind the stops up to `last`."""
        mission = held.mission
        stops = list(mission.stops[: last + 1])
        chain = way.chain
        if last >= 0:
            wait = way.leaves_s - held.course.leave_s[last]
            stops[last] = replace(stops[last], rest_s=stops[last].rest_s + max(wait, 0))
        stops += [
            Stop(place=place, purpose=purpose, rest_s=rest)
            for place, purpose, rest in zip(chain.places, chain.purposes, chain.rests, strict=True)
        ]
        loads = mission.loads
        if way.offload is not None:
            loads = way.loads
        elif Purpose.OFFLOAD not in [stop.purpose for stop in stops]:
            loads = ()
            stops = [
                replace(stop, purpose=Purpose.ENROUTE) if stop.purpose is Purpose.ONLOAD else stop for stop in stops
            ]
        early = {} if last >= 0 else {"earliest_s": way.leaves_s}
        self._change(held, replace(mission, stops=tuple(stops), loads=loads, **early), fate)

    def _change(self, held: Held, mission: Mission, fate: Fate) -> None:
        """Take a mission that is changed, and book it anew."""
        self.stations.free(tuple(held.bookings))
        held.bookings = []
        held.mission, held.fate = mission, fate
        held.course = self._course(held, mission)
        self._book(held, range(len(mission.stops)))

    def _course(self, held: Held, mission: Mission) -> Course:
        start = held.course.arrive_s[0] - held.course.block_s[0]
        return course_of(self.network, mission, held.here, max(start, mission.earliest_s))

    def _used(self, held: Held, last: int) -> int:
        """Return the duty that the crew has done when it can leave a stop [s]."""
        tail = self.network.tails[held.mission.tail]
        report = seconds(self.network.types[tail.type].report_s or 0.0)
        used = held.used_s
        for i in range(last + 1):
            stop = held.mission.stops[i]
            used += held.course.block_s[i] + held.course.served_s[i] - held.course.arrive_s[i]
            if stop.rest_s > 0 or stop.place == tail.base:
                used = report
        return used


def _hot(network: Network, mission: Mission) -> frozenset[int]:
    """Return the stops at which a mission needs a spot for dangerous cargo."""
    if not mission.loads:
        return frozenset()
    found = hot_stops(network, tuple(stop.place for stop in mission.stops), mission.loads, mission.offload)
    return frozenset(i for i in found if i >= mission.onload)


def stage_of(mission: Mission, last: int) -> Stage:
    """Return how far a mission is with its cargo after a stop; one that never loads is done."""
    purposes = [stop.purpose for stop in mission.stops]
    if Purpose.ONLOAD not in purposes or Purpose.OFFLOAD not in purposes or last >= mission.offload:
        return Stage.DONE
    return Stage.ABOARD if last >= mission.onload else Stage.AHEAD
