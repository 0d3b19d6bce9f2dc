"""Inputs by name, and ranges that are assumed for one call."""

from __future__ import annotations

import pytest
from tests.study.test_verdicts import RANGES, files

from openairlift.errors import UsageError
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain, uncertain
from openairlift.scenario.ranges_given import asked_inputs


@pytest.fixture(name="scenario", scope="module")
def _scenario() -> Scenario:
    return read_scenario(files(RANGES))


def one(found: tuple[Uncertain, ...]) -> Uncertain:
    (item,) = found
    return item


def test_nothing_asked_is_all_that_has_a_range(scenario: Scenario) -> None:
    asked = asked_inputs(scenario)
    assert (asked.inputs, asked.without) == uncertain(scenario)


def test_names_have_stars_and_a_cell_takes_its_whole_assumption(scenario: Scenario) -> None:
    assert one(asked_inputs(scenario, inputs=["links/*/tr?c*"]).inputs).name == "links/*/trucks"
    by_cell = asked_inputs(scenario, inputs=["links/sarajevo>gorazde:road/trucks"]).inputs
    assert one(by_cell).name == "links/*/trucks"
    both = asked_inputs(scenario, inputs=["*trucks", "stock/*"]).inputs
    assert {item.name for item in both} == {"links/*/trucks", "stock/*/ready"}


def test_a_range_for_this_call_goes_before_the_files_and_is_marked(scenario: Scenario) -> None:
    asked = asked_inputs(scenario, inputs=["*/tails"], ranges={"fleet/*/tails": "1..5"})
    item = one(asked.inputs)
    assert (item.name, item.given, item.low, item.high, len(item.base)) == ("fleet/*/tails", True, "1", "5", 2)
    assert set(item.ends[LOW].values()) == {1}
    assert set(item.ends[HIGH].values()) == {5}
    assert item.basis == "assumed"
    factor = one(asked_inputs(scenario, inputs=["links/*/payload_kg"], ranges={"links/*/payload_t": "5..20"}).inputs)
    assert sorted(factor.ends[HIGH].values()) == [20_000.0]


def test_the_basis_of_an_input_stays_that_of_its_cells(scenario: Scenario) -> None:
    item = one(asked_inputs(scenario, inputs=["links/*/trucks"], ranges={"links/*/trucks": "x 0.5..x 2"}).inputs)
    assert item.basis == "estimated"
    assert item.given


def test_a_spread_takes_numbers_without_a_range_only(scenario: Scenario) -> None:
    asked = asked_inputs(scenario, spread=0.2)
    given = [item for item in asked.inputs if item.given]
    before = {item.name for item in uncertain(scenario)[0]}
    assert before == {item.name for item in asked.inputs if not item.given}
    names = {item.name for item in given}
    assert "items/blanket/unit_mass_kg" in names
    assert not any(name.endswith(("/lat", "/lon", "/rank", "/ready", "/required")) for name in names)
    assert not any(name.startswith("scenario/") for name in names)
    mass = next(item for item in given if item.name == "items/blanket/unit_mass_kg")
    assert (mass.low, mass.high) == ("x 0.8", "x 1.2")
    assert list(mass.ends[LOW].values()) == pytest.approx([1.2])


def test_a_spread_stops_at_what_is_possible(scenario: Scenario) -> None:
    for item in asked_inputs(scenario, spread=0.9).inputs:
        for (_, _, attribute), value in item.ends[HIGH].items():
            if attribute.endswith("_share") and isinstance(value, float):
                assert value <= 1.0


def test_spots_may_be_a_bare_number_where_there_is_one_class() -> None:
    made = read_scenario("ukraine-2022")
    item = one(asked_inputs(made, inputs=["places/hub/parking"], ranges={"places/hub/parking": "2..4"}).inputs)
    assert [str(value) for value in (*item.ends[LOW].values(), *item.ends[HIGH].values())] == ["wide:2", "wide:4"]


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"inputs": ["flet/*/tails"]}, "names no number"),
        ({"inputs": ["links/*/payload_kg"]}, "--spread 20%"),
        ({"inputs": ["tails"]}, "table/row key/column"),
        ({"ranges": {"flet/*/tails": "1..2"}}, "did you mean 'fleet'"),
        ({"ranges": {"fleet/*/tail": "1..2"}}, "did you mean 'tails'"),
        ({"ranges": {"fleet/C-130@rimini/tails": "1..2"}}, "did you mean 'fleet|did you mean 'C-130J-30@rimini'"),
        ({"ranges": {"fleet/*/tails": "1"}}, r"LOW\.\.HIGH"),
        ({"ranges": {"fleet/*/tails": "5..1"}}, "low is above high"),
        ({"ranges": {"fleet/*/tails": "1.5..2"}}, "whole number"),
        ({"ranges": {"stock/*/ready": "x 0.5..x 2"}}, "no factor"),
        ({"spread": 1.0}, "between 0 and 1"),
    ],
)
def test_wrong_names_and_ranges_are_told(scenario: Scenario, words: dict[str, object], match: str) -> None:
    with pytest.raises(UsageError, match=match):
        asked_inputs(scenario, **words)  # type: ignore[arg-type]
