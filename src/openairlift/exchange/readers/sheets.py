"""Files into lines of cells, within bounds: a CSV file here, or rows that a workbook's reader hands over."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openairlift.errors import Issue, ScenarioError

MOST_BYTES = 64_000_000
MOST_COLUMNS = 2_000
MOST_LINES = 2_000_000
LONGEST_CELL = 100_000
LONGEST_LINE = 1_000_000
ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "utf-16")
"""Encodings of text that may be named; UTF-8 unless another is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with anything in it: its number in the file, from 1, and its cells, stripped."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Cells as text, line by line, read once; `file` is how messages name it (``plan.xlsx, sheet Cargo``)."""

    file: str
    lines: Iterator[Line]
    separator: str = ","


def refused(what: str, *, file: str, row: int | None = None, allowed: str | None = None) -> ScenarioError:
    """Return the error that refuses a whole file."""
    return ScenarioError([Issue(what=what, file=file, row=row, allowed=allowed)])


def text_of(data: bytes, *, file: str, encoding: str = "utf-8") -> str:
    r"""Return the text of a file.

    Raises
    ------
    ScenarioError
        When it is too large, no text, or in another encoding.

    Examples
    --------
    >>> text_of("Zürich".encode("windows-1252"), file="a.csv", encoding="windows-1252")
    'Zürich'
    """
    if len(data) > MOST_BYTES:
        raise refused(f"has {len(data):,} bytes", file=file, allowed=f"at most {MOST_BYTES:,} bytes")
    wide = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refused("is a workbook or an archive, not text", file=file, allowed="the sheet, saved as CSV")
    if encoding == "utf-8" and wide:
        raise refused("is UTF-16", file=file, allowed="UTF-8, or --encoding utf-16")
    if encoding != "utf-16" and (at := data.find(b"\0")) >= 0:
        raise refused(f"holds a NUL byte at offset {at}: it is not text", file=file)
    if encoding != "utf-16" and (long := _long_line(data)) is not None:
        raise refused(f"has a line of more than {LONGEST_LINE:,} bytes", file=file, row=long)
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        what = f"is not {encoding.upper()}: byte 0x{data[min(error.start, len(data) - 1)]:02x} can't be read"
        others = ", ".join(name for name in ENCODINGS if name != encoding)
        raise refused(what, file=file, row=row, allowed=f"save it as UTF-8, or name it: --encoding {others}") from None


def _long_line(data: bytes) -> int | None:
    begin, line = 0, 1
    while begin < len(data):
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        if end - begin > LONGEST_LINE:
            return line
        begin, line = end + 1, line + 1
    return None


def sheet_of(data: bytes, *, file: str, encoding: str = "utf-8") -> Sheet:
    r"""Return the lines of a CSV file; cells may be apart by commas, semicolons or tabs.

    Examples
    --------
    >>> [line.cells for line in sheet_of(b"a;b\n\n1;2\n", file="a.csv").lines]
    [('a', 'b'), ('1', '2')]
    """
    text = text_of(data, file=file, encoding=encoding)
    separator = _separator(text)
    return Sheet(file=file, lines=_lines(text, file, separator), separator=separator)


def sheet_of_rows(rows: Iterable[tuple[int, Iterable[str]]], *, file: str) -> Sheet:
    """Return a sheet of rows that somebody else has read, such as those of a workbook: (number, cells as text).

    The same bounds hold as for a file.

    Examples
    --------
    >>> [line.cells for line in sheet_of_rows([(3, ["a ", None or ""])], file="plan.xlsx, sheet Cargo").lines]
    [('a', '')]
    """
    return Sheet(file=file, lines=_bounded(rows, file))


def _separator(text: str) -> str:
    """Return what stands between cells: of comma, semicolon and tab the one that the first lines have most of."""
    counts: Counter[str] = Counter()
    for number, line in enumerate(io.StringIO(text[:100_000])):
        if number >= 20:
            break
        bare = "".join(line.split('"')[::2])
        counts.update({mark: bare.count(mark) for mark in ",;\t"})
    return max(",;\t", key=lambda mark: counts[mark])


def _lines(text: str, file: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)

    def rows() -> Iterator[tuple[int, list[str]]]:
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise refused(f"can't be split into cells: {error}", file=file, row=number) from None
            if cells is None:
                return
            yield number, cells

    return _bounded(rows(), file)


def _bounded(rows: Iterable[tuple[int, Iterable[str]]], file: str) -> Iterator[Line]:
    for count, (number, found) in enumerate(rows):
        if count >= MOST_LINES:
            raise refused(f"has more than {MOST_LINES:,} lines", file=file, row=number)
        cells = tuple(cell.strip() for cell in found)
        if len(cells) > MOST_COLUMNS:
            raise refused(f"has {len(cells):,} columns", file=file, row=number, allowed=f"at most {MOST_COLUMNS:,}")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            what = f"has a cell of more than {LONGEST_CELL:,} characters"
            raise refused(what, file=file, row=number)
        if any(cells):
            yield Line(number, cells)
