"""Plans: missions of tails, their legs and loads."""

from openairlift.plan.events import TRAFFIC_RANK, Cause, Draw, EventKind
from openairlift.plan.plan import Load, Mission, Plan, Purpose, Shortfall, Stop

__all__ = ["TRAFFIC_RANK", "Cause", "Draw", "EventKind", "Load", "Mission", "Plan", "Purpose", "Shortfall", "Stop"]
