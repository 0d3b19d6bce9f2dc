"""The command `replan`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    call("plan", "ukraine-2022", "--effort", "1", "--out", tmp_path / "old")
    return tmp_path / "old"


def test_json_is_one_object_without_path_or_clock(planned: Path, tmp_path: Path) -> None:
    arguments = ("replan", "ukraine-2022", "--plan", planned, "--at", "2022-03-02T00:00Z", "--option",
                 "supply-line-hit", "--effort", "1", "--json", "--out")  # fmt: skip
    one, two = call(*arguments, tmp_path / "a"), call(*arguments, tmp_path / "b")
    assert one.exit_code == two.exit_code == 0, one.stderr
    assert one.stdout == two.stdout
    assert str(tmp_path) not in one.stdout
    assert (tmp_path / "a" / "plan.json").read_bytes() == (tmp_path / "b" / "plan.json").read_bytes()
    assert json.loads(one.stdout)["fates"]["kept"] > 0
    assert "planned again in" in one.stderr


def test_text_goes_to_standard_output(planned: Path) -> None:
    result = call("replan", "ukraine-2022", "--plan", planned, "--at", "D+4", "--effort", "1")
    assert result.exit_code == 0, result.stderr
    assert "What changed" in result.stdout


def test_a_moment_and_a_plan_are_asked_for(planned: Path) -> None:
    assert call("replan", "ukraine-2022", "--at", "D+4").exit_code == 2
    assert call("replan", "ukraine-2022", "--plan", planned).exit_code == 2
    wrong = call("replan", "ukraine-2022", "--plan", planned, "--at", "noon")
    assert wrong.exit_code == 2
    assert "is no moment" in wrong.stderr
