"""How disruptions name links, tails and stock: the natural keys of rows, repeats numbered in file order."""

from __future__ import annotations

from collections.abc import Iterable

from openairlift.model import FleetRow, Link, StockRow
from openairlift.tables.keys import numbered


def link_keys(rows: Iterable[Link]) -> list[str]:
    """Return the keys of links, such as ``hub>town:road``."""
    return numbered(f"{row.origin}>{row.destination}:{row.mode}" for row in rows)


def fleet_keys(rows: Iterable[FleetRow]) -> list[str]:
    """Return the keys of rows of the fleet, such as ``C-17A@dover``."""
    return numbered(f"{row.type}@{row.home}" for row in rows)


def stock_keys(rows: Iterable[StockRow]) -> list[str]:
    """Return the keys of rows of stock, such as ``depot:tent``."""
    return numbered(f"{row.place}:{row.item}" for row in rows)
