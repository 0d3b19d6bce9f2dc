"""The audit of crews in the deterministic run: duty days, rests, hours in 30 days, and who comes from which pool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from openairlift.audits.log import Entry, at_stop, landings
from openairlift.audits.records import Violation
from openairlift.network.network import Network, Pool
from openairlift.plan import EventKind, Plan
from openairlift.units import DAY_S, seconds

WINDOW_DAYS = 30


@dataclass(slots=True)
class _Crew:
    """A crew: when its duty began (None = fresh), what it has flown by day [s], until when it rests."""

    duty_from: int | None = None
    flown: dict[int, int] = field(default_factory=dict)
    rests_until: int = 0


@dataclass(slots=True)
class _Tail:
    """A tail: who is aboard, the stop (mission, stop) where it stands, and its last block-in."""

    crew: _Crew | None
    standing: tuple[int, int] | None = None
    block_in: int = 0


def audit_crews(network: Network, plan: Plan, log: list[Entry]) -> Iterator[Violation]:
    """Yield legs that begin outside a duty day, during a rest or beyond the hours of a crew, or without a crew."""
    crews = _Crews(network, plan)
    arrivals = landings(log)
    for index, entry in enumerate(log):
        if entry.kind in _ABOUT and entry.tail >= 0:
            yield from crews.follow(entry, arrivals.get(index))


_ABOUT = (
    EventKind.DEPART,
    EventKind.DIVERT,
    EventKind.PARK,
    EventKind.START,
    EventKind.RECOVER,
    EventKind.REST,
    EventKind.CREW,
)


class _Crews:
    def __init__(self, network: Network, plan: Plan) -> None:
        self.network, self.plan = network, plan
        self.home: dict[int, int] = {}  # by tail: index of the pool of its fleet row
        for index, pool in enumerate(network.pools):
            self.home.update(dict.fromkeys(pool.tails or (), index))
        self.tails = [_Tail(None if i in self.home else _Crew()) for i in range(len(network.tails))]
        # by pool: every crew in its place, None while it is out
        self.pools: list[list[_Crew | None]] = [[_Crew() for _ in range(pool.crews)] for pool in network.pools]

    def follow(self, entry: Entry, arrives: int | None) -> Iterator[Violation]:
        """Take one event into account; yield what is wrong with it."""
        tail = self.tails[entry.tail]
        if entry.kind == EventKind.DEPART:
            yield from self._departs(entry, tail, arrives)
        elif entry.kind == EventKind.DIVERT:
            self._fly(entry, tail, 0 if arrives is None else arrives - entry.time)
        elif entry.kind in (EventKind.PARK, EventKind.START, EventKind.RECOVER):
            if entry.kind != EventKind.START:
                tail.block_in = entry.time
            there = at_stop(self.plan, entry)
            tail.standing = (entry.who, entry.stop) if there else None
            if entry.kind == EventKind.RECOVER and there:
                self._leaves_tail(entry, tail)
        elif entry.kind == EventKind.REST:
            self._rests(entry, tail)
        else:
            yield from self._takes_over(entry, tail)

    def _type(self, entry: Entry) -> int:
        return self.network.tails[entry.tail].type

    def _times(self, entry: Entry) -> tuple[int, int, int]:
        """Return report, release and rest of the type [s]."""
        record = self.network.types[self._type(entry)]
        return seconds(record.report_s or 0.0), seconds(record.release_s or 0.0), seconds(record.rest_s or 0.0)

    def _departs(self, entry: Entry, tail: _Tail, arrives: int | None) -> Iterator[Violation]:
        network = self.network
        to = self.plan.missions[entry.who].stops[entry.stop].place
        block = int(network.block_s[self._type(entry), entry.place, to]) if arrives is None else arrives - entry.time
        tail.standing = None
        if block <= 0:
            return
        if entry.place == network.tails[entry.tail].base and entry.tail not in self.home:
            tail.crew = _Crew()
        where = f"mission {entry.who} ({network.tails[entry.tail].name})"
        leaves = f"leaves {network.places[entry.place].id} at {entry.time:,} s"
        if tail.crew is None:
            yield Violation(rule="crew", where=where, what=f"{leaves} without a crew")
            return
        if entry.time < tail.crew.rests_until:
            yield Violation(
                rule="rest", where=where, what=f"{leaves}; its crew rests until {tail.crew.rests_until:,} s"
            )
        report, release, _ = self._times(entry)
        limit = network.tails[entry.tail].duty_s
        began = entry.time - report if tail.crew.duty_from is None else tail.crew.duty_from
        if limit is not None and entry.time + block + release > began + limit:
            hours = (entry.time + block + release - began) / 3600.0
            what = f"{leaves} for a leg that ends a duty of {hours:.2f} h; the crew may do {limit / 3600.0:.2f} h"
            yield Violation(rule="duty", where=where, what=what)
        most = self._hours(entry)
        total = _flown(tail.crew, entry.time) + block
        if most is not None and total > seconds(most * 3600.0):
            what = f"{leaves} for a leg that makes {total / 3600.0:.2f} h in 30 days; a crew may fly {most:g} h"
            yield Violation(rule="flying_hours", where=where, what=what)
        self._fly(entry, tail, block)

    def _fly(self, entry: Entry, tail: _Tail, block: int) -> None:
        tail.standing = None
        crew = tail.crew
        if crew is None or block <= 0:
            return
        if crew.duty_from is None:
            crew.duty_from = entry.time - self._times(entry)[0]
        day = entry.time // DAY_S
        crew.flown[day] = crew.flown.get(day, 0) + block

    def _rests(self, entry: Entry, tail: _Tail) -> None:
        """Let the crew aboard rest: as planned at the stop where the tail stands, else because its duty is over."""
        if tail.crew is None:
            return
        _, release, rest = self._times(entry)
        planned = self.plan.missions[entry.who].stops[entry.stop].rest_s
        if tail.standing != (entry.who, entry.stop):
            tail.crew.rests_until = max(entry.time, tail.block_in + release) + rest
        else:
            tail.crew.rests_until = entry.time + planned
        tail.crew.duty_from = None

    def _leaves_tail(self, entry: Entry, tail: _Tail) -> None:
        """Let the crew of a tail that recovers, from whatever pool, go to rest in that of its fleet row."""
        if tail.crew is None:
            return
        tail.crew.duty_from = None
        pool = self.home.get(entry.tail)
        if pool is None:
            return
        _, release, rest = self._times(entry)
        tail.crew.rests_until = entry.time + release + rest
        if None not in self.pools[pool]:
            self.pools[pool].append(None)
        self.pools[pool][self.pools[pool].index(None)] = tail.crew
        tail.crew = None

    def _takes_over(self, entry: Entry, tail: _Tail) -> Iterator[Violation]:
        """Let the crew of a pool that has been ready longest take over; one that may fly the leg, where one is due."""
        network, pool = self.network, self.network.pools[entry.aux]
        where = f"mission {entry.who} ({network.tails[entry.tail].name})"
        if not self._serves(pool, entry):
            yield Violation(rule="crew", where=where, what=f"{pool.name} do not serve it at {entry.time:,} s")
            return
        block, limit = 0, None
        if tail.standing != (entry.who, entry.stop):
            to = self.plan.missions[entry.who].stops[entry.stop].place
            block = max(int(network.block_s[self._type(entry), entry.place, to]), 0)
            limit = self._hours(entry)
        ready = [
            (crew.rests_until, number, crew)
            for number, crew in enumerate(self.pools[entry.aux])
            if crew is not None and crew.rests_until <= entry.time
            if limit is None or _flown(crew, entry.time) + block <= seconds(limit * 3600.0)
        ]
        if not ready:
            yield Violation(rule="crew", where=where, what=f"none of the {pool.name} is rested at {entry.time:,} s")
            return
        _, number, crew = min(ready, key=lambda row: row[:2])
        if tail.crew is not None:
            _, release, rest = self._times(entry)
            tail.crew.rests_until, tail.crew.duty_from = entry.time + release + rest, None
        self.pools[entry.aux][number] = tail.crew
        tail.crew = crew

    def _hours(self, entry: Entry) -> float | None:
        """Return the hours that a crew may fly in 30 days; they bind where the crews of the fleet row are stated."""
        return self.network.types[self._type(entry)].hours_per_30d if entry.tail in self.home else None

    def _serves(self, pool: Pool, entry: Entry) -> bool:
        if pool.place != entry.place or not pool.opens_s <= entry.time < pool.closes_s:
            return False
        return self._type(entry) in pool.types if pool.tails is None else entry.tail in pool.tails


def _flown(crew: _Crew, time: int) -> int:
    """Return what a crew has flown today and on the 29 days before [s]."""
    today = time // DAY_S
    return sum(block for day, block in crew.flown.items() if today - WINDOW_DAYS < day <= today)


def needs_run(network: Network, plan: Plan) -> bool:
    """Return whether only a run tells if the crews of a plan keep their limits: they come from pools."""
    return bool(network.pools and plan.missions)
