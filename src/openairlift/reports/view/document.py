"""The record as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from openairlift.reports.reading import Record
from openairlift.reports.view.arriving import closing, curves, seen
from openairlift.reports.view.behind import rests_on
from openairlift.reports.view.moving import movements
from openairlift.reports.view.said import said
from openairlift.reports.view.sourced import book, inputs
from openairlift.reports.view.standing import lanes, stocks
from openairlift.reports.view.where import where
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.scenario import Scenario
    from openairlift.study import Study

FORM = 2
"""Number of the form: an app reads the one it was built for."""

PROFILES = ("us-nato", "humanitarian")


def view(study: Study, summary: Record, events: npt.NDArray[Any]) -> dict[str, Any]:
    """Return what the app shows of a run.

    Parameters
    ----------
    study : the study.
    summary : its summary, as the verb ``run`` makes it.
    events : log of one run, which is what moves on the map: fields ``time``, ``kind``, ``place``, ``who``, ``tail``,
        ``stop``, ``aux``.
    """
    scenario, network = study.scenario, study.network
    return {
        **_named(scenario, int(network.horizon_s), summary.get("profile")),
        "study": {"runs": study.runs, "seed": study.seed, "version": summary.get("version")},
        **where(study),
        **movements(study, events),
        "curves": curves(study),
        "closing": closing(study),
        "observations": seen(summary),
        "lanes": lanes(study, events),
        "stocks": stocks(study, events),
        "inputs": inputs(scenario, summary),
        "rests_on": rests_on(scenario),
        "book": book(scenario, summary),
        "said": {profile: said(study, summary, profile) for profile in PROFILES},
        "summary": {
            name: summary[name]
            for name in ("closure", "requirements", "limits", "waits", "arrivals", "fleet", "fuel", "cost", "objective",
                         "plan", "packages", "losses", "units", "defaults", "unused", "warnings", "claims", "posture")
            if name in summary
        },
    }  # fmt: skip


def view_without_run(scenario: Scenario, found: Record) -> dict[str, Any]:
    """Return what the app shows of a scenario of which no run is at hand: its inputs, and what they rest on.

    Parameters
    ----------
    scenario : the scenario.
    found : record of a verb about it, of which seed and version are taken.
    """
    columns: dict[str, tuple[str, ...]] = {
        "legs": ("tail", "mission", "from", "to", "out", "over", "in", "laden", "diverted"),
        "stays": ("tail", "place", "mission", "from", "to", "state", "cause"),
        "drives": ("load", "from", "to", "out", "in", "kg", "line"),
    }
    nothing = ("links", "airspaces", "reach", "types", "tails", "missions", "curves", "observations", "stocks")
    return {
        **_named(scenario, round(scenario.settings.horizon_days * DAY_S), found.get("profile")),
        "study": {"runs": 0, "seed": found.get("seed"), "version": found.get("version")},
        "places": [
            {
                "id": place.id, "name": place.name, "icao": place.icao, "country": place.country, "at": None,
                "airfield": place.is_airfield, "stock": False, "used": False, "near_end": False, "for": "",
                "spots": None, "slots": None, "storage_kg": place.storage_kg, "basis": place.position_basis,
            }
            for place in scenario.places.values()
        ],
        "closing": None,
        **{name: [] for name in nothing},
        **{name: {column: [] for column in held} for name, held in columns.items()},
        "words": {"states": [], "causes": []},
        "lanes": {"bin_s": 0, "places": [], "left_out": 0},
        "inputs": inputs(scenario, {}),
        "rests_on": rests_on(scenario),
        "book": book(scenario, {}),
        "said": {},
        "summary": {},
    }  # fmt: skip


def _named(scenario: Scenario, horizon_s: int, profile: str | None) -> dict[str, Any]:
    settings = scenario.settings
    return {
        "form": FORM,
        "title": settings.title,
        "banner": settings.banner or None,
        "scenario": {
            "name": scenario.name, "options": list(scenario.chosen), "fingerprint": scenario.fingerprint,
            "start": settings.start.isoformat(), "horizon_s": horizon_s, "profile": profile or settings.profile,
            "meter": settings.objective_meter, "mark": settings.objective_mark, "grid_m": settings.blur_m or 0,
        },
    }  # fmt: skip


def view_bytes(record: dict[str, Any]) -> bytes:
    """Return the record as compact JSON; the same record gives the same bytes."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
