"""The command `compare`: text, JSON, files, wrong usage, workers that change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.scenario.tiny import write_tiny

from openairlift.cli import app
from openairlift.reports.app import record_in, with_app
from openairlift.reports.compared import comparison_page
from openairlift.scenario import read_scenario
from openairlift.study.comparing import weigh
from openairlift.verbs import compare

QUICK = ("--runs", "6", "--effort", "1", "--replans", "1", "--seed", "1")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_text_begins_with_the_inputs_and_names_no_winner(folder: Path) -> None:
    result = call("compare", str(folder), "--futures", "no-traffic", *QUICK)
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    assert text.index("What differs in the inputs") < text.index("What was planned") < text.index("run by run")
    assert "places/sarajevo/working: 2 → 3 (quoted → assumed)" in text
    assert "third-slot: A third working slot (analyst's own what-if)" in text
    assert "How often each comes first" in text
    assert "winner" not in text.replace("no winner is named", "")
    assert "next: plan of base" in result.stderr


def test_json_is_one_object_the_same_in_the_folder_and_for_any_workers(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--options", "base,third-slot,hospital", "--json", *QUICK)
    first = call("compare", str(folder), *options, "--out", str(out))
    assert first.exit_code == 0, first.stderr
    assert first.stdout == call("compare", str(folder), *options, "--workers", "1").stdout
    assert (out / "comparison.json").read_text(encoding="utf-8") == first.stdout
    assert str(folder) not in first.stdout
    record = json.loads(first.stdout)
    page = (out / "comparison.html").read_text(encoding="utf-8")
    carried = record_in(page.encode())
    assert carried is not None
    printed = comparison_page(record, read_scenario(folder))
    assert page == with_app(printed, json.loads(carried))
    assert json.loads(carried)["compared"] == record
    assert sorted(path.name for path in out.iterdir()) == ["comparison.html", "comparison.json"]
    again = call("compare", str(folder), *options, "--out", str(out))
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr


def test_every_link_of_the_page_leads_somewhere(folder: Path) -> None:
    record = compare(folder, options="base,third-slot,hospital", runs=4, effort=1, replans=0)
    page = comparison_page(record, read_scenario(folder))
    targets = {part.split('"')[0] for part in page.split('href="#')[1:]}
    names = {part.split('"')[0] for part in page.split(' id="')[1:]}
    assert {"option-hospital", "src-log"} <= targets <= names
    assert "http" not in page.split("</style>")[1]


def test_wrong_usage_is_told(folder: Path) -> None:
    wrong = call("compare", str(folder), "--options", "base,third-slt", *QUICK)
    assert wrong.exit_code == 2
    assert "did you mean 'third-slot'" in wrong.stderr
    unforeseen = call("compare", str(folder), "--options", "base,third-slot", "--futures", "hospital", *QUICK)
    assert unforeseen.exit_code == 2
    assert "can't come unforeseen" in unforeseen.stderr


def test_ctrl_c_prints_what_is_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = weigh.worked, []

    def stopping(orders, work, **settings):
        for item in real(orders, work, **settings):
            yield item
            done.append(item)
            if len(done) == 6:
                raise KeyboardInterrupt

    monkeypatch.setattr(weigh, "worked", stopping)
    result = call("compare", str(folder), "--options", "base,third-slot,no-traffic", *QUICK)
    assert result.exit_code == 130
    assert "Stopped before everything was done; not reached: no-traffic." in result.stdout
    assert "stopped by Ctrl-C" in result.stderr
