"""Capacities and paces as a run can find them, which can be better than what a plan may count on.

A run can be behind its plan. Who stands on a spot or is being served when a capacity falls is not sent away, so that
more may be there than the calendar of that moment says, but never more than were let in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from openairlift.network import Network, ShockKind


def running(capacity: Sequence[float]) -> list[float]:
    """Return the most of a capacity so far: that many can stand there still.

    Examples
    --------
    >>> running([2, 1, 3])
    [2, 2, 3]
    """
    found: list[float] = []
    for value in capacity:
        found.append(max(value, found[-1]) if found else value)
    return found


def lingering(times: Sequence[int], capacity: Sequence[float], longest_s: int) -> tuple[list[int], list[float]]:
    """Return the most of a capacity within the last `longest_s` seconds: so many services can be under way.

    Parameters
    ----------
    times, capacity : a step function, the first time is 0.
    longest_s : length of the longest service that is counted [s].

    Examples
    --------
    >>> lingering([0, 100, 200], [2, 0, 3], 50)
    ([0, 150, 200], [2, 0, 3])
    """
    edges = sorted({*times, *(time + longest_s for time in times[1:])})
    steps: list[int] = []
    values: list[float] = []
    for edge in edges:
        first = bisect_right(times, max(edge - longest_s + 1, 0)) - 1
        value = max(capacity[first : bisect_right(times, edge)])
        if not values or value != values[-1]:
            steps.append(edge)
            values.append(value)
    return steps, values


def best_paces(network: Network) -> tuple[float, ...]:
    """Return the most by which weather can ever quicken services at each place; 1 where none does."""
    found = [1.0] * len(network.places)
    for shock in network.shocks:
        if shock.kind is ShockKind.WEATHER and shock.start_s is not None:
            found[shock.place] *= max(shock.factor, 1.0)
    return tuple(found)


def link_factor(network: Network, link: int) -> float:
    """Return the most by which shocks can ever multiply what a link carries; 1 where none adds to it."""
    factor = 1.0
    for shock in network.shocks:
        if shock.kind is ShockKind.CAPACITY and shock.link == link and shock.start_s is not None:
            factor *= max(shock.factor, 1.0)
    return factor
