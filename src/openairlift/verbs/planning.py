"""Make a plan, audit it, and say what it carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openairlift
from openairlift.audits import audit, needs_run
from openairlift.errors import OpenAirliftError, PlanError
from openairlift.network import Network, build_network
from openairlift.plan import Plan, encode
from openairlift.scenario import Scenario, read_scenario
from openairlift.solve import make_plan
from openairlift.study import Progress
from openairlift.verbs.records import Record, inputs_record, plan_record, scenario_record


def audited_plan(scenario: Scenario, *, effort: int, network: Network, progress: Progress | None = None) -> Plan:
    """Return a plan that the audit accepts; `progress` is told before the audit has to compile the simulator.

    Raises
    ------
    PlanError
        When the audit finds a fault: an error of the planner, never of the user.
    """
    made = make_plan(scenario, effort=effort, network=network)
    if progress is not None and needs_run(network, made):
        from openairlift.sim import is_compiled

        if not is_compiled():
            progress("compile", 0, 0)
    faults = audit(scenario, made, network=network)
    if faults:
        listed = "\n".join(f"  {item.where}: {item.what} ({item.rule})" for item in faults[:20])
        raise PlanError(f"the planner made a plan that breaks {len(faults)} limits; please report this\n{listed}")
    return made


def plan(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    effort: int = 1,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Record:
    """Return the size of the plan for a scenario, and what it leaves behind and why.

    Parameters
    ----------
    source, options : the scenario.
    effort : budget of the planner.
    out : folder for ``plan.json`` and ``plan.parquet``; None writes nothing. A plan that is there is not overwritten.
    progress : told what is going on.
    """
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    made = audited_plan(scenario, effort=effort, network=network, progress=progress)
    if out is not None:
        from openairlift.store import write_plan

        folder = Path(out)
        if (folder / "plan.json").exists():
            raise OpenAirliftError(f"{folder} holds a plan, which is not overwritten; choose another --out")
        write_plan(folder, made, network, encoded=encode(made, network))
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "plan": plan_record(made, network),
        "inputs": inputs_record(scenario),
    }


def plan_text(record: Record) -> str:
    """Return a plan's record as a person reads it."""
    made = record["plan"]
    by_surface = made.get("by_surface_kg")
    alone = "" if by_surface is None else f", {by_surface / 1000:,.1f} t of it by surface alone"
    sorties = ", ".join(f"{count} x {type_}" for type_, count in made["sorties"].items()) or "none"
    lines = [
        record["title"],
        f"{made['missions']} missions ({sorties}) with {made['loads']} loads, {made['mass_kg'] / 1000:,.1f} t{alone}; "
        f"method: {made['method']}; the audit accepts it",
        *made["notes"],
    ]
    if not made["undelivered"]:
        lines.append("everything that is required is planned")
    lines += [
        f"not planned: {item['quantity']:,} of {item['line']} ({item['mass_kg']:,} kg): {item['reason']}"
        for item in made["undelivered"]
    ]
    return "\n".join(lines)
