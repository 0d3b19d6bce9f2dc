"""Read, plan and simulate random valid scenarios by the thousand, and print one JSON of what went wrong.

``python benchmarks/fuzz.py --count 10000 --workers 2``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 300.0
"""A trial that brings nothing for so long hangs."""

PART = 10
"""Seeds that a worker tries at a time."""

MOST_TOLD = 200
"""Faults that are told in words; all are counted."""


def trials(seeds: range) -> list[tuple[int, list[str], dict[str, int]]]:
    """Return for each seed what is wrong, and what was seen."""
    sys.path[:0] = [entry for entry in (str(ROOT),) if entry not in sys.path]
    attempt = import_module("tests.fuzz.trial").attempt
    found = [attempt(seed) for seed in seeds]
    return [(one.seed, one.wrong, dict(one.seen)) for one in found]


def run(count: int = 10_000, workers: int = 2, first: int = 0) -> dict[str, Any]:
    """Return faults by seed, what was seen, and whether the bar holds (no fault, no trial that hangs).

    Parameters
    ----------
    count, first : seeds first … first + count - 1.
    workers : processes.
    """
    trials(range(first, first + 1))  # compiles, so that workers find the cache
    begun = time.perf_counter()
    faults: dict[int, list[str]] = {}
    seen: Counter[str] = Counter()
    open_seeds = set(range(first, first + count))
    with multiprocessing.get_context("spawn").Pool(workers, maxtasksperchild=200) as pool:
        parts = [range(a, min(a + PART, first + count)) for a in range(first, first + count, PART)]
        results = pool.imap_unordered(trials, parts)
        try:
            for _ in parts:
                for seed, wrong, what in results.next(timeout=PATIENCE_S):
                    open_seeds.discard(seed)
                    seen.update(what)
                    if wrong:
                        faults[seed] = wrong
        except multiprocessing.TimeoutError:
            pool.terminate()
    seconds = time.perf_counter() - begun
    return {
        "count": count,
        "done": count - len(open_seeds),
        "workers": workers,
        "seconds": round(seconds, 1),
        "a_second": round((count - len(open_seeds)) / seconds, 1),
        "faulty": len(faults),
        "faults": {str(seed): faults[seed] for seed in sorted(faults)[:MOST_TOLD]},
        "hanging": sorted(open_seeds)[: PART * workers],
        "seen": dict(sorted(seen.items())),
        "holds": not faults and not open_seeds,
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    print(json.dumps(run(chosen.count, chosen.workers, chosen.first), indent=1))


if __name__ == "__main__":
    main()
