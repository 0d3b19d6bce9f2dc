"""Plans: missions of tails, their legs and loads, the events of carrying them out, and plans as text."""

from openairlift.plan.codec import decode, encode
from openairlift.plan.events import TRAFFIC_RANK, Cause, Draw, EventKind
from openairlift.plan.plan import Load, Mission, Plan, Purpose, Shortfall, Stop

__all__ = [
    "TRAFFIC_RANK",
    "Cause",
    "Draw",
    "EventKind",
    "Load",
    "Mission",
    "Plan",
    "Purpose",
    "Shortfall",
    "Stop",
    "decode",
    "encode",
]
