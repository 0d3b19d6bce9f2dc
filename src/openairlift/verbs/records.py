"""Parts of the records that verbs return: plain, rounded, the same bytes every time."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from openairlift.errors import Issue, UsageError, nearest
from openairlift.model import PROFILES
from openairlift.network import Network
from openairlift.plan import TERMS, Plan, Terms
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import Uncertain

Record = dict[str, Any]

BASES = ("quoted", "converted", "derived", "estimated", "assumed")


def number(value: float) -> float | int:
    """Return a number with nine significant digits; whole numbers as integers.

    Examples
    --------
    >>> number(0.1 + 0.2), number(80_000.0)
    (0.3, 80000)
    """
    short = float(f"{value:.9g}")
    return int(short) if short.is_integer() else short


def to_json(record: object) -> bytes:
    """Return a record as the one JSON object that ``--json`` prints."""
    return (json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def issue_record(issue: Issue) -> Record:
    """Return an issue as a record."""
    return {
        "severity": str(issue.severity),
        "file": issue.file,
        "row": issue.row,
        "column": issue.column,
        "what": issue.what,
        "got": issue.got,
        "allowed": issue.allowed,
        "nearest": issue.nearest,
        "text": issue.text,
        "at": issue.at,
    }


def scenario_record(scenario: Scenario) -> Record:
    """Return what identifies a scenario and how it is counted."""
    settings = scenario.settings
    return {
        "name": scenario.name,
        "options": list(scenario.chosen),
        "fingerprint": scenario.fingerprint,
        "start": f"{settings.start:%Y-%m-%dT%H:%MZ}",
        "horizon_days": number(settings.horizon_days),
        "objective_meter": settings.objective_meter,
        "objective_mark": settings.objective_mark,
        "profile": settings.profile,
        "time_zones": {key: place.tz for key, place in scenario.places.items() if place.tz is not None},
        "banner": settings.banner,
    }


def in_profile(record: Record, profile: str | None) -> Record:
    """Return a record as it is shown in a display profile; the record itself where none is asked for."""
    if profile is None:
        return record
    if profile not in PROFILES:
        near = nearest(profile, PROFILES)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"{profile!r} is no display profile; allowed: {', '.join(PROFILES)}{hint}")
    about = record.get("scenario")
    shown = {**about, "profile": profile} if isinstance(about, dict) else None
    return {**record, "profile": profile, **({"scenario": shown} if shown is not None else {})}


def inputs_record(scenario: Scenario) -> Record:
    """Return how many inputs rest on which basis."""
    counts = Counter(item.basis for item in scenario.inputs)
    return {**{basis: counts.get(basis, 0) for basis in BASES}, "total": len(scenario.inputs)}


def input_record(item: Uncertain) -> Record:
    """Return an input with its range, its basis and its grades."""
    return {
        "input": item.name,
        "basis": item.basis,
        "grades": list(item.grades),
        "cited": item.cited,
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "range": "assumed for this call" if item.given else "stated" if item.stated else "of its distribution",
        "cells": len(item.base),
    }


def defaults_record(scenario: Scenario) -> list[Record]:
    """Return every default that stood in for blank cells."""
    return [
        {"table": item.table, "column": item.column, "value": item.value, "rows": item.rows}
        for item in scenario.defaults
    ]


def plan_record(plan: Plan, network: Network) -> Record:
    """Return the plan's size, and what it leaves behind and why."""
    by_surface = {"by_surface_kg": number(sum(haul.load.mass_kg for haul in plan.hauls))} if plan.hauls else {}
    return {
        "missions": len(plan.missions),
        "loads": len(plan.loads),
        "sorties": sorties_by_type(plan, network),
        "mass_kg": number(sum(load.mass_kg for _, load in plan.loads)),
        **by_surface,
        "undelivered": [
            {
                "requirement": network.lines[item.line].requirement,
                "line": network.lines[item.line].name,
                "quantity": number(item.quantity),
                "mass_kg": number(item.mass_kg),
                "reason": item.reason,
            }
            for item in plan.shortfalls
        ],
        "method": plan.method,
        "reproducible": plan.reproducible,
        "notes": list(plan.notes),
        **proof_record(plan),
        "deciding": None if plan.proof is None else TERMS[plan.proof.deciding],
        "proof_complete": None if plan.proof is None else plan.proof.complete,
    }


def sorties_by_type(plan: Plan, network: Network) -> dict[str, int]:
    """Return missions by aircraft type, without the zeros."""
    counts = Counter(network.types[network.tails[mission.tail].type].type for mission in plan.missions)
    return {item.type: counts[item.type] for item in network.types if counts[item.type]}


def proof_record(plan: Plan) -> Record:
    """Return what a plan reaches and what no plan can beat, by term; None in place of each where nothing was proved.

    Terms are weighted sizes in the unit of the objective's meter (kg, USD, items, people), and those × days twice.
    """
    proof = plan.proof
    if proof is None:
        return dict.fromkeys(("objective", "bound", "gap", "value_gap"))
    closure = None if proof.closure_s is None else number(proof.closure_s / 3600)
    return {
        "objective": {**_terms(proof.objective), "closure_h": closure},
        "bound": _terms(proof.bound),
        "gap": _terms(proof.gap),
        "value_gap": _terms(proof.value_gap),
    }


def _terms(values: Terms) -> Record:
    return {name: number(value) for name, value in zip(TERMS, values, strict=True)}
