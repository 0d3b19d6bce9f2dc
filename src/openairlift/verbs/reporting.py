"""Write the report of a stored run, or run a scenario for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.reports.app import record_in
from openairlift.store import is_run, open_run
from openairlift.store.read import StoredRun
from openairlift.study import Progress
from openairlift.verbs.beside import VERBS, results_beside, results_named
from openairlift.verbs.claiming import claims_record, judgement_beside
from openairlift.verbs.planning import Searching
from openairlift.verbs.records import Record, in_profile, to_json
from openairlift.verbs.running import Outcome, run, write_reports


def report(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    out: str | Path | None = None,
    effort: int = 1,
    sources: str | Path | None = None,
    profile: str | None = None,
    results: Sequence[str | Path] = (),
    progress: Progress | None = None,
    searching: Searching | None = None,
) -> Outcome:
    """Return a run with its report; a run folder is read, a scenario is run.

    Parameters
    ----------
    source : a run folder, or a scenario. Where claims of a stored run were judged by themselves, its inputs moved by
        `sensitivity` or its options compared, and the result lies in its folder or in `out`, the report shows it.
    out : for a run folder, where to write the report (None = into the run folder, unless it is there); for a scenario
        as in `run`.
    profile : display profile of the report; where it is not the scenario's, a run folder gets ``report-PROFILE.html``
        and ``.xlsx`` beside what is there.
    results : further files or folders of `judge`, `sensitivity` or `compare` on the scenario of a run folder.
    options, runs, seed, workers, effort, sources, progress, searching : for a scenario, as in `run`.
    """
    if not is_run(Path(source)):
        if (Path(source) / "plan.json").is_file() and not (Path(source) / "scenario.toml").is_file():
            raise UsageError(f"{source} is the folder of a plan; report takes a run folder, or a scenario to run")
        if results:
            raise UsageError("--results goes with a run folder, whose scenario the results have to be of")
        made = run(
            source,
            options=options,
            runs=runs,
            seed=seed,
            workers=workers,
            out="runs" if out is None else out,
            effort=effort,
            sources=sources,
            progress=progress,
            searching=searching,
        )
        return made if profile is None else in_other_profile(made, profile)
    if options or seed is not None or runs is not None or sources is not None:
        what = "a run folder holds its options, seed and runs, and what became of its quotes"
        raise OpenAirliftError(f"{what}; give the scenario to run it anew")
    stored = open_run(source)
    folder = stored.folder.path if out is None else Path(out)
    if out is not None and (folder / "report.html").exists():
        raise OpenAirliftError(f"{folder} holds a report, which is not overwritten; choose another --out")
    fingerprint = stored.scenario.fingerprint
    named = results_named(results, fingerprint)
    record = _with_verdicts(stored, folder, named.pop("judged", None))
    shown_too = {**results_beside(dict.fromkeys((folder, stored.folder.path)), fingerprint), **named}
    shown_too |= {kind: in_profile(shown_too[kind], profile) for kind in VERBS if kind in shown_too}
    written = (folder / "report.html").exists() and (folder / "report.xlsx").exists()
    if written:
        _check_shown(folder, stored, record, shown_too)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        shown = record if out is None else in_profile(record, profile)
        write_reports(stored.study, folder, summary=shown, results=shown_too)
    found = Outcome(record=record, data=to_json(record), folder=folder, state="stored")
    return found if profile is None or out is not None else in_other_profile(found, profile, results=shown_too)


def _check_shown(folder: Path, stored: StoredRun, record: Record, results: Record) -> None:
    """Refuse to leave out of a report that is there what came after it."""
    missing = [] if record is stored.summary or record["claims"]["judged"] is None else ["verdicts of its claims"]
    held = json.loads(record_in((folder / "report.html").read_bytes()) or b"{}")
    missing += [f"the results of {VERBS[kind]}" for kind in results if kind in VERBS and kind not in held]
    if missing:
        what = " and ".join(missing)
        raise OpenAirliftError(
            f"{folder} holds a report without {what}, which is not overwritten; choose another --out"
        )


def _with_verdicts(stored: StoredRun, folder: Path, named: Record | None) -> Record:
    """Return the summary of a run, with the verdicts of a judgement: named, beside it, or where the report goes."""
    if named is not None:
        return {**stored.summary, "claims": claims_record(stored.scenario, named)}
    if stored.summary.get("claims", {}).get("judged") is not None:
        return stored.summary
    reasons: list[str] = []
    for place in dict.fromkeys((folder, stored.folder.path)):
        judgement, reason = judgement_beside(place, stored.scenario)
        if judgement is not None:
            return {**stored.summary, "claims": claims_record(stored.scenario, judgement)}
        reasons += [] if reason is None else [reason]
    if reasons:
        return {**stored.summary, "claims": claims_record(stored.scenario, reason=reasons[0])}
    return stored.summary


def in_other_profile(outcome: Outcome, profile: str, *, results: Record | None = None) -> Outcome:
    """Return a run whose report is in a profile: written beside that of the run where it is another."""
    shown = in_profile(outcome.record, profile)
    if outcome.record["scenario"]["profile"] == profile:
        return outcome
    name = f"report-{profile}"
    if not all((outcome.folder / f"{name}.{ending}").exists() for ending in ("html", "xlsx")):
        write_reports(open_run(outcome.folder).study, outcome.folder, summary=shown, results=results, name=name)
    return replace(outcome, name=name)
