"""When a plan's cargo arrives, by requirement, and its missions stop by stop: exact times, without luck."""

from __future__ import annotations

from openairlift.audits import Timing
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.reports.show import Show
from openairlift.scenario import Scenario
from openairlift.verbs.records import Record, number

_LANDED = MARKS.index("landed")
SHOWN = 20
"""Requirements that are shown in text."""


def arrivals_record(scenario: Scenario, network: Network, plan: Plan, timing: Timing) -> list[Record]:
    """Return by line of a requirement when its first and last load pass the objective's mark, and what misses a date.

    Quantities are in the line's unit; `missed` is what has not landed by `latest` (else not passed the mark by the
    horizon), `late_h` how long after `required` the last of it comes [h], None where it never comes or none is stated.
    """
    mark = MARKS.index(scenario.settings.objective_mark)
    rows = []
    loads: list[list[tuple[float, int | None, int | None]]] = [[] for _ in network.lines]
    for (_, load), marks, carried in zip(plan.loads, timing.marks, timing.carried, strict=True):
        loads[load.line].append((carried, marks[_LANDED], marks[mark]))
    for line, own in zip(network.lines, loads, strict=True):
        times = [time for _, _, time in own if time is not None]
        came = sum(carried for carried, _, time in own if time is not None)
        if line.latest_s is None:
            timely = came
        else:
            timely = sum(carried for carried, landed, _ in own if landed is not None and landed <= line.latest_s)
        missed = max(line.quantity - timely, 0.0)
        missed = 0.0 if missed < 1e-6 * line.quantity + 1e-6 else missed
        whole = bool(times) and came >= line.quantity * (1.0 - 1e-6) - 1e-6
        late = None if line.required_s is None or not whole else max(max(times) - line.required_s, 0) / 3600.0
        rows.append(
            {
                "requirement": line.requirement,
                "line": line.name,
                "destination": network.places[line.destination].id,
                "unit": line.unit,
                "quantity": number(line.quantity),
                "planned": number(came),
                "first": _moment(scenario, min(times, default=None)),
                "last": _moment(scenario, max(times, default=None)),
                "latest": _moment(scenario, line.latest_s),
                "required": _moment(scenario, line.required_s),
                "missed": number(missed),
                "missed_kg": number(missed * line.unit_kg),
                "late_h": None if late is None else number(late),
            }
        )
    return rows


def missions_record(scenario: Scenario, network: Network, plan: Plan, timing: Timing) -> list[Record]:
    """Return every mission with its tail, stops (block-in, block-out; None = not within the horizon) and loads."""
    return [
        {
            "tail": network.tails[mission.tail].name,
            "type": network.types[network.tails[mission.tail].type].type,
            "stops": [
                {
                    "place": network.places[stop.place].id,
                    "purpose": stop.purpose.name.lower(),
                    "block_in": _moment(scenario, times.park),
                    "block_out": _moment(scenario, times.depart),
                }
                for stop, times in zip(mission.stops, stops, strict=True)
            ],
            "loads": [
                {
                    "line": network.lines[load.line].name,
                    "quantity": number(load.quantity),
                    "mass_kg": number(load.mass_kg),
                }
                for load in mission.loads
            ],
        }
        for mission, stops in zip(plan.missions, timing.stops, strict=True)
    ]


def arrivals_text(rows: list[Record], mark: str, show: Show) -> list[str]:
    """Say when each requirement is there, those that miss a date first."""
    ordered = sorted(rows, key=lambda row: (not row["missed"], not row["late_h"]))
    lines = ["", f"When it arrives (planned times, mark {mark})"]
    for row in ordered[:SHOWN]:
        place = row["destination"]
        words = f"first {show.told(row['first'], place)}, last {show.told(row['last'], place)}"
        words = "never" if row["last"] is None else words
        if row["missed"]:
            latest = f"by its latest date {show.told(row['latest'], place)}"
            by = latest if row["latest"] else "by the end of the scenario"
            words += f"; {show.mass(row['missed_kg'])} not there {by}"
        if row["late_h"]:
            words += f"; {row['late_h']:,.1f} h after it is required ({show.told(row['required'], place)})"
        lines.append(f"  - {row['line']}: {words}")
    if len(rows) > SHOWN:
        lines.append(f"  … and {len(rows) - SHOWN} more; --json lists all")
    return lines


def missions_text(rows: list[Record], show: Show) -> list[str]:
    """Return a line for every mission."""
    lines = ["", "Missions (block-in / block-out)"]
    for number_, row in enumerate(rows, start=1):
        stops = " > ".join(
            f"{stop['place']} {stop['purpose']} {_clock(stop['block_in'])} / {_clock(stop['block_out'])}"
            for stop in row["stops"]
        )
        loads = ", ".join(f"{show.mass(load['mass_kg'])} {load['line']}" for load in row["loads"])
        lines.append(f"  {number_:>4} {row['tail']} ({row['type']}): {stops}; {loads}")
    return lines


def _moment(scenario: Scenario, second: int | None) -> str | None:
    return None if second is None else f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"


def _clock(moment: str | None) -> str:
    return "-" if moment is None else moment[5:].replace("T", " ")
