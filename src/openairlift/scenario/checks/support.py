"""What missions need beside tails and cargo: fuel fields, crews, clearances, dangerous goods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openairlift.errors import Issue, nearest
from openairlift.model import CARGO_CLASSES
from openairlift.scenario.checks.draft import Draft, listed, window_issues

HAZARDOUS = "hazardous"
"""Stands for any hazard class in ``clearances.csv``."""

_HAZARD = re.compile(r"1(\.[1-6][A-HJKLNS]?)?|2(\.[1-3])?|3|4(\.[1-3])?|5(\.[12])?|6(\.[12])?|7|8|9")
_HAZARDS = "a UN class with its division, such as 1.1D, 2.1, 3, 4.3, 5.1, 6.1 or 9"


def recovery(draft: Draft) -> Iterator[Issue]:
    """Check that recovery fields are other airfields with fuel; one for a place with fuel is never used."""
    for row in draft.rows("places"):
        name = row.record.recovery
        other = draft.place(name)
        if name is None:
            continue
        if name == row.key:
            what = "a place is no recovery field of its own"
            yield draft.issue("places", row, "recovery", what, allowed=draft.airfields())
        elif other is not None and not other.is_airfield:
            what = f"the recovery field {name!r} has no runway"
            issue = draft.issue("places", row, "recovery", what, allowed=draft.airfields())
            yield draft.no_runway(name) or issue
        elif other is not None and _is_dry(other.fuel_kg, other.fuel_kg_per_day):
            yield draft.warning("places", row, "recovery", f"the recovery field {name!r} has no fuel either")
        elif not _is_dry(row.record.fuel_kg, row.record.fuel_kg_per_day):
            what = (
                "the place is not dry (fuel_kg and fuel_kg_per_day stated, both 0): nobody goes to its recovery field"
            )
            yield draft.warning("places", row, "recovery", what)


def _is_dry(stock: float | None, per_day: float | None) -> bool:
    stated = stock is not None or per_day is not None
    return stated and not stock and not per_day


def light(draft: Draft) -> Iterator[Issue]:
    """Warn of daylight where nothing lands."""
    for row in draft.rows("places"):
        place = draft.places.get(row.key)
        if place is not None and place.daylight_only and not place.is_airfield:
            yield draft.warning("places", row, "daylight_only", "the place has no runway: nothing lands here")


def hot_spots(draft: Draft) -> Iterator[Issue]:
    """Warn of hot spots that are no part of a number of spots."""
    for row in draft.rows("places"):
        record = row.record
        if record.hot_spots is None:
            continue
        if record.parking is None:
            what = "hot spots are spots, and the number of spots is not limited here"
            yield draft.warning("places", row, "hot_spots", what)
        elif record.hot_spots > record.parking.total:
            what = f"there are more hot spots than spots ({record.parking.total})"
            yield draft.warning("places", row, "hot_spots", what)


def crews(draft: Draft) -> Iterator[Issue]:
    """Check staged crews; warn of fleets with fewer crews than tails and of crews that fly nothing of the fleet."""
    for row in draft.rows("fleet"):
        count, tails = row.record.crews, row.record.tails
        if count is not None and count < tails:
            yield draft.warning("fleet", row, "crews", f"there are fewer crews than tails ({tails})")
    fleet = {row.record.type for row in draft.rows("fleet")}
    for row in draft.rows("crews"):
        place = draft.place(row.record.place)
        if place is not None and not place.is_airfield:
            what = f"{place.id!r} has no runway: crews wait at airfields"
            yield draft.no_runway(place.id) or draft.issue("crews", row, "place", what, allowed=draft.airfields())
        unused = [name for name in row.record.types if name in draft.known["aircraft"] and name not in fleet]
        if unused:
            yield draft.warning("crews", row, "types", f"the fleet has no {listed(unused)}")
        yield from window_issues(draft, "crews", row, "opens", "closes")


def clearances(draft: Draft) -> Iterator[Issue]:
    """Check that clearances are of countries with places here, and for cargo of a class that exists."""
    countries = sorted({place.country for place in draft.places.values() if place.country is not None})
    for row in draft.rows("clearances"):
        record = row.record
        if record.country not in countries:
            what, near = f"no place lies in {record.country!r}", nearest(record.country, countries)
            allowed = listed(countries) or "a country that places.csv states"
            yield draft.issue("clearances", row, "country", what, allowed=allowed, nearest=near)
        words = (*CARGO_CLASSES, HAZARDOUS)
        if record.cargo is not None and record.cargo not in words and not _HAZARD.fullmatch(record.cargo):
            allowed = f"{', '.join(words)}, or {_HAZARDS}"
            near = nearest(record.cargo, words)
            yield draft.issue("clearances", row, "cargo", "is no class of cargo", allowed=allowed, nearest=near)
        if record.lead_s is None:
            yield draft.warning("clearances", row, "lead_h", "no lead time is stated: the clearance takes no time")


def hazards(draft: Draft) -> Iterator[Issue]:
    """Check that hazard classes are UN classes; an explosive mass without class 1 is a warning."""
    for row in draft.rows("items"):
        hazard = row.record.hazard_class
        if hazard is not None and not _HAZARD.fullmatch(hazard):
            near = hazard.upper() if _HAZARD.fullmatch(hazard.upper()) else None
            yield draft.issue("items", row, "hazard_class", "is no UN hazard class", allowed=_HAZARDS, nearest=near)
        elif row.record.explosive_kg and hazard is not None and not hazard.startswith("1"):
            yield draft.warning("items", row, "explosive_kg", f"class {hazard} is not explosive")
