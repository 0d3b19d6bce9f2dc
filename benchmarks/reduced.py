"""The reduced model on one core, side by side: the kernel of openairlift.sim against a SimPy model of the same airlift.

Fifty aircraft load at a hub with eight slots, fly to one of five fields with two slots each, unload, and fly home, for
720 hours. Loading and unloading are lognormal with a coefficient of variation of 0.3. A cycle has four model events,
counted the same way on both sides: loaded, arrived out, unloaded, arrived home.

Flights take their mean time on both sides, as block times of openairlift are not random. Both sides fly the same
itineraries, drawn beforehand, and begin in the same order. The kernel's times are whole seconds, SimPy's are hours;
draws are each side's own. So the two agree in distribution, not event by event: ``agree`` compares means over runs.

Both sides are timed in turn, in short rounds. Compiling the plan to arrays, which a study does once, is stated apart.

``python benchmarks/reduced.py``.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Generator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AIRCRAFT = 50
HOURS = 720
SLOTS = (8, 2, 2, 2, 2, 2)
FLIGHT_H = (0.0, 6.5, 7.5, 8.0, 8.5, 9.5)
LOAD_H, UNLOAD_H, CV = 3.0, 2.25, 0.3
MOST_CYCLES = 40
"""More than an aircraft flies; one that ran out of trips would be an error on both sides."""

COUNTED = 60
"""Runs of the kernel whose model events are counted, in their logs; timed runs keep no log."""

BAR = 15.0
"""The kernel's rate must be at least so many times SimPy's."""


def itineraries(seed: int) -> list[list[int]]:
    """Return the fields that each aircraft flies to, one after another."""
    r = random.Random(seed)
    return [r.choices(range(1, len(SLOTS)), k=MOST_CYCLES) for _ in range(AIRCRAFT)]


def simpy_run(routes: list[list[int]], seed: int) -> tuple[int, int]:
    """Return model events and cycles (unloaded) of one run of the SimPy model."""
    import simpy

    env = simpy.Environment()
    stations = [simpy.Resource(env, capacity=slots) for slots in SLOTS]
    draw = random.Random(seed).lognormvariate
    sigma = math.sqrt(math.log1p(CV * CV))
    mu_load, mu_unload = (math.log(mean) - sigma * sigma / 2.0 for mean in (LOAD_H, UNLOAD_H))
    done = [0, 0]

    def aircraft(route: list[int]) -> Generator[Any, Any, None]:
        hub = stations[0]
        for field in route:
            there, flight = stations[field], FLIGHT_H[field]
            with hub.request() as slot:
                yield slot
                yield env.timeout(draw(mu_load, sigma))
            done[0] += 1
            yield env.timeout(flight)
            done[0] += 1
            with there.request() as slot:
                yield slot
                yield env.timeout(draw(mu_unload, sigma))
            done[0] += 1
            done[1] += 1
            yield env.timeout(flight)
            done[0] += 1
        raise RuntimeError("an aircraft ran out of trips")

    for route in routes:
        env.process(aircraft(route))
    env.run(until=HOURS)
    return done[0], done[1]


def kernel_model(routes: list[list[int]]) -> tuple[Any, Any]:
    """Return the network and the plan of the model, made with the test factories."""
    build, model = import_module("tests.sim.build"), import_module("openairlift.model")
    shape = model.Shape.LOGNORMAL
    fields = range(1, len(SLOTS))
    ground = {(0, build.ON): model.Distribution(shape, (LOAD_H * 3600.0, CV))}
    ground |= {(i, build.OFF): model.Distribution(shape, (UNLOAD_H * 3600.0, CV)) for i in fields}
    flights = {leg: int(FLIGHT_H[i] * 3600) for i in fields for leg in ((0, i), (i, 0))}
    network = build.network(
        [build.place(f"field{i}", working=slots) for i, slots in enumerate(SLOTS)],
        tails=build.fleet(AIRCRAFT),
        ground=ground,
        block=flights,
        horizon_s=HOURS * 3600,
    )
    trips = {
        (tail, i): build.mission(tail=tail, stops=(build.stop(0, build.ON), build.stop(i, build.OFF)))
        for tail in range(AIRCRAFT)
        for i in fields
    }
    legs = [(tail, routes[tail][k]) for k in range(MOST_CYCLES) for tail in range(AIRCRAFT)]
    return network, build.plan(*(trips[leg] for leg in legs))


def kernel_log(network: Any, plan: Any, *, run: int) -> Any:
    """Return the log of one run of the kernel."""
    sim = import_module("openairlift.sim")
    return sim.simulate(network.scenario, plan, seed=1, run=run, network=network, log=True).events


def begin_order(events: Any) -> list[int]:
    """Return the tails in the order in which they get their first slot at the hub; it is the same in every run."""
    kinds = import_module("openairlift.plan.events").EventKind
    started = events["tail"][(events["kind"] == kinds.START) & (events["place"] == 0)]
    return list(dict.fromkeys(started.tolist()))


def kernel_counts(network: Any, plan: Any, *, run: int) -> tuple[int, int]:
    """Return model events and cycles of one run of the kernel, from its log."""
    kinds = import_module("openairlift.plan.events").EventKind
    events = kernel_log(network, plan, run=run)
    served = events["kind"] == kinds.END
    if int(events["who"].max()) >= (MOST_CYCLES - 1) * AIRCRAFT:
        raise RuntimeError("an aircraft ran out of trips")
    # the first arrival of a tail is a move from its ramp at the hub, which SimPy has not
    arrived = int((events["kind"] == kinds.ARRIVE).sum()) - AIRCRAFT
    return int(served.sum()) + arrived, int((served & (events["place"] > 0)).sum())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of some work [s], and its result."""
    gc.collect()
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def run(rounds: int = 21, runs: int = 8, kernel_runs: int = COUNTED) -> dict[str, Any]:
    """Return rates, their ratio, and whether both agree.

    Parameters
    ----------
    rounds : how often both sides are timed, in turn.
    runs, kernel_runs : runs of a round, on the side of SimPy and of the kernel.
    """
    sys.path[:0] = [entry for entry in (str(ROOT),) if entry not in sys.path]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    simulator = import_module("openairlift.sim.run").Simulator
    routes = itineraries(1)
    network, plan = kernel_model(routes)
    in_order = [routes[tail] for tail in begin_order(kernel_log(network, plan, run=0))]
    kernel_found = [kernel_counts(network, plan, run=i) for i in range(COUNTED)]
    compiling, compiled = timed(partial(simulator, network, plan, luck=True, log=False))
    simpy_found: list[tuple[int, int]] = []
    slow, quick, ratios = [], [], []
    for turn in range(rounds):
        seconds, found = timed(partial(_simpy_runs, in_order, range(1000 * turn, 1000 * turn + runs)))
        simpy_found += found
        slow.append(_mean_events(found) * runs / seconds)
        seconds, _ = timed(lambda: [compiled.play(1, i % COUNTED) for i in range(kernel_runs)])
        quick.append(_mean_events(kernel_found) * kernel_runs / seconds)
        ratios.append(quick[-1] / slow[-1])
    agreed = agree(simpy_found, kernel_found)
    ratio = statistics.median(ratios)
    return {
        "simpy_events_a_second": round(statistics.median(slow)),
        "kernel_events_a_second": round(statistics.median(quick)),
        "ratio": round(ratio, 2),
        "ratios": [round(value, 2) for value in ratios],
        "simpy_replications_a_second": round(statistics.median(slow) / _mean_events(simpy_found), 1),
        "kernel_replications_a_second": round(statistics.median(quick) / _mean_events(kernel_found), 1),
        "compiling_s": round(compiling, 3),
        "agree": agreed,
        "holds": ratio >= BAR and bool(agreed["holds"]),
    }


def _simpy_runs(routes: list[list[int]], seeds: range) -> list[tuple[int, int]]:
    return [simpy_run(routes, seed) for seed in seeds]


def _mean_events(found: list[tuple[int, int]]) -> float:
    return statistics.fmean(events for events, _ in found)


def agree(simpy_found: list[tuple[int, int]], kernel_found: list[tuple[int, int]]) -> dict[str, Any]:
    """Return means over runs of both sides, and whether they are equal within noise: |z| < 4 and 0.5 %."""
    record: dict[str, Any] = {}
    holds = True
    for index, name in enumerate(("events", "cycles")):
        sides = [[one[index] for one in found] for found in (simpy_found, kernel_found)]
        means = [statistics.fmean(side) for side in sides]
        error = math.sqrt(sum(statistics.variance(side) / len(side) for side in sides))
        z, relative = (means[1] - means[0]) / error, means[1] / means[0] - 1.0
        holds = holds and abs(z) < 4.0 and abs(relative) < 0.005
        record |= {
            f"simpy_{name}": round(means[0], 2),
            f"kernel_{name}": round(means[1], 2),
            f"{name}_z": round(z, 2),
            f"{name}_relative": round(relative, 5),
        }
    return record | {"holds": holds}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=21)
    print(json.dumps(run(rounds=parser.parse_args().rounds), indent=1))


if __name__ == "__main__":
    main()
