"""Display profiles of texts, pages and reports: units, date-time groups, C-day and D+n, local time beside UTC."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from openairlift import verbs
from openairlift.cli import app
from openairlift.errors import UsageError
from openairlift.reports.show import Show
from openairlift.scenario import read_scenario
from openairlift.verbs.planning import plan, plan_text
from openairlift.verbs.records import in_profile, scenario_record

EXAMPLE = "relief-small"


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_report_in_another_profile_stands_beside_that_of_the_run(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=3, seed=7, workers=1, out=tmp_path)
    before = {path.name: path.read_bytes() for path in outcome.folder.iterdir()}
    other = verbs.report(outcome.folder, profile="us-nato")
    assert other.report.name == "report-us-nato.html"
    page, own = (path.read_text(encoding="utf-8") for path in (other.report, outcome.report))
    groups = [re.findall(r"[0-9]{6}Z[A-Z]{3}[0-9]{2} \(C", text) for text in (page, own)]
    assert len(groups[0]) > 3
    assert groups[1] == []
    assert "(C+0" in page
    assert "(D+" in own
    assert {name: data for name, data in before.items() if (outcome.folder / name).read_bytes() != data} == {}
    cells = {}
    for name in ("report", "report-us-nato"):
        book = load_workbook(outcome.folder / f"{name}.xlsx")
        cells[name] = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert ("st" in cells["report-us-nato"], "st" in cells["report"]) == (True, False)
    again = verbs.report(outcome.folder, profile="us-nato")
    assert again.report.read_text(encoding="utf-8") == page
    assert verbs.report(outcome.folder, profile="humanitarian").report == outcome.report
    apart = verbs.report(outcome.folder, profile="us-nato", out=tmp_path / "apart")
    assert apart.report.name == "report.html"
    assert apart.report.read_text(encoding="utf-8") == page
    shown = call("run", EXAMPLE, "--runs", 3, "--seed", 7, "--out", tmp_path, "--profile", "us-nato")
    assert "report-us-nato.html" in shown.stdout
    assert json.loads(outcome.data)["scenario"]["profile"] == "humanitarian"


def test_pages_follow_the_profile_and_json_does_not(tmp_path: Path) -> None:
    files = {}
    for name, words in (("own", ()), ("nato", ("--profile", "us-nato"))):
        done = call("diff", EXAMPLE, EXAMPLE, "--runs", 0, "--out", tmp_path / name, *words)
        assert done.exit_code == 0, done.stderr
        done = call("cover", EXAMPLE, "--runs", 2, "--workers", 1, "--out", tmp_path / name, *words)
        assert done.exit_code == 0, done.stderr
        files[name] = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
    for name, data in files["own"].items():
        if not name.endswith(".html"):
            assert files["nato"][name] == data, name


def test_places_with_a_zone_show_local_time_beside_utc() -> None:
    scenario = read_scenario(EXAMPLE)
    zones = scenario_record(scenario)["time_zones"]
    assert zones["beira"] == "Africa/Maputo"
    record = plan(EXAMPLE)
    text = plan_text(record)
    assert " local, D+" in text
    assert "UTC (" in text
    nato = plan_text(in_profile(record, "us-nato"))
    assert "local" not in nato
    assert "(C+00" in nato


def test_days_before_the_start_and_without_one_are_counted_right() -> None:
    show = Show.of({"scenario": {"profile": "us-nato", "start": "2022-03-01T06:00Z"}})
    assert show.told("2022-03-01T05:59Z") == "010559ZMAR22 (C-001)"
    assert show.told("2022-03-01T06:00Z") == "010600ZMAR22 (C+000)"
    assert Show.of({}).told("2022-03-01T06:00Z") == "1 Mar 2022 06:00 UTC"
    assert Show.of({"scenario": {"start": None, "time_zones": None}}).told(None) == "never"


def test_a_profile_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean 'us-nato'"):
        in_profile({"scenario": {}}, "us-nat")
