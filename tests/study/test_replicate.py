"""The same bytes for any number of workers, and for a study that was interrupted and resumed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.study.worlds import SEED, study, world

from openairlift.errors import Interrupted, UsageError
from openairlift.study import CHUNK_RUNS, Samples, replicate
from openairlift.study.execute import _dumps, _unpacked, chunks


def same(a: Samples, b: Samples) -> bool:
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


@given(st.integers(1, 5000))
def test_chunks_cover_every_run_once_and_do_not_depend_on_the_total(runs: int) -> None:
    found = chunks(runs)
    assert [run for chunk in found for run in range(chunk.first, chunk.first + chunk.count)] == list(range(runs))
    assert all(chunk.first == chunk.index * CHUNK_RUNS for chunk in found)


def test_two_workers_give_the_bytes_of_one() -> None:
    made, network, plan = world()
    pooled = replicate(made, plan, runs=85, seed=SEED, workers=2, network=network)
    assert same(pooled.samples, study(85).samples)


def test_automatic_workers_give_the_bytes_of_one() -> None:
    made, network, plan = world()
    assert same(replicate(made, plan, runs=45, seed=SEED, workers=None, network=network).samples, study(45).samples)


@pytest.mark.parametrize("stop_after", [0, 1, 2])
def test_an_interrupted_study_resumes_to_the_same_bytes(stop_after: int) -> None:
    made, network, plan = world()
    memory = Memory(stop_after)
    with pytest.raises(Interrupted, match=rf"after {stop_after * CHUNK_RUNS} of 45 runs.*resumes"):
        replicate(made, plan, runs=45, seed=SEED, network=network, checkpoint=memory)
    assert sorted(memory.kept) == list(range(stop_after))
    memory.stop_after = None
    resumed = replicate(made, plan, runs=45, seed=SEED, network=network, checkpoint=memory)
    assert same(resumed.samples, study(45).samples)


def test_an_interrupted_pool_ends_and_keeps_what_is_done() -> None:
    made, network, plan = world()
    memory = Memory(2)
    with pytest.raises(Interrupted):
        replicate(made, plan, runs=105, seed=SEED, workers=2, network=network, checkpoint=memory)
    assert len(memory.kept) == 2


def test_without_a_checkpoint_an_interruption_promises_nothing() -> None:
    made, network, plan = world()

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        replicate(made, plan, runs=45, network=network, progress=stop)
    assert "resume" not in str(caught.value)


def test_a_run_is_the_same_in_a_larger_study() -> None:
    small, large = study(45).samples, study(85).samples
    assert np.array_equal(small.marks, large.marks[:45])
    assert np.array_equal(small.carried, large.carried[:45])


def test_another_seed_gives_other_luck() -> None:
    made, network, plan = world()
    other = replicate(made, plan, runs=20, seed=SEED + 1, network=network)
    assert not np.array_equal(other.samples.marks, study(45).samples.marks[:20])


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
    job: Any = _unpacked(_dumps((MappingProxyType({"a": (1, 2)}), None, 3)))
    assert job == ({"a": (1, 2)}, None, 3)
    assert isinstance(job[0], MappingProxyType)
