"""The shipped tables, read once from package data; every row names its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from openairlift.errors import Issue, OpenAirliftError
from openairlift.model import AircraftType, GroundTime, Item, Place, UnitLoadsRow, UnitTypeRow
from openairlift.tables import RawRow, RawTable, Table, parse_table, raw_keys, read_csv

_EXTRA = ("source", "edition", "estimated", "note")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a shipped row comes from; `estimated` names its columns that are our own estimates."""

    source: str
    edition: str
    estimated: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A shipped table, its text, and the origin of each row by key."""

    table: Table[Any]
    raw: RawTable
    origins: Mapping[str, Origin]


@cache
def load(name: str) -> ReferenceTable:
    """Return a shipped table by name.

    Raises
    ------
    OpenAirliftError
        When the package's own data can't be read: a fault of the package.
    """
    file = f"{name}.csv"
    issues: list[Issue] = []
    raw = read_csv(
        files("openairlift.reference").joinpath("data", file).read_bytes(), name=name, file=file, issues=issues
    )
    rename = {"icao": "id"} if name == "airfields" else {}
    record = _KINDS[name]
    origins: list[Origin] = []
    for row in raw.rows:
        origins.append(_origin(row))
        for old, new in rename.items():
            if old in row.cells:
                row.cells[new] = row.cells[old]
    raw.header = tuple(name for name in (*raw.header, *rename.values()) if name not in _EXTRA)
    table = parse_table(raw, record, start=None, issues=issues)
    if issues:
        raise OpenAirliftError("the shipped reference table is broken: " + "; ".join(str(issue) for issue in issues))
    return ReferenceTable(table, raw, dict(zip(raw_keys(raw, record), origins, strict=True)))


def _origin(row: RawRow) -> Origin:
    source, edition, estimated, note = (row.cells.pop(name, "") for name in _EXTRA)
    names = frozenset(part.strip() for part in estimated.split(";") if part.strip())
    return Origin(source, edition, names, note)


_KINDS: dict[str, type[Any]] = {
    "aircraft": AircraftType,
    "ground_times": GroundTime,
    "items": Item,
    "unit_types": UnitTypeRow,
    "unit_loads": UnitLoadsRow,
    "airfields": Place,
}


def aircraft() -> Table[AircraftType]:
    """Return the shipped aircraft types."""
    return reference_table("aircraft").table


def ground_times() -> Table[GroundTime]:
    """Return the shipped ground times by type and purpose."""
    return reference_table("ground_times").table


def items() -> Table[Item]:
    """Return the shipped items."""
    return reference_table("items").table


def unit_types() -> Table[UnitTypeRow]:
    """Return the shipped unit types, a row per item."""
    return reference_table("unit_types").table


def unit_loads() -> Table[UnitLoadsRow]:
    """Return the published numbers of aircraft loads per unit."""
    return reference_table("unit_loads").table


def airfields() -> Table[Place]:
    """Return the shipped airfields as places; the id is the ICAO code."""
    return reference_table("airfields").table


def reference_table(name: str) -> ReferenceTable:
    """Return a shipped table with its text and origins; the names are those of the functions of this module."""
    return load(name)


def source_of(name: str, key: str) -> tuple[str, str]:
    """Return source and edition of a shipped row."""
    origin = reference_table(name).origins[key]
    return origin.source, origin.edition


def estimated(name: str, key: str) -> frozenset[str]:
    """Return the columns of a shipped row that are our own estimates."""
    return reference_table(name).origins[key].estimated


def data_text(name: str) -> str:
    """Return the text of a shipped file, such as ``SOURCES.md``."""
    return files("openairlift.reference").joinpath("data", name).read_text(encoding="utf-8")


def write_rows(header: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    """Return rows as CSV text with this header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=header, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
