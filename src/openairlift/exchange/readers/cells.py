"""Cells of foreign tables: texts, numbers with units, and dates as planners write them; what can't be read is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from openairlift.errors import UnitError
from openairlift.exchange.readers.columns import bare_ton, unit_word
from openairlift.tables import CellError, parse_moment, parse_number
from openairlift.units import Dimension, ton_message, unit_of

ORDERS = ("dmy", "mdy")
"""Order of day, month and year where only figures and strokes stand."""

_BLANK = frozenset({"", "-", "n/a", "na", "none", "null", "not applicable", "not given", "no price", "tbd", "."})
_ANY_START = datetime(2000, 1, 1, tzinfo=UTC)
_RELATIVE = re.compile(r"([CD])\s*([+-])\s*([0-9]{1,4})", re.IGNORECASE)
_STROKES = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?:[ T]00:00(?::00)?)?")
_NAMED = re.compile(r"([0-9]{1,2})[ \-]([A-Za-z]{3,9})[ \-,]+([0-9]{4}|[0-9]{2})")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00(?::00(?:\.0+)?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CALL = re.compile(r"[+-]\s*[A-Za-z]+\w*[(|!]")
_AMOUNT = re.compile(r"([+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,3})?)\s*([^0-9\s].*)?")


class BareTon(CellError):  # noqa: N818 - a cell error of one kind
    """A quantity in a bare "ton": it has three meanings, and the file is refused."""


def blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, ``n/a``."""
    return text.strip().lower() in _BLANK


def formula(text: str) -> bool:
    """Whether a cell is a formula that nobody has worked out, or would become one in a workbook.

    Examples
    --------
    >>> formula("=SUM(A1:A3)"), formula("-12.5"), formula("+1 (spare)"), formula("@cmd")
    (True, False, False, True)
    """
    word = text.strip()
    return word[:1] in ("=", "@") or _CALL.match(word) is not None


def read_text(text: str) -> str:
    """Return a text on one line, without control characters.

    Raises
    ------
    CellError
        When it is a formula.
    """
    if formula(text):
        raise CellError("is a formula, not a value", allowed="the value that the formula gives")
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def read_amount(text: str, dimension: Dimension | None, unit: str | None) -> float:
    """Return a number in the stored unit of its dimension; a unit in the cell counts before the column's.

    Raises
    ------
    BareTon
        When it is in a bare "ton".
    CellError
        When it is no number, or in a unit of another kind.

    Examples
    --------
    >>> read_amount("2 short tons", Dimension.MASS, "kg"), read_amount("1,234,567", None, None)
    (1814.36948, 1234567.0)
    """
    if formula(text):
        raise CellError("is a formula, not a value", allowed="the value that the formula gives")
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or match[2] is None:
        number, word = parse_number(text), None
    else:
        number, word = parse_number(match[1]), match[2].strip()
    if dimension is None:
        if word is not None:
            raise CellError(f"has a unit ({word}), but the column takes none", allowed="a plain number")
        return number
    if word is not None:
        bare = bare_ton(word)
        if bare is not None:
            raise BareTon(ton_message(bare), allowed="t, st or lt")
        known = unit_word(word, dimension)
        if known is None:
            raise CellError(f"{word!r} is no unit of {dimension}", allowed="a number with a unit of this kind")
        unit = known
    if unit is None:
        raise CellError("has no unit", allowed=f"a number with its unit of {dimension}")
    try:
        return number * unit_of(unit, dimension).factor
    except UnitError as error:
        raise CellError(str(error)) from None


def read_moment(text: str, order: str | None = None) -> str:
    """Return a moment as a scenario's tables write it: ``2022-03-04``, ``2022-03-04T12:00Z`` or ``C+003``.

    Parameters
    ----------
    text : a moment as the tables of a scenario take it, or a date with the month's name, or one with strokes.
    order : of day and month in a date with strokes, one of `ORDERS`; None = not known.

    Raises
    ------
    CellError
        When it is no moment, or could be two.

    Examples
    --------
    >>> read_moment("041200ZMAR22"), read_moment("c+3"), read_moment("25/02/2022"), read_moment("7 March 2022")
    ('2022-03-04T12:00Z', 'C+003', '2022-02-25', '2022-03-07')
    >>> read_moment("04/03/2022", "dmy")
    '2022-03-04'
    """
    if formula(text):
        raise CellError("is a formula, not a value", allowed="the value that the formula gives")
    word = text.strip()
    relative = _RELATIVE.fullmatch(word)
    if relative is not None:
        return f"{relative[1].upper()}{relative[2]}{int(relative[3]):03d}"
    midnight, strokes, named = _MIDNIGHT.fullmatch(word), _STROKES.fullmatch(word), _NAMED.fullmatch(word)
    if midnight is not None:
        word = midnight[1]
    elif strokes is not None:
        word = _stroked(int(strokes[1]), int(strokes[2]), int(strokes[3]), order)
    elif named is not None and named[2][:3].lower() in _MONTHS:
        year = int(named[3]) if len(named[3]) == 4 else 2000 + int(named[3])
        word = f"{year:04d}-{_MONTHS.index(named[2][:3].lower()) + 1:02d}-{int(named[1]):02d}"
    found = parse_moment(word, _ANY_START)
    if len(word) == 10:
        return f"{found:%Y-%m-%d}"
    return f"{found:%Y-%m-%dT%H:%MZ}" if not found.second else f"{found:%Y-%m-%dT%H:%M:%SZ}"


def _stroked(first: int, second: int, year: int, order: str | None) -> str:
    readings = {"dmy": (first, second), "mdy": (second, first)}
    possible = {name: pair for name, pair in readings.items() if 1 <= pair[1] <= 12 and 1 <= pair[0] <= 31}
    if order is not None:
        possible = {order: readings[order]}
    if len(set(possible.values())) > 1:
        words = " or ".join(f"{year:04d}-{month:02d}-{day:02d}" for day, month in possible.values())
        raise CellError(f"may be {words}", allowed="2022-03-04, or --dates dmy or mdy")
    if not possible:
        raise CellError("is no date of the calendar", allowed="2022-03-04")
    ((day, month),) = set(possible.values())
    return f"{year:04d}-{month:02d}-{day:02d}"
