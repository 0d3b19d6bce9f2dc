"""The public names, and what importing them costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import openairlift as oa

HEAVY = ("numba", "numpy", "pandas", "duckdb", "highspy", "rich")


@pytest.mark.parametrize("name", oa.__all__)
def test_every_public_name_is_there_and_described(name: str) -> None:
    assert getattr(oa, name).__doc__


def test_the_python_page_shows_every_public_name_and_no_other() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^::: openairlift\.(\w+)$", page, re.MULTILINE)) == sorted(oa.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        oa.nothing  # noqa: B018


@pytest.mark.parametrize("code", ["import openairlift", "import openairlift.cli", "import openairlift.scenario"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    program = f"import sys; {code}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_report_function_stays_a_function_once_its_room_is_imported() -> None:
    import openairlift.reports  # noqa: F401

    assert callable(oa.report)
