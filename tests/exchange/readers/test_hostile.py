"""Files that mean harm, or are of another kind: refused with a reason, within bounds of memory."""

from __future__ import annotations

import tracemalloc

import pytest

from openairlift.errors import ScenarioError
from openairlift.exchange.readers import Imported, Source, find_reader, sheet_of_rows
from openairlift.exchange.readers.sheets import LONGEST_CELL, MOST_COLUMNS

HEAD = b"ULN,POE,destination,PAX\n"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""


def read(name: str, data: bytes, **settings: object) -> Imported:
    return find_reader(name).read(Source(file="f", data=data, **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("iati", BOMB, "document type or entities"),
        ("iati", OUTSIDE, "document type or entities"),
        ("iati", b"<!DOCTYPE html><a/>", "document type or entities"),
        ("iati", b"<a>" * 100, "nested too deep"),
        ("iati", b"<a><b></a>", "is not XML"),
        ("iati", b"<?xml version='1.0' encoding='no-such'?><a/>", "is not XML"),
        ("iati", b"<iati-activity><title>" + b"x" * (LONGEST_CELL + 1) + b"</title></iati-activity>", "characters"),
        ("tpfdd", HEAD + b"A" * (LONGEST_CELL + 1) + b",b,c,1\n", "characters|field larger"),
        ("tpfdd", b"a," * 1_000_000 + b"\n", "a line of more than"),
        ("tpfdd", b"a," * (MOST_COLUMNS + 1) + b"\n", "columns"),
        ("tpfdd", HEAD + b"A\0,b,c,1\n", "NUL"),
        ("tpfdd", b"PK\x03\x04" + b"x" * 50, "workbook or an archive"),
        ("tpfdd", HEAD.decode().encode("utf-16"), "UTF-16.*--encoding utf-16"),
        ("tpfdd", HEAD + "Zürich,b,c,1\n".encode("windows-1252"), "--encoding windows-1252"),
        ("tpfdd", HEAD + b'"A"x,b,c,1\n', "can't be split"),
        ("tpfdd", HEAD + b"A,b,c,=1+1\n", "is a formula"),
        ("tpfdd", HEAD + b"A,b,@SUM(c),1\n", "is a formula"),
    ],
)
def test_it_is_refused_with_a_reason_and_little_memory(name: str, data: bytes, words: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ScenarioError, match=words):
            read(name, data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * len(data) + 5_000_000


def test_many_elements_cost_no_more_memory_than_few() -> None:
    """A tree of these elements would take several megabytes; none is built."""
    data = b"<iati-activities>" + b"<x/>" * 40_000 + b"</iati-activities>"
    tracemalloc.start()
    try:
        with pytest.raises(ScenarioError, match="nothing could be made of it"):
            read("iati", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_500_000


def test_rows_of_a_workbook_are_bounded_too() -> None:
    with pytest.raises(ScenarioError, match=f"{MOST_COLUMNS + 1:,} columns"):
        list(sheet_of_rows([(1, ["a"] * (MOST_COLUMNS + 1))], file="plan.xlsx, sheet Cargo").lines)


def test_an_encoding_may_be_named() -> None:
    data = HEAD + "Zürich,b,c,1\n".encode("windows-1252")
    assert read("tpfdd", data, encoding="windows-1252").tables["requirements"][0]["req_id"] == "zurich"
    assert read("tpfdd", (HEAD + b"A,b,c,1\n").decode().encode("utf-16"), encoding="utf-16").used == 1


def test_a_formula_in_one_row_does_not_take_the_others_down() -> None:
    found = read("tpfdd", HEAD + b"A,b,c,=1+1\nB,b,c,5\n")
    assert [row["req_id"] for row in found.tables["requirements"]] == ["B"]
    assert found.issues[0].column == "PAX"


def test_a_flood_of_faults_is_counted() -> None:
    found = read("tpfdd", HEAD + b"B,b,c,5\n" + b"A,b,c,many\n" * 1000)
    assert len(found.issues) == 200
    assert found.unlisted == 1800  # a cell and a row each
    assert sum(found.left_out.values()) == 1000
