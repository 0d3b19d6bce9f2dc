"""The clock of the plain engine: events in order, the log of what happened, waits, and draws of luck."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from openairlift import luck
from openairlift.model import Distribution
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.units import seconds


class Phase(IntEnum):
    """Order within one second."""

    RELEASE = 0
    CHANGE = 1
    ARRIVAL = 2
    START = 3


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes
    ----------
    time : seconds since the scenario's start [s].
    kind : what happened.
    place : where, by index.
    who : mission for aircraft events, load for cargo events, stream for other traffic, by index.
    tail, stop : of aircraft events, by index; None otherwise. The stop of DEPART is the one that the aircraft leaves
        for; that of DIVERT, and of what follows at the alternate, is the one it could not land for.
    """

    time: int
    kind: EventKind
    place: int
    who: int
    tail: int | None = None
    stop: int | None = None


class Draws:
    """Draws of one run; with luck off (seed None) every distribution gives its mean."""

    def __init__(self, seed: int | None, run: int) -> None:
        self.on = seed is not None
        self._root = 0 if seed is None else luck.stream(seed, run)

    def uniform(self, key: int, purpose: Draw, index: int) -> float:
        """Return the uniform draw of this counter."""
        return luck.uniform(self._root, key, int(purpose), index)

    def value(self, distribution: Distribution, key: int, purpose: Draw, index: int) -> float:
        """Return a draw from a distribution, or its mean with luck off."""
        if not self.on:
            return distribution.mean
        return luck.sample(int(distribution.shape), distribution.parameters, self.uniform(key, purpose, index))

    def time_s(self, distribution: Distribution | None, key: int, purpose: Draw, index: int) -> int:
        """Return a duration in whole seconds; 0 where none is stated."""
        return 0 if distribution is None else seconds(self.value(distribution, key, purpose, index))


class Clock:
    """What is due, in the order (time, phase, luck key, order of making), and what has happened.

    Attributes
    ----------
    now : the current second.
    events : the log, in order.
    waits : time waited by place and cause [s]; a wait is counted when it ends.
    """

    def __init__(self, horizon_s: int, draws: Draws) -> None:
        self.horizon_s = horizon_s
        self.draws = draws
        self.now = 0
        self.events: list[Event] = []
        self.waits: dict[tuple[int, Cause], int] = {}
        self._due: list[tuple[int, int, int, int, Callable[[], None]]] = []
        self._made = 0

    def at(self, time: int, phase: Phase, key: int, action: Callable[[], None]) -> None:
        """Have something done at a second, in a phase; what lies at or after the horizon does not happen."""
        if time < self.horizon_s:
            self._made += 1
            heapq.heappush(self._due, (time, phase, key, self._made, action))

    def run(self) -> None:
        """Do everything that is due before the horizon."""
        while self._due:
            self.now, _, _, _, action = heapq.heappop(self._due)
            action()

    def record(
        self, kind: EventKind, place: int, who: int, *, tail: int | None = None, stop: int | None = None
    ) -> None:
        """Add an event of this second to the log."""
        self.events.append(Event(self.now, kind, place, who, tail, stop))

    def waited(self, place: int, cause: Cause, duration: int) -> None:
        """Count a wait that has ended."""
        if duration > 0:
            self.waits[place, cause] = self.waits.get((place, cause), 0) + duration
