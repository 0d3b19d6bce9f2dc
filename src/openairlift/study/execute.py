"""Run the chunks of a study, one after the other or in processes: the same chunks and bytes in either way."""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import resource_tracker
from types import MappingProxyType
from typing import Any

from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.study.samples import Samples

CHUNK_RUNS = 20
"""Runs of a chunk: fixed, so that neither workers nor interruptions change the order in which sums are added."""

POOL_PAYS_S = 4.0
"""Work left [s] from which on starting processes is quicker than going on alone."""

Progress = Callable[[str, int, int], None]
"""Called with (what is going on, runs done, runs in all)."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of runs: its index, its first run and how many."""

    index: int
    first: int
    count: int


def chunks(runs: int) -> list[Chunk]:
    """Split a number of runs into chunks.

    Examples
    --------
    >>> [(chunk.first, chunk.count) for chunk in chunks(45)]
    [(0, 20), (20, 20), (40, 5)]
    """
    return [Chunk(i, first, min(CHUNK_RUNS, runs - first)) for i, first in enumerate(range(0, runs, CHUNK_RUNS))]


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_chunk(network: Network, plan: Plan, seed: int, chunk: Chunk) -> Samples:
    """Simulate one chunk."""
    from openairlift.sim import simulate_many  # brings numba, which reading a stored study does not need

    return Samples.of_batch(simulate_many(network, plan, seed=seed, first=chunk.first, count=chunk.count))


def execute(
    network: Network, plan: Plan, *, seed: int, todo: Sequence[Chunk], workers: int | None
) -> Generator[tuple[Chunk, Samples], None, None]:
    """Simulate chunks and yield each when it is done (with several workers not always in order).

    The first chunk runs in this process, which compiles the kernel before any worker starts. `workers` = None takes all
    cores when what is left is worth it.
    """
    if not todo:
        return
    head, rest = todo[0], todo[1:]
    before = time.monotonic()
    yield head, run_chunk(network, plan, seed, head)
    if rest and workers is None:
        before = time.monotonic()
        head, rest = rest[0], rest[1:]
        yield head, run_chunk(network, plan, seed, head)
        left_s = (time.monotonic() - before) * len(rest)
        workers = cores() if left_s > POOL_PAYS_S else 1
    if (workers or 1) > 1 and len(rest) > 1:
        yield from _pooled(network, plan, seed=seed, todo=rest, workers=min(workers or 1, len(rest)))
        return
    for chunk in rest:
        yield chunk, run_chunk(network, plan, seed, chunk)


def _pooled(
    network: Network, plan: Plan, *, seed: int, todo: Sequence[Chunk], workers: int
) -> Generator[tuple[Chunk, Samples], None, None]:
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_ignore_sigint,
    )
    job = _dumps((network, plan, seed))
    chunk_of: dict[Future[Samples], Chunk] = {}
    with pool:
        try:
            with _without_sigint():
                chunk_of.update({pool.submit(_work, job, chunk): chunk for chunk in todo})
            pending = set(chunk_of)
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=lambda item: chunk_of[item].index):
                    yield chunk_of[future], future.result()
        finally:
            # chunks that are running end and are dropped; the others never start
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _without_sigint() -> Iterator[None]:
    """Start processes with Ctrl-C blocked: only this process answers it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its own start would unblock the signal in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _unpacked(job: bytes) -> tuple[Network, Plan, int]:
    unpacked: tuple[Network, Plan, int] = pickle.loads(job)
    return unpacked


def _work(job: bytes, chunk: Chunk) -> Samples:
    network, plan, seed = _unpacked(job)
    return run_chunk(network, plan, seed, chunk)


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


class _Pickler(pickle.Pickler):
    """Pickles read-only mappings too, which frozen records hold."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, MappingProxyType):
            return _proxy, (dict(value),)
        return NotImplemented


def _dumps(value: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()
