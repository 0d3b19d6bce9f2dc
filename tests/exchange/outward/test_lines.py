"""Lines on maps: great circles, cut at the antimeridian, areas counter-clockwise."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from openairlift.exchange.outward.lines import STEP_M, circle, cut, ring

SPHERE = Geod(ellps="sphere")
LON = st.floats(-180, 179.9).map(lambda value: round(value, 4))
LAT = st.floats(-85, 85).map(lambda value: round(value, 4))


@given(LON, LAT, LON, LAT)
def test_no_part_crosses_the_antimeridian_and_nothing_is_lost(a: float, b: float, c: float, d: float) -> None:
    points = circle((a, b), (c, d))
    parts = cut(points)
    for found, stated in ((parts[0][0], points[0]), (parts[-1][-1], points[-1])):
        assert (found[0] - stated[0]) % 360 == 0  # the antimeridian has two longitudes
        assert found[1] == stated[1]
    for part in parts:
        assert len(part) >= 2
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in part)
        assert all(abs(q[0] - p[0]) <= 180 for p, q in pairwise(part))
    for left, right in pairwise(parts):
        assert {left[-1][0], right[0][0]} <= {180.0, -180.0}
        assert left[-1][1] == right[0][1]


@pytest.mark.parametrize(("start", "end"), [((7.6, 49.44), (22.02, 50.11)), ((-75.47, 39.13), (22.02, 50.11))])
def test_points_lie_on_the_great_circle_by_another_library(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    points = circle(start, end)
    whole = SPHERE.inv(*start, *end)[2]
    assert len(points) >= whole // STEP_M
    for point in points:
        way = SPHERE.inv(*start, *point)[2] + SPHERE.inv(*point, *end)[2]
        assert way == pytest.approx(whole, rel=1e-6)


def _turns_left(points: list[tuple[float, float]]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) > 0


@pytest.mark.parametrize(
    "corners", [[(50.0, 20.0), (50.0, 30.0), (45.0, 25.0)], [(45.0, 25.0), (50.0, 30.0), (50.0, 20.0)]]
)
def test_rings_are_closed_and_counter_clockwise_either_way_round(corners: list[tuple[float, float]]) -> None:
    (found,) = ring(corners)
    assert found[0] == found[-1]
    assert _turns_left(found)


def test_an_area_over_the_antimeridian_is_two_rings() -> None:
    parts = ring([(10.0, 170.0), (10.0, -170.0), (0.0, -170.0), (0.0, 170.0)])
    assert sorted((min(p[0] for p in part), max(p[0] for p in part)) for part in parts) == [(-180, -170), (170, 180)]
    assert all(_turns_left(part) for part in parts)
