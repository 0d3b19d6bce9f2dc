"""How often which value occurred, cell by cell: a table of counts that can be merged in any order without rounding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from openairlift.network.network import IntArray

FLUSH_KEYS = 1 << 18
"""Keys that are gathered before they are counted [entries]: 2 MB."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Sparse histograms of several cells, one value a cell and run.

    Attributes
    ----------
    stride : values are whole numbers from 0 to `stride` - 1.
    keys : cell × stride + value, ascending, each once.
    counts : in how many runs.
    """

    stride: int
    keys: IntArray
    counts: IntArray

    @classmethod
    def of(cls, stride: int, keys: IntArray) -> Counts:
        """Count keys, which come in any order.

        Examples
        --------
        >>> Counts.of(10, np.array([3, 12, 3])).counts.tolist()
        [2, 1]
        """
        found, counts = np.unique(keys, return_counts=True)
        return cls(stride, found.astype(np.int64), counts.astype(np.int64))

    @classmethod
    def merged(cls, parts: Iterable[Counts]) -> Counts:
        """Return the sum of several counts of one stride, whatever their order."""
        tables = list(parts)
        if len(tables) == 1:
            return tables[0]
        keys = np.concatenate([table.keys for table in tables])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        counts = np.concatenate([table.counts for table in tables])[order]
        starts = np.flatnonzero(np.diff(keys, prepend=np.int64(-1)))
        sums = np.add.reduceat(counts, starts) if len(starts) else counts
        return cls(tables[0].stride, keys[starts], sums)

    @cached_property
    def _reached(self) -> IntArray:
        """Counts up to and with each key."""
        return np.cumsum(self.counts)

    def quantile(self, cells: IntArray, q: float, *, runs: int) -> IntArray:
        """Return per cell the least value that a share `q` of all runs does not exceed, shape (cells,).

        Every run has to have one value in every cell: the cells below c then hold c × `runs` counts.

        Examples
        --------
        >>> Counts.of(10, np.array([3, 12, 5, 14])).quantile(np.array([0, 1]), 0.5, runs=2).tolist()
        [3, 2]
        """
        rank = max(int(np.ceil(runs * q)), 1)
        at = np.searchsorted(self._reached, cells * runs + rank, side="left")
        values: IntArray = self.keys[at] - cells * self.stride
        return values

    def packed(self) -> dict[str, npt.NDArray[np.unsignedinteger]]:
        """Return the table as arrays that compress well: steps between keys, and counts."""
        return {
            "keys": np.diff(self.keys, prepend=np.int64(0)).astype(np.uint64),
            "counts": self.counts.astype(np.uint32),
            "stride": np.asarray(self.stride, dtype=np.uint64),
        }

    @classmethod
    def unpacked(cls, keys: npt.ArrayLike, counts: npt.ArrayLike, stride: npt.ArrayLike) -> Counts:
        """Return the table of `packed`."""
        steps = np.asarray(keys).astype(np.int64)
        return cls(int(np.asarray(stride)), np.cumsum(steps), np.asarray(counts).astype(np.int64))


class Counter:
    """Gathers keys, or whole tables, and counts them whenever many have come, so that few are in memory."""

    def __init__(self, stride: int) -> None:
        self._stride = stride
        self._keys: list[IntArray] = []
        self._tables: list[Counts] = []
        self._waiting = 0

    def add(self, keys: IntArray) -> None:
        """Add the keys of one run."""
        self._keys.append(keys)
        self._waiting += len(keys)
        if self._waiting > FLUSH_KEYS:
            self._flush()

    def add_table(self, table: Counts) -> None:
        """Add a table; tables are merged when the ones that wait are as large as the first."""
        self._tables.append(table)
        sizes = [len(item.keys) for item in self._tables]
        if sum(sizes[1:]) > max(sizes[0], FLUSH_KEYS):
            self._tables = [Counts.merged(self._tables)]

    def _flush(self) -> None:
        if self._keys:
            self.add_table(Counts.of(self._stride, np.concatenate(self._keys)))
            self._keys, self._waiting = [], 0

    def table(self) -> Counts:
        """Return everything that was added."""
        self._flush()
        if not self._tables:
            return Counts(self._stride, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        return Counts.merged(self._tables)
