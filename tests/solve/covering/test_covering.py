"""Covering and p-median against every choice there is, on small instances."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from openairlift.errors import UsageError
from openairlift.solve.covering import maximal_cover, median, p_median, set_cover
from openairlift.solve.covering.multipliers import useful_sites
from openairlift.solve.covering.reduce import merged, needed, undominated

INSTANCES = 200

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def made(seed: int) -> tuple[Bools, Floats, Floats, int]:
    """Return reach, distances, weights and k of a small instance; ties and zeros are common on purpose."""
    draw = np.random.default_rng(seed)
    sites, assets = int(draw.integers(2, 9)), int(draw.integers(1, 13))
    here, there = draw.integers(0, 7, (sites, 2)), draw.integers(0, 7, (assets, 2))
    far = np.hypot(*np.moveaxis(here[:, None] - there, 2, 0))
    weights = draw.choice([0.0, 0.5, 1.0, 2.0, 7.0, 1e4], assets)
    return far <= draw.uniform(0.5, 4.5), far, weights, int(draw.integers(1, sites + 1))


@pytest.mark.parametrize("first", range(0, INSTANCES, 50))
def test_maximal_cover_is_the_best_of_all_choices(first: int) -> None:
    for seed in range(first, first + 50):
        reach, _, weights, k = made(seed)
        found = maximal_cover(reach, weights, k)
        best = max(float(weights @ reach[list(c)].any(axis=0)) for c in combinations(range(len(reach)), k))
        assert found.weight == pytest.approx(best, rel=1e-9), seed
        assert found.bound == pytest.approx(best, rel=1e-7, abs=1e-9), seed
        assert len(found.chosen) <= k
        assert found.weight == pytest.approx(float(weights @ reach[list(found.chosen)].any(axis=0)))


@pytest.mark.parametrize("first", range(0, INSTANCES, 50))
def test_the_median_is_the_best_of_all_choices(first: int) -> None:
    for seed in range(first, first + 50):
        _, far, weights, k = made(seed)
        found = p_median(far, weights, k)
        best = min(float(far[list(c)].min(axis=0) @ weights) for c in combinations(range(len(far)), k))
        assert found.cost == pytest.approx(best, rel=1e-9, abs=1e-9), seed
        assert found.bound == pytest.approx(best, rel=1e-7, abs=1e-9), seed
        assert len(set(found.chosen)) == k
        assert np.all(far[found.nearest, np.arange(len(weights))] == far[list(found.chosen)].min(axis=0))


@pytest.mark.parametrize("first", range(0, INSTANCES, 50))
def test_set_cover_takes_the_fewest(first: int) -> None:
    for seed in range(first, first + 50):
        reach, _, _, _ = made(seed)
        found = set_cover(reach)
        wanted = reach.any(axis=0)
        fewest = next(
            k
            for k in range(len(reach) + 1)
            if any(np.array_equal(reach[list(c)].any(axis=0), wanted) for c in combinations(range(len(reach)), k))
        )
        assert (len(found.chosen), found.bound) == (fewest, fewest), seed
        assert np.array_equal(found.covered, wanted)


def fits(choice: tuple[int, ...], kinds: Ints, sites: Ints, counts: Ints) -> bool:
    """Whether a choice keeps the counts of both kinds, and takes one at a site."""
    own = list(choice)
    some = np.bincount(kinds[own], minlength=2) <= counts
    return bool(some.all()) and len(set(sites[own].tolist())) == len(own)


@pytest.mark.parametrize("first", range(0, INSTANCES, 100))
def test_kinds_and_sites_share_what_there_is(first: int) -> None:
    """Two kinds with counts of their own, several candidates at a site of which one is taken."""
    for seed in range(first, first + 100):
        draw = np.random.default_rng(1000 + seed)
        reach = draw.random((7, 8)) < 0.35
        kinds, sites = draw.integers(0, 2, 7), draw.integers(0, 4, 7)
        weights, counts = draw.integers(1, 9, 8).astype(float), draw.integers(0, 3, 2)
        found = maximal_cover(reach, weights, counts.tolist(), kinds=kinds, sites=sites)

        choices = [c for k in range(5) for c in combinations(range(7), k) if fits(c, kinds, sites, counts)]
        best = max(float(weights @ reach[list(c)].any(axis=0)) for c in choices)
        assert found.weight == pytest.approx(best), seed
        assert fits(found.chosen, kinds, sites, counts)


def whole(seed: int) -> Floats:
    """Return distances whose linear relaxation is often not whole."""
    return np.random.default_rng(seed).integers(1, 10, (9, 14)).astype(float)


@pytest.mark.parametrize("nodes", [median.NODES, 0])
def test_the_median_needs_more_than_its_relaxation(nodes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instances whose linear relaxation is not whole are branched on, and without nodes left to HiGHS."""
    monkeypatch.setattr(median, "NODES", nodes)
    steps = 0
    for seed in range(60):
        far = whole(seed)
        found = p_median(far, np.ones(14), 3)
        best = min(float(far[list(c)].min(axis=0).sum()) for c in combinations(range(9), 3))
        assert found.cost == best
        assert best * (1 - 1e-7) <= found.bound <= best
        steps = max(steps, found.rounds)
    assert steps > 2


@pytest.mark.parametrize("first", range(0, INSTANCES, 50))
def test_prices_leave_out_no_site_of_a_better_choice(first: int) -> None:
    """Whatever choice is known, the bound holds, and the sites of every better one stay."""
    dropped = 0
    for seed in range(first, first + 50):
        far = whole(seed)
        costs = {c: float(far[list(c)].min(axis=0).sum()) for c in combinations(range(9), 3)}
        best = min(costs.values())
        for known in (min(costs, key=lambda c: costs[c]), (0, 1, 2)):
            sites, bound = useful_sites(far, 3, list(known), costs[known])
            assert bound <= best * (1 + 1e-9)
            assert set(known) <= set(sites.tolist())
            for choice, cost in costs.items():
                assert cost >= costs[known] * (1 - 1e-9) or set(choice) <= set(sites.tolist()), (seed, choice)
            dropped += 9 - len(sites)
    assert dropped > 0


def test_reductions_keep_what_counts() -> None:
    reach = np.array([[1, 1, 0, 0, 1], [1, 1, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    small, weights = merged(reach, np.array([1.0, 2.0, 4.0, 8.0, 0.0]))
    assert sorted(weights.tolist()) == [3.0, 4.0]
    assert small.shape == (3, 2)
    assert undominated(reach, np.zeros(3, int), np.arange(3)).tolist() == [0, 2]
    assert undominated(reach, np.array([0, 1, 0]), np.arange(3)).tolist() == [0, 1, 2]  # of another kind
    assert needed(reach).tolist() == [2, 4]


@pytest.mark.parametrize(
    "call",
    [
        lambda: maximal_cover(np.ones((2, 3), bool), np.ones(2), 1),
        lambda: maximal_cover(np.ones((2, 3), bool), -np.ones(3), 1),
        lambda: maximal_cover(np.ones((2, 3), bool), np.ones(3), [1], kinds=np.array([0, 1])),
        lambda: maximal_cover(np.ones((2, 3), bool), np.ones(3), [1], kinds=np.array([0])),
        lambda: p_median(np.ones((2, 3)), np.ones(3), 3),
        lambda: p_median(np.ones((2, 3)), np.ones(2), 1),
        lambda: p_median(np.full((2, 3), np.nan), np.ones(3), 1),
    ],
)
def test_what_does_not_fit_is_refused(call: object) -> None:
    with pytest.raises(UsageError):
        call()  # type: ignore[operator]


def test_nothing_to_cover_is_an_answer() -> None:
    assert maximal_cover(np.zeros((3, 2), bool), np.ones(2), 2).chosen == ()
    assert maximal_cover(np.ones((3, 2), bool), np.ones(2), 0).weight == 0.0
    assert set_cover(np.zeros((3, 2), bool)).chosen == ()
    assert p_median(np.zeros((3, 2)), np.zeros(2), 2).cost == 0.0
