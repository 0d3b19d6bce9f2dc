"""A comparison of options as a record that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import openairlift
from openairlift.model import Disruption
from openairlift.network.network import FloatArray
from openairlift.scenario import CellChange, Scenario
from openairlift.study.comparing.cases import Case
from openairlift.study.comparing.measures import Measure, listed_of
from openairlift.study.comparing.pairs import Paired
from openairlift.study.comparing.pareto import Front
from openairlift.study.comparing.regret import Regret
from openairlift.study.comparing.weighing import Weighing
from openairlift.study.cost import CostModel
from openairlift.study.curves import quantiles
from openairlift.study.relief_gain import Interval
from openairlift.study.study import censored_quantiles
from openairlift.verbs.compared_days import QUANTILES, cover_record, curve_record, interval_record, stock_records
from openairlift.verbs.records import Record, inputs_record, number, plan_record, scenario_record, sorties_by_type
from openairlift.verbs.showing import shown_change


def record_of(found: Weighing) -> Record:
    """Return a comparison as a record that JSON can hold; no path, clock or worker count is in it."""
    first = found.cases[0]
    names = [choice.name for choice in found.choices]
    return {
        "title": first.scenario.settings.title,
        "version": openairlift.__version__,
        "seed": found.seed,
        "runs": found.runs,
        "effort": found.effort,
        "replans": len(found.noise),
        "complete": found.complete,
        "left_out": list(found.left_out),
        "not_compared": [{"option": name, "reason": reason} for name, reason in found.not_compared],
        "scenario": scenario_record(first.scenario),
        "inputs": inputs_record(first.scenario),
        "against": [_disruption(row) for row in found.against],
        "shared": {"requirements": list(found.shared), "all": found.alone},
        "compared_with": names[0],
        "options": [_option(found, i) for i in range(len(names))],
        "measures": [_measure(found, measure) for measure in found.measures],
        "differences": [_differences(found, i) for i in range(1, len(names))],
        "shares_by_day": [curve_record(found, curve) for curve in found.curves],
        "stocks": stock_records(found),
        "cover": cover_record(found),
        "ranks": {
            name: {option: _numbers(row) for option, row in zip(names, shares, strict=True)}
            for name, shares in found.ranks().items()
        },
        "regret": {
            "by": "which disruptions come by chance",
            "measures": {name: _regret(names, item) for name, item in found.regrets().items()},
        },
        "regret_over_futures": {
            "futures": [_future(future.event.name, found) for future in found.futures],
            "measures": {name: _regret(names, item) for name, item in found.regrets_over_events().items()},
        },
        "fronts": [_front(names, item) for item in found.fronts()],
    }


def _numbers(values: Sequence[float] | FloatArray) -> list[float | int]:
    return [number(float(value)) for value in values]


def _disruption(row: Disruption) -> Record:
    return {"kind": row.kind, "target": row.target, "by_chance": row.rate_per_day is not None}


# --- options ----------------------------------------------------------------------------------------------------


def _option(found: Weighing, index: int) -> Record:
    """Return what an option is, what it changes, its plan and its results."""
    choice, case = found.choices[index], found.cases[index]
    book = case.scenario.evidence
    return {
        "name": choice.name,
        "options": [
            {
                "id": name,
                "title": case.scenario.options[name].title,
                "after": list(case.scenario.options[name].after),
                "status": [{"on": event.on, "status": event.status} for event in case.scenario.options[name].events],
                "evidence": list(case.scenario.options[name].evidence),
                "sources": list(book.sources_of(case.scenario.options[name].evidence)),
            }
            for name in case.scenario.chosen
        ],
        "event": found.event[index],
        "fingerprint": case.scenario.fingerprint,
        "changes": [_change(item, found.cases[0].scenario, case.scenario) for item in found.changes[index]],
        "plan": {"made_for": case.made_for, **plan_record(case.plan, case.network)},
        "results": results_of(case, found.measures, index),
    }


def _change(item: CellChange, base: Scenario, case: Scenario) -> Record:
    before, after = shown_change(item, base, case)
    return {
        "cell": item.cell,
        "kind": item.kind,
        "before": before,
        "after": after,
        "basis_before": item.basis_before,
        "basis": item.basis,
        "evidence": list(item.evidence),
        "source": item.source or None,
        "by": item.by or None,
    }


def results_of(case: Case, measures: Sequence[Measure], index: int) -> Record:
    """Return what comes of a case: no name, so that options that differ in nothing give the same bytes."""
    seconds = dict(zip(("p10", "p50", "p90"), censored_quantiles(case.closure_s, QUANTILES), strict=True))
    closure = {name: None if second is None else number(second / 3600) for name, second in seconds.items()}
    return {
        "closure_h": {**closure, "closed_share": number(float(case.closed.mean()))},
        "listed": number(listed_of(case)),
        "measures": {measure.name: _value(measure, index) for measure in measures},
        "sorties_by_type": sorties_by_type(case.plan, case.network),
        "unfinished_missions": number(case.unfinished),
        "cost_not_stated": list(CostModel.of(case.network, case.plan).not_stated),
        "requirements": _requirements(case),
    }


def _value(measure: Measure, index: int) -> Record:
    values = measure.values[index]
    low, middle, high = (float(value) for value in quantiles(values, QUANTILES))
    known = np.isfinite(values)
    mean = float(np.cumsum(measure.within[index])[-1] / len(values))
    return {
        "mean": number(mean),
        **{
            name: number(value) if np.isfinite(value) else None
            for name, value in (("p10", low), ("p50", middle), ("p90", high))
        },
        "within_horizon_share": number(float(known.mean())),
    }


def _requirements(case: Case) -> list[Record]:
    rows = []
    for i, (name, row) in enumerate(case.scenario.requirements.items()):
        times = [None if second < 0 else number(int(second) / 3600) for second in case.complete_s[i]]
        on_time = float(case.on_time_share[i])
        rows.append(
            {
                "requirement": name,
                "destination": row.destination,
                "complete_h": dict(zip(("p10", "p50", "p90"), times, strict=True)),
                "complete_share": number(float(case.complete_share[i])),
                "on_time_share": None if on_time != on_time else number(on_time),
            }
        )
    return rows


# --- differences ------------------------------------------------------------------------------------------------


def _measure(found: Weighing, measure: Measure) -> Record:
    noise = found.noise_of(measure.name)
    return {
        "name": measure.name,
        "words": measure.words,
        "unit": measure.unit,
        "better": None if measure.more_is_better is None else ("more" if measure.more_is_better else "less"),
        "censored_at_horizon": measure.horizon is not None,
        "planner_noise": None if noise is None else number(noise),
    }


def _differences(found: Weighing, index: int) -> Record:
    """Return what an option differs by, after the cells in which its inputs differ."""
    rows: Record = {}
    for measure in found.measures:
        change, pair = found.within(measure)[index], found.differences(measure)[index]
        rows[measure.name] = _difference(change, pair, measure, found.noise_of(measure.name))
    return {
        "option": found.choices[index].name,
        "inputs": [item.cell for item in found.changes[index]],
        "measures": rows,
    }


def _difference(change: Interval, pair: Paired | None, measure: Measure, noise: float | None) -> Record:
    """Return a mean difference with its interval and, where some runs are censored, that of the others.

    It is clear where its interval excludes 0 and it is larger than what a neutral re-plan of the first option did.
    """
    apart = change.low > 0 or change.high < 0
    record: Record = {
        **interval_record(change),
        "clear": apart and abs(change.mean) > (noise or 0.0),
        "p10": None if pair is None else number(pair.p10),
        "p50": None if pair is None else number(pair.p50),
        "p90": None if pair is None else number(pair.p90),
        "less_share": None if pair is None else number(pair.less),
        "equal_share": None if pair is None else number(pair.equal),
        "more_share": None if pair is None else number(pair.more),
    }
    if measure.horizon is not None:
        record["runs"] = measure.values.shape[1]
        record["runs_in_both"] = 0 if pair is None else pair.runs
        record["where_in_both"] = None if pair is None else interval_record(pair.change)
    return record


# --- regret, fronts ---------------------------------------------------------------------------------------------


def _regret(names: Sequence[str], item: Regret) -> Record:
    return {
        "futures": [{"name": name, "runs": runs} for name, runs in zip(item.futures, item.runs, strict=True)],
        "options": {
            name: {
                "mean": _numbers(item.means[i]),
                "regret": _numbers(item.regret[i]),
                "worst": number(float(item.worst[i])),
                "by_run": {"mean": number(item.by_run[i][0]), "p90": number(item.by_run[i][1])},
            }
            for i, name in enumerate(names)
        },
    }


def _future(name: str, found: Weighing) -> Record:
    future = next(item for item in found.futures if item.event.name == name)
    return {
        "name": name,
        "options": [
            {"id": option, "title": future.cases[0].scenario.options[option].title} for option in future.event.options
        ],
    }


def _front(names: Sequence[str], item: Front) -> Record:
    return {
        "x": item.x,
        "y": item.y,
        "options": {
            name: {
                "x": number(float(item.points[i][0])),
                "y": number(float(item.points[i][1])),
                "dominated_by": [names[other] for other in item.dominated_by[i]],
                "dominated_share": number(item.share[i]),
            }
            for i, name in enumerate(names)
        },
    }
