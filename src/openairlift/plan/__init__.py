"""Plans: missions of tails, their legs and loads, the events of carrying them out, and plans as text."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

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

audit: Callable[..., list[Any]]  # in the room `audits` now; goes when nobody asks for it here any more


def __getattr__(name: str) -> Any:
    if name == "audit":
        return import_module("openairlift.audits").audit
    raise AttributeError(f"module 'openairlift.plan' has no attribute {name!r}")
