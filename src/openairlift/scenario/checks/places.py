"""Places: positions, hours, alternates, and what their spots and runways can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from openairlift import reference
from openairlift.errors import Issue, nearest
from openairlift.model import BODIES
from openairlift.scenario.checks.draft import Draft, listed

_AIRFIELD_ONLY = (
    "parking",
    "working",
    "loaders",
    "crews_unloading",
    "arrivals_per_day",
    "movements_per_h",
    "max_gross_kg",
    "hot_spots",
)


def positions(draft: Draft) -> Iterator[Issue]:
    """Check that airfields have a position, their own or that of their ICAO code; other places may do without."""
    for row in draft.rows("places"):
        own, place = row.record, draft.places.get(row.key)
        if place is None:
            continue
        if (own.lat is None) != (own.lon is None):
            column = "lat" if own.lat is None else "lon"
            yield draft.issue("places", row, column, "half a position is stated", allowed="lat and lon, or neither")
        elif own.icao is not None and reference.position(own.icao) is None:
            yield draft.unknown_code(row)
        elif place.lat is None and place.is_airfield:
            allowed = "lat and lon, or an ICAO code"
            yield draft.issue("places", row, "lat", "the airfield has no position", allowed=allowed)
        elif place.lat is None:
            yield draft.warning("places", row, "lat", "the place has no position: it stands on no map")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def hours(draft: Draft) -> Iterator[Issue]:
    """Check that time zones are known and a place opens at some time."""
    for row in draft.rows("places"):
        if row.record.tz is not None and not _is_zone(row.record.tz):
            zones = available_timezones()  # reads hundreds of files: only to find the nearest name
            near, allowed = nearest(row.record.tz, zones), "an IANA name, such as Europe/Warsaw"
            what = "there is no such time zone"
            yield draft.issue("places", row, "tz", what, allowed=allowed, nearest=near)
    for table in ("places", "links"):
        for row in draft.rows(table):
            if row.record.open_hours is not None and not any(row.record.open_hours.days):
                what = "these hours never open"
                yield draft.issue(
                    table, row, "open_hours", what, allowed="at least one window, such as daily 06:00-22:00"
                )


def alternates(draft: Draft) -> Iterator[Issue]:
    """Check that alternates are other airfields."""
    for row in draft.rows("places"):
        for name in row.record.alternates:
            other = draft.places.get(name)
            if name == row.key:
                what = "a place is no alternate of its own"
                yield draft.issue("places", row, "alternates", what, got=name, allowed="other airfields")
            elif other is not None and not other.is_airfield:
                what = f"the alternate {name!r} has no runway"
                issue = draft.issue("places", row, "alternates", what, got=name, allowed=draft.airfields())
                yield draft.no_runway(name) or issue


def roadside(draft: Draft) -> Iterator[Issue]:
    """Check that places without a runway have no spots, working slots or other limits of airfields."""
    for row in draft.rows("places"):
        place = draft.places.get(row.key)
        if place is None or place.is_airfield:
            continue
        for column in _AIRFIELD_ONLY:
            if column in row.cells:
                what = f"a place without a runway has no {column}"
                issue = draft.issue("places", row, column, what, allowed="state runway_m, or leave the cell blank")
                yield draft.no_runway(row.key) or issue


def spots(draft: Draft) -> Iterator[Issue]:
    """Warn of spots that nothing can use, and of places where no type of the fleet fits."""
    fleet = {type_.body for type_ in draft.fleet_types() if type_.body is not None}
    for row in draft.rows("places"):
        parking = row.record.parking
        if parking is None or not fleet:
            continue
        others = {item.record.body for item in draft.rows("traffic") if item.record.place == row.key}
        sizes = [BODIES.index(body) for body in fleet | others]
        largest = max((size for size, count in enumerate(parking.counts) if count), default=-1)
        if largest < min(BODIES.index(body) for body in fleet):
            what = "no type of the fleet fits a spot of this place"
            yield draft.warning("places", row, "parking", what, allowed=f"spots for {listed(sorted(fleet))} bodies")
            continue
        for size, count in enumerate(parking.counts):
            if count and size < min(sizes):
                what = f"no aircraft of the scenario is small enough for a {BODIES[size]} spot"
                yield draft.warning("places", row, "parking", what)


def runways(draft: Draft) -> Iterator[Issue]:
    """Warn of airfields in use where no type of the fleet can land, by the length or the strength of the runway."""
    fleet = draft.fleet_types()
    used = {row.record.origin for row in (*draft.rows("requirements"), *draft.rows("links"))}
    used |= {row.record.destination for row in draft.rows("requirements")}
    used |= {row.record.place for row in draft.rows("stock")}
    lengths, masses = _least(type_.runway_m for type_ in fleet), _least(type_.gross_kg for type_ in fleet)
    for row in draft.rows("places"):
        place = draft.places.get(row.key)
        if row.key not in used or place is None:
            continue
        if lengths is not None and place.runway_m is not None and place.runway_m < lengths:
            what = f"no type of the fleet can land here: the runway has {place.runway_m:,.0f} m, the least needed is "
            yield draft.warning("places", row, "runway_m", what + f"{lengths:,.0f} m")
        if masses is not None and place.max_gross_kg is not None and place.max_gross_kg < masses:
            what = f"no type of the fleet can land here: the lightest weighs {masses:,.0f} kg at take-off"
            yield draft.warning("places", row, "max_gross_kg", what)


def _least(values: Iterable[float | None]) -> float | None:
    """Return the least of values that are all stated, else None."""
    found = list(values)
    stated = [value for value in found if value is not None]
    return min(stated) if stated and len(stated) == len(found) else None
