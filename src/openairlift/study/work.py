"""What a worker is given, and what it does: play a stretch of runs and fold them."""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.study.fold import Fold
from openairlift.study.layout import Layout
from openairlift.study.tally import Tally

CHUNK_RUNS = 20
"""Runs of a chunk in small studies."""

CHUNKS = 250
"""Chunks of a large study, so that its folder does not fill with files."""

MOST_RUNS = 1000
"""Runs of a chunk in very large studies: bounds what is at hand at once, and what an interruption costs."""

Log = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of runs: its index, its first run and how many."""

    index: int
    first: int
    count: int


def chunks(runs: int) -> list[Chunk]:
    """Split a number of runs into chunks; nothing else decides where they begin.

    Examples
    --------
    >>> [(chunk.first, chunk.count) for chunk in chunks(45)]
    [(0, 20), (20, 20), (40, 5)]
    >>> len(chunks(10_000)), len(chunks(100_000)), len(chunks(1_000_000))
    (250, 250, 1000)
    """
    size = max(CHUNK_RUNS, min(MOST_RUNS, -(-runs // CHUNKS)))
    return [Chunk(i, first, min(size, runs - first)) for i, first in enumerate(range(0, runs, size))]


@dataclass(frozen=True, eq=False, kw_only=True)
class Job:
    """Everything that a worker needs to know, sent to it once.

    Attributes
    ----------
    network, plan, seed : what is simulated.
    layout : what is kept.
    log : whether event logs are wanted.
    version : of the package that asks.
    """

    network: Network
    plan: Plan
    seed: int
    layout: Layout
    log: bool
    version: str


@dataclass(frozen=True, eq=False, slots=True)
class Done:
    """What comes of a chunk: its tally, and the event log of each run where that was wanted."""

    tally: Tally
    logs: tuple[Log, ...] = ()


class EventSink(Protocol):
    """Where the event logs of all runs go, chunk by chunk, before the chunk counts as finished."""

    def save_events(self, chunk: int, first: int, logs: Sequence[Log]) -> None:
        """Keep the event logs of the runs from `first` on."""


class Player:
    """One simulator, used for every chunk that this process plays."""

    def __init__(self, job: Job) -> None:
        from openairlift.sim import Simulator  # brings numba, which reading a stored study does not need

        self._job = job
        self._simulator = Simulator(job.network, job.plan, luck=True, log=job.log)

    def play(self, chunk: Chunk) -> Done:
        """Simulate a chunk."""
        fold = Fold(self._job.layout, first=chunk.first, count=chunk.count)
        logs: list[Log] = []
        for run in range(chunk.first, chunk.first + chunk.count):
            played = self._simulator.play(self._job.seed, run)
            fold.add(played)
            if self._job.log:
                logs.append(np.zeros(0) if played.events is None else played.events)
        return Done(fold.tally(), tuple(logs))


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


class _Pickler(pickle.Pickler):
    """Pickles read-only mappings too, which frozen records hold."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, MappingProxyType):
            return _proxy, (dict(value),)
        return NotImplemented


def packed(value: object) -> bytes:
    """Return a job as bytes that can be sent to another process."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpacked(data: bytes) -> Any:
    """Return what `packed` packed; only ever what this package sent to itself."""
    return pickle.loads(data)
