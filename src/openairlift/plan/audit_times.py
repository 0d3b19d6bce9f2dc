"""The audit of places over time: a sweep over planned stays, for spots, slots, hours, dates and storage."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from openairlift.model import BODIES, Equivalence
from openairlift.network.network import Network, Steps
from openairlift.plan.audit_flight import Schedule, Stay
from openairlift.plan.audit_records import SLACK, Violation
from openairlift.plan.plan import Plan
from openairlift.plan.timing import Timing


def audit_places(network: Network, schedule: Schedule) -> Iterator[Violation]:
    """Yield violations of parking and working slots at every instant, and of opening hours."""
    by_place: dict[int, list[Stay]] = defaultdict(list)
    for stay in schedule.stays:
        by_place[stay.place].append(stay)
    for place, stays in sorted(by_place.items()):
        yield from _parking(network, place, stays)
        yield from _working(network, place, stays)
    for leg in schedule.legs:
        ends = [(leg.origin, leg.leaves, "leaves"), (leg.place, leg.lands, "lands at")]
        for place, moment, verb in ends if leg.origin != leg.place else ends[:1]:
            if moment < network.horizon_s and not _is_open(network.open_s[place], moment):
                what = f"{verb} {network.places[place].id} at {moment:,} s, when it is closed"
                yield Violation(rule="hours", where=f"mission {leg.mission}", what=what)


def audit_dates(network: Network, plan: Plan, schedule: Schedule) -> Iterator[Violation]:
    """Yield violations of dates: loaded before ready, landed before the earliest date."""
    for index, onload in sorted(schedule.onload.items()):
        landed = schedule.landed.get(index)
        for load in plan.missions[index].loads:
            line = network.lines[load.line]
            where = f"mission {index}, load {line.name}#{load.number}"
            if onload < line.ready_s:
                what = f"onload starts at {onload:,} s; the cargo is ready at {line.ready_s:,} s"
                yield Violation(rule="ready", where=where, what=what)
            stock = None if load.stock is None else network.stocks[load.stock]
            if stock is not None and onload < stock.ready_s:
                what = f"onload starts at {onload:,} s; the stock is ready at {stock.ready_s:,} s"
                yield Violation(rule="stock_ready", where=where, what=what)
            if landed is not None and landed < line.earliest_s:
                what = f"landed at {landed:,} s, before the earliest date {line.earliest_s:,} s"
                yield Violation(rule="earliest", where=where, what=what)


def audit_storage(network: Network, plan: Plan, timing: Timing) -> Iterator[Violation]:
    """Yield violations of storage, from the marks of a timed plan.

    How fast cargo leaves a hub depends on vehicles, so that it can't be told from the flights alone. A load counts in
    full from LANDED to FORWARDED; where vehicles take it trip by trip, only its last trip counts for certain. A mission
    whose cargo is heavier than the whole storage may stand there alone.
    """
    changes: dict[int, list[tuple[int, int, float, int]]] = defaultdict(list)
    for (index, load), times, quantity in zip(plan.loads, timing.marks, timing.carried, strict=True):
        mission = plan.missions[index]
        place = mission.stops[mission.offload].place
        landed, left = times[1], times[3]
        if network.places[place].storage_kg is None or landed is None or landed == left:
            continue
        mass = _last_to_leave(network, load.link, quantity * network.lines[load.line].unit_kg)
        changes[place].append((landed, 1, mass, index))
        if left is not None:
            changes[place].append((left, 0, -mass, index))
    for place, rows in sorted(changes.items()):
        yield from _storage(network, place, sorted(rows))


def _last_to_leave(network: Network, link: int | None, mass_kg: float) -> float:
    record = None if link is None else network.links[link].record
    if record is None or record.capacity_kg_per_day is not None or record.payload_kg is None:
        return mass_kg
    trips = max(math.ceil(mass_kg / record.payload_kg - SLACK), 1)
    return mass_kg - (trips - 1) * record.payload_kg


def _storage(network: Network, place: int, rows: list[tuple[int, int, float, int]]) -> Iterator[Violation]:
    limit = network.places[place].storage_kg or 0.0
    stored: dict[int, float] = defaultdict(float)
    over = False
    for number, (moment, _, mass, index) in enumerate(rows):
        stored[index] += mass
        if number + 1 < len(rows) and rows[number + 1][0] == moment:
            continue
        total = sum(stored.values())
        before, over = over, total > limit * (1.0 + SLACK) + SLACK and sum(kg > SLACK for kg in stored.values()) > 1
        if over and not before:
            what = f"{total:,.0f} kg stored at {moment:,} s; there is room for {limit:,.0f} kg"
            yield Violation(rule="storage", where=network.places[place].id, what=what)


def _parking(network: Network, place: int, stays: list[Stay]) -> Iterator[Violation]:
    steps = network.parking[place]
    if steps is None:
        return
    record = network.places[place]
    spans = [
        (
            stay.park,
            network.horizon_s if stay.depart is None else stay.depart,
            network.bodies[network.tails[stay.tail].type],
        )
        for stay in stays
    ]
    full = False
    for moment, here in _sweep(spans, steps, len(BODIES)):
        spots = _at(steps, moment)
        before, full = full, not spots_suffice(tuple(here), spots, record.spot_equivalence)
        if full and not before:
            what = f"{_by_class(here)} stand there at {moment:,} s; the spots are {_by_class(spots)}"
            yield Violation(rule="parking", where=record.id, what=what)


def _working(network: Network, place: int, stays: list[Stay]) -> Iterator[Violation]:
    steps = network.working[place]
    if steps is None:
        return
    full = False
    for moment, (served,) in _sweep([(stay.park, stay.served, 0) for stay in stays], steps, 1):
        slots = _at(steps, moment)[0]
        before, full = full, served > slots
        if full and not before:
            what = f"{served} are served at {moment:,} s; there are {slots} working slots"
            yield Violation(rule="working", where=network.places[place].id, what=what)


def _sweep(spans: list[tuple[int, int, int]], steps: Steps, kinds: int) -> Iterator[tuple[int, list[int]]]:
    """Yield every moment at which something changes, and how many of each kind are there from then on."""
    changes = [(start, kind, 1) for start, end, kind in spans if end > start]
    changes += [(end, kind, -1) for start, end, kind in spans if end > start]
    changes += [(moment, 0, 0) for moment in steps.times]
    here = [0] * kinds
    changes.sort()
    for number, (moment, kind, sign) in enumerate(changes):
        here[kind] += sign
        if number + 1 == len(changes) or changes[number + 1][0] != moment:
            yield moment, here


def spots_suffice(aircraft: tuple[int, ...], spots: tuple[int, ...], equivalence: Equivalence) -> bool:
    """Return whether aircraft of each class can stand on the spots, tried in every way.

    Examples
    --------
    >>> spots_suffice((0, 3, 1), (0, 1, 2), Equivalence(narrow_on_wide=2))
    True
    >>> spots_suffice((0, 3, 1), (0, 1, 2), Equivalence())
    False
    """
    small, narrow, wide = aircraft
    for up, narrow_up, small_up in product(range(narrow + 1), range(small + 1), range(small + 1)):
        if narrow_up + small_up > small:
            continue
        use_wide = wide + _share(up, equivalence.narrow_on_wide) + _share(small_up, equivalence.small_on_wide)
        use_narrow = narrow - up + _share(narrow_up, equivalence.small_on_narrow)
        if use_wide <= spots[2] and use_narrow <= spots[1] and small - narrow_up - small_up <= spots[0]:
            return True
    return False


def _share(count: int, per_spot: int) -> int:
    return -(-count // per_spot)


def _by_class(counts: Sequence[int]) -> str:
    return ", ".join(f"{count} {body}" for body, count in zip(BODIES, counts, strict=True) if count) or "none"


def _is_open(windows: tuple[tuple[int, int], ...] | None, moment: int) -> bool:
    return windows is None or any(start <= moment < end for start, end in windows)


def _at(steps: Steps, moment: int) -> tuple[int, ...]:
    return steps.values[bisect_right(steps.times, moment) - 1]
