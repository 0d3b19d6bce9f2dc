"""Records of what one unit more of a resource brings."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.study.relief_changes import Change
from openairlift.study.relief_gain import Interval
from openairlift.study.study import Study

KEPT, REPLANNED = "kept", "replanned"
"""Which plan gives the relief value: the old one in the enlarged scenario, or a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A resource of which one unit more is tried: kind, place, name, binding share (None = not counted), change."""

    resource: str
    place: str | None
    name: str
    binding_share: float | None
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """What one unit more of a resource brings.

    Attributes
    ----------
    resource, place, name : as in `BindingShare`; ``hours`` for opening hours.
    binding_share : of the resource; None for opening hours, for which none is counted.
    unit : what was added, in words.
    by : ``kept`` or ``replanned``: the plan that gives the value, the better of the two.
    value : the mean gain over the runs on the same luck, with its interval, in the unit of the measure; None where
        both plans break a limit of the enlarged scenario.
    kept : gain of the old plan in the enlarged scenario; None where it breaks a limit there.
    replanned : gain of the new plan; None where the planner made one that breaks a limit.
    floor : what the gain has to exceed: the planner's noise for a new plan, 0 for the old one, which has none.
    distinguishable : whether the value exceeds its floor and the interval lies above zero.
    arrival_h : how much earlier a size arrives on average with the same plan [h]; None where nothing has a size.
    """

    resource: str
    place: str | None
    name: str
    binding_share: float | None
    unit: str
    by: str
    value: Interval | None
    kept: Interval | None
    replanned: Interval | None
    floor: float
    distinguishable: bool
    arrival_h: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTried:
    """A resource that was not tried, with its binding share and the reason."""

    resource: str
    place: str | None
    name: str
    binding_share: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What limits an airlift.

    Attributes
    ----------
    study : the study of the scenario as it is.
    measure : ``closure`` (gains are hours by which closure comes earlier) or ``amount`` (gains are what more passes the
        objective's mark by the horizon, in the objective's meter).
    base : mean over the runs: hours to closure (a run that does not close counts as the horizon), or the amount.
    floor : the planner's noise: the most that a neutral re-plan may have gained.
    neutral : gain of every neutral re-plan.
    rows : tried resources, the largest distinguishable value first.
    not_tried : the others.
    complete : False when the work was stopped before everything was tried.
    """

    study: Study
    measure: str
    base: float
    floor: float
    neutral: tuple[Interval, ...]
    rows: tuple[Relief, ...]
    not_tried: tuple[NotTried, ...]
    complete: bool
