"""The commands `size`, `explain` and `plan --against`: text, JSON, progress, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app

EXAMPLE = "relief-small"
STORMS = "kind,target,rate_per_day,duration_h\nclosure,beira,0.2,12\n"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def test_size_prints_the_answer_and_what_was_tried() -> None:
    result = call("size", EXAMPLE, "--fleet", "737-800BCF", "--meet", "horizon", "--effort", "2")
    assert result.exit_code == 0, result.stderr
    assert "0 tails of 737-800BCF can meet the horizon" in result.stdout
    assert "trying 3 tails of 737-800BCF" in result.stderr


def test_size_as_json_is_one_object() -> None:
    call_ = ("size", EXAMPLE, "--fleet", "737-800BCF", "--meet", "horizon", "--effort", "2", "--json")
    record = json.loads(call(*call_).stdout)
    assert (record["resource"], record["count"], record["exact"]) == ("tails of 737-800BCF", 0, True)
    assert [row["count"] for row in record["tried"]] == [0, 1, 3]
    assert set(record["tried"][0]["objective"]) == {"undelivered", "lateness", "delay"}
    assert call(*call_).stdout == call(*call_).stdout


@pytest.mark.parametrize(
    "wrong",
    [(), ("--fleet", "C-130H", "--spots", "beira"), ("--fleet", "C-130"), ("--fleet", "C-130H", "--meet", "never")],
)
def test_size_wrong_usage(wrong: tuple[str, ...]) -> None:
    assert call("size", EXAMPLE, *wrong).exit_code == 2


def test_explain_says_that_all_is_met_and_what_units_are_worth() -> None:
    result = call("explain", EXAMPLE, "--effort", "2")
    assert result.exit_code == 0, result.stderr
    assert "a plan meets every requirement by its latest date" in result.stdout
    assert "What one more unit is worth in lateness" in result.stdout


def test_explain_of_one_that_can_not_be_met(tmp_path: Path) -> None:
    call("example", EXAMPLE, "--out", str(tmp_path / "s"))
    fleet = tmp_path / "s" / "fleet.csv"
    fleet.write_text("type,tails,home\nC-130H,1,joburg\n", encoding="utf-8")
    for name in ("evidence.toml", "options.toml"):
        (tmp_path / "s" / name).unlink()
    result = call("explain", str(tmp_path / "s"), "--effort", "2", "--json")
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["unmet"]
    row = record["unmet"][0]
    assert row["reasons"]
    assert {"key", "name"} == set(row["blamed"][0])
    named = call("explain", str(tmp_path / "s"), "--effort", "2", "--requirement", row["requirement"])
    assert f"{row['requirement']} can't be met" in named.stdout
    assert "to blame: " in named.stdout
    assert call("explain", EXAMPLE, "--requirement", "nobody").exit_code == 2


def test_plan_against_prints_price_and_value(tmp_path: Path) -> None:
    (tmp_path / "storms.csv").write_text(STORMS, encoding="utf-8")
    asked = ("plan", EXAMPLE, "--against", str(tmp_path / "storms.csv"), "--samples", "2", "--effort", "1")
    result = call(*asked, "--out", str(tmp_path / "plan"))
    assert result.exit_code == 0, result.stderr
    assert "price of hedging" in result.stdout
    assert "EVPI" in result.stdout
    assert (tmp_path / "plan" / "plan.json").exists()
    assert call(*asked, "--out", str(tmp_path / "plan")).exit_code == 1
    record = json.loads(call(*asked, "--json").stdout)["against"]
    assert record["samples"] == 2
    assert list(record["hedged"]["mean"].values()) <= list(record["plain"]["mean"].values())


def test_plan_against_wrong_usage_and_faults(tmp_path: Path) -> None:
    (tmp_path / "storms.csv").write_text(STORMS.replace("beira", "biera"), encoding="utf-8")
    result = call("plan", EXAMPLE, "--against", str(tmp_path / "storms.csv"))
    assert result.exit_code == 1
    assert "storms.csv, row 2, column target" in result.stderr
    assert "did you mean 'beira'?" in result.stderr
    assert call("plan", EXAMPLE, "--samples", "3").exit_code == 2
    assert call("plan", EXAMPLE, "--against", str(tmp_path / "storms.csv"), "--time-limit", "3").exit_code == 2
    assert call("plan", EXAMPLE, "--against", str(tmp_path / "none.csv")).exit_code == 2
