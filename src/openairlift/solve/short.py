"""Proof that dates can't be met: a bound on what is undelivered, or late with nothing undelivered, above zero."""

from __future__ import annotations

from openairlift.network import Network, RouteBook
from openairlift.plan import Terms
from openairlift.solve.bound.prove import Prover, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.values import Worth, worth_of
from openairlift.solve.ways import all_ways

ROUNDS = 250
"""Rounds of the ascent; it ends as soon as the bound is above zero by enough."""
ENOUGH = 1e-3
"""Share of `Worth.scale` from which on a bound is taken to be above zero for good."""
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
    if not ways or not network.tails:
        return worth.nothing[0], 0.0, 0.0
    relaxed = relax(network, ways, worth)
    prover = Prover(relaxed)
    first = _bound(prover, relaxed, worth, 0, (1.0, 0.0, 0.0), rounds)
    if first > ENOUGH * worth.scale or not late:
        return first, 0.0, 0.0
    return first, _bound(prover, relaxed, worth, 1, (HEAVY, 1.0, 0.0), rounds), 0.0


def _bound(prover: Prover, relaxed: Relaxed, worth: Worth, term: int, weights: Terms, rounds: int) -> float:
    """Return the bound of a term with nothing missing in the terms before it."""
    base = sum(weight * value for weight, value in zip(weights, worth.nothing, strict=True))
    least = base - weights[term] * (worth.constant[term] + ENOUGH * worth.scale)

    def done(most: float) -> bool:
        return most < least

    _, prices, gain = make_guide(relaxed, weights, step=step_for(relaxed, columns=60_000))
    certificate = prover.certify(weights, prices, target=gain, iterations=rounds, stop=done)
    return bound_of(relaxed, certificate, term, (0.0, 0.0, 0.0))
