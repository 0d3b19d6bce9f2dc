from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import Issue
from openairlift.tables import RawTable, read_csv, read_toml
from openairlift.tables import raw as raw_module


def read(data: bytes) -> tuple[RawTable, list[Issue]]:
    issues: list[Issue] = []
    return read_csv(data, name="places", file="places.csv", issues=issues), issues


def test_reads_cells_stripped_and_leaves_blanks_out() -> None:
    table, issues = read(b"id,name , icao\r\nhub, The hub ,\r\n\r\n,,\r\ncamp,Camp,EPRZ\r\n")
    assert not issues
    assert table.header == ("id", "name", "icao")
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, {"id": "hub", "name": "The hub"}),
        (5, {"id": "camp", "name": "Camp", "icao": "EPRZ"}),
    ]


def test_byte_order_mark_is_accepted() -> None:
    table, issues = read(b"\xef\xbb\xbfid,name\nhub,Hub\n")
    assert not issues
    assert table.header == ("id", "name")


def test_line_is_where_the_row_begins() -> None:
    table, issues = read(b'id,name\nhub,"two\nlines"\ncamp,Camp\n')
    assert not issues
    assert [row.line for row in table.rows] == [2, 4]


def test_header_only_has_no_rows_and_no_issue() -> None:
    table, issues = read(b"id,name\n")
    assert not issues
    assert table.header == ("id", "name")
    assert not table.rows


@pytest.mark.parametrize(
    ("data", "what", "row"),
    [
        (b"", "is empty", None),
        (b"\n\n", "is empty", None),
        (b"id,name\nhub,caf\xe9\n", "is not UTF-8: byte 0xe9 at offset 15", 2),
        (b"\xef\xbb\xbfid\n\xff\n", "is not UTF-8: byte 0xff at offset 6", 2),
        (b"id,name\nhub,\0\n", "holds a NUL byte at offset 12", 2),
        ("id,name\n".encode("utf-16"), "is UTF-16", None),
        (b"PK\x03\x04rest", "is a workbook", None),
        (b"id;name\nhub;Hub\n", "separated by semicolons", 1),
        (b"id\tname\nhub\tHub\n", "separated by tabs", 1),
        (b"id,id\nhub,camp\n", "stands there twice", 1),
        (b"id,\nhub,x\n", "column 2 has no name", 1),
        (b"id,name\nhub\n", "has 1 cells where the header has 2", 2),
        (b"id,name\nhub,Hub,more\n", "has 3 cells where the header has 2", 2),
        (b'id,name\nhub,"open\n', "can't be split into cells", 2),
        (b'id,name\nhub,"a"b\n', "can't be split into cells", 2),
    ],
)
def test_faults_name_the_place(data: bytes, what: str, row: int | None) -> None:
    _, issues = read(data)
    assert len(issues) == 1
    assert what in issues[0].what
    assert issues[0].row == row
    assert issues[0].file == "places.csv"


def test_long_line_is_refused_before_it_is_split() -> None:
    table, issues = read(b"id,name\nhub," + b"x" * 1_000_001 + b"\n")
    assert [issue.row for issue in issues] == [2]
    assert "more than 1000000 bytes" in issues[0].what
    assert not table.rows


def test_large_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_module, "MOST_BYTES", 20)
    table, issues = read(b"id,name\n" + b"hub,Hub\n" * 3)
    assert "has 32 bytes" in issues[0].what
    assert not table.header


def test_many_ragged_rows_are_counted() -> None:
    _, issues = read(b"id,name\n" + b"hub\n" * 300)
    assert len(issues) == 201
    assert issues[-1].what == "has 100 more issues of this kind"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table(data: bytes) -> None:
    table, issues = read(data)
    assert table.header or issues
    assert all(cell == cell.strip() and cell for row in table.rows for cell in row.cells.values())


def test_toml() -> None:
    issues: list[Issue] = []
    assert read_toml(b"\xef\xbb\xbftitle = 'Relief'", file="scenario.toml", issues=issues) == {"title": "Relief"}
    assert not issues


@pytest.mark.parametrize("data", [b"title = ", b"a = 1\na = 2\n", b"\xff", b"a = " + b"[" * 20_000, b"x = 1\0"])
def test_what_is_no_toml(data: bytes) -> None:
    issues: list[Issue] = []
    assert read_toml(data, file="scenario.toml", issues=issues) == {}
    assert len(issues) == 1
