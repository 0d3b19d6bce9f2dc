"""Bounds of the terms of the objective: guide, prices, and a last look on a fine grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from openairlift.plan import Terms
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.columns import Columns
from openairlift.solve.bound.guide import Guide
from openairlift.solve.bound.master import Master
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.relaxed import Relaxed
from openairlift.units import DAY_S

COARSE, FINE = 600, 60
"""Cells of the ascent, and of the last look [s]."""
PERIOD, FINE_PERIOD = 6 * 3600, 1800
"""Time for which a price of a resource holds [s]: everywhere, and where few loads meet."""
WARM = 6
"""Part of the steps, one in so many, that an ascent takes before programmes go on; at least so many steps."""
REST = 4
"""Part of the steps, one in so many, that is made with prices that hold for long where finer ones are tried, too."""
FEW = 200
"""Aircraft loads that are few."""
COLUMNS = 100_000
"""Size of the guide that is aimed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Prices, and the value that they prove: Σ weights × gains ≤ `most` for every plan."""

    weights: Terms
    prices: Prices
    most: float


def step_for(relaxed: Relaxed, *, columns: int = COLUMNS, until: int | None = None) -> int:
    """Return the period of a guide of about so many columns [s]: from 3 to 48 hours."""
    horizon = relaxed.network.horizon_s if until is None else until
    each = sum(len(parcels) for parcels in relaxed.parcels)
    for hours in (3, 4, 6, 8, 12, 16, 24, 48):
        if each * -(-horizon // (hours * 3600)) <= columns:
            return hours * 3600
    return 2 * DAY_S


def make_guide(
    relaxed: Relaxed, weights: Terms, *, step: int, until: int | None = None, threads: int = 1
) -> tuple[Guide, Prices, float]:
    """Return a solved guide, its prices, and about what a plan can gain.

    Parameters
    ----------
    until : where work ends, if before the horizon [s]; nothing has a price after it.
    """
    horizon = relaxed.network.horizon_s
    end = horizon if until is None else min(until, horizon)
    cut = relaxed if end == horizon else replace(relaxed, network=replace(relaxed.network, horizon_s=end))
    guide = Guide(cut, step=step, weights=weights)
    most, prices = guide.solve(threads=threads, solver="ipm")
    if cut is not relaxed:
        prices = Prices(
            line=prices.line,
            stock=prices.stock,
            times=np.append(prices.times, end),
            resource=np.hstack((prices.resource, np.zeros((len(relaxed.resources), 1)))),
        )
    return guide, prices, most


def is_small(relaxed: Relaxed) -> bool:
    """Return whether few aircraft loads are asked for.

    Then it counts in which half hour a place is free, and programmes that choose among missions are quickly solved.
    """
    room = np.zeros(relaxed.quantity.size)
    for parcels in relaxed.parcels:
        for parcel in parcels:
            room[parcel.line] = max(room[parcel.line], float(parcel.rooms.min()))
    loads = float(np.sum(relaxed.quantity[room > 0.0] / room[room > 0.0]))
    return loads <= FEW


class Prover:
    """Certificates of one relaxed airlift."""

    def __init__(self, relaxed: Relaxed) -> None:
        self.relaxed = relaxed
        cells = relaxed.network.horizon_s // COARSE
        self.coarse = Grid(relaxed, COARSE if cells <= 6_000 else 1_200)
        self.small = is_small(relaxed)
        periods = (FINE_PERIOD, PERIOD) if self.small else (PERIOD,)
        self.ascents = [Ascent(self.coarse, period=period) for period in periods]
        self.masters: dict[Terms, Master] = {}
        self.fine: Grid | None = None

    def certify(
        self,
        weights: Terms,
        prices: Prices,
        *,
        target: float,
        iterations: int,
        stop: Callable[[float], bool] = lambda _best: False,
        left_s: Callable[[], float | None] = lambda: None,
        programmes: bool = False,
    ) -> Certificate:
        """Return a certificate after steps from prices.

        Parameters
        ----------
        target : about the value that can't be undercut.
        iterations : how long it may take, in sweeps.
        stop : told the best value after every sweep; True ends it.
        left_s : how long a programme may take [s]; None = without limit.
        programmes : whether column generation follows, after a short ascent at the first call; it keeps what it knows
            from one call to the next. Without, ascents with all periods are made, and the best one counts.
        """
        if programmes:
            most, better = self._generated(weights, prices, target, iterations, stop, left_s)
        else:
            most, better = self._climbed(weights, prices, target, iterations, stop)
        if self.fine is None:
            self.fine = Grid(self.relaxed, FINE)
        fine = self.fine.value(better, weights)
        return Certificate(weights=weights, prices=better, most=_outward(min(most, fine)))

    def _climbed(
        self, weights: Terms, prices: Prices, target: float, iterations: int, stop: Callable[[float], bool]
    ) -> tuple[float, Prices]:
        """Return the least value of the ascents, and its prices. With fine periods alone one may get nowhere."""
        others = iterations // REST if len(self.ascents) > 1 else 0
        most, better = np.inf, prices
        for ascent in self.ascents:
            steps = iterations - others if ascent is self.ascents[0] else others
            value, found = ascent.climb(prices, weights, target=target, iterations=steps, stop=stop)
            if value < most:
                most, better = value, found
        return most, better

    def _generated(
        self,
        weights: Terms,
        prices: Prices,
        target: float,
        iterations: int,
        stop: Callable[[float], bool],
        left_s: Callable[[], float | None],
    ) -> tuple[float, Prices]:
        """Return a value and its prices by column generation, after a short ascent where it has no columns yet."""
        ascent = self.ascents[0]
        lost = abs(sum(w * n for w, n in zip(weights, self.relaxed.worth.nothing, strict=True)) - target)
        master = self.masters.get(weights)
        if master is not None:
            better = ascent.resampled(prices)
            most = self.coarse.value(better, weights)
        else:
            master = self.masters[weights] = Master(Columns(ascent, weights), quick=self.small)
            gather, steps = master.columns.gather, max(iterations // WARM, min(iterations, WARM))
            most, better = ascent.climb(prices, weights, target=target, iterations=steps, stop=stop, seen=gather)
            iterations -= steps
        return master.improve(most, better, steps=iterations, lost=lost, stop=stop, left_s=left_s)

    def trivial(self, weights: Terms) -> Certificate:
        """Return the certificate of no prices: every line as early as it can be."""
        worth = self.relaxed.worth
        zero = Prices(
            line=np.zeros(self.relaxed.quantity.size),
            stock=np.zeros(self.relaxed.stock.size),
            times=np.zeros(1, dtype=np.int64),
            resource=np.zeros((len(self.relaxed.resources), 1)),
        )
        most = sum(w * (n - c) for w, n, c in zip(weights, worth.nothing, worth.constant, strict=True))
        return Certificate(weights=weights, prices=zero, most=_outward(most))


def _outward(value: float) -> float:
    """Return a value rounded up by more than the errors of summing could be."""
    return value + 1e-9 * abs(value)


def bound_of(relaxed: Relaxed, certificate: Certificate, term: int, reached: Terms) -> float:
    """Return the bound of a term that a certificate gives, the terms before it no worse than reached.

    Σ weights × terms ≥ Σ weights × nothing − most; with the terms before at most `reached`, and those after it left out
    (their weights must be 0), the term is at least what is left over.
    """
    worth = relaxed.worth
    least = sum(w * n for w, n in zip(certificate.weights, worth.nothing, strict=True)) - certificate.most
    for k in range(term):  # what was reached may have lost some dust: 1e-9 of the scale
        least -= certificate.weights[k] * (reached[k] + worth.constant[k] + 1e-9 * worth.scale)
    weight = certificate.weights[term]
    return max(least / weight - worth.constant[term], 0.0) if weight > 0.0 else 0.0
