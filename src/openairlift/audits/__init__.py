"""Audits of plans: exact times with luck off, the objective, and an audit that re-derives every limit."""

from openairlift.audits.check import Violation, audit, needs_run
from openairlift.audits.objective import Objective, objective
from openairlift.audits.timing import StopTimes, Timing, time_plan

__all__ = ["Objective", "StopTimes", "Timing", "Violation", "audit", "needs_run", "objective", "time_plan"]
