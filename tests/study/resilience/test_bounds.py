"""Losing never helps and adding never hurts, in the relaxation itself; and no plan beats the bound of what is left."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import place
from tests.solve.worlds import world

from openairlift.model import Curve
from openairlift.network import Network, build_network
from openairlift.scenario import Scenario, read_scenario
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.guide import ROUTES, Guide
from openairlift.solve.bound.prices import Prices
from openairlift.solve.search.table import SCALAR
from openairlift.solve.values import Worth, worth_of
from openairlift.study.resilience.bounds import Base, Left, orderly, prices_of, weighted
from openairlift.study.resilience.damage import damaged
from openairlift.study.resilience.losses import Loss
from openairlift.study.resilience.replanned import reached

SEEDS = st.integers(0, 10_000)
STEP = 6 * 3600


def more(scenario: Scenario, seed: int) -> Scenario:
    """Return a scenario with one more airfield somewhere between the others."""
    luck = random.Random(seed)
    extra = place("extra", 49 + luck.uniform(-3, 3), 13 + luck.uniform(-6, 6), working=luck.choice([None, 1, 2]))
    return replace(scenario, places={**scenario.places, "extra": extra})


def optimum(network: Network, worth: Worth) -> float:
    """Return the optimum of the linear programme of all routes, by the simplex method: the most that can be gained."""
    left = Left(network, worth)
    if not left.relaxed.crowds:
        return 0.0
    lanes = [(way.type, way.duty_s, way.route.origin, way.route.hub) for way in left.relaxed.ways]
    assert max(lanes.count(lane) for lane in set(lanes)) <= ROUTES  # none is left out
    guide = Guide(left.relaxed, step=STEP, weights=SCALAR)
    if not guide.blocks:
        return 0.0
    most, _ = guide.solve(threads=1, solver="simplex")
    assert guide.status == "Optimal"
    return most


def some_prices(left: Left, luck: random.Random) -> Prices:
    """Return random prices on days, of a size that matters."""
    relaxed = left.relaxed
    draw = np.random.default_rng(luck.randrange(1 << 30))
    full = left.full_price(SCALAR)
    times = np.arange(-(-relaxed.network.horizon_s // 86_400), dtype=np.int64) * 86_400
    scale = float(full.line @ relaxed.quantity) / relaxed.network.horizon_s
    return Prices(
        line=full.line * draw.uniform(0.0, 1.0, full.line.size),
        stock=draw.uniform(0.0, 1.0, relaxed.stock.size) * float(full.line.max(initial=0.0)),
        times=times,
        resource=draw.exponential(0.1 * scale, (len(relaxed.resources), times.size)),
    )


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_converged_bound_never_gets_better_by_losing_nor_worse_by_adding_a_base(seed: int) -> None:
    scenario = world(seed)
    network = build_network(scenario)
    worth = worth_of(network)
    whole = optimum(network, worth)
    for target in [name for name, row in scenario.places.items() if row.is_airfield]:
        assert optimum(damaged(network, [Loss(kind="place", target=target)]), worth) <= whole * (1 + 1e-7) + 1e-6
    assert optimum(build_network(more(scenario, seed)), worth) >= whole * (1 - 1e-7) - 1e-6


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_at_any_prices_the_bound_never_gets_better_by_losing(seed: int) -> None:
    """What holds at every price holds at the best ones: so the converged bound is monotone."""
    luck = random.Random(seed)
    network = build_network(world(seed))
    worth = worth_of(network)
    places = [row.id for row in network.places if row.is_airfield]
    luck.shuffle(places)
    before = Left(network, worth)
    prices = some_prices(before, luck)
    lost: list[Loss] = []
    for target in places[:3]:
        lost.append(Loss(kind="place", target=target))
        after = Left(damaged(network, lost), worth)
        values = [left.grid.value(left.reachable(prices), SCALAR) for left in (before, after)]
        assert values[1] <= values[0] * (1 + 1e-9) + 1e-9
        assert set(after.relaxed.ways) <= set(before.relaxed.ways)  # no route comes in that was left out before
        before = after


@given(SEEDS)
@settings(max_examples=6, deadline=None)
def test_no_plan_for_what_is_left_beats_the_bound(seed: int) -> None:
    network = build_network(world(seed))
    worth = worth_of(network)
    base = Base(scalar=prices_of(network, worth, SCALAR), undelivered=None)
    losses = [Loss(kind="place", target=row.id) for row in network.places if row.is_airfield]
    a, b = network.places[0].id, network.places[-2].id
    for loss in (*losses, Loss(kind="leg", target=f"{a}-{b}")):
        left = damaged(network, [loss])
        terms, _ = reached(worth, left, plan_baseline(left))
        least = Left(left, worth).least(base)
        assert weighted(terms) >= least.loss * (1 - 1e-9) - 1e-6
        assert terms[0] >= least.undelivered * (1 - 1e-9) - 1e-6


def test_a_place_that_is_shut_for_a_window_is_bounded_between_nothing_and_all() -> None:
    network = build_network(read_scenario("relief-small"))
    worth = worth_of(network)
    base = Base(scalar=prices_of(network, worth, SCALAR), undelivered=None)
    port = Loss(kind="place", target="beira")
    whole, window, all_ = (
        Left(net, worth, shut=shut).least(base).loss
        for net, shut in (
            (network, []),
            (network, [(network.place_index["beira"], (0, 10 * 86_400))]),
            (damaged(network, [port]), []),
        )
    )
    assert whole < window < all_


@pytest.mark.parametrize("name", ["relief-small", "haiti-2010", "ukraine-2022"])
def test_detours_save_no_time_in_the_shipped_scenarios(name: str) -> None:
    assert orderly(build_network(read_scenario(name)))


def test_a_type_that_is_slower_on_long_legs_is_not_orderly() -> None:
    network = build_network(world(1))
    odd = replace(network.types[0], block_speed=Curve(((0.0, 200.0), (1e6, 100.0))))
    assert orderly(network)
    assert not orderly(replace(network, types=(odd, *network.types[1:])))
