from __future__ import annotations

import itertools
import math
import random

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from openairlift.network.geo import DEGREE_M, blurred, distance_m, great_circle, midpoint

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def truth_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    return float(Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"])


def pairs() -> list[tuple[float, float, float, float]]:
    rng = random.Random(20220225)
    found = []
    for i in range(1000):
        lat, lon = rng.uniform(-90, 90), rng.uniform(-180, 180)
        if i % 4 == 0:  # nearly antipodal
            other = (max(-90.0, min(90.0, -lat + rng.uniform(-0.6, 0.6))), lon + 180 + rng.uniform(-0.6, 0.6))
        elif i % 20 == 1:
            other = (-lat, lon + 180)
        else:
            other = (rng.uniform(-90, 90), rng.uniform(-180, 180))
        found.append((lat, lon, *other))
    return found


def test_a_thousand_pairs_agree_with_geographiclib() -> None:
    worst = max(abs(distance_m(*pair) - truth_m(*pair)) / max(truth_m(*pair), 1.0) for pair in pairs())
    assert worst < 1e-9


def test_ways_up_to_19000_km_are_good_to_half_a_millimetre() -> None:
    rng = random.Random(11)
    for _ in range(400):
        lat, lon, far = rng.uniform(-89, 89), rng.uniform(-180, 180), rng.uniform(1e3, 1.9e7)
        there = Geodesic.WGS84.Direct(lat, lon, rng.uniform(0, 360), far)
        assert distance_m(lat, lon, there["lat2"], there["lon2"]) == pytest.approx(far, abs=5e-4)


def test_points_of_a_line_lie_evenly_on_the_sphere() -> None:
    """A quarter of the equator, and from the equator to the pole."""
    line = great_circle(0.0, 10.0, 0.0, 100.0, 4)
    assert line == [
        (0.0, 10.0),
        *((pytest.approx(0.0, abs=1e-9), pytest.approx(lon)) for lon in (40, 70)),
        (0.0, 100.0),
    ]
    assert [lat for lat, _ in great_circle(0.0, 20.0, 90.0, 20.0, 4)] == pytest.approx([0, 30, 60, 90])


def test_a_line_between_antipodes_takes_the_meridian() -> None:
    line = great_circle(10.0, 20.0, -10.0, -160.0, 3)
    assert line[1] == (pytest.approx(80.0), pytest.approx(-160.0))
    assert great_circle(10.0, 20.0, 10.0, 20.0, 3)[1] == (pytest.approx(10.0), pytest.approx(20.0))


@pytest.mark.parametrize("grid_m", [None, 0.0])
def test_a_position_stands_where_no_grid_is_asked_for(grid_m: float | None) -> None:
    assert blurred(50.11, 22.0191, grid_m) == (50.11, 22.0191)


@pytest.mark.parametrize("lat", [0.0, 50.11, -72.3, 89.99, -90.0])
def test_a_blurred_position_lies_within_the_grid_and_is_that_of_all_near_it(lat: float) -> None:
    """Half a cell each way, on a sphere; and no more than a few positions for a whole neighbourhood."""
    seen = set()
    for east in range(20):
        lon = 22.0 + east * 0.001
        shown = blurred(lat, lon, 20_000.0)
        seen.add(shown)
        assert abs(shown[0] - lat) * DEGREE_M <= 10_000.0 + 1e-6
        across = (shown[1] - lon) * DEGREE_M * math.cos(math.radians(shown[0]))
        assert abs(across) <= 10_000.0 + 1e-6 or abs(lat) > 89.0
    assert len(seen) <= 2


@pytest.mark.parametrize(
    "pair",
    [
        (0.0, 0.0, 0.0, 180.0),
        (0.0, 0.0, 0.0, 179.5),
        (0.0, 10.0, 0.0, 50.0),
        (90.0, 0.0, -90.0, 77.0),
        (90.0, 0.0, 90.0, 120.0),
        (12.0, 179.9, 12.0, -179.9),
        (52.0, 13.0, 52.0, 13.0),
        (40.0, 13.0, -60.0, 13.0),
    ],
)
def test_special_places_agree_with_geographiclib(pair: tuple[float, float, float, float]) -> None:
    assert distance_m(*pair) == pytest.approx(truth_m(*pair), rel=1e-9, abs=1e-6)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_back_is_as_long(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    assert distance_m(lat1, lon1, lat2, lon2) == pytest.approx(distance_m(lat2, lon2, lat1, lon1), rel=1e-9, abs=1e-5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, st.integers(2, 20))
def test_a_line_starts_and_ends_where_asked_and_its_parts_add_up(
    lat1: float, lon1: float, lat2: float, lon2: float, n: int
) -> None:
    line = great_circle(lat1, lon1, lat2, lon2, n)
    assert len(line) == n
    assert line[0][0] == lat1
    assert line[-1][0] == lat2
    assert all(-90 <= lat <= 90 and -180 <= lon < 180 for lat, lon in line)
    along = sum(distance_m(*a, *b) for a, b in itertools.pairwise(line))
    assert along == pytest.approx(distance_m(lat1, lon1, lat2, lon2), rel=0.01, abs=1.0)


def test_a_line_over_the_antimeridian_stays_short() -> None:
    line = great_circle(50.0, 170.0, 50.0, -170.0, 5)
    assert all(abs(lon) >= 170.0 - 1e-9 for _, lon in line)
    assert line[2][0] > 50.0


def test_the_midpoint_is_as_far_from_both_ends() -> None:
    middle = midpoint(49.4, 7.6, 39.1, -75.5)
    assert distance_m(49.4, 7.6, *middle) == pytest.approx(distance_m(*middle, 39.1, -75.5), rel=2e-3)


def test_a_line_of_one_point_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 points"):
        great_circle(0, 0, 1, 1, 1)
