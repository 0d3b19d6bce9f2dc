"""The claims of a study, judged, as a record that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openairlift
from openairlift.study import Study
from openairlift.study.judging.court import Variants
from openairlift.study.judging.inversion import Cell, Inversion
from openairlift.study.judging.judge import TRIAL_RUNS, Judgement
from openairlift.study.judging.judge import judge as judge_claims
from openairlift.study.judging.prior import DRAWS
from openairlift.study.judging.trials import Told
from openairlift.study.judging.verdicts import VERDICTS, Change, Judged, JudgedClaim, Swing
from openairlift.verbs.claiming import JUDGEMENT, claim_record
from openairlift.verbs.records import Record, in_profile, input_record, inputs_record, number, scenario_record, to_json

PAGE = "judgement.html"


def judgement_record(
    study: Study,
    claims: Sequence[str] = (),
    *,
    effort: int,
    workers: int | None,
    trial_runs: int = TRIAL_RUNS,
    draws: int = DRAWS,
    inversion: bool = True,
    variants: Variants | None = None,
    progress: Told | None = None,
) -> Record:
    """Return the claims of a study with the verdicts of all readings, without path or clock.

    Parameters
    ----------
    study : of the scenario as it is.
    claims : ids; none = all.
    effort, workers, trial_runs, draws, inversion, variants, progress : as in `openairlift.judge`.
    """
    found = judge_claims(
        study,
        *claims,
        trial_runs=trial_runs,
        draws=draws,
        inversion=inversion,
        effort=effort,
        workers=workers,
        variants=variants,
        progress=progress,
    )
    return record_of(found, effort=effort)


def write_judgement(record: Record, folder: Path, *, shown: Record, profile: str | None = None) -> None:
    """Write ``judgement.html``, in a display profile, and ``judgement.json`` into a folder.

    Parameters
    ----------
    shown : what the app shows of the study.
    """
    from openairlift.reports.app import with_app
    from openairlift.reports.judged import judgement_page

    folder.mkdir(parents=True, exist_ok=True)
    page = with_app(judgement_page(in_profile(record, profile)), {**shown, "home": "claims", "judged": record})
    (folder / PAGE).write_bytes(page.encode("utf-8"))
    (folder / JUDGEMENT).write_bytes(to_json(record))


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
        "chase": _chase(found),
        "claims": [_claim(claim, study) for claim in found.claims],
        "inversions": [_inversion(item) for item in found.inversions],
    }


def _chase(found: Judgement) -> list[Record]:
    """Return the assumed inputs that decide readings, those that decide most first: which source to look for next."""
    decided: dict[str, tuple[Record, int]] = {}
    for claim in found.claims:
        for reading in claim.readings:
            for swing in reading.deciding:
                if swing.input.basis == "assumed":
                    known, many = decided.get(swing.input.name, (input_record(swing.input), 0))
                    decided[swing.input.name] = known, many + 1
    ordered = sorted(decided.values(), key=lambda pair: (-pair[1], pair[0]["input"]))
    return [{**known, "readings": many} for known, many in ordered]


def _claim(found: JudgedClaim, study: Study) -> Record:
    return {
        **claim_record(found.claim, study.scenario.evidence),
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
