"""The closure curve: how much has passed a mark by when, over all runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.errors import UsageError
from openairlift.network import Line
from openairlift.network.network import FloatArray, IntArray

ALL = "all"
"""The group of all requirements."""

NEVER = int(np.iinfo(np.int64).max)
"""In `Curve.times_s`: not within the horizon."""

GRID_S = 6 * 3600
"""Spacing of the grid on which curves are drawn and stored [s]."""


def quantiles(values: npt.ArrayLike, q: float | Sequence[float], *, axis: int = 0) -> FloatArray:
    """Return quantiles as values that really occurred: the least value that a share `q` of all does not exceed.

    No interpolation (numpy's method ``inverted_cdf``), so that results have the same bytes on every machine.

    Examples
    --------
    >>> float(quantiles([3.0, 1.0, 2.0, 4.0], 0.5))
    2.0
    """
    found: FloatArray = np.quantile(np.asarray(values, dtype=np.float64), q, axis=axis, method="inverted_cdf")
    return found


def unit_amount(line: Line, meter: str) -> float:
    """Return what one unit of a line counts in a meter: kg, USD, items or people.

    Cargo that is asked for by mass has no number of items, and people are no items: they count 0.
    """
    if meter == "mass":
        return line.unit_kg
    if meter == "usd":
        return line.unit_usd
    if meter == "people":
        return 1.0 if line.people else 0.0
    return 1.0 if line.unit == "piece" and not line.people else 0.0


def grid_of(horizon_s: int) -> IntArray:
    """Return the moments at which curves are drawn: every 6 h from the start, and the horizon [s]."""
    return np.unique(np.append(np.arange(0, horizon_s, GRID_S, dtype=np.int64), np.int64(horizon_s)))


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """How much of a group passed a mark by a moment, in every run.

    Attributes
    ----------
    mark, meter, group : what is counted, where, and for which package (or ``all``).
    unit : ``kg``, ``USD``, ``items``, ``people``, or ``share`` after `share`.
    times_s : second at which each load passed the mark, shape (runs, loads); `NEVER` = not within the horizon.
    amounts : size of each load in the meter, shape (runs, loads).
    grid_s : moments of `values` [s].
    listed : everything that the requirements of the group ask for, in the meter.
    authorised : the authorised amount of the package(s) [USD], or None where none is stated.
    """

    mark: str
    meter: str
    group: str
    unit: str
    times_s: IntArray
    amounts: FloatArray
    grid_s: IntArray
    listed: float
    authorised: float | None

    def at(self, seconds: float | Sequence[float] | IntArray) -> FloatArray:
        """Return what passed the mark by `seconds` after the start, exactly: shape (runs,) or (runs, moments)."""
        moments = np.atleast_1d(np.asarray(seconds, dtype=np.float64))
        order = np.argsort(moments, kind="stable")
        runs, count = self.times_s.shape[0], len(moments)
        bins = np.searchsorted(moments[order], self.times_s, side="left")
        rows = np.arange(runs, dtype=np.int64)[:, None] * (count + 1)
        sums = np.bincount((rows + bins).ravel(), weights=self.amounts.ravel(), minlength=runs * (count + 1))
        found = np.empty((runs, count))
        found[:, order] = np.cumsum(sums.reshape(runs, count + 1), axis=1)[:, :count]
        return found[:, 0] if np.ndim(seconds) == 0 else found

    @cached_property
    def values(self) -> FloatArray:
        """What passed the mark by each moment of `grid_s`, shape (runs, moments)."""
        return self.at(self.grid_s)

    def quantile(self, q: float | Sequence[float], *, at: Sequence[float] | IntArray | None = None) -> FloatArray:
        """Return quantiles over the runs, shape (moments,) or (q, moments), on the grid or at stated moments [s]."""
        return quantiles(self.values if at is None else self.at(at), q)

    def share(self, of: str = "listed") -> Curve:
        """Return the curve as a share of what is ``listed`` in the requirements, or of what was ``authorised``.

        Raises
        ------
        UsageError
            When there is nothing to divide by: no authorised amount, or another meter than USD for it.
        """
        if of not in ("listed", "authorised"):
            raise UsageError(f"a share is of 'listed' or of 'authorised', not of {of!r}")
        if of == "authorised" and self.meter != "usd":
            raise UsageError(f"an authorised amount is in USD; the meter here is {self.meter!r}")
        whole = self.listed if of == "listed" else self.authorised
        if not whole:
            missing = "no authorised amount is stated" if of == "authorised" else f"nothing is listed in {self.meter}"
            raise UsageError(f"there is no share of {of} for {self.group!r}: {missing}")
        return replace(self, unit="share", amounts=self.amounts / whole, listed=self.listed / whole, authorised=None)

    def reached(self) -> tuple[IntArray, npt.NDArray[np.bool_]]:
        """Return per run when everything listed had passed the mark [s], and whether that is within the horizon."""
        counted = np.where(self.amounts > 0, self.times_s, -1)
        last = counted.max(axis=1, initial=-1)
        whole = np.where(counted == NEVER, 0.0, self.amounts).sum(axis=1) >= self.listed * (1 - 1e-9)
        return np.where(whole, last, 0), whole & (self.listed > 0)


def group_columns(lines: Sequence[Line], load_lines: IntArray, *, group: str, item: str | None, items: Any) -> IntArray:
    """Return the loads of a group (a package or ``all``), of one item where that is stated."""
    wanted = [
        index
        for index, line in enumerate(lines)
        if (group == ALL or line.package == group) and (item is None or items(line) == item)
    ]
    return np.flatnonzero(np.isin(load_lines, np.asarray(wanted, dtype=np.int64)))
