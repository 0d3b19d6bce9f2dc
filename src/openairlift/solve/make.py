"""The one entry to planning."""

from __future__ import annotations

from collections.abc import Callable

from openairlift.errors import UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve.baseline import plan_baseline


def make_plan(
    scenario: Scenario,
    *,
    effort: int = 1,
    seed: int = 1,
    time_limit_s: float | None = None,
    prove: bool = True,
    network: Network | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """Return a plan that the audit accepts; what can't be carried stands in `Plan.shortfalls` with its reason.

    Parameters
    ----------
    scenario : the scenario.
    effort : budget in iterations. 1 is the baseline alone, which proves nothing; from 2 on the planner searches near
        the optimum, and `Plan.proof` says what no plan can beat. The same effort and seed give the same plan.
    seed : of the search.
    time_limit_s : a budget in seconds instead; the plan is then marked as not reproducible.
    prove : whether the bounds are worked out.
    network : the scenario's network, where it is already at hand.
    progress : called with the share of the work that is done.

    Raises
    ------
    UsageError
        When the effort is less than 1, or the time limit is not above 0.

    Examples
    --------
    >>> import openairlift as oa
    >>> plan = oa.make_plan(oa.read_scenario("relief-small"))
    >>> plan.method
    'baseline'
    """
    if effort < 1:
        raise UsageError(f"effort is a number of iterations, 1 or more; got {effort}")
    if time_limit_s is not None and not time_limit_s > 0.0:
        raise UsageError(f"the time limit is a number of seconds above 0; got {time_limit_s:g}")
    network = network if network is not None else build_network(scenario)
    if effort == 1 and time_limit_s is None:
        return plan_baseline(network, progress=progress)
    from openairlift.solve.improve import State, plan_near  # brings numba and HiGHS, which the baseline does not need

    def told(_what: str, state: State) -> None:
        if progress is not None:
            progress(state.share)

    return plan_near(network, effort=effort, seed=seed, time_limit_s=time_limit_s, prove=prove, progress=told)
