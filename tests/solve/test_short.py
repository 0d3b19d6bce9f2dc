"""Proofs that dates can't be met: never against a plan, sharp where one tail decides; prices of units."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import ROAD, at, hours, place, requirement, scenario
from tests.solve.worlds import world

from openairlift.model import FleetRow, Link
from openairlift.network import build_network
from openairlift.solve import make_plan
from openairlift.solve.short import short_terms
from openairlift.solve.unit_values import unit_values
from openairlift.study.meeting import reached


@pytest.mark.parametrize("seed", range(15))
def test_no_plan_beats_a_bound(seed: int) -> None:
    made = world(seed)
    rows = {key: replace(row, latest=at(20 + 3 * seed), required=at(15)) for key, row in made.requirements.items()}
    network = build_network(replace(made, requirements=rows))
    undelivered, lateness, _ = short_terms(network, late=True)
    found, scale = reached(network, make_plan(network.scenario, network=network))
    assert undelivered <= found[0] + 1e-6 * scale
    if found[0] == 0.0:  # the bound of lateness is for plans that leave nothing undelivered
        assert lateness <= found[1] + 1e-6 * scale


@pytest.mark.parametrize(("tails", "short"), [(2, True), (3, False)])
def test_one_tail_decides(tails: int, short: bool) -> None:
    made = scenario(
        fleet=[FleetRow(type="JET", tails=tails, home="depot")], horizon_days=3,
        requirements=[requirement(mass_kg=400_000.0, latest=at(30))],
    )  # fmt: skip
    assert (short_terms(build_network(made))[0] > 0.0) is short


def test_what_goes_by_surface_is_not_proven_short() -> None:
    drive = Link(origin="depot", destination="hub", mode="road", trucks=90, payload_kg=15_000.0, transit_s=hours(20))
    asked = [requirement(mass_kg=400_000.0, latest=at(30))]
    grounded = scenario(fleet=[FleetRow(type="JET", tails=0, home="depot")], requirements=asked, links=(drive, ROAD))
    assert short_terms(build_network(grounded))[0] == 0.0
    stuck = replace(grounded, links=(ROAD,))
    assert short_terms(build_network(stuck))[0] == 800_000.0


def test_the_scarce_resource_has_the_price() -> None:
    asked = [requirement(mass_kg=400_000.0, latest=at(20))]
    fleet = [FleetRow(type="JET", tails=20, home="depot")]
    places = (place("depot", 49.44, 7.60, working=1), place("hub", 50.11, 22.02, working=9))
    made = scenario(places=places, fleet=fleet, requirements=asked, horizon_days=2, links=())
    values = {row.key: row.value for row in unit_values(build_network(made), 0)}
    assert values["working:depot"] > 100_000.0
    assert values["working:hub"] < 1.0
    assert values["tails:JET"] < values["working:depot"]


def test_nothing_has_a_price_where_nothing_can_fly() -> None:
    made = scenario(fleet=[FleetRow(type="JET", tails=0, home="depot")])
    assert unit_values(build_network(made), 0) == ()
