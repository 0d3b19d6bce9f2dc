"""The closure curve: how much has passed a mark by when, over all runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from openairlift.errors import UsageError
from openairlift.network.network import FloatArray, IntArray
from openairlift.study.amounts import ALL, unit_amount
from openairlift.study.counts import Counts
from openairlift.study.layout import grid_of

__all__ = ["ALL", "Curve", "denominator", "grid_of", "quantiles", "unit_amount"]


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


def denominator(of: str, *, meter: str, group: str, listed: float, authorised: float | None) -> float:
    """Return what a share is of: what is ``listed`` in the requirements, or what was ``authorised``.

    Raises
    ------
    UsageError
        When there is nothing to divide by: no authorised amount, or another meter than USD for it.
    """
    if of not in ("listed", "authorised"):
        raise UsageError(f"a share is of 'listed' or of 'authorised', not of {of!r}")
    if of == "authorised" and meter != "usd":
        raise UsageError(f"an authorised amount is in USD; the meter here is {meter!r}")
    whole = listed if of == "listed" else authorised
    if not whole:
        missing = "no authorised amount is stated" if of == "authorised" else f"nothing is listed in {meter}"
        raise UsageError(f"there is no share of {of} for {group!r}: {missing}")
    return whole


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """How much of a group passed a mark by a moment, over all runs of a study.

    The values are exact to `value` where `resolution` is 0; else they are rounded to the nearest multiple of
    `resolution` × `listed`. Means are exact in both cases.

    Attributes
    ----------
    mark, meter, group : what is counted, where, and for which package (or ``all``).
    unit : ``kg``, ``USD``, ``items``, ``people``, or ``share`` after `share`.
    grid_s : moments at which the curve is kept [s].
    listed : everything that the requirements of the group ask for, in the meter.
    authorised : the authorised amount of the package(s) [USD], or None where none is stated.
    runs : number of runs.
    resolution : step to which values are rounded, as a share of what is listed; 0 = none.
    counts : counts of values, and the first of the curve's cells there; None where nothing is listed.
    first_cell : cell of the curve's first moment in `counts`.
    value : what one step of a value in `counts` is, in the curve's unit.
    means : mean over the runs at each moment of `grid_s`.
    kept : what passed in every run by some moments [s], shape (runs,) each.
    """

    mark: str
    meter: str
    group: str
    unit: str
    grid_s: IntArray
    listed: float
    authorised: float | None
    runs: int
    resolution: float
    counts: Counts | None
    first_cell: int
    value: float
    means: FloatArray
    kept: Mapping[int, FloatArray]

    def quantile(self, q: float | Sequence[float], *, at: Sequence[float] | IntArray | None = None) -> FloatArray:
        """Return quantiles over the runs, shape (moments,) or (q, moments), on the grid or at stated moments of it [s].

        Raises
        ------
        UsageError
            When a moment is not on the grid.
        """
        cells = self._on_grid(at)
        wanted = np.atleast_1d(np.asarray(q, dtype=np.float64)).tolist()
        found = np.zeros((len(wanted), len(cells)))
        if self.counts is not None:
            for row, one in enumerate(wanted):
                found[row] = self.counts.quantile(self.first_cell + cells, one, runs=self.runs) * self.value
        return found[0] if np.ndim(q) == 0 else found

    def mean(self, *, at: Sequence[float] | IntArray | None = None) -> FloatArray:
        """Return means over the runs, shape (moments,), on the grid or at stated moments of it [s].

        Raises
        ------
        UsageError
            When a moment is not on the grid.
        """
        found: FloatArray = self.means[self._on_grid(at)]
        return found

    def at(self, seconds: float) -> FloatArray:
        """Return what passed the mark in every run by a moment, exactly: shape (runs,).

        Raises
        ------
        UsageError
            When this moment was not kept run by run: it is neither the horizon nor one that was asked for.
        """
        if int(seconds) != seconds or int(seconds) not in self.kept:
            known = ", ".join(f"{moment}" for moment in sorted(self.kept)) or "none"
            raise UsageError(
                f"what passed {self.mark!r} by second {seconds:g} was not kept run by run (kept: {known}); "
                "ask for it beforehand: replicate(..., probes=[Probe(ask=Ask.AMOUNT, ...)])"
            )
        return self.kept[int(seconds)]

    def share(self, of: str = "listed") -> Curve:
        """Return the curve as a share of what is ``listed`` in the requirements, or of what was ``authorised``.

        Raises
        ------
        UsageError
            When there is nothing to divide by: no authorised amount, or another meter than USD for it.
        """
        whole = denominator(of, meter=self.meter, group=self.group, listed=self.listed, authorised=self.authorised)
        return replace(
            self,
            unit="share",
            listed=self.listed / whole,
            authorised=None,
            value=self.value / whole,
            means=self.means / whole,
            kept={moment: values / whole for moment, values in self.kept.items()},
        )

    def _on_grid(self, at: Sequence[float] | IntArray | None) -> IntArray:
        if at is None:
            return np.arange(len(self.grid_s), dtype=np.int64)
        moments = np.atleast_1d(np.asarray(at, dtype=np.float64))
        cells = np.minimum(np.searchsorted(self.grid_s, moments), len(self.grid_s) - 1)
        off = moments[self.grid_s[cells] != moments]
        if len(off):
            near = int(self.grid_s[np.argmin(np.abs(self.grid_s - off[0]))])
            raise UsageError(f"curves are kept every 6 h, not at second {off[0]:g}; the nearest is {near}")
        return cells.astype(np.int64)
