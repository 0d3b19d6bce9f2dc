"""The smallest set of limits to blame for a requirement that can't be met: limits are lifted, and planned again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from openairlift.network import build_network
from openairlift.scenario import Scenario
from openairlift.study.blame_limits import DATES, Limit, lifted, limits_of
from openairlift.study.loads_needed import loads_needed
from openairlift.study.meeting import Attempt, attempt

ALL_SUBSETS = 4
"""Size up to which every proper subset of a blamed set is tried, not only those with one limit less."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """A requirement that a plan does not meet, and what is to blame.

    Attributes
    ----------
    requirement : its id.
    beside : other requirements that the plan meets and that are to be met too; empty where it can't be met even alone.
    limits : the limits to blame: lifted together, a plan meets the requirement; with any proper subset none was found.
        Empty where it can be met as things stand (`feasible`), or where lifting everything does not help.
    proven : it is proven, by bounds, that no plan meets it while any one of the limits stands.
    feasible : a plan that meets it, beside the others, was found: only the planner's weighing leaves it out.
    instead : other limits each of which would do alone.
    reasons : sentences: what is needed and what each limit allows.
    shortfall : why the planner could not carry it, in its words; "" where it says nothing.
    """

    requirement: str
    beside: tuple[str, ...]
    limits: tuple[Limit, ...]
    proven: bool
    feasible: bool
    instead: tuple[Limit, ...]
    reasons: tuple[str, ...] = ()
    shortfall: str = ""

    def lift(self, scenario: Scenario) -> Scenario:
        """Return the scenario without the blamed limits."""
        return lifted(scenario, self.limits)


def reduced(scenario: Scenario, requirements: Sequence[str]) -> Scenario:
    """Return the scenario with some of its requirements."""
    kept = {key: row for key, row in scenario.requirements.items() if key in requirements}
    return replace(scenario, requirements=kept)


def blame(scenario: Scenario, requirement: str, *, beside: Sequence[str], effort: int, seed: int, tell: Told) -> Blame:
    """Return what is to blame that a requirement can't be met, alone if possible, else beside others.

    Parameters
    ----------
    beside : requirements that one plan meets together.
    effort, seed : of every plan.
    """
    for others in ((), tuple(beside)):
        case = reduced(scenario, (requirement, *others))
        oracle = _Oracle(case, effort, seed, tell)
        if not oracle.ask(()).met:
            return _searched(oracle, requirement, others)
        if not beside:
            break
    return Blame(requirement=requirement, beside=tuple(beside), limits=(), proven=False, feasible=True, instead=())


@dataclass(slots=True)
class _Oracle:
    """Says whether a case can be met with some limits lifted; every set is asked once."""

    case: Scenario
    effort: int
    seed: int
    tell: Told
    known: dict[frozenset[str], Attempt] = field(default_factory=dict)

    def ask(self, limits: Sequence[Limit]) -> Attempt:
        key = frozenset(limit.key for limit in limits)
        if key not in self.known:
            self.tell("without " + (", ".join(limit.name for limit in limits) or "nothing"))
            found = attempt(lifted(self.case, limits), effort=self.effort, seed=self.seed)
            if found.stopped:
                raise KeyboardInterrupt
            self.known[key] = found
        return self.known[key]

    def met(self, limits: Sequence[Limit]) -> bool:
        """Whether a plan is known, also one that needs fewer limits lifted; not asked where it is proven short."""
        key = frozenset(limit.key for limit in limits)
        if any(found.met and other <= key for other, found in self.known.items()):
            return True
        if self.short(key):
            return False
        return self.ask(limits).met

    def short(self, key: frozenset[str]) -> bool:
        """Whether it is proven that no plan will do with these limits lifted; what holds for more holds for fewer."""
        return any(found.short and key <= other for other, found in self.known.items())


def _searched(oracle: _Oracle, requirement: str, others: tuple[str, ...]) -> Blame:
    network = build_network(oracle.case)
    every = limits_of(network, loads=loads_needed(network))
    own = [limit for limit in every if limit.kind not in DATES]
    alone = [limit for limit in every if oracle.met((limit,))]
    found: list[Limit] = [limit for limit in alone if limit.kind not in DATES][:1]
    if not found and oracle.met(own):
        found = _fewest(oracle, own)
    if not found:
        found = alone[:1] or (_fewest(oracle, every) if oracle.met(every) else [])
    shortfall = next((row.reason for row in oracle.ask(()).plan.shortfalls
                      if network.lines[row.line].requirement == requirement), "")  # fmt: skip
    return Blame(
        requirement=requirement, beside=others, limits=tuple(found), feasible=False, shortfall=shortfall,
        proven=all(oracle.short(_keys(rest)) for rest in _one_less(found)) if found else oracle.short(_keys(every)),
        instead=tuple(limit for limit in alone if limit not in found),
    )  # fmt: skip


def _fewest(oracle: _Oracle, limits: Sequence[Limit]) -> list[Limit]:
    """Put limits back one after the other, the last first, as long as a plan still does; then check what is left.

    `limits`, all lifted, are known to do. The planner may miss a plan: a smaller set that does turns up in the last
    check, and the search goes on from it.
    """
    kept = list(limits)
    for limit in reversed(limits):
        rest = [other for other in kept if other is not limit]
        if oracle.met(rest):
            kept = rest
    while True:
        sizes = range(1, len(kept)) if len(kept) <= ALL_SUBSETS else (len(kept) - 1,)
        smaller = (list(part) for size in sizes for part in combinations(kept, size))
        better = next((part for part in smaller if oracle.met(part)), None)
        if better is None:
            return kept
        kept = better


def _one_less(limits: Sequence[Limit]) -> list[tuple[Limit, ...]]:
    """Return the sets with one limit less: what is short with them is short with every other proper subset."""
    return [tuple(other for other in limits if other is not limit) for limit in limits]


def _keys(limits: Sequence[Limit]) -> frozenset[str]:
    return frozenset(limit.key for limit in limits)
