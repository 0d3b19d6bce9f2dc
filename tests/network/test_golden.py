"""The golden arithmetic: lines of planning factors as published, to the digits that they print (AFPAM 10-1403)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.network import formulas as f
from openairlift.units import SHORT_TON_KG

FLYING = f.round_trip_flying_h([(3500, 415), (3500, 415)])


def test_station_of_one_spot() -> None:
    rate = f.station_per_day(1, 45, hours_per_day=24, ground_time_h=3.25, efficiency=0.85)
    assert round(rate, 1) == 282.5
    assert round(rate * SHORT_TON_KG / 1000, 1) == 256.2


def test_station_of_two_spots() -> None:
    assert round(f.station_per_day(2, 45, hours_per_day=24, ground_time_h=2.25, efficiency=0.85), 1) == 816.0
    assert round(f.arrivals_per_day(2, hours_per_day=24, ground_time_h=2.25, efficiency=0.85), 2) == 18.13


def test_station_of_six_spots() -> None:
    assert round(f.station_per_day(6, 45, hours_per_day=24, ground_time_h=3.25, efficiency=0.85), 2) == 1694.77


def test_station_in_metric_units() -> None:
    rate = f.station_per_day(6, 100, hours_per_day=20, ground_time_h=3, efficiency=0.85 * 0.9293)
    assert round(rate, 2) == 3159.62
    assert round(rate, -1) == 3160


def test_strip() -> None:
    flying = f.round_trip_flying_h([(16, 530), (16, 530)])
    cycle = f.cycle_h(flying, [1.75, 1.75])
    assert round(cycle, 2) == 3.56
    assert round(f.sorties_per_day(1, hours_per_day=20, cycle_time_h=cycle, efficiency=0.85), 1) == 4.8


def test_fleet() -> None:
    assert round(FLYING, 3) == 16.867
    assert round(f.fleet_per_day(30, 45, flying_hours_per_day=12.5, round_trip_h=FLYING), 2) == 1000.45


def test_million_ton_miles() -> None:
    rate = f.million_ton_miles_per_day(30, 415, 45, flying_hours_per_day=12.5, productivity=0.47)
    assert round(rate, 4) == 3.2915


def test_missions() -> None:
    assert f.missions(5000, 45) == 112


def test_tails_that_saturate_the_station() -> None:
    tails = f.tails_to_saturate(816, 45, flying_hours_per_day=12.5, round_trip_h=FLYING)
    assert round(tails, 2) == 24.47
    assert math.ceil(tails) == 25


def test_the_least_limit_is_named() -> None:
    assert f.delivered_per_day({"fleet": 3.0, "station": 2.0, "fuel": 4.0}) == ("station", 2.0)
    with pytest.raises(ValueError, match="at least one rate"):
        f.delivered_per_day({})


def test_an_impossible_divisor_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="ground_time_h must be above 0, got 0"):
        f.station_per_day(1, 45, hours_per_day=24, ground_time_h=0)


SPOTS = st.integers(1, 40)


@given(SPOTS, st.integers(1, 200), st.floats(0.5, 10), st.floats(1, 100))
def test_doubling_spots_doubles_the_rate_until_the_fleet_binds(
    spots: int, tails: int, ground_h: float, payload: float
) -> None:
    fleet = f.fleet_per_day_by_cycle(tails, payload, cycle_time_h=ground_h * 2 + 10)

    def rate(n: int) -> float:
        station = f.station_per_day(n, payload, hours_per_day=24, ground_time_h=ground_h)
        return f.delivered_per_day({"fleet": fleet, "station": station})[1]

    assert rate(2 * spots) == pytest.approx(min(2 * rate(spots), fleet))


def closure(requirement: float, payload: float, spots: float, hours: float, tails: float) -> float:
    """Closure [h] of a flow of 10 h out and 10 h back with 3 h on the ground at each end."""
    fleet = f.fleet_per_day_by_cycle(tails, payload, cycle_time_h=26)
    station = f.station_per_day(spots, payload, hours_per_day=hours, ground_time_h=3)
    rate = f.delivered_per_day({"fleet": fleet, "station": station})[1]
    return f.closure_h(13, f.missions(requirement, payload), f.interval_h(rate / payload))


@given(
    st.floats(1, 1e5),
    st.floats(1, 100),
    SPOTS,
    st.floats(1, 24),
    st.integers(1, 100),
    st.floats(0.2, 1.0),
    st.sampled_from(["payload", "spots", "hours", "tails"]),
)
def test_closure_never_falls_when_a_means_falls(
    requirement: float, payload: float, spots: int, hours: float, tails: int, part: float, which: str
) -> None:
    means = {"payload": payload, "spots": float(spots), "hours": hours, "tails": float(tails)}
    before = closure(requirement, **means)
    means[which] *= part
    assert closure(requirement, **means) >= before * (1 - 1e-12)
