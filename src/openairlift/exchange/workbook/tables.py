"""One sheet of a workbook as a table: its header, its rows, and the CSV text that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from openairlift.errors import Issue
from openairlift.exchange.workbook.layout import COMMENT, EXAMPLE, letters
from openairlift.exchange.workbook.located import Origin
from openairlift.model import TABLES
from openairlift.tables import find_column, write_csv

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,118}\.[A-Za-z0-9]{1,8}")


def safe_name(name: str) -> bool:
    """Whether a file of this name may be written: no folder, no hidden file.

    Examples
    --------
    >>> safe_name("options.toml"), safe_name("../options.toml"), safe_name(".bashrc")
    (True, False, False)
    """
    return _NAME.fullmatch(name) is not None


class SheetReader(Protocol):
    """What reads the cells of a sheet."""

    def at(self, column: int, row: int) -> str:
        """Return the address of a cell."""

    def text(self, cell: Any, spec: Any = None) -> str:
        """Return the text of a cell."""

    def fault(self, issue: Issue) -> None:
        """Tell what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything: its number, and cells by column, counted from 0."""

    number: int
    cells: dict[int, Any]


@dataclass(slots=True)
class TableSheet:
    """A table as it stands in a sheet.

    Attributes
    ----------
    table, title : the table, the sheet.
    columns : names by column, counted from 0.
    header : row of the header.
    rows : rows of the sheet with their texts by column.
    """

    table: str
    title: str
    columns: dict[int, str] = field(default_factory=dict)
    header: int = 1
    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list)

    def csv(self) -> tuple[bytes, Origin]:
        """Return the table as CSV, and where its lines stand in the sheet."""
        names = list(self.columns.values())
        lines = {1: self.header}
        line = 2
        texts = []
        for number, cells in self.rows:
            row = [cells.get(column, "") for column in self.columns]
            lines[line] = number
            line += 1 + sum(cell.count("\n") for cell in row)
            texts.append(row)
        spelled: dict[str, str] = {}
        for column, name in self.columns.items():
            spelled.setdefault(name, letters(column))
        return write_csv(names, texts), Origin(self.title, spelled, lines)


def read_table(reader: SheetReader, sheet: TableSheet, first: Row, rows: Iterator[Any]) -> bool:
    """Read the rows of a table's sheet; return whether it states anything: an untouched template does not.

    The first row is the header. A row whose first cell begins with # is for people; ## stands for a text that begins
    with #.
    """
    sheet.header = first.number
    sheet.columns = {column: name for column, cell in sorted(first.cells.items()) if (name := reader.text(cell))}
    record = TABLES[sheet.table]
    matches = {column: find_column(record, name) for column, name in sheet.columns.items()}
    fields = {column: match[0] for column, match in matches.items() if match is not None}
    beginning = min(sheet.columns, default=0)
    example = False
    for row in rows:
        start = row.cells.get(beginning)
        mark = start.value if start is not None and isinstance(start.value, str) else ""
        if mark.startswith(COMMENT) and not mark.startswith(2 * COMMENT):
            example = example or mark.lower().startswith(EXAMPLE)
            continue
        texts: dict[int, str] = {}
        for column, cell in row.cells.items():
            if column not in sheet.columns:
                what = "the cell stands in a column without a name"
                address = reader.at(column, row.number)
                got = reader.text(cell)[:80]
                reader.fault(Issue(what=what, file=address, row=row.number, got=got, allowed="a name in the first row"))
                continue
            texts[column] = reader.text(cell, fields.get(column))
        if mark.startswith(COMMENT):
            texts[beginning] = texts[beginning][1:]
        if any(texts.values()):
            sheet.rows.append((row.number, texts))
    return bool(sheet.rows) or not example
