"""Lines on a map: great circles with positions that may be shown, cut where they cross the antimeridian."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openairlift.network.geo import blurred, distance_m, great_circle
from openairlift.scenario import Scenario

Position = tuple[float, float]
"""Longitude and latitude in degrees, as GeoJSON has them."""

STEP_M = 100_000.0
"""Distance of the points of a line, at most [m]."""

DIGITS = 5
"""Decimals of a degree: about a metre."""


def shown_positions(scenario: Scenario) -> dict[str, Position]:
    """Return the position of every place that has one, rounded to the grid that the scenario asks for."""
    grid = scenario.settings.blur_m
    found = {}
    for id_, place in scenario.places.items():
        if place.lat is not None and place.lon is not None:
            lat, lon = blurred(place.lat, place.lon, grid)
            found[id_] = (round(lon, DIGITS), round(lat, DIGITS))
    return found


def circle(start: Position, end: Position) -> list[Position]:
    """Return points (lon, lat) along a great circle, at most `STEP_M` apart, both ends as they were given."""
    length = distance_m(start[1], start[0], end[1], end[0])
    count = max(2, int(length // STEP_M) + 2)
    inner = great_circle(start[1], start[0], end[1], end[0], count)[1:-1]
    return [start, *((round(lon, DIGITS), round(lat, DIGITS)) for lat, lon in inner), end]


def cut(points: Sequence[tuple[float, ...]]) -> list[list[tuple[float, ...]]]:
    """Return a line as parts none of which crosses the antimeridian (RFC 7946, section 3.1.9).

    Points may have more numbers than longitude and latitude; where a line is cut they lie between those of both ends.

    Examples
    --------
    >>> cut([(178.0, 0.0), (-178.0, 2.0)])
    [[(178.0, 0.0), (180.0, 1.0)], [(-180.0, 1.0), (-178.0, 2.0)]]
    """
    parts: list[list[tuple[float, ...]]] = [[points[0]]]
    for before, point in pairwise(points):
        if abs(point[0] - before[0]) > 180.0:
            edge = 180.0 if before[0] > 0 else -180.0
            way = point[0] + 2 * edge - before[0]
            share = 0.0 if way == 0 else (edge - before[0]) / way
            rest = tuple(round(a + (b - a) * share, DIGITS) for a, b in zip(before[1:], point[1:], strict=True))
            if before[0] != edge:
                parts[-1].append((edge, *rest))
            parts.append([] if point[0] == -edge else [(-edge, *rest)])
        parts[-1].append(point)
    whole = [part for part in parts if len(part) > 1]
    return whole or [[points[0], points[-1]]]


def ring(corners: Sequence[tuple[float, float]]) -> list[list[Position]]:
    """Return the outline of an area (corners as lat, lon) as closed rings, counter-clockwise, cut at the antimeridian.

    Examples
    --------
    >>> ring([(50.0, 20.0), (50.0, 30.0), (45.0, 25.0)])
    [[(20.0, 50.0), (25.0, 45.0), (30.0, 50.0), (20.0, 50.0)]]
    """
    lons = [corners[0][1]]
    for _, lon in corners[1:]:
        lons.append(lon + 360.0 * round((lons[-1] - lon) / 360.0))
    points = [(lon, lat) for lon, (lat, _) in zip(lons, corners, strict=True)]
    found = []
    for shift in (-360.0, 0.0, 360.0):
        part = _clipped(_clipped([(lon + shift, lat) for lon, lat in points], 180.0, below=True), -180.0, below=False)
        if len(part) > 2 and _area(part) != 0:
            turned = part if _area(part) > 0 else [part[0], *part[:0:-1]]
            found.append([*turned, turned[0]])
    return found


def _clipped(points: list[Position], edge: float, *, below: bool) -> list[Position]:
    """Return the part of a polygon on one side of a meridian (Sutherland and Hodgman 1974)."""
    found: list[Position] = []
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        inside, was = (point[0] <= edge, before[0] <= edge) if below else (point[0] >= edge, before[0] >= edge)
        if inside != was:
            share = (edge - before[0]) / (point[0] - before[0])
            found.append((edge, before[1] + (point[1] - before[1]) * share))
        if inside:
            found.append(point)
    return list(dict.fromkeys(found))


def _area(points: Sequence[Position]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)) / 2
