"""The compiled kernel against the plain engine: the same events, marks and loads in random worlds, second by second."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sim.build import run_of
from tests.sim.worlds import world

from openairlift.plan.events import EventKind
from openairlift.plan.timing import time_plan

NONE = -1


def of_kernel(net, plan, *, seed, luck):
    """Return events, marks and loads as the kernel has them."""
    run = run_of(net, plan, luck=luck, seed=seed, run=3)
    assert run.events is not None
    events = sorted(
        (int(e["time"]), EventKind(int(e["kind"])).name, *(int(e[k]) for k in ("place", "who", "tail", "stop")))
        for e in run.events
        if e["kind"] <= EventKind.TRAFFIC_DIVERT
    )
    return events, run.marks.tolist(), run.carried.tolist()


def of_plain(net, plan, *, seed, luck):
    """Return the same from the plain engine."""
    timing = time_plan(net, plan, seed=seed if luck else None, run=3)
    events = sorted(
        (
            e.time,
            EventKind(e.kind).name,
            e.place,
            e.who,
            NONE if e.tail is None else e.tail,
            NONE if e.stop is None else e.stop,
        )
        for e in timing.events
    )
    marks = [[NONE if mark is None else mark for mark in row] for row in timing.marks]
    return events, marks, list(timing.carried)


def compare(number, *, luck):
    net, plan = world(number)
    kernel, plain = of_kernel(net, plan, seed=number, luck=luck), of_plain(net, plan, seed=number, luck=luck)
    differ = [pair for pair in zip(kernel[0], plain[0], strict=False) if pair[0] != pair[1]][:1]
    assert not differ, f"world {number}, {net.scenario.settings.arrivals}: kernel {differ[0][0]}, plain {differ[0][1]}"
    assert len(kernel[0]) == len(plain[0])
    assert kernel[1] == plain[1]
    assert kernel[2] == pytest.approx(plain[2], abs=1e-6)
    return {event[1] for event in kernel[0]}


@pytest.mark.parametrize("luck", [False, True])
def test_both_engines_see_the_same_events(luck):
    seen = set().union(*(compare(number, luck=luck) for number in range(60)))
    silent = {"BREAK", "REPAIRED"} if not luck else set()
    assert (
        seen == {kind.name for kind in EventKind if kind <= EventKind.TRAFFIC_DIVERT} - silent
    )  # every kind of event was compared


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1000, 10**7), st.booleans())
def test_both_engines_see_the_same_events_anywhere(number, luck):
    compare(number, luck=luck)
