"""Intervals of means and shares: against their definitions, and how often they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.study.flight_log.intervals import LEAST, mean_interval, share_interval
from openairlift.study.relief_gain import t_quantile


def halls_g(t: float, skew: float, n: int) -> float:
    return t + skew * t**2 / (3 * math.sqrt(n)) + skew**2 * t**3 / (27 * n) + skew / (6 * math.sqrt(n))


@given(st.lists(st.floats(0.1, 100.0), min_size=LEAST, max_size=60).filter(lambda values: np.std(values) > 1e-3))
def test_both_ends_of_a_mean_are_where_halls_transformation_is_students_t(values: list[float]) -> None:
    found = mean_interval(values)
    n, x = len(values), np.array(values)
    assert found.low is not None
    assert found.high is not None
    away = x - x.mean()
    skew = (away**3).mean() / (away**2).mean() ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    error, t = x.std(ddof=1) / math.sqrt(n), t_quantile(0.975, n - 1)
    assert found.value == pytest.approx(x.mean())
    assert halls_g((found.value - found.low) / error, skew, n) == pytest.approx(t, rel=1e-6, abs=1e-6)
    assert halls_g((found.value - found.high) / error, skew, n) == pytest.approx(-t, rel=1e-6, abs=1e-6)


def test_without_skewness_it_is_students_interval() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]
    half = t_quantile(0.975, 10) * float(np.std(values, ddof=1)) / math.sqrt(11)
    found = mean_interval(values)
    assert found.low == pytest.approx(6.0 - half)
    assert found.high == pytest.approx(6.0 + half)


def test_few_values_get_no_interval_and_equal_ones_no_width() -> None:
    assert mean_interval([1.0] * (LEAST - 1)).low is None
    assert mean_interval([2.5] * LEAST).high == 2.5


def test_a_skewed_mean_is_covered_better_than_by_students_t() -> None:
    rng = np.random.default_rng(5)
    hall = student = 0
    for values in rng.lognormal(-0.5 * math.log(1.36), math.sqrt(math.log(1.36)), (600, 30)):
        one = mean_interval(values.tolist())
        half = t_quantile(0.975, 29) * values.std(ddof=1) / math.sqrt(30)
        hall += (one.low or 0.0) <= 1.0 <= (one.high or 0.0)
        student += abs(values.mean() - 1.0) <= half
    assert 0.92 <= hall / 600 <= 0.97
    assert hall > student


def binomial(n: int, p: float) -> list[float]:
    return [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


@given(st.integers(1, 60), st.data())
def test_both_ends_of_a_share_have_half_of_five_percent_beyond_them(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    found = share_interval(k, n)
    assert found.low is not None
    assert found.high is not None
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
    if k > 0:
        chances = binomial(n, found.low)
        assert sum(chances[k + 1 :]) + chances[k] / 2 == pytest.approx(0.025, abs=1e-9)
    if k < n:
        chances = binomial(n, found.high)
        assert sum(chances[:k]) + chances[k] / 2 == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(("n", "p"), [(50, 0.1), (50, 0.3), (100, 0.1), (100, 0.2), (200, 0.05)])
def test_a_share_is_covered_as_the_bar_asks(n: int, p: float) -> None:
    ends = [share_interval(k, n) for k in range(n + 1)]
    covered = sum(
        chance for chance, one in zip(binomial(n, p), ends, strict=True) if (one.low or 0.0) <= p <= (one.high or 0.0)
    )
    assert 0.935 <= covered <= 0.965
