"""Bounds of the terms of the objective: guide, prices, and a last look on a fine grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from openairlift.plan import Terms
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.guide import Guide
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.relaxed import Relaxed
from openairlift.units import DAY_S

COARSE, FINE = 600, 60
"""Cells of the ascent, and of the last look [s]."""
PERIOD, FINE_PERIOD = 6 * 3600, 1800
"""Time for which a price of a resource holds [s]: everywhere, and where few loads meet."""
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
    for hours in (3, 4, 6, 8, 12, 24, 48):
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


def periods_of(relaxed: Relaxed) -> tuple[int, ...]:
    """Return for how long prices of resources hold in the ascents that are tried [s]; the best of them counts.

    Where few aircraft meet it counts in which half hour a place is free. With many, prices that hold for long do about
    as well, and an ascent is sooner done with them. It is tried in any case: with fine ones it may get nowhere.
    """
    room = np.zeros(relaxed.quantity.size)
    for parcels in relaxed.parcels:
        for parcel in parcels:
            room[parcel.line] = max(room[parcel.line], float(parcel.rooms.min()))
    loads = float(np.sum(relaxed.quantity[room > 0.0] / room[room > 0.0]))
    return (FINE_PERIOD, PERIOD) if loads <= FEW else (PERIOD,)


class Prover:
    """Certificates of one relaxed airlift."""

    def __init__(self, relaxed: Relaxed) -> None:
        self.relaxed = relaxed
        cells = relaxed.network.horizon_s // COARSE
        self.coarse = Grid(relaxed, COARSE if cells <= 6_000 else 1_200)
        self.ascents = [Ascent(self.coarse, period=period) for period in periods_of(relaxed)]
        self.fine: Grid | None = None

    def certify(
        self,
        weights: Terms,
        prices: Prices,
        *,
        target: float,
        iterations: int,
        stop: Callable[[float], bool] = lambda _best: False,
        again: bool = False,
    ) -> Certificate:
        """Return a certificate after an ascent from prices; `target` is about the value that can't be undercut.

        again: prices come from such an ascent already, and are as fine as they should be.
        """
        most, better = np.inf, prices
        for ascent in self.ascents[:1] if again else self.ascents:
            finest = ascent is self.ascents[0]
            others = iterations // REST if len(self.ascents) > 1 and not again else 0
            steps = iterations - others if finest else others
            value, found = ascent.climb(prices, weights, target=target, iterations=steps, stop=stop)
            if value < most:
                most, better = value, found
        if self.fine is None:
            self.fine = Grid(self.relaxed, FINE)
        fine = self.fine.value(better, weights)
        return Certificate(weights=weights, prices=better, most=_outward(min(most, fine)))

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
