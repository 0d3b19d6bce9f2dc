"""What limits an airlift, in two numbers a resource: its binding share, and what one unit more of it would bring."""

from __future__ import annotations

import math
from collections.abc import Callable

from openairlift.audits import audit
from openairlift.errors import Interrupted, UsageError
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.limits import BindingShare
from openairlift.study.relief_changes import Change, changes_of, opening_changes
from openairlift.study.relief_gain import Interval, floor_of, mean_arrival_h, measure_of, outcome, paired
from openairlift.study.relief_neutral import Neutral
from openairlift.study.relief_records import KEPT, REPLANNED, Candidate, Limits, NotTried, Relief
from openairlift.study.replicate import replicate
from openairlift.study.study import Study

TOP = 10
"""Resources that are tried, by binding share, where no number is stated."""

REPLANS = 9
"""Neutral re-plans that measure the planner's noise."""

Told = Callable[[str, int, int], None]
"""Called with (what is tried next, tried so far, to be tried in all)."""


def limits(
    study: Study,
    *,
    top: int = TOP,
    effort: int = 1,
    workers: int | None = None,
    replans: int = REPLANS,
    progress: Told | None = None,
) -> Limits:
    """Return binding share and relief value of every resource that may limit the airlift of a study.

    One unit more is added to each resource in turn. The airlift is planned again with the same effort, and the new plan
    and the old one are simulated with it, with the seed and the runs of the study. The relief value is the better of
    the two: the mean gain over the runs, each compared with itself, with a 95 % interval. It can be negative only by
    noise.

    The planner's noise is measured by re-plans of the scenario with changes that should not matter (see `Neutral`). A
    new plan has to gain more than the best of them; else its value is not distinguishable from zero.

    Parameters
    ----------
    study : of the scenario as it is, with at least two runs.
    top : resources that are tried, by binding share; only those that bind at all, and the tails of each type. Opening
        hours that are stated are tried beside them.
    effort : budget of the planner, for the old plan's scenario and the others alike; their seed is that of the study.
    workers : as in `replicate`.
    replans : neutral re-plans.
    progress : told what is tried.

    Raises
    ------
    UsageError
        When the study has one run only, or a number is out of range.
    """
    if study.runs < 2:
        raise UsageError("a relief value needs an interval, and so at least 2 runs; the study has 1")
    if top < 1 or replans < 0:
        raise UsageError(f"top must be at least 1 and replans at least 0; got {top} and {replans}")
    tried, rest = _candidates(study, top)
    trial = _Trial(study, effort=effort, workers=workers)
    tell = progress or (lambda _what, _done, _total: None)
    neutral: list[Interval] = []
    rows: list[Relief] = []
    complete, total = True, replans + len(tried)
    try:
        for number in range(replans):
            tell("the planner's noise", number, total)
            neutral.append(trial.neutral(number))
        for number, candidate in enumerate(tried):
            tell(candidate.change.unit, replans + number, total)
            rows.append(trial.relief(candidate, floor_of(neutral)))
        tell("", total, total)
    except (KeyboardInterrupt, Interrupted):
        complete = False
        left = tried[len(rows) :]
        rest = [*(_left_out(item, f"stopped before {item.change.unit} was tried") for item in left), *rest]
    return Limits(
        study=study,
        measure=trial.measure,
        base=abs(_mean(trial.before)),
        floor=floor_of(neutral),
        neutral=tuple(neutral),
        rows=tuple(sorted(rows, key=_order)),
        not_tried=tuple(rest),
        complete=complete,
    )


class _Trial:
    """The study as it is, and trials beside it."""

    def __init__(self, study: Study, *, effort: int, workers: int | None) -> None:
        self.study, self.effort, self.workers = study, effort, workers
        self.measure = measure_of(study)
        self.before = outcome(study, self.measure)
        self.arrival_h = mean_arrival_h(study)
        self.faults = {(fault.rule, fault.where) for fault in audit(study.scenario, study.plan, network=study.network)}

    def neutral(self, number: int) -> Interval:
        """Return what a neutral re-plan gains."""
        study = self.study
        change = Neutral.of(study.scenario, number)
        made = Change(unit="", scenario=change.scenario).network()
        plan = change.back(self._plan(change.scenario, made), made=made, base=study.network)
        if (plan.missions, plan.hauls) == (study.plan.missions, study.plan.hauls):
            return Interval(0.0, 0.0, 0.0)
        return self._gain(self._simulated(study.scenario, plan, study.network))

    def relief(self, candidate: Candidate, floor: float) -> Relief:
        """Return what a change brings, by the old plan or by a new one."""
        change = candidate.change
        network = change.network()
        found: dict[str, tuple[Interval, Study]] = {}
        old = change.moved(self.study.plan)
        plans = {KEPT: old}
        new = self._plan(change.scenario, network)
        if (new.missions, new.hauls, new.shortfalls) != (old.missions, old.hauls, old.shortfalls):
            plans[REPLANNED] = new
        for by, plan in plans.items():
            if self._keeps(change.scenario, plan, network):
                done = self._simulated(change.scenario, plan, network)
                found[by] = (self._gain(done), done)
        if REPLANNED not in plans and KEPT in found:
            found[REPLANNED] = found[KEPT]
        floors = {KEPT: 0.0, REPLANNED: floor}
        if not found:  # neither plan keeps the limits of the enlarged scenario: nothing is known
            return self._row(candidate, KEPT, None, {}, floors, clear=False)
        clear = {by: gain.low > 0.0 and gain.mean > floors[by] for by, (gain, _) in found.items()}
        best = max(found, key=lambda by: (clear[by], found[by][0].mean, by == KEPT))
        return self._row(candidate, best, found[best][0], found, floors, clear=clear[best])

    def _row(
        self,
        candidate: Candidate,
        by: str,
        value: Interval | None,
        found: dict[str, tuple[Interval, Study]],
        floors: dict[str, float],
        *,
        clear: bool,
    ) -> Relief:
        gains = {name: gain for name, (gain, _) in found.items()}
        after = mean_arrival_h(found[by][1]) if by in found else None
        return Relief(
            resource=candidate.resource,
            place=candidate.place,
            name=candidate.name,
            binding_share=candidate.binding_share,
            unit=candidate.change.unit,
            by=by,
            value=value,
            kept=gains.get(KEPT),
            replanned=gains.get(REPLANNED),
            floor=floors[by],
            distinguishable=clear,
            arrival_h=None if after is None or self.arrival_h is None else self.arrival_h - after,
        )

    def _keeps(self, scenario: Scenario, plan: Plan, network: Network) -> bool:
        """Whether a plan breaks no limit but those that the plan of the study breaks too."""
        return {(fault.rule, fault.where) for fault in audit(scenario, plan, network=network)} <= self.faults

    def _plan(self, scenario: Scenario, network: Network) -> Plan:
        """Return a plan by the same budget and seed as the others; no bound is needed here."""
        made = make_plan(scenario, effort=self.effort, seed=self.study.seed, prove=False, network=network)
        if not made.reproducible:  # Ctrl-C ended the search before its budget did
            raise KeyboardInterrupt
        return made

    def _simulated(self, scenario: Scenario, plan: Plan, network: Network) -> Study:
        study = self.study
        return replicate(scenario, plan, runs=study.runs, seed=study.seed, workers=self.workers, network=network)

    def _gain(self, done: Study) -> Interval:
        return paired(outcome(done, self.measure), self.before)


def _candidates(study: Study, top: int) -> tuple[list[Candidate], list[NotTried]]:
    """Return what is tried, by binding share, and what is not, with the reason."""
    known = {(str(item.kind), item.name): item for item in study.resources}
    tried: list[Candidate] = []
    rest: list[NotTried] = []
    taken = 0
    for share in study.limits():
        if share.binding_share <= 0.0 and share.resource != "fleet":
            rest.append(_out(share, "it never binds"))
        elif taken >= top:
            rest.append(_out(share, f"below the first {top} by binding share"))
        else:
            changes = changes_of(study, known[share.resource, share.name])
            taken += bool(changes)
            if not changes:
                rest.append(_out(share, "there is nothing stated that one unit could be added to"))
            tried += [
                Candidate(
                    resource=share.resource,
                    place=share.place,
                    name=share.name,
                    binding_share=share.binding_share,
                    change=change,
                )
                for change in changes
            ]
    tried += [
        Candidate(resource="hours", place=place, name=name, binding_share=None, change=change)
        for place, name, change in opening_changes(study)
    ]
    return tried, rest


def _out(share: BindingShare, reason: str) -> NotTried:
    return NotTried(
        resource=share.resource, place=share.place, name=share.name, binding_share=share.binding_share, reason=reason
    )


def _left_out(item: Candidate, reason: str) -> NotTried:
    return NotTried(
        resource=item.resource, place=item.place, name=item.name, binding_share=item.binding_share, reason=reason
    )


def _order(row: Relief) -> tuple[bool, float, float, float, str]:
    value = -math.inf if row.value is None else row.value.mean
    return (not row.distinguishable, -value, -(row.arrival_h or 0.0), -(row.binding_share or 0.0), row.unit)


def _mean(values: FloatArray) -> float:
    return math.fsum(values) / len(values)
