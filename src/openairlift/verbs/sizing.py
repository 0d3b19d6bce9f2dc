"""Say how many tails, spots or slots meet the dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openairlift
from openairlift.exchange import read_scenario
from openairlift.plan import TERMS, Terms
from openairlift.study.meeting import EFFORT
from openairlift.study.size import Size, Tried
from openairlift.study.size import size as find
from openairlift.verbs.records import Record, number, scenario_record


def size(
    source: str | Path,
    *,
    fleet: str | None = None,
    spots: str | None = None,
    slots: str | None = None,
    meet: str = "required",
    options: Sequence[str] = (),
    effort: int = EFFORT,
    seed: int = 1,
    time_limit_s: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Record:
    """Return the fewest tails of a type, or spots or slots of a place, that meet the dates of a scenario.

    Parameters
    ----------
    source, options : the scenario.
    fleet, spots, slots, meet, effort, seed, time_limit_s, progress : as in `openairlift.size`.
    """
    scenario = read_scenario(source, options=options)
    found = find(
        scenario, fleet=fleet, spots=spots, slots=slots, meet=meet, effort=effort, seed=seed,
        time_limit_s=time_limit_s, progress=progress,
    )  # fmt: skip
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "effort": effort if time_limit_s is None else None,
        "seed": seed,
        **_size(found),
    }


def _size(found: Size) -> Record:
    return {
        "resource": found.resource,
        "meet": found.meet,
        "stated": found.stated,
        "count": found.count,
        "proven_short": found.proven_short,
        "exact": found.exact,
        "never": found.never,
        "most": found.most,
        "answer": str(found),
        "late_anyway": list(found.late_anyway),
        "complete": found.complete,
        "tried": [_tried(row) for row in found.tried],
    }


def _tried(row: Tried) -> Record:
    return {
        "count": row.count,
        "met": row.met,
        "proven_short": row.short,
        "objective": _terms(row.reached),
        "bound": None if row.bound is None else _terms(row.bound),
    }


def _terms(values: Terms) -> Record:
    return {name: number(value) for name, value in zip(TERMS, values, strict=True)}


def size_text(record: Record) -> str:
    """Return the record as a person reads it."""
    lines = [record["title"], record["answer"], f"stated: {record['stated']}"]
    if record["late_anyway"]:
        named = ", ".join(record["late_anyway"])
        lines.append(f"late even if nothing stands in the way: {named}; lateness is counted above that")
    lines += ["", f"{'tried':>7}  {'enough':<22}{'undelivered':>15}{'lateness':>15}"]
    for row in record["tried"]:
        word = "yes" if row["met"] else "no, proven" if row["proven_short"] else "no plan found"
        reached = row["objective"]
        lines.append(f"{row['count']:>7}  {word:<22}{reached['undelivered']:>15,.6g}{reached['lateness']:>15,.6g}")
    lines += ["", "undelivered: weighted size; lateness: weighted size x days after required."]
    return "\n".join(lines)
