"""Turning in the air: which airfields an aircraft can turn to, and how long the way round is."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.network import UNREACHABLE, Network, can_use, distance_m, great_circle

_LEGS = 200
"""Parts into which a leg is cut to find where on it an aircraft is."""


def turn_s(network: Network, tail: int, origin: int, towards: int, to: int, flown_s: int) -> int:
    """Return by how much the way round is longer than the direct leg [s].

    An aircraft has left `origin` for `towards` and flies to another field after `flown_s`; a plan has the direct leg
    from `origin` to that field only.
    """
    type_ = network.tails[tail].type
    block, direct = int(network.block_s[type_, origin, towards]), int(network.block_s[type_, origin, to])
    here = _position(network, origin, towards, flown_s / block if block > 0 else 1.0)
    there = network.places[to]
    straight = float(network.distance_m[origin, to])
    if here is None or there.lat is None or there.lon is None or direct <= 0 or straight <= 0.0:
        return 0
    rest = distance_m(*here, there.lat, there.lon)
    return max(flown_s + round(rest / straight * direct) - direct, 0)


def diversions(network: Network, tail: int, origin: int, towards: int, flown_s: int) -> Iterator[int]:
    """Yield airfields that an aircraft on the way from `origin` to `towards` can turn to, the nearest first."""
    type_ = network.tails[tail].type
    block = int(network.block_s[type_, origin, towards])
    here = _position(network, origin, towards, flown_s / block if block > 0 else 1.0)
    found = []
    for place, record in enumerate(network.places):
        leg = int(network.block_s[type_, origin, place])
        if place in (origin, towards) or leg == UNREACHABLE or leg < flown_s or not can_use(network, type_, place):
            continue
        far = (
            0.0
            if here is None or record.lat is None or record.lon is None
            else distance_m(*here, record.lat, record.lon)
        )
        found.append((far, place))
    yield from (place for _, place in sorted(found))


def nearest(network: Network, type_: int, origin: int) -> list[int]:
    """Return the airfields that a type can fly to and use, the nearest first."""
    found = [
        (int(network.block_s[type_, origin, place]), place)
        for place in range(len(network.places))
        if place != origin and network.block_s[type_, origin, place] != UNREACHABLE and can_use(network, type_, place)
    ]
    return [place for _, place in sorted(found)]


def _position(network: Network, origin: int, towards: int, share: float) -> tuple[float, float] | None:
    """Return where an aircraft is that has flown a share of a leg, or None where positions are not stated."""
    a, b = network.places[origin], network.places[towards]
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or origin == towards:
        return None
    points = great_circle(a.lat, a.lon, b.lat, b.lon, _LEGS)
    return points[min(max(round(share * (len(points) - 1)), 0), len(points) - 1)]
