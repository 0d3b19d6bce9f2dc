"""Disruptions, and the grammar of what they are about."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.model.values import Distribution
from openairlift.units import Dimension

DISRUPTION_KINDS = ("closure", "capacity", "route", "airspace", "mass_limit", "weather", "loss")
"""What a disruption may do."""

PLACE_CAPACITIES = ("parking", "working", "loaders", "crews_unloading")
"""Capacities of a place that a disruption may cut, as columns of ``places.csv``."""

_POLYGON = re.compile(r"polygon\s*\((.*)\)")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """A row of ``disruptions.csv``: something closes, shrinks, slows down or is lost; at a stated time or by chance.

    What the plan foresees: a `closure`, and a `capacity` of a place, with `from` and `to`. The plan goes round them, as
    round a forecast. What has a `rate_per_day` it does not foresee, nor any other kind, dated or not: the runs find out
    and say what it cost. To plan against what comes by chance, use `openairlift plan --against`.

    A storm that closes an airfield for twelve hours, as forecast; then storms that nobody foresees, one in ten days on
    the mean, of four to twelve hours; then one that leaves half the pace of services:

    ```csv
    kind,target,from,to,factor,rate_per_day,duration_h
    closure,beira,2026-03-10T06:00Z,2026-03-10T18:00Z,,,
    closure,beira,,,,0.1,triangular(4; 6; 12)
    weather,beira,2026-03-11T06:00Z,2026-03-11T12:00Z,0.5,,
    ```
    """

    kind: str = column(Kind.CHOICE, "What happens.", required=True, key=True, choices=DISRUPTION_KINDS)
    target: str = column(
        Kind.TEXT,
        "closure: a place, or a link (hub>town:road). capacity: place/parking, /working, /loaders, /crews_unloading, "
        "or a link. route: a leg by air, one way (A>B) or both (A-B). airspace: polygon(lat lon; lat lon; …), its "
        "sides great circles. mass_limit, weather: a place. loss: fleet/TYPE@HOME, stock/place:item, or a place (what "
        "is stored there).",
        required=True,
        key=True,
    )
    opens: datetime | None = column(Kind.TIME, "First moment; blank = start.", name="from")
    closes: datetime | None = column(Kind.TIME, "End; blank = horizon. A loss has none.", name="to")
    factor: float | None = column(
        Kind.NUMBER,
        "Share that is left: of a capacity (rounded to the nearest whole), of the pace of services (weather), of tails "
        "or stock (loss; blank = none).",
        minimum=0,
    )
    rate_per_day: float | None = column(
        Kind.NUMBER, "Mean number a day, where it comes by chance; in place of from and to.", above=0
    )
    duration_s: Distribution | None = column(
        Kind.DISTRIBUTION,
        "How long each lasts that comes by chance.",
        name="duration_h",
        minimum=0,
        dimension=Dimension.TIME,
    )
    limit_kg: float | None = column(
        Kind.NUMBER, "mass_limit: heaviest type that may land, by its gross_kg.", above=0, dimension=Dimension.MASS
    )


def is_link(target: str) -> bool:
    """Return whether a target is written as a link.

    Examples
    --------
    >>> is_link("hub>town:road"), is_link("hub>town"), is_link("hub/parking")
    (True, False, False)
    """
    return ">" in target and ":" in target


def route_ends(target: str, places: Collection[str]) -> list[tuple[str, str, bool]]:
    """Return every reading of a route as (from, to, both ways); none when it is no route between two places.

    ``A>B`` has one reading, known places or not. Ids may hold hyphens, so that ``A-B`` may have more than one.

    Examples
    --------
    >>> route_ends("a>b", ()), route_ends("depot-de-hub", ("depot-de", "hub"))
    ([('a', 'b', False)], [('depot-de', 'hub', True)])
    """
    first, arrow, second = (part.strip() for part in target.partition(">"))
    if arrow:
        return [(first, second, False)]
    cuts = [i for i, letter in enumerate(target) if letter == "-"]
    pairs = [(target[:i].strip(), target[i + 1 :].strip()) for i in cuts]
    return [(a, b, True) for a, b in pairs if a in places and b in places]


def polygon_corners(target: str) -> tuple[tuple[float, float], ...]:
    """Return the corners (lat, lon) of a polygon in degrees; a corner that repeats the one before is left out.

    Raises
    ------
    ValueError
        With what is wrong.

    Examples
    --------
    >>> polygon_corners("polygon(50 20; 50 30; 45 25; 50 20)")
    ((50.0, 20.0), (50.0, 30.0), (45.0, 25.0))
    """
    match = _POLYGON.fullmatch(target.strip())
    if match is None:
        raise ValueError("is no polygon")
    corners: list[tuple[float, float]] = []
    for part in match[1].split(";"):
        words = part.replace(",", " ").split()
        if not words:
            continue
        if len(words) != 2 or not all(_NUMBER.fullmatch(word) for word in words):
            raise ValueError(f"{part.strip()!r} is no corner: two numbers, latitude and longitude")
        lat, lon = float(words[0]), float(words[1])
        if abs(lat) > 90.0 or abs(lon) > 180.0:
            raise ValueError(f"the corner {part.strip()!r} lies on no map")
        if not corners or corners[-1] != (lat, lon):
            corners.append((lat, lon))
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        raise ValueError(f"has {len(corners)} corner{'' if len(corners) == 1 else 's'}")
    return tuple(corners)
