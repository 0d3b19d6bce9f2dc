"""Cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.exchange.outward.cells import safe_text, to_csv, with_banner


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"])
def test_formulas_become_text(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=5))
def test_no_cell_of_a_table_begins_as_a_formula_and_all_can_be_read(texts: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(to_csv({"a": texts, "b": texts}).decode(), newline="")))
    assert len(rows) == len(texts) + 1
    for text, row in zip(texts, rows[1:], strict=True):
        assert row[0] in (text, f"'{text}")
        assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_numbers_stay_numbers_and_the_banner_is_in_every_row() -> None:
    table = with_banner({"kg": [-1.5, 2]}, "=Exercise")
    assert to_csv(table) == b"kg,banner\r\n-1.5,'=Exercise\r\n2,'=Exercise\r\n"
