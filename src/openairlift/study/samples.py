"""What a study keeps of every run: marks and masses by load, waits, traffic, binding times; sums for occupancy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from openairlift.network.network import FloatArray, IntArray

if TYPE_CHECKING:
    from openairlift.sim import Batch

Arrays = Mapping[str, npt.NDArray[Any]]


class Checkpoint(Protocol):
    """Where finished chunks of a study are kept, so that an interrupted study resumes with the same bytes."""

    def load(self, chunk: int) -> Arrays | None:
        """Return the arrays of a chunk, or None when it is not there or is damaged."""

    def save(self, chunk: int, arrays: Arrays) -> None:
        """Keep the arrays of a finished chunk."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Samples:
    """Results of many runs; the leading axis is the run, except where a sum over runs is said.

    Attributes
    ----------
    marks : second at which each load passed each mark, shape (runs, loads, 5) [s]; -1 = not within the horizon.
    carried : quantity of each load, shape (runs, loads), in units of its line.
    waits : waiting by place and cause, shape (runs, places, causes) [s].
    traffic, own_traffic : aircraft that arrived, held, gave up, shape (runs, places, days, 3); all, and missions only.
    binding : time during which each resource was full and something waited for it, shape (runs, resources) [s].
    window : first landing and end of the window in which binding is counted, shape (runs, 2) [s].
    closed : whether everything that the plan carries passed the objective's mark, shape (runs,).
    flying_s : flying by type, shape (runs, types) [s].
    occupancy : parking spots, working slots, waiting aircraft, shape (places, 3, bins), summed over runs [s × units].
    stored_kg_s : cargo in storage, shape (places, bins), summed over runs [kg s].
    bin_s : width of a bin [s].
    """

    marks: IntArray
    carried: FloatArray
    waits: IntArray
    traffic: IntArray
    own_traffic: IntArray
    binding: IntArray
    window: IntArray
    closed: npt.NDArray[np.bool_]
    flying_s: IntArray
    occupancy: IntArray
    stored_kg_s: FloatArray
    bin_s: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.marks.shape[0])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return everything as plain arrays, as a checkpoint keeps them."""
        return {item.name: np.asarray(getattr(self, item.name)) for item in fields(self)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Samples:
        """Return samples from the arrays of `arrays`.

        Raises
        ------
        KeyError
            When an array is missing.
        """
        values: dict[str, Any] = {item.name: np.asarray(arrays[item.name]) for item in fields(cls)}
        values["bin_s"] = int(values["bin_s"])
        return cls(**values)

    @classmethod
    def of_batch(cls, batch: Batch) -> Samples:
        """Return the samples of a batch of runs that the simulator made."""
        return cls.of_arrays({item.name: np.asarray(getattr(batch, item.name)) for item in fields(cls)})

    @classmethod
    def joined(cls, parts: Iterable[Samples]) -> Samples:
        """Return several samples as one, in the order given; sums are added in that order, so bytes are stable."""
        samples = list(parts)
        first = samples[0]
        occupancy, stored_kg_s = first.occupancy.copy(), first.stored_kg_s.copy()
        for sample in samples[1:]:
            occupancy += sample.occupancy
            stored_kg_s += sample.stored_kg_s
        arrays: dict[str, npt.NDArray[Any]] = {"occupancy": occupancy, "stored_kg_s": stored_kg_s}
        for item in fields(cls):
            if item.name not in arrays and item.name != "bin_s":
                arrays[item.name] = np.concatenate([getattr(sample, item.name) for sample in samples])
        return cls.of_arrays({**arrays, "bin_s": np.asarray(first.bin_s)})
