"""A plan against disruptions that come by chance, the price of hedging, and what knowing the future would be worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from openairlift.errors import UsageError
from openairlift.model import Disruption
from openairlift.network import build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.further import check_disruptions, read_disruptions, with_disruptions
from openairlift.sim.run import Run, Simulator
from openairlift.solve import make_plan
from openairlift.study.hedge_plans import Candidate, candidates, still_valid
from openairlift.study.objective import Terms

TERMS = ("undelivered", "lateness", "delay", "flying_h")
"""The terms of the objective, in the order in which they decide."""

SAMPLES, EFFORT = 20, 20

Four = tuple[float, float, float, float]
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate: what it is, its mean terms over the samples, its terms when nothing is disrupted by chance."""

    name: str
    mean: Four
    undisturbed: Four


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A plan against sampled futures, beside the plain plan; in the words of two stages (`openairlift.Stochastic`).

    Attributes
    ----------
    scenario : with the disruptions that it is planned against.
    plan, kept : the plan that is best on the samples, and which candidate it is.
    plain_plan : the plan that foresees none of the disruptions by chance.
    hedged, plain : the two, judged.
    wait_and_see : mean terms of those who know each future before they plan: the best plan in each sample (WS).
    judged : every candidate.
    samples, seed : the futures: runs 0 … samples - 1 of a study with this seed.
    """

    scenario: Scenario
    plan: Plan
    kept: str
    plain_plan: Plan
    hedged: Judged
    plain: Judged
    wait_and_see: Four
    judged: tuple[Judged, ...]
    samples: int
    seed: int

    @property
    def price(self) -> Four:
        """What hedging costs when nothing happens: undisturbed terms of the hedged plan less those of the plain one."""
        return _less(self.hedged.undisturbed, self.plain.undisturbed)

    @property
    def value(self) -> Four:
        """What hedging brings on the samples: mean terms of the plain plan less those of the hedged one."""
        return _less(self.plain.mean, self.hedged.mean)

    @property
    def evpi(self) -> Four:
        """Expected value of perfect information: mean terms of the hedged plan less wait-and-see."""
        return _less(self.hedged.mean, self.wait_and_see)


def plan_against(
    scenario: Scenario,
    disruptions: str | Path | Sequence[Disruption],
    *,
    samples: int = SAMPLES,
    seed: int | None = None,
    effort: int = EFFORT,
    search_seed: int = 1,
    progress: Told | None = None,
) -> Hedge:
    """Plan a scenario against sampled futures, and say what hedging costs and brings.

    Many plans are made: the plain one, others that keep tails or slots in reserve, and one for every sampled future as
    if it were known. Each is simulated in all the same futures, with all their luck and the scenario's recourse; the
    one with the best mean terms, compared one after the other, is kept. The plain plan is among them: on these samples
    the plan that is kept is never worse.

    Parameters
    ----------
    scenario : the scenario.
    disruptions : more of them: a file with the columns of ``disruptions.csv``, or records.
    samples : futures.
    seed : of the futures; None = the scenario's.
    effort, search_seed : of the planner, for every plan.
    progress : told what is done next.

    Raises
    ------
    ScenarioError
        When a row has a fault; carries every issue.
    UsageError
        When there is no sample.

    Examples
    --------
    >>> import openairlift as oa
    >>> from openairlift.model import Disruption, Distribution
    >>> storm = Disruption(kind="closure", target="beira", rate_per_day=0.2, duration_s=Distribution.constant(43_200.0))
    >>> found = oa.plan_against(oa.read_scenario("relief-small"), [storm], samples=2, effort=1)
    >>> found.hedged.mean <= found.plain.mean
    True
    """
    if samples < 1:
        raise UsageError(f"samples is a number of futures, 1 or more; got {samples}")
    if isinstance(disruptions, str | Path):
        rows = read_disruptions(disruptions, scenario)
    else:
        rows = tuple(disruptions)
        check_disruptions(rows, scenario)
    against = with_disruptions(scenario, rows)
    seed = against.settings.seed if seed is None else seed
    return _Contest(against, seed, samples, progress or (lambda _: None)).run(effort, search_seed)


class _Contest:
    """Candidates, each simulated in every future."""

    def __init__(self, scenario: Scenario, seed: int, samples: int, tell: Told) -> None:
        self.scenario, self.seed, self.samples, self.tell = scenario, seed, samples, tell
        self.network = build_network(scenario)
        calm = tuple(row for row in scenario.disruptions if row.rate_per_day is None)
        self.calm = build_network(replace(scenario, disruptions=calm))

    def run(self, effort: int, search_seed: int) -> Hedge:
        """Make and judge all candidates."""
        made = 0

        def planner(variant: Scenario, seed: int) -> Plan:
            nonlocal made
            made += 1
            self.tell(f"plan {made}")
            plan = make_plan(variant, effort=effort, seed=seed, prove=made == 1)
            if not plan.reproducible:  # Ctrl-C ended its search: plans of unequal effort can't be compared
                raise KeyboardInterrupt
            return plan

        found: list[tuple[Candidate, Judged, list[Four]]] = []
        known: dict[Plan, tuple[Judged, list[Four]]] = {}
        for candidate in candidates(
            self.scenario, seed=self.seed, samples=self.samples, planner=planner, search_seed=search_seed
        ):
            plain = candidate.name == "plain"
            plan = candidate.plan if plain else replace(candidate.plan, proof=None)
            if not plain and not still_valid(self.network, plan):
                continue
            if plan not in known:
                known[plan] = self.judge(candidate.name, plan)
            judged, each = known[plan]
            found.append((replace(candidate, plan=plan), replace(judged, name=candidate.name), each))
        best, hedged, _ = min(found, key=lambda item: _order(item[1].mean))  # the first of equals: the plain plan leads
        informed = [min((each[run] for _, _, each in found), key=_order) for run in range(self.samples)]
        return Hedge(
            scenario=self.scenario, plan=best.plan, kept=best.name, plain_plan=found[0][0].plan, hedged=hedged,
            plain=found[0][1], wait_and_see=_mean(informed), judged=tuple(row for _, row, _ in found),
            samples=self.samples, seed=self.seed,
        )  # fmt: skip

    def judge(self, name: str, plan: Plan) -> tuple[Judged, list[Four]]:
        """Simulate a plan in every future, and without any."""
        line_of = np.array([load.line for _, load in plan.loads], dtype=np.int64)
        terms = Terms.of(self.scenario, self.network, line_of)
        simulator = Simulator(self.network, plan, luck=True, log=False)
        each = [_terms(terms, simulator.play(self.seed, run)) for run in range(self.samples)]
        undisturbed = _terms(terms, Simulator(self.calm, plan, luck=False, log=False).play(self.seed, 0))
        return Judged(name=name, mean=_mean(each), undisturbed=undisturbed), each


def _terms(terms: Terms, run: Run) -> Four:
    missing, late, slow = terms.of_run(run.marks, run.carried)
    return missing, late, slow, float(run.flying_s.sum()) / 3600.0


def _mean(each: Sequence[Four]) -> Four:
    first, second, third, fourth = (math.fsum(column) / len(each) for column in zip(*each, strict=True))
    return first, second, third, fourth


def _less(one: Four, other: Four) -> Four:
    first, second, third, fourth = (a - b for a, b in zip(one, other, strict=True))
    return first, second, third, fourth


def _order(terms: Four) -> Four:
    """Return terms without the dust of summing, so that it decides nothing."""
    first, second, third, fourth = (float(f"{value:.9g}") if abs(value) > 1e-6 else 0.0 for value in terms)
    return first, second, third, fourth
