"""What follows from the constraints of the exact model, said outright: the solver proves optima far sooner with it.

No plan is lost by it: `tests/exact` compares optima with a search of all orders that knows nothing of this.
"""

from __future__ import annotations

from tests.exact.instance import Instance, Lane
from tests.exact.model import Programme, Visit


def add_implied(programme: Programme) -> None:
    """Add least times of missions by what came before them, and the tails that are busy at a time."""
    begins = [_begins(programme.instance, v) for v in programme.visits]
    for v, begin in zip(programme.visits, begins, strict=True):
        _least(programme, v, begin)
        _follows(programme, v, begin, begins)
    groups, types = range(len(programme.instance.groups)), programme.instance.types
    sets = [[g] for g in groups]
    sets += [[g for g in groups if programme.instance.groups[g].type == t] for t in types]
    for some in (*sets, list(groups)):
        _busy(programme, some)


def transit_s(instance: Instance, type_: int, lane: Lane) -> int:
    """Return the least time from the start of the onload to the end of the offload [s]."""
    ways = []
    for s in lane.ways[type_]:
        if s is None:
            ways.append(instance.leg(type_, lane.origin, lane.destination))
        else:
            legs = instance.leg(type_, lane.origin, s) + instance.leg(type_, s, lane.destination)
            ways.append(legs + instance.enroute(type_, s))
    return instance.onload(type_, lane.origin) + min(ways) + instance.offload(type_, lane.destination)


def after_s(instance: Instance, group: int, lane: Lane, origin: int | None) -> int:
    """Return the least time from the end of the offload to an origin (None = any, or the base) [s]."""
    row, found = instance.groups[group], []
    goals = {row.base, *(other.origin for other in instance.lanes)} if origin is None else {origin}
    for s in instance.returns[row.type, lane.destination]:
        start, time = lane.destination, 0
        if s is not None:
            start, time = s, instance.leg(row.type, lane.destination, s) + instance.enroute(row.type, s)
        for goal in goals:
            straight, home = instance.block(row.type, start, goal), instance.block(row.type, start, row.base)
            if straight is not None:
                found.append(time + straight)
            if home is not None:
                found.append(time + home + instance.leg(row.type, row.base, goal))
    return min(found, default=0)


def _begins(instance: Instance, v: Visit) -> dict[int, int]:
    """Return the least start of the onload by group, for the first mission of a tail [s]."""
    rows = {g: instance.groups[g] for g in v.group}
    origin, ready = v.lane.origin, v.lane.demand.ready_s
    return {g: max(ready, row.free_s + instance.leg(row.type, row.base, origin)) for g, row in rows.items()}


def _least(programme: Programme, v: Visit, begin: dict[int, int]) -> None:
    """Say when a mission lands at best, and that those before it were loaded on the same slots."""
    inst, lane = programme.instance, v.lane
    if not begin:
        return
    load = min(inst.onload(t, lane.origin) for t in lane.ways)
    rounds = v.number // (inst.working[lane.origin] or lane.missions)
    start = max(min(begin.values()), lane.demand.ready_s + rounds * load)
    quick = {t: transit_s(inst, t, lane) for t in lane.ways}
    programme.model.add(v.landed >= start + min(quick.values())).only_enforce_if(v.here)
    programme.model.add(v.landed >= v.onload + sum(quick[t] * x for t, x in v.type.items()))


def _follows(programme: Programme, w: Visit, begin: dict[int, int], begins: list[dict[int, int]]) -> None:
    """Say when a mission is loaded at best as a tail's first one, and after each other."""
    inst = programme.instance
    floor = sum(begin[g] * x for g, x in w.first.items())
    for i, x, _ in w.before:
        v = programme.visits[i]
        times = [
            begins[i][g] + transit_s(inst, inst.groups[g].type, v.lane) + after_s(inst, g, v.lane, w.lane.origin)
            for g in v.group
            if g in w.group
        ]
        if times:
            floor = floor + max(w.lane.demand.ready_s, min(times)) * x
    programme.model.add(w.onload >= floor)


def _busy(programme: Programme, some: list[int]) -> None:
    """Say that tails of some groups are busy from the onload until they can be at an origin again."""
    m, inst, spans = programme.model, programme.instance, []
    for v in programme.visits:
        own = [g for g in some if g in v.group]
        if not own:
            continue
        there = m.new_bool_var("")
        m.add(sum(v.group[g] for g in own) == there)
        rest = min(after_s(inst, g, v.lane, None) for g in own)
        size, end = programme.time(""), programme.time("", 2 * programme.last)
        m.add(end == v.landed + rest)
        m.add(end == v.onload + size).only_enforce_if(there)
        m.add(size >= rest + min(transit_s(inst, inst.groups[g].type, v.lane) for g in own))
        spans.append(m.new_optional_interval_var(v.onload, size, end, there, ""))
    programme.limit(spans, sum(len(inst.groups[g].tails) for g in some))
