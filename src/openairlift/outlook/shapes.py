"""What a unit reaches as a shape for maps: geodesic circles and sectors, cut at the antimeridian."""

from __future__ import annotations

import numpy as np

from openairlift.network.geodesics import points_at

Ring = list[tuple[float, float]]
"""Points (lon, lat) in degrees, the last one the same as the first, anticlockwise where it was not cut."""

CLOSE_DEG = 1e-9
"""Points no farther apart are one: sums of steps round a circle do not end exactly where they began [degrees]."""
STEP_DEG = 3.0
"""Between two points of an arc; a chord then lies within 0.04 % of the radius."""

RADIAL_POINTS = 12


def reach_rings(
    lat: float, lon: float, radius_m: float, *, sector_deg: float = 360.0, azimuth_deg: float | None = None
) -> list[Ring]:
    """Return the outline of what lies within a radius and a sector, as rings with longitudes from −180 to 180.

    One ring, two where the shape lies on both sides of the antimeridian. A shape with a pole in it is closed along the
    edge of the map. Every point of an arc lies at the radius on WGS 84.

    Parameters
    ----------
    lat, lon : where the unit stands [degrees].
    radius_m : its reach, up to a quarter of the way round [m].
    sector_deg, azimuth_deg : width and middle of the sector; the middle counts where the width is below 360.

    Examples
    --------
    >>> [len(ring) for ring in reach_rings(50.0, 22.0, 100_000.0)]
    [121]
    >>> [sorted({round(lon) for lon, _ in ring})[0] for ring in reach_rings(0.0, 179.9, 100_000.0)]
    [179, -180]
    """
    lats, lons = _outline(lat, lon, radius_m, sector_deg, azimuth_deg)
    steps = (np.diff(lons) + 180.0) % 360.0 - 180.0
    unwrapped = lons[0] + np.concatenate(([0.0], np.cumsum(steps)))
    points = list(zip(unwrapped.tolist(), lats.tolist(), strict=True))
    turn = unwrapped[-1] - unwrapped[0]
    if abs(turn) > 180.0:  # round a pole
        points = _closed_over_pole(points, 90.0 if lat > 0 else -90.0)
    closed = max(abs(a - b) for a, b in zip(points[0], points[-1], strict=True)) < CLOSE_DEG
    points = points[:-1] if closed else points
    first = np.floor((min(x for x, _ in points) + 180.0) / 360.0)
    last = np.ceil((max(x for x, _ in points) + 180.0) / 360.0)
    rings = []
    for sheet in range(int(first), max(int(last), int(first) + 1)):
        middle = 360.0 * sheet
        kept = _clipped(_clipped(points, middle - 180.0, keep_above=True), middle + 180.0, keep_above=False)
        if len(kept) >= 3 and _area(kept) > 1e-12:
            ring = [(x - middle, y) for x, y in kept]
            rings.append(ring if ring[0] == ring[-1] else [*ring, ring[0]])
    return rings


def _outline(
    lat: float, lon: float, radius_m: float, sector_deg: float, azimuth_deg: float | None
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return the outline anticlockwise, closed; a sector begins and ends where the unit stands."""
    if sector_deg >= 360.0:
        azimuths = -np.linspace(0.0, 360.0, round(360.0 / STEP_DEG) + 1)
        lats, lons = points_at(lat, lon, azimuths, np.array([radius_m]))
        lats[-1], lons[-1] = lats[0], lons[0]
        return lats, lons
    middle = azimuth_deg or 0.0
    parts = max(int(np.ceil(sector_deg / STEP_DEG)), 2)
    arc = middle + np.linspace(sector_deg / 2.0, -sector_deg / 2.0, parts + 1)
    out = np.linspace(0.0, radius_m, RADIAL_POINTS, endpoint=False)
    azimuths = np.concatenate((np.full(len(out), arc[0]), arc, np.full(len(out), arc[-1])))
    lengths = np.concatenate((out, np.full(len(arc), radius_m), out[::-1]))
    return points_at(lat, lon, azimuths, lengths)


def _closed_over_pole(points: Ring, pole: float) -> Ring:
    """Return an outline that goes once round a pole as one that runs along the edge of the map."""
    west = min(points[0][0], points[-1][0])
    ordered = points if points[-1][0] > points[0][0] else points[::-1]
    edge = 360.0 * np.floor((west + 180.0) / 360.0) - 180.0  # the antimeridian at or before the first point
    wide = [(x + 360.0 * turn, y) for turn in (-1, 0, 1) for x, y in ordered[:-1]]
    wide.append((ordered[-1][0] + 360.0, ordered[-1][1]))
    body = _clipped_line(wide, float(edge), float(edge) + 360.0)
    return [*body, (edge + 360.0, pole), (edge, pole), body[0]]


def _clipped_line(points: Ring, low: float, high: float) -> Ring:
    """Return the part of a line with ascending longitudes between two of them, both ends included."""
    xs, ys = (np.array(values) for values in zip(*points, strict=True))
    inner = [(x, y) for x, y in points if low < x < high]
    ends = np.interp([low, high], xs, ys).tolist()
    return [(low, ends[0]), *inner, (high, ends[1])]


def _clipped(points: Ring, edge: float, *, keep_above: bool) -> Ring:
    """Return the part of a polygon on one side of a meridian (Sutherland and Hodgman 1974)."""
    found: Ring = []

    def inside(x: float) -> bool:
        return x >= edge if keep_above else x <= edge

    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        if inside(x1) != inside(x2):
            found += [(x1, y1)] if inside(x1) else []
            found.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
        elif inside(x1):
            found.append((x1, y1))
    return found


def _area(points: Ring) -> float:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2.0
