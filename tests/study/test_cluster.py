"""A study on a Dask cluster: the same bytes, and errors that say what to do."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from distributed import Client, LocalCluster
from tests.study.test_replicate import Memory, job, same
from tests.study.worlds import SEED, study, world

import openairlift
from openairlift.errors import Interrupted, OpenAirliftError, UsageError
from openairlift.study import chunks, replicate
from openairlift.study.cluster import _work, clustered
from openairlift.study.work import packed


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Address of a cluster with two workers of two threads each."""
    with LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address="127.0.0.1:0") as cluster:
        yield cluster.scheduler_address


def on(cluster: str, **more: Any) -> Any:
    made, network, plan = world()
    return replicate(made, plan, runs=165, seed=SEED, network=network, cluster=cluster, **more)


def test_a_local_cluster_gives_the_bytes_of_one_process() -> None:
    assert same(on("local", workers=2).tally, study(165).tally)


def test_two_local_clusters_do_not_get_in_each_others_way() -> None:
    """Dask serves its state at port 8787, dashboard or not, and warns where that is taken: warnings are errors here."""
    with socket.create_server(("", 8787)) if _free(8787) else nullcontext():
        assert same(on("local", workers=2).tally, study(165).tally)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_cluster_at_an_address_gives_the_bytes_of_one_process(scheduler: str) -> None:
    assert same(on(scheduler).tally, study(165).tally)


def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(scheduler: str) -> None:
    with Client(scheduler, set_as_default=False) as client:
        victim = min(client.run(os.getpid).values())
    killed: list[int] = []

    def kill(stage: str, done: int, total: int) -> None:
        if done >= 20 and not killed:
            killed.append(victim)
            os.kill(victim, signal.SIGKILL)

    assert same(on(scheduler, progress=kill).tally, study(165).tally)
    assert killed == [victim]


def test_an_interrupted_study_on_a_cluster_keeps_what_is_done_and_resumes(scheduler: str) -> None:
    memory = Memory(3)
    with pytest.raises(Interrupted, match="after 60 of 165 runs"):
        on(scheduler, checkpoint=memory)
    assert len(memory.kept) == 3
    memory.stop_after = None
    assert same(on(scheduler, checkpoint=memory).tally, study(165).tally)


class Dying:
    """Something that Ctrl-C hits in its destructor."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_that_falls_into_a_destructor_stops_the_study(scheduler: str) -> None:
    """Dask's futures have destructors, and Python forgets what is raised in one."""
    asked = replace(job(165), version=openairlift.__version__)
    finished = clustered(asked, chunks(165), address=scheduler, workers=2)
    next(finished)
    Dying()
    with pytest.raises(KeyboardInterrupt):
        list(finished)


def test_a_worker_with_another_version_is_refused() -> None:
    with pytest.raises(OpenAirliftError, match="same version everywhere"):
        _work(packed(job(45)), chunks(45)[0])  # a job of version ""


def test_an_address_where_nobody_answers_is_said() -> None:
    with pytest.raises(OpenAirliftError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(clustered(job(45), chunks(45), address="tcp://127.0.0.1:9", workers=1, patience_s=1))


def test_without_dask_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'openairlift\[cluster\]'"):
        on("local")
