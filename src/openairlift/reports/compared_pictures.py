"""Pictures of a comparison: differences with their intervals, shares by day, two measures at once."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.reports import compared_days as days
from openairlift.reports import compared_words as say
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.scales import Frame, Scale, day_ticks, ticks, x_axis, y_axis
from openairlift.reports.show import Show, percent
from openairlift.reports.svg import Markup, el, path, picture

_WIDTH, _ROW, _ROOM, _NEAR = 760.0, 26.0, 170.0, 13.0
_DASHES = ("none", "8 4", "2 4", "10 3 2 3", "5 5", "1 3", "12 5", "7 2 2 2 2 2")


def change_picture(rows: Sequence[tuple[str, Record]], measure: Record, show: Show, *, key: str) -> Markup:
    """Return mean differences with their 95 % intervals, one option a row."""
    unit = str(get(measure, "unit"))
    ends = [real(get(row, name)) or 0.0 for _, row in rows for name in ("low", "high", "mean")]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    left, height = 190.0, 34.0 + _ROW * len(rows)
    scale = Scale(low, high, left + 10, _WIDTH - 20)
    marks: list[Markup] = [el("line", x1=scale(0.0), x2=scale(0.0), y1=6.0, y2=height - 24, class_="axis")]
    for index, (option, row) in enumerate(rows):
        y = 18.0 + index * _ROW
        mean, one, two = (real(get(row, name)) or 0.0 for name in ("mean", "low", "high"))
        marks.append(el("text", option[:28], x=left, y=y + 4, class_="tick lane-name", text_anchor="end"))
        marks.append(el("line", x1=scale(one), x2=scale(two), y1=y, y2=y, class_="whisker"))
        marks.append(el("circle", cx=scale(mean), cy=y, r=4.5, class_="seen" if get(row, "clear") else "ring"))
    for value, anchor in ((low, "start"), (high, "end")):
        if value:
            text = say.value_words(value, unit, show, sign=True)
            marks.append(el("text", text, x=scale(value), y=height - 6, class_="tick", text_anchor=anchor))
    if all(not end or abs(scale(0.0) - scale(end)) > _ROOM for end in (low, high)):
        marks.append(el("text", "0", x=scale(0.0), y=height - 6, class_="tick", text_anchor="middle"))
    words = str(get(measure, "words"))
    told = "; ".join(f"{option}: {say.difference_words(row, measure, show)}" for option, row in rows)
    drawn = picture(*marks, width=_WIDTH, height=height, title=words, description=told, key=key)
    note = f"{words}: filled where it is clear, open where it is not"
    return el("figure", el("figcaption", note, class_="note"), drawn)


def share_picture(curve: Record, names: Sequence[str]) -> Markup:
    """Return the share of a curve by day, one line an option."""
    rows = records(curve, "rows")
    last = max((int(get(row, "day")) for row in rows), default=1)
    frame = Frame(width=_WIDTH, height=340.0, right=150.0)
    x, y = Scale(0, last, *frame.x), Scale(0, 1, *frame.y)
    labels = [(float(day), str(day), "") for day in day_ticks(last)]
    marks = [*y_axis(frame, y, [(v, percent(v)) for v in (0.0, 0.25, 0.5, 0.75, 1.0)]), *x_axis(frame, x, labels)]
    ends: list[tuple[float, int, str]] = []
    for index, name in enumerate(names):
        found = [(int(get(row, "day")), real(get(get(get(row, "options"), name), "p50"))) for row in rows]
        points = [(0.0, 0.0), *((float(day), value) for day, value in found if value is not None)]
        line = path([(x(day), y(value)) for day, value in points])
        marks.append(el("path", d=line, class_="option", style=_stroke(index)))
        if len(points) > 1:
            ends.append((y(points[-1][1]), index, name))
    place = 0.0
    for end, index, name in sorted(ends):
        place = max(end + 4, place + 14)
        right = frame.x[1]
        swatch = path([(right + 4, place - 4), (right + 26, place - 4)])
        marks.append(el("path", d=swatch, class_="option", style=_stroke(index)))
        marks.append(el("text", name[:18], x=right + 30, y=place, class_="tick", text_anchor="start"))
    words = days.curve_words(curve)
    told = f"P50 over the runs by day: {', '.join(names)}"
    drawn = picture(*marks, width=frame.width, height=frame.height, title=words, description=told, key="shares")
    return el("figure", el("figcaption", f"{words}, P50 by day", class_="note"), drawn)


def _stroke(index: int) -> str:
    """Return colour and dashes of an option's line: the first is solid, no two are alike."""
    colour = "--hub" if index == 0 else ("--delivered", "--ink", "--muted")[index % 3]
    return f"stroke:var({colour});stroke-dasharray:{_DASHES[index % len(_DASHES)]}"


def front_picture(found: Record, item: Record, show: Show, *, key: str) -> Markup:
    """Return options by two measures, those that another one beats in both drawn open."""
    options = get(item, "options", default={})
    names = (str(get(item, "x")), str(get(item, "y")))
    tops = [max((real(get(row, axis)) or 0.0 for row in options.values()), default=0.0) for axis in ("x", "y")]
    frame = Frame(width=560.0, height=360.0, left=92.0, right=30.0)
    steps = [ticks(top * 1.02) if top else [0.0, 1.0] for top in tops]
    x, y = Scale(0, steps[0][-1], *frame.x), Scale(0, steps[1][-1], *frame.y)
    marks = [
        *y_axis(frame, y, [(value, _tick(value, found, names[1], show)) for value in steps[1]]),
        *x_axis(frame, x, [(value, _tick(value, found, names[0], show), "") for value in steps[0]]),
    ]
    near: list[tuple[float, float, list[int]]] = []  # points too close to be told apart share a label
    for number, row in enumerate(options.values(), 1):
        at = (x(real(get(row, "x")) or 0.0), y(real(get(row, "y")) or 0.0))
        beaten = bool(records(row, "dominated_by"))
        marks.append(el("circle", cx=at[0], cy=at[1], r=6.0, class_="ring open" if beaten else "seen"))
        close = next((item for item in near if abs(item[0] - at[0]) < _NEAR and abs(item[1] - at[1]) < _NEAR), None)
        if close is None:
            near.append((*at, [number]))
        else:
            close[2].append(number)
    for across, up, numbers in near:
        right = across < frame.x[1] - 60
        label = ", ".join(str(number) for number in numbers)
        place = {"x": across + (10 if right else -10), "text_anchor": "start" if right else "end"}
        marks.append(el("text", label, y=up - 6, class_="seen-label", **place))
    words = [say.measure_words(found, name) for name in names]
    told = "; ".join(
        f"{name}: {_tick(real(get(row, 'x')) or 0.0, found, names[0], show)}, "
        f"{_tick(real(get(row, 'y')) or 0.0, found, names[1], show)}"
        for name, row in options.items()
    )
    title = f"{words[1]} against {words[0]}"
    drawn = picture(*marks, width=frame.width, height=frame.height, title=title, description=told, key=key)
    legend = ", ".join(f"{number} {name}" for number, name in enumerate(options, 1))
    note = f"Across: {words[0]}; up: {words[1]}. Open: another option is as good in both and better in one. {legend}."
    return el("figure", el("figcaption", note, class_="note"), drawn)


def _tick(value: float, found: Record, name: str, show: Show) -> str:
    if name == "undelivered_share":
        return percent(value)
    measure = say.measured(found, name)
    return say.value_words(value, str(get(measure, "unit", default="")), show)
