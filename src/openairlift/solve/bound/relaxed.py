"""The relaxed airlift: what the bound keeps of a network, as arrays.

Kept: declared ways with their exact times and the crew rests that they need while laden, ready dates, EAD and LAD,
spots, working and handling slots over time, windows of tails, room by mass, positions and seats, stocks, hauls by
surface. Dropped: whole pieces and whole aircraft, crews between loads, hours, fuel, storage, what flown cargo takes of
links, other traffic, movements and arrivals a day, who waits where. All of it can only make a plan worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.model import MARKS, Equivalence
from openairlift.network import Line, Network
from openairlift.network.fit import position_limit, positions_per_unit
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Purpose
from openairlift.solve.bound.capacities import best_paces, lingering, running
from openairlift.solve.bound.hauls import Overland, overland
from openairlift.solve.bound.laden import empty_moves_s, longest_part_s, quickest, rested
from openairlift.solve.values import Worth, onward_s
from openairlift.solve.ways import Way

WORKING, PARKING, HANDLING = range(3)
INSTANT_S = 60
"""Ways of which no part takes as long are taken to need no aircraft's time [s]."""
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
    """A line on a way: `rooms[θ]` units of it fill an aircraft under each pricing of room (see `rooms_of`).

    Attributes
    ----------
    line, stock : indexes; stock −1 = none.
    ready_s : when it can be loaded [s].
    marked_s : from landed to the mark, at the least [s]; negative for the mark `left_stock`.
    earliest_s : it does not land before [s].
    offload_s : no offload begins before [s].
    rooms : units, by pricing of room.
    """

    line: int
    stock: int
    ready_s: int
    marked_s: int
    earliest_s: int
    offload_s: int
    rooms: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """Everything the bound is made from.

    `ways` are the declared ones at their quickest, once for every least set of stops at which a crew rests.
    """

    network: Network
    worth: Worth
    ways: tuple[Way, ...]
    parcels: tuple[tuple[Parcel, ...], ...]
    crowds: tuple[Crowd, ...]
    resources: tuple[Resource, ...]
    quantity: FloatArray
    stock: FloatArray
    overland: tuple[Overland, ...] = ()


def relax(network: Network, ways: tuple[Way, ...], worth: Worth, *, none_before: bool = False) -> Relaxed:
    """Return the relaxed airlift of a network.

    Parameters
    ----------
    none_before : only such runs are meant in which nothing lands before its earliest date. Then an aircraft may as well
        begin to offload so late that it is done at the date: it holds its places until then in any case.
    """
    mark = MARKS.index(network.scenario.settings.objective_mark)
    paces = best_paces(network)
    dated = none_before or _dated(network, paces)
    ways = tuple(best for way in ways for best in rested(network, quickest(way, paces)))
    instant = [way for way in ways if longest_part_s(way) < INSTANT_S]
    return Relaxed(
        network=network,
        worth=worth,
        ways=ways,
        parcels=tuple(_parcels(network, way, mark, dated=dated, none_before=none_before) for way in ways),
        crowds=_crowds(network, ways, paces),
        resources=_resources(network, ways),
        quantity=np.array([line.quantity for line in network.lines], dtype=np.float64),
        stock=np.array([stock.quantity for stock in network.stocks], dtype=np.float64),
        overland=overland(network, instant, dated=dated),
    )


def _dated(network: Network, paces: tuple[float, ...]) -> bool:
    """Return whether nothing lands before its earliest date in a run, as in the plan.

    It could where a run is ahead of its plan: quicker services, crews that take over in place of a planned rest,
    missions that another tail flies, and less cargo than planned.
    """
    ahead = max(paces, default=1.0) > 1.0 or bool(network.pools) or bool(network.shocks)
    return not ahead and not _reassigns(network)


def _reassigns(network: Network) -> bool:
    """Return whether missions can go to another tail in a run."""
    windows = any(tail.available_to_s < network.horizon_s for tail in network.tails)
    return network.scenario.settings.recourse == "reassign" and (windows or bool(network.shocks))


def _parcels(network: Network, way: Way, mark: int, *, dated: bool, none_before: bool) -> tuple[Parcel, ...]:
    rooms = rooms_of(network, way)
    last = int(Purpose.OFFLOAD)
    hub = network.places[way.route.hub]
    punctual = dated and hub.storage_kg is None and hub.storage_m3 is None
    punctual = none_before or (punctual and float(network.per_pallet_s[way.type, way.route.hub, last]) == 0.0)
    found = []
    for row, cargo in zip(rooms, way.cargo, strict=True):
        marked = way.ground_s[0] - way.landed_s if mark == 0 else onward_s(network, way.route.hub, cargo.link, mark)
        earliest = network.lines[cargo.line].earliest_s if dated else 0
        offload = cargo.ready_s + way.offsets_s[-1]
        found.append(
            Parcel(
                line=cargo.line,
                stock=-1 if cargo.stock is None else cargo.stock,
                ready_s=cargo.ready_s,
                marked_s=marked,
                earliest_s=earliest,
                offload_s=max(offload, earliest - way.ground_s[-1]) if punctual else offload,
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


def _crowds(network: Network, ways: tuple[Way, ...], paces: tuple[float, ...]) -> tuple[Crowd, ...]:
    groups: dict[tuple[int, int | None, int], list[int]] = {}
    for index, tail in enumerate(network.tails):
        closes = tail.available_to_s if tail.available_to_s < network.horizon_s else network.horizon_s
        groups.setdefault((tail.type, tail.duty_s, closes), []).append(index)
    anyone = _reassigns(network)  # a tail may then fly what was planned for another duty day
    found = []
    for (type_, duty_s, closes), tails in groups.items():
        mine = tuple(
            i
            for i, way in enumerate(ways)
            if way.type == type_ and (anyone or way.duty_s == duty_s) and longest_part_s(way) >= INSTANT_S
        )
        if not mine:
            continue
        origins = tuple(sorted({ways[i].route.origin for i in mine}))
        bases = {network.tails[t].base for t in tails}
        ends = tuple(sorted({ways[i].route.hub for i in mine} | bases))
        times = {end: empty_moves_s(network, type_, end, bases, paces) for end in ends}
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


def _resources(network: Network, ways: tuple[Way, ...]) -> tuple[Resource, ...]:
    longest = [0] * len(network.places)
    for way in ways:
        for place, stay in zip(way.places, way.ground_s, strict=True):
            longest[place] = max(longest[place], stay)
    found = []
    for place, record in enumerate(network.places):
        steps = network.working[place]
        handled = network.handling[place] if network.handling else None
        for kind, limit in ((WORKING, steps), (HANDLING, handled)):
            if limit is not None:
                times, values = lingering(limit.times, [float(v[0]) for v in limit.values], longest[place])
                found.append(_resource(place, kind, times, values, (1.0, 1.0, 1.0)))
        spots = network.parking[place]
        if spots is not None:
            e = record.spot_equivalence
            weight = (1.0 / max(e.small_on_wide, 1), 1.0 / max(e.narrow_on_wide, 1), 1.0)
            areas = _areas(weight, e)
            for least in range(3):
                if least < 2 and not any(value[least] for value in spots.values):
                    continue
                room = [sum(n * a for n, a in zip(v[least:], areas[least:], strict=True)) for v in spots.values]
                mine = tuple(w if body >= least else 0.0 for body, w in enumerate(weight))
                found.append(_resource(place, PARKING, spots.times, running(room), mine))
    return tuple(found)


def _areas(weight: tuple[float, float, float], equivalence: Equivalence) -> tuple[float, float, float]:
    """Return the most weight that a spot of each class can hold: n aircraft of one smaller class, or one of its own."""
    small, narrow, wide = weight
    return small, max(narrow, equivalence.small_on_narrow * small), wide


def _resource(
    place: int, kind: int, times: Sequence[int], capacity: Sequence[float], weight: tuple[float, ...]
) -> Resource:
    return Resource(
        place=place,
        kind=kind,
        times=np.array(times, dtype=np.int64),
        capacity=np.array(capacity, dtype=np.float64),
        weight=(weight[0], weight[1], weight[2]),
    )
