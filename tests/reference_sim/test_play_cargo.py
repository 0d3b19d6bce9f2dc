"""Cargo in the plain simulator, computed by hand: storage, links, customs, leftovers, what does not turn up."""

from __future__ import annotations

import pytest

from openairlift.model import Link
from openairlift.network.network import Clearance
from openairlift.plan.events import Cause, EventKind
from tests.reference_sim.seen import HOME, THERE, rows, run, times, world
from tests.sim.build import constant, fleet, jet, line, load, mission, place, plan, spots, stream

K = EventKind
TOWN = place("town", runway_m=None)
TRUCKS = {"origin": "hub", "destination": "town", "mode": "road", "load_s": constant(600), "transit_s": constant(3000)}


def by_road(*, change=None, tails=1, **fields):
    """Return a world with a link from the hub to a town."""
    link = Link(**{**TRUCKS, **fields})
    return world(None, TOWN, links=[link], tails=fleet(tails), change=change)


def landed(count, *, gap=0, quantity=50_000.0, **fields):
    """Return missions of as many tails; the first lands its cargo at 13,000, the others later by the gap."""
    return plan(
        *(
            mission(load(quantity, number=n + 1, **fields), tail=n, stops=THERE, earliest_s=gap * n)
            for n in range(count)
        )
    )


def test_full_storage_keeps_spot_and_slot():
    hub = place("hub", storage_kg=60_000.0, clearance_s=constant(5000), parking=spots(wide=1), working=1)
    result = run(world(hub, tails=fleet(2), hold_s=1e6), landed(2))
    # the first lands and stays on its spot for good, so that the second never parks
    assert times(result, K.LANDED) == [13_000]
    hub = place("hub", storage_kg=60_000.0, clearance_s=constant(5000))
    result = run(world(hub, tails=fleet(2)), landed(2))
    assert times(result, K.LANDED) == [13_000, 18_000]
    assert result.waits == {(1, Cause.STORAGE): 5000}


def test_storage_by_volume():
    hub = place("hub", storage_m3=100.0, clearance_s=constant(5000))
    result = run(world(hub, tails=fleet(2)), landed(2, volume_m3=80.0))
    assert times(result, K.LANDED) == [13_000, 18_000]
    result = run(world(hub, tails=fleet(2)), landed(2, volume_m3=50.0))
    assert times(result, K.LANDED) == [13_000, 13_000]
    # what is bulkier than all the storage goes in when it is empty
    result = run(world(hub, tails=fleet(2)), landed(2, volume_m3=150.0))
    assert times(result, K.LANDED) == [13_000, 18_000]


def test_a_link_with_a_capacity_a_day_passes_one_load_at_a_time():
    net = by_road(capacity_kg_per_day=864_000.0, tails=2)
    result = run(net, landed(2, link=0))
    assert times(result, K.FORWARDED) == [18_000, 23_000]
    assert times(result, K.DELIVERED, at=2) == [21_000, 26_000]
    assert result.waits == {(1, Cause.TRUCKS): 5000}


def test_vehicles_make_trips_and_come_back():
    result = run(by_road(trucks=1, payload_kg=30_000.0), landed(1, link=0))
    # two trips: loaded 13,600, back 19,600, loaded again 20,200
    assert rows(result, K.VEHICLE_LEFT) == [(13_600, 1, 0, -1, -1, 0), (20_200, 1, 0, -1, -1, 1)]
    assert rows(result, K.VEHICLE_BACK) == [(19_600, 1, 0, -1, -1, 0), (26_200, 1, 0, -1, -1, 1)]
    assert times(result, K.FORWARDED) == [20_200]
    assert times(result, K.DELIVERED) == [23_200]
    assert result.waits == {(1, Cause.TRUCKS): 6600}


@pytest.mark.parametrize(("fields", "trips"), [({"payload_m3": 30.0}, 3), ({"payload_kg": 20_000.0}, 3), ({}, 1)])
def test_trips_by_mass_and_by_volume(fields, trips):
    result = run(by_road(trucks=9, **fields), landed(1, link=0, volume_m3=80.0))
    assert len(times(result, K.VEHICLE_LEFT)) == trips


def test_a_convoy_leaves_together():
    result = run(by_road(trucks=4, convoy=2, tails=2), landed(2, gap=500, link=0))
    # loaded 13,600 and 14,100: the first waits for the second
    assert times(result, K.VEHICLE_LEFT) == [14_100, 14_100]
    assert result.waits == {(1, Cause.CONVOY): 500}


def test_a_convoy_is_smaller_when_nothing_more_comes():
    result = run(by_road(trucks=4, convoy=2, tails=3), landed(3, gap=500, link=0))
    assert times(result, K.VEHICLE_LEFT) == [14_100, 14_100, 14_600]
    result = run(by_road(trucks=4, convoy=3, tails=2), landed(2, gap=5000, link=0))
    assert times(result, K.VEHICLE_LEFT) == [13_600, 18_600]


def test_hours_of_a_link():
    change = {"link_open_s": (((20_000, 40_000),),)}
    result = run(by_road(trucks=1, change=change), landed(1, link=0))
    assert times(result, K.VEHICLE_LEFT) == [20_000]
    assert result.waits == {(1, Cause.CONVOY): 6400}
    result = run(by_road(capacity_kg_per_day=864_000.0, change=change), landed(1, link=0))
    assert times(result, K.FORWARDED) == [25_000]
    assert result.waits == {(1, Cause.TRUCKS): 7000}


@pytest.mark.parametrize(("cargo", "adds"), [(None, 7000), ("1", 7000), ("oversize", 0)])
def test_customs_add_to_the_clearance_time(cargo, adds):
    customs = Clearance(kind="customs", places=(1,), lead_s=7000, cargo=cargo)
    net = world(place("hub", clearance_s=constant(300)), lines=[line(hazard="1.4")], change={"clearances": (customs,)})
    assert run(net, landed(1)).marks == [[1000, 13_000, *[13_300 + adds] * 3]]


def test_a_load_that_does_not_turn_up_is_gone():
    net = world(lines=[line(no_show_share=1.0), line("r2")])
    both = plan(mission(load(), load(20_000.0, of=1), stops=HOME))
    result = run(net, both, luck=True)
    assert rows(result, K.NO_SHOW) == [(1000, 0, 0, -1, -1, 50_000_000)]
    assert result.carried == [0.0, 20_000.0]
    assert result.marks[0] == [None] * 5
    assert times(result, K.LEFT_STOCK) == [1000]
    assert run(net, both).carried == [50_000.0, 20_000.0]


def test_what_does_not_fit_is_taken_by_later_missions():
    net = world(
        payload_kg=60_000.0, types=[jet(pallets=None)], lines=[line(unit="piece", unit_kg=25_000.0), line("r2")]
    )
    plans = plan(
        mission(load(3.0, unit_kg=25_000.0), stops=HOME), mission(load(1.0, number=2, unit_kg=25_000.0), stops=HOME)
    )
    assert run(net, plans).carried == [2.0, 2.0]


def test_pallet_positions_limit_what_is_taken_from_the_leftover():
    net = world(payload_kg=60_000.0, types=[jet(pallets=6)], lines=[line(unit="piece", unit_kg=25_000.0)])
    loads = [load(3.0, unit_kg=25_000.0), load(1.0, number=2, unit_kg=25_000.0, pallets=4.0)]
    assert run(net, plan(*(mission(each, stops=HOME) for each in loads))).carried == [2.0, 1.0]


def test_traffic_that_does_not_come_keeps_its_slot():
    flow = stream("hub", 1, arrivals_per_day=100.0, closes_s=1000, ground_s=constant(20_000), no_show_share=1.0)
    hub = place("hub", parking=spots(wide=1))
    seed = next(n for n in range(99) if len(absent(hub, flow, "slots", n)[0]) == 1)
    (asked,), result = absent(hub, flow, "slots", seed)
    assert times(result, K.TRAFFIC_ARRIVE) == []
    assert times(result, K.DEPART) == [asked + 10_000]
    assert result.waits == {(1, Cause.SLOT): asked + 9000}
    assert times(absent(hub, flow, "free", seed)[1], K.DEPART) == [1000]


def absent(hub, flow, arrivals, seed):
    """Return when somebody was missing, and the run."""
    result = run(world(hub, streams=[flow], arrivals=arrivals), plan(mission(load())), luck=True, seed=seed)
    return times(result, K.TRAFFIC_NO_SHOW), result


def test_traffic_comes_evenly_with_luck_off():
    flow = stream("hub", 1, arrivals_per_day=10.0)
    result = run(world(streams=[flow], horizon_s=30_000), plan())
    assert [(row[0], row[-1]) for row in rows(result, K.TRAFFIC_ARRIVE)] == [(4320, 0), (12_960, 1), (21_600, 2)]
    assert [(row[0], row[-1]) for row in rows(result, K.TRAFFIC_LEAVE)] == [
        (6320, 4320),
        (14_960, 12_960),
        (23_600, 21_600),
    ]
    assert {row[-1] for row in rows(result, K.TRAFFIC_PARK)} == {2}
