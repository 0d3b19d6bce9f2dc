"""A mission that had begun: as it was planned, where it is, and how far it is with its cargo."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from openairlift.network import Network
from openairlift.plan import Mission, Purpose
from openairlift.solve.replanning.history import Course, Phase
from openairlift.solve.replanning.onward import hot_stops
from openairlift.solve.replanning.records import Fate
from openairlift.solve.stations import Booking


class Stage(Enum):
    """How far a mission is with its cargo."""

    AHEAD = 0  # the onload is ahead
    LOADING = 1  # it will be loaded where it lands next
    ABOARD = 2
    DONE = 3  # unloaded, or there was none


@dataclass(slots=True)
class Held:
    """A mission that had begun: as it was planned, where it is, and what becomes of it.

    Attributes
    ----------
    old : its index in the old plan.
    mission, course : as it is flown, in terms of the new network.
    here : where it starts.
    phase : where it is.
    used_s : duty that its crew has done before its first movement [s].
    next_s : when its tail's next kept mission moves, or None.
    bookings : what its stops take, in order, without RECOVER.
    planned : the mission as it was planned, in terms of the new network.
    """

    old: int
    mission: Mission
    course: Course
    here: int
    phase: Phase
    used_s: int
    next_s: int | None
    fate: Fate = Fate.KEPT
    reason: str = ""
    bookings: list[Booking] = field(default_factory=list)
    planned: Mission = field(init=False)

    def __post_init__(self) -> None:
        self.planned = self.mission


def stage_of(mission: Mission, last: int) -> Stage:
    """Return how far a mission is with its cargo after a stop; one that never loads is done."""
    purposes = [stop.purpose for stop in mission.stops]
    if Purpose.ONLOAD not in purposes or Purpose.OFFLOAD not in purposes or last >= mission.offload:
        return Stage.DONE
    return Stage.ABOARD if last >= mission.onload else Stage.AHEAD


def hot_of(network: Network, mission: Mission) -> frozenset[int]:
    """Return the stops at which a mission needs a spot for dangerous cargo."""
    if not mission.loads:
        return frozenset()
    found = hot_stops(network, tuple(stop.place for stop in mission.stops), mission.loads, mission.offload)
    return frozenset(i for i in found if i >= mission.onload)
