"""Which sites cover what, where units would stand best, and the cover as they arrive."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    Standing,
    best_sites,
    brought,
    candidates,
    fewest_sites,
    lacking,
    nearest_sites,
    position,
    reached,
    share_by,
    weights,
)
from openairlift.outlook.radii import radius_ends
from openairlift.reports.cover import cover_page
from openairlift.reports.cover_map import geojson
from openairlift.reports.places import blurred
from openairlift.scenario import Scenario
from openairlift.study import Progress
from openairlift.study.probes import complete_probe
from openairlift.units import DAY_S
from openairlift.verbs.records import Record, in_profile, number, scenario_record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.studying import studied

RUNS = 200
"""Runs of the plan that brings the units."""

MOST = 10
"""Units up to which the curve goes where nobody says how many."""

JSON, PAGE, SHAPES = "cover.json", "cover.html", "cover.geojson"
_QUANTILES = (0.1, 0.5, 0.9)


def cover(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    unit_type: str | None = None,
    k: int | None = None,
    runs: int = RUNS,
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
    source : a scenario with rows in ``assets.csv``, ``batteries.csv`` and ``sites.csv``.
    options : laid over it.
    unit_type : type to place; None = those that requirements bring, else all of ``batteries.csv``.
    k : units of the type; None = as many as cover all that can be covered, at most 10.
    runs, seed, workers, effort : of the plan that brings units, where requirements ask for some; 0 runs = none.
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
    scenario = read_scenario(source, options=options)
    lacks = lacking(scenario)
    if lacks:
        raise UsageError(f"cover needs assets, batteries and sites, and {scenario.name} has no rows in {lacks}")
    units = brought(scenario)
    types = [unit_type] if unit_type is not None else _types(scenario, units)
    work = _Work(scenario, k, tell)
    best = [work.of_type(name) for name in types if not work.stopped]
    planned = None
    if units and not work.stopped:
        planned = _planned(scenario, units, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell)
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


@dataclass(slots=True)
class _Work:
    """The exact answers for types of unit; Ctrl-C ends them and keeps what is done."""

    scenario: Scenario
    k: int | None
    tell: Progress
    stopped: bool = False

    def of_type(self, name: str) -> Record:
        """Return where units of one type would stand best: the answer for k, the curve, fewest and nearest sites."""
        scenario = self.scenario
        made = candidates(scenario, [name])
        possible = len(set(made.sites.tolist()))
        if not possible:
            raise UsageError(f"no site of sites.csv takes a unit of the type {name!r}")
        if self.k is not None and self.k > possible:
            raise UsageError(f"k = {self.k}: only {possible} sites take a unit of the type {name!r}")
        found: Record = {"unit_type": name, "k": self.k, "possible_sites": possible, "curve": []}
        try:
            self.tell(f"fewest sites for {name}", 0, 0)
            fewest = fewest_sites(scenario, name)
            k = self.k or min(max(len(fewest.standing), 1), MOST)
            curve, last = self._curve(name, k)
            found |= {"k": len(last.standing) if self.k is None else k, "curve": curve}
            found["sites"] = placed_record(scenario, last)
            found["covered"], found["bound"] = number(last.covered), number(last.bound)
            found["share"] = number(last.covered / float(weights(scenario).sum()))
            found["out_of_reach"] = _unreached(scenario, made.reach.any(axis=0))
            found["fewest"] = {
                "sites": [unit.where for unit in fewest.standing],
                "proved_at_least": number(fewest.bound),
                "covered": number(fewest.covered),
            }
            self.tell(f"nearest sites for {name}", 0, 0)
            names, median, mean = nearest_sites(scenario, name, k)
            found["nearest"] = {"sites": list(names), "mean_km": number(mean / 1000), "proved": median.bound > 0}
            found["radius"] = [self._at(name, k, end, value) for end, value in radius_ends(scenario, name)]
        except KeyboardInterrupt:
            self.stopped = True
        return found

    def _curve(self, name: str, k: int) -> tuple[list[Record], Found]:
        total = float(weights(self.scenario).sum())
        rows: list[Record] = []
        before = 0.0
        found = best_sites(self.scenario, {name: 0})
        for size in range(1, k + 1):
            self.tell(f"best sites for {name}", size, k)
            found = best_sites(self.scenario, {name: size})
            rows.append(
                {
                    "k": size,
                    "covered": number(found.covered),
                    "share": number(found.covered / total),
                    "gain": number(found.covered - before),
                    "sites": [unit.where for unit in found.standing],
                }
            )
            before = found.covered
        return rows, found

    def _at(self, name: str, k: int, end: str, other: Scenario) -> Record:
        """Return the answer with the radius at one end of its range."""
        found = best_sites(other, {name: k})
        return {
            "end": end,
            "radius_km": number(other.batteries[name].radius_m / 1000),
            "share": number(found.covered / float(weights(other).sum())),
            "sites": [unit.where for unit in found.standing],
        }


def placed_record(scenario: Scenario, found: Found) -> list[Record]:
    """Return units at their sites: what each covers, and what none of the others does."""
    weight, times = weights(scenario), found.reach.sum(axis=0)
    names = list(scenario.assets)
    rows = []
    for unit, reach in zip(found.standing, found.reach, strict=True):
        rows.append(
            {
                **_standing(scenario, unit),
                "covered": number(float(weight @ reach)),
                "alone": number(float(weight @ (reach & (times == 1)))),
                "assets": [names[i] for i in np.flatnonzero(reach)],
            }
        )
    return sorted(rows, key=lambda row: -row["alone"])


def _standing(scenario: Scenario, unit: Standing) -> Record:
    lat, lon = blurred(unit.lat, unit.lon, scenario.settings.blur_m)
    return {
        "unit_type": unit.unit_type,
        "site": unit.where,
        "lat": number(round(lat, 6)),
        "lon": number(round(lon, 6)),
        "azimuth_deg": None if unit.azimuth_deg is None else number(unit.azimuth_deg),
    }


def _unreached(scenario: Scenario, reach: Any) -> list[str]:
    return [name for name, near in zip(scenario.assets, reach, strict=True) if not near]


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


def _planned(
    scenario: Scenario,
    units: Sequence[Brought],
    *,
    runs: int,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Progress,
) -> Record:
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
        "runs": runs,
        "arrivals": [],
        "by_day": [],
    }
    if runs > 0:
        network = build_network(scenario)
        complete, seed_used = _times(scenario, network, units, runs, seed, workers, effort, tell)
        found["seed"] = seed_used
        found["arrivals"] = [_arrival(one, complete[one.requirement], scenario) for one in units]
        found["by_day"] = _by_day(scenario, network, units, complete)
    return found


def _times(
    scenario: Scenario,
    network: Network,
    units: Sequence[Brought],
    runs: int,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Progress,
) -> tuple[dict[str, Any], int]:
    """Return when each requirement is complete in every run [s], and the seed."""
    probes = [complete_probe(one.requirement, "delivered") for one in units]
    study = studied(scenario, network, runs=runs, seed=seed, workers=workers, effort=effort, tell=tell, probes=probes)
    return {one.requirement: study.probed(probe) for one, probe in zip(units, probes, strict=True)}, study.seed


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
