"""One function a verb: a path in, a record out that can be written as JSON.

Each is imported when it is first used, so that a quick look does not wait for the simulator.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openairlift.verbs.checking import check
    from openairlift.verbs.examples import copy_example, list_examples
    from openairlift.verbs.importing import import_ourairports
    from openairlift.verbs.limiting import limits
    from openairlift.verbs.making import new
    from openairlift.verbs.planning import plan
    from openairlift.verbs.reckoning import quick
    from openairlift.verbs.reporting import report
    from openairlift.verbs.running import Outcome, run

_HOMES = {
    "Outcome": "running",
    "check": "checking",
    "copy_example": "examples",
    "import_ourairports": "importing",
    "limits": "limiting",
    "list_examples": "examples",
    "new": "making",
    "plan": "planning",
    "quick": "reckoning",
    "report": "reporting",
    "run": "running",
}

__all__ = [
    "Outcome",
    "check",
    "copy_example",
    "import_ourairports",
    "limits",
    "list_examples",
    "new",
    "plan",
    "quick",
    "report",
    "run",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'openairlift.verbs' has no attribute {name!r}")
    return getattr(import_module(f"openairlift.verbs.{home}"), name)
