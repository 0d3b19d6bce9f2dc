"""Trials in processes: the same values for any number of them, and what is done by Ctrl-C is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.study.test_verdicts import study_of

from openairlift.network import build_network
from openairlift.study import crew
from openairlift.study.judging import task
from openairlift.study.judging.task import Task, carried_out
from openairlift.study.probes import Ask, Probe

LANDED = Probe(ask=Ask.FIRST, mark="landed")


def tasks(count: int) -> list[Task]:
    made = study_of("", runs=1).scenario
    return [
        Task(scenario=made, probes=(LANDED,), runs=3, seed=seed, plan_seed=1, effort=1) for seed in range(1, count + 1)
    ]


def values(found: Iterator[tuple[int, Any]]) -> dict[int, list[float]]:
    return {number: list(kept[LANDED]) for number, kept in found}


def test_values_are_the_same_for_any_number_of_processes() -> None:
    asked = tasks(5)
    alone = values(carried_out(asked, workers=1))
    assert list(alone) == [0, 1, 2, 3, 4]
    assert values(carried_out(asked, workers=2)) == alone
    study = task.study_of(asked[3], network=build_network(asked[3].scenario))
    assert list(study.probed(LANDED)) == alone[3]
    assert len({tuple(kept) for kept in alone.values()}) > 1
    assert all(np.isfinite(kept).all() for kept in alone.values())


def test_processes_are_started_only_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    def pooled(_tasks: object, left: Any, _work: object, *, workers: int, ahead: int) -> Iterator[tuple[int, Any]]:
        assert ahead == crew.AHEAD
        begun.append((list(left), workers))
        yield from ()

    begun: list[tuple[list[int], int]] = []
    monkeypatch.setattr(crew, "_pooled", pooled)
    monkeypatch.setattr(crew, "cores", lambda: 4)
    monkeypatch.setattr(crew, "POOL_PAYS_S", 1e9)
    assert list(values(carried_out(tasks(4), workers=None))) == [0, 1, 2, 3]
    assert begun == []
    monkeypatch.setattr(crew, "POOL_PAYS_S", 0.0)
    assert list(values(carried_out(tasks(5), workers=None))) == [0, 1]
    assert begun == [([2, 3, 4], 3)]
    assert list(carried_out([], workers=None)) == []


def test_what_was_done_before_a_search_was_stopped_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = task.make_plan, []

    def stopped(*arguments: Any, **settings: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments, **settings)

    monkeypatch.setattr(task, "make_plan", stopped)
    found = carried_out(tasks(4), workers=1)
    assert [next(found)[0], next(found)[0]] == [0, 1]
    with pytest.raises(KeyboardInterrupt):
        next(found)
