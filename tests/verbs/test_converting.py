"""`convert`, `fmt` and blank workbooks, by the verbs and by the command line."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openairlift.cli import app
from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.verbs.converting import convert, fmt
from openairlift.verbs.making import new, new_workbook

SOURCE = Path(__file__).parents[2] / "src" / "openairlift"


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_there_and_back(tmp_path: Path) -> None:
    book, folder = tmp_path / "relief.xlsx", tmp_path / "relief"
    record = convert("relief-small", book)
    assert record["form"] == "workbook"
    assert "README.md" in record["files"]
    assert convert(book, folder)["files"] == record["files"]
    assert fmt(folder)["changed"] == []
    again = tmp_path / "again.xlsx"
    convert(folder, again)
    other = tmp_path / "other"
    convert(again, other)
    for path in folder.iterdir():
        assert (other / path.name).read_bytes() == path.read_bytes()


def test_what_a_workbook_cannot_hold_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new(folder)
    (folder / "pictures").mkdir()
    (folder / "ramp.png").write_bytes(bytes(range(256)) * 20)
    (folder / "film.mp4").write_bytes(bytes(5_000_001))
    assert convert(folder, tmp_path / "mine.xlsx")["left"] == ["film.mp4", "pictures"]
    convert(tmp_path / "mine.xlsx", tmp_path / "back")
    assert (tmp_path / "back" / "ramp.png").read_bytes() == bytes(range(256)) * 20


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    book, folder = tmp_path / "relief.xlsx", tmp_path / "full"
    convert("relief-small", book)
    new(folder)
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        convert("relief-small", book)
    with pytest.raises(OpenAirliftError, match="nothing in it is overwritten"):
        convert(book, folder)
    with pytest.raises(OpenAirliftError, match="is a file"):
        convert(book, tmp_path / "full" / "places.csv")
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        new_workbook(book)


def test_arguments_that_make_no_sense(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"end its name in \.xlsx"):
        convert("relief-small", tmp_path / "folder")
    convert("relief-small", tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="copy the file"):
        convert(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    with pytest.raises(ScenarioError, match="did you mean 'relief-small'"):
        convert("relief-smal", tmp_path / "c.xlsx")
    new_workbook(tmp_path / "blank.xlsx")
    with pytest.raises(ScenarioError, match="states nothing"):
        convert(tmp_path / "blank.xlsx", tmp_path / "d")
    assert not (tmp_path / "d").exists()
    with pytest.raises(UsageError, match=r"\.xlsx"):
        new_workbook(tmp_path / "plan.ods")
    for source, word in (
        ("relief-small", "shipped example"),
        (tmp_path / "a.xlsx", "is a workbook"),
        (tmp_path, "no folder of"),
    ):
        with pytest.raises(UsageError, match=word):
            fmt(source)


def test_a_table_that_cannot_be_read_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new(folder)
    (folder / "fleet.csv").write_bytes(b"type,tails,home\nC-17A,2\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ScenarioError, match=r"fleet\.csv, row 2"):
        convert(folder, tmp_path / "mine.xlsx")
    with pytest.raises(ScenarioError, match=r"fleet\.csv, row 2"):
        fmt(folder)
    assert not (tmp_path / "mine.xlsx").exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_fmt_changes_once_and_check_never(tmp_path: Path) -> None:
    folder = str(tmp_path / "mine")
    assert call("new", folder)[0] == 0
    (tmp_path / "mine" / "fleet.csv").write_bytes(b"type,tails,home\r\nC-130J-30, 3.0,depot\r\n")
    assert call("fmt", folder, "--check") == (1, "fleet.csv\nscenario.toml\n")
    assert call("fmt", folder) == (0, "fleet.csv\nscenario.toml\n")
    assert (tmp_path / "mine" / "fleet.csv").read_bytes() == b"type,tails,home\nC-130J-30,3,depot\n"
    assert call("fmt", folder) == (0, "nothing to change\n")
    status, told = call("fmt", folder, "--check", "--json")
    assert (status, json.loads(told)["changed"]) == (0, [])


def test_the_command_line_takes_workbooks(tmp_path: Path) -> None:
    path = str(tmp_path / "relief.xlsx")
    status, told = call("convert", "relief-small", path, "--json")
    assert (status, str(tmp_path) in told) == (0, False)
    assert call("check", path)[0] == 0
    status, told = call("check", str(tmp_path / "no.xlsx"))
    assert (status, "no.xlsx: can't be read: No such file or directory" in told) == (1, True)
    assert call("new", str(tmp_path / "a"), "--workbook", path)[0] == 2
    assert call("new")[0] == 2
    assert call("new", "--workbook", str(tmp_path / "blank.xlsx"))[0] == 0
    status, told = call("check", str(tmp_path / "blank.xlsx"))
    assert (status, "Places: the required sheet is missing, or states nothing yet" in told) == (1, True)


def test_every_verb_opens_scenarios_in_the_exchange() -> None:
    for path in (SOURCE / "verbs").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and any(name.name == "read_scenario" for name in node.names):
                assert node.module == "openairlift.exchange", f"{path.name}: workbooks are read by openairlift.exchange"
