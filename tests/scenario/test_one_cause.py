"""One fault is told once, where it can be mended, and not again by everything that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.errors import Issue, Severity
from openairlift.verbs.checking import check

DISRUPTED = "kind,target,from,to,factor\nclosure,sarajevo,D+1,D+2,\nweather,sarajevo,D+1,D+2,0.5\n"


def told(folder: Path, changes: dict[str, str]) -> list[Issue]:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(write_tiny(folder, changes))
    return list(caught.value.issues)


def places(icao: str, *, lat: str = "", lon: str = "") -> dict[str, str]:
    """Return the places with another code for Sarajevo, and without its runway."""
    return edited("places.csv", "LQSA,,,2600,", f"{icao},{lat},{lon},,")


def test_a_missing_runway_is_one_issue(tmp_path: Path) -> None:
    fleet = FILES["fleet.csv"] + "C-130H,1,sarajevo,lender\n"
    changes = {**places("LQMO"), "fleet.csv": fleet, "disruptions.csv": DISRUPTED}
    (issue,) = told(tmp_path, changes)
    assert (issue.file, issue.row, issue.column, issue.got) == ("places.csv", 3, "runway_m", None)
    assert issue.what == "no runway is stated, and none is shipped for LQMO: nothing lands here"
    assert issue.allowed == "state runway_m, in metres; `openairlift find airfield LQMO` lists what is known of it"


def test_with_the_runway_stated_nothing_is_left(tmp_path: Path) -> None:
    changes = {**edited("places.csv", "LQSA,,,2600,", "LQMO,,,2600,"), "disruptions.csv": DISRUPTED}
    assert check(write_tiny(tmp_path, changes))["valid"]


def test_an_unknown_code_is_one_issue_with_near_names(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, {**places("OAHX"), "disruptions.csv": DISRUPTED})
    assert (issue.row, issue.column, issue.got, issue.nearest) == (3, "icao", "OAHX", None)
    assert "OAIX Bagram" in (issue.allowed or "")
    assert "OAHR Herat" in (issue.allowed or "")
    assert (issue.allowed or "").endswith("or lat and lon beside it")


def test_an_unknown_code_beside_a_position_warns_and_the_runway_is_missing(tmp_path: Path) -> None:
    (warning, issue) = told(tmp_path, places("OAHX", lat="43.8", lon="18.3"))
    assert (warning.severity, warning.column) == (Severity.WARNING, "icao")
    assert (issue.severity, issue.column) == (Severity.ERROR, "runway_m")


def test_a_place_by_the_road_may_have_a_code(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path, edited("places.csv", "Gorazde,,", "Gorazde,LQMO,")))
    assert not scenario.places["gorazde"].is_airfield


def test_other_faults_are_told_beside_it(tmp_path: Path) -> None:
    changes = {**places("LQMO"), **edited("requirements.csv", "30,,rimini,sarajevo", "30,,rimini,rimini")}
    assert [issue.column for issue in told(tmp_path, changes)] == ["runway_m", "destination"]


@pytest.mark.parametrize("cell", ["Sarajevo, old field", "Sarajevo, LQSA, Butmir"])
def test_an_unquoted_comma_is_one_issue(tmp_path: Path, cell: str) -> None:
    (issue,) = told(tmp_path, edited("places.csv", "sarajevo,Sarajevo,", f"sarajevo,{cell},"))
    assert (issue.file, issue.row) == ("places.csv", 3)
    assert "cells where the header has 12" in issue.what


def test_faults_of_other_rows_are_told_beside_a_comma(tmp_path: Path) -> None:
    places_csv = FILES["places.csv"].replace("sarajevo,Sarajevo,", "sarajevo,Sara, jevo,").replace("2995", "long")
    assert [(issue.row, issue.column) for issue in told(tmp_path, {"places.csv": places_csv})] == [
        (3, None),
        (2, "runway_m"),
    ]


def test_row_and_column_of_a_change_are_both_told(tmp_path: Path) -> None:
    options = FILES["options.toml"].replace("places/sarajevo/working", "places/sarajvo/workng")
    issues = told(tmp_path, {"options.toml": options})
    assert [issue.nearest for issue in issues] == ["working", "sarajevo"]
    assert {(issue.file, issue.column) for issue in issues} == {("options.toml", "option.third-slot.set")}


def test_a_table_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    options = FILES["options.toml"].replace("places/sarajevo/working", "plces/sarajvo/workng")
    (issue,) = told(tmp_path, {"options.toml": options})
    assert issue.nearest == "places"
