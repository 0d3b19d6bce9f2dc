"""What of the old plan has begun, in terms of the new scenario."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.errors import PlanError
from openairlift.network import Network
from openairlift.plan import Haul, Plan
from openairlift.solve.replanning.held import Held
from openairlift.solve.replanning.history import course_of, phase_at
from openairlift.solve.replanning.matching import Match
from openairlift.solve.replanning.words import moment
from openairlift.units import seconds


def helds_of(
    before: Network,
    after: Network,
    plan: Plan,
    match: Match,
    moved: Sequence[bool],
    at: int,
    issues: list[str],
) -> list[Held]:
    """Return the missions that have begun, in order of their first movement, in terms of the new network."""
    found: list[Held] = []
    by_tail: dict[int, list[int]] = {}
    for index, mission in enumerate(plan.missions):
        if moved[index]:
            by_tail.setdefault(mission.tail, []).append(index)
    for tail, indexes in by_tail.items():
        found += _chain(before, after, plan, match, tail, indexes, at, issues)
    found.sort(key=lambda held: (held.course.arrive_s[0] - held.course.block_s[0], held.mission.tail))
    return found


def _chain(
    before: Network,
    after: Network,
    plan: Plan,
    match: Match,
    tail: int,
    indexes: list[int],
    at: int,
    issues: list[str],
) -> list[Held]:
    """Return the begun missions of one tail."""
    row = before.tails[tail]
    report = seconds(before.types[row.type].report_s or 0.0)
    here, free, used, rested = row.base, row.available_from_s, report, True
    place = match.place[row.base]
    chain: list[Held] = []
    for number, index in enumerate(indexes):
        old = plan.missions[index]
        mission = match.mission(old)
        if mission is None or place is None:
            raise PlanError(
                f"{row.name} has flown, or flies, a mission that began before {moment(before, at)}; the new scenario "
                "lacks the tail or one of its places. Keep their rows: a lost tail gets an available_to, a lost place "
                "a closure"
            )
        if len(mission.loads) < len(old.loads):
            issues.append(
                f"mission {index} of the old plan has begun with cargo that the new scenario does not ask for, or "
                "whose stock or link it lacks: that cargo is not counted"
            )
        start = max(old.earliest_s, free)
        used += 0 if rested else start - free
        past = course_of(before, old, here, start)
        phase = phase_at(old, past, at)
        course = course_of(after, mission, place, start)
        reached = phase.reached + 1
        if course.arrive_s[:reached] != past.arrive_s[:reached]:
            issues.append(
                f"mission {index} of the old plan: the new scenario gives other times to legs that were flown before "
                f"{moment(before, at)}"
            )
            if len(course.arrive_s) < reached:
                raise PlanError(
                    f"mission {index} flew a leg before {moment(before, at)} that the new scenario does not allow; "
                    "state what holds from a moment on in disruptions.csv"
                )
        chain.append(Held(old=index, mission=mission, course=course, here=place, phase=phase, used_s=used, next_s=None))
        if number:
            chain[-2].next_s = start
        for i, stop in enumerate(old.stops):
            used += past.block_s[i] + past.served_s[i] - past.arrive_s[i]
            rested = stop.rest_s > 0 or stop.place == row.base
            used = report if rested else used
        here, free, place = old.stops[-1].place, past.end_s, mission.stops[-1].place
    return chain


def hauls_of(plan: Plan, match: Match, issues: list[str]) -> list[Haul]:
    """Return the hauls that can still go; they take no aircraft."""
    found = []
    for number, haul in enumerate(plan.hauls):
        load, origin = match.load(haul.load), match.place[haul.origin]
        if load is None or origin is None:
            issues.append(f"haul {number} of the old plan: its requirement, stock or link is gone, and so is the haul")
            continue
        found.append(Haul(load=load, origin=origin, earliest_s=haul.earliest_s))
    return found
