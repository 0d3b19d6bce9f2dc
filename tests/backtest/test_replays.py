"""The replays: registered before they ran, observations never inputs, pages as the script makes them, misses kept."""

from __future__ import annotations

import importlib
import re
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import openairlift as oa
from openairlift.scenario import Scenario, count_bases, read_scenario
from openairlift.study.probes import Ask, Probe

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "replays"
TESTED = ("ukraine-2022", "haiti-2010", "berlin-1949", "nepal-2015", "turkiye-2023")
NEW = ("haiti-2010", "berlin-1949", "nepal-2015", "turkiye-2023", "gaza-pier-2024")
WORDS = ("What was put in", "What came out", "What the model gets wrong")


@cache
def script() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return importlib.import_module("replays")
    finally:
        sys.path.pop(0)


@cache
def base(name: str) -> Scenario:
    return read_scenario(name)


def between(page: str) -> str:
    return page.split("<!-- table -->\n", 1)[1].split("<!-- end of table -->\n", 1)[0]


def test_the_tables_are_those_of_the_script() -> None:
    known = script().published()
    assert between((PAGES / "index.md").read_text(encoding="utf-8")) == script().table(known)
    assert between((PAGES / "gaza-pier-2024.md").read_text(encoding="utf-8")) == script().pier_table(known)
    for replay in script().REPLAYS:
        page = (PAGES / f"{replay.name}.md").read_text(encoding="utf-8")
        assert between(page) == script().own_table(replay, known[replay.name])


def test_the_figures_follow_from_the_draws() -> None:
    known = script().published()
    assert {replay.name for replay in script().REPLAYS} == set(TESTED)
    for replay in script().REPLAYS:
        found = known[replay.name]
        assert len(found["draws"]) == script().DRAWS
        assert found["prior"] == script().band(script().np.array(found["draws"]))
        assert found["reported"] == pytest.approx(replay.reported, rel=1e-5)


@pytest.mark.parametrize("name", TESTED)
def test_a_draw_done_again_is_the_one_that_was_published(name: str) -> None:
    (replay,) = (one for one in script().REPLAYS if one.name == name)
    published = script().published()[name]["draws"]
    assert script().by_draw(replay, 0) == pytest.approx(published[0], rel=1e-4)


def test_at_least_three_of_the_five_pass_and_misses_are_told() -> None:
    known = script().published()
    passed = {name: script().verdict(known[name]).passes for name in TESTED}
    assert sum(passed.values()) >= 3
    for name, well in passed.items():
        page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        assert ("**missed**" in page) is not well, name


@pytest.mark.parametrize("name", [*TESTED, "gaza-pier-2024"])
def test_every_replay_is_registered_and_has_its_page(name: str) -> None:
    assert f"`{name}`" in (PAGES / "registered.md").read_text(encoding="utf-8")
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for word in WORDS:
        assert f"## {word}" in page


@pytest.mark.parametrize("name", NEW)
def test_the_page_counts_the_inputs_by_basis(name: str) -> None:
    counts = count_bases(base(name).inputs)
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    told = re.search(
        r"(\d+) inputs: (\d+) quoted, (\d+) converted, (\d+) derived, (\d+) estimated, (\d+) assumed", page
    )
    assert told is not None
    bases = ("quoted", "converted", "derived", "estimated", "assumed")
    assert [int(part) for part in told.groups()] == [counts["total"], *(counts[key] for key in bases)]


@pytest.mark.parametrize("name", [*TESTED, "gaza-pier-2024"])
def test_no_input_cites_what_an_observation_rests_on(name: str) -> None:
    book = base(name).evidence
    observed = {id_ for record in book.observations.values() for id_ in record.evidence}
    cited = {id_ for item in base(name).inputs for id_ in item.evidence}
    assert observed
    assert cited
    assert not observed & cited


def test_nothing_that_is_recalled_is_quoted() -> None:
    for name in NEW:
        book = base(name).evidence
        recalled = {key for key, record in book.evidence.items() if record.grade and record.grade.startswith("F")}
        for key, param in book.params.items():
            assert not (recalled & set(param.ids) and param.weakest == "quoted"), f"{name} {key}"


def curves(options: list[str], moment: datetime) -> list[float]:
    """Return what has landed and what is delivered at the pier by a moment [kg]."""
    scenario = read_scenario("gaza-pier-2024", options=options)
    at = scenario.seconds(moment)
    probes = [Probe(ask=Ask.AMOUNT, mark=mark, at_s=at) for mark in ("landed", "delivered")]
    study = oa.replicate(scenario, oa.make_plan(scenario), runs=20, seed=7, probes=probes)
    return [float(study.probed(probe).mean()) for probe in probes]


def test_at_the_pier_landed_is_not_delivered_while_the_road_is_shut() -> None:
    shut = datetime(2024, 5, 21, tzinfo=UTC)
    landed, delivered = curves([], shut)
    assert landed > 100_000
    assert delivered == 0
    open_landed, open_delivered = curves(["road-open"], shut)
    assert open_landed == pytest.approx(landed)
    assert open_delivered > 0.5 * open_landed


def test_at_kathmandu_no_heavy_aircraft_lands_from_the_day_of_the_limit() -> None:
    """Types above 196 t bring cargo before 3 May; the same plan without the limit brings more."""
    limited, free = (base("nepal-2015"), read_scenario("nepal-2015", options=["no-limit"]))
    assert limited.aircraft["C-17A"].gross_kg > 196_000 > limited.aircraft["Il-76TD"].gross_kg
    plan = oa.make_plan(free)
    probe = Probe(ask=Ask.AMOUNT, mark="landed", at_s=limited.seconds(datetime(2015, 5, 6, tzinfo=UTC)))
    runs = [oa.replicate(scenario, plan, runs=5, seed=7, probes=[probe]) for scenario in (limited, free)]
    with_limit, without = (float(study.probed(probe).mean()) for study in runs)
    assert with_limit < without
