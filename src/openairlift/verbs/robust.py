"""Plan a scenario against disruptions that come by chance, and say what hedging costs and brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import build_network
from openairlift.plan import encode
from openairlift.reports.show import Show
from openairlift.study.robust import EFFORT, SAMPLES, TERMS, Four, Hedge, Judged, plan_against
from openairlift.verbs.records import (
    Record,
    inputs_record,
    number,
    plan_record,
    proof_record,
    scenario_record,
    sorties_by_type,
)


def against(
    source: str | Path,
    disruptions: str | Path,
    *,
    samples: int | None = None,
    options: Sequence[str] = (),
    effort: int | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Record:
    """Return the plan that stands up best to sampled futures, beside the plain plan.

    Parameters
    ----------
    source, options : the scenario.
    disruptions : a file with the columns of ``disruptions.csv``.
    samples : futures; None = 20.
    effort : budget of every plan; None = 20.
    seed : of the futures and of the search; None = the scenario's.
    time_limit_s : not allowed here: many plans are compared.
    out : folder for the plan; a plan that is there is not overwritten.
    progress : told what is done next.

    Raises
    ------
    UsageError
        When a time limit is stated.
    """
    if time_limit_s is not None:
        raise UsageError("--against compares many plans, each with the same --effort; leave --time-limit out")
    if out is not None and (Path(out) / "plan.json").exists():
        raise OpenAirliftError(f"{out} holds a plan, which is not overwritten; choose another --out")
    scenario = read_scenario(source, options=options)
    effort = EFFORT if effort is None else effort
    seed = scenario.settings.seed if seed is None else seed
    found = plan_against(
        scenario, disruptions, samples=SAMPLES if samples is None else samples, seed=seed, effort=effort,
        search_seed=seed, progress=progress,
    )  # fmt: skip
    network = build_network(found.scenario)
    if out is not None:
        from openairlift.store import write_plan

        write_plan(Path(out), found.plan, network, encoded=encode(found.plan, network))
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "effort": effort,
        "seed": seed,
        **proof_record(found.plan),
        "missions": len(found.plan.missions),
        "sorties_by_type": sorties_by_type(found.plan, network),
        "scenario": scenario_record(found.scenario),
        "against": _hedge(found),
        "plan": plan_record(found.plan, network),
        "inputs": inputs_record(scenario),
    }


def _hedge(found: Hedge) -> Record:
    return {
        "samples": found.samples,
        "disruptions": len(found.scenario.disruptions),
        "kept": found.kept,
        "hedged": _judged(found.hedged),
        "plain": _judged(found.plain),
        "wait_and_see": _terms(found.wait_and_see),
        "price": _terms(found.price),
        "value": _terms(found.value),
        "evpi": _terms(found.evpi),
        "candidates": [{"name": row.name, **_judged(row)} for row in found.judged],
    }


def _judged(row: Judged) -> Record:
    return {"mean": _terms(row.mean), "undisturbed": _terms(row.undisturbed)}


def _terms(values: Four) -> Record:
    return {name: number(value) for name, value in zip(TERMS, values, strict=True)}


def against_text(record: Record) -> str:
    """Return the record as a person reads it."""
    found = record["against"]
    lines = [
        record["title"],
        f"of {len(found['candidates'])} plans the best in {found['samples']} futures is: {found['kept']}",
        "",
        f"{'':<34}" + "".join(f"{name:>18}" for name in TERMS),
    ]
    for name, row in (
        ("plain plan, nothing happens", found["plain"]["undisturbed"]),
        ("hedged plan, nothing happens", found["hedged"]["undisturbed"]),
        ("plain plan, mean of the futures", found["plain"]["mean"]),
        ("hedged plan, mean of the futures", found["hedged"]["mean"]),
        ("wait-and-see (each future known)", found["wait_and_see"]),
        ("price of hedging", found["price"]),
        ("value of hedging", found["value"]),
        ("EVPI (worth of knowing)", found["evpi"]),
    ):
        lines.append(f"{name:<34}" + "".join(f"{row[term]:>18,.6g}" for term in TERMS))
    made = record["plan"]
    show = Show.of(record)
    lines += [
        "",
        "less is better; undelivered in weighted size, lateness and delay in weighted size x days, flying in hours",
        f"{made['missions']} missions with {made['loads']} loads, {show.mass(made['mass_kg'])}; the audit accepts it",
    ]
    lines += [f"not planned: {item['quantity']:,} of {item['line']}: {item['reason']}" for item in made["undelivered"]]
    return "\n".join(lines)
