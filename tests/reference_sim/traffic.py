"""Other traffic: streams of arrivals that hold, park, are served and leave."""

from __future__ import annotations

from openairlift.luck import MASK, exponential, mix
from openairlift.plan.events import TRAFFIC_RANK, Draw, EventKind
from tests.reference_sim.arriving import Arriving
from tests.reference_sim.records import PlaceRow
from tests.reference_sim.visitors import StreamRow, Visitor
from tests.reference_sim.vocabulary import ARRIVAL, HOUR, NEVER, Step

ARRIVE, PARK, LEAVE, DIVERT, NO_SHOW = (
    int(EventKind.TRAFFIC_ARRIVE),
    int(EventKind.TRAFFIC_PARK),
    int(EventKind.TRAFFIC_LEAVE),
    int(EventKind.TRAFFIC_DIVERT),
    int(EventKind.TRAFFIC_NO_SHOW),
)


class Traffic(Arriving):
    """Aircraft of others."""

    def next_visitors(self, stream: StreamRow) -> None:
        """Make the next arrivals of a stream: all of one second, since they are asked in the order of their keys."""
        when = stream.next_at
        while stream.next_at == when < min(stream.closes, self.horizon):
            n = stream.n
            key = mix((stream.key + n) & MASK) >> 1
            self.at(when, ARRIVAL + key, self.on_ask, Visitor(stream, n, key, stream.body))
            stream.n = n + 1
            self.advance(stream)

    def advance(self, stream: StreamRow) -> None:
        """Work out when the next arrival of a stream is."""
        n, rate = stream.n, stream.rate
        if rate <= 0.0:
            stream.next_at = NEVER
        elif self.luck.on:
            stream.at += exponential(86_400.0 / rate, self.luck.uniform(stream.key, Draw.TRAFFIC_GAP, n))
            stream.next_at = int((stream.at + 0.5) // 1)
        else:
            stream.next_at = int((stream.opens + (n + 0.5) * 86_400.0 / rate + 0.5) // 1)

    def on_ask(self, step: Step) -> None:
        """An arrival asks for a slot, or arrives."""
        who: Visitor = step.who
        stream, now = who.stream, self.now
        place = stream.place
        if stream.next_at > now >= stream.made_at:
            stream.made_at = stream.next_at
            self.next_visitors(stream)
        missing = stream.no_show > 0.0 and self.luck.on
        missing = missing and self.luck.uniform(stream.key, Draw.TRAFFIC_NO_SHOW, who.n) < stream.no_show
        if missing:
            self.note((now, NO_SHOW, place.index, stream.index, -1, -1, who.n))
        if not place.reserves:
            if not missing:
                self._arrive(who, place, now)
            return
        place.reserved = {spot: [r for r in rows if r.end > now or r.owned] for spot, rows in place.reserved.items()}
        latest = min(now + self.stated_hold, self.horizon - 1)
        res = self.reserve(place, place, 0, who.body, now, stream.hold, counts=True, latest=latest)
        if res is None:
            if not missing:
                self.note((now, DIVERT, place.index, stream.index, -1, -1, who.n))
            return
        if missing:
            res.owned = False
            return
        who.res = res
        if res.start == now:
            self._arrive(who, place, now)
        else:
            self.at(res.start, ARRIVAL + who.key, self.on_slot, who)

    def on_slot(self, step: Step) -> None:
        """The reserved moment of an arrival has come."""
        who: Visitor = step.who
        self._arrive(who, who.stream.place, self.now)

    def _arrive(self, who: Visitor, place: PlaceRow, now: int) -> None:
        self.note((now, ARRIVE, place.index, who.stream.index, -1, -1, who.n))
        who.entry = self.join(place.spot_q, TRAFFIC_RANK, now, who.key, who)
        self.touch(place)

    def on_gone(self, step: Step) -> None:
        """An arrival has held long enough: it goes elsewhere."""
        who: Visitor = step.who
        if who.patience is not step:
            return
        place, now = who.stream.place, self.now
        assert who.entry is not None
        place.spot_q.remove(who.entry)
        self.note((now, DIVERT, place.index, who.stream.index, -1, -1, who.n))
        self.drop(place, who.res, now)

    def park_visitor(self, who: Visitor, place: PlaceRow, now: int) -> None:
        """Put an arrival on its spot; it asks for a working slot."""
        who.patience = None
        self.note((now, PARK, place.index, who.stream.index, -1, -1, who.spot if who.spot >= 0 else who.body))
        self.join(place.work_q, TRAFFIC_RANK, now, who.key, who)

    def start_visitor(self, who: Visitor, place: PlaceRow, now: int) -> None:
        """Serve an arrival."""
        who.started = now
        if place.pace <= 0.0:
            return
        stream = who.stream
        takes = self.luck.value(stream.ground, stream.key, Draw.TRAFFIC_GROUND, who.n) / place.pace
        self.at(now + int((takes + 0.5) // 1), who.key, self.on_left, who)

    def on_left(self, step: Step) -> None:
        """An arrival has been served: it leaves."""
        who: Visitor = step.who
        place, now = who.stream.place, self.now
        self.note((now, LEAVE, place.index, who.stream.index, -1, -1, who.started))
        place.moved[now // HOUR] = place.moved.get(now // HOUR, 0) + 1
        self.free_work(place, handled=True)
        self.leave_spot(place, who)
        self.drop(place, who.res, now)
