"""Random valid scenarios: none crashes, breaks an invariant, or leaves a mission without an end or a cause."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.fuzz.invariants import broken
from tests.fuzz.scenarios import scenario_files
from tests.fuzz.trial import attempt

import openairlift as oa
from openairlift.network.network import Steps
from openairlift.plan.events import EventKind

SEEDS = range(60)


def test_random_scenarios_keep_every_invariant():
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        trial = attempt(seed)
        assert not trial.wrong, f"seed {seed}: {trial.wrong}"
        seen += trial.seen
    rare = {"LOST", "LOAD_LOST", "REASSIGNED", "DIVERT", "CREW", "FUEL", "VEHICLE_BACK"}
    assert {kind.name for kind in EventKind} - rare <= set(seen)
    assert seen["missions"] > 4 * len(SEEDS)
    assert seen["hauls delivered"] > len(SEEDS)


def test_a_seed_always_makes_the_same_files():
    assert scenario_files(11) == scenario_files(11)
    assert scenario_files(11) != scenario_files(12)


def test_the_same_files_in_a_folder_are_the_same_scenario(tmp_path):
    files = scenario_files(5)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    one, other = oa.read_scenario(tmp_path), oa.read_scenario(files)
    for name in ("settings", "places", "fleet", "requirements", "stock", "links", "traffic", "disruptions"):
        assert getattr(one, name) == getattr(other, name), name


@pytest.fixture(scope="module")
def busy():
    """A network, a plan and a run with cargo that is delivered."""
    for seed in SEEDS:
        scenario = oa.read_scenario(scenario_files(seed))
        network = oa.build_network(scenario)
        plan = oa.make_plan(scenario, network=network)
        run = oa.simulate(scenario, plan, network=network, log=True)
        if np.sum(run.marks[:, 4] >= 0) > 3:
            return network, plan, run
    raise AssertionError("no scenario delivers anything")


@pytest.mark.parametrize(
    ("kind", "column", "shift", "check"),
    [
        (EventKind.LANDED, "time", -1, "marks"),
        (EventKind.LEFT_STOCK, "aux", -1000, "mass"),
        (EventKind.PARK, "time", 10**9, "order"),
        (EventKind.ARRIVE, "time", -100_000, "order"),
        (EventKind.DEPART, "place", 1, "movement"),
    ],
)
def test_a_forged_log_is_noticed(busy, kind, column, shift, check):
    network, plan, run = busy
    forged = run.events.copy()
    forged[column][np.flatnonzero(forged["kind"] == kind)[0]] += shift
    assert any(what.startswith(check) for what in broken(network, plan, replace(run, events=forged)))


@pytest.mark.parametrize("limit", ["parking", "working"])
def test_less_room_than_was_used_is_noticed(busy, limit):
    network, plan, run = busy
    place = int(run.events["place"][run.events["kind"] == EventKind.START][0])
    least = {"parking": ((0, 0, 0),), "working": ((0,),)}[limit]
    limits = list(getattr(network, limit))
    limits[place] = Steps(times=(0,), values=least)
    found = broken(replace(network, **{limit: tuple(limits)}), plan, run)
    assert any("there are 0" in what or "allows 0" in what for what in found)
