"""Missions at a stop: arriving, diverting, being served, repair and rest."""

from __future__ import annotations

from openairlift.plan.events import Cause, Draw, EventKind
from tests.reference_sim.flying import Flying
from tests.reference_sim.records import PlaceRow, TailRow
from tests.reference_sim.vocabulary import CALENDAR, Step, shape_of

ARRIVE, PARK, DIVERT, RECOVERED = (
    int(EventKind.ARRIVE),
    int(EventKind.PARK),
    int(EventKind.DIVERT),
    int(EventKind.RECOVER),
)
START, END, BREAK, REPAIRED = int(EventKind.START), int(EventKind.END), int(EventKind.BREAK), int(EventKind.REPAIRED)
PARKING, WORKING, STORAGE, REPAIR, CARGO = (
    int(Cause.PARKING),
    int(Cause.WORKING),
    int(Cause.STORAGE),
    int(Cause.REPAIR),
    int(Cause.CARGO),
)
REST, CREW = int(EventKind.REST), int(Cause.CREW)
ONLOAD, OFFLOAD, ENROUTE, RECOVER = range(4)


class Arriving(Flying):
    """A tail at a stop."""

    def on_arrive(self, step: Step) -> None:
        """A tail is over the field, or taxies in from the ramp."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        m, q, now = tail.m, tail.at, self.now
        assert m is not None
        tail.ev = None
        tail.flying = False
        self.note((now, ARRIVE, q.index, m.index, tail.index, tail.i, 0))
        stop = m.stops[tail.i]
        if stop.purpose == RECOVER:
            self._on_ramp(tail, m.index, now)
            if tail.pool is not None:
                self.to_pool(tail, tail.pool, now)
            self.rest_crew(tail)
            return
        self.wait(tail, q, PARKING, now)
        tail.queue, tail.entry = q.spot_q, self.join(q.spot_q, m.rank, now, m.key, tail)
        self.touch(q)

    def _on_ramp(self, tail: TailRow, who: int, now: int) -> None:
        self.note((now, RECOVERED, tail.at.index, who, tail.index, tail.i, 0))
        tail.block_in = now
        if tail.air:
            self.count_landing(tail.at, now, arrival=False)

    def on_impatient(self, step: Step) -> None:
        """An aircraft has held long enough: it diverts, or goes on holding."""
        tail: TailRow = step.who
        if tail.patience is not step:
            return
        now, q, m = self.now, tail.at, tail.m
        assert m is not None
        to = self._alternate(tail, q, now)
        if to is None:
            tail.patience = self.at(now + self.hold, m.p2, self.on_impatient, tail)
            return
        self.settle(tail, now)
        tail.patience = None
        assert tail.entry is not None
        q.spot_q.remove(tail.entry)
        tail.queue = tail.entry = None
        self.note((now, DIVERT, q.index, m.index, tail.index, tail.i, 0))
        self.give_back(tail, now)
        place, spot = to
        b = self.block(tail.type, q, place)
        self._count_leg(tail, now, b)
        if spot > -2:
            tail.hot = self.needs_hot(tail, place)
            self.take_spot(place, tail, spot)
            tail.spot_at = place
        tail.at, tail.flying, tail.air = place, True, True
        tail.ev = self.at(now + b, m.p2, self.on_diverted, tail)

    def _alternate(self, tail: TailRow, q: PlaceRow, now: int) -> tuple[PlaceRow, int] | None:
        """Return where a tail diverts to and its class of spot there (-2: its base ramp)."""
        for place in q.alternates:
            b = self._there_and_back(tail, q, place)
            if b < 0 or not place.airfield:
                continue
            if place.shut or place.barred.get(tail.type) or place.spot_q:
                continue
            if self.both_open(place, place, 0, now + b) != now + b:
                continue
            if self.needs_hot(tail, place) and place.hot_used >= place.hot_limit:
                continue
            spot = self.free_spot(place, tail.body)
            if spot > -2:
                return place, spot
        return None if self._there_and_back(tail, q, tail.base) < 0 else (tail.base, -2)

    def _there_and_back(self, tail: TailRow, q: PlaceRow, place: PlaceRow) -> int:
        """Return the block time to a place from which the tail can come back, as things are now, or -1."""
        if (q.index, place.index) in self.closed_legs or (place.index, q.index) in self.closed_legs:
            return -1
        return -1 if self.block(tail.type, place, q) < 0 else self.block(tail.type, q, place)

    def on_diverted(self, step: Step) -> None:
        """A tail is at its alternate, or at its base: it stands there, then moves on again."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        m, place, now = tail.m, tail.at, self.now
        assert m is not None
        tail.flying = False
        self.note((now, ARRIVE, place.index, m.index, tail.index, tail.i, 0))
        if tail.spot_at is not None:
            self.note((now, PARK, place.index, m.index, tail.index, tail.i, tail.spot if tail.spot >= 0 else tail.body))
            tail.parked = True
            tail.block_in = now
            self.count_landing(place, now, arrival=True)
        else:
            self._on_ramp(tail, m.index, now)
        k = m.diverts.get(tail.i, 0)
        m.diverts[tail.i] = k + 1
        ground = self.net.distributions[int(self.net.ground[tail.type, place.index, ENROUTE])]
        stands = self.luck.seconds(shape_of(ground), m.key, Draw.DIVERT_GROUND, 16 * tail.i + k)
        self.anew(tail, now + stands)

    def ask_for_service(self, tail: TailRow, now: int) -> None:
        """Join the queue for working slots, or wait beside it for cargo."""
        m, q = tail.m, tail.at
        assert m is not None
        if m.stops[tail.i].purpose == ONLOAD and m.ready > now:
            self.wait(tail, q, CARGO, now)
            tail.started = now
            tail.ev = self.at(m.ready, CALENDAR, self.on_ready, tail)
            return
        self.wait(tail, q, WORKING, now)
        tail.queue, tail.entry = q.work_q, self.join(q.work_q, m.rank, now, m.key, tail)
        self.touch(q)

    def on_ready(self, step: Step) -> None:
        """The cargo of a mission is ready: its tail joins the queue as of when it asked."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        m, q, now = tail.m, tail.at, self.now
        assert m is not None
        tail.ev = None
        self.settle(tail, now)
        self.wait(tail, q, WORKING, now)
        tail.queue, tail.entry = q.work_q, self.join(q.work_q, m.rank, tail.started, m.key, tail)
        self.touch(q)

    def start_service(self, tail: TailRow, place: PlaceRow, now: int) -> None:
        """Serve a tail."""
        m = tail.m
        assert m is not None
        stop = m.stops[tail.i]
        self.settle(tail, now)
        tail.queue = tail.entry = None
        tail.busy, tail.started = True, now
        self.note((now, START, place.index, m.index, tail.index, tail.i, 0))
        if place.pace <= 0.0:
            return
        takes = self.luck.value(stop.ground, m.key, Draw.GROUND, tail.i) + stop.pallets
        if place.pace != 1.0:
            takes /= place.pace
        tail.ev = self.at(now + int((takes + 0.5) // 1), m.p0, self.on_end, tail)

    def on_end(self, step: Step) -> None:
        """A service ends."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        m, place, now = tail.m, tail.at, self.now
        assert m is not None
        tail.ev = None
        self.note((now, END, place.index, m.index, tail.index, tail.i, tail.started))
        purpose = m.stops[tail.i].purpose
        if purpose == ONLOAD:
            self.take(tail, m, now)
        elif purpose == OFFLOAD and self.to_store(m):
            self.wait(tail, place, STORAGE, now)
            tail.queue, tail.entry = place.store_q, self.join(place.store_q, m.rank, now, m.key, tail)
            self.touch(place)
            return
        self.served(tail, now)

    def served(self, tail: TailRow, now: int) -> None:
        """Free the slots of a tail; it may break before it goes on."""
        m = tail.m
        assert m is not None
        tail.busy = False
        self.free_work(tail.at, handled=tail.handled)
        sound = tail.sound and m.stops[tail.i].purpose == ONLOAD
        if self.luck.on and tail.reliability < 1.0 and not sound:
            i = tail.i
            after, ahead = (m.stops[i + 1], m.ahead[i + 1]) if i + 1 < len(m.stops) else (None, 0)
            if after is None and tail.todo and now < tail.to_s:
                after, ahead = tail.todo[0].stops[0], tail.todo[0].ahead[0]
            if (
                after is not None
                and after.place is not tail.at
                and self.luck.uniform(m.key, Draw.BREAK, i) < 1.0 - tail.reliability
            ):
                self.note((now, BREAK, tail.at.index, m.index, tail.index, i, 0))
                takes = self.luck.seconds(tail.repair, m.key, Draw.REPAIR, i)
                self.wait_until(tail.at, REPAIR, now, now + takes)
                tail.rest_to = now
                b = int(self.net.block_s[tail.type, tail.at.index, after.place.index])
                if m.stops[i].rest == 0 and b > 0 and self.tires(tail, now, now + takes, b, ahead):
                    self.note((now, REST, tail.at.index, m.index, tail.index, i, 0))
                    assert tail.crew is not None
                    tail.crew.fresh = True
                    tail.rest_to = max(now, tail.block_in + tail.release) + tail.rest
                self.extend(tail, max(now + takes, tail.rest_to))
                tail.ev = self.at(now + takes, m.p0, self.on_repaired, tail)
                return
        self.rest_crew(tail)

    def on_repaired(self, step: Step) -> None:
        """A repair is over."""
        tail: TailRow = step.who
        if tail.ev is not step:
            return
        m, now = tail.m, self.now
        assert m is not None
        tail.ev = None
        self.note((now, REPAIRED, tail.at.index, m.index, tail.index, tail.i, 0))
        if tail.rest_to > now:
            self.wait_until(tail.at, CREW, now, tail.rest_to)
            tail.ev = self.at(tail.rest_to, m.p0, self.on_rested, tail)
        else:
            self.rest_crew(tail)
