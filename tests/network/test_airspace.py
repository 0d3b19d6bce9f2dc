"""Ways round closed airspace: against planar geometry, against paths on a fine grid, against the geodesic library."""

from __future__ import annotations

import heapq
import itertools
import math
import time

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from tests.network.build import jet, place, prop, requirement, scenario

from openairlift.model import Disruption, FleetRow
from openairlift.network import build_network
from openairlift.network.airspace import PUSH_M, _pushed, contains, crosses, units, way_round
from openairlift.network.geo import distance_m, great_circle

Point = tuple[float, float]
BOX = ((52.0, 18.0), (52.0, 24.0), (46.0, 24.0), (46.0, 18.0))


def direct(points: list[Point]) -> np.ndarray:
    return np.array([[distance_m(*a, *b) for b in points] for a in points])


def way(a: Point, b: Point, corners: tuple[Point, ...]) -> float:
    return float(way_round([a, b], corners, direct([a, b]))[0, 1])


def through(*points: Point) -> float:
    """Return the length of a way by way of points, by the geodesic library [m]."""
    return math.fsum(Geodesic.WGS84.Inverse(*a, *b)["s12"] for a, b in itertools.pairwise(points))


def test_the_way_round_bends_at_one_corner() -> None:
    a, b = (50.0, 10.0), (50.0, 30.0)  # the direct leg passes at 50.4 N
    corners = ((51.0, 20.0), (45.0, 24.0), (45.0, 16.0))
    expected = through(a, (51.0, 20.0), b)
    assert expected < way(a, b, corners) < expected + 4 * PUSH_M
    assert Geod(ellps="WGS84").line_length([10.0, 20.0, 30.0], [50.0, 51.0, 50.0]) == pytest.approx(expected, abs=0.01)


def test_the_way_round_bends_at_two_corners() -> None:
    a, b = (49.0, 10.0), (49.0, 32.0)
    expected = min(through(a, BOX[0], BOX[1], b), through(a, BOX[3], BOX[2], b))
    assert expected < way(a, b, BOX) < expected + 6 * PUSH_M


def test_a_polygon_beside_the_way_changes_nothing() -> None:
    a, b = (50.0, 10.0), (50.0, 30.0)
    corners = ((49.0, 18.0), (49.0, 24.0), (46.0, 20.0))
    assert way(a, b, corners) == distance_m(*a, *b)


@pytest.mark.parametrize(
    "corners",
    [BOX, ((0.0, 0.0), (4.0, 1.0), (5.0, 6.0), (2.0, 9.0), (-2.0, 7.0), (-3.0, 2.0))],
)
def test_corners_are_pushed_away_from_both_of_their_sides(corners: tuple[Point, ...]) -> None:
    """Each by `PUSH_M` over the sine of half its angle, outwards, along the middle of its angle."""
    ring = units(corners)
    nodes = _pushed(ring)
    assert len(nodes) == len(corners)
    assert not contains(ring, nodes).any()
    before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
    for previous, corner, following, node in zip(before, ring, after, nodes, strict=True):
        for one, other in ((previous, corner), (corner, following)):
            side = np.cross(one, other)
            away = abs(float(np.arcsin(node @ side / np.linalg.norm(side)))) * 6_371_008.8
            assert away == pytest.approx(PUSH_M, rel=1e-3)


def test_a_place_inside_is_shut_off_and_one_outside_is_not() -> None:
    points = [(50.0, 20.0), (50.0, 10.0), (40.0, 20.0)]
    found = way_round(points, BOX, direct(points))
    assert np.isinf(found[0, 1:]).all()
    assert np.isinf(found[1:, 0]).all()
    assert found[1, 2] == distance_m(*points[1], *points[2])
    assert (np.diag(found) == 0.0).all()


def test_places_without_a_position_stay_as_they_are() -> None:
    points = [(50.0, 10.0), None, (50.0, 30.0)]
    lengths = np.full((3, 3), np.nan)
    lengths[0, 0] = lengths[2, 2] = 0.0
    lengths[0, 2] = lengths[2, 0] = distance_m(50.0, 10.0, 50.0, 30.0)
    found = way_round(points, BOX, lengths)
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 1]).all()
    assert found[0, 2] > lengths[0, 2]
    assert np.isnan(way_round([None, None], BOX, np.full((2, 2), np.nan))).all()


@pytest.mark.parametrize("shift", [0.0, 37.25, 160.0, 178.0, -90.0])
def test_the_antimeridian_is_no_border(shift: float) -> None:
    def moved(point: Point) -> Point:
        return point[0], (point[1] + shift + 180.0) % 360.0 - 180.0

    a, b = (49.0, 10.0), (49.0, 32.0)
    corners = tuple(moved(corner) for corner in BOX)
    assert way(moved(a), moved(b), corners) == pytest.approx(way(a, b, BOX), abs=1.0)


def test_a_polygon_may_hold_a_pole() -> None:
    ring = tuple((75.0, float(lon)) for lon in range(-180, 180, 30))
    a, b = (70.0, 0.0), (70.0, 180.0)
    assert contains(units(ring), units([(90.0, 0.0), (76.0, 15.0), (74.0, 15.0), (-90.0, 0.0)])).tolist() == [
        True,
        True,
        False,
        False,
    ]
    # over the pole 4,467 km; round it along the ring of corners about six chords of 30 degrees
    expected = through((70.0, 0.0), (75.0, 30.0), *((75.0, float(k)) for k in range(60, 151, 30)), (70.0, 180.0))
    assert way(a, b, ring) == pytest.approx(expected, rel=0.002)


def test_the_order_of_corners_does_not_matter() -> None:
    a, b = (49.0, 10.0), (49.0, 32.0)
    assert way(a, b, BOX[::-1]) == pytest.approx(way(a, b, BOX), abs=1e-3)
    assert way(a, b, (*BOX[2:], *BOX[:2])) == pytest.approx(way(a, b, BOX), abs=1e-3)
    assert way(b, a, BOX) == pytest.approx(way(a, b, BOX), abs=1e-3)


def test_a_bay_of_the_polygon_is_no_part_of_it() -> None:
    # a U open to the north, with a field in the bay
    shape = (
        (52.0, 10.0),
        (52.0, 13.0),
        (47.0, 13.0),
        (47.0, 17.0),
        (52.0, 17.0),
        (52.0, 20.0),
        (45.0, 20.0),
        (45.0, 10.0),
    )
    bay, west, north = (49.0, 15.0), (49.0, 5.0), (56.0, 15.0)
    assert way(bay, north, shape) == distance_m(*bay, *north)
    expected = through(bay, (52.0, 13.0), (52.0, 10.0), west)
    assert expected < way(bay, west, shape) < expected + 8 * PUSH_M


def test_an_arc_along_the_equator_through_corners_on_it() -> None:
    # degenerate on purpose: the leg passes exactly through two corners of a rhombus
    rhombus = ((0.0, 10.0), (2.0, 12.0), (0.0, 14.0), (-2.0, 12.0))
    a, b = (0.0, 0.0), (0.0, 20.0)
    expected = min(through(a, (2.0, 12.0), b), through(a, (-2.0, 12.0), b))
    assert expected < way(a, b, rhombus) < expected + 4 * PUSH_M
    aside = ((0.0, 10.0), (2.0, 12.0), (0.0, 14.0))  # one side on the leg
    assert way(a, b, aside) < distance_m(*a, *b) + 4 * PUSH_M


NEAR = st.tuples(st.floats(40, 60), st.floats(5, 35))


def star(numbers: list[float]) -> tuple[Point, ...]:
    """Return a polygon without crossings round 50 N 20 E: radii [degrees] at even angles."""
    n = len(numbers)
    return tuple(
        (50.0 + r * math.sin(2 * math.pi * k / n), 20.0 + 1.5 * r * math.cos(2 * math.pi * k / n))
        for k, r in enumerate(numbers)
    )


def inside_planar(point: Point, corners: tuple[Point, ...]) -> bool:
    """Return whether a point lies in a small polygon: in the gnomonic plane, in which great circles are straight."""

    def plane(place: Point) -> tuple[float, float]:
        lat, lon, lat0, lon0 = (math.radians(x) for x in (*place, 50.0, 20.0))
        cos_c = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon - lon0)
        x = math.cos(lat) * math.sin(lon - lon0) / cos_c
        y = (math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(lon - lon0)) / cos_c
        return x, y

    x, y = plane(point)
    ring = [plane(corner) for corner in corners]
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


@settings(max_examples=100, deadline=None)
@given(NEAR, NEAR, st.lists(st.floats(1, 8), min_size=3, max_size=9))
def test_a_leg_crosses_where_a_fine_look_finds_it_inside(a: Point, b: Point, radii: list[float]) -> None:
    ring = star(radii)
    length = distance_m(*a, *b)
    assume(length > 1000.0)
    points = great_circle(*a, *b, max(int(length / 1000.0), 3))
    looks = [inside_planar(point, ring) for point in points]
    assert contains(units(ring), units([a, b])).tolist() == [looks[0], looks[-1]]
    if looks[0] or looks[-1]:
        assert math.isinf(way(a, b, ring))
        return
    found = bool(crosses(units([a])[0], units([b])[0], units(ring)))
    if any(looks):
        assert found
        assert way(a, b, ring) >= length
    elif found:  # between two looks: a corner is cut by less than a kilometre
        assert way(a, b, ring) < length + 1000.0 + 4 * PUSH_M


@settings(max_examples=60, deadline=None)
@given(NEAR, NEAR, st.lists(st.floats(2, 8), min_size=3, max_size=8))
def test_no_way_round_is_shorter_than_one_on_a_grid_nor_much_longer(a: Point, b: Point, radii: list[float]) -> None:
    ring = star(radii)
    assume(not inside_planar(a, ring) and not inside_planar(b, ring))
    found, plain = way(a, b, ring), distance_m(*a, *b)
    assert found >= plain - 1e-6
    if found > plain:
        # a way by way of each corner pushed out by a tenth of a degree, if its two legs stay out, is no shorter
        for lat, lon in ring:
            away = math.hypot(lat - 50.0, lon - 20.0)
            corner = (lat + 0.1 * (lat - 50.0) / away, lon + 0.1 * (lon - 20.0) / away)
            legs = [great_circle(*a, *corner, 400), great_circle(*corner, *b, 400)]
            if not any(inside_planar(point, ring) for leg in legs for point in leg):
                assert found <= through(a, corner, b) + 4 * PUSH_M


def sampled(a: Point, b: Point, ring: tuple[Point, ...], *, step: float = 0.5) -> float:
    """Return the shortest way on a grid of points outside the polygon, eight rings of neighbours each [m]."""
    grid = [
        (lat, lon)
        for lat in np.arange(38.0, 62.01, step)
        for lon in np.arange(0.0, 40.01, step)
        if not inside_planar((lat, lon), ring)
    ]
    nodes = [*grid, a, b]
    at = {(round(lat / step), round(lon / step)): i for i, (lat, lon) in enumerate(grid)}
    best = {len(grid): 0.0}
    queue = [(0.0, len(grid))]
    goal = len(grid) + 1
    while queue:
        length, i = heapq.heappop(queue)
        if i == goal:
            return length
        if length > best[i]:
            continue
        lat, lon = nodes[i]
        row, column = round(lat / step), round(lon / step)
        near = [at.get((row + dr, column + dc)) for dr in range(-5, 6) for dc in range(-5, 6)]
        if distance_m(lat, lon, *b) < 300_000.0:
            near.append(goal)
        for j in near:
            if j is None or j == i:
                continue
            line = great_circle(lat, lon, *nodes[j], 12)
            total = length + distance_m(lat, lon, *nodes[j])
            if total < best.get(j, math.inf) and not any(inside_planar(point, ring) for point in line[1:-1]):
                best[j] = total
                heapq.heappush(queue, (total, j))
    return math.inf


@pytest.mark.parametrize("radii", [[5, 2, 5, 2, 5, 2, 5, 2], [6, 6, 6], [3, 7, 4, 6, 2]])
def test_the_way_agrees_with_the_shortest_path_on_a_grid(radii: list[float]) -> None:
    a, b, ring = (50.0, 9.0), (50.5, 33.0), star([float(r) for r in radii])
    found, grid = way(a, b, ring), sampled(a, b, ring, step=1.0)
    assert found > distance_m(*a, *b)
    assert found <= grid + 4 * PUSH_M  # a path on the grid is never shorter, but for the push
    assert found > 0.95 * grid  # and on a grid of one degree little longer


def test_two_hundred_places_and_twenty_types_are_built_in_seconds() -> None:
    rng = np.random.default_rng(7)
    places = [place(f"p{i}", float(rng.uniform(-40, 60)), float(rng.uniform(-120, 140))) for i in range(200)]
    types = [jet(f"J{i}") if i % 2 else prop(f"P{i}") for i in range(20)]
    fleet = [FleetRow(type=type_.type, tails=1, home="p0") for type_ in types]
    target = "polygon(60 20; 55 60; 30 70; 20 40; 35 30; 40 10; 30 -5; 50 -10)"
    rows = [Disruption(kind="airspace", target=target)]
    asked = [requirement(origin="p0", destination="p1")]
    world = scenario(
        places=places, types=types, fleet=fleet, requirements=asked, links=(), disruptions=rows, ground_times=()
    )
    began = time.perf_counter()
    network = build_network(world)
    assert time.perf_counter() - began < 20.0  # about 1 s on one core
    (shock,) = network.shocks
    assert shock.block_s is not None
    assert 0.02 < float((shock.block_s != network.block_s).mean()) < 0.9
