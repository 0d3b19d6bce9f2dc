"""Tables of a day as a workbook: a sheet each, to filter and to print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openairlift.exchange.workbook.book import Book
from openairlift.exchange.workbook.layout import README
from openairlift.units import Dimension, to_unit

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{4})")
_WIDEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A table: title of its sheet, what it is for, names of its columns, rows by name."""

    title: str
    meaning: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]


def products_workbook(
    title: str, notes: Sequence[str], products: Sequence[Product], *, unit: str, banner: str
) -> bytes:
    """Return tables as a workbook: dates are dates, numbers are numbers, and texts stay texts.

    Parameters
    ----------
    title, notes : of the first sheet, which says what the others hold.
    products : the tables.
    unit : in which columns of kg are shown, such as ``t`` or ``st``.
    banner : line at the head of every sheet and page; blank = none.
    """
    book = Book(title=title)
    readme = book.sheet(README)
    sheets = [(item, book.sheet(item.title)) for item in products]
    readme.set_column(0, 0, 24)
    readme.set_column(1, 1, 90)
    lines: list[tuple[str, str]] = [("", banner)] if banner else []
    lines += [("", title), *(("", note) for note in notes), ("", "")]
    lines += [(item.title, f"{item.meaning}: {len(item.rows)}") for item in products]
    for row, (name, text) in enumerate(lines):
        book.text(readme, row, 0, name, "word")
        book.text(readme, row, 1, text, "title" if text == title else "wrap")
    for item, sheet in sheets:
        _write(book, sheet, item, unit)
        _for_print(sheet, banner)
    return book.data()


def _for_print(sheet: Any, banner: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    page = "&C" + banner.replace("&", "&&")[:200] if banner else ""
    sheet.set_header(page)
    sheet.set_footer(f"{page}&L&A&RPage &P of &N")


def _write(book: Book, sheet: Any, item: Product, unit: str) -> None:
    for column, name in enumerate(item.columns):
        cells = [_shown(name, row.get(name), unit) for row in item.rows]
        head = _head(name, unit)
        book.text(sheet, 0, column, head, "head")
        for row, value in enumerate(cells, start=1):
            _put(book, sheet, row, column, value)
        sheet.set_column(column, column, min(_WIDEST, max(len(head), *(_length(cell) for cell in cells), 6) + 2))
    sheet.freeze_panes(1, 1)
    if item.rows:
        sheet.autofilter(0, 0, len(item.rows), len(item.columns) - 1)


def _head(name: str, unit: str) -> str:
    """Return the head of a column: words, with the unit in brackets."""
    for suffix, shown in (("_kg", unit), ("_m3", "m³"), ("_h", "h")):
        if name.endswith(suffix):
            return f"{name.removesuffix(suffix)} [{shown}]".replace("_", " ")
    return name.replace("_", " ").replace(" utc", " UTC")


def _shown(name: str, value: Any, unit: str) -> Any:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value.replace("Z", "+00:00")).replace(tzinfo=None)
    if name.endswith("_kg") and isinstance(value, int | float):
        return to_unit(float(value), unit, Dimension.MASS)
    return value


def _put(book: Book, sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, book.style("moment"))
    elif isinstance(value, bool):
        book.text(sheet, row, column, "yes" if value else "no", "plain")
    elif isinstance(value, int | float):
        whole = float(value).is_integer()
        sheet.write_number(row, column, float(value), book.style("count" if whole else "amount"))
    else:
        book.text(sheet, row, column, str(value), "plain")


def _length(value: Any) -> int:
    return (
        16
        if isinstance(value, datetime)
        else len(f"{value:,.1f}")
        if isinstance(value, float)
        else len(str(value or ""))
    )
