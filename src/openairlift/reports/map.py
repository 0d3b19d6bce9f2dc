"""The map: who flies where, what stands where, and the roads onward."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openairlift.outlook.cover import LABEL, brought, lacking
from openairlift.outlook.shapes import reach_rings
from openairlift.reports.cover_map import outlines
from openairlift.reports.labels import Box, boxes_along, label
from openairlift.reports.land import borders_in, land_in
from openairlift.reports.lanes import spots_now
from openairlift.reports.places import DEGREE_M, Placed, blurred, placed_places
from openairlift.reports.projection import View, great_circle, line, window
from openairlift.reports.routes import legs, link_loads
from openairlift.reports.show import Show, count, plain
from openairlift.reports.svg import Markup, el, number, path, picture

if TYPE_CHECKING:
    from openairlift.study import Study

REGION_FACTOR = 1.8
"""A second map of the region is drawn when the first one covers this much more in width or height."""

SIZES = (("wide", 900.0, 520.0), ("narrow", 360.0, 380.0))


def map_section(study: Study, *, show: Show) -> Markup:
    """Return the map of everything, and before it one of the region around the hubs where that helps."""
    places = placed_places(study)
    if not places:
        return el("p", "No place has a position, so there is no map.")
    shown = [place for place in places.values() if place.needed] or list(places.values())
    region = [place for place in shown if place.near_end]
    if len(region) < 2 or not _wider(shown, region):  # one place alone needs no map of its own
        return el("div", _figure(study, "Everything", "map-all", shown, show=show))
    near = _figure(study, "Around the places of delivery", "map-region", region, show=show)
    return el("div", near, _figure(study, "Everything", "map-all", shown, show=show, inset=region))


def _wider(everything: Sequence[Placed], region: Sequence[Placed]) -> bool:
    whole, part = (window([p.position for p in ps], width=900, height=520) for ps in (everything, region))
    return part.scale > whole.scale * REGION_FACTOR


def _figure(
    study: Study, caption: str, key: str, shown: Sequence[Placed], *, show: Show, inset: Sequence[Placed] = ()
) -> Markup:
    maps = []
    for name, width, height in SIZES:
        view = window([p.position for p in shown], width=width, height=height)
        frame = window([p.position for p in inset], width=width, height=height) if inset else None
        maps.append(_map(study, caption, f"{key}-{name}", view, class_=name, show=show, frame=frame))
    return el("figure", el("figcaption", caption), maps)


def _map(study: Study, caption: str, key: str, view: View, *, class_: str, show: Show, frame: View | None) -> Markup:
    places = placed_places(study)
    land = "".join(path(ring, closed=True) for ring in land_in(view, view.width, view.height))
    borders = "".join(path(part) for part in borders_in(view, view.width, view.height))
    taken: list[Box] = []
    marks: list[Markup] = [
        el("rect", x=0, y=0, width=view.width, height=view.height, class_="sea"),
        el("path", d=land, class_="land"),
        el("path", d=borders, class_="border"),
        *_reach(study, view),
        *_legs(study, view, places, taken),
        *_roads(study, view, places, taken),
    ]
    hidden: set[int] = set()
    if frame is not None:
        hidden = {index for index, place in places.items() if place.near_end}
        marks += _inset(view, frame, taken)
    marks += _symbols(study, view, places, taken, unnamed=hidden)
    marks.append(_scale_bar(view, show))
    flown = legs(study.plan).most_common(8)
    told = ", ".join(f"{places[a].id} to {places[b].id} {n}" for (a, b), n in flown if a in places and b in places)
    return picture(
        marks,
        width=view.width,
        height=view.height,
        title=f"Map: {caption.lower()}",
        description=f"Loaded legs of the plan by missions: {told or 'none'}. Places are listed below the map.",
        key=key,
        class_=f"map {class_}",
    )


def shows_reach(study: Study) -> bool:
    """Whether the map shows what units reach: where requirements bring some, and the scenario says how far."""
    return not lacking(study.scenario) and bool(brought(study.scenario))


def _reach(study: Study, view: View) -> list[Markup]:
    """Return what units that requirements bring reach where they will stand, from positions as they may be shown."""
    scenario = study.scenario
    marks: list[Markup] = []
    for unit in dict.fromkeys(
        unit for one in (brought(scenario) if shows_reach(study) else ()) for unit in one.standing
    ):
        type_ = scenario.batteries[unit.unit_type]
        lat, lon = blurred(unit.lat, unit.lon, scenario.settings.blur_m)
        rings = reach_rings(lat, lon, type_.radius_m, sector_deg=type_.sector_deg, azimuth_deg=unit.azimuth_deg)
        tip = f"{unit.where}: reach of {unit.unit_type} ({type_.radius_basis}); {LABEL}"
        marks += outlines(view, rings, tip)
    return marks


def _legs(study: Study, view: View, places: dict[int, Placed], taken: list[Box]) -> list[Markup]:
    flown = legs(study.plan)
    most = max(flown.values(), default=1)
    marks = []
    for (a, b), missions in sorted(flown.items(), key=lambda item: (item[1], item[0])):
        if a in places and b in places:
            points = line(view, great_circle(places[a].position, places[b].position))
            taken += boxes_along(points, view)
            tip = el("title", f"{places[a].id} to {places[b].id}: {count(missions, 'loaded leg')}")
            width = number(1.0 + 6.0 * math.sqrt(missions / most))
            marks.append(el("path", tip, d=path(points), class_="leg", stroke_width=width))
    return marks


def _roads(study: Study, view: View, places: dict[int, Placed], taken: list[Box]) -> list[Markup]:
    used = link_loads(study.plan)
    marks = []
    for index, link in enumerate(study.network.links):
        if link.origin in places and link.destination in places:
            start, end = places[link.origin], places[link.destination]
            points = line(view, [start.position, end.position])
            taken += boxes_along(points, view)
            loads = count(used.get(index, 0), "load")
            tip = el("title", f"{start.id} to {end.id} by {link.record.mode}: {loads}")
            marks.append(el("path", tip, d=path(points), class_="truck" if used.get(index) else "truck unused"))
    return marks


def _inset(view: View, frame: View, taken: list[Box]) -> list[Markup]:
    """Return the outline of the map of the region, with its name."""
    left, top = (
        view(view.near(frame.lon) - frame.width / frame.scale / 2, 0.0)[0],
        (view.north - frame.north) * view.scale,
    )
    width, height = frame.width / frame.scale * view.scale, frame.height / frame.scale * view.scale
    box = el("rect", x=left, y=top, width=width, height=height, class_="inset")
    taken.append((left, top, left + width, top + height))
    return [box, label(view, (left + width / 2, top + height / 2), height / 2, "map above", taken)]


def _symbols(
    study: Study, view: View, places: dict[int, Placed], taken: list[Box], *, unnamed: set[int]
) -> list[Markup]:
    marks: list[Markup] = []
    named: list[tuple[float, float, float, str]] = []
    for index, place in places.items():
        x, y = view(view.near(place.position[0]), place.position[1])
        if not (0 <= x <= view.width and 0 <= y <= view.height):
            continue
        small = index in unnamed
        radius = 2.5 if small else 5.0
        if place.airfield and not small:
            spots = spots_now(study.network, index)
            radius += 2.2 * math.sqrt(spots if spots is not None else 4)
            told = "parking not stated" if spots is None else count(spots, "spot")
            style = "ring" if spots is not None else "ring open"
            marks.append(el("circle", el("title", f"{place.id}: {told}"), cx=x, cy=y, r=radius, class_=style))
        elif place.airfield:
            marks.append(el("circle", el("title", place.id), cx=x, cy=y, r=radius, class_="ring"))
        if place.stock and not small:
            marks.append(el("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, class_="depot"))
        if not place.airfield:
            half = 3.0 if small else 6.0
            shape = f"M{number(x)} {number(y - half)}l{half:g} {half * 1.8:g}h-{half * 2:g}Z"
            marks.append(el("path", el("title", place.id), d=shape, class_="forward"))
        taken.append((x - radius, y - radius, x + radius, y + radius))
        if place.needed and not small:
            named.append((x, y, radius, place.id))
    return [*marks, *(label(view, (x, y), radius, text, taken) for x, y, radius, text in named)]


def _scale_bar(view: View, show: Show) -> Markup:
    unit_m = 1852.0 if show.nato else 1000.0
    middle = view.north - view.height / view.scale / 2
    lat = math.degrees(2 * math.atan(math.exp(math.radians(middle))) - math.pi / 2)
    per_unit = view.scale / (DEGREE_M * max(math.cos(math.radians(lat)), 0.05)) * unit_m
    wanted = view.width * 0.2 / per_unit
    power = 10.0 ** math.floor(math.log10(wanted))
    length = max(power * step for step in (1, 2, 5) if power * step <= wanted)
    left, bottom, size = 12.0, view.height - 12.0, length * per_unit
    line = f"M{number(left)} {number(bottom - 5)}v5h{number(size)}v-5"
    text = f"{plain(length)} {'nm' if show.nato else 'km'}"
    return el("g", el("path", d=line, class_="scale"), el("text", text, x=left + 5, y=bottom - 5, class_="tick"))
