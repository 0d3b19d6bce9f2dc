"""What was not stated and got a default, and what was stated and has no effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openairlift import reference
from openairlift.model import TABLES, Equivalence, FieldSpec, Settings, specs
from openairlift.scenario.scenario import DefaultUsed
from openairlift.tables import Table
from openairlift.units import to_unit

TRAFFIC_GROUND_H = "2.25"
"""Time on the ground of other traffic where none is stated [h]; its column says so."""


def list_defaults(tables: Mapping[str, Table[Any]], settings: Mapping[str, str]) -> tuple[DefaultUsed, ...]:
    """Return every default that stood in for blank cells, by table and column.

    Parameters
    ----------
    tables : tables of the scenario.
    settings : texts of the keys that ``scenario.toml`` states, by canonical name.
    """
    found = [
        DefaultUsed(table="scenario", column=spec.column, value=default_text(spec), rows=1)
        for spec in specs(Settings)
        if spec.used and not spec.required and spec.default is not None and spec.column not in settings
    ]
    for name, table in tables.items():
        for spec in specs(TABLES[name]):
            if not spec.used or spec.outlook or spec.required or spec.default is None or spec.default == ():
                continue
            rows = sum(1 for row in table.rows if spec.column not in row.cells and not _shipped(name, row.key, spec))
            if rows:
                found.append(DefaultUsed(table=name, column=spec.column, value=default_text(spec), rows=rows))
    streams = tables["traffic"].rows if "traffic" in tables else ()
    blank = sum(1 for row in streams if row.record.ground_s is None)
    if blank:
        found.append(DefaultUsed(table="traffic", column="ground_h", value=TRAFFIC_GROUND_H, rows=blank))
    return tuple(found)


def _shipped(table: str, key: str, spec: FieldSpec) -> bool:
    """Whether a shipped row states the cell that the scenario leaves blank."""
    if table not in ("aircraft", "items"):
        return False
    rows = reference.reference_table(table).table.rows
    return any(row.key == key and spec.column in row.cells for row in rows)


def default_text(spec: FieldSpec) -> str:
    """Return a default as it would stand in a file, in the unit of the column.

    Examples
    --------
    >>> {spec.column: default_text(spec) for spec in specs(Settings)}["hold_min"]
    '45'
    """
    value = spec.default
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Equivalence):
        return "one for one"
    if isinstance(value, tuple):
        return ";".join(f"{item:g}" if isinstance(item, float) else str(item) for item in value)
    if isinstance(value, float):
        shown = value if spec.suffix is None or spec.dimension is None else to_unit(value, spec.suffix, spec.dimension)
        return f"{shown:g}"
    return str(value)


def list_unused(tables: Mapping[str, Table[Any]], settings: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is stated but has no effect on any result of this version, in words."""
    found = [f"scenario.toml: {spec.column}" for spec in specs(Settings) if not spec.used and spec.column in settings]
    for name, table in tables.items():
        for spec in specs(TABLES[name]):
            rows = sum(1 for row in table.rows if spec.column in row.cells)
            if rows and not spec.used:
                found.append(f"{name}.csv: {spec.column} ({_rows(rows)})")
        if name == "ground_times":
            rows = sum(1 for row in table.rows if row.record.purpose == "expedited")
            if rows:
                found.append(f"ground_times.csv: the purpose expedited ({_rows(rows)})")
    return tuple(found)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
