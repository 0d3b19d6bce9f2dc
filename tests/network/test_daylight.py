"""Daylight against sunrise and sunset as almanacs print them, to the minute."""

from __future__ import annotations

import itertools
import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.network.build import DEPOT, at, place, scenario

from openairlift.model import Disruption, Hours
from openairlift.network import build_network
from openairlift.network.daylight import HORIZON_DEG, _sun, daylight

DAY = 86_400


@pytest.mark.parametrize(
    ("name", "lat", "lon", "date", "rise", "sets"),
    [
        # local standard or summer time, hours from UTC behind the date
        ("London, midsummer", 51.5074, -0.1278, (2024, 6, 21, 1), "04:43", "21:21"),
        ("London, midwinter", 51.5074, -0.1278, (2024, 12, 21, 0), "08:04", "15:53"),
        ("New York, midwinter", 40.7128, -74.0060, (2024, 12, 21, -5), "07:16", "16:32"),
        ("Sydney, new year", -33.8688, 151.2093, (2024, 1, 1, 11), "05:48", "20:09"),
        ("Singapore, equinox", 1.3521, 103.8198, (2024, 3, 20, 8), "07:10", "19:17"),
        ("Reykjavik, midsummer", 64.1466, -21.9426, (2024, 6, 20, 0), "02:55", "24:03"),
        ("Anchorage, midwinter", 61.2181, -149.9003, (2024, 12, 21, -9), "10:14", "15:41"),
    ],
)
def test_published_sunrise_and_sunset(
    name: str, lat: float, lon: float, date: tuple[int, int, int, int], rise: str, sets: str
) -> None:
    year, month, day, zone = date
    start = datetime(year, month, day, tzinfo=UTC) - timedelta(hours=zone)
    windows = daylight(lat, lon, start - timedelta(days=1), 3 * DAY)
    expected = [DAY + int(clock[:2]) * 3600 + int(clock[3:]) * 60 for clock in (rise, sets)]
    near = min(windows, key=lambda window: abs(window[0] - expected[0]))
    assert near == pytest.approx(tuple(expected), abs=120), name


J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def test_the_sun_of_13_october_1992() -> None:
    """Meeus, "Astronomical Algorithms": example 25.a gives −7.78507°, example 28.b 13 min 42.7 s."""
    declination, equation_s = _sun((datetime(1992, 10, 13, tzinfo=UTC) - J2000).total_seconds())
    assert math.degrees(declination) == pytest.approx(-7.78507, abs=5e-5)
    assert equation_s == pytest.approx(13 * 60 + 42.7, abs=0.1)


def sun_height(lat: float, lon: float, moment: datetime) -> float:
    """Return the height of the sun's centre [degrees], by the low-precision formulas of the Astronomical Almanac."""
    days = (moment - J2000).total_seconds() / DAY
    anomaly = math.radians(357.528 + 0.9856003 * days)
    longitude = math.radians(280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    sine = math.sin(tilt) * math.sin(longitude)
    hour = math.radians(280.46061837 + 360.98564736629 * days + lon) - ascension
    phi = math.radians(lat)
    height = math.sin(phi) * sine + math.cos(phi) * math.sqrt(1 - sine * sine) * math.cos(hour)
    return math.degrees(math.asin(height))


def test_the_sun_stands_on_the_horizon_at_every_rise_and_set() -> None:
    """Fifty years and all longitudes, against formulas that are good to 0.01 degrees."""
    luck = random.Random(7)
    seen = 0
    for _ in range(300):
        lat, lon = luck.uniform(-60, 60), luck.uniform(-180, 180)
        start = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=luck.randrange(50 * 365 * 24))
        for moment in itertools.chain(*daylight(lat, lon, start, 2 * DAY)):
            if 0 < moment < 2 * DAY:
                seen += 1
                assert sun_height(lat, lon, start + timedelta(seconds=moment)) == pytest.approx(HORIZON_DEG, abs=0.02)
        for low, high in daylight(lat, lon, start, 2 * DAY):
            assert sun_height(lat, lon, start + timedelta(seconds=(low + high) / 2)) > HORIZON_DEG
    assert seen > 1000


def test_a_day_is_longer_than_half_a_day_by_refraction_and_radius_at_the_equinox() -> None:
    ((low, high),) = daylight(0.0, 0.0, datetime(2024, 3, 20, tzinfo=UTC), DAY)
    assert high - low == pytest.approx(12 * 3600 + 2 * 0.833 * 240, abs=30)


def test_the_sun_stays_up_in_the_polar_summer_and_down_in_the_winter() -> None:
    # Tromso: midnight sun from about 18 May to 26 July, polar night from about 27 November to 15 January
    tromso = (69.6492, 18.9553)
    assert daylight(*tromso, datetime(2024, 5, 21, tzinfo=UTC), 60 * DAY) == [(0, 60 * DAY)]
    assert daylight(*tromso, datetime(2024, 11, 29, tzinfo=UTC), 40 * DAY) == []
    spring = daylight(*tromso, datetime(2024, 5, 10, tzinfo=UTC), 14 * DAY)
    assert 7 <= len(spring) <= 9  # nights until 17 May
    assert spring[-1][1] == 14 * DAY


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.9999])
def test_the_poles_have_one_day_a_year(lat: float) -> None:
    start = datetime(2023, 11, 1, tzinfo=UTC)
    windows = daylight(lat, 0.0, start, 366 * DAY)
    assert len(windows) <= 2
    up = sum(high - low for low, high in windows) / DAY
    assert up == pytest.approx(189 if lat > 0 else 183, abs=5)


@given(
    st.floats(-62, 62),
    st.floats(-180, 180),
    st.integers(-10 * 365 * 24, 30 * 365 * 24),
)
def test_days_follow_each_other_below_the_polar_circles(lat: float, lon: float, hour: int) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    windows = daylight(lat, lon, start, 5 * DAY)
    assert 4 <= len(windows) <= 6
    assert all(0 <= low < high <= 5 * DAY for low, high in windows)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(windows))
    noons = [(low + high) / 2 for low, high in windows if low > 0 and high < 5 * DAY]
    assert all(abs(later - earlier - DAY) < 600 for earlier, later in itertools.pairwise(noons))


def test_daylight_cuts_the_hours_of_a_place() -> None:
    every_day = Hours((((6 * 3600, 12 * 3600),),) * 7, "daily 06:00-12:00")
    there = place("hub", 50.11, 22.02, daylight_only=True)
    short = place("camp", 50.11, 22.02, daylight_only=True, open_hours=every_day)
    closure = Disruption(kind="closure", target="hub", opens=at(30), closes=at(48))
    network = build_network(scenario(places=(DEPOT, there, short), horizon_days=2, disruptions=(closure,)))
    assert network.open_s[0] is None
    first = daylight(50.11, 22.02, at(0), 2 * DAY)[0]
    assert 5 * 3600 < first[0] < 6 * 3600  # end of February: sunrise at 05:20 UTC
    second = daylight(50.11, 22.02, at(0), 2 * DAY)[1]
    assert network.open_s[1] == (first, (second[0], 30 * 3600))
    assert network.open_s[2] == ((6 * 3600, 12 * 3600), (30 * 3600, 36 * 3600))
