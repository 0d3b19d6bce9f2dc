"""Geodesics over arrays against GeographicLib."""

from __future__ import annotations

import numpy as np
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


def test_one_point_is_no_way() -> None:
    far, towards = ways(*(np.array([value]) for value in (10.0, 20.0, 10.0, 20.0)))
    assert (far[0], towards[0]) == (0.0, 0.0)


def test_antipodes_have_a_length() -> None:
    far, _ = ways(*(np.array([value]) for value in (0.0, 0.0, 0.3, 179.6)))
    assert abs(far[0] - WGS84.Inverse(0.0, 0.0, 0.3, 179.6)["s12"]) < 25.0
