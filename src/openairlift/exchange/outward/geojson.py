"""A plan on a map: GeoJSON (RFC 7946) of places and legs, and trips for animated maps (kepler.gl's form)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.exchange.outward.flown import Driven, Flown, driven_loads, flown_legs
from openairlift.exchange.outward.lines import Position, circle, cut, ring, shown_positions
from openairlift.model.disruptions import polygon_corners
from openairlift.network import Network
from openairlift.network.geo import distance_m
from openairlift.plan import Plan

Node = dict[str, Any]


def map_geojson(plan: Plan, network: Network, events: npt.NDArray[Any]) -> bytes:
    """Return places, legs, loads by surface and closed airspace as one GeoJSON FeatureCollection (RFC 7946).

    Legs are great circles between the positions that may be shown, cut at the antimeridian; a detour round a closed
    airspace is not drawn. The banner stands at the top and in every feature, since many readers drop the first.

    Parameters
    ----------
    events : of the plan's exact timing, or of a run.
    """
    scenario = network.scenario
    at = shown_positions(scenario)
    grid = scenario.settings.blur_m
    features: list[Node] = []
    for place in network.places:
        if place.id in at:
            about: Node = {"kind": "place", "id": place.id, "name": place.name}
            about |= {
                "icao": place.icao,
                "country": place.country,
                "airfield": place.is_airfield,
                "position_basis": place.position_basis,
            }
            about |= {"shown_to_km": None if not grid else round(grid / 1000, 3)}
            features.append(_feature("Point", at[place.id], about))
    for leg in flown_legs(plan, events):
        ends = _ends(network, leg.origin, leg.destination, at)
        if ends is not None:
            features.append(_line(circle(*ends), _leg(leg, plan, network)))
    for load in driven_loads(plan, _links(network), events):
        ends = _ends(network, load.origin, load.destination, at)
        if ends is not None:
            features.append(_line(circle(*ends), _haul(load, plan, network)))
    for number, row in enumerate(scenario.disruptions, start=1):
        if row.kind == "airspace":
            rings = ring(polygon_corners(row.target))
            about = {"kind": "closed airspace", "row": number, "from": _iso(row.opens), "to": _iso(row.closes)}
            features.append(_feature("MultiPolygon", [[one] for one in rings], about))
    return _collection(features, scenario.settings.banner)


def trips_geojson(plan: Plan, network: Network, events: npt.NDArray[Any]) -> bytes:
    """Return what moved as kepler.gl's trips: LineStrings of [longitude, latitude, altitude, unix time in seconds].

    A feature is a leg from block-out to block-in, or a load on a surface link. The model has no altitudes: they are
    0. Speed is even along the great circle; holding stands at its end. A line over the antimeridian is two features.
    """
    scenario = network.scenario
    at = shown_positions(scenario)
    features: list[Node] = []
    for leg in flown_legs(plan, events):
        ends = _ends(network, leg.origin, leg.destination, at)
        if ends is not None:
            points = _timed(network, circle(*ends), leg.out_s, leg.over_s, leg.in_s)
            features += [_feature("LineString", part, _leg(leg, plan, network)) for part in cut(points)]
    for load in driven_loads(plan, _links(network), events):
        ends = _ends(network, load.origin, load.destination, at)
        if ends is not None:
            points = _timed(network, circle(*ends), load.out_s, load.in_s, load.in_s)
            features += [_feature("LineString", part, _haul(load, plan, network)) for part in cut(points)]
    return _collection(features, scenario.settings.banner)


def _timed(network: Network, points: list[Position], out: int, over: int, there: int) -> list[tuple[float, ...]]:
    """Return points with altitude and unix time: evenly to the place, then the wait until block-in."""
    ways = [distance_m(a[1], a[0], b[1], b[0]) for a, b in pairwise(points)]
    run = np.concatenate([[0.0], np.cumsum(ways)])
    start = int(network.scenario.settings.start.timestamp())
    share = run / run[-1] if run[-1] > 0 else np.linspace(0.0, 1.0, len(points))
    times = [int(start + out + part * (over - out) + 0.5) for part in share.tolist()]
    found: list[tuple[float, ...]] = [(*point, 0, time) for point, time in zip(points, times, strict=True)]
    return [*found, (*points[-1], 0, start + there)] if there > over else found


def _leg(leg: Flown, plan: Plan, network: Network) -> Node:
    mission = plan.missions[leg.mission]
    loads = mission.loads if leg.laden else ()
    tail = network.tails[leg.tail]
    return {
        "kind": "leg",
        "mission": leg.mission + 1,
        "tail": tail.name,
        "type": network.types[tail.type].type,
        "from": network.places[leg.origin].id,
        "to": network.places[leg.destination].id,
        "block_out": _moment(network, leg.out_s),
        "block_in": None if leg.diverted else _moment(network, leg.in_s),
        "diverted": leg.diverted,
        "loads": [f"{network.lines[load.line].name}#{load.number}" for load in loads],
        "mass_kg": round(sum(load.mass_kg for load in loads), 3),
        "people": round(sum(load.quantity for load in loads if network.lines[load.line].people)),
    }


def _haul(driven: Driven, plan: Plan, network: Network) -> Node:
    load = plan.loads[driven.load][1]
    assert load.link is not None
    return {
        "kind": "surface",
        "mode": network.links[load.link].record.mode,
        "from": network.places[driven.origin].id,
        "to": network.places[driven.destination].id,
        "left": _moment(network, driven.out_s),
        "delivered": _moment(network, driven.in_s),
        "loads": [f"{network.lines[load.line].name}#{load.number}"],
        "mass_kg": round(load.mass_kg, 3),
    }


def _links(network: Network) -> dict[int, tuple[int, int]]:
    return {i: (link.origin, link.destination) for i, link in enumerate(network.links)}


def _ends(network: Network, origin: int, end: int, at: dict[str, Position]) -> tuple[Position, Position] | None:
    a, b = at.get(network.places[origin].id), at.get(network.places[end].id)
    return None if a is None or b is None or a == b else (a, b)


def _line(points: Iterable[tuple[float, ...]], about: Node) -> Node:
    parts = cut(list(points))
    return _feature("LineString", parts[0], about) if len(parts) == 1 else _feature("MultiLineString", parts, about)


def _feature(kind: str, coordinates: Any, about: Node) -> Node:
    stated = {name: value for name, value in about.items() if value is not None}
    return {"type": "Feature", "properties": stated, "geometry": {"type": kind, "coordinates": coordinates}}


def _collection(features: list[Node], banner: str | None) -> bytes:
    """Return features, one a line, so that two versions can be compared."""
    if banner:
        for feature in features:
            feature["properties"]["banner"] = banner
    head = {"type": "FeatureCollection"} | ({"banner": banner} if banner else {})
    lines = [json.dumps(one, ensure_ascii=False, allow_nan=False, separators=(",", ":")) for one in features]
    opened = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return (opened + ',"features":[' + ("\n" + ",\n".join(lines) + "\n" if lines else "") + "]}\n").encode()


def _moment(network: Network, seconds: int) -> str:
    return f"{network.scenario.moment(seconds):%Y-%m-%dT%H:%M:%SZ}"


def _iso(moment: Any) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
