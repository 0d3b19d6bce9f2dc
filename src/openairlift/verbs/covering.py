"""Which sites cover what, where units would stand best, and the cover as they arrive."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.network.shown import shown_value
from openairlift.outlook.cover import (
    LABEL,
    Brought,
    Found,
    best_sites,
    brought,
    lacking,
    position,
    reached,
    share_by,
    weights,
)
from openairlift.reports.cover import cover_page
from openairlift.reports.cover_map import geojson
from openairlift.reports.places import blurred
from openairlift.scenario import Scenario
from openairlift.store import is_run, open_run
from openairlift.study import Progress, Study
from openairlift.study.probes import complete_probe
from openairlift.units import DAY_S
from openairlift.verbs.covering_best import Best, placed_record
from openairlift.verbs.records import Record, in_profile, number, scenario_record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.studying import studied

RUNS = 200
"""Runs of the plan that brings the units."""

JSON, PAGE, SHAPES = "cover.json", "cover.html", "cover.geojson"
_QUANTILES = (0.1, 0.5, 0.9)


def cover(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    unit_type: str | None = None,
    k: int | None = None,
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    out: str | Path | None = None,
    profile: str | None = None,
    progress: Progress | None = None,
) -> Record:
    """Return what units cover from which sites, as a record without path or clock: geometry, not protection.

    Parameters
    ----------
    source : a scenario with rows in ``assets.csv``, ``batteries.csv`` and ``sites.csv``, or a run folder of one.
    options : laid over it.
    unit_type : type to place; None = those that requirements bring, else all of ``batteries.csv``.
    k : units of the type; None = as many as cover all that can be covered, at most 10.
    runs, seed, workers, effort : of the plan that brings units, where requirements ask for some; 0 runs = none, None =
        200. A run folder holds its own options, seed, runs and plan.
    out : folder for ``cover.json``, ``cover.html`` and ``cover.geojson``; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.
    progress : told what is worked out.

    Raises
    ------
    UsageError
        When a table has no rows, or there is no such type.
    """
    folder = None if out is None else _fresh(Path(out))
    tell = progress or (lambda _what, _done, _total: None)
    study = None
    if isinstance(source, str | Path) and is_run(Path(source)):
        if options or seed is not None or runs is not None:
            raise OpenAirliftError("a run folder holds its options, seed and runs; give the scenario to run it anew")
        study = open_run(source).study
        scenario = study.scenario
    else:
        scenario = read_scenario(source, options=options)
    lacks = lacking(scenario)
    if lacks:
        raise UsageError(f"cover needs assets, batteries and sites, and {scenario.name} has no rows in {lacks}")
    units = brought(scenario)
    types = [unit_type] if unit_type is not None else _types(scenario, units)
    work = Best(scenario, k, tell)
    best = [work.of_type(name) for name in types if not work.stopped]
    planned = None
    if units and not work.stopped:
        if study is None and runs != 0:
            study = _studied(scenario, units, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell)
        planned = _planned(scenario, units, study)
    record: Record = {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "label": LABEL,
        "complete": not work.stopped,
        "scenario": scenario_record(scenario),
        "total_weight": number(float(weights(scenario).sum())),
        "assets": [_asset(scenario, name) for name in scenario.assets],
        "sites": [_site(scenario, name) for name in scenario.sites],
        "types": [_type(scenario, name) for name in scenario.batteries],
        "best": best,
        "planned": planned,
        "inputs": _inputs(scenario),
    }
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_bytes(cover_page(in_profile(record, profile)).encode("utf-8"))
        shapes = json.dumps(geojson(record), ensure_ascii=False, allow_nan=False, indent=1)
        (folder / SHAPES).write_bytes((shapes + "\n").encode("utf-8"))
        (folder / JSON).write_bytes(to_json(record))
    return record


def _fresh(folder: Path) -> Path:
    check_writable(folder)
    for name in (JSON, PAGE, SHAPES):
        if (folder / name).exists():
            raise OpenAirliftError(f"{folder} holds {name}, which is not overwritten; choose another --out")
    return folder


def _types(scenario: Scenario, units: Sequence[Brought]) -> list[str]:
    moved = dict.fromkeys(one.standing[0].unit_type for one in units if one.standing)
    return list(moved) or list(scenario.batteries)


def _asset(scenario: Scenario, name: str) -> Record:
    asset = scenario.assets[name]
    lat, lon = blurred(*position(scenario, asset), scenario.settings.blur_m)
    return {
        "asset": name, "name": asset.name, "place": asset.place, "weight": number(asset.weight),
        "lat": number(round(lat, 6)), "lon": number(round(lon, 6)),
    }  # fmt: skip


def _site(scenario: Scenario, name: str) -> Record:
    site = scenario.sites[name]
    lat, lon = blurred(*position(scenario, site), scenario.settings.blur_m)
    return {
        "site": name, "name": site.name, "place": site.place, "unit_types": list(site.unit_types),
        "lat": number(round(lat, 6)), "lon": number(round(lon, 6)),
    }  # fmt: skip


def _type(scenario: Scenario, name: str) -> Record:
    type_ = scenario.batteries[name]
    known = {
        (item.key, item.column.partition("_")[0]): item for item in scenario.outlook_inputs if item.table == "batteries"
    }
    radius = known.get((name, "radius"))
    return {
        "unit_type": name,
        "radius_km": number(type_.radius_m / 1000),
        "radius_basis": type_.radius_basis,
        "basis": "assumed" if radius is None else radius.basis,
        "source": "" if radius is None else radius.source,
        "sector_deg": number(type_.sector_deg),
        "azimuth_deg": None if type_.azimuth_deg is None else number(type_.azimuth_deg),
        "emplace_h": number((type_.emplace_s or 0.0) / 3600),
    }


def _inputs(scenario: Scenario) -> list[Record]:
    return [
        {
            "table": item.table, "key": item.key, "column": item.column, "value": shown_value(item, scenario),
            "basis": item.basis,
            "source": item.source, "evidence": list(item.evidence), "note": item.note, "where": item.where,
        }
        for item in scenario.outlook_inputs
        if item.table in ("assets", "batteries", "sites")
    ]  # fmt: skip


# --- what a plan brings -----------------------------------------------------------------------------------------


def _planned(scenario: Scenario, units: Sequence[Brought], study: Study | None) -> Record:
    """Return what the units that requirements bring cover, by day, beside the best sites for the same units."""
    standing = tuple(unit for one in units for unit in one.standing)
    reach = reached(scenario, standing)
    weight = weights(scenario)
    total = float(weight.sum())
    covered = float(weight @ reach.any(axis=0))
    counts: dict[str, int] = {}
    for unit in standing:
        counts[unit.unit_type] = counts.get(unit.unit_type, 0) + 1
    best = best_sites(scenario, counts)
    found: Record = {
        "units": placed_record(scenario, Found(standing=standing, reach=reach, covered=covered, bound=covered)),
        "covered": number(covered),
        "share": number(covered / total),
        "best_share": number(best.covered / total),
        "best_sites": placed_record(scenario, best),
        "runs": 0 if study is None else study.runs,
        "arrivals": [],
        "by_day": [],
    }
    if study is not None:
        complete, found["seed"] = _times(study, units)
        found["arrivals"] = [_arrival(one, complete[one.requirement], scenario) for one in units]
        found["by_day"] = _by_day(scenario, study.network, units, complete)
    return found


def _times(study: Study, units: Sequence[Brought]) -> tuple[dict[str, Any], int]:
    """Return when each requirement is complete in every run [s], and the seed."""
    complete = {one.requirement: study.probed(complete_probe(one.requirement, "delivered")) for one in units}
    return complete, study.seed


def _studied(
    scenario: Scenario,
    units: Sequence[Brought],
    *,
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Progress,
) -> Study:
    """Return the study of the plan that brings the units."""
    network = build_network(scenario)
    probes = [complete_probe(one.requirement, "delivered") for one in units]
    wanted = RUNS if runs is None else runs
    return studied(scenario, network, runs=wanted, seed=seed, workers=workers, effort=effort, tell=tell, probes=probes)


def _arrival(one: Brought, complete_s: Any, scenario: Scenario) -> Record:
    """Return when units are complete and in place."""
    ready = complete_s + one.emplace_s
    there = float(np.mean(np.isfinite(complete_s)))
    return {
        "requirement": one.requirement,
        "unit_type": one.standing[0].unit_type,
        "units": one.units,
        "site": one.standing[0].where,
        "complete_share": number(there),
        "in_place": {f"p{round(q * 100)}": _moment(scenario, _quantile(ready, q)) for q in _QUANTILES},
    }


def _quantile(values: Any, q: float) -> float:
    """Return an order statistic: the least value that a share q of the runs does not exceed."""
    ordered = np.sort(values)
    return float(ordered[max(int(np.ceil(q * len(ordered))), 1) - 1])


def _moment(scenario: Scenario, seconds: float) -> str | None:
    return f"{scenario.moment(seconds):%Y-%m-%dT%H:%MZ}" if np.isfinite(seconds) else None


def _by_day(
    scenario: Scenario, network: Network, units: Sequence[Brought], complete: Mapping[str, Any]
) -> list[Record]:
    """Return the covered share at the end of every day."""
    ends = [min((day + 1) * DAY_S, network.horizon_s) for day in range(-(-network.horizon_s // DAY_S))]
    shares = share_by(scenario, units, complete, ends)
    rows = []
    for day, end in enumerate(ends, 1):
        values = shares[:, day - 1]
        mean = float(np.cumsum(values)[-1]) / len(values)
        rows.append(
            {
                "day": day,
                "by": f"{scenario.moment(end):%Y-%m-%dT%H:%MZ}",
                "mean": number(mean),
                **{f"p{round(q * 100)}": number(_quantile(values, q)) for q in _QUANTILES},
            }
        )
    return rows
