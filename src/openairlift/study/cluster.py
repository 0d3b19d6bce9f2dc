"""Chunks of a study on a Dask cluster; imported only when one is asked for."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from importlib import import_module
from threading import get_ident
from typing import Any

import openairlift
from openairlift.ctrl_c import ctrl_c_heard
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.study.pool import AHEAD, without_sigint
from openairlift.study.work import Chunk, Done, Job, Player, packed, unpacked

LOCAL = "local"
"""Address that stands for a cluster on this machine, started for the study."""


def clustered(
    job: Job, todo: Sequence[Chunk], *, address: str, workers: int, patience_s: float = 20.0
) -> Generator[tuple[Chunk, Done], None, None]:
    """Simulate chunks on a cluster and yield each when it is done, not always in order.

    Parameters
    ----------
    address : of a scheduler, such as ``tcp://head:8786``; or ``local`` for a cluster of `workers` processes here.
    patience_s : how long to wait for the scheduler [s].

    Raises
    ------
    UsageError
        When Dask is not installed.
    OpenAirliftError
        When no scheduler answers, a worker has another version of this package, or workers are killed again and again.
    """
    try:
        dask: Any = import_module("distributed")  # comes without types
    except ImportError:
        raise UsageError("a cluster needs Dask: pip install 'openairlift[cluster]'") from None
    with ExitStack() as stack:
        stack.enter_context(ctrl_c_heard())  # futures of Dask talk to the scheduler in their destructors
        if address == LOCAL:
            from openairlift.sim import warm_up

            warm_up()  # so that the workers find the kernel compiled
            with without_sigint():
                where: Any = stack.enter_context(
                    dask.LocalCluster(
                        n_workers=min(workers, len(todo)),
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",  # None would serve at port 8787 of every address
                        silence_logs=logging.CRITICAL,
                    )
                )
        else:
            where = address
        try:
            client = stack.enter_context(dask.Client(where, set_as_default=False, timeout=patience_s))
        except (OSError, ValueError) as error:
            raise OpenAirliftError(f"no Dask scheduler answers at {address}: {error}") from None
        sent = client.scatter(packed(job), broadcast=True, hash=False)
        waiting, chunk_of = deque(todo), dict[Any, Chunk]()
        finished = dask.as_completed(with_results=True, loop=client.loop)

        def give(count: int) -> None:
            for chunk in [waiting.popleft() for _ in range(min(count, len(waiting)))]:
                future = client.submit(_work, sent, chunk, pure=False)
                chunk_of[future] = chunk
                finished.add(future)

        try:
            give(AHEAD * max(sum(client.nthreads().values()), 1))
            for future, done in finished:
                yield chunk_of.pop(future), done
                give(1)
        except dask.KilledWorker as error:
            raise OpenAirliftError(
                f"workers of the cluster were killed again and again: {error}; finished chunks are kept"
            ) from None
        finally:
            client.cancel(list(chunk_of))


def _work(job: bytes, chunk: Chunk) -> Done:
    return _player(job, get_ident()).play(chunk)


@lru_cache(maxsize=16)
def _player(job: bytes, _thread: int) -> Player:
    """Return the player of a thread: a simulator serves one at a time."""
    asked: Job = unpacked(job)
    if asked.version != openairlift.__version__:
        raise OpenAirliftError(
            f"a worker of the cluster has openairlift {openairlift.__version__}, the study {asked.version}: "
            "install the same version everywhere"
        )
    return Player(asked)
