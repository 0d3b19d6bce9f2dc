"""How good a plan is, in words."""

from __future__ import annotations

from typing import Any

from tests.reports import fakes

from openairlift.reports import summary_text
from openairlift.reports.page import page
from openairlift.reports.proof import progress_words, proof_sentences
from openairlift.reports.show import Show


def proved(**changes: Any) -> dict[str, Any]:
    summary = fakes.summary()
    summary["plan"] |= {
        "method": "near-optimal",
        "reproducible": True,
        "objective": {"undelivered": 0, "lateness": 5e6, "delay": 4e7, "closure_h": 100},
        "bound": {"undelivered": 0, "lateness": 4.8e6, "delay": 3e7},
        "gap": {"undelivered": 0, "lateness": 0.04, "delay": 0.25},
        "value_gap": {"undelivered": 0, "lateness": 0.0021, "delay": 0.1},
        "deciding": "lateness",
        "proof_complete": True,
    }
    summary["plan"] |= changes
    return summary


def test_each_term_has_its_bound_and_the_gap_its_meaning() -> None:
    meaning, first, second, third, note = proof_sentences(proved(), Show())
    assert first == (
        "Not there in time, weighted by rank: 0 t; no plan of these routes can have less than 0 t; gap 0 %, "
        "value gap 0 %."
    )
    assert second == (
        "Late, above what can't be avoided, weighted by rank: 5,000 tonne-days; no plan of these routes can have less "
        "than 4,800 tonne-days; gap 4 %, value gap 0.2 %."
    )
    assert third.startswith("After free flow, weighted by rank: 40,000 tonne-days; ")
    assert meaning == (
        "The gap (lateness) is 4 %: no plan of these routes can have less lateness than 4,800 tonne-days, unless a "
        "term before it gets worse. Of all that any plan could save over delivering nothing, this one misses at most "
        "0.2 %."
    )
    assert note.startswith("A term's bound")


def test_cases_without_a_gap_or_without_a_bound() -> None:
    zero = {"undelivered": 0, "lateness": 0, "delay": 0}
    best = proof_sentences(proved(objective=zero, bound=zero, gap=zero, value_gap=zero, deciding="delay"), Show())
    assert "Nothing is missing, late or delayed, so no plan can be better in these terms." in best
    equal = proof_sentences(proved(gap=zero, value_gap=zero), Show())
    assert "The gap (lateness) is zero: no plan of these routes can be better in this term." in equal
    open_ = proof_sentences(proved(bound=zero, gap={"undelivered": 0, "lateness": 1, "delay": 1}), Show())
    assert "has none at all is not ruled out" in open_[0]
    assert "misses at most 0.2 %" in open_[0]


def test_what_was_stopped_or_is_not_reproducible_is_said() -> None:
    text = " ".join(proof_sentences(proved(proof_complete=False, reproducible=False), Show()))
    assert "was stopped early" in text
    assert "ended by time or by hand" in text


def test_units_follow_meter_and_profile() -> None:
    assert "5,512 short-ton-days" in " ".join(proof_sentences(proved(), Show("us-nato")))
    summary = proved()
    summary["scenario"] = {**summary["scenario"], "objective_meter": "usd"}
    assert "5 M USD-days" in " ".join(proof_sentences(summary, Show()))


def test_summary_and_page_show_the_proof_where_there_is_one() -> None:
    assert "How good is this plan" in summary_text(proved())
    assert "How good is this plan" in page(fakes.study(), proved())
    assert "No bound was computed" not in summary_text(proved())
    assert proof_sentences(fakes.summary(), Show()) == []
    assert "How good is this plan" not in summary_text(fakes.summary()) + page(fakes.study(), fakes.summary())


def test_progress_without_a_plan_says_what_is_done() -> None:
    words = progress_words(
        what="compiling", share=0.0, best=None, bound=None, scale=0.0, left_s=None, meter="mass", show=Show()
    )
    assert words == "compiling the planner (this once, up to two minutes)"
