"""Numbers of new loads: those that are free, and those that they had where a mission is as in the old plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from openairlift.plan import Load, Mission

Key = tuple[object, ...]


def numbered(
    missions: Sequence[Mission], waiting: Mapping[Key, Mission], loads: Iterable[Load], lines: int
) -> list[Mission]:
    """Return missions whose loads have numbers that are free; one as in the old plan keeps those that it had."""
    same = {i: waiting[key_of(m)] for i, m in enumerate(missions) if key_of(m) in waiting}
    taken = {(load.line, load.number) for load in loads}
    kept = {
        i: mission
        for i, mission in same.items()
        if not any((load.line, load.number) in taken for load in mission.loads)
    }
    taken |= {(load.line, load.number) for mission in kept.values() for load in mission.loads}
    following = [1] * lines
    found = []
    for i, mission in enumerate(missions):
        if i in kept:
            numbers = [load.number for load in _ordered(kept[i].loads)]
            loads = [replace(a, number=n) for a, n in zip(_ordered(mission.loads), numbers, strict=True)]
            found.append(replace(mission, loads=tuple(loads)))
            continue
        loads = []
        for load in mission.loads:
            while (load.line, following[load.line]) in taken:
                following[load.line] += 1
            loads.append(replace(load, number=following[load.line]))
            following[load.line] += 1
        found.append(replace(mission, loads=tuple(loads)))
    return found


def key_of(mission: Mission) -> Key:
    """Return what makes a mission the same: tail, first movement, stops up to the offload, what is carried."""
    laden = mission.stops[: mission.offload + 1] if mission.loads else mission.stops
    loads = tuple((load.line, round(load.quantity, 6), load.stock, load.link) for load in _ordered(mission.loads))
    return mission.tail, mission.earliest_s, tuple((s.place, s.purpose, s.rest_s) for s in laden), loads


def _ordered(loads: tuple[Load, ...]) -> list[Load]:
    return sorted(loads, key=lambda load: (load.line, load.quantity, -1 if load.stock is None else load.stock))
