"""Coastlines and borders in the window of a map, clipped and thinned."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

Point = tuple[float, float]
Project = Callable[[float, float], Point]

THIN = 0.7
"""Points nearer than this to the last one are left out, in units of the picture."""


@lru_cache(maxsize=1)
def world() -> tuple[tuple[tuple[Point, ...], ...], tuple[tuple[Point, ...], ...]]:
    """Return the rings of the land and the lines of borders, as (longitude, latitude) in degrees."""
    raw = json.loads(files("openairlift.reports").joinpath("data/land.json").read_text(encoding="utf-8"))
    scale = float(raw["scale"])
    land = tuple(_decode(line, scale) for line in raw["land"])
    borders = tuple(_decode(line, scale) for line in raw["borders"])
    return land, borders


def _decode(line: Sequence[int], scale: float) -> tuple[Point, ...]:
    """Return a line in degrees, without jumps at 180 degrees; land around a pole is closed over the pole."""
    x = y = 0
    turn = 360 * scale
    points = []
    for index, (dx, dy) in enumerate(zip(line[::2], line[1::2], strict=True)):
        x, y = x + dx, y + dy
        if index and abs(dx) > turn / 2:
            x -= round(dx / turn) * int(turn)
        points.append((x / scale, y / scale))
    if abs(points[-1][0] - points[0][0]) > 180:
        pole = 90.0 if points[0][1] > 0 else -90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    return tuple(points)


def clip(ring: Sequence[Point], width: float, height: float) -> list[Point]:
    """Clip a ring to the window [0, width] × [0, height] (Sutherland and Hodgman's method).

    Examples
    --------
    >>> clip([(-1.0, 1.0), (3.0, 1.0), (3.0, 2.0), (-1.0, 2.0)], 2.0, 4.0)
    [(0.0, 1.0), (2.0, 1.0), (2.0, 2.0), (0.0, 2.0)]
    """
    points = list(ring)
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        points = _cut(points, axis, limit, sign)
        if not points:
            break
    return points


def _cut(points: list[Point], axis: int, limit: float, sign: float) -> list[Point]:
    kept: list[Point] = []
    for index, point in enumerate(points):
        before = points[index - 1]
        inside, came_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != came_inside:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            kept.append((limit, other) if axis == 0 else (other, limit))
        if inside:
            kept.append(point)
    return kept


def thin(points: Iterable[Point]) -> list[Point]:
    """Leave out points that lie closer than `THIN` to the one before."""
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= THIN:
            kept.append(point)
    return kept


def land_in(project: Project, width: float, height: float) -> list[list[Point]]:
    """Return the land of the window as closed rings in the picture's coordinates."""
    found = []
    for ring in world()[0]:
        for shift in (-360.0, 0.0, 360.0):
            placed = [project(lon + shift, lat) for lon, lat in ring]
            if _outside(placed, width, height):
                continue
            shape = thin(clip(placed, width, height))
            if len(shape) >= 3:
                found.append(shape)
    return found


def borders_in(project: Project, width: float, height: float) -> list[list[Point]]:
    """Return the borders of the window as lines; parts outside it are left out."""
    found = []
    for line in world()[1]:
        for shift in (-360.0, 0.0, 360.0):
            placed = [project(lon + shift, lat) for lon, lat in line]
            if _outside(placed, width, height):
                continue
            part: list[Point] = []
            for first, second in pairwise(placed):
                if _outside((first, second), width, height):
                    found += [thin(part)] if len(part) > 1 else []
                    part = []
                else:
                    part = part or [first]
                    part.append(second)
            found += [thin(part)] if len(part) > 1 else []
    return [line for line in found if len(line) > 1]


def _outside(points: Sequence[Point], width: float, height: float) -> bool:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(xs) < 0 or min(xs) > width or max(ys) < 0 or min(ys) > height
