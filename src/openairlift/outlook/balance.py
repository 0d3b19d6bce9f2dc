"""The stock of one item, month after month, in many samples.

With C(m) the opening stock plus everything that arrived and minus everything that was asked for by the end of month m,
the stock is S(m) = C(m) - min(0, min over k ≤ m of C(k)): what can't be met is lost, not owed. Within a month all
flows are even, so that C is a straight line from end to end. One month is held at a time: what is asked of the whole
is noted by watchers as it passes, in arrays that stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from openairlift.outlook.draws import FloatArray
from openairlift.outlook.flows import Course

SLACK = 1e-9
"""Part of the stock, or of what is asked for in all months, that rounding may make."""


@dataclass(slots=True, kw_only=True)
class Month:
    """The end of a month and the one before it; arrays of shape (samples,), good until the next month.

    Attributes
    ----------
    number : of the month; 0 is the start.
    balance, stock, consumed : C, S and what consumption has asked for so far.
    balance_before, stock_before, consumed_before : the same a month earlier.
    produced : what has arrived so far.
    slack : what counts as nothing [pieces].
    """

    number: int
    balance: FloatArray
    stock: FloatArray
    consumed: FloatArray
    produced: FloatArray
    balance_before: FloatArray
    stock_before: FloatArray
    consumed_before: FloatArray
    slack: float


class Watcher(Protocol):
    """Notes something of the months as they pass, from month 0 on."""

    def see(self, month: Month) -> None:
        """Take a month in."""


def walk(
    opening: FloatArray,
    *,
    drawn: FloatArray,
    produced: Sequence[Course],
    consumed: Sequence[Course],
    samples: int,
    watchers: Sequence[Watcher],
) -> FloatArray:
    """Show all months to the watchers and return what was not met in all of them, shape (samples,).

    Parameters
    ----------
    opening : stock at the start, shape (samples,) or (1,).
    drawn : what the plan has drawn by the end of every month, shape (months + 1,).
    produced, consumed : flows.
    samples : how many.
    watchers : what is noted.

    Examples
    --------
    >>> from openairlift.model import Distribution
    >>> from openairlift.outlook.flows import Flow
    >>> used = Course(Flow(name="use", quantity=Distribution.constant(40.0)), np.zeros(1, dtype=np.uint64))
    >>> walk(np.array([100.0]), drawn=np.zeros(4), produced=[], consumed=[used], samples=1, watchers=[]).tolist()
    [20.0]
    """
    rows = [np.zeros(samples) for _ in range(7)]
    room = np.empty(samples)
    month = Month(
        number=0, balance=rows[0], stock=rows[1], consumed=rows[2], produced=rows[3],
        balance_before=rows[4], stock_before=rows[5], consumed_before=rows[6], slack=_slack(opening, drawn, consumed),
    )  # fmt: skip
    least = np.zeros(samples)  # of C so far, and 0
    left = opening - np.zeros(samples)  # by the plan
    for number in range(len(drawn)):
        month.number = number
        month.balance, month.balance_before = month.balance_before, month.balance
        month.stock, month.stock_before = month.stock_before, month.stock
        month.consumed, month.consumed_before = month.consumed_before, month.consumed
        _sum(produced, number, month.produced, room)
        _sum(consumed, number, month.consumed, room)
        if number and drawn[number] != drawn[number - 1]:
            np.subtract(opening, drawn[number], out=left)
        np.add(left, month.produced, out=month.balance)
        month.balance -= month.consumed
        np.minimum(least, month.balance, out=least)
        np.subtract(month.balance, least, out=month.stock)
        for watcher in watchers:
            watcher.see(month)
    least *= -1.0
    least[least <= month.slack] = 0.0
    return least


def _sum(flows: Sequence[Course], month: int, out: FloatArray, room: FloatArray) -> None:
    for number, flow in enumerate(flows):
        if number:
            out += flow.put(month, room)
        else:
            flow.put(month, out)


def _slack(opening: FloatArray, drawn: FloatArray, consumed: Sequence[Course]) -> float:
    rates = sum(course.flow.quantity.mean for course in consumed)
    return SLACK * max(1.0, float(np.max(opening)), float(drawn[-1]), rates * len(drawn))
