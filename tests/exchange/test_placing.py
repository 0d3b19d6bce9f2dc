"""Imported rows in the files of a scenario: behind those that are there, which stay as they are."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.exchange.placing import Origin, place_rows, table_text
from openairlift.tables import read_csv

ORIGIN = Origin(format="tpfdd", file="plan.csv", sha256="a" * 64, title='A "plan"', producer="", says="2 rows")
OTHER = Origin(format="tpfdd", file="plan.csv", sha256="b" * 64, title="A plan", producer="x", says="2 rows")


def cells(data: bytes, name: str) -> list[dict[str, str]]:
    return [row.cells for row in read_csv(data, name=name, file=f"{name}.csv", issues=[]).rows]


def test_rows_come_behind_those_that_are_there() -> None:
    old = b'package,title,evidence\np1,"One, and only",\n'
    placed = place_rows({"packages": [{"package": "p2", "title": "Two"}]}, ORIGIN, {"packages.csv": old})
    assert placed.files["packages.csv"] == old + b"p2,Two,tpfdd-plan\n", "what was there keeps its bytes"
    assert placed.added == {"packages": 1}


def test_a_column_that_lacks_is_added_and_another_unit_is_kept() -> None:
    old = b"item,unit_mass_lb\nbox,100\n"
    rows = [{"item": "crate", "unit_mass_kg": "50", "pack": "skid"}]
    placed = place_rows({"items": rows}, ORIGIN, {"items.csv": old})
    assert cells(placed.files["items.csv"], "items") == [
        {"item": "box", "unit_mass_lb": "100"},
        {"item": "crate", "unit_mass_lb": "50kg", "pack": "skid", "evidence": "tpfdd-plan"},
    ]


def test_a_row_that_is_there_stays_and_the_difference_is_told() -> None:
    old = b"package,donor,authorised_usd\np1,Alphaland,100\np3,Gamma,5\n"
    rows = [
        {"package": "p1", "donor": "Betaland", "authorised_usd": "100.0"},
        {"package": "p3", "donor": "Gamma", "x_note": "more"},
    ]
    placed = place_rows({"packages": rows}, ORIGIN, {"packages.csv": old})
    assert placed.files == {}, "nothing is written where nothing is new, not even evidence"
    (conflict,) = placed.conflicts
    assert (conflict.key, conflict.cells) == ("p1", (("donor", "Alphaland", "Betaland"),))
    assert placed.there == {"packages": 1}


def test_evidence_names_the_file_by_its_hash_once() -> None:
    first = place_rows({"packages": [{"package": "p1"}]}, ORIGIN, {}).files
    book = tomllib.loads(first["evidence.toml"].decode())
    assert book["source"]["tpfdd-plan"]["sha256"] == "a" * 64
    assert book["source"]["tpfdd-plan"]["title"] == 'A "plan"'
    assert book["source"]["tpfdd-plan"]["producer"] == "not stated"
    again = place_rows({"packages": [{"package": "p2"}]}, ORIGIN, first).files
    assert "evidence.toml" not in again
    changed = place_rows({"packages": [{"package": "p2"}]}, OTHER, first).files
    book = tomllib.loads(changed["evidence.toml"].decode())
    assert list(book["source"]) == ["tpfdd-plan", "tpfdd-plan-2"]
    assert changed["packages.csv"].endswith(b"p2,tpfdd-plan-2\n")


words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=8).map(str.strip)
rows_of = st.lists(
    st.fixed_dictionaries({"package": st.from_regex(r"[a-z]{1,3}", fullmatch=True), "title": words, "donor": words}),
    unique_by=lambda row: row["package"],
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(rows_of, rows_of)
def test_placing_adds_every_new_row_once_and_changes_no_other(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> None:
    there = {"packages.csv": table_text("packages", old).encode()} if old else {}
    before = cells(there["packages.csv"], "packages") if old else []
    placed = place_rows({"packages": new}, ORIGIN, there)
    files = there | dict(placed.files)
    after = cells(files["packages.csv"], "packages") if files else []
    assert after[: len(before)] == before
    known = {row["package"] for row in old}
    assert [row["package"] for row in after[len(before) :]] == [r["package"] for r in new if r["package"] not in known]
    assert len(placed.conflicts) + sum(placed.there.values()) == sum(row["package"] in known for row in new)
    again = place_rows({"packages": new}, ORIGIN, files)
    assert again.files == {}
