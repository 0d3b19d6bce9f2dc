"""Judged claims in words and as a page: units, markup, what is missing."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from openairlift.reports.judged import judgement_page, judgement_text
from openairlift.reports.sensitivity import sensitivity_text
from openairlift.reports.show import Show
from openairlift.reports.verdicts import deciding_words, inversion_sentences, probability_words, verdict_sentence

ROW: dict[str, Any] = {
    "reading": {"mark": "landed"}, "verdict": "not reachable", "probability": 0, "interval": {"low": 0, "high": 0.02},
    "threshold": 0.7, "unit": "share", "measured": {"p10": 0.5, "p50": 0.55, "p90": 0.6}, "most": 1, "bound": 0.62,
}  # fmt: skip


def record(**claim: Any) -> dict[str, Any]:
    found = {"id": "c1", "says": "so <b>much</b>", "test": "1 < 2", "readings": [ROW], **claim}
    return {"title": "A & B", "runs": 2, "seed": 1, "claims": [found], "scenario": {"profile": "humanitarian"}}


@pytest.mark.parametrize(
    ("unit", "bound", "words"),
    [("share", 0.62, "at most 62 %"), ("kg", 61_500.0, "at most 61,500 kg"), ("people", 12.0, "at most 12 people")],
)
def test_amounts_are_shown_in_their_unit(unit: str, bound: float, words: str) -> None:
    assert words in verdict_sentence({**ROW, "unit": unit, "bound": bound})


def test_a_verdict_says_what_it_rests_on() -> None:
    assert verdict_sentence({"verdict": None, "reasons": ["stopped"]}) == "Not judged: stopped."
    moved = {"input": "fleet/a/tails", "basis": "assumed", "words": "9 in place of 6"}
    found = {**ROW, "verdict": "possible only if", "only_if": {"moved": [moved, moved], "probability": 0.4}}
    assert "is 9 in place of 6 and fleet/a/tails (assumed) is 9" in verdict_sentence(found)
    assert "it holds in 40 % of the runs." in verdict_sentence(found)
    none = {**ROW, "verdict": "possible only if", "reasons": ["no change was found"]}
    assert verdict_sentence(none).startswith("Possible only if inputs lie outside what was tried, if at all")
    loose = {**ROW, "verdict": "no power", "drawn": {"p5": 0.01, "p50": 0.5, "p95": 0.98}}
    assert "anything from 1 % to 98 % of the 100 % that is possible" in verdict_sentence(loose)
    held = {**ROW, "held": ["items/*/unit_mass_kg"]}
    assert "stay as they are: items/*/unit_mass_kg" in verdict_sentence(held)
    assert "95 % interval 0 % to 2 %" in probability_words(ROW)


def test_the_page_is_well_formed_and_escapes_what_it_is_given() -> None:
    page = judgement_page(record())
    root = ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert "so <b>much</b>" in "".join(root.itertext())
    assert "<b>much" not in page
    assert "script" not in page.split("</head>")[1]


def test_text_is_no_wider_than_100_columns_and_counts_verdicts() -> None:
    text = judgement_text(record(note="word " * 60, without=["late"]))
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "1 reading: 1 not reachable; compared with the option late" in text


def test_readings_that_fail_for_one_reason_are_told_once() -> None:
    rows = [{"reading": {"n": n}, "verdict": "untestable", "reasons": ["x is not defined"]} for n in (1, 2, 3)]
    text = judgement_text(record(readings=rows))
    assert text.count("Untestable: x is not defined.") == 1
    assert "n 1 or 2 or 3" in text
    assert "(3 readings)" in text


def test_the_ends_of_a_range_have_their_unit() -> None:
    row = {"input": "places/a/clearance_h", "basis": "assumed", "low": "1.5", "high": "6", "unit": "h"}
    row |= {"at_low": 10, "at_high": 40, "swing": 30}
    assert "places/a/clearance_h (assumed; 1.5 to 6 h)" in sensitivity_text({"rows": [row]})
    assert "at 1.5 h, " in deciding_words({"probability": 0.5, "deciding": [row]})
    assert "assumed; x 0.5 to x 2)" in sensitivity_text({"rows": [{**row, "low": "x 0.5", "high": "x 2", "unit": ""}]})


def test_numbers_without_a_range_are_told_by_what_they_rest_on() -> None:
    left = [
        {"input": "places/*/parking", "basis": "assumed", "cells": 3},
        {"input": "fleet/a/tails", "basis": "assumed", "cells": 1},
        {"input": "items/*/unit_mass_kg", "basis": "quoted", "cells": 2},
    ]
    lines = sensitivity_text({"without_range": left}).splitlines()
    assert lines[-2:] == [
        "  - assumed: places/*/parking (3 cells), fleet/a/tails",
        "  - quoted: items/*/unit_mass_kg (2 cells)",
    ]


def test_an_empty_record_is_borne() -> None:
    assert "no claims" in judgement_text({})
    assert "no claims" in judgement_page({})
    assert sensitivity_text({"answer": "closure"})


def test_the_inversion_in_words() -> None:
    cell = {"release": "as stated", "mass_kg": 1e5, "kg_per_day": 2e4, "amount": 0.8, "reached": True}
    cells = [{**cell, "tails": 4}, {**cell, "tails": 2}, {**cell, "tails": 1, "reached": False, "amount": 0.3}]
    other = [{**cell, "mass_kg": 1e7, "tails": 4, "reached": False, "amount": 0.2}]
    assert inversion_sentences({"cells": cells + other}, Show()) == [
        "cargo released as stated, package of 100 t: from 2 tails on (20 t a day landed, 80 % there)",
        "cargo released as stated, package of 10,000 t: never; at most 20 % (with 4 tails, 20 t a day landed)",
    ]
