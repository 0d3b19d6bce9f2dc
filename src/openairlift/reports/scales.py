"""Scales and axes: from values to places in a picture, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openairlift.reports.svg import Markup, el


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from [low, high] to the range [start, end] of a picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of `value`; a scale without extent puts everything at its start."""
        span = self.high - self.low
        if span == 0:
            return self.start
        return self.start + (value - self.low) / span * (self.end - self.start)


def ticks(high: float, *, wish: int = 5, whole: bool = False) -> list[float]:
    """Return round ticks from 0 to at least `high`.

    Examples
    --------
    >>> ticks(7.0, wish=4)
    [0.0, 2.0, 4.0, 6.0, 8.0]
    >>> ticks(1.0, wish=5, whole=True)
    [0.0, 1.0]
    """
    if not high > 0:
        return [0.0, 1.0]
    raw = high / max(wish, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * (1 - 1e-9))
    if whole:
        step = max(1.0, float(math.ceil(step)))
    count = math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(count + 1)]


def day_ticks(days: float, *, wish: int = 7) -> list[int]:
    """Return days to mark on an axis of `days`: every day, second day, or whole weeks.

    Examples
    --------
    >>> day_ticks(35)
    [0, 5, 10, 15, 20, 25, 30, 35]
    """
    for step in (1, 2, 5, 7, 10, 14, 28, 30, 60, 90):
        if days / step <= wish + 1e-9:
            return list(range(0, int(days) + 1, step))
    return list(range(0, int(days) + 1, 120))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The plotting area of a picture: its size and margins."""

    width: float
    height: float
    left: float = 52.0
    right: float = 16.0
    top: float = 14.0
    bottom: float = 40.0

    @property
    def x(self) -> tuple[float, float]:
        """Left and right edge of the plotting area."""
        return self.left, self.width - self.right

    @property
    def y(self) -> tuple[float, float]:
        """Bottom and top edge of the plotting area."""
        return self.height - self.bottom, self.top

    @property
    def narrow(self) -> bool:
        """Whether the picture is the one for small screens."""
        return self.width < 500


def y_axis(frame: Frame, scale: Scale, labels: Sequence[tuple[float, str]]) -> list[Markup]:
    """Return horizontal grid lines with their labels."""
    left, right = frame.x
    marks = []
    for value, label in labels:
        y = scale(value)
        marks.append(el("line", x1=left, x2=right, y1=y, y2=y, class_="grid" if value else "axis"))
        marks.append(el("text", label, x=left - 7, y=y + 4, class_="tick", text_anchor="end"))
    return marks


def x_axis(frame: Frame, scale: Scale, labels: Sequence[tuple[float, str, str]]) -> list[Markup]:
    """Return ticks with two lines of text below: the day and its date."""
    bottom, _ = frame.y
    marks = []
    for value, first, second in labels:
        x = scale(value)
        marks.append(el("line", x1=x, x2=x, y1=bottom, y2=bottom + 5, class_="axis"))
        marks.append(el("text", first, x=x, y=bottom + 18, class_="tick", text_anchor="middle"))
        if second:
            marks.append(el("text", second, x=x, y=bottom + 32, class_="tick faint", text_anchor="middle"))
    return marks
