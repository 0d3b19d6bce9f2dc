"""Cells of a workbook to the text of a table's cells, and back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from openairlift.model import FieldSpec, Kind
from openairlift.tables import CellError, number_text, parse_moment, parse_number
from openairlift.units import Dimension

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""

DAY, MINUTE, SECOND = "yyyy-mm-dd", 'yyyy-mm-dd"T"hh:mm"Z"', 'yyyy-mm-dd"T"hh:mm:ss"Z"'
"""Number formats of dates: the day, to the minute, to the second; all UTC."""

NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DISTRIBUTION})
FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
"""Before it spreadsheets count a day that never was."""

ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
"""How a workbook writes a control character."""

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z)?")


def text_of(value: Any, spec: FieldSpec | None, number_format: str = "") -> str:
    """Return the text of a cell as a file would state it.

    Parameters
    ----------
    value : what the workbook holds: text, a number, a yes or no, a date, a time of day, a duration, or None.
    spec : the column's field; None where there is none.
    number_format : how a date is shown; one that shows hours has a time of day.

    Examples
    --------
    >>> text_of(45.0, None), text_of(True, None), text_of(datetime(2022, 3, 4, 12), None)
    ('45', 'yes', '2022-03-04T12:00Z')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        return _moment(value, "h" in number_format.lower())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        if spec is None or spec.dimension is not Dimension.TIME:
            return f"{value.seconds // 3600:02d}:{value.seconds % 3600 // 60:02d}"
    if isinstance(value, timedelta):
        hours = number_text(round(value.total_seconds()) / 3600)
        return f"{hours}h" if spec is not None and spec.dimension is Dimension.TIME else hours
    text = str(value)
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def _moment(value: datetime, clock: bool) -> str:
    """Return a date as ISO text, to the second: spreadsheets keep days as fractions, a little off."""
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if value.second:
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return f"{value:%Y-%m-%dT%H:%MZ}" if clock or value.hour or value.minute else f"{value:%Y-%m-%d}"


def typed(text: str, spec: FieldSpec | None) -> float | datetime | str:
    """Return what a workbook holds for a text: a number or a date where it reads back as the same text, else the text.

    Examples
    --------
    >>> from openairlift.model import Place, specs
    >>> typed("4500", specs(Place)[7]), typed("4,500.0", specs(Place)[7])
    (4500.0, '4,500.0')
    """
    if spec is None:
        return text
    try:
        if spec.kind in NUMERIC:
            value = parse_number(text)
            return value if number_text(value) == text else text
        if spec.kind is Kind.TIME and _WRITTEN.fullmatch(text):
            moment = parse_moment(text)
            if moment >= FIRST_DAY and text_of(moment, spec, date_format(text)) == text:
                return moment
    except CellError:
        pass
    return text


def date_format(text: str) -> str:
    """Return the number format in which a date reads as its text."""
    return {10: DAY, 17: MINUTE}.get(len(text), SECOND)
