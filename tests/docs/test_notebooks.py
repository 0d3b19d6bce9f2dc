"""The notebooks of the teaching set are made from its page, are valid, and come to the expected answer."""

from __future__ import annotations

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import openairlift as oa

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "notebooks"
HOURS = {"parking": 50.0, "working": 26.0, "fuel": 76.0, "crews": 66.0, "trucks": 73.0, "stock": 55.0}


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "write_notebooks.py"))


def book(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return found


def run(name: str, *, reckoned: float | None = None) -> dict[str, Any]:
    """Run the cells of a notebook one after another, as Jupyter would."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(book(name)["cells"]):
        if cell["cell_type"] == "code":
            code = "".join(cell["source"])
            if reckoned is not None:
                code = code.replace("reckoned_h = None", f"reckoned_h = {reckoned}")
            exec(compile(code, f"{name}.ipynb, cell {number}", "exec"), names)  # noqa: S102 - our own notebook
    return names


def test_there_is_one_a_limit_made_from_the_page() -> None:
    made = script()["notebooks"]()
    assert set(made) == set(HOURS) == set(oa.read_scenario("classroom").options)
    for name, found in made.items():
        assert (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8") == script()["written"](found)
    assert {path.stem for path in FOLDER.iterdir()} == set(HOURS)


def test_the_page_links_each() -> None:
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert [name for name in HOURS if f"(notebooks/{name}.ipynb)" not in page] == []


@pytest.mark.parametrize(("name", "hours"), HOURS.items())
def test_a_notebook_runs_and_comes_to_the_expected_answer(
    name: str, hours: float, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(name)["hours"] == hours
    assert "look again" in capsys.readouterr().out
    run(name, reckoned=hours)
    assert "as reckoned" in capsys.readouterr().out


@pytest.mark.parametrize("name", HOURS)
def test_a_notebook_keeps_to_the_format(name: str) -> None:
    found = book(name)
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in found["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | code
        assert isinstance(cell["source"], list)
        assert cell.get("outputs", []) == []
