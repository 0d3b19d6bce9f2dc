"""Planning: a scenario becomes a plan. This version has the baseline, which proves no bound."""

from openairlift.solve.make import make_plan

__all__ = ["make_plan"]
