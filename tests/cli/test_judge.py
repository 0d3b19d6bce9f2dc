"""The commands `judge` and `tornado`: text, JSON, files, wrong usage, and what Ctrl-C leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.scenario.tiny import FILES
from tests.study.test_verdicts import CLAIM, OPTION, RANGES

from openairlift.cli import app
from openairlift.reports.app import record_in, with_app
from openairlift.reports.judged import judgement_page
from openairlift.study import replicate
from openairlift.study.judging import task

QUICK = ("--runs", "5", "--trial-runs", "2", "--draws", "3", "--seed", "1")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text + (OPTION if name == "options.toml" else ""), encoding="utf-8")
    (folder / "evidence.toml").write_text(RANGES + CLAIM, encoding="utf-8")
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_text_tells_every_reading_and_progress_goes_to_standard_error(folder: Path) -> None:
    result = call("judge", str(folder), *QUICK)
    assert result.exit_code == 0, result.stderr
    assert "12 readings: " in result.stdout
    assert "Consistent." in result.stdout
    assert "Not reachable: with every input" in result.stdout
    assert "Possible only if " in result.stdout
    assert "Untestable: 2025-01-01 00:00Z lies outside the scenario." in result.stdout
    assert "compared with the option late" in result.stdout
    assert "For which masses and tonnes a day it is reached: c" in result.stdout
    assert "No verdict says that a sentence is true or false." in result.stdout
    assert "What to look for next, assumed inputs that decide readings: " in result.stdout
    assert all(len(line) <= 100 for line in result.stdout.splitlines())
    assert "at its low end" in result.stderr
    assert len(result.stderr.splitlines()) < 10


def test_json_is_one_object_the_same_every_time_and_in_the_folder(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    calls = [call("judge", str(folder), "c", *QUICK, "--no-inversion", "--json"),
             call("judge", str(folder), "c", *QUICK, "--no-inversion", "--json", "--out", str(out))]  # fmt: skip
    assert calls[0].stdout == calls[1].stdout
    record = json.loads(calls[0].stdout)
    assert [claim["id"] for claim in record["claims"]] == ["c"]
    assert len(record["claims"][0]["readings"]) == 12
    assert sum(record["verdicts"].values()) == 12
    assert str(folder) not in calls[0].stdout
    assert (out / "judgement.json").read_text(encoding="utf-8") == calls[0].stdout
    page = (out / "judgement.html").read_text(encoding="utf-8")
    carried = record_in(page.encode())
    assert carried is not None
    printed = judgement_page(record)
    assert page == with_app(printed, json.loads(carried))
    assert json.loads(carried)["judged"] == record
    assert "http" not in printed.split("</style>")[1]
    again = call("judge", str(folder), "c", *QUICK, "--out", str(out))
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr


def test_every_reading_has_a_probability_and_a_verdict_or_a_reason(folder: Path) -> None:
    record = json.loads(call("judge", str(folder), *QUICK, "--no-inversion", "--json").stdout)
    for claim in record["claims"]:
        for row in claim["readings"]:
            assert (row["probability"] is None) == (row["verdict"] == "untestable")
            assert row["reasons"] or row["verdict"] != "untestable"
            assert len(row["deciding"]) <= 2
            if row["interval"] is not None:
                assert row["interval"]["low"] <= row["probability"] <= row["interval"]["high"]


def test_a_run_folder_can_be_judged(folder: Path, tmp_path: Path) -> None:
    assert call("run", str(folder), "--runs", "4", "--seed", "1", "--out", str(tmp_path / "runs")).exit_code == 0
    (run,) = (tmp_path / "runs").iterdir()
    words = ("--trial-runs", "2", "--draws", "0", "--no-inversion", "--json")
    stored = json.loads(call("judge", str(run), *words).stdout)
    fresh = json.loads(call("judge", str(folder), "--runs", "4", "--seed", "1", *words).stdout)
    assert stored["claims"][0] == fresh["claims"][0]
    assert stored["claims"][1]["readings"][0]["verdict"] == "untestable"
    assert call("judge", str(run), "--seed", "2").exit_code == 1


def test_wrong_names_are_told_with_the_nearest(folder: Path) -> None:
    result = call("judge", str(folder), "othr", *QUICK)
    assert result.exit_code == 2
    assert "did you mean 'other'" in result.stderr
    result = call("tornado", str(folder), "--answer", "shar(1)", "--runs", "1")
    assert result.exit_code == 2
    assert "did you mean 'share'" in result.stderr


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("judge", "othr"), "other"),
        (("tornado", "--answer", "shar(1)"), "share"),
        (("tornado", "--answer", "closur"), "closure"),
        (("tornado", "--answer", "mass('delivered', '2024-05-07', package='relif')"), "relief"),
        (("tornado", "--answer", "stock('generatr')"), "generator"),
        (("tornado", "--answer", "count('arrivals', 'sarajevoo')"), "sarajevo"),
    ],
)
def test_wrong_names_are_told_before_anything_is_planned(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], near: str
) -> None:
    def planned(*_arguments: object, **_settings: object) -> object:
        raise AssertionError("planned")

    monkeypatch.setattr("openairlift.verbs.studying.audited_plan", planned)
    result = call(words[0], str(folder), *words[1:])
    assert result.exit_code == 2, result.output
    assert f"did you mean {near!r}" in result.stderr
    assert "planning" not in result.stderr


def test_a_wrong_answer_is_shown_with_a_caret(folder: Path) -> None:
    result = call("tornado", str(folder), "--answer", "share('mass', 'landed', '2024-05-07') => 0.5")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-2:] == [
        "  share('mass', 'landed', '2024-05-07') => 0.5", " " * 40 + "^"
    ]  # fmt: skip


def test_the_tornado_simulates_nothing_that_it_does_not_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, runs = replicate, []

    def counted(*arguments: Any, **settings: Any) -> Any:
        runs.append(settings["runs"])
        return real(*arguments, **settings)

    monkeypatch.setattr("openairlift.verbs.studying.replicate", counted)
    assert call("tornado", str(folder), "--runs", "2").exit_code == 0
    assert runs == [1]


def test_a_scenario_without_claims_says_so(folder: Path) -> None:
    (folder / "evidence.toml").write_text(RANGES, encoding="utf-8")
    result = call("judge", str(folder), "--runs", "1")
    assert result.exit_code == 0
    assert "The scenario has no claims." in result.stdout


def test_tornado_in_text_and_json(folder: Path) -> None:
    answer = "share(meter='mass', mark='delivered', at='2024-05-07T06:00Z')"
    words = ("tornado", str(folder), "--answer", answer, "--runs", "3", "--seed", "1")
    result = call(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.index("What to look for next") < result.stdout.index("links/*/trucks")
    assert result.stdout.index("links/*/trucks") < result.stdout.index("fleet/C-130J-30@rimini/tails")
    record = json.loads(call(*words, "--json").stdout)
    assert record["rows"][0]["input"] == "links/*/trucks"
    assert record["answer"] == answer


@pytest.mark.parametrize("verb", ["judge", "tornado"])
def test_ctrl_c_prints_what_is_done(folder: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    def stopped(*_arguments: object, **_settings: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(task, "make_plan", stopped)
    result = call(verb, str(folder), "--runs", "2")
    assert result.exit_code == 130
    assert "Stopped before everything was tried" in result.stdout
    assert "stopped by Ctrl-C" in result.stderr
