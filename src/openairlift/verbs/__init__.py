"""One function a verb: a path in, a record out that can be written as JSON.

Each is imported when it is first used, so that a quick look does not wait for the simulator.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openairlift.verbs.accounting import ledger
    from openairlift.verbs.cataloguing import catalogue
    from openairlift.verbs.checking import check
    from openairlift.verbs.comparing import compare
    from openairlift.verbs.converting import convert, fmt
    from openairlift.verbs.differing import diff
    from openairlift.verbs.evidence import evidence_chain, evidence_check, evidence_list, evidence_prov
    from openairlift.verbs.examples import copy_example, list_examples
    from openairlift.verbs.explaining import explain
    from openairlift.verbs.exporting import export
    from openairlift.verbs.finding import find
    from openairlift.verbs.importing import import_file, import_formats
    from openairlift.verbs.judging import judge
    from openairlift.verbs.limiting import limits
    from openairlift.verbs.losing import resilience
    from openairlift.verbs.making import new, new_workbook
    from openairlift.verbs.planning import plan
    from openairlift.verbs.reckoning import quick
    from openairlift.verbs.replanning import replan
    from openairlift.verbs.reporting import report
    from openairlift.verbs.robust import against
    from openairlift.verbs.running import Outcome, run
    from openairlift.verbs.sensing import sensitivity, tornado
    from openairlift.verbs.sizing import size
    from openairlift.verbs.stocking import stocks

_HOMES = {
    "Outcome": "running",
    "against": "robust",
    "catalogue": "cataloguing",
    "check": "checking",
    "compare": "comparing",
    "convert": "converting",
    "copy_example": "examples",
    "diff": "differing",
    "evidence_chain": "evidence",
    "evidence_check": "evidence",
    "evidence_list": "evidence",
    "evidence_prov": "evidence",
    "explain": "explaining",
    "export": "exporting",
    "find": "finding",
    "fmt": "converting",
    "import_file": "importing",
    "import_formats": "importing",
    "judge": "judging",
    "ledger": "accounting",
    "limits": "limiting",
    "list_examples": "examples",
    "new": "making",
    "new_workbook": "making",
    "plan": "planning",
    "quick": "reckoning",
    "replan": "replanning",
    "report": "reporting",
    "resilience": "losing",
    "run": "running",
    "sensitivity": "sensing",
    "size": "sizing",
    "stocks": "stocking",
    "tornado": "sensing",
}

__all__ = [
    "Outcome",
    "against",
    "catalogue",
    "check",
    "compare",
    "convert",
    "copy_example",
    "diff",
    "evidence_chain",
    "evidence_check",
    "evidence_list",
    "evidence_prov",
    "explain",
    "export",
    "find",
    "fmt",
    "import_file",
    "import_formats",
    "judge",
    "ledger",
    "limits",
    "list_examples",
    "new",
    "new_workbook",
    "plan",
    "quick",
    "replan",
    "report",
    "resilience",
    "run",
    "sensitivity",
    "size",
    "stocks",
    "tornado",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'openairlift.verbs' has no attribute {name!r}")
    return getattr(import_module(f"openairlift.verbs.{home}"), name)
