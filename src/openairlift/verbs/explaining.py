"""Say what can't be met, what is to blame, and what one more unit is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openairlift
from openairlift.exchange import read_scenario
from openairlift.study.blame import Blame
from openairlift.study.blame_limits import Limit
from openairlift.study.explain import explain as find
from openairlift.study.meeting import EFFORT
from openairlift.study.unit_prices import Price
from openairlift.verbs.records import Record, number, scenario_record


def explain(
    source: str | Path,
    *,
    requirement: str | None = None,
    options: Sequence[str] = (),
    effort: int = EFFORT,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Record:
    """Return what a scenario can't meet, the smallest set of limits to blame, and prices.

    Parameters
    ----------
    source, options : the scenario.
    requirement, effort, seed, progress : as in `openairlift.explain`.
    """
    scenario = read_scenario(source, options=options)
    found = find(scenario, requirement=requirement, effort=effort, seed=seed, progress=progress)
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "effort": effort,
        "seed": seed,
        "requirement": requirement,
        "unmet": [_blame(row) for row in found.unmet],
        "more": list(found.more),
        "prices": [_price(row) for row in found.prices],
        "complete": found.complete,
        "scenario": scenario_record(scenario),
    }


def _blame(row: Blame) -> Record:
    return {
        "requirement": row.requirement,
        "beside": list(row.beside),
        "feasible": row.feasible,
        "blamed": [_limit(limit) for limit in row.limits],
        "proven": row.proven,
        "instead": [_limit(limit) for limit in row.instead],
        "reasons": list(row.reasons),
        "planner": row.shortfall,
    }


def _limit(limit: Limit) -> Record:
    return {"key": limit.key, "name": limit.name}


def _price(row: Price) -> Record:
    dual = None if row.dual is None else number(row.dual)
    return {"unit": row.unit, "key": row.key, "term": row.term, "price": dual, "planned_again": number(row.gain)}


def explain_text(record: Record) -> str:
    """Return the record as a person reads it."""
    lines = [record["title"]]
    if not record["unmet"] and record["complete"]:
        asked = record["requirement"]
        by = "by its latest date, else by the end of the scenario"
        lines.append(f"{asked} is met {by}" if asked else f"a plan meets every requirement {by}")
        lines.append(
            "dates by which something is `required` may be missed all the same: plan tells, and size meets them"
        )
    for row in record["unmet"]:
        lines += ["", f"{row['requirement']} can{'' if row['feasible'] else chr(39) + 't'} be met" + _beside(row)]
        lines += [f"  {reason}" for reason in row["reasons"]]
        if row["blamed"]:
            names = " and ".join(limit["name"] for limit in row["blamed"])
            less = "with less" if len(row["blamed"]) > 1 else "while it stands"
            how = f"{less} no plan does, which is proven" if row["proven"] else f"{less} no plan was found"
            lines.append(f"  to blame: {names}; without, a plan meets it, {how}")
        if row["instead"]:
            lines.append("  alone would do as well: " + ", ".join(limit["name"] for limit in row["instead"]))
    if record["more"]:
        lines += ["", "not met either: " + ", ".join(record["more"]) + "; name one with --requirement"]
    worth = [row for row in record["prices"] if row["price"] or row["planned_again"] > 0]
    if record["prices"] and not worth:
        units = ", ".join(str(row["unit"]).strip() for row in record["prices"])
        lines += ["", f"one more unit brings nothing for {record['prices'][0]['term']}: {units}"]
    if worth:
        lines += ["", f"What one more unit is worth in {record['prices'][0]['term']}: by price, and planned again"]
        for row in worth:
            price = "none" if row["price"] is None else f"{row['price']:,.6g}"
            lines.append(f"  {row['unit']:<52}{price:>16}{row['planned_again']:>16,.6g}")
        if any(row["price"] is not None and row["planned_again"] > 1.01 * row["price"] for row in worth):
            lines.append("  where a plan gains more than the price, the rest is luck of the search: raise --effort")
    return "\n".join(lines)


def _beside(row: Record) -> str:
    if not row["beside"]:
        return ", even alone" if not row["feasible"] else ""
    named = ", ".join(row["beside"][:5]) + (" …" if len(row["beside"]) > 5 else "")
    return f" beside {named}" + (", alone it could" if not row["feasible"] else "")
