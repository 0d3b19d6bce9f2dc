"""What inputs are about, and what a requirement rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openairlift.reports.view import view_without_run
from openairlift.reports.view.behind import About, rests_on
from openairlift.scenario import Scenario, read_scenario

KINDS = {"place", "type", "item", "unit", "requirement", "package"}


@pytest.fixture(scope="module", params=["relief-small", "ukraine-2022", "haiti-2010"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return read_scenario(request.param)


def test_every_tag_names_something_that_is_there(scenario: Scenario) -> None:
    about = About(scenario)
    known = {
        "place": scenario.places, "type": scenario.aircraft, "item": scenario.items, "package": scenario.packages,
        "requirement": scenario.requirements, "unit": {**scenario.unit_types, **scenario.batteries},
    }  # fmt: skip
    for item in scenario.inputs:
        tags = about.tags(item)
        assert tags, item
        for tag in tags:
            kind, _, name = tag.partition(":")
            assert tag == "all" or name in known[kind], item


def test_an_input_of_a_place_is_about_that_place(scenario: Scenario) -> None:
    about = About(scenario)
    for item in scenario.inputs:
        if item.table == "places":
            assert about.tags(item) == [f"place:{item.key}"]
        if item.table == "links":
            ends = item.key.split(":")[0].split(">")
            assert about.tags(item) == [f"place:{end}" for end in ends]


def test_a_requirement_rests_on_its_row_its_item_and_its_ends(scenario: Scenario) -> None:
    for name, tags in rests_on(scenario).items():
        row = scenario.requirements[name]
        assert tags[0] == f"requirement:{name}"
        assert f"place:{row.destination}" in tags
        assert row.item is None or f"item:{row.item}" in tags
        if row.origin in (None, "any") and row.item:
            holders = {f"place:{stock.place}" for stock in scenario.stock if stock.item == row.item}
            assert holders <= set(tags)


def test_an_id_that_is_not_known_counts_for_everything(scenario: Scenario) -> None:
    stray = replace(scenario.inputs[0], table="clearances", key="somebody else")
    assert About(scenario).tags(stray) == ["all"]


def test_without_a_run_inputs_and_evidence_remain(scenario: Scenario) -> None:
    found = view_without_run(scenario, {"seed": 3, "version": "x"})
    assert found["study"] == {"runs": 0, "seed": 3, "version": "x"}
    assert len(found["inputs"]) == len(scenario.inputs)
    assert set(found["book"]["evidence"]) == set(scenario.evidence.evidence)
    assert all(one["root"] and one["root_key"] for one in found["book"]["evidence"].values())
    assert found["scenario"]["horizon_s"] == round(scenario.settings.horizon_days * 86_400)
