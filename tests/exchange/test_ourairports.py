"""Runways of OurAirports: the longest open one, rows that can't be used, and the table that is written."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from openairlift.errors import ScenarioError
from openairlift.exchange import places_table, read_ourairports

HEADER = '"id","airport_ref","airport_ident","length_ft","surface","closed"\n'
SHARED = Path(os.environ.get("OPENAIRLIFT_SHARED", Path(__file__).parents[3] / "shared")) / "data"


def file_of(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "runways.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_the_longest_open_runway_counts(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        '1,2,"EPRZ",10499,"ASP",0',
        '2,2,"EPRZ",12000,"ASP",1',
        '3,2,"EPRZ",2900,"GRS",0',
        '4,3,"ETAR",9300,"",0',
    )
    table = read_ourairports(path)
    assert [(runway.ident, round(runway.length_m, 1), runway.line) for runway in table.runways] == [
        ("EPRZ", 3200.1, 2),
        ("ETAR", 2834.6, 5),
    ]
    assert table.closed == 1
    assert table.issues == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('1,2,"EPRZ",,"ASP",0', "no length in feet"),
        ('1,2,"EPRZ",long,"ASP",0', "no length in feet"),
        ('1,2,"EPRZ",-5,"ASP",0', "no length of a runway"),
        ('1,2,"EPRZ",nan,"ASP",0', "no length of a runway"),
        ('1,2,"EPRZ",99999,"ASP",0', "no length of a runway"),
        ('1,2,"",5000,"ASP",0', "no airfield"),
        ('1,2,"EPRZ",5000', "has 4 cells"),
    ],
)
def test_rows_that_can_not_be_used_are_reported_with_their_line(tmp_path: Path, row: str, words: str) -> None:
    table = read_ourairports(file_of(tmp_path, '1,2,"ETAR",9300,"",0', row))
    assert [runway.ident for runway in table.runways] == ["ETAR"]
    (issue,) = table.issues
    assert issue.row == 3
    assert words in issue.what


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "column is missing"),
        (b"a,b\n1,2\n", "column is missing"),
        (HEADER.encode() + b'1,2,"\xff\xfe",3,4,5\n', "not UTF-8"),
        (HEADER.encode() + b'1,2,"EPRZ"x,3,4,5\n', "no CSV"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "runways.csv"
    path.write_bytes(data)
    with pytest.raises(ScenarioError, match=words):
        read_ourairports(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="can't be read"):
        read_ourairports(tmp_path / "runways.csv")


def test_the_table_has_the_columns_of_places_in_the_order_asked(tmp_path: Path) -> None:
    table = read_ourairports(file_of(tmp_path, '1,2,"ETAR",9300,"",0', '1,2,"EPRZ",10499,"ASP",0'))
    text, issues = places_table(table, icao=["eprz", "ETAR"])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["EPRZ", "ETAR"]
    assert rows[0]["runway_m"] == "3200"
    assert rows[0]["country"] == "PL"
    assert float(rows[0]["lat"]) == pytest.approx(50.11, abs=0.02)
    assert issues == ()


def test_codes_that_are_not_there_are_reported_with_the_nearest(tmp_path: Path) -> None:
    table = read_ourairports(file_of(tmp_path, '1,2,"EPRZ",10499,"ASP",0'))
    text, issues = places_table(table, icao=["EPRX", "ETAR"])
    assert text.count("\n") == 1
    assert [(issue.got, issue.nearest) for issue in issues] == [("EPRX", "EPRZ"), ("ETAR", None)]


def test_without_codes_only_known_airfields_are_written(tmp_path: Path) -> None:
    table = read_ourairports(file_of(tmp_path, '1,2,"00A",80,"",0', '1,2,"EPRZ",10499,"ASP",0'))
    text, issues = places_table(table)
    assert [row["icao"] for row in csv.DictReader(io.StringIO(text))] == ["EPRZ"]
    assert issues == ()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not at hand")
def test_the_published_file_is_read_whole() -> None:
    table = read_ourairports(SHARED / "ourairports-runways.csv")
    known = {runway.ident: runway for runway in table.runways}
    assert len(known) > 30_000
    assert known["EPRZ"].length_m == pytest.approx(3200, abs=10)
    assert table.closed > 500
    text, issues = places_table(table, icao=["EPRZ", "LROP", "KDOV"])
    assert (text.count("\n"), issues) == (4, ())
