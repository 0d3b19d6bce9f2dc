"""The teaching set: one limit an option, each answer reckoned by hand."""

from __future__ import annotations

import pytest

import openairlift as oa

HOURS = {"": 15.0, "parking": 50.0, "working": 26.0, "fuel": 76.0, "crews": 66.0, "trucks": 73.0, "stock": 55.0}
"""When everything is delivered, as the page Teaching set reckons it."""


@pytest.mark.parametrize(("option", "hours"), HOURS.items())
def test_the_answer_is_the_one_reckoned_by_hand(option: str, hours: float) -> None:
    scenario = oa.read_scenario("classroom", options=[option] if option else [])
    plan = oa.make_plan(scenario)
    assert oa.audit(scenario, plan) == []
    study = oa.replicate(scenario, plan, runs=2)
    assert [second / 3600 for second in study.closure_s] == [hours, hours]


def test_every_option_has_its_answer() -> None:
    assert set(oa.read_scenario("classroom").options) == set(HOURS) - {""}


@pytest.mark.parametrize(
    ("option", "cell", "value", "hours"),
    [
        ("parking", "places/field/parking", "wide:2", 26.0),  # two an hour, as with two working slots
        (
            "working",
            "places/field/working",
            "4",
            17.0,
        ),  # twelve come together: the last four wait 2 hours, and stay 2 late
        ("fuel", "places/field/fuel_kg_per_day", "120000", 40.0),  # the 36th leaves after 36 hours
        ("trucks", "links/field>town:road/trucks", "8", 37.0),  # six rounds: 3 + 5 * 6 + 4
    ],
)
def test_twice_the_limit_is_reckoned_too(option: str, cell: str, value: str, hours: float) -> None:
    scenario = oa.read_scenario("classroom", options=[option], overrides={cell: value})
    study = oa.replicate(scenario, oa.make_plan(scenario), runs=1)
    assert study.closure_s[0] / 3600 == pytest.approx(hours)
