"""The kernel beside the plain SimPy simulator, on one core, in a made-up airlift in which every feature acts.

500 tails, 40 places, 30 days. An event is an entry of the log; both sides must have the same entries, and each feature,
switched off, must change them. Both sides are timed in turn, without keeping the log. Making the kernel's arrays and
the plain simulator's objects of a plan is stated apart. How fast the plain one is for its kind is told by SimPy's rate
on the reduced model, taken in the same turns. A second scenario of 1,000 tails, 200 places and 90 days runs on its own.

``python benchmarks/kernel.py``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 7
LEAST_RATE, LEAST_RATIO, LEAST_PLAIN, MOST_LARGE_S = 3e6, 25.0, 0.5, 1.0
"""Bars: the kernel's events a second, times those of the plain simulator, the plain one's share of SimPy's rate on the
reduced model, and the time of one large run [s]."""

Entry = tuple[int, ...]


def entries(network: Any, plan: Any, *, run: int) -> list[Entry]:
    """Return the entries of the kernel's log, sorted."""
    sim = import_module("openairlift.sim")
    found = sim.simulate(network.scenario, plan, seed=SEED, run=run, network=network, log=True)
    return sorted(tuple(row) for row in found.events.tolist())


def plain_entries(network: Any, plan: Any, *, run: int) -> list[Entry]:
    """Return the entries of the plain simulator's log, sorted; where nothing is meant both sides have -1."""
    found = import_module("tests.reference_sim").play(network, plan, seed=SEED, run=run, luck=True)
    return sorted(tuple(-1 if item is None else int(item) for item in row) for row in found.events)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of some work [s], and its result."""
    gc.collect()
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def simple_runs(reduced: Any, routes: list[list[int]], first: int) -> list[int]:
    """Return the model events of ten runs of SimPy's reduced model."""
    return [reduced.simpy_run(routes, first + i)[0] for i in range(10)]


def without_collector(work: Callable[[], Any]) -> None:
    """Work without the collector of rings, as the plain simulator does."""
    gc.disable()
    try:
        work()
    finally:
        gc.enable()


def differ(ours: list[Entry], theirs: list[Entry], *, fields: int) -> str | None:
    """Return the first entry in which two logs differ, or None; `fields` leading fields are compared."""
    for a, b in zip(sorted(row[:fields] for row in ours), sorted(row[:fields] for row in theirs), strict=False):
        if a != b:
            return f"kernel {a}, plain {b}"
    return None if len(ours) == len(theirs) else f"kernel {len(ours)} entries, plain {len(theirs)}"


def run(rounds: int = 5, runs: int = 10, tails: int = 500, places: int = 40, days: int = 30) -> dict[str, Any]:
    """Return rates, their ratio, the features that act, and whether the bars hold.

    Parameters
    ----------
    rounds : how often both sides are timed, in turn.
    runs : runs of the kernel in a round; the plain simulator has one.
    tails, places, days : size of the scenario.
    """
    sys.path[:0] = [entry for entry in (str(ROOT), str(ROOT / "benchmarks")) if entry not in sys.path]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    worlds = import_module("worlds")
    simulator = import_module("openairlift.sim.run").Simulator
    engine = import_module("tests.reference_sim.engine").Engine
    reduced = import_module("reduced")
    routes = reduced.itineraries(1)
    network, plan = worlds.full_world(tails=tails, places=places, days=days)
    logs = [entries(network, plan, run=i) for i in range(2)]
    difference = differ(logs[0], plain_entries(network, plan, run=0), fields=7)
    features = {
        name: entries(*worlds.full_world(tails=tails, places=places, days=days, without=(name,)), run=0) != logs[0]
        for name in worlds.feature_names(places)
    }
    compiling, compiled = timed(partial(simulator, network, plan, luck=True, log=False))
    compiled.play(SEED, 0)
    slow, quick, ratios, simple = [], [], [], []
    for turn in range(rounds):
        preparing, prepared = timed(partial(engine, network, plan, seed=SEED, run=0, luck=True))
        seconds, _ = timed(partial(without_collector, prepared.play))
        slow.append(len(logs[0]) / seconds)
        seconds, found = timed(partial(simple_runs, reduced, routes, 10 * turn))
        simple.append(sum(found) / seconds)
        seconds, _ = timed(lambda: [compiled.play(SEED, i % 2) for i in range(runs)])
        quick.append(sum(len(logs[i % 2]) for i in range(runs)) / seconds)
        ratios.append(quick[-1] / slow[-1])
    rate, ratio = statistics.median(quick), statistics.median(ratios)
    share = statistics.median(a / b for a, b in zip(slow, simple, strict=True))
    large_compiling, large = large_run(worlds, simulator)
    return {
        "events": len(logs[0]),
        "first_difference": difference,
        "features": features,
        "kernel_events_a_second": round(rate),
        "plain_events_a_second": round(statistics.median(slow)),
        "simpy_reduced_events_a_second": round(statistics.median(simple)),
        "plain_share_of_simpy": round(share, 3),
        "ratio": round(ratio, 1),
        "ratios": [round(value, 1) for value in ratios],
        "kernel_replications_a_second": round(rate / len(logs[0]), 2),
        "plain_replications_a_second": round(statistics.median(slow) / len(logs[0]), 3),
        "compiling_s": round(compiling, 3),
        "plain_preparing_s": round(preparing, 3),
        "large_run_s": round(large, 3),
        "large_compiling_s": round(large_compiling, 3),
        "holds": difference is None
        and all(features.values())
        and rate >= LEAST_RATE
        and ratio >= LEAST_RATIO
        and share >= LEAST_PLAIN
        and large <= MOST_LARGE_S,
    }


def large_run(worlds: Any, simulator: Callable[..., Any]) -> tuple[float, float]:
    """Return the times of compiling the plan and of one run of 1,000 tails, 200 places and 90 days [s]."""
    network, plan = worlds.full_world(tails=1000, places=200, days=90)
    compiling, compiled = timed(partial(simulator, network, plan, luck=True, log=False))
    return compiling, statistics.median(timed(partial(compiled.play, SEED, i))[0] for i in range(3))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tails", type=int, default=500)
    parser.add_argument("--days", type=int, default=30)
    chosen = parser.parse_args()
    print(json.dumps(run(rounds=chosen.rounds, tails=chosen.tails, days=chosen.days), indent=1))


if __name__ == "__main__":
    main()
