"""What moved in the run that is shown: aircraft leg by leg and stay by stay, and loads by surface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from openairlift.exchange.outward.flown import driven_loads, flown_legs
from openairlift.plan import Cause, EventKind, Purpose

if TYPE_CHECKING:
    from openairlift.plan import Plan
    from openairlift.study import Study

STATES = (
    "holding", "waiting", "onload", "offload", "en route", "service", "after service", "broken", "rest", "base",
)  # fmt: skip
"""What a tail does on the ground, or over it."""

_SERVICE = {Purpose.ONLOAD: "onload", Purpose.OFFLOAD: "offload", Purpose.ENROUTE: "en route"}
_LANDED = (EventKind.PARK, EventKind.RECOVER)


def movements(study: Study, events: npt.NDArray[Any]) -> dict[str, Any]:
    """Return the parts ``types``, ``tails``, ``legs``, ``stays``, ``drives``, ``missions`` and ``words``.

    Legs, stays and drives are columns: lists of equal length, in whole seconds since the start.
    """
    plan, network = study.plan, study.network
    ends = {index: (link.origin, link.destination) for index, link in enumerate(network.links)}
    legs = flown_legs(plan, events)
    drives = driven_loads(plan, ends, events)
    loads = plan.loads
    return {
        "types": [type_.type for type_ in network.types],
        "tails": [{"name": tail.name, "type": tail.type, "base": tail.base} for tail in network.tails],
        "legs": {
            "tail": [leg.tail for leg in legs], "mission": [leg.mission for leg in legs],
            "from": [leg.origin for leg in legs], "to": [leg.destination for leg in legs],
            "out": [leg.out_s for leg in legs], "over": [leg.over_s for leg in legs], "in": [leg.in_s for leg in legs],
            "laden": [int(leg.laden) for leg in legs], "diverted": [int(leg.diverted) for leg in legs],
        },
        "stays": _columns(("tail", "place", "mission", "from", "to", "state", "cause"), _stays(study, events)),
        "drives": {
            "load": [load.load for load in drives], "from": [load.origin for load in drives],
            "to": [load.destination for load in drives], "out": [load.out_s for load in drives],
            "in": [load.in_s for load in drives],
            "kg": [round(loads[load.load][1].mass_kg, 1) for load in drives],
            "line": [network.lines[loads[load.load][1].line].name for load in drives],
        },
        "missions": _missions(study, plan),
        "words": {"states": list(STATES), "causes": [cause.name.lower() for cause in Cause]},
    }  # fmt: skip


def _missions(study: Study, plan: Plan) -> list[dict[str, Any]]:
    network = study.network
    return [
        {
            "tail": mission.tail,
            "stops": [stop.place for stop in mission.stops],
            "kg": round(sum(load.mass_kg for load in mission.loads), 1),
            "loads": [f"{network.lines[load.line].name}#{load.number}" for load in mission.loads],
        }
        for mission in plan.missions
    ]


def _columns(names: tuple[str, ...], rows: Iterable[tuple[int, ...]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {name: [] for name in names}
    for row in rows:
        for name, value in zip(names, row, strict=True):
            found[name].append(value)
    return found


def _stays(study: Study, events: npt.NDArray[Any]) -> list[tuple[int, ...]]:
    """Return (tail, place, mission, from, to, state, cause) of everything a tail does between its legs.

    The cause is an index of `Cause`, or -1 where the log names none.
    """
    plan, horizon = study.plan, int(study.network.horizon_s)
    rows: list[tuple[int, ...]] = []
    now: dict[int, tuple[int, int, int, str, int]] = {}  # by tail: place, mission, since, state, cause

    def close(tail: int, time: int) -> None:
        place, mission, since, state, cause = now.pop(tail, (0, 0, time, "base", -1))
        if time > since:
            rows.append((tail, place, mission, since, time, STATES.index(state), cause))

    columns = [events[name].tolist() for name in ("time", "kind", "place", "who", "tail", "stop", "aux")]
    for time, kind, place, who, tail, stop, aux in zip(*columns, strict=True):
        if tail < 0:
            continue
        if kind == EventKind.HELD_UP:
            if tail in now:
                here, mission, since, state, _ = now[tail]
                now[tail] = here, mission, since, state, aux
            continue
        after, why = _after(kind, plan, who, stop)
        if after is None:
            continue
        close(tail, time)
        if after:
            now[tail] = place, who, time, after, why
    for tail in list(now):
        close(tail, horizon)
    return sorted(rows, key=lambda row: (row[0], row[3]))


def _after(kind: int, plan: Plan, mission: int, stop: int) -> tuple[str | None, int]:
    """Return what a tail does after an event and why; "" = it flies or is lost, None = nothing changes."""
    match kind:
        case EventKind.ARRIVE:
            return "holding", Cause.PARKING
        case EventKind.PARK:
            return "waiting", Cause.WORKING
        case EventKind.START:
            return _SERVICE.get(plan.missions[mission].stops[stop].purpose, "service"), -1
        case EventKind.END | EventKind.REPAIRED:
            return "after service", -1
        case EventKind.BREAK:
            return "broken", Cause.REPAIR
        case EventKind.REST:
            return "rest", Cause.REST
        case EventKind.RECOVER:
            return "base", -1
        case EventKind.DEPART | EventKind.DIVERT | EventKind.LOST:
            return "", -1
        case _:
            return None, -1
