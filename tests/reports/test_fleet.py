"""Fleet, fuel and unfinished missions in words."""

from __future__ import annotations

from openairlift.reports.fleet import fleet_sentences
from openairlift.reports.show import Show


def test_fuel_and_what_missions_wait_for_are_said() -> None:
    summary = {
        "fleet": [{"type": "AN-124", "tails": 1, "flying_h": 10.04, "flying_h_per_tail_day": 1.0}],
        "fuel": [{"place": "hub", "kg": 52_000.0}],
        "unfinished": [
            {"cause": "never_begun", "missions": 3.0},
            {"cause": "crew", "missions": 0.5},
            {"cause": "fuel", "missions": 0.01},
        ],
    }
    assert fleet_sentences(summary, Show()) == [
        "AN-124: 1 tail flew 10 h a run, 1 h a tail and day.",
        "Fuel issued at hub: 52 t a run.",
        "Missions that had not ended by the horizon, a run: 3 never begun, 0.5 waiting for a crew.",
    ]


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert fleet_sentences({}, Show()) == []
