"""OpenAirlift: plan, simulate and check an airlift, with every input traced to its source.

The names below are the whole public interface; each is imported when it is first used, so that
``import openairlift`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openairlift.audits import audit
    from openairlift.errors import Issue, OpenAirliftError, PlanError, ScenarioError, TwoStageError, UsageError
    from openairlift.exchange import read_scenario
    from openairlift.network import Network, build_network
    from openairlift.outlook.cover import cover
    from openairlift.outlook.posture import posture
    from openairlift.outlook.stocks import stocks
    from openairlift.plan import Plan
    from openairlift.reports import report
    from openairlift.scenario import Scenario
    from openairlift.sim import Run, simulate
    from openairlift.solve import make_plan
    from openairlift.solve.replanning import Change, Effect, Fate, Replanned, replan
    from openairlift.solve.two_stage import (
        Outcome,
        Stochastic,
        Triplets,
        TwoStage,
        airl_second,
        eev,
        evaluate_first_stage,
        evpi,
        expected_value_solution,
        solve_extensive,
        solve_two_stage,
        vss,
        wait_and_see,
    )
    from openairlift.study import Study
    from openairlift.study.blame import Blame
    from openairlift.study.blame_limits import Limit
    from openairlift.study.comparing.weigh import compare
    from openairlift.study.explain import Explanation, explain
    from openairlift.study.judging.judge import judge
    from openairlift.study.relief import limits
    from openairlift.study.replicate import replicate
    from openairlift.study.resilience.resilience import Resilience, resilience
    from openairlift.study.robust import Hedge, plan_against
    from openairlift.study.sensitivity.sensitivity import Sensitivity, sensitivity
    from openairlift.study.sensitivity.tornado import tornado
    from openairlift.study.size import Size, Tried, size
    from openairlift.study.unit_prices import Price

__version__ = "0.1.0"

_HOMES = {
    "Blame": "study.blame",
    "Change": "solve.replanning",
    "Effect": "solve.replanning",
    "Explanation": "study.explain",
    "Fate": "solve.replanning",
    "Hedge": "study.robust",
    "Issue": "errors",
    "Limit": "study.blame_limits",
    "Network": "network",
    "OpenAirliftError": "errors",
    "Outcome": "solve.two_stage",
    "Plan": "plan",
    "PlanError": "errors",
    "Price": "study.unit_prices",
    "Replanned": "solve.replanning",
    "Resilience": "study.resilience.resilience",
    "Run": "sim",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "Sensitivity": "study.sensitivity.sensitivity",
    "Size": "study.size",
    "Stochastic": "solve.two_stage",
    "Study": "study",
    "Tried": "study.size",
    "Triplets": "solve.two_stage",
    "TwoStage": "solve.two_stage",
    "TwoStageError": "errors",
    "UsageError": "errors",
    "airl_second": "solve.two_stage",
    "audit": "audits",
    "build_network": "network",
    "compare": "study.comparing.weigh",
    "cover": "outlook.cover",
    "eev": "solve.two_stage",
    "evaluate_first_stage": "solve.two_stage",
    "evpi": "solve.two_stage",
    "expected_value_solution": "solve.two_stage",
    "explain": "study.explain",
    "judge": "study.judging.judge",
    "limits": "study.relief",
    "make_plan": "solve",
    "plan_against": "study.robust",
    "posture": "outlook.posture",
    "read_scenario": "exchange",
    "replan": "solve.replanning",
    "replicate": "study",
    "report": "reports",
    "resilience": "study.resilience.resilience",
    "sensitivity": "study.sensitivity.sensitivity",
    "simulate": "sim",
    "size": "study.size",
    "solve_extensive": "solve.two_stage",
    "solve_two_stage": "solve.two_stage",
    "stocks": "outlook.stocks",
    "tornado": "study.sensitivity.tornado",
    "vss": "solve.two_stage",
    "wait_and_see": "solve.two_stage",
}

__all__ = [
    "Blame",
    "Change",
    "Effect",
    "Explanation",
    "Fate",
    "Hedge",
    "Issue",
    "Limit",
    "Network",
    "OpenAirliftError",
    "Outcome",
    "Plan",
    "PlanError",
    "Price",
    "Replanned",
    "Resilience",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Size",
    "Stochastic",
    "Study",
    "Tried",
    "Triplets",
    "TwoStage",
    "TwoStageError",
    "UsageError",
    "airl_second",
    "audit",
    "build_network",
    "compare",
    "cover",
    "eev",
    "evaluate_first_stage",
    "evpi",
    "expected_value_solution",
    "explain",
    "judge",
    "limits",
    "make_plan",
    "plan_against",
    "posture",
    "read_scenario",
    "replan",
    "replicate",
    "report",
    "resilience",
    "sensitivity",
    "simulate",
    "size",
    "solve_extensive",
    "solve_two_stage",
    "stocks",
    "tornado",
    "vss",
    "wait_and_see",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'openairlift' has no attribute {name!r}")
    return getattr(import_module(f"openairlift.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
