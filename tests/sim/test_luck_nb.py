"""The compiled twin of luck gives the same bits."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openairlift import luck
from openairlift.sim import luck_nb

WORD = st.integers(0, 2**64 - 1)
KEY = st.integers(0, 2**63 - 1)
UNIT = st.floats(2.0**-54, 1.0 - 2.0**-53)
SIZE = st.floats(0.0, 1e6)


@given(WORD)
def test_mix(z):
    assert int(luck_nb.mix(np.uint64(z))) == luck.mix(z)


@given(WORD, KEY, st.integers(1, 255), st.integers(0, 2**32 - 1))
def test_uniform(root, key, purpose, index):
    assert luck_nb.uniform(np.uint64(root), key, purpose, index) == luck.uniform(root, key, purpose, index)


@given(KEY, st.integers(0, 10**6))
def test_traffic_key(key, number):
    assert luck_nb.traffic_key(key, number) == luck.mix((key + number) & luck.MASK) >> 1


@given(UNIT)
def test_normal(u):
    assert luck_nb.normal(u) == luck.normal(u)


@given(st.floats(1e-300, 1e-9))
def test_normal_far_out(u):
    assert luck_nb.normal(u) == luck.normal(u)


@given(SIZE, UNIT)
def test_exponential(mean, u):
    assert luck_nb.exponential(mean, u) == luck.exponential(mean, u)


@given(SIZE, st.floats(0.0, 5.0), UNIT)
def test_lognormal(mean, cv, u):
    assert luck_nb.lognormal(mean, cv, u) == luck.lognormal(mean, cv, u)


@given(st.tuples(SIZE, SIZE, SIZE).map(sorted), UNIT)
def test_triangular(corners, u):
    low, mode, high = corners
    twin = luck_nb.triangular(low, mode, high, u)
    assert twin == luck.triangular(low, mode, high, u)
    assert not math.isnan(twin)
