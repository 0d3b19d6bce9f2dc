"""OpenAirlift: plan, simulate and check an airlift, with every input traced to its source.

The names below are the whole public interface; each is imported when it is first used, so that
``import openairlift`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openairlift.audits import audit
    from openairlift.errors import Issue, OpenAirliftError, PlanError, ScenarioError, UsageError
    from openairlift.network import Network, build_network
    from openairlift.plan import Plan
    from openairlift.reports import report
    from openairlift.scenario import Scenario, read_scenario
    from openairlift.sim import Run, simulate
    from openairlift.solve import make_plan
    from openairlift.study import Study
    from openairlift.study.relief import limits
    from openairlift.study.replicate import replicate

__version__ = "0.1.0"

_HOMES = {
    "Issue": "errors",
    "Network": "network",
    "OpenAirliftError": "errors",
    "Plan": "plan",
    "PlanError": "errors",
    "Run": "sim",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "Study": "study",
    "UsageError": "errors",
    "audit": "audits",
    "build_network": "network",
    "limits": "study.relief",
    "make_plan": "solve",
    "read_scenario": "scenario",
    "replicate": "study",
    "report": "reports",
    "simulate": "sim",
}

__all__ = [
    "Issue",
    "Network",
    "OpenAirliftError",
    "Plan",
    "PlanError",
    "Run",
    "Scenario",
    "ScenarioError",
    "Study",
    "UsageError",
    "audit",
    "build_network",
    "limits",
    "make_plan",
    "read_scenario",
    "replicate",
    "report",
    "simulate",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'openairlift' has no attribute {name!r}")
    return getattr(import_module(f"openairlift.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
