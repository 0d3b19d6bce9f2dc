"""Shapes of what is reached: at the radius, cut where the map ends, closed over a pole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.outlook.shapes import Ring, reach_rings

WGS84 = Geodesic.WGS84


def holds(rings: list[Ring], lon: float, lat: float) -> bool:
    """Whether a point lies within one of the rings (even-odd rule)."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def test_a_circle_lies_at_its_radius() -> None:
    (ring,) = reach_rings(50.0, 22.0, 200_000.0)
    assert ring[0] == ring[-1]
    for lon, lat in ring:
        assert WGS84.Inverse(50.0, 22.0, lat, lon)["s12"] == pytest.approx(200_000.0, abs=0.01)


@settings(max_examples=150, deadline=None)
@given(
    st.floats(-89, 89), st.floats(-180, 180), st.floats(20_000, 4_000_000), st.floats(-89.5, 89.5),
    st.floats(-179.9, 179.9),
)  # fmt: skip
def test_inside_is_near(lat: float, lon: float, radius: float, other_lat: float, other_lon: float) -> None:
    """Whatever lies clearly within the radius lies in the shape, and nothing that lies clearly beyond."""
    rings = reach_rings(lat, lon, radius)
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring)
    far = WGS84.Inverse(lat, lon, other_lat, other_lon)["s12"]
    pole = min(WGS84.Inverse(lat, lon, side, 0.0)["s12"] for side in (-90.0, 90.0))
    if abs(far - radius) > 0.02 * radius and abs(pole - radius) > 0.05 * radius:  # chords near a pole are long
        assert holds(rings, other_lon, other_lat) == (far < radius)


def test_the_antimeridian_cuts_a_circle_in_two() -> None:
    west, east = sorted(reach_rings(0.0, 179.9, 100_000.0), key=lambda ring: ring[0][0])
    assert min(x for x, _ in west) == -180.0
    assert max(x for x, _ in east) == 180.0


@pytest.mark.parametrize(("lat", "edge"), [(88.0, 90.0), (-88.0, -90.0)])
def test_a_pole_within_reach_closes_the_shape_along_the_edge(lat: float, edge: float) -> None:
    (ring,) = reach_rings(lat, 30.0, 500_000.0)
    assert [x for x, y in ring if y == edge] == [180.0, -180.0]


def test_a_sector_holds_its_side_only() -> None:
    rings = reach_rings(50.0, 22.0, 100_000.0, sector_deg=90.0, azimuth_deg=90.0)
    assert holds(rings, 22.7, 50.0)
    assert not holds(rings, 21.3, 50.0)
    assert not holds(rings, 22.0, 50.5)
