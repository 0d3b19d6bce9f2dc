"""Plan a scenario, simulate it many times, keep it in a folder, and say what comes out."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from openairlift.errors import Interrupted, UsageError
from openairlift.exchange import read_scenario
from openairlift.exchange.outward.geojson import trips_geojson
from openairlift.network import build_network
from openairlift.plan import encode
from openairlift.reports import report as write_report
from openairlift.scenario import Scenario
from openairlift.store import RunFolder
from openairlift.store.files import write_once
from openairlift.study import Progress, Study, replicate
from openairlift.verbs.anchors import digest, evidence_record, hold
from openairlift.verbs.claiming import claims_record
from openairlift.verbs.planning import Searching, audited_plan
from openairlift.verbs.records import Record, to_json
from openairlift.verbs.summary import summary

RUNS = 200
"""Runs of a study where none are stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run left behind.

    Attributes
    ----------
    record : the summary, JSON-able, without path or clock.
    data : the same as the bytes that ``--json`` prints.
    folder : the run's folder.
    state : ``new``, ``resumed``, or ``stored`` when a finished run of the same id was read back.
    name : of the report, without its ending.
    """

    record: Record
    data: bytes
    folder: Path
    state: str
    name: str = "report"

    @property
    def report(self) -> Path:
        """The report."""
        return self.folder / f"{self.name}.html"


def run(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    events: str = "first",
    out: str | Path = "runs",
    effort: int = 1,
    sources: str | Path | None = None,
    judge: bool = False,
    progress: Progress | None = None,
    searching: Searching | None = None,
) -> Outcome:
    """Plan and simulate a scenario; a finished run of the same inputs is read back, an interrupted one resumed.

    Parameters
    ----------
    source, options : the scenario.
    runs, seed : of the study; None takes 200 runs and the scenario's seed, which is that of the planner's search, too.
    workers : processes; None takes all cores when that is worth it. The result does not depend on it.
    cluster : address of a Dask scheduler, or ``local`` for one with `workers` processes here. Nor on this.
    events : whose event logs are kept: ``none``, that of the ``first`` run, or ``all``.
    out : the run goes to a folder below this one, named by a hash of everything that determines the result.
    effort : budget of the planner: 1 = the baseline; from 2 on a plan near the optimum, with its proof.
    sources : folder with snapshots of the scenario's sources; its evidence is looked up there, and what became of it
        stands in the summary and the report.
    judge : also judge the claims of the scenario on the runs, as the verb ``judge`` does by itself; verdicts stand in
        the summary and the report, and ``judgement.html`` beside it.
    progress : told (``plan``, ``compile``, ``simulate`` or ``judge``; runs or trials done; in all).
    searching : told what the planner does, in words.

    Raises
    ------
    ScenarioError
        With every issue; nothing is written then.
    UsageError
        When nothing can be written to `out`, or an argument is not allowed.
    Interrupted
        On Ctrl-C; the same call resumes.
    """
    runs = RUNS if runs is None else runs
    if cluster not in (None, "local") and workers is not None:
        raise UsageError(f"--workers is for this machine; the cluster at {cluster} has its own")
    check_writable(Path(out))
    tell = progress or (lambda _stage, _done, _total: None)
    scenario = read_scenario(source, options=options)
    evidence = evidence_record(scenario, hold(source, scenario.evidence, sources=sources))
    network = build_network(scenario)
    tell("plan", 0, 0)
    seed = scenario.settings.seed if seed is None else seed
    plan = audited_plan(scenario, effort=effort, seed=seed, network=network, progress=tell, searching=searching)
    encoded = encode(plan, network)
    told = digest(evidence, scenario)
    folder = RunFolder.under(
        Path(out), scenario, encoded, runs=runs, seed=seed, events=events, evidence=told, judged=judge
    )
    if folder.is_finished():
        return _stored(folder)
    from openairlift.sim import is_compiled, simulate  # brings numba, which a stored run does not need

    state = "resumed" if folder.begun else "new"
    if not is_compiled():
        tell("compile", 0, 0)
    with folder.writing(scenario, plan, network=network, workers=workers):
        if folder.is_finished():  # by another process, since we looked
            return _stored(folder)
        study = replicate(
            scenario,
            plan,
            runs=runs,
            seed=seed,
            workers=workers,
            cluster=cluster,
            network=network,
            checkpoint=folder,
            events=folder.event_sink(plan, network),
            progress=progress,
        )
        log = simulate(scenario, plan, seed=seed, run=0, network=network, log=True).events
        assert log is not None
        judged = _judged(study, source, effort=effort, workers=workers, tell=tell) if judge else None
        claims = None if judged is None else claims_record(scenario, judged)
        record = summary(study, evidence=evidence, claims=claims)
        if judged is not None:
            from openairlift.reports.view import view
            from openairlift.verbs.judgement import write_judgement

            write_judgement(judged, folder.path, shown=view(study, record, log))
        data = to_json(record)
        write_reports(study, folder.path, summary=record, events=log)
        write_once(folder.path / "trips.geojson", trips_geojson(plan, network, log))
        folder.finish(study, data, events=log)
    return Outcome(record=record, data=data, folder=folder.path, state=state)


def _judged(study: Study, source: str | Path, *, effort: int, workers: int | None, tell: Progress) -> Record:
    """Return the claims of a study, judged.

    Raises
    ------
    Interrupted
        On Ctrl-C: a run is judged whole or not at all.
    """
    from openairlift.verbs.judgement import judgement_record

    def variants(more: Sequence[str]) -> Scenario:
        return read_scenario(source, options=[*study.scenario.chosen, *more])

    tell("judge", 0, 0)
    found = judgement_record(
        study,
        effort=effort,
        workers=workers,
        variants=variants,
        progress=lambda _what, done, total: tell("judge", done, total) if total else None,
    )
    if not found["complete"]:
        raise Interrupted(f"stopped by Ctrl-C while claims were judged; the {study.runs} runs are kept")
    return found


def write_reports(
    study: Study,
    folder: Path,
    *,
    summary: Record,
    events: npt.NDArray[Any] | None = None,
    results: Record | None = None,
    name: str = "report",
) -> None:
    """Write a report as page and as workbook into a folder; `events` = log of run 0, None = play it again.

    `results` are those of other verbs that the page shows too, as in `openairlift.reports.report`.
    """
    from openairlift.exchange.workbook import results_workbook

    write_report(study, folder, summary=summary, events=events, results=results, name=f"{name}.html")
    (folder / f"{name}.xlsx").write_bytes(results_workbook(study, summary))


def _stored(folder: RunFolder) -> Outcome:
    data = folder.summary()
    return Outcome(record=json.loads(data), data=data, folder=folder.path, state="stored")


def check_writable(out: Path) -> None:
    """Refuse a folder that can't be written to before any work is done."""
    place = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not place.is_dir():
        raise UsageError(f"--out {out}: {place} is a file, not a folder")
    if not os.access(place, os.W_OK | os.X_OK):
        raise UsageError(f"--out {out}: nothing can be written to {place}; choose another folder")
