"""The event log of the deterministic run, as the audit reads it."""

from __future__ import annotations

from typing import NamedTuple

from openairlift.audits.timing import Timing
from openairlift.plan import EventKind, Plan, Purpose


class Entry(NamedTuple):
    """One event; see `EventKind` for what `who` and `aux` mean."""

    time: int
    kind: int
    place: int
    who: int
    tail: int
    stop: int
    aux: int


def entries(timing: Timing) -> list[Entry]:
    """Return the events of a run, in order."""
    columns = (timing.events[name].tolist() for name in Entry._fields)
    return [Entry(*row) for row in zip(*columns, strict=True)]


def at_stop(plan: Plan, entry: Entry) -> bool:
    """Return whether an aircraft is where its stop is, and not at an alternate or a refuge."""
    stop = plan.missions[entry.who].stops[entry.stop]
    return stop.place == entry.place and (entry.kind != EventKind.RECOVER or stop.purpose is Purpose.RECOVER)


def landings(log: list[Entry]) -> dict[int, int]:
    """Return, by index of a DEPART or a DIVERT, the second of the arrival that it leads to."""
    found: dict[int, int] = {}
    left: dict[int, int] = {}
    for index, entry in enumerate(log):
        if entry.kind in (EventKind.DEPART, EventKind.DIVERT):
            left[entry.tail] = index
        elif entry.kind == EventKind.ARRIVE and entry.tail in left:
            found[left.pop(entry.tail)] = entry.time
    return found
