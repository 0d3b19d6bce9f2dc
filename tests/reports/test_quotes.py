"""Quotes of a summary in the report: states, and values that differ from their evidence."""

from __future__ import annotations

from openairlift.reports.quotes import quotes_section


def test_a_value_that_differs_is_told_beside_its_quote() -> None:
    note = "value differs: the scenario has 180 t, the evidence says 150 tonnes"
    item = {"input": "a/b/c", "evidence": ["e"], "state": "exact", "value": {"state": "differs", "note": note}}
    counts = {"exact": 1, "total": 1}
    evidence = {"inputs": {"counts": counts, "quoted": [item]}, "anchors": [{"id": "e", "note": "words were edited"}]}
    shown = str(quotes_section({"evidence": evidence}))
    assert f"{note}; e: words were edited" in shown
    del item["value"]
    assert note not in str(quotes_section({"evidence": evidence}))
