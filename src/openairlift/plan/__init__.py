"""Plans: missions of tails, hauls by surface, their loads, the events of carrying them out, and plans as text."""

from openairlift.plan.codec import decode, encode
from openairlift.plan.events import TRAFFIC_RANK, Cause, Draw, EventKind
from openairlift.plan.plan import NO_MISSION, Haul, Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.plan.proof import TERMS, Proof, Terms, deciding_term

__all__ = [
    "NO_MISSION",
    "TERMS",
    "TRAFFIC_RANK",
    "Cause",
    "Draw",
    "EventKind",
    "Haul",
    "Load",
    "Mission",
    "Plan",
    "Proof",
    "Purpose",
    "Shortfall",
    "Stop",
    "Terms",
    "deciding_term",
    "decode",
    "encode",
]
