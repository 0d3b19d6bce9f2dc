"""A picture of what each input is worth: bars from the answer at one end to that at the other, or of sizes."""

from __future__ import annotations

from collections.abc import Callable

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.scales import Scale
from openairlift.reports.show import count, plain
from openairlift.reports.svg import Markup, el, picture

DRAWN = 20
"""Inputs that are drawn, the largest; all are in the table."""

ROW, BAR, EDGE = 40.0, 12.0, 16.0
SIZES = (("wide", 900.0), ("narrow", 360.0))

_WORDS = {
    "oat": "Each bar goes from the answer at the low end of an input to that at its high end; the line is now.",
    "morris": "Each bar is the mean size of what the whole range of an input does, with its 95 % interval.",
    "sobol": "Each bar is the share of the variance in which an input has a part, with its interval; dark: its own.",
}


def swings_picture(found: Record) -> Markup | None:
    """Return the picture, wide and narrow; None where no input moves the answer."""
    method = str(get(found, "method", default="oat"))
    rows = [row for row in records(found, "rows") if real(get(row, "size"))]
    if not rows:
        return None
    drawn = rows[:DRAWN]
    more = f" {count(len(rows) - DRAWN, 'smaller one')} not drawn." if len(rows) > DRAWN else ""
    charts = [_chart(found, drawn, method, size) for size in SIZES]
    return el("figure", el("figcaption", _WORDS[method] + more, class_="note"), charts)


def _chart(found: Record, rows: list[Record], method: str, size: tuple[str, float]) -> Markup:
    name, width = size
    height = ROW * len(rows) + 30.0
    now = real(get(found, "now")) or 0.0
    ends = [value for row in rows for value in _extent(row, method)] + [now if method == "oat" else 0.0]
    x = Scale(min(ends), max(ends), EDGE, width - EDGE)
    zero = x(now if method == "oat" else 0.0)
    marks: list[Markup] = [el("path", d=f"M{zero:.1f} 4V{height - 24:.1f}", class_="axis")]
    draw = _swing if method == "oat" else _size
    for index, row in enumerate(rows):
        marks += draw(row, x, index * ROW + 4.0)
    for value in dict.fromkeys((min(ends), max(ends))):
        anchor = "start" if value == min(ends) else "end"
        marks.append(el("text", plain(value), x=x(value), y=height - 6.0, text_anchor=anchor, class_="tick"))
    told = "; ".join(f"{get(row, 'input')} {plain(real(get(row, 'size')) or 0.0)}" for row in rows)
    return picture(
        marks,
        width=width,
        height=height,
        title=f"What each input is worth in {get(found, 'answer', default='the answer')}",
        description=f"{_WORDS[method]} {told}.",
        key=f"swings-{name}",
        class_=name,
    )


def _extent(row: Record, method: str) -> list[float]:
    if method == "oat":
        return [value for end in ("at_low", "at_high") if (value := real(get(row, end))) is not None]
    return [real(get(row, "size")) or 0.0, real(get(get(row, "interval"), "high")) or 0.0]


def _label(row: Record, top: float) -> Markup:
    return el("text", str(get(row, "input")), x=EDGE + 4.0, y=top + 12.0, class_="tick")


def _bar(low: float, high: float, top: float, class_: str = "bar") -> Markup:
    left, right = sorted((low, high))
    return el("rect", x=left, y=top + 17.0, width=max(right - left, 1.0), height=BAR, class_=class_)


def _swing(row: Record, x: Callable[[float], float], top: float) -> list[Markup]:
    ends = [real(get(row, end)) for end in ("at_low", "at_high")]
    if None in ends:
        return [_label(row, top)]
    return [_label(row, top), _bar(x(ends[0] or 0.0), x(ends[1] or 0.0), top)]


def _size(row: Record, x: Callable[[float], float], top: float) -> list[Markup]:
    size, first = real(get(row, "size")) or 0.0, real(get(get(row, "first"), "value"))
    marks = [_label(row, top), _bar(x(0.0), x(size), top, "bar" if first is None else "area")]
    if first is not None and first > 0:
        marks.append(_bar(x(0.0), x(min(first, size)), top))
    interval = get(row, "interval")
    if interval is not None:
        low, high = (real(get(interval, end)) or 0.0 for end in ("low", "high"))
        marks.append(el("path", d=f"M{x(max(low, 0.0)):.1f} {top + 23:.1f}H{x(high):.1f}", class_="whisker"))
    return marks
