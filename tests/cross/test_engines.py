"""The compiled kernel against the SimPy engine: the same events, marks, loads and waits in random worlds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cross.features import FEATURES, chosen, feature_world
from tests.reference_sim import play
from tests.sim.build import run_of

from openairlift.plan.events import Cause, EventKind

NONE = -1
WORLDS = range(300)


def of_kernel(net, plan, *, seed, luck):
    """Return events, marks, loads and waits as the kernel has them."""
    run = run_of(net, plan, luck=luck, seed=seed, run=3)
    waits = {(int(p), int(c)): int(run.waits[p, c]) for p, c in np.argwhere(run.waits)}
    return sorted(run.events.tolist()), run.marks.tolist(), run.carried.tolist(), waits


def of_reference(net, plan, *, seed, luck):
    """Return the same from the SimPy engine."""
    result = play(net, plan, seed=seed, run=3, luck=luck)
    events = sorted(tuple(int(value) for value in event) for event in result.events)
    marks = [[NONE if mark is None else mark for mark in row] for row in result.marks]
    return events, marks, list(result.carried), {key: s for key, s in result.waits.items() if s}


def compare(number, *, luck):
    """Compare the engines in a world; return the kinds of its events and the causes of its waits."""
    net, plan = feature_world(number)
    kernel, other = of_kernel(net, plan, seed=number, luck=luck), of_reference(net, plan, seed=number, luck=luck)
    names = f"world {number}, luck {luck}, {net.scenario.settings.arrivals}, {', '.join(chosen(number))}"
    for mine, its in zip(kernel[0], other[0], strict=False):
        assert mine == its, f"{names}: kernel {EventKind(mine[1]).name} {mine}, SimPy {EventKind(its[1]).name} {its}"
    assert len(kernel[0]) == len(other[0]), names
    assert kernel[1] == other[1], names
    assert kernel[2] == pytest.approx(other[2], abs=1e-6), names
    assert kernel[3] == other[3], names
    return {event[1] for event in kernel[0]}, {cause for _, cause in kernel[3]}


@pytest.mark.parametrize("luck", [False, True])
def test_both_engines_see_the_same_events(luck):
    seen = [compare(number, luck=luck) for number in WORLDS]
    if luck:
        assert set().union(*(kinds for kinds, _ in seen)) == set(EventKind)  # every kind of event was compared
        assert set().union(*(causes for _, causes in seen)) == set(Cause)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1000, 10**7), st.booleans())
def test_both_engines_see_the_same_events_anywhere(number, luck):
    compare(number, luck=luck)


def log_of(number, features):
    """Return the kernel's log of a world with some features."""
    return of_kernel(*feature_world(number, features=features), seed=number, luck=True)[0]


def test_every_feature_changes_the_log_of_20_worlds():
    changed = dict.fromkeys(FEATURES, 0)
    for number in WORLDS:
        names = chosen(number)
        whole = log_of(number, names)
        for name in names:
            if changed[name] < 20:
                changed[name] += log_of(number, [other for other in names if other != name]) != whole
    assert {name: count for name, count in changed.items() if count < 20} == {}
