"""Observations beside results: the right number, the right moment, and a reason where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.network.build import at
from tests.study.plain import amount, loads_of
from tests.study.worlds import observed, played, study

from openairlift.model import MARKS, Package
from openairlift.study import Comparison, Unresolved, resolve
from openairlift.study.observations import mid_rank


def seen(**fields: Any) -> Comparison:
    (found,) = observed(study(), **fields).observations()
    return found


def test_a_share_is_placed_at_both_marks_where_none_is_named() -> None:
    found = seen(quantity="share", value=0.4, package="pkg", meter="usd", at="approved + 1 d")
    assert found.reason is None
    assert [placed.mark for placed in found.placed] == ["at_hub", "delivered"]
    predicted = [amount(run, mark="at_hub", meter="usd", group="pkg", at=48 * 3600) / 1.5e6 for run in played()]
    assert found.of == "authorised"
    assert found.placed[0].quantile == mid_rank(np.array(predicted), 0.4)
    assert found.placed[0].p50 == sorted(predicted)[(len(predicted) + 1) // 2 - 1]


def test_dates_that_conflict_are_said_and_the_latest_counts() -> None:
    found = seen(quantity="share", value=0.4, package="pkg", at="approved + 1 d")
    assert found.at is not None
    assert found.at.seconds == 48 * 3600
    assert any("2022-02-25, 2022-02-26" in note and "latest" in note for note in found.notes)


def test_the_denominator_is_what_is_listed_where_nothing_is_authorised() -> None:
    assert seen(quantity="share", value=0.4, package="aid", meter="mass", at="end of 2022-02-27").of == "listed"


def test_a_bound_has_the_quantile_of_its_end() -> None:
    found = seen(quantity="mass", low=1.0, high=1e12, mark="landed", at="end of 2022-02-26")
    (placed,) = found.placed
    assert placed.mark == "landed"
    assert placed.quantile is None
    assert placed.high_quantile == 1.0
    assert placed.low_quantile is not None


def test_amounts_count_items_people_and_single_items() -> None:
    end = "end of 2022-03-02"
    assert seen(quantity="items", value=60, item="generator", mark="at_hub", at=end).placed[0].p90 == 60
    assert seen(quantity="people", value=80, mark="at_hub", at=end).placed[0].p90 == 80
    reason = seen(quantity="items", value=5, item="tent", mark="at_hub", at=end).reason
    assert reason is not None
    assert "tent" in reason


def test_closure_is_in_days_and_censored() -> None:
    found = seen(quantity="closure_days", value=3.0, package="pkg", mark="at_hub")
    loads = loads_of(group="pkg")
    ends = [run.marks[loads, MARKS.index("at_hub")] for run in played()]
    days = [end.max() / 86_400 if (end >= 0).all() else np.inf for end in ends]
    assert found.placed[0].quantile == mid_rank(np.array(days), 3.0)


def test_the_first_arrival_is_the_first_landing() -> None:
    found = seen(quantity="first_arrival", value=0.5)
    landed = [run.window[0] / 86_400 for run in played()]
    assert found.placed[0].mark == "landed"
    assert found.placed[0].p10 == pytest.approx(np.sort(landed)[4])


def test_arrivals_a_day_are_those_of_all_traffic_in_the_window() -> None:
    found = seen(quantity="arrivals_per_day", value=5, place="hub", opens="2022-02-26", closes="2022-02-28")
    hub = study().network.place_index["hub"]
    daily = np.array([run.traffic[hub, 1:3, 0].sum() / 2 for run in played()])
    assert found.placed[0].mark is None
    assert found.placed[0].quantile == mid_rank(daily, 5)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"quantity": "share", "value": 0.4, "at": "end of 2022-02-27", "not_comparable": "another war"},
            "another war",
        ),
        ({"quantity": "other", "value": 1}, "no measure"),
        ({"quantity": "share", "value": 0.4, "package": "pkg"}, "no moment is stated"),
        ({"quantity": "share", "value": 0.4, "package": "pkg", "at": "end of 2023-01-01"}, "outside the scenario"),
        ({"quantity": "share", "value": 0.4, "package": "pkg", "at": "landed + 2 d"}, "no event 'landed'"),
        ({"quantity": "share", "value": 0.4, "package": "gone", "at": "end of 2022-02-27"}, "'gone'"),
        ({"quantity": "share", "value": 0.4, "at": "approved + 2 d"}, "none is named"),
        ({"quantity": "share", "value": 0.4, "package": "pkg", "at": "soon"}, "'soon' is no moment"),
        (
            {
                "quantity": "share",
                "value": 0.4,
                "package": "pkg",
                "meter": "mass",
                "of": "authorised",
                "at": "2022-02-27",
            },
            "USD",
        ),
        ({"quantity": "arrivals_per_day", "value": 4}, "no place is named"),
        ({"quantity": "arrivals_per_day", "value": 4, "place": "moon"}, "'moon'"),
        ({"quantity": "arrivals_per_day", "value": 4, "place": "hub", "opens": "2022-04-01"}, "outside"),
    ],
)
def test_what_can_not_be_compared_says_why(fields: dict[str, Any], words: str) -> None:
    found = seen(**fields)
    assert found.placed == ()
    assert found.reason is not None
    assert words in found.reason


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(0, 5))
def test_the_mid_rank_counts_ties_half(values: list[int], value: int) -> None:
    found = mid_rank(np.array(values, dtype=float), float(value))
    mirrored = mid_rank(-np.array(values, dtype=float), -float(value))
    assert found is not None
    assert mirrored is not None
    assert found + mirrored == pytest.approx(1.0)
    assert found == pytest.approx((sum(v < value for v in values) + values.count(value) / 2) / len(values))


def test_moments_are_read_in_every_form() -> None:
    made = study().scenario
    assert resolve("end of 2022-02-25", made).seconds == 86_400
    assert resolve("2022-02-26T06:00Z", made).seconds == 30 * 3600
    assert resolve("C+001", made).seconds == 86_400
    assert resolve(at(5), made).seconds == 5 * 3600
    assert resolve("announced", made, package="pkg").seconds == 0
    assert resolve("announced + 1.5 h", made, package="pkg").seconds == 5400


def test_the_only_package_need_not_be_named() -> None:
    made = replace(study().scenario, packages={"pkg": Package(package="pkg")})
    assert resolve("approved + 2 h", made).seconds == 26 * 3600
    with pytest.raises(Unresolved, match="no event"):
        resolve("delivered + 2 h", made)
