"""A changed source marks exactly what rests on it: on random books, against a search of the TOML itself."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import Issue
from openairlift.evidence import read_evidence, resting_on_sources

SOURCES = [f"s{at}" for at in range(4)]
EVIDENCE = [f"e{at}" for at in range(8)]
CITED = st.lists(st.sampled_from(EVIDENCE), max_size=3, unique=True)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "source": {id_: {"title": "T", "producer": "P"} for id_ in SOURCES},
        "evidence": {id_: {"source": draw(st.sampled_from(SOURCES)), "says": "x"} for id_ in EVIDENCE},
        "statement": {}, "observation": {}, "claim": {}, "param": {},
    }  # fmt: skip
    for at in range(draw(st.integers(0, 5))):
        cited = draw(CITED.filter(bool))
        raw["statement"][f"t{at}"] = {"holder": "h", "on": "o", "position": "p", "evidence": cited}
    for at in range(draw(st.integers(0, 5))):
        raw["claim"][f"c{at}"] = {"says": "x", "test": "1 < 2", "evidence": draw(CITED)}
    # Evidence of observations is no evidence of parameters: the even ones are for these, the odd for those.
    for at in range(draw(st.integers(0, 5))):
        cited = draw(st.lists(st.sampled_from(EVIDENCE[1::2]), min_size=1, max_size=3, unique=True))
        raw["observation"][f"o{at}"] = {"value": 1, "evidence": cited}
    for at in range(draw(st.integers(0, 5))):
        cited = draw(st.lists(st.sampled_from(EVIDENCE[::2]), max_size=3, unique=True))
        param: dict[str, Any] = {"basis": "assumed"}
        param["evidence"] = [
            {"id": id_, "says": draw(st.sampled_from(["supports", "qualifies", "contradicts"]))} for id_ in cited
        ]
        beside = draw(st.lists(st.sampled_from(EVIDENCE[::2]), max_size=1))
        if beside:
            param["alternatives"] = [{"value": "1", "evidence": beside}]
        if beside or any(item["says"] == "contradicts" for item in param["evidence"]):
            param["rule"] = "newest"
        raw["param"][f"fleet/r{at}/tails"] = param
    return raw


def ids_in(value: Any) -> set[str]:
    """Return every id of evidence that is written anywhere in a record."""
    if isinstance(value, dict):
        return set().union(*map(ids_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(ids_in, value))
    return {value} if value in EVIDENCE else set()


@given(books(), st.lists(st.sampled_from(SOURCES), unique=True))
def test_exactly_the_dependants_are_marked(raw: dict[str, Any], changed: list[str]) -> None:
    issues: list[Issue] = []
    book = read_evidence(raw, file="evidence.toml", issues=issues)
    assert not issues
    found = resting_on_sources(changed, book)
    stale = {id_ for id_, record in raw["evidence"].items() if record["source"] in changed}
    assert set(found.evidence) == stale
    for section, marked in (
        ("statement", found.statements),
        ("observation", found.observations),
        ("claim", found.claims),
        ("param", found.params),
    ):
        assert set(marked) == {id_ for id_, record in raw[section].items() if ids_in(record) & stale}
        assert len(marked) == len(set(marked))
    assert bool(found) == bool(stale)
