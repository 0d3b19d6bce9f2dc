"""Say what each input is worth in an answer, and what each input's range is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.network import Network
from openairlift.scenario import Scenario
from openairlift.scenario.ranges_given import asked_inputs
from openairlift.study.judging.answers import CLOSURE, Answer
from openairlift.study.judging.trials import Told
from openairlift.study.sensitivity.design import SAMPLES, Figure, Method, check_samples
from openairlift.study.sensitivity.sensitivity import RUNS, Effect, Sensitivity, method_of
from openairlift.study.sensitivity.sensitivity import sensitivity as find
from openairlift.study.sensitivity.tornado import RUNS as TORNADO_RUNS
from openairlift.study.sensitivity.tornado import tornado as find_tornado
from openairlift.verbs.records import Record, input_record, number, scenario_record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.studying import study_of_source

JSON, PAGE = "sensitivity.json", "sensitivity.html"
KIND = "sensitivity"


def sensitivity(
    source: str | Path,
    *,
    answer: str = CLOSURE,
    method: str = Method.OAT,
    inputs: Sequence[str] = (),
    ranges: Mapping[str, str] | None = None,
    spread: float | None = None,
    samples: int | None = None,
    options: Sequence[str] = (),
    runs: int = RUNS,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    out: str | Path | None = None,
    progress: Told | None = None,
) -> Record:
    """Return what each input is worth in an answer, as a record without path or clock.

    Parameters
    ----------
    source : a scenario, or a run folder.
    answer, method, inputs, ranges, spread, samples, runs, effort, workers, progress : as in `openairlift.sensitivity`.
    options, seed : of a scenario.
    out : folder for ``sensitivity.json`` and ``sensitivity.html``; what is there is not overwritten.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    tell = progress or (lambda _what, _done, _total: None)

    def sound(scenario: Scenario, network: Network) -> None:
        chosen = method_of(method)
        if chosen is not Method.OAT:
            check_samples(chosen, SAMPLES[chosen] if samples is None else samples)
        Answer(answer).check(scenario, network)
        asked_inputs(scenario, inputs=inputs, ranges=ranges, spread=spread)

    study, _ = study_of_source(
        source, options=options, runs=None, seed=seed, workers=workers, effort=effort, tell=tell, check=sound, default=1
    )  # its runs are not asked for anything: every evaluation has its own
    found = find(
        study, answer=answer, method=method, inputs=inputs, ranges=ranges, spread=spread, samples=samples, runs=runs,
        effort=effort, workers=workers, progress=progress,
    )  # fmt: skip
    record = record_of(found, effort=effort)
    if out is not None:
        from openairlift.reports.app import with_app
        from openairlift.reports.sensitivity import sensitivity_page
        from openairlift.reports.view import view_without_run

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        shown = {**view_without_run(study.scenario, record), "home": "tornado", "swings": record}
        (folder / PAGE).write_bytes(with_app(sensitivity_page(record), shown).encode("utf-8"))
        (folder / JSON).write_bytes(to_json(record))
    return record


def tornado(
    source: str | Path,
    *,
    answer: str = CLOSURE,
    options: Sequence[str] = (),
    runs: int = TORNADO_RUNS,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    progress: Told | None = None,
) -> Record:
    """Return what each input's range is worth in an answer, the inputs that nobody published first to chase.

    Parameters
    ----------
    source : a scenario, or a run folder; or a folder that `sensitivity` wrote, whose record is returned.
    answer, runs, effort, workers, progress : as in `openairlift.tornado`.
    options, seed : of a scenario.
    """
    if (Path(source) / JSON).is_file():
        if options or seed is not None:
            raise UsageError(f"{source} holds the results of a sensitivity analysis; its options and seed are its own")
        return stored(Path(source))
    tell = progress or (lambda _what, _done, _total: None)
    study, _ = study_of_source(
        source, options=options, runs=None, seed=seed, workers=workers, effort=effort, tell=tell,
        check=Answer(answer).check, default=1,
    )  # fmt: skip
    found = find_tornado(study, answer=answer, runs=runs, effort=effort, workers=workers, progress=progress)
    return record_of(found, effort=effort)


def stored(folder: Path) -> Record:
    """Return the record of a folder that `sensitivity` wrote.

    Raises
    ------
    OpenAirliftError
        When it is no such record.
    """
    path = folder / JSON
    try:
        record: Record = json.loads(path.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise OpenAirliftError(f"{path} can't be read: {error}") from None
    known = isinstance(record, dict) and record.get("kind") == KIND and record.get("method") in list(Method)
    if not known or not isinstance(record.get("rows"), list):
        raise OpenAirliftError(f"{path} is no result of `openairlift sensitivity --out`")
    return record


def record_of(found: Sensitivity, *, effort: int) -> Record:
    """Return what each input is worth as a record that JSON can hold; the tornado has the same."""
    study = found.study
    return {
        "kind": KIND,
        "title": study.scenario.settings.title,
        "version": openairlift.__version__,
        "seed": study.seed,
        "runs": found.runs,
        "effort": effort,
        "scenario": scenario_record(study.scenario),
        "method": str(found.method),
        "samples": None if found.method is Method.OAT else found.samples,
        "blocks": found.blocks,
        "blocks_dropped": found.dropped,
        "evaluations": found.evaluations,
        "answer": found.answer,
        "unit": found.unit,
        "now": _or_none(found.now.value),
        "now_interval": _interval(found.now),
        "rows": [_effect(row) for row in found.rows],
        "chase": [row.input.name for row in found.chase],
        "without_range": [
            {"input": item.name, "basis": item.basis, "cells": len(item.keys), "rows": list(item.keys)}
            for item in found.without_range
        ],
        "complete": found.complete,
    }


def _effect(row: Effect) -> Record:
    parts = {"mean": row.mean, "first": row.first, "interaction": row.interaction}
    ends = {"at_low": _or_none(row.at_low), "at_high": _or_none(row.at_high), "swing": _or_none(row.size.value)}
    return {
        **input_record(row.input),
        "size": _or_none(row.size.value),
        "interval": _interval(row.size),
        **(ends if row.interaction is None else {}),
        **{
            name: {"value": _or_none(figure.value), "interval": _interval(figure)}
            for name, figure in parts.items()
            if figure is not None
        },
    }


def _interval(figure: Figure) -> Record | None:
    if figure.low != figure.low or figure.high != figure.high:
        return None
    return {"low": number(figure.low), "high": number(figure.high)}


def _or_none(value: float) -> float | int | None:
    return number(value) if value == value else None
