"""The compiled search for maximal covers: against every choice there is, against HiGHS, and in slices."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.solve.covering.test_covering import made

from openairlift.solve.covering import cover, maximal_cover, proving
from openairlift.solve.covering.programme import Bools, Floats
from openairlift.solve.covering.search import exchanged, problem_of


def value(reach: Bools, weights: Floats, chosen: list[int]) -> float:
    return float(weights @ reach[chosen].any(axis=0))


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_from_any_start_the_best_of_all_choices_is_proved(first: int) -> None:
    for seed in range(first, first + 50):
        reach, _, weights, k = made(seed)
        if seed % 2:
            weights = np.rint(weights)
        search = proving.Search(reach, weights, 0.5 * weights, list(range(k)))
        proved, found = search.go(proving.NODES), search.best()
        best = max(value(reach, weights, list(c)) for c in combinations(range(len(reach)), k))
        assert proved
        assert value(reach, weights, found) == pytest.approx(best, rel=1e-9), seed
        better, told = exchanged(problem_of(reach, weights), np.arange(k), 30, seed)
        assert value(reach, weights, better.tolist()) == pytest.approx(told)
        assert value(reach, weights, list(range(k))) <= told <= best * (1 + 1e-12)
        assert len(set(better.tolist())) == k


def plane(seed: int) -> tuple[Bools, Floats]:
    """Return an instance in a square in which the units cover nearly all."""
    draw = np.random.default_rng(seed)
    sites, assets = draw.random((60, 2)), draw.random((150, 2))
    far = np.hypot(*np.moveaxis(sites[:, None] - assets, 2, 0))
    weights = draw.integers(1, 100, 150).astype(float) if seed % 2 else draw.pareto(1.2, 150) + 1.0
    return far <= 0.24, weights


@pytest.mark.parametrize("seed", range(6))
def test_it_finds_what_highs_finds_whatever_the_slices(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reach, weights = plane(seed)
    plain = maximal_cover(reach, weights, 6)
    assert 0.8 * weights.sum() < plain.weight < weights.sum()
    monkeypatch.setattr(proving, "LARGE", 0)
    found = maximal_cover(reach, weights, 6)
    assert found.weight == pytest.approx(plain.weight, rel=1e-9)
    assert found.bound == pytest.approx(plain.bound, rel=1e-8)
    monkeypatch.setattr(proving, "SLICE", 1)
    sliced = maximal_cover(reach, weights, 6)
    assert (sliced.chosen, sliced.weight, sliced.bound) == (found.chosen, found.weight, found.bound)


@pytest.mark.parametrize("seed", range(3))
def test_where_the_nodes_do_not_suffice_highs_ends_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reach, weights = plane(seed)
    plain = maximal_cover(reach, weights, 6)
    monkeypatch.setattr(proving, "LARGE", 0)
    monkeypatch.setattr(proving, "NODES", 1)
    monkeypatch.setattr(proving, "SLICE", 1)
    found = maximal_cover(reach, weights, 6)
    assert found.weight == pytest.approx(plain.weight, rel=1e-9)
    assert found.bound == pytest.approx(plain.bound, rel=1e-8)


def test_kinds_sites_and_short_choices_are_left_to_highs() -> None:
    reach = np.ones((400, 300), dtype=np.bool_)
    sites = np.arange(400)
    assert proving.suits(reach, sites, np.array([3]), [0, 1, 2])
    assert not proving.suits(reach, sites, np.array([3]), [0])
    assert not proving.suits(reach, sites, np.array([2, 1]), [0, 1, 2])
    assert not proving.suits(reach, sites // 2, np.array([3]), [0, 1, 2])
    assert not proving.suits(reach[:, :9], sites, np.array([3]), [0, 1, 2])


def test_prices_of_the_relaxation_spare_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve towns with 99 % covered: from other prices the search takes 600,000 nodes."""
    draw = np.random.default_rng(0)
    draw.random((500, 2)), draw.random((2000, 2))
    towns = draw.random((12, 2))
    sites = towns[draw.integers(0, 12, 500)] + draw.normal(0, 0.06, (500, 2))
    assets = towns[draw.integers(0, 12, 2000)] + draw.normal(0, 0.06, (2000, 2))
    far = np.hypot(*np.moveaxis(sites[:, None] - assets, 2, 0))
    monkeypatch.setattr(proving, "NODES", 3_000)
    asked: list[bool] = []
    run = cover._run

    def told(*words: object, whole: bool = True) -> object:
        asked.append(whole)
        return run(*words, whole=whole)  # type: ignore[arg-type]

    monkeypatch.setattr(cover, "_run", told)
    found = maximal_cover(far <= 0.15, draw.integers(1, 100, 2000).astype(float), 10)
    assert found.weight == found.bound
    assert asked == [False]  # the relaxation, and nothing was left to HiGHS
