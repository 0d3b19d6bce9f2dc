"""Crews and fuel: what a tail needs before it leaves."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from itertools import chain

from openairlift.plan.events import Cause, EventKind
from tests.reference_sim.cargo import Cargo
from tests.reference_sim.records import Crew, Entry, MissionRow, PlaceRow, PoolRow, TailRow
from tests.reference_sim.vocabulary import DAY, Step

CREW_EVENT, FUEL_EVENT, HELD_UP, REST_EVENT = (
    int(EventKind.CREW),
    int(EventKind.FUEL),
    int(EventKind.HELD_UP),
    int(EventKind.REST),
)
CREW, FUEL = int(Cause.CREW), int(Cause.FUEL)
GO, WAITS = range(2)


class Crews(Cargo):
    """Who flies, and on what."""

    def on_anew(self, step: Step) -> None:
        """Move on anew; the parts above say how."""
        raise AssertionError(step)

    def held_up(self, tail: TailRow, cause: int, now: int) -> None:
        """Say that a tail can't set out; its reservation at the next stop goes back."""
        m = tail.m
        assert m is not None
        self.note((now, HELD_UP, tail.at.index, m.index, tail.index, tail.i, cause))
        self.give_back(tail, now)

    def give_back(self, tail: TailRow, now: int) -> None:
        """Give the reservation at the next stop back."""
        if tail.res_next is not None:
            assert tail.m is not None
            self.drop(tail.m.stops[tail.i].place, tail.res_next, now)
            tail.res_next = None

    def hold_until_shock_ends(self, tail: TailRow, cause: int, now: int) -> None:
        """Hold a tail up until any shock ends."""
        self.held_up(tail, cause, now)
        self.wait(tail, tail.at, cause, now)
        tail.held = True
        self.held.append(tail)

    def anew(self, tail: TailRow, time: int) -> None:
        """Let a tail move on anew."""
        assert tail.m is not None
        tail.ev = self.at(time, tail.m.p0, self.on_anew, tail)

    def extend(self, tail: TailRow, until: int) -> None:
        """Let the reservation where a tail stands last until then at least."""
        if tail.res_here is not None and tail.res_here.end < until:
            tail.res_here.end = until

    def crew_goes(self, tail: TailRow, now: int) -> int:
        """Find a crew for the leg, or let the tail wait."""
        b, m, p = tail.block, tail.m, tail.at
        assert m is not None
        if tail.pool is None and p is tail.base:
            tail.crew = Crew()
        crew = tail.crew
        fresh_ok = tail.duty is None or tail.report + b + tail.release <= tail.duty
        to_cover = b + tail.release
        if tail.duty is not None and tail.report + to_cover + m.ahead[tail.i] <= tail.duty:
            to_cover += m.ahead[tail.i]
        on_duty = crew is not None and (
            fresh_ok if crew.fresh else tail.duty is None or now + to_cover <= crew.start + tail.duty
        )
        if crew is not None and on_duty and self._has_hours(tail, crew, b, now):
            return GO
        if not fresh_ok:
            self.hold_until_shock_ends(tail, CREW, now)
            return WAITS
        found = self.find_crew(tail, now, b)
        if found is not None:
            self.board(tail, found[0], found[1], now)
            return GO
        if crew is None:
            self.held_up(tail, CREW, now)
            self.wait(tail, p, CREW, now)
            tail.queue, tail.entry = p.crew_q, self.join(p.crew_q, m.rank, now, m.key, tail)
            self.touch(p)
        elif not on_duty:
            self.give_back(tail, now)
            self.rest_here(tail, now)
        else:
            self.held_up(tail, CREW, now)
            self._known(tail, p, now, (now // DAY + 1) * DAY)
        return WAITS

    def tires(self, tail: TailRow, now: int, due: int, b: int, ahead: int) -> bool:
        """Return whether the crew aboard would be out of duty at a later departure, and nobody could take over now."""
        crew, p = tail.crew, tail.at
        if crew is None or crew.fresh or tail.duty is None or (tail.pool is None and p is tail.base):
            return False
        to_cover = b + tail.release
        if tail.report + to_cover > tail.duty:
            return False
        if tail.report + to_cover + ahead <= tail.duty:
            to_cover += ahead
        return due + to_cover > crew.start + tail.duty and self.find_crew(tail, now, b) is None

    def rest_here(self, tail: TailRow, now: int) -> None:
        """Let the crew aboard rest where it is, and move on anew then."""
        m, p, crew = tail.m, tail.at, tail.crew
        assert m is not None
        assert crew is not None
        self.note((now, REST_EVENT, p.index, m.index, tail.index, tail.i, 0))
        crew.fresh = True
        self._known(tail, p, now, max(now, tail.block_in + tail.release) + tail.rest)

    def _known(self, tail: TailRow, p: PlaceRow, now: int, until: int) -> None:
        """Let a tail wait for its crew until a known moment."""
        self.wait_until(p, CREW, now, until)
        self.extend(tail, until)
        self.anew(tail, until)

    def _has_hours(self, tail: TailRow, crew: Crew, b: int, now: int) -> bool:
        return tail.hours is None or crew.flown(now // DAY) + b <= tail.hours

    def find_crew(self, tail: TailRow, now: int, b: int | None) -> tuple[PoolRow, Crew] | None:
        """Return a rested crew where the tail stands, with hours left for a leg where one is stated."""
        for pool in tail.at.pools:
            if not pool.opens <= now < pool.closes:
                continue
            if (tail.index not in pool.tails) if pool.tails is not None else (tail.type not in pool.types):
                continue
            for ready, _, crew in pool.crews:
                if ready > now:
                    break
                if b is None or self._has_hours(tail, crew, b, now):
                    return pool, crew
        return None

    def board(self, tail: TailRow, pool: PoolRow, crew: Crew, now: int) -> None:
        """Let a crew of a pool take over."""
        m = tail.m
        assert m is not None
        self.note((now, CREW_EVENT, tail.at.index, m.index, tail.index, tail.i, pool.index))
        at = next(k for k, waiting in enumerate(pool.crews) if waiting[2] is crew)
        del pool.crews[at]
        crew.fresh = True
        self.to_pool(tail, pool, now)
        tail.crew = crew

    def to_pool(self, tail: TailRow, pool: PoolRow, now: int) -> None:
        """Let the crew aboard go to rest in a pool."""
        crew = tail.crew
        if crew is None:
            return
        insort(pool.crews, (now + tail.release + tail.rest, pool.number, crew))
        pool.number += 1
        tail.crew = None
        if pool.place.crew_q:
            self.touch(pool.place)

    def give_crews(self, place: PlaceRow, now: int) -> bool:
        """Give crews to the tails that queue for one."""
        changed = False
        for entry in list(place.crew_q):
            tail: TailRow = entry[4]
            found = self.find_crew(tail, now, tail.block)
            if found is None:
                continue
            place.crew_q.remove(entry)
            tail.queue = tail.entry = None
            self.settle(tail, now)
            self.board(tail, found[0], found[1], now)
            self.anew(tail, now)
            changed = True
        if place.crew_q:
            times = [(now // DAY + 1) * DAY]
            for pool in place.pools:
                times += [next((ready for ready, _, _ in pool.crews if ready > now), self.horizon)]
                times += [pool.opens] if pool.opens > now else []
            self.wake(place, min(times))
        return changed

    def fuel_flows(self, tail: TailRow, now: int) -> int:
        """Take the fuel of the leg where it is limited, or let the tail wait for it."""
        p, m = tail.at, tail.m
        assert m is not None
        if p.fuel_issued < 0 or p.dry or tail.fuelled:
            return GO
        need = self.fuel_for(tail)
        if need <= 0:
            return GO
        if not p.fuel_q and self._level(p, now) >= need:
            self._issue(tail, need, now)
            return GO
        self.held_up(tail, FUEL, now)
        self.wait(tail, p, FUEL, now)
        tail.fuel_need = need
        tail.queue, tail.entry = p.fuel_q, self.join(p.fuel_q, m.rank, now, m.key, tail)
        self.touch(p)
        return WAITS

    def fuel_for(self, tail: TailRow) -> int:
        """Return the fuel of the next leg, and of those after it while the stops reached are dry [kg]."""
        assert tail.m is not None
        total, p = 0, tail.at
        later = chain.from_iterable(m.stops for m in following(tail.m))
        for stop in chain(tail.m.stops[tail.i :], later):
            q = stop.place
            block = 0 if p is q else self.blocks[tail.type][p.index][q.index]
            total += int((tail.fuel_kg * max(block, 0) / 3600 + 0.5) // 1)
            if not q.dry:
                break
            p = q
        return total

    def _level(self, place: PlaceRow, now: int) -> int:
        return place.fuel_stock + place.fuel_rate * now // DAY - place.fuel_issued

    def _issue(self, tail: TailRow, need: int, now: int) -> None:
        assert tail.m is not None
        tail.at.fuel_issued += need
        tail.fuelled = True
        self.note((now, FUEL_EVENT, tail.at.index, tail.m.index, tail.index, tail.i, need))

    def give_fuel(self, place: PlaceRow, now: int) -> bool:
        """Issue fuel to the head of the queue as long as the level allows."""
        queue: list[Entry] = place.fuel_q
        changed = False
        while queue:
            tail: TailRow = queue[0][4]
            short = tail.fuel_need - self._level(place, now)
            if short > 0:
                if place.fuel_rate > 0:
                    wanted = tail.fuel_need - place.fuel_stock + place.fuel_issued
                    self.wake(place, -(-wanted * DAY // place.fuel_rate))
                break
            queue.pop(0)
            tail.queue = tail.entry = None
            self.settle(tail, now)
            self._issue(tail, tail.fuel_need, now)
            self.anew(tail, now)
            changed = True
        return changed


def following(m: MissionRow) -> Iterator[MissionRow]:
    """Yield the missions after one of the same tail in the plan."""
    after = m.after
    while after is not None:
        yield after
        after = after.after
