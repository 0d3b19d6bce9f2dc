from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.tables import CellError, parse_moment
from openairlift.tables.moments import GRAMMAR

START = datetime(2022, 2, 25, 6, tzinfo=UTC)
NOON = datetime(2022, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-03-04", datetime(2022, 3, 4, tzinfo=UTC)),
        ("2022-03-04T12:00Z", NOON),
        ("2022-03-04 12:00Z", NOON),
        ("2022-03-04T12:00:00.000Z", NOON),
        ("2022-03-04T13:00+01:00", NOON),
        ("2022-03-04T06:30-0530", NOON),
        ("041200ZMAR22", NOON),
        ("041200z Mar 2022", NOON),
        ("D+3", START + timedelta(days=3)),
        ("C+003", START + timedelta(days=3)),
        ("c-1", START - timedelta(days=1)),
        ("D+0", START),
    ],
)
def test_reads_as_utc(text: str, moment: datetime) -> None:
    found = parse_moment(text, START)
    assert found == moment
    assert found.tzinfo is UTC


def test_naive_date_time_is_refused_with_the_fix() -> None:
    with pytest.raises(CellError, match=r"names no time zone; allowed: 2022-03-04T12:00Z for UTC"):
        parse_moment("2022-03-04T12:00", START)


def test_relative_day_needs_a_start() -> None:
    with pytest.raises(CellError, match="start"):
        parse_moment("D+3")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2022-13-01",
        "2022-02-30",
        "2022-03-04T24:00Z",
        "2022-03-04T12:00+25:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "1666-09-02",
        "20220304",
        "2022-W09-5",
        "041200JMAR22",
        "041200ZMAY2",
        "321200ZMAR22",
        "041200ZMAI22",
        "D3",
        "D+99999",
        "04/03/2022",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(CellError):
        parse_moment(text, START)


@given(
    st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 30)),  # noqa: DTZ001 - bounds are naive
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_iso_reads_back(naive: datetime, minutes: int) -> None:
    offset = timedelta(minutes=minutes)
    sign = "-" if minutes < 0 else "+"
    text = f"{naive:%Y-%m-%dT%H:%M:%S.%f}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    assert parse_moment(text) == naive.replace(tzinfo=UTC) - offset


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_date_time_group_reads_back(naive: datetime) -> None:
    month = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")[naive.month - 1]
    text = f"{naive:%d%H%M}Z{month}{naive:%y}"
    assert parse_moment(text) == naive.replace(second=0, microsecond=0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10.01.2027", "2027-01-10"),
        ("1.2.2027", "2027-02-01"),
        ("10. 1. 2027", "2027-01-10"),
        ("2027.01.10", "2027-01-10"),
        ("2027/1/10", "2027-01-10"),
        ("2027-1-9", "2027-01-09"),
        ("13/01/2027", "2027-01-13"),
        ("01/13/2027", "2027-01-13"),
        ("07/07/2027", "2027-07-07"),
        ("10 January 2027", "2027-01-10"),
        ("10-Jan-2027", "2027-01-10"),
        ("2027 Feb 3", "2027-02-03"),
        ("10/01/2027", None),  # 10 January or October 1
        ("10-01-2027", None),
        ("10.13.2027", None),
        ("31.02.2027", None),
        ("10.01.27", None),
        ("10.01.1027", None),
        ("10 Foo 2027", None),
        ("tomorrow", None),
    ],
)
def test_a_date_in_another_form_names_the_one_that_it_can_only_mean(text: str, meant: str | None) -> None:
    with pytest.raises(CellError) as caught:
        parse_moment(text)
    assert (caught.value.nearest, caught.value.allowed) == (meant, GRAMMAR)
    if meant is not None:
        parse_moment(meant)
