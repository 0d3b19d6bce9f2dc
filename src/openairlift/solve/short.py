"""Proof that dates can't be met: a bound on what is undelivered, or late with nothing undelivered, above zero."""

from __future__ import annotations

import numpy as np

from openairlift.network import Network, RouteBook
from openairlift.plan import Terms
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.prove import COARSE, FINE, PERIOD, Certificate, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.counts import counted_short
from openairlift.solve.values import Worth, worth_of
from openairlift.solve.ways import all_ways
from openairlift.units import DAY_S

ROUNDS = 250
"""Rounds of the ascent; it ends as soon as the bound is above zero by enough."""
ENOUGH = 1e-3
"""Share of `Worth.scale` from which on a bound is taken to be above zero for good."""
HOPELESS = 60
"""Rounds where the guide says that there is nothing to prove; it may err."""
HOUR_S, SHORT_DAYS = 3600, 10
"""Prices change every hour in scenarios up to so many days, so that they fit dates well; else as in the planner."""
HEAVY = 100.0
"""Days of lateness that one unit of size undelivered weighs, while lateness is bounded."""


def short_terms(network: Network, *, late: bool = False, rounds: int = ROUNDS) -> Terms:
    """Return bounds of undelivered and, where `late`, of lateness in plans that leave nothing undelivered.

    They hold for every plan on the declared ways (`openairlift.solve.ways`). As soon as one is above zero no more is
    worked out: it says that the dates can't be met, not by how much they are missed. The third is always 0.

    Parameters
    ----------
    network : the airlift.
    late : whether lateness is bounded too; it counts above what is late at free flow.
    rounds : the most rounds of the ascent for each.
    """
    ways = all_ways(network, RouteBook(network))
    worth = worth_of(network)
    if not ways and not any(line.surface for line in network.lines):
        return worth.nothing[0], 0.0, 0.0
    counted = counted_short(network, ways, worth)
    if counted > ENOUGH * worth.scale:
        return counted, 0.0, 0.0
    relaxed = relax(network, ways, worth)
    short = network.horizon_s <= SHORT_DAYS * DAY_S
    grid = Grid(relaxed, COARSE)
    ascent = Ascent(grid, period=HOUR_S if short else PERIOD)
    first = _bound(ascent, relaxed, worth, 0, (1.0, 0.0, 0.0), rounds)
    if first > ENOUGH * worth.scale or not late:
        return first, 0.0, 0.0
    return first, _bound(ascent, relaxed, worth, 1, (HEAVY, 1.0, 0.0), rounds), 0.0


def _bound(ascent: Ascent, relaxed: Relaxed, worth: Worth, term: int, weights: Terms, rounds: int) -> float:
    """Return the bound of a term with nothing missing in the terms before it."""
    base = sum(weight * value for weight, value in zip(weights, worth.nothing, strict=True))
    least = base - weights[term] * (worth.constant[term] + ENOUGH * worth.scale)

    def done(most: float) -> bool:
        return most < least

    prices, gain = _start(relaxed, weights, period=ascent.period)
    if gain >= least:  # about enough can be gained: little hope of a proof
        rounds = min(rounds, HOPELESS)
    most, better = ascent.climb(prices, weights, target=min(gain, least), iterations=rounds, stop=done)
    if not done(most):  # times rounded down cost something: look again with finer cells
        most = min(most, Grid(relaxed, FINE).value(better, weights))
    most += 1e-9 * abs(most)  # more than the errors of summing could be
    return bound_of(relaxed, Certificate(weights=weights, prices=better, most=most), term, (0.0, 0.0, 0.0))


def _start(relaxed: Relaxed, weights: Terms, *, period: int) -> tuple[Prices, float]:
    """Return prices to begin with and about what a plan can gain; nothing costs anything where nothing can fly."""
    if relaxed.ways:
        step = step_for(relaxed, columns=60_000)
        _, prices, gain = make_guide(relaxed, weights, step=min(step, 2 * HOUR_S) if period == HOUR_S else step)
        return prices, gain
    free = Prices(
        line=np.zeros(relaxed.quantity.size), stock=np.zeros(relaxed.stock.size), times=np.zeros(1, dtype=np.int64),
        resource=np.zeros((len(relaxed.resources), 1)),
    )  # fmt: skip
    return free, 0.0
