"""The compiled twin of luck gives the same bits."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift import luck
from openairlift.model import Distribution, Shape
from openairlift.sim import luck_nb
from openairlift.sim.compile_network import Distributions

WORD = st.integers(0, 2**64 - 1)
KEY = st.integers(0, 2**63 - 1)
UNIT = st.floats(2.0**-54, 1.0 - 2.0**-53)
SIZE = st.floats(0.0, 1e6)


def compiled(distribution):
    table = Distributions()
    table.row(distribution)
    return table.arrays()


@settings(deadline=None)  # the first call compiles
@given(WORD)
def test_mix(z):
    assert int(luck_nb.mix(np.uint64(z))) == luck.mix(z)


@settings(deadline=None)  # the first call compiles
@given(WORD, KEY, st.integers(1, 255), st.integers(0, 2**32 - 1))
def test_uniform(root, key, purpose, index):
    assert luck_nb.uniform(np.uint64(root), key, purpose, index) == luck.uniform(root, key, purpose, index)


@settings(deadline=None)  # the first call compiles
@given(KEY, st.integers(0, 10**6))
def test_traffic_key(key, number):
    assert luck_nb.traffic_key(key, number) == luck.mix((key + number) & luck.MASK) >> 1


@settings(deadline=None)  # the first call compiles
@given(UNIT)
def test_normal(u):
    assert luck_nb.normal(u) == luck.normal(u)


@settings(deadline=None)  # the first call compiles
@given(st.floats(1e-300, 1e-9))
def test_normal_far_out(u):
    assert luck_nb.normal(u) == luck.normal(u)


@settings(deadline=None)  # the first call compiles
@given(SIZE, UNIT)
def test_exponential(mean, u):
    assert luck_nb.exponential(mean, u) == luck.exponential(mean, u)


@settings(deadline=None)  # the first call compiles
@given(SIZE, st.floats(0.0, 5.0), UNIT)
def test_lognormal(mean, cv, u):
    table, parameters = compiled(Distribution(Shape.LOGNORMAL, (mean, cv)))
    if table["family"][0] == Shape.CONSTANT:
        assert parameters[0] == luck.lognormal(mean, cv, u)
    else:
        assert math.exp(parameters[0] + parameters[1] * luck_nb.normal(u)) == luck.lognormal(mean, cv, u)


@settings(deadline=None)  # the first call compiles
@given(st.tuples(SIZE, SIZE, SIZE).map(sorted), UNIT)
def test_triangular(corners, u):
    low, mode, high = corners
    twin = luck_nb.triangular(low, mode, high, u)
    assert twin == luck.triangular(low, mode, high, u)
    assert not math.isnan(twin)
