"""Counts of values: merged in any order, read as quantiles that occurred."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.study import counts
from openairlift.study.counts import Counter, Counts

CELLS, STRIDE = 3, 10


def keys(rows: list[list[int]]) -> list[np.ndarray]:
    """Return the keys of runs with one value in each cell."""
    return [np.array(row) + np.arange(CELLS) * STRIDE for row in rows]


ROWS = st.lists(st.lists(st.integers(0, STRIDE - 1), min_size=CELLS, max_size=CELLS), min_size=1, max_size=30)


@given(ROWS, st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 0.9, 1.0]))
def test_quantiles_are_those_of_numpy(rows: list[list[int]], q: float) -> None:
    table = Counts.of(STRIDE, np.concatenate(keys(rows)))
    expected = np.quantile(np.array(rows), q, axis=0, method="inverted_cdf")
    assert table.quantile(np.arange(CELLS), q, runs=len(rows)).tolist() == expected.tolist()


@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 5))
def test_any_split_and_order_gives_the_same_table(rows: list[list[int]], luck: object, parts: int) -> None:
    whole = Counts.of(STRIDE, np.concatenate(keys(rows)))
    shuffled = list(rows)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    tables = [Counts.of(STRIDE, np.concatenate(keys(part))) for i in range(parts) if (part := shuffled[i::parts])]
    merged = Counts.merged(tables)
    assert merged.keys.tolist() == whole.keys.tolist()
    assert merged.counts.tolist() == whole.counts.tolist()
    assert merged.counts.sum() == CELLS * len(rows)


@given(ROWS)
def test_a_packed_table_comes_back_as_it_was(rows: list[list[int]]) -> None:
    table = Counts.of(STRIDE, np.concatenate(keys(rows)))
    back = Counts.unpacked(**table.packed())
    assert (back.keys.tolist(), back.counts.tolist(), back.stride) == (
        table.keys.tolist(),
        table.counts.tolist(),
        table.stride,
    )


def test_what_waits_to_be_counted_does_not_grow_with_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "FLUSH_KEYS", 300)
    counter = Counter(STRIDE)
    for run in range(1000):
        counter.add(np.arange(CELLS) * STRIDE + run % STRIDE)
        assert sum(len(keys) for keys in counter._keys) <= 300 + CELLS
        assert sum(len(table.keys) for table in counter._tables) <= 330
    assert counter.table().counts.tolist() == [100] * (CELLS * STRIDE)
