"""What can be landed in time, counted: whole services one after the other at a hub, landings a day, stocks.

Each line is looked at alone, with the best way it has, so that the counts hold for every plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from openairlift.network import Network, Steps
from openairlift.solve.values import NO_DATE, Worth
from openairlift.solve.ways import Way
from openairlift.units import DAY_S

Window = tuple[int, int]


def counted_short(network: Network, ways: Sequence[Way], worth: Worth) -> float:
    """Return weighted size that is undelivered in every plan, by counting alone; lines with a surface way count 0."""
    total = 0.0
    for index, line in enumerate(network.lines):
        if not line.surface and worth.size[index] > 0.0:
            most = min(_by_hubs(network, ways, worth, index), _by_stocks(network, index))
            total += float(worth.size[index]) * max(line.quantity - most, 0.0)
    return total


def _by_stocks(network: Network, index: int) -> float:
    rows = {stock for _, stock in network.lines[index].sources}
    return inf if None in rows else sum(network.stocks[row].quantity for row in rows if row is not None)


def _by_hubs(network: Network, ways: Sequence[Way], worth: Worth, index: int) -> float:
    """Return the most units of a line that can land in time: at every hub services × the best room there."""
    latest = int(worth.latest[index])
    until = network.horizon_s if latest == NO_DATE else min(latest, network.horizon_s)
    hubs: dict[int, list[tuple[int, int, int, float]]] = {}
    for way in ways:
        for cargo in way.cargo:
            if cargo.line == index:
                row = cargo.ready_s + way.offsets_s[-1], way.ground_s[-1], network.bodies[way.type], cargo.room
                hubs.setdefault(way.route.hub, []).append(row)
    total = 0.0
    for hub, rows in hubs.items():
        start, ground, body = min(row[0] for row in rows), min(row[1] for row in rows), min(row[2] for row in rows)
        count = landings(network, hub, start, until, ground, body)
        if count == inf:
            return inf
        total += count * max(row[3] for row in rows)
    return total


def landings(network: Network, hub: int, start: int, until: int, ground: int, body: int) -> float:
    """Return how many aircraft can be unloaded at a hub in a window; infinity where nothing limits them.

    Parameters
    ----------
    start, until : first moment at which a service can begin, and last at which one can end [s].
    ground : the least time of a service [s].
    body : the least body class of the aircraft.
    """
    if until - ground < start:
        return 0.0
    opened = network.open_s[hub]
    if opened is not None and not any(a <= until - ground and b > start for a, b in opened):
        return 0.0
    most = inf
    for kind in ("working", "handling", "parking"):
        levels = capacity_of(network, kind, hub, body)
        if levels is not None:
            most = min(most, services(levels, start, until, ground, opened=opened))
    stated = network.places[hub].arrivals_per_day
    if stated is not None:
        days = (until - ground) // DAY_S - start // DAY_S + 1
        most = min(most, max(int(stated), 1) * days)
    return most


def capacity_of(network: Network, kind: str, place: int, body: int) -> Steps | None:
    """Return how many aircraft of a body class a place serves or parks at once over time (one value a step)."""
    if kind == "working":
        return network.working[place]
    if kind == "handling":
        return network.handling[place] if network.handling else None
    spots = network.parking[place]
    if spots is None:
        return None
    equal = network.places[place].spot_equivalence
    holds = (
        (1, max(equal.small_on_narrow, 1), max(equal.small_on_wide, 1)),
        (0, 1, max(equal.narrow_on_wide, 1)),
        (0, 0, 1),
    )[body]
    values = tuple((sum(n * h for n, h in zip(value, holds, strict=True)),) for value in spots.values)
    return Steps(times=spots.times, values=values)


def services(steps: Steps, start: int, until: int, ground: int, *, opened: Sequence[Window] | None = None) -> int:
    """Return how many services can begin and end in a window, one after the other on every slot.

    A service begins while there is a slot and the place is open; it may go on when either is over.

    Parameters
    ----------
    steps : slots over time.
    start, until : the window [s].
    ground : length of a service [s].
    opened : windows in which a service may begin; None = always.

    Examples
    --------
    >>> services(Steps(times=(0, 7200), values=((1,), (2,))), 0, 10_800, 3_600)
    4
    """
    ground = max(ground, 1)
    edges = [*steps.times[1:], until]
    total = 0
    for level in range(1, max((value[0] for value in steps.values), default=0) + 1):
        spans: list[Window] = []
        for begin, end, value in zip(steps.times, edges, steps.values, strict=True):
            if value[0] >= level and begin < end:
                joined = bool(spans) and spans[-1][1] == begin
                spans = [*spans[:-1], (spans[-1][0], end)] if joined else [*spans, (begin, end)]
        for begin, end in spans:
            for a, b in ((begin, end),) if opened is None else opened:
                first = max(begin, a, start)
                last = min(end - 1, b - 1, until - ground)
                total += (last - first) // ground + 1 if last >= first else 0
    return total
