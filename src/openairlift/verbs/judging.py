"""Judge the claims of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openairlift.errors import OpenAirliftError
from openairlift.exchange import claim_review as claim_review_of
from openairlift.exchange import read_scenario
from openairlift.network import Network
from openairlift.scenario import Scenario
from openairlift.study.judging.judge import TRIAL_RUNS, chosen_claims
from openairlift.study.judging.prior import DRAWS
from openairlift.study.judging.trials import Told
from openairlift.verbs.claiming import JUDGEMENT
from openairlift.verbs.evidence import check_new, write_new
from openairlift.verbs.judgement import PAGE, judgement_record, write_judgement
from openairlift.verbs.records import Record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.studying import study_of_source
from openairlift.verbs.summary import summary

RUNS = 200
"""Runs of the study that claims are judged on."""


def judge(
    source: str | Path,
    claims: Sequence[str] = (),
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    trial_runs: int = TRIAL_RUNS,
    draws: int = DRAWS,
    inversion: bool = True,
    out: str | Path | None = None,
    profile: str | None = None,
    claim_review: str | Path | None = None,
    progress: Told | None = None,
) -> Record:
    """Return a verdict for every reading of the claims of a scenario, as a record without path or clock.

    Parameters
    ----------
    source : a scenario, or a run folder, whose options, runs, seed and plan hold then.
    claims : ids; none = all.
    options, runs, seed, workers, effort : of the study; None takes 200 runs and the scenario's seed.
    trial_runs, draws, inversion : as in `openairlift.judge`.
    out : folder for ``judgement.json`` and ``judgement.html``; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.
    claim_review : new file for the verdicts as schema.org ClaimReview (JSON-LD).
    progress : told what is tried.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JUDGEMENT, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    if claim_review is not None:
        check_new(claim_review)
    tell = progress or (lambda _what, _done, _total: None)

    def named(scenario: Scenario, _network: Network) -> None:
        chosen_claims(scenario, claims)

    study, stored = study_of_source(
        source, options=options, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell, check=named,
        default=RUNS,
    )  # fmt: skip

    def variants(more: Sequence[str]) -> Scenario:
        return read_scenario(source, options=[*options, *more])

    record = judgement_record(
        study,
        claims,
        effort=effort,
        workers=workers,
        trial_runs=trial_runs,
        draws=draws,
        inversion=inversion,
        variants=None if stored else variants,
        progress=progress,
    )
    if out is not None:
        from openairlift.reports.page import first_log
        from openairlift.reports.view import view

        write_judgement(record, Path(out), shown=view(study, summary(study), first_log(study)), profile=profile)
    if claim_review is not None:
        write_new(to_json(reviews_of(record, study.scenario)), claim_review)
    return record


def reviews_of(record: Record, scenario: Scenario) -> Record:
    """Return the judged claims of a record as schema.org ClaimReview, one node a claim that has a verdict."""
    nodes = []
    for told in record["claims"]:
        verdicts = [_verdict(reading) for reading in told["readings"]]
        if verdicts:
            node = claim_review_of(
                scenario.evidence.claims[told["id"]],
                verdicts,
                book=scenario.evidence,
                version=record["version"],
                scenario=scenario.name,
                banner=scenario.settings.banner,
            )
            nodes.append({name: value for name, value in node.items() if name != "@context"})
    return {"@context": "https://schema.org", "@graph": nodes}


def _verdict(reading: Record) -> Record:
    """Return a reading as ClaimReview takes it: what it needs, and why, in words."""
    change, ends = reading["only_if"], reading["interval"]
    only_if = [] if change is None else [item["words"] for item in change["moved"]]
    return {
        "verdict": reading["verdict"],
        "reading": reading["reading"],
        "probability": reading["probability"],
        "interval": None if ends is None else (ends["low"], ends["high"]),
        "why": "; ".join([*only_if, *reading["reasons"]]),
    }
