"""Many geodesics at once on WGS 84: distances and azimuths between points, and the point at the end of a way.

Vincenty's series for the inverse and the direct problem (Vincenty 1975), over arrays. Pairs for which the inverse
series does not settle (nearly antipodal points) get their distance from `openairlift.network.geo.distance_m`, and the
azimuth of the great circle.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from openairlift.network.geo import EARTH_A_M, EARTH_F, distance_m

Floats = npt.NDArray[np.float64]

_B_M = EARTH_A_M * (1.0 - EARTH_F)
_ROUNDS = 60


def ways(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> tuple[Floats, Floats]:
    """Return length [m] and azimuth at the first point [degrees clockwise from north] of geodesics, elementwise.

    Positions are in degrees; shapes broadcast. Where both points are the same, the azimuth is 0.

    Examples
    --------
    >>> far, towards = ways(np.array([0.0]), np.array([0.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0]))
    >>> far.round(1).tolist(), towards.round(6).tolist()
    ([111319.5, 110574.4], [90.0, 0.0])
    """
    lat1, lon1, lat2, lon2 = np.broadcast_arrays(lat1, lon1, lat2, lon2)
    u1, u2 = (np.arctan((1.0 - EARTH_F) * np.tan(np.radians(lat))) for lat in (lat1, lat2))
    sin1, cos1, sin2, cos2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    span = np.radians((lon2 - lon1 + 180.0) % 360.0 - 180.0)
    lam = span.astype(np.float64)
    settled = np.zeros(lam.shape, dtype=np.bool_)
    with np.errstate(all="ignore"):
        for _ in range(_ROUNDS):
            sin_lam, cos_lam = np.sin(lam), np.cos(lam)
            sin_sigma = np.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
            cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_lam
            sigma = np.arctan2(sin_sigma, cos_sigma)
            sin_alpha = np.where(sin_sigma > 0, cos1 * cos2 * sin_lam / sin_sigma, 0.0)
            square = 1.0 - sin_alpha * sin_alpha
            cos_2m = np.where(square > 1e-14, cos_sigma - 2.0 * sin1 * sin2 / square, 0.0)
            c = EARTH_F / 16.0 * square * (4.0 + EARTH_F * (4.0 - 3.0 * square))
            inner = sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2.0 * cos_2m * cos_2m - 1.0))
            following = np.where(settled, lam, span + (1.0 - c) * EARTH_F * sin_alpha * inner)
            settled |= np.abs(following - lam) < 1e-13
            lam = following
            if settled.all():
                break
        length = _arc(sigma, sin_sigma, cos_sigma, cos_2m, square)
        azimuth = np.degrees(np.arctan2(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)) % 360.0
    same = (sin_sigma < 1e-15) & (cos_sigma > 0)
    length, azimuth = np.where(same, 0.0, length), np.where(same, 0.0, azimuth)
    for at in zip(*np.nonzero(~same & (~settled | (np.abs(lam) > np.pi) | (sin_sigma < 1e-15))), strict=True):
        length[at] = distance_m(float(lat1[at]), float(lon1[at]), float(lat2[at]), float(lon2[at]))
        azimuth[at] = _sphere_azimuth(float(lat1[at]), float(lon1[at]), float(lat2[at]), float(lon2[at]))
    return length, azimuth


def _sphere_azimuth(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    one, other, span = np.radians([lat1, lat2, lon2 - lon1])
    north = np.cos(one) * np.sin(other) - np.sin(one) * np.cos(other) * np.cos(span)
    return float(np.degrees(np.arctan2(np.cos(other) * np.sin(span), north)) % 360.0)


def _series(square: Floats) -> tuple[Floats, Floats]:
    k = square * (EARTH_A_M**2 - _B_M**2) / _B_M**2
    big_a = 1.0 + k / 16384.0 * (4096.0 + k * (-768.0 + k * (320.0 - 175.0 * k)))
    return big_a, k / 1024.0 * (256.0 + k * (-128.0 + k * (74.0 - 47.0 * k)))


def _change(big_b: Floats, sin_sigma: Floats, cos_sigma: Floats, cos_2m: Floats) -> Floats:
    twice = cos_2m * cos_2m
    third = big_b / 6.0 * cos_2m * (4.0 * sin_sigma * sin_sigma - 3.0) * (4.0 * twice - 3.0)
    found: Floats = big_b * sin_sigma * (cos_2m + big_b / 4.0 * (cos_sigma * (2.0 * twice - 1.0) - third))
    return found


def _arc(sigma: Floats, sin_sigma: Floats, cos_sigma: Floats, cos_2m: Floats, square: Floats) -> Floats:
    big_a, big_b = _series(square)
    found: Floats = _B_M * big_a * (sigma - _change(big_b, sin_sigma, cos_sigma, cos_2m))
    return found


def points_at(lat: float, lon: float, azimuths: Floats, lengths: Floats) -> tuple[Floats, Floats]:
    """Return where ways end that begin at one point: latitudes and longitudes [degrees].

    Parameters
    ----------
    lat, lon : where they begin [degrees].
    azimuths : their directions there [degrees clockwise from north].
    lengths : their lengths [m]; shapes broadcast.

    Longitudes are not wrapped: they lie within 180° of `lon`.

    Examples
    --------
    >>> lats, lons = points_at(50.0, 22.0, np.array([0.0, 90.0]), np.array([100_000.0]))
    >>> lats.round(4).tolist(), lons.round(4).tolist()
    ([50.899, 49.9916], [22.0, 23.3946])
    """
    towards, far = np.broadcast_arrays(np.radians(azimuths), lengths)
    u1 = np.arctan((1.0 - EARTH_F) * np.tan(np.radians(lat)))
    sin1, cos1 = np.sin(u1), np.cos(u1)
    sin_a, cos_a = np.sin(towards), np.cos(towards)
    sigma1 = np.arctan2(np.tan(u1), cos_a)
    sin_alpha = cos1 * sin_a
    square = 1.0 - sin_alpha * sin_alpha
    big_a, big_b = _series(square)
    sigma = far / (_B_M * big_a)
    for _ in range(_ROUNDS):
        cos_2m = np.cos(2.0 * sigma1 + sigma)
        following = far / (_B_M * big_a) + _change(big_b, np.sin(sigma), np.cos(sigma), cos_2m)
        done = bool(np.all(np.abs(following - sigma) < 1e-14))
        sigma = following
        if done:
            break
    sin_s, cos_s = np.sin(sigma), np.cos(sigma)
    cos_2m = np.cos(2.0 * sigma1 + sigma)
    rest = sin1 * sin_s - cos1 * cos_s * cos_a
    there = np.arctan2(sin1 * cos_s + cos1 * sin_s * cos_a, (1.0 - EARTH_F) * np.hypot(sin_alpha, rest))
    lam = np.arctan2(sin_s * sin_a, cos1 * cos_s - sin1 * sin_s * cos_a)
    c = EARTH_F / 16.0 * square * (4.0 + EARTH_F * (4.0 - 3.0 * square))
    span = lam - (1.0 - c) * EARTH_F * sin_alpha * (
        sigma + c * sin_s * (cos_2m + c * cos_s * (2.0 * cos_2m * cos_2m - 1.0))
    )
    return np.degrees(there), lon + np.degrees(span)
