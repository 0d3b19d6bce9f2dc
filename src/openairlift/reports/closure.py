"""The closure curve: how much has passed a mark by when, with what was reported beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openairlift.errors import UsageError
from openairlift.model import METERS
from openairlift.reports.reading import Record, Seen, metered
from openairlift.reports.scales import Frame, Scale, day_ticks, x_axis, y_axis
from openairlift.reports.sentences import reported
from openairlift.reports.show import MARK_WORDS, METER_WORDS, Show, after, day_of, percent
from openairlift.reports.svg import Markup, el, number, path, picture
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study import Study

MARKS_DRAWN = ("at_hub", "delivered")
SIZES = (("wide", 900.0, 400.0), ("narrow", 360.0, 330.0))
"""Every chart is drawn twice, for large and small screens, so that its text keeps a readable size."""

PAPER = ("paper", 900.0, 330.0)


@dataclass(frozen=True, slots=True)
class Series:
    """One curve as shares of what is listed: moments [s] and three quantiles."""

    mark: str
    times_s: tuple[float, ...]
    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]


def series(study: Study, mark: str, meter: str, of: str = "listed") -> Series | None:
    """Return the curve of a study as a share, or None when there is nothing to take a share of."""
    try:
        curve = study.delivered(mark=mark, meter=meter).share(of)
    except UsageError:
        return None
    p10, p50, p90 = curve.quantile((0.1, 0.5, 0.9))
    rows = (curve.grid_s, p10, p50, p90)
    return Series(mark, *(tuple(float(value) for value in row) for row in rows))


def closure_section(study: Study, summary: Record, *, observations: Sequence[Seen], show: Show) -> Markup:
    """Return the chart with a switch of meter that needs no script."""
    drawn = {meter: found for meter in METERS if (found := _curves(study, meter)) is not None}
    if not drawn:
        return el("p", "Nothing that is listed can be counted, so there is no curve.")
    _, objective = metered(summary)
    first = objective if objective in drawn else next(iter(drawn))
    switch: list[Markup] = []
    panels: list[Markup] = []
    for meter, (of, curves) in drawn.items():
        ident = f"meter-{meter}"
        switch.append(el("input", type="radio", name="meter", id=ident, checked=meter == first, class_="switch"))
        switch.append(el("label", METER_WORDS[meter].capitalize(), for_=ident, class_=f"tab tab-{meter}"))
        points = [(i + 1, s) for i, s in enumerate(_drawable(observations, meter, of))]
        whole = "the authorised amount" if of == "authorised" else "everything that the requirements list"
        told = f"Share of {whole}, by {METER_WORDS[meter]}."
        charts = [_chart(study, meter, curves, points, size=size, show=show) for size in SIZES]
        panels.append(
            el(
                "div",
                el("p", told, class_="note"),
                charts,
                _key(curves),
                _points(points, show),
                class_=f"panel panel-{meter}",
            )
        )
    legend = el("legend", "Counted by")
    return el("fieldset", legend, switch, el("div", panels, class_="panels"), class_="meters")


def closure_picture(study: Study, summary: Record, *, observations: Sequence[Seen], show: Show) -> Markup | None:
    """Return the one chart of the objective's meter for paper; None where nothing can be counted."""
    drawn = {meter: found for meter in METERS if (found := _curves(study, meter)) is not None}
    if not drawn:
        return None
    _, objective = metered(summary)
    meter = objective if objective in drawn else next(iter(drawn))
    of, curves = drawn[meter]
    points = [(i + 1, s) for i, s in enumerate(_drawable(observations, meter, of))]
    named = "; ".join(f"◆{index} {seen.id}" for index, seen in points)
    note = el("p", f"Reported: {named}.", class_="note") if points else None
    return el("figure", _chart(study, meter, curves, points, size=PAPER, show=show), _key(curves), note)


def _curves(study: Study, meter: str) -> tuple[str, list[Series]] | None:
    """Return what the share is of and the curves: of the authorised amount where one is stated for all of it."""
    for of in ("authorised", "listed") if meter == "usd" else ("listed",):
        curves = [curve for mark in MARKS_DRAWN if (curve := series(study, mark, meter, of)) is not None]
        if curves:
            return of, curves
    return None


def _drawable(observations: Sequence[Seen], meter: str, of: str) -> list[Seen]:
    """Return the observations that mean the same share; a source that names no meter is read as by value."""
    return [
        seen
        for seen in observations
        if seen.quantity == "share"
        and seen.at_s is not None
        and seen.placed
        and (seen.meter or "usd") == meter
        and seen.of == of
    ]


def _key(curves: Sequence[Series]) -> Markup:
    entries = [
        el("li", _swatch(curve.mark), f" {MARK_WORDS[curve.mark]}: line = P50, band = P10 to P90") for curve in curves
    ]
    return el("ul", entries, class_="key")


def _swatch(mark: str) -> Markup:
    band = el("rect", x=0, y=2, width=34, height=12, class_=f"band {mark}")
    line = el("line", x1=0, x2=34, y1=8, y2=8, class_=f"curve {mark}")
    return el("svg", band, line, viewBox="0 0 34 16", class_="swatch", aria_hidden="true")


def _points(points: Sequence[tuple[int, Seen]], show: Show) -> Markup | None:
    if not points:
        return None
    items = []
    for index, seen in points:
        sources = [" source: ", [[", " if i else "", el("a", e, href=f"#ev-{e}")] for i, e in enumerate(seen.evidence)]]
        unmarked = "" if len(seen.placed) < 2 else " (mark not stated by the source)"
        text = f"{seen.id}: reported {reported(seen, show)}{unmarked};"
        items.append(el("li", el("b", f"◆{index}"), " ", text, sources if seen.evidence else " no source stated"))
    return el("ul", items, class_="key")


def _chart(
    study: Study,
    meter: str,
    curves: Sequence[Series],
    points: Sequence[tuple[int, Seen]],
    *,
    size: tuple[str, float, float],
    show: Show,
) -> Markup:
    name, width, height = size
    frame = Frame(width=width, height=height, left=48.0, bottom=42.0, right=18.0)
    horizon = float(study.network.horizon_s)
    x = Scale(0.0, horizon, *frame.x)
    top = max([1.0, *(high for _, seen in points if (high := _span(seen)[1]) is not None)])
    y = Scale(0.0, top, *frame.y)
    start = study.scenario.settings.start
    days = day_ticks(horizon / DAY_S, wish=4 if frame.narrow else 10)
    labels = []
    for day in days:
        moment = after(start, day * DAY_S)
        labels.append((day * DAY_S, f"day {day}" if day == 0 else str(day), "" if moment is None else day_of(moment)))
    marks: list[Markup] = [*y_axis(frame, y, [(v / 4, percent(v / 4)) for v in range(5)]), *x_axis(frame, x, labels)]
    for curve in curves:
        forth = [(x(t), y(v)) for t, v in zip(curve.times_s, curve.p90, strict=True)]
        back = [(x(t), y(v)) for t, v in zip(curve.times_s, curve.p10, strict=True)]
        marks.append(el("path", d=path([*forth, *reversed(back)], closed=True), class_=f"band {curve.mark}"))
    for curve in curves:
        line = [(x(t), y(v)) for t, v in zip(curve.times_s, curve.p50, strict=True)]
        marks.append(el("path", d=path(line), class_=f"curve {curve.mark}"))
    marks += _observed(points, x=x, y=y)
    ends = "; ".join(
        f"{MARK_WORDS[c.mark]} at the end of the horizon P50 {percent(c.p50[-1])}, "
        f"P10 {percent(c.p10[-1])}, P90 {percent(c.p90[-1])}"
        for c in curves
    )
    return picture(
        marks,
        width=width,
        height=height,
        title=f"Closure curve by {METER_WORDS[meter]}",
        description=f"Share of what is required against days since the start. {ends}. "
        f"Reported values drawn as diamonds: {len(points)}. The numbers by day are in the table beside it.",
        key=f"closure-{meter}-{name}",
        class_=name,
    )


def _span(seen: Seen) -> tuple[float | None, float | None]:
    low = seen.low if seen.value is None else seen.value
    high = seen.high if seen.value is None else seen.value
    return low, high


def _observed(points: Sequence[tuple[int, Seen]], *, x: Scale, y: Scale) -> list[Markup]:
    marks = []
    last = (-99.0, -99.0)
    for index, seen in sorted(points, key=lambda point: point[1].at_s or 0.0):
        low, high = _span(seen)
        stated = [value for value in (low, high) if value is not None]
        if seen.at_s is None or not stated or not 0 <= seen.at_s <= x.high:
            continue
        place = x(seen.at_s)
        if len(stated) == 2 and low != high:
            marks.append(el("line", x1=place, x2=place, y1=y(stated[0]), y2=y(stated[1]), class_="seen-line"))
        centre = y(sum(stated) / len(stated))
        size = 6.5
        diamond = f"M{number(place)} {number(centre - size)}l{size} {size}l-{size} {size}l-{size} -{size}Z"
        below = abs(place - last[0]) < 26 and abs(centre - last[1]) < 16
        tip = el("title", f"{seen.id}: {', '.join(percent(value) for value in sorted(set(stated)))}")
        marks.append(el("path", tip, d=diamond, class_="seen"))
        dx, dy = (0.0, 22.0) if below else (0.0, -11.0)
        marks.append(el("text", str(index), x=place + dx, y=centre + dy, class_="seen-label", text_anchor="middle"))
        last = (place, centre)
    return marks
