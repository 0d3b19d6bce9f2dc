"""Shocks and losses, and what becomes of missions that can't be flown."""

from __future__ import annotations

from math import floor

from openairlift.luck import exponential, key_of
from openairlift.network.network import CAPACITIES, Shock, ShockKind
from openairlift.plan.events import Draw, EventKind
from tests.reference_sim.cargo import grams_of
from tests.reference_sim.records import ABOARD, GONE, PLANNED, STORED, LinkRow, LoadRow, MissionRow, PlaceRow, TailRow
from tests.reference_sim.spots import HANDLING, PARKING, WEATHER, WORKING
from tests.reference_sim.traffic import Traffic
from tests.reference_sim.vocabulary import CALENDAR, SHOCK, SLACK, Step, shape_of

SHOCK_EVENT, LOST, LOAD_LOST, REASSIGNED = (
    int(EventKind.SHOCK),
    int(EventKind.LOST),
    int(EventKind.LOAD_LOST),
    int(EventKind.REASSIGNED),
)
PLACE_FACTORS = (PARKING, WORKING, HANDLING)
LINK = CAPACITIES.index("link")


class ShockRow:
    """A shock with its luck key, and how often it has come."""

    __slots__ = ("ends", "index", "k", "key", "link", "place", "record")

    def __init__(self, index: int, record: Shock, place: PlaceRow | None, link: LinkRow | None) -> None:
        self.index = index
        self.record = record
        self.key = key_of(f"shock:{record.key}")
        self.place = place
        self.link = link
        self.k = 0
        self.ends = 0


class Shocks(Traffic):
    """Disruptions that the plan does not see."""

    def foresee(self) -> None:
        """Put the first time of every shock, and the ends of windows, into the calendar."""
        for i, record in enumerate(self.net.shocks):
            row = ShockRow(
                i,
                record,
                self.places[record.place] if record.place >= 0 else None,
                self.links[record.link] if record.link >= 0 else None,
            )
            if record.start_s is not None:
                self.at(max(record.start_s, 0), SHOCK + row.key, self.on_shock, row)
            else:
                self._next_time(row)
        if self.reassigns:
            for tail in self.tails:
                self.at(max(tail.to_s, 0), CALENDAR, self.on_window, tail)

    def _next_time(self, row: ShockRow) -> None:
        record = row.record
        if record.rate_per_day <= 0.0 or not self.luck.on:
            return
        u = self.luck.uniform(row.key, Draw.SHOCK_GAP, row.k)
        starts = int((row.ends + exponential(86_400.0 / record.rate_per_day, u) + 0.5) // 1)
        length = 0
        if record.kind is not ShockKind.LOSS:
            length = max(self.luck.seconds(shape_of(record.duration_s), row.key, Draw.SHOCK_LENGTH, row.k), 1)
        row.ends = starts + length
        row.k += 1
        self.at(starts, SHOCK + row.key, self.on_shock, row)

    def on_shock(self, step: Step) -> None:
        """A shock begins."""
        row: ShockRow = step.who
        now = self.now
        self.note((now, SHOCK_EVENT, row.record.place, row.index, -1, -1, 1))
        if row.record.kind is ShockKind.LOSS:
            self._lose(row, now)
            if row.record.start_s is None:
                self._next_time(row)
            return
        self._act(row, now, begins=True)
        ends = row.ends if row.record.start_s is None else max(row.record.end_s, now)
        self.at(ends, SHOCK + row.key, self.on_over, row)

    def on_over(self, step: Step) -> None:
        """A shock ends: who was held up moves on anew."""
        row: ShockRow = step.who
        now = self.now
        self.note((now, SHOCK_EVENT, row.record.place, row.index, -1, -1, 0))
        self._act(row, now, begins=False)
        held, self.held = self.held, []
        for tail in held:
            if tail.held:
                tail.held = False
                self.anew(tail, now)
        if row.record.start_s is None:
            self._next_time(row)

    def _act(self, row: ShockRow, now: int, *, begins: bool) -> None:
        """Put a shock in force, or out of force."""
        record, place, link, one = row.record, row.place, row.link, 1 if begins else -1
        kind = record.kind
        if kind is ShockKind.CLOSURE:
            if link is not None:
                link.shut += one
            elif place is not None:
                place.shut += one
        elif kind is ShockKind.CAPACITY and record.what == LINK:
            assert link is not None
            _switch(link.factors, row, begins=begins)
            self.refresh_link(link)
        elif kind is ShockKind.CAPACITY or kind is ShockKind.WEATHER:
            assert place is not None
            what = WEATHER if kind is ShockKind.WEATHER else PLACE_FACTORS[record.what]
            _switch(place.factors[what], row, begins=begins)
            self.refresh(place, now)
        elif kind is ShockKind.ROUTE:
            leg = (record.place, record.to)
            self.closed_legs[leg] = self.closed_legs.get(leg, 0) + one
            if not self.closed_legs[leg]:
                del self.closed_legs[leg]
        elif kind is ShockKind.AIRSPACE:
            if begins:
                assert record.block_s is not None
                self.airspace[row.index] = record.block_s.tolist()
            else:
                del self.airspace[row.index]
        elif kind is ShockKind.MASS_LIMIT:
            assert place is not None
            for type_ in record.types:
                place.barred[type_] = place.barred.get(type_, 0) + one
        if link is not None:
            self.touch(link.origin)
        elif place is not None:
            self.touch(place)

    def _lose(self, row: ShockRow, now: int) -> None:
        record = row.record
        if record.tails:
            there = [self.tails[i] for i in record.tails if not self.tails[i].lost]
            gone = there[::-1][: record.count]
            missions = [self._lose_tail(tail, now) for tail in gone]
            if self.reassigns:
                for tail, left in zip(gone, missions, strict=True):
                    self._reassign(tail, left, now)
        elif record.stock >= 0:
            for load in self.loads:
                if load.stock == record.stock and load.state == PLANNED:
                    stays = load.amount * record.factor
                    stays = float(floor(stays + SLACK)) if load.each else stays
                    if stays < load.amount:
                        place = self.net.stocks[record.stock].place
                        self._load_lost(load, place, grams_of(load, load.amount - stays), now)
                        load.amount = stays
                        if load.source is not None and stays <= 0.0:
                            self.give_up(load)
        else:
            for load in self.loads:
                if load.hub is row.place and load.state == STORED:
                    self._lose_stored(load, now)

    def _load_lost(self, load: LoadRow, place: int, grams: int, now: int) -> None:
        self.note((now, LOAD_LOST, place, load.index, -1, -1, grams))

    def _lose_stored(self, load: LoadRow, now: int) -> None:
        assert load.hub is not None
        self._load_lost(load, load.hub.index, load.grams, now)
        load.state = GONE
        self.give_up(load)
        self.unstore(load, load.grams, load.litres)

    def _lose_tail(self, tail: TailRow, now: int) -> list[MissionRow]:
        """Take a tail out of the world; return the missions that it leaves to others."""
        place, m = tail.at, tail.m
        who, stop = -1, -1
        if m is not None:
            who, stop = m.index, tail.i
        elif tail.last is not None:
            who, stop = tail.last.index, len(tail.last.stops) - 1
        self.note((now, LOST, place.index, who, tail.index, stop, 0))
        self.settle(tail, now)
        if m is not None:
            for load in m.loads:
                if load.state == ABOARD and load.carried > 0.0:
                    self._load_lost(load, place.index, load.grams, now)
                    load.state = GONE
        if tail.queue is not None and tail.entry is not None:
            tail.queue.remove(tail.entry)
            tail.queue = tail.entry = None
            self.touch(place)
        if tail.busy:
            tail.busy = False
            self.free_work(place, handled=tail.handled)
        if tail.spot_at is not None:
            self.leave_spot(tail.spot_at, tail)
            tail.spot_at, tail.parked = None, False
        if m is not None:
            self.give_back(tail, now)
        self.drop(place, tail.res_here, now)
        tail.res_here = None
        tail.lost, tail.held = True, False
        tail.ev = tail.patience = tail.crew = None
        left = [m, *tail.todo] if m is not None and m.loads and not m.taken else list(tail.todo)
        tail.m, tail.todo = None, []
        return left

    def on_window(self, step: Step) -> None:
        """The window of a tail ends: the missions that it has not begun go to others."""
        tail: TailRow = step.who
        if not tail.lost:
            left, tail.todo = tail.todo, []
            self._reassign(tail, left, self.now)

    def _reassign(self, tail: TailRow, missions: list[MissionRow], now: int) -> None:
        """Give missions to other tails of the same type and base."""
        others = [
            each
            for each in self.tails
            if each.type == tail.type and each.base is tail.base and not each.lost and each.to_s > now
        ]
        if not others:
            return
        for m in missions:
            to = min(others, key=lambda each: (len(each.todo), each.index))
            m.taken = False
            m.diverts.clear()
            to.todo.append(m)
            self.note((now, REASSIGNED, -1, m.index, to.index, -1, 0))
            begins = max(now, m.earliest, to.from_s)
            if to.m is None and len(to.todo) == 1 and begins < to.to_s:
                to.ev = self.at(begins, m.p0, self.on_begin, to)


def _switch(factors: dict[int, float], row: ShockRow, *, begins: bool) -> None:
    if begins:
        factors[row.index] = row.record.factor
    else:
        del factors[row.index]
