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
    network: Network | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """Return a plan that the audit accepts; what can't be carried stands in `Plan.shortfalls` with its reason.

    Parameters
    ----------
    scenario : the scenario.
    effort : budget in iterations; this version's baseline takes one pass whatever the budget (at least 1).
    network : the scenario's network, where it is already at hand.
    progress : called with the share of the mass that is planned.

    Raises
    ------
    UsageError
        When the effort is less than 1.

    Examples
    --------
    >>> import openairlift as oa
    >>> plan = oa.make_plan(oa.read_scenario("relief-small"))
    >>> plan.method
    'baseline'
    """
    if effort < 1:
        raise UsageError(f"effort is a number of iterations, 1 or more; got {effort}")
    return plan_baseline(network if network is not None else build_network(scenario), progress=progress)
