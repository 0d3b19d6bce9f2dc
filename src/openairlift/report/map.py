"""The map: who flies where, what stands where, and the roads onward."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openairlift.report.land import Point, borders_in, land_in
from openairlift.report.lanes import spots_now
from openairlift.report.places import Placed, placed_places
from openairlift.report.routes import legs, link_loads
from openairlift.report.show import Show, count, plain
from openairlift.report.svg import Markup, el, number, path, picture

if TYPE_CHECKING:
    from openairlift.study import Study

REGION_FACTOR = 1.8
"""A second map of the region is drawn when the first one covers this much more in width or height."""

_LETTER = 6.6  # width of a letter of a label, in units of the picture


@dataclass(frozen=True, slots=True)
class View:
    """A window in Mercator's projection: centre longitude, scale and size."""

    lon: float
    north: float
    scale: float
    width: float
    height: float

    def __call__(self, lon: float, lat: float) -> Point:
        """Return the place of a position in the picture."""
        return self.width / 2 + (lon - self.lon) * self.scale, (self.north - mercator(lat)) * self.scale

    def near(self, lon: float) -> float:
        """Return the longitude, turned so that it lies within 180 degrees of the centre."""
        return self.lon + (lon - self.lon + 180.0) % 360.0 - 180.0


def mercator(lat: float) -> float:
    """Return the northing in Mercator's projection, in degrees of longitude; capped at 82 degrees."""
    angle = math.radians(max(-82.0, min(82.0, lat)))
    return math.degrees(math.log(math.tan(math.pi / 4 + angle / 2)))


def window(points: Sequence[Point], *, width: float, height: float) -> View:
    """Return the window that holds all points (longitude, latitude) with a margin; crosses 180 degrees if shorter."""
    lons = sorted(lon % 360.0 for lon, _ in points)
    gaps = [(b - a, a) for a, b in zip(lons, [*lons[1:], lons[0] + 360.0], strict=True)]
    gap, west_of = max(gaps)
    span = 360.0 - gap
    centre = (west_of + gap + span / 2 + 180.0) % 360.0 - 180.0
    norths = [mercator(lat) for _, lat in points]
    span_x, span_y = max(span * 1.24, 4.0), max((max(norths) - min(norths)) * 1.3, 2.5)
    scale = min(width / span_x, height / span_y)
    return View(centre, (max(norths) + min(norths)) / 2 + height / scale / 2, scale, width, height)


def great_circle(a: Point, b: Point, *, parts: int | None = None) -> list[Point]:
    """Return points (longitude, latitude) along the great circle between two positions, ends included.

    Examples
    --------
    >>> [round(v, 1) for v in great_circle((0.0, 0.0), (90.0, 0.0), parts=2)[1]]
    [45.0, 0.0]
    """

    def unit(point: Point) -> tuple[float, float, float]:
        lon, lat = math.radians(point[0]), math.radians(point[1])
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    u, v = unit(a), unit(b)
    angle = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(u, v, strict=True)))))
    if angle < 1e-9:
        return [a, b]
    steps = max(2, min(96, math.ceil(math.degrees(angle) / 0.5))) if parts is None else parts
    found = [a]
    for index in range(1, steps):
        part = index / steps
        f, g = math.sin((1 - part) * angle) / math.sin(angle), math.sin(part * angle) / math.sin(angle)
        x, y, z = (f * p + g * q for p, q in zip(u, v, strict=True))
        found.append((math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return [*found, b]


def map_section(study: Study, *, show: Show) -> Markup:
    """Return the map of everything, and one of the region around the hubs where that helps."""
    places = placed_places(study)
    if not places:
        return el("p", "No place has a position, so there is no map.")
    used = {i for leg in legs(study.plan) for i in leg} | {i for p in places.values() if p.needed for i in [p.index]}
    shown = [p for i, p in places.items() if i in used] or list(places.values())
    region = [p for p in shown if p.near_end]
    figures = [_figure(study, "Everything", "map-all", shown, show=show)]
    if region and _wider(shown, region):
        figures.insert(0, _figure(study, "Around the places of delivery", "map-region", region, show=show))
    return el("div", figures)


def _wider(everything: Sequence[Placed], region: Sequence[Placed]) -> bool:
    whole, part = (window([p.position for p in ps], width=900, height=520) for ps in (everything, region))
    return part.scale > whole.scale * REGION_FACTOR


def _figure(study: Study, caption: str, key: str, shown: Sequence[Placed], *, show: Show) -> Markup:
    maps = []
    for name, width, height in (("wide", 900.0, 520.0), ("narrow", 360.0, 380.0)):
        view = window([p.position for p in shown], width=width, height=height)
        maps.append(_map(study, caption, f"{key}-{name}", view, class_=name, show=show))
    return el("figure", el("figcaption", caption), maps)


def _map(study: Study, caption: str, key: str, view: View, *, class_: str, show: Show) -> Markup:
    places = placed_places(study)
    land = "".join(path(ring, closed=True) for ring in land_in(view, view.width, view.height))
    lines = "".join(path(line) for line in borders_in(view, view.width, view.height))
    marks: list[Markup] = [
        el("rect", x=0, y=0, width=view.width, height=view.height, class_="sea"),
        el("path", d=land, class_="land"),
        el("path", d=lines, class_="border"),
    ]
    flown = legs(study.plan)
    most = max(flown.values(), default=1)
    for (a, b), missions in sorted(flown.items(), key=lambda item: (item[1], item[0])):
        if a in places and b in places:
            ends = f"{places[a].id} to {places[b].id}: {count(missions, 'loaded leg')}"
            line = _line(view, great_circle(places[a].position, places[b].position))
            width = 1.0 + 6.0 * math.sqrt(missions / most)
            marks.append(el("path", el("title", ends), d=line, class_="leg", stroke_width=number(width)))
    used = link_loads(study.plan)
    for index, link in enumerate(study.network.links):
        if link.origin in places and link.destination in places:
            ends = f"{places[link.origin].id} to {places[link.destination].id} by {link.record.mode}: "
            ends += count(used.get(index, 0), "load")
            line = _line(view, [places[link.origin].position, places[link.destination].position])
            faint = "" if used.get(index) else " unused"
            marks.append(el("path", el("title", ends), d=line, class_=f"truck{faint}"))
    marks += _symbols(study, view, list(places.values()))
    marks.append(_scale_bar(view, show))
    told = ", ".join(
        f"{places[a].id} to {places[b].id} {n}" for (a, b), n in flown.most_common(8) if a in places and b in places
    )
    return picture(
        marks,
        width=view.width,
        height=view.height,
        title=f"Map: {caption.lower()}",
        description=f"Loaded legs of the plan by missions: {told or 'none'}. Places are listed below the map.",
        key=key,
        class_=f"map {class_}",
    )


def _line(view: View, points: Sequence[Point]) -> str:
    """Return a line without a jump where it crosses the edge of the world."""
    turned: list[Point] = []
    for lon, lat in points:
        near = view.near(lon) if not turned else turned[-1][0] + (lon - turned[-1][0] + 180.0) % 360.0 - 180.0
        turned.append((near, lat))
    return path(view(lon, lat) for lon, lat in turned)


def _symbols(study: Study, view: View, places: Sequence[Placed]) -> list[Markup]:
    marks: list[Markup] = []
    labels: list[tuple[float, float, float, str]] = []
    taken: list[tuple[float, float, float, float]] = []
    for place in places:
        x, y = view(view.near(place.position[0]), place.position[1])
        if not (0 <= x <= view.width and 0 <= y <= view.height):
            continue
        radius = 5.0
        if place.airfield:
            spots = spots_now(study.network, place.index)
            radius = 5.0 + 2.2 * math.sqrt(spots if spots is not None else 4)
            told = "parking not stated" if spots is None else count(spots, "spot")
            style = "ring" if spots is not None else "ring open"
            marks.append(el("circle", el("title", f"{place.id}: {told}"), cx=x, cy=y, r=radius, class_=style))
        if place.stock:
            marks.append(el("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, class_="depot"))
        if not place.airfield:
            shape = f"M{number(x)} {number(y - 6)}l6 11h-12Z"
            marks.append(el("path", el("title", place.id), d=shape, class_="forward"))
        taken.append((x - radius, y - radius, x + radius, y + radius))
        if place.needed:
            labels.append((x, y, radius, place.id))
    for x, y, radius, text in labels:
        marks.append(_label(view, x, y, radius, text, taken))
    return marks


def _label(
    view: View, x: float, y: float, radius: float, text: str, taken: list[tuple[float, float, float, float]]
) -> Markup:
    """Put a label beside its place, where it meets the least of what is there already."""
    width = len(text) * _LETTER
    gap = radius + 4
    spots = [
        (x + gap, y + 4, "start"),
        (x - gap, y + 4, "end"),
        (x, y - gap - 1, "middle"),
        (x, y + gap + 11, "middle"),
        (x + gap * 0.7, y - gap * 0.8, "start"),
        (x + gap * 0.7, y + gap * 0.8 + 9, "start"),
        (x - gap * 0.7, y - gap * 0.8, "end"),
        (x - gap * 0.7, y + gap * 0.8 + 9, "end"),
        (x, y - gap - 16, "middle"),
        (x, y + gap + 26, "middle"),
    ]

    def box(spot: tuple[float, float, str]) -> tuple[float, float, float, float]:
        left = spot[0] - {"start": 0.0, "middle": width / 2, "end": width}[spot[2]]
        return left, spot[1] - 11, left + width, spot[1] + 3

    def cost(spot: tuple[float, float, str]) -> float:
        x0, y0, x1, y1 = box(spot)
        lost = max(0.0, -x0) + max(0.0, x1 - view.width) + max(0.0, -y0) + max(0.0, y1 - view.height)
        over = sum(max(0.0, min(x1, c) - max(x0, a)) * max(0.0, min(y1, d) - max(y0, b)) for a, b, c, d in taken)
        return lost * 1000 + over

    best = min(spots, key=cost)
    taken.append(box(best))
    return el("text", text, x=best[0], y=best[1], text_anchor=best[2], class_="place")


def _scale_bar(view: View, show: Show) -> Markup:
    unit_m = 1852.0 if show.nato else 1000.0
    middle = view.north - view.height / view.scale / 2
    lat = math.degrees(2 * math.atan(math.exp(math.radians(middle))) - math.pi / 2)
    per_unit = view.scale / (111_195.0 * max(math.cos(math.radians(lat)), 0.05)) * unit_m
    wanted = view.width * 0.2 / per_unit
    power = 10.0 ** math.floor(math.log10(wanted))
    length = max(power * step for step in (1, 2, 5) if power * step <= wanted)
    left, bottom, size = 12.0, view.height - 12.0, length * per_unit
    line = f"M{number(left)} {number(bottom - 5)}v5h{number(size)}v-5"
    text = f"{plain(length)} {'nm' if show.nato else 'km'}"
    return el("g", el("path", d=line, class_="scale"), el("text", text, x=left + 5, y=bottom - 5, class_="tick"))
