"""Corners of the page, computed by hand, that are easily read in another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openairlift.luck import MASK, key_of, mix
from openairlift.network.network import Fuel, Pool, ShockKind
from openairlift.plan.events import Cause, EventKind
from tests.reference_sim.seen import HOME, THERE, rows, run, shocked, times, world
from tests.sim.build import (
    ON,
    RECOVER,
    VIA,
    constant,
    fleet,
    jet,
    load,
    mission,
    place,
    plan,
    spots,
    stop,
    stream,
    tail,
)

K = EventKind
OFF = THERE[1].purpose


def two(stops=HOME, *, late=0):
    """Return one mission for each of two tails, the second later."""
    return plan(*(mission(load(number=n + 1), tail=n, stops=stops, earliest_s=late * n) for n in range(2)))


def test_waiting_for_a_slot_of_a_closed_place_is_waiting_for_its_hours():
    net = world(place("hub", working=1), tails=fleet(2), open_s={1: ((0, 12_500), (20_000, 90_000))})
    result = run(net, two())
    assert times(result, K.START, at=1) == [11_000, 20_000]
    assert result.waits[1, Cause.WORKING] == 1500
    assert result.waits[1, Cause.HOURS] == 7500 + 7000  # and the first, from 13,000 on, to leave


def test_a_reservation_lasts_as_long_as_a_wait_of_known_length():
    hub = place("hub", parking=spots(wide=1))
    fields = {"tails": fleet(2), "arrivals": "slots"}
    # out of hours at 13,000: held up until the next day at least
    crews = Pool(name="crews", place=0, crews=2, types=(0,), tails=(0, 1))
    result = run(replace(world(hub, types=[jet(hours_per_30d=4.0)], **fields), pools=(crews,)), two(late=20_000))
    assert times(result, K.DEPART, at=0)[:2] == [1000, 76_400]
    # a planned rest that begins late, after a service of 6,000 s where 2,000 s were planned
    slow = shocked(world(hub, **fields), kind=ShockKind.WEATHER, place=1, factor=1 / 3, end_s=90_000)
    stops = (stop(0, ON), stop(1, OFF, 30_000), stop(0, RECOVER))
    result = run(slow, two(stops, late=20_000))
    assert times(result, K.REST)[0] == 17_000
    assert times(result, K.DEPART, at=0) == [1000, 37_000]


def test_a_divert_uses_no_closed_leg():
    hub = place("hub", parking=spots(wide=1), alternates=("alt",))
    net = world(hub, place("alt"), tails=fleet(2), hold_s=600.0, ground={(1, OFF): constant(9000)})
    assert times(run(net, two()), K.PARK, at=2) == [21_600]
    for a, b in ((1, 2), (2, 1)):
        shut = shocked(net, kind=ShockKind.ROUTE, place=a, to=b, end_s=900_000)
        result = run(shut, two())
        assert times(result, K.PARK, at=2) == []
        assert times(result, K.RECOVER, at=0)[0] == 21_600


def test_fuel_after_a_divert_is_that_of_the_leg_that_is_flown():
    hub = place("hub", parking=spots(wide=1), alternates=("alt",))
    net = world(
        hub,
        place("alt"),
        tails=fleet(2),
        hold_s=600.0,
        block={(2, 1): 5000},
        types=[jet(fuel_kg_per_h=3600.0)],
        change={"fuel": (None, None, Fuel(stock_kg=99_999, kg_per_day=0))},
        ground={(1, OFF): constant(9000)},
    )
    assert [(row[0], row[-1]) for row in rows(run(net, two()), K.FUEL)] == [(22_100, 5000)]


def test_duty_may_begin_before_second_0():
    net = world(types=[jet(report_s=1000.0, release_s=500.0, rest_s=8000.0)], tails=[tail(duty_s=21_500)])
    result = run(net, plan(mission(load(), stops=(stop(1, ON), stop(0, OFF)))))
    # ready at 11,000; 11,000 + 10,000 + 500 is within 21,500 s of second 0, but not of second -1000
    assert times(result, K.REST) == [11_000]


def test_nothing_follows_when_the_window_has_ended():
    both = plan(mission(load(), stops=THERE), mission(load(number=2), stops=THERE))
    net = world(types=[jet(reliability_share=0.0, repair_s=constant(100))])
    # broken at the depot and at the hub, and again at both in the second mission but for its end
    assert times(run(net, both, luck=True), K.BREAK) == [1000, 13_100, 24_200]
    net = world(types=[jet(reliability_share=0.0, repair_s=constant(100))], tails=[tail(available_to_s=13_000)])
    assert times(run(net, both, luck=True), K.BREAK) == [1000]


def test_a_sound_type_breaks_everywhere_but_behind_its_onload():
    both = plan(mission(load(), stops=THERE), mission(load(number=2), stops=THERE))
    net = replace(world(types=[jet(reliability_share=0.0, repair_s=constant(100))]), sound=frozenset({0}))
    assert times(run(net, both, luck=True), K.BREAK) == [13_000]


def test_a_crew_that_diverts_to_its_base_stays_aboard():
    hub = place("hub", parking=spots(wide=1))
    pool = Pool(name="own", place=0, crews=2, types=(0,), tails=(0, 1))
    net = world(hub, tails=fleet(2), hold_s=600.0, ground={(1, OFF): constant(9000)}, change={"pools": (pool,)})
    result = run(net, two())
    assert len(times(result, K.DIVERT)) == 1
    assert times(result, K.CREW) == [1000, 1000]


def test_the_crew_of_another_pool_goes_to_rest_at_the_base():
    own = Pool(name="own", place=0, crews=1, types=(0,), tails=(0,))
    staged = Pool(name="staged", place=1, crews=1, types=(0,))
    fields = {"types": [jet(report_s=0.0, release_s=0.0, rest_s=1000.0)], "tails": [tail(duty_s=20_000)]}
    net = world(change={"pools": (own, staged)}, **fields)
    result = run(net, plan(mission(load(), stops=HOME), mission(load(number=2), stops=HOME)))
    # the staged crew takes over at the hub, where the first one stays; home at 23,000 it rests for 1000 s in the pool
    assert [(row[0], row[-1]) for row in rows(result, K.CREW)][:3] == [(1000, 0), (13_000, 1), (24_000, 0)]


def test_arrivals_of_one_second_are_taken_by_key():
    flow = stream("hub", 1, arrivals_per_day=40_000.0, closes_s=3000)
    result = run(world(streams=[flow], horizon_s=4000), plan(), luck=True)
    came = [(row[0], row[-1]) for row in rows(result, K.TRAFFIC_ARRIVE)]
    assert sorted(n for _, n in came) == list(range(len(came)))
    key = key_of("traffic:hub")
    assert came == sorted(came, key=lambda row: (row[0], mix((key + row[1]) & MASK) >> 1))
    assert len({time for time, _ in came}) < len(came)


def test_airspace_that_opens_while_a_tail_waits_for_its_departure():
    closed = np.array([[[0, 12_000], [12_000, 0]]], dtype=np.int64)
    net = shocked(world(open_s={1: ((31_000, 50_000),)}), kind=ShockKind.AIRSPACE, block_s=closed, end_s=15_000)
    result = run(net, plan(mission(load())))
    # planned for 19,000 with 12,000 s; by then it is 10,000 s again, and the hub opens at 31,000
    assert times(result, K.DEPART) == [21_000]
    assert times(result, K.ARRIVE, at=1) == [31_000]
    assert result.waits == {(0, Cause.HOURS): 20_000}


def test_a_stop_on_the_way_takes_no_cargo_and_no_handling_time():
    net = world(None, place("far"), per_pallet_s=10.0)
    stops = (stop(0, ON), stop(1, VIA), stop(2, OFF))
    result = run(net, plan(mission(load(pallets=5.0), stops=stops)))
    assert times(result, K.END) == [1050, 11_550, 23_600]
