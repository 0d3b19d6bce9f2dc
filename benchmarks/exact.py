"""Proved optima of instances S of the benchmark, each checked: the audit is empty, the objective is that of the model.

Each instance is made anew and solved by ``python -m tests.exact`` in a process of its own, as CP-SAT and HiGHS can't be
loaded into one. The baseline's plan must never be better than an optimum.

``python benchmarks/exact.py --seeds 0-99 --out tests/exact/optima.json``: light for even seeds, congested for odd ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openairlift.audits import audit, objective, time_plan
from openairlift.instances import LOADS, synthetic
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode
from openairlift.scenario import read_scenario
from openairlift.solve.baseline import plan_baseline

ROOT = Path(__file__).resolve().parents[1]
SAME = 1e-6


def solve(files: dict[str, str], *, limit_s: float, workers: int) -> dict[str, Any]:
    """Return what the exact model prints for the files of a scenario."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "tests.exact", folder, "--limit", str(limit_s), "--workers", str(workers)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def terms_of(network: Network, plan: Plan) -> tuple[float, float, float]:
    """Return terms 1 to 3 of a plan by its exact times."""
    found = objective(network, plan, time_plan(network, plan))
    return found.undelivered, found.late_weight_days, found.delay_weight_days


def compare(one: tuple[float, ...], two: tuple[float, ...]) -> int:
    """Return -1 where the first terms are better, 1 where they are worse, 0 where only rounding tells them apart."""
    for a, b in zip(one, two, strict=True):
        if abs(a - b) > SAME * max(1.0, abs(a), abs(b)):
            return -1 if a < b else 1
    return 0


def one(seed: int, load: str, *, slots: float, limit_s: float, workers: int) -> dict[str, Any]:
    """Return the record of one instance."""
    files = synthetic("S", load=load, seed=seed, slots=slots)
    found = solve(files, limit_s=limit_s, workers=workers)
    scenario = read_scenario({name: text.encode() for name, text in files.items()})
    network = build_network(scenario)
    plan = decode(json.dumps(found["plan"]).encode(), network)
    terms, base = terms_of(network, plan), terms_of(network, plan_baseline(network))
    return {
        "seed": seed,
        "load": load,
        "terms": found["terms"],
        "seconds": round(found["seconds"], 1),
        "proved": all(found["proved"]),
        "baseline": list(base),
        "faults": [f"{fault.rule} {fault.where}: {fault.what}" for fault in audit(scenario, plan, network=network)],
        "same": compare(terms, tuple(found["terms"])) == 0,
        "beaten": all(found["proved"]) and compare(base, tuple(found["terms"])) < 0,
    }


def seeds(text: str) -> list[int]:
    """Return the seeds of ``0-99`` or ``3``."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> int:
    """Solve a range of seeds and print one JSON with ``holds``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seeds", type=seeds, default=seeds("0-9"), help="FIRST-LAST")
    parser.add_argument("--load", choices=LOADS, help="the same for all; by default light for even seeds")
    parser.add_argument("--slots", type=float, default=1.0, help="factor of spots and slots")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="time limit of an instance [s]")
    parser.add_argument("--workers", type=int, default=2, help="strategies side by side")
    parser.add_argument("--out", type=Path, help="write terms and whether they are proved here")
    asked = parser.parse_args()
    rows = []
    for seed in asked.seeds:
        load = asked.load or LOADS[seed % 2]
        rows.append(one(seed, load, slots=asked.slots, limit_s=asked.limit, workers=asked.workers))
        sys.stderr.write(json.dumps(rows[-1]) + "\n")
    if asked.out is not None:
        kept = [{key: row[key] for key in ("seed", "load", "terms", "proved")} for row in rows]
        lines = ",\n".join(json.dumps(row) for row in kept)
        asked.out.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    holds = all(row["proved"] and row["same"] and not row["faults"] and not row["beaten"] for row in rows)
    times = sorted(row["seconds"] for row in rows)
    summary = {"holds": holds, "median_s": times[len(times) // 2], "most_s": times[-1], "instances": rows}
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
