"""The one entry to planning."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from openairlift.errors import UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve.baseline import plan_baseline

if TYPE_CHECKING:
    from openairlift.solve.budget import State

NEAR_OPTIMAL = 200
"""Effort that comes near the optimum; what a time limit is spent like."""


def make_plan(
    scenario: Scenario,
    *,
    effort: int = 1,
    seed: int = 1,
    time_limit_s: float | None = None,
    prove: bool = True,
    network: Network | None = None,
    progress: Callable[[float], None] | None = None,
    told: Callable[[str, State], None] | None = None,
) -> Plan:
    """Return a plan that the audit accepts; what can't be carried stands in `Plan.shortfalls` with its reason.

    Parameters
    ----------
    scenario : the scenario.
    effort : budget in iterations. 1 is the baseline alone, which proves nothing; from 2 on the planner searches near
        the optimum, and `Plan.proof` says what no plan can beat. The same effort and seed give the same plan.
    seed : of the search.
    time_limit_s : a budget in seconds instead, whatever the effort; the plan is then marked as not reproducible.
    prove : whether the bounds are worked out.
    network : the scenario's network, where it is already at hand.
    progress : called with the share of the work that is done.
    told : called by the planner with what is done (``compiling``, ``guide``, ``first plans``, ``search``, ``proof``,
        ``stopped``) and what is known by then.

    Raises
    ------
    UsageError
        When the effort is less than 1, or the time limit is not above 0.

    Notes
    -----
    Ctrl-C during the search ends it: the best plan so far is returned, marked as not reproducible, and `told` hears
    ``stopped``.

    Examples
    --------
    >>> import openairlift as oa
    >>> plan = oa.make_plan(oa.read_scenario("relief-small"))
    >>> plan.method
    'baseline'
    """
    if effort < 1:
        raise UsageError(f"effort is a number of iterations, 1 or more; got {effort}")
    if time_limit_s is not None and not (time_limit_s > 0.0 and math.isfinite(time_limit_s)):
        raise UsageError(f"the time limit is a number of seconds above 0; got {time_limit_s:g}")
    network = network if network is not None else build_network(scenario)
    if effort == 1 and time_limit_s is None:
        return plan_baseline(network, progress=progress)
    from openairlift.solve.budget import State
    from openairlift.solve.improve import plan_near  # brings numba and HiGHS, which the baseline does not need
    from openairlift.solve.jit import is_compiled

    def tell(what: str, state: State) -> None:
        if progress is not None:
            progress(state.share)
        if told is not None:
            told(what, state)

    if not is_compiled():
        tell("compiling", State())
    budget = effort if time_limit_s is None else NEAR_OPTIMAL
    return plan_near(network, effort=budget, seed=seed, time_limit_s=time_limit_s, prove=prove, progress=tell)
