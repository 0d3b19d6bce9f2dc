"""Luck for many samples at once is the plain luck, bit for bit, however it is split."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift import luck
from openairlift.model import Distribution, Shape
from openairlift.outlook.draws import normals, quantiles_of, streams, uniforms

SHAPES = [
    Distribution.constant(4.5),
    Distribution(Shape.UNIFORM, (2.0, 3.3)),
    Distribution(Shape.TRIANGULAR, (1.0, 2.0, 9.0)),
    Distribution(Shape.TRIANGULAR, (1.0, 1.0, 9.0)),
    Distribution(Shape.TRIANGULAR, (1.0, 9.0, 9.0)),
    Distribution(Shape.TRIANGULAR, (3.0, 3.0, 3.0)),
    Distribution(Shape.LOGNORMAL, (3.0, 0.7)),
    Distribution(Shape.LOGNORMAL, (3.0, 0.0)),
    Distribution(Shape.EMPIRICAL, (1.0, 2.0, 5.0)),
]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**40), first=st.integers(0, 10**6), name=st.text(max_size=8), purpose=st.integers(1, 255),
    index=st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_uniforms_are_those_of_the_plain_luck(seed: int, first: int, name: str, purpose: int, index: int) -> None:
    key = luck.key_of(name)
    plain = [luck.uniform(luck.stream(seed, first + i), key, purpose, index) for i in range(40)]
    assert uniforms(streams(seed, first, 40), key, purpose, index).tolist() == plain


@pytest.mark.parametrize("distribution", SHAPES, ids=str)
def test_draws_are_those_of_the_plain_luck(distribution: Distribution) -> None:
    u = uniforms(streams(11, 0, 4_000), luck.key_of("a"), 64, 3)
    plain = [luck.sample(distribution.shape, distribution.parameters, value) for value in u.tolist()]
    assert quantiles_of(distribution, u).tolist() == plain


def test_normals_agree_in_the_far_tails_too() -> None:
    u = np.array([1e-300, 1e-16, 1e-12, 1.38e-11, 1e-6, 0.075, 0.0750001, 0.5, 0.925, 1 - 1e-12, 1 - 1e-16])
    assert normals(u).tolist() == [luck.normal(value) for value in u.tolist()]


def test_a_split_of_the_samples_changes_nothing() -> None:
    whole = uniforms(streams(3, 0, 100), 17, 64, 0)
    parts = [uniforms(streams(3, first, 25), 17, 64, 0) for first in (0, 25, 50, 75)]
    assert np.array_equal(whole, np.concatenate(parts))
