"""The figures of the first pages come from code and records, and none is typed."""

from __future__ import annotations

import re
import runpy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import openairlift
from openairlift.scenario import read_scenario

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
NAMES = re.compile(r"Apache-2\.0|\bP\d\d\b|\b[A-Z]+-\d+\w*\b")
"""Names that hold a digit and are no figures."""
WORDS = re.compile(
    r"\b(?:three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|half|twice|percent|quarter)\b", re.I
)


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "write_figures.py"))


@pytest.mark.parametrize("page", ["README.md", "docs/index.md", "docs/background/trust.md"])
def test_marked_figures_are_those_of_code_and_records(page: str) -> None:
    path = ROOT / page
    assert script()["filled"](path) == path.read_text(encoding="utf-8")


def typed(text: str) -> list[str]:
    """Return what looks like a figure outside of marks, code, the targets of links, and names."""
    for kept in (script()["BLOCK"], script()["INLINE"]):
        text = kept.sub(" ", text)
    text = re.sub(r"^```.*?^```", " ", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`|\]\([^)]*\)|<!--.*?-->", " ", text)
    text = NAMES.sub(" ", text)
    return re.findall(r"\S*\d\S*", text) + WORDS.findall(text)


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_no_figure_is_typed(page: str) -> None:
    assert typed((ROOT / page).read_text(encoding="utf-8")) == []


def test_a_typed_figure_would_be_seen() -> None:
    assert typed("It takes 12 s, <!-- =share -->70 percent<!-- / -->, `--runs 200`, half a minute.") == ["12", "half"]


def test_the_record_of_the_main_job_is_what_it_says_today() -> None:
    known = script()["record"]("main-job")
    assert known["version"] == openairlift.__version__
    assert known["fingerprint"] == read_scenario(script()["CASE"]).fingerprint
    assert known == script()["main_job"]()


def test_the_record_of_times_names_machine_and_date() -> None:
    known = script()["record"]("times")
    assert known["machine"]
    assert known["python"]
    assert date.fromisoformat(known["date"]) >= date(2026, 11, 1)
    assert known["same_json"]
    assert known["same_files"]


def test_every_mark_is_known_and_closed() -> None:
    for page in script()["PAGES"]:
        text = page.read_text(encoding="utf-8")
        assert text.count("<!-- figures:") == len(script()["BLOCK"].findall(text)) == text.count("<!-- end of figures")
        assert text.count("<!-- =") == len(script()["INLINE"].findall(text)) == text.count("<!-- / -->")


def test_coverage_and_mutation_are_told_where_the_tests_passed_and_misses_stay_in() -> None:
    coverage, mutation = script()["record"]("coverage"), script()["record"]("mutation")
    assert all(one["passed"] for one in coverage.values())
    low = [name for name, one in coverage.items() if one["share"] < 95]
    low += [name for name, one in mutation.items() if one["score"] < 85]
    page = (ROOT / "docs" / "background" / "trust.md").read_text(encoding="utf-8")
    missed = re.findall(r"^\| `(\w+)` .*\*\*missed\*\*", page, re.MULTILINE)
    assert sorted(missed) == sorted(low)
    for one in mutation.values():
        assert one["tried"] == one["killed"] + len(one["survived"]) + len(one["not_run"])
