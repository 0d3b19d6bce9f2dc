"""Judge the claims of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.exchange import read_scenario
from openairlift.network import Network
from openairlift.scenario import Scenario
from openairlift.study.judging.inversion import Cell, Inversion
from openairlift.study.judging.judge import TRIAL_RUNS, Judgement, chosen_claims
from openairlift.study.judging.judge import judge as judge_claims
from openairlift.study.judging.prior import DRAWS
from openairlift.study.judging.trials import Told
from openairlift.study.judging.verdicts import VERDICTS, Change, Judged, JudgedClaim, Swing
from openairlift.verbs.records import Record, in_profile, input_record, inputs_record, number, scenario_record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.studying import study_of_source

RUNS = 200
"""Runs of the study that claims are judged on."""

JSON, PAGE = "judgement.json", "judgement.html"


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
    progress : told what is tried.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    tell = progress or (lambda _what, _done, _total: None)

    def named(scenario: Scenario, _network: Network) -> None:
        chosen_claims(scenario, claims)

    study, stored = study_of_source(
        source, options=options, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell, check=named,
        default=RUNS,
    )  # fmt: skip

    def variants(more: Sequence[str]) -> Scenario:
        return read_scenario(source, options=[*options, *more])

    found = judge_claims(
        study,
        *claims,
        trial_runs=trial_runs,
        draws=draws,
        inversion=inversion,
        effort=effort,
        workers=workers,
        variants=None if stored else variants,
        progress=progress,
    )
    record = record_of(found, effort=effort)
    if out is not None:
        from openairlift.reports.judged import judgement_page

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_bytes(judgement_page(in_profile(record, profile)).encode("utf-8"))
        (folder / JSON).write_bytes(to_json(record))
    return record


# --- records ----------------------------------------------------------------------------------------------------


def record_of(found: Judgement, *, effort: int) -> Record:
    """Return a judgement as a record that JSON can hold."""
    study = found.study
    verdicts = [reading.verdict for claim in found.claims for reading in claim.readings]
    return {
        "title": study.scenario.settings.title,
        "version": openairlift.__version__,
        "seed": study.seed,
        "runs": study.runs,
        "effort": effort,
        "trial_runs": found.trial_runs,
        "draws": found.draws,
        "inputs_with_range": found.inputs,
        "complete": found.complete,
        "scenario": scenario_record(study.scenario),
        "inputs": inputs_record(study.scenario),
        "verdicts": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "claims": [_claim(claim) for claim in found.claims],
        "inversions": [_inversion(item) for item in found.inversions],
    }


def _claim(found: JudgedClaim) -> Record:
    claim = found.claim
    return {
        "id": claim.id,
        "says": claim.says,
        "test": claim.test,
        "tz": claim.tz or "UTC",
        "without": list(claim.without),
        "undefined": dict(claim.undefined),
        "note": claim.note or None,
        "evidence": list(claim.evidence),
        "readings": [_judged(reading) for reading in found.readings],
    }


def _judged(found: Judged) -> Record:
    low, high = found.interval or (None, None)
    return {
        "reading": {name: value if isinstance(value, str) else number(value) for name, value in found.values.items()},
        "verdict": found.verdict,
        "probability": _or_none(found.probability),
        "interval": None if low is None or high is None else {"low": number(low), "high": number(high)},
        "with_option": _or_none(found.with_option),
        "threshold": _or_none(found.threshold),
        "unit": found.unit,
        "measured": _quantiles(found.measured, ("p10", "p50", "p90")),
        "most": _or_none(found.most),
        "drawn": _quantiles(found.drawn, ("p5", "p50", "p95")),
        "drawn_probability": _or_none(found.drawn_probability),
        "bound": _or_none(found.bound),
        "bound_cited": _or_none(found.bound_cited),
        "held": list(found.held),
        "only_if": None if found.change is None else _change(found.change),
        "alone_too": list(found.alone),
        "deciding": [_swing(swing) for swing in found.deciding],
        "reasons": list(found.reasons),
    }


def _change(change: Change) -> Record:
    return {
        "moved": [
            {
                **input_record(item.input),
                "end": item.move.end,
                "part_of_the_way": number(item.move.part),
                "words": item.words,
            }
            for item in change.moved
        ],
        "probability": number(change.probability),
    }


def _swing(swing: Swing) -> Record:
    known = [value for value in (swing.at_low, swing.at_high) if value == value]
    return {
        **input_record(swing.input),
        "at_low": number(swing.at_low) if swing.at_low == swing.at_low else None,
        "at_high": number(swing.at_high) if swing.at_high == swing.at_high else None,
        "swing": number(swing.size) if len(known) == 2 else None,
    }


def _inversion(found: Inversion) -> Record:
    return {
        "claim": found.claim,
        "reading": {name: value if isinstance(value, str) else number(value) for name, value in found.values.items()},
        "threshold": number(found.threshold),
        "runs": found.runs,
        "cells": [_cell(cell) for cell in found.cells],
    }


def _cell(cell: Cell) -> Record:
    return {
        "release": cell.release,
        "mass_kg": number(cell.mass_kg),
        "tails": cell.tails,
        "kg_per_day": number(cell.kg_per_day),
        "amount": number(cell.amount),
        "probability": number(cell.probability),
        "reached": cell.reached,
    }


def _or_none(value: float | None) -> Any:
    return None if value is None else number(value)


def _quantiles(values: tuple[float, float, float] | None, names: tuple[str, str, str]) -> Record | None:
    return None if values is None else {name: number(value) for name, value in zip(names, values, strict=True)}
