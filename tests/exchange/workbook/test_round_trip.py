"""Folder to workbook and back: nothing is lost, and the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.exchange.workbook.books import MINIMAL, start_files, stranger
from tests.fuzz.scenarios import scenario_files

from openairlift.exchange import read_scenario
from openairlift.exchange.workbook import canonical, read_sheets, template, workbook_of
from openairlift.model import TABLES, specs
from openairlift.scenario import example_names, freeze
from openairlift.scenario import read_scenario as read_files
from openairlift.tables import RawRow, RawTable, parse_table, write_csv

EXAMPLES = files("openairlift").joinpath("examples")


def folder_files(name: str) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in EXAMPLES.joinpath(name).iterdir() if item.is_file()}


def there_and_back(given: dict[str, bytes]) -> dict[str, bytes]:
    made = read_sheets(workbook_of(given, title="There and back"), file="there.xlsx")
    assert made.issues == []
    return made.files


@pytest.mark.parametrize("name", example_names())
def test_a_shipped_scenario_comes_back_byte_for_byte_in_canonical_form(name: str) -> None:
    before = folder_files(name)
    assert canonical(there_and_back(before)) == canonical(before)


@pytest.mark.parametrize("name", example_names())
def test_a_shipped_scenario_says_the_same_from_a_workbook(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(workbook_of(folder_files(name), title=name))
    one, two = (freeze(read_scenario(source)) for source in (name, path))
    for frozen in (one, two):
        del frozen["fingerprint"]
        for item in (*frozen["inputs"], *frozen["outlook_inputs"]):
            item["where"] = ""
    assert one == two


@pytest.mark.parametrize("seed", range(6))
def test_a_random_scenario_comes_back(seed: int) -> None:
    before = scenario_files(seed)
    after = there_and_back(before)
    assert canonical(after) == canonical(before)
    assert read_files(after).requirements == read_files(before).requirements


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4))
@example([("=1+1", "'=1+1", "#hash"), ("_x0041_", "a\nb\r\nc", "##two"), ("-5", "+x", "@y"), ("007", "1e3", "TRUE")])
@example([("\x0b", "\x1b[0m", "2022-03-04"), ("#", "'", "''=")])
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back(rows: list[tuple[str, str, str]]) -> None:
    table = write_csv(["x_a", "id", "x_b"], rows)
    before = {"places.csv": table, "x_own.csv": table}
    after = there_and_back(before)
    assert canonical(after) == canonical(before)


@given(st.binary(max_size=60), st.text(max_size=30))
@settings(deadline=None, max_examples=15)
def test_other_files_come_back_byte_for_byte(data: bytes, text: str) -> None:
    before = {"snapshot.txt": data, "README.md": text.encode(errors="replace"), "long.md": b"x" * 70_000 + b"\n"}
    assert there_and_back(before) == before


def test_the_same_files_give_the_same_workbook() -> None:
    given = folder_files("relief-small")
    data = workbook_of(given, title="Relief")
    assert workbook_of(dict(reversed(given.items())), title="Relief") == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_blank_workbook_states_nothing() -> None:
    made = read_sheets(template(), file="plan.xlsx")
    assert (made.files, made.issues) == ({}, [])


def test_a_blank_workbook_has_every_sheet_and_column() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template()))
    for table, record in TABLES.items():
        sheet = book[table.capitalize()]
        header = [cell.value for cell in sheet[1]]
        assert header == [*(spec.column for spec in specs(record)), "evidence"]
        assert sheet.freeze_panes == "B3"
        assert sheet["A2"].value.startswith("# unit")
        for cell, spec in zip(sheet[1], specs(record), strict=False):
            assert spec.description in cell.comment.text
    offered = {rule.formula1 for rule in book["Requirements"].data_validations.dataValidation}
    assert '"bulk,oversize,outsize,passengers"' in offered
    assert any(formula.startswith("Places!") for formula in offered)


@pytest.mark.parametrize("table", TABLES)
def test_the_example_rows_are_valid_rows(table: str) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(template()))[table.capitalize()]
    texts = [str(cell.value or "") for cell in sheet[3]]
    assert texts[0].startswith("# example: ")
    texts[0] = texts[0].removeprefix("# example: ")
    header = tuple(cell.value for cell in sheet[1])
    row = RawRow(3, {name: text for name, text in zip(header, texts, strict=True) if text})
    issues: list = []
    parse_table(RawTable(table, table, header, [row]), TABLES[table], start=_start(), issues=issues)
    assert issues == []


def _start():
    from openairlift.tables import parse_moment

    return parse_moment("2026-03-09")


def test_a_table_without_rows_comes_back_as_one() -> None:
    before = {**start_files(), "people.csv": b"country,people,as_of,kind\n"}
    assert there_and_back(before)["people.csv"] == before["people.csv"]


def test_settings_keep_comments_units_and_keys_of_ones_own() -> None:
    text = (
        '# Head\n\ntitle = "14"  # a title\nstart = 2030-03-04T06:00:00Z\nhorizon_days = 7.0\n\n\n\nhold_s = "45"\n'
        'rank_weights = "8;4"\nx_list = [1, "a", { b = true }]\nx_text = "7"\n[x_table]\na = 1 # inner\n'
    )
    before = {**start_files(), "scenario.toml": text.encode()}
    told = canonical(there_and_back(before))["scenario.toml"].decode()
    assert told == canonical(before)["scenario.toml"].decode()
    assert told == (
        '# Head\n\ntitle = "14"  # a title\nstart = "2030-03-04T06:00:00+00:00"\nhorizon_days = 7\n\nhold_s = 45\n'
        'rank_weights = [8, 4]\nx_list = [1, "a", { b = true }]\nx_text = "7"\n# inner\nx_table = { a = 1 }\n'
    )


def test_a_strangers_workbook_makes_a_folder() -> None:
    made = canonical(read_sheets(stranger(MINIMAL), file="theirs.xlsx").files)
    assert made["scenario.toml"] == b'title = "A test"\nstart = "2030-03-04"\nhorizon_days = 7\n'
    assert made["fleet.csv"] == b"type,tails,home\nC-130J-30,3,depot\n"
