"""The vectorised stock against a plain one, its bookkeeping, and properties that must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.outlook.plain import Sample, reckon

from openairlift.model import Distribution, Shape
from openairlift.outlook.balance import Month, walk
from openairlift.outlook.draws import streams
from openairlift.outlook.flows import Course, Flow
from openairlift.outlook.watchers import Falls, Needs, Rebuilds

SEED, SAMPLES = 5, 30


class Keep:
    """Keeps every month."""

    def __init__(self) -> None:
        self.stock: list[np.ndarray] = []
        self.produced: list[np.ndarray] = []
        self.consumed: list[np.ndarray] = []

    def see(self, month: Month) -> None:
        self.stock.append(month.stock.copy())
        self.produced.append(month.produced.copy())
        self.consumed.append(month.consumed.copy())


def amounts() -> st.SearchStrategy[Distribution]:
    number = st.floats(0, 60)
    return st.one_of(
        number.map(Distribution.constant),
        st.tuples(number, number, number).map(lambda v: Distribution(Shape.TRIANGULAR, tuple(sorted(v)))),
        st.tuples(st.floats(0.5, 40), st.floats(0, 1)).map(lambda v: Distribution(Shape.LOGNORMAL, v)),
    )


@st.composite
def flows(draw: st.DrawFn, name: str) -> Flow:
    opens = draw(st.none() | st.floats(-5, 12))
    return Flow(
        name=name,
        quantity=draw(amounts()),
        opens=opens,
        closes=draw(st.none() | st.floats(0.1, 20).map(lambda span: (opens or 0.0) + span)),
        lead=draw(st.none() | st.just(Distribution(Shape.LOGNORMAL, (3.0, 0.5)))),
        ramp=None if opens is None else draw(st.none() | st.just(Distribution(Shape.UNIFORM, (1.0, 8.0)))),
        monthly=draw(st.booleans()),
    )


worlds = st.fixed_dictionaries(
    {
        "opening": st.floats(0, 600),
        "drawn": st.lists(st.floats(0, 80), min_size=1, max_size=15).map(lambda v: np.cumsum([0.0, *v])),
        "produced": st.lists(flows("p"), max_size=1),
        "consumed": st.tuples(flows("c"), flows("d")).map(list) | st.just([]),
        "floor": st.floats(1, 200),
    }
)


def show(world: dict, *watchers: object) -> np.ndarray:
    roots = streams(SEED, 0, SAMPLES)
    return walk(
        np.array([world["opening"]]),
        drawn=world["drawn"],
        produced=[Course(flow, roots) for flow in world["produced"]],
        consumed=[Course(flow, roots) for flow in world["consumed"]],
        samples=SAMPLES,
        watchers=watchers,  # type: ignore[arg-type]
    )


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_it_agrees_with_a_plain_reckoning(world: dict) -> None:
    keep, empty, low = Keep(), Falls(0.0, SAMPLES), Falls(world["floor"], SAMPLES)
    unmet = show(world, keep, empty, low)
    out, under = empty.when, low.when
    for run in range(SAMPLES):
        plain = reckon(seed=SEED, run=run, **world)
        assert [float(row[run]) for row in keep.stock] == pytest.approx(plain.stock, abs=1e-6)
        assert unmet[run] == pytest.approx(sum(plain.unmet), abs=1e-5)
        for found, exact, level in ((out[run], plain.run_out, 0.0), (under[run], plain.below, world["floor"])):
            assert found == pytest.approx(exact, abs=1e-6) or touches(plain, min(found, exact), level)


def touches(plain: Sample, when: float, level: float) -> bool:
    """Whether the stock stands on the level at the end of a month: by rounding it may pass it a month later."""
    month = round(when)
    return abs(when - month) < 1e-3 and abs(plain.stock[month] - level) < 1e-4


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_nothing_is_lost_and_nothing_is_negative(world: dict) -> None:
    keep = Keep()
    unmet = show(world, keep)
    last = world["opening"] + keep.produced[-1] - keep.consumed[-1] - world["drawn"][-1] + unmet
    assert last == pytest.approx(keep.stock[-1], abs=1e-5)
    for number in range(1, len(keep.stock)):
        came = keep.produced[number] - keep.produced[number - 1]
        went = keep.consumed[number] - keep.consumed[number - 1] + world["drawn"][number] - world["drawn"][number - 1]
        lost = keep.stock[number] - (keep.stock[number - 1] + came - went)
        assert (lost >= -1e-6).all()
        assert (lost[keep.stock[number] > 1e-6] <= 1e-6).all()  # nothing is lost while something is there
        assert (keep.stock[number] >= 0.0).all()


@settings(max_examples=25, deadline=None)
@given(worlds, st.floats(0.1, 50))
def test_more_production_never_runs_out_earlier(world: dict, rate: float) -> None:
    one, other = Falls(0.0, SAMPLES), Falls(0.0, SAMPLES)
    less = show(world, one)
    more = Flow(name="more", quantity=Distribution.constant(rate))
    assert (show({**world, "produced": [*world["produced"], more]}, other) <= less + 1e-6).all()
    assert (other.when >= one.when - 1e-6).all()


@settings(max_examples=25, deadline=None)
@given(worlds, st.floats(0, 3))
def test_the_rate_that_is_needed_holds_the_floor_and_less_does_not(world: dict, lead: float) -> None:
    needs = Needs(world["floor"], lead, SAMPLES)
    show(world, needs)
    for run in np.flatnonzero(np.isfinite(needs.rate))[:3]:
        rate = float(needs.rate[run])
        for factor, held in ((1.0, True), (0.98, False)):
            keep = Keep()
            added = Flow(name="more", quantity=Distribution.constant(rate * factor), opens=lead)
            show({**world, "produced": [*world["produced"], added]}, keep)
            least = min(float(row[run]) for row in keep.stock)
            if rate > 1e-3:
                assert (least >= world["floor"] - 1e-4) == held or abs(least - world["floor"]) < 1e-3
            else:
                assert least >= world["floor"] - 0.1


def test_a_return_before_the_plan_has_drawn_everything_does_not_count() -> None:
    # Down by 50 in month 1, up by 30 a month: back in month 3, but the plan draws 60 more in month 4.
    drawn = np.array([0.0, 50.0, 50.0, 50.0, 110.0, 110.0, 110.0, 110.0])
    world = {"opening": 100.0, "drawn": drawn, "produced": [Flow(name="p", quantity=Distribution.constant(30.0))]}
    early, late = Rebuilds(100.0, 0, SAMPLES), Rebuilds(100.0, 4, SAMPLES)
    show({**world, "consumed": []}, early, late)
    # Stock at the ends: 100 80 110 140 110 140 …
    assert early.when[0] == pytest.approx(1 + 20 / 30)
    assert late.when[0] == pytest.approx(4.0)
