"""Checks of a whole scenario, each a small function: what needs more than one cell to be seen."""

from openairlift.scenario.checks.draft import Draft
from openairlift.scenario.checks.order import check

__all__ = ["Draft", "check"]
