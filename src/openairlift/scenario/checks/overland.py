"""Ways without aircraft: where the cargo of a requirement lies, and the links from there to its destination."""

from __future__ import annotations

from typing import Any

from openairlift.model import PERSON, Requirement
from openairlift.scenario.checks.draft import ANY, Draft
from openairlift.tables import Row


def ends(draft: Draft) -> set[tuple[str, str]]:
    """Return start and end of every link."""
    return {(row.record.origin, row.record.destination) for row in draft.rows("links")}


def origins(draft: Draft, record: Requirement) -> set[str]:
    """Return where the cargo of a requirement lies: its origin, else the stocks that hold it."""
    if record.origin not in (None, ANY):
        return {record.origin or ""}
    items = {record.item} if record.item is not None else set()
    if record.people is not None:
        items = {PERSON}
    if record.unit_type is not None:
        items = {line.item for line in draft.unit_types.get(record.unit_type, ())}
    return {row.record.place for row in draft.rows("stock") if row.record.item in items}


def goes(draft: Draft, record: Requirement, links: set[tuple[str, str]]) -> bool:
    """Return whether a link leads from a place where the cargo of a requirement lies to its destination."""
    return any((origin, record.destination) in links for origin in origins(draft, record))


def leaves(draft: Draft, stock: Row[Any], links: set[tuple[str, str]]) -> bool:
    """Return whether a link leads from a stock to the destination of a requirement that may draw on it."""
    place = stock.record.place
    return any(
        (place, row.record.destination) in links and place in origins(draft, row.record)
        for row in draft.rows("requirements")
    )
