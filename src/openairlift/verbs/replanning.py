"""Plan again while a plan is carried out, and say what changed and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode, encode
from openairlift.reports.proof import progress_words, proof_sentences
from openairlift.reports.show import Show
from openairlift.scenario import Scenario, thaw
from openairlift.solve.budget import State
from openairlift.solve.replanning import Change, Effect, Fate, Replanned
from openairlift.solve.replanning import replan as plan_again
from openairlift.solve.replanning.again import EFFORT
from openairlift.tables.fault import CellError
from openairlift.tables.moments import parse_moment
from openairlift.verbs.planning import Searching
from openairlift.verbs.records import Record, number, plan_record, proof_record, scenario_record, sorties_by_type

LISTED = 12
"""Missions of one fate, and requirements, that the text lists."""

SAID = {
    Fate.KEPT: "kept: flown, or flying on as planned",
    Fate.HOME: "kept, the tail then going home",
    Fate.AGAIN: "not begun, planned again as it was",
    Fate.REROUTED: "re-routed",
    Fate.DIVERTED: "turned in the air",
    Fate.RETURNED: "brought back, the cargo being in need again",
    Fate.CUT: "cut short before it took cargo",
    Fate.HELD: "waiting where it stands",
    Fate.STRANDED: "stranded",
    Fate.DROPPED: "not begun, dropped",
    Fate.NEW: "new",
}


def replan(
    source: str | Path,
    *,
    plan: str | Path,
    at: str,
    options: Sequence[str] = (),
    new: str | Path | None = None,
    old_options: Sequence[str] = (),
    effort: int | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    out: str | Path | None = None,
    searching: Searching | None = None,
) -> Record:
    """Return a plan that goes on from what has been flown by a moment, and what changed and why.

    Parameters
    ----------
    source : the scenario that the plan was made for.
    plan : ``plan.json``, a folder that holds one, or a run folder, whose own scenario then is the old one.
    at : the moment, in words such as ``2022-03-02T12:00Z``.
    new : the scenario as it is now; None = `source`.
    options : of the scenario as it is now.
    old_options : those that the plan was made with.
    effort, seed, time_limit_s : of the planner; None = a small effort, and the scenario's seed.
    out : folder for ``plan.json`` and ``plan.parquet``; None writes nothing. A plan that is there is not overwritten.
    searching : told what the planner does.

    Raises
    ------
    UsageError
        When the moment can't be read or lies outside the scenario, or both effort and time limit are stated.
    PlanError
        When the plan is not one of the scenario.
    """
    if effort is not None and time_limit_s is not None:
        raise UsageError("--time-limit takes the place of --effort; state one of the two")
    if out is not None and (Path(out) / "plan.json").exists():
        raise OpenAirliftError(f"{out} holds a plan, which is not overwritten; choose another --out")
    scenario, network, old = _old(source, Path(plan), old_options)
    now = read_scenario(source if new is None else new, options=options)
    try:
        moment = parse_moment(at, scenario.settings.start)
    except CellError as error:
        raise UsageError(f"--at {at!r} {error}") from None
    settings = now.settings
    effort = EFFORT if effort is None else effort
    seed = settings.seed if seed is None else seed
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

    found = plan_again(
        scenario,
        old,
        at=moment,
        new=now,
        network=network,
        effort=effort,
        seed=seed,
        time_limit_s=time_limit_s,
        told=told,
    )
    after = build_network(now)
    if out is not None:
        from openairlift.store import write_plan

        write_plan(Path(out), found.plan, after, encoded=encode(found.plan, after))
    return {
        "title": settings.title,
        "version": openairlift.__version__,
        "at": f"{now.moment(found.at_s):%Y-%m-%dT%H:%MZ}",
        "effort": effort if time_limit_s is None else None,
        "time_limit_s": None if time_limit_s is None else number(time_limit_s),
        "seed": seed,
        "stopped": bool(ended),
        **proof_record(found.plan),
        "missions": len(found.plan.missions),
        "sorties_by_type": sorties_by_type(found.plan, after),
        "scenario": scenario_record(now),
        "plan": plan_record(found.plan, after),
        **_changes(found, now),
    }


def _old(source: str | Path, plan: Path, options: Sequence[str]) -> tuple[Scenario, Network, Plan]:
    """Return the old scenario, its network and its plan."""
    file = plan / "plan.json" if plan.is_dir() else plan
    if not file.is_file():
        raise UsageError(f"{plan} holds no plan; name a plan.json, a folder with one, or a run folder")
    frozen = file.parent / "scenario.json"
    if (file.parent / "run.json").is_file() and frozen.is_file():
        if options:
            raise UsageError("a run folder holds the options that its plan was made with; leave --old-option out")
        scenario = thaw(json.loads(frozen.read_bytes()))
    else:
        scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    return scenario, network, decode(file.read_bytes(), network)


def _changes(found: Replanned, scenario: Scenario) -> Record:
    return {
        "fates": {str(fate): found.count(fate) for fate in Fate if found.count(fate)},
        "reasons": list(found.reasons),
        "issues": list(found.issues),
        "changes": [_change(change) for change in found.changes],
        "requirements": [_effect(effect, scenario) for effect in found.effects],
    }


def _change(change: Change) -> Record:
    return {
        "fate": str(change.fate), "tail": change.tail, "old": change.old, "new": change.new, "reason": change.reason
    }  # fmt: skip


def _effect(effect: Effect, scenario: Scenario) -> Record:
    def moment(second: int | None) -> str | None:
        return None if second is None else f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"

    return {
        "line": effect.line,
        "unit": effect.unit,
        "required": {"before": number(effect.required_before), "after": number(effect.required)},
        "arrival": {"before": moment(effect.arrival_before_s), "after": moment(effect.arrival_s)},
        "undelivered": {"before": number(effect.undelivered_before), "after": number(effect.undelivered)},
        "reason": effect.reason,
    }


def replan_text(record: Record) -> str:
    """Return a replan's record as a person reads it."""
    made, fates = record["plan"], record["fates"]
    show = Show.of(record)
    sorties = ", ".join(f"{count} x {type_}" for type_, count in made["sorties"].items()) or "none"
    lines = [
        record["title"],
        f"planned again at {show.told(record['at'])}: {made['missions']} missions ({sorties}), "
        f"{show.mass(made['mass_kg'])}",
        "",
        "What changed",
        *(f"  {fates[fate]:>5} {'mission' if fates[fate] == 1 else 'missions'} {SAID[Fate(fate)]}" for fate in fates),
    ]
    listed = [change for change in record["changes"] if change["fate"] not in _PLAIN]
    lines += [f"  - {_listed(change)}" for change in listed[:LISTED]]
    if len(listed) > LISTED:
        lines.append(f"  … and {len(listed) - LISTED} more; --json lists all")
    if record["reasons"]:
        lines += ["", "Why", *(f"  - {reason}" for reason in record["reasons"])]
    lines += ["", "What it does to requirements", *_effects(record, show)]
    if record["issues"]:
        lines += ["", "What could not be kept", *(f"  - {issue}" for issue in record["issues"])]
    proved = proof_sentences(record, show)
    if proved:
        lines += ["", "How good is this plan, for one that goes on from there", *(f"  - {words}" for words in proved)]
    return "\n".join(lines)


_PLAIN = (Fate.KEPT, Fate.HOME, Fate.AGAIN, Fate.DROPPED, Fate.NEW)


def _listed(change: Record) -> str:
    return f"mission {change['old']} of {change['tail']} is {SAID[Fate(change['fate'])]}: {change['reason']}"


def _effects(record: Record, show: Show) -> list[str]:
    """Return a line for every requirement that another time or amount is reached for."""
    moved = [row for row in record["requirements"] if _differs(row)]
    if not moved:
        return ["  every requirement arrives as planned before"]
    lines = []
    for row in moved[:LISTED]:
        arrival, left = row["arrival"], row["undelivered"]
        words = f"arrives {show.told(arrival['before'])} -> {show.told(arrival['after'])}"
        if left["before"] or left["after"]:
            words += f"; undelivered {left['before']:,} -> {left['after']:,} {row['unit']}"
        words += f"; {row['reason']}" if row["reason"] else ""
        lines.append(f"  - {row['line']}: {words}")
    if len(moved) > LISTED:
        lines.append(f"  … and {len(moved) - LISTED} more; --json lists all")
    return lines


def _differs(row: Record) -> bool:
    pairs = (row["required"], row["arrival"], row["undelivered"])
    return any(pair["before"] != pair["after"] for pair in pairs) or bool(row["undelivered"]["after"])
