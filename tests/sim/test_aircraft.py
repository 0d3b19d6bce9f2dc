"""Aircraft: spots, slots, hours, breakdowns, holding; each case is reckoned by hand and fails without its feature."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
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
    run_of,
    spots,
    stop,
    tail,
    times,
)

from openairlift.errors import PlanError
from openairlift.luck import key_of, sample, stream, uniform
from openairlift.model import Distribution, Equivalence, Shape
from openairlift.network.network import Steps, Stock
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.sim import resources

DEPOT = place("depot")
HUB = place("hub")
HOME = (stop(0, ON), stop(1, OFF), stop(0, RECOVER))


def two(**fields):
    """Return missions of two tails that come to the hub at the same second and fly home."""
    return plan(mission(load(**fields), stops=HOME), mission(load(number=2, **fields), tail=1, stops=HOME))


def first_second():
    """Return which of the two missions has the lower luck key, and the other one."""
    return (0, 1) if key_of("r1#1") < key_of("r1#2") else (1, 0)


def test_a_mission_alone():
    run = run_of(network([DEPOT, HUB]), plan(mission(load(), stops=HOME)))
    assert run.events is not None
    kinds = [(int(e["time"]), EventKind(int(e["kind"])).name) for e in run.events]
    assert kinds == [
        (0, "ARRIVE"),
        (0, "PARK"),
        (0, "START"),
        (1000, "END"),
        (1000, "LEFT_STOCK"),
        (1000, "DEPART"),
        (11_000, "ARRIVE"),
        (11_000, "PARK"),
        (11_000, "START"),
        (13_000, "END"),
        (13_000, "LANDED"),
        (13_000, "DEPART"),
        (13_000, "AT_HUB"),
        (13_000, "FORWARDED"),
        (13_000, "DELIVERED"),
        (23_000, "ARRIVE"),
        (23_000, "RECOVER"),
    ]
    assert run.flying_s.tolist() == [20_000]
    assert run.waits.sum() == 0
    assert (run.window, run.closed) == ((13_000, 13_000), True)


def test_parking_holds_the_second_aircraft_until_the_first_departs():
    run = run_of(network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(2)), two())
    first, second = first_second()
    assert times(run, EventKind.PARK, at=1, who=first) == [11_000]
    assert times(run, EventKind.PARK, at=1, who=second) == [13_000]
    assert run.waits[1, Cause.PARKING] == 2000
    assert run.own_traffic[1, 0].tolist() == [2, 1, 0, 0]
    assert run.own_traffic[0, 0].tolist() == [2, 0, 0, 0]  # back over the depot


def test_an_aircraft_without_cargo_asks_for_no_storage():
    full = place("hub", storage_kg=60_000.0, clearance_s=constant(50_000))
    net = network([DEPOT, full], tails=fleet(3))
    empty = mission(tail=2, stops=HOME, earliest_s=200)
    run = run_of(net, plan(mission(load()), mission(load(number=2), tail=1, earliest_s=100), empty))
    assert times(run, EventKind.DEPART, at=1) == [13_200]


def test_who_lands_its_cargo_late_makes_room_at_once():
    # A and B are blocked by a full storage; when A's cargo gets in, A leaves in the same second, and C, of a lower
    # rank than D, takes its spot before the working slot is given out: so C is served before D
    hub = place("hub", parking=spots(wide=3), working=1, storage_kg=50_000.0, clearance_s=constant(5000))
    lines = [line("r1", rank=3), line("r2", rank=1)]
    net = network([DEPOT, hub], tails=fleet(5), lines=lines, hold_s=90_000.0)
    missions = [mission(load(number=n + 1), tail=n, stops=HOME, earliest_s=100 * n) for n in range(4)]
    urgent = mission(load(of=1), tail=4, stops=HOME, earliest_s=400)
    run = run_of(net, plan(*missions, urgent))
    assert times(run, EventKind.PARK, at=1, who=4) == [13_000]
    assert times(run, EventKind.START, at=1, who=4) == [13_000]


def test_working_slots_are_a_limit_apart_from_parking():
    hub = place("hub", parking=spots(wide=2), working=1)
    run = run_of(network([DEPOT, hub], tails=fleet(2)), two())
    first, second = first_second()
    assert times(run, EventKind.PARK, at=1) == [11_000, 11_000]
    assert times(run, EventKind.START, at=1, who=first) == [11_000]
    assert times(run, EventKind.START, at=1, who=second) == [13_000]
    assert run.waits[1, Cause.WORKING] == 2000
    assert run.waits[1, Cause.PARKING] == 0


def test_a_smaller_aircraft_takes_a_larger_spot_when_its_own_class_is_full():
    hub = place("hub", parking=spots(narrow=1, wide=1))
    net = network([DEPOT, hub], tails=fleet(2), types=[jet(body="narrow")])
    run = run_of(net, two())
    assert run.events is not None
    parked = run.events[(run.events["kind"] == EventKind.PARK) & (run.events["place"] == 1)]
    assert parked["time"].tolist() == [11_000, 11_000]
    assert parked["aux"].tolist() == [1, 2]


def test_a_larger_aircraft_takes_no_smaller_spot():
    run = run_of(network([DEPOT, place("hub", parking=spots(narrow=5))]), plan(mission(load())))
    assert times(run, EventKind.PARK, at=1) == []
    assert not run.closed


@pytest.mark.parametrize(("share", "parked"), [(1, [11_000, 13_000, 15_000]), (2, [11_000, 11_000, 13_000])])
def test_equivalence_lets_two_narrow_share_a_wide_spot(share, parked):
    hub = place("hub", parking=spots(wide=1), spot_equivalence=Equivalence(narrow_on_wide=share))
    net = network([DEPOT, hub], tails=fleet(3), types=[jet(body="narrow")], hold_s=9000)
    run = run_of(net, plan(*(mission(load(number=n + 1), tail=n, stops=HOME) for n in range(3))))
    assert times(run, EventKind.PARK, at=1) == parked


def test_one_that_fits_nowhere_does_not_hold_up_those_behind_it():
    net = network(
        [DEPOT, place("hub", parking=spots(narrow=1))],
        types=[jet("WIDE"), jet("NARROW", body="narrow")],
        tails=[tail("W"), tail("N", type=1)],
        lines=[line("r1", rank=1), line("r2", rank=2)],
    )
    run = run_of(net, plan(mission(load()), mission(load(of=1), tail=1)))
    assert times(run, EventKind.PARK, at=1, who=1) == [11_000]
    assert times(run, EventKind.PARK, at=1, who=0) == []


def test_queues_are_served_by_rank_then_time():
    net = network(
        [DEPOT, place("hub", parking=spots(wide=3), working=1)],
        tails=fleet(3),
        lines=[line("r1", rank=2), line("r2", rank=2), line("r3", rank=1)],
    )
    missions = [mission(load(of=n), tail=n, earliest_s=100 * n) for n in range(3)]
    run = run_of(net, plan(*missions))
    assert [times(run, EventKind.START, at=1, who=n) for n in range(3)] == [[11_000], [15_000], [13_000]]


def test_departure_waits_until_both_ends_are_open():
    net = network([DEPOT, HUB], open_s={0: ((0, 500), (8000, 50_000)), 1: ((20_000, 40_000),)})
    run = run_of(net, plan(mission(load())))
    assert times(run, EventKind.DEPART) == [10_000]
    assert times(run, EventKind.PARK, at=1) == [20_000]
    assert run.waits[0, Cause.HOURS] == 9000


def test_service_starts_in_opening_hours_only():
    net = network([DEPOT, place("hub", working=1)], tails=fleet(2), open_s={1: ((0, 12_000), (30_000, 50_000))})
    run = run_of(net, plan(mission(load()), mission(load(number=2), tail=1)))
    assert times(run, EventKind.START, at=1) == [11_000, 30_000]
    assert times(run, EventKind.END, at=1) == [13_000, 32_000]
    assert run.waits[1, Cause.WORKING] == 1000
    assert run.waits[1, Cause.HOURS] == 18_000


def test_a_spot_is_given_out_in_opening_hours_only():
    hub = place("hub", parking=spots(wide=1))
    net = network([DEPOT, hub], tails=fleet(2), open_s={1: ((0, 12_000), (13_500, 50_000))})
    run = run_of(net, two())
    assert times(run, EventKind.DEPART, at=1)[0] == 13_500
    assert times(run, EventKind.PARK, at=1) == [11_000, 13_500]


def test_a_closure_for_good_keeps_the_aircraft_where_it_is():
    run = run_of(network([DEPOT, HUB], open_s={1: ((0, 9000),)}), plan(mission(load())))
    assert times(run, EventKind.DEPART) == []
    assert run.marks[0].tolist() == [1000, -1, -1, -1, -1]


def test_capacity_steps_take_and_give_spots_and_slots():
    hub = place("hub", parking=spots(wide=2), working=2)
    steps = Steps(times=(0, 10_500, 12_000), values=((2,), (0,), (1,)))
    net = network([DEPOT, hub], tails=fleet(2), working={1: steps})
    assert times(run_of(net, two()), EventKind.START, at=1) == [12_000, 14_000]
    steps = Steps(times=(0, 10_500, 11_700), values=((0, 0, 2), (0, 0, 0), (0, 0, 2)))
    net = network([DEPOT, hub], tails=fleet(2), parking={1: steps})
    assert times(run_of(net, two()), EventKind.PARK, at=1) == [11_700, 11_700]


def test_a_capacity_that_falls_evicts_nobody():
    steps = Steps(times=(0, 11_500), values=((0, 0, 1), (0, 0, 0)))
    net = network([DEPOT, HUB], parking={1: steps})
    run = run_of(net, plan(mission(load(), stops=HOME)))
    assert times(run, EventKind.DEPART, at=1) == [13_000]


def test_ground_time_is_drawn_and_rounded():
    shape = Distribution(Shape.LOGNORMAL, (2000.0, 0.4))
    net = network([DEPOT, HUB], ground={(1, OFF): shape})
    run = run_of(net, plan(mission(load())), luck=True, seed=5, run=3)
    drawn = sample(3, (2000.0, 0.4), uniform(stream(5, 3), key_of("r1#1"), Draw.GROUND, 1))
    assert times(run, EventKind.END, at=1) == [11_000 + math.floor(drawn + 0.5)]
    assert times(run_of(net, plan(mission(load()))), EventKind.END, at=1) == [13_000]


def test_pallets_add_to_ground_time_at_onload_and_offload_only():
    net = network([DEPOT, HUB, place("via")], per_pallet_s=10.0)
    stops = (stop(0, ON), stop(2, VIA), stop(1, OFF))
    run = run_of(net, plan(mission(load(pallets=12.0), load(number=2, pallets=6.0), stops=stops)))
    assert times(run, EventKind.END) == [1180, 1180 + 10_500, 1180 + 20_500 + 2180]


@pytest.mark.parametrize("luck", [True, False])
def test_breakdown_holds_the_spot_until_repaired(luck):
    net = network(
        [DEPOT, place("hub", parking=spots(wide=1))],
        types=[jet(reliability_share=0.0, repair_s=constant(700.0))],
        tails=fleet(2),
    )
    missions = plan(mission(load(), stops=HOME), mission(load(number=2), tail=1, stops=HOME))
    run = run_of(net, missions, luck=luck)
    late = 700 if luck else 0
    assert times(run, EventKind.BREAK, at=0) == ([1000, 1000] if luck else [])
    assert times(run, EventKind.REPAIRED, at=0) == ([1700, 1700] if luck else [])
    assert times(run, EventKind.DEPART, at=0) == [1000 + late] * 2
    assert times(run, EventKind.PARK, at=1) == [11_000 + late, 13_000 + 2 * late]
    assert run.waits[0, Cause.REPAIR] == 2 * late


def test_nothing_breaks_after_the_last_service():
    net = network([DEPOT, HUB], types=[jet(reliability_share=0.0, repair_s=constant(700.0))])
    run = run_of(net, plan(mission(load())), luck=True)
    assert times(run, EventKind.BREAK) == [1000]


def test_crew_rest_holds_the_spot():
    stops = (stop(0, ON), stop(2, VIA, rest_s=600), stop(1, OFF))
    net = network([DEPOT, HUB, place("via", parking=spots(wide=1))])
    run = run_of(net, plan(mission(load(), stops=stops)))
    assert times(run, EventKind.END, at=2) == [11_500]
    assert times(run, EventKind.DEPART, at=2) == [12_100]
    assert run.waits[2, Cause.REST] == 600


def test_slots_keep_the_second_aircraft_on_the_ground():
    net = network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(2), arrivals="slots")
    run = run_of(net, two())
    assert times(run, EventKind.DEPART, at=0) == [1000, 3000]
    assert times(run, EventKind.PARK, at=1) == [11_000, 13_000]
    assert run.waits[1, Cause.SLOT] == 2000
    assert run.waits[1, Cause.PARKING] == 0


def test_a_slot_reckons_with_capacity_as_stated_for_each_moment():
    steps = Steps(times=(0, 12_000, 20_000), values=((0, 0, 1), (0, 0, 0), (0, 0, 1)))
    net = network([DEPOT, HUB], arrivals="slots", parking={1: steps})
    run = run_of(net, plan(mission(load())))
    assert times(run, EventKind.DEPART) == [10_000]
    net = network([DEPOT, HUB], arrivals="slots", parking={1: replace(steps, times=(0, 13_000, 20_000))})
    assert times(run_of(net, plan(mission(load()))), EventKind.DEPART) == [1000]


def test_a_slot_starts_in_opening_hours():
    net = network(
        [DEPOT, place("hub", parking=spots(wide=1))],
        tails=fleet(2),
        arrivals="slots",
        open_s={1: ((0, 12_500), (40_000, 60_000))},
    )
    run = run_of(net, two())
    # the first leaves the spot when the hub opens again, which it could not know when the second asked
    assert times(run, EventKind.DEPART, at=0) == [1000, 30_000]
    assert times(run, EventKind.PARK, at=1) == [11_000, 40_000]


def test_a_repair_moves_the_end_of_a_reservation():
    net = network(
        [DEPOT, place("hub", parking=spots(wide=1))],
        types=[jet(reliability_share=0.0, repair_s=constant(5000.0)), jet("LATER")],
        tails=[tail("A"), tail("B", type=1)],
        arrivals="slots",
        block={(0, 1): 1000, (1, 0): 1000},
    )
    later = mission(load(number=2), tail=1, stops=HOME, earliest_s=8500)
    run = run_of(net, plan(mission(load(), stops=HOME), later), luck=True)
    # A: onload ends 1000, repaired 6000, arrives 7000, served and found broken 9000, repaired 14,000. B asks at 9500,
    # when the reservation of A, made for [7000, 9000), reaches until the repair
    assert times(run, EventKind.BREAK, at=1) == [9000]
    assert times(run, EventKind.DEPART, at=0, who=1) == [13_000]
    assert run.waits[1, Cause.SLOT] == 3500


def test_slots_without_a_gap_in_the_horizon():
    net = network([DEPOT, place("hub", parking=spots())], arrivals="slots")
    run = run_of(net, plan(mission(load())))
    assert times(run, EventKind.DEPART) == []
    assert run.waits[1, Cause.SLOT] == 10 * 86_400 - 1000


def diverting(**fields):
    """Return a run in which A stays at the hub and B, 100 s behind it, gives up after 3000 s."""
    hub = place("hub", parking=spots(wide=1), alternates=("dry", "alt"))
    dry = place("dry", runway_m=None)
    alt = place("alt", parking=spots(wide=fields.pop("alt", 1)))
    ground = {(1, OFF): constant(30_000.0)}
    net = network([DEPOT, hub, dry, alt], tails=fleet(2), ground=ground, **fields)
    return run_of(net, plan(mission(load(), stops=HOME), mission(load(number=2), tail=1, stops=HOME, earliest_s=100)))


def test_hold_divert_and_return():
    run = diverting()
    # arrives 11,100, gives up 14,100, at the alternate 24,100, stands 500, over the hub again 34,600; A has left 41,000
    assert times(run, EventKind.DIVERT, at=1) == [14_100, 37_600]
    assert times(run, EventKind.PARK, at=3) == [24_100, 47_600]
    assert times(run, EventKind.DEPART, at=3) == [24_600, 48_100]
    assert times(run, EventKind.PARK, at=1) == [11_000, 58_100]
    assert run.waits[1, Cause.PARKING] == 6000
    assert run.own_traffic[1, 0].tolist() == [4, 2, 2, 0]


def test_a_divert_takes_the_drawn_time_on_the_ground():
    hub = place("hub", parking=spots(wide=1), alternates=("alt",))
    shape = Distribution(Shape.UNIFORM, (500.0, 900.0))
    net = network([DEPOT, hub, place("alt")], tails=fleet(2), ground={(1, OFF): constant(30_000.0), (2, VIA): shape})
    missions = plan(mission(load(), stops=HOME), mission(load(number=2), tail=1, stops=HOME, earliest_s=100))
    run = run_of(net, missions, luck=True)
    drawn = [
        math.floor(sample(1, (500.0, 900.0), uniform(stream(1, 0), key_of("r1#2"), Draw.DIVERT_GROUND, 16 + n)) + 0.5)
        for n in range(2)
    ]
    left = times(run, EventKind.DEPART, at=2)
    assert [b - a for a, b in zip(times(run, EventKind.PARK, at=2), left, strict=True)] == drawn


def test_without_a_free_alternate_the_base_is_the_refuge():
    run = diverting(alt=0)
    assert times(run, EventKind.PARK, at=3) == []
    assert times(run, EventKind.RECOVER, at=0, who=1)[0] == 24_100
    assert times(run, EventKind.DEPART, at=0, who=1)[:2] == [1100, 24_600]


def test_without_any_refuge_it_goes_on_holding():
    hub = place("hub", parking=spots(wide=1), alternates=("alt",))
    net = network([DEPOT, hub, place("alt")], tails=fleet(2), block={(1, 0): -1, (1, 2): -1})
    run = run_of(net, plan(mission(load()), mission(load(number=2), tail=1, earliest_s=100)))
    assert times(run, EventKind.DIVERT) == []
    assert run.waits[1, Cause.PARKING] == 10 * 86_400 - 11_100


def test_a_closed_alternate_is_no_refuge():
    run = diverting(open_s={3: ((0, 24_000),)})
    assert times(run, EventKind.PARK, at=3) == []
    assert times(run, EventKind.RECOVER, at=0, who=1)[0] == 24_100


@pytest.mark.parametrize("somebody_waits", [True, False])
def test_an_alternate_with_a_queue_is_no_refuge(somebody_waits):
    net = network(
        [DEPOT, place("hub", parking=spots(wide=1), alternates=("alt",)), place("alt", parking=spots(narrow=1))],
        types=[jet(body="narrow"), jet("WIDE")],
        tails=[*fleet(2), tail("W", type=1)],
        ground={(1, OFF): constant(30_000.0)},
    )
    missions = [mission(load(), stops=HOME), mission(load(number=2), tail=1, stops=HOME, earliest_s=100)]
    if somebody_waits:
        missions.append(mission(load(number=3), tail=2, stops=(stop(0, ON), stop(2, OFF)), earliest_s=3000))
    run = run_of(net, plan(*missions))
    # B gives up at 14,100; W, too large for the spot at the alternate, holds there from 14,000 to 17,000
    assert times(run, EventKind.RECOVER, who=1)[0] == (24_100 if somebody_waits else 98_100)
    assert (24_100 in times(run, EventKind.PARK, at=2, who=1)) is not somebody_waits


def test_without_patience_an_aircraft_still_takes_a_free_spot():
    net = network([DEPOT, place("hub", parking=spots(wide=1))], tails=fleet(2), hold_s=0.0)
    run = run_of(net, two())
    first, second = first_second()
    assert times(run, EventKind.PARK, at=1, who=first) == [11_000]
    assert times(run, EventKind.DIVERT, who=second)[0] == 11_001


def test_on_the_base_ramp_patience_has_no_end():
    depot = place("depot", parking=spots(wide=1))
    net = network([depot, HUB], tails=fleet(2), ground={(0, ON): constant(20_000.0)})
    run = run_of(net, plan(mission(load()), mission(load(number=2), tail=1)))
    assert times(run, EventKind.PARK, at=0) == [0, 20_000]
    assert times(run, EventKind.DIVERT) == []
    assert run.waits[0, Cause.PARKING] == 20_000
    assert run.own_traffic[0].sum() == 0


def test_cargo_that_is_not_ready_waits_and_holds_nobody_up():
    net = network(
        [place("depot", working=1), HUB],
        tails=fleet(2),
        lines=[line("r1"), line("r2", rank=2)],
        stocks=[Stock(place=0, item="x", quantity=9.0, ready_s=5500)],
    )
    run = run_of(net, plan(mission(load(stock=0)), mission(load(of=1), tail=1)))
    assert times(run, EventKind.START, at=0, who=0) == [5500]
    assert times(run, EventKind.START, at=0, who=1) == [0]
    assert run.waits[0, Cause.WORKING] == 0
    net = replace(net, lines=(line("r1", ready_s=6000), net.lines[1]))
    run = run_of(net, plan(mission(load(stock=0)), mission(load(of=1), tail=1)))
    assert times(run, EventKind.START, at=0, who=0) == [6000]


def test_missions_of_a_tail_follow_each_other():
    net = network([DEPOT, HUB], tails=[tail(available_from_s=300)])
    again = mission(load(number=2), stops=HOME, earliest_s=60_000)
    run = run_of(net, plan(mission(load(), stops=HOME), again))
    assert times(run, EventKind.PARK, at=0) == [300, 60_000]
    run = run_of(net, plan(mission(load()), replace(again, earliest_s=0)))
    assert times(run, EventKind.DEPART) == [1300, 13_300, 24_300, 36_300]


def test_a_tail_keeps_its_spot_for_a_next_stop_at_the_same_place():
    hub = place("hub", parking=spots(wide=1))
    net = network([DEPOT, hub], lines=[line("r1"), line("r2", sources=((1, None),))])
    back = mission(load(of=1), stops=(stop(1, ON), stop(0, OFF)), earliest_s=20_000)
    run = run_of(net, plan(mission(load()), back))
    assert times(run, EventKind.PARK, at=1) == [11_000]
    assert times(run, EventKind.START, at=1) == [11_000, 20_000]
    assert run.waits.sum() == 0


def test_recovery_where_it_stands_frees_the_spot():
    depot = place("depot", parking=spots(wide=1))
    net = network([depot, HUB], lines=[line("r1", sources=((1, None),))], tails=fleet(2))
    home = (stop(1, ON), stop(0, OFF), stop(0, RECOVER))
    run = run_of(net, plan(mission(load(), stops=home), mission(load(number=2), tail=1, stops=home)))
    assert times(run, EventKind.RECOVER) == [23_000, 25_000]
    assert times(run, EventKind.DEPART, at=0) == [0, 0]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (mission(load(), tail=7), "no tail 7"),
        (mission(load(), stops=(stop(0, ON), stop(9, OFF))), "no place 9"),
        (mission(load(), stops=(stop(1, OFF), stop(0, ON))), "offloads before"),
        (mission(load(), stops=(stop(0, ON), stop(1, RECOVER), stop(1, OFF))), "RECOVER"),
        (mission(load(), stops=(stop(0, ON),)), "one onload stop"),
        (mission(load(of=4)), "no requirement line 4"),
        (mission(load(), stops=(stop(0, ON), stop(2, OFF))), "can't fly from depot to far"),
        (mission(stops=()), "no stops"),
    ],
)
def test_a_plan_that_can_not_be_flown_is_refused(broken, says):
    net = network([DEPOT, HUB, place("far")], block={(0, 2): -1})
    if not broken.loads:
        broken = replace(broken, stops=())
    with pytest.raises(PlanError, match=says):
        run_of(net, plan(broken))


def test_resources_have_names_that_people_understand():
    net = network([place("depot"), place("hub", parking=spots(wide=1), working=2, storage_kg=5.0)])
    assert [(r.kind, r.place, r.name) for r in resources(net)] == [
        ("parking", "hub", "parking at hub"),
        ("working", "hub", "working slots at hub"),
        ("storage", "hub", "storage at hub"),
        ("fleet", None, "JET tails"),
        ("release", None, "release of stocks"),
    ]
