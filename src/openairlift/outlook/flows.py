"""Flows into and out of a stock: their cumulative amounts at the end of every month, for many samples.

A flow of quantity Q a month, ordered from f to c (months after the start), with lead L and ramp R, has brought

    A(t) = Q · G(t - f - L),   G(s) = s² / 2R for 0 ≤ s ≤ R,   s - R/2 beyond,   with s cut at c - f,

by month t. One that has run since before the start (no f) has brought A(t) = Q · min(t, c + L). Where Q is drawn
monthly, month m adds Q_m · (G at its end - G at its start).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from openairlift import luck
from openairlift.model import Distribution, Shape
from openairlift.outlook.draws import FloatArray, WordArray, quantiles_of, uniforms

QUANTITY, LEAD, RAMP, RESERVE = 64, 65, 66, 67
"""Purposes of draws; those of `plan.events.Draw` lie below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A flow into or out of the stock of an item.

    Attributes
    ----------
    name : luck key, such as ``production/food#2``.
    quantity : pieces a month.
    opens, closes : when it is ordered, in months after the start; None = always before, no end.
    lead, ramp : [months].
    monthly : whether the quantity is drawn anew each month.
    """

    name: str
    quantity: Distribution
    opens: float | None = None
    closes: float | None = None
    lead: Distribution | None = None
    ramp: Distribution | None = None
    monthly: bool = False


def draw(distribution: Distribution, roots: WordArray, key: int, purpose: int, index: int = 0) -> FloatArray:
    """Return draws of a distribution, shape (samples,), or (1,) for one that is the same in all samples."""
    if distribution.shape is Shape.CONSTANT:
        return np.array([distribution.parameters[0]])
    return quantiles_of(distribution, uniforms(roots, key, purpose, index))


Drawing = Callable[[Distribution, WordArray, int, int, int], FloatArray]
"""Draws of a distribution by roots, key, purpose and index, as `draw` gives them."""

_COMPILED_SAVES_S = {Shape.UNIFORM: 5e-9, Shape.TRIANGULAR: 8e-9, Shape.LOGNORMAL: 65e-9}
"""What a compiled draw is quicker by [s]."""

_COMPILER_S, _COMPILED_S = 1.0, 0.2
"""Time [s] that reading the compiler and its code takes, and its code only where the compiler is there already."""


def drawing(flows: Iterable[Flow], samples: int, months: int) -> Drawing:
    """Return the quicker way to draw what flows need: plain or compiled, the same bits.

    Parameters
    ----------
    flows : of all items.
    samples, months : how many.
    """
    draws = [
        (one.shape, months if flow.monthly and one is flow.quantity else 1)
        for flow in flows for one in (flow.quantity, flow.lead, flow.ramp) if one is not None
    ]  # fmt: skip
    saved = samples * sum(_COMPILED_SAVES_S.get(shape, 0.0) * times for shape, times in draws)
    if saved <= (_COMPILED_S if "numba" in sys.modules else _COMPILER_S):
        return draw
    from openairlift.sim.bulk import SHAPES, fill  # brings the compiler

    def compiled(distribution: Distribution, roots: WordArray, key: int, purpose: int, index: int) -> FloatArray:
        if distribution.shape not in SHAPES:
            return draw(distribution, roots, key, purpose, index)
        out = np.empty(roots.size)
        fill(distribution, roots, key, purpose, index, out)
        return out

    return compiled


def reserve_of(name: str, distribution: Distribution, roots: WordArray) -> FloatArray:
    """Return draws of a reserve, shape (samples,) or (1,)."""
    return draw(distribution, roots, luck.key_of(name), RESERVE)


class Course:
    """What a flow has brought, month after month, in all samples.

    Parameters
    ----------
    flow : the flow.
    roots : of the samples, as `draws.streams` gives them.
    draws : how all that is drawn is drawn.

    Examples
    --------
    >>> ramp = Flow(name="x", quantity=Distribution.constant(10.0), opens=1.0, ramp=Distribution.constant(2.0))
    >>> course = Course(ramp, np.zeros(1, dtype=np.uint64))
    >>> out = np.empty(1)
    >>> [float(course.put(month, out)[0]) for month in range(5)]
    [0.0, 0.0, 2.5, 10.0, 20.0]
    """

    def __init__(self, flow: Flow, roots: WordArray, draws: Drawing = draw) -> None:
        self.flow, self.roots, self.key, self._draw = flow, roots, luck.key_of(flow.name), draws
        self.lead = np.zeros(1) if flow.lead is None else draws(flow.lead, roots, self.key, LEAD, 0)
        self.ramp = None if flow.ramp is None else draws(flow.ramp, roots, self.key, RAMP, 0)
        # A ramp of no length has no rising part: times 1, where 1 / 0 would stand.
        self.half = None if self.ramp is None else 1.0 / np.where(self.ramp > 0.0, 2.0 * self.ramp, 1.0)
        self.monthly = flow.monthly and flow.quantity.shape is not Shape.CONSTANT
        self.month = 0
        self.grown = self._grown(0)
        self.rate = np.zeros(1) if self.monthly else draws(flow.quantity, roots, self.key, QUANTITY, 0)
        self.total = np.zeros(roots.size if self.monthly else 1)

    def put(self, month: int, out: FloatArray) -> FloatArray:
        """Write what the flow has brought by the end of a month, shape (samples,); return it.

        Months are asked for in their order.
        """
        if not self.monthly:
            return np.multiply(self.rate, self._grown(month), out=out)
        while self.month < month:
            grown = self._grown(self.month + 1)
            added = grown - self.grown
            if added.any():
                quantity = self._draw(self.flow.quantity, self.roots, self.key, QUANTITY, self.month)
                quantity *= added
                self.total += quantity
            self.month, self.grown = self.month + 1, grown
        out[:] = self.total
        return out

    def _grown(self, month: int) -> FloatArray:
        """Return G at the end of a month: how many months' full quantity have arrived since the start."""
        flow = self.flow
        if flow.opens is None:
            return np.full(1, float(month)) if flow.closes is None else np.clip(flow.closes + self.lead, 0.0, month)
        found = self._risen(month - flow.opens - self.lead)
        # What arrived before the start is in the opening stock.
        return found if flow.opens >= 0.0 else found - self._risen(-flow.opens - self.lead)

    def _risen(self, age: FloatArray) -> FloatArray:
        """Return ∫ min(s / ramp, 1) ds from 0 to `age`, cut at 0 and at the end of the orders."""
        np.maximum(age, 0.0, out=age)
        if self.flow.closes is not None and self.flow.opens is not None:
            np.minimum(age, self.flow.closes - self.flow.opens, out=age)
        if self.ramp is None or self.half is None:
            return age
        level = age - self.ramp  # months at the full rate
        np.maximum(level, 0.0, out=level)
        rising = age - level
        rising *= rising
        rising *= self.half
        rising += level
        return rising
