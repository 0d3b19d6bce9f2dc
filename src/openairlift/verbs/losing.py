"""Say what an airlift loses with a base, a route or an airspace, what takes over, and what to protect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.plan import TERMS
from openairlift.reports.places import blurred
from openairlift.scenario import Scenario
from openairlift.study.resilience.additions import with_airfield
from openairlift.study.resilience.bounds import weighted
from openairlift.study.resilience.losses import GROUPS, Loss
from openairlift.study.resilience.replanned import Made, Shift
from openairlift.study.resilience.resilience import RUNS, WORST, Addition, Case, Choice, Resilience, Told
from openairlift.study.resilience.resilience import resilience as study_losses
from openairlift.study.study import censored_quantiles
from openairlift.verbs.records import Record, in_profile, inputs_record, number, scenario_record, to_json
from openairlift.verbs.running import check_writable

JSON, PAGE = "resilience.json", "resilience.html"
SHOWN = 6
"""Shifts of a case that are listed: what carries most more, and what carries most less."""


def resilience(
    source: str | Path,
    *,
    lose: Sequence[str] = GROUPS,
    pairs: bool = False,
    budget: int = 1,
    protections: int = 1,
    add: Sequence[str] = (),
    opens: datetime | None = None,
    closes: datetime | None = None,
    options: Sequence[str] = (),
    runs: int = RUNS,
    seed: int | None = None,
    effort: int = 1,
    time_limit_s: float | None = None,
    worst: int = WORST,
    workers: int | None = None,
    out: str | Path | None = None,
    profile: str | None = None,
    progress: Told | None = None,
) -> Record:
    """Return what the loss of each base, route and airspace does, as a record without path or clock.

    Parameters
    ----------
    source, options : the scenario.
    lose, pairs, budget, protections, runs, seed, effort, time_limit_s, workers, progress : as in
        `openairlift.resilience`.
    add : one more base each: an option of the scenario, or an ICAO code.
    opens, closes : when things are lost; None = from the start, to the horizon.
    worst : how many single losses, and sets of them, are planned for.
    out : folder for ``resilience.json`` and ``resilience.html``; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.

    Raises
    ------
    UsageError
        When something that is named is not there, or a number is out of range.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    scenario = read_scenario(source, options=options)
    window = None
    if opens is not None or closes is not None:
        start = 0 if opens is None else scenario.seconds(opens)
        window = start, scenario.settings.horizon if closes is None else scenario.seconds(closes)
    additions: dict[str, Scenario] = {}
    for name in add:
        if name in scenario.options:
            if name in scenario.chosen:
                raise UsageError(f"the option {name!r} is applied already; --add needs one that is not")
            additions[name] = read_scenario(source, options=[*options, name])
        else:
            additions[name] = with_airfield(scenario, name)
    found = study_losses(
        scenario, lose=lose, pairs=pairs, budget=budget, protections=protections, additions=additions, window=window,
        runs=runs, seed=seed, effort=effort, time_limit_s=time_limit_s, worst_sets=worst, workers=workers,
        progress=progress,
    )  # fmt: skip
    record = record_of(found, effort=effort if time_limit_s is None else None)
    if out is not None:
        from openairlift.reports.resilience import resilience_page

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_bytes(resilience_page(in_profile(record, profile)).encode("utf-8"))
        (folder / JSON).write_bytes(to_json(record))
    return record


def record_of(found: Resilience, *, effort: int | None) -> Record:
    """Return a study of losses as a record that JSON can hold."""
    scenario = found.scenario
    window = found.window
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "inputs": inputs_record(scenario),
        "effort": effort,
        "seed": found.seed,
        "runs": found.runs,
        "complete": found.complete,
        "window": None
        if window is None
        else {"from": _moment(scenario, window[0]), "to": _moment(scenario, window[1])},
        "at_stake": dict(zip(TERMS, map(number, found.stake), strict=True)),
        "bounds_hold_for_more": found.orderly,
        "sets_bounded": found.looked_at,
        "whole": _case(found, found.whole),
        "losses": [_case(found, case) for case in found.cases],
        "sets": [_case(found, case) for case in found.sets],
        "worst_choice": None if found.worst is None else {"budget": found.budget, **_choice(found, found.worst)},
        "protection": _protection(found),
        "additions": [_addition(found, row) for row in found.additions],
        "places": _places(found),
    }


def _moment(scenario: Scenario, second: int) -> str:
    return f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"


def _loss(loss: Loss) -> Record:
    return {"kind": loss.kind, "target": loss.target, "name": str(loss)}


def _case(found: Resilience, case: Case) -> Record:
    return {
        "lost": [_loss(loss) for loss in case.lost],
        "bound": {
            "what": "no plan loses less",
            "value_lost_share": number(found.share(case.least.loss)),
            "undelivered_share": number(_part(case.least.undelivered, found.stake[0])),
            "own_prices": case.close,
        },
        "plan": None if case.made is None else _made(found, case.made),
        "simulated": None if case.made is None or case.made.runs is None else _runs(found, case.made),
        "more": [_shift(row) for row in case.shifts[:SHOWN] if row.more_kg > 0],
        "less": [_shift(row) for row in reversed(case.shifts[-SHOWN:]) if row.more_kg < 0],
    }


def _made(found: Resilience, made: Made) -> Record:
    whole = found.whole.made
    return {
        "what": "the plan before still holds" if made.kept else "planned" if made is whole else "planned again",
        "kept": made.kept,
        "value_lost_share": number(found.share(weighted(made.terms))),
        "undelivered_share": number(_part(made.terms[0], found.stake[0])),
        "terms": dict(zip(TERMS, map(number, made.terms), strict=True)),
        "closure_h": None if made.closure_s is None else number(made.closure_s / 3600),
        "missions": len(made.plan.missions),
        "undelivered": _undelivered(made),
    }


def _undelivered(made: Made) -> list[Record]:
    rows = [
        {"line": made.network.lines[row.line].name, "mass_kg": number(row.mass_kg), "reason": row.reason}
        for row in made.plan.shortfalls
    ]
    return sorted(rows, key=lambda row: -float(str(row["mass_kg"])))[:SHOWN]


def _runs(found: Resilience, made: Made) -> Record:
    assert made.runs is not None
    low, middle, high = censored_quantiles(made.runs.closure_s, (0.1, 0.5, 0.9))
    record = {
        "closure_h": {
            name: None if value is None else number(value / 3600)
            for name, value in (("p10", low), ("p50", middle), ("p90", high))
        },
        "closed_share": number(float(np.mean(made.runs.closure_s >= 0))),
        "undelivered_share": _mean(made.runs.missing / (found.stake[0] or 1.0)),
    }
    before = found.whole.made
    if before is not None and before is not made and before.runs is not None:
        record["undelivered_more"] = _mean((made.runs.missing - before.runs.missing) / (found.stake[0] or 1.0))
    return record


def _mean(values: FloatArray) -> Record:
    """Return a mean with its 95 % interval."""
    mean = float(values.mean())
    half = 1.96 * float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return {"mean": number(mean), "low": number(mean - half), "high": number(mean + half)}


def _shift(row: Shift) -> Record:
    return {"kind": row.kind, "name": row.name, "before_kg": number(row.before_kg), "after_kg": number(row.after_kg)}


def _choice(found: Resilience, choice: Choice) -> Record:
    return {**_case(found, choice.case), "protected": [_loss(loss) for loss in choice.spared]}


def _protection(found: Resilience) -> Record | None:
    if found.protected is None:
        return None
    return {
        "protections": found.protections,
        "best": _choice(found, found.protected),
        "each": [_choice(found, choice) for choice in found.each],
    }


def _addition(found: Resilience, row: Addition) -> Record:
    case = Case(lost=row.lost, least=row.least, close=True, made=row.made)
    return {"added": row.name, **_case(found, case)}


def _places(found: Resilience) -> list[Record]:
    """Return where places lie, to the grid that the scenario allows, for the map."""
    whole = found.whole.made
    assert whole is not None
    network: Network = whole.network
    grid = found.scenario.settings.blur_m
    rows = []
    for place in network.places:
        if place.lat is not None and place.lon is not None:
            lat, lon = blurred(place.lat, place.lon, grid)
            rows.append({"id": place.id, "lat": round(lat, 4), "lon": round(lon, 4), "airfield": place.is_airfield})
    return rows


def _part(value: float, whole: float) -> float:
    return value / whole if whole > 0.0 else 0.0
