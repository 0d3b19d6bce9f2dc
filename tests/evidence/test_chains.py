from __future__ import annotations

from typing import Any

import pytest

from openairlift.errors import Issue
from openairlift.evidence import (
    STATUS_MARKS,
    Agreement,
    Count,
    EvidenceBook,
    grade_words,
    read_evidence,
    reconcile,
    root_of,
    roots,
    standing,
)
from openairlift.evidence.chains import normal_name
from openairlift.model import MARKS, STATUSES


def read(raw: dict[str, Any]) -> tuple[EvidenceBook, list[Issue]]:
    issues: list[Issue] = []
    source = {"paper": {"title": "T", "producer": "A paper"}, "wire": {"title": "T", "producer": "A wire"}}
    return read_evidence({"source": source, **raw}, file="evidence.toml", issues=issues), issues


def told(source: str, *who: str, **more: Any) -> dict[str, Any]:
    chain = [{"who": name, "mode": "said"} for name in who]
    return {"source": source, "says": "a number", "chain": chain, **more}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Senior defense official, unnamed", "a senior defence official"),
        ("US officials, unnamed", "U.S. official"),
        ("The White House", "white house"),
        ("Antony Blinken", "antony  blinken"),
    ],
)
def test_spellings_of_a_name_are_one(left: str, right: str) -> None:
    assert normal_name(left) == normal_name(right)


def test_other_names_are_others() -> None:
    names = ["Pentagon", "White House", "senior official", "US official", "congress", "Politico", "The Hill"]
    assert len({normal_name(name) for name in names}) == len(names)


def test_evidence_that_shares_a_root_is_one_root() -> None:
    raw = {
        "evidence": {
            "a": told("paper", "A paper", "senior official, unnamed"),
            "b": told("wire", "A wire", "Senior officials, unidentified"),
            "c": told("wire", "A wire", "The ministry"),
            "d": told("paper"),
            "e": told("wire", "A wire", "spokesman", root="The Ministry"),
        }
    }
    book, issues = read(raw)
    assert not issues
    assert roots(["a", "b", "c", "d", "e", "gone"], book) == {
        "senior official, unnamed": ("a", "b"),
        "The ministry": ("c", "e"),
        "A paper": ("d",),
    }
    assert root_of(book.evidence["d"], book) == "paper"


@pytest.mark.parametrize(
    ("grade", "link", "fine"),
    [
        ("C2", {"unidentified": True}, True),
        ("B2", {"unidentified": True}, False),
        ("B2", {"reliability": "B"}, True),
        ("A2", {"reliability": "B"}, False),
        ("D2", {"reliability": "E"}, False),
        ("F6", {"unidentified": True, "reliability": "E"}, True),
        ("C2", {"unidentified": True, "reliability": "A"}, True),
    ],
)
def test_the_weakest_link_caps_the_grade(grade: str, link: dict[str, Any], fine: bool) -> None:
    chain = [{"who": "A paper", "mode": "reports"}, {"who": "somebody", "mode": "told", **link}]
    _, issues = read({"evidence": {"a": {"source": "paper", "says": "x", "chain": chain, "grade": grade}}})
    assert [issue.column for issue in issues] == ([] if fine else ["evidence.a.grade"])


def test_a_reliability_is_a_letter() -> None:
    chain = [{"who": "A paper", "mode": "reports", "reliability": "G"}]
    _, issues = read({"evidence": {"a": {"source": "paper", "says": "x", "chain": chain}}})
    assert [issue.column for issue in issues] == ["evidence.a.chain.reliability"]


def test_credibility_1_needs_two_roots() -> None:
    pair = {"a": told("paper", "A paper", "The ministry", grade="B1"), "b": told("wire", "A wire", "Observers")}
    param = {"fleet/*/tails": {"basis": "quoted", "evidence": ["a", "b"]}}
    assert not read({"evidence": pair, "param": param})[1]
    same = {**pair, "b": told("wire", "A wire", "the Ministry")}
    against = {"fleet/*/tails": {**param["fleet/*/tails"], "evidence": ["a", {"id": "b", "says": "qualifies"}]}}
    for raw in ({"evidence": pair}, {"evidence": same, "param": param}, {"evidence": pair, "param": against}):
        issues = read(raw)[1]
        assert [issue.column for issue in issues] == ["evidence.a.grade"]
        assert "two roots" in issues[0].what


def test_values_that_disagree_need_a_rule() -> None:
    evidence = {"a": told("paper", "A paper"), "b": told("wire", "A wire")}
    other = {"value": "7", "evidence": ["b"]}

    def of(**param: Any) -> tuple[EvidenceBook, list[Issue]]:
        cell = {"basis": "quoted", "evidence": ["a"], **param}
        return read({"evidence": evidence, "param": {"fleet/x@y/tails": cell}})

    book, issues = of(alternatives=[other], rule="best_grade")
    assert not issues
    param = book.params["fleet/x@y/tails"]
    assert (param.alternatives[0].value, param.rule, param.ids) == ("7", "best_grade", ("a", "b"))
    for wrong, key in (
        ({"alternatives": [other]}, "rule"),
        ({"evidence": ["a", {"id": "b", "says": "contradicts"}]}, "rule"),
        ({"rule": "newest"}, "rule"),
        ({"alternatives": [other], "rule": "nicest"}, "rule"),
        ({"alternatives": [{"value": "7"}], "rule": "newest"}, "alternatives.evidence"),
        ({"alternatives": [{**other, "evidence": ["gone"]}], "rule": "newest"}, "evidence"),
    ):
        assert [issue.column for issue in of(**wrong)[1]] == [f'param."fleet/x@y/tails".{key}']


@pytest.mark.parametrize(
    ("rule", "fine"),
    [
        *[("document", True), ("middle", True), ("best_grade", True), ("lowest", True)],
        *[("most_roots", False), ("newest", False), ("highest", False)],
    ],
)
def test_the_value_in_use_is_the_one_of_the_rule(rule: str, fine: bool) -> None:
    raw = {
        "source": {
            "old": {"title": "T", "producer": "P", "published": "2022-03-01"},
            "new": {"title": "T", "producer": "P", "published": "2022-03-08"},
        },
        "evidence": {
            "a": told("old", "Office", grade="A2"),
            "b": told("new", "A paper", grade="B2"),
            "c": told("new", "A wire", grade="B3"),
        },
    }
    param = {"basis": "quoted", "value": 5, "evidence": ["a"], "rule": rule}
    param["alternatives"] = [{"value": 7, "evidence": ["b", "c"]}]
    issues = read({**raw, "param": {"fleet/x@y/tails": param}})[1]
    assert [issue.column for issue in issues] == ([] if fine else ['param."fleet/x@y/tails".rule'])


def test_grades_in_words() -> None:
    assert grade_words("C3") == "fairly reliable source, possibly true"
    assert grade_words("F6") == "reliability can't be judged, truth can't be judged"
    assert grade_words("") == "not graded"


def test_a_snapshot_is_no_file_of_another_folder() -> None:
    for name in ("../a.txt", "/etc/passwd", "a/../../b", "C:\\a", "a\0b"):
        issues = read_evidence_text(name)
        assert [issue.column for issue in issues] == ["source.s.text"]
    assert not read_evidence_text("texts/a..b.txt")


def read_evidence_text(name: str) -> list[Issue]:
    issues: list[Issue] = []
    read_evidence({"source": {"s": {"title": "T", "producer": "P", "text": name}}}, file="e", issues=issues)
    return issues


# ---------------------------------------------------------------- ladder


def test_every_status_has_its_mark_or_none() -> None:
    assert set(STATUS_MARKS) == set(STATUSES)
    assert {mark for mark in STATUS_MARKS.values() if mark} <= set(MARKS)
    assert [status for status, mark in STATUS_MARKS.items() if mark == "delivered"] == ["delivered"]


def test_the_latest_step_wins_in_any_order() -> None:
    steps = [
        ("2022-03-05", "landed"),
        ("2022-02-25", "approved"),
        ("2022-02-26", "approved"),
        ("2022-02-20", "announced"),
    ]
    for order in (steps, steps[::-1]):
        at = standing(order)
        assert at is not None
        assert (at.status, at.on, at.mark, at.disputed) == ("landed", "2022-03-05", "landed", ("approved",))
    assert standing([]) is None
    cancelled = standing([*steps, ("2022-03-09", "cancelled")])
    assert cancelled is not None
    assert (cancelled.status, cancelled.mark) == ("cancelled", None)
    same_day = standing([("2022-03-05", "landed"), ("2022-03-05", "in_transit")])
    assert same_day is not None
    assert same_day.status == "landed"


# ---------------------------------------------------------------- posture


def posture_book() -> EvidenceBook:
    records = {
        "total": told("paper", "A paper", "Pentagon"),
        "added": told("paper", "A paper", "Pentagon"),
        "base": told("wire", "A wire", "Institute"),
        "derived": told("wire", "A wire", "the Pentagon"),
    }
    return read({"evidence": records})[0]


@pytest.mark.parametrize(
    ("base", "agreement", "word"),
    [
        ([], Agreement.NOT_CHECKABLE, "no starting number"),
        ([Count(label="before", people=14_000)], Agreement.NOT_CHECKABLE, "no evidence"),
        ([Count(label="before", people=14_000, evidence=("derived",))], Agreement.NOT_CHECKABLE, "root"),
        ([Count(label="before", people=14_000, evidence=("base",))], Agreement.AGREES, "add up"),
        ([Count(label="before", people=13_000, evidence=("base",))], Agreement.DIFFERS, "+1,000"),
        (
            [Count(label="a", people=13_000, evidence=("base",)), Count(label="b", people=1_000)],
            Agreement.NOT_CHECKABLE,
            "no evidence",
        ),
    ],
)
def test_a_total_is_checked_only_from_an_independent_base(base: list[Count], agreement: Agreement, word: str) -> None:
    total = Count(label="total", people=14_500, evidence=("total",))
    added = [Count(label="more", people=500, evidence=("added",))]
    found = reconcile(total, base, added, posture_book())
    assert found.agreement is agreement
    assert word in found.reason
    assert (found.total is None) == (agreement is Agreement.NOT_CHECKABLE)
