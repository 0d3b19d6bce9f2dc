"""From positions to a picture: Mercator's projection, the window of a map, great circles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openairlift.reports.land import Point


@dataclass(frozen=True, slots=True)
class View:
    """A window in Mercator's projection: centre longitude, scale and size."""

    lon: float
    north: float
    scale: float
    width: float
    height: float

    def __call__(self, lon: float, lat: float) -> Point:
        """Return the place of a position in the picture."""
        return self.width / 2 + (lon - self.lon) * self.scale, (self.north - mercator(lat)) * self.scale

    def near(self, lon: float) -> float:
        """Return the longitude, turned so that it lies within 180 degrees of the centre."""
        return self.lon + (lon - self.lon + 180.0) % 360.0 - 180.0


def mercator(lat: float) -> float:
    """Return the northing in Mercator's projection, in degrees of longitude; capped at 82 degrees."""
    angle = math.radians(max(-82.0, min(82.0, lat)))
    return math.degrees(math.log(math.tan(math.pi / 4 + angle / 2)))


def window(points: Sequence[Point], *, width: float, height: float) -> View:
    """Return the window that holds all points (longitude, latitude) with a margin; crosses 180 degrees if shorter."""
    lons = sorted(lon % 360.0 for lon, _ in points)
    gaps = [(b - a, a) for a, b in zip(lons, [*lons[1:], lons[0] + 360.0], strict=True)]
    gap, west_of = max(gaps)
    span = 360.0 - gap
    centre = (west_of + gap + span / 2 + 180.0) % 360.0 - 180.0
    norths = [mercator(lat) for _, lat in points]
    span_x, span_y = max(span * (1.24 if width > 500 else 1.6), 6.0), max((max(norths) - min(norths)) * 1.3, 2.5)
    scale = min(width / span_x, height / span_y)
    return View(centre, (max(norths) + min(norths)) / 2 + height / scale / 2, scale, width, height)


def great_circle(a: Point, b: Point, *, parts: int | None = None) -> list[Point]:
    """Return points (longitude, latitude) along the great circle between two positions, ends included.

    Examples
    --------
    >>> [round(v, 1) for v in great_circle((0.0, 0.0), (90.0, 0.0), parts=2)[1]]
    [45.0, 0.0]
    """

    def unit(point: Point) -> tuple[float, float, float]:
        lon, lat = math.radians(point[0]), math.radians(point[1])
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    u, v = unit(a), unit(b)
    angle = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(u, v, strict=True)))))
    if angle < 1e-9:
        return [a, b]
    steps = max(2, min(96, math.ceil(math.degrees(angle) / 0.5))) if parts is None else parts
    found = [a]
    for index in range(1, steps):
        part = index / steps
        f, g = math.sin((1 - part) * angle) / math.sin(angle), math.sin(part * angle) / math.sin(angle)
        x, y, z = (f * p + g * q for p, q in zip(u, v, strict=True))
        found.append((math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return [*found, b]


def line(view: View, points: Sequence[Point]) -> list[Point]:
    """Return a line in the picture, without a jump where it crosses the edge of the world."""
    turned: list[Point] = []
    for lon, lat in points:
        near = view.near(lon) if not turned else turned[-1][0] + (lon - turned[-1][0] + 180.0) % 360.0 - 180.0
        turned.append((near, lat))
    return [view(lon, lat) for lon, lat in turned]
