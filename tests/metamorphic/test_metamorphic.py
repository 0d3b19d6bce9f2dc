"""What must change nothing: other labels, a shift by weeks, a split, what nobody uses, another run in between."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.fuzz.scenarios import scenario_files
from tests.metamorphic.changes import (
    log_of,
    random_labels,
    relabelled,
    same_run,
    shifted,
    split,
    without_seasons,
)

import openairlift as oa
from openairlift.network.network import Network, ShockKind
from openairlift.plan.events import EventKind
from openairlift.sim import simulate_many

SEEDS = st.integers(0, 10**6)
TRIES = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@lru_cache(maxsize=64)
def world(seed: int):
    """Return a scenario by chance with its network and plan."""
    scenario = oa.read_scenario(scenario_files(seed))
    network = oa.build_network(scenario)
    return scenario, network, oa.make_plan(scenario, network=network)


def play(network: Network, plan: oa.Plan, *, run: int = 0, luck: bool = True) -> oa.Run:
    """Simulate with the log kept."""
    return oa.simulate(network.scenario, plan, network=network, seed=17, run=run, luck=luck, log=True)


@TRIES
@given(SEEDS, SEEDS, st.booleans())
def test_other_labels_change_nothing_but_labels(seed, shuffle, luck):
    _, network, plan = world(seed)
    labels = random_labels(network, random.Random(shuffle))
    first, other = play(network, plan, luck=luck), play(*relabelled(network, plan, labels), luck=luck)
    assert log_of(first, labels) == log_of(other)
    for name in ("marks", "carried", "ended", "stuck", "closed", "window"):
        assert np.array_equal(getattr(first, name), getattr(other, name)), name
    for name in ("waits", "traffic", "own_traffic", "occupancy", "stored_kg_s"):
        assert np.array_equal(getattr(first, name), getattr(other, name)[list(labels.places)]), name
    assert np.array_equal(first.flying_s, other.flying_s[list(labels.types)])


@TRIES
@given(SEEDS, st.integers(-200, 200))
def test_a_shift_by_whole_weeks_changes_nothing_but_dates(seed, weeks):
    scenario = without_seasons(world(seed)[0])
    later = shifted(scenario, weeks)
    assert (later.settings.start - scenario.settings.start).days == 7 * weeks
    networks = [oa.build_network(one) for one in (scenario, later)]
    plans = [oa.make_plan(network.scenario, network=network) for network in networks]
    assert plans[0] == plans[1]
    runs = [play(network, plan) for network, plan in zip(networks, plans, strict=True)]
    assert not same_run(*runs)


@TRIES
@given(SEEDS, SEEDS)
def test_a_split_requirement_with_the_same_luck_keys_changes_nothing(seed, where):
    """Where a flown payload is what was planned: else its lines would each have a leftover of their own."""
    _, network, plan = world(seed)
    network = replace(network, types=tuple(replace(one, payload_flown_share=None) for one in network.types))
    numbers: dict[int, list[int]] = {}
    for _, load in plan.loads:
        numbers.setdefault(load.line, []).append(load.number)
    several = sorted(line for line, found in numbers.items() if len(found) > 1)
    assume(several)
    line = several[where % len(several)]
    after = sorted(numbers[line])[where % (len(numbers[line]) - 1)]
    changed, same_loads = split(network, plan, line, after)
    assert len(changed.lines) == len(network.lines) + 1
    assert not same_run(play(network, plan), play(changed, same_loads))


@TRIES
@given(SEEDS)
def test_a_base_and_a_type_that_nobody_uses_change_nothing(seed):
    files = scenario_files(seed)
    # a strip of 200 m: nobody can land there, and nobody is asked to
    files["places.csv"] = _with_row(
        files["places.csv"], {"id": "strip", "name": "Strip", "lat": "1", "lon": "1", "runway_m": "200"}
    )
    files["aircraft.csv"] = _with_row(files["aircraft.csv"], {"type": "GLIDER", "body": "small"})
    _, network, plan = world(seed)
    other = oa.read_scenario(files)
    wider = oa.build_network(other)
    again = oa.make_plan(other, network=wider)
    n = len(network.places)
    new = wider.place_index["strip"]
    assert new == n
    assert again.missions == plan.missions
    first, second = play(network, plan), play(wider, again)
    by_place = ("waits", "traffic", "own_traffic", "occupancy", "stored_kg_s", "fuel_kg")
    assert not same_run(first, second, but=(*by_place, "binding", "flying_s"))
    flown = dict(zip((one.type for one in wider.types), second.flying_s.tolist(), strict=True))
    assert flown.pop("GLIDER", 0) == 0
    assert flown == dict(zip((one.type for one in network.types), first.flying_s.tolist(), strict=True))
    for name in by_place:
        assert np.array_equal(getattr(first, name), getattr(second, name)[:n]), name
        assert not np.any(getattr(second, name)[n:]), name


def _with_row(table: bytes, cells: dict[str, str]) -> bytes:
    columns = table.decode().split("\n", 1)[0].split(",")
    assert set(cells) <= set(columns)
    return table + ",".join(cells.get(name, "") for name in columns).encode() + b"\n"


@TRIES
@given(SEEDS, st.booleans())
def test_another_aircraft_changes_nobody_elses_luck(seed, same_type):
    """The plan stands; nothing is reassigned."""
    scenario, _, plan = world(seed)
    scenario = replace(scenario, settings=replace(scenario.settings, recourse="keep"))
    network = oa.build_network(scenario)
    spare = replace(scenario.fleet[0 if same_type else -1], tails=2, crews=None)
    more = oa.build_network(replace(scenario, fleet=(*scenario.fleet, spare)))
    assert len(more.tails) == len(network.tails) + 2
    skipped = {"binding"}  # two more tails are idle
    assert not same_run(play(network, plan), play(more, plan), but=skipped)


@TRIES
@given(SEEDS)
def test_a_plan_for_more_aircraft_keeps_the_luck_of_its_loads(seed):
    """The time on the ground of a mission with the same first load, at the same stop, by the same type is the same."""
    scenario, _, _ = world(seed)
    scenario = replace(scenario, disruptions=tuple(row for row in scenario.disruptions if row.kind != "weather"))
    more = replace(scenario, fleet=(replace(scenario.fleet[0], tails=scenario.fleet[0].tails + 2), *scenario.fleet[1:]))
    found = []
    for one in (scenario, more):
        network = oa.build_network(one)
        plan = oa.make_plan(one, network=network)
        found.append(_ground_times(network, plan, play(network, plan)))
    both = found[0].keys() & found[1].keys()
    assume(both)
    assert {key: found[0][key] for key in both} == {key: found[1][key] for key in both}


def _ground_times(network: Network, plan: oa.Plan, run: oa.Run) -> dict[tuple[object, ...], int]:
    assert run.events is not None
    found: dict[tuple[object, ...], int] = {}
    for event in run.events[run.events["kind"] == EventKind.END]:
        mission = plan.missions[event["who"]]
        if mission.loads:
            load, stop = mission.loads[0], mission.stops[event["stop"]]
            pallets = sum(one.pallets for one in mission.loads)
            name, type_ = network.lines[load.line].name, network.types[network.tails[mission.tail].type].type
            key = (name, load.number, type_, int(event["stop"]), stop.place, stop.purpose, pallets)
            found[key] = int(event["time"] - event["aux"])
    return found


@TRIES
@given(SEEDS, SEEDS)
def test_another_run_in_between_changes_nothing(seed, other):
    _, network, plan = world(seed)
    _, other_network, other_plan = world(other)
    alone = play(network, plan, run=3)
    play(other_network, other_plan)
    simulate_many(other_network, other_plan, seed=5, first=2, count=3)
    play(network, plan, run=4)
    assert not same_run(alone, play(network, plan, run=3))
    batch = simulate_many(network, plan, seed=17, first=2, count=3)
    assert np.array_equal(batch.marks[1], alone.marks)
    assert np.array_equal(batch.waits[1], alone.waits)


@TRIES
@given(SEEDS)
def test_a_shock_that_never_comes_changes_nothing(seed):
    """With luck off, shocks with a rate do not come: leaving them out changes nothing."""
    _, network, plan = world(seed)
    calm = replace(network, shocks=tuple(shock for shock in network.shocks if shock.start_s is not None))
    index = {id(shock): i for i, shock in enumerate(network.shocks)}
    kept = [index[id(shock)] for shock in calm.shocks]
    first, other = play(network, plan, luck=False), play(calm, plan, luck=False)
    assert not same_run(first, other, but=("events",))
    assert first.events is not None
    assert other.events is not None
    renumbered = other.events.copy()
    mine = renumbered["kind"] == EventKind.SHOCK
    renumbered["who"][mine] = np.array(kept, dtype=np.int32)[renumbered["who"][mine]]
    assert np.array_equal(first.events, renumbered)


def test_the_worlds_hold_what_the_properties_are_about():
    worlds = [world(seed) for seed in range(40)]
    assert sum(bool(plan.missions) for _, _, plan in worlds) > 20
    assert {shock.kind for _, network, _ in worlds for shock in network.shocks} == set(ShockKind)
    assert sum(len({load.line for _, load in plan.loads}) < len(plan.loads) for _, _, plan in worlds) > 10
