"""The verb `replan`: where plans come from, what is written, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import openairlift as oa
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.plan import decode
from openairlift.verbs import plan, replan, run
from openairlift.verbs.replanning import replan_text

EXAMPLE, HIT = "ukraine-2022", "supply-line-hit"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "old"
    plan(EXAMPLE, effort=1, out=folder)
    return folder


def again(planned: Path, **settings: Any) -> dict[str, Any]:
    return replan(EXAMPLE, **{"plan": planned, "at": "2022-03-02T00:00Z", "options": [HIT], "effort": 1, **settings})


def test_the_record_says_what_changed_and_why(planned: Path) -> None:
    record = again(planned)
    assert record["at"] == "2022-03-02T00:00Z"
    assert record["fates"]["kept"] > 0
    assert len(record["changes"]) == sum(record["fates"].values())
    assert record["issues"] == []
    assert record["scenario"]["options"] == [HIT]
    assert any(reason.startswith("hub is closed from 2022-03-02T00:00Z to") for reason in record["reasons"])
    row = record["requirements"][0]
    assert row.keys() == {"line", "unit", "required", "arrival", "undelivered", "reason"}
    assert record["bound"] is None


def test_the_text_names_counts_reasons_and_requirements(planned: Path) -> None:
    text = replan_text(again(planned))
    for words in ("planned again at 020000ZMAR22", "What changed", "missions kept", "Why", "hub is closed"):
        assert words in text
    assert "What it does to requirements" in text


def test_nothing_new_is_said_too(planned: Path) -> None:
    text = replan_text(again(planned, options=[]))
    assert "every requirement arrives as planned before" in text
    assert "Why" not in text


def test_the_new_plan_is_written_once_and_passes_the_audit(planned: Path, tmp_path: Path) -> None:
    again(planned, out=tmp_path / "new")
    scenario = oa.read_scenario(EXAMPLE, options=[HIT])
    made = decode((tmp_path / "new" / "plan.json").read_bytes(), oa.build_network(scenario))
    assert not oa.audit(scenario, made)
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        again(planned, out=tmp_path / "new")


def test_a_file_a_folder_and_another_scenario_do_as_well(planned: Path) -> None:
    one, two = again(planned), again(planned / "plan.json", new=EXAMPLE)
    assert one == two


def test_a_run_folder_brings_its_own_scenario(tmp_path: Path) -> None:
    folder = run("relief-small", runs=1, workers=1, out=tmp_path).folder
    record = replan("relief-small", plan=folder, at="D+1", effort=1)
    assert record["fates"]["kept"] > 0
    assert record["reasons"] == record["issues"] == []
    with pytest.raises(UsageError, match="--old-option"):
        replan("relief-small", plan=folder, at="D+1", old_options=["x"], effort=1)


def test_the_options_of_the_old_plan_are_stated_apart(tmp_path: Path) -> None:
    plan(EXAMPLE, options=["patriot"], effort=1, out=tmp_path)
    record = again(tmp_path, old_options=["patriot"], options=[])
    gone = [row for row in record["requirements"] if row["line"].startswith("patriot-1")]
    assert gone
    assert all(row["required"]["after"] == 0 for row in gone)
    assert any("patriot-1" in reason and "not required any more" in reason for reason in record["reasons"])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at": "noon"}, "is no moment"),
        ({"at": "2023-03-02"}, "lies in the scenario"),
        ({"time_limit_s": 1.0}, "takes the place"),
        ({"plan": "nowhere"}, "holds no plan"),
    ],
)
def test_wrong_usage_is_said(planned: Path, settings: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        again(planned, **settings)
