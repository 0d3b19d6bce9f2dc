"""Weekly opening hours: ``mon-fri 06:00-22:00; sat 08:00-12:00``."""

from __future__ import annotations

import re

from openairlift.errors import nearest
from openairlift.model import Hours
from openairlift.tables.fault import CellError
from openairlift.tables.shapes import parts
from openairlift.units import DAY_S

GRAMMAR = "24h, daily 06:00-18:00, or mon-fri 06:00-22:00; sat 08:00-12:00 (a window past midnight: 22:00-04:00)"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")


def parse_hours(text: str) -> Hours:
    """Read weekly opening hours in local time; a day that isn't named is closed.

    Examples
    --------
    >>> parse_hours("sun 22:00-02:00").days[0]
    ((0, 7200),)
    """
    days: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    for part in parts(text.lower()):
        word, _, rest = part.partition(" ")
        if part.replace(" ", "") == "24h":
            word, rest = "daily", "00:00-24:00"
        elif _WINDOW.fullmatch(part):
            word, rest = "daily", part
        for day in _days(word):
            for window in rest.split(","):
                _add(days, day, window.strip())
    return Hours(tuple(_joined(windows) for windows in days), text.strip())


def _days(word: str) -> list[int]:
    if word == "daily":
        return list(range(7))
    found: list[int] = []
    for piece in word.split(","):
        first, sign, last = piece.partition("-")
        ends = [_day(first), _day(last) if sign else _day(first)]
        span = (ends[1] - ends[0]) % 7 + 1
        found.extend((ends[0] + step) % 7 for step in range(span))
    return found


def _day(word: str) -> int:
    if word not in WEEKDAYS:
        raise CellError(f"{word!r} is no weekday", allowed=GRAMMAR, nearest=nearest(word, (*WEEKDAYS, "daily")))
    return WEEKDAYS.index(word)


def _add(days: list[list[tuple[int, int]]], day: int, window: str) -> None:
    if window == "24h":
        window = "00:00-24:00"
    match = _WINDOW.fullmatch(window)
    if match is None:
        raise CellError(f"{window!r} is no window of hours", allowed=GRAMMAR)
    opens, closes = _clock(match[1], match[2]), _clock(match[3], match[4])
    if opens in (closes, DAY_S):
        raise CellError(f"{window!r} has no length", allowed="a window such as 06:00-22:00, or 24h")
    if opens < closes:
        days[day].append((opens, closes))
        return
    days[day].append((opens, DAY_S))
    if closes:
        days[(day + 1) % 7].append((0, closes))


def _clock(hours: str, minutes: str) -> int:
    seconds = int(hours) * 3600 + int(minutes) * 60
    if int(minutes) > 59 or seconds > DAY_S:
        raise CellError(f"{hours}:{minutes} is no time of day", allowed="00:00 to 24:00")
    return seconds


def _joined(windows: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the windows in order, with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(windows):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)
