"""Parameter records against cells: which record documents or replaces which cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.evidence import EvidenceBook, Parameter
from openairlift.model import TABLES, Option, Settings, specs
from openairlift.scenario.overlay import (
    SETTINGS,
    SHIPPED,
    Cell,
    Overlay,
    can_borrow,
    check_column,
    check_table,
    new_key,
    no_row,
    shipped_cells,
    shipped_keys,
)
from openairlift.tables import CellError, Files, find_column, parse_cell

FILE = "evidence.toml"


class Parameters:
    """The parameter records of a scenario by table and canonical column."""

    def __init__(self, book: EvidenceBook) -> None:
        self._own: dict[tuple[str, str, str], Parameter] = {}
        self._patterns: dict[tuple[str, str], list[Parameter]] = {}
        for param in book.params.values():
            column = canonical(param.table, param.column)
            self._own.setdefault((param.table, param.row, column), param)
            if "*" in param.row:
                self._patterns.setdefault((param.table, column), []).append(param)

    def find(self, table: str, key: str, column: str) -> Parameter | None:
        """Return the record of a cell (canonical column): its own first, else the first pattern in file order."""
        own = self._own.get((table, key, column))
        if own is not None:
            return own
        for param in self._patterns.get((table, column), ()):
            if fnmatchcase(key, param.row):
                return param
        return None


def canonical(table: str, column: str) -> str:
    """Return the canonical name of a column, or the name itself where it isn't known."""
    record = Settings if table == SETTINGS[0] else TABLES.get(table)
    match = None if record is None else find_column(record, column)
    return column if match is None else match[0].column


def settings_values(book: EvidenceBook, overrides: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what parameters and overrides put into ``scenario.toml``: key → (text, who says so)."""
    found: dict[str, tuple[str, str]] = {}
    for param in book.params.values():
        if (param.table, param.row) == SETTINGS and param.value is not None:
            found[param.column] = (param.value, FILE)
    for key, text in overrides.items():
        parts = key.split("/")
        if len(parts) == 3 and (parts[0], parts[1]) == SETTINGS:
            found[parts[2]] = (text, "overrides")
    return found


def apply_parameters(
    book: EvidenceBook,
    parameters: Parameters,
    overlay: Overlay,
    *,
    start: datetime | None,
    files: Files | None,
    issues: list[Issue],
) -> None:
    """Put the values of parameter records into their cells, except where an option has set the cell.

    A pattern replaces filled cells only; a record of one cell may also fill a blank one.
    """
    for param in book.params.values():
        match = find_column(TABLES[param.table], param.column) if param.table in TABLES else None
        if param.value is None or match is None:
            continue
        spec, suffix = match
        try:
            parse_cell(spec, param.value, start=start, suffix=suffix, files=files)
        except CellError as error:
            where, got = f'param."{param.key}".value', param.value[:80]
            issue = Issue(what=error.what, file=FILE, column=where, got=got, allowed=error.allowed)
            issues.append(replace(issue, nearest=error.nearest))
            continue
        keys = dict.fromkeys(key for key, _ in overlay.cells(param.table, spec))
        if overlay.find(param.table, param.row) is not None or can_borrow(param.table, param.row):
            keys[param.row] = None
        for key in keys:
            if parameters.find(param.table, key, spec.column) is param:
                cell = Cell(param.table, key, param.column, spec)
                if cell.id not in overlay.changed:
                    overlay.set(cell, param.value, by=None)


def check_parameters(
    book: EvidenceBook,
    base: Overlay,
    options: Mapping[str, Option],
    stated: Iterable[str],
    issues: dict[str, list[Issue]],
) -> None:
    """Check that every parameter record names a cell that is there: of the scenario, an option or a shipped row.

    Parameters
    ----------
    base : the base case.
    stated : canonical names of the keys that ``scenario.toml`` states.
    issues : what is wrong is added here, by the table that the record names.
    """
    added: dict[str, dict[str, dict[str, str]]] = {}
    for option in options.values():
        for table, cells in option.add:
            if table in TABLES:
                rows = added.setdefault(table, {})
                rows[new_key(table, cells, [*base.keys.get(table, []), *rows])] = cells
    settings = set(stated)
    for param in book.params.values():
        found: list[Issue] = []
        if (param.table, param.row) == SETTINGS:
            _check_setting(param, settings, found)
        else:
            _check(param, base, added.get(param.table, {}), found)
        if found:
            issues.setdefault(param.table, []).extend(found)


def _check_setting(param: Parameter, stated: set[str], issues: list[Issue]) -> None:
    where = f'param."{param.key}"'
    names = [spec.column for spec in specs(Settings)]
    column = canonical(SETTINGS[0], param.column)
    if column not in names:
        near, allowed = nearest(param.column, names), ", ".join(names)
        what = "scenario.toml has no such key"
        issues.append(Issue(what=what, file=FILE, column=where, got=param.column, allowed=allowed, nearest=near))
    elif column not in stated and param.value is None:
        issues.append(Issue(what="scenario.toml does not state this key", file=FILE, column=where, got=param.column))


def _check(param: Parameter, base: Overlay, added: Mapping[str, Mapping[str, str]], issues: list[Issue]) -> None:
    where = f'param."{param.key}"'
    if not check_table(param.table, file=FILE, where=where, got=param.key, issues=issues):
        return
    spec = check_column(param.table, param.column, file=FILE, where=where, got=param.key, issues=issues)
    if spec is None:
        return
    filled = dict(base.cells(param.table, spec))
    filled |= {key: "" for key, cells in added.items() if any(name in cells for name in spec.columns)}
    if param.table in SHIPPED:
        filled |= {
            key: "" for key in shipped_keys(param.table) if spec.column in (shipped_cells(param.table, key) or ())
        }
    if param.row in filled or ("*" in param.row and any(fnmatchcase(key, param.row) for key in filled)):
        return
    rows = [*base.keys.get(param.table, []), *added, *shipped_keys(param.table)]
    if param.value is not None and (param.row in rows or any(fnmatchcase(key, param.row) for key in rows)):
        return
    if param.row in rows:
        what = f"the cell {param.column} of {param.row!r} is blank"
        issues.append(Issue(what=what, file=FILE, column=where, got=param.key, allowed="a filled cell, or a value"))
    else:
        issues.append(_unmatched(param, filled or dict.fromkeys(rows, ""), where))


def _unmatched(param: Parameter, known: Mapping[str, Any], where: str) -> Issue:
    if "*" not in param.row:
        return no_row(param.table, param.row, known, file=FILE, where=where, got=param.key)
    what = f"no filled cell {param.column} of {param.table} has a key like {param.row!r}"
    near = nearest(param.row.replace("*", ""), known)
    return Issue(what=what, file=FILE, column=where, got=param.key, nearest=near)
