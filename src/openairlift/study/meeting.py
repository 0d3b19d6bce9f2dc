"""Whether dates can be met: a plan that meets them shows that they can, a bound above zero that they can't.

The bound holds for every plan on the declared ways (`openairlift.solve.ways`) and by surface.
"""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.audits.objective import Objective, objective
from openairlift.audits.timing import time_plan
from openairlift.network import Network, build_network
from openairlift.plan import Plan, Terms
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.solve.short import short_terms
from openairlift.solve.values import Worth, worth_of

TOLERANCE = 1e-6
"""Share of `Proof.scale` below which a term counts as zero."""

EFFORT = 20
"""Budget of a plan where none is stated: small, for many plans are made."""

CHEAP = 2_000
"""Lines × tails up to which the baseline is tried before the planner: it often shows at once that dates can be met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One plan for one scenario, held against its dates.

    Attributes
    ----------
    met : the plan leaves nothing undelivered and, where it is asked, nothing late but what is late at free flow.
    short : proven: no plan meets them.
    reached, bound : terms of the plan, and what no plan can beat; bound is None where none was worked out,
        and ends as soon as it is above zero.
    scale : 1 % of the total weighted size.
    plan : the plan.
    stopped : Ctrl-C came while it was made.
    """

    met: bool
    short: bool
    reached: Terms
    bound: Terms | None
    scale: float
    plan: Plan
    stopped: bool = False


def attempt(
    scenario: Scenario,
    *,
    late: bool = False,
    effort: int = EFFORT,
    seed: int = 1,
    time_limit_s: float | None = None,
    network: Network | None = None,
) -> Attempt:
    """Plan a scenario and say whether its dates are met, or proven out of reach, or neither.

    The baseline is tried first, then the proof, then the planner: what settles the question ends it.

    Parameters
    ----------
    late : whether lateness counts too, beside what is undelivered.
    effort, seed, time_limit_s : as in `make_plan`; effort 1 proves nothing.
    network : of the scenario, where it is at hand.
    """
    network = network if network is not None else build_network(scenario)
    worth = worth_of(network)
    least = TOLERANCE * worth.scale

    def judged(plan: Plan, bound: Terms | None, *, stopped: bool = False) -> Attempt:
        found = _above(worth, objective(network, plan, time_plan(network, plan)))
        terms = 2 if late else 1
        return Attempt(
            met=all(value <= least for value in found[:terms]), reached=found, bound=bound, scale=worth.scale,
            short=bound is not None and any(value > least for value in bound[:terms]), plan=plan, stopped=stopped,
        )  # fmt: skip

    first: Attempt | None = None
    quick = effort == 1 and time_limit_s is None
    if quick or len(network.lines) * len(network.tails) <= CHEAP:
        first = judged(make_plan(scenario, network=network), None)
        if first.met or quick:
            return first
    bound = short_terms(network, late=late)
    if first is not None and any(value > least for value in bound):
        return judged(first.plan, bound)
    plan = make_plan(scenario, effort=effort, seed=seed, time_limit_s=time_limit_s, network=network, prove=False)
    return judged(plan, bound, stopped=time_limit_s is None and not plan.reproducible)


def unavoidable(network: Network) -> tuple[str, ...]:
    """Return the requirements that are late even if nothing stands in their way, in order of the network's lines."""
    worth = worth_of(network)
    late = [
        line.requirement
        for line, due, flow in zip(network.lines, worth.required.tolist(), worth.free_flow.tolist(), strict=True)
        if flow > due
    ]
    return tuple(dict.fromkeys(late))


def reached(network: Network, plan: Plan) -> tuple[Terms, float]:
    """Return the terms of a plan above what no plan can avoid, and 1 % of the total weighted size."""
    worth = worth_of(network)
    return _above(worth, objective(network, plan, time_plan(network, plan))), worth.scale


def _above(worth: Worth, found: Objective) -> Terms:
    """Return the terms above what no plan can avoid."""
    values = found.undelivered, found.late_weight_days, found.delay_weight_days
    first, second, third = (max(value - known, 0.0) for value, known in zip(values, worth.constant, strict=True))
    return first, second, third
