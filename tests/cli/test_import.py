"""The commands `import`, `ledger` and `find`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.exchange.readers import samples

from openairlift.cli import app

DRAWDOWNS = Path(__file__).parents[1] / "exchange" / "readers" / "us-drawdowns-ukraine.csv"


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def runways(tmp_path: Path) -> Path:
    path = tmp_path / "runways.csv"
    path.write_text(samples.RUNWAYS, encoding="utf-8")
    return path


def test_a_table_goes_to_standard_output_and_its_report_to_standard_error(runways: Path) -> None:
    shown = call("import", "ourairports", runways, "--only", "EPRZ")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.splitlines()[0] == "id,name,icao,lat,lon,country,runway_m,x_surface"
    assert len(shown.stdout.splitlines()) == 2
    assert "1 row: the runway is closed" in shown.stderr
    record = json.loads(call("import", "ourairports", runways, "--json").stdout)
    assert len(record["tables"]["places"]) == 2


def test_a_folder_is_written_once(runways: Path, tmp_path: Path) -> None:
    assert call("import", "ourairports", runways, "--out", tmp_path / "new").exit_code == 0
    again = call("import", "ourairports", runways, "--out", tmp_path / "new")
    assert again.exit_code == 1
    assert "not overwritten" in again.stderr


def test_formats_and_columns_are_listed() -> None:
    assert "tpfdd" in call("import", "--list").stdout
    assert "never" not in call("import", "--list").stdout
    assert "ULN" in call("import", "tpfdd", "--columns").stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("import",), "--list says"),
        (("import", "tpfdd"), "name the file"),
        (("import", "tpfd", "x"), "did you mean 'tpfdd'"),
        (("import", "tpfdd", "x", "--name", "hub"), "write OLD=NEW"),
        (("ledger", "relief-small", "--rate", "EUR"), "write CURRENCY=USD"),
        (("ledger", "relief-small", "--by", "donors"), "did you mean 'donor'"),
        (("find", "airfeld", "juba"), "did you mean 'airfield'"),
        (("find", "type", "--", "-"), "say what type"),
    ],
)
def test_wrong_usage_is_told(words: tuple[str, ...], hint: str) -> None:
    result = call(*words)
    assert result.exit_code == 2, result.output
    assert hint in result.stderr


def test_a_ledger_is_printed() -> None:
    result = call("ledger", DRAWDOWNS, "ukraine-2022", "--by", "donor")
    assert result.exit_code == 0, result.stderr
    assert "United States" in result.stdout
    record = json.loads(call("ledger", DRAWDOWNS, "--by", "word", "--json").stdout)
    assert [row["word"] for row in record["rows"]] == ["506(a)(1)", "552(c)(2)", "614(a)(1)"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("airfield", "juba"), "HSSJ"),
        (("airfield", "HJJJ"), "HJJJ"),
        (("airport", "JUB"), "HSSJ"),
        (("airfield", "rzesow"), "EPRZ"),
        (("airfield", "ramstein", "air", "base"), "ETAR"),
        (("airfield", "depot at dubai", "--scenario", "relief-small"), "dubai"),
        (("type", "c-17"), "C-17A"),
        (("type", "c17"), "C-17A"),
        (("type", "globemaster"), "C-17A"),
        (("type", "iljushin"), "Il-76TD"),
    ],
)
def test_airfields_and_types_are_found_by_what_people_call_them(words: tuple[str, ...], code: str) -> None:
    result = call("find", *words, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["found"][0]["code"] == code


def test_what_is_not_found_is_told_with_its_exit_status() -> None:
    result = call("find", "airfield", "qqqqqq")
    assert (result.exit_code, result.stdout) == (1, "no airfield is like 'qqqqqq'\n")
