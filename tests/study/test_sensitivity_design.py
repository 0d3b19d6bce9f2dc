"""Designs and indices: known functions give their known indices; what has no effect gets exactly 0."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import UsageError
from openairlift.network.network import FloatArray
from openairlift.study.sensitivity import design
from openairlift.study.sensitivity.design import (
    Figure,
    Method,
    check_samples,
    elementary,
    evaluations,
    indices,
    middle,
    points,
    resampled,
    swing,
)


def ishigami(at: FloatArray) -> FloatArray:
    """Ishigami and Homma (1990), a = 7, b = 0.1, on [-pi, pi]³; a fourth input does nothing."""
    z = -np.pi + 2 * np.pi * at
    return np.asarray(np.sin(z[..., 0]) + 7 * np.sin(z[..., 1]) ** 2 + 0.1 * z[..., 2] ** 4 * np.sin(z[..., 0]))


def sobol_g(at: FloatArray) -> FloatArray:
    """Sobol's G function (Saltelli and Sobol 1995) with a = 0, 1, 4.5, 9."""
    a = np.array(G)
    return np.asarray(np.prod((np.abs(4 * at - 2) + a) / (1 + a), axis=-1))


G = (0.0, 1.0, 4.5, 9.0)


def known_ishigami() -> tuple[list[float], list[float]]:
    """First and total indices in closed form: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225."""
    one, two, both = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    whole = one + two + both
    return [one / whole, two / whole, 0, 0], [(one + both) / whole, two / whole, both / whole, 0]


def known_g() -> tuple[list[float], list[float]]:
    """First and total indices in closed form, from Vi = 1 / (3 (1 + ai)^2)."""
    parts = 1 / (3 * (1 + np.array(G)) ** 2)
    whole = np.prod(1 + parts) - 1
    return list(parts / whole), list(parts * np.prod(1 + parts) / (1 + parts) / whole)


def holds(figure: Figure | None, value: float) -> bool:
    assert figure is not None
    return figure.low <= value <= figure.high


@pytest.mark.parametrize(("function", "known"), [(ishigami, known_ishigami), (sobol_g, known_g)])
def test_sobol_gives_the_known_indices_within_their_intervals(function, known) -> None:  # type: ignore[no-untyped-def]
    where = points(Method.SOBOL, 4, samples=1024, seed=7)
    found = indices(Method.SOBOL, where, function(where), seed=7)
    first, total = known()
    for one, own, whole in zip(found, first, total, strict=True):
        assert holds(one.first, own)
        assert holds(one.size, whole)
        assert holds(one.interaction, whole - own)
        assert one.size.high - one.size.low < 0.25
        assert one.size.value == pytest.approx(whole, abs=0.05)


def test_what_has_no_effect_gets_zero_exactly() -> None:
    for method, samples in ((Method.SOBOL, 16), (Method.MORRIS, 6)):
        where = points(method, 4, samples=samples, seed=3)
        idle = indices(method, where, ishigami(where), seed=3)[3]
        for figure in (idle.size, idle.interaction, idle.mean or idle.first):
            assert figure == Figure(0.0, 0.0, 0.0)


def test_an_answer_that_never_changes_gives_zeros_and_one_that_is_flat_at_the_samples_gives_nothing() -> None:
    where = points(Method.SOBOL, 2, samples=4, seed=1)
    flat = np.ones(where.shape[:2])
    assert [one.size for one in indices(Method.SOBOL, where, flat, seed=1)] == [Figure(0.0, 0.0, 0.0)] * 2
    flat[:, 1] = 2.0
    assert all(np.isnan(one.size.value) for one in indices(Method.SOBOL, where, flat, seed=1))


def test_morris_of_a_straight_function_has_its_slopes_and_no_spread() -> None:
    where = points(Method.MORRIS, 3, samples=5, seed=2)
    found = indices(Method.MORRIS, where, where @ np.array([3.0, -2.0, 0.0]), seed=2)
    assert [one.size.value for one in found] == pytest.approx([3, 2, 0])
    assert [one.mean.value for one in found if one.mean] == pytest.approx([3, -2, 0])
    assert [one.interaction.value for one in found] == pytest.approx([0, 0, 0], abs=1e-12)


def test_morris_sees_that_two_inputs_depend_on_each_other() -> None:
    where = points(Method.MORRIS, 3, samples=20, seed=2)
    found = indices(Method.MORRIS, where, where[..., 0] * where[..., 1] + where[..., 2], seed=2)
    assert found[0].interaction.low > 0.1
    assert found[1].interaction.low > 0.1
    assert found[2].interaction.value == pytest.approx(0, abs=1e-12)
    assert found[0].size.low < found[0].size.value < found[0].size.high


def test_own_effects_agree_with_those_of_salib() -> None:
    where = points(Method.MORRIS, 4, samples=12, seed=5)
    found = indices(Method.MORRIS, where, ishigami(where), seed=5)
    effects = elementary(where, ishigami(where))
    assert [one.size.value for one in found] == pytest.approx(list(np.abs(effects).mean(axis=1)))
    assert [one.interaction.value for one in found] == pytest.approx(list(effects.std(axis=1, ddof=1)))


@given(st.sampled_from(list(Method)), st.integers(1, 6), st.integers(0, 2**40))
def test_designs_have_their_size_and_lie_in_the_cube(method: Method, inputs: int, seed: int) -> None:
    samples = 1 if method is Method.OAT else 4
    where = points(method, inputs, samples=samples, seed=seed)
    assert where.shape[0] * where.shape[1] == evaluations(method, inputs, samples)
    assert np.array_equal(where, points(method, inputs, samples=samples, seed=seed), equal_nan=True)
    assert np.all((np.isnan(where)) | ((where >= 0) & (where <= 1)))
    if method is Method.MORRIS:
        steps = np.abs(np.diff(where, axis=1))
        assert np.allclose(steps.max(axis=2), 2 / 3)
        assert np.all((steps > 0).sum(axis=2) == 1)


def test_the_same_seed_gives_the_same_figures_also_seed_0() -> None:
    for seed in (0, 5):
        where = points(Method.SOBOL, 4, samples=16, seed=seed)
        assert indices(Method.SOBOL, where, ishigami(where), seed=seed) == indices(
            Method.SOBOL, where, ishigami(where), seed=seed
        )


@pytest.mark.parametrize(("method", "samples"), [(Method.MORRIS, 1), (Method.SOBOL, 2), (Method.SOBOL, 48)])
def test_samples_that_a_method_cannot_use_are_refused(method: Method, samples: int) -> None:
    with pytest.raises(UsageError, match=r"at least|power of two"):
        check_samples(method, samples)


def test_a_swing_is_of_medians_and_its_interval_holds_it() -> None:
    rng = np.random.default_rng(1)
    low = rng.normal(size=41)
    found = swing(low, low - 2.0 + 0.1 * rng.normal(size=41), seed=4)
    assert 1.5 < found.low <= found.value <= found.high < 2.5
    assert swing(low, low, seed=4) == Figure(0.0, 0.0, 0.0)
    alone = swing(low[:1], low[:1] + 1, seed=4)
    assert alone.value == pytest.approx(1.0)
    assert np.isnan(alone.low)


def test_a_swing_that_may_go_either_way_has_zero_in_its_interval() -> None:
    rng = np.random.default_rng(2)
    found = swing(rng.normal(size=30), rng.normal(size=30) + 0.05, seed=4)
    assert found.low < 0 < found.high


def test_the_interval_of_a_median_covers_it_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    hits = [holds(middle(rng.exponential(size=40), seed=k), np.log(2)) for k in range(200)]
    assert 0.89 <= np.mean(hits) <= 1.0


def test_resamples_are_drawn_from_all_rows() -> None:
    drawn = resampled(7, seed=1)
    assert drawn.shape == (design.RESAMPLES, 7)
    assert set(np.unique(drawn)) == set(range(7))


def test_without_salib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(design, "import_module", absent)
    with pytest.raises(UsageError, match=r"openairlift\[sensitivity\]"):
        points(Method.MORRIS, 2, samples=2, seed=1)
    assert points(Method.OAT, 2, samples=1, seed=1).shape == (2, 2, 2)
