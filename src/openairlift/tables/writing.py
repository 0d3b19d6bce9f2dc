"""Tables as CSV text: what a spreadsheet would take for a formula is marked as text, and read back without the mark."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openairlift.model import FieldSpec, Kind
from openairlift.tables.fault import CellError
from openairlift.tables.numbers import parse_number

MARK = "'"
"""In front of a cell: the rest is text, as spreadsheets have it."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DISTRIBUTION})


def is_risky(word: str) -> bool:
    """Whether a spreadsheet might take a text for a formula: it begins with = + - @ or a tab, and is no number.

    Examples
    --------
    >>> is_risky("=cmd|'/C calc'!A0"), is_risky("-19.6"), is_risky("-1+2")
    (True, False, True)
    """
    return word.startswith(_RISKY) and not _NUMBER.fullmatch(word)


def plain_lines(text: str) -> str:
    """Return a text with line feeds only: a lone carriage return would end the row of a CSV file."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def marked(word: str) -> str:
    """Return a cell as it is safe in a CSV file; `unmarked` gives it back.

    Examples
    --------
    >>> marked("=1+1"), marked("-19.6"), unmarked(marked("=1+1"))
    ("'=1+1", '-19.6', '=1+1')
    """
    word = plain_lines(word)
    return MARK + word if is_risky(word.lstrip(MARK)) else word


def unmarked(word: str) -> str:
    """Return a cell without the mark in front of what is no formula."""
    return word[1:] if word.startswith(MARK) and is_risky(word.lstrip(MARK)) else word


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""Return a table as CSV: UTF-8, commas, one line feed a row, no more quotes than needed, no formulas.

    Examples
    --------
    >>> write_csv(["id", "name"], [["hub", "=1+1, or so"]])
    b'id,name\nhub,"\'=1+1, or so"\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([marked(cell) for cell in header])
    for row in rows:
        writer.writerow([marked(cell) for cell in row])
    return out.getvalue().encode()


def number_text(value: float) -> str:
    """Return a number with up to 15 significant digits, which is what spreadsheets keep.

    Examples
    --------
    >>> number_text(4500.0), number_text(0.1 + 0.2), number_text(-0.0)
    ('4500', '0.3', '0')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def canonical_cell(spec: FieldSpec | None, text: str) -> str:
    """Return a cell as `fmt` writes it: a plain number in its shortest form, everything else as it stands.

    Examples
    --------
    >>> from openairlift.model import Item, specs
    >>> canonical_cell(specs(Item)[2], "1,500.50"), canonical_cell(specs(Item)[2], "1.5t")
    ('1500.5', '1.5t')
    """
    word = plain_lines(text.strip())
    if spec is None or spec.kind not in _NUMERIC:
        return word
    try:
        value = parse_number(word)
    except CellError:
        return word
    short = number_text(value)
    return short if float(short) == value else word
