"""The proof of a plan: gaps by their definitions, the term that decides, and cases with zeros."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.plan import Proof, deciding_term

SOME = Proof(objective=(0.0, 50.0, 400.0), bound=(0.0, 40.0, 100.0), nothing=(100.0, 240.0, 1100.0), scale=1.0)
NONE = Proof(objective=(0.0, 0.0, 0.0), bound=(0.0, 0.0, 0.0), nothing=(0.0, 0.0, 0.0), scale=0.0)


def test_gaps_are_as_they_are_defined() -> None:
    assert SOME.gap == pytest.approx((0.0, 10 / 50, 300 / 400))
    assert SOME.value_gap == pytest.approx((0.0, 10 / 200, 300 / 1000))


def test_a_small_term_is_measured_against_the_scale() -> None:
    assert replace(SOME, objective=(0.5, 50.0, 400.0), scale=10.0).gap[0] == pytest.approx(0.05)


def test_the_first_term_that_is_not_zero_decides() -> None:
    assert SOME.deciding == 1
    assert replace(SOME, objective=(3.0, 50.0, 400.0)).deciding == 0
    assert replace(SOME, objective=(1e-9, 0.0, 400.0), bound=(0.0, 0.0, 100.0)).deciding == 2
    assert deciding_term((0.0, 0.0, 0.0), (0.0, 2.0, 0.0), 1.0) == 1


def test_where_nothing_can_be_missed_there_is_no_gap() -> None:
    assert NONE.gap == NONE.value_gap == (0.0, 0.0, 0.0)
    assert NONE.deciding == 2


def test_a_plan_as_good_as_its_bound_has_no_gap_even_where_nothing_can_be_gained() -> None:
    stuck = Proof(objective=(7.0, 7.0, 7.0), bound=(7.0, 7.0, 7.0), nothing=(7.0, 7.0, 7.0), scale=0.1)
    assert stuck.gap == stuck.value_gap == (0.0, 0.0, 0.0)
    assert stuck.deciding == 0


AMOUNT = st.floats(min_value=0.0, max_value=1e12)


@given(st.tuples(AMOUNT, AMOUNT, AMOUNT), st.floats(min_value=1e-3, max_value=1e9))
def test_gaps_are_shares(values: tuple[float, float, float], scale: float) -> None:
    bound, plan, nothing = sorted(values)
    proof = Proof(objective=(plan,) * 3, bound=(bound,) * 3, nothing=(nothing,) * 3, scale=scale)
    assert all(0.0 <= share <= 1.0 + 1e-12 for share in (*proof.gap, *proof.value_gap))
