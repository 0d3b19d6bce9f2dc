"""Check that a plan can be simulated at all; what a good plan must keep is the room `audits`'s."""

from __future__ import annotations

from openairlift.errors import PlanError
from openairlift.network.network import UNREACHABLE, Network
from openairlift.plan.plan import Load, Mission, Plan, Purpose


def check_plan(network: Network, plan: Plan) -> None:
    """Raise an error that names the first mission that can't be flown, or haul that can't go, as it stands.

    Raises
    ------
    PlanError
        When an index lies outside the network, a leg can't be flown, or stops are in no order that has a meaning.
    """
    where = {i: tail.base for i, tail in enumerate(network.tails)}
    for m, mission in enumerate(plan.missions):
        if mission.tail not in where:
            raise PlanError(f"mission {m}: there is no tail {mission.tail}; the fleet has {len(where)}")
        _check_stops(network, mission, m)
        _check_loads(network, mission, m)
        type_ = network.tails[mission.tail].type
        for stop in mission.stops:
            a, b = where[mission.tail], stop.place
            if a != b and network.block_s[type_, a, b] == UNREACHABLE:
                raise PlanError(
                    f"mission {m}: {network.tails[mission.tail].name} can't fly from {network.places[a].id} to "
                    f"{network.places[b].id}: too far, or an airfield that the type can't use"
                )
            where[mission.tail] = b
    for h, haul in enumerate(plan.hauls):
        if not 0 <= haul.origin < len(network.places):
            raise PlanError(f"haul {h}: there is no place {haul.origin}")
        name = _check_load(network, haul.load, f"haul {h}")
        if haul.load.link is None:
            raise PlanError(f"haul {h}: load {name} names no link; it goes by one from where it lies")
        if network.links[haul.load.link].origin != haul.origin:
            raise PlanError(f"haul {h}: load {name} goes by a link that does not start at its origin")


def _check_stops(network: Network, mission: Mission, m: int) -> None:
    purposes = [stop.purpose for stop in mission.stops]
    if not purposes:
        raise PlanError(f"mission {m} has no stops")
    for stop in mission.stops:
        if not 0 <= stop.place < len(network.places):
            raise PlanError(f"mission {m}: there is no place {stop.place}")
    if mission.loads and (purposes.count(Purpose.ONLOAD), purposes.count(Purpose.OFFLOAD)) != (1, 1):
        raise PlanError(f"mission {m} carries loads, but not from one onload stop to one offload stop")
    if mission.loads and mission.onload > mission.offload:
        raise PlanError(f"mission {m} offloads before it onloads")
    for k, stop in enumerate(mission.stops):
        if stop.purpose is not Purpose.RECOVER:
            continue
        base = network.tails[mission.tail].base
        if k + 1 < len(mission.stops) or stop.place != base:
            raise PlanError(f"mission {m}: a RECOVER stop is the last one, at the base {network.places[base].id}")


def _check_loads(network: Network, mission: Mission, m: int) -> None:
    for load in mission.loads:
        name = _check_load(network, load, f"mission {m}")
        hub = mission.stops[mission.offload].place
        if load.link is not None and network.links[load.link].origin != hub:
            raise PlanError(f"mission {m}: load {name} goes on by a link that does not start at its hub")


def _check_load(network: Network, load: Load, where: str) -> str:
    """Check a load's line and amounts; return its name."""
    if not 0 <= load.line < len(network.lines):
        raise PlanError(f"{where}: there is no requirement line {load.line}")
    name = f"{network.lines[load.line].name}#{load.number}"
    if not (load.quantity > 0.0 and load.mass_kg >= 0.0):
        raise PlanError(f"{where}: load {name} has no positive quantity, or no mass")
    if load.link is not None and not 0 <= load.link < len(network.links):
        raise PlanError(f"{where}: load {name} goes by link {load.link}; there are {len(network.links)}")
    return name
