"""Putting labels on a map where they cover the least."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from openairlift.reports.land import Point
from openairlift.reports.projection import View
from openairlift.reports.svg import Markup, el

Box = tuple[float, float, float, float]

_LETTER = 0.6  # width of a letter of a label, as a share of its size
FAR = (0.0, 14.0, 28.0, 42.0, 56.0, 70.0)
"""How far above or below its place a label may stand."""
LEADER = 24.0
"""Distance from which a line leads from a place to its label."""
_APART = 9.0  # distance of the points that stand for a line


def boxes_along(points: list[Point], view: View) -> list[Box]:
    """Return small boxes along a line, so that labels keep off it."""
    boxes: list[Box] = []
    last: Point | None = None
    for (x0, y0), (x1, y1) in pairwise(points):
        if max(x0, x1) < 0 or min(x0, x1) > view.width or max(y0, y1) < 0 or min(y0, y1) > view.height:
            continue
        parts = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _APART))
        for index in range(parts):
            x, y = x0 + (x1 - x0) * index / parts, y0 + (y1 - y0) * index / parts
            if last is None or abs(x - last[0]) + abs(y - last[1]) >= _APART:
                boxes.append((x - 2, y - 2, x + 2, y + 2))
                last = (x, y)
    return boxes


def label(view: View, centre: Point, radius: float, text: str, taken: list[Box]) -> Markup:
    """Return a label beside its place, where it meets the least of what is there already; its box is then taken."""
    x, y = centre
    size = 12.5 if view.width > 500 else 11.0
    width = len(text) * size * _LETTER
    gap = radius + 4
    spots = [
        (x + gap, y + 4, "start"),
        (x - gap, y + 4, "end"),
        (x, y - gap - 1, "middle"),
        (x, y + gap + 11, "middle"),
    ]
    for far in FAR:
        spots += [
            (x + gap * 0.7, y - gap * 0.8 - far, "start"),
            (x + gap * 0.7, y + gap * 0.8 + 9 + far, "start"),
            (x - gap * 0.7, y - gap * 0.8 - far, "end"),
            (x - gap * 0.7, y + gap * 0.8 + 9 + far, "end"),
        ]

    def box(spot: tuple[float, float, str]) -> Box:
        left = spot[0] - {"start": 0.0, "middle": width / 2, "end": width}[spot[2]]
        return left, spot[1] - 11, left + width, spot[1] + 3

    def cost(spot: tuple[float, float, str]) -> float:
        x0, y0, x1, y1 = box(spot)
        lost = max(0.0, -x0) + max(0.0, x1 - view.width) + max(0.0, -y0) + max(0.0, y1 - view.height)
        away = abs((y0 + y1) / 2 - y) + max(0.0, x0 - x, x - x1)
        return lost * 1000 + away + _overlap((x0, y0, x1, y1), taken)

    best = min(spots, key=cost)
    x0, y0, x1, y1 = box(best)
    taken.append((x0, y0, x1, y1))
    told = el("text", text, x=best[0], y=best[1], text_anchor=best[2], class_="place", font_size=size)
    edge = y1 if y1 < y else y0
    if abs(edge - y) < radius + LEADER:
        return told
    start = y + (radius if edge > y else -radius)
    return el("g", el("line", x1=x, y1=start, x2=min(max(x, x0), x1), y2=edge, class_="leader"), told)


def _overlap(box: Box, taken: Iterable[Box]) -> float:
    x0, y0, x1, y1 = box
    return sum(max(0.0, min(x1, c) - max(x0, a)) * max(0.0, min(y1, d) - max(y0, b)) for a, b, c, d in taken)
