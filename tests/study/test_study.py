"""Curves, closure, limits: against plain reckoning."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.study.worlds import study

from openairlift.errors import UsageError
from openairlift.model import MARKS
from openairlift.plan import Shortfall
from openairlift.sim import Resource
from openairlift.study import Curve, quantiles
from openairlift.study.curves import NEVER, grid_of
from openairlift.study.limits import binding_shares
from openairlift.study.study import censored_quantiles


def curve(times: list[list[int]], amounts: list[list[float]], *, listed: float = 10.0, **fields: object) -> Curve:
    base = Curve(
        mark="delivered",
        meter="usd",
        group="all",
        unit="USD",
        times_s=np.array(times, dtype=np.int64),
        amounts=np.array(amounts),
        grid_s=grid_of(86_400),
        listed=listed,
        authorised=20.0,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


@given(
    hnp.arrays(np.int64, (3, 5), elements=st.integers(0, 50)),
    hnp.arrays(np.float64, (3, 5), elements=st.integers(0, 9).map(float)),
    st.lists(st.integers(0, 60), min_size=1, max_size=8),
)
def test_at_counts_what_passed_by_then(times: np.ndarray, amounts: np.ndarray, moments: list[int]) -> None:
    found = curve(times.tolist(), amounts.tolist()).at(moments)
    plain = [
        [sum(a for t, a in zip(ts, am, strict=True) if t <= m) for m in moments]
        for ts, am in zip(times, amounts, strict=True)
    ]
    assert found.tolist() == plain


def test_what_never_passed_is_not_counted_at_any_moment() -> None:
    found = curve([[10, NEVER]], [[4.0, 6.0]])
    assert found.at(10**12).tolist() == [4.0]
    assert found.at(10).tolist() == [4.0]
    assert found.at(9).tolist() == [0.0]


def test_the_grid_has_start_every_six_hours_and_horizon() -> None:
    assert grid_of(50_000).tolist() == [0, 21_600, 43_200, 50_000]
    assert grid_of(43_200).tolist() == [0, 21_600, 43_200]


def test_quantiles_are_values_that_occurred() -> None:
    assert quantiles([4.0, 1.0, 3.0, 2.0], (0.1, 0.5, 0.51, 0.9)).tolist() == [1.0, 2.0, 3.0, 4.0]


def test_shares_divide_by_what_is_listed_or_authorised() -> None:
    found = curve([[5]], [[7.0]])
    assert found.share().at(5).tolist() == [0.7]
    assert found.share("authorised").at(5).tolist() == [0.35]
    assert found.share().unit == "share"


@pytest.mark.parametrize(
    ("fields", "of", "words"),
    [
        ({"meter": "mass"}, "authorised", "in USD"),
        ({"authorised": None}, "authorised", "no authorised amount"),
        ({"listed": 0.0}, "listed", "nothing is listed"),
        ({}, "planned", "'planned'"),
    ],
)
def test_a_share_of_nothing_is_refused(fields: dict[str, object], of: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        curve([[5]], [[7.0]], **fields).share(of)  # type: ignore[arg-type]


def test_reached_is_the_last_mark_and_only_when_all_is_there() -> None:
    last, closed = curve([[5, 9], [5, NEVER], [5, 9]], [[4.0, 6.0], [4.0, 6.0], [4.0, 5.0]]).reached()
    assert closed.tolist() == [True, False, False]
    assert last[0] == 9


def test_a_load_that_carried_nothing_does_not_hold_up_closure() -> None:
    last, closed = curve([[5, NEVER]], [[10.0, 0.0]]).reached()
    assert (closed.tolist(), last.tolist()) == ([True], [5])


@given(st.lists(st.integers(-1, 99), min_size=1, max_size=30), st.floats(0.01, 1.0))
def test_censored_runs_count_as_later_than_all_others(seconds: list[int], q: float) -> None:
    (found,) = censored_quantiles(np.array(seconds), (q,))
    ordered = sorted(s if s >= 0 else 10**9 for s in seconds)
    at_or_below = [value for value in ordered if sum(o <= value for o in ordered) / len(ordered) >= q - 1e-12]
    assert found == (at_or_below[0] if at_or_below[0] < 10**9 else None)


def test_binding_shares_are_means_and_quantiles_of_the_window_sorted() -> None:
    resources = [Resource(kind="parking", place="hub", name=name, index=0) for name in ("a", "b", "c")]
    binding = np.array([[10, 50, 10], [30, 50, 30], [7, 7, 7]])
    window = np.array([[0, 100], [100, 200], [-1, 100]])
    first, second, third = binding_shares(resources, binding, window)
    assert (first.name, first.rank, first.binding_share) == ("b", 1, pytest.approx((0.5 + 0.5) / 3))
    assert (first.p10, first.p90) == (0.0, 0.5)
    assert [(item.name, item.rank) for item in (second, third)] == [("a", 2), ("c", 2)]


def test_curves_grow_with_time_and_shrink_along_the_marks() -> None:
    found = study()
    values = [found.delivered(mark=mark, meter="mass").values for mark in MARKS]
    assert all((np.diff(value, axis=1) >= 0).all() for value in values)
    assert all((early >= late - 1e-6).all() for early, late in pairwise(values))


def test_mass_is_that_of_the_packages_and_of_the_people() -> None:
    found = study()
    horizon = found.network.horizon_s
    whole = found.delivered(mark="at_hub", meter="mass").at(horizon)
    parts = [found.delivered(mark="at_hub", meter="mass", group=group).at(horizon) for group in ("pkg", "aid")]
    people = found.delivered(mark="at_hub", meter="people").at(horizon)
    assert whole == pytest.approx(sum(parts) + people * 110.0)
    assert (whole <= found.listed(meter="mass") + 1e-6).all()


def test_listed_counts_each_meter_apart() -> None:
    found = study()
    assert found.listed(meter="usd") == 60 * 20_000.0
    assert found.listed(meter="items") == 60
    assert found.listed(meter="people") == 80
    assert found.listed(meter="mass") == 60 * 1500.0 + 90_000.0 + 80 * 110.0
    assert found.listed(meter="mass", item="generator") == 90_000.0
    assert found.listed(meter="mass", group="aid") == 90_000.0


def test_the_objectives_mark_and_meter_are_the_default() -> None:
    found = study()
    assert (found.delivered().mark, found.delivered().meter) == ("delivered", "mass")


@pytest.mark.parametrize(
    ("wrong", "near"), [({"mark": "at_hubb"}, "at_hub"), ({"meter": "mas"}, "mass"), ({"group": "pkgg"}, "pkg")]
)
def test_unknown_names_are_refused_with_the_nearest(wrong: dict[str, str], near: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean '{near}'"):
        study().delivered(**wrong)  # type: ignore[arg-type]


def test_authorised_needs_an_amount_for_every_package() -> None:
    assert study().authorised("pkg") == 1_500_000.0
    assert study().authorised() is None


def test_closure_is_when_the_last_load_passed_the_objectives_mark() -> None:
    found = study()
    assert found.closed.any()
    marks = found.samples.marks[:, :, MARKS.index("delivered")]
    run = int(np.flatnonzero(found.closed)[0])
    assert found.closure_s[run] == marks[run][found.samples.carried[run] > 0].max()
    last, closed = found.delivered().reached()
    assert np.array_equal(closed, found.closed)
    assert np.array_equal(last[closed], found.closure_s[closed])


def test_a_plan_with_a_shortfall_never_closes() -> None:
    base = study()
    short = replace(base.plan, shortfalls=(Shortfall(line=0, quantity=1.0, mass_kg=1500.0, reason="a test"),))
    found = replace(base, plan=short)
    assert found.closure_quantiles() == (None, None, None)
    assert found.closed_share == 0.0


def test_binding_never_exceeds_its_window() -> None:
    assert all(0.0 <= limit.binding_share <= 1.0 for limit in study().limits())
    assert len(study().limits()) == len(study().resources)
