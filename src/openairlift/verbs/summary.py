"""The summary of a study: the one object that ``openairlift run --json`` prints and ``summary.json`` holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

import openairlift
from openairlift.model import MARKS, METERS
from openairlift.network.network import IntArray
from openairlift.plan import Cause
from openairlift.study import ALL, Comparison, Completion, Curve, Placed, Study, completions
from openairlift.study.unit_moves import unit_moves
from openairlift.units import DAY_S
from openairlift.verbs.anchors import evidence_record
from openairlift.verbs.claiming import claims_record
from openairlift.verbs.moving import move_record, published_loads
from openairlift.verbs.posturing import posture_record
from openairlift.verbs.records import (
    Record,
    defaults_record,
    inputs_record,
    issue_record,
    number,
    plan_record,
    scenario_record,
)

QUANTILES = (0.1, 0.5, 0.9)


def summary(study: Study, *, evidence: Record | None = None, claims: Record | None = None) -> Record:
    """Return everything that a study answers, without path, clock or worker count.

    Parameters
    ----------
    study : the finished study.
    evidence : what became of the scenario's evidence, as `evidence_record` makes it; None = no text was at hand.
    claims : the scenario's claims with their verdicts, as `claims_record` makes them; None = nobody judged.
    """
    scenario = study.scenario
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "seed": study.seed,
        "runs": study.runs,
        "scenario": scenario_record(scenario),
        "resolution": _resolution(study),
        "closure": _closure(study),
        "delivered": {
            mark: {meter: _days(study, study.delivered(mark=mark, meter=meter)) for meter in _meters(study)}
            for mark in MARKS
        },
        "listed": {meter: number(study.listed(meter=meter)) for meter in _meters(study)},
        "packages": {group: _package(study, group) for group in study.groups if group != ALL},
        "requirements": [_completion(study, item) for item in completions(study)],
        "units": _units(study),
        "posture": posture_record(scenario, study.network, study.plan, study),
        "limits": _limits(study),
        "waits": _waits(study),
        "arrivals": _arrivals(study),
        "fleet": _fleet(study),
        "fuel": _fuel(study),
        "unfinished": _unfinished(study),
        "losses": _losses(study),
        "cost": _cost(study),
        "objective": _objective(study),
        "observations": [_observation(item) for item in study.observations()],
        "claims": claims_record(scenario) if claims is None else claims,
        "inputs": inputs_record(scenario),
        "evidence": evidence_record(scenario) if evidence is None else evidence,
        "plan": plan_record(study.plan, study.network),
        "defaults": defaults_record(scenario),
        "unused": list(scenario.unused),
        "warnings": [issue_record(issue) for issue in scenario.warnings],
    }


def _meters(study: Study) -> tuple[str, ...]:
    return tuple(meter for meter in METERS if study.listed(meter=meter) > 0)


def _closure(study: Study) -> Record:
    found: Record = {"mark": study.scenario.settings.objective_mark}
    for name, second in zip(("p10", "p50", "p90"), study.closure_quantiles(QUANTILES), strict=True):
        date = None if second is None else f"{study.scenario.moment(second):%Y-%m-%dT%H:%M:%SZ}"
        found[name] = None if second is None else {"seconds": second, "date": date}
    found["closed_share"] = number(study.closed_share)
    return found


def _resolution(study: Study) -> Record:
    """Return how finely curves and dates of completion are kept: 0 and 1 but in very large studies."""
    steps = [int(count) for count in study.layout.steps if count]
    return {"curve_share": number(1 / min(steps)) if steps else 0, "completion_s": study.layout.date_s}


def _day_ends(study: Study) -> IntArray:
    horizon = study.network.horizon_s
    return np.minimum(np.arange(1, -(-horizon // DAY_S) + 1, dtype=np.int64) * DAY_S, horizon)


def _days(study: Study, curve: Curve) -> list[Record]:
    """Return quantiles at the end of every day."""
    start = study.scenario.settings.start
    low, middle, high = curve.quantile(QUANTILES, at=_day_ends(study))
    return [
        {
            "day": day + 1,
            "date": f"{start + timedelta(days=day):%Y-%m-%d}",
            "p10": number(low[day]),
            "p50": number(middle[day]),
            "p90": number(high[day]),
        }
        for day in range(len(middle))
    ]


def _package(study: Study, group: str) -> Record:
    """Return the size of a package and its share by day: by value where it has one, else by mass."""
    package = study.scenario.packages[group]
    authorised = study.authorised(group)
    meter = "usd" if study.listed(meter="usd", group=group) > 0 else "mass"
    of = "authorised" if meter == "usd" and authorised else "listed"
    record: Record = {
        "title": package.title,
        "authorised_usd": None if authorised is None else number(authorised),
        "listed": {name: number(study.listed(meter=name, group=group)) for name in _meters(study)},
        "meter": meter,
        "of": of,
        "share": {},
    }
    if study.listed(meter=meter, group=group) > 0:
        record["share"] = {
            mark: _days(study, study.delivered(mark=mark, meter=meter, group=group).share(of)) for mark in MARKS
        }
    return record


def _completion(study: Study, item: Completion) -> Record:
    """Return when a requirement is complete, by quantile, beside its required date."""

    def date(second: int | None) -> str | None:
        return None if second is None else f"{study.scenario.moment(second):%Y-%m-%dT%H:%M:%SZ}"

    p10, p50, p90 = (date(second) for second in item.quantiles(QUANTILES))
    on_time = item.on_time_share
    return {
        "requirement": item.requirement,
        "destination": item.destination,
        "rank": item.rank,
        "required": date(item.required_s),
        "complete": {"p10": p10, "p50": p50, "p90": p90},
        "complete_share": number(item.complete_share),
        "on_time_share": None if on_time is None else number(on_time),
    }


def _units(study: Study) -> list[Record]:
    """Return the moves of units, each beside the numbers of loads that are published."""
    found = []
    for move in unit_moves(study):
        row = move_record(study, move)
        loads = published_loads(study.scenario, str(row["unit_type"]), float(row["quantity"]))
        found.append({**row, "published": loads})
    return found


def _limits(study: Study) -> list[Record]:
    return [
        {
            "resource": item.resource,
            "place": item.place,
            "name": item.name,
            "binding_share": number(item.binding_share),
            "p10": number(item.p10),
            "p50": number(item.p50),
            "p90": number(item.p90),
            "rank": item.rank,
        }
        for item in study.limits()
    ]


def _waits(study: Study) -> list[Record]:
    """Return mean hours of waiting a run, by place and cause, without the zeros."""
    totals = study.tally.waits_at
    return [
        {"place": place.id, "cause": cause.name.lower(), "hours": number(int(totals[i, cause]) / study.runs / 3600)}
        for i, place in enumerate(study.network.places)
        for cause in Cause
        if totals[i, cause] > 0
    ]


def _arrivals(study: Study) -> list[Record]:
    """Return per place what arrived, had to hold, gave up, and which slots were not used: means a run."""
    every, own = study.tally.traffic.sum(axis=1), study.tally.own_traffic.sum(axis=1)
    return [
        {
            "place": place.id,
            "arrived": number(int(every[i, 0]) / study.runs),
            "held": number(int(every[i, 1]) / study.runs),
            "gave_up": number(int(every[i, 2]) / study.runs),
            "slots_not_used": number(int(every[i, 3]) / study.runs),
            "own_arrived": number(int(own[i, 0]) / study.runs),
            "own_held": number(int(own[i, 1]) / study.runs),
            "own_gave_up": number(int(own[i, 2]) / study.runs),
        }
        for i, place in enumerate(study.network.places)
        if every[i].any()
    ]


def _fleet(study: Study) -> list[Record]:
    """Return tails and flying of each type: hours a run, and a tail and day of its window."""
    network = study.network
    found: list[Record] = []
    for t, record in enumerate(network.types):
        windows = [
            max(min(tail.available_to_s, network.horizon_s) - max(tail.available_from_s, 0), 0)
            for tail in network.tails
            if tail.type == t
        ]
        if not windows:
            continue
        flown = int(study.tally.flying_s[:, t].sum()) / study.runs
        days = sum(windows) / DAY_S
        found.append(
            {
                "type": record.type,
                "tails": len(windows),
                "flying_h": number(flown / 3600),
                "flying_h_per_tail_day": number(flown / 3600 / days) if days > 0 else None,
            }
        )
    return found


def _fuel(study: Study) -> list[Record]:
    """Return the fuel issued at each place, a mean a run, without the zeros."""
    issued = study.tally.fuel_kg
    return [
        {"place": place.id, "kg": number(int(issued[i]) / study.runs)}
        for i, place in enumerate(study.network.places)
        if issued[i] > 0
    ]


def _unfinished(study: Study) -> list[Record]:
    """Return missions a run that had not ended by the horizon, by what they waited for, without the zeros."""
    names = [*(cause.name.lower() for cause in Cause), "under_way", "never_begun"]
    counts = study.tally.unfinished
    return [
        {"cause": name, "missions": number(int(count) / study.runs)}
        for name, count in zip(names, counts, strict=True)
        if count > 0
    ]


def _losses(study: Study) -> Record:
    """Return what was lost: means a run, and the share of the runs in which cargo was."""
    tails, kg, runs = (int(value) / study.runs for value in study.tally.losses)
    return {"tails": number(tails), "cargo_kg": number(kg), "runs_share": number(runs)}


def _cost(study: Study) -> Record:
    """Return what the airlift costs: means a run, by kind and requirement, and what has no price."""
    cost = study.cost()

    def known(values: Mapping[str, float | None]) -> Record:
        return {name: None if value is None else number(value) for name, value in values.items()}

    return {
        "total_usd": None if cost.total_usd is None else number(cost.total_usd),
        "by_kind": known(cost.by_kind),
        "by_requirement": known(cost.by_requirement),
        "usd_per_tonne": None if cost.usd_per_tonne is None else number(cost.usd_per_tonne),
        "unshared_usd": number(cost.unshared_usd),
        "not_stated": list(cost.not_stated),
    }


def _objective(study: Study) -> Record:
    """Return means a run of the terms of the objective that a study measures."""
    terms = study.objective()
    return {name: number(value) for name, value in terms.items()}


def _observation(item: Comparison) -> Record:
    stated = {"value": item.value, "low": item.low, "high": item.high}
    about = {
        name: getattr(item, name)
        for name in ("package", "item", "place", "meter", "of")
        if getattr(item, name) is not None
    }
    return {
        "id": item.id,
        "quantity": item.quantity,
        **{name: None if value is None else number(value) for name, value in stated.items()},
        **about,
        "at": None if item.at is None else {"seconds": item.at.seconds, "date": f"{item.at.moment:%Y-%m-%dT%H:%MZ}"},
        "quantile": {placed.mark or "any": _quantile(placed) for placed in item.placed} or None,
        "prediction": {placed.mark or "any": _placed(placed) for placed in item.placed} or None,
        "reason": item.reason,
        "notes": list(item.notes),
        "evidence": list(item.evidence),
    }


def _quantile(placed: Placed) -> float | list[float] | None:
    """Return the quantile of the reported number; of both ends where only a range was reported."""
    if placed.quantile is not None:
        return number(placed.quantile)
    ends = [number(end) for end in (placed.low_quantile, placed.high_quantile) if end is not None]
    return ends[0] if len(ends) == 1 else ends or None


def _placed(placed: Placed) -> Record:
    return {
        name: None if value is None else number(value)
        for name, value in (("p10", placed.p10), ("p50", placed.p50), ("p90", placed.p90))
    }
