"""What is noted of the months as they pass: the fan, run-out, rebuilding, weeks of supply, the rate that holds a floor.

A watcher's answer has shape (samples,); moments are months after the start, infinite where they do not come.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from openairlift.outlook.balance import Month
from openairlift.outlook.draws import FloatArray
from openairlift.outlook.measures import SHOWN, place_of

BoolArray = NDArray[np.bool_]


class _Crossings:
    """Where straight lines from month to month first pass a level, one a sample."""

    def __init__(self, samples: int) -> None:
        self.open = np.ones(samples, dtype=np.bool_)
        self._month = np.full(samples, np.inf)
        self._before, self._now = np.zeros(samples), np.zeros(samples)

    def take(self, month: int, passed: BoolArray, before: FloatArray, now: FloatArray) -> None:
        """Note the samples in which the level was passed in a month, where that is the first time."""
        passed &= self.open
        at = passed.nonzero()[0]
        if at.size:
            self.open[at] = False
            self._month[at] = month
            self._before[at] = before[at]
            self._now[at] = now[at]

    def moments(self, level: FloatArray | float) -> FloatArray:
        """Return when they passed the level; what was beyond it from the start passed it at 0."""
        way = self._now - self._before
        part = np.divide(level - self._before, way, out=np.ones_like(way), where=way != 0.0)
        np.clip(part, 0.0, 1.0, out=part)
        return np.maximum(self._month - 1.0 + part, 0.0)


class Fan:
    """P10, P50 and P90 of the stock at the end of every month, and means of what came and went.

    Attributes
    ----------
    on_hand : shape (3, months + 1).
    produced, consumed : means so far, shape (months + 1,).
    """

    def __init__(self, months: int, samples: int) -> None:
        self.on_hand = np.zeros((len(SHOWN), months + 1))
        self.produced, self.consumed = np.zeros(months + 1), np.zeros(months + 1)
        self._room = np.empty(samples)
        self._places = [place_of(share, samples) for share in SHOWN]  # ascending

    def see(self, month: Month) -> None:
        """Take a month in."""
        self._room[:] = month.stock
        self._room.partition(self._places)
        self.on_hand[:, month.number] = self._room[self._places]
        self.produced[month.number] = np.add.reduce(month.produced) / self._room.size
        self.consumed[month.number] = np.add.reduce(month.consumed) / self._room.size


class Falls:
    """When the stock first falls below a level; below 0: when something is asked for that is not there."""

    def __init__(self, level: float, samples: int) -> None:
        self.level = level
        self._crossings = _Crossings(samples)

    @property
    def when(self) -> FloatArray:
        """The moment in every sample."""
        return self._crossings.moments(self.level)

    def see(self, month: Month) -> None:
        """Take a month in."""
        below = month.balance < self.level - month.slack
        before = month.balance_before if month.number else month.balance
        self._crossings.take(month.number, below, before, month.balance)


class Rebuilds:
    """When the stock is back at a level after it was below it; 0 where it never was below.

    Parameters
    ----------
    level : pieces, shape (samples,), (1,) or ().
    after : month by whose end the plan has drawn everything; a return before it does not count.
    """

    def __init__(self, level: FloatArray | float, after: int, samples: int) -> None:
        self.level, self.after = level, after
        self._fell = np.zeros(samples, dtype=np.bool_)
        self._crossings = _Crossings(samples)

    @property
    def when(self) -> FloatArray:
        """The moment in every sample."""
        return np.where(self._fell, self._crossings.moments(self.level), 0.0)

    def see(self, month: Month) -> None:
        """Take a month in."""
        below = month.stock < self.level - month.slack
        if month.number > self.after:
            returned = self._fell > below
            self._crossings.take(month.number, returned, month.stock_before, month.stock)
        self._fell |= below


class Lasts:
    """How many months the stock at the end of a month meets consumption when nothing more arrives."""

    def __init__(self, since: int, samples: int) -> None:
        self.since = since
        self._reach = np.zeros(samples)
        self._crossings = _Crossings(samples)

    @property
    def months(self) -> FloatArray:
        """How many in every sample; infinite where it outlasts all months."""
        return self._crossings.moments(self._reach) - self.since

    def see(self, month: Month) -> None:
        """Take a month in."""
        if month.number == self.since:
            np.add(month.consumed, month.stock, out=self._reach)
            self._reach += month.slack
        elif month.number > self.since:
            over = month.consumed > self._reach
            self._crossings.take(month.number, over, month.consumed_before, month.consumed)


class Needs:
    """The least constant production, on top of the stated one, that holds a floor at the ends of all months.

    x = max over m of (floor - C(m)) / (m - lead), over the months m after the lead; 0 where the floor holds anyway;
    infinite where it is broken before anything can arrive. So the rate is found on the same luck, without trials.

    Attributes
    ----------
    rate : pieces a month in every sample.
    """

    def __init__(self, floor: float, lead: float, samples: int) -> None:
        self.floor, self.lead = floor, lead
        self.rate = np.zeros(samples)
        self._room = np.empty(samples)

    def see(self, month: Month) -> None:
        """Take a month in."""
        late = month.number - self.lead
        if late > 0.0:
            np.subtract(self.floor - month.slack, month.balance, out=self._room)
            self._room /= late
            np.maximum(self.rate, self._room, out=self.rate)
        else:
            self.rate[month.balance < self.floor - month.slack] = math.inf
