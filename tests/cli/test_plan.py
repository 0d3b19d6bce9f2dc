"""The command `plan`: what it prints where."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from openairlift.cli import app

TERMS = {"undelivered", "lateness", "delay"}


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["plan", "relief-small", *arguments])


def test_json_is_one_object_with_the_proof_and_the_time_goes_to_standard_error() -> None:
    one, two = call("--effort", "2", "--json"), call("--effort", "2", "--json")
    assert one.exit_code == 0, one.stderr
    assert one.stdout == two.stdout
    record = json.loads(one.stdout)
    assert record["objective"].keys() == TERMS | {"closure_h"}
    assert record["bound"].keys() == record["gap"].keys() == record["value_gap"].keys() == TERMS
    assert all(record["bound"][term] <= record["objective"][term] for term in TERMS)
    assert record["missions"] == sum(record["sorties_by_type"].values()) == record["plan"]["missions"]
    assert (record["effort"], record["seed"], record["stopped"]) == (2, 7, False)
    assert "planned in " in one.stderr
    assert "planned in " not in one.stdout


def test_the_baseline_has_no_proof() -> None:
    record = json.loads(call("--effort", "1", "--json").stdout)
    assert all(record[key] is None for key in ("objective", "bound", "gap", "value_gap"))
    assert record["missions"] > 0


def test_text_says_how_good_the_plan_is_and_progress_what_is_done() -> None:
    result = call("--effort", "2")
    assert result.exit_code == 0, result.stderr
    assert "How good is this plan" in result.stdout
    assert "no plan of these routes can have less than" in result.stdout
    stages = [line.split(";")[0].split(" ")[0] for line in result.stderr.splitlines()]
    assert [stage for stage in ("guide", "first", "search", "planned") if stage in stages] == [
        "guide", "first", "search", "planned"
    ]  # fmt: skip
    assert "best so far: " in result.stderr


def test_another_seed_is_another_search_of_the_same_airlift() -> None:
    one, two = (json.loads(call("--effort", "2", "--seed", seed, "--json").stdout) for seed in ("1", "2"))
    assert (one["seed"], two["seed"]) == (1, 2)
    assert one["scenario"] == two["scenario"]


def test_a_time_limit_takes_the_place_of_effort() -> None:
    record = json.loads(call("--time-limit", "1", "--json").stdout)
    assert (record["effort"], record["time_limit_s"]) == (None, 1)
    assert not record["plan"]["reproducible"]
