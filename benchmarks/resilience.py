"""The bar of resilience: every single loss of the 20 bases of an M instance, bounded, the worst planned again.

Run ``python benchmarks/resilience.py --out resilience.json``. The bar is 3 minutes on two cores; the search and the
simulator are compiled before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openairlift as oa
from openairlift.instances import synthetic

BAR_S = 180.0


def instance(size: str, load: str, seed: int) -> oa.Scenario:
    """Write an instance into a folder that is gone afterwards, and read it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in synthetic(size, load=load, seed=seed).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return oa.read_scenario(folder)


def cpu_s() -> float:
    """Return the processor time of this process and of those that it waited for [s]."""
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def measure(load: str, seed: int, *, workers: int, worst: int, runs: int) -> dict[str, Any]:
    """Lose every base of an M instance and return the figures."""
    scenario = instance("M", load, seed)
    begun, used = time.perf_counter(), cpu_s()

    def told(words: str, _left: float | None) -> None:
        print(f"{time.perf_counter() - begun:6.1f} s  {words}", file=sys.stderr, flush=True)

    found = oa.resilience(scenario, lose=["places"], workers=workers, worst_sets=worst, runs=runs, progress=told)
    seconds = time.perf_counter() - begun
    first = found.cases[0]
    return {
        "load": load,
        "seed": seed,
        "workers": workers,
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu_s() - used, 1),
        "losses": len(found.cases),
        "planned": sum(case.made is not None for case in found.cases),
        "runs": runs,
        "worst": str(first.lost[0]),
        "value_lost_share": round(found.share(first.least.loss), 4),
        "whole": round(found.share(found.whole.least.loss), 4),
        "python": platform.python_version(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", nargs="+", default=["light", "congested"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worst", type=int, default=5)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--out", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    oa.resilience(instance("S", "light", 1), lose=["places"], workers=1, runs=2)  # compiles
    rows = [
        measure(load, seed, workers=options.workers, worst=options.worst, runs=options.runs)
        for load in options.loads
        for seed in options.seeds
    ]
    figures = {"holds": all(row["seconds"] <= BAR_S for row in rows), "bar_s": BAR_S, "instances": rows}
    print(json.dumps(figures, indent=1))
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
