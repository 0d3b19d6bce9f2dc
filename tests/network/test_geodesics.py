"""Geodesics over arrays against GeographicLib."""

from __future__ import annotations

import random

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.network.geodesics import points_at, ways

WGS84 = Geodesic.WGS84
LATS = st.floats(-89.9, 89.9)
LONS = st.floats(-180, 180)


@settings(max_examples=200)
@given(LATS, LONS, LATS, LONS)
def test_ways_agree_with_geographiclib(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    far, towards = ways(*(np.array([value]) for value in (lat1, lon1, lat2, lon2)))
    wanted = WGS84.Inverse(lat1, lon1, lat2, lon2)
    assert abs(far[0] - wanted["s12"]) <= 1e-6 * max(wanted["s12"], 1e3)
    if 1e3 < wanted["s12"] < 19_900_000:
        assert abs((towards[0] - wanted["azi1"] + 180) % 360 - 180) < 1e-4


@settings(max_examples=100)
@given(LATS, LONS, st.floats(0, 360), st.floats(0, 10_000_000))
def test_ends_agree_with_geographiclib(lat: float, lon: float, azimuth: float, far: float) -> None:
    lats, lons = points_at(lat, lon, np.array([azimuth]), np.array([far]))
    there = WGS84.Direct(lat, lon, azimuth, far)
    assert WGS84.Inverse(lats[0], lons[0], there["lat2"], there["lon2"])["s12"] < 1e-2


def test_ways_and_ends_are_good_to_half_a_millimetre_up_to_19000_km() -> None:
    luck = random.Random(5)
    for _ in range(300):
        lat, lon, azimuth, far = (
            luck.uniform(-89, 89),
            luck.uniform(-180, 180),
            luck.uniform(0, 360),
            luck.uniform(1, 1.9e7),
        )
        there = WGS84.Direct(lat, lon, azimuth, far)
        lats, lons = points_at(lat, lon, np.array([azimuth]), np.array([far]))
        assert WGS84.Inverse(lats[0], lons[0], there["lat2"], there["lon2"])["s12"] < 5e-4
        length, towards = ways(*(np.array([value]) for value in (lat, lon, there["lat2"], there["lon2"])))
        assert abs(length[0] - far) < 5e-4
        sideways = np.radians((towards[0] - azimuth + 180) % 360 - 180) * 6_371_000.0 * abs(np.sin(far / 6_371_000.0))
        assert abs(sideways) < 5e-3


def test_the_shape_of_ways_is_that_of_the_points() -> None:
    far, towards = ways(np.array([[0.0], [10.0]]), np.array([0.0]), np.array([0.0]), np.array([[1.0, 2.0, 3.0]]))
    assert far.shape == towards.shape == (2, 3)
    assert far[0].tolist() == pytest.approx([111_319.491, 222_638.982, 333_958.472], abs=1e-3)
    assert towards[0].tolist() == pytest.approx([90.0] * 3)


def test_ways_between_antipodes_have_the_length_of_the_shortest_and_the_bearing_of_a_sphere() -> None:
    """There the series does not settle."""
    far, towards = ways(*(np.array([value]) for value in (0.0, 0.0, 0.0, 180.0)))
    assert far[0] == pytest.approx(WGS84.Inverse(0.0, 0.0, 0.0, 180.0)["s12"], abs=1.0)
    assert 0.0 <= towards[0] < 360.0
    far, towards = ways(*(np.array([value]) for value in (30.0, 0.0, -29.9, 179.9)))
    assert far[0] == pytest.approx(WGS84.Inverse(30.0, 0.0, -29.9, 179.9)["s12"], abs=25.0)
    lat1, lat2, span = np.radians([30.0, -29.9, 179.9])
    east = np.cos(lat2) * np.sin(span)
    north = np.cos(lat1) * np.sin(lat2) - np.sin(lat1) * np.cos(lat2) * np.cos(span)
    assert towards[0] == pytest.approx(np.degrees(np.arctan2(east, north)) % 360.0)


def test_one_point_is_no_way() -> None:
    far, towards = ways(*(np.array([value]) for value in (10.0, 20.0, 10.0, 20.0)))
    assert (far[0], towards[0]) == (0.0, 0.0)


def test_antipodes_have_a_length() -> None:
    far, _ = ways(*(np.array([value]) for value in (0.0, 0.0, 0.3, 179.6)))
    assert abs(far[0] - WGS84.Inverse(0.0, 0.0, 0.3, 179.6)["s12"]) < 25.0
