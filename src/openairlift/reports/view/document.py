"""The record as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from openairlift.reports.reading import Record
from openairlift.reports.view.arriving import closing, curves, seen
from openairlift.reports.view.moving import movements
from openairlift.reports.view.said import said
from openairlift.reports.view.sourced import book, inputs
from openairlift.reports.view.standing import lanes, stocks
from openairlift.reports.view.where import where

if TYPE_CHECKING:
    from openairlift.study import Study

FORM = 1
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
    settings = scenario.settings
    return {
        "form": FORM,
        "title": settings.title,
        "banner": settings.banner or None,
        "scenario": {
            "name": scenario.name, "options": list(scenario.chosen), "fingerprint": scenario.fingerprint,
            "start": settings.start.isoformat(), "horizon_s": int(network.horizon_s), "profile": summary.get("profile") or settings.profile,
            "meter": settings.objective_meter, "mark": settings.objective_mark, "grid_m": settings.blur_m or 0,
        },
        "study": {"runs": study.runs, "seed": study.seed, "version": summary.get("version")},
        **where(study),
        **movements(study, events),
        "curves": curves(study),
        "closing": closing(study),
        "observations": seen(summary),
        "lanes": lanes(study, events),
        "stocks": stocks(study, events),
        "inputs": inputs(scenario, summary),
        "book": book(scenario, summary),
        "said": {profile: said(study, summary, profile) for profile in PROFILES},
        "summary": {
            name: summary[name]
            for name in ("closure", "requirements", "limits", "waits", "arrivals", "fleet", "fuel", "cost", "objective",
                         "plan", "packages", "losses", "units", "defaults", "unused", "warnings", "judged", "posture")
            if name in summary
        },
    }  # fmt: skip


def view_bytes(record: dict[str, Any]) -> bytes:
    """Return the record as compact JSON; the same record gives the same bytes."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
