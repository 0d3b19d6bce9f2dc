"""The commands `log` and `daily`: text, JSON, files, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openairlift.cli import app


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "flights.csv"
    made = call("log", "relief-small", "--practice", str(file), "--at", "D+2")
    assert made.exit_code == 0, made.stderr
    assert "rows, as known at 2026-03-11T00:00Z" in made.stdout
    return file


def test_log_prints_text_or_one_object(flights: Path) -> None:
    words = ("log", "relief-small", "--flights", str(flights), "--runs", "10")
    told, record = call(*words), call(*words, "--json")
    assert (told.exit_code, record.exit_code) == (0, 0)
    assert "Against plan and forecast" in told.stdout
    assert json.loads(record.stdout)["log"]["file"] == "flights.csv"


def test_a_faulty_log_tells_every_cell(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("type,from,to,block_in\nC-130H,joburg,beiro,D+1\nC-130,joburg,beira,D+1\n", encoding="utf-8")
    told = call("log", "relief-small", "--flights", str(file))
    assert told.exit_code == 1
    assert "mine.csv, row 2, column to" in told.stderr
    assert "mine.csv, row 3, column type" in told.stderr


def test_daily_prints_boards_and_writes_files(tmp_path: Path) -> None:
    told = call("daily", "relief-small", "--on", "2026-03-10", "--out", str(tmp_path / "day"))
    assert told.exit_code == 0, told.stderr
    assert "Arrivals" in told.stdout
    assert (tmp_path / "day" / "daily.html").is_file()
    assert (
        json.loads(call("daily", "relief-small", "--on", "2026-03-10", "--json").stdout)["from"] == "2026-03-10T00:00Z"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("log", "relief-small"), "--flights"),
        (("daily", "relief-small", "--on", "yesterday"), "is no moment"),
        (("daily", "relief-small", "--on", "D+99"), "outside the scenario"),
        (("daily", "relief-small"), "--on"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], says: str) -> None:
    told = call(*words)
    assert told.exit_code == 2
    assert says in told.stderr
