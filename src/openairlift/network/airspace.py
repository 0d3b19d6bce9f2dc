"""The way round a closed airspace: the shortest path on the sphere that does not enter a polygon.

Legs and sides of the polygon are great-circle arcs on a sphere with geodetic latitudes, as maps draw them. The shortest
way round a polygon bends only at its corners. So the corners, pushed out a little, are the nodes of a graph; two nodes
see each other when the arc between them crosses no side. Way and length follow from shortest paths in that graph; the
length of an arc is that of the geodesic on the ellipsoid, so that a way round is never shorter than the way through.

A path lies right up to `PUSH_M` off the sides. A polygon must lie within 90° of its centre; what it encloses is the
side of its centre.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openairlift.network.geo import distance_m
from openairlift.network.network import FloatArray

PUSH_M = 250.0
"""How far the corners are pushed out [m]."""

_RADIUS_M = 6_371_008.8
_MOST_MITRE = 10.0
"""A pointed corner is pushed out by at most this many times `PUSH_M`."""

Corner = tuple[float, float]


def way_round(points: Sequence[Corner | None], corners: Sequence[Corner], direct_m: FloatArray) -> FloatArray:
    """Return the lengths of the shortest ways that stay out of a polygon [m], shape (points, points).

    Where the direct leg stays out of it, its own length; as it was where an end has no position, infinite where an end
    lies in the polygon or there is no way.

    Parameters
    ----------
    points : (lat, lon) of the places in degrees, None where not stated.
    corners : (lat, lon) of the polygon's corners in degrees, at least three.
    direct_m : lengths of the direct legs [m].
    """
    known = np.array([i for i, point in enumerate(points) if point is not None], dtype=np.int64)
    result = np.array(direct_m, dtype=np.float64)
    if not len(known):
        return result
    stated = [point for point in points if point is not None]
    at, ring = units(stated), units(corners)
    inside = contains(ring, at)
    blocked = crosses(at[:, None, :], at[None, :, :], ring)
    np.fill_diagonal(blocked, val=False)
    ways = result[np.ix_(known, known)]
    if blocked.any():
        around = _around(stated, at, ring)
        ways = np.where(blocked, np.maximum(around, ways), ways)
    ways[inside, :] = np.inf
    ways[:, inside] = np.inf
    np.fill_diagonal(ways, 0.0)  # who stays does not fly
    result[np.ix_(known, known)] = ways
    return result


def units(points: Sequence[Corner]) -> FloatArray:
    """Return unit vectors of (lat, lon) in degrees, shape (points, 3)."""
    degrees = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2))
    lat, lon = degrees[:, 0], degrees[:, 1]
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def contains(ring: FloatArray, points: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which points lie in a polygon of unit vectors: those round which its sides wind."""
    centre = _centre(ring)
    turns = np.zeros(len(points))
    for first, second in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        # the angle at the point between the directions of the two corners
        u = first - points * (points @ first)[:, None]
        v = second - points * (points @ second)[:, None]
        turns += np.arctan2(np.einsum("ij,ij->i", points, np.cross(u, v)), np.einsum("ij,ij->i", u, v))
    return (np.abs(turns) > np.pi) & (points @ centre > 0.0)


def crosses(start: FloatArray, end: FloatArray, ring: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which of the arcs from `start` to `end` (unit vectors, broadcast) cross a side of a polygon.

    A point exactly on a great circle counts as left of it, so that an arc through a corner crosses one side of the two
    that meet there, or both, or none when the polygon lies on one side of the arc.
    """
    normal = np.cross(start, end)
    found = np.zeros(normal.shape[:-1], dtype=np.bool_)
    for first, second in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        side = np.cross(first, second)
        a, b = start @ side >= 0.0, end @ side >= 0.0
        c, d = normal @ first >= 0.0, normal @ second >= 0.0
        found |= (a != b) & (c != d) & (a == d)
    return found


def _around(stated: Sequence[Corner], at: FloatArray, ring: FloatArray) -> FloatArray:
    """Return the lengths of the shortest ways between points by way of at least one corner [m]."""
    nodes = _pushed(ring)
    places = [(float(lat), float(lon)) for lat, lon in zip(*_degrees(nodes), strict=True)]
    to = _lengths(stated, places)
    to[crosses(at[:, None, :], nodes[None, :, :], ring)] = np.inf
    between = _lengths(places, places)
    between[crosses(nodes[:, None, :], nodes[None, :, :], ring)] = np.inf
    np.fill_diagonal(between, 0.0)
    for k in range(len(nodes)):  # Floyd and Warshall
        between = np.minimum(between, between[:, k : k + 1] + between[k : k + 1, :])
    found = np.full((len(at), len(at)), np.inf)
    if len(nodes):
        onward = np.min(to[:, :, None] + between[None, :, :], axis=1)
        for k in range(len(nodes)):
            found = np.minimum(found, onward[:, k : k + 1] + to[:, k][None, :])
    return found


def _pushed(ring: FloatArray) -> FloatArray:
    """Return the corners pushed away from both sides that meet there, those left out that end up inside."""
    found: list[FloatArray] = []
    before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
    for previous, corner, following in zip(before, ring, after, strict=True):
        u, v = (_tangent(corner, other) for other in (previous, following))
        middle = u + v
        length = float(np.linalg.norm(middle))
        # half the angle between the sides: the push along the middle leaves PUSH_M to each of them
        if length < 1e-9:
            middle, mitre = np.cross(corner, u), 1.0
        else:
            middle = middle / length
            mitre = min(1.0 / max(float(np.linalg.norm(np.cross(middle, u))), 1e-9), _MOST_MITRE)
        for sign in (-1.0, 1.0):
            moved = corner + sign * middle * (PUSH_M * mitre / _RADIUS_M)
            found.append(moved / np.linalg.norm(moved))
    nodes = np.array(found)
    kept: FloatArray = nodes[~contains(ring, nodes)]
    return kept


def _tangent(at: FloatArray, towards: FloatArray) -> FloatArray:
    """Return the unit vector at a point along the arc to another."""
    flat = towards - at * float(at @ towards)
    tangent: FloatArray = flat / max(float(np.linalg.norm(flat)), 1e-15)
    return tangent


def _centre(ring: FloatArray) -> FloatArray:
    centre = ring.sum(axis=0)
    unit: FloatArray = centre / max(float(np.linalg.norm(centre)), 1e-15)
    return unit


def _degrees(vectors: FloatArray) -> tuple[FloatArray, FloatArray]:
    x, y, z = vectors[:, 0], vectors[:, 1], vectors[:, 2]
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def _lengths(first: Sequence[Corner], second: Sequence[Corner]) -> FloatArray:
    return np.array([[distance_m(*a, *b) for b in second] for a in first], dtype=np.float64).reshape(
        len(first), len(second)
    )
