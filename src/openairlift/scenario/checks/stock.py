"""Stocks: where they lie, and whether they hold what is asked of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from openairlift.errors import Issue, Severity, nearest
from openairlift.model import PERSON
from openairlift.scenario.checks import overland
from openairlift.scenario.checks.draft import ANY, Draft, listed, moment_text
from openairlift.tables import Row


def lies(draft: Draft) -> Iterator[Issue]:
    """Check that stock lies at airfields, or where a link leads straight to who needs it."""
    links = overland.ends(draft)
    for row in draft.rows("stock"):
        place = draft.place(row.record.place)
        if place is not None and not place.is_airfield and not overland.leaves(draft, row, links):
            what = f"{place.id!r} has no runway, and no link leads from it to where {row.record.item!r} is needed"
            allowed = f"{draft.airfields()}, or a row in links.csv"
            yield draft.no_runway(place.id) or draft.issue("stock", row, "place", what, allowed=allowed)


def released(draft: Draft) -> Iterator[Issue]:
    """Warn of stock that is not ready within the horizon."""
    end = draft.end()
    for row in draft.rows("stock"):
        if row.record.ready is not None and end is not None and row.record.ready >= end:
            what = f"lies after the horizon ({moment_text(end)}): nothing of it can move"
            yield draft.warning("stock", row, "ready", what)


def origins(draft: Draft) -> Iterator[Issue]:
    """Check that what draws on no stock has an airfield as its origin."""
    for row in draft.rows("requirements"):
        record = row.record
        if record.origin not in (None, ANY):
            continue
        what = None
        if record.cargo_class is not None:
            what = "cargo by class draws on no stock: its origin must be a place"
        elif "stock" not in draft.tables:
            what = "there is no stock.csv: the origin must be a place"
        elif record.unit_type in draft.unit_loads and record.unit_type not in draft.unit_types:
            what = "a unit that is known by aircraft loads only draws on no stock: its origin must be a place"
        if what is not None:
            yield draft.issue("requirements", row, "origin", what, allowed=draft.airfields())


def held(draft: Draft) -> Iterator[Issue]:
    """Check that every item that is asked for lies in a stock at its origin, or in any."""
    if "stock" not in draft.tables:
        return
    stocks: dict[str, list[str]] = {}
    for row in draft.rows("stock"):
        stocks.setdefault(row.record.item, []).append(row.record.place)
    for row in draft.rows("requirements"):
        record = row.record
        anywhere = record.origin in (None, ANY)
        for column, item in _items(draft, row):
            if column != "item" and not anywhere:
                continue
            if item not in stocks:
                what = f"{item!r} lies in no stock"
                near, allowed = nearest(item, stocks), listed(stocks)
                yield draft.issue("requirements", row, column, what, allowed=allowed, nearest=near)
            elif not anywhere and record.origin not in stocks[item]:
                what = f"no stock at {record.origin!r} holds {item!r}"
                allowed = listed([*dict.fromkeys(stocks[item]), ANY])
                yield draft.issue("requirements", row, "origin", what, allowed=allowed)


def _items(draft: Draft, row: Row[Any]) -> Iterator[tuple[str, str]]:
    record = row.record
    if record.item is not None:
        yield "item", record.item
    elif record.people is not None:
        yield "people", PERSON
    elif record.unit_type is not None:
        for line in draft.unit_types.get(record.unit_type, ()):
            yield "unit_type", line.item


def enough(draft: Draft) -> Iterator[Issue]:
    """Warn where more pieces are asked for than the stocks hold."""
    if "stock" not in draft.tables:
        return
    holds: dict[str, float] = defaultdict(float)
    asked: dict[str, float] = defaultdict(float)
    for row in draft.rows("stock"):
        holds[row.record.item] += row.record.quantity
    for row in draft.rows("requirements"):
        record = row.record
        if record.item is not None:
            mass = draft.items[record.item].unit_mass_kg if record.item in draft.items else None
            pieces = (record.mass_kg or 0.0) / mass if record.quantity is None and mass else record.quantity
            asked[record.item] += pieces or 0.0
    for item, wanted in asked.items():
        if 0 < holds[item] < wanted:
            what = f"{wanted:,.6g} of {item!r} are asked for, the stocks hold {holds[item]:,.6g}"
            yield Issue(what=what, file=draft.file("stock"), column="quantity", severity=Severity.WARNING)
