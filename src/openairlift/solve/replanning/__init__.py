"""Replanning: go on from what has been flown, with what is new."""

from openairlift.solve.replanning.again import replan
from openairlift.solve.replanning.records import Change, Effect, Fate, Replanned

__all__ = ["Change", "Effect", "Fate", "Replanned", "replan"]
