"""Issues of files, said of the cells of the workbook that the files were made from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openairlift.errors import Issue
from openairlift.exchange.workbook.layout import is_table, sheet_name

_ROW = re.compile(r"\brow ([0-9]+)\b")
_LINE = re.compile(r"\bline ([0-9]+)\b")
_FILE = re.compile(r"\b([a-z_]+)\.csv\b")
_WHERE = re.compile(r"([a-z_]+\.csv), row ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file stands in a workbook.

    Attributes
    ----------
    sheet : its sheet.
    columns : letters of columns by name; of a file of lines only ``""``.
    rows : rows of the sheet by line of the file, counted from 1.
    keys : rows of the sheet by key, of the settings only.
    text : the file, where its lines stand in the sheet.
    """

    sheet: str
    columns: Mapping[str, str]
    rows: Mapping[int, int] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    text: str = ""

    def cell(self, row: int | None, column: str | None) -> tuple[str, int | None]:
        """Return the address of what an issue names, and the row of the sheet."""
        if column is not None and column in self.keys:
            row = self.keys[column]
            return f"{self.sheet}!{self.columns['value']}{row}", row
        if self.text:
            row = self._line_of(column)
        elif row is not None:
            row = self.rows.get(row)
        elif column in self.columns:
            row = self.rows.get(1)  # the header
        if row is None:
            return self.sheet, None
        letters = self.columns.get(column or "") or next(iter(self.columns.values()), "A")
        return f"{self.sheet}!{letters}{row}", row

    def _line_of(self, key: str | None) -> int | None:
        """Return the row of the section of a text that a dotted key lies in."""
        best: tuple[int, int] | None = None
        for number, line in enumerate(self.text.split("\n"), start=1):
            head = line.strip().strip("[]").replace('"', "")
            if key and line.startswith("[") and (key == head or key.startswith((head + ".", head + " "))):
                best = max(best or (0, 0), (len(head), number))
        return None if best is None else self.rows.get(best[1])


def relocated(issue: Issue, origins: Mapping[str, Origin]) -> Issue:
    """Return an issue of a file as one of a cell.

    Examples
    --------
    >>> origin = Origin("Places", {"id": "A", "parking": "F"}, {1: 1, 2: 12})
    >>> issue = Issue(what="is no number", file="places.csv", row=2, column="parking")
    >>> relocated(issue, {"places.csv": origin}).where
    'Places!F12 (parking)'
    """
    origin = origins.get(issue.file)
    what, allowed = _named(issue.what), None if issue.allowed is None else _named(issue.allowed)
    if origin is None:
        name = issue.file.removesuffix(".csv")
        file = sheet_name(name) if name != issue.file and is_table(name) else issue.file
        file = "Settings" if issue.file == "scenario.toml" else file
        return dataclasses.replace(issue, what=what, allowed=allowed, file=file)
    pattern = _LINE if origin.text else _ROW
    what = pattern.sub(lambda match: f"row {origin.rows.get(int(match[1]), match[1])}", what)
    file, row = origin.cell(issue.row, issue.column)
    return dataclasses.replace(issue, what=what, allowed=allowed, file=file, row=row)


def relocated_where(where: str, origins: Mapping[str, Origin]) -> str:
    """Return where an input stands: ``places.csv, row 3`` as ``Places, row 12``."""
    match = _WHERE.fullmatch(where)
    if match is not None and match[1] in origins:
        origin = origins[match[1]]
        return f"{origin.sheet}, row {origin.rows.get(int(match[2]), match[2])}"
    return "Settings" if where == "scenario.toml" else where


def _named(text: str) -> str:
    """Return a sentence in which tables are sheets."""
    text = _FILE.sub(lambda match: sheet_name(match[1]) if is_table(match[1]) else match[0], text)
    text = text.replace("required file is missing", "required sheet is missing, or states nothing yet")
    return text.replace("the file has no rows", "the sheet has no rows")
