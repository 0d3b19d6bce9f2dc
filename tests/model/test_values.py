"""Distributions, spots and curves: means, least values, scaling, and how they are written."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from openairlift.model.values import Curve, Distribution, Shape, Spots

CONSTANT = Distribution.constant(3)
UNIFORM = Distribution(Shape.UNIFORM, (2.0, 3.0))
TRIANGULAR = Distribution(Shape.TRIANGULAR, (2.0, 3.0, 7.0))
LOGNORMAL = Distribution(Shape.LOGNORMAL, (2.75, 0.3))
EMPIRICAL = Distribution(Shape.EMPIRICAL, (2.1, 2.4, 3.0))


@pytest.mark.parametrize(
    ("found", "mean", "low", "text"),
    [
        (CONSTANT, 3.0, 3.0, "3"),
        (UNIFORM, 2.5, 2.0, "uniform(2; 3)"),
        (TRIANGULAR, 4.0, 2.0, "triangular(2; 3; 7)"),
        (EMPIRICAL, 2.5, 2.1, "empirical(2.1; 2.4; 3)"),
    ],
)
def test_mean_least_value_and_text(found: Distribution, mean: float, low: float, text: str) -> None:
    assert found.mean == pytest.approx(mean)
    assert found.low == low
    assert str(found) == text


def test_a_lognormal_has_its_mean_and_the_quantile_of_its_law() -> None:
    sigma = math.sqrt(math.log(1 + 0.3**2))
    law = NormalDist(math.log(2.75) - sigma**2 / 2, sigma)
    assert LOGNORMAL.mean == 2.75
    assert LOGNORMAL.low == pytest.approx(math.exp(law.inv_cdf(0.01)), rel=1e-9)
    assert str(LOGNORMAL) == "lognormal(mean=2.75; cv=0.3)"


@pytest.mark.parametrize("found", [CONSTANT, UNIFORM, TRIANGULAR, LOGNORMAL, EMPIRICAL])
def test_another_unit_scales_mean_and_least_value_alike(found: Distribution) -> None:
    scaled = found.scaled(3600.0)
    assert scaled.shape is found.shape
    assert scaled.mean == pytest.approx(found.mean * 3600)
    assert scaled.low == pytest.approx(found.low * 3600)


def test_spots_are_counted_and_written_by_class_without_the_empty_ones() -> None:
    spots = Spots((0, 2, 1))
    assert spots.total == 3
    assert str(spots) == "narrow:2;wide:1"


@pytest.mark.parametrize(("x", "y"), [(-1, 10), (0, 10), (1, 15), (2, 20), (3, 17), (4, 14), (9, 14)])
def test_a_curve_is_linear_between_its_points_and_level_beyond(x: float, y: float) -> None:
    assert Curve(((0.0, 10.0), (2.0, 20.0), (4.0, 14.0))).at(x) == pytest.approx(y)
