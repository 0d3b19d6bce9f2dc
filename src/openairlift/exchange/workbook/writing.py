"""The files of a scenario to a workbook, and the blank workbook to start from."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.exchange.workbook.book import Book
from openairlift.exchange.workbook.cells import LONGEST, NUMERIC
from openairlift.exchange.workbook.examples import example_row, settings_example
from openairlift.exchange.workbook.layout import (
    BASE64,
    COMMENT,
    EXAMPLE,
    FILE,
    LISTS,
    README,
    SETTINGS,
    SETTINGS_HEAD,
    TEXTS,
    UNIT,
    help_text,
    sheet_name,
    unit_words,
)
from openairlift.exchange.workbook.settings import settings_cell
from openairlift.exchange.workbook.toml_text import Entry, read_entries
from openairlift.model import TABLES, FieldSpec, Kind, Settings, specs
from openairlift.reference import reference_table
from openairlift.tables import RawTable, decode, find_column, read_csv, read_toml

_LAST = 5_000
"""Last row that drop-downs reach to."""

_README = (
    "This workbook is a scenario of OpenAirlift: check, plan and run take it as they take a folder.",
    "Settings: one row a key. Every other sheet is a table: the first row names the columns, the second their units.",
    "A row whose first cell begins with # is not read: the row of units, and notes of your own.",
    "Point at a column's name to see what it means. A blank cell means not stated. A column may be left out.",
    "A unit may stand behind a number (45st), or be another of its kind in the column's name (mass_st).",
    "Columns and sheets whose names begin with x_ are yours and are kept.",
    "Where a number may stand, so may a distribution: triangular(2; 2.5; 4), lognormal(mean=2.75; cv=0.3).",
    "Dates: a date of the spreadsheet (UTC), or 2022-03-04T12:00Z, 041200ZMAR22, D+3.",
    "Formulas count by the value that they show when the workbook is saved.",
    "Options and Evidence hold the lines of options.toml and evidence.toml.",
)
_START = (
    "Fill Settings, Places, Fleet and Requirements; the other sheets only where you need them.",
    "A sheet that holds nothing but its example row states nothing. Write below the example; delete it when you like.",
)


def template() -> bytes:
    """Return a blank workbook with every sheet and column, their help, and an example row each."""
    book = Book()
    _readme(book, "An airlift, to be filled in", (*_START, *_README))
    _settings(book, [], examples=True)
    for table in TABLES:
        columns = [spec.column for spec in specs(TABLES[table])]
        _table(book, RawTable(table, f"{table}.csv", (*columns, "evidence")), example=True)
    _lists(book)
    return book.data()


def workbook_of(files: Mapping[str, bytes], *, title: str) -> bytes:
    """Return files of a scenario as a workbook; `read_sheets` gives them back.

    Parameters
    ----------
    files : bytes by name; tables and ``scenario.toml`` become sheets, other files stand in sheets line by line.
    title : what the first sheet is headed with.

    Raises
    ------
    ScenarioError
        When a table or ``scenario.toml`` can't be read, or a cell is too long.
    """
    issues: list[Issue] = []
    tables = {
        name: read_csv(files[f"{name}.csv"], name=name, file=f"{name}.csv", issues=issues)
        for name in TABLES
        if f"{name}.csv" in files
    }
    text = ""
    if "scenario.toml" in files:
        read_toml(files["scenario.toml"], file="scenario.toml", issues=issues)
        text = decode(files["scenario.toml"], file="scenario.toml", issues=[]) or ""
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(issues)
    book = Book()
    _readme(book, title, _README)
    if "scenario.toml" in files:
        _settings(book, read_entries(text.replace("\r\n", "\n")), examples=False)
    for table in tables.values():
        _table(book, table, example=False)
    for name in sorted(files, key=lambda name: (name not in TEXTS, list(TEXTS).index(name) if name in TEXTS else name)):
        if name != "scenario.toml" and name.removesuffix(".csv") not in tables:
            _file(book, name, files[name])
    _lists(book)
    return book.data()


def _readme(book: Book, title: str, lines: Iterable[str]) -> None:
    sheet = book.sheet(README)
    sheet.set_column(0, 0, 110)
    book.text(sheet, 0, 0, title[:LONGEST], "title")
    for row, line in enumerate(lines, start=2):
        book.text(sheet, row, 0, line, "wrap")


def _settings(book: Book, entries: Sequence[Entry], *, examples: bool) -> None:
    sheet = book.sheet(SETTINGS)
    for column, (name, width) in enumerate(zip(SETTINGS_HEAD, (20, 44, 16, 70, 40), strict=True)):
        sheet.set_column(column, column, width)
        book.text(sheet, 0, column, name, "head")
    sheet.freeze_panes(1, 1)
    stated = {match[0].column for entry in entries if entry.key and (match := find_column(Settings, entry.key))}
    blank = [Entry(spec.column) for spec in specs(Settings) if spec.column not in stated]
    row = 1
    for entry in [*entries, *([Entry()] if entries else []), *blank]:
        if entry.key is None:
            if entry.note:
                book.text(sheet, row, 0, f"{COMMENT} {entry.note}", "unit")
        else:
            _setting(book, sheet, row, entry, examples=examples)
        row += 1


def _setting(book: Book, sheet: Any, row: int, entry: Entry, *, examples: bool) -> None:
    key = entry.key or ""
    match = find_column(Settings, key)
    spec = None if match is None else match[0]
    book.text(sheet, row, 0, key, "need" if spec is not None and spec.required else "head")
    if entry.value is not None:
        value = settings_cell(key, entry.value)
        if isinstance(value, str):
            book.text(sheet, row, 1, value)
        else:
            sheet.write_number(row, 1, value)
    if entry.note:
        book.text(sheet, row, 4, entry.note)
    if spec is None:
        return
    book.text(sheet, row, 2, (match[1] if match else None) or unit_words(spec), "unit")
    told = help_text(spec).replace("\n", " ")
    book.text(sheet, row, 3, f"{told} Such as {settings_example(spec)}" if examples else told, "plain")
    _drop_down(sheet, spec, row, row, 1, {})


def _table(book: Book, table: RawTable, *, example: bool) -> None:
    """Write one table: header, units, perhaps an example, rows; notes and drop-downs."""
    sheet = book.sheet(sheet_name(table.name))
    record = TABLES[table.name]
    fields: list[FieldSpec | None] = []
    for column, name in enumerate(table.header):
        match = find_column(record, name)
        spec = None if match is None else match[0]
        fields.append(spec)
        book.text(sheet, 0, column, name, "need" if spec is not None and spec.required else "head")
        unit = ((match[1] if match else None) or unit_words(spec)) if column else f"{UNIT}: {unit_words(spec)}"
        book.text(sheet, 1, column, unit, "unit")
        if spec is not None:
            sheet.write_comment(0, column, help_text(spec), {"author": "", "x_scale": 2, "y_scale": 1.2})
        widest = max((len(row.cells.get(name, "")) for row in table.rows[:200]), default=0)
        texts = spec is None or spec.kind not in (*NUMERIC, Kind.TIME)
        sheet.set_column(
            column, column, min(max(len(name), widest, 9), 40) + 2, book.style("text" if texts else "plain")
        )
    sheet.freeze_panes(2, 1)
    first = 2
    if example:
        for column, text in enumerate(example_row(table.name, table.header)):
            if text or not column:
                book.text(sheet, 2, column, text if column else f"{EXAMPLE}: {text}", "example")
        first = 3
    for number, row in enumerate(table.rows, start=first):
        for column, name in enumerate(table.header):
            text = row.cells.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
            if not column and text.startswith(COMMENT):
                book.text(sheet, number, 0, COMMENT + text)
            elif text:
                book.value(sheet, number, column, text, fields[column])
    for column, spec in enumerate(fields):
        if spec is not None:
            _drop_down(sheet, spec, first, _LAST, column, _REFERRED)


_REFERRED = {
    "places": f"={sheet_name('places')}!$A$3:$A${_LAST}",
    "packages": f"={sheet_name('packages')}!$A$3:$A${_LAST}",
    "aircraft": f"={LISTS}!$A$2:$A$500",
}
"""Where the names are that a column refers to; only what is sure to stand in the first column."""


def _drop_down(sheet: Any, spec: FieldSpec, first: int, last: int, column: int, referred: Mapping[str, str]) -> None:
    """Offer what a cell may hold; other words are let in after a question: the reader checks them."""
    source: Any = None
    if spec.kind is Kind.CHOICE and len(",".join(spec.choices)) <= 255:
        source = list(spec.choices)
    elif spec.kind is Kind.BOOLEAN:
        source = ["yes", "no"]
    elif spec.refers in referred and spec.kind is not Kind.IDS:
        source = referred[spec.refers or ""]
    if source is not None:
        rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        sheet.data_validation(first, column, last, column, rule)


def _lists(book: Book) -> None:
    """Write the hidden sheet with what drop-downs offer."""
    sheet = book.sheet(LISTS)
    book.text(sheet, 0, 0, "aircraft", "head")
    for row, item in enumerate(reference_table("aircraft").table.rows, start=1):
        book.text(sheet, row, 0, item.key)
    sheet.hide()


def _file(book: Book, name: str, data: bytes) -> None:
    """Write a file line by line; what does not come back as it was is written in base64."""
    sheet = book.sheet(TEXTS.get(name, name))
    sheet.set_column(0, 0, 120)
    book.text(sheet, 0, 0, FILE, "head")
    book.text(sheet, 0, 1, name, "head")
    lines = _lines(data)
    if lines is None:
        book.text(sheet, 0, 2, BASE64, "head")
        text = base64.b64encode(data).decode()
        lines = [text[at : at + 30_000] for at in range(0, len(text), 30_000)]
    for row, line in enumerate(lines, start=1):
        for column, at in enumerate(range(0, len(line), LONGEST)):
            book.text(sheet, row, column, line[at : at + LONGEST])


def _lines(data: bytes) -> list[str] | None:
    """Return the lines of a text, or None where they would not give the same bytes again."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    lines = text.split("\n")
    odd = any((ord(letter) < 32 and letter not in "\n\t") or letter in "\x7f\ufffe\uffff\ufeff" for letter in text)
    if odd or lines[-1] != "" or (len(lines) > 1 and lines[-2] == ""):
        return None
    return lines[:-1]
