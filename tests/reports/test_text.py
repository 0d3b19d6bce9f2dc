from __future__ import annotations

from pathlib import Path

import pytest
from tests.reports import fakes

from openairlift import reports
from openairlift.reports import summary_text
from openairlift.reports.compared import comparison_text
from openairlift.reports.wrapping import wrap

SNAPSHOT = """\
A small airlift
options: none (base case) · 4 runs · seed 7 · version 0.1.0

What arrives when
  By mass, 45 % [36 % – 49 %] delivered after 5 days, 70 % [56 % – 70 %] by day 10.
  Of package pkg, 68 % [54 % – 68 %] of the authorised value is delivered after 5 days.
  Closure (everything required is delivered): P50 060613ZMAR22 (C+009) [P10 050226ZMAR22 (C+008) –
  P90 not within horizon]. In 75 % of the runs it is within the horizon.

  By mass (short tons), P50 [P10 – P90] over the runs:
  day   end of   at the hub (cleared)   delivered
    1    1 Mar   0 % [0 % – 0 %]        0 % [0 % – 0 %]
    2    2 Mar   9 % [7 % – 10 %]       6 % [5 % – 7 %]
    3    3 Mar   27 % [22 % – 30 %]     19 % [15 % – 21 %]
    5    5 Mar   64 % [51 % – 70 %]     45 % [36 % – 49 %]
    7    7 Mar   91 % [73 % – 100 %]    64 % [51 % – 70 %]
   10   10 Mar   100 % [80 % – 100 %]   70 % [56 % – 70 %]

  Package pkg (A package): 240 M USD listed of 350 M USD authorised. Share of what is authorised, by
  value:
  day   end of   delivered
    1    1 Mar   0 % [0 % – 0 %]
    2    2 Mar   10 % [8 % – 11 %]
    3    3 Mar   30 % [24 % – 33 %]
    5    5 Mar   68 % [54 % – 68 %]

What holds it back
  - Parking at hub was full with aircraft waiting 78 % of the time [70 % – 90 %].
  - C-17A tails were all busy or away while missions were due 12 % of the time [0 % – 30 %].
  Of the time from the first landing to closure (or the horizon); P50 [P10 – P90] over the runs.
  - hub: of 84 arrivals a run (all traffic), 12.5 had to wait for a spot and 1.2 gave up and went
    elsewhere.

Beside what was reported
  - share-70: reported 70 % of value (authorised) by 020000ZMAR22 (C+005)
      at the hub (cleared): predicted 55 % [40 % – 66 %]; the reported value is at quantile 0.96
      delivered: predicted 31 % [20 % – 45 %]; the reported value lies above every run
  - share-240: reported 68.57 % of value (authorised) by 021033ZMAR22 (C+005)
      delivered: predicted 40 % [20 % – 70 %]; the reported value is at quantile 0.90
  Not comparable (1):
  - field-17: a capacity, not a count
  Observations are compared with results and never read by the plan or the simulation.

Plan
  21 missions, 21 loads, 833 st (C-17A 18, C-5M 3); planned by method baseline. No bound was
  computed: how far from the best plan it is, is not known.
  Not carried (1 part):
  - r1 (3 st): no aircraft is free before the horizon

Inputs
  1 of 5 inputs quoted, 1 derived, 1 estimated, 2 assumed.
  The band P10 – P90 is the luck of operations: ground times, repairs, clearance, roads, other
  traffic. Assumed inputs stand at one value each, so it is narrower than what is not known.
  Defaults used (1): settings/hold_min = 45 (1 row).
  Stated but not used by this version: links.payload_m3.
  Warnings (1):
  - stock.csv, row 3, column quantity: zero in stock
"""


def test_the_summary_reads_like_this() -> None:
    assert summary_text(fakes.summary(), profile="us-nato") == SNAPSHOT


def test_units_follow_the_profile() -> None:
    text = summary_text(fakes.summary(), profile="humanitarian")
    assert "By mass (tonnes)" in text
    assert "756 t" in text
    assert "6 Mar 2022 06:13 UTC" in text
    assert "833 st" in summary_text(fakes.summary(), profile="us-nato")


def test_no_line_is_wider_than_a_terminal() -> None:
    summary = fakes.summary(nasty=True)
    summary["warnings"] = [{"file": "a.csv", "row": 3, "what": "a very long story " * 20}] * 12
    summary["unused"] = [f"places.column_{i}" for i in range(40)]
    lines = summary_text(summary).splitlines()
    assert max(map(len, lines)) <= 100
    assert "  - and 4 more, in the report" in lines


def test_control_characters_do_not_reach_the_terminal() -> None:
    summary = fakes.summary()
    summary["title"] = "red \x1b[31m alert"
    assert "\x1b" not in summary_text(summary)


@pytest.mark.parametrize(
    ("closure", "said"),
    [
        ({"p10": None, "p50": None, "p90": None, "closed_share": 0}, "Closure: not within horizon. In no run"),
        (
            {"p10": {"seconds": 86_400, "date": None}, "p50": None, "p90": None, "closed_share": 0.4},
            "P50 not within horizon [P10 26 Feb 2022 00:00 UTC (D+1) – P90 not within horizon]",
        ),
    ],
)
def test_what_does_not_close_says_so(closure: dict[str, object], said: str) -> None:
    summary = fakes.summary()
    summary["closure"] = closure
    assert said in " ".join(summary_text(summary).split())


def test_a_curve_without_a_total_is_shown_as_amounts() -> None:
    summary = fakes.summary()
    del summary["listed"]
    assert "462 t [370 t – 462 t]" in summary_text(summary)


def test_a_range_that_was_reported_has_a_quantile_for_each_end() -> None:
    summary = fakes.summary()
    seen = summary["observations"][0]
    seen.update(value=None, low=0.6, high=0.8, quantile={"at_hub": [0.5, 0.97]})
    text = " ".join(summary_text(summary).split())
    assert "reported 60 % to 80 % of value (authorised)" in text
    assert "at quantile 0.50 to 0.97" in text


@pytest.mark.parametrize("missing", sorted(fakes.summary()))
def test_a_missing_part_is_borne(missing: str) -> None:
    summary = fakes.summary()
    del summary[missing]
    assert summary_text(summary).count("\n") > 10


def test_what_goes_by_surface_alone_is_told() -> None:
    record = fakes.summary()
    record["plan"] = {**record["plan"], "missions": 0, "sorties": {}, "mass_kg": 90_000.0, "by_surface_kg": 90_000.0}
    text = " ".join(summary_text(record).split())
    assert "90 t of it by surface alone" in text
    assert "carries nothing" not in text


def test_an_empty_summary_names_what_is_missing() -> None:
    text = summary_text({})
    for word in ("closure", "curve of deliveries", "limits", "plan", "inputs"):
        assert f"The summary states no {word}." in text


def test_late_requirements_are_named_the_worst_first() -> None:
    summary = fakes.summary()
    summary["requirements"] = [
        {"requirement": "fine", "destination": "town", "required": "2022-03-04T00:00:00Z", "on_time_share": 1.0,
         "complete": {"p50": "2022-03-03T00:00:00Z"}},
        {"requirement": "half", "destination": "town", "required": "2022-03-04T00:00:00Z", "on_time_share": 0.5,
         "complete": {"p50": "2022-03-04T00:00:00Z"}},
        {"requirement": "late", "destination": "hub", "required": "2022-03-04T00:00:00Z", "on_time_share": 0.0,
         "complete": {"p50": "2022-03-05T12:00:00Z"}},
        {"requirement": "undated", "destination": "hub", "required": None, "on_time_share": None, "complete": {}},
    ]  # fmt: skip
    text = " ".join(summary_text(summary).split())
    assert "1 of 3 requirements with a required date is on time in at least 95 % of the runs" in text
    assert "runs; 1 in 50 to 95 %; 1 in fewer than half." in text
    assert text.index("late to hub") < text.index("half to town")
    assert "1.5 days late; on time in 0 % of the runs" in text
    assert "fine to town" not in text
    assert "undated" not in text


def test_the_text_tells_who_moves_where_and_what_became_of_stated_totals() -> None:
    step = {"country": "PL", "what": "people", "on": "2022-03-09T12:00Z", "change": 500, "total": None, "why": "r1"}
    stated = {"id": "e9", "stated": 14500, "at": "2022-03-07T00:00Z", "agreement": "not checkable", "reason": "no base"}
    text = summary_text({"posture": {"posture": [step], "stated": [stated], "based": False}})
    assert "People and units there" in text
    assert "+500" in text
    assert "14,500 at 2022-03-07T00:00Z: not checkable" in text
    assert "People and units there" not in summary_text({"posture": {"posture": [], "stated": []}})


def test_no_text_reaches_a_terminal_but_through_one_function() -> None:
    """A title with an escape sequence would move the cursor or clear the screen; `wrap` marks it."""
    folder = Path(reports.__file__).parent
    users = {file.name for file in folder.glob("*.py") if "textwrap.wrap(" in file.read_text(encoding="utf-8")}
    assert users <= {"wrapping.py", "relief.py"}  # relief: columns of a table
    for title in ("A\x1b[2JB", "A\x9b2JB", "A\x07B"):
        assert all(line.isprintable() for line in wrap(title))


def test_a_comparison_says_where_an_option_flies_the_plan_of_another() -> None:
    rows = [{"name": name, "plan": {"made_for": "base"}} for name in ("base", "more")]
    text = " ".join(comparison_text({"options": rows, "compared_with": "base"}).split())
    assert "Note: more flies the plan that was made for base" in text
    assert "Note: base" not in text
