"""Chains of stops without waiting: their offsets, the crew's rests, and the first moment at which one can start."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from openairlift.network import Network
from openairlift.plan import Purpose
from openairlift.solve.stations import NEVER, Booking, Stations
from openairlift.units import seconds


@dataclass(frozen=True, slots=True)
class Chain:
    """Stops of a mission in order, the block time to each from the stop before, service and rest at each [s].

    `start` is where the tail stands; the first block is 0 where the first stop is that very place.
    """

    start: int
    places: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    blocks: tuple[int, ...]
    ground: tuple[int, ...]
    rests: tuple[int, ...]

    def offsets(self) -> tuple[int, ...]:
        """Arrival at each stop, counted from the first movement [s]."""
        times, now = [], 0
        for block, ground, rest in zip(self.blocks, self.ground, self.rests, strict=True):
            now += block
            times.append(now)
            now += ground + rest
        return tuple(times)

    @property
    def length(self) -> int:
        """From the first movement to the end of the last stop [s]."""
        return sum(self.blocks) + sum(self.ground) + sum(self.rests)


def with_rests(
    network: Network, type_: int, chain: Chain, duty_s: int | None, used_s: int, *, base: int
) -> tuple[Chain, int] | None:
    """Place crew rests so that every block-in lies within the duty day; return the chain and the duty used at its end.

    `used_s` is the duty already used when the first movement is due (report time included). Few rests are better than
    many, and rests at the origin or en route are better than at the hub, where they hold a spot. At the tail's base a
    fresh crew takes over. None when a single leg does not fit into a fresh duty day.
    """
    if duty_s is None:
        return chain, 0
    record = network.types[type_]
    report, release = seconds(record.report_s or 0.0), seconds(record.release_s or 0.0)
    pause = report + release + seconds(record.rest_s or 0.0)
    inner = [i for i, purpose in enumerate(chain.purposes) if purpose is not Purpose.RECOVER]
    inner.sort(key=lambda i: (chain.purposes[i] is Purpose.OFFLOAD, i))
    for count in range(len(inner) + 1):
        for chosen in combinations(inner, count):
            used = duty_at(
                chain, frozenset(chosen), duty_s - release, used_s, report, base=base, until=len(chain.places)
            )
            if used is not None:
                rests = tuple(pause if i in chosen else 0 for i in range(len(chain.places)))
                return Chain(chain.start, chain.places, chain.purposes, chain.blocks, chain.ground, rests), used
    return None


def duty_at(
    chain: Chain, rests: frozenset[int], limit: int | None, used: int, report: int, *, base: int, until: int
) -> int | None:
    """Return the duty used after the first `until` stops [s]; None when a block-in lies beyond the limit."""
    legs = zip(chain.places[:until], chain.blocks[:until], chain.ground[:until], strict=True)
    for i, (place, block, ground) in enumerate(legs):
        used += block
        if limit is not None and block > 0 and used > limit:
            return None
        used = report if i in rests or place == base else used + ground
    return used


def first_start(
    network: Network,
    stations: Stations,
    type_: int,
    chain: Chain,
    earliest: int,
    *,
    latest: int,
    hot: frozenset[int] = frozenset(),
) -> tuple[int, tuple[Booking, ...]] | None:
    """Return the least start in [earliest, latest] at which no stop has to wait, and its bookings.

    Every stop but RECOVER needs a spot and a working slot, those in `hot` a spot for dangerous cargo; fields are open
    at take-off and landing. None if there is no such start.
    """
    offsets = chain.offsets()
    body = network.bodies[type_]
    start = earliest
    while start <= latest:
        shift = _departures_open(stations, chain, offsets, start)
        bookings: list[Booking] = []
        for i, place in enumerate(chain.places):
            if shift:
                break
            arrival = start + offsets[i]
            if chain.purposes[i] is Purpose.RECOVER:
                gap, spot = stations[place].open_from(arrival), -1
            else:
                stays = chain.ground[i] + chain.rests[i]
                needs = (chain.purposes[i] is not Purpose.ENROUTE, i in hot, chain.blocks[i] > 0)
                gap, spot = stations[place].first_gap(
                    arrival, body, chain.ground[i], stays, handled=needs[0], hot=needs[1], lands=needs[2]
                )
                served = arrival + chain.ground[i]
                bookings.append(Booking(place, body, spot, arrival, served, arrival + stays, *needs))
            shift = gap - arrival
        if not shift:
            return start, tuple(bookings)
        start += shift
        if start >= NEVER:
            return None
    return None


def _departures_open(stations: Stations, chain: Chain, offsets: tuple[int, ...], start: int) -> int:
    """Return 0 when every take-off falls into opening hours, else the shift of the first that does not."""
    before = chain.start
    for i, place in enumerate(chain.places):
        if chain.blocks[i] > 0:
            leaves = start + offsets[i] - chain.blocks[i]
            opens = stations[before].open_from(leaves)
            if opens > leaves:
                return opens - leaves
        before = place
    return 0
