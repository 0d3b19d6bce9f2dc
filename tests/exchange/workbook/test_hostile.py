"""Hostile files are refused clearly, before anything is unpacked or parsed that could hurt."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from tests.exchange.workbook.books import MINIMAL, part, repacked, start_files, stranger

from openairlift.errors import Issue, PlanError, ScenarioError
from openairlift.exchange.workbook import guard, read_sheets, results_workbook, workbook_of
from openairlift.network import build_network
from openairlift.plan import decode
from openairlift.scenario import read_scenario
from openairlift.tables import read_csv
from openairlift.verbs.examples import copy_example

DATA = stranger(MINIMAL)
SHEET = "xl/worksheets/sheet2.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def refused(data: bytes) -> str:
    """Return why a workbook is refused."""
    with pytest.raises(ScenarioError) as caught:
        read_sheets(data, file="plan.xlsx")
    (issue,) = caught.value.issues
    assert issue.file == "plan.xlsx"
    assert issue.allowed
    return issue.what


def bomb(name: str, size: int) -> bytes:
    """Return a workbook with a part that is large when unpacked."""
    out = io.BytesIO(DATA)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as stream,
    ):
        for _ in range(size // 1_000_000):
            stream.write(bytes(1_000_000))
    return out.getvalue()


def cells(xml: bytes) -> bytes:
    """Return the workbook with other rows in a sheet."""
    head, _, rest = part(DATA, SHEET).partition(b"<sheetData>")
    return repacked(DATA, {SHEET: head + b"<sheetData>" + xml + b"</sheetData>" + rest.partition(b"</sheetData>")[2]})


@pytest.mark.parametrize("name", ["xl/media/image1.png", "xl/worksheets/sheet9.xml"])
def test_zip_bombs(name: str) -> None:
    data = bomb(name, 201_000_000)
    assert len(data) < 1_000_000
    tracemalloc.start()
    try:
        assert "unpacks to" in refused(data)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_that_states_another_size_is_cut_off() -> None:
    data = bytearray(bomb("xl/worksheets/sheet9.xml", 50_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        stated = archive.getinfo("xl/worksheets/sheet9.xml").file_size
    data = bytearray(bytes(data).replace(stated.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert "damaged" in refused(bytes(data))


def test_too_many_parts() -> None:
    assert "parts" in refused(repacked(DATA, {f"xl/extra/{n}.txt": b"" for n in range(guard.MOST_PARTS + 1)}))


def test_huge_shared_texts() -> None:
    text = b"<sst>" + b"<si><t>x</t></si>" * 3_000_000 + b"</sst>"
    assert "texts of" in refused(repacked(DATA, {"xl/sharedStrings.xml": text}))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/connections.xml", "data connections"),
        ("xl/embeddings/oleObject1.bin", "embedded objects"),
        ("xl/activeX/activeX1.xml", "ActiveX"),
        ("xl/macrosheets/sheet1.xml", "macro sheets"),
    ],
)
def test_what_may_run_or_fetch(name: str, word: str) -> None:
    assert word in refused(repacked(DATA, {name: b"<x/>"}))


@pytest.mark.parametrize(
    "name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_billion_laughs(name: str) -> None:
    assert "document type" in refused(repacked(DATA, {name: LAUGHS + b"<worksheet>&b;</worksheet>"}))


def test_another_encoding_hides_nothing() -> None:
    text = LAUGHS.decode().replace('"1.0"', '"1.0" encoding="utf-16"')
    assert "another encoding" in refused(repacked(DATA, {SHEET: text.encode("utf-16")}))
    assert "another encoding" in refused(
        repacked(DATA, {SHEET: b'<?xml version="1.0" encoding="cp1252"?><worksheet/>'})
    )
    assert "another encoding" in refused(repacked(DATA, {SHEET: b"<\0w\0o\0r\0k\0/\0>\0"}))


def test_a_million_columns() -> None:
    row = b"".join(b'<c r="%s1"><v>1</v></c>' % _letters(n).encode() for n in range(18_000))
    assert "columns" in refused(cells(b'<row r="1">' + row + b"</row>"))
    assert "outside any sheet" in refused(cells(b'<row r="1"><c r="BDWGO1"><v>1</v></c></row>'))
    unnamed = b'<row r="1">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row>"
    assert "columns" in refused(cells(unnamed))


def test_too_many_cells_and_wide_sparse_rows() -> None:
    assert "cells" in refused(cells(b'<row r="1">' + b"<c/>" * (guard.MOST_CELLS + 1) + b"</row>"))
    sparse = b"".join(b'<row r="%d"><c r="SF%d"><v>1</v></c></row>' % (n, n) for n in range(1, 41_000))
    assert "rows" in refused(cells(sparse))


def test_a_last_cell_far_away_is_no_harm() -> None:
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    far = head + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert read_sheets(cells(far), file="a.xlsx").files["places.csv"] == b"id\n1\n"
    assert "outside any sheet" in refused(cells(head + b'<row r="99999999"><c r="A99999999"/></row>'))
    assert "outside any sheet" in refused(cells(head + b'<row><c r="A99999999"/></row>'))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no workbook"),
        (b"id,name\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (DATA[:-50], "damaged"),
        (DATA[:3000] + b"\xff" * 40 + DATA[3040:], "damaged"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
    ],
)
def test_what_is_no_workbook(data: bytes, word: str) -> None:
    assert word in refused(data)


def test_other_archives() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "OpenDocument" in refused(out.getvalue())
    assert "binary workbook" in refused(repacked(DATA, {"xl/workbook.bin": b""}))
    assert "no workbook" in refused(repacked(DATA, {"[Content_Types].xml": None}))


def test_parts_that_are_missing_or_broken() -> None:
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET):
        refused(repacked(DATA, {name: None}))
        refused(repacked(DATA, {name: b"<worksheet><sheetData>"}))


def test_file_names_in_a_sheet_stay_in_the_folder() -> None:
    for name in ("../../evil.toml", "/etc/x.toml", ".bashrc", "a/b.md", "C:\\x.md", ""):
        made = read_sheets(stranger({"Evil": [["file", name], ["x"]]}), file="a.xlsx")
        assert made.files == {}
        assert "name of the file" in made.issues[0].what


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1+1", "-1+cmd", "@SUM(1)", "=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    from openpyxl import load_workbook

    files = {**start_files(), "x_own.csv": f"{text}\n".encode(), "README.md": f"{text}\n".encode()}
    files["fleet.csv"] = b'type,tails,home,owner\nC-130J-30,3,depot,"' + text.replace('"', '""').encode() + b'"\n'
    files["scenario.toml"] += f"x_note = '''{text}'''\n# {text}\n".encode()
    book = load_workbook(io.BytesIO(workbook_of(files, title=text)))
    found = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                found += cell.value == text
    assert found == 5  # title, owner, x_note, and two files


def test_results_hold_no_formula_of_a_strangers_text() -> None:
    from openpyxl import load_workbook
    from tests.study.worlds import study

    from openairlift.verbs.summary import summary

    made = study()
    record = summary(made) | {"title": "=cmd|'/C calc'!A0"}
    book = load_workbook(io.BytesIO(results_workbook(made, record)))
    formulas = [c.value for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert not any("cmd" in str(formula) for formula in formulas)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("id,name\nhub,Hub\n".encode("utf-16"), "UTF-16"),
        ("id,name\nhub,Hub\n".encode("utf-16-be"), "NUL"),
        ("id,name\nhub,Zürich\n".encode("cp1252"), "not UTF-8: byte 0xfc at offset 13"),
        (DATA, "workbook or an archive"),
    ],
)
def test_csv_in_other_encodings(data: bytes, word: str) -> None:
    issues: list[Issue] = []
    read_csv(data, name="places", file="places.csv", issues=issues)
    assert word in issues[0].what


def test_csv_with_a_byte_order_mark_is_read() -> None:
    issues: list[Issue] = []
    table = read_csv("id,name\nhub,Zürich\n".encode("utf-8-sig"), name="places", file="places.csv", issues=issues)
    assert (issues, table.rows[0].cells) == ([], {"id": "hub", "name": "Zürich"})


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openairlift.exchange.workbook import read_workbook, reading

    path = tmp_path / "large.xlsx"
    path.write_bytes(DATA)
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(ScenarioError, match="bytes"):
        read_workbook(path)


def _letters(column: int) -> str:
    from openairlift.exchange.workbook.layout import letters

    return letters(column)


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_never_ends_is_not_read(tmp_path: Path, kind: str) -> None:
    copy_example("relief-small", to=tmp_path / "mine")
    file = tmp_path / "mine" / "stock.csv"
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    with pytest.raises(ScenarioError, match="no regular file"):
        read_scenario(tmp_path / "mine")


def test_a_plan_that_is_nested_too_deep_is_no_plan() -> None:
    with pytest.raises(PlanError, match="no plan"):
        decode(b"[" * 100_000, build_network(read_scenario("relief-small")))


def test_a_refusal_is_told_once_and_as_itself() -> None:
    with pytest.raises(ScenarioError) as told:
        read_sheets(repacked(DATA, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), file="b.xlsx")
    assert [issue.what for issue in told.value.issues] == ["holds links to other workbooks"]
