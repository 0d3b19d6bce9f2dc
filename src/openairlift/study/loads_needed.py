"""Aircraft loads that requirements need."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from openairlift.network import Network, RouteBook
from openairlift.solve.ways import Way, all_ways


def loads_needed(network: Network) -> int:
    """Return enough aircraft loads for everything: every line alone, on the way with the least room for it."""
    least: dict[int, float] = {}
    for way in all_ways(network, RouteBook(network)):
        for cargo in way.cargo:
            least[cargo.line] = min(least.get(cargo.line, cargo.room), cargo.room)
    return sum(ceil(network.lines[line].quantity / room - 1e-9) for line, room in least.items())


def best_rooms(ways: Iterable[Way], *, type_: int | None = None) -> dict[int, float]:
    """Return the most units of every line that one aircraft takes, of a type or of any."""
    best: dict[int, float] = {}
    for way in ways:
        if type_ is None or way.type == type_:
            for cargo in way.cargo:
                best[cargo.line] = max(best.get(cargo.line, 0.0), cargo.room)
    return best
