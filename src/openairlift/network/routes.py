"""Routes: the ways a type can take from an onload airfield to an offload airfield, direct or through en-route stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openairlift.model import Equivalence
from openairlift.network.network import GROUND_PURPOSES, UNREACHABLE, FloatArray, IntArray, Network

ONLOAD, OFFLOAD, ENROUTE = range(len(GROUND_PURPOSES))
MOST = 8
"""Routes of a lane with as many stops that a `RouteBook` keeps unless it is told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way from `origin` to `hub` (place indexes) for a type.

    Attributes
    ----------
    type : index of the aircraft type.
    origin, hub : where it starts and ends, by index.
    stops : en-route stops in between, by index, at most two.
    block_s : block time of every leg [s]; one more than stops, none where origin and hub are the same.
    payload_kg : least payload over the legs [kg]; 0 for an empty leg.
    """

    type: int
    origin: int
    hub: int
    stops: tuple[int, ...]
    block_s: tuple[int, ...]
    payload_kg: float

    @property
    def flying_s(self) -> int:
        """Sum of the block times [s]."""
        return sum(self.block_s)

    @property
    def places(self) -> tuple[int, ...]:
        """Every airfield of the route in order, both ends included."""
        return (self.origin, *self.stops, self.hub)


class RouteBook:
    """Routes of one network, each worked out once.

    A leg is allowed when the type can fly it and, where a duty day is given, when report time + block time + release
    time <= duty day: the crew can rest at every stop. Stops are airfields of the scenario at which the type can park
    and be served at some time. A stop must gain payload, or make a route possible.

    Parameters
    ----------
    network : the network.
    most : how many routes with one stop, and with two, are kept of a lane, the most productive ones; None = all.
    """

    def __init__(self, network: Network, *, most: int | None = MOST) -> None:
        self.network = network
        self.most = most
        self._loaded: dict[tuple[int, int, int, int | None], tuple[Route, ...]] = {}
        self._empty: dict[tuple[int, int, int, int | None], Route | None] = {}
        self._times: dict[tuple[int, int | None], FloatArray] = {}
        self._stops: dict[int, IntArray] = {}

    def routes(self, type_: int, a: int, b: int, *, limit: int = 3, duty_s: int | None = None) -> tuple[Route, ...]:
        """Return the routes of a load from `a` to `b`, best first: by payload over the time of the whole cycle.

        Cycle = onload + legs and en-route stops + offload + the quickest way back empty, at mean ground times. There
        are none where the type can't park or be handled at either end, or where both ends are the same place.
        """
        key = (type_, a, b, duty_s)
        if key not in self._loaded:
            self._loaded[key] = self._find(type_, a, b, duty_s)
        return self._loaded[key][:limit]

    def empty(self, type_: int, a: int, b: int, *, duty_s: int | None = None) -> Route | None:
        """Return the quickest way from `a` to `b` without cargo (legs up to the ferry range), or None.

        The ends may be base ramps, so that parking there does not matter. Same place: a route without legs.
        """
        key = (type_, a, b, duty_s)
        if key not in self._empty:
            self._empty[key] = self._ferry(type_, a, b, duty_s)
        return self._empty[key]

    def _leg_times(self, type_: int, duty_s: int | None) -> FloatArray:
        """Block times [s] of the allowed legs, shape (places, places); infinite where a leg is not allowed."""
        key = (type_, duty_s)
        if key not in self._times:
            block = self.network.block_s[type_]
            allowed = block != UNREACHABLE
            if duty_s is not None:
                allowed &= block <= duty_s - duty_margin_s(self.network, type_)
            self._times[key] = np.where(allowed, block.astype(np.float64), np.inf)
        return self._times[key]

    def _usable_stops(self, type_: int) -> IntArray:
        if type_ not in self._stops:
            places = range(len(self.network.places))
            self._stops[type_] = np.array([p for p in places if can_use(self.network, type_, p)], dtype=np.int64)
        return self._stops[type_]

    def _find(self, type_: int, a: int, b: int, duty_s: int | None) -> tuple[Route, ...]:
        net = self.network
        if a == b or not all(can_use(net, type_, end) and can_handle(net, end) for end in (a, b)):
            return ()
        back = self.empty(type_, b, a, duty_s=duty_s)
        fixed = net.nominal_ground_s(type_, a, ONLOAD) + net.nominal_ground_s(type_, b, OFFLOAD)
        if back is not None:
            fixed += _elapsed_s(net, back)
        ranked = []
        for stops in self._candidates(type_, a, b, duty_s):
            route = _route(net, type_, a, b, stops)
            cycle = max(fixed + _elapsed_s(net, route), 1)
            ranked.append((-route.payload_kg / cycle, cycle, stops, route))
        return tuple(entry[3] for entry in sorted(ranked, key=lambda entry: entry[:3]))

    def _candidates(self, type_: int, a: int, b: int, duty_s: int | None) -> Iterator[tuple[int, ...]]:
        """Yield chains of stops: direct, the best with one stop and the best with two, that no shorter chain beats."""
        times = self._leg_times(type_, duty_s)
        payload = np.where(np.isfinite(times), self.network.payload_kg[type_], 0.0)
        ground = self.network.nominal_ground_s
        direct = float(payload[a, b])
        if direct > 0.0:
            yield ()
        stops = self._usable_stops(type_)
        stops = stops[(stops != a) & (stops != b)]
        if not len(stops) or direct >= float(payload[a].max(initial=0.0)):
            return  # no stop can raise the payload of the first leg
        wait = np.array([ground(type_, int(p), ENROUTE) for p in stops], dtype=np.float64)
        out, home = payload[a, stops], payload[stops, b]
        one = np.minimum(out, home)
        time_one = times[a, stops] + wait + times[stops, b]
        good = np.flatnonzero(one > direct)
        for i in _best(one[good], time_one[good], most=self.most):
            yield (int(stops[good[i]]),)
        best_one = np.maximum(one, direct)
        two = np.minimum(np.minimum(out[:, None], payload[np.ix_(stops, stops)]), home[None, :])
        time_two = (times[a, stops] + wait)[:, None] + times[np.ix_(stops, stops)] + (wait + times[stops, b])[None, :]
        gains = two > np.maximum(best_one[:, None], best_one[None, :])
        np.fill_diagonal(gains, val=False)
        rows, columns = np.nonzero(gains)
        for i in _best(two[rows, columns], time_two[rows, columns], most=self.most):
            yield (int(stops[rows[i]]), int(stops[columns[i]]))

    def _ferry(self, type_: int, a: int, b: int, duty_s: int | None) -> Route | None:
        if a == b:
            return Route(type=type_, origin=a, hub=b, stops=(), block_s=(), payload_kg=0.0)
        times = self._leg_times(type_, duty_s)
        if np.isfinite(times[a, b]):
            return _route(self.network, type_, a, b, (), empty=True)
        stops = self._usable_stops(type_)
        stops = stops[(stops != a) & (stops != b)]
        if not len(stops):
            return None
        wait = np.array([self.network.nominal_ground_s(type_, int(p), ENROUTE) for p in stops], dtype=np.float64)
        one = times[a, stops] + wait + times[stops, b]
        if np.isfinite(one).any():
            return _route(self.network, type_, a, b, (int(stops[int(np.argmin(one))]),), empty=True)
        two = (times[a, stops] + wait)[:, None] + times[np.ix_(stops, stops)] + (wait + times[stops, b])[None, :]
        np.fill_diagonal(two, np.inf)
        if not np.isfinite(two).any():
            return None
        i, j = np.unravel_index(int(np.argmin(two)), two.shape)
        return _route(self.network, type_, a, b, (int(stops[i]), int(stops[j])), empty=True)


def routes(network: Network, type_: int, a: int, b: int, *, limit: int = 3) -> tuple[Route, ...]:
    """Return the routes of a load from `a` to `b`, best first; keep a `RouteBook` where many are asked for."""
    return RouteBook(network).routes(type_, a, b, limit=limit)


def duty_margin_s(network: Network, type_: int) -> int:
    """Return the part of a duty day that is not flown [s]: report time and release time; 0 where not stated."""
    record = network.types[type_]
    return int((record.report_s or 0.0) + (record.release_s or 0.0) + 0.5)


def can_use(network: Network, type_: int, place: int) -> bool:
    """Return whether a type can land, park and be served at a place at some time of the scenario."""
    if network.block_s[type_, place, place] == UNREACHABLE or network.open_s[place] == ():
        return False
    working = network.working[place]
    if working is not None and all(value[0] < 1 for value in working.values):
        return False
    return can_park(network, type_, place)


def can_handle(network: Network, place: int) -> bool:
    """Return whether aircraft can be loaded and unloaded at a place at some time, by its loaders and crews."""
    handling = network.handling[place] if network.handling else None
    return handling is None or any(value[0] > 0 for value in handling.values)


def can_park(network: Network, type_: int, place: int) -> bool:
    """Return whether a place has, at some time, a spot of the type's class or of a larger one."""
    parking = network.parking[place]
    if parking is None:
        return True
    return any(count > 0 for value in parking.values for count in value[network.bodies[type_] :])


def spots_for(network: Network, type_: int, place: int) -> int | None:
    """Return how many aircraft of one type a place can park at once when nobody else is there; None = no limit.

    Larger spots count with the place's spot equivalence. The most that any step of the capacity allows is meant.
    """
    parking = network.parking[place]
    if parking is None:
        return None
    body, equivalence = network.bodies[type_], network.places[place].spot_equivalence
    per_spot = [_per_spot(body, spot, equivalence) for spot in range(3)]
    return max(sum(n * each for n, each in zip(value, per_spot, strict=True)) for value in parking.values)


def _per_spot(body: int, spot: int, equivalence: Equivalence) -> int:
    if spot < body:
        return 0
    table = {(0, 1): equivalence.small_on_narrow, (0, 2): equivalence.small_on_wide, (1, 2): equivalence.narrow_on_wide}
    return table.get((body, spot), 1)


def _route(network: Network, type_: int, a: int, b: int, stops: tuple[int, ...], *, empty: bool = False) -> Route:
    chain = (a, *stops, b)
    legs = [(type_, p, q) for p, q in pairwise(chain)]
    payload = 0.0 if empty else min(float(network.payload_kg[leg]) for leg in legs)
    blocks = tuple(int(network.block_s[leg]) for leg in legs)
    return Route(type=type_, origin=a, hub=b, stops=stops, block_s=blocks, payload_kg=payload)


def _elapsed_s(network: Network, route: Route) -> int:
    """Return flying time and en-route stops [s]."""
    return route.flying_s + sum(network.nominal_ground_s(route.type, stop, ENROUTE) for stop in route.stops)


def _best(payload: FloatArray, time: FloatArray, *, most: int | None) -> list[int]:
    """Return the indexes of the most productive candidates (payload by time out), at most `most`; None = all."""
    if not len(payload):
        return []
    rate = payload / np.maximum(time, 1.0)
    return [int(i) for i in np.argsort(-rate, kind="stable")[:most]]
