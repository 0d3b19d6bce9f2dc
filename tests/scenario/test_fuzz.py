"""Whatever the bytes are: a scenario, or a ScenarioError with issues; never another exception."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.tiny import FILES

import openairlift as oa

BITS = st.sampled_from(
    [
        "",
        ",",
        ";",
        "\n",
        '"',
        "=",
        "[",
        "]",
        "{",
        "}",
        "#",
        "-",
        "1e999",
        "nan",
        "C+1",
        "any",
        "*",
        "é",
        "\x00",
        "/",
        ":",
    ]
)


def read_or_refuse(files: dict[str, bytes], **more: Any) -> tuple[oa.Scenario | None, tuple[oa.Issue, ...]]:
    try:
        return oa.read_scenario(files, **more), ()
    except oa.ScenarioError as error:
        return None, error.issues


@settings(max_examples=300, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_damaged_files_are_read_or_refused(data: st.DataObject, name: str) -> None:
    text = FILES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    bit = data.draw(BITS | st.text(max_size=5))
    files = {key: value.encode() for key, value in FILES.items()}
    files[name] = (text[:start] + bit + text[end:]).encode("utf-8", "surrogatepass")
    scenario, issues = read_or_refuse(files, options=["hospital"])
    assert (scenario is None) == bool(issues)
    assert all(issue.file and issue.what for issue in issues)


KEYS = st.sampled_from(
    ["places", "rimini", "scenario", "settings", "", "sarajevo", "*", "unit_types", "aircraft", "C-5M"]
)


@settings(max_examples=150, deadline=None)
@given(key=st.lists(KEYS | st.text(max_size=4), max_size=5).map("/".join), value=st.text(max_size=8))
def test_odd_overrides_are_taken_or_refused(key: str, value: str) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    scenario, issues = read_or_refuse(files, overrides={key: value})
    assert (scenario is None) == bool(issues)


@pytest.mark.parametrize(
    "line", ["option = 3", "[[option]]\nid = 1", "[option]\nx = 1", "option = [1]", "[option.x]\nadd = [[]]"]
)
def test_odd_options_are_refused(line: str) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    with pytest.raises(oa.ScenarioError):
        oa.read_scenario({**files, "options.toml": line.encode()})
