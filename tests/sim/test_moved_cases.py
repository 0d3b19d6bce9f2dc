"""Small print of the semantics, worked out by hand, on networks that are built from scenarios."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import ROAD, TOWN, at, triangular
from tests.plan.plans import (
    HUB,
    OFF,
    ON,
    GroundTime,
    hours,
    load,
    place,
    plan_of,
    requirement,
    shuttle,
    shuttles,
    small,
    spots,
)
from tests.sim.build import run_of, times

from openairlift.model import Distribution, FleetRow, Item, Shape, StockRow
from openairlift.plan import EventKind

DAY = 86_400
ONE_SPOT = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)


def test_patience_that_ends_with_the_wait_diverts() -> None:
    """The spot is free in the very second in which patience ends; the end of a patience comes first."""
    _, net = small(ONE_SPOT, arrivals="free", hold_s=float(OFF))
    run = run_of(net, shuttles(net, 2))
    assert times(run, EventKind.DIVERT) == [ON + int(net.block_s[0, 0, 1]) + OFF]


def test_minutes_per_pallet_are_added_and_rounded_once() -> None:
    rows = (
        GroundTime(purpose="onload", time_s=Distribution.constant(100.4), per_pallet_s=60.0),
        GroundTime(purpose="offload", time_s=hours(1)),
    )
    _, net = small(HUB, ground_times=rows)
    one = load(net, 9_000.0)  # two positions
    run = run_of(net, plan_of(net, shuttle(net, [one])))
    assert one.pallets == pytest.approx(2.0)
    assert times(run, EventKind.END)[0] == 220


def test_the_window_of_a_tail_opens_its_first_mission() -> None:
    _, net = small(HUB, fleet=(FleetRow(type="JET", tails=1, home="depot", available_from=at(5)),))
    run = run_of(net, shuttles(net, 1))
    assert times(run, EventKind.ARRIVE)[0] == 5 * 3600


def test_no_mission_begins_when_the_window_of_its_tail_is_over() -> None:
    _, net = small(HUB, fleet=(FleetRow(type="JET", tails=1, home="depot", available_to=at(5)),))
    late = shuttle(net, [load(net, 1000.0)], earliest_s=5 * 3600)
    in_time = replace(late, earliest_s=5 * 3600 - 1)
    assert times(run_of(net, plan_of(net, late)), EventKind.ARRIVE) == []
    assert times(run_of(net, plan_of(net, in_time)), EventKind.ARRIVE)[0] == 5 * 3600 - 1


def test_events_at_the_horizon_do_not_happen() -> None:
    _, net = small(HUB, horizon_days=ON / DAY)
    run = run_of(net, shuttles(net, 1))
    assert run.events is not None
    assert run.events["time"][-1] < ON
    assert run.marks.tolist() == [[-1] * 5]


def test_stock_that_is_not_ready_is_waited_for() -> None:
    item = Item(item="crate", unit_mass_kg=100.0)
    stock = (StockRow(place="depot", item="crate", quantity=10, ready=at(7)),)
    _, net = small(HUB, items=(item,), stock=stock, requirements=(requirement(item="crate", quantity=10.0),))
    run = run_of(net, plan_of(net, shuttle(net, [load(net, 10.0, stock=0)])))
    assert times(run, EventKind.START)[0] == 7 * 3600


def test_draws_of_cargo_follow_the_load_and_the_trip() -> None:
    """Luck is that of the load: a tail more, or another mission, changes nothing for it."""
    spread = Distribution(Shape.UNIFORM, (3600.0, 7200.0))
    road = replace(ROAD, trucks=50, payload_kg=5_000.0, transit_s=spread, border_wait_s=spread)
    _, net = small(
        replace(HUB, clearance_s=spread), more=(TOWN,), links=(road,), requirements=(requirement(destination="town"),)
    )
    one = plan_of(net, shuttle(net, [load(net, 10_000.0, link=0)]))
    other = shuttle(net, [load(net, 10_000.0, number=2, link=0)], tail=1, earliest_s=100)
    alone = run_of(net, one, luck=True, seed=3, run=5)
    both = run_of(net, plan_of(net, *one.missions, other), luck=True, seed=3, run=5)
    assert alone.marks[0].tolist() == both.marks[0].tolist()
    assert run_of(net, one, luck=True, seed=3, run=6).marks.tolist() != alone.marks.tolist()


def test_another_tail_changes_nobodys_luck() -> None:
    """A mission's luck is that of its first load, whatever the tail."""
    _, net = small(HUB, ground_times=(GroundTime(purpose="turn", time_s=triangular(1, 2, 6)),))
    first, second, third = (
        run_of(net, plan_of(net, shuttle(net, [load(net, 1000.0, number=4)], tail=tail)), luck=True, seed=5).marks
        for tail in (0, 1, 2)
    )
    assert first.tolist() == second.tolist() == third.tolist()
