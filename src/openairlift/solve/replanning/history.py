"""How far the old plan has been carried out at a moment: what has begun, where every mission then is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from openairlift.audits.timing import StopTimes, Timing
from openairlift.network import UNREACHABLE, Network
from openairlift.plan import EventKind, Mission, Plan, Purpose

MOVES = (EventKind.DEPART, EventKind.ARRIVE, EventKind.PARK, EventKind.START, EventKind.END, EventKind.RECOVER)


class State(IntEnum):
    """Where a mission is."""

    OVER = 0  # its last stop is behind it
    GROUND = 1  # it stands at its stop `reached`
    AIR = 2  # it is on its way to the stop after `reached`


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Where a mission that has begun is at a moment.

    Attributes
    ----------
    state : over, on the ground or in the air.
    reached : the last stop at which it had blocked in; -1 = none yet.
    lag_s : by how much it is later than if it had never waited [s].
    """

    state: State
    reached: int
    lag_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When a mission reaches each stop, is served there and leaves it if it never waits [s]; `block_s` of each leg."""

    arrive_s: tuple[int, ...]
    served_s: tuple[int, ...]
    leave_s: tuple[int, ...]
    block_s: tuple[int, ...]

    @property
    def end_s(self) -> int:
        """When its tail can go on [s]."""
        return self.leave_s[-1]


def course_of(network: Network, mission: Mission, here: int, start: int) -> Course:
    """Return the times of a mission that moves first at `start` from `here`, up to the first leg that can't be flown.

    Legs take their block times, services their means, rests are as planned: what the audit reckons with too.
    """
    type_ = network.tails[mission.tail].type
    pallets = sum(load.pallets for load in mission.loads)
    arrive, served, leave, blocks, now = [], [], [], [], start
    for stop in mission.stops:
        block = 0 if stop.place == here else int(network.block_s[type_, here, stop.place])
        if block == UNREACHABLE:
            break
        now += block
        blocks.append(block)
        arrive.append(now)
        if stop.purpose is not Purpose.RECOVER:
            handled = 0.0 if stop.purpose is Purpose.ENROUTE else pallets
            now += network.nominal_ground_s(type_, stop.place, int(stop.purpose), pallets=handled)
        served.append(now)
        now += stop.rest_s
        leave.append(now)
        here = stop.place
    return Course(arrive_s=tuple(arrive), served_s=tuple(served), leave_s=tuple(leave), block_s=tuple(blocks))


def begun(plan: Plan, timing: Timing, at: int) -> tuple[bool, ...]:
    """Return for every mission whether it had moved before a moment."""
    first = np.full(len(plan.missions), at, dtype=np.int64)
    events = timing.events
    moves = events[np.isin(events["kind"], [int(kind) for kind in MOVES]) & (events["tail"] >= 0)]
    moves = moves[(moves["who"] >= 0) & (moves["who"] < len(plan.missions))]
    np.minimum.at(first, moves["who"], moves["time"])
    return tuple((first < at).tolist())


def phase_at(mission: Mission, times: tuple[StopTimes, ...], course: Course, at: int) -> Phase:
    """Return where a mission that has begun is at a moment; `times` are those of the run, `course` those without waits."""
    reached, lag = -1, 0
    for i, (stop, seen) in enumerate(zip(mission.stops, times, strict=True)):
        there = seen.arrive if stop.purpose is Purpose.RECOVER else seen.park
        if there is None or there >= at:
            break
        reached = i
        lag = max(lag, there - course.arrive_s[i])
        if seen.end is not None and seen.end < at:
            lag = max(lag, seen.end - course.served_s[i])
    if reached < 0:
        return Phase(state=State.AIR, reached=-1)
    last = reached == len(mission.stops) - 1
    if last and max(course.leave_s[-1] + lag, 0) <= at:
        return Phase(state=State.OVER, reached=reached, lag_s=lag)
    gone = times[reached].depart
    if not last and gone is not None and gone < at:
        lag = max(lag, gone - course.leave_s[reached])
        return Phase(state=State.AIR, reached=reached, lag_s=lag)
    return Phase(state=State.GROUND, reached=reached, lag_s=lag)
