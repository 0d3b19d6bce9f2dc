"""Losses and disruptions in words."""

from __future__ import annotations

from openairlift.reports.setbacks import setback_sentences
from openairlift.reports.show import Show


def test_losses_are_said_first_and_then_what_cost_most_time() -> None:
    summary = {
        "losses": {"tails": 2.0, "cargo_kg": 21_700.0, "runs_share": 0.9},
        "waits": [
            {"place": "nairobi", "cause": "clearance", "hours": 12.0},
            {"place": "juba", "cause": "disruption", "hours": 365.0},
            {"place": "juba", "cause": "crew", "hours": 0.5},
            {"place": "juba", "cause": "parking", "hours": 900.0},
        ],
    }
    assert setback_sentences(summary, Show()) == [
        "Lost in disruptions, a run: 2 tails and 21.7 t of cargo. Cargo was lost in 90 % of the runs; where it is, "
        "nothing closes.",
        "At juba aircraft waited 365 h a run for closed places, routes or airspaces, or types that were barred.",
        "At nairobi aircraft waited 12 h a run for landing and overflight clearances.",
    ]


def test_nothing_is_said_where_nothing_went_wrong() -> None:
    assert setback_sentences({"losses": {"tails": 0, "cargo_kg": 0, "runs_share": 0}, "waits": []}, Show()) == []
