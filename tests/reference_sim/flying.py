"""Missions from stop to stop: moving on, setting out, arriving, diverting, resting."""

from __future__ import annotations

from openairlift.plan.events import Cause, EventKind
from openairlift.plan.plan import Purpose
from tests.reference_sim.crews import GO, Crews
from tests.reference_sim.records import PlaceRow, StopRow, TailRow
from tests.reference_sim.vocabulary import DAY, HOUR, NEVER, Step

DEPART, REST_EVENT = int(EventKind.DEPART), int(EventKind.REST)
HOURS, SLOT, REST, DISRUPTION, RUNWAY, CLEARANCE = (
    int(Cause.HOURS),
    int(Cause.SLOT),
    int(Cause.REST),
    int(Cause.DISRUPTION),
    int(Cause.RUNWAY),
    int(Cause.CLEARANCE),
)
RECOVER = int(Purpose.RECOVER)


class Flying(Crews):
    """A tail between stops."""

    def ask_for_service(self, tail: TailRow, now: int) -> None:
        """Join the queue for working slots; the next part says how."""
        raise AssertionError(tail, now)

    def on_arrive(self, step: Step) -> None:
        """Arrive; the next part says how."""
        raise AssertionError(step)

    def next_mission(self, tail: TailRow) -> None:
        """Let a tail without a mission begin its next one when it may."""
        if not tail.todo or tail.lost:
            return
        m, now = tail.todo[0], self.now
        begins = max(now, m.earliest, tail.from_s)
        if begins >= tail.to_s:
            return
        if begins > now:
            tail.ev = self.at(begins, m.p0, self.on_begin, tail)
        else:
            self._begin(tail)

    def on_begin(self, step: Step) -> None:
        """The moment of a mission has come."""
        tail: TailRow = step.who
        if tail.ev is step:
            self._begin(tail)

    def _begin(self, tail: TailRow) -> None:
        tail.m = tail.last = tail.todo.pop(0)
        tail.i = 0
        tail.ev = None
        self.to_stop(tail)

    def to_stop(self, tail: TailRow) -> None:
        """Start for the next stop from where the last one was."""
        tail.leg_from = tail.at
        self.move_on(tail)

    def on_anew(self, step: Step) -> None:
        """What held a tail is over: it moves on anew."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        tail.ev = None
        self.settle(tail, self.now)
        self.move_on(tail)

    def move_on(self, tail: TailRow) -> None:
        """Find out when a tail may leave for its next stop, and let it set out then."""
        m, p, now = tail.m, tail.at, self.now
        assert m is not None
        stop = m.stops[tail.i]
        q = stop.place
        if p is q:
            if tail.parked and stop.purpose != RECOVER:
                self.ask_for_service(tail, now)
                return
            b = 0
        else:
            b = self.block(tail.type, p, q)
            if b < 0:
                self.hold_until_shock_ends(tail, DISRUPTION, now)
                return
        tail.block = b
        t1 = now
        if self.net.clearances and p is not q:
            leaves, lands = self._bounds(tail, stop)
            t1 = max(now, leaves, lands - b)
        t2 = t1 if p.open_at is None and q.open_at is None else self.both_open(p, q, b, t1)
        due, cause, where = t2, HOURS, p
        if stop.purpose != RECOVER and q.reserves and t2 < self.horizon:
            res = self.reserve(q, p, b, tail.body, t2 + b, stop.hold, counts=b > 0)
            due = NEVER if res is None else res.start - b
            tail.res_next = res
            if due > t2:
                cause, where = SLOT, q
        if b > 0 and now < due < self.horizon and self.tires(tail, now, due, b, m.ahead[tail.i]):
            self.give_back(tail, now)
            self.rest_here(tail, now)
            return
        self.wait_until(q, CLEARANCE, now, t1)
        if due > now:
            self.wait_until(where, cause, t1, due)
            if due >= self.horizon:
                return
            if tail.res_here is not None:
                tail.res_here.end = due
            tail.ev = self.at(due, m.p0, self.on_due, tail)
            return
        if tail.res_here is not None:
            tail.res_here.end = now
        self.set_out(tail, now)

    def _bounds(self, tail: TailRow, stop: StopRow) -> tuple[int, int]:
        """Return the earliest departure and arrival of the leg as planned that clearances allow."""
        p, q, m = tail.leg_from.index, stop.place.index, tail.m
        assert m is not None
        cargo = m.cargo if m.on < tail.i <= m.off else frozenset()
        found = self.bounds.get((cargo, p, q))
        if found is None:
            own = [c for c in self.net.clearances if c.cargo is None or c.cargo in cargo]
            over = [c.lead_s for c in own if c.kind == "overflight" and (p in c.places or q in c.places)]
            land = [c.lead_s for c in own if c.kind == "landing" and q in c.places]
            found = self.bounds[cargo, p, q] = max(over, default=0), max(land, default=0)
        return found

    def on_due(self, step: Step) -> None:
        """A departure is due."""
        tail: TailRow = step.who
        if tail.ev is step:
            tail.ev = None
            self.set_out(tail, self.now)

    def set_out(self, tail: TailRow, now: int) -> None:
        """Leave, unless something holds the tail up."""
        m, p, b = tail.m, tail.at, tail.block
        assert m is not None
        q = m.stops[tail.i].place
        if self.net.shocks:
            b_now = self.block(tail.type, p, q)
            shut = p.shut or q.shut or (p.index, q.index) in self.closed_legs or q.barred.get(tail.type)
            if shut or b_now < 0:
                self.hold_until_shock_ends(tail, DISRUPTION, now)
                return
            if b_now != b:
                self.give_back(tail, now)
                self.anew(tail, now)
                return
        if b > 0:
            if tail.crewed and self.crew_goes(tail, now) != GO:
                return
            if p.fuel_issued >= 0 and self.fuel_flows(tail, now) != GO:
                return
            if p.hourly and not self._runway(tail, p, now):
                return
        self._leave(tail, p, q, now)

    def _runway(self, tail: TailRow, p: PlaceRow, now: int) -> bool:
        """Count a movement of this hour, or book one of a later hour and wait for it."""
        hour = now // HOUR
        if tail.booked == hour:
            return True
        while p.moved.get(hour, 0) >= p.hourly:
            hour += 1
        p.moved[hour] = p.moved.get(hour, 0) + 1
        if hour == now // HOUR:
            return True
        assert tail.m is not None
        tail.booked = hour
        self.wait_until(p, RUNWAY, now, hour * HOUR)
        if tail.res_here is not None:
            tail.res_here.end = hour * HOUR
        tail.ev = self.at(hour * HOUR, tail.m.p0, self.on_due, tail)
        return False

    def _leave(self, tail: TailRow, p: PlaceRow, q: PlaceRow, now: int) -> None:
        m, b = tail.m, tail.block
        assert m is not None
        if p is not q:
            self._count_leg(tail, now, b)
            self.note((now, DEPART, p.index, m.index, tail.index, tail.i, 0))
        if tail.parked:
            tail.parked = False
            tail.spot_at = None
            self.leave_spot(p, tail)
        if tail.res_here is not None:
            self.drop(p, tail.res_here, now)
            tail.res_here = None
        tail.fuelled = False
        tail.booked = -1
        tail.air = b > 0
        tail.flying = True
        tail.at = q
        tail.ev = self.at(now + b, m.p2, self.on_arrive, tail)

    def _count_leg(self, tail: TailRow, now: int, b: int) -> None:
        crew = tail.crew
        if crew is None or not tail.crewed:
            return
        if crew.fresh:
            crew.fresh = False
            crew.start = now - tail.report
        if tail.hours is not None:
            crew.fly(now // DAY, b)

    def rest_crew(self, tail: TailRow) -> None:
        """Take the planned rest of a stop, where there is one, and go on."""
        m, now = tail.m, self.now
        assert m is not None
        stop = m.stops[tail.i]
        if stop.rest <= 0:
            self.finish_stop(tail)
            return
        if stop.purpose != RECOVER:
            found = self.find_crew(tail, now, None)
            if found is not None:
                self.board(tail, found[0], found[1], now)
                self.finish_stop(tail)
                return
        self.note((now, REST_EVENT, tail.at.index, m.index, tail.index, tail.i, 0))
        self.wait_until(tail.at, REST, now, now + stop.rest)
        self.extend(tail, now + stop.rest)
        tail.ev = self.at(now + stop.rest, m.p0, self.on_rested, tail)

    def on_rested(self, step: Step) -> None:
        """A planned rest is over."""
        tail: TailRow = step.who
        if tail.ev is step:
            tail.ev = None
            if tail.crew is not None:
                tail.crew.fresh = True
            self.finish_stop(tail)

    def finish_stop(self, tail: TailRow) -> None:
        """Go on to the next stop, or end the mission."""
        m = tail.m
        assert m is not None
        if tail.i + 1 < len(m.stops):
            tail.i += 1
            self.to_stop(tail)
        else:
            tail.m = None
            self.next_mission(tail)
