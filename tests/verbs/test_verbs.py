"""What the verbs return: one JSON-able record, the same bytes every time, nothing overwritten."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.study.worlds import observed, study, world

from openairlift import verbs
from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.model import MARKS
from openairlift.plan import Haul
from openairlift.verbs.planning import plan_text
from openairlift.verbs.records import number, plan_record, to_json
from openairlift.verbs.summary import summary

EXAMPLE = "relief-small"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "provenance.json"
    }


def test_two_runs_into_empty_folders_are_the_same_bytes_for_any_number_of_workers(tmp_path: Path) -> None:
    one = verbs.run(EXAMPLE, runs=65, seed=7, workers=1, out=tmp_path / "a")
    two = verbs.run(EXAMPLE, runs=65, seed=7, workers=2, out=tmp_path / "b")
    assert one.data == two.data
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert one.state == two.state == "new"
    assert one.report.is_file()


def test_a_finished_run_is_read_back(tmp_path: Path) -> None:
    first = verbs.run(EXAMPLE, runs=3, seed=7, workers=1, out=tmp_path)
    before = contents(tmp_path)
    again = verbs.run(EXAMPLE, runs=3, seed=7, workers=1, out=tmp_path)
    assert again.state == "stored"
    assert again.data == first.data
    assert again.folder == first.folder
    assert contents(tmp_path) == before


def test_the_record_is_what_is_stored_and_holds_no_path(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=3, workers=1, out=tmp_path)
    assert json.loads(outcome.data) == outcome.record == json.loads((outcome.folder / "summary.json").read_bytes())
    assert str(tmp_path) not in outcome.data.decode()


def test_the_summary_answers_every_question() -> None:
    record = summary(study())
    assert record["seed"] == 7
    assert record["runs"] == 45
    assert set(record["delivered"]) == set(MARKS)
    days = record["delivered"]["at_hub"]["mass"]
    assert [day["day"] for day in days] == [1, 2, 3, 4, 5, 6]
    assert days[0]["date"] == "2022-02-25"
    curve = study().delivered(mark="at_hub", meter="mass")
    assert days[2]["p50"] == number(curve.quantile(0.5, at=[3 * 86_400])[0])
    assert record["packages"]["pkg"]["of"] == "authorised"
    assert record["packages"]["pkg"]["share"]["at_hub"][5]["p90"] == number(60 * 20_000 / 1_500_000)
    assert record["packages"]["aid"]["meter"] == "mass"
    assert record["packages"]["aid"]["of"] == "listed"
    assert record["limits"][0]["rank"] == 1
    assert record["plan"]["missions"] == len(study().plan.missions) == sum(record["plan"]["sorties"].values())
    assert {wait["place"] for wait in record["waits"]} <= {"depot", "hub", "town"}
    assert set(record["objective"]) == {"missing", "size_days_late", "size_days_after_free_flow", "flying_h"}
    assert record["plan"]["bound"] is record["plan"]["objective"] is record["plan"]["deciding"] is None
    assert to_json(record) == to_json(summary(study()))


def test_closure_has_seconds_and_date_or_null() -> None:
    closure = summary(study())["closure"]
    p50 = study().closure_quantiles((0.5,))[0]
    assert closure["mark"] == "delivered"
    assert closure["closed_share"] == number(study().closed_share)
    if p50 is None:
        assert closure["p50"] is None
    else:
        assert closure["p50"] == {"seconds": p50, "date": f"{study().scenario.moment(p50):%Y-%m-%dT%H:%M:%SZ}"}


def test_an_observation_has_its_quantile_or_null_and_the_reason() -> None:
    placed = summary(observed(study(), quantity="share", value=0.4, package="pkg", at="approved + 1 d"))
    (record,) = placed["observations"]
    assert set(record["quantile"]) == set(record["prediction"]) == {"at_hub", "delivered"}
    assert record["reason"] is None
    (record,) = summary(observed(study(), quantity="other", value=1))["observations"]
    assert record["quantile"] is None
    assert "no measure" in record["reason"]


def test_a_range_has_the_quantiles_of_its_ends() -> None:
    (record,) = summary(observed(study(), quantity="first_arrival", low=0, high=6))["observations"]
    assert record["quantile"] == {"landed": [0, 1]}


def test_observations_change_nothing_else() -> None:
    with_one = summary(observed(study(), quantity="other", value=1))
    plain = summary(study())
    assert {**with_one, "observations": []} == plain


@pytest.mark.parametrize(("value", "shown"), [(1 / 3, 0.333333333), (2.0, 2), (1e15, 10**15), (0.0, 0)])
def test_numbers_have_nine_digits(value: float, shown: float) -> None:
    assert number(value) == shown
    assert type(number(value)) is type(shown)


def test_check_says_what_a_scenario_is_made_of() -> None:
    record = verbs.check(EXAMPLE)
    assert record["valid"]
    assert record["size"]["requirements"] > 0
    assert record["inputs"]["total"] == sum(v for k, v in record["inputs"].items() if k != "total")


def broken(folder: Path) -> Path:
    verbs.copy_example(EXAMPLE, to=folder)
    places = folder / "places.csv"
    places.write_text(places.read_text(encoding="utf-8").replace("parking", "parkng", 1), encoding="utf-8")
    return folder


def test_check_returns_every_issue(tmp_path: Path) -> None:
    record = verbs.check(broken(tmp_path / "sc"))
    assert not record["valid"]
    assert any(issue["nearest"] == "parking" for issue in record["issues"])


def test_a_broken_scenario_writes_nothing(tmp_path: Path) -> None:
    source = broken(tmp_path / "sc")
    for verb in (verbs.run, verbs.plan, verbs.report):
        with pytest.raises(ScenarioError):
            verb(source, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_record_of_a_plan_says_what_goes_by_surface_alone() -> None:
    _, network, plan = world()
    assert "by_surface_kg" not in plan_record(plan, network)
    load = replace(plan.loads[0][1], mass_kg=2500.0, link=0)
    record = plan_record(replace(plan, hauls=(Haul(load=load, origin=1),)), network)
    assert record["by_surface_kg"] == 2500
    assert record["loads"] == len(plan.loads) + 1
    told = plan_text({"title": "T", "plan": record})
    assert "2.5 t of it by surface alone" in told


def test_plan_writes_a_plan_once(tmp_path: Path) -> None:
    record = verbs.plan(EXAMPLE, effort=1, out=tmp_path / "plan")
    assert record["plan"]["missions"] > 0
    assert {path.name for path in (tmp_path / "plan").iterdir()} == {"plan.json", "plan.parquet"}
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        verbs.plan(EXAMPLE, effort=1, out=tmp_path / "plan")


def test_a_report_of_a_run_folder_is_that_of_the_run(tmp_path: Path) -> None:
    outcome = verbs.run(EXAMPLE, runs=3, workers=1, out=tmp_path / "runs")
    again = verbs.report(outcome.folder, out=tmp_path / "report")
    assert again.record == outcome.record
    assert again.report.read_bytes() == outcome.report.read_bytes()
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        verbs.report(outcome.folder, out=tmp_path / "report")
    with pytest.raises(OpenAirliftError, match="options, seed and runs"):
        verbs.report(outcome.folder, seed=3)
    with pytest.raises(OpenAirliftError, match="options, seed and runs"):
        verbs.report(outcome.folder, runs=3)


def test_a_report_of_a_scenario_runs_it(tmp_path: Path) -> None:
    outcome = verbs.report(EXAMPLE, runs=2, workers=1, out=tmp_path)
    assert outcome.state == "new"
    assert outcome.report.is_file()


def test_examples_are_listed_and_copied_once(tmp_path: Path) -> None:
    names = [item["name"] for item in verbs.list_examples()["examples"]]
    assert {"haiti-2010", "relief-small", "ukraine-2022"} <= set(names)
    record = verbs.copy_example(EXAMPLE, to=tmp_path / "mine")
    assert "scenario.toml" in record["files"]
    assert verbs.check(tmp_path / "mine")["valid"]
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        verbs.copy_example(EXAMPLE, to=tmp_path / "mine")
    with pytest.raises(UsageError, match="did you mean 'relief-small'"):
        verbs.copy_example("relief-smal")


def test_quick_gives_the_pamphlets_station() -> None:
    record = verbs.quick(
        mass_kg=500_000.0, origin="KDOV", destination="EPRZ", type_="C-17A", tails=10, spots=2, ground_s=2.75 * 3600
    )
    rate = 2 * record["payload_kg"] * 24 / 2.75 * 0.85
    assert record["station_kg_per_day"] == pytest.approx(rate)
    assert record["delivered_kg_per_day"] == min(record["station_kg_per_day"], record["fleet_kg_per_day"])
    json.loads(to_json(record))


def test_every_verb_is_there() -> None:
    assert all(callable(getattr(verbs, name)) for name in verbs.__all__)
    with pytest.raises(AttributeError, match="no attribute 'optimise'"):
        verbs.optimise  # noqa: B018


def test_check_looks_into_options_that_nobody_asked_for(tmp_path: Path) -> None:
    """Each is laid over the scenario alone: a fault shows before the option is wanted."""
    folder = tmp_path / "mine"
    verbs.new(folder)
    rows = '[{table="fleet", row={type="C-130J-31", tails=2, home="depot"}}]'
    (folder / "options.toml").write_text(
        f'[option.more]\ntitle = "More"\nadd = {rows}\n[option.fine]\ntitle = "Fine"\n', encoding="utf-8"
    )
    found = verbs.check(folder)
    assert not found["valid"]
    assert [issue["what"].split(":")[0] for issue in found["issues"] if issue["severity"] == "error"] == [
        "with option more"
    ]
    assert "C-130J-30" in str(found["issues"])
    assert verbs.check(folder, options=["fine"])["valid"] is False
    (folder / "options.toml").write_text('[option.fine]\ntitle = "Fine"\n', encoding="utf-8")
    assert verbs.check(folder)["valid"]
