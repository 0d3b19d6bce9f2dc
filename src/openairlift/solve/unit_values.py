"""Prices of one more slot, spot or tail, from the duals of the guide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openairlift.network import Network, RouteBook
from openairlift.solve.bound.prices import integral
from openairlift.solve.bound.prove import Prover, make_guide, step_for
from openairlift.solve.bound.relaxed import HANDLING, PARKING, WORKING, relax
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways

_KINDS = {WORKING: "working", PARKING: "parking", HANDLING: "handling"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitValue:
    """What one unit more of a resource is worth all along, in a term of the objective.

    Attributes
    ----------
    key : ``working:PLACE``, ``parking:PLACE``, ``handling:PLACE`` or ``tails:TYPE``.
    value : the price. Of a tail: the best that any one of the type can earn at the prices of all else.
    """

    key: str
    value: float


def unit_values(network: Network, term: int) -> tuple[UnitValue, ...]:
    """Return the prices in a term of the objective (0 undelivered, 1 lateness, 2 delay); none where nothing can fly."""
    ways = all_ways(network, RouteBook(network))
    if not ways:
        return ()
    relaxed = relax(network, ways, worth_of(network))
    weights = (float(term == 0), float(term == 1), float(term == 2))
    _, prices, _ = make_guide(relaxed, weights, step=step_for(relaxed))
    found: dict[str, float] = {}
    ends = np.array([0, network.horizon_s], dtype=np.int64)
    for resource, price in zip(relaxed.resources, prices.resource, strict=True):
        key = f"{_KINDS[resource.kind]}:{network.places[resource.place].id}"
        held = float(np.diff(integral(prices.times, price, ends))[0])
        found[key] = found.get(key, 0.0) + held
    grid = Prover(relaxed).coarse
    grid.value(prices, weights)
    for table in grid.tables:
        key = f"tails:{network.types[table.crowd.type].type}"
        for end, since, _ in table.crowd.starts:
            value = float(table.at_end[end, min(since // grid.delta, grid.cells)])
            found[key] = max(found.get(key, 0.0), value)
    return tuple(UnitValue(key=key, value=value) for key, value in found.items())
