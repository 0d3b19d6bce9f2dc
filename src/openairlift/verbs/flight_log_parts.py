"""Parts of the record of the verb `log`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openairlift.audits import Timing
from openairlift.model import MARKS, Flight
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.flights import FlightLog
from openairlift.study import Study
from openairlift.study.flight_log.actual import Actual
from openairlift.study.flight_log.diverted import joined, onward_of
from openairlift.study.flight_log.estimates import Estimates, GroundEstimate
from openairlift.study.flight_log.forecast import Remainder
from openairlift.study.flight_log.intervals import Estimate
from openairlift.study.flight_log.legs import Leg
from openairlift.study.flight_log.matching import ONWARD, Match
from openairlift.units import DAY_S
from openairlift.verbs.records import Record, number

_LANDED = MARKS.index("landed")
QUANTILES = (0.1, 0.5, 0.9)


def moment_text(scenario: Scenario, second: int | None) -> str | None:
    """Return a second of the scenario as text."""
    return None if second is None else f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"


def rows_record(
    scenario: Scenario,
    log: FlightLog,
    known: Sequence[Flight],
    legs: Sequence[Leg],
    matches: Sequence[Match],
    actual: Actual,
) -> Record:
    """Return what became of the rows: matched or not, by fate, late, and what no row tells of."""
    by = Counter(match.by for match in matches if match.leg is not None or match.by == ONWARD)
    share = actual.late_share
    odd = [one for one in actual.flown if one.fate in ("diverted", "lost", "cancelled", "no_show")]
    late = sorted(
        (one for one in actual.flown if one.fate == "flown" and (one.late_s or 0) > 0),
        key=lambda one: -(one.late_s or 0),
    )

    def row(index: int) -> Record:
        flight, match = known[index], matches[index]
        return {
            "row": log.lines[index],
            "flight": flight.flight,
            "tail": flight.tail,
            "type": flight.type,
            "from": flight.origin,
            "to": flight.destination,
            "mission": None if match.leg is None else legs[match.leg].mission + 1,
        }

    return {
        "matching": {
            "matched": sum(by.values()),
            "by": {name: by[name] for name in ("mission", "tail", "route", ONWARD) if by[name]},
            "unmatched": [
                {**row(i), "reason": m.reason} for i, m in enumerate(matches) if m.leg is None and m.by != ONWARD
            ],
        },
        "fates": {name: actual.fates[name] for name in _FATES if name in actual.fates},
        "late": {
            "late": actual.late,
            "on_time": actual.on_time,
            "share": None if share is None else interval_record(share),
            "flights": [{**row(one.row), "late_min": number(round((one.late_s or 0) / 60))} for one in late],
        },
        "events": [
            {**row(one.row), "fate": one.fate, "landed_at": known[one.row].landed_at, "note": known[one.row].note}
            for one in odd
        ],
        "missing": [
            {
                "mission": legs[i].mission + 1,
                "tail": legs[i].tail,
                "from": legs[i].origin,
                "to": legs[i].destination,
                "planned_in": moment_text(scenario, legs[i].in_s),
            }
            for i in actual.missing
        ],
        "payload_kg": number(actual.payload_kg),
        "booked_kg": number(actual.planned_payload_kg),
    }


_FATES = ("flown", "diverted", "lost", "no_show", "cancelled", "under_way", "open")


def interval_record(found: Estimate, scale: float = 1.0) -> Record:
    """Return an estimate with its interval, in another unit."""

    def scaled(value: float | None) -> float | int | None:
        return None if value is None else number(value / scale)

    return {
        "count": found.count, "value": scaled(found.value), "low": scaled(found.low), "high": scaled(found.high),
        "spread": scaled(found.spread),
    }  # fmt: skip


def day_ends(study: Study, first: int, last: int) -> list[int]:
    """Return the ends of days in (first, last] of which the study keeps curves, and the last such moment of all [s]."""
    grid = [int(second) for second in study.layout.grid_s if first < second <= last]
    days_ = {max((second for second in grid if second <= end), default=0) for end in range(DAY_S, last + DAY_S, DAY_S)}
    return sorted(second for second in days_ if second > first) or [0]


def landings(
    scenario: Scenario, plan: Plan, legs: Sequence[Leg], known: Sequence[Flight], matches: Sequence[Match]
) -> list[tuple[int, float]]:
    """Return when cargo was off by the log, and its mass: (second, kg); at block-in where no offload is told.

    The mass is the payload that the row states, else that of the plan.
    """
    found = []
    whole, again = joined(known), onward_of(known)
    for row, (told, match) in enumerate(zip(known, matches, strict=True)):
        flight = whole.get(row, told)
        if row in again:
            continue
        leg = None if match.leg is None else legs[match.leg]
        if flight.fate != "flown" or flight.block_in is None or flight.purpose not in (None, "offload"):
            continue
        if leg is not None and leg.purpose != "offload":
            continue
        planned = 0.0 if leg is None else sum(load.mass_kg for load in plan.missions[leg.mission].loads)
        mass = planned if flight.payload_kg is None else flight.payload_kg
        if mass:
            found.append((scenario.seconds(flight.offload_end or flight.block_in), mass))
    return found


def days(
    scenario: Scenario,
    network: Network,
    plan: Plan,
    timing: Timing,
    legs: Sequence[Leg],
    known: Sequence[Flight],
    matches: Sequence[Match],
    before: Study,
    *,
    at_s: int,
) -> list[Record]:
    """Return by day what had landed at its end: planned, forecast and by the log [kg]."""
    off = landings(scenario, plan, legs, known, matches)
    planned = [
        (marks[_LANDED], carried * network.lines[load.line].unit_kg)
        for (_, load), marks, carried in zip(plan.loads, timing.marks, timing.carried, strict=True)
    ]
    ends = day_ends(before, 0, at_s)
    bands = before.delivered(mark="landed", meter="mass").quantile(QUANTILES, at=ends)
    rows = []
    for index, end in enumerate(ends):
        first = ends[index - 1] if index else -1
        rows.append(
            {
                "by": moment_text(scenario, end),
                "planned_kg": number(sum(mass for second, mass in planned if second is not None and second <= end)),
                "p10_kg": number(float(bands[0, index])),
                "p50_kg": number(float(bands[1, index])),
                "p90_kg": number(float(bands[2, index])),
                "actual_kg": number(sum(mass for second, mass in off if second <= end)),
                "flights": sum(first < second <= end for second, _ in off),
                "planned_flights": sum(
                    leg.in_s is not None and first < leg.in_s <= end for leg in legs if leg.purpose == "offload"
                ),
            }
        )
    return rows


def estimates_record(found: Estimates) -> Record:
    """Return estimates: times in hours, masses in kg."""

    def ground(one: GroundEstimate) -> Record:
        return {
            "place": one.place,
            "type": one.type,
            "purpose": one.purpose,
            "row": one.row,
            "hours": interval_record(one.estimate, 3600.0),
            "assumed_h": None if one.assumed_s is None else number(one.assumed_s / 3600.0),
        }

    return {
        "ground_times": [ground(one) for one in found.by_row],
        "ground_times_by_place_and_type": [ground(one) for one in found.by_kind],
        "stays_with_waiting": [ground(one) for one in found.stays],
        "payloads": [
            {
                "type": one.type,
                "share": interval_record(one.share),
                "kg": interval_record(one.mass),
                "assumed_share": None if one.assumed is None else number(one.assumed),
            }
            for one in found.payloads
        ],
        "no_shows": [
            {
                "requirement": one.requirement,
                "absent": one.absent,
                "share": interval_record(one.estimate),
                "assumed_share": None if one.assumed is None else number(one.assumed),
            }
            for one in found.no_shows
        ],
        "left_out": list(found.left_out),
    }


CONDITIONS = (
    "Kept as the log tells it: block-outs, landings, finished offloads, diversions, losses, cancellations, cargo that "
    "never turned up.",
    "Taken as expected: aircraft in the air land a planned block time after block-out, and not before the present; a "
    "service going on takes what is left of its distribution, given how long it has gone on.",
    "An aircraft that stands loaded is under repair as often as the type's reliability and the log's held-up "
    "departures say, else it leaves when the hub lets it: the log does not tell what holds it.",
    "Simulated anew, with luck, from the present: every mission that has not begun, at its planned time or as soon as "
    "its tail is free, and all onward transport, of which the log tells nothing.",
    "The inputs are those of the scenario: take the estimates over to forecast with them. The plan is not changed: "
    "`openairlift replan` plans the rest anew.",
)  # fmt: skip


def forecast_record(scenario: Scenario, before: Study, after: Study, left: Remainder) -> Record:
    """Return the forecast given the log, beside the one before."""
    mark, meter = scenario.settings.objective_mark, scenario.settings.objective_meter
    ends = [end for end in day_ends(before, left.at_s, before.layout.horizon_s) if end > left.at_s]
    told: Record = {}
    for name, study in (("before", before), ("now", after)):
        bands = study.delivered(mark=mark, meter=meter).quantile(QUANTILES, at=ends)
        told[name] = [[number(float(value)) for value in bands[:, i]] for i in range(len(ends))]
    return {
        "conditions": list(CONDITIONS),
        "runs": after.runs,
        "seed": after.seed,
        "mark": mark,
        "meter": meter,
        "listed": number(before.listed(meter=meter)),
        "stages": left.stages,
        "dropped": [index + 1 for index in left.dropped],
        "overdue": [index + 1 for index in left.overdue],
        "closure": {
            name: {
                "p10": moment_text(scenario, quantiles[0]),
                "p50": moment_text(scenario, quantiles[1]),
                "p90": moment_text(scenario, quantiles[2]),
                "share": number(study.closed_share),
            }
            for name, study in (("before", before), ("now", after))
            for quantiles in (study.closure_quantiles(QUANTILES),)
        },
        "by_day": [
            {"by": moment_text(scenario, end), "before": told["before"][i], "now": told["now"][i]}
            for i, end in enumerate(ends)
        ],
    }
