"""Time covering and the p-median on 500 sites × 2,000 assets with k = 10, over seeds and kinds of instances.

    python benchmarks/cover.py [--seeds 2] [--out figures.json]

Sites and assets lie in a square of 1,000 km: evenly (`uniform`), around twelve towns (`towns`), evenly with weights of
1 (`equal`) or with Pareto weights (`heavy`). Radii of 60, 100 and 150 km. Wall and CPU time; every answer is an optimum
with its proof, or the run fails. `--hard` adds radii of 170 to 220 km, at which ten sites cover nearly all: a proof
that takes seconds to minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from openairlift.solve.covering import maximal_cover, p_median

SITES, ASSETS, K, SIDE_KM = 500, 2_000, 10, 1_000.0
KINDS = ("uniform", "towns", "equal", "heavy")
RADII = (60.0, 100.0, 150.0)
HARD = (170.0, 190.0, 220.0)


def instance(kind: str, seed: int) -> tuple[Any, Any]:
    """Return distances [km], shape (sites, assets), and weights."""
    draw = np.random.default_rng(seed)
    sites, assets = draw.random((SITES, 2)), draw.random((ASSETS, 2))
    if kind == "towns":
        towns = draw.random((12, 2))
        sites = towns[draw.integers(0, 12, SITES)] + draw.normal(0, 0.06, (SITES, 2))
        assets = towns[draw.integers(0, 12, ASSETS)] + draw.normal(0, 0.06, (ASSETS, 2))
    weights = {
        "equal": np.ones(ASSETS),
        "heavy": draw.pareto(1.2, ASSETS) + 1.0,
    }.get(kind, draw.integers(1, 100, ASSETS).astype(float))
    return np.hypot(*np.moveaxis(sites[:, None] - assets, 2, 0)) * SIDE_KM, weights


def timed(name: str, work: Callable[[], tuple[float, float]]) -> dict[str, Any]:
    """Return how long a solve took, its value and its relative gap."""
    wall, cpu = time.perf_counter(), time.process_time()
    value, bound = work()
    row = {
        "what": name,
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "value": value,
        "gap": abs(value - bound) / max(abs(value), 1e-12),
    }
    print(f"{name:<24} {row['wall_s']:>7} s wall {row['cpu_s']:>7} s cpu   gap {row['gap']:.1e}", file=sys.stderr)
    return row


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = []
    for kind in KINDS:
        for seed in range(given.seeds):
            far, weights = instance(kind, seed)

            def median(far: Any = far, weights: Any = weights) -> tuple[float, float]:
                found = p_median(far, weights, K)
                return found.cost, found.bound

            rows.append(timed(f"{kind} {seed} median", median))
            for radius in (*RADII, *(HARD if given.hard else ())):

                def covered(radius: float = radius, far: Any = far, weights: Any = weights) -> tuple[float, float]:
                    found = maximal_cover(far <= radius, weights, K)
                    return found.weight, found.bound

                rows.append(timed(f"{kind} {seed} cover {radius:g}", covered))
    worst = {word: max(row["cpu_s"] for row in rows if word in row["what"]) for word in ("median", "cover")}
    record = {"sites": SITES, "assets": ASSETS, "k": K, "rows": rows, "worst_cpu_s": worst}
    text = json.dumps(record, indent=1)
    if given.out is not None:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    if max(row["gap"] for row in rows) > 1e-6:
        sys.exit("an answer is not proved")


if __name__ == "__main__":
    main()
