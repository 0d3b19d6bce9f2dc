"""The fan chart of a stock: median, P10 to P90, and the floor, by month."""

from __future__ import annotations

from openairlift.reports.closure import SIZES
from openairlift.reports.reading import Record, get, real
from openairlift.reports.scales import Frame, Scale, ticks, x_axis, y_axis
from openairlift.reports.show import after, parse_date, plain
from openairlift.reports.svg import Markup, el, path, picture

_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)


def fan_charts(item: Record, found: Record) -> list[Markup]:
    """Return the chart, for large and for small screens."""
    return [_chart(item, found, size) for size in SIZES]


def _chart(item: Record, found: Record, size: tuple[str, float, float]) -> Markup:
    name, width, height = size
    frame = Frame(width=width, height=height, left=72.0, bottom=42.0, right=34.0)
    months = int(get(found, "months"))
    low, middle, high = (
        [float(v) for v in get(get(get(item, "by_month"), "on_hand"), p)] for p in ("p10", "p50", "p90")
    )
    floor = real(get(item, "floor"))
    marks_y = ticks(max([*high, floor or 0.0]), wish=5)
    x, y = Scale(0.0, float(months), *frame.x), Scale(0.0, marks_y[-1], *frame.y)
    forth = [(x(m), y(v)) for m, v in enumerate(high)]
    back = [(x(m), y(v)) for m, v in enumerate(low)]
    marks: list[Markup] = [
        *y_axis(frame, y, [(value, plain(value)) for value in marks_y]),
        *x_axis(frame, x, _months(found, months, wish=4 if frame.narrow else 9)),
        el("path", d=path([*forth, *reversed(back)], closed=True), class_="band delivered"),
        el("path", d=path([(x(m), y(v)) for m, v in enumerate(middle)]), class_="curve delivered"),
    ]
    if floor:
        marks.append(el("line", x1=frame.x[0], x2=frame.x[1], y1=y(floor), y2=y(floor), class_="capacity"))
        marks.append(el("text", "floor", x=frame.x[1], y=y(floor) - 5, class_="tick", text_anchor="end"))
    told = f"at the start P50 {plain(middle[0])}, after {months} months P50 {plain(middle[-1])}, "
    told += f"P10 {plain(low[-1])}, P90 {plain(high[-1])}"
    return picture(
        marks, width=width, height=height, title=f"Stock of {get(item, 'item')} by month",
        description=f"Pieces on hand at the end of every month: {told}." + (f" Floor {plain(floor)}." if floor else ""),
        key=f"fan-{get(item, 'item')}-{name}".replace(".", "-"), class_=name,
    )  # fmt: skip


def _months(found: Record, months: int, *, wish: int) -> list[tuple[float, str, str]]:
    step = next((step for step in _STEPS if months / step <= wish), months)
    start = parse_date(get(get(found, "scenario"), "start"))
    days = real(get(found, "month_days")) or 30.4375
    labels = []
    for month in range(0, months + 1, step):
        moment = after(start, month * days * 86_400)
        labels.append((float(month), str(month) if month else "month 0", "" if moment is None else f"{moment:%b %Y}"))
    return labels


def fan_key(item: Record) -> Markup:
    """Return what the lines of the chart mean."""
    band = el("rect", x=0, y=2, width=34, height=12, class_="band delivered")
    line = el("line", x1=0, x2=34, y1=8, y2=8, class_="curve delivered")
    entries = [el("li", _swatch(band, line), " on hand at the end of a month: line = P50, band = P10 to P90")]
    if get(item, "floor") is not None:
        entries.append(el("li", _swatch(el("path", d="M0 8H34", class_="capacity")), " stated floor"))
    return el("ul", entries, class_="key")


def _swatch(*marks: Markup) -> Markup:
    return el("svg", *marks, viewBox="0 0 34 16", class_="swatch", aria_hidden="true")
