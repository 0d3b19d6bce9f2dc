"""The exact times of a plan: what the room reads from the simulator's run, worked out by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.network.build import at, requirement, spots
from tests.plan.plans import HUB, OFF, ON, load, place, plan_of, shuttle, shuttles, small, stop, story, times_of

from openairlift.audits import StopTimes, time_plan
from openairlift.errors import PlanError
from openairlift.model import Disruption, Traffic
from openairlift.plan import Cause, EventKind, Mission, Plan, Purpose

ONE_SPOT = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)


def test_one_shuttle_second_by_second() -> None:
    _, net = small()
    b = int(net.block_s[0, 0, 1])
    timing = time_plan(net, shuttles(net, 1))
    lands = ON + b
    assert story(timing, 0)[:4] == [("ARRIVE", 0), ("PARK", 0), ("START", 0), ("END", ON)]
    assert timing.marks == ((ON, lands + OFF, lands + OFF, lands + OFF, lands + OFF),)
    assert timing.carried == (10_000.0,)
    assert timing.flying_s == (2 * b,)
    assert dict(timing.waits) == {}
    assert timing.closure_s is None  # 90 t of the 100 t are not planned
    assert timing.stops == (
        (
            StopTimes(arrive=0, park=0, start=0, end=ON, depart=ON),
            StopTimes(arrive=lands, park=lands, start=lands, end=lands + OFF, depart=lands + OFF),
            StopTimes(arrive=lands + OFF + b),
        ),
    )


def test_closure_is_the_last_of_what_is_required() -> None:
    _, net = small(requirements=(requirement(mass_kg=20_000.0),))
    timing = time_plan(net, shuttles(net, 2))
    assert timing.closure_s == max(marks[4] or 0 for marks in timing.marks)


def test_there_is_no_closure_while_one_of_several_requirements_is_missing() -> None:
    rows = (requirement("a", mass_kg=20_000.0), requirement("b", mass_kg=20_000.0))
    _, net = small(requirements=rows)
    both = [shuttle(net, [load(net, 20_000.0, line=line)], tail=line) for line in (0, 1)]
    assert time_plan(net, plan_of(net, both[0])).closure_s is None
    assert time_plan(net, plan_of(net, both[1])).closure_s is None
    timing = time_plan(net, plan_of(net, *both))
    assert timing.closure_s == max(marks[4] or 0 for marks in timing.marks)


def test_waits_have_place_and_cause() -> None:
    _, net = small(ONE_SPOT)
    timing = time_plan(net, shuttles(net, 2))
    assert dict(timing.waits) == {(1, Cause.SLOT): OFF}


def test_what_happens_at_an_alternate_is_not_taken_for_the_stop() -> None:
    other = place("other", 51.0, 21.0, parking=spots(wide=1))
    hub = place("hub", 50.11, 22.02, parking=spots(wide=1), working=1, alternates=("other",))
    _, net = small(hub, more=(other,), arrivals="free", hold_s=2400.0)
    b, aside = int(net.block_s[0, 0, 1]), int(net.block_s[0, 1, 2])
    timing = time_plan(net, shuttles(net, 2))
    (loser,) = (m for m in (0, 1) if times_of(timing, EventKind.DIVERT, who=m))
    again = ON + b + 2400 + aside + 5400 + aside
    first, second, _ = timing.stops[loser]
    assert first.depart == ON
    assert (second.arrive, second.park) == (again, again)


def test_a_second_load_at_the_same_place_keeps_the_spot() -> None:
    rows = (requirement("out"), requirement("back", origin="hub", destination="depot"))
    _, net = small(ONE_SPOT, requirements=rows)
    first = shuttle(net, [load(net, 1000.0)], home=False)
    home = Mission(
        tail=0,
        stops=(stop(net, "hub", Purpose.ONLOAD), stop(net, "depot", Purpose.OFFLOAD)),
        loads=(load(net, 500.0, line=1),),
    )
    timing = time_plan(net, plan_of(net, first, home))
    turn = ON + int(net.block_s[0, 0, 1]) + OFF
    assert timing.stops[0][1].depart == turn
    assert (timing.stops[1][0].park, timing.stops[1][0].end) == (turn, turn + ON)
    assert len(times_of(timing, EventKind.PARK)) == 3  # depot, hub, depot: not again at the hub


def test_a_place_that_never_opens_keeps_the_tail_where_it_is() -> None:
    _, net = small(HUB, disruptions=(Disruption(kind="closure", target="hub"),))
    timing = time_plan(net, shuttles(net, 1))
    assert timing.stops[0][1] == StopTimes()
    assert timing.stops[0][0].depart is None
    assert timing.marks[0][:2] == (ON, None)


def test_other_traffic_comes_evenly_within_its_window() -> None:
    row = Traffic(place="hub", arrivals_per_day=4.0, opens=at(6), closes=at(24))
    _, net = small(HUB, traffic=(row,))
    timing = time_plan(net, Plan(missions=()))
    assert times_of(timing, EventKind.TRAFFIC_ARRIVE) == [21_600 + 10_800, 21_600 + 32_400, 21_600 + 54_000]
    assert timing.stops == ()


def test_what_cant_be_flown_is_an_error() -> None:
    _, net = small()
    mission = shuttle(net, [load(net, 1000.0)])
    with pytest.raises(PlanError, match="mission 0"):
        time_plan(net, plan_of(net, Mission(tail=9, stops=mission.stops, loads=mission.loads)))


def test_a_plan_without_limits_of_the_run_is_audited_without_the_kernel() -> None:
    code = (
        "import sys, openairlift as oa; s = oa.read_scenario('ukraine-2022'); oa.audit(s, oa.make_plan(s)); "
        "print([name for name in ('numba', 'duckdb') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
