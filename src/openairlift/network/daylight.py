"""Sunrise and sunset, after the equations of the NOAA solar calculator (Meeus, "Astronomical Algorithms", chapter 25).

The sun is up while its upper limb stands above a level horizon: its centre at −0.833° or higher, of which 34' are
refraction and 16' its radius. Good to about a minute below 60° of latitude, to a few minutes near the polar circles.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from openairlift.units import DAY_S

Window = tuple[int, int]

HORIZON_DEG = -0.833
"""Height of the sun's centre at sunrise and sunset."""

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_ROUNDS = 6


def daylight(lat: float, lon: float, start: datetime, horizon_s: int) -> list[Window]:
    """Return the windows [s] from sunrise to sunset within the horizon, counted from `start`, ascending and apart.

    A day runs from solar midnight to solar midnight; on a day without a night the window is the whole day, on one
    without a sunrise there is none.

    Parameters
    ----------
    lat, lon : position in degrees, north and east positive.
    start : first moment, aware.
    horizon_s : length [s].

    Examples
    --------
    >>> daylight(0.0, 0.0, datetime(2024, 3, 20, tzinfo=UTC), 86_400)  # 06:04 to 18:11
    [(21842, 65433)]
    """
    offset = (start - _J2000).total_seconds()
    first = math.floor((offset / DAY_S) + lon / 360.0) - 1
    found: list[Window] = []
    for day in range(first, first + int(horizon_s / DAY_S) + 4):
        span = _sun_up(lat, lon, day)
        if span is None:
            continue
        low, high = (min(max(int((moment - offset + 0.5) // 1), 0), horizon_s) for moment in span)
        if low >= high:
            continue
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _sun_up(lat: float, lon: float, day: int) -> tuple[float, float] | None:
    """Return sunrise and sunset of a solar day [s since J2000], or None; noon of day 0 is that of 2000-01-01."""
    noon = _transit(lon, day, 0.0)
    midnights = _transit(lon, day, -0.5), _transit(lon, day, 0.5)
    height = _cosine(lat, noon)
    if height >= 1.0:
        return None
    rise, sets = (_crossing(lat, lon, day, sign, noon) for sign in (-1.0, 1.0))
    return max(rise, midnights[0]), min(sets, midnights[1])


def _transit(lon: float, day: int, turn: float) -> float:
    """Return the moment at which the sun's hour angle is `turn` of a full turn on a solar day [s since J2000]."""
    moment = (day + turn - lon / 360.0) * DAY_S
    for _ in range(3):
        moment = (day + turn - lon / 360.0) * DAY_S - _sun(moment)[1]
    return moment


def _crossing(lat: float, lon: float, day: int, sign: float, noon: float) -> float:
    """Return when the sun rises (sign −1) or sets (+1); solar midnight where it does neither."""
    moment = noon
    for _ in range(_ROUNDS):
        angle = math.acos(min(max(_cosine(lat, moment), -1.0), 1.0)) / (2.0 * math.pi)
        moment = (day + sign * angle - lon / 360.0) * DAY_S - _sun(moment)[1]
    return moment


def _cosine(lat: float, moment: float) -> float:
    """Return the cosine of the hour angle at which the sun stands on the horizon; beyond ±1 it never does."""
    declination = _sun(moment)[0]
    phi = math.radians(min(max(lat, -89.999), 89.999))
    height = math.sin(math.radians(HORIZON_DEG))
    return (height - math.sin(phi) * math.sin(declination)) / (math.cos(phi) * math.cos(declination))


def _sun(moment: float) -> tuple[float, float]:
    """Return the declination of the sun [rad] and the equation of time [s]."""
    t = moment / (36_525.0 * DAY_S)
    mean_long = math.radians((280.46646 + t * (36_000.76983 + t * 0.0003032)) % 360.0)
    anomaly = math.radians(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (
        math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + math.sin(2.0 * anomaly) * (0.019993 - 0.000101 * t)
        + math.sin(3.0 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * t)
    longitude = mean_long + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    seconds = 21.448 - t * (46.8150 + t * (0.00059 - t * 0.001813))
    obliquity = math.radians(23.0 + (26.0 + seconds / 60.0) / 60.0 + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(obliquity) * math.sin(longitude))
    y = math.tan(obliquity / 2.0) ** 2
    equation = (
        y * math.sin(2.0 * mean_long)
        - 2.0 * eccentricity * math.sin(anomaly)
        + 4.0 * eccentricity * y * math.sin(anomaly) * math.cos(2.0 * mean_long)
        - 0.5 * y * y * math.sin(4.0 * mean_long)
        - 1.25 * eccentricity * eccentricity * math.sin(2.0 * anomaly)
    )
    return declination, equation / (2.0 * math.pi) * DAY_S
