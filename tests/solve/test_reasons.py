"""Why something can't be carried, in words that name the limit."""

from __future__ import annotations

import pytest
from tests.network.build import FleetRow, jet, place, prop, requirement, scenario, spots

from openairlift.model import Item, Place
from openairlift.solve import make_plan, reasons

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


def test_a_thousand_lines_that_are_alike_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not go with a line is told by kinds: not every line is compared with every other."""
    asked: list[tuple[str | None, str | None]] = []
    plain = reasons.may_share

    def counting(one: str | None, other: str | None) -> bool:
        asked.append((one, other))
        return plain(one, other)

    monkeypatch.setattr(reasons, "may_share", counting)
    items = (
        Item(item="cans", unit_mass_kg=1_000.0, hazard_class="3"),
        Item(item="peroxide", unit_mass_kg=1_000.0, hazard_class="5.1"),
    )
    many = tuple(requirement(f"r{n}", item=items[1 - n % 2].item, quantity=900.0) for n in range(60))
    sc = scenario(
        places=(DEPOT, place("hub", 50.11, 22.02)),
        fleet=(FleetRow(type="JET", tails=1, home="depot"),),
        links=(),
        items=items,
        requirements=many,
    )
    plan = make_plan(sc)
    left = {part.line: part.reason for part in plan.shortfalls}
    assert len(left) > 50
    assert "as 3 it may not go in one aircraft with 5.1 (r58)" in left[57]
    assert "as 5.1 it may not go in one aircraft with 3 (r59)" in left[58]
    assert len(asked) <= 2 * len(left)
