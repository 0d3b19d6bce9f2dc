from __future__ import annotations

from collections import Counter

from tests.evidence.anchoring.cases import PASSES, cases

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import anchor, read_snapshot


def test_no_changed_figure_passes_and_the_rest_is_right() -> None:
    made = cases()
    assert len(made) >= 300
    assert len({case.name for case in made}) == len(made)
    wrong, passed = [], []
    for case in made:
        snapshot = read_snapshot(case.source.encode(), case.file)
        found = anchor(Evidence(id="case", source="s", says="own words", **case.record), snapshot)
        if case.tampered and found.state in PASSES:
            passed.append((case.name, found))
        if found.state not in case.right:
            wrong.append((case.name, str(found.state), sorted(case.right), found.note))
    rest = [case for case in made if not case.tampered]
    tampered = {case.name for case in made if case.tampered}
    wrong_rest = [item for item in wrong if item[0] not in tampered]
    assert not passed
    assert len(wrong_rest) <= 0.01 * len(rest), wrong_rest
    assert len(wrong) <= 0.01 * len(made), wrong


def test_every_kind_of_case_is_there() -> None:
    kinds = Counter("tampered" if case.tampered else min(case.right) for case in cases())
    assert kinds["tampered"] >= 300
    assert {"exact", "fuzzy", "ambiguous", "orphan"} <= set(kinds)
