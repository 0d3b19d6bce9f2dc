"""Flows against closed forms: constant rates, windows, leads, ramps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.model import Distribution, Shape
from openairlift.outlook.draws import streams
from openairlift.outlook.flows import Course, Flow

CONSTANT = Distribution.constant


def brought(months: int, *, samples: int = 1, **flow: object) -> np.ndarray:
    course = Course(Flow(name="x", **flow), streams(1, 0, samples))  # type: ignore[arg-type]
    out = np.empty(samples)
    return np.array([course.put(month, out).copy() for month in range(months + 1)])


def test_a_flow_that_has_always_run_brings_its_rate_and_its_lead_delays_only_the_end() -> None:
    assert brought(4, quantity=CONSTANT(10.0), lead=CONSTANT(7.0))[:, 0].tolist() == [0, 10, 20, 30, 40]
    ended = brought(4, quantity=CONSTANT(10.0), lead=CONSTANT(1.5), closes=1.0)[:, 0]
    assert ended.tolist() == [0, 10, 20, 25, 25]


def test_a_lead_delays_what_is_ordered_later() -> None:
    found = brought(5, quantity=CONSTANT(10.0), opens=1.0, closes=2.5, lead=CONSTANT(2.0))[:, 0]
    assert found.tolist() == [0, 0, 0, 0, 10, 15]


def test_a_linear_ramp_is_a_parabola_and_then_a_line() -> None:
    # ∫ min(s / 3, 1) ds: s²/6 up to 3 months, then s - 1.5.
    found = brought(6, quantity=CONSTANT(12.0), opens=1.0, ramp=CONSTANT(3.0))[:, 0]
    assert found == pytest.approx([0, 0, 2, 8, 18, 30, 42], abs=1e-12)


def test_a_ramp_that_began_before_the_start_goes_on() -> None:
    whole = brought(8, quantity=CONSTANT(12.0), opens=2.0, ramp=CONSTANT(4.0))[:, 0]
    later = brought(5, quantity=CONSTANT(12.0), opens=-1.0, ramp=CONSTANT(4.0))[:, 0]
    assert later == pytest.approx(whole[3:] - whole[3], abs=1e-12)


def test_a_ramp_of_no_length_is_none() -> None:
    flow = {"quantity": CONSTANT(12.0), "opens": 0.5}
    assert brought(4, ramp=CONSTANT(0.0), **flow).tolist() == brought(4, **flow).tolist()


@settings(max_examples=40, deadline=None)
@given(
    opens=st.floats(-10, 20), span=st.floats(0.1, 30), lead=st.floats(0, 15), ramp=st.floats(0.1, 20),
)  # fmt: skip
def test_the_closed_form_is_the_integral_of_the_rate(opens: float, span: float, lead: float, ramp: float) -> None:
    found = brought(
        24, quantity=CONSTANT(1.0), opens=opens, closes=opens + span, lead=CONSTANT(lead), ramp=CONSTANT(ramp)
    )[:, 0]
    steps = 400  # midpoints a month: the rate has two kinks and two jumps
    ages = (np.arange(24 * steps) + 0.5) / steps - opens - lead
    rate = np.where((ages >= 0) & (ages <= span), np.minimum(ages / ramp, 1.0), 0.0)
    summed = np.concatenate([[0.0], np.cumsum(rate)[steps - 1 :: steps] / steps])
    assert found == pytest.approx(summed, abs=4 / steps)


def test_a_monthly_quantity_is_drawn_anew_and_one_drawn_once_is_not() -> None:
    spread = Distribution(Shape.UNIFORM, (5.0, 15.0))
    once = np.diff(brought(50, samples=300, quantity=spread), axis=0)
    monthly = np.diff(brought(50, samples=300, quantity=spread, monthly=True), axis=0)
    assert np.allclose(once, once[0])
    assert monthly.mean() == pytest.approx(10.0, abs=4 * math.sqrt(100 / 12 / 15_000))
    assert np.corrcoef(monthly[0], monthly[1])[0, 1] == pytest.approx(0.0, abs=0.25)
