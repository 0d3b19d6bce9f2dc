"""Fewest bins against an exhaustive packing, and against a second solver."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.solve.bins import fewest_bins

TENTHS = st.integers(0, 10)


def brute_force(parts: list[list[int]], counts: list[int], apart: set[tuple[int, int]]) -> int:
    """Return the fewest bins of ten parts each: pieces one by one into each open bin or a new one."""
    pieces = [kind for kind, n in enumerate(counts) for _ in range(n)]
    best = len(pieces)

    def place(at: int, bins: list[list[int]], held: list[set[int]]) -> None:
        nonlocal best
        if len(bins) >= best:
            return
        if at == len(pieces):
            best = len(bins)
            return
        kind = pieces[at]
        size = parts[kind]
        for i, room in enumerate(bins):
            if any((kind, other) in apart or (other, kind) in apart for other in held[i]):
                continue
            if all(r >= s for r, s in zip(room, size, strict=True)):
                after = [r - s for r, s in zip(room, size, strict=True)]
                place(at + 1, [*bins[:i], after, *bins[i + 1 :]], [*held[:i], held[i] | {kind}, *held[i + 1 :]])
        place(at + 1, [*bins, [10 - s for s in size]], [*held, {kind}])

    place(0, [], [])
    return best


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[list[int]], list[int], set[tuple[int, int]]]:
    kinds = draw(st.integers(1, 4))
    parts = [draw(st.lists(TENTHS, min_size=2, max_size=2)) for _ in range(kinds)]
    counts = draw(st.lists(st.integers(0, 2), min_size=kinds, max_size=kinds))
    pairs = [(a, b) for a, b in product(range(kinds), repeat=2) if a < b]
    apart = draw(st.sets(st.sampled_from(pairs), max_size=2)) if pairs else set()
    return parts, counts, apart


def check(patterns: tuple[tuple[int, ...], ...], parts: list[list[int]], counts: list[int]) -> None:
    table = np.array(patterns, dtype=int).reshape(-1, len(counts))
    assert table.sum(axis=0).tolist() == counts
    assert (table @ np.array(parts) <= 10).all()


@settings(deadline=None, max_examples=60)
@given(lists())
def test_as_few_as_an_exhaustive_packing(case: tuple[list[list[int]], list[int], set[tuple[int, int]]]) -> None:
    parts, counts, apart = case
    found = fewest_bins(np.array(parts) / 10, counts, apart=apart)
    check(found.patterns, parts, counts)
    assert not any(row[a] and row[b] for row in found.patterns for a, b in apart)
    assert found.proved
    assert len(found.patterns) == brute_force(parts, counts, apart)


SECOND = """
import json, sys
from ortools.sat.python import cp_model
answers = []
for parts, counts, bins in json.load(sys.stdin):
    model = cp_model.CpModel()
    x = [[model.new_int_var(0, n, "") for n in counts] for _ in range(bins)]
    for k, n in enumerate(counts):
        model.add(sum(row[k] for row in x) == n)
    for row in x:
        for r in range(len(parts[0])):
            model.add(sum(parts[k][r] * row[k] for k in range(len(counts))) <= 1000)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    answers.append(solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))
print(json.dumps(answers))
"""
"""Whether so many bins are enough, by constraint programming; in a process of its own, as OR-tools brings its HiGHS."""


def test_longer_lists_against_a_second_solver() -> None:
    asked, expected = [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        parts = rng.integers(100, 620, size=(5, 2))
        counts = rng.integers(1, 5, size=5).tolist()
        found = fewest_bins(parts / 1000, counts)
        assert found.proved
        asked += [(parts.tolist(), counts, len(found.patterns) - less) for less in (0, 1)]
        expected += [True, False]
    done = subprocess.run(
        [sys.executable, "-c", SECOND], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == expected


def test_a_piece_that_fits_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="kind 1 does not fit"):
        fewest_bins(np.array([[0.5], [1.2]]), [1, 1])


def test_nothing_takes_no_bin() -> None:
    assert fewest_bins(np.zeros((0, 2)), []).patterns == ()
    assert fewest_bins(np.array([[0.5]]), [0]).patterns == ()


def test_a_kind_without_size_rides_along() -> None:
    found = fewest_bins(np.array([[0.0], [0.9]]), [50, 2])
    assert len(found.patterns) == 2
    assert found.proved
