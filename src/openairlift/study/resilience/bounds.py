"""Bounds of what is left when something is lost, at the prices of the whole airlift.

A bound holds at any prices. So the prices of the whole airlift are worked out once, and every loss is bounded by one
sweep over what is left, with nothing paid for what nobody can reach any more (see `docs/background/resilience.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from openairlift.model import Curve
from openairlift.network import Network, RouteBook
from openairlift.network.network import FloatArray
from openairlift.plan import Terms
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.capacities import lingering
from openairlift.solve.bound.guide import Guide
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.prove import COARSE, PERIOD, step_for
from openairlift.solve.bound.relaxed import WORKING, Relaxed, Resource, relax
from openairlift.solve.search.table import SCALAR
from openairlift.solve.values import Worth, gains
from openairlift.solve.ways import all_ways

COLUMNS = 25_000
"""Size of the guide that the prices start from."""
ROUNDS, FEW = 40, 10
"""Steps of the ascent for the whole airlift, and for a loss that is looked at closely."""
BELOW = 0.2
"""How far below its start an ascent aims, as a share of what is lost there."""
MOST_WAYS = 20_000
"""Routes with cargo up to which all of them are kept; beyond, those that the planner declares."""
UNDELIVERED: Terms = (1.0, 0.0, 0.0)

Window = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """What any plan loses at the least.

    Attributes
    ----------
    loss : weighted loss: Σ `SCALAR` × terms 1 to 3, above what no plan of the whole airlift can avoid.
    undelivered : weighted size that is not there in time.
    """

    loss: float
    undelivered: float

    def worse(self, other: Least) -> Least:
        """Return the greater of each: both hold."""
        return Least(loss=max(self.loss, other.loss), undelivered=max(self.undelivered, other.undelivered))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """The prices of the whole airlift: of the scalar, and of what is undelivered where something is."""

    scalar: Prices
    undelivered: Prices | None


def weighted(terms: Terms) -> float:
    """Return the weighted loss of terms 1 to 3, by the weights of the planner's search.

    Examples
    --------
    >>> weighted((1.0, 1.0, 1.0))
    111.0
    """
    return sum(weight * term for weight, term in zip(SCALAR, terms, strict=True))


def at_stake(worth: Worth) -> Terms:
    """Return the terms when nothing is delivered, above what no plan can avoid."""
    first, second, third = (n - c for n, c in zip(worth.nothing, worth.constant, strict=True))
    return first, second, third


class Left:
    """The relaxed airlift that is left of a network, sizes and free flow being those of the whole one."""

    def __init__(self, network: Network, worth: Worth, *, shut: Sequence[tuple[int, Window]] = ()) -> None:
        ways = all_ways(network, RouteBook(network, most=None))
        if len(ways) > MOST_WAYS:
            ways = all_ways(network, RouteBook(network))
        self.relaxed = closed(relax(network, ways, worth), shut)
        cells = network.horizon_s // COARSE
        self.grid = Grid(self.relaxed, COARSE if cells <= 6_000 else 1_200)
        used = {place for way in ways for place in way.places}
        self.lines = {parcel.line for parcels in self.relaxed.parcels for parcel in parcels}
        self.lines |= {row.line for row in self.relaxed.overland}
        self.stocks = {parcel.stock for parcels in self.relaxed.parcels for parcel in parcels}
        self.stocks |= {row.stock for row in self.relaxed.overland}
        self.resources = np.array([resource.place in used for resource in self.relaxed.resources], dtype=np.bool_)

    def reachable(self, prices: Prices) -> Prices:
        """Return prices without those of lines that can't go any more, and of stocks and places that no way uses."""
        lines = np.isin(np.arange(self.relaxed.quantity.size), sorted(self.lines))
        stocks = np.isin(np.arange(self.relaxed.stock.size), sorted(self.stocks))
        rows: FloatArray = prices.resource
        more = len(self.relaxed.resources) - len(rows)  # windows in which places are shut: they have no price
        rows = np.vstack((rows, np.zeros((more, rows.shape[1])))) if more else rows
        return replace(
            prices,
            line=np.where(lines, prices.line, 0.0),
            stock=np.where(stocks, prices.stock, 0.0),
            resource=np.where(self.resources[:, None], rows, 0.0),
        )

    def least(self, base: Base) -> Least:
        """Return what any plan loses, at the prices of the whole airlift."""
        loss, undelivered = self._short(SCALAR, self.grid.value(self.reachable(base.scalar), SCALAR)), 0.0
        if base.undelivered is not None:
            value = self.grid.value(self.reachable(base.undelivered), UNDELIVERED)
            undelivered = self._short(UNDELIVERED, value)
        return self.cut_off().worse(Least(loss=loss, undelivered=undelivered))

    def cut_off(self) -> Least:
        """Return what is lost of lines that nothing can take any more, or whose stocks in reach hold too little.

        Lines that share stocks count together, each unit that is missing as one of the line that loses least by it.
        """
        relaxed, worth = self.relaxed, self.relaxed.worth
        stocks: dict[int, set[int]] = {i: set() for i in range(relaxed.quantity.size)}
        for parcel in (parcel for parcels in relaxed.parcels for parcel in parcels):
            stocks[parcel.line].add(parcel.stock)
        for haul in relaxed.overland:
            stocks[haul.line].add(haul.stock)
        loss = undelivered = 0.0
        todo = {line for line, rows in stocks.items() if -1 not in rows}  # others can do without a stock
        while todo:
            lines, drawn = {todo.pop()}, set[int]()
            while True:
                drawn = set().union(*(stocks[line] for line in lines))
                more = {line for line in todo if stocks[line] & drawn}
                if not more:
                    break
                lines |= more
                todo -= more
            short = sum(float(relaxed.quantity[i]) for i in lines) - sum(float(relaxed.stock[k]) for k in drawn)
            if short > 0.0:
                loss += short * min(self.full_loss(line) for line in lines)
                undelivered += short * min(float(worth.size[line]) for line in lines)
        return Least(loss=loss, undelivered=undelivered)

    def full_loss(self, line: int) -> float:
        """Return the weighted loss of a unit that is not delivered, above what can't be avoided."""
        worth = self.relaxed.worth
        soonest = worth.free_flow[line : line + 1]
        return sum(w * float(part[0]) for w, part in zip(SCALAR, gains(worth, line, soonest, soonest), strict=True))

    def guided(self, weights: Terms) -> Prices:
        """Return the prices of a guide.

        Where the interior point method ends far off, its prices are worse than none: then the simplex method is asked.
        """
        if not self.relaxed.crowds:
            return self.full_price(weights)
        step = step_for(self.relaxed, columns=COLUMNS)
        guide = Guide(self.relaxed, step=step, weights=weights)
        _, prices = guide.solve(threads=1, solver="ipm")
        if self.grid.value(prices, weights) > 2.0 * self.stake(weights):
            _, prices = guide.solve(threads=1, solver="simplex")
        return prices

    def full_price(self, weights: Terms) -> Prices:
        """Return the prices at which nothing is worth carrying: all that can go counts as there at once."""
        worth, start = self.relaxed.worth, np.zeros(1, dtype=np.int64)
        each = [
            sum(w * float(part[0]) for w, part in zip(weights, gains(worth, i, start, start), strict=True))
            for i in range(self.relaxed.quantity.size)
        ]
        return Prices(
            line=np.array(each), stock=np.zeros(self.relaxed.stock.size), times=start,
            resource=np.zeros((len(self.relaxed.resources), 1)),
        )  # fmt: skip

    def climbed(self, weights: Terms, start: Prices, *, rounds: int) -> tuple[float, Prices]:
        """Return a better bound of the weighted terms, and its prices, by an ascent from prices."""
        start = self.reachable(start)
        value = self.grid.value(start, weights)
        best = value, start
        if self.relaxed.crowds:
            target = value - BELOW * abs(self.stake(weights) - value)
            found = Ascent(self.grid, period=PERIOD).climb(start, weights, target=target, iterations=rounds)
            best = min(best, found, key=lambda pair: pair[0])
        return self._short(weights, best[0]), best[1]

    def stake(self, weights: Terms) -> float:
        """Return the weighted terms when nothing is delivered."""
        return sum(w * n for w, n in zip(weights, self.relaxed.worth.nothing, strict=True))

    def looked_at(self, base: Base) -> Least:
        """Return what any plan loses, with prices of its own, by a few steps from those of the whole airlift."""
        first = self.least(base)
        loss, _ = self.climbed(SCALAR, base.scalar, rounds=FEW)
        missing = 0.0
        if base.undelivered is not None:
            missing, _ = self.climbed(UNDELIVERED, base.undelivered, rounds=FEW)
        return Least(loss=max(first.loss, loss), undelivered=max(first.undelivered, missing))

    def _short(self, weights: Terms, value: float) -> float:
        """Return the least of the weighted terms, above what can not be avoided, when `value` is the most gained."""
        worth = self.relaxed.worth
        stake = sum(w * (n - c) for w, n, c in zip(weights, worth.nothing, worth.constant, strict=True))
        return max(stake - value - 1e-9 * abs(value), 0.0)


def prices_of(network: Network, worth: Worth, weights: Terms) -> Prices:
    """Return good prices of a whole airlift, for the weighted terms: those of a guide, after an ascent."""
    left = Left(network, worth)
    return left.climbed(weights, left.guided(weights), rounds=ROUNDS)[1]


def closed(relaxed: Relaxed, shut: Sequence[tuple[int, Window]]) -> Relaxed:
    """Return a relaxed airlift in which no service begins at some places in a window [s].

    Who is being served when the window begins goes on: a window counts from the longest service there on.
    """
    rows = list(relaxed.resources)
    for place, (start, end) in shut:
        longest = max(
            (stay for way in relaxed.ways for at, stay in zip(way.places, way.ground_s, strict=True) if at == place),
            default=0,
        )
        room = float(len(relaxed.network.tails) + 1)
        edges, values = ([0, start], [room, 0.0]) if start > 0 else ([0], [0.0])
        if end < relaxed.network.horizon_s:
            edges, values = [*edges, end], [*values, room]
        times, capacity = lingering(edges, values, longest)
        rows.append(
            Resource(
                place=place, kind=WORKING, times=np.array(times, dtype=np.int64),
                capacity=np.array(capacity, dtype=np.float64), weight=(1.0, 1.0, 1.0),
            )
        )  # fmt: skip
    return relaxed if len(rows) == len(relaxed.resources) else replace(relaxed, resources=tuple(rows))


def orderly(network: Network) -> bool:
    """Return whether a detour never saves time: then what holds for a network holds for what is left of it.

    So it is where a longer leg takes longer but is flown no slower, and every en-route stop takes a few seconds. Where
    it is not so, a loss can bring a route into the declared ones that is quicker than those it replaces.
    """
    for index, type_ in enumerate(network.types):
        if type_.block_speed is not None and not _steady(type_.block_speed):
            return False
        if any(network.nominal_ground_s(index, place, 2) < 3 for place in range(len(network.places))):
            return False
    return True


def _steady(speed: Curve) -> bool:
    """Return whether speed never falls, and time never falls, as legs get longer (both are monotone between points)."""
    points = speed.points
    for (near, slow), (far, fast) in pairwise(points):
        slope = (fast - slow) / (far - near)
        if slope < 0.0 or slow - near * slope < 0.0:  # d(x/v)/dx has the sign of v − x v', the same all along a piece
            return False
    return True
