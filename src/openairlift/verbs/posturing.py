"""Posture: people and units by country and date, planned and simulated, and stated totals beside the sum."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openairlift
from openairlift.audits import time_plan
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.outlook.posture import moving_requirements, posture_of
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study import Progress, Study, replicate
from openairlift.study.unit_moves import completed
from openairlift.verbs.evidence_rows import posture_rows
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import Record, inputs_record, number, scenario_record


def posture(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    progress: Progress | None = None,
) -> Record:
    """Return who and what is in which country from when, as a record without path or clock.

    Parameters
    ----------
    source, options : the scenario.
    runs : simulated runs; None = planned dates only.
    seed, workers, effort : of the plan and the runs.
    progress : told what is going on.
    """
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    plan = audited_plan(scenario, network=network, effort=effort, seed=seed, progress=progress)
    study = None
    if runs is not None:
        study = replicate(scenario, plan, runs=runs, seed=seed, workers=workers, network=network, progress=progress)
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "seed": scenario.settings.seed if seed is None else seed,
        "runs": 0 if runs is None else runs,
        "effort": effort,
        "scenario": scenario_record(scenario),
        "inputs": inputs_record(scenario),
        **posture_record(scenario, network, plan, study),
    }


def posture_record(scenario: Scenario, network: Network, plan: Plan, study: Study | None) -> Record:
    """Return people and units by country and date, and stated totals beside the sum.

    Parameters
    ----------
    scenario, network, plan : what was planned.
    study : for the spread of dates; None = planned dates only.
    """
    found = posture_of(scenario, network, plan, time_plan(network, plan))
    evidence, moves = _evidence(scenario, "people"), _evidence(scenario, "requirements")
    return {
        "posture": [
            {
                "country": step.country,
                "what": step.what,
                "on": f"{step.on:%Y-%m-%dT%H:%MZ}",
                "change": number(step.change),
                "total": None if step.total is None else number(step.total),
                "why": step.why,
                "kind": step.kind or None,
                "evidence": evidence.get(step.country, []) if step.why == "people.csv" else moves.get(step.why, []),
            }
            for step in found.steps
        ],
        "moves": [] if study is None else [_move(study, scenario, name) for name in moving_requirements(scenario)],
        "not_moved": list(found.not_moved),
        "doubts": list(found.doubts),
        "stated": posture_rows(scenario),
        "based": bool(scenario.people),
    }


def _evidence(scenario: Scenario, table: str) -> dict[str, list[str]]:
    """Return what the inputs of each row rest on, those of all its columns together."""
    found: dict[str, dict[str, None]] = {}
    for item in scenario.inputs:
        if item.table == table:
            found.setdefault(item.key, {}).update(dict.fromkeys(item.evidence))
    return {key: list(names) for key, names in found.items()}


def _move(study: Study, scenario: Scenario, name: str) -> Record:
    requirement = scenario.requirements[name]
    place = scenario.places[requirement.destination]

    def dates(mark: str) -> Record:
        found = completed(study, name, mark)
        return {
            key: None if second is None else f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"
            for key, second in zip(("p10", "p50", "p90"), found, strict=True)
        }

    return {
        "requirement": name,
        "country": place.country,
        "destination": requirement.destination,
        "landed": dates("landed"),
        "delivered": dates("delivered"),
    }
