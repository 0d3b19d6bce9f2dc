from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.tables import CellError
from openairlift.tables.hours import parse_hours

HOUR = 3600
DAY = 24 * HOUR


def test_weekdays() -> None:
    days = parse_hours("mon-fri 06:00-22:00; sat 08:00-12:00").days
    assert days == (((6 * HOUR, 22 * HOUR),),) * 5 + (((8 * HOUR, 12 * HOUR),), ())


def test_every_day() -> None:
    assert parse_hours("daily 06:00-18:00").days == (((6 * HOUR, 18 * HOUR),),) * 7
    assert parse_hours("06:00-18:00").days == parse_hours("daily 06:00-18:00").days
    assert parse_hours("24h").days == (((0, DAY),),) * 7
    assert parse_hours("24 h").text == "24 h"


def test_window_past_midnight_goes_on_the_next_day() -> None:
    days = parse_hours("sun 22:00-04:00").days
    assert days[6] == ((22 * HOUR, DAY),)
    assert days[0] == ((0, 4 * HOUR),)
    assert days[1:6] == ((),) * 5
    assert parse_hours("mon 22:00-00:00").days == parse_hours("mon 22:00-24:00").days


def test_span_of_days_may_cross_the_week_and_windows_may_repeat() -> None:
    assert [bool(day) for day in parse_hours("sat-mon 08:00-12:00").days] == [
        True,
        False,
        False,
        False,
        False,
        True,
        True,
    ]
    assert parse_hours("mon,wed 08:00-10:00, 12:00-14:00").days[2] == ((8 * HOUR, 10 * HOUR), (12 * HOUR, 14 * HOUR))
    assert parse_hours("mon 08:00-12:00; mon 11:00-14:00").days[0] == ((8 * HOUR, 14 * HOUR),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon",
        "mon 6-22",
        "mon 06:00-06:00",
        "mon 25:00-26:00",
        "mon 06:60-07:00",
        "mo 06:00-07:00",
        "mon 24:00-01:00",
        "x 24h y",
    ],
)
def test_what_is_no_hours(text: str) -> None:
    with pytest.raises(CellError):
        parse_hours(text)


@given(
    st.integers(min_value=0, max_value=6),
    st.integers(min_value=0, max_value=1439),
    st.integers(min_value=0, max_value=1439),
)
def test_open_time_of_a_window_is_its_length(day: int, opens: int, closes: int) -> None:
    word = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    text = f"{word} {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
    if opens == closes:
        with pytest.raises(CellError):
            parse_hours(text)
        return
    days = parse_hours(text).days
    assert sum(b - a for windows in days for a, b in windows) == ((closes - opens) % 1440) * 60
    assert all(0 <= a < b <= DAY for windows in days for a, b in windows)
