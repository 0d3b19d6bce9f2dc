from __future__ import annotations

import csv
import io
import tomllib
from importlib.resources import files

import jsonschema
import pytest

from openairlift.evidence import KINDS, EvidenceBook, evidence_schema, read_evidence, register, to_csv


def raw(name: str = "ukraine-2022") -> dict[str, object]:
    return tomllib.loads(files("openairlift").joinpath("examples", name, "evidence.toml").read_text(encoding="utf-8"))


def book() -> EvidenceBook:
    return read_evidence(raw(), file="evidence.toml", issues=[])


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_a_row_of_the_same_columns(kind: str) -> None:
    rows = register(book(), kind)
    section = {"statements": "statement", "sources": "source", "observations": "observation"}.get(kind, kind)
    section = {"params": "param", "claims": "claim"}.get(section, section)
    assert [row["id"] for row in rows] == list(raw()[section])  # type: ignore[call-overload]
    assert len({tuple(row) for row in rows}) == 1
    read = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert [row["id"] for row in read] == [row["id"] for row in rows]


def test_search_wants_every_word_anywhere() -> None:
    found = register(book(), "statements", search="ZONE over panetta")
    assert [row["id"] for row in found] == ["no-fly-panetta"]
    assert not register(book(), "statements", search="zone submarine")
    assert len(register(book(), "statements", search=" ")) == len(book().statements)


def test_two_outlets_of_one_official_are_one_root() -> None:
    row = next(row for row in register(book(), "observations") if row["id"] == "share-240")
    assert len(row["evidence"]) == 2
    assert row["roots"] == ["senior defence official, unnamed"]


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    assert to_csv([{"id": "=1+1", "n": -5}]) == "id,n\r\n'=1+1,-5\r\n"
    assert to_csv([]) == ""


@pytest.mark.parametrize("name", ["haiti-2010", "relief-small", "ukraine-2022"])
def test_the_schema_accepts_what_is_shipped(name: str) -> None:
    schema = evidence_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(raw(name), schema)


@pytest.mark.parametrize(
    ("section", "record"),
    [
        ("evidence", {"source": "s", "says": "x", "paragraph": 0}),
        ("evidence", {"source": "s", "says": "x", "chain": [{"who": "a"}]}),
        ("evidence", {"source": "s"}),
        ("source", {"title": "T", "producer": "P", "text": "../a"}),
        ("param", {"basis": "guessed"}),
        ("param", {"basis": "quoted", "rule": "nicest"}),
        ("param", {"basis": "quoted", "alternatives": [{"value": 1}]}),
        ("statement", {"holder": "h", "on": "o", "position": "p", "evidence": ["a"], "mood": "bad"}),
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(section: str, record: dict[str, object]) -> None:
    issues: list[object] = []
    key = "fleet/a@b/tails" if section == "param" else "x"
    read_evidence({section: {key: record}}, file="e", issues=issues)  # type: ignore[arg-type]
    assert issues
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({section: {key: record}}, evidence_schema())
