"""Replanning: go on from what has been flown, with what is new."""

from openairlift.solve.replanning.records import Change, Effect, Fate, Replanned
from openairlift.solve.replanning.again import replan

__all__ = ["Change", "Effect", "Fate", "Replanned", "replan"]
