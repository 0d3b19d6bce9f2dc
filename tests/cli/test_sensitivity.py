"""The command `sensitivity`: text, JSON, files, the tornado of its results, wrong usage, and what Ctrl-C leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.scenario.tiny import FILES
from tests.study.test_verdicts import RANGES

from openairlift.cli import app
from openairlift.reports.app import record_in, with_app
from openairlift.reports.sensitivity import sensitivity_page
from openairlift.study.judging import task

QUICK = ("--runs", "2", "--seed", "1", "--workers", "1", "--inputs", "stock/*/ready")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "evidence.toml").write_text(RANGES, encoding="utf-8")
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (("oat",), ("One at a time", "swing [interval]", "at low")),
        (("morris", "--samples", "2"), ("Morris: 2 trajectories", "effect [interval]", "spread")),
        (("sobol", "--samples", "4"), ("Sobol: 4 blocks", "total [interval]", "with others")),
    ],
)
def test_text_tells_figures_with_intervals_and_what_is_assumed(
    folder: Path, method: tuple[str, ...], words: tuple[str, ...]
) -> None:
    given = ("--inputs", "fleet/*/tails", "--range", "fleet/*/tails=1..4")
    result = call("sensitivity", str(folder), "--method", *method, *QUICK, *given)
    assert result.exit_code == 0, result.stderr
    for word in (*words, "95 % intervals", "Ranges assumed for this call, which no file states: fleet/*/tails"):
        assert word in result.stdout
    assert "stock/*/ready (assumed; - 1 d to + 2 d)" in " ".join(result.stdout.split())
    assert all(len(line) <= 100 for line in result.stdout.splitlines())
    assert "0 of " in result.stderr


def test_json_is_the_same_every_time_and_the_tornado_takes_it(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("sensitivity", str(folder), "--method", "morris", "--samples", "2", *QUICK, "--json")
    calls = [call(*words), call(*words, "--out", str(out))]
    assert calls[0].stdout == calls[1].stdout
    assert str(tmp_path) not in calls[0].stdout
    record = json.loads(calls[0].stdout)
    (row,) = record["rows"]
    assert row["interval"]["low"] <= row["size"] <= row["interval"]["high"]
    assert set(row["interaction"]) == {"value", "interval"}
    assert (out / "sensitivity.json").read_text(encoding="utf-8") == calls[0].stdout
    page = (out / "sensitivity.html").read_text(encoding="utf-8")
    carried = record_in(page.encode())
    assert carried is not None
    printed = sensitivity_page(record)
    assert page == with_app(printed, json.loads(carried))
    assert json.loads(carried)["swings"] == record
    assert "http" not in printed.split("</style>")[1]
    assert call("tornado", str(out), "--json").stdout == calls[0].stdout
    assert "spread" in call("tornado", str(out)).stdout
    assert call("tornado", str(out), "--seed", "2").exit_code == 2
    again = call(*words, "--out", str(out))
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr
    for text in ("[1", "[]", '{"kind": "sensitivity", "method": "guess", "rows": []}'):
        (out / "sensitivity.json").write_text(text, encoding="utf-8")
        assert call("tornado", str(out)).exit_code == 1


def test_a_run_folder_is_taken(folder: Path, tmp_path: Path) -> None:
    assert call("run", str(folder), "--runs", "2", "--seed", "1", "--out", str(tmp_path / "runs")).exit_code == 0
    (run,) = (tmp_path / "runs").iterdir()
    words = ("--answer", "share@2:landed", "--runs", "2", "--workers", "1", "--inputs", "stock/*/ready", "--json")
    stored = json.loads(call("sensitivity", str(run), *words).stdout)
    fresh = json.loads(call("sensitivity", str(folder), "--seed", "1", *words).stdout)
    assert stored["rows"] == fresh["rows"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--answer", "closur"), "closure"),
        (("--answer", "share@5:mas"), "did you mean 'mass'"),
        (("--inputs", "stok/*/ready"), "did you mean"),
        (("--range", "fleet/*/tails"), "NAME=LOW..HIGH"),
        (("--range", "fleet/*/tails=3"), "LOW..HIGH"),
        (("--range", "a/b/c=1..2", "--range", "a/b/c=1..2"), "two ranges of a/b/c"),
        (("--spread", "120%"), "between 0 % and 100 %"),
        (("--spread", "much"), "between 0 % and 100 %"),
        (("--method", "sobol", "--samples", "12"), "power of two"),
        (("--method", "sobol", "--samples", "12"), "near is 16"),
        (("--method", "monte"), "oat"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_planned(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    def planned(*_arguments: object, **_settings: object) -> object:
        raise AssertionError("planned")

    monkeypatch.setattr("openairlift.verbs.studying.audited_plan", planned)
    result = call("sensitivity", str(folder), *words)
    assert result.exit_code == 2, result.output
    assert says in " ".join(result.stderr.split())


def test_a_share_may_be_a_percentage_or_a_part(folder: Path) -> None:
    words = ("sensitivity", str(folder), "--answer", "share@2", "--runs", "1", "--workers", "1", "--json")
    spread = [call(*words, "--inputs", "links/*/payload_kg", "--spread", text) for text in ("20%", "0.2")]
    assert spread[0].stdout == spread[1].stdout
    assert json.loads(spread[0].stdout)["rows"][0]["range"] == "assumed for this call"


@pytest.mark.parametrize("method", ["oat", "morris", "sobol"])
def test_ctrl_c_prints_what_is_done(folder: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def stopped(*_arguments: object, **_settings: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(task, "make_plan", stopped)
    result = call("sensitivity", str(folder), "--method", method, "--runs", "2")
    assert result.exit_code == 130
    assert "Stopped before everything was tried" in result.stdout
    assert "stopped by Ctrl-C" in result.stderr
