"""What each input is worth in words and as a page: markup, columns by method, what is missing."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from openairlift.reports.sensitivity import sensitivity_page, sensitivity_text
from openairlift.reports.swings import DRAWN, swings_picture

ENDS: dict[str, Any] = {"size": 30, "interval": {"low": 22, "high": 41}, "at_low": 10, "at_high": 40, "swing": 30}
MORRIS: dict[str, Any] = {
    "size": 3.5, "interval": {"low": -0.5, "high": 7.5},
    "mean": {"value": -3.5, "interval": None}, "interaction": {"value": 1.25, "interval": None},
}  # fmt: skip
SOBOL: dict[str, Any] = {
    "size": 0.6, "interval": {"low": 0.5, "high": 0.7},
    "first": {"value": 0.4, "interval": {"low": 0.3, "high": 0.5}}, "interaction": {"value": 0.2, "interval": None},
}  # fmt: skip
BY_METHOD = {"oat": ENDS, "morris": MORRIS, "sobol": SOBOL}


def record(method: str, rows: int = 1, **more: Any) -> dict[str, Any]:
    known = {"basis": "quoted", "grades": ["B2"], "low": "1", "high": "2", "unit": "h", "range": "stated"}
    made = [{"input": f"places/<{k}>/clearance_h", **known, **BY_METHOD[method]} for k in range(rows)]
    return {
        "title": "A & B", "answer": "closure", "unit": "hours", "now": 25, "now_interval": {"low": 24, "high": 26},
        "method": method, "rows": made, "runs": 20, "seed": 1, "blocks": 4, "evaluations": 9, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "cells"),
    [
        ("oat", "30 [22 to 41] 10 40"),
        ("morris", "3.500 [−0.500 to 7.500] −3.500 1.250"),
        ("sobol", "0.600 [0.500 to 0.700] 0.400 0.200"),
    ],
)
def test_each_method_has_its_columns(method: str, cells: str) -> None:
    text = sensitivity_text(record(method))
    assert f"{cells} places/<0>/clearance_h (quoted, B2; 1 to 2 h)" in " ".join(text.split())
    assert "closure: 25 hours [24 to 26] (P50 of 20 runs, seed 1)" in text


@pytest.mark.parametrize("method", ["oat", "morris", "sobol"])
def test_the_page_is_well_formed_and_draws_the_largest(method: str) -> None:
    page = sensitivity_page(
        record(method, rows=DRAWN + 2, chase=["a"], without_range=[{"input": "b", "basis": "quoted"}])
    )
    root = ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert "places/<0>/clearance_h" in "".join(root.itertext())
    assert "places/<0>" not in page
    assert "2 smaller ones not drawn" in page
    assert ("0.400 [0.300 to 0.500]" in page) == (method == "sobol")
    pictures = [node for node in root.iter() if node.tag == "svg"]
    assert [node.get("class") for node in pictures] == ["picture wide", "picture narrow"]
    bars = [node for node in pictures[0].iter() if node.tag == "rect"]
    assert len(bars) == DRAWN * (2 if method == "sobol" else 1)
    width = float(pictures[0].get("viewBox", "").split()[2])
    assert all(0 <= float(bar.get("x", -1)) <= width - float(bar.get("width", 0)) for bar in bars)


def test_an_input_that_moves_the_answer_in_some_runs_is_not_called_without_effect() -> None:
    found = record("oat", rows=2)
    found["rows"][0] |= {"size": 0, "swing": 0, "interval": {"low": 0, "high": 4}}
    found["rows"][1] |= {"size": 0, "swing": 0, "interval": {"low": 0, "high": 0}}
    text = " ".join(sensitivity_text(found).split())
    assert "No effect within their ranges: places/<1>/clearance_h" in text
    assert "0 [0 to 4]" in text


def test_what_is_missing_is_said() -> None:
    found = record("morris", blocks_dropped=2, complete=False)
    found["rows"].append({**found["rows"][0], "input": "x", "size": None, "interval": None})
    found["rows"].append({**found["rows"][0], "input": "y", "range": "assumed for this call"})
    text = " ".join(sensitivity_text(found).split())
    for words in (
        "Stopped before everything was tried",
        "2 blocks of samples left out",
        "Not known, for want of samples or because the answer has no value there: x",
        "which no file states: y.",
        "range assumed here",
    ):
        assert words in text


def test_an_empty_record_is_borne() -> None:
    assert "no input that was asked about has a range" in sensitivity_text({})
    assert "Too little was done for any figure" in sensitivity_text({"complete": False, "method": "morris"})
    assert sensitivity_page({})
    assert swings_picture({}) is None
