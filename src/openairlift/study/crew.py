"""Tasks that do not wait for each other, in processes of this machine; the same results for any number of them."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import TypeVar

from openairlift.errors import OpenAirliftError
from openairlift.study.execute import cores
from openairlift.study.pool import begin, without_sigint
from openairlift.study.work import packed, unpacked

POOL_PAYS_S = 15.0
"""Work left [s] from which on starting processes is quicker than going on alone: each of them reads the planner."""

AHEAD = 2
"""Tasks given out for each process."""

T = TypeVar("T")
R = TypeVar("R")


def worked(
    tasks: Sequence[T],
    work: Callable[[T], R],
    *,
    workers: int | None,
    if_it_pays: bool = False,
    compiled: bool = False,
    ahead: int = AHEAD,
) -> Generator[tuple[int, R], None, None]:
    """Yield the number of each task with what comes of it when it is done; with several workers not always in order.

    The first is done in this process, which compiles planner and simulator before any other starts. `workers` = None
    takes all cores where what is left is worth it.

    Parameters
    ----------
    tasks : what is to be done; each is taken when its turn comes, so that they may be made on the way.
    work : a function of a module, which another process can find.
    workers : processes.
    if_it_pays : start no more than one also of a stated number where what is left is not worth it.
    compiled : whether planner and simulator are compiled already.
    ahead : tasks given out for each process; 1 where each may take minutes.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C; what was yielded by then is done.
    OpenAirliftError
        When a process was killed.
    """
    left = range(len(tasks))
    if left and not compiled:
        yield 0, work(tasks[0])
        left = left[1:]
    if left and (workers is None or (if_it_pays and workers > 1)):
        before = time.monotonic()
        yield left[0], work(tasks[left[0]])
        left = left[1:]
        workers = (workers or cores()) if (time.monotonic() - before) * len(left) > POOL_PAYS_S else 1
    if (workers or 1) > 1 and len(left) > 1:
        with closing(_pooled(tasks, left, work, workers=min(workers or 1, len(left)), ahead=ahead)) as results:
            yield from results
        return
    for number in left:
        yield number, work(tasks[number])


def _pooled(
    tasks: Sequence[T], left: Sequence[int], work: Callable[[T], R], *, workers: int, ahead: int
) -> Generator[tuple[int, R], None, None]:
    waiting = list(left)[::-1]
    spawn = multiprocessing.get_context("spawn")
    given: dict[Future[R], int] = {}
    with (
        tempfile.TemporaryDirectory(prefix="openairlift-") as folder,
        ProcessPoolExecutor(workers, mp_context=spawn, initializer=begin, initargs=(folder,)) as pool,
    ):
        try:
            while waiting or given:
                with without_sigint():  # processes start when there is work for them
                    while waiting and len(given) < ahead * workers:
                        number = waiting.pop()
                        given[pool.submit(_played, work, packed(tasks[number]))] = number
                wait(given, return_when=FIRST_COMPLETED)
                for future in [item for item in given if item.done()]:
                    yield given.pop(future), future.result()
        except BrokenProcessPool:
            raise OpenAirliftError(
                "a worker process was killed; is there too little memory? Try fewer --workers"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _played(work: Callable[[T], R], task: bytes) -> R:
    return work(unpacked(task))
