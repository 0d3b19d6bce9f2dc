"""What of the begun missions is kept: whole where they still can be flown, else from where the aircraft is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openairlift.network import Network
from openairlift.plan import Mission, Purpose, Stop
from openairlift.solve.replanning.held import Held, Stage, hot_of, stage_of
from openairlift.solve.replanning.history import Course, State, course_of
from openairlift.solve.replanning.onward import From, Onward, Way
from openairlift.solve.replanning.records import Fate
from openairlift.solve.replanning.turning import diversions, nearest, turn_s
from openairlift.solve.replanning.words import is_open, moment, shut
from openairlift.solve.stations import Booking, Stations
from openairlift.units import seconds

PATIENCE_S = 6 * 3600
"""A mission that has no cargo aboard yet waits no longer than this for its hub [s]; else its cargo is planned anew."""


class Keeper:
    """Keeps missions one after the other against what is taken already."""

    def __init__(self, network: Network, at: int) -> None:
        self.network, self.at = network, at
        self.stations = Stations(network)
        self.onward = Onward(network, self.stations)
        self.issues: list[str] = []
        self.stranded = 0

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
            handled=stop.purpose is not Purpose.ENROUTE, hot=i in hot_of(self.network, held.mission),
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
        held.reason = why
        last = held.phase.reached
        if held.phase.state is State.AIR and self._reaches(held, last + 1):
            last += 1
        elif held.phase.state is State.AIR:
            if self._turn(held):
                return
            last += 1
            self.issues.append(
                f"mission {held.old} of the old plan is in the air to "
                f"{self.network.places[held.mission.stops[last].place].id} and can reach no other airfield ({why}): "
                "it is left to land there"
            )
            self._book(held, range(last, last + 1))
            if held.mission.stops[last].purpose is Purpose.RECOVER:
                held.fate = Fate.KEPT
                return
        self._from_stop(held, last, max(held.course.leave_s[last], self.at))

    def _reaches(self, held: Held, stop: int) -> bool:
        """Return whether a mission in the air can land and be served where it is flying to."""
        course, place = held.course, held.mission.stops[stop].place
        if stop >= len(course.arrive_s):
            return False
        if course.block_s[stop] and not is_open(self.network, place, course.arrive_s[stop]):
            return False
        if held.mission.stops[stop].purpose is Purpose.RECOVER:
            return True
        return self._found(self._booking(held, stop, course.leave_s[stop])) is not None

    def _from_stop(self, held: Held, last: int, leave: int, *, moves: bool = True) -> None:
        """Go on from a stop: to a hub, back, home, or nowhere; `moves`: it may wait at another airfield meanwhile."""
        mission = held.mission
        at = self._from(held, last, leave)
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
            if stage is Stage.LOADING:  # it is served as on its way through
                stops = list(mission.stops)
                stops[last] = replace(stops[last], purpose=Purpose.ENROUTE)
                held.mission = replace(mission, stops=tuple(stops), loads=())
                held.course = self._course(held, held.mission)
                leave = held.course.leave_s[last]
                at = self._from(held, last, leave)
            way, fate = self.onward.home(at), Fate.REROUTED if stage is Stage.DONE else Fate.CUT
        if way is None:
            self._strand(held, last, leave, moves=moves)
            return
        if fate is Fate.REROUTED and way.chain.places == tuple(stop.place for stop in mission.stops[last + 1 :]):
            fate = Fate.HELD
        if moves and not self._may_stay(held, last, way.leaves_s) and self._elsewhere(held, last, leave, way.leaves_s):
            return
        self._take(held, last, way, fate)

    def _may_stay(self, held: Held, last: int, until: int) -> bool:
        """Return whether there is room for a mission to wait at a stop."""
        if last < 0 or until <= held.course.leave_s[last]:
            return True
        if last >= len(held.bookings):
            return self._found(self._booking(held, last, until)) is not None
        own = held.bookings[last]
        self.stations.free((own,))
        room = self._found(replace(own, leave=until)) is not None
        self.stations.book((own,))
        return room

    def _elsewhere(self, held: Held, last: int, leave: int, until: int) -> bool:
        """Wait at the nearest other airfield that has room; return whether there is one."""
        network, mission = self.network, held.mission
        place, tail = mission.stops[last].place, network.tails[mission.tail]
        wait = max(leave - held.course.leave_s[last], 0)
        if not is_open(network, place, leave) or (wait and tail.duty_s is not None):
            return False
        stops = [replace(stop, rest_s=stop.rest_s + wait * (i == last)) for i, stop in enumerate(mission.stops)]
        for via in nearest(network, tail.type, place):
            way = (*stops[: last + 1], Stop(place=via, purpose=Purpose.ENROUTE), *stops[last + 1 :])
            other = replace(held, mission=replace(mission, stops=way), bookings=[])
            other.course = self._course(held, other.mission)
            if not self._reaches(other, last + 1) or not self._may_stay(other, last + 1, until):
                continue
            self._change(held, other.mission, held.fate, range(last + 1))
            self._from_stop(held, last + 1, held.course.leave_s[last + 1], moves=False)
            return True
        return False

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
            way = self.onward.back_to(at, place, mission)
            if way is not None:
                return way
        return None

    # --- turning in the air -------------------------------------------------------------------------------------

    def _turn(self, held: Held) -> bool:
        """Turn a mission in the air to another airfield, or back; return whether there is a way."""
        network, mission, last = self.network, held.mission, held.phase.reached
        place = held.here if last < 0 else mission.stops[last].place
        left = held.course.arrive_s[0] - held.course.block_s[0] if last < 0 else held.course.leave_s[last]
        towards, flown = mission.stops[last + 1].place, self.at - left
        at = From(
            tail=mission.tail,
            place=place,
            since_s=left,
            used_s=self._used(held, last),
            latest_s=left,
            ready_s=left,
            lands_s=self.at,
        )

        def turn(way: Way) -> int:
            return turn_s(network, mission.tail, place, towards, way.chain.places[0], flown)

        if stage_of(mission, last) is Stage.ABOARD:
            ways = list(self.onward.to_hubs(at, mission, ()))
        else:
            home = self.onward.home(at)
            ways = [] if home is None else [home]
        if ways:
            way = min(ways, key=lambda way: way.landed_s + turn(way))
            held.reason += _turned(network.places[way.chain.places[0]].id, turn(way))
            self._take(held, last, way, Fate.DIVERTED)
            return True
        return self._turn_to_any(held, place, towards, flown) or self._turn_back(held, place, left)

    def _turn_to_any(self, held: Held, place: int, towards: int, flown: int) -> bool:
        """Turn to the nearest airfield that is open and has room, and go on from there; return whether there is one."""
        network, mission, last = self.network, held.mission, held.phase.reached
        for via in diversions(network, mission.tail, place, towards, flown):
            stops = (*mission.stops[: last + 1], Stop(place=via, purpose=Purpose.ENROUTE), *mission.stops[last + 1 :])
            other = replace(held, mission=replace(mission, stops=stops), bookings=[])
            other.course = self._course(held, other.mission)
            if not self._reaches(other, last + 1):
                continue
            held.mission, held.course = other.mission, other.course
            turn = turn_s(network, mission.tail, place, towards, via, flown)
            held.reason += _turned(network.places[via].id, turn)
            self._from_stop(held, last + 1, held.course.leave_s[last + 1])
            return True
        return False

    def _turn_back(self, held: Held, place: int, left: int) -> bool:
        """Turn back to where a mission took off, if that is open; its plan shows it standing there all the time."""
        lands, last = 2 * self.at - left, held.phase.reached
        ramp = last < 0 and place == self.network.tails[held.mission.tail].base
        if not is_open(self.network, place, lands) or not (ramp or (last >= 0 and self._may_stay(held, last, lands))):
            return False
        held.reason += f"; it turns back to {self.network.places[place].id}, where its times show it standing all along"
        self._from_stop(held, last, lands)
        return True

    def _strand(self, held: Held, last: int, leave: int, *, moves: bool = True) -> None:
        """Leave an aircraft where it is until the scenario is over, or at an airfield that has room for it so long."""
        network, mission = self.network, held.mission
        horizon = network.horizon_s
        if moves and not self._may_stay(held, last, horizon) and self._elsewhere(held, last, leave, horizon):
            return
        tail = network.tails[mission.tail]
        stops, loads = [*mission.stops[: last + 1]], mission.loads
        stage = stage_of(mission, last)
        if stage is not Stage.DONE:
            loads = ()
        now = self._course(held, replace(mission, stops=tuple(stops), loads=loads)).end_s
        queue = 0
        if stage is Stage.ABOARD:  # unloaded one after the other, once the scenario is over
            queue = network.nominal_ground_s(tail.type, stops[-1].place, int(Purpose.OFFLOAD)) * self.stranded
            self.stranded += 1
        wait = max(horizon, leave) + queue - now
        stops[-1] = replace(stops[-1], rest_s=stops[-1].rest_s + max(wait, 0))
        if stage is Stage.ABOARD:
            stops.append(Stop(place=stops[-1].place, purpose=Purpose.OFFLOAD))
        back = self.onward.book.empty(tail.type, stops[-1].place, tail.base, duty_s=tail.duty_s)
        if back is not None:
            stops += [Stop(place=place, purpose=Purpose.ENROUTE) for place in back.stops]
            stops.append(Stop(place=tail.base, purpose=Purpose.RECOVER))
        self._change(held, replace(mission, stops=tuple(stops), loads=loads), Fate.STRANDED)

    def _go_home(self, held: Held) -> None:
        """Send a tail home whose next mission is no more."""
        last = len(held.mission.stops) - 1
        ready = held.course.leave_s[last]
        at = self._from(held, last, max(ready, self.at))
        way = self.onward.home(at)
        if way is None:
            held.reason = held.reason or f"no way leads home from {self.network.places[at.place].id} before the horizon"
            self._strand(held, last, at.since_s)
            return
        fate = Fate.HOME if held.fate is Fate.KEPT else held.fate
        held.reason = held.reason or "its tail goes home, for the mission after it is planned anew"
        if self._may_stay(held, last, way.leaves_s) or not self._elsewhere(held, last, at.since_s, way.leaves_s):
            self._take(held, last, way, fate)

    # --- putting it together ------------------------------------------------------------------------------------

    def _take(self, held: Held, last: int, way: Way, fate: Fate) -> None:
        """Put a way on behind the stops up to `last`."""
        mission = held.mission
        stops = list(mission.stops[: last + 1])
        chain = way.chain
        loads = mission.loads
        if way.offload is not None:
            loads = way.loads
        elif Purpose.OFFLOAD not in [stop.purpose for stop in stops]:  # nothing has been loaded
            loads = ()
            stops = [
                replace(stop, purpose=Purpose.ENROUTE) if stop.purpose is Purpose.ONLOAD else stop for stop in stops
            ]
        if last >= 0:
            ready = self._course(held, replace(mission, stops=tuple(stops))).leave_s[last]
            stops[last] = replace(stops[last], rest_s=stops[last].rest_s + max(way.leaves_s - ready, 0))
        stops += [
            Stop(place=place, purpose=purpose, rest_s=rest)
            for place, purpose, rest in zip(chain.places, chain.purposes, chain.rests, strict=True)
        ]
        early = {} if last >= 0 else {"earliest_s": way.leaves_s}
        self._change(held, replace(mission, stops=tuple(stops), loads=loads, **early), fate)

    def _change(self, held: Held, mission: Mission, fate: Fate, stops: range | None = None) -> None:
        """Take a mission that is changed, and book it anew, or some of its stops."""
        self.stations.free(tuple(held.bookings))
        held.bookings = []
        held.mission, held.fate = mission, fate
        held.course = self._course(held, mission)
        self._book(held, range(len(mission.stops)) if stops is None else stops)

    def _course(self, held: Held, mission: Mission) -> Course:
        start = held.course.arrive_s[0] - held.course.block_s[0]
        return course_of(self.network, mission, held.here, max(start, mission.earliest_s))

    def _from(self, held: Held, last: int, leave: int) -> From:
        """Return where a mission goes on from, which it can leave from a second on."""
        stop = held.mission.stops[last] if last >= 0 else None
        return From(
            tail=held.mission.tail,
            place=held.here if stop is None else stop.place,
            since_s=leave,
            used_s=self._used(held, last),
            latest_s=self.network.horizon_s,
            ready_s=leave if stop is None else held.course.leave_s[last],
            resting=stop is None or stop.rest_s > 0,
        )

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


def _turned(to: str, turn: int) -> str:
    """Say where an aircraft turns in the air, and what its times leave out [s]."""
    longer = f", which takes about {turn / 60:.0f} min more than its times say" if turn > 60 else ""
    return f"; it turns to {to} in the air{longer}"
