"""A workbook to the files of a scenario, and where each line of them stands in it."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile

from openairlift.errors import Issue, ScenarioError, nearest
from openairlift.exchange.workbook.cells import ESCAPED, text_of
from openairlift.exchange.workbook.guard import MOST_BYTES, Checked, check_workbook, refuse
from openairlift.exchange.workbook.layout import (
    BASE64,
    FILE,
    RESERVED,
    SETTINGS,
    SETTINGS_HEAD,
    is_table,
    letters,
    sheet_name,
    table_of,
)
from openairlift.exchange.workbook.located import Origin, relocated, relocated_where
from openairlift.exchange.workbook.parts import sheet_parts
from openairlift.exchange.workbook.settings import SettingRow, settings_text
from openairlift.exchange.workbook.tables import Row, TableSheet, read_table, safe_name
from openairlift.model import TABLES
from openairlift.tables import write_csv
from openairlift.tables.raw import add_issues

_UNSTORED = re.compile(
    rb"<(?:\w{1,8}:)?c\s(?P<head>[^>]*)>\s*<(?:\w{1,8}:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w{1,8}:)?f>)\s*"
    rb"(?P<value><(?:\w{1,8}:)?v\s*(?:/>|></(?:\w{1,8}:)?v>))?\s*</(?:\w{1,8}:)?c>"
)
_NAME = re.compile(rb'\br="([A-Z]+[0-9]+)"')


@dataclass(slots=True)
class Sheets:
    """What a workbook holds as the files of a scenario.

    Attributes
    ----------
    name : of the scenario: the file's name without its ending.
    files : bytes by name.
    origins : where each file stands in the workbook.
    issues : what is wrong with cells before anything is parsed.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def issue(self, issue: Issue) -> Issue:
        """Return an issue of a file as one of a cell."""
        return relocated(issue, self.origins)

    def where(self, where: str) -> str:
        """Return where an input of a file stands in the workbook."""
        return relocated_where(where, self.origins)


def read_workbook(path: str | Path) -> Sheets:
    """Read a workbook.

    Formulas count by the value that the workbook stores for them.

    Raises
    ------
    ScenarioError
        When it can't or must not be opened. What is wrong with single cells is in the result.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            refuse(f"has {size} bytes", path.name, f"a workbook of at most {MOST_BYTES} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError([Issue(what=f"can't be read: {error.strerror}", file=path.name)]) from None
    return read_sheets(data, file=path.name)


def read_sheets(data: bytes, *, file: str) -> Sheets:
    """Read the bytes of a workbook; `file` is its name."""
    checked = check_workbook(data, file=file)
    found = Sheets(Path(file).stem)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out: formats, charts, extensions
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            lacking = unstored(checked)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs state fewer cells than there are
                _Reader(sheet, lacking.get(sheet.title, frozenset()), found).read()
            book.close()
    except ScenarioError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError) as error:
        refuse(f"can't be read as a workbook: {error}", file, "a workbook saved as .xlsx")
    except (BadZipFile, ET.ParseError, EOFError) as error:
        refuse(f"is damaged: {error}", file, "a workbook saved as .xlsx")
    return found


def unstored(checked: Checked) -> dict[str, frozenset[str]]:
    """Return the cells, by sheet, with a formula for which no value is stored."""
    found: dict[str, frozenset[str]] = {}
    for title, part in sheet_parts(checked.data).items():
        content = checked.formulas.get(part, b"")
        cells = set()
        for match in _UNSTORED.finditer(content):
            blank_text = match["value"] is not None and b't="str"' in match["head"]
            name = _NAME.search(match["head"])
            if name is not None and not blank_text:
                cells.add(name[1].decode())
        found[title] = frozenset(cells)
    return found


class _Reader:
    """Reads one sheet into the files."""

    def __init__(self, sheet: Any, unstored: frozenset[str], found: Sheets) -> None:
        self.sheet, self.title, self.unstored, self.found = sheet, sheet.title.strip(), unstored, found
        self.faults: list[Issue] = []

    def read(self) -> None:
        table = table_of(self.title)
        if table in RESERVED:
            return
        rows = self.rows()
        first = next(rows, None)
        if first is None:
            return  # a blank sheet
        if self.text(first.cells.get(0)) == FILE:
            self._file(first, rows)
        elif table == SETTINGS.lower():
            self._settings(first, rows)
        elif is_table(table):
            self._table(table, first, rows)
        elif table.startswith("x_"):
            self._own(table, [first, *rows])
        else:
            known = [SETTINGS, *(sheet_name(name) for name in TABLES), "Options", "Evidence"]
            allowed = f"{', '.join(known)}; begin the name with x_ to keep a sheet of your own"
            near = nearest(self.title, known)
            what = "there is no such sheet in the format"
            self.faults = [Issue(what=what, file=self.title, allowed=allowed, nearest=near)]
        add_issues(self.faults, file=self.title, issues=self.found.issues)

    def fault(self, issue: Issue) -> None:
        self.faults.append(issue)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything."""
        for number, cells in enumerate(self.sheet.iter_rows(), start=1):
            held: dict[int, Any] = {}
            for column, cell in enumerate(cells):
                value = cell.value
                if value is None:
                    if self.unstored and f"{letters(column)}{number}" in self.unstored:
                        what = "holds a formula whose value is not stored in the workbook"
                        allowed = "open it in a spreadsheet program and save it there, or type the value"
                        self.fault(Issue(what=what, file=self.at(column, number), row=number, allowed=allowed))
                elif value == "":
                    continue
                elif cell.data_type == "e":
                    what = "holds an error of the spreadsheet"
                    self.fault(Issue(what=what, file=self.at(column, number), row=number, got=str(value)))
                else:
                    held[column] = cell
            if held:
                yield Row(number, held)

    def at(self, column: int, row: int) -> str:
        return f"{self.title}!{letters(column)}{row}"

    def text(self, cell: Any, spec: Any = None) -> str:
        if cell is None:
            return ""
        value = cell.value
        if isinstance(value, str):
            return text_of(value, spec)
        shown = cell.number_format if hasattr(value, "isoformat") else ""
        return text_of(value, spec, shown)

    def _give(self, name: str, data: bytes, origin: Origin) -> None:
        if name in self.found.files:
            other = self.found.origins[name].sheet
            self.fault(Issue(what=f"the sheet {other} holds {name} too", file=self.title, allowed="one of the two"))
            return
        self.found.files[name] = data
        self.found.origins[name] = origin

    def _table(self, table: str, first: Row, rows: Iterator[Row]) -> None:
        sheet = TableSheet(table, self.title)
        stated = read_table(self, sheet, first, rows)
        if stated:
            self._give(f"{table}.csv", *sheet.csv())

    def _own(self, table: str, rows: list[Row]) -> None:
        """Keep a sheet of the user's own as it stands."""
        width = 1 + max(max(row.cells) for row in rows)
        texts = [[self.text(row.cells.get(column)) for column in range(width)] for row in rows]
        name = re.sub(r"[^a-z0-9_.-]+", "_", table)
        lines = {number: row.number for number, row in enumerate(rows, start=1)}
        self._give(f"{name}.csv", write_csv(texts[0], texts[1:]), Origin(self.title, {}, lines))

    def _settings(self, first: Row, rows: Iterator[Row]) -> None:
        header = {self.text(cell).lower(): column for column, cell in first.cells.items()}
        for name in ("key", "value"):
            if name not in header:
                allowed = ", ".join(SETTINGS_HEAD)
                near = nearest(name, header)
                what = f"the sheet has no column {name!r}"
                self.fault(Issue(what=what, file=f"{self.title}!A{first.number}", allowed=allowed, nearest=near))
        if not {"key", "value"} <= set(header):
            return
        listed: list[SettingRow] = []
        last = first.number
        for row in rows:
            if row.number > last + 1:
                listed.append(SettingRow(row.number - 1))
            last = row.number
            value = row.cells.get(header["value"])
            key, note = self.text(row.cells.get(header["key"])), self.text(row.cells.get(header.get("note", -1)))
            if not key and value is not None:
                address = self.at(header["key"], row.number)
                self.fault(
                    Issue(what="the key is blank", file=address, row=row.number, allowed="a key of the settings")
                )
            shown = "" if value is None else self.text(value)
            listed.append(SettingRow(row.number, key, None if value is None else value.value, shown, note))
        text, keys = settings_text(listed, self.title, letters(header["key"]), self.faults)
        if text:
            columns = {"value": letters(header["value"])}
            self._give("scenario.toml", text.encode(), Origin(self.title, columns, keys=keys))

    def _file(self, first: Row, rows: Iterator[Row]) -> None:
        """Take a file that stands in the sheet line by line."""
        name = self.text(first.cells.get(1))
        if not safe_name(name):
            what = "the name of the file is missing or not allowed"
            address = self.at(1, first.number)
            self.fault(Issue(what=what, file=address, got=name, allowed="letters, digits, _ . - and an ending"))
            return
        lines: dict[int, str] = {}
        for row in rows:
            parts = (row.cells[column].value for column in sorted(row.cells))
            lines[row.number] = "".join(_line(part) for part in parts)
        last = max(lines, default=first.number)
        span = range(first.number + 1, last + 1)
        text = "".join(f"{lines.get(number, '')}\n" for number in span)
        origin = Origin(self.title, {"": "A"}, dict(enumerate(span, start=1)), text=text)
        if self.text(first.cells.get(2)) != BASE64:
            self._give(name, text.encode(), origin)
            return
        try:
            self._give(name, base64.b64decode(text.replace("\n", ""), validate=True), Origin(self.title, {}))
        except (binascii.Error, ValueError):
            self.fault(Issue(what=f"the file {name} is damaged: it is no base64", file=self.title))


def _line(value: Any) -> str:
    """Return a part of a line as it stands, blanks included."""
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return text_of(value, None)
