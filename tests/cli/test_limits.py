"""The command `limits`: text, JSON, progress, and what Ctrl-C leaves."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app
from openairlift.cli.limits import steps
from openairlift.study import relief

EXAMPLE = "relief-small"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["limits", *arguments])


def test_text_has_both_numbers_and_progress_goes_to_standard_error() -> None:
    result = call(EXAMPLE, "--runs", "3", "--workers", "1", "--top", "1")
    assert result.exit_code == 0, result.stderr
    assert "What one unit more would bring" in result.stdout
    assert "binds" in result.stdout
    assert "Noise floor of the planner" in result.stdout
    assert "0 of " in result.stderr
    assert "tried" not in result.stdout.splitlines()[0]


def test_json_is_exactly_one_object() -> None:
    result = call(EXAMPLE, "--runs", "3", "--workers", "1", "--top", "1", "--json")
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["runs"] == 3
    assert record["relief"]


def test_without_a_terminal_a_line_comes_every_ten_seconds() -> None:
    found: list[str] = []
    now = [0.0]
    told = steps(found.append, every=False, clock=lambda: now[0])
    told("planning", 0, 0)
    told("simulating", 0, 0)
    for done in range(40):
        now[0] = 1.0 + 0.9 * done
        told(f"step {done}", done, 40)
    told("the bound", 0, 0)
    now[0] = 38.0
    told("", 40, 40)
    assert found == [
        "planning",
        "0 of 40 tried; next: step 0",
        "12 of 40 tried, about 25 s left; next: step 12",
        "24 of 40 tried, about 14 s left; next: step 24",
        "36 of 40 tried, about 4 s left; next: step 36",
        "40 of 40 tried",
    ]


def test_on_a_terminal_every_step_is_told() -> None:
    found: list[str] = []
    told = steps(found.append, every=True, clock=lambda: 0.0)
    for done in range(3):
        told(f"step {done}", done, 3)
    assert [line.split(" of")[0] for line in found] == ["0", "1", "2"]


def test_ctrl_c_prints_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = relief.make_plan, []

    def stopped(*arguments: object, **settings: object) -> object:
        calls.append(1)
        if len(calls) > relief.REPLANS + 1:
            raise KeyboardInterrupt
        return real(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(relief, "make_plan", stopped)
    result = call(EXAMPLE, "--runs", "3", "--workers", "1", "--top", "3")
    assert result.exit_code == 130
    assert "Stopped before everything was tried" in result.stdout
    assert "stopped by Ctrl-C" in result.stderr
    assert "Not tried" in result.stdout


@pytest.mark.parametrize("wrong", [("--runs", "1"), ("--top", "0"), ("--effort", "0")])
def test_wrong_numbers_are_wrong_usage(wrong: tuple[str, str]) -> None:
    assert call(EXAMPLE, *wrong).exit_code == 2


def test_an_unknown_scenario_exits_1() -> None:
    result = call("relief-smal")
    assert result.exit_code == 1
    assert "did you mean 'relief-small'" in result.stderr
