"""The exact timing of a plan by a plain engine: slow, readable, and written from the page on the simulator's semantics.

The compiled simulator follows the same page and shares only the vocabulary of `openairlift.plan.events` with this
engine. With luck off the timing is what planners reckon with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from openairlift.errors import PlanError
from openairlift.model import MARKS
from openairlift.network.network import UNREACHABLE, Network
from openairlift.plan.events import Cause
from openairlift.plan.plan import Mission, Plan, Purpose
from openairlift.plan.timing_clock import Draws, Event
from openairlift.plan.timing_engine import Craft
from openairlift.plan.timing_world import StopTimes, World

Marked = tuple[int | None, int | None, int | None, int | None, int | None]
"""Times at which a load passed the five marks of `openairlift.model.MARKS` [s]; None = not within the horizon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What happens when a plan is carried out.

    Attributes
    ----------
    events : everything that happened, in order.
    marks : per load of `Plan.loads`, when it passed the five marks [s].
    carried : per load, how much of it was carried, in units of its line.
    stops : per mission and stop, when it was reached and left [s].
    waits : time waited by (place, cause) [s]. A wait counts when it ends; HOURS and SLOT count at the place that the
        aircraft waits to go to.
    flying_s : block time flown by type [s].
    closure_s : when the last of everything required passed the objective's mark [s]; None when something is missing.
    """

    events: tuple[Event, ...]
    marks: tuple[Marked, ...]
    carried: tuple[float, ...]
    stops: tuple[tuple[StopTimes, ...], ...]
    waits: Mapping[tuple[int, Cause], int]
    flying_s: tuple[int, ...]
    closure_s: int | None


def time_plan(network: Network, plan: Plan, *, seed: int | None = None, run: int = 0) -> Timing:
    """Return the exact times of a plan, second by second.

    Parameters
    ----------
    network : the scenario by index.
    plan : what is to be flown.
    seed, run : root of all draws; None = luck off: every distribution gives its mean, nothing breaks, and other traffic
        comes evenly.

    Raises
    ------
    PlanError
        When a mission can't be flown as it stands: an unknown tail or place, stops in no order that has a meaning, or
        a leg that the type can't fly.
    """
    check_flyable(network, plan)
    world = World(network, plan, Draws(seed, run))
    for tail in range(len(network.tails)):
        flown = [flight for flight in world.flights if flight.mission.tail == tail]
        if flown:
            Craft(world, tail, flown).next_mission()
    world.clock.run()
    marks: list[Marked] = [(m[0], m[1], m[2], m[3], m[4]) for m in world.marks.times]
    carried = tuple(world.marks.carried)
    return Timing(
        events=tuple(world.clock.events),
        marks=tuple(marks),
        carried=carried,
        stops=tuple(tuple(flight.stops) for flight in world.flights),
        waits=MappingProxyType(dict(sorted(world.clock.waits.items()))),
        flying_s=tuple(world.flying_s),
        closure_s=_closure(network, plan, marks, carried),
    )


def _closure(network: Network, plan: Plan, marks: list[Marked], carried: tuple[float, ...]) -> int | None:
    """Return when the last of everything required passed the objective's mark, or None."""
    mark = MARKS.index(network.scenario.settings.objective_mark)
    there = [0.0] * len(network.lines)
    last = 0
    for (_, load), times, quantity in zip(plan.loads, marks, carried, strict=True):
        time = times[mark]
        if time is not None:
            there[load.line] += quantity
            last = max(last, time)
    complete = all(have >= line.quantity * (1.0 - 1e-9) - 1e-6 for have, line in zip(there, network.lines, strict=True))
    return last if complete and network.lines else None


def check_flyable(network: Network, plan: Plan) -> None:
    """Raise an error that names the first mission that can't be flown as it stands; `audit` lists every fault."""
    where = [tail.base for tail in network.tails]
    for index, mission in enumerate(plan.missions):
        if not 0 <= mission.tail < len(where):
            raise PlanError(f"mission {index} is flown by tail {mission.tail}; the fleet has {len(where)} tails")
        _check_parts(network, mission, index)
        tail = network.tails[mission.tail]
        for stop in mission.stops:
            here = where[mission.tail]
            if here != stop.place and network.block_s[tail.type, here, stop.place] == UNREACHABLE:
                raise PlanError(
                    f"mission {index}: {tail.name} can't fly from {network.places[here].id} to "
                    f"{network.places[stop.place].id}; choose other stops or another type"
                )
            where[mission.tail] = stop.place


def _check_parts(network: Network, mission: Mission, index: int) -> None:
    purposes = [stop.purpose for stop in mission.stops]
    if not purposes:
        raise PlanError(f"mission {index} has no stops")
    if any(not 0 <= stop.place < len(network.places) for stop in mission.stops):
        raise PlanError(f"mission {index} stops at a place that the network does not have")
    if any(not 0 <= load.line < len(network.lines) for load in mission.loads):
        raise PlanError(f"mission {index} carries a line that the network does not have")
    if any(load.quantity <= 0.0 for load in mission.loads):
        raise PlanError(f"mission {index} has a load of nothing; leave it out")
    if mission.loads and not _carries(purposes):
        raise PlanError(f"mission {index} has loads, but not one onload and, after it, one offload")
    base = network.tails[mission.tail].base
    for place, purpose in enumerate(purposes):
        last = place + 1 == len(purposes)
        if purpose is Purpose.RECOVER and not (last and mission.stops[place].place == base):
            raise PlanError(f"mission {index}: RECOVER is the last stop, at the base {network.places[base].id}")


def _carries(purposes: list[Purpose]) -> bool:
    if purposes.count(Purpose.ONLOAD) != 1 or purposes.count(Purpose.OFFLOAD) != 1:
        return False
    return purposes.index(Purpose.ONLOAD) < purposes.index(Purpose.OFFLOAD)
