"""The language in which claims are tested: parsed by this package, never evaluated as Python."""

from openairlift.evidence.language.check import Faults, check_answer, check_test
from openairlift.evidence.language.parse import parse_test
from openairlift.evidence.language.tokens import TestError
from openairlift.evidence.language.tree import Binary, Call, Name, Node, Number, Text, Unary, walk
from openairlift.evidence.language.vocabulary import FIRST_LANDING, FUNCTIONS, Kind, Rule, parse_rule

__all__ = [
    "FIRST_LANDING",
    "FUNCTIONS",
    "Binary",
    "Call",
    "Faults",
    "Kind",
    "Name",
    "Node",
    "Number",
    "Rule",
    "TestError",
    "Text",
    "Unary",
    "check_answer",
    "check_test",
    "parse_rule",
    "parse_test",
    "walk",
]
