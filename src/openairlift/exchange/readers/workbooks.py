"""A sheet of a workbook as a reader of tables takes it: which sheet, and its cells as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NoReturn
from xml.etree import ElementTree as ET
from zipfile import BadZipFile

from openairlift.errors import Issue, ScenarioError, nearest
from openairlift.exchange.readers.sheets import Sheet, refused, sheet_of_rows
from openairlift.exchange.workbook.cells import text_of
from openairlift.exchange.workbook.guard import check_workbook
from openairlift.exchange.workbook.layout import letters
from openairlift.exchange.workbook.reading import unstored

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How workbooks begin, those of the old format included, which are refused with a word on what to do."""

UNSTORED = "=value not stored"
"""What stands for a formula without a stored value: readers refuse it where they need the cell."""

NAME_IT = "one sheet, by --sheet NAME (a ledger: FILE#NAME): "
MOST_TOLD = 12
"""Sheets of which it is told why they can't be read."""

_FAULTS = (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, BadZipFile, ET.ParseError,
           EOFError)  # fmt: skip


def looks_like_workbook(data: bytes) -> bool:
    r"""Whether a file begins as a workbook does.

    Examples
    --------
    >>> looks_like_workbook(b"PK\x03\x04..."), looks_like_workbook(b"ULN,POE")
    (True, False)
    """
    return data.startswith(WORKBOOKS)


def sheet_in_workbook(data: bytes, *, file: str, name: str | None, tried: Callable[[Sheet], Sequence[Issue]]) -> Sheet:
    """Return one sheet of a workbook, to be read once.

    Formulas count by the value that the workbook stores for them. A date is text as a scenario writes it; one with a
    time of day says no zone, for a workbook has none.

    Parameters
    ----------
    data, file : the workbook and its name.
    name : of the sheet, in any case; None = the only one that the reader can make anything of.
    tried : what keeps the reader from reading a sheet; nothing where it can.

    Raises
    ------
    ScenarioError
        When the workbook is refused, has no such sheet, or more than one sheet may be meant.
    """
    checked = check_workbook(data, file=file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out: formats, charts, extensions
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            lacking = unstored(checked)
            cells = [_Cells(sheet, lacking.get(sheet.title, frozenset())) for sheet in book.worksheets]
    except _FAULTS as error:
        _damaged(error, file)
    sheets = {item.title: item for item in cells}
    chosen = _told(sheets, file, tried) if name is None else _named(sheets, name, file)
    return _sheet(sheets[chosen], file)


def _damaged(error: Exception, file: str) -> NoReturn:
    raise refused(f"can't be read as a workbook: {error}", file=file, allowed="a workbook saved as .xlsx") from None


class _Cells:
    """The rows of a sheet as text."""

    def __init__(self, sheet: Any, lacking: frozenset[str]) -> None:
        self.sheet, self.title, self.lacking = sheet, sheet.title, lacking
        sheet.reset_dimensions()  # some programs state fewer cells than there are

    def rows(self, file: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the cells of every row; a damaged part refuses the file."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                for number, cells in enumerate(self.sheet.iter_rows(), start=1):
                    yield number, [self._text(cell, number, column) for column, cell in enumerate(cells)]
            except _FAULTS as error:
                _damaged(error, file)

    def _text(self, cell: Any, row: int, column: int) -> str:
        value = cell.value
        if value is None:
            return UNSTORED if self.lacking and f"{letters(column)}{row}" in self.lacking else ""
        if isinstance(value, datetime):
            value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
            return f"{value:%Y-%m-%dT%H:%M:%S}" if value.time() != time() else f"{value:%Y-%m-%d}"
        return text_of(value, None)


def _sheet(cells: _Cells, file: str) -> Sheet:
    return sheet_of_rows(cells.rows(file), file=f"{file}, sheet {cells.title}")


def _named(sheets: Mapping[str, _Cells], name: str, file: str) -> str:
    found = [title for title in sheets if title.strip().casefold() == name.strip().casefold()]
    if len(found) != 1:
        near = nearest(name, sheets)
        raise ScenarioError([Issue(what="there is no such sheet", file=file, got=name, allowed=_listed(sheets),
                                   nearest=near)])  # fmt: skip
    return found[0]


def _told(sheets: Mapping[str, _Cells], file: str, tried: Callable[[Sheet], Sequence[Issue]]) -> str:
    """Return the one sheet that the reader can make anything of."""
    held = [title for title, cells in sheets.items() if next(_sheet(cells, file).lines, None) is not None]
    if len(held) == 1:
        return held[0]
    if not held:
        raise refused("has no sheet with anything in it", file=file, allowed="a header line and rows")
    faults = {title: tried(_sheet(sheets[title], file)) for title in held}
    fitting = [title for title in held if not faults[title]]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise refused("more than one sheet can be read as this", file=file, allowed=f"{NAME_IT}{_listed(fitting)}")
    told = [faults[title][0] for title in held[:MOST_TOLD]]
    last = Issue(what="no sheet can be read as this", file=file, allowed=f"{NAME_IT}{_listed(held)}")
    raise ScenarioError([*told, last])


def _listed(titles: Iterable[str]) -> str:
    titles = list(titles)
    return ", ".join(titles[:20]) + (" …" if len(titles) > 20 else "")
