"""The same bytes for any number of workers, and for a study that was interrupted and resumed."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.worlds import SEED, folded, played, relief, study, world

from openairlift.errors import Interrupted, OpenAirliftError, UsageError
from openairlift.network import build_network
from openairlift.solve import make_plan
from openairlift.study import Gathering, Tally, chunks, pool, replicate
from openairlift.study.fold import Fold
from openairlift.study.layout import Layout
from openairlift.study.pool import pooled
from openairlift.study.tally import BY_RUN, SUMS
from openairlift.study.work import CHUNK_RUNS, Chunk, Done, Job, packed, unpacked


def same(a: Tally, b: Tally) -> bool:
    left, right = a.arrays(), b.arrays()
    return left.keys() == right.keys() and all(
        left[name].dtype == right[name].dtype and left[name].tobytes() == right[name].tobytes() for name in left
    )


class Memory:
    """A checkpoint in memory that is interrupted after some chunks."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.kept: dict[int, Any] = {}
        self.stop_after = stop_after

    def load(self, chunk: int) -> Any:
        return self.kept.get(chunk)

    def save(self, chunk: int, arrays: Any) -> None:
        if self.stop_after is not None and len(self.kept) >= self.stop_after:
            raise KeyboardInterrupt
        self.kept[chunk] = {name: array.copy() for name, array in arrays.items()}


@given(st.integers(1, 2_000_000))
def test_chunks_cover_every_run_once_and_are_few(runs: int) -> None:
    found = chunks(runs)
    assert [chunk.index for chunk in found] == list(range(len(found)))
    assert found[0].first == 0
    assert all(a.first + a.count == b.first for a, b in pairwise(found))
    assert found[-1].first + found[-1].count == runs
    assert max(chunk.count for chunk in found) <= max(CHUNK_RUNS, 1000)
    assert len(found) <= max(250, -(-runs // 1000))


def job(runs: int) -> Job:
    base = study(45)
    _, network, plan = world()
    layout = replicate(base.scenario, plan, runs=runs, seed=SEED, network=network).layout
    return Job(network=network, plan=plan, seed=SEED, layout=layout, log=False, version="")


@pytest.mark.parametrize("workers", [2, 7])
def test_several_workers_give_the_bytes_of_one(workers: int) -> None:
    made, network, plan = world()
    found = replicate(made, plan, runs=165, seed=SEED, workers=workers, network=network)
    assert same(found.tally, study(165).tally)


def test_automatic_workers_give_the_bytes_of_one() -> None:
    made, network, plan = world()
    assert same(replicate(made, plan, runs=45, seed=SEED, workers=None, network=network).tally, study(45).tally)


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)), st.sets(st.integers(1, 44), min_size=5, max_size=5))
def test_any_chunks_in_any_order_give_the_same_bytes(order: list[int], cuts: set[int]) -> None:
    base = study(45)
    edges = [0, *sorted(cuts), 45]
    gathering = Gathering(base.layout)
    for i in order:
        fold = Fold(base.layout, first=edges[i], count=edges[i + 1] - edges[i])
        for run in played(45)[edges[i] : edges[i + 1]]:
            fold.add(run)
        gathering.add(edges[i], fold.tally())
    assert same(gathering.tally(), base.tally)


def test_runs_that_are_interleaved_with_those_of_another_study_are_the_same() -> None:
    from openairlift.sim import Simulator

    base = study(45)
    simulator = Simulator(base.network, base.plan, luck=True, log=False)
    mine, other = (Fold(base.layout, first=0, count=45) for _ in range(2))
    for run in reversed(range(45)):
        other.add(simulator.play(SEED + 1, run))
        mine.add(simulator.play(SEED, run))
    assert same(mine.tally(), base.tally)
    assert not same(other.tally(), base.tally)


@pytest.mark.parametrize("stop_after", [0, 1, 2])
def test_an_interrupted_study_resumes_to_the_same_bytes(stop_after: int) -> None:
    made, network, plan = world()
    memory = Memory(stop_after)
    with pytest.raises(Interrupted, match=rf"after {stop_after * CHUNK_RUNS} of 45 runs.*resumes"):
        replicate(made, plan, runs=45, seed=SEED, network=network, checkpoint=memory)
    assert sorted(memory.kept) == list(range(stop_after))
    memory.stop_after = None
    resumed = replicate(made, plan, runs=45, seed=SEED, network=network, checkpoint=memory)
    assert same(resumed.tally, study(45).tally)


def test_an_interrupted_pool_ends_and_keeps_what_is_done() -> None:
    made, network, plan = world()
    memory = Memory(2)
    with pytest.raises(Interrupted):
        replicate(made, plan, runs=105, seed=SEED, workers=2, network=network, checkpoint=memory)
    assert len(memory.kept) == 2


def children() -> list[int]:
    """Return the worker processes that this process started and that still run."""
    import multiprocessing

    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]


def test_a_worker_that_is_killed_half_way_costs_nothing() -> None:
    made, network, plan = world()
    killed: list[int] = []

    def kill(stage: str, done: int, total: int) -> None:
        if done >= 40 and not killed:
            killed.append(children()[0])
            os.kill(killed[0], signal.SIGKILL)

    with pytest.warns(RuntimeWarning, match="worker process was killed"):
        found = replicate(made, plan, runs=365, seed=SEED, workers=2, network=network, progress=kill)
    assert len(killed) == 1
    assert same(found.tally, replicate(made, plan, runs=365, seed=SEED, network=network).tally)


def _die(path: str, chunk: Chunk) -> Done:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_workers_that_are_killed_again_and_again_end_the_study(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_work", _die)
    with (
        pytest.warns(RuntimeWarning, match="worker process was killed"),
        pytest.raises(OpenAirliftError, match=r"3 times in a row.*fewer --workers"),
    ):
        list(pooled(job(45), chunks(45), workers=2))


def test_without_a_checkpoint_an_interruption_promises_nothing() -> None:
    made, network, plan = world()

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        replicate(made, plan, runs=45, network=network, progress=stop)
    assert "resume" not in str(caught.value)


def test_a_run_is_the_same_in_a_larger_study() -> None:
    small, large = study(45).tally, study(85).tally
    for name in ("window", "delivered", "objective", "binding"):
        assert np.array_equal(getattr(small, name), getattr(large, name)[:45])


def test_another_seed_gives_other_luck() -> None:
    made, network, plan = world()
    other = replicate(made, plan, runs=20, seed=SEED + 1, network=network)
    assert not np.array_equal(other.tally.window, study(45).tally.window[:20])


def test_the_seed_is_the_scenarios_where_none_is_stated() -> None:
    made, network, plan = world()
    assert replicate(made, plan, runs=1, network=network).seed == made.settings.seed


def test_progress_counts_the_runs() -> None:
    made, network, plan = world()
    told: list[tuple[str, int, int]] = []
    replicate(made, plan, runs=45, network=network, progress=lambda *args: told.append(args))
    assert told == [("simulate", done, 45) for done in (0, 20, 40, 45)]


@pytest.mark.parametrize("wrong", [{"runs": 0}, {"workers": 0}])
def test_counts_below_one_are_refused(wrong: dict[str, int]) -> None:
    made, network, plan = world()
    with pytest.raises(UsageError, match="at least 1, got 0"):
        replicate(made, plan, network=network, **wrong)  # type: ignore[arg-type]


def test_read_only_mappings_travel_to_workers() -> None:
    found = unpacked(packed((MappingProxyType({"a": (1, 2)}), None, 3)))
    assert found == ({"a": (1, 2)}, None, 3)
    assert isinstance(found[0], MappingProxyType)


def kept(mass_kg: float) -> tuple[int, int]:
    """Return the loads of an airlift of one food requirement, and the bytes that its study keeps of every run."""
    made = relief()
    made = replace(made, requirements={"food": replace(made.requirements["food"], mass_kg=mass_kg)})
    network = build_network(made)
    plan = make_plan(made, network=network)
    tally = replicate(made, plan, runs=3, seed=SEED, network=network).tally
    return len(plan.loads), sum(getattr(tally, name).nbytes for name in BY_RUN) // 3


def test_what_is_kept_of_a_run_does_not_grow_with_the_loads() -> None:
    few, bytes_of_few = kept(90_000.0)
    many, bytes_of_many = kept(2_000_000.0)
    assert many > 10 * few
    assert bytes_of_few == bytes_of_many < 1000


def test_what_is_kept_of_a_large_study_is_bounded_by_steps_not_runs() -> None:
    base, twice = study(85), study(170)
    _, network, plan = world()
    for name in SUMS:
        assert getattr(base.tally, name).shape == getattr(twice.tally, name).shape
    layout = Layout.of(base.scenario, network, plan, runs=45, exact_values=0)
    rounded = folded(base, layout, played(45)).tally.curves
    assert (rounded.keys % rounded.stride).max() <= layout.steps.max()
    assert rounded.counts.sum() == 45 * base.tally.curve_sums.size
