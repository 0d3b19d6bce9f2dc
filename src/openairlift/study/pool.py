"""Chunks of a study in processes of this machine; a process that is killed costs the chunks it was at, nothing else."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import warnings
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from functools import lru_cache
from multiprocessing import resource_tracker
from pathlib import Path

from openairlift.errors import OpenAirliftError
from openairlift.study.work import Chunk, Done, Job, Player, packed, unpacked

AHEAD = 3
"""Chunks given out for each process: enough to keep it busy, and a bound on results that wait to be gathered."""

PATIENCE = 3
"""Pools that may break in a row without finishing a chunk."""


def pooled(job: Job, todo: Sequence[Chunk], *, workers: int) -> Generator[tuple[Chunk, Done], None, None]:
    """Simulate chunks in processes and yield each when it is done, not always in order.

    Raises
    ------
    OpenAirliftError
        When processes are killed again and again.
    """
    left = {chunk.index: chunk for chunk in todo}
    broken = 0
    with tempfile.TemporaryDirectory(prefix="openairlift-") as folder:
        path = Path(folder) / "job"
        path.write_bytes(packed(job))  # read once by every process: it may be large
        while left:
            try:
                with closing(_one_pool(path, list(left.values()), workers=min(workers, len(left)))) as results:
                    for chunk, done in results:
                        del left[chunk.index]
                        broken = 0
                        yield chunk, done
            except BrokenProcessPool:
                broken += 1
                if broken == PATIENCE:
                    raise OpenAirliftError(
                        f"worker processes were killed {PATIENCE} times in a row; is there too little memory? "
                        "Finished chunks are kept: try fewer --workers"
                    ) from None
                warnings.warn(
                    "a worker process was killed; the runs that it was at are done again in new processes",
                    RuntimeWarning,
                    stacklevel=2,
                )


def _one_pool(path: Path, todo: Sequence[Chunk], *, workers: int) -> Generator[tuple[Chunk, Done], None, None]:
    waiting = deque(todo)
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=begin, initargs=(str(path.parent),))
    chunk_of: dict[Future[Done], Chunk] = {}
    with pool:
        try:
            while waiting or chunk_of:
                with without_sigint():  # processes start when there is work for them
                    while waiting and len(chunk_of) < AHEAD * workers:
                        chunk = waiting.popleft()
                        chunk_of[pool.submit(_work, str(path), chunk)] = chunk
                wait(chunk_of, return_when=FIRST_COMPLETED)
                lost = None
                for future in [item for item in chunk_of if item.done()]:
                    chunk = chunk_of.pop(future)
                    if isinstance(error := future.exception(), BrokenProcessPool):
                        lost = error
                        continue
                    yield chunk, future.result()
                    del future  # lets go of the result
                if lost is not None:
                    raise lost
        finally:
            # chunks that are running end and are dropped; the others never start
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def without_sigint() -> Iterator[None]:
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


def begin(folder: str) -> None:
    """Begin a worker process: Ctrl-C is its parent's, it ends when its parent is gone, and the folder with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: str) -> None:
    """End this process, and leave nothing behind, when the one that started it is gone, be it killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


@lru_cache(maxsize=1)
def _player(path: str) -> Player:
    return Player(unpacked(Path(path).read_bytes()))


def _work(path: str, chunk: Chunk) -> Done:
    return _player(path).play(chunk)
