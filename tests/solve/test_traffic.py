"""Other traffic in the state of a search: where the simulator puts it, and plans that it does not hold up."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.network.build import DEPOT, hours, place, scenario, spots
from tests.solve.worlds import world

from openairlift.audits.timing import time_plan
from openairlift.model import Traffic
from openairlift.network import Network, RouteBook, build_network
from openairlift.plan.events import EventKind
from openairlift.sim import simulate
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.punctual import behind
from openairlift.solve.search.board import Board, make_board
from openairlift.solve.search.clock import WORK
from openairlift.solve.search.search import Recipe, Search
from openairlift.solve.search.table import set_up
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways

BODIES = ("narrow", "wide")


def busy(seed: int) -> Network:
    """Return a random airlift to hubs at which others come all day."""
    luck = random.Random(seed)
    plain = world(seed, arrivals="free")
    others = tuple(
        Traffic(place=hub, arrivals_per_day=luck.uniform(2.0, 12.0), body=luck.choice(BODIES),
                ground_s=hours(luck.uniform(1, 4)))
        for hub in plain.places if hub.startswith("h")
    )  # fmt: skip
    return build_network(replace(plain, traffic=others))


def board_of(network: Network) -> Board:
    """Return what a search looks up of a network."""
    book = RouteBook(network)
    return make_board(network, all_ways(network, book), worth_of(network), book)


def state_of(network: Network, *, heed: bool):
    return set_up(network, board_of(network), heed=heed)


@pytest.mark.parametrize("seed", range(8))
def test_it_parks_and_is_served_when_the_simulator_says(seed):
    luck = random.Random(seed)
    hub = place("hub", 50.0, 22.0, parking=spots(narrow=luck.randint(0, 2), wide=luck.randint(1, 3)),
                working=luck.choice([None, 1, 2]))  # fmt: skip
    rows = tuple(
        Traffic(place="hub", arrivals_per_day=luck.uniform(6.0, 30.0), body=body, ground_s=hours(luck.uniform(1, 5)))
        for body in BODIES
    )
    network = build_network(scenario(places=(DEPOT, hub), traffic=rows, horizon_days=4, arrivals="free"))
    empty = replace(plan_baseline(network), missions=())
    events = simulate(network.scenario, empty, seed=1, network=network, luck=False, log=True).events
    assert events is not None
    p = [place.id for place in network.places].index("hub")
    parks, leaves = (
        sorted(int(event["time"]) for event in events if event["place"] == p and event["kind"] == kind)
        for kind in (EventKind.TRAFFIC_PARK, EventKind.TRAFFIC_LEAVE)
    )
    state = state_of(network, heed=True)
    count = int(state.count[p])
    assert parks
    for i in range(count):
        time = int(state.times[p, i])
        if time < network.horizon_s:
            taken = int(state.steps[p, i, :9].sum())
            assert taken == np.searchsorted(parks, time, "right") - np.searchsorted(leaves, time, "right"), time
            assert int(state.steps[p, i, WORK]) <= taken


def test_without_heed_nothing_is_taken():
    state = state_of(busy(3), heed=False)
    assert not state.steps[:, :, : WORK + 1].any()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_planned_around_other_traffic_is_not_held_up(seed):
    network = busy(seed)
    search = Search(network, board_of(network), seed=1)
    search.heed = True
    search.play = search.first(Recipe(), None, 0, None)
    search.improve(200)
    plan = replace(plan_baseline(network), missions=search.missions(), shortfalls=())
    assert behind(network, plan, time_plan(network, plan)) == []
