"""A scenario before it is known to be sound, and how checks speak about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from openairlift import reference
from openairlift.errors import Issue, Severity
from openairlift.evidence import EvidenceBook
from openairlift.model import AircraftType, Item, Place, Settings, UnitLoadsRow, UnitTypeRow, specs
from openairlift.tables import Row, Table

ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a scenario will hold.

    Attributes
    ----------
    settings : None where ``scenario.toml`` is broken.
    tables : parsed tables; rows with faults are missing.
    known : ids that may be named, by table, rows with faults and shipped rows included.
    offered : ids that only options add, by table.
    places, aircraft, items, unit_types, unit_loads : with what the shipped tables add.
    book : evidence.
    added : option that added a row, by table and key.
    unreadable : tables of which no row could be read, so that nobody knows which ids they hold.
    options : ids of the options, chosen or not.
    """

    settings: Settings | None
    tables: Mapping[str, Table[Any]]
    known: Mapping[str, list[str]]
    offered: Mapping[str, list[str]]
    places: Mapping[str, Place]
    aircraft: Mapping[str, AircraftType]
    items: Mapping[str, Item]
    unit_types: Mapping[str, tuple[UnitTypeRow, ...]]
    unit_loads: Mapping[str, tuple[UnitLoadsRow, ...]]
    book: EvidenceBook
    added: Mapping[tuple[str, str], str]
    unreadable: frozenset[str]
    options: tuple[str, ...] = ()

    def rows(self, table: str) -> tuple[Row[Any], ...]:
        """Return the rows of a table, none when there is no such file."""
        return self.tables[table].rows if table in self.tables else ()

    def file(self, table: str) -> str:
        """Return the file of a table."""
        return self.tables[table].file if table in self.tables else f"{table}.csv"

    def issue(self, table: str, row: Row[Any], column: str, what: str, **more: Any) -> Issue:
        """Return an issue of a cell; what was got is the cell's text unless stated."""
        added = self.added.get((table, row.key))
        name = row.written.get(column, column)
        more.setdefault("got", row.cells.get(column))
        if row.line is None and added is not None:
            return Issue(what=what, file="options.toml", column=f"{added.replace(' ', '.')}.add.{name}", **more)
        return Issue(what=what, file=self.file(table), row=row.line, column=name, **more)

    def warning(self, table: str, row: Row[Any], column: str, what: str, **more: Any) -> Issue:
        """Return a warning about a cell."""
        return self.issue(table, row, column, what, severity=Severity.WARNING, **more)

    def place(self, name: str | None) -> Place | None:
        """Return a place, or None where it is not stated, not known or faulty."""
        return None if name is None else self.places.get(name)

    def no_runway(self, name: str) -> Issue | None:
        """Return the one issue of a place whose ICAO code brings no runway; None for a place by the road.

        What follows from it (no route, nowhere to stand, nothing to disrupt) is told as this same issue, once.
        """
        place, row = self.places.get(name), self._place_row(name)
        if place is None or row is None or place.icao is None or place.is_airfield:
            return None
        if row.record.lat is None and reference.position(place.icao) is None:
            return self.unknown_code(row)
        what = f"no runway is stated, and none is shipped for {place.icao}: nothing lands here"
        allowed = f"state runway_m, in metres; `openairlift find airfield {place.icao}` lists what is known of it"
        return self.issue("places", row, "runway_m", what, allowed=allowed)

    def _place_row(self, name: str) -> Row[Any] | None:
        return next((row for row in self.rows("places") if row.key == name), None)

    def unknown_code(self, row: Row[Any]) -> Issue:
        """Return the issue of a place whose ICAO code is not known: a warning where its position is stated."""
        code = row.record.icao
        near = reference.near_codes(code)
        allowed = "an ICAO code" + (f" (near it: {listed(_with_name(one) for one in near)})" if near else "")
        severity = Severity.ERROR if row.record.lat is None else Severity.WARNING
        allowed += ", or lat and lon beside it" if row.record.lat is None else ", or a blank cell"
        only = near[0] if len(near) == 1 else None
        what = "no airfield with this ICAO code is known"
        return self.issue("places", row, "icao", what, allowed=allowed, nearest=only, severity=severity)

    def airfields(self) -> str:
        """Return the airfields of the scenario, to say what is allowed."""
        names = [name for name, place in self.places.items() if place.is_airfield]
        return f"an airfield ({listed(names)})" if names else "an airfield: a place with runway_m"

    def fleet_types(self) -> list[AircraftType]:
        """Return the types of which the fleet has a tail."""
        names = dict.fromkeys(row.record.type for row in self.rows("fleet") if row.record.tails > 0)
        return [self.aircraft[name] for name in names if name in self.aircraft]

    def end(self) -> datetime | None:
        """Return the moment of the horizon."""
        if self.settings is None:
            return None
        return self.settings.start + timedelta(seconds=self.settings.horizon)


def _with_name(code: str) -> str:
    """Return an ICAO code with the name of the airfield."""
    at = reference.position(code)
    return code if at is None else f"{code} {at.name}"


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return names with commas between, cut after a dozen."""
    found = list(names)
    return ", ".join(found[:most]) + (" …" if len(found) > most else "")


def moment_text(moment: datetime) -> str:
    """Return a moment as a person writes it.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment_text(datetime(2022, 3, 4, 12, tzinfo=UTC))
    '2022-03-04T12:00Z'
    """
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def window_issues(draft: Draft, table: str, row: Row[Any], opens: str, closes: str) -> Iterator[Issue]:
    """Yield what is wrong with a window: it ends before it begins, or lies outside the horizon.

    `opens` and `closes` are attributes of the record.
    """
    columns = {spec.attribute: spec.column for spec in specs(type(row.record))}
    begin, end = getattr(row.record, opens), getattr(row.record, closes)
    last = draft.end()
    if begin is not None and end is not None and begin >= end:
        what = "the window ends before it begins" if end < begin else "the window is empty"
        allowed = f"after {moment_text(begin)}"
        yield draft.issue(table, row, columns[closes], what, allowed=allowed)
    elif begin is not None and last is not None and begin >= last:
        what = f"the window begins after the horizon ({moment_text(last)})"
        yield draft.warning(table, row, columns[opens], what)
    elif end is not None and draft.settings is not None and end <= draft.settings.start:
        what = f"the window ends before the scenario starts ({moment_text(draft.settings.start)})"
        yield draft.warning(table, row, columns[closes], what)
