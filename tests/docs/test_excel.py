"""The page "Start from Excel", carried out word by word."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import openairlift as oa
from openairlift.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "excel.md").read_text(encoding="utf-8")


def steps() -> list[list[str]]:
    """Return the commands of the page in order."""
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]


def tables() -> dict[str, list[list[str]]]:
    """Return the tables of the second part by sheet, the header first."""
    part = PAGE.partition("## 2. ")[2].partition("## 3. ")[0]
    found = {}
    for section in part.split("### ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        found[section.split("\n", 1)[0].strip()] = [rows[0], *rows[2:]]
    return found


def as_typed(text: str) -> Any:
    """Return what a spreadsheet makes of what is typed into a cell."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.fromisoformat(text)
    try:
        return float(text)
    except ValueError:
        return text or None


def fill(path: Path) -> int:
    """Type the page's values into a blank workbook; return how many cells that takes."""
    book = load_workbook(path)
    typed = 0
    for name, (header, *rows) in tables().items():
        sheet = book[name]
        columns = {cell.value: cell.column for cell in sheet[1]}
        if name == "Settings":
            places = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
            for key, value in rows:
                sheet.cell(places[key], columns["value"]).value = as_typed(value)
                typed += 1
            continue
        for number, row in enumerate(rows, start=4):  # below names, units and example
            for column, text in zip(header, row, strict=True):
                sheet.cell(number, columns[column]).value = as_typed(text)
                typed += bool(text)
    book.save(path)
    return typed


def call(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_leads_from_a_blank_workbook_to_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = steps()
    assert [words[0] for words in commands] == ["new", "check", "plan", "run", "convert", "convert", "fmt"]
    call(*commands[0])
    assert fill(tmp_path / "plan.xlsx") < 300  # ten minutes at two seconds a cell
    for words in commands[1:]:
        call(*words)
    filled, shipped = oa.read_scenario("plan.xlsx"), oa.read_scenario("relief-small")
    for name in ("places", "fleet", "ground_times", "items", "stock", "requirements", "packages", "links", "traffic"):
        assert getattr(filled, name) == getattr(shipped, name), name
    assert filled.settings == shipped.settings
    assert oa.read_scenario("my-airlift").requirements == shipped.requirements
    assert len(list(tmp_path.glob("runs/*/report.xlsx"))) == 1
    again = oa.read_scenario("again.xlsx")
    assert again.links == shipped.links


def test_a_fault_is_named_as_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    call("new", "--workbook", str(path))
    fill(path)
    book = load_workbook(path)
    book["Places"]["I7"] = "wide;2"
    book.save(path)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1
    assert "Places!I7 (parking): " in result.output
