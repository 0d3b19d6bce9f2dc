"""The commands `evidence draft` and `evidence accept`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app
from openairlift.verbs import copy_example


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evidence", *map(str, arguments)])


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("Head\n\nSome 40 trucks left on Monday, the UN said.\n", encoding="utf-8")
    return path


def test_draft_prints_a_table(article: Path) -> None:
    result = call("draft", article, "--published", "2022-03-08")
    assert result.exit_code == 0, result.stderr
    assert "article-p2-40-trucks" in result.stdout
    assert "1 proposal, none of them used" in result.stdout


def test_draft_prints_one_object(article: Path) -> None:
    result = call("draft", article, "--published", "2022-03-08", "--json")
    (item,) = json.loads(result.stdout)["proposals"]
    assert (item["head"], item["low"], item["speaker"]) == ("trucks", 40, "UN")
    assert item["dates"] == [{"text": "Monday", "value": "2022-03-07"}]


def test_draft_into_a_scenario_then_accept(article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "scenario"
    copy_example("relief-small", to=folder)
    assert "1 proposal added" in call("draft", article, "--into", folder).stdout
    wrong = call("accept", folder, "article-p2-40-truck")
    assert wrong.exit_code == 1
    assert "did you mean 'article-p2-40-trucks'?" in wrong.stderr
    result = call("accept", folder, "article-p2-40-trucks", "--says", "Trucks that left")
    assert result.exit_code == 0, result.stderr
    assert "0 left" in result.stdout
    assert 'says = "Trucks that left"' in (folder / "evidence.toml").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(folder)]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("draft", "nowhere.txt"), 2, "does not exist"),
        (("accept", "relief-small"), 2, "ID"),
        (("accept", "relief-small", "x"), 1, "copy a shipped one first"),
        (("acept", "x"), 2, "Did you mean 'accept'?"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], status: int, said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == status
    assert said in result.stderr


def test_a_day_that_is_none_is_wrong_usage(article: Path) -> None:
    result = call("draft", article, "--published", "yesterday")
    assert result.exit_code == 2
    assert "--published is a day" in result.stderr
