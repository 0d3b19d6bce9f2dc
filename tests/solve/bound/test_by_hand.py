"""Bounds that can be worked out by hand, and what makes them wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.network.build import START, at, hours, jet, place, requirement, scenario, spots
from tests.solve.bound.claims import gain, overland, relaxed_of, sound, terms_of

from openairlift.model import Disruption, FleetRow, GroundTime, Link
from openairlift.network import RouteBook, build_network
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.laden import rested
from openairlift.solve.bound.prices import TOLERANCE, Grid, Prices
from openairlift.solve.bound.prove import Prover
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways

DELAY = (0.0, 0.0, 1.0)


def one_tail(**fields):
    """Return the network of one jet that takes 80 t from depot to hub in two loads of 40 t."""
    stated = {
        "fleet": (FleetRow(type="JET", tails=1, home="depot"),),
        "requirements": (requirement(mass_kg=80_000.0),),
        "horizon_days": 3,
        "objective_mark": "landed",
    }
    return build_network(scenario(**{**stated, **fields}))


def at_line_price(relaxed: Relaxed, price: float) -> Prices:
    """Return prices that ask something of the lines alone."""
    return Prices(
        line=np.full(relaxed.quantity.size, price),
        stock=np.zeros(relaxed.stock.size),
        times=np.zeros(1, dtype=np.int64),
        resource=np.zeros((len(relaxed.resources), 1)),
    )


def second_load(network) -> tuple[int, int]:
    """Return from the stated times when the first and the second load land at best [s]."""
    block = int(network.block_s[0, 0, 1])
    first = 2 * 3600 + block + 9000
    return first, first + block + first


def test_two_loads_of_one_tail_are_bounded_by_what_they_gain_exactly():
    network = one_tail()
    relaxed = relaxed_of(network)
    first, second = second_load(network)
    third = second + (second - first)
    day, weight = 86_400.0, network.lines[0].weight
    # Between what the second load and a third would gain, a price makes exactly two worth flying.
    price = weight * (network.horizon_s - (second + third) / 2) / day
    by_hand = 40_000.0 * weight * (2 * network.horizon_s - first - second) / day
    most = Grid(relaxed, 1).value(at_line_price(relaxed, price), DELAY)
    assert most == pytest.approx(by_hand * (1.0 + TOLERANCE), rel=1e-12)
    plan = plan_baseline(network)
    assert gain(relaxed, DELAY, terms_of(network, plan)) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("delta", [7, 60, 600, 3600, 100_000])
def test_any_cells_leave_the_two_loads_in_reach(delta):
    network = one_tail()
    relaxed = relaxed_of(network)
    reached = gain(relaxed, DELAY, terms_of(network, plan_baseline(network)))
    first, second = second_load(network)
    price = network.lines[0].weight * (network.horizon_s - (3 * second - first) / 2) / 86_400.0
    assert Grid(relaxed, delta).value(at_line_price(relaxed, price), DELAY) >= reached


@pytest.mark.parametrize("table", ["gap", "ground", "empty"])
def test_times_rounded_up_would_make_a_bound_that_a_plan_beats(table):
    network = one_tail()
    relaxed = relaxed_of(network)
    grid = Grid(relaxed, 3000)
    reached = gain(relaxed, DELAY, terms_of(network, plan_baseline(network)))
    first, second = second_load(network)
    price = network.lines[0].weight * (network.horizon_s - second - (second - first) / 2) / 86_400.0
    assert grid.value(at_line_price(relaxed, price), DELAY) >= reached
    times = getattr(grid.tables[0], table)
    setattr(grid.tables[0], table, times + (times > 0) * 3)
    assert grid.value(at_line_price(relaxed, price), DELAY) < reached


def test_a_spot_for_one_bounds_what_many_tails_can_land():
    network = one_tail(
        fleet=(FleetRow(type="JET", tails=8, home="depot"),),
        places=(
            place("depot", 49.44, 7.60, parking=spots(wide=20), working=20),
            place("hub", 50.11, 22.02, parking=spots(wide=1), working=1),
        ),
        requirements=(requirement(mass_kg=320_000.0),),
        links=(),
    )
    relaxed = relaxed_of(network)
    grid = Grid(relaxed, 60)
    hub = [r for r, resource in enumerate(relaxed.resources) if resource.place == 1]
    first, _ = second_load(network)
    weight = network.lines[0].weight
    prices = at_line_price(relaxed, weight * (network.horizon_s - first - 7.5 * 9000) / 86_400.0)
    # 40 t that land 2.5 h later gain less by this: what an hour of the one spot is worth while loads queue for it.
    prices.resource[hub[0]] = 0.0
    free = grid.value(prices, DELAY)
    times = np.arange(0, network.horizon_s, 900, dtype=np.int64)
    waits = np.clip(8 * 9000 - (times - (first - 9000)), 0, 8 * 9000) * (times >= first - 9000)
    row = np.zeros((len(relaxed.resources), times.size))
    row[hub[0]] = 40_000.0 * weight * waits / 9000.0 / 86_400.0
    tight = grid.value(replace(prices, times=times, resource=row), DELAY)
    plan = plan_baseline(network)
    reached = gain(relaxed, DELAY, terms_of(network, plan))
    assert reached <= tight < free
    queue = 40_000.0 * weight * sum(network.horizon_s - first - k * 9000 for k in range(8)) / 86_400.0
    assert reached == pytest.approx(queue, rel=1e-9)
    assert tight == pytest.approx(queue, rel=0.02)


def test_services_that_fine_weather_quickens_do_not_beat_the_bound():
    fine = [
        Disruption(kind="weather", target=name, factor=4.0, opens=at(0), closes=at(72)) for name in ("depot", "hub")
    ]
    network = one_tail(disruptions=tuple(fine))
    relaxed = relaxed_of(network)
    reached = gain(relaxed, DELAY, terms_of(network, plan_baseline(network)))
    first, second = second_load(one_tail())
    calm = 40_000.0 * network.lines[0].weight * (2 * network.horizon_s - first - second) / 86_400.0
    assert reached > calm
    for part in (0.5, 0.7, 0.8, 0.9):
        price = part * network.lines[0].weight * network.horizon_s / 86_400.0
        assert Grid(relaxed, 1).value(at_line_price(relaxed, price), DELAY) >= reached


def test_a_mission_may_onload_after_its_window_as_long_as_it_began_before():
    ferry = one_tail(fleet=(FleetRow(type="JET", tails=1, home="hub", available_to=START + timedelta(hours=1)),))
    relaxed = relaxed_of(ferry)
    assert Grid(relaxed, 600).value(at_line_price(relaxed, 0.0), DELAY) > 0.0
    shut = one_tail(fleet=(FleetRow(type="JET", tails=1, home="hub", available_to=START),))
    relaxed = relaxed_of(shut)
    assert Grid(relaxed, 600).value(at_line_price(relaxed, 0.0), DELAY) == 0.0


def _far(**fields):
    """Return a network with a way of 12 h in two legs, for a crew that may do 16 h."""
    slow = jet(duty_s=16 * 3600.0, report_s=3600.0, release_s=1800.0, rest_s=12 * 3600.0, **fields)
    places = (place("depot", 50, 0), place("stop", 50, 45), place("hub", 50, 95), place("aside", 50, 46))
    grounds = tuple(GroundTime(purpose=name, time_s=hours(5)) for name in ("onload", "offload", "enroute"))
    fleet = (FleetRow(type="JET", tails=1, home="depot"),)
    return build_network(scenario(types=(slow,), places=places, links=(), fleet=fleet, ground_times=grounds))


def test_a_crew_that_can_not_fly_the_way_in_one_day_rests_on_it():
    network = _far()
    way = next(way for way in all_ways(network, RouteBook(network)) if way.places == (0, 1, 2))
    pause = int(1.5 * 3600 + 12 * 3600)
    duty = 3600 + way.route.block_s[0] + 5 * 3600 + way.route.block_s[1] + 1800
    short, long = replace(way, duty_s=duty - 1), replace(way, duty_s=duty)
    assert rested(network, long) == (long,)
    (found,) = rested(network, short)
    assert found.offsets_s == (way.offsets_s[0], way.offsets_s[1], way.offsets_s[2] + pause)
    based = replace(network, tails=tuple(replace(tail, base=1, duty_s=duty - 1) for tail in network.tails))
    assert rested(based, short) == (short,)


def roads(**fields):
    """Return the network of 20 t that a road takes from the depot straight to the town, and no aircraft could."""
    road = Link(origin="depot", destination="town", mode="road", transit_s=hours(10), **fields)
    return one_tail(
        places=(place("depot", 49.44, 7.60), place("hub", 50.11, 22.02), place("town", 49.84, 9.0, runway_m=None)),
        requirements=(requirement(mass_kg=20_000.0, destination="town"),),
        links=(road,),
        objective_mark="delivered",
    )


def test_a_road_with_a_capacity_a_day_is_bounded_by_what_passes_bit_by_bit():
    network = roads(capacity_kg_per_day=10_000.0)
    relaxed = relaxed_of(network)
    weight, horizon, day = network.lines[0].weight, network.horizon_s, 86_400
    price = weight * (horizon - 2 * day - 36_000) / day  # of what passes at the end of the second day
    bits = sum(10_000.0 * weight * (horizon - 36_000 - (k + 0.5) * day) / day for k in range(2))
    most = Grid(relaxed, 1).value(at_line_price(relaxed, price), DELAY)
    assert most == pytest.approx(bits, rel=1e-4)
    plan = plan_baseline(network)
    assert not plan.missions
    (hauled,) = sound(network, [overland(network, plan)])
    assert hauled.hauls
    assert gain(relaxed, DELAY, terms_of(network, hauled)) <= most


def test_vehicles_leave_at_once_and_then_after_each_round():
    network = roads(trucks=2, payload_kg=5_000.0)
    relaxed = relaxed_of(network)
    (hauled,) = sound(network, [overland(network, plan_baseline(network))])
    reached = gain(relaxed, DELAY, terms_of(network, hauled))
    weight, horizon, day = network.lines[0].weight, network.horizon_s, 86_400
    assert reached == pytest.approx(10_000.0 * weight * (2 * horizon - 36_000 - 108_000) / day)
    for part in (0.0, 0.3, 0.5, 0.6, 0.8):
        price = part * weight * horizon / day
        most = Grid(relaxed, 60).value(at_line_price(relaxed, price), DELAY)
        assert most >= reached
    assert Grid(relaxed, 60).value(at_line_price(relaxed, 0.5 * weight * horizon / day), DELAY) < 1.2 * reached


def test_the_declared_ways_are_all_that_is_bounded():
    network = one_tail()
    bare = relax(network, (), worth_of(network))
    assert Grid(bare, 600).value(at_line_price(bare, 0.0), DELAY) == 0.0


def test_prices_that_hold_for_half_an_hour_are_tried_where_few_loads_meet():
    assert [one.period for one in Prover(relaxed_of(one_tail())).ascents] == [1800, 6 * 3600]
    many = one_tail(requirements=(requirement(mass_kg=40_000.0 * 201),))
    assert [one.period for one in Prover(relaxed_of(many)).ascents] == [6 * 3600]
