"""Estimate what is known from 2,000 simulated flight logs a size, and print one JSON: how often 95 % intervals cover.

``python benchmarks/flight_log.py``. The ground times and the no-show rate of a small airlift are stated; the simulator
plays it, its events become a log, and the log is estimated from as `openairlift log` does. The share of
trials whose interval holds the truth is to lie between 93.5 and 96.5 %: of ground times from 30 flights on, of no-shows
from 50 flights on. ``exact_no_show`` needs no trials: the coverage
of the no-show interval for rates and sizes, summed over the binomial distribution.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from typing import Any

import numpy as np

import openairlift as oa
from openairlift.audits import time_plan
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.sim import Simulator
from openairlift.study.flight_log.estimates import estimate
from openairlift.study.flight_log.intervals import share_interval
from openairlift.study.flight_log.legs import legs_of
from openairlift.study.flight_log.made import log_of_run
from openairlift.study.flight_log.matching import match_rows

BAND = (0.935, 0.965)
SIZES = (30, 50, 100, 300)
LEAST_SHARE = 50
"""Below so many flights no interval of a share holds at every rate: its ends are those of whole numbers."""
RATES = (0.05, 0.1, 0.2, 0.3, 0.4)
NO_SHOW = 0.1
TIMES = {"onload": "triangular(1.5; 2; 4)", "offload": "lognormal(mean=2.75; cv=0.4)"}


def world(flights: int) -> tuple[oa.Scenario, Network, Plan]:
    """Return an airlift of so many full aircraft between two airfields."""
    times = "".join(f"*,*,{purpose},{time_}\n" for purpose, time_ in TIMES.items())
    files = {
        "scenario.toml": 'title = "Known times"\nstart = "2026-01-01T00:00Z"\nhorizon_days = 120\nseed = 1\n'
        'objective_mark = "landed"\n',
        "places.csv": "id,name,icao,runway_m,working\nbase,Base,OMDW,4500,\nhub,Hub,FQBR,2400,3\n",
        "fleet.csv": "type,tails,home\nC-17A,8,base\n",
        "ground_times.csv": "place,type,purpose,time_h\n" + times + "*,*,enroute,1\n",
        "requirements.csv": "req_id,cargo_class,mass_kg,origin,destination,no_show_share\n",
    }

    def read(mass: float) -> oa.Scenario:
        row = f"relief,bulk,{mass:.3f},base,hub,{NO_SHOW}\n"
        found = {**files, "requirements.csv": files["requirements.csv"] + row}
        return oa.read_scenario({name: text.encode() for name, text in found.items()})

    one = oa.build_network(read(1.0))
    scenario = read(flights * float(one.payload_kg[0, 0, 1]))
    network = oa.build_network(scenario)
    return scenario, network, oa.make_plan(scenario, network=network)


def covered(flights: int, trials: int, first: int = 0) -> dict[str, Any]:
    """Return for one size how often each interval covers the truth."""
    scenario, network, plan = world(flights)
    truth = {f"*:*:{row.purpose}": row.time_s.mean for row in scenario.ground_times}
    legs = legs_of(network, plan, time_plan(network, plan))
    simulator = Simulator(network, plan, luck=True, log=True)
    hits: Counter[str] = Counter()
    widths: dict[str, float] = {}
    begun = time.perf_counter()
    for trial in range(trials):
        log = log_of_run(network, plan, simulator.play(20_22, first + trial))
        found = estimate(scenario, network, plan, legs, log.flights, match_rows(scenario, legs, log.flights))
        checks = [(row.row or "", row.estimate, truth[row.row or ""]) for row in found.by_row]
        checks.append(("no_show", found.no_shows[0].estimate, NO_SHOW))
        for name, one, value in checks:
            hits[name] += one.low is not None and one.high is not None and one.low <= value <= one.high
            widths[name] = widths.get(name, 0.0) + (one.high or 0.0) - (one.low or 0.0)
    return {
        "flights": len(plan.missions),
        "trials": trials,
        "seconds": round(time.perf_counter() - begun, 1),
        **{
            name: {
                "covers": round(hits[name] / trials, 4),
                "mean_width": round(widths[name] / trials / (1.0 if name == "no_show" else 3600.0), 4),
                "holds": BAND[0] <= hits[name] / trials <= BAND[1],
            }
            for name in sorted(hits)
        },
    }


def exact_no_show(sizes: tuple[int, ...] = (30, 50, 75, 100, 150, 200, 300)) -> dict[str, Any]:
    """Return the exact coverage of the no-show interval, by size and rate."""
    found: dict[str, Any] = {}
    for n in sizes:
        ends = [share_interval(k, n) for k in range(n + 1)]
        logs = np.array([math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)])
        k = np.arange(n + 1)
        found[str(n)] = {
            f"{p:g}": round(
                float(
                    sum(
                        chance
                        for chance, one in zip(
                            np.exp(logs + k * math.log(p) + (n - k) * math.log1p(-p)), ends, strict=True
                        )
                        if (one.low or 0.0) <= p <= (one.high or 0.0)
                    )
                ),
                4,
            )
            for p in RATES
        }
    return found


def run(trials: int = 2000, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Return the coverage for every size, and whether all lie in the band."""
    cases = [covered(flights, trials) for flights in sizes]
    holds = all(
        value["holds"]
        for case in cases
        for name, value in case.items()
        if isinstance(value, dict) and (name != "no_show" or case["flights"] >= LEAST_SHARE)
    )
    return {"band": BAND, "times": TIMES, "no_show": NO_SHOW, "cases": cases, "holds": holds}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asked = parser.parse_args()
    print(json.dumps({**run(asked.trials, tuple(asked.sizes)), "exact_no_show": exact_no_show()}, indent=1))


if __name__ == "__main__":
    main()
