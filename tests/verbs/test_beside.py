"""The report of a run shows what sensitivity, compare and judge found, where it lies beside the run or is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.study.test_verdicts import write_judged

from openairlift import verbs
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.reports.app import record_in
from openairlift.verbs.beside import results_beside, results_named
from openairlift.verbs.comparing import compare
from openairlift.verbs.judging import judge
from openairlift.verbs.records import Record
from openairlift.verbs.sensing import sensitivity

Made = tuple[Path, Path, Path, Path]


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A run, and folders with a sensitivity, a comparison and a judgement of its scenario."""
    base = tmp_path_factory.mktemp("beside")
    tiny = write_judged(base / "tiny")
    run = verbs.run(tiny, runs=2, workers=1, out=base / "runs").folder
    sensitivity(run, runs=2, out=base / "swings")
    compare(tiny, runs=2, replans=0, out=base / "compared")
    judge(run, ["c"], workers=1, trial_runs=2, draws=2, inversion=False, out=base / "judged")
    return run, base / "swings", base / "compared", base / "judged"


def shown(folder: Path) -> Record:
    carried = record_in((folder / "report.html").read_bytes())
    assert carried is not None
    record: Record = json.loads(carried)
    return record


def page_of(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8").partition('id="airlift-view"')[0]


def test_named_results_are_shown_by_the_app_and_stand_in_the_annex(made: Made, tmp_path: Path) -> None:
    run, *folders = made
    found = verbs.report(run, out=tmp_path / "page", results=folders)
    record = shown(tmp_path / "page")
    assert record["swings"] == json.loads((folders[0] / "sensitivity.json").read_bytes())
    assert record["compared"] == json.loads((folders[1] / "comparison.json").read_bytes())
    assert record["summary"]["claims"]["judged"] is not None
    assert found.record["claims"]["judged"] is not None
    text = page_of(tmp_path / "page")
    assert "<h2>What each input is worth</h2>" in text
    assert "<h2>Options compared</h2>" in text
    assert "swings" not in shown(run)
    assert "<h2>Options compared</h2>" not in page_of(run)


def test_results_beside_the_run_or_where_the_report_goes_are_found(made: Made, tmp_path: Path) -> None:
    run, swings, compared, _ = made
    here = tmp_path / "here"
    here.mkdir()
    for folder, name in ((swings, "sensitivity.json"), (compared, "comparison.json")):
        (here / name).write_bytes((folder / name).read_bytes())
    verbs.report(run, out=here)
    assert {"swings", "compared"} <= set(shown(here))
    beside = run / "sensitivity.json"
    beside.write_bytes((swings / "sensitivity.json").read_bytes())
    try:
        with pytest.raises(OpenAirliftError, match="without the results of sensitivity, which is not overwritten"):
            verbs.report(run)
        verbs.report(run, out=tmp_path / "there", profile="us-nato")
        assert shown(tmp_path / "there")["swings"]["rows"]
    finally:
        beside.unlink()
    assert verbs.report(run).state == "stored"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: {**one, "version": "0.0.1"}, "was made by version 0.0.1"),
        (lambda one: {**one, "complete": False}, "was stopped before everything was tried"),
        (lambda one: {**one, "scenario": {**one["scenario"], "fingerprint": "ab"}}, "is of another scenario"),
        (lambda one: {**one, "rows": 3}, "read as what sensitivity writes"),
    ],
)
def test_what_does_not_belong_to_the_run_is_not_shown_and_said_to_be_there(
    made: Made, tmp_path: Path, change: Callable[[Record], Record], why: str
) -> None:
    run, swings, *_ = made
    changed = change(json.loads((swings / "sensitivity.json").read_bytes()))
    (tmp_path / "sensitivity.json").write_text(json.dumps(changed), encoding="utf-8")
    verbs.report(run, out=tmp_path)
    record = shown(tmp_path)
    assert "swings" not in record
    assert why in record["aside"]["swings"]
    with pytest.raises(OpenAirliftError, match=r"wrote with --out|was made by|was stopped|is of another"):
        results_named([tmp_path], changed["scenario"]["fingerprint"] if why != "is of another scenario" else "cd")


def test_a_comparison_belongs_to_the_run_of_each_of_its_options(made: Made) -> None:
    _, _, compared, _ = made
    record = json.loads((compared / "comparison.json").read_bytes())
    for option in record["options"]:
        assert "compared" in results_beside([compared], option["fingerprint"])
    assert "aside" in results_beside([compared], "no such")


def test_what_is_named_has_to_be_there_once_and_of_a_run(made: Made, tmp_path: Path) -> None:
    run, swings, *_ = made
    with pytest.raises(OpenAirliftError, match=r"holds none of judgement\.json, sensitivity\.json, comparison\.json"):
        verbs.report(run, out=tmp_path / "a", results=[tmp_path])
    with pytest.raises(OpenAirliftError, match="a second result of sensitivity"):
        verbs.report(run, out=tmp_path / "a", results=[swings, swings / "sensitivity.json"])
    with pytest.raises(UsageError, match="--results goes with a run folder"):
        verbs.report("relief-small", out=tmp_path / "a", results=[swings])
    assert not (tmp_path / "a").exists()
