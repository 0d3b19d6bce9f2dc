"""Why something can't be carried, in words that name the limit."""

from __future__ import annotations

import pytest
from tests.network.build import FleetRow, jet, place, prop, requirement, scenario, spots

from openairlift.model import Place
from openairlift.solve import make_plan

DEPOT = place("depot", 49.44, 7.60)


@pytest.mark.parametrize(
    ("hub", "words"),
    [
        (place("hub", 50.11, 22.02, runway_m=800.0), "the runway has 800 m, 1,000 m are needed"),
        (place("hub", 50.11, 22.02, parking=spots(narrow=2)), "no parking spot of class wide or larger"),
        (place("hub", 50.11, 22.02, working=0), "never open, or has no working slot"),
        (place("hub", -40.0, 175.0), "beyond its range"),
    ],
)
def test_the_limit_that_forbids_every_route_is_named(hub: Place, words: str) -> None:
    plan = make_plan(scenario(places=(DEPOT, hub), types=(jet(),), links=()))
    assert not plan.missions
    assert words in plan.shortfalls[0].reason


def test_a_duty_day_that_is_too_short_is_named() -> None:
    types = (jet(duty_s=3600.0, report_s=1800.0, release_s=600.0, rest_s=36_000.0),)
    plan = make_plan(scenario(places=(DEPOT, place("hub", 50.11, 22.02)), types=types, links=()))
    assert "duty day" in plan.shortfalls[0].reason


def test_a_type_that_can_land_nowhere_is_noted() -> None:
    hub = place("hub", 50.11, 22.02, parking=spots(narrow=2))
    fleet = (FleetRow(type="JET", tails=1, home="depot"), FleetRow(type="PROP", tails=1, home="depot"))
    sc = scenario(places=(DEPOT, hub), types=(jet(), prop()), fleet=fleet, requirements=(requirement(),), links=())
    plan = make_plan(sc)
    assert plan.missions
    assert plan.notes == ("JET stays idle: it can't use hub: it has no parking spot of class wide or larger",)
