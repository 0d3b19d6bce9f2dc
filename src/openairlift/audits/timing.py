"""The exact times of a plan: what the simulator makes of it with luck off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.model import MARKS
from openairlift.network.network import Network
from openairlift.plan import Cause, EventKind, Plan
from openairlift.sim import simulate

Marked = tuple[int | None, int | None, int | None, int | None, int | None]
"""Times at which a load passed the five marks of `openairlift.model.MARKS` [s]; None = not within the horizon."""


@dataclass(slots=True)
class StopTimes:
    """When a stop was reached and left [s]; None = not within the horizon, or not at this kind of stop.

    Attributes
    ----------
    arrive : over the field (the last time, after diverts), or on the base ramp.
    park : block-in on a spot; where the tail stands there already: the start of its service.
    start, end : of service.
    depart : block-out; where the tail's next stop is at the same place: the start of service there.
    """

    arrive: int | None = None
    park: int | None = None
    start: int | None = None
    end: int | None = None
    depart: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timing:
    """What happens when a plan is carried out and every distribution gives its mean.

    Attributes
    ----------
    events : everything that happened, in order: a structured array with time [s], kind (`EventKind`), place, who, tail,
        stop and aux.
    marks : per load of `Plan.loads`, when it passed the five marks [s].
    carried : per load, how much of it was carried, in units of its line.
    stops : per mission and stop, when it was reached and left [s].
    waits : time waited by (place, cause) [s].
    flying_s : block time flown by type [s].
    closure_s : when the last of everything required passed the objective's mark [s]; None when something is missing.
    """

    events: npt.NDArray[Any]
    marks: tuple[Marked, ...]
    carried: tuple[float, ...]
    stops: tuple[tuple[StopTimes, ...], ...]
    waits: Mapping[tuple[int, Cause], int]
    flying_s: tuple[int, ...]
    closure_s: int | None


def time_plan(network: Network, plan: Plan) -> Timing:
    """Return the exact times of a plan, second by second, with luck off.

    Disruptions with stated times happen; those with a rate do not, nothing breaks, and other traffic comes evenly.

    Raises
    ------
    PlanError
        When a mission can't be flown as it stands.
    """
    run = simulate(network.scenario, plan, seed=0, network=network, luck=False, log=True)
    assert run.events is not None
    marks = tuple(_marked(row) for row in run.marks.tolist())
    carried = tuple(run.carried.tolist())
    waits = {(int(p), Cause(int(c))): int(run.waits[p, c]) for p, c in np.argwhere(run.waits > 0)}
    return Timing(
        events=run.events,
        marks=marks,
        carried=carried,
        stops=stop_times(plan, run.events),
        waits=MappingProxyType(waits),
        flying_s=tuple(run.flying_s.tolist()),
        closure_s=_closure(network, plan, marks, carried),
    )


def stop_times(plan: Plan, events: npt.NDArray[Any]) -> tuple[tuple[StopTimes, ...], ...]:
    """Return when each stop of each mission was reached and left, from the events of a run."""
    found = tuple(tuple(StopTimes() for _ in mission.stops) for mission in plan.missions)
    standing: dict[int, StopTimes] = {}  # by tail: the stop on whose spot it stands
    columns = [events[name].tolist() for name in ("time", "kind", "place", "who", "tail", "stop")]
    for time, kind, place, who, tail, number in zip(*columns, strict=True):
        if kind not in _OF_STOPS or tail < 0 or number >= len(found[who]):
            continue
        here = found[who][number]
        at_stop = plan.missions[who].stops[number].place == place
        if kind == EventKind.DEPART:
            before = standing.pop(tail, None)
            if before is not None:
                before.depart = time
        elif kind == EventKind.ARRIVE and at_stop:
            here.arrive = time
        elif kind == EventKind.RECOVER:
            before = standing.pop(tail, None)
            if before is not None:  # a move to the ramp of the same place
                before.depart = time
        elif kind == EventKind.PARK and at_stop:
            here.park = time
            standing[tail] = here
        elif kind == EventKind.START:
            before = standing.get(tail)
            if before is not None and before is not here:
                before.depart = here.park = time
            here.start = time
            standing[tail] = here
        elif kind == EventKind.END:
            here.end = time
    return found


_OF_STOPS = (EventKind.DEPART, EventKind.ARRIVE, EventKind.PARK, EventKind.START, EventKind.END, EventKind.RECOVER)


def _marked(row: list[int]) -> Marked:
    first, second, third, fourth, fifth = (None if time < 0 else time for time in row)
    return first, second, third, fourth, fifth


def _closure(network: Network, plan: Plan, marks: tuple[Marked, ...], carried: tuple[float, ...]) -> int | None:
    """Return when the last of everything required passed the objective's mark, or None."""
    mark = MARKS.index(network.scenario.settings.objective_mark)
    there = [0.0] * len(network.lines)
    last = 0
    for (_, load), times, quantity in zip(plan.loads, marks, carried, strict=True):
        time = times[mark]
        if time is not None:
            there[load.line] += quantity
            last = max(last, time)
    complete = all(have >= line.quantity * (1.0 - 1e-9) - 1e-6 for have, line in zip(there, network.lines, strict=True))
    return last if complete and network.lines else None
