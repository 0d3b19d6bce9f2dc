"""Plans: missions of tails, their exact timing, the objective, and an audit that re-derives every limit."""

from openairlift.plan.audit import Violation, audit
from openairlift.plan.codec import decode, encode
from openairlift.plan.events import TRAFFIC_RANK, Cause, Draw, EventKind
from openairlift.plan.plan import Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.plan.timing import Timing, time_plan
from openairlift.plan.timing_clock import Event
from openairlift.plan.timing_objective import Objective, objective
from openairlift.plan.timing_world import StopTimes

__all__ = [
    "TRAFFIC_RANK",
    "Cause",
    "Draw",
    "Event",
    "EventKind",
    "Load",
    "Mission",
    "Objective",
    "Plan",
    "Purpose",
    "Shortfall",
    "Stop",
    "StopTimes",
    "Timing",
    "Violation",
    "audit",
    "decode",
    "encode",
    "objective",
    "time_plan",
]
