"""Plans against sampled futures: the same futures as the simulator's, never worse than the plain plan, the price."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.network.build import at, hours, requirement, scenario, triangular

import openairlift as oa
from openairlift.audits import audit
from openairlift.errors import ScenarioError, UsageError
from openairlift.model import Disruption, FleetRow
from openairlift.plan import EventKind
from openairlift.study.futures import foreseen
from openairlift.study.hedge_plans import mean_capacity, renumbered
from openairlift.study.robust import TERMS

STORM = Disruption(kind="closure", target="hub", rate_per_day=0.7, duration_s=triangular(4, 9, 20))
THEFT = Disruption(kind="loss", target="fleet/JET@depot", rate_per_day=0.1, factor=0.5)
SLOW = Disruption(kind="capacity", target="hub/working", rate_per_day=0.5, factor=0.5, duration_s=hours(10))


def airlift() -> oa.Scenario:
    return scenario(
        fleet=[FleetRow(type="JET", tails=4, home="depot")], horizon_days=5,
        requirements=[requirement(mass_kg=700_000.0, required=at(30)), requirement("r2", latest=at(40))],
    )  # fmt: skip


@pytest.mark.parametrize("run", range(6))
def test_a_future_is_what_the_simulator_draws(run: int) -> None:
    made = replace(airlift(), disruptions=(STORM, SLOW, THEFT))
    log = oa.simulate(made, oa.make_plan(made), seed=11, run=run, log=True).events
    assert log is not None
    seen = sorted((int(row["time"]), int(row["aux"])) for row in log if row["kind"] == EventKind.SHOCK)
    rows = foreseen(made, seed=11, run=run).disruptions
    known = [(made.seconds(row.opens), 1) for row in rows if row.opens is not None]
    known += [(made.seconds(row.closes), 0) for row in rows if row.closes is not None]
    assert seen == sorted(moment for moment in known if moment[0] < made.settings.horizon)
    assert all(row.rate_per_day is None for row in rows)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_plan_is_never_worse_than_the_plain_one_on_its_samples(seed: int) -> None:
    found = oa.plan_against(airlift(), [STORM, THEFT], samples=3, seed=seed, effort=2)
    assert found.hedged.mean <= found.plain.mean
    assert found.wait_and_see <= found.hedged.mean
    assert not audit(found.scenario, found.plan)
    # the means are those of a study with the same seed
    for plan, judged in ((found.plan, found.hedged), (found.plain_plan, found.plain)):
        study = oa.replicate(found.scenario, plan, runs=3, seed=seed, workers=1)
        from openairlift.study.objective import objective_terms

        assert judged.mean == pytest.approx(tuple(objective_terms(study).values()))
    for term in range(len(TERMS)):
        assert found.price[term] == found.hedged.undisturbed[term] - found.plain.undisturbed[term]
        assert found.value[term] == found.plain.mean[term] - found.hedged.mean[term]
        assert found.evpi[term] == found.hedged.mean[term] - found.wait_and_see[term]


def test_the_same_call_gives_the_same_plan() -> None:
    one, other = (oa.plan_against(airlift(), [STORM], samples=2, seed=3, effort=2) for _ in range(2))
    assert one.plan == other.plan
    assert one.judged == other.judged


def test_without_anything_that_may_come_the_plain_plan_is_kept() -> None:
    never = replace(STORM, rate_per_day=1e-9)
    found = oa.plan_against(airlift(), [never], samples=2, effort=1)
    assert found.kept == "plain"
    assert found.price == found.value == found.evpi == (0.0, 0.0, 0.0, 0.0)


def test_capacity_on_the_mean() -> None:
    made = replace(airlift(), disruptions=(replace(STORM, rate_per_day=1.0, duration_s=hours(24)),))
    assert mean_capacity(made).places["hub"].working == 1  # there half of the time
    assert mean_capacity(made).places["depot"].working == 2


def test_a_plan_with_a_reserve_names_the_tails_that_fly() -> None:
    plan = oa.make_plan(airlift())
    assert {row.tail for row in plan.missions} == {0, 1, 2, 3}
    assert {row.tail for row in renumbered(plan, [0, 2, 4, 6]).missions} == {0, 2, 4, 6}


def test_a_file_is_read_and_checked_like_the_scenarios_own(tmp_path: Path) -> None:
    file = tmp_path / "storms.csv"
    file.write_text("kind,target,rate_per_day,duration_h\nclosure,hub,0.7,triangular(4; 9; 20)\n", encoding="utf-8")
    found = oa.plan_against(airlift(), file, samples=1, effort=1)
    assert found.scenario.disruptions == (STORM,)
    assert found.scenario.fingerprint != airlift().fingerprint
    file.write_text("kind,target,rate_per_day\nclosure,hob,0.7\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        oa.plan_against(airlift(), file, samples=1, effort=1)
    assert [(issue.file, issue.row, issue.column) for issue in caught.value.issues] == [
        ("storms.csv", 2, "target"),
        ("storms.csv", 2, "duration_h"),
    ]
    file.write_text("kind,target\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="no rows"):
        oa.plan_against(airlift(), file)


def test_records_are_checked_too() -> None:
    with pytest.raises(ScenarioError, match="'hob'"):
        oa.plan_against(airlift(), [replace(STORM, target="hob")])
    with pytest.raises(UsageError, match="samples"):
        oa.plan_against(airlift(), [STORM], samples=0)
