"""Run the chunks of a study: alone, in processes, or on a cluster; the same chunks and bytes in every way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence

from openairlift.study.work import Chunk, Done, Job, Player

POOL_PAYS_S = 4.0
"""Work left [s] from which on starting processes is quicker than going on alone."""

Progress = Callable[[str, int, int], None]
"""Called with (what is going on, runs done, runs in all)."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def execute(
    job: Job, todo: Sequence[Chunk], *, workers: int | None, cluster: str | None
) -> Generator[tuple[Chunk, Done], None, None]:
    """Simulate chunks and yield each when it is done (with several workers not always in order).

    Without a cluster the first chunk runs in this process, which compiles the kernel before any worker starts.
    `workers` = None takes all cores when what is left is worth it.
    """
    if not todo:
        return
    if cluster is not None:
        from openairlift.study.cluster import clustered  # brings Dask, which most studies do without

        yield from clustered(job, todo, address=cluster, workers=cores() if workers is None else workers)
        return
    player = Player(job)
    head, rest = todo[0], todo[1:]
    yield head, player.play(head)
    if rest and workers is None:
        before = time.monotonic()
        head, rest = rest[0], rest[1:]
        yield head, player.play(head)
        left_s = (time.monotonic() - before) * len(rest)
        workers = cores() if left_s > POOL_PAYS_S else 1
    if (workers or 1) > 1 and len(rest) > 1:
        from openairlift.study.pool import pooled

        yield from pooled(job, rest, workers=workers or 1)
        return
    for chunk in rest:
        yield chunk, player.play(chunk)
