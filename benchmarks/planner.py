"""The open benchmark: plans and bounds of synthetic instances, as a table.

Run ``python benchmarks/planner.py --out planner.json --page docs/benchmark.md``. Every instance is made anew, planned
within ``--limit`` seconds, and checked: the audit accepts the plan, and the simulator with luck off keeps its times to
the second.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openairlift as oa
from openairlift.audits.flight import audit_flight, audit_shape
from openairlift.audits.objective import objective
from openairlift.audits.timing import time_plan
from openairlift.instances import synthetic
from openairlift.network import Network, build_network
from openairlift.plan import TERMS, Plan
from openairlift.solve.baseline import plan_baseline

CASES = (("M", "light", 1.0), ("M", "congested", 1.0), ("M", "congested", 5.0), ("L", "light", 1.0))


@dataclass(frozen=True, slots=True)
class Case:
    """An instance of the benchmark."""

    size: str
    load: str
    slots: float
    seed: int


def scenario_of(case: Case) -> oa.Scenario:
    """Write an instance into a folder that is gone afterwards, and read it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in synthetic(case.size, load=case.load, seed=case.seed, slots=case.slots).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return oa.read_scenario(folder)


def late_stops(network: Network, plan: Plan) -> int:
    """Return the stops at which the simulator with luck off differs from the times that follow without any waiting."""
    _, sound = audit_shape(network, plan)
    _, schedule = audit_flight(network, plan, sound)
    timing = time_plan(network, plan)
    found = 0
    for stay in schedule.stays:
        seen = timing.stops[stay.mission][stay.stop]
        if stay.park < network.horizon_s and (seen.park, seen.start) != (stay.park, stay.park):
            found += 1
    return found


def baseline_terms(network: Network, case: Case) -> list[float] | None:
    """Return terms 1 to 3 of the baseline, where it takes no more than minutes."""
    if case.size == "L":
        return None
    plan = plan_baseline(network)
    terms = objective(network, plan, time_plan(network, plan))
    return [terms.undelivered, terms.late_weight_days, terms.delay_weight_days]


def measure(case: Case, *, limit_s: float) -> dict[str, Any]:
    """Plan one instance and return its figures."""
    scenario = scenario_of(case)
    network = build_network(scenario)
    begun = time.perf_counter()
    plan = oa.make_plan(scenario, time_limit_s=limit_s, network=network)
    seconds = time.perf_counter() - begun
    proof = plan.proof
    assert proof is not None
    term = proof.deciding
    row: dict[str, Any] = {
        "size": case.size,
        "load": case.load,
        "slots": case.slots,
        "seed": case.seed,
        "seconds": round(seconds, 1),
        "missions": len(plan.missions),
        "term": TERMS[term],
        "objective": list(proof.objective),
        "bound": list(proof.bound),
        "gap": round(proof.gap[term], 4),
        "value_gap": round(proof.value_gap[term], 4),
        "violations": len(oa.audit(scenario, plan, network=network)),
        "late_stops": late_stops(network, plan),
        "baseline": baseline_terms(network, case),
    }
    if row["baseline"] is not None:
        was, bound = row["baseline"][term], proof.bound[term]
        row["closed"] = round((was - proof.objective[term]) / (was - bound), 3) if was > bound else None
    return row


def page(rows: list[dict[str, Any]], *, limit_s: float) -> str:
    """Return the table as a page."""
    lines = [
        "# Benchmark: plans and bounds",
        "",
        "Made by `python benchmarks/planner.py`; instances by `openairlift new --synthetic`. "
        f"Time limit {limit_s:g} s a plan; {platform.machine()}, Python {platform.python_version()}. "
        "Gap = (plan − bound) / plan and value gap = (plan − bound) / (nothing delivered − bound), of the first term "
        "that is not zero. Closed = share of the distance from the baseline to the bound that the plan closes.",
        "",
        "| instance | slots | seed | term | plan | bound | gap | value gap | closed | missions | seconds |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        at = TERMS.index(row["term"])
        closed = "" if row.get("closed") is None else f"{row['closed']:.0%}"
        lines.append(
            f"| {row['size']} {row['load']} | × {row['slots']:g} | {row['seed']} | {row['term']} "
            f"| {row['objective'][at]:,.0f} | {row['bound'][at]:,.0f} | {row['gap']:.1%} | {row['value_gap']:.1%} "
            f"| {closed} | {row['missions']} | {row['seconds']:.0f} |"
        )
    lines += [
        "",
        "Terms are weighted kilograms (undelivered) and weighted kilogram-days (lateness, delay). "
        f"The audit refused {sum(bool(row['violations']) for row in rows)} of {len(rows)} plans; the simulator "
        f"with luck off left the planned times at {sum(row['late_stops'] for row in rows)} stops.",
        "",
    ]
    return "\n".join(lines)


def remarks(path: Path) -> str:
    """Return what stands on a page below its table, from the first heading on."""
    _, heading, text = (path.read_text(encoding="utf-8") if path.exists() else "").partition("\n## ")
    return heading + text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--limit", type=float, default=300.0, help="seconds a plan")
    parser.add_argument("--cases", nargs="+", metavar="SIZE:LOAD:SLOTS", help="such as M:light:1; none = all")
    parser.add_argument("--out", type=Path, help="write the figures to this file")
    parser.add_argument("--page", type=Path, help="write the table to this page")
    options = parser.parse_args()
    cases = [tuple(text.split(":")) for text in options.cases] if options.cases else CASES
    rows = []
    for size, load, slots in cases:
        for seed in options.seeds if size != "L" else options.seeds[:1]:
            rows.append(measure(Case(size, load, float(slots), seed), limit_s=options.limit))
            print(json.dumps(rows[-1]), flush=True)
            if options.out:
                options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if options.page:
        options.page.write_text(page(rows, limit_s=options.limit) + remarks(options.page), encoding="utf-8")


if __name__ == "__main__":
    main()
