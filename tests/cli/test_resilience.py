"""The command `resilience`: text, JSON, page, additions, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app

FAST = ("--lose", "places", "--runs", "3", "--worst", "2")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["resilience", *arguments])


def test_it_prints_the_worst_and_what_takes_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("relief-small", *FAST, "--out", str(out))
    assert result.exit_code == 0, result.stderr
    assert "the worst 1 loss: beira" in result.stdout
    assert "Without beira:" in result.stdout
    assert "The loss of beira costs most: at least 100.0% of the value, and" in " ".join(result.stdout.split())
    assert "bounded" in result.stderr
    page = (out / "resilience.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "The loss of beira costs most" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert json.loads((out / "resilience.json").read_bytes())["whole"]["plan"]["kept"] is False
    assert call("relief-small", *FAST, "--out", str(out)).exit_code == 1  # never overwritten


def test_json_is_one_object_and_the_same_every_time() -> None:
    first, second = (call("relief-small", *FAST, "--add", "HKJK", "--json") for _ in range(2))
    assert first.exit_code == 0, first.stderr
    assert first.stdout == second.stdout
    record = json.loads(first.stdout)
    assert [row["added"] for row in record["additions"]] == ["HKJK", "HKJK"]
    assert record["worst_choice"]["budget"] == 1
    assert {row["lost"][0]["name"] for row in record["losses"]} == {"beira", "dubai", "joburg"}
    shares = [row["bound"]["value_lost_share"] for row in record["losses"]]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--lose", "beria"), "beira"),
        (("--add", "XXXX"), "no ICAO code"),
        (("--from", "monday"), "no moment"),
        (("--from", "2026-03-15T00:00"), "time zone"),
        (("--from", "1999-01-01T00:00Z", "--to", "1999-01-02T00:00Z"), "within the scenario"),
    ],
)
def test_wrong_usage_names_what_is_right(wrong: tuple[str, ...], told: str) -> None:
    result = call("relief-small", *wrong)
    assert result.exit_code == 2
    assert told in result.stderr
