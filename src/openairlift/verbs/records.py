"""Parts of the records that verbs return: plain, rounded, the same bytes every time."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from openairlift.errors import Issue
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.scenario import Scenario

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
        "banner": settings.banner,
    }


def inputs_record(scenario: Scenario) -> Record:
    """Return how many inputs rest on which basis."""
    counts = Counter(item.basis for item in scenario.inputs)
    return {**{basis: counts.get(basis, 0) for basis in BASES}, "total": len(scenario.inputs)}


def defaults_record(scenario: Scenario) -> list[Record]:
    """Return every default that stood in for blank cells."""
    return [
        {"table": item.table, "column": item.column, "value": item.value, "rows": item.rows}
        for item in scenario.defaults
    ]


def plan_record(plan: Plan, network: Network) -> Record:
    """Return the plan's size, and what it leaves behind and why."""
    by_surface = {"by_surface_kg": number(sum(haul.load.mass_kg for haul in plan.hauls))} if plan.hauls else {}
    sorties = Counter(network.types[network.tails[mission.tail].type].type for mission in plan.missions)
    return {
        "missions": len(plan.missions),
        "loads": len(plan.loads),
        "sorties": {item.type: sorties[item.type] for item in network.types if sorties[item.type]},
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
        "bound": None,
        "gap": None,
    }
