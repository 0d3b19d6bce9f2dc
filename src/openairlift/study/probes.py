"""Single numbers that are kept of every run, because an observation or a caller asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openairlift.model import PERSON
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL


class Ask(StrEnum):
    """What a probe measures."""

    AMOUNT = "amount"  # what passed a mark by a moment, in the meter's unit
    COMPLETE = "complete"  # when everything listed passed a mark [s]; inf = not within the horizon
    REACHED = "reached"  # when an amount had passed a mark [s]; inf = not within the horizon
    FIRST = "first"  # when the first of it passed a mark [s]; inf = not within the horizon
    ARRIVALS = "arrivals"  # aircraft that arrived at a place on some days, all traffic
    DIVERTS = "diverts"  # aircraft that gave up holding there, or found no slot
    NO_SHOWS = "no_shows"  # slots there that were reserved and not used


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One number a run.

    Attributes
    ----------
    ask : what is measured.
    mark, meter, group, item : of what; not for counts of aircraft.
    at_s : by when, for an amount [s]; with `after`, so long after that.
    place, from_day, to_day : where and on which days (first, and first not counted), for counts of aircraft. The place
        of an amount is where its loads come from; blank = anywhere.
    amount : what has to be reached, in the meter's unit.
    after : a mark: the moment counts from when the first of the group passed it, run by run.
    requirements : of these requirements only; none = of all.
    calendar : in place of `at_s`: the moment for a first passing from each of some moments on, ascending [s].
    """

    ask: Ask
    mark: str = ""
    meter: str = "mass"
    group: str = ALL
    item: str | None = None
    at_s: int = 0
    place: str = ""
    from_day: int = 0
    to_day: int = 0
    amount: float = 0.0
    after: str = ""
    calendar: tuple[tuple[int, int], ...] = ()
    requirements: tuple[str, ...] = ()


def complete_probe(requirement: str, mark: str) -> Probe:
    """Return the probe for the moment at which all of a requirement had passed a mark [s]; inf = not in the horizon."""
    return Probe(ask=Ask.COMPLETE, mark=mark, requirements=(requirement,))


def move_probes(scenario: Scenario) -> tuple[Probe, ...]:
    """Return the probes that every study keeps: when units and people have landed, and are where they are needed."""
    moved = [
        row.req_id
        for row in scenario.requirements.values()
        if row.unit_type is not None or row.people is not None or row.item == PERSON
    ]
    return tuple(complete_probe(name, mark) for name in moved for mark in ("landed", "delivered"))
