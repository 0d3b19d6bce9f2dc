"""Tables that lie beside a scenario: what their checks read of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openairlift.scenario.checks import Draft
from openairlift.scenario.merge import shipped_ids
from openairlift.scenario.scenario import Scenario
from openairlift.tables import Files, Row, Table


def beside(path: Path) -> Files:
    """Return what gives the bytes of files that the cells of a table name: they lie beside it."""

    def read(name: str) -> bytes | None:
        other = path.parent / Path(name).name
        return other.read_bytes() if other.is_file() else None

    return read


def draft_beside(scenario: Scenario, table: Table[Any]) -> Draft:
    """Return what the checks of a table read of a scenario."""

    def rows(name: str, records: Iterable[Any]) -> Table[Any]:
        listed = tuple(
            Row(key=str(i), record=record, line=None, cells={}, written={}) for i, record in enumerate(records)
        )
        return Table(name=name, file=f"{name}.csv", rows=listed, defaulted={})

    known = {
        "places": list(scenario.places),
        "aircraft": list(dict.fromkeys([*scenario.aircraft, *shipped_ids("aircraft")])),
        "requirements": list(scenario.requirements),
        "packages": list(scenario.packages),
    }
    tables = {
        table.name: table,
        "fleet": rows("fleet", scenario.fleet),
        "links": rows("links", scenario.links),
        "stock": rows("stock", scenario.stock),
    }
    return Draft(
        settings=scenario.settings, tables=tables, known=known, offered={},
        places=scenario.places, aircraft=scenario.aircraft, items=scenario.items, unit_types=scenario.unit_types,
        unit_loads=scenario.unit_loads, book=scenario.evidence, added={}, unreadable=frozenset(),
    )  # fmt: skip
