"""Raw tables while options, parameter values and overrides are laid over them; rows keep the keys of the base case."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from openairlift import reference
from openairlift.errors import Issue, nearest
from openairlift.model import TABLES, FieldSpec, specs
from openairlift.tables import ID_TABLES, RawRow, RawTable, Table, find_column, raw_keys, row_key

R = TypeVar("R")
SHIPPED = ("aircraft", "items", "ground_times", "unit_types", "unit_loads")
"""Tables of which shipped rows exist."""

SETTINGS = ("scenario", "settings")
"""Table and row by which parameters, overrides and options name the keys of ``scenario.toml``."""

_REPLACEABLE = ("aircraft", "items", "ground_times")
_PLAIN_NUMBER = re.compile(
    r"(cv\s*=\s*)?(?<![A-Za-z0-9_.])([+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\b(?![.%])"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that somebody names: ``table/row key/column``, the column by its field."""

    table: str
    key: str
    column: str
    spec: FieldSpec

    @property
    def id(self) -> tuple[str, str, str]:
        """Table, row key and canonical column."""
        return self.table, self.key, self.spec.column


@dataclass(slots=True)
class Overlay:
    """The tables of a scenario as text, and who changed what.

    Attributes
    ----------
    tables : raw tables by name.
    keys : row keys by table, beside the rows; they stay as they are when other rows go.
    changed : who set a cell: ``option x``, ``overrides``.
    added : which option added a row, by table and key.
    borrowed : cells copied from a shipped row, so that one cell of it can be changed.
    """

    tables: dict[str, RawTable]
    keys: dict[str, list[str]]
    changed: dict[tuple[str, str, str], str] = field(default_factory=dict)
    added: dict[tuple[str, str], str] = field(default_factory=dict)
    borrowed: set[tuple[str, str, str]] = field(default_factory=set)
    _index: dict[str, dict[str, RawRow]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: dict[str, RawTable]) -> Overlay:
        """Return the base case."""
        return cls(tables, {name: raw_keys(raw, TABLES[name]) for name, raw in tables.items()})

    def find(self, table: str, key: str) -> RawRow | None:
        """Return the row with this key, or None."""
        if table not in self.tables:
            return None
        if table not in self._index:
            pairs = zip(reversed(self.keys[table]), reversed(self.tables[table].rows), strict=True)
            self._index[table] = dict(pairs)  # of two rows with one id the first counts
        return self._index[table].get(key)

    def add(self, table: str, cells: Mapping[str, str], *, by: str, file: str) -> None:
        """Append a row."""
        raw = self.tables.setdefault(table, RawTable(table, file))
        keys = self.keys.setdefault(table, [])
        row = RawRow(None, {})
        for column, text in cells.items():
            self._write(raw, row, table, column, text)
        key = new_key(table, cells, keys)
        raw.rows.append(row)
        keys.append(key)
        self.added[table, key] = by
        self._index.pop(table, None)

    def remove(self, table: str, key: str) -> None:
        """Take a row out."""
        row = self.find(table, key)
        at = next(i for i, other in enumerate(self.tables[table].rows) if other is row)
        del self.tables[table].rows[at], self.keys[table][at]
        self._index.pop(table, None)

    def set(self, cell: Cell, text: str, *, by: str | None) -> None:
        """Put a text into a cell; an empty one makes it blank. `by` None leaves no trace (a documented value)."""
        row = self.find(cell.table, cell.key) or self._borrow(cell)
        for spelling in cell.spec.columns:
            row.cells.pop(spelling, None)
        self._write(self.tables[cell.table], row, cell.table, cell.column, text)
        self.borrowed.discard(cell.id)
        if by is not None:
            self.changed[cell.id] = by

    def _borrow(self, cell: Cell) -> RawRow:
        """Return a new row that stands over a shipped one: its key and its required cells."""
        shipped = shipped_cells(cell.table, cell.key)
        if shipped is None:
            raise KeyError(cell.id)
        row = RawRow(None, {})
        for spec in specs(TABLES[cell.table]):
            if spec.column in shipped and (spec.key or spec.required):
                row.cells[spec.column] = shipped[spec.column]
                self.borrowed.add((cell.table, cell.key, spec.column))
        raw = self.tables.setdefault(cell.table, RawTable(cell.table, f"{cell.table}.csv"))
        raw.rows.append(row)
        self.keys.setdefault(cell.table, []).append(cell.key)
        self._index.pop(cell.table, None)
        return row

    @staticmethod
    def _write(raw: RawTable, row: RawRow, table: str, column: str, text: str) -> None:
        if not text:
            return
        match = find_column(TABLES[table], column)
        if match is not None:
            used = next((name for name in match[0].columns if name in raw.header), column)
            if used != column and match[1] is not None:
                column, text = used, with_unit(text, match[1])
        row.cells[column] = text

    def cells(self, table: str, spec: FieldSpec) -> Iterable[tuple[str, str]]:
        """Yield key and text of every non-blank cell of a column."""
        if table not in self.tables:
            return
        for key, row in zip(self.keys[table], self.tables[table].rows, strict=True):
            text = next((row.cells[name] for name in spec.columns if name in row.cells), None)
            if text is not None:
                yield key, text


def with_unit(text: str, unit: str) -> str:
    """Write a unit behind every plain number of a cell, so that it may stand in a column of another unit.

    Examples
    --------
    >>> with_unit("triangular(1; 2; 3.5)", "h"), with_unit("lognormal(mean=2; cv=0.3)", "h"), with_unit("500t", "kg")
    ('triangular(1h; 2h; 3.5h)', 'lognormal(mean=2h; cv=0.3)', '500t')
    """
    return _PLAIN_NUMBER.sub(lambda match: match[0] if match[1] else match[0] + unit, text)


def new_key(table: str, cells: Mapping[str, str], keys: Iterable[str]) -> str:
    """Return the key that an added row gets beside the keys that are there."""
    own = row_key(table, cells, TABLES[table])
    if table in ID_TABLES:
        return own
    own, taken, number = cells.get("id") or own, set(keys), 1
    key = own
    while key in taken:
        number += 1
        key = f"{own}#{number}"
    return key


def shipped_cells(table: str, key: str) -> Mapping[str, str] | None:
    """Return the cells of a shipped row by canonical column, or None."""
    if table not in SHIPPED:
        return None
    return next((row.cells for row in reference.reference_table(table).table.rows if row.key == key), None)


def shipped_keys(table: str) -> list[str]:
    """Return the keys of the shipped rows of a table."""
    return [row.key for row in reference.reference_table(table).table.rows] if table in SHIPPED else []


def can_borrow(table: str, key: str) -> bool:
    """Whether a cell of this shipped row can be changed without a row of the scenario."""
    return table in _REPLACEABLE and shipped_cells(table, key) is not None


def split_cell(key: str, *, file: str, where: str | None, issues: list[Issue]) -> Cell | None:
    """Return the cell that ``table/row key/column`` names; None with an issue when there is no such column."""
    table, _, rest = key.partition("/")
    row, slash, column = rest.rpartition("/")
    if not check_table(table, file=file, where=where, got=key, issues=issues):
        return None
    if not slash or not row:
        issues.append(Issue(what="names no cell", file=file, column=where, got=key, allowed="table/row key/column"))
        return None
    match = check_column(table, column, file=file, where=where, got=key, issues=issues)
    return None if match is None else Cell(table, row, column, match)


def setting_of(key: str) -> str | None:
    """Return the key of ``scenario.toml`` that ``scenario/settings/KEY`` names, or None for a cell of a table."""
    table, _, rest = key.partition("/")
    row, slash, column = rest.partition("/")
    return column if (table, row) == SETTINGS and slash else None


def check_table(table: str, *, file: str, where: str | None, got: str, issues: list[Issue]) -> bool:
    """Whether there is such a table; if not, an issue is added."""
    if table in TABLES:
        return True
    what, near = f"there is no table {table!r}", nearest(table, TABLES)
    issues.append(Issue(what=what, file=file, column=where, got=got, allowed=", ".join(TABLES), nearest=near))
    return False


def check_column(
    table: str, column: str, *, file: str, where: str | None, got: str, issues: list[Issue]
) -> FieldSpec | None:
    """Return the field of a column; None with an issue when there is none."""
    match = find_column(TABLES[table], column)
    if match is not None:
        return match[0]
    names = [name for spec in specs(TABLES[table]) for name in spec.columns]
    allowed = ", ".join(spec.column for spec in specs(TABLES[table]))
    what = f"there is no column {column!r} in {table}"
    near = nearest(column, names)
    issues.append(Issue(what=what, file=file, column=where, got=got, allowed=allowed, nearest=near))
    return None


def no_row(table: str, key: str, keys: Iterable[str], *, file: str, where: str | None, got: str) -> Issue:
    """Return the issue that a row is not there."""
    known = list(keys)
    near = nearest(key, known)
    allowed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "") if known else f"a row in {table}.csv"
    what = f"there is no row {key!r} in {table}"
    return Issue(what=what, file=file, column=where, got=got, allowed=allowed, nearest=near)


def rekeyed(table: Table[Any], keys: list[str]) -> Table[Any]:
    """Return a parsed table whose rows have the keys of the overlay."""
    if len(table.rows) != len(keys) or all(row.key == key for row, key in zip(table.rows, keys, strict=True)):
        return table
    rows = tuple(dataclasses.replace(row, key=key) for row, key in zip(table.rows, keys, strict=True))
    return dataclasses.replace(table, rows=rows)
