"""Which leg of the plan a row of the log is: by its ids, else by type, route and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openairlift.model import Flight
from openairlift.scenario import Scenario
from openairlift.study.flight_log.diverted import onward_of
from openairlift.study.flight_log.legs import Leg

ONWARD = "diversion"
"""How a row was matched that goes on from a diversion: it is the same leg of the plan as the row that was diverted."""

WINDOW_H = 24.0
"""A row without ids is taken for a leg of its type and route whose planned time lies no farther away than this [h]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a row was matched with.

    Attributes
    ----------
    leg : index in the legs of the plan, or None.
    by : ``mission``, ``tail``, ``route``, or ``diversion``: it goes on from where another row was diverted to, and that
        row has the leg; empty where it was not matched.
    reason : why it was not matched, in words.
    """

    leg: int | None
    by: str = ""
    reason: str = ""


def match_rows(
    scenario: Scenario, legs: Sequence[Leg], flights: Sequence[Flight], *, window_h: float = WINDOW_H
) -> tuple[Match, ...]:
    """Return for every row the leg of the plan that it is; a leg is taken by one row only.

    In this order, each time the pair that lies closest in time first: rows that name their mission; rows whose tail is
    one of the plan's; loaded rows by type, route and requirement within the window; then the other legs of the same
    aircraft, of the missions that its loaded rows were matched with; then the rest by type and route. A diverted flight
    has the leg that it was to fly; a row that goes on from there to where it was bound for has none of its own.

    Parameters
    ----------
    scenario : for its start.
    legs : of the plan.
    flights : rows of the log.
    window_h : how far a row without ids may lie from the planned time [h].
    """
    work = _Matching(scenario, legs, flights, window_h)
    work.by_mission()
    work.by_tail()
    work.by_route(loaded=True)
    work.by_company()
    work.by_route(loaded=False)
    return tuple(work.found[i] if i in work.found else work.unmatched(i) for i in range(len(flights)))


def reference_s(scenario: Scenario, flight: Flight) -> tuple[int | None, int | None]:
    """Return the block-out and block-in of a row to match by [s]: as planned where stated, else as flown."""

    def second(moment: datetime | None) -> int | None:
        return None if moment is None else scenario.seconds(moment)

    return second(flight.planned_out or flight.block_out), second(flight.planned_in or flight.block_in)


class _Matching:
    """Rows and legs that are left to match."""

    def __init__(self, scenario: Scenario, legs: Sequence[Leg], flights: Sequence[Flight], window_h: float) -> None:
        self.legs, self.flights, self.window_s = legs, flights, window_h * 3600.0
        self.times = [reference_s(scenario, flight) for flight in flights]
        self.found: dict[int, Match] = {row: Match(leg=None, by=ONWARD) for row in onward_of(flights)}
        self.taken: set[int] = set()
        self.by_route_: dict[tuple[str, str, str], list[int]] = {}
        self.by_mission_: dict[int, list[int]] = {}
        for index, leg in enumerate(legs):
            self.by_route_.setdefault((leg.type, leg.origin, leg.destination), []).append(index)
            self.by_mission_.setdefault(leg.mission, []).append(index)

    def away(self, row: int, leg: int) -> float:
        """Return how far a row lies from the planned time of a leg [s]; infinity where either tells none."""
        (out, in_), planned = self.times[row], self.legs[leg]
        gaps = [abs(a - b) for a, b in ((in_, planned.in_s), (out, planned.out_s)) if a is not None and b is not None]
        return float(gaps[0]) if gaps else float("inf")

    def pair(self, candidates: Sequence[tuple[int, int]], by: str, *, within: float = float("inf")) -> None:
        """Take pairs of row and leg, the closest in time first."""
        ordered = sorted((self.away(row, leg), row, leg) for row, leg in candidates)
        for away, row, leg in ordered:
            if row in self.found or leg in self.taken or (away > within):
                continue
            self.found[row] = Match(leg=leg, by=by)
            self.taken.add(leg)

    def fits(self, row: int, leg: int) -> bool:
        """Return whether what the row says is aboard is aboard in the plan."""
        asked = self.flights[row].req_id
        return not asked or not self.legs[leg].loaded or bool(self.legs[leg].requirements & set(asked))

    def routes(self, row: int) -> list[int]:
        flight = self.flights[row]
        return self.by_route_.get((flight.type, flight.origin, flight.destination), [])

    def by_mission(self) -> None:
        exact: list[tuple[int, int]] = []
        loose: list[tuple[int, int]] = []
        for row, flight in enumerate(self.flights):
            for leg in self.by_mission_.get((flight.mission or 0) - 1, ()):
                planned = self.legs[leg]
                if planned.destination == flight.destination:
                    (exact if planned.origin == flight.origin else loose).append((row, leg))
        self.pair(exact, "mission")
        self.pair(loose, "mission")

    def by_tail(self) -> None:
        tails = {leg.tail for leg in self.legs}
        self.pair(
            [
                (row, leg)
                for row, flight in enumerate(self.flights)
                if flight.mission is None and flight.tail in tails
                for leg in self.routes(row)
                if self.legs[leg].tail == flight.tail and self.fits(row, leg)
            ],
            "tail",
        )

    def by_route(self, *, loaded: bool) -> None:
        self.pair(
            [
                (row, leg)
                for row, flight in enumerate(self.flights)
                if flight.mission is None and row not in self.found
                for leg in self.routes(row)
                if leg not in self.taken and (self.legs[leg].loaded or not loaded) and self.fits(row, leg)
                if not loaded or _carries(flight)
            ],
            "route",
            within=self.window_s,
        )

    def by_company(self) -> None:
        """Match the other legs of an aircraft with those of the missions that it was matched with already."""
        flown: dict[str, set[int]] = {}
        for row, match in self.found.items():
            tail = self.flights[row].tail
            if tail is not None and match.leg is not None:
                flown.setdefault(tail, set()).add(self.legs[match.leg].mission)
        self.pair(
            [
                (row, leg)
                for row, flight in enumerate(self.flights)
                if flight.mission is None and row not in self.found and flight.tail in flown
                for leg in self.routes(row)
                if leg not in self.taken and self.legs[leg].mission in flown[flight.tail] and self.fits(row, leg)
            ],
            "route",
            within=self.window_s,
        )

    def unmatched(self, row: int) -> Match:
        """Return a match with nothing, and why."""
        flight = self.flights[row]
        way = f"{flight.origin} > {flight.destination}"
        if flight.mission is not None:
            own = self.by_mission_.get(flight.mission - 1)
            if own is None:
                return Match(leg=None, reason=f"the plan has no mission {flight.mission}")
            if all(self.legs[leg].destination != flight.destination for leg in own):
                return Match(leg=None, reason=f"mission {flight.mission} of the plan does not fly {way}")
            return Match(leg=None, reason=f"another row is that leg of mission {flight.mission} already")
        routes = self.routes(row)
        if not routes:
            return Match(leg=None, reason=f"no {flight.type} flies {way} in the plan")
        fit = [leg for leg in routes if self.fits(row, leg)]
        if not fit:
            return Match(leg=None, reason=f"no {flight.type} carries {', '.join(flight.req_id)} by {way} in the plan")
        free = [leg for leg in fit if leg not in self.taken]
        if not free:
            return Match(leg=None, reason=f"the {len(fit)} planned for {way} are other rows already")
        near = min(self.away(row, leg) for leg in free)
        if near == float("inf"):
            return Match(leg=None, reason="the row tells no time to find it by")
        return Match(leg=None, reason=f"the nearest planned for {way} lies {near / 3600:,.0f} h away")


def _carries(flight: Flight) -> bool:
    told = flight.purpose == "offload" or flight.offload_start is not None or bool(flight.req_id)
    return told or bool(flight.payload_kg) or bool(flight.passengers) or flight.outcome == "no_show"
