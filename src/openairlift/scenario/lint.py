"""Checks that need more than one table: names that must exist, dates that cross, cargo that nothing can carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from openairlift.errors import Issue, Severity, nearest
from openairlift.model import (
    PERSON,
    TABLES,
    AircraftType,
    GroundTime,
    Item,
    Place,
    Settings,
    UnitLoadsRow,
    UnitTypeRow,
    specs,
)
from openairlift.tables import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a scenario will hold, before it is known to be sound."""

    settings: Settings
    tables: Mapping[str, Table[Any]]
    places: Mapping[str, Place]
    aircraft: Mapping[str, AircraftType]
    items: Mapping[str, Item]
    unit_types: Mapping[str, tuple[UnitTypeRow, ...]]
    unit_loads: Mapping[str, tuple[UnitLoadsRow, ...]]
    ground_times: tuple[GroundTime, ...]
    known: Mapping[str, list[str]]

    def rows(self, name: str) -> tuple[Row[Any], ...]:
        """Return the rows of a table, none when there is no such file."""
        return self.tables[name].rows if name in self.tables else ()


def lint(draft: Draft) -> Iterator[Issue]:
    """Yield every issue that needs more than one cell."""
    for check in (
        _references, _places, _fleet, _requirements, _requirement_dates, _stock, _reach, _packages, _links,
        _traffic, _disruptions, _types,
    ):  # fmt: skip
        yield from check(draft)


def _issue(draft: Draft, table: str, row: Row[Any], column: str, what: str, **more: Any) -> Issue:
    file = draft.tables[table].file if row.line is not None else "options.toml"
    written = row.written.get(column, column)
    if "got" not in more and column in row.cells:
        more["got"] = row.cells[column]
    return Issue(what=what, file=file, row=row.line, column=written, **more)


def _references(draft: Draft) -> Iterator[Issue]:
    """Ids name rows that exist."""
    for table in draft.tables:
        for spec in specs(TABLES[table]):
            if spec.refers is None:
                continue
            known = draft.known[spec.refers]
            for row in draft.rows(table):
                value = getattr(row.record, spec.attribute)
                for name in value if isinstance(value, tuple) else (value,):
                    if name is None or name == spec.default or (spec.refers == "items" and name == PERSON):
                        continue
                    if name not in known:
                        what = f"no row of {spec.refers} has this id"
                        allowed = _list(known) or f"a row in {spec.refers}.csv"
                        yield _issue(
                            draft,
                            table,
                            row,
                            spec.column,
                            what,
                            got=name,
                            allowed=allowed,
                            nearest=nearest(name, known),
                        )


def _list(names: Iterable[str], most: int = 12) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (" …" if len(listed) > most else "")


def _places(draft: Draft) -> Iterator[Issue]:
    zones = available_timezones()
    for row in draft.rows("places"):
        place = draft.places.get(row.key)
        record = row.record
        if record.tz is not None and record.tz not in zones:
            near = nearest(record.tz, zones)
            yield _issue(draft, "places", row, "tz", "no such time zone", allowed="an IANA name", nearest=near)
        elif record.open_hours is not None and not any(record.open_hours.days):
            yield _issue(draft, "places", row, "open_hours", "the place never opens", allowed="at least one window")
        for name in record.alternates:
            other = draft.places.get(name)
            if name == row.key:
                yield _issue(draft, "places", row, "alternates", "a place is no alternate of its own", got=name)
            elif other is not None and not other.is_airfield:
                what = "the alternate is no airfield (it has no runway_m)"
                yield _issue(draft, "places", row, "alternates", what, got=name, allowed=_airfields(draft))
        if place is None or place.is_airfield:
            continue
        for column in ("parking", "working", "storage_kg", "other_traffic_share"):
            if column in row.cells and column in ("parking", "working"):
                what = "a place without a runway has no parking and no working slots"
                yield _issue(draft, "places", row, column, what, allowed="state runway_m, or leave the cell blank")


def _airfields(draft: Draft) -> str:
    return _list(name for name, place in draft.places.items() if place.is_airfield)


def _fleet(draft: Draft) -> Iterator[Issue]:
    total = 0
    for row in draft.rows("fleet"):
        record = row.record
        total += record.tails
        type_ = draft.aircraft.get(record.type)
        for column in ("home", "positioned_at"):
            name = getattr(record, column)
            place = draft.places.get(name) if name is not None else None
            if place is None:
                continue
            if not place.is_airfield:
                what = "the place is no airfield (it has no runway_m)"
                yield _issue(draft, "fleet", row, column, what, allowed=_airfields(draft))
            elif type_ is not None and type_.runway_m and place.runway_m and place.runway_m < type_.runway_m:
                what = f"the runway of {place.runway_m:g} m is too short for {type_.type} ({type_.runway_m:g} m)"
                yield _issue(draft, "fleet", row, column, what, severity=Severity.WARNING)
        if None not in (record.available_from, record.available_to) and record.available_from >= record.available_to:
            allowed = f"after {record.available_from:%Y-%m-%dT%H:%MZ}"
            yield _issue(draft, "fleet", row, "available_to", "the window ends before it begins", allowed=allowed)
        yield from _in_horizon(draft, "fleet", row, "available_from", record.available_from)
    if total == 0 and draft.rows("fleet"):
        yield Issue(what="the fleet has no tails", file="fleet.csv", column="tails", allowed="1 or more in all")


def _in_horizon(draft: Draft, table: str, row: Row[Any], column: str, moment: datetime | None) -> Iterator[Issue]:
    if moment is None:
        return
    days = (moment - draft.settings.start).total_seconds() / 86_400
    if days >= draft.settings.horizon_days:
        what = f"the date lies after the horizon ({draft.settings.horizon_days:g} days from the start)"
        yield _issue(draft, table, row, column, what, severity=Severity.WARNING)


_ASKS = ("item", "unit_type", "cargo_class", "people")


def _requirements(draft: Draft) -> Iterator[Issue]:
    """Each requirement asks for exactly one thing, and says how much of it."""
    for row in draft.rows("requirements"):
        record = row.record
        asks = [name for name in _ASKS if getattr(record, name) is not None]
        if len(asks) != 1:
            what = "a requirement asks for exactly one thing" + (f", this one for {' and '.join(asks)}" if asks else "")
            yield _issue(draft, "requirements", row, "item", what, allowed="item, unit_type, cargo_class or people")
            continue
        needed = {"item": "quantity", "unit_type": "quantity", "cargo_class": "mass_kg"}.get(asks[0])
        if needed is not None and getattr(record, needed) is None:
            what = f"a requirement by {asks[0]} needs {needed}"
            yield _issue(draft, "requirements", row, needed, what, allowed="a number above 0")
        for column in ("quantity", "mass_kg"):
            if column != needed and getattr(record, column) is not None:
                what = f"a requirement by {asks[0]} takes no {column}"
                yield _issue(draft, "requirements", row, column, what, allowed="a blank cell")
        if asks[0] in ("item", "unit_type") and record.quantity is not None and record.quantity != int(record.quantity):
            yield _issue(draft, "requirements", row, "quantity", "not a whole number", allowed="whole pieces or units")
        if record.cargo_class == "passengers":
            what = "passengers are asked for by people, not by mass"
            yield _issue(draft, "requirements", row, "cargo_class", what, allowed="the column people")


def _requirement_dates(draft: Draft) -> Iterator[Issue]:
    order = ("ready", "earliest", "latest", "required")
    for row in draft.rows("requirements"):
        stated = [(name, getattr(row.record, name)) for name in order if getattr(row.record, name) is not None]
        for i, (first, before) in enumerate(stated):
            for second, after in stated[i + 1 :]:
                if before > after and not (first == "ready" and second == "earliest"):
                    what = f"{second} lies before {first} ({before:%Y-%m-%dT%H:%MZ})"
                    yield _issue(draft, "requirements", row, second, what, allowed=f"{first} or later")
        yield from _in_horizon(draft, "requirements", row, "ready", row.record.ready)


def _stock(draft: Draft) -> Iterator[Issue]:
    """Check that stocks lie at airfields and hold what is asked of them."""
    held: dict[tuple[str, str], float] = {}
    for row in draft.rows("stock"):
        place = draft.places.get(row.record.place)
        if place is not None and not place.is_airfield:
            what = "stock lies at airfields (this place has no runway_m): state it at its airfield of embarkation"
            yield _issue(draft, "stock", row, "place", what, allowed=_airfields(draft))
        key = (row.record.place, row.record.item)
        held[key] = held.get(key, 0.0) + row.record.quantity
    asked: dict[str, float] = {}
    for row in draft.rows("requirements"):
        record = row.record
        if record.item is None:
            if record.unit_type is None and record.origin == "any":
                what = "cargo that lies in no stock needs its origin"
                yield _issue(draft, "requirements", row, "origin", what, allowed=_airfields(draft))
            continue
        where = [place for place, item in held if item == record.item]
        if "stock" not in draft.tables:
            if record.origin == "any":
                what = "there is no stock.csv, so the origin must be a place"
                yield _issue(draft, "requirements", row, "origin", what, allowed=_airfields(draft))
            continue
        if not where:
            near = nearest(record.item, {item for _, item in held})
            yield _issue(draft, "requirements", row, "item", "the item lies in no stock", nearest=near,
                         allowed=_list(sorted({item for _, item in held})))  # fmt: skip
        elif record.origin != "any" and record.origin not in where:
            what = f"the stock of {record.origin} holds no {record.item}"
            yield _issue(draft, "requirements", row, "origin", what, allowed=_list([*where, "any"]))
        asked[record.item] = asked.get(record.item, 0.0) + (record.quantity or 0.0)
    for item, quantity in asked.items():
        total = sum(amount for (_, held_item), amount in held.items() if held_item == item)
        if 0 < total < quantity:
            what = f"{quantity:g} {item} are asked for, the stocks hold {total:g}"
            yield Issue(what=what, file="stock.csv", column="quantity", severity=Severity.WARNING)


def _reach(draft: Draft) -> Iterator[Issue]:
    """Origins are airfields; destinations are airfields or ends of links from airfields."""
    linked = {
        row.record.destination
        for row in draft.rows("links")
        if (start := draft.places.get(row.record.origin)) is not None and start.is_airfield
    }
    for row in draft.rows("requirements"):
        record = row.record
        goal = draft.places.get(record.destination)
        if goal is not None and not goal.is_airfield and record.destination not in linked:
            what = "the destination has no runway, and no link leads to it from an airfield"
            yield _issue(
                draft, "requirements", row, "destination", what, allowed="state runway_m, or a row in links.csv"
            )
        origin = draft.places.get(record.origin) if record.origin else None
        if origin is not None and not origin.is_airfield:
            what = "the origin is no airfield (it has no runway_m)"
            yield _issue(draft, "requirements", row, "origin", what, allowed=_airfields(draft))
        if record.origin == record.destination:
            yield _issue(draft, "requirements", row, "destination", "origin and destination are the same place")


def _packages(draft: Draft) -> Iterator[Issue]:
    """Keep what is only considered, or cancelled, out of the base case."""
    latest: dict[str, tuple[datetime, str]] = {}
    for row in draft.rows("package_events"):
        event = row.record
        if event.package not in latest or event.on >= latest[event.package][0]:
            latest[event.package] = (event.on, event.status)
    for row in draft.rows("requirements"):
        status = latest.get(row.record.package or "", (None, ""))[1]
        if status in ("considered", "cancelled") and row.line is not None:
            what = f"the package is {status}: it never enters the base case"
            yield _issue(draft, "requirements", row, "package", what, allowed="an option that adds the requirement")


def _links(draft: Draft) -> Iterator[Issue]:
    for row in draft.rows("links"):
        record = row.record
        if (record.capacity_kg_per_day is None) == (record.trucks is None):
            what = "a link has a capacity a day, or vehicles: exactly one of the two"
            yield _issue(draft, "links", row, "trucks", what, allowed="capacity_kg_per_day or trucks")
        if record.origin == record.destination:
            yield _issue(draft, "links", row, "to", "the link ends where it starts")


def _traffic(draft: Draft) -> Iterator[Issue]:
    for row in draft.rows("traffic"):
        record = row.record
        place = draft.places.get(record.place)
        if place is not None and not place.is_airfield:
            yield _issue(draft, "traffic", row, "place", "the place is no airfield", allowed=_airfields(draft))
        if record.opens is not None and record.closes is not None and record.opens >= record.closes:
            yield _issue(draft, "traffic", row, "to", "the window ends before it begins")


def _disruptions(draft: Draft) -> Iterator[Issue]:
    for row in draft.rows("disruptions"):
        record = row.record
        place, slash, limit = record.target.partition("/")
        if place not in draft.places:
            near = nearest(place, draft.places)
            yield _issue(
                draft, "disruptions", row, "target", "no such place", allowed=_list(draft.places), nearest=near
            )
        elif record.kind == "closure" and slash:
            yield _issue(draft, "disruptions", row, "target", "a closure closes a whole place", allowed=place)
        elif record.kind == "capacity" and limit not in ("parking", "working"):
            allowed = f"{place}/parking or {place}/working"
            yield _issue(draft, "disruptions", row, "target", "no such capacity", allowed=allowed)
        elif record.kind == "capacity" and getattr(draft.places[place], limit) is None:
            what = f"{limit} of {place} is not limited, so there is no capacity to change"
            yield _issue(draft, "disruptions", row, "target", what, allowed=f"state {limit} in places.csv")
        if record.kind == "capacity" and record.factor is None:
            yield _issue(draft, "disruptions", row, "factor", "a capacity needs its factor", allowed="0 or more")
        if record.opens is not None and record.closes is not None and record.opens >= record.closes:
            yield _issue(draft, "disruptions", row, "to", "the window ends before it begins")


def _types(draft: Draft) -> Iterator[Issue]:
    """Types of the fleet have what a plan needs."""
    used = {row.record.type: row for row in reversed(draft.rows("fleet"))}
    for name, row in used.items():
        type_ = draft.aircraft.get(name)
        if type_ is None:
            continue
        for column in ("payload_at_range", "block_speed", "body"):
            if getattr(type_, column) is None:
                what = f"{name} has no {column}, without which it can't be planned"
                yield _issue(draft, "fleet", row, "type", what, allowed=f"state {column} in aircraft.csv")
        if not type_.cargo_classes:
            what = f"{name} has no cargo_classes, so it can carry nothing"
            yield _issue(draft, "fleet", row, "type", what, allowed="state cargo_classes in aircraft.csv")
