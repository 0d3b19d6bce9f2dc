"""The command `stocks`: text, JSON, wrong usage."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["stocks", "relief-small", "--samples", "100", "--months", "12", *arguments])


def test_it_prints_a_table_and_sentences() -> None:
    result = call("--floor", "food=1,000", "--rebuild-to", "food=900")
    assert result.exit_code == 0, result.stderr
    assert "Falls below its floor of 1,000 within 12 months in 100 % of the samples" in result.stdout
    assert "at 900 within 12 months" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 110


def test_json_is_one_object() -> None:
    record = json.loads(call("--json", "--item", "tent", "--item", "food").stdout)
    assert [row["item"] for row in record["items"]] == ["tent", "food"]
    assert record["unstated"][0].startswith("The consumption of tent is not stated")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--floor", "food"), "ITEM=QUANTITY"),
        (("--floor", "food=-3"), "ITEM=QUANTITY"),
        (("--floor", "food=nan"), "ITEM=QUANTITY"),
        (("--floor", "food=1", "--floor", "food=2"), "twice"),
        (("--item", "foood"), "Did you mean 'food'"),
        (("--hold", "2"), "between 0 and 1"),
        (("--lead", "12"), "the lead of new production"),
    ],
)
def test_wrong_usage(wrong: tuple[str, ...], says: str) -> None:
    result = call(*wrong)
    assert result.exit_code == 2
    assert says in result.stderr
