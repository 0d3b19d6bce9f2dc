"""Files into raw tables of text: encoding, size, separators and ragged rows are settled here."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openairlift.errors import Issue
from openairlift.tables.writing import unmarked

MOST_BYTES = 200_000_000
LONGEST_LINE = 1_000_000
MOST_ISSUES = 200
"""Issues that one file may report before the rest is only counted."""


@dataclass(slots=True)
class RawRow:
    """One row as written: its line in the file, and the non-blank cells by column, stripped.

    A row that is `ragged` has more cells than the header, so that nobody knows which cell belongs to which column.
    """

    line: int | None
    cells: dict[str, str]
    ragged: bool = False


@dataclass(slots=True)
class RawTable:
    """One table as written; options change it before it is parsed."""

    name: str
    file: str
    header: tuple[str, ...] = ()
    rows: list[RawRow] = field(default_factory=list)


def decode(data: bytes, *, file: str, issues: list[Issue]) -> str | None:
    r"""Return the text of a UTF-8 file, or None with an issue that says what it is instead.

    Examples
    --------
    >>> found: list[Issue] = []
    >>> decode(b"caf\xe9", file="places.csv", issues=found), found[0].what
    (None, 'is not UTF-8: byte 0xe9 at offset 3; save it as UTF-8')
    """
    what: str | None = None
    row: int | None = None
    if len(data) > MOST_BYTES:
        what = f"has {len(data)} bytes; a table may have up to {MOST_BYTES}"
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        what = "is UTF-16; save it as UTF-8"
    elif data[:4] == b"PK\x03\x04":
        what = "is a workbook or an archive, not text"
    elif (at := data.find(b"\0")) >= 0:
        what, row = f"holds a NUL byte at offset {at}: it is not text", data.count(b"\n", 0, at) + 1
    elif (long := _long_line(data)) is not None:
        what, row = f"has a line of more than {LONGEST_LINE} bytes", long
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # The offset counts from the start of the file; the decoder's own starts behind the byte order mark.
            at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
            what = f"is not UTF-8: byte 0x{data[at]:02x} at offset {at}; save it as UTF-8"
            row = data.count(b"\n", 0, at) + 1
    issues.append(Issue(what=what, file=file, row=row))
    return None


def _long_line(data: bytes) -> int | None:
    begin, line = 0, 1
    while begin < len(data):
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        if end - begin > LONGEST_LINE:
            return line
        begin, line = end + 1, line + 1
    return None


def read_csv(data: bytes, *, name: str, file: str, issues: list[Issue]) -> RawTable:
    r"""Read a CSV file into text cells.

    Parameters
    ----------
    data : the file, UTF-8, with or without a byte order mark.
    name, file : name of the table and of the file, for keys and issues.
    issues : what is wrong is added here; what could be read is returned all the same.

    Examples
    --------
    >>> read_csv(b"id,name\nhub,Hub\n", name="places", file="places.csv", issues=[]).rows[0].cells
    {'id': 'hub', 'name': 'Hub'}
    """
    table = RawTable(name, file)
    text = decode(data, file=file, issues=issues)
    if text is None:
        return table
    rows = _rows(text, file, issues)
    first = next(rows, None)
    if first is None:
        issues.append(Issue(what="is empty", file=file, allowed="a header line and rows"))
        return table
    header = [cell.strip() for cell in first[1]]
    if not check_header(header, first[0], file, issues):
        return table
    table.header = tuple(header)
    ragged: list[Issue] = []
    for line, cells in rows:
        if len(cells) != len(header):
            what = f"has {len(cells)} cells where the header has {len(header)}"
            ragged.append(Issue(what=what, file=file, row=line, allowed="quote a cell that holds a comma"))
        table.rows.append(RawRow(line, _named(header, cells), ragged=len(cells) > len(header)))
    add_issues(ragged, file=file, issues=issues)
    return table


def add_issues(found: list[Issue], *, file: str, issues: list[Issue]) -> None:
    """Add issues of one file; beyond `MOST_ISSUES` they are only counted."""
    issues.extend(found[:MOST_ISSUES])
    if len(found) > MOST_ISSUES:
        issues.append(Issue(what=f"has {len(found) - MOST_ISSUES} more issues of this kind", file=file))


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    """Return the non-blank cells by column; the first of two columns of one name counts."""
    named: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        word = unmarked(cell.strip())
        if word and column:
            named.setdefault(column, word)
    return named


def _rows(text: str, file: str, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            issues.append(Issue(what=f"can't be split into cells: {error}", file=file, row=line))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def check_header(header: list[str], line: int, file: str, issues: list[Issue]) -> bool:
    """Check that columns have names, each once; return whether these are columns at all."""
    if len(header) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if mark in header[0]:
                what = f"has cells separated by {word}"
                issues.append(Issue(what=what, file=file, row=line, allowed="cells separated by commas"))
                return False
    seen: set[str] = set()
    for number, column in enumerate(header, start=1):
        if not column:
            issues.append(Issue(what=f"column {number} has no name", file=file, row=line))
        elif column in seen:
            issues.append(Issue(what="the column stands there twice", file=file, row=line, column=column))
        seen.add(column)
    return True


def read_toml(data: bytes, *, file: str, issues: list[Issue]) -> dict[str, Any]:
    """Read a TOML file; with an issue and an empty mapping where it is none.

    Examples
    --------
    >>> read_toml(b"title = 'Relief'", file="scenario.toml", issues=[])
    {'title': 'Relief'}
    """
    text = decode(data, file=file, issues=issues)
    if text is None:
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        issues.append(Issue(what=f"is not TOML: {str(error) or 'nested too deep'}", file=file))
        return {}
