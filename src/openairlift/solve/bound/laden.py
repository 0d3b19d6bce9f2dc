"""How quick ways can be at best: services in the best weather, and the crew rests that no laden aircraft can avoid."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from openairlift.network import UNREACHABLE, Network
from openairlift.network.network import GROUND_PURPOSES
from openairlift.solve.ways import Way
from openairlift.units import seconds


def quickest(way: Way, paces: Sequence[float]) -> Way:
    """Return a way with its services at the best pace of every place; the way itself where no pace is above 1."""
    if all(paces[place] <= 1.0 for place in way.places):
        return way
    ground = tuple(_quickened(stay, paces[place]) for stay, place in zip(way.ground_s, way.places, strict=True))
    saved, offsets = 0, [0]
    for before, stay, offset in zip(way.ground_s, ground, way.offsets_s[1:], strict=False):
        saved += before - stay
        offsets.append(offset - saved)
    return replace(way, ground_s=ground, offsets_s=tuple(offsets))


def _quickened(stay_s: int, pace: float) -> int:
    return stay_s if pace <= 1.0 else max(int((stay_s - 0.5) / pace), 0)


def rested(network: Network, way: Way) -> tuple[Way, ...]:
    """Return a way once for every least set of stops at which its crew can rest; the way itself where it need not.

    A crew is fresh when it leaves the onload at best. The audit asks that every block-in lies within its duty day, and
    that a planned rest covers release, rest and report; a run takes planned rests in full, after the service. So the
    rest is part of the time from the service at that stop to the next. At the base of a tail a fresh crew takes over.
    Where crews come from pools one can take over anywhere, and nothing is asked.
    """
    if way.duty_s is None or network.pools:
        return (way,)
    record = network.types[way.type]
    report, release = seconds(record.report_s or 0.0), seconds(record.release_s or 0.0)
    pause = report + release + seconds(record.rest_s or 0.0)
    bases = {tail.base for tail in network.tails if (tail.type, tail.duty_s) == (way.type, way.duty_s)}
    free = frozenset(stop for stop, place in enumerate(way.places) if place in bases)
    inner = range(1, len(way.places) - 1)
    least: list[frozenset[int]] = []
    for count in range(len(inner) + 1):
        for chosen in map(frozenset, combinations(inner, count)):
            if not any(known <= chosen for known in least) and _flies(way, free | chosen, report, way.duty_s - release):
                least.append(chosen)
    return tuple(_paused(way, stops, pause) for stops in least) or (way,)


def _flies(way: Way, fresh: frozenset[int], report: int, limit: int) -> bool:
    """Return whether every block-in after the onload lies within a duty day, with a fresh crew after some stops."""
    duty = report
    for stop, block in enumerate(way.route.block_s, start=1):
        duty += block
        if duty > limit:
            return False
        duty = report if stop in fresh else duty + way.ground_s[stop]
    return True


def _paused(way: Way, stops: frozenset[int], pause: int) -> Way:
    if not stops:
        return way
    offsets = tuple(
        offset + pause * sum(stop < number for stop in stops) for number, offset in enumerate(way.offsets_s)
    )
    return replace(way, offsets_s=offsets)


def longest_part_s(way: Way) -> int:
    """Return the longest of the times between services of a way and of its offload [s]."""
    return max(way.ground_s[-1], *(after - before for before, after in pairwise(way.offsets_s)))


def empty_moves_s(network: Network, type_: int, start: int, bases: set[int], paces: Sequence[float]) -> dict[int, int]:
    """Return the least time of an empty move to every place [s].

    A stop takes the least time on the ground of any purpose there, since a mission without loads may name any, and
    since a mission with loads that are worth nothing counts as an empty move. Bases take none: their ramps are free.
    """
    block = network.block_s[type_]
    best: dict[int, int] = {}
    due = [(0, start)]
    while due:
        time, place = heapq.heappop(due)
        if place in best:
            continue
        best[place] = time
        stop = 0 if place == start or place in bases else _least_stop_s(network, type_, place, paces[place])
        for other in range(len(network.places)):
            leg = int(block[place, other])
            if leg != UNREACHABLE and other not in best:
                heapq.heappush(due, (time + stop + leg, other))
    return best


def _least_stop_s(network: Network, type_: int, place: int, pace: float) -> int:
    stay = min(network.nominal_ground_s(type_, place, purpose) for purpose in range(len(GROUND_PURPOSES)))
    return _quickened(stay, pace)
