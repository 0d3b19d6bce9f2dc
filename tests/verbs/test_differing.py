"""What changed: inputs, plan, results."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests.study.worlds import study

from openairlift.errors import OpenAirliftError
from openairlift.reports.differing import diff_page, diff_text
from openairlift.scenario import read_scenario
from openairlift.scenario.differing import scenario_changes
from openairlift.study.differing import _apart, result_changes
from openairlift.verbs import run
from openairlift.verbs.differing import diff
from openairlift.verbs.examples import copy_example
from openairlift.verbs.records import Record

EXAMPLE = "relief-small"


def copied(folder: Path) -> Path:
    copy_example(EXAMPLE, to=folder)
    return folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("runs")
    return [
        run(EXAMPLE, runs=6, seed=7, out=out).folder,
        run(EXAMPLE, options=["third-slot"], runs=6, seed=7, out=out).folder,
        run(EXAMPLE, options=["third-slot"], runs=8, seed=9, out=out).folder,
    ]


@pytest.fixture(scope="module")
def found(runs: list[Path]) -> Record:
    return diff(runs[0], runs[1])


def test_nothing_differs_from_itself() -> None:
    record = diff(EXAMPLE, EXAMPLE, runs=3)
    assert record["inputs"] == []
    assert record["plan"]["missions"] == record["plan"]["requirements"] == []
    assert all(row["change"] == 0 for row in record["results"]["numbers"])
    assert "nothing that is stated differs" in diff_text(record)


def test_inputs_come_first_with_their_basis(found: Record) -> None:
    (row,) = found["inputs"]
    assert (row["cell"], row["before"], row["after"], row["basis"]) == ("places/beira/working", "2", "3", "assumed")
    text = diff_text(found)
    assert text.index("places/beira/working: 2 -> 3 (assumed)") < text.index("Plan") < text.index("Results")


def test_missions_are_counted_once(found: Record) -> None:
    plan = found["plan"]
    counts = plan["counts"]
    assert plan["missions_before"] - counts["gone"] + counts["new"] == plan["missions_after"]
    assert sum(counts.values()) == len(plan["missions"])
    for row in plan["missions"]:
        assert (row["before"] is None, row["after"] is None) == (row["kind"] == "new", row["kind"] == "gone")
        assert bool(row["what"]) == (row["kind"] == "moved")


def test_a_scenario_and_its_run_differ_in_nothing_but_options(runs: list[Path]) -> None:
    record = diff(EXAMPLE, runs[0])
    assert record["inputs"] == []
    assert (record["before"]["kind"], record["after"]["kind"]) == ("scenario", "run")
    assert record["results"]["luck"] == "shared"
    assert record["results"]["runs_before"] == 6
    assert all(row["change"] == 0 for row in record["results"]["numbers"])


def test_another_seed_is_said_and_widens_the_intervals(runs: list[Path], found: Record) -> None:
    record = diff(runs[0], runs[2])
    assert found["results"]["luck"] == "shared"
    assert record["results"]["luck"] == "independent"
    assert "Luck is not the same (seeds 7 and 9)" in diff_text(record)


def test_files_of_two_days_differ_by_cell_row_and_basis(tmp_path: Path) -> None:
    one, two = copied(tmp_path / "monday"), copied(tmp_path / "tuesday")
    file = two / "requirements.csv"
    lines = file.read_text().splitlines()
    assert lines[-1]
    file.write_text("\n".join([*lines[:-1], lines[-1].replace(lines[-1].split(",")[0], "fresh", 1)]) + "\n")
    changes = scenario_changes(read_scenario(one), read_scenario(two))
    kinds = {(item.table, item.key, item.kind) for item in changes}
    assert ("requirements", "fresh", "added") in kinds
    assert ("requirements", lines[-1].split(",")[0], "removed") in kinds
    assert all(item.table == "requirements" or item.kind == "basis" for item in changes)


def test_another_unit_for_the_same_value_is_no_change(tmp_path: Path) -> None:
    one, two = copied(tmp_path / "a"), copied(tmp_path / "b")
    file = two / "scenario.toml"
    text = file.read_text()
    file.write_text(text + "\nhold_h = 0.75\n" if "hold_" not in text else text)
    (one / "scenario.toml").write_text(text + "\nhold_min = 45\n" if "hold_" not in text else text)
    assert [i.cell for i in scenario_changes(read_scenario(one), read_scenario(two)) if i.kind != "basis"] == []


def test_results_of_independent_samples_follow_welch() -> None:
    rng = np.random.default_rng(1)
    old, new = rng.normal(10, 2, 30), rng.normal(11, 5, 12)
    made = _apart("x", "s", old, new)
    assert made is not None
    known = stats.ttest_ind(new, old, equal_var=False).confidence_interval(0.95)
    assert made.change.low <= known.low  # whole degrees of freedom are a little wider
    assert made.change.high >= known.high
    assert (made.change.low, made.change.high) == pytest.approx((known.low, known.high), rel=0.02)


def test_runs_that_do_not_close_are_counted_and_left_out() -> None:
    base = study()
    names = {item.name: item for item in result_changes(base, base)}
    closure = names.get("closure")
    assert closure is None or closure.left_out == base.runs - int(base.closed.sum())
    assert names["flying"].change.mean == 0


def test_the_page_and_the_json_are_written_once(runs: list[Path], tmp_path: Path) -> None:
    diff(runs[0], runs[1], out=tmp_path)
    page = (tmp_path / "diff.html").read_text()
    assert "places/beira/working" in page
    assert "http" not in page.replace("http-equiv", "")
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        diff(runs[0], runs[1], out=tmp_path)


def test_hostile_names_stay_text(found: Record) -> None:
    evil = {**found, "title": "<script>alert(1)</script>\x1b[31m"}
    assert "<script>alert" not in diff_page(evil)
    assert "\x1b" not in diff_text(evil)


def test_without_runs_nothing_is_simulated(tmp_path: Path) -> None:
    record = diff(EXAMPLE, copied(tmp_path / "same"), runs=0)
    assert record["results"] is None
    assert "nothing was simulated" in diff_text(record)
    shutil.rmtree(tmp_path / "same")
