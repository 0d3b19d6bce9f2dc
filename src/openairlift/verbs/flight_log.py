"""Actual flights against plan and forecast: what flew, what the log says of the inputs, and a forecast on from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openairlift
from openairlift.audits import Timing, time_plan
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.model import Flight
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode
from openairlift.scenario import Scenario
from openairlift.scenario.flights import FlightLog, flights_csv, read_flights
from openairlift.store import is_run, open_run
from openairlift.store.files import write_once
from openairlift.study import Progress, Study, replicate
from openairlift.study.flight_log.actual import TOLERANCE_MIN, Actual, compare_with_plan, known_at
from openairlift.study.flight_log.estimates import Estimates, estimate
from openairlift.study.flight_log.forecast import Remainder, rolled_on
from openairlift.study.flight_log.legs import Leg, legs_of
from openairlift.study.flight_log.made import log_of_run
from openairlift.study.flight_log.matching import WINDOW_H, Match, match_rows
from openairlift.study.flight_log.progress import progress_of
from openairlift.tables.fault import CellError
from openairlift.tables.moments import parse_moment
from openairlift.verbs.flight_log_parts import days, estimates_record, forecast_record, rows_record
from openairlift.verbs.flight_log_taking import proposed, take_over
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import Record, in_profile, number, scenario_record, to_json
from openairlift.verbs.running import check_writable

RUNS = 200
JSON, PAGE, BLOCK = "log.json", "log.html", "evidence-from-log.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A scenario with the plan that is carried out, and a study of it where one is at hand."""

    scenario: Scenario
    network: Network
    plan: Plan
    study: Study | None


def log(
    source: str | Path,
    *,
    flights: str | Path | None = None,
    at: str | None = None,
    plan: str | Path | None = None,
    options: Sequence[str] = (),
    effort: int = 1,
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    tolerance_min: float = TOLERANCE_MIN,
    window_h: float = WINDOW_H,
    out: str | Path | None = None,
    profile: str | None = None,
    taken_over: str | Path | None = None,
    progress: Progress | None = None,
) -> Record:
    """Return actual flights beside plan and forecast, estimates of inputs from them, and a rolling forecast.

    Parameters
    ----------
    source : a scenario, or a run folder, whose plan and forecast then hold.
    flights : the log; None = ``flights.csv`` of the scenario's folder.
    at : the present, such as ``2022-03-02T12:00Z``; None = the last moment that the log tells of.
    plan : ``plan.json``, or a folder with one; None = that of the run, else one that is made with `effort`.
    options : of the scenario.
    effort : of the planner, where it makes the plan.
    runs, seed, workers : of the forecasts; None = those of the run, else 200 and the scenario's seed.
    tolerance_min : a flight is late that blocks in more than this behind its planned time [min].
    window_h : how far a row without ids may lie from the planned time of its leg [h].
    out : folder for ``log.json``, ``log.html`` and ``evidence-from-log.toml``; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.
    taken_over : new folder for a copy of the scenario that takes the estimates as its parameters.
    progress : told what is done.

    Raises
    ------
    ScenarioError
        When the scenario or the log has faults; carries every issue.
    UsageError
        When the moment, the tolerance or the window makes no sense.
    """
    if not 0.0 <= tolerance_min < 1e6 or not 0.0 < window_h < 1e6:
        raise UsageError("--tolerance is 0 or more minutes, --window more than 0 hours")
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE, BLOCK):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    if taken_over is not None and is_run(Path(source)):
        raise UsageError("a run folder is no scenario to take estimates over into; name the scenario")
    tell: Progress = progress or (lambda _stage, _done, _total: None)
    read = _read(source, plan=plan, options=options, effort=effort, tell=tell)
    scenario, network = read.scenario, read.network
    file = _file(source, flights)
    data = file.read_bytes()
    flown = read_flights(data, scenario, file=file.name)
    at_s = _present(scenario, network, flown, at)
    if runs is not None and runs < 2:
        raise UsageError(f"--runs must be at least 2, got {runs}")

    timing = time_plan(network, read.plan)
    legs = legs_of(network, read.plan, timing)
    matches = match_rows(scenario, legs, flown.flights, window_h=window_h)
    known = tuple(known_at(flight, scenario, at_s) for flight in flown.flights)
    actual = compare_with_plan(scenario, legs, flown, matches, at_s=at_s, tolerance_min=tolerance_min)
    found = estimate(scenario, network, read.plan, legs, known, matches)
    stages = progress_of(scenario, network, read.plan, legs, known, matches, at_s=at_s)
    _tell_compile(tell)
    left = rolled_on(network, read.plan, stages, at_s=at_s, seed=scenario.settings.seed if seed is None else seed)
    before, after = _forecasts(read, left, runs=runs, seed=seed, workers=workers, tell=tell)
    record = _record(read, flown, known, legs, matches, actual, found, timing, before, after, left, tolerance_min)
    taking = proposed(scenario, flown, found)
    record["take_over"] = taking.record()
    if taken_over is not None:
        take_over(source, taking, flown, into=Path(taken_over), data=data)
    if out is not None:
        from openairlift.reports.flight_log import log_page

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / BLOCK).write_bytes(taking.toml.encode())
        (folder / PAGE).write_bytes(log_page(in_profile(record, profile)).encode())
        (folder / JSON).write_bytes(to_json(record))
    return record


def practice(
    source: str | Path,
    *,
    into: str | Path,
    at: str | None = None,
    plan: str | Path | None = None,
    options: Sequence[str] = (),
    effort: int = 1,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Record:
    """Write the flights of one simulated run as a log, as it would be known at a moment: to practise with.

    Parameters
    ----------
    source, plan, options, effort : as in `log`.
    into : the new file.
    at : the moment; None = the end of the scenario.
    seed : of the run; None = the scenario's.
    progress : told what is done.

    Raises
    ------
    OpenAirliftError
        When the file is there already.
    """
    from openairlift.sim import is_compiled, simulate

    tell: Progress = progress or (lambda _stage, _done, _total: None)
    file = Path(into)
    if file.exists():
        raise OpenAirliftError(f"{file} is there already, and is not overwritten; choose another --practice")
    read = _read(source, plan=plan, options=options, effort=effort, tell=tell)
    until = read.network.horizon_s if at is None else _moment(read.scenario, read.network, at)
    if not is_compiled():
        tell("compile", 0, 0)
    run = simulate(read.scenario, read.plan, seed=seed, network=read.network, log=True)
    made = log_of_run(read.network, read.plan, run, until_s=until)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_once(file, flights_csv(made.flights).encode())
    return {
        "title": read.scenario.settings.title,
        "at": f"{read.scenario.moment(until):%Y-%m-%dT%H:%MZ}",
        "seed": read.scenario.settings.seed if seed is None else seed,
        "rows": len(made.flights),
    }


def _read(source: str | Path, *, plan: str | Path | None, options: Sequence[str], effort: int, tell: Progress) -> _Read:
    if is_run(Path(source)):
        if options or plan is not None:
            raise UsageError("a run folder holds its options and its plan; leave --option and --plan out")
        stored = open_run(source)
        return _Read(scenario=stored.scenario, network=stored.network, plan=stored.plan, study=stored.study)
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    if plan is None:
        tell("plan", 0, 0)
        made = audited_plan(scenario, network=network, effort=effort, progress=lambda *_: tell("compile", 0, 0))
    else:
        file = Path(plan) / "plan.json" if Path(plan).is_dir() else Path(plan)
        if not file.is_file():
            raise UsageError(f"{plan} holds no plan; name a plan.json, or a folder with one")
        made = decode(file.read_bytes(), network)
    return _Read(scenario=scenario, network=network, plan=made, study=None)


def _file(source: str | Path, flights: str | Path | None) -> Path:
    if flights is not None:
        return Path(flights)
    beside = Path(source) / "flights.csv"
    if not beside.is_file():
        raise UsageError("name the log of actual flights: --flights flights.csv (or put flights.csv into the scenario)")
    return beside


def _present(scenario: Scenario, network: Network, flown: FlightLog, at: str | None) -> int:
    """Return the present [s]."""
    if at is None:
        last = flown.last
        if last is None:
            raise UsageError("the log tells of no actual time; state the present with --at")
        at = last.replace(microsecond=0).isoformat()
    return _moment(scenario, network, at)


def _moment(scenario: Scenario, network: Network, at: str) -> int:
    """Return a moment of the scenario [s]."""
    try:
        second = scenario.seconds(parse_moment(at, scenario.settings.start))
    except CellError as error:
        raise UsageError(f"--at {at!r} {error}") from None
    if not 0 <= second < network.horizon_s:
        end = scenario.moment(network.horizon_s)
        raise UsageError(
            f"the present, {scenario.moment(second):%Y-%m-%dT%H:%MZ}, lies outside the scenario "
            f"({scenario.settings.start:%Y-%m-%dT%H:%MZ} to {end:%Y-%m-%dT%H:%MZ}); state another --at"
        )
    return second


def _tell_compile(tell: Progress) -> None:
    from openairlift.sim import is_compiled  # brings numba, which a faulty log does not need

    if not is_compiled():
        tell("compile", 0, 0)


def _forecasts(
    read: _Read, left: Remainder, *, runs: int | None, seed: int | None, workers: int | None, tell: Progress
) -> tuple[Study, Study]:
    """Return the forecast before anything was flown, and the one given the log."""
    before = read.study
    if before is None or runs is not None or seed is not None:
        count = RUNS if runs is None else runs
        before = replicate(
            read.scenario, read.plan, runs=count, seed=seed, workers=workers, network=read.network, progress=tell
        )
    after = replicate(
        read.scenario, left.plan, runs=before.runs, seed=before.seed, workers=workers, network=left.network,
        progress=tell,
    )  # fmt: skip
    return before, after


def _record(
    read: _Read,
    flown: FlightLog,
    known: Sequence[Flight],
    legs: Sequence[Leg],
    matches: Sequence[Match],
    actual: Actual,
    found: Estimates,
    timing: Timing,
    before: Study,
    after: Study,
    left: Remainder,
    tolerance_min: float,
) -> Record:
    scenario, at_s = read.scenario, actual.at_s
    last = flown.last
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "at": f"{scenario.moment(at_s):%Y-%m-%dT%H:%MZ}",
        "log": {
            "file": flown.file,
            "sha256": flown.sha256,
            "rows": len(flown.flights),
            "last": None if last is None else f"{last:%Y-%m-%dT%H:%MZ}",
        },
        "plan": {"missions": len(read.plan.missions), "legs": len(legs), "method": read.plan.method},
        "tolerance_min": number(tolerance_min),
        **rows_record(scenario, flown, known, legs, matches, actual),
        "by_day": days(scenario, read.network, read.plan, timing, legs, known, matches, before, at_s=at_s),
        "estimates": estimates_record(found),
        "forecast": forecast_record(scenario, before, after, left),
    }
