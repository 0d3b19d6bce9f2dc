"""Claims beside the results of a run: judged with it, judged by themselves and found beside it, or not judged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.scenario.tiny import FILES
from tests.study.test_verdicts import CLAIM, OPTION, RANGES

from openairlift import verbs
from openairlift.errors import Interrupted, OpenAirliftError
from openairlift.study.judging import task
from openairlift.verbs import judgement as judged_records
from openairlift.verbs.judging import judge
from openairlift.verbs.records import Record

BOOK = """
[source.post]
title = "Blankets"
producer = "The Harbour Post"
published = "2024-05-08"
[evidence.blankets]
source = "post"
paragraph = 2
figures = ["9"]
says = "nine in ten blankets had landed"
grade = "C3"
[[evidence.blankets.chain]]
who = "The Harbour Post"
mode = "reports"
[[evidence.blankets.chain]]
who = "port official, unnamed"
mode = "told"
on = "2024-05-07"
"""
SMALL = {"trial_runs": 2, "draws": 2, "inversion": False}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text + (OPTION if name == "options.toml" else ""), encoding="utf-8")
    said = CLAIM.replace('says = "So much was there by then"', 'says = "So much was there"\nevidence = ["blankets"]')
    (folder / "evidence.toml").write_text(BOOK + RANGES + said, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _fewer_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = judged_records.judgement_record
    monkeypatch.setattr(judged_records, "judgement_record", lambda *one, **more: whole(*one, **{**more, **SMALL}))


def page_of(folder: Path) -> str:
    """Return the text of the section on claims, in the page that the report holds for a browser without scripts."""
    text = (folder / "report.html").read_text(encoding="utf-8")
    (section,) = re.findall(r'<section id="claims">.*?</section>', text, re.DOTALL)
    return " ".join("".join(ET.fromstring(section).itertext()).split())


def verdicts(record: Record) -> list[str]:
    return [row["verdict"] for claim in record["claims"] for row in claim["readings"]]


def test_a_run_that_was_not_judged_states_its_claims_and_the_command(folder: Path, tmp_path: Path) -> None:
    found = verbs.run(folder, runs=2, workers=1, options=["late"], out=tmp_path / "runs")
    told = found.record["claims"]
    assert told["judged"] is None
    assert told["command"] == "openairlift run tiny --option late --judge"
    assert [(claim["id"], claim["readings_in_all"], claim["readings"]) for claim in told["claims"]] == [
        ("c", 12, None), ("without", 1, None), ("other", 2, None)
    ]  # fmt: skip
    (said,) = told["claims"][0]["told"]
    assert [link["who"] for link in said["chain"]] == ["The Harbour Post", "port official, unnamed"]
    assert told["claims"][0]["roots"] == [{"root": "port official, unnamed", "evidence": ["blankets"]}]
    page = page_of(found.folder)
    assert "Not judged. openairlift run tiny --option late --judge does it." in page
    assert "12 readings, not judged" in page
    assert "The Harbour Post reports ← port official, unnamed told 2024-05-07" in page
    assert not (found.folder / "judgement.html").exists()


def test_a_judged_run_states_every_reading_what_decides_it_and_who_said_it(folder: Path, tmp_path: Path) -> None:
    found = verbs.run(folder, runs=3, seed=1, workers=1, judge=True, out=tmp_path / "runs")
    told = found.record["claims"]
    assert (told["judged"]["runs"], told["judged"]["seed"], told["command"]) == (3, 1, None)
    alone = judge(folder, runs=3, seed=1, workers=1, **SMALL)  # type: ignore[arg-type]
    assert [claim["readings"] for claim in told["claims"]] == [claim["readings"] for claim in alone["claims"]]
    assert told["judged"]["verdicts"] == alone["verdicts"]
    assert json.loads((found.folder / "judgement.json").read_bytes()) == alone
    page = page_of(found.folder)
    assert "Judged on 3 runs (seed 1)" in page
    for claim in told["claims"]:
        for row in claim["readings"]:
            if row["verdict"] == "untestable":
                continue  # those that fail for one reason are told once
            assert " · ".join(f"{name} {value}" for name, value in row["reading"].items()) in page
    assert "decided by links/*/trucks (estimated)" in page
    assert "Said by 1 root: port official, unnamed" in page
    chase = told["chase"]
    assert [item["basis"] for item in chase] == ["assumed"] * len(chase)
    assert [item["readings"] for item in chase] == sorted((item["readings"] for item in chase), reverse=True)
    decided = [row["deciding"] for claim in told["claims"] for row in claim["readings"]]
    first = chase[0]["input"]
    assert chase[0]["readings"] == sum(any(item["input"] == first for item in row) for row in decided)
    assert f"What to look for next, assumed inputs that decide readings: {first} (" in page


def test_a_judged_run_is_the_same_bytes_again_and_another_run_than_the_plain_one(folder: Path, tmp_path: Path) -> None:
    settings = {"runs": 2, "workers": 1}
    one = verbs.run(folder, judge=True, out=tmp_path / "a", **settings)  # type: ignore[arg-type]
    two = verbs.run(folder, judge=True, out=tmp_path / "b", **settings)  # type: ignore[arg-type]
    plain = verbs.run(folder, out=tmp_path / "a", **settings)  # type: ignore[arg-type]
    assert one.data == two.data
    assert one.folder.name == two.folder.name != plain.folder.name
    for name in ("report.html", "judgement.json", "judgement.html", "summary.json"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()
    again = verbs.run(folder, judge=True, out=tmp_path / "a", **settings)  # type: ignore[arg-type]
    assert (again.state, again.data) == ("stored", one.data)
    assert plain.record["claims"]["judged"] is None
    assert {**plain.record, "claims": None} == {**one.record, "claims": None}


def test_the_report_of_a_stored_run_takes_a_judgement_beside_it(folder: Path, tmp_path: Path) -> None:
    run = verbs.run(folder, runs=2, workers=1, out=tmp_path / "runs").folder
    judge(run, ["c"], workers=1, out=tmp_path / "page", **SMALL)  # type: ignore[arg-type]
    found = verbs.report(run, out=tmp_path / "page")
    told = found.record["claims"]
    assert [claim["readings"] is None for claim in told["claims"]] == [False, True, True]
    assert told["command"] == "openairlift run tiny --judge"
    assert "1 reading, not judged; compared with the option late" in page_of(tmp_path / "page")
    assert json.loads((run / "summary.json").read_bytes())["claims"]["judged"] is None

    judge(run, ["c"], workers=1, out=run, **SMALL)  # type: ignore[arg-type]
    with pytest.raises(OpenAirliftError, match="without verdicts of its claims, which is not overwritten"):
        verbs.report(run)
    assert verbs.report(run, out=tmp_path / "other").record == found.record


def test_a_judgement_that_does_not_belong_to_the_run_is_not_taken_and_said_to_be_there(
    folder: Path, tmp_path: Path
) -> None:
    run = verbs.run(folder, runs=2, workers=1, out=tmp_path / "runs").folder
    record = judge(folder, ["other"], options=["late"], runs=2, workers=1, out=tmp_path / "late", **SMALL)  # type: ignore[arg-type]
    told = verbs.report(run, out=tmp_path / "late").record["claims"]
    assert told["judged"] is None
    assert "is of another scenario, or of other options" in told["reason"]
    assert "Not judged: judgement.json is of another scenario" in page_of(tmp_path / "late")
    mine = {
        **record,
        "scenario": {**record["scenario"], "fingerprint": verbs.report(run).record["scenario"]["fingerprint"]},
    }
    for number, (text, why) in enumerate(
        [
            (json.dumps({**mine, "version": "0.0.1"}), "was made by version 0.0.1"),
            (json.dumps({**mine, "complete": False}), "was stopped before everything was tried"),
            (json.dumps({**mine, "claims": [{"id": "nobody's"}]}), "was made by version"),
            ("[1, 2", "can't be read as what judge writes"),
            ("[1, 2]", "can't be read as what judge writes"),
        ]
    ):
        place = tmp_path / f"p{number}"
        place.mkdir()
        (place / "judgement.json").write_text(text, encoding="utf-8")
        assert why in verbs.report(run, out=place).record["claims"]["reason"]


def test_ctrl_c_while_claims_are_judged_leaves_a_run_that_is_resumed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_one: object, **_more: object) -> None:
        raise KeyboardInterrupt

    settings = {"runs": 2, "workers": 1, "judge": True, "out": tmp_path / "runs"}
    with monkeypatch.context() as patched:
        patched.setattr(task, "make_plan", stopped)
        with pytest.raises(Interrupted, match="the 2 runs are kept"):
            verbs.run(folder, **settings)  # type: ignore[arg-type]
    found = verbs.run(folder, **settings)  # type: ignore[arg-type]
    assert found.state == "resumed"
    assert None not in verdicts(found.record["claims"])


def test_verdicts_go_out_as_claim_review_with_the_banner(folder: Path, tmp_path: Path) -> None:
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'banner = "Exercise"\n', encoding="utf-8")
    file = tmp_path / "reviews.json"
    record = judge(folder, runs=3, claim_review=file)
    told = json.loads(file.read_bytes())
    assert [node["itemReviewed"]["identifier"] for node in told["@graph"]] == [one["id"] for one in record["claims"]]
    for node, claim in zip(told["@graph"], record["claims"], strict=True):
        assert node["@type"] == "ClaimReview"
        assert node["description"] == "Exercise"
        assert node["claimReviewed"] == claim["says"]
        assert "ratingValue" not in node["reviewRating"]
        lines = node["reviewBody"].splitlines()
        assert len(lines) == len(claim["readings"])
        assert all(reading["verdict"] in line for reading, line in zip(claim["readings"], lines, strict=True))
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        judge(folder, runs=3, claim_review=file)
