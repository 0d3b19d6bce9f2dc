"""What is counted beside the events: binding times, windows, occupancy, waits at the horizon."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.sim.build import (
    OFF,
    ON,
    RECOVER,
    constant,
    fleet,
    jet,
    line,
    load,
    mission,
    network,
    place,
    plan,
    run_of,
    spots,
    stop,
    stream,
    tail,
)

from openairlift.model import Link
from openairlift.network.network import Shock, ShockKind
from openairlift.plan.events import Cause
from openairlift.sim import resources

DEPOT = place("depot")
HOME = (stop(0, ON), stop(1, OFF), stop(0, RECOVER))


def binding(net, run) -> dict[str, int]:
    return {r.name: int(value) for r, value in zip(resources(net), run.binding, strict=True) if value}


def three(**fields):
    """Return missions of three tails, 100 s apart; the first lands its cargo at 13,000."""
    return plan(*(mission(load(number=n + 1, **fields), tail=n, stops=HOME, earliest_s=100 * n) for n in range(3)))


def test_parking_binds_while_an_aircraft_holds():
    net = network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(3), hold_s=9000.0)
    run = run_of(net, three())
    # holding 11,100 to 15,000; the window runs from the first landing, 13,000, to the last, 17,000
    assert run.window == (13_000, 17_000)
    assert binding(net, run) == {"parking at hub": 2000}


def test_parking_binds_while_a_tail_waits_elsewhere_for_a_slot():
    net = network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(4), arrivals="slots")
    missions = [*three().missions, mission(load(number=4), tail=3, stops=HOME, earliest_s=11_500)]
    run = run_of(net, plan(*missions))
    # the spot is reserved until 17,000; the fourth is ready 12,500 and may arrive at 22,500: it waits for nothing
    assert binding(net, run) == {}
    missions = [mission(load(number=n + 1), tail=n, stops=HOME) for n in range(7)]
    net = network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(7), arrivals="slots")
    run = run_of(net, plan(*missions))
    # all are ready at 1000; the last takes the spot at 23,000 and leaves the depot at 13,000
    assert run.window == (13_000, 25_000)
    assert binding(net, run) == {}
    assert run.waits[1, Cause.SLOT] == sum(2000 * n for n in range(7))


def test_working_slots_bind_while_all_are_taken_and_somebody_waits():
    net = network([DEPOT, place("hub", working=1)], tails=fleet(3))
    run = run_of(net, three())
    assert run.window == (13_000, 17_000)
    assert binding(net, run) == {"working slots at hub": 2000}


def test_storage_binds_while_an_unloaded_aircraft_is_blocked():
    net = network([DEPOT, place("hub", storage_kg=60_000.0, clearance_s=constant(5000))], tails=fleet(2))
    run = run_of(net, plan(*three().missions[:2]))
    assert run.window == (13_000, 23_000)
    assert binding(net, run) == {"storage at hub": 4900}


def test_a_link_binds_while_cleared_cargo_waits():
    road = Link(origin="hub", destination="town", mode="road", capacity_kg_per_day=864_000.0)
    net = network([DEPOT, place("hub"), place("town", runway_m=None)], tails=fleet(2), links=[road])
    run = run_of(net, plan(*(mission(load(number=n + 1, link=0), tail=n, earliest_s=1000 * n) for n in range(2))))
    # the first passes 13,000 to 18,000; the second, there since 14,000, passes 18,000 to 23,000
    assert run.window == (13_000, 23_000)
    assert binding(net, run) == {"road from hub to town": 4000}


def test_the_fleet_binds_while_a_mission_is_due_and_no_tail_is_idle():
    net = network([DEPOT, place("hub")])
    run = run_of(net, plan(mission(load(), stops=HOME), mission(load(number=2), stops=HOME)))
    # back 23,000 and off again; from the landing at 13,000 until then the second mission is due
    assert run.window == (13_000, 36_000)
    assert binding(net, run) == {"JET tails": 10_000}
    idle = network([DEPOT, place("hub")], tails=fleet(2))
    run = run_of(idle, plan(mission(load(), stops=HOME), mission(load(number=2), stops=HOME)))
    assert binding(idle, run) == {}
    shut = network([DEPOT, place("hub")], tails=[tail("A"), tail("B", available_to_s=15_000)])
    run = run_of(shut, plan(mission(load(), stops=HOME), mission(load(number=2), stops=HOME)))
    assert binding(shut, run) == {"JET tails": 8_000}


def test_the_release_binds_while_a_tail_is_idle_and_cargo_is_not_ready():
    net = network([DEPOT, place("hub")], lines=[line("r1"), line("r2", ready_s=50_000)])
    run = run_of(net, plan(mission(load(), stops=HOME), mission(load(of=1), stops=HOME, earliest_s=50_000)))
    assert run.window == (13_000, 63_000)
    assert binding(net, run) == {"release of stocks": 50_000 - 23_000}


def test_what_is_missing_leaves_the_window_open_to_the_horizon():
    net = network([DEPOT, place("hub")], payload_kg=40_000.0)
    run = run_of(net, plan(mission(load())))
    assert (run.closed, run.window) == (False, (13_000, 864_000))
    nothing = run_of(network([DEPOT, place("hub")], open_s={0: ()}), plan(mission(load())))
    assert (nothing.closed, nothing.window) == (False, (-1, 864_000))


@pytest.mark.parametrize(("mark", "end"), [("left_stock", 1000), ("landed", 13_000), ("at_hub", 13_300)])
def test_closure_is_the_objective_mark_of_the_last_load(mark, end):
    hub = place("hub", clearance_s=constant(300))
    run = run_of(network([DEPOT, hub], mark=mark), plan(mission(load())))
    assert run.closed
    assert run.window == (13_000, end)


def test_waits_that_go_on_count_up_to_the_horizon():
    hub = place("hub", parking=spots(wide=2), working=1)
    net = network([DEPOT, hub], tails=fleet(3), ground={(1, OFF): constant(1e9)}, hold_s=1e6, horizon_s=86_400)
    run = run_of(net, three())
    assert run.waits[1, Cause.WORKING] == 86_400 - 11_100
    assert run.waits[1, Cause.PARKING] == 86_400 - 11_200
    assert run.own_traffic[1, 0].tolist() == [3, 1, 0, 0]


def test_occupancy_adds_up_to_spot_seconds():
    hub = place("hub", parking=spots(wide=3), working=1, clearance_s=constant(4000))
    net = network([DEPOT, hub], tails=fleet(3))
    run = run_of(net, three())
    # parked 11,000-13,000, 11,100-15,000, 11,200-17,000; served 6000 s; waiting for a working slot 1900 + 3800
    assert run.bin_s == 3600
    assert run.occupancy[1].sum(axis=1).tolist() == [2000 + 3900 + 5800, 6000, 5700]
    assert run.occupancy[1, 0, :3].tolist() == [0, 0, 0]
    assert run.occupancy[1, 1, 3:5].tolist() == [3400, 2600]
    assert run.stored_kg_s[1].sum() == 3 * 50_000.0 * 4000


def test_spots_used_reckon_with_equivalence():
    hub = place("hub", parking=spots(wide=1))
    net = network([DEPOT, hub], types=[jet(body="narrow")])
    run = run_of(net, plan(mission(load(), stops=HOME)))
    assert run.occupancy[1, 0].sum() == 2000


def test_traffic_by_day():
    net = network(
        [DEPOT, place("hub", parking=spots(wide=1))],
        streams=[stream("hub", 1, arrivals_per_day=2.0)],
        horizon_s=3 * 86_400 + 10,
    )
    run = run_of(net, plan())
    assert run.traffic[1, :, 0].tolist() == [2, 2, 2, 0]
    assert run.traffic.shape == (2, 4, 4)


def test_flying_time_ends_at_the_horizon():
    net = network([DEPOT, place("hub")], horizon_s=86_400)
    run = run_of(net, plan(mission(load(), earliest_s=80_000)))
    assert run.flying_s.tolist() == [86_400 - 81_000]
    assert np.all(run.marks[0, 1:] == -1)


def test_lost_tails_and_cargo_are_counted():
    loss = Shock(key="loss", kind=ShockKind.LOSS, tails=(0,), count=1, start_s=15_000)
    net = replace(network([place("depot"), place("hub")]), shocks=(loss,))
    run = run_of(net, plan(mission(load(50_000.0))))
    # loaded by 1,000, over the hub at 11,000, unloaded by 13,000: a later loss takes the tail alone
    assert (run.lost_tails, run.lost_kg) == (1, 0.0)
    net = replace(net, shocks=(replace(loss, start_s=5000),))
    run = run_of(net, plan(mission(load(50_000.0))))
    assert (run.lost_tails, run.lost_kg, run.closed) == (1, 50_000.0, False)
