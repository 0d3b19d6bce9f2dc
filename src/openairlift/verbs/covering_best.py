"""Where units of one type would stand best, as records: the exact answers and what each unit brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from openairlift.errors import UsageError
from openairlift.outlook.cover import (
    Found,
    Standing,
    best_sites,
    candidates,
    fewest_sites,
    nearest_sites,
    weights,
)
from openairlift.outlook.radii import radius_ends
from openairlift.reports.places import blurred
from openairlift.scenario import Scenario
from openairlift.study import Progress
from openairlift.verbs.records import Record, number

MOST = 10
"""Units up to which the curve goes where nobody says how many."""


@dataclass(slots=True)
class Best:
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
