"""The tables of the catalogue over many runs: names, columns and what they mean, stated once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type of DuckDB, what it means."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: name, what a row is, columns, and the file of a run folder that it is read from."""

    name: str
    text: str
    columns: tuple[Column, ...]
    file: str = "summary.json"


def _table(name: str, text: str, *columns: tuple[str, str, str], file: str = "summary.json") -> Table:
    first = Column("run", "VARCHAR", "Id of the run: the name of its folder when it was made.")
    return Table(name, text, (first, *(Column(*column) for column in columns)), file)


_V, _D, _I, _B = "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN"

TABLES: tuple[Table, ...] = (
    _table(
        "runs", "A stored run.",
        ("folder", _V, "Name of its folder below the one that the catalogue is of."),
        ("scenario", _V, "Name of the scenario."),
        ("title", _V, "Title of the scenario."),
        ("options", _V, "Options applied, `;` between; blank = base case."),
        ("fingerprint", _V, "Hash of everything that the scenario says."),
        ("version", _V, "Version that made the run."),
        ("runs", _I, "Simulated runs."),
        ("seed", _I, "Seed of all draws."),
        ("start", "TIMESTAMP", "First moment of the scenario, UTC."),
        ("horizon_days", _D, "Length of the scenario [d]."),
        ("mark", _V, "Mark that closure and share count."),
        ("meter", _V, "Meter of the objective."),
        ("closed_share", _D, "Share of the runs in which everything is there within the horizon."),
        ("closure_p10_h", _D, "Closure, 10 % quantile [h after the start]; null = not within the horizon."),
        ("closure_p50_h", _D, "Closure, median [h after the start]; null = not within the horizon."),
        ("closure_p90_h", _D, "Closure, 90 % quantile [h after the start]; null = not within the horizon."),
        ("missions", _I, "Missions of the plan."),
        ("planned_kg", _D, "Mass that the plan carries [kg]."),
        ("cost_usd", _D, "Mean cost of a run [USD]; null where a price is missing."),
        ("inputs", _I, "Numbers that results read."),
        ("inputs_quoted", _I, "Of them quoted from a source."),
        ("inputs_assumed", _I, "Of them assumed."),
        ("banner", _V, "Banner of the scenario, which everything that leaves has to carry."),
    ),
    _table(
        "days", "What had passed a mark by the end of a day.",
        ("mark", _V, "left_stock, landed, at_hub, forwarded or delivered."),
        ("meter", _V, "mass [kg], usd, items or people."),
        ("day", _I, "Day of the scenario, 1 = the first."),
        ("date", "DATE", "Its date, UTC."),
        ("p10", _D, "10 % quantile over the runs, in the meter's unit."),
        ("p50", _D, "Median."),
        ("p90", _D, "90 % quantile."),
        ("listed", _D, "What the requirements ask for, in the meter's unit."),
    ),
    _table(
        "requirements", "A requirement and when it is complete.",
        ("requirement", _V, "Its id."),
        ("destination", _V, "Where it is needed."),
        ("rank", _I, "Priority, 1 = most urgent."),
        ("required", "TIMESTAMP", "When it is required at its destination, UTC; null = no date."),
        ("complete_p10", "TIMESTAMP", "When it is complete, 10 % quantile; null = not within the horizon."),
        ("complete_p50", "TIMESTAMP", "When it is complete, median."),
        ("complete_p90", "TIMESTAMP", "When it is complete, 90 % quantile."),
        ("complete_share", _D, "Share of the runs in which it is complete within the horizon."),
        ("on_time_share", _D, "Share of the runs in which it is complete by its date; null = no date."),
    ),
    _table(
        "undelivered", "What the plan does not carry.",
        ("requirement", _V, "Its id."),
        ("line", _V, "Line of the requirement."),
        ("quantity", _D, "In the line's unit."),
        ("mass_kg", _D, "Mass [kg]."),
        ("reason", _V, "The limit to blame, in words."),
    ),
    _table(
        "limits", "How long a resource was the limit.",
        ("resource", _V, "What binds: parking, working slots, tails, a link or another resource."),
        ("place", _V, "Where."),
        ("name", _V, "Both in words."),
        ("rank", _I, "1 = the limit for the longest."),
        ("binding_share", _D, "Mean share of the time from first arrival to closure in which it binds."),
        ("p10", _D, "10 % quantile of that share."),
        ("p50", _D, "Median."),
        ("p90", _D, "90 % quantile."),
    ),
    _table(
        "waits", "Waiting at a place for a cause.",
        ("place", _V, "Where."),
        ("cause", _V, "For what: parking, working, slot, crew or another cause."),
        ("hours", _D, "Mean hours a run, all aircraft and loads together."),
    ),
    _table(
        "fleet", "An aircraft type of the fleet.",
        ("type", _V, "Type."),
        ("tails", _I, "Aircraft."),
        ("missions", _I, "Missions of the plan that it flies."),
        ("flying_h", _D, "Mean hours flown a run."),
        ("flying_h_per_tail_day", _D, "Mean hours flown for each aircraft and day of its window."),
    ),
    _table(
        "inputs", "A number that a result reads.",
        ("cell", _V, "table / row / column. Positions are left out: the scenario may ask to blur them."),
        ("value", _V, "As written."),
        ("basis", _V, "quoted, converted, derived, estimated or assumed."),
        ("source", _V, "Sources."),
        ("evidence", _V, "Evidence ids, `;` between."),
        file="scenario.json",
    ),
    _table(
        "claims", "A public claim of the scenario.",
        ("claim", _V, "Its id."),
        ("says", _V, "The sentence."),
        ("test", _V, "Its test."),
        file="scenario.json",
    ),
    _table(
        "verdicts", "A verdict on one reading of a claim, of runs that were judged into their folder.",
        ("claim", _V, "Its id."),
        ("reading", _V, "The reading: terms and values."),
        ("verdict", _V, "consistent, possible only if, not reachable, untestable or no power."),
        ("probability", _D, "Probability that the claim holds so read; null = untestable."),
        file="judgement.json",
    ),
    _table(
        "observations", "An outcome that a source reports, beside the prediction.",
        ("observation", _V, "Its id."),
        ("quantity", _V, "What it is about."),
        ("mark", _V, "Mark at which it is compared; any = none stated."),
        ("reported", _D, "The reported value."),
        ("p10", _D, "Predicted, 10 % quantile."),
        ("p50", _D, "Predicted, median."),
        ("p90", _D, "Predicted, 90 % quantile."),
        ("reason", _V, "Why it can't be compared, if so."),
    ),
    _table(
        "loads", "A load at a stop of the plan's missions, or of a haul by surface; stops without loads have none.",
        ("mission", _I, "Number of the mission, from 0; null = by surface."),
        ("tail", _V, "Aircraft."),
        ("type", _V, "Its type."),
        ("earliest_s", _I, "Not before [s after the start]."),
        ("stop", _I, "Number of the stop, from 0."),
        ("place", _V, "Where."),
        ("purpose", _V, "onload, offload, enroute, recover or haul."),
        ("rest_s", _I, "Planned crew rest [s]."),
        ("requirement", _V, "Requirement."),
        ("line", _V, "Its line."),
        ("load", _I, "Number within the line."),
        ("quantity", _D, "In the line's unit."),
        ("mass_kg", _D, "Mass [kg]."),
        ("volume_m3", _D, "Volume [m³]."),
        ("pallets", _D, "Pallet positions."),
        ("value_usd", _D, "Value [USD]."),
        file="plan.parquet",
    ),
    _table(
        "events", "An event of a run whose log is kept (`--events`).",
        ("number", _I, "Number of the simulated run, from 0."),
        ("time_s", _I, "When [s after the start]."),
        ("event", _V, "What: depart, arrive, park, start, end, landed and others."),
        ("place", _V, "Where."),
        ("who", _V, "Mission, load, stream of traffic or shock."),
        ("tail", _V, "Aircraft."),
        ("stop", _I, "Stop of the mission."),
        ("aux", _I, "As the event needs it."),
        file="events.parquet",
    ),
    _table(
        "samples", "One simulated run.",
        ("number", _I, "Number of the simulated run, from 0."),
        ("closed", _B, "Whether everything was there within the horizon."),
        ("closure_s", _I, "When [s after the start]; null = not within the horizon."),
        ("first_landed_s", _I, "When the first load landed [s after the start]."),
        file="study.parquet",
    ),
)  # fmt: skip

RENAMED = {"events": {"number": "run"}, "samples": {"number": "run"}}
"""Columns of the tables that have another name in the files."""
