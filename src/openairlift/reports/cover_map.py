"""The map of a cover, and its shapes as GeoJSON (RFC 7946): what units reach, assets and sites."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from openairlift.outlook.shapes import Ring, reach_rings
from openairlift.reports.labels import Box, label
from openairlift.reports.land import borders_in, land_in
from openairlift.reports.projection import View, line, window
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.svg import Markup, el, path, picture

SIZES = (("wide", 900.0, 520.0), ("narrow", 360.0, 380.0))
NAMED = 25
"""Assets that get a name on the map, the heaviest first."""


def rings_of(unit: Record, types: dict[str, Record]) -> list[Ring]:
    """Return the outline of what a unit reaches, from its position as shown."""
    type_ = types[str(get(unit, "unit_type"))]
    return reach_rings(
        float(get(unit, "lat")),
        float(get(unit, "lon")),
        float(get(type_, "radius_km")) * 1000.0,
        sector_deg=float(get(type_, "sector_deg", default=360.0)),
        azimuth_deg=real(get(unit, "azimuth_deg")),
    )


def types_of(found: Record) -> dict[str, Record]:
    """Return the types of unit by name."""
    return {str(get(row, "unit_type")): row for row in records(found, "types")}


def layers(found: Record) -> list[tuple[str, list[Record]]]:
    """Return the choices that a record holds, each with its words: what requirements bring, best for each type."""
    planned = get(found, "planned")
    made = [("what the requirements bring", records(planned, "units"))] if planned else []
    made += [(f"best sites for {get(best, 'unit_type')}", records(best, "sites")) for best in records(found, "best")]
    return [(words, rows) for words, rows in made if rows]


def geojson(found: Record) -> dict[str, Any]:
    """Return assets, sites and reach as a FeatureCollection, with the banner; positions as they may be shown.

    Examples
    --------
    >>> geojson({"assets": [{"asset": "a", "lat": 1.0, "lon": 2.0, "weight": 3}]})["features"][0]["geometry"]
    {'type': 'Point', 'coordinates': [2.0, 1.0]}
    """
    types = types_of(found)
    features = []
    for words, rows in layers(found):
        for unit in rows:
            rings = [[[round(x, 5), round(y, 5)] for x, y in ring] for ring in rings_of(unit, types)]
            shape: dict[str, Any] = {"type": "Polygon", "coordinates": rings[:1]}
            if len(rings) > 1:
                shape = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
            facts = {key: get(unit, key) for key in ("unit_type", "site", "azimuth_deg", "covered", "assets")}
            basis = get(types[str(get(unit, "unit_type"))], "radius_basis")
            features.append(_feature(shape, {"kind": "reach", "layer": words, **facts, "radius_basis": basis}))
    for kind in ("asset", "site"):
        for row in records(found, f"{kind}s"):
            point = {"type": "Point", "coordinates": [get(row, "lon"), get(row, "lat")]}
            facts = {key: get(row, key) for key in (kind, "name", "weight", "place") if get(row, key) is not None}
            features.append(_feature(point, {"kind": kind, **facts}))
    made: dict[str, Any] = {"type": "FeatureCollection", "label": get(found, "label")}
    banner = get(get(found, "scenario"), "banner")
    if banner:  # on every feature too: programs show those, and drop what stands at the top
        made["banner"] = banner
        for feature in features:
            feature["properties"]["banner"] = banner
    return {**made, "features": features}


def _feature(shape: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shape, "properties": facts}


def outlines(view: View, rings: Sequence[Ring], tip: str, *, class_: str = "reach") -> list[Markup]:
    """Return what a unit reaches in the picture of a map."""
    marks = []
    for ring in rings:
        drawn = path(line(view, ring), closed=True)
        marks.append(el("path", el("title", tip), d=drawn, class_=class_))
    return marks


def cover_map(found: Record, words: str, units: Sequence[Record], *, key: str) -> Markup:
    """Return the map of one choice, in two sizes."""
    types = types_of(found)
    rings = [rings_of(unit, types) for unit in units]
    points = [(float(get(row, "lon")), float(get(row, "lat"))) for row in records(found, "assets")]
    points += [point for unit in rings for ring in unit for point in ring[:: max(len(ring) // 8, 1)]]
    maps = []
    for name, width, height in SIZES:
        view = window(points, width=width, height=height)
        maps.append(_map(found, units, rings, view, words, f"{key}-{name}", name))
    return el("figure", el("figcaption", words[:1].upper() + words[1:]), maps)


def _map(
    found: Record, units: Sequence[Record], rings: Sequence[list[Ring]], view: View, words: str, key: str, name: str
) -> Markup:
    marks: list[Markup] = [
        el("rect", x=0, y=0, width=view.width, height=view.height, class_="sea"),
        el(
            "path", d="".join(path(ring, closed=True) for ring in land_in(view, view.width, view.height)), class_="land"
        ),
        el("path", d="".join(path(part) for part in borders_in(view, view.width, view.height)), class_="border"),
    ]
    for unit, own in zip(units, rings, strict=True):
        tip = f"{get(unit, 'site')}: {get(unit, 'unit_type')}, covers {', '.join(records(unit, 'assets')) or 'nothing'}"
        marks += outlines(view, own, tip)
    inside = {asset for unit in units for asset in records(unit, "assets")}
    taken: list[Box] = []
    symbols, names = _symbols(found, view, inside, {str(get(unit, "site")) for unit in units}, taken)
    marks += symbols
    marks += [label(view, at, radius, text, taken) for at, radius, text in names]
    told = f"{len(inside)} of {len(records(found, 'assets'))} assets within reach; they are listed below the map."
    title = f"Map: {words}"
    return picture(
        marks, width=view.width, height=view.height, title=title, description=told, key=key, class_=f"map {name}"
    )


def _symbols(
    found: Record, view: View, inside: set[str], used: set[str], taken: list[Box]
) -> tuple[list[Markup], list[tuple[tuple[float, float], float, str]]]:
    marks, names = [], []
    assets = sorted(records(found, "assets"), key=lambda row: -(real(get(row, "weight")) or 0.0))
    most = max((real(get(row, "weight")) or 0.0 for row in assets), default=1.0) or 1.0
    for index, row in enumerate(assets):
        x, y = view(view.near(float(get(row, "lon"))), float(get(row, "lat")))
        radius = 2.5 + 6.0 * math.sqrt((real(get(row, "weight")) or 0.0) / most)
        name = str(get(row, "asset"))
        tip = el("title", f"{name}: weight {get(row, 'weight')}")
        marks.append(el("circle", tip, cx=x, cy=y, r=radius, class_="asset" if name in inside else "asset out"))
        taken.append((x - radius, y - radius, x + radius, y + radius))
        if index < NAMED and 0 <= x <= view.width and 0 <= y <= view.height:
            names.append(((x, y), radius, name))
    for row in records(found, "sites"):
        x, y = view(view.near(float(get(row, "lon"))), float(get(row, "lat")))
        name = str(get(row, "site"))
        half = 5.0 if name in used else 3.0
        tip = el("title", f"site {name}")
        class_ = "site" if name in used else "site free"
        marks.append(el("rect", tip, x=x - half, y=y - half, width=2 * half, height=2 * half, class_=class_))
    return marks, names
