"""What was flown and driven, from the events of a plan's exact timing or of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from openairlift.plan import EventKind, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """A leg as it was flown.

    Attributes
    ----------
    mission, tail : indexes of the plan and the network.
    stop : index of the mission's stop that it leads to.
    origin, destination : places by index.
    out_s, over_s, in_s : block-out, over the destination, block-in or where it gave up holding [s].
    diverted : whether it gave up holding over `destination` and went on elsewhere.
    laden : whether the mission's loads are on board.
    """

    mission: int
    tail: int
    stop: int
    origin: int
    destination: int
    out_s: int
    over_s: int
    in_s: int
    diverted: bool
    laden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """A load on a surface link: index in `Plan.loads`, ends by index, when it left and when it was delivered [s]."""

    load: int
    origin: int
    destination: int
    out_s: int
    in_s: int


def flown_legs(plan: Plan, events: npt.NDArray[Any]) -> list[Flown]:
    """Return every leg that ended within the horizon, in the order in which they ended."""
    return list(_flown(plan, events))


def _flown(plan: Plan, events: npt.NDArray[Any]) -> Iterator[Flown]:
    left: dict[int, tuple[int, int]] = {}  # by tail: place and moment of the last block-out
    over: dict[int, int] = {}
    columns = [events[name].tolist() for name in ("time", "kind", "place", "who", "tail", "stop")]
    for time, kind, place, who, tail, stop in zip(*columns, strict=True):
        if tail < 0:
            continue
        if kind == EventKind.DEPART:
            left[tail] = place, time
            over.pop(tail, None)
        elif kind == EventKind.ARRIVE:
            over[tail] = time
        elif kind in (EventKind.PARK, EventKind.RECOVER, EventKind.DIVERT):
            origin, out = left.pop(tail, (place, time))
            gave_up = kind == EventKind.DIVERT
            if origin != place:
                mission = plan.missions[who]
                yield Flown(
                    mission=who, tail=tail, stop=stop, origin=origin, destination=place, out_s=out,
                    over_s=min(over.pop(tail, time), time), in_s=time, diverted=gave_up,
                    laden=bool(mission.loads) and mission.onload < stop <= mission.offload,
                )  # fmt: skip
            if gave_up:
                left[tail] = place, time


def driven_loads(plan: Plan, ends: dict[int, tuple[int, int]], events: npt.NDArray[Any]) -> list[Driven]:
    """Return every load that went by a surface link and was delivered within the horizon.

    Parameters
    ----------
    ends : by link, its two places by index.
    """
    loads = plan.loads
    left: dict[int, int] = {}
    found = []
    columns = [events[name].tolist() for name in ("time", "kind", "who")]
    for time, kind, who in zip(*columns, strict=True):
        if kind == EventKind.VEHICLE_LEFT or kind == EventKind.FORWARDED:
            left.setdefault(who, time)
        elif kind == EventKind.DELIVERED:
            link = loads[who][1].link
            if link is not None and who in left:
                origin, destination = ends[link]
                found.append(Driven(load=who, origin=origin, destination=destination, out_s=left[who], in_s=time))
    return found
