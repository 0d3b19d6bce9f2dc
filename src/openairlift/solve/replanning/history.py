"""How far the old plan has been carried out at a moment: what has begun, where every mission then is.

Times are those of a plan in which nobody waits, which the audit reckons with too. By the exact times of a run with luck
off a mission may wait for crews, fuel or other traffic: what has moved by those has moved by these as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from openairlift.network import UNREACHABLE, Network
from openairlift.plan import Mission, Plan, Purpose


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
    """

    state: State
    reached: int


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


def begun(network: Network, plan: Plan, at: int) -> tuple[bool, ...]:
    """Return for every mission whether it had moved before a moment, if nothing had to wait."""
    found: list[bool] = []
    where: dict[int, tuple[int, int]] = {}
    for mission in plan.missions:
        tail = network.tails[mission.tail]
        here, free = where.get(mission.tail, (tail.base, tail.available_from_s))
        start = max(mission.earliest_s, free)
        found.append(start < at)
        where[mission.tail] = mission.stops[-1].place, course_of(network, mission, here, start).end_s
    return tuple(found)


def phase_at(mission: Mission, course: Course, at: int) -> Phase:
    """Return where a mission that has begun is at a moment."""
    reached = sum(arrives < at for arrives in course.arrive_s) - 1
    last = len(mission.stops) - 1
    if reached == last and course.leave_s[last] <= at:
        return Phase(state=State.OVER, reached=reached)
    gone = reached < 0 or (reached < last and course.leave_s[reached] < at)
    return Phase(state=State.AIR if gone else State.GROUND, reached=reached)
