"""Hauls: cargo that goes by surface alone; every case is reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.sim.build import (
    OFF,
    ON,
    constant,
    fleet,
    haul,
    line,
    load,
    mission,
    network,
    place,
    plan,
    run_of,
    stop,
    times,
)

from openairlift.errors import PlanError
from openairlift.luck import key_of, stream, uniform
from openairlift.model import Distribution, Link, Shape
from openairlift.network.network import Clearance, Network, Shock, ShockKind, Stock
from openairlift.plan import NO_MISSION
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.sim import resources, simulate_many

K = EventKind
DEPOT = place("depot", runway_m=None)
TOWN = place("town", runway_m=None)


def road(**fields):
    """Return a road from the depot: loading 100 s, 1000 s each way, 200 s at the border, unloading 50 s."""
    stated = {"load_s": constant(100), "transit_s": constant(1000), "border_wait_s": constant(200)}
    return Link(
        **{"origin": "depot", "destination": "town", "mode": "road", "unload_s": constant(50), **stated, **fields}
    )


def world(link: Link | None = None, *more: Link, **fields) -> Network:
    """Return a depot and a town without runways, and an airfield with a road to the town."""
    hub = place("hub", clearance_s=constant(300), storage_kg=60_000.0)
    lines = [line("r1", sources=((0, None),), destination=1, hubs=(), surface=((0, None, 0),))]
    return network(
        [DEPOT, TOWN, hub], **{"links": [link or road(trucks=2), *more], "lines": lines, "tails": (), **fields}
    )


def test_vehicles_make_round_trips_from_where_the_cargo_lies():
    run = run_of(world(road(trucks=2, payload_kg=15_000.0)), plan(hauls=[haul(load(link=0), earliest_s=500)]))
    # 50 t are four trips; two load at 500 and leave 600, are back 2850; the others leave 2950, are unloaded 4200
    assert run.marks.tolist() == [[500, 4200, 4200, 4200, 4200]]
    assert times(run, K.VEHICLE_LEFT, at=0) == [600, 600, 2950, 2950]
    assert times(run, K.VEHICLE_BACK, at=0) == [2850, 2850, 5200, 5200]
    assert times(run, K.DELIVERED, at=1) == [4200]
    assert run.waits[0, Cause.TRUCKS] == 2850 - 500
    assert run.trips.tolist() == [4]
    assert not {K.LANDED, K.AT_HUB, K.FORWARDED} & set(run.events["kind"].tolist())


def test_a_capacity_a_day_passes_one_load_at_a_time():
    net = world(road(capacity_kg_per_day=864_000.0))
    run = run_of(net, plan(hauls=[haul(load(link=0)), haul(load(20_000.0, number=2, link=0), earliest_s=10)]))
    assert run.marks.tolist() == [[0, *[5000 + 1250] * 4], [5000, *[7000 + 1250] * 4]]
    assert run.waits[0, Cause.TRUCKS] == 4990


@pytest.mark.parametrize(("line_s", "stock_s", "earliest_s"), [(700, 0, 0), (0, 700, 100), (10, 20, 700)])
def test_a_haul_waits_until_line_and_stock_are_ready(line_s, stock_s, earliest_s):
    stocks = [Stock(place=0, item="x", quantity=1e6, ready_s=stock_s)]
    net = world(lines=[line("r1", ready_s=line_s)], stocks=stocks)
    run = run_of(net, plan(hauls=[haul(load(link=0, stock=0), earliest_s=earliest_s)]))
    assert run.marks.tolist() == [[700, *[700 + 100 + 1250] * 4]]
    assert run.waits.sum() == 0


def test_hauls_and_cleared_cargo_wait_in_one_queue_by_rank():
    hub_road = road(origin="hub", trucks=1)
    net = world(
        hub_road,
        tails=fleet(1, base=2, home=2),
        lines=[line("r1", rank=2, sources=((2, None),)), line("r2", rank=1, sources=((2, None),))],
    )
    flown = mission(load(link=0), stops=[stop(2, ON), stop(2, OFF)])
    late, early = (haul(load(of=1, number=n, link=0), origin=2, earliest_s=s) for n, s in ((1, 3400), (2, 1500)))
    run = run_of(net, plan(flown, hauls=[late, early]))
    # the vehicle is back 3850; the haul of rank 1 goes first, though the mission's load of rank 2 was cleared 3300
    assert run.marks[:, 4].tolist() == [3850 + 2350 + 1350, 3850 + 1350, 1500 + 1350]
    assert run.waits[2, Cause.TRUCKS] == (3850 + 2350 - 3300) + (3850 - 3400)


def test_a_convoy_may_be_made_of_both():
    net = world(
        road(origin="hub", trucks=4, convoy=2),
        tails=fleet(1, base=2, home=2),
        lines=[line("r1", sources=((2, None),))],
    )
    flown = mission(load(link=0), stops=[stop(2, ON), stop(2, OFF)])
    run = run_of(net, plan(flown, hauls=[haul(load(number=2, link=0), origin=2, earliest_s=3250)]))
    # the haul is loaded 3350, the other, cleared 3300, at 3400
    assert times(run, K.VEHICLE_LEFT) == [3400, 3400]
    assert run.waits[2, Cause.CONVOY] == 50


def test_hours_and_closures_of_the_link_hold_a_haul_up():
    net = replace(world(), link_open_s=(((4000, 9000),),))
    assert times(run_of(net, plan(hauls=[haul(load(link=0))])), K.VEHICLE_LEFT) == [4000]
    shut = Shock(key="s", kind=ShockKind.CLOSURE, link=0, start_s=50, end_s=6000)
    net = replace(world(road(capacity_kg_per_day=864_000.0)), shocks=(shut,))
    run = run_of(net, plan(hauls=[haul(load(link=0), earliest_s=60)]))
    assert run.marks[0, [0, 4]].tolist() == [6000, 11_000 + 1250]


def test_neither_clearance_nor_customs_nor_storage_is_asked():
    net = world(road(origin="hub", trucks=1), lines=[line("r1")])
    net = replace(net, clearances=(Clearance(kind="customs", places=(0, 1, 2), lead_s=7000),))
    run = run_of(net, plan(hauls=[haul(load(90_000.0, link=0), origin=2)]))  # more than the storage of the hub holds
    assert run.marks.tolist() == [[0, *[1350] * 4]]
    assert run.stored_kg_s.sum() == 0


def lossy(factor: float, start_s: int, **fields) -> Network:
    """Return a world with one vehicle that loses a share of its stock."""
    shock = Shock(key="s", kind=ShockKind.LOSS, place=0, stock=0, factor=factor, start_s=start_s)
    stocks = [Stock(place=0, item="x", quantity=1e6, ready_s=0)]
    return replace(world(road(trucks=1), stocks=stocks, **fields), shocks=(shock,))


def test_a_loss_of_stock_takes_from_what_waits_but_not_from_what_is_taken():
    two = plan(hauls=[haul(load(40_000.0, link=0, stock=0)), haul(load(30_000.0, number=2, link=0, stock=0))])
    run = run_of(lossy(0.5, 1000), two)
    assert run.carried.tolist() == [40_000.0, 15_000.0]
    assert run.lost_kg == 15_000.0
    assert not run.closed


@pytest.mark.parametrize("earliest_s", [0, 5000])
def test_a_haul_of_which_nothing_is_left_leaves_the_queue_or_never_joins_it(earliest_s):
    hauls = [haul(load(link=0, stock=0)), haul(load(number=2, link=0, stock=0), earliest_s=earliest_s)]
    run = run_of(lossy(0.0, 1000), plan(hauls=[*hauls, haul(load(number=3, link=0), earliest_s=2000)]))
    assert run.carried.tolist() == [50_000.0, 0.0, 50_000.0]
    assert run.marks[1].tolist() == [-1] * 5
    assert run.waits[0, Cause.TRUCKS] == (1000 if earliest_s == 0 else 0) + 350
    assert run.marks[2, 0] == 2350


def test_whole_pieces_are_left_of_a_loss():
    net = lossy(0.5, 0, lines=[line("r1", unit="piece", unit_kg=1000.0)])
    run = run_of(net, plan(hauls=[haul(load(7.0, unit_kg=1000.0, link=0, stock=0), earliest_s=10)]))
    assert run.carried.tolist() == [3.0]


def test_a_loss_of_stored_cargo_does_not_touch_a_haul():
    shock = Shock(key="s", kind=ShockKind.LOSS, place=0, start_s=10)
    run = run_of(replace(world(road(trucks=1)), shocks=(shock,)), two_hauls())
    assert run.closed


def two_hauls():
    """Return two hauls that are there at once."""
    return plan(hauls=[haul(load(link=0)), haul(load(number=2, link=0))])


def test_what_does_not_turn_up_waits_for_nothing():
    net = world(road(trucks=1), lines=[line("r1", no_show_share=0.5)])
    absent = [uniform(stream(5, run), key_of("r1#1"), Draw.NO_SHOW, 0) < 0.5 for run in range(20)]
    assert set(absent) == {False, True}
    for number, gone in enumerate(absent):
        run = run_of(net, plan(hauls=[haul(load(link=0), earliest_s=60)]), luck=True, seed=5, run=number)
        assert times(run, K.NO_SHOW, at=0) == ([60] if gone else [])
        assert run.carried.tolist() == ([0.0] if gone else [50_000.0])
        assert run.closed


@pytest.mark.parametrize("mark", ["left_stock", "landed", "at_hub", "forwarded", "delivered"])
def test_closure_comes_with_the_mark_of_the_objective(mark):
    run = run_of(world(road(trucks=1), mark=mark), two_hauls())
    assert run.closed
    assert run.window == (1350, 2350 if mark == "left_stock" else 2350 + 1350)


def test_the_link_binds_while_a_haul_waits_for_it():
    net = world(road(trucks=1))
    run = run_of(net, plan(hauls=[haul(load(number=n + 1, link=0)) for n in range(3)]))
    trucks = next(i for i, one in enumerate(resources(net)) if one.kind == "trucks")
    # from the first delivery, 1350, to the start of the last load
    assert run.binding[trucks] == 2 * 2350 - 1350


def test_loads_of_hauls_come_after_those_of_missions():
    net = world(road(trucks=1), tails=fleet(1, base=2, home=2), lines=[line("r1", sources=((2, None),))])
    flown = mission(load(number=4), stops=[stop(2, ON), stop(2, OFF)])
    made = plan(flown, hauls=[haul(load(number=2, link=0))])
    assert [(at, one.number) for at, one in made.loads] == [(0, 4), (NO_MISSION, 2)]
    run = run_of(net, made)
    assert run.marks[:, 1].tolist() == [3000, 1350]
    assert run.ended.tolist() == [3000]


def test_a_batch_plays_hauls_as_single_runs_do():
    net = world(road(trucks=1, transit_s=Distribution(Shape.UNIFORM, (500.0, 3000.0))))
    batch = simulate_many(net, two_hauls(), seed=9, first=2, count=3)
    for i in range(3):
        run = run_of(net, two_hauls(), luck=True, seed=9, run=2 + i)
        assert np.array_equal(run.marks, batch.marks[i])
        assert np.array_equal(run.waits, batch.waits[i])
    assert len({int(marks[0, 4]) for marks in batch.marks}) > 1


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (haul(load()), "names no link"),
        (haul(load(link=0), origin=2), "does not start at its origin"),
        (haul(load(link=7)), "goes by link 7; there are 1"),
        (haul(load(link=0), origin=9), "there is no place 9"),
        (haul(load(of=4, link=0)), "no requirement line 4"),
        (haul(load(0.0, link=0)), "no positive quantity"),
    ],
)
def test_a_haul_that_makes_no_sense_is_refused(broken, says):
    with pytest.raises(PlanError, match=f"haul 0: .*{says}"):
        run_of(world(), plan(hauls=[broken]))
