"""Distances on the WGS 84 ellipsoid, and lines for maps.

The inverse problem is solved with Vincenty's series (Vincenty 1975, "Direct and inverse solutions of geodesics on the
ellipsoid with application of nested equations"). It does not converge for nearly antipodal points. There the shortest
way is found through a third point: every way from A to B crosses the circle of points that lie 90° from A, so the
distance is the least sum of two quarter ways, each of which Vincenty's series can do.
"""

from __future__ import annotations

import math
from collections.abc import Callable

EARTH_A_M = 6_378_137.0
"""Equatorial radius of WGS 84 [m]."""
EARTH_F = 1 / 298.257223563
"""Flattening of WGS 84."""
DEGREE_M = 111_195.0
"""Length of a degree of latitude on a sphere of 6,371 km [m]."""

_B_M = EARTH_A_M * (1.0 - EARTH_F)
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the length of the geodesic between two points [m], good to 1e-6 of it; positions in degrees.

    Examples
    --------
    >>> round(distance_m(49.4369, 7.6003, 50.1100, 22.0190) / 1000, 1)  # Ramstein to Rzeszow
    1039.7
    >>> round(distance_m(0, 0, 0.5, 179.7) / 1000, 1)  # nearly antipodal
    19944.1
    """
    direct = _vincenty_m(lat1, lon1, lat2, lon2)
    return _antipodal_m(lat1, lon1, lat2, lon2) if direct is None else direct


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float, n: int) -> list[tuple[float, float]]:
    """Return `n` points (lat, lon) in degrees along the great circle, both ends included, evenly spaced on a sphere.

    Longitudes lie in [-180, 180): a line over the antimeridian jumps there, and a map has to cut it. Between antipodal
    points, where every direction is as short, the line takes the meridian.

    Examples
    --------
    >>> [(round(lat, 3), round(lon, 3)) for lat, lon in great_circle(0, 0, 0, 90, 3)]
    [(0.0, 0.0), (0.0, 45.0), (0.0, 90.0)]
    """
    if n < 2:
        raise ValueError(f"a line needs at least 2 points, got n = {n}")
    a, b = _unit(lat1, lon1), _unit(lat2, lon2)
    cross = math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    angle = math.atan2(cross, _dot(a, b))
    if cross < 1e-12:
        side = _unit(lat1 + 90.0, lon1) if angle > 1.0 else a
    else:
        inward = tuple(y - x * _dot(a, b) for x, y in zip(a, b, strict=True))
        length = math.hypot(*inward)
        side = (inward[0] / length, inward[1] / length, inward[2] / length)
    points = [(float(lat1), _wrapped(lon1))]
    for step in range(1, n - 1):
        part = angle * step / (n - 1)
        x, y, z = (math.cos(part) * p + math.sin(part) * q for p, q in zip(a, side, strict=True))
        points.append((math.degrees(math.atan2(z, math.hypot(x, y))), _wrapped(math.degrees(math.atan2(y, x)))))
    points.append((float(lat2), _wrapped(lon2)))
    return points


def blurred(lat: float, lon: float, grid_m: float | None) -> tuple[float, float]:
    """Return a position (lat, lon) rounded to a grid of `grid_m`, or as it is where none is asked for.

    Examples
    --------
    >>> lat, lon = blurred(50.11, 22.0191, 10_000.0)
    >>> round(lat, 3), round(lon, 3)
    (50.092, 22.008)
    """
    if not grid_m:
        return lat, lon
    step = grid_m / DEGREE_M
    shown = round(lat / step) * step
    across = min(step / max(math.cos(math.radians(shown)), 0.01), 90.0)
    return shown, round(lon / across) * across


def midpoint(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Return the point (lat, lon) half way along the great circle, in degrees.

    Examples
    --------
    >>> [round(x, 6) for x in midpoint(0, 0, 0, 90)]
    [0.0, 45.0]
    """
    return great_circle(lat1, lon1, lat2, lon2, 3)[1]


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def _unit(lat: float, lon: float) -> tuple[float, float, float]:
    phi, lam = math.radians(lat), math.radians(lon)
    return (math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi))


def _dot(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _vincenty_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float | None:
    """Return the distance [m], or None where the iteration does not settle."""
    u1 = math.atan((1.0 - EARTH_F) * math.tan(math.radians(lat1)))
    u2 = math.atan((1.0 - EARTH_F) * math.tan(math.radians(lat2)))
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    span = math.radians(_wrapped(lon2 - lon1))
    lam = span
    for _ in range(60):
        sin_lam, cos_lam = math.sin(lam), math.cos(lam)
        sin_sigma = math.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
        cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_lam
        if sin_sigma < 1e-15:
            return 0.0 if cos_sigma > 0.0 else None
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos1 * cos2 * sin_lam / sin_sigma
        cos2_alpha = 1.0 - sin_alpha * sin_alpha
        cos_2m = cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha if cos2_alpha > 1e-14 else 0.0
        c = EARTH_F / 16.0 * cos2_alpha * (4.0 + EARTH_F * (4.0 - 3.0 * cos2_alpha))
        inner = sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2.0 * cos_2m * cos_2m - 1.0))
        before, lam = lam, span + (1.0 - c) * EARTH_F * sin_alpha * inner
        if abs(lam) > math.pi:
            return None
        if abs(lam - before) < 1e-13:
            return _arc_m(sigma, sin_sigma, cos_sigma, cos_2m, cos2_alpha)
    return None


def _arc_m(sigma: float, sin_sigma: float, cos_sigma: float, cos_2m: float, cos2_alpha: float) -> float:
    """Return the length [m] of an arc of the auxiliary sphere (Vincenty's series for s)."""
    k = cos2_alpha * (EARTH_A_M**2 - _B_M**2) / _B_M**2
    big_a = 1.0 + k / 16384.0 * (4096.0 + k * (-768.0 + k * (320.0 - 175.0 * k)))
    big_b = k / 1024.0 * (256.0 + k * (-128.0 + k * (74.0 - 47.0 * k)))
    square = cos_2m * cos_2m
    third = big_b / 6.0 * cos_2m * (4.0 * sin_sigma * sin_sigma - 3.0) * (4.0 * square - 3.0)
    change = big_b * sin_sigma * (cos_2m + big_b / 4.0 * (cos_sigma * (2.0 * square - 1.0) - third))
    return _B_M * big_a * (sigma - change)


def _antipodal_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance [m] of nearly antipodal points as the least sum of two quarter ways."""
    north = _unit(lat1 + 90.0, lon1)
    lam = math.radians(lon1)
    east = (-math.sin(lam), math.cos(lam), 0.0)

    def through(azimuth: float) -> float:
        x, y, z = (math.cos(azimuth) * n + math.sin(azimuth) * e for n, e in zip(north, east, strict=True))
        lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
        first, second = _vincenty_m(lat1, lon1, lat, lon), _vincenty_m(lat, lon, lat2, lon2)
        if first is None or second is None:
            raise ArithmeticError(f"no distance from {lat1}, {lon1} to {lat2}, {lon2}")
        return first + second

    parts = 48
    best = min(range(parts), key=lambda i: through(2.0 * math.pi * i / parts))
    return _least(through, 2.0 * math.pi * (best - 1) / parts, 2.0 * math.pi * (best + 1) / parts)


def _least(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the least value of a function with one valley in [low, high] (golden section)."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(40):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return min(at_left, at_right)
