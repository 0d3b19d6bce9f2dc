"""How far the bound of instances S lies below their proved optima (`tests/exact/optima.json`): the bound's own gap.

``python benchmarks/exact_gap.py --seeds 0-99``: light for even seeds, congested for odd ones. No plan is made: the gap
is (optimum − bound) / optimum of the first term that is not zero, the terms before it as the optimum has them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path

from openairlift.instances import LOADS, synthetic
from openairlift.network import RouteBook, build_network
from openairlift.plan import Terms
from openairlift.scenario import read_scenario
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.prove import COARSE, Prover, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import relax
from openairlift.solve.search.table import SCALAR
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways

OPTIMA = Path(__file__).resolve().parents[1] / "tests" / "exact" / "optima.json"
WEIGHTS: tuple[Terms, ...] = ((1.0, 0.0, 0.0), (SCALAR[0] / SCALAR[1], 1.0, 0.0), SCALAR)
STEPS = 250


def gap_of(seed: int, optimum: Terms, *, period: int | None) -> tuple[str, int, float]:
    """Return load, term and gap of one instance; `period` = how long prices hold [s], None = as the planner does."""
    load = LOADS[seed % 2]
    files = synthetic("S", load=load, seed=seed)
    network = build_network(read_scenario({name: text.encode() for name, text in files.items()}))
    worth = worth_of(network)
    relaxed = relax(network, all_ways(network, RouteBook(network)), worth)
    above = tuple(value - constant for value, constant in zip(optimum, worth.constant, strict=True))
    term = next((k for k in range(3) if above[k] > 1e-6 * worth.scale), 2)
    weights = WEIGHTS[term]
    _, prices, most = make_guide(relaxed, weights, step=step_for(relaxed))
    lost = sum(w * n for w, n in zip(weights, worth.nothing, strict=True)) - most
    prover = Prover(relaxed)
    if period is not None:
        prover.ascents = [Ascent(prover.coarse, period=period)]
    proof = prover.certify(weights, prices, target=most - 0.03 * abs(lost), iterations=STEPS, programmes=True)
    bound = bound_of(relaxed, proof, term, (above[0], above[1], above[2]))
    return load, term + 1, (above[term] - bound) / max(above[term], worth.scale)


def main() -> int:
    """Print one JSON: gaps by load and term, their median and the largest."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seeds", default="0-99", help="FIRST-LAST")
    parser.add_argument("--period", type=int, help="seconds for which prices hold, a multiple of 600")
    parser.add_argument("--optima", type=Path, default=OPTIMA, help="proved optima, as benchmarks/exact.py writes them")
    asked = parser.parse_args()
    if asked.period is not None and asked.period % COARSE:
        parser.error(f"--period is a multiple of {COARSE} s")
    first, _, last = asked.seeds.partition("-")
    optima = {row["seed"]: tuple(row["terms"]) for row in json.loads(asked.optima.read_text(encoding="utf-8"))}
    found: dict[str, list[float]] = {}
    for seed in range(int(first), int(last or first) + 1):
        load, term, gap = gap_of(seed, optima[seed], period=asked.period)
        found.setdefault(f"{load}, term {term}", []).append(round(gap, 4))
        sys.stderr.write(json.dumps({"seed": seed, "load": load, "term": term, "gap": round(gap, 4)}) + "\n")
    summary = {
        key: {"of": len(gaps), "median": statistics.median(gaps), "most": max(gaps), "least": min(gaps)}
        for key, gaps in sorted(found.items())
    }
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
