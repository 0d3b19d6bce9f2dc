"""Sheets of workbooks as foreign files: the same outcome as the CSV file, the right sheet, and clear refusals."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openairlift.cli import app
from openairlift.errors import ScenarioError, UsageError
from openairlift.exchange.readers.sheets import sheet_of
from openairlift.tables import number_text
from openairlift.verbs.accounting import ledger
from openairlift.verbs.importing import import_file
from tests.exchange.readers import samples
from tests.exchange.workbook.books import part, repacked, stranger

TABLES = [(name, at) for name, texts in samples.FILES.items() for at, text in enumerate(texts) if text[:1] != "<"]


def typed(text: str) -> Any:
    """Return what a person would have in a cell: a number, a date, or a text."""
    try:
        return (
            date.fromisoformat(text) if len(text) == 10 else float(text) if number_text(float(text)) == text else text
        )
    except ValueError:
        return text or None


def rows_of(text: str) -> list[list[Any]]:
    lines = {line.number: line.cells for line in sheet_of(text.encode(), file="f.csv").lines}
    return [[typed(cell) for cell in lines.get(number, ())] for number in range(1, max(lines) + 1)]


def saved(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(("name", "at"), TABLES)
def test_a_workbook_of_numbers_and_dates_gives_what_the_csv_file_gives(name: str, at: int, tmp_path: Path) -> None:
    text = samples.FILES[name][at]
    notes = [["Read me"], ["Nothing for a reader stands here."]]
    book = saved(tmp_path, "f.xlsx", stranger({"Notes": notes, "Data here": rows_of(text)}))
    whole = import_file(name, book)
    plain = import_file(name, saved(tmp_path, "f.csv", text))
    assert whole["file"] == "f.xlsx, sheet Data here"
    for key in ("tables", "amounts", "left_out", "columns", "notes"):
        assert whole[key] == plain[key]
    assert len(whole["not_understood"]) == len(plain["not_understood"])


def test_a_sheet_is_named_or_told_by_what_can_be_read(tmp_path: Path) -> None:
    rows = rows_of(samples.AIRPORTS)
    book = saved(tmp_path, "two.xlsx", stranger({"March": rows, "April": rows[:2], "Other": [["a", "b"], [1, 2]]}))
    with pytest.raises(ScenarioError, match=r"more than one sheet.*March, April"):
        import_file("ourairports", book)
    assert len(import_file("ourairports", book, sheet="april")["tables"]["places"]) == 1
    with pytest.raises(ScenarioError, match=r"no such sheet.*Aprill.*did you mean 'April'"):
        import_file("ourairports", book, sheet="Aprill")
    with pytest.raises(ScenarioError) as caught:
        import_file("kiel", book)
    words = [str(issue) for issue in caught.value.issues]
    assert len(words) == 4
    assert "two.xlsx, sheet Other" in words[2]
    assert "no sheet can be read" in words[3]
    with pytest.raises(UsageError, match="is none"):
        import_file("ourairports", saved(tmp_path, "a.csv", samples.AIRPORTS), sheet="March")


def test_cells_are_told_by_their_row_and_sheet(tmp_path: Path) -> None:
    rows = [["ULN", "POE", "destination", "PAX"], None, ["A", "b", "c", "many"], ["B", "b", "c", 5]]
    book = saved(tmp_path, "f.xlsx", stranger({"Cargo": [row or [] for row in rows]}))
    issues = import_file("tpfdd", book)["not_understood"]
    assert (issues[0]["file"], issues[0]["row"], issues[0]["column"]) == ("f.xlsx, sheet Cargo", 3, "PAX")


def test_a_time_of_day_in_a_workbook_has_no_zone(tmp_path: Path) -> None:
    rows = [["ULN", "POE", "destination", "PAX", "RDD", "ALD"],
            ["A", "b", "c", 5, datetime.fromisoformat("2022-03-04T12:00"), date(2022, 3, 3)]]  # fmt: skip
    found = import_file("tpfdd", saved(tmp_path, "f.xlsx", stranger({"Cargo": rows})))
    assert found["tables"]["requirements"][0]["ready"] == "2022-03-03"
    assert "required" not in found["tables"]["requirements"][0]
    assert [issue["column"] for issue in found["not_understood"]] == ["RDD"]


def test_a_formula_counts_by_its_stored_value_or_is_told(tmp_path: Path) -> None:
    rows = [["ULN", "POE", "destination", "PAX"], ["A", "b", "c", "=2+3"], ["B", "b", "c", 5]]
    data = stranger({"Cargo": rows})
    found = import_file("tpfdd", saved(tmp_path, "f.xlsx", data))
    assert "is a formula" in found["not_understood"][0]["what"]
    name = "xl/worksheets/sheet1.xml"
    sheet = (
        part(data, name).replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>")
    )
    found = import_file("tpfdd", saved(tmp_path, "g.xlsx", repacked(data, {name: sheet})))
    assert [row["people"] for row in found["tables"]["requirements"]] == ["5", "5"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "links to other workbooks"),
        ({"xl/worksheets/sheet1.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}, "document type"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet"}, "damaged|can't be read"),
    ],
)
def test_hostile_workbooks_are_refused(change: dict[str, bytes], words: str, tmp_path: Path) -> None:
    data = stranger({"Cargo": rows_of(samples.TPFDD)})
    with pytest.raises(ScenarioError, match=words):
        import_file("tpfdd", saved(tmp_path, "f.xlsx", repacked(data, change)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old format"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (stranger({"Empty": []}), "no sheet with anything in it"),
    ],
)
def test_what_is_no_usable_workbook_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=words):
        import_file("tpfdd", saved(tmp_path, "f.xlsx", data))


def test_a_scenario_takes_rows_of_two_sheets_each_with_its_record(tmp_path: Path) -> None:
    people = [["ULN", "POE", "destination", "PAX"], ["A", "depot", "beirut", 5]]
    cargo = [["ULN", "POE", "destination", "bulk (st)"], ["B", "depot", "beirut", 5]]
    book = saved(tmp_path, "plan.xlsx", stranger({"People": people, "Cargo": cargo}))
    folder = tmp_path / "scenario"
    assert CliRunner().invoke(app, ["new", str(folder)]).exit_code == 0
    for sheet in ("People", "Cargo"):
        done = CliRunner().invoke(app, ["import", "tpfdd", str(book), "--sheet", sheet, "--into", str(folder)])
        assert done.exit_code == 0, done.output
    evidence = (folder / "evidence.toml").read_text(encoding="utf-8")
    assert "[evidence.tpfdd-plan-people]" in evidence
    assert "[evidence.tpfdd-plan-cargo]" in evidence
    assert 'text = "plan.xlsx"' in evidence
    checked = CliRunner().invoke(app, ["check", str(folder), "--sources", str(tmp_path), "--json"])
    assert json.loads(checked.stdout)["valid"], checked.stdout


def test_a_ledger_takes_workbooks_and_names_their_sheets(tmp_path: Path) -> None:
    rows = rows_of(samples.KIEL)
    book = saved(tmp_path, "k.xlsx", stranger({"Read me": [["about"]], "Bilateral Assistance, MAIN DATA": rows}))
    plain = ledger([str(saved(tmp_path, "k.csv", samples.KIEL))])
    whole = ledger([str(book)])
    assert whole["sources"][0]["name"] == "k.xlsx, sheet Bilateral Assistance, MAIN DATA"
    assert [list(row["amounts"].values()) for row in whole["rows"]] == [
        list(row["amounts"].values()) for row in plain["rows"]
    ]
    twice = saved(tmp_path, "t.xlsx", stranger({"One": rows, "Two": rows[:2]}))
    named = ledger([f"{twice}#two"])
    assert named["sources"][0]["rows"] == 1
