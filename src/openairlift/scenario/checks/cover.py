"""Assets, sites and units that cover: positions, places, and the three tables together."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.errors import Issue, nearest
from openairlift.scenario.checks.draft import Draft

TABLES = ("assets", "batteries", "sites")


def positions(draft: Draft) -> Iterator[Issue]:
    """Check that every asset and every site has a position: its own, or that of its place."""
    for table in ("assets", "sites"):
        for row in draft.rows(table):
            record, place = row.record, draft.place(row.record.place)
            if (record.lat is None) != (record.lon is None):
                column = "lat" if record.lat is None else "lon"
                yield draft.issue(table, row, column, "half a position is stated", allowed="lat and lon, or neither")
            elif record.lat is None and (record.place is None or (place is not None and place.lat is None)):
                what = f"the {table.removesuffix('s')} has no position"
                yield draft.issue(table, row, "lat", what, allowed="lat and lon, or a place that has a position")


def together(draft: Draft) -> Iterator[Issue]:
    """Warn where some of the three tables are there and others lack: nothing can be said of cover then."""
    there = [name for name in TABLES if draft.rows(name)]
    for name in TABLES if there else ():
        if name not in there and name not in draft.unreadable:
            row = draft.rows(there[0])[0]
            what = f"there is no {name}.csv with rows: cover needs assets, batteries and sites"
            yield draft.warning(there[0], row, "unit_type" if there[0] == "batteries" else "id", what)


def weights(draft: Draft) -> Iterator[Issue]:
    """Check that something weighs something."""
    rows = draft.rows("assets")
    if rows and not any(row.record.weight > 0 for row in rows):
        yield draft.issue("assets", rows[0], "weight", "no asset has a weight", allowed="one weight above 0")


def types(draft: Draft) -> Iterator[Issue]:
    """Warn of a unit type that is nearly one of those that units are described by; others need no description."""
    known = draft.known["unit_types"]
    for row in draft.rows("batteries"):
        name = row.record.unit_type
        near = None if name in known else nearest(name, known)
        if near is not None:
            what = f"no unit of the type {name!r} is described: nothing of it can be carried"
            yield draft.warning("batteries", row, "unit_type", what, nearest=near)
