"""The relaxed airlift: what the bound keeps of a network, as arrays.

Kept: declared ways with their exact times, ready dates, EAD and LAD, opening hours at landing, spots, working and
handling slots over time, windows of tails, room by mass, positions and seats, stocks. Dropped: whole pieces and whole
aircraft, crews, fuel, storage, links' capacities, other traffic, movements and arrivals a day, who waits where. All of it
can only make a plan worse.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from openairlift.model import MARKS, Equivalence
from openairlift.network import UNREACHABLE, Line, Network
from openairlift.network.fit import position_limit, positions_per_unit
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Purpose
from openairlift.solve.values import Worth, onward_s
from openairlift.solve.ways import Way

WORKING, PARKING, HANDLING = range(3)
_MIXES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resource:
    """A limit of a place: capacity over time, and what an aircraft of each body class takes of it."""

    place: int
    kind: int
    times: IntArray
    capacity: FloatArray
    weight: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """Tails that are alike but for their bases: ways, empty moves, and how many start where and when.

    Attributes
    ----------
    type, closes_s : aircraft type; no mission begins at or after `closes_s`.
    ways : indexes into `Relaxed.ways`.
    origins, ends : place indexes of onloads, and of hubs and bases.
    empty_s : quickest empty move from each end to each origin, shape (ends, origins) [s]; -1 = none.
    starts : (end, from when [s], tails).
    """

    type: int
    closes_s: int
    ways: tuple[int, ...]
    origins: tuple[int, ...]
    ends: tuple[int, ...]
    empty_s: IntArray
    starts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parcel:
    """A line on a way: `rooms[θ]` units of it fill an aircraft under each pricing of room (see `rooms_of`)."""

    line: int
    stock: int
    ready_s: int
    marked_s: int
    rooms: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """Everything the bound is made from."""

    network: Network
    worth: Worth
    ways: tuple[Way, ...]
    parcels: tuple[tuple[Parcel, ...], ...]
    crowds: tuple[Crowd, ...]
    resources: tuple[Resource, ...]
    quantity: FloatArray
    stock: FloatArray


def relax(network: Network, ways: tuple[Way, ...], worth: Worth) -> Relaxed:
    """Return the relaxed airlift of a network."""
    mark = MARKS.index(network.scenario.settings.objective_mark)
    return Relaxed(
        network=network,
        worth=worth,
        ways=ways,
        parcels=tuple(_parcels(network, way, mark) for way in ways),
        crowds=_crowds(network, ways),
        resources=_resources(network),
        quantity=np.array([line.quantity for line in network.lines], dtype=np.float64),
        stock=np.array([stock.quantity for stock in network.stocks], dtype=np.float64),
    )


def _parcels(network: Network, way: Way, mark: int) -> tuple[Parcel, ...]:
    rooms = rooms_of(network, way)
    found = []
    for row, cargo in zip(rooms, way.cargo, strict=True):
        marked = way.ground_s[0] - way.landed_s if mark == 0 else onward_s(network, way.route.hub, cargo.link, mark)
        found.append(
            Parcel(
                line=cargo.line,
                stock=-1 if cargo.stock is None else cargo.stock,
                ready_s=cargo.ready_s,
                marked_s=marked,
                rooms=row,
            )
        )
    return tuple(found)


def rooms_of(network: Network, way: Way) -> FloatArray:
    """Return how many units of each line of a way fill an aircraft under several pricings of room, shape (lines, θ).

    A hold has mass, positions and seats: Σ x_i u_i ≤ 1 for each of them, u_i the share of a unit. For any weights θ ≥ 0
    that sum to 1, Σ x_i (θ·u_i) ≤ 1 follows, so that the value of a load is at most the largest value of 1 / (θ·u_i)
    units of one line. Where one limit binds for every line alone, its unit vector is enough and exact.
    """
    record = network.types[way.type]
    limit, seats = position_limit(record), record.seats
    shares = np.array([_shares(network, way, network.lines[c.line], limit, seats) for c in way.cargo])
    binding = shares.argmax(axis=1)
    used = sorted({int(i) for i in binding})
    thetas = [np.eye(3)[i] for i in used]
    for a in range(len(used)):
        for b in range(a + 1, len(used)):
            thetas += [f * thetas[a] + (1 - f) * thetas[b] for f in _MIXES]
    with np.errstate(divide="ignore"):
        rooms: FloatArray = 1.0 / (shares @ np.array(thetas).T)
    return rooms


def _shares(
    network: Network, way: Way, line: Line, limit: float | None, seats: int | None
) -> tuple[float, float, float]:
    if line.unit == "load":
        return 1.0, 1.0, 1.0
    by_mass = line.unit_kg / way.payload_kg
    by_position = 0.0 if not limit else positions_per_unit(network, way.type, line) / limit
    by_seat = 1.0 / seats if line.people and seats else 0.0
    return by_mass, by_position, by_seat


def _crowds(network: Network, ways: tuple[Way, ...]) -> tuple[Crowd, ...]:
    groups: dict[tuple[int, int | None, int], list[int]] = {}
    for index, tail in enumerate(network.tails):
        closes = tail.available_to_s if tail.available_to_s < network.horizon_s else network.horizon_s
        groups.setdefault((tail.type, tail.duty_s, closes), []).append(index)
    found = []
    for (type_, duty_s, closes), tails in groups.items():
        mine = tuple(i for i, way in enumerate(ways) if (way.type, way.duty_s) == (type_, duty_s))
        if not mine:
            continue
        origins = tuple(sorted({ways[i].route.origin for i in mine}))
        bases = {network.tails[t].base for t in tails}
        ends = tuple(sorted({ways[i].route.hub for i in mine} | bases))
        times = {end: _quickest(network, type_, end, bases) for end in ends}
        counts: dict[tuple[int, int], int] = {}
        for t in tails:
            key = ends.index(network.tails[t].base), network.tails[t].available_from_s
            counts[key] = counts.get(key, 0) + 1
        found.append(
            Crowd(
                type=type_,
                closes_s=closes,
                ways=mine,
                origins=origins,
                ends=ends,
                empty_s=np.array([[times[e].get(o, -1) for o in origins] for e in ends], dtype=np.int64),
                starts=tuple((end, since, n) for (end, since), n in sorted(counts.items())),
            )
        )
    return tuple(found)


def _quickest(network: Network, type_: int, start: int, bases: set[int]) -> dict[int, int]:
    """Return the least time of an empty move to every place; stops take the en-route time, bases none [s]."""
    block = network.block_s[type_]
    best: dict[int, int] = {}
    due = [(0, start)]
    while due:
        time, place = heapq.heappop(due)
        if place in best:
            continue
        best[place] = time
        free = place == start or place in bases
        stop = 0 if free else network.nominal_ground_s(type_, place, int(Purpose.ENROUTE))
        for other in range(len(network.places)):
            leg = int(block[place, other])
            if leg != UNREACHABLE and other not in best:
                heapq.heappush(due, (time + stop + leg, other))
    return best


def _resources(network: Network) -> tuple[Resource, ...]:
    found = []
    for place, record in enumerate(network.places):
        steps = network.working[place]
        if steps is not None:
            found.append(_resource(place, WORKING, steps.times, [v[0] for v in steps.values], (1.0, 1.0, 1.0)))
        handled = network.handling[place] if network.handling else None
        if handled is not None:
            found.append(_resource(place, HANDLING, handled.times, [v[0] for v in handled.values], (1.0, 1.0, 1.0)))
        spots = network.parking[place]
        if spots is not None:
            e = record.spot_equivalence
            weight = (1.0 / max(e.small_on_wide, 1), 1.0 / max(e.narrow_on_wide, 1), 1.0)
            found += [
                _resource(
                    place,
                    PARKING,
                    spots.times,
                    [
                        sum(n * a for n, a in zip(value[least:], _areas(weight, e)[least:], strict=True))
                        for value in spots.values
                    ],
                    tuple(w if body >= least else 0.0 for body, w in enumerate(weight)),
                )
                for least in range(3)
                if least == 2 or any(value[least] for value in spots.values)
            ]
    return tuple(found)


def _areas(weight: tuple[float, float, float], equivalence: Equivalence) -> tuple[float, float, float]:
    """Return the most weight that a spot of each class can hold: n aircraft of one smaller class, or one of its own."""
    small, narrow, wide = weight
    return small, max(narrow, equivalence.small_on_narrow * small), wide


def _resource(
    place: int, kind: int, times: tuple[int, ...], capacity: list[float], weight: tuple[float, ...]
) -> Resource:
    return Resource(
        place=place,
        kind=kind,
        times=np.array(times, dtype=np.int64),
        capacity=np.array(capacity, dtype=np.float64),
        weight=(weight[0], weight[1], weight[2]),
    )
