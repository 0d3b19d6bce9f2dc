"""Workbooks for tests: made by openpyxl, as a stranger would, or changed in their archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from openairlift.instances import start


def start_files() -> dict[str, bytes]:
    """Return a small valid scenario."""
    return {name: text.encode() for name, text in start().items() if not name.endswith(".md")}


def stranger(sheets: Mapping[str, Sequence[Sequence[Any]]], *, change: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook of plain rows as openpyxl writes it."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MINIMAL: dict[str, list[list[Any]]] = {
    "Settings": [["key", "value"], ["title", "A test"], ["start", "2030-03-04"], ["horizon_days", 7]],
    "Places": [
        ["id", "name", "icao", "runway_m", "parking", "working"],
        ["depot", "Depot", "LIBR", 3000, "wide:2", 2],
        ["beirut", "Beirut", "OLBA", 3200, "wide:1", 1],
    ],
    "Fleet": [["type", "tails", "home"], ["C-130J-30", 3, "depot"]],
    "Requirements": [
        ["req_id", "cargo_class", "mass_kg", "origin", "destination", "ready", "rank"],
        ["shelter", "bulk", 90000, "depot", "beirut", "D+0", 1],
    ],
}
"""A valid scenario as a stranger's workbook: no row of units, no help."""


def repacked(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Return a workbook with parts replaced, added, or (None) taken away."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = dict.fromkeys([*old.namelist(), *changes])
        for name in names:
            content = changes[name] if name in changes else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """Return a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
