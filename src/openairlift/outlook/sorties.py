"""What a unit takes by air: the fewest sorties of each aircraft type for its pieces, and what binds each sortie.

The rules are those of `openairlift.network.fit`, which the planner and the audit follow too: mass against the payload,
floor length or pallet positions added up, seats, hazards kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openairlift.network import Hold, Line, Network, can_carry, lines_may_share
from openairlift.network.fit import on_floor, position_limit, positions_per_unit
from openairlift.plan import Mission, Plan
from openairlift.solve.bins import fewest_bins

WEIGHT, FLOOR, POSITIONS, SEATS, HAZARD, WHOLE = "weight", "floor", "positions", "seats", "hazard", "whole load"
"""What can bind a sortie: payload, floor length, pallet positions, seats, hazards kept apart, a load that is whole."""

_SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sortie:
    """What one aircraft carries of a unit.

    Attributes
    ----------
    aboard : quantity by line index.
    payload_kg : what its route allows [kg].
    weight_share, floor_share, seats_share : parts that are taken, of all that is aboard; None where no limit is stated.
    binds : the one of `WEIGHT` … `WHOLE` for which nothing of the unit that goes later fits any more; None = something
        would still fit, or nothing goes later.
    mission : index of the planned mission, or None.
    """

    aboard: Mapping[int, float]
    payload_kg: float
    weight_share: float
    floor_share: float | None
    seats_share: float | None
    binds: str | None
    mission: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """The fewest sorties of one type for a list of lines.

    Attributes
    ----------
    type : index of the aircraft type.
    payload_kg : payload that was reckoned with [kg].
    sorties : one by one.
    bound : no packing by these rules has fewer sorties.
    unfit : lines that the type can't carry, with the reason; they are not in the sorties.
    """

    type: int
    payload_kg: float
    sorties: tuple[Sortie, ...]
    bound: int
    unfit: tuple[tuple[int, str], ...]


def pack(network: Network, type_: int, wanted: Mapping[int, float], *, payload_kg: float) -> Packing:
    """Return the fewest sorties of a type for quantities of lines.

    Parameters
    ----------
    network : of the scenario.
    type_ : index of the aircraft type.
    wanted : quantity by line index, in units of the line.
    payload_kg : payload of the route [kg].
    """
    unfit: list[tuple[int, str]] = []
    kinds: list[int] = []
    for index in wanted:
        line = network.lines[index]
        reason = can_carry(network, type_, line)
        if reason is None and Hold(network, type_, payload_kg).room(line) < 1.0:
            reason = f"{line.name} is more than one {network.types[type_].type} takes on this route"
        if reason is None:
            kinds.append(index)
        else:
            unfit.append((index, reason))
    parts = np.array([_parts(network, type_, index, payload_kg) for index in kinds]).reshape(len(kinds), 3)
    counts = [_pieces(network.lines[index], wanted[index]) for index in kinds]
    apart = [
        (a, b)
        for a in range(len(kinds))
        for b in range(a + 1, len(kinds))
        if not lines_may_share(network.lines[kinds[a]], network.lines[kinds[b]])
    ]
    found = fewest_bins(np.minimum(parts, 1.0), counts, apart=apart)
    loads = [{kind: float(n) for kind, n in zip(kinds, row, strict=True) if n} for row in found.patterns]
    sorties = [
        sortie(network, type_, aboard, later=_keys(loads[i + 1 :]), payload_kg=payload_kg)
        for i, aboard in enumerate(loads)
    ]
    return Packing(type=type_, payload_kg=payload_kg, sorties=tuple(sorties), bound=found.bound, unfit=tuple(unfit))


def planned(network: Network, plan: Plan, requirement: str) -> tuple[Sortie, ...]:
    """Return the sorties of a plan that carry anything of a requirement, in mission order.

    Shares are of everything aboard, cargo of other requirements included.
    """
    own = {i for i, line in enumerate(network.lines) if line.requirement == requirement}
    chosen = [i for i, mission in enumerate(plan.missions) if any(load.line in own for load in mission.loads)]
    lines = [{load.line for load in plan.missions[i].loads if load.line in own} for i in chosen]
    found = []
    for at, number in enumerate(chosen):
        mission = plan.missions[number]
        aboard: dict[int, float] = {}
        for load in mission.loads:
            aboard[load.line] = aboard.get(load.line, 0.0) + load.quantity
        later = set().union(*lines[at + 1 :]) if lines[at + 1 :] else set()
        found.append(
            sortie(
                network, network.tails[mission.tail].type, aboard, later=sorted(later),
                payload_kg=route_payload_kg(network, mission), mission=number,
            )
        )  # fmt: skip
    return tuple(found)


def route_payload_kg(network: Network, mission: Mission) -> float:
    """Return the payload of a mission: the least over the legs that carry its cargo, as it is flown on average [kg]."""
    type_ = network.tails[mission.tail].type
    first, last = mission.onload, mission.offload
    places = [stop.place for stop in mission.stops[first : last + 1]]
    legs = [float(network.payload_kg[type_, a, b]) for a, b in pairwise(places)]
    share = network.types[type_].payload_flown_share
    return min(legs, default=0.0) * (1.0 if share is None else share.mean)


def sortie(
    network: Network,
    type_: int,
    aboard: Mapping[int, float],
    *,
    later: Iterable[int],
    payload_kg: float,
    mission: int | None = None,
) -> Sortie:
    """Return how full an aircraft is with what is aboard, and what keeps out what goes later.

    Parameters
    ----------
    aboard : quantity by line index.
    later : lines of the unit that go in later sorties. People are asked for where people are aboard alone, and cargo
        where cargo is.
    """
    record = network.types[type_]
    mass = sum(n * network.lines[i].unit_kg for i, n in aboard.items())
    room = sum(n * positions_per_unit(network, type_, i) for i, n in aboard.items())
    people = sum(n for i, n in aboard.items() if network.lines[i].people)
    limit = position_limit(record)
    hold = Hold(network, type_, payload_kg)
    hold.mass_kg, hold.positions, hold.seats = mass, room, people
    binds = None
    if any(network.lines[i].unit == "load" for i in aboard):
        binds = WHOLE
    else:
        cargo = any(not network.lines[i].people for i in aboard)
        asked = [i for i in later if network.lines[i].people != cargo and can_carry(network, type_, i) is None]
        reasons = [_blocked(network, type_, hold, aboard, i) for i in asked]
        if reasons and None not in reasons:
            known = [reason for reason in reasons if reason is not None]
            binds = max(dict.fromkeys(known), key=known.count)
    return Sortie(
        aboard=dict(aboard),
        payload_kg=payload_kg,
        weight_share=mass / payload_kg if payload_kg > 0.0 else 0.0,
        floor_share=None if limit is None else room / limit,
        seats_share=None if record.seats is None or record.seats == 0 else people / record.seats,
        binds=binds,
        mission=mission,
    )


def _blocked(network: Network, type_: int, hold: Hold, aboard: Mapping[int, float], index: int) -> str | None:
    """Return what keeps one piece of a line out, the scarcest first; None where it fits."""
    line, record = network.lines[index], network.types[type_]
    if any(not lines_may_share(line, network.lines[other]) for other in aboard):
        return HAZARD
    needs: dict[str, float] = {}
    each, limit = positions_per_unit(network, type_, line), position_limit(record)
    if limit is not None and each > 0.0:
        rolling = on_floor(record, line) or any(on_floor(record, network.lines[i]) for i in aboard)
        needs[FLOOR if rolling else POSITIONS] = (hold.positions + each) / limit
    if line.people and record.seats is not None:
        needs[SEATS] = (hold.seats + 1.0) / max(record.seats, 1)
    if hold.payload_kg > 0.0:
        needs[WEIGHT] = (hold.mass_kg + (line.unit_kg if line.unit != "kg" else 1e-3)) / hold.payload_kg
    over = {name: part for name, part in needs.items() if part > 1.0 + _SLACK}
    return max(over, key=lambda name: over[name]) if over else None


def _parts(network: Network, type_: int, index: int, payload_kg: float) -> tuple[float, float, float]:
    """Return the parts of payload, room and seats that one piece takes; a whole load takes all."""
    line, record = network.lines[index], network.types[type_]
    if line.unit == "load":
        return 1.0, 1.0, 0.0
    limit = position_limit(record)
    room = positions_per_unit(network, type_, line) / limit if limit else 0.0
    seats = 1.0 / record.seats if line.people and record.seats else 0.0
    unit_kg = 1000.0 * line.unit_kg if line.unit == "kg" else line.unit_kg
    return unit_kg / payload_kg if payload_kg > 0.0 else 0.0, room, seats


def _pieces(line: Line, quantity: float) -> int:
    """Return whole pieces; cargo by mass counts in tonnes."""
    return int(np.ceil((quantity / 1000.0 if line.unit == "kg" else quantity) - _SLACK))


def _keys(loads: Sequence[Mapping[int, float]]) -> list[int]:
    return list(dict.fromkeys(index for load in loads for index in load))
