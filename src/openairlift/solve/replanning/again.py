"""Plan again while a plan is carried out: what has begun stays, the rest is planned anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from openairlift.audits.objective import Objective, objective
from openairlift.audits.timing import time_plan
from openairlift.errors import UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Mission, Plan, Terms
from openairlift.scenario import Scenario
from openairlift.solve.budget import State
from openairlift.solve.improve import plan_near
from openairlift.solve.replanning.beginning import hauls_of, helds_of
from openairlift.solve.replanning.differences import effects, reasons, why_dropped
from openairlift.solve.replanning.held import Held
from openairlift.solve.replanning.history import begun
from openairlift.solve.replanning.keeping import Keeper
from openairlift.solve.replanning.matching import Match
from openairlift.solve.replanning.numbering import key_of
from openairlift.solve.replanning.records import Change, Fate, Replanned
from openairlift.solve.replanning.situation import Situation
from openairlift.solve.replanning.trimming import trim
from openairlift.solve.replanning.words import moment
from openairlift.solve.values import Worth

Told = Callable[[str, State], None]

EFFORT = 5
"""Budget that keeps a replan of a shipped scenario within seconds."""


def replan(
    scenario: Scenario,
    plan: Plan,
    *,
    at: datetime | int,
    new: Scenario | None = None,
    network: Network | None = None,
    effort: int = EFFORT,
    seed: int = 1,
    time_limit_s: float | None = None,
    prove: bool = True,
    told: Told | None = None,
) -> Replanned:
    """Return a plan that goes on from what has been flown by a moment, and what changed and why.

    The old plan is carried out with luck off up to `at`. Missions that have not moved by then are dropped and the rest
    is planned anew. A mission that has moved is kept whole where it still can be flown under the new scenario; else it
    is changed behind the leg in the air or the service going on, and only there.

    Parameters
    ----------
    scenario : the scenario that the plan was made for.
    plan : the plan that is being carried out.
    at : the moment, aware, or in seconds from the scenario's start; the same for all tails.
    new : the scenario as it is now; None = the same. Its requirements and stocks are whole amounts from the start on,
        what has been carried and drawn included. Places, tails, lines, stocks and links are matched by name.
    network : the network of `scenario`, where it is already at hand.
    effort, seed, time_limit_s, prove, told : of the planner, as in `make_plan`; with effort 1 the rest is scheduled
        as in the baseline, and nothing is proven.

    Raises
    ------
    UsageError
        When `at` lies outside the scenario, the two scenarios do not start together, or the budget is none.
    PlanError
        When a tail or a place that missions have begun with is gone.

    Examples
    --------
    >>> import openairlift as oa
    >>> scenario = oa.read_scenario("relief-small")
    >>> plan = oa.make_plan(scenario)
    >>> again = oa.replan(scenario, plan, at=86_400, effort=1, prove=False)
    >>> oa.audit(scenario, again.plan)
    []
    """
    before = build_network(scenario) if network is None else network
    after = before if new is None else build_network(new)
    at_s = _second(scenario, after, at, effort, time_limit_s)
    timing = time_plan(before, plan)
    match = Match.of(before, after)
    moved = begun(before, plan, at_s)
    issues: list[str] = []
    helds = helds_of(before, after, plan, match, moved, at_s, issues)
    hauls = tuple(hauls_of(plan, match, issues))
    hauls = trim(after, helds, hauls, issues)
    keeper = Keeper(after, at_s)
    keeper.keep(helds)
    waiting = [found for i, m in enumerate(plan.missions) if not moved[i] and (found := match.mission(m)) is not None]
    situation = Situation(after, helds, hauls, at_s, waiting)

    if effort == 1 and time_limit_s is None:
        made = situation.baseline()
    else:
        made = _near(situation, effort=effort, seed=seed, time_limit_s=time_limit_s, prove=prove, told=told)
    made = _steadier(situation, made)
    changes = _changes(before, after, plan, made, match, moved, helds)
    issues += [*keeper.issues, *(f"{fault.where}: {fault.what} ({fault.rule})" for fault in situation.faults())]
    return Replanned(
        plan=made,
        at_s=at_s,
        changes=changes,
        effects=effects(before, plan, timing, after, made, time_plan(after, made)),
        reasons=reasons(before, after, match, plan, changes),
        issues=tuple(issues),
    )


def _near(
    situation: Situation,
    *,
    effort: int,
    seed: int,
    time_limit_s: float | None,
    prove: bool,
    told: Told | None,
) -> Plan:
    """Return the whole plan whose rest the planner makes."""
    return plan_near(
        situation.rest, effort=effort, seed=seed, time_limit_s=time_limit_s, prove=prove, progress=told, start=situation
    )


def _steadier(situation: Situation, made: Plan) -> Plan:
    """Return the old plan as it was where it can go on so and is no worse than a new one."""
    whole, old = situation.whole, situation.continuation()
    if old is None:
        return made
    timing = time_plan(whole, old)
    terms, other = objective(whole, old, timing), objective(whole, made, time_plan(whole, made))
    slack = 1e-9 * situation.worth.scale

    def order(terms: Objective) -> tuple[float, ...]:
        values = terms.undelivered, terms.late_weight_days, terms.delay_weight_days
        return tuple(round(value / (slack + 1e-12)) for value in values)

    if order(terms) > order(other):
        return made
    if made.proof is not None:
        reached = _above(situation.worth, terms)
        bound = tuple(min(a, b) for a, b in zip(made.proof.bound, reached, strict=True))
        proof = replace(made.proof, objective=reached, bound=(bound[0], bound[1], bound[2]), closure_s=timing.closure_s)
        old = replace(old, proof=proof)
    return replace(old, reproducible=made.reproducible)


def _above(worth: Worth, terms: Objective) -> Terms:
    """Return terms above what can't be avoided."""
    values = terms.undelivered, terms.late_weight_days, terms.delay_weight_days
    found = [max(value - constant, 0.0) for value, constant in zip(values, worth.constant, strict=True)]
    return found[0], found[1], found[2]


def _second(scenario: Scenario, after: Network, at: datetime | int, effort: int, time_limit_s: float | None) -> int:
    """Return the moment in seconds, when everything asked for makes sense."""
    if effort < 1:
        raise UsageError(f"effort is a number of iterations, 1 or more; got {effort}")
    if time_limit_s is not None and not time_limit_s > 0.0:
        raise UsageError(f"the time limit is a number of seconds above 0; got {time_limit_s:g}")
    start = scenario.settings.start
    if after.scenario.settings.start != start:
        raise UsageError(
            f"the new scenario starts at {after.scenario.settings.start:%Y-%m-%dT%H:%MZ}, the old one at "
            f"{start:%Y-%m-%dT%H:%MZ}; a replan needs the same start"
        )
    if isinstance(at, datetime) and at.tzinfo is None:
        raise UsageError("the moment of a replan has no time zone; give it in UTC, such as 2022-03-02T12:00Z")
    second = scenario.seconds(at) if isinstance(at, datetime) else at
    if not 0 <= second < after.horizon_s:
        raise UsageError(
            f"the moment of a replan lies in the scenario, from {start:%Y-%m-%dT%H:%MZ} to before "
            f"{moment(after, after.horizon_s)}; got second {second:,}"
        )
    return second


def _changes(
    before: Network,
    after: Network,
    old: Plan,
    new: Plan,
    match: Match,
    moved: Sequence[bool],
    helds: Sequence[Held],
) -> tuple[Change, ...]:
    """Return what became of every mission of the old plan, then the missions that are new."""
    index_of: dict[tuple[object, ...], list[int]] = {}
    for i, mission in enumerate(new.missions):
        index_of.setdefault(_start_of(mission), []).append(i)
    by_old = {held.old: held for held in helds}
    used: set[int] = set()
    found: dict[int, Change] = {}
    for index, held in by_old.items():
        at = next(i for i in index_of[_start_of(held.mission)] if i not in used)
        used.add(at)
        fate, reason = held.fate, held.reason
        if fate is Fate.HOME and new.missions[at].stops == held.mission.stops[: held.mission.offload + 1]:
            fate, reason = Fate.KEPT, ""
        elif fate is Fate.KEPT and new.missions[at].stops != held.mission.stops:
            reason = "its tail goes straight on from its hub"
        name = before.tails[old.missions[index].tail].name
        found[index] = Change(fate=fate, tail=name, old=index, new=at, reason=reason)
    fresh = {key_of(mission): i for i, mission in enumerate(new.missions) if i not in used}
    for index, mission in enumerate(old.missions):
        if moved[index]:
            continue
        now = match.mission(mission)
        same = None if now is None else fresh.get(key_of(now))
        if same is not None:
            used.add(same)
            del fresh[key_of(new.missions[same])]
        name = before.tails[mission.tail].name
        reason = "" if same is not None else why_dropped(mission, match, before, after, mission.earliest_s)
        fate = Fate.DROPPED if same is None else Fate.AGAIN
        found[index] = Change(fate=fate, tail=name, old=index, new=same, reason=reason)
    added = [
        Change(fate=Fate.NEW, tail=after.tails[mission.tail].name, old=None, new=i, reason="for what is left to carry")
        for i, mission in enumerate(new.missions)
        if i not in used
    ]
    return (*(found[index] for index in sorted(found)), *added)


def _start_of(mission: Mission) -> tuple[object, ...]:
    return mission.tail, mission.earliest_s
