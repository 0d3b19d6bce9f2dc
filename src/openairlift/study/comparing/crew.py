"""Orders that do not wait for each other, in processes of this machine; the same bytes for any number of them."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import Any

from openairlift.errors import OpenAirliftError
from openairlift.study.comparing.cases import Order
from openairlift.study.execute import cores
from openairlift.study.pool import begin, without_sigint
from openairlift.study.work import packed, unpacked

POOL_PAYS_S = 15.0
"""Work left [s] from which on starting processes is quicker than going on alone: each of them reads the planner."""

Kept = dict[str, Any]
Work = Callable[[Order], Kept]
"""What is done with an order: `planned` or `carried_out`."""


def all_done(
    work: Work, orders: Sequence[Order], *, workers: int | None, compiled: bool = False
) -> Generator[tuple[int, Kept], None, None]:
    """Yield the number of each order with what came of it; with several workers not always in order.

    The first is done in this process, which compiles planner and simulator before any other starts. `workers` = None
    takes all cores where what is left is worth it.

    Parameters
    ----------
    compiled : whether that has been done already.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C; what was yielded by then is done.
    OpenAirliftError
        When a process was killed.
    """
    left = list(range(len(orders)))
    if left and not compiled:
        yield left[0], work(orders[left.pop(0)])
    if len(left) > 1 and workers is None:
        before = time.monotonic()
        yield left[0], work(orders[left.pop(0)])
        workers = cores() if (time.monotonic() - before) * len(left) > POOL_PAYS_S else 1
    if (workers or 1) > 1 and len(left) > 1:
        with closing(_pooled(work, orders, left, workers=min(workers or 1, len(left)))) as results:
            yield from results
        return
    for number in left:
        yield number, work(orders[number])


def _pooled(
    work: Work, orders: Sequence[Order], left: Sequence[int], *, workers: int
) -> Generator[tuple[int, Kept], None, None]:
    waiting = list(left)[::-1]
    spawn = multiprocessing.get_context("spawn")
    given: dict[Future[Kept], int] = {}
    with (
        tempfile.TemporaryDirectory(prefix="openairlift-") as folder,
        ProcessPoolExecutor(workers, mp_context=spawn, initializer=begin, initargs=(folder,)) as pool,
    ):
        try:
            while waiting or given:
                with without_sigint():  # processes start when there is work for them
                    while waiting and len(given) < workers:  # no more ahead: an order may take minutes
                        number = waiting.pop()
                        given[pool.submit(_played, work, packed(orders[number]))] = number
                wait(given, return_when=FIRST_COMPLETED)
                for future in [item for item in given if item.done()]:
                    yield given.pop(future), future.result()
        except BrokenProcessPool:
            raise OpenAirliftError(
                "a worker process was killed; is there too little memory? Try fewer --workers"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _played(work: Work, order: bytes) -> Kept:
    return work(unpacked(order))
