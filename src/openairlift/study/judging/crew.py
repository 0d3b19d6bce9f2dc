"""Trials that do not wait for each other, in processes of this machine; the same numbers for any number of them."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

from openairlift.errors import OpenAirliftError
from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.execute import cores
from openairlift.study.pool import begin, without_sigint
from openairlift.study.probes import Probe
from openairlift.study.replicate import replicate
from openairlift.study.study import Study
from openairlift.study.work import packed, unpacked

POOL_PAYS_S = 15.0
"""Work left [s] from which on starting processes is quicker than going on alone: each of them reads the planner."""

AHEAD = 2
"""Trials given out for each process."""

Values = Mapping[Probe, FloatArray]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Task:
    """A scenario to plan and to run: how often, on whose luck, and what has to be known of every run."""

    scenario: Scenario
    probes: tuple[Probe, ...]
    runs: int
    seed: int
    plan_seed: int
    effort: int


def study_of(task: Task, *, network: Network | None = None, workers: int | None = 1) -> Study:
    """Return the study of a task.

    Raises
    ------
    KeyboardInterrupt
        When Ctrl-C ended the search of the planner before its budget did.
    """
    network = build_network(task.scenario) if network is None else network
    plan = make_plan(task.scenario, effort=task.effort, seed=task.plan_seed, prove=False, network=network)
    if not plan.reproducible:
        raise KeyboardInterrupt
    return replicate(
        task.scenario, plan, runs=task.runs, seed=task.seed, workers=workers, network=network, probes=task.probes
    )


def values_of(study: Study) -> Values:
    """Return what was kept of every run."""
    return {probe: study.probed(probe).copy() for probe in study.layout.probes}


def carried_out(
    tasks: Sequence[Task], *, workers: int | None, if_it_pays: bool = False
) -> Generator[tuple[int, Values], None, None]:
    """Yield the number of each task with the values of its study, as `worked` does."""
    yield from worked(tasks, _values, workers=workers, if_it_pays=if_it_pays)


def worked(
    tasks: Sequence[T], work: Callable[[T], R], *, workers: int | None, if_it_pays: bool = False
) -> Generator[tuple[int, R], None, None]:
    """Yield the number of each task with what comes of it when it is done; with several workers not always in order.

    The first is done in this process, which compiles the simulator before any other starts. `workers` = None takes all
    cores where what is left is worth it.

    Parameters
    ----------
    tasks : what is to be done; each is taken when its turn comes, so that they may be made on the way.
    work : a function of a module, which another process can find.
    workers : processes.
    if_it_pays : start no more than one also of a stated number where what is left is not worth it.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C; what was yielded by then is done.
    OpenAirliftError
        When a process was killed.
    """
    if not len(tasks):
        return
    yield 0, work(tasks[0])
    left = range(1, len(tasks))
    if left and (workers is None or (if_it_pays and workers > 1)):
        before = time.monotonic()
        yield 1, work(tasks[1])
        left = left[1:]
        workers = (workers or cores()) if (time.monotonic() - before) * len(left) > POOL_PAYS_S else 1
    if (workers or 1) > 1 and len(left) > 1:
        with closing(_pooled(tasks, left, work, workers=min(workers or 1, len(left)))) as results:
            yield from results
        return
    for number in left:
        yield number, work(tasks[number])


def _pooled(
    tasks: Sequence[T], left: Sequence[int], work: Callable[[T], R], *, workers: int
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
                    while waiting and len(given) < AHEAD * workers:
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


def _values(task: Task) -> Values:
    return values_of(study_of(task))
