"""What can be read but can hardly be meant: links faster than anything travels, loads that no road takes, positions.

All of these are warnings: a van may speed down an empty motorway, and a heavy haulier may hold a permit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from openairlift import reference
from openairlift.errors import Issue
from openairlift.model import Place
from openairlift.scenario.checks.draft import Draft

FASTEST_KMH: Mapping[str, float] = MappingProxyType({"road": 130.0, "rail": 250.0, "sea": 80.0})
"""Speed over the great circle that no link keeps up, by mode [km/h].

Roads and tracks wind, so that speed on them is higher still. 130 is the usual limit of motorways, for cars; 250 is what
high-speed railways are built for, which freight hardly sees; 80 is 43 knots, the pace of the fastest ferries.
"""

HEAVIEST_KG = 100_000.0
"""Load of one vehicle by road that no ordinary permission covers [kg]: most laws end between 40 and 76 t, all told."""

FARTHEST_KM = 50.0
"""How far an airfield may lie from where its ICAO code lies [km]: ten times the length of a large airport."""

_RADIUS_KM = 6371.0088
_LAT_MOST = 90.0

Point = tuple[float, float]


def speeds(draft: Draft) -> Iterator[Issue]:
    """Warn of links whose ends lie too far apart for their least travel time."""
    for row in draft.rows("links"):
        record = row.record
        start, goal = draft.place(record.origin), draft.place(record.destination)
        a, b = _point(start), _point(goal)
        if start is None or goal is None or a is None or b is None or record.transit_s is None:
            continue
        least_s = record.transit_s.low if record.transit_s.low > 0 else record.transit_s.mean
        most = FASTEST_KMH[record.mode]
        if least_s <= 0 or distance_km(a, b) <= most * least_s / 3600:
            continue
        km, hours = distance_km(a, b), least_s / 3600
        what = (
            f"{start.id} and {goal.id} lie {km:,.0f} km apart; in {hours:,.3g} h that is {km / hours:,.0f} km/h, "
            f"faster than anything goes by {record.mode} ({most:,.0f} km/h)"
        )
        turned = _swapped(start, goal, most * least_s / 3600)
        if turned:
            what += f"; are lat and lon of {' or '.join(turned)} swapped?"
        yield draft.warning("links", row, "transit_h", what, allowed="another time, or other positions in places.csv")


def loads(draft: Draft) -> Iterator[Issue]:
    """Warn of vehicles that take more than a road does."""
    for row in draft.rows("links"):
        record = row.record
        if record.mode == "road" and record.payload_kg is not None and record.payload_kg > HEAVIEST_KG:
            what = (
                f"a vehicle takes {record.payload_kg / 1000:,.6g} t, heavier than any goes by road without special "
                f"permission"
            )
            allowed = f"{HEAVIEST_KG / 1000:,.0f} t or less; is the unit of the column meant?"
            yield draft.warning("links", row, "payload_kg", what, allowed=allowed)


def codes(draft: Draft) -> Iterator[Issue]:
    """Warn of airfields whose stated position or country is not that of their ICAO code."""
    for row in draft.rows("places"):
        own = row.record
        known = None if own.icao is None else reference.position(own.icao)
        if known is None:
            continue
        at = _point(own)
        if at is not None and distance_km(at, (known.lat, known.lon)) > FARTHEST_KM:
            km = distance_km(at, (known.lat, known.lon))
            what = f"the position lies {km:,.0f} km from {own.icao} ({known.name}: {known.lat:.3f}, {known.lon:.3f})"
            turned = _turned(at)
            if turned is not None and distance_km(turned, (known.lat, known.lon)) <= FARTHEST_KM:
                what += "; lat and lon are swapped"
            yield draft.warning("places", row, "lat", what, allowed="a position beside its ICAO code, or blank cells")
        if own.country is not None and _contradict(own.country.upper(), known.country):
            what = f"{own.icao} ({known.name}) lies in {known.country}"
            yield draft.warning("places", row, "country", what, nearest=known.country)


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance of two points (lat, lon in degrees) on a sphere of 6,371 km [km].

    Examples
    --------
    >>> round(distance_km((49.4369, 7.6003), (50.1100, 22.0190)))  # Ramstein to Rzeszow
    1037
    """
    lat1, lat2 = math.radians(a[0]), math.radians(b[0])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * _RADIUS_KM * math.asin(math.sqrt(min(half, 1.0)))


def _point(place: Place | None) -> Point | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def _contradict(stated: str, known: str) -> bool:
    """Return whether two countries differ; the table of positions counts some territories (PR) as the state's (US)."""
    return stated != known and stated in {row["country"] for row in reference.airports().values()}


def _turned(point: Point) -> Point | None:
    """Return a point with latitude and longitude exchanged, or None where there is no such latitude."""
    return (point[1], point[0]) if abs(point[1]) <= _LAT_MOST else None


def _swapped(start: Place, goal: Place, most_km: float) -> list[str]:
    """Return which of two places come near enough to the other when their latitude and longitude are exchanged.

    Where an ICAO code is known, it tells the position better than a guess: see `codes`.
    """
    found = []
    for one, other in ((start, goal), (goal, start)):
        here, there = _point(one), _point(other)
        turned = None if here is None or (one.icao and reference.position(one.icao)) else _turned(here)
        if turned is not None and there is not None and distance_km(turned, there) <= most_km:
            found.append(one.id)
    return found
