"""Say what limits an airlift: binding share and relief value of every resource."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import build_network
from openairlift.store import is_run, open_run
from openairlift.study import Study
from openairlift.study.relief import REPLANS, TOP, Told
from openairlift.study.relief import limits as find_limits
from openairlift.study.relief_gain import CLOSURE, Interval
from openairlift.study.relief_records import Limits, NotTried, Relief
from openairlift.units import DAY_S
from openairlift.verbs.records import Record, number, scenario_record
from openairlift.verbs.studying import studied

RUNS = 200
"""Runs of a study where none are stated."""


def limits(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    effort: int = 1,
    top: int = TOP,
    replans: int = REPLANS,
    progress: Told | None = None,
) -> Record:
    """Return what limits a scenario, or the scenario of a stored run, as a record without path or clock.

    Parameters
    ----------
    source : a scenario, or a run folder.
    options, runs, seed : of a scenario, as in `run`; a run folder holds its own.
    workers : processes; None takes all cores when that is worth it. The result does not depend on it.
    effort : budget of the planner, for every plan alike: 1 = the baseline; from 2 on plans near the optimum. For a run
        folder it must be of the kind that its plan was made with.
    top : resources that are tried, by binding share.
    replans : neutral re-plans, which measure the planner's noise.
    progress : told (what is done next, tried so far, to be tried in all).

    Raises
    ------
    UsageError
        When the effort does not fit the plan of a run folder.
    Interrupted
        On Ctrl-C before anything could be tried; later the record says that it is not complete.
    """
    tell = progress or (lambda _what, _done, _total: None)
    if is_run(Path(source)):
        if options or seed is not None or runs is not None:
            raise OpenAirliftError("a run folder holds its options, seed and runs; give the scenario to run it anew")
        study = open_run(source).study
        _check_effort(study, effort)
    else:
        study = _study(source, options=options, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell)
    found = find_limits(study, top=top, effort=effort, workers=workers, replans=replans, progress=progress)
    return record_of(found, effort=effort)


def _check_effort(study: Study, effort: int) -> None:
    """Refuse a budget that would set plans of the baseline against plans of a search."""
    searched = study.plan.proof is not None
    if searched and effort == 1:
        raise UsageError("the plan of this run was searched for: give the --effort that it was made with")
    if not searched and effort > 1:
        raise UsageError("the plan of this run is the baseline: leave --effort out, or give the scenario")


def _study(
    source: str | Path,
    *,
    options: Sequence[str],
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Told,
) -> Study:
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    wanted = RUNS if runs is None else runs
    return studied(scenario, network, runs=wanted, seed=seed, workers=workers, effort=effort, tell=tell)


def record_of(found: Limits, *, effort: int) -> Record:
    """Return what was found as a record that JSON can hold."""
    study = found.study
    settings = study.scenario.settings
    return {
        "title": settings.title,
        "version": openairlift.__version__,
        "seed": study.seed,
        "runs": study.runs,
        "effort": effort,
        "method": study.plan.method,
        "scenario": scenario_record(study.scenario),
        "measure": found.measure,
        "meter": None if found.measure == CLOSURE else settings.objective_meter,
        "mark": settings.objective_mark,
        "closed_share": number(study.closed_share),
        "lost_share": number(int(study.tally.losses[2]) / study.runs),
        "base": number(found.base),
        "noise_floor": number(found.floor),
        "neutral_replans": [_interval(gain) for gain in found.neutral],
        "complete": found.complete,
        "relief": [_relief(row, found, rank) for rank, row in enumerate(found.rows, start=1)],
        "not_tried": [_not_tried(row) for row in found.not_tried],
    }


def _relief(row: Relief, found: Limits, rank: int) -> Record:
    days = found.study.network.horizon_s / DAY_S
    per_day = None if found.measure == CLOSURE or row.value is None else number(row.value.mean / days)
    return {
        "rank": rank,
        "resource": row.resource,
        "place": row.place,
        "name": row.name,
        "binding_share": None if row.binding_share is None else number(row.binding_share),
        "added": row.unit,
        "plan": row.by,
        "relief": None if row.value is None else _interval(row.value),
        "per_day": per_day,
        "noise_floor": number(row.floor),
        "distinguishable": row.distinguishable,
        "old_plan": None if row.kept is None else _interval(row.kept),
        "new_plan": None if row.replanned is None else _interval(row.replanned),
        "mean_arrival_earlier_h": None if row.arrival_h is None else number(row.arrival_h),
    }


def _interval(gain: Interval) -> Record:
    return {"mean": number(gain.mean), "low": number(gain.low), "high": number(gain.high)}


def _not_tried(row: NotTried) -> Record:
    return {
        "resource": row.resource,
        "place": row.place,
        "name": row.name,
        "binding_share": None if row.binding_share is None else number(row.binding_share),
        "reason": row.reason,
    }
