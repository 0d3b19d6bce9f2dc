"""Files to a scenario: parse, lay options over, check, freeze."""

from openairlift.scenario.files import example_names
from openairlift.scenario.freeze import fingerprint, freeze, thaw
from openairlift.scenario.inputs import count_bases
from openairlift.scenario.read import read_scenario
from openairlift.scenario.scenario import DefaultUsed, Input, Scenario

__all__ = [
    "DefaultUsed",
    "Input",
    "Scenario",
    "count_bases",
    "example_names",
    "fingerprint",
    "freeze",
    "read_scenario",
    "thaw",
]
