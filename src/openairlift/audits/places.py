"""The audit of places over time: a sweep over planned stays, for spots, slots, handling, arrivals, hours and dates."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from openairlift.audits.danger import hot_stops
from openairlift.audits.flight import Schedule, Stay
from openairlift.audits.records import Asked, Violation
from openairlift.model import BODIES, Equivalence
from openairlift.network.network import Network, Steps
from openairlift.plan import Plan, Purpose
from openairlift.units import DAY_S


def audit_places(network: Network, plan: Plan, schedule: Schedule, lines: list[Asked]) -> Iterator[Violation]:
    """Yield violations of parking, hot spots, working slots and handling at every instant, of arrivals and hours."""
    by_place: dict[int, list[Stay]] = defaultdict(list)
    for stay in schedule.stays:
        by_place[stay.place].append(stay)
    hot = hot_stops(network, plan, lines)
    for place, stays in sorted(by_place.items()):
        yield from _parking(network, place, stays)
        yield from _hot(network, place, [stay for stay in stays if (stay.mission, stay.stop) in hot])
        yield from _working(network, place, stays)
        yield from _handling(network, place, stays)
    yield from _arrivals(network, plan, schedule)
    for leg in schedule.legs:
        ends = [(leg.origin, leg.leaves, "leaves"), (leg.place, leg.lands, "lands at")]
        for place, moment, verb in ends if leg.origin != leg.place else ends[:1]:
            if moment < network.horizon_s and not is_open(network.open_s[place], moment):
                what = f"{verb} {network.places[place].id} at {moment:,} s, when it is closed"
                yield Violation(rule="hours", where=f"mission {leg.mission}", what=what)


def _arrivals(network: Network, plan: Plan, schedule: Schedule) -> Iterator[Violation]:
    """Yield days with more landings of missions than a field takes; those at the base ramp do not count."""
    days: dict[tuple[int, int], int] = defaultdict(int)
    for leg in schedule.legs:
        recovers = plan.missions[leg.mission].stops[leg.stop].purpose is Purpose.RECOVER
        if leg.origin != leg.place and leg.lands < network.horizon_s and not recovers:
            days[leg.place, leg.lands // DAY_S] += 1
    for (place, day), count in sorted(days.items()):
        limit = network.places[place].arrivals_per_day
        if limit is not None and count > max(1, int(limit)):
            what = f"{count} arrivals on day {day}; it takes {max(1, int(limit))} a day"
            yield Violation(rule="arrivals", where=network.places[place].id, what=what)


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
    for moment, served, slots in _over([(stay.park, stay.served, 0) for stay in stays], steps):
        what = f"{served} are served at {moment:,} s; there are {slots} working slots"
        yield Violation(rule="working", where=network.places[place].id, what=what)


def _handling(network: Network, place: int, stays: list[Stay]) -> Iterator[Violation]:
    steps = network.handling[place] if network.handling else None
    if steps is None:
        return
    spans = [(stay.park, stay.served, 0) for stay in stays if stay.purpose in (Purpose.ONLOAD, Purpose.OFFLOAD)]
    for moment, served, limit in _over(spans, steps):
        what = f"{served} are loaded or unloaded at {moment:,} s; loaders and unloading crews suffice for {limit}"
        yield Violation(rule="handling", where=network.places[place].id, what=what)


def _hot(network: Network, place: int, stays: list[Stay]) -> Iterator[Violation]:
    """Yield times at which more aircraft need a spot for dangerous cargo than there are; none at all is `danger`'s."""
    limit = network.places[place].hot_spots
    if not limit:
        return
    spans = [(stay.park, network.horizon_s if stay.depart is None else stay.depart, 0) for stay in stays]
    for moment, count, _ in _over(spans, Steps(times=(0,), values=((limit,),))):
        what = f"{count} with much explosive aboard stand there at {moment:,} s; there are {limit} hot spots"
        yield Violation(rule="hot_spots", where=network.places[place].id, what=what)


def _over(spans: list[tuple[int, int, int]], steps: Steps) -> Iterator[tuple[int, int, int]]:
    """Yield when more are there than may be, how many, and how many may: once for every time that it begins."""
    over = False
    for moment, (count,) in _sweep(spans, steps, 1):
        limit = _at(steps, moment)[0]
        before, over = over, count > limit
        if over and not before:
            yield moment, count, limit


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


def is_open(windows: tuple[tuple[int, int], ...] | None, moment: int) -> bool:
    """Return whether a moment lies in opening windows; None = always open."""
    return windows is None or any(start <= moment < end for start, end in windows)


def _at(steps: Steps, moment: int) -> tuple[int, ...]:
    return steps.values[bisect_right(steps.times, moment) - 1]
