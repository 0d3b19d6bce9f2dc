"""The command line: exit status, where text goes, nearest names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app
from openairlift.store.parquet import read_parquet
from openairlift.verbs import copy_example

EXAMPLE = "relief-small"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    copy_example(EXAMPLE, to=folder)
    places = folder / "places.csv"
    places.write_text(places.read_text(encoding="utf-8").replace("parking", "parkng", 1), encoding="utf-8")
    return folder


def test_help_names_every_verb() -> None:
    result = call("--help")
    assert result.exit_code == 0
    verbs = ("check", "quick", "plan", "run", "report", "import", "example", "new")
    assert all(verb in result.stdout for verb in verbs)


def test_run_prints_a_summary_and_where_the_report_is(tmp_path: Path) -> None:
    result = call("run", EXAMPLE, "--runs", "3", "--seed", "7", "--workers", "1", "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    (folder,) = tmp_path.iterdir()
    assert result.stdout.endswith(f"report: {folder / 'report.html'}\n")
    assert "3 of 3 runs" in result.stderr


def test_run_json_is_exactly_one_object_without_path(tmp_path: Path) -> None:
    arguments = ("run", EXAMPLE, "--runs", "3", "--seed", "7", "--workers", "1", "--json", "--out")
    one, two = call(*arguments, tmp_path / "a"), call(*arguments, tmp_path / "b")
    assert one.exit_code == two.exit_code == 0
    assert one.stdout == two.stdout
    record = json.loads(one.stdout)
    expected = {"closure", "delivered", "limits", "inputs", "observations", "plan", "seed", "version"}
    assert expected <= record.keys()
    assert str(tmp_path) not in one.stdout


@pytest.mark.parametrize(("events", "runs"), [("none", None), ("first", {0}), ("all", {0, 1, 2})])
def test_events_are_kept_of_no_run_of_the_first_or_of_all(events: str, runs: set[int] | None, tmp_path: Path) -> None:
    result = call("run", EXAMPLE, "--runs", "3", "--workers", "1", "--events", events, "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    (folder,) = tmp_path.iterdir()
    kept = folder / "events.parquet"
    assert (set(read_parquet(kept)["run"]) if kept.exists() else None) == runs


def test_a_finished_run_is_read_back_and_said(tmp_path: Path) -> None:
    arguments = ("run", EXAMPLE, "--runs", "3", "--workers", "1", "--json", "--out", tmp_path)
    first, again = call(*arguments), call(*arguments)
    assert again.stdout == first.stdout
    assert "read back from a finished run" in again.stderr


def test_report_takes_a_run_folder(tmp_path: Path) -> None:
    call("run", EXAMPLE, "--runs", "3", "--workers", "1", "--out", tmp_path / "runs")
    (folder,) = (tmp_path / "runs").iterdir()
    result = call("report", folder, "--out", tmp_path / "report")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "report" / "report.html").read_bytes() == (folder / "report.html").read_bytes()


@pytest.mark.parametrize("verb", ["check", "plan", "run", "report"])
def test_bad_input_exits_1_with_cell_and_fix_and_without_traceback(verb: str, broken: Path, tmp_path: Path) -> None:
    out = () if verb == "check" else ("--out", tmp_path / "out")
    result = call(verb, broken, *out)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "places.csv" in result.stderr
    assert "did you mean 'parking'" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_check_json_lists_the_issues(broken: Path) -> None:
    result = call("check", broken, "--json")
    assert result.exit_code == 1
    assert not json.loads(result.stdout)["valid"]


def test_check_of_a_good_scenario_is_fine() -> None:
    result = call("check", EXAMPLE)
    assert result.exit_code == 0
    assert result.stdout.endswith("fine\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rnu", EXAMPLE), "Did you mean 'run'"),
        (("run", EXAMPLE, "--run", "3"), "--runs"),
        (("run", EXAMPLE, "--runs", "0"), "--runs"),
        (("run", EXAMPLE, "--seed", "-1"), "--seed"),
        (("run", EXAMPLE, "--events", "some"), "'none', 'first', 'all'"),
        (("run", EXAMPLE, "--cluster", "tcp://head:8786", "--workers", "2"), "--workers is for this machine"),
        (("run",), "SCENARIO"),
        (("plan", EXAMPLE, "--effort", "0"), "--effort"),
        (("plan", EXAMPLE, "--time-limit", "0"), "--time-limit"),
        (("plan", EXAMPLE, "--time-limit", "nan"), "the time limit is a number of seconds above 0"),
        (("plan", EXAMPLE, "--seed", "-1"), "--seed"),
        (("plan", EXAMPLE, "--effort", "3", "--time-limit", "5"), "takes the place of --effort"),
        (("import", "ourairport", "x"), "did you mean 'ourairports'"),
        (("example", "relief-smal"), "did you mean 'relief-small'"),
        (("quick", "--mass", "500ton"), "three meanings"),
        (("quick", "--mass", "500"), "has no unit"),
    ],
)
def test_wrong_usage_exits_2_and_names_what_is_near(arguments: tuple[str, ...], words: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


QUICK = (
    "quick",
    "--mass",
    "500t",
    "--from",
    "KDOV",
    "--to",
    "EPRZ",
    "--type",
    "C-17A",
    "--tails",
    "10",
    "--spots",
    "2",
)


def test_quick_shows_its_formulas() -> None:
    result = call(*QUICK, "--ground", "2.75h")
    assert result.exit_code == 0, result.stderr
    assert "missions = ceil(500" in result.stdout
    assert "24 h / 2.75 h x 0.85" in result.stdout


def test_quick_takes_hours_and_efficiency() -> None:
    record = json.loads(call(*QUICK, "--ground", "2.75h", "--hours", "12", "--efficiency", "1", "--json").stdout)
    assert record["station_kg_per_day"] == pytest.approx(2 * record["payload_kg"] * 12 / 2.75)


def test_quick_with_an_unknown_type_exits_2() -> None:
    result = call(*QUICK[:8], "C-17B", *QUICK[9:])
    assert result.exit_code == 2
    assert "C-17A" in result.stderr


def test_example_lists_and_copies_without_overwriting(tmp_path: Path) -> None:
    assert "ukraine-2022" in call("example").stdout
    assert call("example", EXAMPLE, "--out", tmp_path / "mine").exit_code == 0
    again = call("example", EXAMPLE, "--out", tmp_path / "mine")
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr


def test_plan_says_what_it_carries() -> None:
    result = call("plan", EXAMPLE, "--effort", "1")
    assert result.exit_code == 0, result.stderr
    assert "missions" in result.stdout
    assert "works out a bound" in result.stdout
    assert json.loads(call("plan", EXAMPLE, "--effort", "1", "--json").stdout)["plan"]["missions"] > 0


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    result = call("run", EXAMPLE, "--runs", "2", "--workers", "1", "--out", blocked / "runs")
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert str(blocked) in result.stderr


def test_json_holds_the_issues_of_a_broken_scenario(tmp_path: Path) -> None:
    result = call("run", tmp_path / "nowhere", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["issues"][0]["file"]
    assert "issue" in found["error"]
