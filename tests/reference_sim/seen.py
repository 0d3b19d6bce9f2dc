"""How the tests of the plain simulator look at a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openairlift.network.network import Network, Shock, Steps
from openairlift.plan.events import EventKind
from openairlift.plan.plan import Plan
from tests.reference_sim import Result, play
from tests.sim.build import OFF, ON, RECOVER, network, place, stop

DEPOT = place("depot")
THERE = (stop(0, ON), stop(1, OFF))
HOME = (*THERE, stop(0, RECOVER))
"""There and back: served at the depot 0-1000, at the hub 11,000-13,000, back at 23,000."""


def world(hub: Any = None, *more: Any, change: dict[str, Any] | None = None, **fields: Any) -> Network:
    """Return a depot and a hub, with fields of the network changed afterwards."""
    net = network([DEPOT, hub or place("hub"), *more], **fields)
    return replace(net, **(change or {}))


def at_places(*rows: Any) -> tuple[Any, ...]:
    """Return a column of the network for the depot and the hub: what is stated for each."""
    return tuple(Steps(times=(0,), values=((row,),)) if isinstance(row, int) else row for row in rows)


def reassigning(net: Network) -> Network:
    """Return the network with recourse `reassign`."""
    scenario = net.scenario
    return replace(net, scenario=replace(scenario, settings=replace(scenario.settings, recourse="reassign")))


def shocked(net: Network, **fields: Any) -> Network:
    """Return the network with one more shock."""
    shock = Shock(**{"key": f"shock{len(net.shocks)}", "start_s": 0, **fields})
    return replace(net, shocks=(*net.shocks, shock))


def run(net: Network, plan: Plan, *, luck: bool = False, seed: int = 1) -> Result:
    """Play a plan."""
    return play(net, plan, seed=seed, run=0, luck=luck)


def times(result: Result, kind: EventKind, *, at: int | None = None, who: int | None = None) -> list[int]:
    """Return when events of a kind happened, at a place and to somebody where stated."""
    return [
        event[0] for event in result.events if event[1] == kind and at in (None, event[2]) and who in (None, event[3])
    ]


def rows(result: Result, kind: EventKind) -> list[tuple[int, ...]]:
    """Return the events of a kind: time, place, who, tail, stop, aux."""
    return [(event[0], *event[2:]) for event in result.events if event[1] == kind]
