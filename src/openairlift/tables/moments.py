"""Moments as planners write them: ISO 8601 with a zone, a date, a date-time group, ``C+003``, ``D+3``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from openairlift.tables.fault import CellError

GRAMMAR = "2022-03-04 (00:00 UTC), 2022-03-04T12:00Z, 2022-03-04T13:00+01:00, 041200ZMAR22, C+003, D+3"
YEARS = (1900, 2199)
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?\s*(Z|z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_GROUP = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})\s*([A-Z])\s*([A-Z]{3})\s*([0-9]{4}|[0-9]{2})")
_RELATIVE = re.compile(r"([CD])\s*([+-])\s*([0-9]{1,4})")
_OTHER = re.compile(r"([0-9]{1,4})\s*([./ -])\s*([0-9]{1,2}|[A-Z]{3,9})\.?\s*[./ -]\s*([0-9]{4}|[0-9]{1,2})")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def parse_moment(text: str, start: datetime | None = None) -> datetime:
    """Read a moment as an aware UTC datetime.

    Parameters
    ----------
    text : the cell.
    start : the scenario's start, which is C-day and D-day; None where it isn't known.

    Raises
    ------
    CellError
        When it is no moment, names no zone, or counts from a start that isn't known.

    Examples
    --------
    >>> parse_moment("041200ZMAR22").isoformat()
    '2022-03-04T12:00:00+00:00'
    >>> parse_moment("D+3", parse_moment("2022-03-01")).isoformat()
    '2022-03-04T00:00:00+00:00'
    """
    word = text.strip()
    for pattern, reader in ((_ISO, _iso), (_GROUP, _group)):
        match = pattern.fullmatch(word if pattern is _ISO else word.upper())
        if match is not None:
            return _checked(reader(match))
    match = _RELATIVE.fullmatch(word.upper())
    if match is None:
        raise CellError("is no moment", allowed=GRAMMAR, nearest=_meant(word.upper()))
    if start is None:
        raise CellError(f"counts from the scenario's start ({match[1]}-day), which is not known", allowed=GRAMMAR)
    days = int(match[3]) if match[2] == "+" else -int(match[3])
    try:
        return _checked(start + timedelta(days=days))
    except OverflowError:
        raise CellError("lies outside the calendar", allowed=GRAMMAR) from None


def _meant(word: str) -> str | None:
    """Return the date that a text in another form can only mean, or None.

    A point stands between day, month and year in that order; a stroke or a dash leaves open which of two numbers is
    the month, unless one of them can't be, or the year stands first.
    """
    match = _OTHER.fullmatch(word)
    if match is None:
        return None
    first, mark, second, last = match.groups()
    if not second.isdigit():
        month = next((at for at, name in enumerate(_MONTHS, start=1) if second.startswith(name)), 0)
        readings = {(last, month, first)} if len(last) == 4 else {(first, month, last)}
    elif len(first) == 4:
        readings = {(first, int(second), last)}
    else:
        readings = {(last, int(second), first)}
        if mark != "." and int(first) != int(second):
            readings.add((last, int(first), second))
    found = {text for year, month, day in readings if (text := _date(year, month, day)) is not None}
    return found.pop() if len(found) == 1 else None


def _date(year: str, month: int, day: str) -> str | None:
    """Return a date in ISO 8601, or None where there is no such day, or the year is not whole."""
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found.isoformat() if len(year) == 4 and YEARS[0] <= found.year <= YEARS[1] else None


def _checked(moment: datetime) -> datetime:
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise CellError(f"has the year {moment.year}", allowed=f"years {YEARS[0]} to {YEARS[1]}")
    return moment


def _made(year: int, month: int, day: int, clock: tuple[int, int, int, int], offset: timedelta) -> datetime:
    hour, minute, second, micro = clock
    try:
        local = datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone(offset))
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CellError(f"is no date of the calendar ({error})", allowed=GRAMMAR) from None


def _iso(match: re.Match[str]) -> datetime:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return _made(year, month, day, (0, 0, 0, 0), timedelta())
    if match[8] is None:
        raise CellError(
            "names no time zone", allowed=f"{match[0].strip()}Z for UTC, or {match[0].strip()}+01:00 for an offset"
        )
    micro = int((match[7] or "0").ljust(6, "0"))
    clock = (int(match[4]), int(match[5]), int(match[6] or 0), micro)
    return _made(year, month, day, clock, _offset(match[8]))


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise CellError(f"has the offset {zone}", allowed="offsets from -14:00 to +14:00")
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset


def _group(match: re.Match[str]) -> datetime:
    if match[4] != "Z":
        raise CellError(f"is in zone {match[4]}", allowed="date-time groups in Zulu time, such as 041200ZMAR22")
    if match[5] not in _MONTHS:
        raise CellError(f"{match[5]!r} is no month", allowed=", ".join(_MONTHS))
    year = int(match[6]) if len(match[6]) == 4 else 2000 + int(match[6])
    clock = (int(match[2]), int(match[3]), 0, 0)
    return _made(year, _MONTHS.index(match[5]) + 1, int(match[1]), clock, timedelta())
