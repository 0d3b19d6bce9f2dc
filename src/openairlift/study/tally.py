"""What is kept of many runs: a few numbers of each, sums over all, and counts of values; never loads or events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from openairlift.errors import OpenAirliftError
from openairlift.network.network import FloatArray, IntArray
from openairlift.study.counts import Counter, Counts
from openairlift.study.layout import Layout

Arrays = Mapping[str, npt.NDArray[Any]]

BY_RUN = ("closed", "window", "binding", "waits", "flying_s", "delivered", "objective", "probes", "cost_usd")
SUMS = (
    "waits_at",
    "traffic",
    "own_traffic",
    "occupancy",
    "fuel_kg",
    "unfinished",
    "losses",
    "stored_kg_s",
    "curve_sums",
    "on_time",
    "cost_cents",
)
TABLES = ("curves", "dates")


class Checkpoint(Protocol):
    """Where finished chunks of a study are kept, so that an interrupted study resumes with the same bytes."""

    def load(self, chunk: int) -> Arrays | None:
        """Return the arrays of a chunk, or None when it is not there or is damaged."""

    def save(self, chunk: int, arrays: Arrays) -> None:
        """Keep the arrays of a finished chunk."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Tally:
    """What is kept of some runs. Merging tallies adds whole numbers only, so that their order does not matter.

    Attributes
    ----------
    closed : whether everything that the plan carries passed the objective's mark, shape (runs,).
    window : first landing (-1 = none) and end of the window in which binding is counted, shape (runs, 2) [s].
    binding : time during which each resource was full and something waited for it, shape (runs, resources) [s].
    waits : waiting by cause, shape (runs, causes) [s].
    flying_s : flying by type, shape (runs, types) [s].
    delivered : what passed each mark by the horizon, in the meter's unit, shape (runs, group curves, marks).
    objective : terms of the objective, shape (runs, 3): missing, late, after free flow.
    probes : what observations and callers ask for, shape (runs, probes).
    cost_usd : by kind, and at the end what nobody can bear, shape (runs, kinds + 1) [USD].
    waits_at : waiting by place and cause, shape (places, causes), sum over the runs [s].
    traffic, own_traffic : aircraft that arrived, held, gave up, slots not used, shape (places, days, 4), sums; all, and
        missions only.
    occupancy : parking spots, working slots, waiting aircraft, shape (places, 3, bins), sum [s × units].
    fuel_kg : fuel issued, shape (places,), sum [kg].
    unfinished : missions that had not ended by the horizon, by what their tail waited for, shape (causes + 2,), sum;
        the last two: under way, and never begun.
    losses : tails lost, cargo lost [kg], runs in which cargo was lost, shape (3,), sums.
    stored_kg_s : cargo in storage, shape (places, bins), sum [kg s].
    curve_sums : what passed each mark by each moment, shape (curves, marks, moments), sum [1 / scale of the unit].
    on_time : runs in which each requirement was complete by its required date, shape (requirements,).
    cost_cents : cost by requirement, shape (requirements,), sum [cents].
    curves : counts of values by curve, mark and moment.
    dates : counts of dates of completion by requirement [multiples of `Layout.date_s`].
    bin_s : width of a bin of occupancy [s].
    """

    closed: npt.NDArray[np.bool_]
    window: IntArray
    binding: npt.NDArray[np.signedinteger[Any]]
    waits: IntArray
    flying_s: IntArray
    delivered: FloatArray
    objective: FloatArray
    probes: FloatArray
    cost_usd: FloatArray
    waits_at: IntArray
    traffic: IntArray
    own_traffic: IntArray
    occupancy: IntArray
    fuel_kg: IntArray
    unfinished: IntArray
    losses: IntArray
    stored_kg_s: IntArray
    curve_sums: IntArray
    on_time: IntArray
    cost_cents: IntArray
    curves: Counts
    dates: Counts
    bin_s: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.closed)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return everything as plain arrays, as a checkpoint keeps them."""
        found = {name: np.asarray(getattr(self, name)) for name in (*BY_RUN, *SUMS, "bin_s")}
        for name in TABLES:
            found |= {f"{name}_{part}": array for part, array in getattr(self, name).packed().items()}
        return found

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Tally:
        """Return the tally from the arrays of `arrays`.

        Raises
        ------
        KeyError
            When an array is missing.
        """
        values: dict[str, Any] = {name: np.asarray(arrays[name]) for name in (*BY_RUN, *SUMS)}
        for name in TABLES:
            parts = (arrays[f"{name}_{part}"] for part in ("keys", "counts", "stride"))
            values[name] = Counts.unpacked(*parts)
        return cls(**values, bin_s=int(arrays["bin_s"]))


class Gathering:
    """The tally of a whole study while its chunks come in, in any order."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._runs = layout, layout.runs
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        self._tables: dict[str, Counter] = {}
        self._bin_s = 0
        self.done = 0

    def add(self, first: int, part: Tally) -> None:
        """Add the tally of the runs from `first` on.

        Raises
        ------
        OpenAirliftError
            When it was made with another layout.
        """
        self._layout.check(part.curve_sums, part.probes)
        if not self._arrays:
            self._begin(part)
        for name in BY_RUN:
            self._arrays[name][first : first + part.runs] = getattr(part, name)
        for name in SUMS:
            self._arrays[name] += getattr(part, name)
        for name in TABLES:
            self._tables[name].add_table(getattr(part, name))
        self.done += part.runs

    def _begin(self, part: Tally) -> None:
        for name in BY_RUN:
            array = getattr(part, name)
            self._arrays[name] = np.zeros((self._runs, *array.shape[1:]), dtype=array.dtype)
        for name in SUMS:
            self._arrays[name] = np.zeros_like(getattr(part, name))
        self._tables = {name: Counter(getattr(part, name).stride) for name in TABLES}
        self._bin_s = part.bin_s

    def tally(self) -> Tally:
        """Return the tally of the whole study.

        Raises
        ------
        OpenAirliftError
            When runs are missing.
        """
        if self.done != self._runs:
            raise OpenAirliftError(f"only {self.done} of {self._runs} runs are there; run the scenario again")
        values: dict[str, Any] = dict(self._arrays)
        values |= {name: counter.table() for name, counter in self._tables.items()}
        return Tally(**values, bin_s=self._bin_s)
