"""Draws by the million are the plain luck, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from openairlift import luck
from openairlift.model import Distribution, Shape
from openairlift.outlook.draws import streams
from openairlift.sim.bulk import SHAPES, fill

CASES = [
    Distribution(Shape.UNIFORM, (2.0, 3.3)),
    Distribution(Shape.TRIANGULAR, (1.0, 2.0, 9.0)),
    Distribution(Shape.TRIANGULAR, (1.0, 9.0, 9.0)),
    Distribution(Shape.TRIANGULAR, (3.0, 3.0, 3.0)),
    Distribution(Shape.LOGNORMAL, (3.0, 0.7)),
    Distribution(Shape.LOGNORMAL, (3.0, 0.0)),
    Distribution(Shape.LOGNORMAL, (0.0, 0.7)),
]


@pytest.mark.parametrize("distribution", CASES, ids=str)
def test_compiled_draws_are_those_of_the_plain_luck(distribution: Distribution) -> None:
    roots, key, out = streams(11, 0, 20_000), luck.key_of("production/food#2"), np.empty(20_000)
    fill(distribution, roots, key, 64, 3, out)
    plain = [
        luck.sample(distribution.shape, distribution.parameters, luck.uniform(root, key, 64, 3))
        for root in roots.tolist()
    ]
    assert out.tolist() == plain


def test_it_knows_what_it_says_it_knows() -> None:
    assert {case.shape for case in CASES} == set(SHAPES)
