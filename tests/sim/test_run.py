"""Runs and batches: the same bytes again, the same luck under other names, errors that end."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace

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
)

from openairlift.errors import PlanError
from openairlift.model import Distribution, Link, Shape
from openairlift.sim import Batch, Run, cache, simulate, simulate_many
from openairlift.sim import compile as compile_

HOME = (stop(0, ON), stop(1, OFF), stop(0, RECOVER))


def busy(order=(0, 1, 2, 3), **fields_):
    """Return a network with everything random, and a plan; `order` relabels tails and reorders missions."""
    road = Link(
        origin="hub",
        destination="town",
        mode="road",
        trucks=2,
        payload_kg=20_000.0,
        transit_s=Distribution(Shape.UNIFORM, (2000.0, 4000.0)),
    )
    places = [
        place("depot", parking=spots(wide=3), working=2),
        place(
            "hub", parking=spots(wide=1), working=1, storage_kg=80_000.0, clearance_s=constant(900), alternates=("alt",)
        ),
        place("town", runway_m=None),
        place("alt", parking=spots(wide=2)),
    ]
    shape = Distribution(Shape.LOGNORMAL, (3000.0, 0.5))
    net = network(
        places,
        types=[
            jet(
                reliability_share=0.8,
                repair_s=constant(4000.0),
                payload_flown_share=Distribution(Shape.UNIFORM, (0.3, 1.0)),
            )
        ],
        tails=fleet(4),
        lines=[line("r1", rank=2), line("r2")],
        links=[road],
        streams=[stream("hub", 1, arrivals_per_day=8.0, ground_s=shape)],
        ground={(0, ON): shape, (1, OFF): shape},
        **fields_,
    )
    missions = [
        mission(load(60_000.0, of=n % 2, number=n // 2 + 1, link=0), tail=order[n % 4], stops=HOME, earliest_s=500 * n)
        for n in range(12)
    ]
    return net, plan(*missions)


@pytest.mark.parametrize("arrivals", ["slots", "free"])
def test_the_same_run_has_the_same_bytes(arrivals):
    net, missions = busy(arrivals=arrivals)
    first, again = (run_of(net, missions, luck=True, seed=11, run=4) for _ in range(2))
    for item in fields(Run):
        assert np.array_equal(np.asarray(getattr(first, item.name)), np.asarray(getattr(again, item.name))), item.name
    other = run_of(net, missions, luck=True, seed=11, run=5)
    assert not np.array_equal(first.marks, other.marks)


@pytest.mark.parametrize("arrivals", ["slots", "free"])
def test_a_batch_holds_the_runs_whatever_the_split(arrivals):
    net, missions = busy(arrivals=arrivals)
    whole = simulate_many(net, missions, seed=11, first=0, count=5)
    parts = [simulate_many(net, missions, seed=11, first=first, count=count) for first, count in ((0, 2), (2, 3))]
    summed = ("occupancy", "stored_kg_s")
    for item in fields(Batch):
        if item.name in ("seed", "first", "count", "bin_s", "happenings"):
            continue
        values = [getattr(part, item.name) for part in parts]
        joined = values[0] + values[1] if item.name in summed else np.concatenate(values)
        assert np.array_equal(getattr(whole, item.name), joined), item.name
    single = simulate(net.scenario, missions, seed=11, run=3, network=net)
    assert single.events is None
    assert np.array_equal(whole.marks[3], single.marks)
    assert whole.window[3].tolist() == list(single.window)


@pytest.mark.parametrize("arrivals", ["slots", "free"])
def test_other_names_for_tails_change_nothing(arrivals):
    net, missions = busy(arrivals=arrivals)
    other_net, other_missions = busy((2, 0, 3, 1), arrivals=arrivals)
    a = run_of(net, missions, luck=True, seed=2)
    b = run_of(other_net, other_missions, luck=True, seed=2)
    assert np.array_equal(a.marks, b.marks)
    assert np.array_equal(a.waits, b.waits)
    assert a.events is not None
    assert b.events is not None
    names = ["time", "kind", "place", "who", "stop"]
    assert np.array_equal(np.sort(a.events[names], order=names), np.sort(b.events[names], order=names))


def test_the_order_of_missions_of_different_tails_changes_nothing():
    net, missions = busy()
    turned = [missions.missions[i] for i in (3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8)]
    a = run_of(net, missions, luck=True, seed=2)
    b = run_of(net, replace(missions, missions=tuple(turned)), luck=True, seed=2)
    assert np.array_equal(a.marks[[3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8]], b.marks)
    assert np.array_equal(a.waits, b.waits)


def test_another_aircraft_changes_nobody_elses_luck():
    net, missions = busy()
    more = replace(net, tails=(*net.tails, replace(net.tails[0], name="extra")))
    assert np.array_equal(run_of(net, missions, luck=True).marks, run_of(more, missions, luck=True).marks)


def test_a_run_that_never_ends_is_given_up_with_an_error(monkeypatch):
    monkeypatch.setattr(compile_, "MAX_EVENTS", 100)
    net, missions = busy()
    with pytest.raises(PlanError, match="never ends"):
        run_of(net, missions, luck=True)


def test_a_batch_has_at_least_one_run():
    net, missions = busy()
    with pytest.raises(ValueError, match="at least 1"):
        simulate_many(net, missions, seed=1, first=0, count=0)


def test_the_cache_folder_is_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAIRLIFT_CACHE", str(tmp_path))
    folder = cache.cache_folder()
    assert folder == tmp_path / "numba" / cache.fingerprint(cache.sources())
    assert not cache.has_compiled()
    monkeypatch.delenv("OPENAIRLIFT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if sys.platform == "linux":
        assert cache.cache_root() == tmp_path / "cache" / "openairlift"


def test_without_a_writable_folder_there_is_no_cache(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("OPENAIRLIFT_CACHE", str(blocked))
    assert cache.cache_folder() is None
    assert not cache.has_compiled()


def test_importing_brings_no_compiler():
    code = "import sys, openairlift.sim; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env=os.environ.copy()).returncode == 0
