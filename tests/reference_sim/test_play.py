"""Missions in the plain simulator, computed by hand: crews, fuel, limits of a field, clearances, hours."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from openairlift import luck
from openairlift.network.network import Clearance, Fuel, Pool
from openairlift.plan.events import Cause, EventKind
from tests.reference_sim.seen import DEPOT, HOME, THERE, at_places, rows, run, times, world
from tests.reference_sim.vocabulary import Luck
from tests.sim.build import (
    OFF,
    ON,
    RECOVER,
    VIA,
    constant,
    fleet,
    jet,
    line,
    load,
    mission,
    network,
    place,
    plan,
    spots,
    stop,
    tail,
)

K = EventKind
DAY = 86_400
CREW_TYPE = {"report_s": 1000.0, "release_s": 500.0, "rest_s": 8000.0}
STAGED = Pool(name="staged", place=1, crews=1, types=(0,))


def two(stops=HOME, **fields):
    """Return one mission for each of two tails."""
    return plan(*(mission(load(number=n + 1, **fields), tail=n, stops=stops) for n in range(2)))


def test_there_and_back():
    result = run(world(), plan(mission(load(), stops=HOME)))
    assert [(event[0], K(event[1]).name, event[2], event[5]) for event in result.events] == [
        (0, "ARRIVE", 0, 0),
        (0, "PARK", 0, 0),
        (0, "START", 0, 0),
        (1000, "END", 0, 0),
        (1000, "LEFT_STOCK", 0, -1),
        (1000, "DEPART", 0, 1),
        (11_000, "ARRIVE", 1, 1),
        (11_000, "PARK", 1, 1),
        (11_000, "START", 1, 1),
        (13_000, "END", 1, 1),
        (13_000, "LANDED", 1, -1),
        (13_000, "DEPART", 1, 2),
        (13_000, "AT_HUB", 1, -1),
        (13_000, "FORWARDED", 1, -1),
        (13_000, "DELIVERED", 1, -1),
        (23_000, "ARRIVE", 0, 2),
        (23_000, "RECOVER", 0, 2),
    ]
    assert result.marks == [[1000, 13_000, 13_000, 13_000, 13_000]]
    assert result.carried == [50_000.0]
    assert result.waits == {}
    assert result.count == len(result.events)


def test_the_draws_are_those_of_the_project():
    r = random.Random(5)
    for _ in range(300):
        root, key = r.getrandbits(64), r.getrandbits(63)
        purpose, index = r.randint(1, 255), r.choice([0, 1, 7, 2**32 - 1])
        assert Luck(root, on=True).uniform(key, purpose, index) == luck.uniform(root, key, purpose, index)


def duty_world(*pools, rest=0, **fields):
    net = world(types=[jet(**CREW_TYPE)], tails=[tail(duty_s=15_000)], change={"pools": pools}, **fields)
    return net, plan(mission(load(), stops=(stop(0, ON), stop(1, OFF, rest), stop(0, RECOVER))))


def test_a_crew_out_of_duty_rests_where_it_is():
    # duty since 0; the leg home would end 23,000 + 500 after 15,000; rest from 13,000 on, block-in + release long over
    result = run(*duty_world())
    assert rows(result, K.REST) == [(13_000, 1, 0, 0, 2, 0)]
    assert times(result, K.DEPART) == [1000, 21_000]
    assert result.waits == {(1, Cause.CREW): 8000}


def test_a_staged_crew_takes_over():
    result = run(*duty_world(STAGED))
    assert rows(result, K.CREW) == [(13_000, 1, 0, 0, 2, 0)]
    assert times(result, K.DEPART) == [1000, 13_000]
    assert times(result, K.REST) == []


@pytest.mark.parametrize(("opens", "types"), [(50_000, (0,)), (0, (1,))])
def test_a_pool_that_is_closed_or_for_others_does_not_help(opens, types):
    assert times(run(*duty_world(replace(STAGED, opens_s=opens, types=types))), K.REST) == [13_000]


def test_a_leg_that_no_crew_can_fly_is_held_up():
    net = world(types=[jet(**CREW_TYPE)], tails=[tail(duty_s=11_000)])
    result = run(net, plan(mission(load())))
    assert rows(result, K.HELD_UP) == [(1000, 0, 0, 0, 1, Cause.CREW)]
    assert result.waits == {(0, Cause.CREW): net.horizon_s - 1000}


def test_hours_of_thirty_days():
    net = world(types=[jet(hours_per_30d=4.0)], horizon_s=40 * DAY)
    # where the number of crews is not stated, hours bind nobody
    assert times(run(net, plan(mission(load(), stops=HOME))), K.HELD_UP) == []
    net = replace(net, pools=(Pool(name="crews", place=0, crews=1, types=(0,), tails=(0,)),))
    result = run(net, plan(mission(load(), stops=HOME)))
    # 10,000 s flown on day 0, 14,400 allowed: day 30 is the first on which day 0 no longer counts
    assert times(result, K.HELD_UP) == [13_000, *(day * DAY for day in range(1, 30))]
    assert times(result, K.DEPART) == [1000, 30 * DAY]
    assert result.waits == {(1, Cause.CREW): 30 * DAY - 13_000}


def test_a_tail_waits_for_a_crew_at_its_base():
    pool = Pool(name="own", place=0, crews=1, types=(0,), tails=(0, 1))
    net = world(types=[jet(**CREW_TYPE)], tails=fleet(2), change={"pools": (pool,)})
    result = run(net, two())
    # one crew: taken at 1000, back at 23,000, rested at 23,000 + 500 + 8000
    assert times(result, K.CREW) == [1000, 31_500]
    assert times(result, K.HELD_UP) == [1000]
    assert times(result, K.DEPART, at=0) == [1000, 31_500]
    assert result.waits == {(0, Cause.CREW): 30_500}


def test_a_planned_rest_is_replaced_by_a_crew_of_a_pool():
    result = run(*duty_world(rest=5000))
    assert (times(result, K.REST), times(result, K.DEPART)) == ([13_000], [1000, 18_000])
    assert result.waits == {(1, Cause.REST): 5000}
    result = run(*duty_world(STAGED, rest=5000))
    assert (times(result, K.CREW), times(result, K.REST)) == ([13_000], [])
    assert times(result, K.DEPART) == [1000, 13_000]


def fuelled(*fuel, tails=1):
    return world(types=[jet(fuel_kg_per_h=3600.0)], tails=fleet(tails), change={"fuel": fuel})


def test_fuel_is_issued_as_it_comes():
    result = run(fuelled(None, Fuel(stock_kg=1000, kg_per_day=DAY), tails=2), two())
    # 10,000 kg a leg; 14,000 kg at 13,000; the second waits until 20,000 kg have come
    assert [(row[0], row[-1]) for row in rows(result, K.FUEL)] == [(13_000, 10_000), (19_000, 10_000)]
    assert [(row[0], row[-1]) for row in rows(result, K.HELD_UP)] == [(13_000, Cause.FUEL)]
    assert times(result, K.DEPART, at=1) == [13_000, 19_000]
    assert result.waits == {(1, Cause.FUEL): 6000}


def test_fuel_for_the_way_back_from_a_dry_place_is_taken_before():
    one = plan(mission(load(), stops=HOME))
    result = run(fuelled(Fuel(stock_kg=30_000, kg_per_day=0), Fuel(stock_kg=0, kg_per_day=0)), one)
    assert [(row[0], row[1], row[-1]) for row in rows(result, K.FUEL)] == [(1000, 0, 20_000)]
    result = run(fuelled(Fuel(stock_kg=19_999, kg_per_day=0), Fuel(stock_kg=0, kg_per_day=0)), one)
    assert times(result, K.FUEL) == []
    assert times(result, K.HELD_UP) == [1000]


def test_landings_of_a_day():
    hub = place("hub", arrivals_per_day=1.9)
    result = run(world(hub, tails=fleet(2), hold_s=1e6), two())
    assert times(result, K.PARK, at=1) == [11_000, DAY]
    assert result.waits == {(1, Cause.PARKING): DAY - 11_000}
    result = run(world(hub, tails=fleet(2), arrivals="slots"), two())
    assert times(result, K.DEPART, at=0) == [1000, DAY - 10_000]
    assert result.waits == {(1, Cause.SLOT): DAY - 11_000}


def test_movements_of_an_hour():
    result = run(world(place("hub", movements_per_h=1.0), tails=fleet(2), hold_s=1e6), two())
    # hour 3: a landing at 11,000. At 13,000 its departure books hour 4; the other lands in hour 5 and leaves in hour 6
    assert times(result, K.PARK, at=1) == [11_000, 18_000]
    assert times(result, K.DEPART, at=1) == [14_400, 21_600]
    assert result.waits == {(1, Cause.RUNWAY): 1400 + 1600, (1, Cause.PARKING): 7000}


def test_tails_from_the_ramp_are_no_movements():
    net = network([place("depot", movements_per_h=1.0, arrivals_per_day=1.0), place("hub")], tails=fleet(3))
    result = run(net, plan(*(mission(load(number=n + 1), tail=n) for n in range(3))))
    assert times(result, K.PARK, at=0) == [0, 0, 0]
    assert times(result, K.DEPART, at=0) == [1000, 3600, 7200]


def test_handling_is_a_limit_beside_working_slots():
    net = world(tails=fleet(2), change={"handling": at_places(None, 1)})
    result = run(net, two())
    assert times(result, K.START, at=1) == [11_000, 13_000]
    assert result.waits == {(1, Cause.WORKING): 2000}
    via = plan(*(mission(tail=n, stops=(stop(0, ON), stop(1, VIA), stop(2, OFF))) for n in range(2)))
    net = world(None, place("far"), tails=fleet(2), change={"handling": at_places(None, 1, None)})
    assert times(run(net, via), K.START, at=1) == [11_000, 11_000]


def test_explosive_cargo_needs_a_hot_spot():
    fields = {"tails": fleet(2), "lines": [line(explosive_kg=0.001)], "hold_s": 1e6}
    result = run(world(place("hub", hot_spots=1, spot_explosive_kg=49.0), **fields), two())
    assert times(result, K.PARK, at=1) == [11_000, 13_000]
    result = run(world(place("hub", hot_spots=1, spot_explosive_kg=50.0), **fields), two())
    assert times(result, K.PARK, at=1) == [11_000, 11_000]
    result = run(world(place("hub", spot_explosive_kg=49.0), **fields), two())
    assert times(result, K.PARK, at=1) == []


def test_a_landing_clearance_holds_the_arrival_and_an_overflight_clearance_the_departure():
    landing = Clearance(kind="landing", places=(1,), lead_s=50_000)
    over = Clearance(kind="overflight", places=(0,), lead_s=30_000)
    result = run(world(change={"clearances": (landing,)}), plan(mission(load())))
    assert times(result, K.DEPART) == [40_000]
    assert result.waits == {(1, Cause.CLEARANCE): 39_000}
    assert times(run(world(change={"clearances": (over,)}), plan(mission(load()))), K.DEPART) == [30_000]
    assert times(run(world(change={"clearances": (over, landing)}), plan(mission(load()))), K.DEPART) == [40_000]


@pytest.mark.parametrize(
    ("cargo", "hazard", "bound"),
    [("1", "1.4", True), ("1.4", "1.4", True), ("hazardous", "3", True), ("bulk", None, True), ("1", "12", False),
     ("oversize", None, False)],
)  # fmt: skip
def test_a_clearance_for_some_cargo(cargo, hazard, bound):
    landing = Clearance(kind="landing", places=(1,), lead_s=50_000, cargo=cargo)
    net = world(change={"clearances": (landing,)}, lines=[line(hazard=hazard)])
    assert times(run(net, plan(mission(load()))), K.DEPART) == [40_000 if bound else 1000]
    assert times(run(net, plan(mission(load(), stops=(stop(1, VIA), *THERE)))), K.DEPART)[0] == 0


def test_hours_hold_the_departure():
    net = world(open_s={1: ((30_000, 40_000),)})
    result = run(net, plan(mission(load())))
    assert times(result, K.DEPART) == [20_000]
    assert result.waits == {(0, Cause.HOURS): 19_000}
    never = run(world(open_s={1: ((0, 5000),)}), plan(mission(load())))
    assert times(never, K.DEPART) == []


def test_cargo_that_is_not_ready_keeps_no_working_slot():
    net = network([replace(DEPOT, working=1), place("hub")], tails=fleet(2), lines=[line(ready_s=5000), line("r2")])
    result = run(net, plan(mission(load()), mission(load(of=1), tail=1)))
    assert times(result, K.START, who=0) == [5000, 16_000]
    assert times(result, K.START, who=1) == [0, 11_000]
    assert result.waits == {(0, Cause.CARGO): 5000}


def test_an_aircraft_diverts_stands_and_comes_back():
    hub = place("hub", parking=spots(wide=1), alternates=("alt",))
    alt = place("alt", parking=spots(wide=1))
    net = world(hub, alt, tails=fleet(2), hold_s=600.0, ground={(1, OFF): constant(40_000)})
    result = run(net, two(stops=THERE))
    # the spot of the hub is never left: the other holds 600 s each time, and stands 500 s at the alternate
    assert times(result, K.DIVERT)[:2] == [11_600, 11_600 + 10_000 + 500 + 10_000 + 600]
    assert times(result, K.PARK, at=2)[0] == 21_600
    assert times(result, K.DEPART, at=2)[0] == 22_100
