"""Prices from the programme that combines what sweeps found."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.solve.bound.claims import relaxed_of, small, varied
from tests.solve.worlds import world

from openairlift.network import build_network
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.columns import Columns
from openairlift.solve.bound.master import CLOSE, Master
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.prove import Prover, make_guide
from openairlift.solve.bound.relaxed import Relaxed
from openairlift.solve.search.table import SCALAR

PERIOD = 6 * 3600


def begun(relaxed: Relaxed, *, steps: int = 10) -> tuple[Master, Prices, float]:
    """Return a programme after some steps of an ascent, with the best prices and value so far."""
    ascent = Ascent(Grid(relaxed, 600), period=PERIOD)
    master = Master(Columns(ascent, SCALAR))
    start = Prover(relaxed).trivial(SCALAR)
    value, prices = ascent.climb(start.prices, SCALAR, target=0.0, iterations=steps, seen=master.columns.gather)
    return master, prices, value


@pytest.mark.parametrize("seed", range(6))
def test_no_prices_within_reach_are_better_than_the_programme_once_a_sweep_adds_nothing(seed):
    relaxed = relaxed_of(small(seed))
    master, center, value = begun(relaxed)
    most, prices = master.improve(value, center, steps=60, lost=abs(value), stop=lambda _best: False)
    assert most <= value
    assert most == pytest.approx(master.columns.grid.value(prices, SCALAR), rel=1e-12)
    if not master.columns.loads:  # nothing is worth flying, whatever the prices
        assert most == pytest.approx(value, rel=1e-6)
        return
    model, _ = master.solve(prices)
    assert most - model <= 0.01 * abs(value)


@pytest.mark.parametrize("seed", [1, 4])
def test_an_ascent_alone_ends_no_better(seed):
    relaxed = relaxed_of(build_network(world(seed)))
    master, center, value = begun(relaxed, steps=10)
    most, _ = master.improve(value, center, steps=100, lost=abs(value), stop=lambda _best: False)
    alone, _ = master.ascent.climb(center, SCALAR, target=0.0, iterations=100)
    assert most <= alone + CLOSE * abs(alone)


@pytest.mark.parametrize("made", [small, varied])
def test_the_gain_of_a_mission_is_what_its_load_gains_in_the_sweep(made):
    relaxed = relaxed_of(made(2))
    master, _, _ = begun(relaxed, steps=4)
    columns = master.columns
    for job, line, _, units, gain in columns.loads:
        table = columns.grid.tables[columns.jobs[job].crowd]
        assert columns.jobs[job].free <= columns.grid.cells
        assert (
            0.0
            < gain
            <= units
            * sum(
                w * float(n) / max(relaxed.quantity[line], 1e-9)
                for w, n in zip(SCALAR, relaxed.worth.nothing, strict=True)
            )
            * (1 + 1e-9)
        )
        assert table.crowd.type >= 0


def test_the_same_steps_give_the_same_prices():
    found = []
    for _ in range(2):
        relaxed = relaxed_of(small(3))
        _, start, most = make_guide(relaxed, SCALAR, step=12 * 3600)
        proof = Prover(relaxed).certify(SCALAR, start, target=0.97 * most, iterations=30, programmes=True)
        found.append((proof.most, proof.prices.resource.tobytes()))
    assert found[0] == found[1]


def test_nothing_to_carry_leaves_the_prices_as_they_are():
    relaxed = replace(relaxed_of(small(1)), crowds=())
    ascent = Ascent(Grid(relaxed, 600), period=PERIOD)
    master = Master(Columns(ascent, SCALAR))
    start = ascent.resampled(Prover(relaxed).trivial(SCALAR).prices)
    value = ascent.grid.value(start, SCALAR)
    master.columns.gather(start)
    assert master.improve(value, start, steps=3, lost=1.0, stop=lambda _best: False)[0] == value


def test_a_stop_ends_a_programme_before_it_is_solved():
    master, center, _ = begun(relaxed_of(small(3)))
    asked = []

    def halted() -> bool:
        asked.append(True)
        return len(asked) > 2

    model, prices = master.solve(center, halted=halted)
    assert np.isnan(model)
    assert prices is center
    whole, _ = master.solve(center)
    assert np.isfinite(whole)


def test_a_stop_ends_it_after_any_sweep():
    master, center, value = begun(relaxed_of(small(2)))
    luck = random.Random(1)
    for most in range(1, 5):
        told: list[float] = []

        def stop(best: float, told: list[float] = told, most: int = most) -> bool:
            told.append(best)
            return len(told) >= most

        best, prices = master.improve(value, center, steps=luck.randrange(5, 20), lost=abs(value), stop=stop)
        assert len(told) <= most
        assert best == pytest.approx(value if prices is center else master.columns.grid.value(prices, SCALAR))
        assert np.isfinite(prices.resource).all()
