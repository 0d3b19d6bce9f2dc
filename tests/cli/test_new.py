"""The command `new`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app
from openairlift.instances import synthetic


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_new_scenario_passes_check_and_plan(tmp_path: Path) -> None:
    made = call("new", tmp_path / "mine")
    assert made.exit_code == 0, made.stderr
    assert made.stdout == (
        "My airlift\n5 files written: README.md, fleet.csv, places.csv, requirements.csv, scenario.toml\n"
    )
    assert call("check", tmp_path / "mine").stdout.endswith("fine\n")
    planned = call("plan", tmp_path / "mine", "--effort", "2")
    assert planned.exit_code == 0
    assert "everything that is required is planned" in planned.stdout


def test_an_instance_takes_its_options(tmp_path: Path) -> None:
    options = ("--synthetic", "S", "--load", "congested", "--seed", "9", "--slots", "2.5")
    made = call("new", *options, tmp_path / "s", "--json")
    assert made.exit_code == 0, made.stderr
    files = synthetic("S", load="congested", seed=9, slots=2.5)
    assert json.loads(made.stdout)["files"] == sorted(files)
    assert str(tmp_path) not in made.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / "s").iterdir()} == {
        name: text.encode() for name, text in files.items()
    }
    assert call("check", tmp_path / "s").exit_code == 0


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    assert call("new", tmp_path / "mine").exit_code == 0
    again = call("new", "--synthetic", "M", tmp_path / "mine")
    assert again.exit_code == 1
    assert "is not empty" in again.stderr
    assert not (tmp_path / "mine" / "aircraft.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--synthetic", "XL"), "'S', 'M', 'L'"),
        (("--synthetic", "S", "--load", "heavy"), "'light', 'congested'"),
        (("--synthetic", "S", "--seed", "-1"), "--seed"),
        (("--synthetic", "S", "--slots", "0"), "--slots"),
        (("--seed", "1"), "--seed goes with --synthetic"),
    ],
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    result = call("new", *arguments, tmp_path / "x")
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "x").exists()
