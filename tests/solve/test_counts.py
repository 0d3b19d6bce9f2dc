"""What can be landed in time, counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import DEPOT, HUB, TOWN, at, requirement, scenario, spots

from openairlift.model import Disruption, Equivalence, FleetRow, Item, StockRow
from openairlift.network import Network, RouteBook, Steps, build_network
from openairlift.scenario import Scenario
from openairlift.solve.counts import capacity_of, counted_short, landings, services
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways


def short(made: Scenario) -> float:
    network = build_network(made)
    return counted_short(network, all_ways(network, RouteBook(network)), worth_of(network))


def hub_with(**stated: object) -> Network:
    return build_network(scenario(places=(DEPOT, replace(HUB, **stated), TOWN), horizon_days=2))  # type: ignore[arg-type]


def test_services_begin_while_there_is_a_slot_and_end_in_time() -> None:
    steps = Steps(times=(0, 100, 200), values=((2,), (0,), (1,)))
    assert services(steps, 0, 300, 50) == 2 * 2 + 2
    assert services(steps, 0, 90, 50) == 2  # one each; a second would end at 100
    assert services(steps, 60, 240, 50) == 2 * 1  # begun at 60 they may go on after 100; one begun at 200 ends too late
    assert services(steps, 0, 300, 50, opened=[(90, 210)]) == 2 + 1
    assert services(steps, 0, 300, 50, opened=[]) == 0


def test_larger_spots_hold_what_they_are_said_to_hold() -> None:
    network = hub_with(parking=spots(wide=2, narrow=3), spot_equivalence=Equivalence(narrow_on_wide=2))
    hub = network.place_index["hub"]
    found = [capacity_of(network, "parking", hub, body) for body in range(3)]
    assert [steps.values[0][0] for steps in found if steps is not None] == [2 + 3, 2 * 2 + 3, 2]


def test_landings_take_the_least_of_all_limits() -> None:
    hub = 1
    free = hub_with(parking=None, working=None)
    assert landings(free, hub, 0, 86_400, 9_000, 2) == float("inf")
    assert landings(hub_with(working=1, parking=None), hub, 0, 86_400, 9_000, 2) == 9
    assert landings(hub_with(arrivals_per_day=3.9, parking=None, working=None), hub, 0, 100_000, 9_000, 2) == 6
    assert landings(free, hub, 80_000, 86_400, 9_000, 2) == 0


def test_stocks_closures_and_slots_leave_something_behind() -> None:
    fleet = [FleetRow(type="JET", tails=30, home="depot")]
    asked = [requirement(mass_kg=400_000.0, latest=at(20))]
    assert (
        short(scenario(fleet=fleet, requirements=asked, places=(DEPOT, replace(HUB, working=5, parking=None), TOWN)))
        == 0.0
    )
    # one slot: (20 h - 3.43 h) / 2.5 h = 6 services of 40 t, weight 2
    tight = scenario(fleet=fleet, requirements=asked, places=(DEPOT, replace(HUB, working=1), TOWN))
    assert short(tight) == pytest.approx(2.0 * (400_000.0 - 6 * 40_000.0))
    closed = scenario(
        fleet=fleet, requirements=asked, disruptions=[Disruption(kind="closure", target="hub", closes=at(18))]
    )
    assert short(closed) == pytest.approx(800_000.0)
    few = scenario(
        fleet=fleet, items=[Item(item="box", unit_mass_kg=100.0)],
        stock=[StockRow(place="depot", item="box", quantity=30.0)],
        requirements=[requirement(item="box", quantity=50.0)],
    )  # fmt: skip
    assert short(few) == pytest.approx(2.0 * 20 * 100.0)
