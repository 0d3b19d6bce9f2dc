"""Plans of instances S against their proved optima (`tests/exact/optima.json`): how many are equal, and the worst.

``python benchmarks/small.py --seeds 0-99 --effort 80``: light for even seeds, congested for odd ones. A plan is equal
when all three terms are, to 1e-6; it is worse by the share by which the first term that differs is larger.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from openairlift.audits import audit, objective, time_plan
from openairlift.instances import LOADS, synthetic
from openairlift.network import build_network
from openairlift.scenario import read_scenario
from openairlift.solve.improve import plan_near

OPTIMA = Path(__file__).resolve().parents[1] / "tests" / "exact" / "optima.json"
SAME = 1e-6


def one(seed: int, optimum: tuple[float, ...], *, effort: int) -> dict[str, Any]:
    """Plan one instance and compare."""
    files = synthetic("S", load=LOADS[seed % 2], seed=seed)
    scenario = read_scenario({name: text.encode() for name, text in files.items()})
    network = build_network(scenario)
    begun = time.perf_counter()
    plan = plan_near(network, effort=effort)
    seconds = time.perf_counter() - begun
    found = objective(network, plan, time_plan(network, plan))
    terms = (found.undelivered, found.late_weight_days, found.delay_weight_days)
    worse, term = 0.0, None
    for k, (mine, best) in enumerate(zip(terms, optimum, strict=True)):
        if abs(mine - best) > SAME * max(1.0, abs(best)):
            worse, term = (mine - best) / max(abs(best), 1.0), k + 1
            break
    faults = len(audit(scenario, plan, network=network))
    return {"seed": seed, "seconds": round(seconds, 1), "term": term, "worse": worse, "faults": faults}


def main() -> int:
    """Print one JSON with the count of equal plans, the worst and the longest time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seeds", default="0-99", help="FIRST-LAST")
    parser.add_argument("--effort", type=int, default=80)
    parser.add_argument("--optima", type=Path, default=OPTIMA, help="proved optima, as benchmarks/exact.py writes them")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    optima = {row["seed"]: tuple(row["terms"]) for row in json.loads(asked.optima.read_text(encoding="utf-8"))}
    rows = []
    for seed in range(int(first), int(last or first) + 1):
        rows.append(one(seed, optima[seed], effort=asked.effort))
        sys.stderr.write(json.dumps(rows[-1]) + "\n")
    equal, worst = sum(row["term"] is None for row in rows), max(row["worse"] for row in rows)
    summary = {
        "holds": equal >= 0.95 * len(rows) and worst <= 0.02 and not any(row["faults"] for row in rows),
        "equal": equal,
        "of": len(rows),
        "worst": worst,
        "most_s": max(row["seconds"] for row in rows),
        "faults": sum(row["faults"] for row in rows),
        "others": [row for row in rows if row["term"] is not None],
    }
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
