"""Rows behind those of a workbook's tables, in place: formats, formulas, notes and other sheets keep their bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from openairlift.errors import Issue, ScenarioError
from openairlift.exchange.workbook.cells import typed
from openairlift.exchange.workbook.guard import refuse
from openairlift.exchange.workbook.layout import COMMENT, letters, sheet_name, table_of
from openairlift.exchange.workbook.parts import sheet_parts
from openairlift.exchange.workbook.patching import DATA, DIMENSION, MAIN, add_sheet, packed, text_cell, with_texts
from openairlift.exchange.workbook.reading import Sheets, read_sheets
from openairlift.model import TABLES
from openairlift.tables import RawTable, find_column, read_csv

_ROW = re.compile(rb'<(?P<p>(?:\w{1,8}:)?)row\b[^>]*?\br="(?P<r>[0-9]{1,7})"[^>]*?(?P<end>/>|>)')
_CELL = re.compile(rb'<(?:\w{1,8}:)?c\b[^>]*?\br="([A-Z]{1,3})[0-9]{1,7}"')
_NO_ROWS = re.compile(rb"<((?:\w{1,8}:)?)sheetData(?:\s[^>]*)?/>")


def with_rows(data: bytes, tables: Mapping[str, bytes], texts: Mapping[str, str], *, file: str) -> bytes:
    """Return a workbook with further rows in its tables, and text files as they are given.

    Parameters
    ----------
    data, file : the workbook and its name.
    tables : tables as they are to be, as CSV by name of the file (``stock.csv``): the rows that the workbook has, in
        their order, and others behind them; columns may be new.
    texts : see `with_texts`.

    Raises
    ------
    ScenarioError
        When the workbook is refused, is laid out so that it can't be changed, or would say anything else after it.
    """
    made = with_texts(data, texts, file=file) if texts else data
    before = read_sheets(made, file=file)
    if before.issues:
        raise ScenarioError(before.issues)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        held = {info.filename: archive.read(info) for info in archive.infolist()}
    parts = {table_of(title): part for title, part in sheet_parts(made).items()}
    for name, wanted in tables.items():
        table = name.removesuffix(".csv")
        raw, old = _raw(table, wanted), _raw(table, before.files.get(name, b""))
        rows = [row.cells for row in raw.rows[len(old.rows) :]]
        header = [column for column in raw.header if any(row.get(column) for row in rows)]
        if table in parts:
            _extend(held, parts[table], table, header, rows, file)
        else:
            head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><sheetData>'
            columns = {column: at for at, column in enumerate(raw.header)}
            body = _row(1, {at: (column, None) for column, at in columns.items()}, "")
            body += "".join(_row(at, _cells(table, row, columns), "") for at, row in enumerate(rows, start=2))
            add_sheet(held, sheet_name(table), f"{head}{body}</sheetData></worksheet>".encode(), file)
    made = packed(held)
    _check(before, made, tables, file)
    return made


def _raw(table: str, data: bytes) -> RawTable:
    issues: list[Issue] = []
    raw = read_csv(data, name=table, file=f"{table}.csv", issues=issues) if data else RawTable(table, f"{table}.csv")
    if issues:
        raise ScenarioError(issues)
    return raw


def _extend(
    held: dict[str, bytes], part: str, table: str, header: list[str], rows: list[dict[str, str]], file: str
) -> None:
    """Write rows behind the last one of a sheet, and the names of new columns into its first row."""
    content = _NO_ROWS.sub(rb"<\1sheetData></\1sheetData>", held[part])
    match, known, first, last = DATA.search(content), *_header(content, held.get("xl/sharedStrings.xml", b""))
    if match is None or (known and first is None):
        refuse(f"keeps {table} in a sheet that can't be changed", file, "a workbook saved as .xlsx")
    p = match["p"].decode()
    block = match.group(0)
    end = block.rindex(f"</{p}sheetData>".encode())
    at = max(known.values(), default=-1) + 1
    if first is not None:
        row = next(found for found in _ROW.finditer(block) if int(found["r"]) == first)
        stop = row.end() if row["end"] == b"/>" else block.index(f"</{p}row>".encode(), row.end())
        used = [_number(found) for found in _CELL.findall(block[row.start() : stop])]
        at = max([at, *(column + 1 for column in used)])
    new = {column: at + index for index, column in enumerate(c for c in header if c not in known)}
    columns = {**known, **new}
    added = "".join(_row(last + number, _cells(table, cells, columns), p) for number, cells in enumerate(rows, start=1))
    if first is None:
        added = _row(1, {place: (column, None) for column, place in columns.items()}, p) + "".join(
            _row(1 + number, _cells(table, cells, columns), p) for number, cells in enumerate(rows, start=1)
        )
    block = block[:end] + added.encode() + block[end:]
    if first is not None and new:
        names = "".join(text_cell(column, first, place, p) for column, place in new.items()).encode()
        block = block[:stop] + names + block[stop:]
    held[part] = DIMENSION.sub(b"", content[: match.start()] + block + content[match.end() :])


def _header(content: bytes, strings: bytes) -> tuple[dict[str, int], int | None, int]:
    """Return the columns of a sheet's first row that holds anything, that row, and the last row of the sheet."""
    shared = ["".join(part.itertext()) for part in ET.fromstring(strings)] if strings else []
    found: dict[str, int] = {}
    first, last = None, 0
    for row in (item for item in ET.fromstring(content).iter() if item.tag.endswith("}row")):
        last = int(row.get("r", last + 1))
        if found:
            continue
        for cell in row:
            text = "".join(part.text or "" for part in cell.iter() if part.tag.endswith(("}v", "}t"))).strip()
            if cell.get("t") == "s" and text:
                text = shared[int(text)].strip()
            if text:
                found.setdefault(text, _number(re.sub(r"[0-9]+", "", cell.get("r", "")).encode()))
        first = last if found else None
    return found, first, last


def _number(name: bytes) -> int:
    """Return the number of a column by its letters, from 0."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1


def _cells(table: str, row: Mapping[str, str], columns: Mapping[str, int]) -> dict[int, tuple[str, float | None]]:
    """Return texts by column, with the number that a text is where it may stand as one."""
    found: dict[int, tuple[str, float | None]] = {}
    beginning = min(columns.values())
    for column, text in row.items():
        if not text:
            continue
        match = find_column(TABLES[table], column)
        value = typed(text, None if match is None else match[0])
        shown = f"#{text}" if columns[column] == beginning and text.startswith(COMMENT) else text
        found[columns[column]] = shown, value if isinstance(value, float) else None
    return found


def _row(number: int, cells: Mapping[int, tuple[str, float | None]], p: str) -> str:
    held = "".join(
        text_cell(text, number, column, p)
        if value is None
        else f'<{p}c r="{letters(column)}{number}"><{p}v>{value!r}</{p}v></{p}c>'
        for column, (text, value) in sorted(cells.items())
    )
    return f'<{p}row r="{number}">{held}</{p}row>'


def _check(before: Sheets, made: bytes, tables: Mapping[str, bytes], file: str) -> None:
    """Refuse a change after which the workbook would not say what it is to say, or anything else than before."""
    after = read_sheets(made, file=file)
    wrong = [
        name for name in {*before.files, *after.files} - set(tables) if before.files.get(name) != after.files.get(name)
    ]
    for name, wanted in tables.items():
        table = name.removesuffix(".csv")
        sides = (_raw(table, wanted), _raw(table, after.files.get(name, b"")))
        one, other = ([{key: text for key, text in row.cells.items() if text} for row in raw.rows] for raw in sides)
        wrong += [] if one == other else [name]
    if after.issues or wrong:
        what = f"can't hold {', '.join(sorted(wrong)) or 'this'} as it is to be; nothing is written"
        raise ScenarioError([Issue(what=what, file=file, allowed="convert it into a folder, and go on there")])
