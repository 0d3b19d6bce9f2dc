"""Make a plan, audit it, and say what it carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import openairlift
from openairlift.audits import audit, needs_run, time_plan
from openairlift.errors import OpenAirliftError, PlanError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.plan import Plan, encode
from openairlift.reports.proof import progress_words, proof_sentences
from openairlift.reports.show import Show
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study import Progress
from openairlift.verbs.records import (
    Record,
    inputs_record,
    number,
    plan_record,
    proof_record,
    scenario_record,
    sorties_by_type,
)
from openairlift.verbs.timetable import arrivals_record, arrivals_text, missions_record, missions_text

if TYPE_CHECKING:
    from openairlift.solve.budget import State

EFFORT = 200
"""Effort of the verb where neither effort nor time limit is stated."""

Searching = Callable[[str, str], None]
"""Called with (what the planner does, the same with all that is known by then, in words)."""


def audited_plan(
    scenario: Scenario,
    *,
    network: Network,
    effort: int = 1,
    seed: int | None = None,
    time_limit_s: float | None = None,
    prove: bool = True,
    progress: Progress | None = None,
    searching: Searching | None = None,
    stopped: Callable[[], None] | None = None,
) -> Plan:
    """Return a plan that the audit accepts.

    Parameters
    ----------
    scenario, network, effort, time_limit_s, prove : as in `make_plan`.
    seed : of the search; None = the scenario's.
    progress : told before the audit has to compile the simulator.
    searching : told what the planner does.
    stopped : called when Ctrl-C ended the search; the best plan by then is returned. None = there is no plan then.

    Raises
    ------
    KeyboardInterrupt
        When Ctrl-C ended the search and `stopped` is None.
    PlanError
        When the audit finds a fault: an error of the planner, never of the user.
    UsageError
        When the effort is less than 1, or the time limit is not above 0.
    """
    settings = scenario.settings
    ended: list[str] = []

    def told(what: str, state: State) -> None:
        if what == "stopped":
            ended.append(what)
        elif searching is not None:
            words = progress_words(
                what=what, share=state.share, best=state.best, bound=state.bound, scale=state.scale,
                left_s=state.left_s, meter=settings.objective_meter, show=Show(settings.profile),
            )  # fmt: skip
            searching(what, words)

    made = make_plan(
        scenario,
        effort=effort,
        seed=settings.seed if seed is None else seed,
        time_limit_s=time_limit_s,
        prove=prove,
        network=network,
        told=told,
    )
    if ended:
        if stopped is None:
            raise KeyboardInterrupt
        stopped()
    if needs_run(network, made):
        _tell_compiling(progress)
    faults = audit(scenario, made, network=network)
    if faults:
        listed = "\n".join(f"  {item.where}: {item.what} ({item.rule})" for item in faults[:20])
        raise PlanError(f"the planner made a plan that breaks {len(faults)} limits; please report this\n{listed}")
    return made


def _tell_compiling(progress: Progress | None) -> None:
    """Tell that the simulator is compiled first, where it is not yet."""
    from openairlift.sim import is_compiled

    if progress is not None and not is_compiled():
        progress("compile", 0, 0)


def plan(
    source: str | Path,
    *,
    options: Sequence[str] = (),
    effort: int | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    out: str | Path | None = None,
    missions: bool = False,
    progress: Progress | None = None,
    searching: Searching | None = None,
) -> Record:
    """Return the size of the plan for a scenario, when its cargo arrives, and what it leaves behind and why.

    Parameters
    ----------
    source, options : the scenario.
    effort : budget of the planner: 1 = the baseline, which proves nothing; None = `EFFORT`, near the optimum.
    seed : of the search; None = the scenario's.
    time_limit_s : a budget in seconds in place of the effort; the plan is then marked as not reproducible.
    out : folder for ``plan.json`` and ``plan.parquet``; None writes nothing. A plan that is there is not overwritten.
    missions : whether the record lists every mission with its stops (``timetable``).
    progress : told what is going on.
    searching : told what the planner does.

    Notes
    -----
    Ctrl-C during the search keeps the best plan; ``stopped`` is then True in the record.

    Raises
    ------
    UsageError
        When both effort and time limit are stated, or one of them is out of range.
    """
    if effort is not None and time_limit_s is not None:
        raise UsageError("--time-limit takes the place of --effort; state one of the two")
    if out is not None and (Path(out) / "plan.json").exists():
        raise OpenAirliftError(f"{out} holds a plan, which is not overwritten; choose another --out")
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    effort = EFFORT if effort is None else effort
    seed = scenario.settings.seed if seed is None else seed
    ended: list[bool] = []
    made = audited_plan(
        scenario,
        network=network,
        effort=effort,
        seed=seed,
        time_limit_s=time_limit_s,
        progress=progress,
        searching=searching,
        stopped=lambda: ended.append(True),
    )
    if out is not None:
        from openairlift.store import write_plan

        write_plan(Path(out), made, network, encoded=encode(made, network))
    _tell_compiling(progress)
    timing = time_plan(network, made)
    timetable = {"timetable": missions_record(scenario, network, made, timing)} if missions else {}
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "effort": effort if time_limit_s is None else None,
        "time_limit_s": None if time_limit_s is None else number(time_limit_s),
        "seed": seed,
        "stopped": bool(ended),
        **proof_record(made),
        "missions": len(made.missions),
        "sorties_by_type": sorties_by_type(made, network),
        "mark": scenario.settings.objective_mark,
        "arrivals": arrivals_record(scenario, network, made, timing),
        **timetable,
        "kept": None if out is None else str(out),
        "scenario": scenario_record(scenario),
        "plan": plan_record(made, network),
        "inputs": inputs_record(scenario),
    }


def plan_text(record: Record) -> str:
    """Return a plan's record as a person reads it."""
    made = record["plan"]
    show = Show.of(record)
    by_surface = made.get("by_surface_kg")
    alone = "" if by_surface is None else f", {show.mass(by_surface)} of it by surface alone"
    sorties = ", ".join(f"{count} x {type_}" for type_, count in made["sorties"].items()) or "none"
    lines = [
        record["title"],
        f"{made['missions']} missions ({sorties}) with {made['loads']} loads, {show.mass(made['mass_kg'])}{alone}; "
        f"method: {made['method']}; the audit accepts it",
        *made["notes"],
    ]
    arrivals = record.get("arrivals", [])
    missed = sum(bool(row["missed"]) for row in arrivals)
    if not made["undelivered"]:
        lines.append("everything that is required is planned" + (f"; {missed} not by the date" if missed else ""))
    lines += [
        f"not planned: {item['quantity']:,} of {item['line']} ({show.mass(item['mass_kg'])}): {item['reason']}"
        for item in made["undelivered"]
    ]
    proved = proof_sentences(record, show)
    if proved:
        lines += ["", "How good is this plan", *(f"  - {sentence}" for sentence in proved)]
    else:
        lines.append("how far from the best plan it is, is not known; an effort of 2 or more works out a bound")
    if arrivals:
        lines += arrivals_text(arrivals, record["mark"], show)
    if "timetable" in record:
        lines += missions_text(record["timetable"], show)
    if "kept" in record and record["kept"] is None:
        lines += ["", "not kept: --out DIR keeps the plan, for replan"]
    return "\n".join(lines)
