"""The rows of a scenario by table and key, and the scenario with some of their values replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from openairlift.model import TABLES, specs
from openairlift.scenario.freeze import read_only
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.scenario import Scenario
from openairlift.tables import row_key
from openairlift.tables.keys import numbered

CellAt = tuple[str, str, str]
"""Table, row key, attribute of the record."""

_MAPPED = ("places", "aircraft", "items", "requirements", "packages", "assets", "batteries", "sites")
_GROUPED = ("unit_types", "unit_loads")


def rows(scenario: Scenario, table: str) -> Iterator[tuple[str, Any]]:
    """Yield key and record of every row of a table, shipped rows that the scenario uses included.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> [key for key, _ in rows(read_scenario("relief-small"), "fleet")][:1]
    ['767-300F@dubai']
    """
    if table == SETTINGS[0]:
        yield SETTINGS[1], scenario.settings
        return
    if table in _MAPPED:
        yield from getattr(scenario, table).items()
        return
    found: Any = () if table == "flights" else getattr(scenario, table)  # a log is no part of a frozen scenario
    records = [row for group in found.values() for row in group] if table in _GROUPED else list(found)
    yield from zip(numbered(_key(table, row) for row in records), records, strict=True)


def _key(table: str, record: Any) -> str:
    cells = {
        spec.column: str(value)
        for spec in specs(TABLES[table])
        if spec.key and (value := getattr(record, spec.attribute)) is not None
    }
    return row_key(table, cells, TABLES[table])


def replaced(scenario: Scenario, values: Mapping[CellAt, Any]) -> Scenario:
    """Return the scenario with other values, in the stored unit; nothing is checked across rows.

    Raises
    ------
    KeyError
        When there is no such row.
    """
    by_table: dict[str, dict[str, dict[str, Any]]] = {}
    for (table, key, attribute), value in values.items():
        by_table.setdefault(table, {}).setdefault(key, {})[attribute] = value
    fields: dict[str, Any] = {}
    for table, changes in by_table.items():
        found = dict(rows(scenario, table))
        missing = [key for key in changes if key not in found]
        if missing:
            raise KeyError(f"{table}/{missing[0]}")
        made = {key: replace(row, **changes[key]) if key in changes else row for key, row in found.items()}
        if table == SETTINGS[0]:
            fields["settings"] = made[SETTINGS[1]]
        elif table in _MAPPED:
            fields[table] = read_only(made)
        elif table in _GROUPED:
            groups: dict[str, list[Any]] = {name: [] for name in getattr(scenario, table)}
            for row in made.values():
                groups[row.unit_type].append(row)
            fields[table] = read_only(groups)
        else:
            fields[table] = tuple(made.values())
    return replace(scenario, **fields)
