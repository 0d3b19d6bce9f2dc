"""Forecast on from logs whose future is known, and print one JSON: bias and coverage of the rolling forecast.

``python benchmarks/rolling_forecast.py --scenario haiti-2010 --at-h 120``. A scenario is simulated; its flights up to
a moment become a log; the log is forecast on from as `openairlift log` does; and what the same simulated run landed in
the next hours is what came true. Of all logs and every span: the mean of the forecasts against the truth, and how often
the truth lies within P10 to P90. ``before`` is the forecast of the scenario that has not seen the log: its bias is that
of chance alone, and its coverage what whole landings make of 80 %.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import numpy as np

import openairlift as oa
from openairlift.audits import time_plan
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.sim import Simulator
from openairlift.study.curves import quantiles
from openairlift.study.flight_log.actual import known_at
from openairlift.study.flight_log.forecast import rolled_on
from openairlift.study.flight_log.legs import legs_of
from openairlift.study.flight_log.made import log_of_run
from openairlift.study.flight_log.matching import match_rows
from openairlift.study.flight_log.progress import progress_of

SPANS_H = (24, 72)
TRUTH, FORECAST = 20_26, 77
"""Seeds: of the runs that are logged, and of the forecasts, which may share no luck with them."""
LANDED = MARKS.index("landed")


def landed_kg(network: Network, plan: Plan, run: oa.Run, first_s: int, last_s: int) -> float:
    """Return what a run landed in (first, last] [kg]."""
    at = run.marks[:, LANDED]
    unit = np.array([network.lines[load.line].unit_kg for _, load in plan.loads])
    return float((run.carried * unit)[(at > first_s) & (at <= last_s)].sum())


def measured(scenario: oa.Scenario, *, at_h: float, logs: int, runs: int) -> dict[str, Any]:
    """Return for one scenario and moment how the rolling forecast did."""
    network = oa.build_network(scenario)
    plan = oa.make_plan(scenario, network=network)
    legs = legs_of(network, plan, time_plan(network, plan))
    at_s = int(at_h * 3600)
    true = {span: np.zeros(logs) for span in SPANS_H}
    told = {span: np.zeros((logs, runs)) for span in SPANS_H}
    simulator = Simulator(network, plan, luck=True, log=True)
    begun = time.process_time()
    for index in range(logs):
        truth = simulator.play(TRUTH, index)
        rows = log_of_run(network, plan, truth, until_s=at_s).flights
        known = tuple(known_at(flight, scenario, at_s) for flight in rows)
        stages = progress_of(scenario, network, plan, legs, known, match_rows(scenario, legs, rows), at_s=at_s)
        left = rolled_on(network, plan, stages, at_s=at_s, seed=FORECAST)
        again = Simulator(left.network, left.plan, luck=True, log=False)
        played = [again.play(FORECAST + index, k) for k in range(runs)]
        for span in SPANS_H:
            end = at_s + span * 3600
            true[span][index] = landed_kg(network, plan, truth, at_s, end)
            told[span][index] = [landed_kg(left.network, left.plan, run, at_s, end) for run in played]
    found: dict[str, Any] = {"at_h": at_h, "logs": logs, "runs": runs}
    for span in SPANS_H:
        found[f"next_{span}_h"] = {
            "now": compared(true[span], told[span]),
            "before": compared(true[span], np.tile(true[span], (logs, 1))),
        }
    return {**found, "processor_s": round(time.process_time() - begun)}


def compared(true: np.ndarray, told: np.ndarray) -> dict[str, float]:
    """Return bias and coverage: truth by log, forecasts by log and run [kg]."""
    low, high = (quantiles(told, q, axis=1) for q in (0.1, 0.9))
    error = told.mean(axis=1) - true
    return {
        "true_t": round(float(true.mean()) / 1000.0, 1),
        "forecast_t": round(float(told.mean()) / 1000.0, 1),
        "bias_percent": round(100.0 * float(error.mean() / true.mean()), 1),
        "bias_error_percent": round(100.0 * float(error.std(ddof=1) / len(true) ** 0.5 / true.mean()), 1),
        "rms_error_percent": round(100.0 * float((error**2).mean() ** 0.5 / true.mean()), 1),
        "covers": round(float(((true >= low - 1e-6) & (true <= high + 1e-6)).mean()), 3),
        "below": round(float((true < low - 1e-6).mean()), 3),
        "above": round(float((true > high + 1e-6).mean()), 3),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", nargs="+", default=["relief-small", "haiti-2010"])
    parser.add_argument("--at-h", type=float, nargs="+", default=[48.0, 120.0])
    parser.add_argument("--logs", type=int, default=100)
    parser.add_argument("--runs", type=int, default=100)
    asked = parser.parse_args()
    for name in asked.scenario:
        scenario = oa.read_scenario(name)
        for at_h in asked.at_h:
            case = measured(scenario, at_h=at_h, logs=asked.logs, runs=asked.runs)
            print(json.dumps({"scenario": name, **case}, indent=1), flush=True)


if __name__ == "__main__":
    main()
