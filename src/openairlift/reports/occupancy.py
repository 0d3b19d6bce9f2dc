"""Pictures of what stood at the hubs against their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openairlift.reports.lanes import HUBS_DRAWN, Lane, hubs_of, lanes
from openairlift.reports.scales import Frame, Scale, day_ticks, ticks, x_axis, y_axis
from openairlift.reports.show import Show, after, day_of, plain
from openairlift.reports.svg import Markup, el, path, picture
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study import Study

ROW = 104.0
"""Height of a lane with its title."""


def occupancy_section(study: Study, *, show: Show) -> Markup:
    """Return one picture a hub, the busiest first."""
    hubs = hubs_of(study)
    if not hubs:
        return el("p", "The plan has no mission, so no place was used.")
    figures = []
    for place in hubs[:HUBS_DRAWN]:
        record = study.network.places[place]
        rows = lanes(study, place, show=show)
        charts = [_chart(study, record.id, rows, size=size) for size in (("wide", 620.0), ("narrow", 360.0))]
        figures.append(el("figure", el("figcaption", el("b", record.id), f": {record.name}"), charts))
    left = hubs[HUBS_DRAWN:]
    more = None
    if left:
        names = ", ".join(study.network.places[place].id for place in left)
        more = el("p", f"Not drawn, less used: {names}.", class_="note")
    intro = (
        "Mean over the runs in each stretch of time, other traffic included. A dashed line is the stated limit; the "
        "mean lies below it also where single runs were full. A limit that is not stated does not bind."
    )
    return el("div", el("p", intro, class_="note"), el("div", figures, class_="pair"), more)


def _chart(study: Study, ident: str, rows: list[Lane], *, size: tuple[str, float]) -> Markup:
    name, width = size
    height = ROW * len(rows) + 44.0
    horizon = float(study.network.horizon_s)
    marks: list[Markup] = []
    x = Scale(0.0, horizon, 44.0, width - 16.0)
    for index, lane in enumerate(rows):
        marks += _lane(lane, x=x, top=index * ROW, width=width, height=height)
    frame = Frame(width=width, height=height, left=44.0, bottom=42.0)
    labels = []
    for day in day_ticks(horizon / DAY_S, wish=4 if frame.narrow else 7):
        moment = after(study.scenario.settings.start, day * DAY_S)
        labels.append((day * DAY_S, f"day {day}" if day == 0 else str(day), "" if moment is None else day_of(moment)))
    marks += x_axis(frame, x, labels)
    told = "; ".join(
        f"{lane.title}: highest mean {plain(max(lane.values, default=0.0))}, {lane.note or 'no limit'}" for lane in rows
    )
    return picture(
        marks,
        width=width,
        height=height,
        title=f"Occupancy of {ident}",
        description=f"Mean over the runs against days since the start. {told}.",
        key=f"occupancy-{ident}-{name}",
        class_=name,
    )


def _lane(lane: Lane, *, x: Scale, top: float, width: float, height: float) -> list[Markup]:
    """Draw one lane in the stretch of the picture that starts at `top`."""
    frame = Frame(width=width, height=height, left=44.0, top=top + 28.0, bottom=height - top - ROW + 6.0)
    marks_at = ticks(lane.top, wish=2)
    y = Scale(0.0, marks_at[-1], *frame.y)
    base = frame.y[0]
    marks: list[Markup] = y_axis(frame, y, [(value, plain(value)) for value in marks_at])
    outline: list[tuple[float, float]] = [(x.start, base)]
    before: float | None = None
    for index, value in enumerate(lane.values):
        if value != before:
            left = x(min(index * lane.bin_s, x.high))
            outline += [(left, outline[-1][1]), (left, y(value))]
            before = value
    end = x(min(len(lane.values) * lane.bin_s, x.high))
    outline += [(end, outline[-1][1]), (end, base)]
    marks.append(el("path", d=path(outline, closed=True), class_="area"))
    if lane.capacity is not None:
        edge: list[tuple[float, float]] = []
        for start, value in lane.capacity:
            edge += [(x(start), edge[-1][1])] if edge else []
            edge.append((x(start), y(value)))
        edge.append((x.end, edge[-1][1]))
        marks.append(el("path", d=path(edge), class_="capacity"))
    note = f" – {lane.note}" if lane.note else ""
    label = el("tspan", lane.title, class_="lane-name")
    marks.append(el("text", label, note, x=4, y=top + 17, class_="tick"))
    return marks
