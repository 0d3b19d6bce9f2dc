"""Rows of the catalogue's small tables, from the JSON of a run folder; what a file lacks is null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openairlift.store.catalogue_tables import TABLES

Rows = dict[str, list[tuple[Any, ...]]]
Json = Mapping[str, Any]

_POSITION = ("lat", "lon")


def rows_of(folder: str, told: Json, summary: Json, scenario: Json, judged: Json | None) -> Rows:
    """Return the rows of every small table by its name, for one run.

    Parameters
    ----------
    folder : name of the run's folder.
    told, summary, scenario, judged : ``run.json``, ``summary.json``, ``scenario.json``, ``judgement.json`` or None.
    """
    made: dict[str, Iterator[dict[str, Any]]] = {
        "runs": iter([_run(folder, told, summary)]),
        "days": _days(summary),
        "requirements": _requirements(summary),
        "undelivered": (dict(row) for row in summary["plan"]["undelivered"]),
        "limits": (dict(row) for row in summary["limits"]),
        "waits": (dict(row) for row in summary["waits"]),
        "fleet": ({**row, "missions": summary["plan"]["sorties"].get(row["type"], 0)} for row in summary["fleet"]),
        "inputs": _inputs(scenario),
        "claims": _claims(scenario),
        "verdicts": iter(()) if judged is None else _verdicts(judged),
        "observations": _observations(summary),
    }
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    return {
        name: [tuple({**row, "run": told["id"]}.get(column) for column in columns[name]) for row in rows]
        for name, rows in made.items()
    }


def _run(folder: str, told: Json, summary: Json) -> dict[str, Any]:
    about, plan, closure, inputs = summary["scenario"], summary["plan"], summary["closure"], summary["inputs"]
    hours = {
        f"closure_{name}_h": None if closure[name] is None else closure[name]["seconds"] / 3600.0
        for name in ("p10", "p50", "p90")
    }
    return {
        "folder": folder,
        "scenario": about["name"],
        "title": summary["title"],
        "options": ";".join(about["options"]),
        "fingerprint": about["fingerprint"],
        "version": told["version"],
        "runs": told["runs"],
        "seed": told["seed"],
        "start": about["start"].removesuffix("Z"),
        "horizon_days": about["horizon_days"],
        "mark": closure["mark"],
        "meter": about["objective_meter"],
        "closed_share": closure["closed_share"],
        **hours,
        "missions": plan["missions"],
        "planned_kg": plan["mass_kg"],
        "cost_usd": summary["cost"]["total_usd"],
        "inputs": inputs["total"],
        "inputs_quoted": inputs["quoted"],
        "inputs_assumed": inputs["assumed"],
        "banner": about.get("banner"),
    }


def _days(summary: Json) -> Iterator[dict[str, Any]]:
    for mark, meters in summary["delivered"].items():
        for meter, days in meters.items():
            for day in days:
                yield {"mark": mark, "meter": meter, "listed": summary["listed"][meter], **day}


def _requirements(summary: Json) -> Iterator[dict[str, Any]]:
    for row in summary["requirements"]:
        dates = {f"complete_{name}": _moment(row["complete"][name]) for name in ("p10", "p50", "p90")}
        yield {**row, "required": _moment(row["required"]), **dates}


def _moment(text: str | None) -> str | None:
    return None if text is None else text.removesuffix("Z")


def _inputs(scenario: Json) -> Iterator[dict[str, Any]]:
    for item in scenario["inputs"]:
        if item["column"] in _POSITION:
            continue
        cell = f"{item['table']}/{item['key']}/{item['column']}"
        yield {**item, "cell": cell, "evidence": ";".join(item["evidence"])}


def _claims(scenario: Json) -> Iterator[dict[str, Any]]:
    for name, claim in scenario["evidence"]["claims"]["value"]:
        yield {"claim": name, "says": claim["says"], "test": claim["test"]}


def _verdicts(judged: Json) -> Iterator[dict[str, Any]]:
    for claim in judged["claims"]:
        for row in claim["readings"]:
            reading = ", ".join(f"{name} = {value}" for name, value in row["reading"].items())
            yield {"claim": claim["id"], "reading": reading, **{k: row[k] for k in ("verdict", "probability")}}


def _observations(summary: Json) -> Iterator[dict[str, Any]]:
    for row in summary["observations"]:
        about = {"observation": row["id"], "quantity": row["quantity"], "reported": row["value"]}
        about["reason"] = row["reason"]
        for mark, placed in (row["prediction"] or {None: {}}).items():
            yield {**about, "mark": mark, **placed}
