"""The run itself: the calendar, phase 3 of every second, and the entry point."""

from __future__ import annotations

import gc
from operator import attrgetter

from openairlift.network.network import Network
from openairlift.plan.events import Cause, EventKind
from openairlift.plan.plan import Plan
from tests.reference_sim.arriving import OFFLOAD, ONLOAD, PARK
from tests.reference_sim.records import PlaceRow, Result, TailRow
from tests.reference_sim.shocks import Shocks
from tests.reference_sim.state import is_open
from tests.reference_sim.vocabulary import ARRIVAL, CALENDAR, DAY, HOUR, Step

TRAFFIC_PARK = int(EventKind.TRAFFIC_PARK)
TRUCKS, CONVOY = int(Cause.TRUCKS), int(Cause.CONVOY)
INDEX = attrgetter("index")


class Engine(Shocks):
    """A run of a plan."""

    def play(self) -> None:
        """Let everything happen that happens before the horizon."""
        for place in self.places:
            self.refresh(place, 0)
            for time in {t for times, _ in place.steps.values() for t in times if t > 0}:
                self.at(time, CALENDAR, self.on_step, place)
            for time in place.open_at or ():
                if time > 0:
                    self.at(time, CALENDAR, self.on_open, place)
        for link in self.links:
            for time in link.open_at or ():
                if time > 0:
                    self.at(time, CALENDAR, self.on_open, link.origin)
        self.foresee()
        for tail in self.tails:
            if tail.todo:
                m = tail.todo[0]
                begins = max(0, m.earliest, tail.from_s)
                if begins < tail.to_s:
                    tail.ev = self.at(begins, m.p0, self.on_begin, tail)
        for haul in self.hauls:
            self.at(haul.ready, haul.key, self.on_there, haul)
        for stream in self.streams:
            self.advance(stream)
            stream.made_at = stream.next_at
            self.next_visitors(stream)
        peek, step, horizon = self.env.peek, self.env.step, self.horizon
        while True:
            following = peek()
            if self.touched and following > self.now:
                self.give_out()
            elif following < horizon:
                self.now = following  # type: ignore[assignment]  # whole seconds only
                step()
            else:
                break
        self._close()

    def _close(self) -> None:
        """Count the waits that go on."""
        for tail in self.tails:
            self.settle(tail, self.horizon)
        for link in self.links:
            for entry in link.queue:
                self.waited(link.origin.index, TRUCKS, self.horizon - entry[4].asked)
            for trip in link.loaded:
                self.waited(link.origin.index, CONVOY, self.horizon - trip.since)

    def on_step(self, step: Step) -> None:
        """A stated capacity changes."""
        place: PlaceRow = step.who
        self.refresh(place, self.now)
        self.touch(place)

    def on_open(self, step: Step) -> None:
        """A place or a link opens."""
        self.touch(step.who)

    def give_out(self) -> None:
        """Phase 3: go once through the places that changed, in order of their indexes."""
        batch = self.touched
        if len(batch) > 1:
            batch.sort(key=INDEX)
        self.touched = []
        now = self.now
        for place in batch:
            changed = True
            while changed:
                changed = False
                if place.spot_q:
                    changed = self._give_spots(place, now)
                if place.work_q:
                    changed |= self._give_slots(place, now)
                if place.store_q:
                    changed |= self._give_storage(place, now)
                if place.fuel_q:
                    changed |= self.give_fuel(place, now)
                if place.crew_q:
                    changed |= self.give_crews(place, now)
                for link in place.links:
                    if link.queue or link.loaded:
                        changed |= self.give_link(link)
            place.touched = False

    def _give_spots(self, place: PlaceRow, now: int) -> bool:
        """Let in who can have a spot."""
        queue = place.spot_q
        usable = not place.shut and (place.open_at is None or is_open(place.open_at, place.open_to, now))
        day_full = place.daily > 0 and not place.reserves and place.arrived.get(now // DAY, 0) >= place.daily
        hour_full = place.hourly > 0 and place.moved.get(now // HOUR, 0) >= place.hourly
        full = [False, False, False]
        parked = []
        for entry in queue if usable else ():
            who = entry[4]
            if full[who.body]:
                continue
            if who.air and (day_full or hour_full):
                continue
            hot = who.own and self.needs_hot(who, place)
            if hot and place.hot_used >= place.hot_limit:
                continue
            spot = self.free_spot(place, who.body)
            if spot == -2:
                full[who.body] = True
                if all(full):
                    break
                continue
            who.hot = hot
            self.take_spot(place, who, spot)
            parked.append(entry)
            if who.air:
                self.count_landing(place, now, arrival=not place.reserves)
                day_full = place.daily > 0 and not place.reserves and place.arrived[now // DAY] >= place.daily
                hour_full = place.hourly > 0 and place.moved[now // HOUR] >= place.hourly
        for entry in parked:
            queue.remove(entry)
            who = entry[4]
            if who.own:
                self._park(place, who, now)
            else:
                self.park_visitor(who, place, now)
        if queue:
            self._hold(place, now, day_full=day_full, hour_full=hour_full)
        return bool(parked)

    def _park(self, place: PlaceRow, who: TailRow, now: int) -> None:
        m = who.m
        assert m is not None
        self.settle(who, now)
        who.queue = who.entry = who.patience = None
        self.note((now, PARK, place.index, m.index, who.index, who.i, who.spot if who.spot >= 0 else who.body))
        who.parked, who.spot_at, who.block_in = True, place, now
        who.res_here, who.res_next = who.res_next, None
        self.ask_for_service(who, now)

    def _hold(self, place: PlaceRow, now: int, *, day_full: bool, hour_full: bool) -> None:
        """Give those who begin to hold their patience, and look again when a new hour or day may let them in."""
        for entry in place.spot_q:
            who = entry[4]
            if who.air and who.patience is None:
                call = self.on_impatient if who.own else self.on_gone
                key = who.m.key if who.own else who.key
                who.patience = self.at(entry[1] + self.hold, ARRIVAL + key, call, who)
        if hour_full:
            self.wake(place, (now // HOUR + 1) * HOUR)
        if day_full:
            self.wake(place, (now // DAY + 1) * DAY)

    def _give_slots(self, place: PlaceRow, now: int) -> bool:
        """Start the services that can start."""
        if place.shut or not (place.open_at is None or is_open(place.open_at, place.open_to, now)):
            return False
        started = []
        for entry in place.work_q:
            if place.working_used >= place.working:
                break
            who = entry[4]
            purpose = who.m.stops[who.i].purpose if who.own else OFFLOAD
            handled = purpose in (ONLOAD, OFFLOAD)
            if handled and place.handling_used >= place.handling:
                continue
            place.working_used += 1
            place.handling_used += handled
            if who.own:
                who.handled = handled
            started.append(entry)
        for entry in started:
            place.work_q.remove(entry)
            who = entry[4]
            if who.own:
                self.start_service(who, place, now)
            else:
                self.start_visitor(who, place, now)
        return bool(started)

    def _give_storage(self, place: PlaceRow, now: int) -> bool:
        """Land the cargo that storage takes; nobody overtakes."""
        changed = False
        while place.store_q:
            tail: TailRow = place.store_q[0][4]
            m = tail.m
            assert m is not None
            if not self.has_room(place, m):
                break
            place.store_q.pop(0)
            tail.queue = tail.entry = None
            self.settle(tail, now)
            self.land(place, m, now)
            self.served(tail, now)
            changed = True
        return changed


def play(network: Network, plan: Plan, *, seed: int, run: int, luck: bool, log: bool = True) -> Result:
    """Play a plan on a network and return what happened; without `log` events are counted, not kept."""
    collects = gc.isenabled()
    gc.disable()  # a run makes many small objects and few rings
    try:
        engine = Engine(network, plan, seed=seed, run=run, luck=luck)
        engine.play()
    finally:
        if collects:
            gc.enable()
    return Result(
        events=engine.log if log else [],
        marks=engine.marks,
        carried=[load.carried for load in engine.loads],
        waits=engine.waits,
        count=len(engine.log),
    )
