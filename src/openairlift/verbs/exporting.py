"""Write a plan, or a stored run, in the forms that other programmes read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openairlift
from openairlift.audits import Timing, time_plan
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.exchange.outward.calendar import slot_calendars
from openairlift.exchange.outward.cells import to_csv
from openairlift.exchange.outward.geojson import map_geojson, trips_geojson
from openairlift.exchange.outward.plan_tables import events_table, plan_tables
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode
from openairlift.scenario import Scenario
from openairlift.store import is_run, open_run
from openairlift.store.events import EventNames
from openairlift.store.files import write_once
from openairlift.store.parquet import write_parquet
from openairlift.study import Progress
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import Record, scenario_record
from openairlift.verbs.running import check_writable

FORMS = ("geojson", "trips", "csv", "parquet", "ical")
"""What a plan can be exported to."""

ALONE = ("geojson", "trips")
"""Forms that are one file, which may go to standard output."""

TRIPS, MAP = "trips.geojson", "map.geojson"

Files = dict[str, Any]
"""By name: bytes, or a table that becomes Parquet."""


def export(
    source: str | Path,
    *,
    to: str,
    out: str | Path | None = None,
    plan: str | Path | None = None,
    options: Sequence[str] = (),
    effort: int = 1,
    seed: int | None = None,
    progress: Progress | None = None,
) -> tuple[Record, Files]:
    """Return what was written, as a record without path or clock, and the files themselves by name.

    Parameters
    ----------
    source : a scenario, or a run folder. Trips and the table of events of a run are those of its first run; maps,
        other tables and calendars hold planned times.
    to : one of `FORMS`.
    out : folder for the files; what is there is not overwritten. None writes nothing.
    plan : a ``plan.json`` or the folder of one, for a scenario; None = plan it.
    options, effort, seed : of a scenario and its planner; None = the scenario's seed.
    progress : told what is going on.

    Raises
    ------
    UsageError
        When `to` is unknown, files are several and `out` is None, or a run folder is given a plan or options.
    """
    if to not in FORMS:
        raise UsageError(f"{to!r} is no form to export to; allowed: {', '.join(FORMS)}")
    if out is None and to not in ALONE:
        raise UsageError(f"--to {to} writes several files: name a folder with --out")
    if out is not None:
        check_writable(Path(out))
    scenario, network, made, events = _what(
        source, plan=plan, options=options, effort=effort, seed=seed, progress=progress
    )
    if progress is not None:
        progress("timing the plan", 0, 0)
    files = _files(to, made, network, time_plan(network, made), events)
    if out is not None:
        _write(Path(out), files)
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "to": to,
        "times": "planned" if events is None or to not in ("trips", "csv", "parquet") else "planned, and of run 0",
        "files": [{"name": name, **_size(content)} for name, content in files.items()],
    }, files


def _what(
    source: str | Path,
    *,
    plan: str | Path | None,
    options: Sequence[str],
    effort: int,
    seed: int | None,
    progress: Progress | None,
) -> tuple[Scenario, Network, Plan, Any]:
    """Return scenario, network, plan and, of a run, the event log of its first run."""
    if is_run(Path(source)):
        if options or plan is not None or seed is not None:
            raise UsageError("a run folder holds its options, plan and seed; give the scenario to plan it anew")
        from openairlift.sim import simulate

        stored = open_run(source)
        log = simulate(
            stored.scenario, stored.plan, seed=stored.study.seed, run=0, network=stored.network, log=True
        ).events
        return stored.scenario, stored.network, stored.plan, log
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    if plan is not None:
        file = Path(plan) / "plan.json" if Path(plan).is_dir() else Path(plan)
        if not file.is_file():
            raise UsageError(f"{plan} holds no plan; name a plan.json, a folder with one, or a run folder")
        return scenario, network, decode(file.read_bytes(), network), None
    if progress is not None:
        progress("planning", 0, 0)
    return scenario, network, audited_plan(scenario, network=network, effort=effort, seed=seed), None


def _files(to: str, plan: Plan, network: Network, timing: Timing, log: Any) -> Files:
    if to == "geojson":
        return {MAP: map_geojson(plan, network, timing.events)}
    if to == "trips":
        return {TRIPS: trips_geojson(plan, network, timing.events if log is None else log)}
    if to == "ical":
        return {f"slots-{_safe(place)}.ics": data for place, data in slot_calendars(plan, network, timing).items()}
    tables = plan_tables(plan, network, timing)
    if log is not None:
        tables["events"] = events_table(EventNames.of(plan, network).table(0, [log]), network)
    if to == "csv":
        return {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    return {f"{name}.parquet": table for name, table in tables.items()}


def _write(out: Path, files: Files) -> None:
    for name in files:
        if (out / name).exists():
            raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if isinstance(content, bytes):
            write_once(out / name, content)
        else:
            write_parquet(out / name, content)


def _size(content: Any) -> Record:
    if isinstance(content, bytes):
        return {"bytes": len(content)}
    return {"rows": len(next(iter(content.values()), ()))}


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)


def export_text(record: Record) -> str:
    """Return the record of an export as a person reads it."""
    lines = [record["title"], f"exported to {record['to']} (times: {record['times']})"]
    for item in record["files"]:
        size = f"{item['bytes']:,} bytes" if "bytes" in item else f"{item['rows']:,} rows"
        lines.append(f"  {item['name']}: {size}")
    if not record["files"]:
        lines.append("  nothing: the plan has no mission")
    return "\n".join(lines)
