"""Daily products of a plan: load lists, station boards, slots, onward trucks, stock at the day's start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openairlift
from openairlift.audits import time_plan
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode
from openairlift.reports.show import Show
from openairlift.scenario import Scenario
from openairlift.store import is_run, open_run
from openairlift.study import Progress
from openairlift.tables.fault import CellError
from openairlift.tables.moments import parse_moment
from openairlift.units import DAY_S
from openairlift.verbs.daily_parts import Day, load_lists, stations_record, stock_record
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import Record, in_profile, scenario_record, to_json
from openairlift.verbs.running import check_writable

JSON, PAGE, BOOK = "daily.json", "daily.html", "daily.xlsx"


def daily(
    source: str | Path,
    *,
    on: str,
    plan: str | Path | None = None,
    options: Sequence[str] = (),
    effort: int = 1,
    places: Sequence[str] = (),
    out: str | Path | None = None,
    profile: str | None = None,
    progress: Progress | None = None,
) -> Record:
    """Return what stations need for one day of a plan, at its planned times.

    Parameters
    ----------
    source : a scenario, or a run folder, whose plan then holds.
    on : the day, such as ``2022-03-02`` or ``D+3``; 24 hours from that moment, 00:00 UTC where none is stated.
    plan : ``plan.json``, or a folder with one; None = that of the run, else one that is made with `effort`.
    options, effort : of the scenario, and of the planner where it makes the plan.
    places : airfields whose boards are wanted; none = all with a movement, a truck or stock.
    out : folder for ``daily.json``, ``daily.html``, ``daily.xlsx`` and CSV files; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.
    progress : told what is done.

    Raises
    ------
    UsageError
        When the day lies outside the scenario, or a place is not known.
    """
    tell: Progress = progress or (lambda _stage, _done, _total: None)
    if out is not None:
        check_writable(Path(out))
        if any((Path(out) / name).exists() for name in (JSON, PAGE, BOOK)):
            raise OpenAirliftError(f"{out} holds daily products, which are not overwritten; choose another --out")
    scenario, network, made = _planned(source, plan=plan, options=options, effort=effort, tell=tell)
    start = _start(scenario, network, on)
    unknown = [place for place in places if place not in network.place_index]
    if unknown:
        raise UsageError(f"there is no place {unknown[0]!r}; there are: {', '.join(network.place_index)}")
    from openairlift.sim import is_compiled

    if not is_compiled():
        tell("compile", 0, 0)
    day = Day(scenario, network, made, time_plan(network, made), start)
    record = _record(day, places)
    if out is not None:
        from openairlift.reports.daily import daily_page, daily_tables

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in daily_tables(record).items():
            (folder / name).write_bytes(text.encode())
        (folder / PAGE).write_bytes(daily_page(in_profile(record, profile)).encode())
        (folder / BOOK).write_bytes(_workbook(in_profile(record, profile)))
        (folder / JSON).write_bytes(to_json(record))
    return record


def _workbook(record: Record) -> bytes:
    """Return the products as a workbook, in the profile of the record."""
    from openairlift.exchange.workbook.products import Product, products_workbook
    from openairlift.reports.daily import COLUMNS, SHEETS, daily_notes, daily_rows

    products = [
        Product(title=SHEETS[name][0], meaning=SHEETS[name][1], columns=COLUMNS[name], rows=rows)
        for name, rows in daily_rows(record).items()
    ]
    about = record["scenario"]
    title = f"{record['title']}: {record['from'][:10]}"
    unit = Show(about["profile"]).mass_unit
    return products_workbook(title, daily_notes(record), products, unit=unit, banner=about["banner"] or "")


def _planned(
    source: str | Path, *, plan: str | Path | None, options: Sequence[str], effort: int, tell: Progress
) -> tuple[Scenario, Network, Plan]:
    if is_run(Path(source)):
        if options or plan is not None:
            raise UsageError("a run folder holds its options and its plan; leave --option and --plan out")
        stored = open_run(source)
        return stored.scenario, stored.network, stored.plan
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    if plan is None:
        tell("plan", 0, 0)
        made = audited_plan(scenario, network=network, effort=effort, progress=lambda *_: tell("compile", 0, 0))
        return scenario, network, made
    file = Path(plan) / "plan.json" if Path(plan).is_dir() else Path(plan)
    if not file.is_file():
        raise UsageError(f"{plan} holds no plan; name a plan.json, or a folder with one")
    return scenario, network, decode(file.read_bytes(), network)


def _start(scenario: Scenario, network: Network, on: str) -> int:
    """Return the start of the day [s]."""
    try:
        second = scenario.seconds(parse_moment(on, scenario.settings.start))
    except CellError as error:
        raise UsageError(f"--on {on!r} {error}") from None
    if not -DAY_S < second < network.horizon_s:
        end = scenario.moment(network.horizon_s)
        raise UsageError(
            f"--on {on!r} lies outside the scenario ({scenario.settings.start:%Y-%m-%d} to {end:%Y-%m-%d})"
        )
    return second


def _record(day: Day, places: Sequence[str]) -> Record:
    scenario = day.scenario
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "from": f"{scenario.moment(day.start):%Y-%m-%dT%H:%MZ}",
        "to": f"{scenario.moment(day.end):%Y-%m-%dT%H:%MZ}",
        "plan": {"missions": len(day.plan.missions), "method": day.plan.method, "reproducible": day.plan.reproducible},
        "load_lists": [row for row in load_lists(day) if not places or row["from"] in places or row["to"] in places],
        "stations": stations_record(day, places),
        "stock": [row for row in stock_record(day) if not places or row["place"] in places],
    }
