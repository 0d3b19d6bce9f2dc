"""What flew, late, lost, diverted: the log against the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openairlift.model import Flight
from openairlift.scenario import Scenario
from openairlift.scenario.flights import FlightLog
from openairlift.study.flight_log.diverted import onward_of
from openairlift.study.flight_log.intervals import Estimate, share_interval
from openairlift.study.flight_log.legs import Leg
from openairlift.study.flight_log.matching import Match, reference_s

TOLERANCE_MIN = 15.0
"""A flight is late when it blocks in more than this behind its planned time [min]; the usual measure of airlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One row of the log beside the plan.

    Attributes
    ----------
    row : index of the row.
    fate : one of ``flown``, ``diverted``, ``lost``, ``cancelled``, ``no_show``, ``under_way``, ``open``.
    leg : index of the leg of the plan, or None.
    late_s : actual less planned block-in [s], negative when early; None where either is not known.
    loaded : whether it carries, or was to carry, cargo.
    """

    row: int
    fate: str
    leg: int | None
    late_s: int | None
    loaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """The log against the plan, as it was known at a moment.

    Attributes
    ----------
    at_s : the moment [s]; what the log tells of later is not read.
    flown : by row.
    fates : how many rows have which fate.
    late, on_time : flights that landed later than the tolerance, and not.
    late_share : of those whose planned time is known.
    missing : loaded legs that were planned to land by the moment and that no row tells of.
    payload_kg, planned_payload_kg : landed by the log, and booked for the same rows [kg].
    """

    at_s: int
    flown: tuple[Flown, ...]
    fates: dict[str, int]
    late: int
    on_time: int
    late_share: Estimate | None
    missing: tuple[int, ...]
    payload_kg: float
    planned_payload_kg: float


def compare_with_plan(
    scenario: Scenario,
    legs: Sequence[Leg],
    log: FlightLog,
    matches: Sequence[Match],
    *,
    at_s: int,
    tolerance_min: float = TOLERANCE_MIN,
) -> Actual:
    """Return what became of every row, and of the loaded legs that the plan had land by a moment.

    Parameters
    ----------
    scenario, legs, log, matches : the plan's legs, the rows, and which is which.
    at_s : the moment [s].
    tolerance_min : see `TOLERANCE_MIN` [min].
    """
    flown = []
    again = onward_of(log.flights)
    for row, (flight, match) in enumerate(zip(log.flights, matches, strict=True)):
        own = matches[again.get(row, row)].leg
        leg = None if own is None else legs[own]
        known = known_at(flight, scenario, at_s)
        planned = (
            scenario.seconds(known.planned_in) if known.planned_in is not None else None if leg is None else leg.in_s
        )
        late = None if planned is None or known.block_in is None else scenario.seconds(known.block_in) - planned
        loaded = (leg.loaded if leg is not None else False) or bool(
            known.payload_kg or known.passengers or known.req_id
        )
        flown.append(Flown(row=row, fate=known.fate, leg=match.leg, late_s=late, loaded=loaded))
    told = [one.late_s for one in flown if one.late_s is not None and one.fate == "flown"]
    late = sum(value > tolerance_min * 60.0 for value in told)
    taken = {match.leg for match in matches}
    landed = [log.flights[one.row] for one in flown if one.fate == "flown"]
    return Actual(
        at_s=at_s,
        flown=tuple(flown),
        fates=dict(Counter(one.fate for one in flown)),
        late=late,
        on_time=len(told) - late,
        late_share=share_interval(late, len(told)) if told else None,
        missing=tuple(
            i
            for i, leg in enumerate(legs)
            if leg.loaded and leg.in_s is not None and leg.in_s <= at_s and i not in taken
        ),
        payload_kg=sum(flight.payload_kg or 0.0 for flight in landed),
        planned_payload_kg=sum(flight.planned_payload_kg for flight in landed if flight.planned_payload_kg is not None),
    )


def known_at(flight: Flight, scenario: Scenario, at_s: int) -> Flight:
    """Return a row as it could be known at a moment: what happened later is left out.

    An outcome without a time (cancelled, no_show, lost) is known from its planned block-out on, if one is stated.
    """

    def by(moment: datetime | None) -> datetime | None:
        return None if moment is None or scenario.seconds(moment) > at_s else moment

    known = replace(
        flight, block_out=by(flight.block_out), block_in=by(flight.block_in), onload_start=by(flight.onload_start),
        onload_end=by(flight.onload_end), offload_start=by(flight.offload_start), offload_end=by(flight.offload_end),
    )  # fmt: skip
    outcome = flight.outcome
    if known.block_in is None and outcome in ("flown", "diverted"):
        outcome = None
    if outcome in ("cancelled", "no_show", "lost"):
        first = reference_s(scenario, flight)[0]
        if first is not None and first > at_s:
            outcome = None
    return replace(known, outcome=outcome)
