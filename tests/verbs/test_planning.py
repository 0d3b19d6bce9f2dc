"""Plans with a proof, from the verb to what is stored and reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from openairlift import verbs
from openairlift.errors import UsageError
from openairlift.network import build_network
from openairlift.plan import Plan, Proof
from openairlift.reports import summary_text
from openairlift.scenario import read_scenario
from openairlift.store import open_run
from openairlift.verbs import planning
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import proof_record, to_json

EXAMPLE = "relief-small"


def test_a_run_keeps_the_proof_and_its_report_shows_it(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=2, seed=7, workers=1, effort=2, out=tmp_path)
    stored = open_run(outcome.folder).study.plan
    assert stored.proof is not None
    assert outcome.record["plan"]["bound"] == proof_record(stored)["bound"]
    assert outcome.record["plan"]["gap"]["delay"] == pytest.approx(stored.proof.gap[2])
    text = summary_text(outcome.record)
    assert "How good is this plan" in text
    assert "No bound was computed" not in text
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "How good is this plan" in outcome.report.read_text(encoding="utf-8")
    again = verbs.run(EXAMPLE, runs=2, seed=7, workers=1, effort=2, out=tmp_path)
    assert (again.state, again.data) == ("stored", outcome.data)


def test_a_plan_of_a_run_is_that_of_the_verb_plan(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=2, workers=1, effort=2, out=tmp_path)
    assert verbs.plan(EXAMPLE, effort=2)["plan"] == outcome.record["plan"]


def test_a_run_of_the_baseline_says_that_no_bound_was_computed(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=2, workers=1, out=tmp_path)
    text = summary_text(outcome.record)
    assert "No bound was computed" in text
    assert "How good is this plan" not in text + outcome.report.read_text(encoding="utf-8")


def test_the_proof_as_a_record() -> None:
    proof = Proof(objective=(0.0, 50.0, 400.0), bound=(0.0, 40.0, 100.0), nothing=(100.0, 240.0, 1100.0), scale=1.0)
    record = proof_record(Plan(missions=(), proof=replace(proof, closure_s=5400)))
    assert record == {
        "objective": {"undelivered": 0, "lateness": 50, "delay": 400, "closure_h": 1.5},
        "bound": {"undelivered": 0, "lateness": 40, "delay": 100},
        "gap": {"undelivered": 0, "lateness": 0.2, "delay": 0.75},
        "value_gap": {"undelivered": 0, "lateness": 0.05, "delay": 0.3},
    }
    assert proof_record(Plan(missions=(), proof=proof))["objective"]["closure_h"] is None
    assert set(proof_record(Plan(missions=())).values()) == {None}


def test_effort_and_time_limit_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="takes the place"):
        verbs.plan(EXAMPLE, effort=3, time_limit_s=3.0)


def test_the_effort_of_the_verb_comes_near_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    real = planning.make_plan

    def asked(scenario: object, **settings: object) -> Plan:
        seen.append(settings["effort"])
        return real(scenario, **{**settings, "effort": 1})  # type: ignore[arg-type]

    monkeypatch.setattr(planning, "make_plan", asked)
    assert verbs.plan(EXAMPLE)["effort"] == 200
    assert seen == [200]


def test_a_search_that_is_stopped_is_no_plan_unless_it_is_wanted() -> None:
    scenario = read_scenario(EXAMPLE)
    network = build_network(scenario)
    told: list[str] = []

    def searching(what: str, _words: str) -> None:
        if what == "search":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audited_plan(scenario, network=network, effort=50, searching=searching)
    plan = audited_plan(
        scenario, network=network, effort=50, searching=searching, stopped=lambda: told.append("stopped")
    )
    assert told == ["stopped"]
    assert plan.missions
    assert not plan.reproducible


def test_two_plans_are_the_same_bytes() -> None:
    assert to_json(verbs.plan(EXAMPLE, effort=2)) == to_json(verbs.plan(EXAMPLE, effort=2))
