"""One function a verb: a path in, a record out that can be written as JSON.

Each is imported when it is first used, so that a quick look does not wait for the simulator.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openairlift.verbs.check import check
    from openairlift.verbs.example import copy_example, list_examples
    from openairlift.verbs.import_ import import_ourairports
    from openairlift.verbs.plan import plan
    from openairlift.verbs.quick import quick
    from openairlift.verbs.report import report
    from openairlift.verbs.run import Outcome, run

_HOMES = {
    "Outcome": "run",
    "check": "check",
    "copy_example": "example",
    "import_ourairports": "import_",
    "list_examples": "example",
    "plan": "plan",
    "quick": "quick",
    "report": "report",
    "run": "run",
}

__all__ = [
    "Outcome",
    "check",
    "copy_example",
    "import_ourairports",
    "list_examples",
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
