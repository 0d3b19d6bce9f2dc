"""What must hold in every run, checked from its event log alone; each check returns what is wrong, in words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from openairlift.network.network import Network, ShockKind, Steps
from openairlift.plan.events import Cause, EventKind
from openairlift.plan.plan import NO_MISSION, Plan, Purpose
from openairlift.sim import Run

MARKS = (EventKind.LEFT_STOCK, EventKind.LANDED, EventKind.AT_HUB, EventKind.FORWARDED, EventKind.DELIVERED)
SERVED = (Purpose.ONLOAD, Purpose.OFFLOAD)
ENDED, NEVER_BEGUN, UNDER_WAY = -1, -2, -3
"""Values of `Run.stuck` beside those of `Cause`."""
PARKING, WORKING, HANDLING = range(3)
"""Indexes into `openairlift.network.network.CAPACITIES`."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log."""

    time: int
    kind: int
    place: int
    who: int
    tail: int
    stop: int
    aux: int


@dataclass
class Log:
    """A run's events with what they are about."""

    network: Network
    plan: Plan
    run: Run
    events: list[Event] = field(default_factory=list)
    edges: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.run.events is not None
        columns = [self.run.events[name].tolist() for name in ("time", "kind", "place", "who", "tail", "stop", "aux")]
        self.events = [Event(*row) for row in zip(*columns, strict=True)]
        for event in self.of(EventKind.SHOCK):
            self.edges.setdefault(event.who, []).append((event.time, event.aux))

    def of(self, *kinds: EventKind) -> list[Event]:
        """Return the events of some kinds."""
        return [event for event in self.events if event.kind in kinds]


def broken(network: Network, plan: Plan, run: Run) -> list[str]:
    """Return every invariant that a run breaks."""
    log = Log(network, plan, run)
    checks: tuple[Callable[[Log], Iterator[str]], ...] = (
        order,
        marks,
        mass,
        spots,
        slots,
        storage,
        fuel,
        vehicles,
        movement,
        hours,
        named_causes,
        counts,
    )
    return [f"{check.__name__}: {what}" for check in checks for what in check(log)]


def order(log: Log) -> Iterator[str]:
    """Events are sorted in time, within the horizon, and of places, missions and tails that are there."""
    before = 0
    for event in log.events:
        if not before <= event.time < log.network.horizon_s:
            yield f"second {event.time} after {before}, horizon {log.network.horizon_s}"
        before = event.time
        if not -1 <= event.place < len(log.network.places) or not -1 <= event.tail < len(log.network.tails):
            yield f"{EventKind(event.kind).name} at place {event.place} by tail {event.tail}"


def marks(log: Log) -> Iterator[str]:
    """Marks of a load are those of the log, once each, and follow one another; nothing follows its loss.

    A haul passes four marks when it is delivered, and only the last of them is in the log.
    """
    first_haul = len(log.plan.loads) - len(log.plan.hauls)
    seen: dict[tuple[int, int], int] = {}
    gone: dict[int, int] = {}
    for event in log.events:
        if event.kind == EventKind.LOAD_LOST:
            gone[event.who] = event.time
        elif event.kind in MARKS:
            mark = MARKS.index(EventKind(event.kind))
            if (event.who, mark) in seen:
                yield f"load {event.who} passes mark {mark} twice"
            seen[event.who, mark] = event.time
            if log.run.marks[event.who, mark] != event.time:
                stated = int(log.run.marks[event.who, mark])
                yield f"load {event.who}, mark {mark}: {event.time} in the log, {stated} in marks"
    for i in range(first_haul, len(log.plan.loads)):
        delivered = seen.get((i, 4))
        if any((i, mark) in seen for mark in (1, 2, 3)):
            yield f"haul {i} has a mark in the log that it skips"
        if delivered is not None:
            seen |= {(i, mark): delivered for mark in (1, 2, 3) if log.run.marks[i, mark] == delivered}
    if len(seen) != int(np.sum(log.run.marks >= 0)):
        yield f"{len(seen)} marks in the log, {int(np.sum(log.run.marks >= 0))} in marks"
    for i, row in enumerate(log.run.marks):
        reached = row[row >= 0]
        if np.any(np.diff(reached) < 0) or np.any(row[: len(reached)] < 0):
            yield f"load {i} passes its marks in the order {row.tolist()}"
        if i in gone and len(reached) and reached[-1] > gone[i] and row[0] < gone[i]:
            yield f"load {i} goes on at {int(reached[-1])}, lost at {gone[i]}"


def mass(log: Log) -> Iterator[str]:
    """Per requirement, no more has passed a mark than the one before, and no more leaves than is planned."""
    passed: dict[str, list[int]] = defaultdict(lambda: [0] * len(MARKS))
    loads = log.plan.loads
    of_load: dict[int, int] = {}
    for event in log.of(*MARKS):
        name = log.network.lines[loads[event.who][1].line].requirement
        total = passed[name]
        mark = MARKS.index(EventKind(event.kind))
        skips = mark == len(MARKS) - 1 and loads[event.who][0] == NO_MISSION
        for each in range(1, len(MARKS)) if skips else (mark,):
            total[each] += event.aux
        if total != sorted(total, reverse=True):
            yield f"requirement {name} at second {event.time}: {total} g past the marks"
            return
        if of_load.setdefault(event.who, event.aux) != event.aux:
            yield f"load {event.who} changes from {of_load[event.who]} to {event.aux} g"
    planned: dict[str, float] = defaultdict(float)
    for _, load in loads:
        planned[log.network.lines[load.line].requirement] += load.mass_kg
    for name, total in passed.items():
        if total[0] > planned[name] * 1000.0 + len(loads):
            yield f"requirement {name}: {total[0]} g left stock, {planned[name]} kg are planned"
    for i, (_, load) in enumerate(loads):
        carried = float(log.run.carried[i])
        if log.network.lines[load.line].unit in ("piece", "person") and carried != int(carried):
            yield f"load {i}: {carried} pieces"
        if carried < 0.0:
            yield f"load {i}: {carried} carried"


def capacity_at(log: Log, place: int, what: int, steps: Steps, time: int) -> tuple[int, ...]:
    """Return a capacity at a moment of phase 3: stated steps, and the shocks in force."""
    values = steps.values[bisect_right(steps.times, time) - 1]
    factor = 1.0
    for index, edges in sorted(log.edges.items()):
        shock = log.network.shocks[index]
        if shock.kind is ShockKind.CAPACITY and shock.place == place and shock.what == what and _is_on(edges, time):
            factor *= shock.factor
    return tuple(math.floor(value * factor + 0.5 + 1e-9) for value in values) if factor != 1.0 else values


def _is_on(edges: list[tuple[int, int]], time: int) -> bool:
    """Return whether a shock is in force after phase 1 of a second."""
    index = bisect_right(edges, (time, 2))
    return index > 0 and edges[index - 1][1] == 1


def spots(log: Log) -> Iterator[str]:
    """An aircraft that parks finds a spot of its class or a larger one, within the capacity of the moment.

    A diverted aircraft took its spot earlier. A move to the ramp of the same place leaves no entry before RECOVER,
    which may come later in the second: such a spot counts as free in that second. Where a stream stands on spots of
    several classes it is not known which falls free; its place is left out from then on.
    """
    net = log.network
    standing: dict[int, np.ndarray] = defaultdict(lambda: np.zeros((3, 3), dtype=np.int64))
    spot: dict[int, tuple[int, tuple[int, int]]] = {}
    traffic: dict[int, list[tuple[int, int]]] = defaultdict(list)
    unclear: set[int] = set()
    recovers = {(event.tail, event.time) for event in log.of(EventKind.RECOVER)}
    for event in log.events:
        kind, at = event.kind, event.place
        if kind in (EventKind.DEPART, EventKind.RECOVER, EventKind.LOST):
            if event.tail in spot:
                where, cell = spot.pop(event.tail)
                standing[where][cell] -= 1
        elif kind == EventKind.TRAFFIC_LEAVE and traffic[event.who]:
            if len(set(traffic[event.who])) > 1:
                unclear.add(at)
            standing[at][traffic[event.who].pop()] -= 1
        elif kind in (EventKind.PARK, EventKind.TRAFFIC_PARK):
            own = kind == EventKind.PARK
            body = net.bodies[net.tails[event.tail].type] if own else net.streams[event.who].body
            cell = (event.aux, body)
            standing[at][cell] += 1
            if own:
                if event.tail in spot:
                    yield f"tail {event.tail} parks at second {event.time} and stands at {spot[event.tail][0]}"
                spot[event.tail] = (at, cell)
                if log.plan.missions[event.who].stops[event.stop].place != at:
                    continue
            else:
                traffic[event.who].append(cell)
            steps = net.parking[at]
            if steps is None or at in unclear:
                continue
            if event.aux < body:
                yield f"second {event.time}: body {body} on a spot of class {event.aux} at place {at}"
                continue
            limit = capacity_at(log, at, PARKING, steps, event.time)[event.aux]
            staying = standing[at].copy()
            for tail, (where, cell) in spot.items():
                if where == at and (tail, event.time) in recovers:
                    staying[cell] -= 1
            used = _used(net, at, event.aux, staying)
            if used > limit:
                yield f"second {event.time}: {used} spots of class {event.aux} taken at place {at}, there are {limit}"


def _used(net: Network, place: int, spot_class: int, standing: np.ndarray) -> int:
    share = net.places[place].spot_equivalence
    size = {(1, 0): share.small_on_narrow, (2, 0): share.small_on_wide, (2, 1): share.narrow_on_wide}
    return sum(-(-int(standing[spot_class, body]) // size.get((spot_class, body), 1)) for body in range(spot_class + 1))


@dataclass(frozen=True, slots=True)
class Served:
    """A time on a working slot; `handled` = with loaders."""

    place: int
    start: int
    end: int
    handled: bool


def services(log: Log) -> list[Served]:
    """Return every service that began, up to when its slot is free; of other traffic those that left."""
    plan, horizon = log.plan, log.network.horizon_s
    mission_of = [m for m, _ in plan.loads]
    landed: dict[int, int] = {}
    for event in log.of(EventKind.LANDED):
        landed[mission_of[event.who]] = event.time
    lost = {event.tail: event.time for event in log.of(EventKind.LOST)}
    aboard = {mission_of[event.who] for event in log.of(EventKind.LEFT_STOCK)}
    begun: dict[tuple[int, int], Event] = {}
    found: list[Served] = []

    def over(event: Event, end: int) -> None:
        handled = plan.missions[event.who].stops[event.stop].purpose in SERVED
        found.append(Served(event.place, event.time, min(end, lost.get(event.tail, horizon)), handled))

    for event in log.events:
        key = (event.tail, event.stop)
        if event.kind == EventKind.START:
            begun[key] = event
        elif event.kind == EventKind.END and key in begun:
            start = begun.pop(key)
            offload = plan.missions[event.who].stops[event.stop].purpose is Purpose.OFFLOAD
            end = landed.get(event.who, horizon) if offload and event.who in aboard else event.time
            over(start, end)
        elif event.kind == EventKind.TRAFFIC_LEAVE:
            found.append(Served(event.place, event.aux, event.time, True))
    for start in begun.values():
        over(start, horizon)
    return found


def slots(log: Log) -> Iterator[str]:
    """A service that starts finds a working slot, and a loader where it needs one."""
    net = log.network
    found = services(log)
    for place in range(len(net.places)):
        for what, limits in ((WORKING, net.working), (HANDLING, net.handling)):
            steps = limits[place] if limits else None
            here = [one for one in found if one.place == place and (what == WORKING or one.handled)]
            if steps is None or not here:
                continue
            starts, ends = np.sort([one.start for one in here]), np.sort([one.end for one in here])
            for one in here:
                busy = int(np.searchsorted(starts, one.start, "right") - np.searchsorted(ends, one.start, "right"))
                limit = capacity_at(log, place, what, steps, one.start)[0]
                if busy > limit:
                    name = ("parking", "working", "handling")[what]
                    yield f"second {one.start}: {busy} services at place {place}, {name} allows {limit}"
                    break


def storage(log: Log) -> Iterator[str]:
    """Cargo that lands fits into storage, or storage held nothing else; whatever has left, in part, counts as gone."""
    net, plan = log.network, log.plan
    amounts: dict[int, tuple[int, int]] = {}  # load -> grams, litres that are stored
    stored: dict[int, set[int]] = defaultdict(set)
    group: list[Event] = []
    for event in [*log.events, Event(net.horizon_s, -1, -1, -1, -1, -1, 0)]:
        landing = event.kind == EventKind.LANDED
        if group and (not landing or plan.loads[event.who][0] != plan.loads[group[0].who][0]):
            yield from _fits(log, group, stored[group[0].place], amounts)
            group = []
        if landing:
            load = plan.loads[event.who][1]
            litres = load.volume_m3 * 1000.0 * float(log.run.carried[event.who]) / load.quantity
            amounts[event.who] = (event.aux, max(0, math.floor(litres)))
            stored[event.place].add(event.who)
            group.append(event)
        elif event.kind in (EventKind.FORWARDED, EventKind.LOAD_LOST, EventKind.VEHICLE_LEFT):
            for there in stored.values():
                there.discard(event.who)


def _fits(log: Log, group: list[Event], there: set[int], amounts: dict[int, tuple[int, int]]) -> Iterator[str]:
    place = log.network.places[group[0].place]
    mine = {event.who for event in group}
    limits = (place.storage_kg, place.storage_m3)
    for unit, limit, name in ((0, limits[0], "g"), (1, limits[1], "l")):
        if limit is None:
            continue
        total = sum(amounts[load][unit] for load in there)
        alone = sum(amounts[load][unit] for load in mine)
        if total > math.floor(limit * 1000.0 + 0.5) and total > alone:
            yield f"second {group[0].time}: {total} {name} stored at {place.id}, the limit is {limit * 1000.0}"


def fuel(log: Log) -> Iterator[str]:
    """No more fuel is issued than was there, or has come."""
    issued: dict[int, int] = defaultdict(int)
    for event in log.of(EventKind.FUEL):
        issued[event.place] += event.aux
        stated = log.network.fuel[event.place] if log.network.fuel else None
        if stated is None:
            yield f"second {event.time}: fuel is issued at place {event.place}, which states none"
        elif issued[event.place] > stated.stock_kg + stated.kg_per_day * event.time // 86_400 or event.aux < 0:
            yield f"second {event.time}: {issued[event.place]} kg in all are issued at place {event.place}"


def vehicles(log: Log) -> Iterator[str]:
    """No more vehicles of a link are away than it has, and each comes back after it has left."""
    net = log.network
    most = [link.record.trucks or 0 for link in net.links]
    for shock in net.shocks:
        if shock.kind is ShockKind.CAPACITY and shock.link >= 0 and shock.factor > 1.0:
            most[shock.link] = math.ceil(most[shock.link] * shock.factor)
    away: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for event in log.of(EventKind.VEHICLE_LEFT, EventKind.VEHICLE_BACK):
        link = log.plan.loads[event.who][1].link
        trip = (event.who, event.aux)
        name = f"second {event.time}: trip {event.aux} of load {event.who}"
        if link is None:
            yield f"{name}, which needs no link"
            continue
        if (event.kind == EventKind.VEHICLE_LEFT) == (trip in away[link]):
            yield f"{name}: {EventKind(event.kind).name} twice, or before it left"
        (away[link].add if event.kind == EventKind.VEHICLE_LEFT else away[link].discard)(trip)
        if len(away[link]) > most[link]:
            yield f"{name}: {len(away[link])} vehicles of link {link} are away, it has {most[link]}"


def movement(log: Log) -> Iterator[str]:
    """A tail does one thing after another, and goes no faster than the least block time allows."""
    net = log.network
    at = {i: ("ramp", tail.base, 0) for i, tail in enumerate(net.tails)}
    for event in log.events:
        if event.tail < 0 or event.kind not in _FROM:
            continue
        state, place, since = at[event.tail]
        name = f"tail {event.tail} at second {event.time}: {EventKind(event.kind).name}"
        if state not in _FROM[EventKind(event.kind)]:
            yield f"{name} while {state}"
        elif state in ("ramp", "spot") and event.place != place and event.kind != EventKind.LOST:
            yield f"{name} at place {event.place}, it stands at {place}"
        elif event.kind == EventKind.ARRIVE and state == "air":
            least = int(net.block_s[net.tails[event.tail].type, place, event.place])
            if place != event.place and event.time - since < least:
                yield f"{name} {event.time - since} s after it left {place}; the block time is {least} s"
        at[event.tail] = (_TO[EventKind(event.kind)] or state, event.place, event.time)


_FROM: dict[EventKind, tuple[str, ...]] = {
    EventKind.DEPART: ("ramp", "spot"),
    EventKind.ARRIVE: ("air", "ramp", "spot"),
    EventKind.PARK: ("over",),
    EventKind.RECOVER: ("over",),
    EventKind.DIVERT: ("over",),
    EventKind.START: ("spot",),
    EventKind.END: ("spot",),
    EventKind.BREAK: ("spot",),
    EventKind.REPAIRED: ("spot",),
    EventKind.LOST: ("ramp", "spot", "air", "over"),
}
_TO: dict[EventKind, str] = dict.fromkeys(_FROM, "") | {
    EventKind.DEPART: "air",
    EventKind.ARRIVE: "over",
    EventKind.PARK: "spot",
    EventKind.RECOVER: "ramp",
    EventKind.DIVERT: "air",
    EventKind.LOST: "lost",
}


def hours(log: Log) -> Iterator[str]:
    """Nobody parks or starts a service while a place is shut, or leaves it while a shock shuts it.

    A diverted aircraft took its spot before.
    """
    net = log.network
    shut: set[int] = set()
    for event in log.events:
        if event.kind == EventKind.SHOCK and net.shocks[event.who].kind is ShockKind.CLOSURE:
            (shut.add if event.aux else shut.discard)(event.who)
        if event.kind not in _WHEN_OPEN:
            continue
        if event.kind == EventKind.PARK and log.plan.missions[event.who].stops[event.stop].place != event.place:
            continue
        what = f"second {event.time}: {EventKind(event.kind).name} at place {event.place}"
        if any(net.shocks[shock].place == event.place for shock in shut):
            yield f"{what}, which a shock shuts"
        windows = net.open_s[event.place]
        if event.kind == EventKind.DEPART or windows is None:
            continue
        if not any(opens <= event.time < closes for opens, closes in windows):
            yield f"{what}, which is closed"


_WHEN_OPEN = (EventKind.PARK, EventKind.START, EventKind.TRAFFIC_PARK, EventKind.DEPART)


def named_causes(log: Log) -> Iterator[str]:
    """A mission has ended, or it is named why not: what its tail waits for, that it is under way, or never began."""
    ended, stuck = log.run.ended.tolist(), log.run.stuck.tolist()
    if len(ended) != len(log.plan.missions) or len(stuck) != len(log.plan.missions):
        yield f"{len(ended)} ends and {len(stuck)} causes of {len(log.plan.missions)} missions"
        return
    begun = {event.who for event in log.events if event.tail >= 0 and event.kind != EventKind.REASSIGNED}
    for m, (end, cause) in enumerate(zip(ended, stuck, strict=True)):
        if (end >= 0) != (cause == ENDED):
            yield f"mission {m} ends at {end} and has the cause {cause}"
        elif end >= log.network.horizon_s:
            yield f"mission {m} ends at {end}, after the horizon"
        elif cause >= len(Cause) or cause < UNDER_WAY:
            yield f"mission {m} has the cause {cause}, which is none"
        elif end >= 0 and m not in begun:
            yield f"mission {m} ends and leaves no entry in the log"


def counts(log: Log) -> Iterator[str]:
    """What is counted is not negative, and no more than the log shows."""
    run = log.run
    for name in ("waits", "traffic", "own_traffic", "binding", "occupancy", "stored_kg_s", "flying_s"):
        if np.asarray(getattr(run, name)).size and np.asarray(getattr(run, name)).min() < 0:
            yield f"{name} is negative"
    if np.any(run.own_traffic > run.traffic):
        yield "more missions than aircraft"
    if np.any(run.binding > log.network.horizon_s):
        yield "a limit binds longer than the scenario lasts"
