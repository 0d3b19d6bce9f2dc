"""Files to a scenario: parse, lay options over, check, freeze."""

from openairlift.scenario.changes import CellChange, cell_changes
from openairlift.scenario.files import example_names
from openairlift.scenario.freeze import fingerprint, freeze, thaw
from openairlift.scenario.inputs import count_bases
from openairlift.scenario.read import read_scenario, with_options
from openairlift.scenario.scenario import DefaultUsed, Input, Origin, Scenario

__all__ = [
    "CellChange",
    "DefaultUsed",
    "Input",
    "Origin",
    "Scenario",
    "cell_changes",
    "count_bases",
    "example_names",
    "fingerprint",
    "freeze",
    "read_scenario",
    "thaw",
    "with_options",
]
