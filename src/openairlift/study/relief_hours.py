"""One hour of opening more a day."""

from __future__ import annotations

from openairlift.model import Hours
from openairlift.units import DAY_S

MORE_S = 3600
_WEEK_S = 7 * DAY_S


def longer(hours: Hours) -> Hours | None:
    """Return weekly hours that close one hour later; None where it never closes.

    A window belongs to the day on which it opens; of several on one day the last is made longer. A day on which nothing
    opens stays as it is.

    Examples
    --------
    >>> eight_to_four = Hours((((28_800, 57_600),),) * 7, "daily 08:00-16:00")
    >>> longer(eight_to_four).days[0]
    ((28800, 61200),)
    """
    windows = _windows(hours)
    if not windows or windows[0][1] - windows[0][0] >= _WEEK_S:
        return None
    last = {start // DAY_S: start for start, _ in windows}
    made = [(start, end + MORE_S if last[start // DAY_S] == start else end) for start, end in windows]
    return Hours(_days(made), f"{hours.text}, and one hour more a day")


def _windows(hours: Hours) -> list[tuple[int, int]]:
    """Return the windows of the week by their start, joined where they touch, also across the end of the week."""
    parts = sorted(
        (day * DAY_S + opens, day * DAY_S + (closes if closes > opens else closes + DAY_S))
        for day, windows in enumerate(hours.days)
        for opens, closes in windows
    )
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[0][0] + _WEEK_S <= joined[-1][1]:
        first = joined.pop(0)
        joined[-1] = (joined[-1][0], max(joined[-1][1], first[1] + _WEEK_S))
    return joined


def _days(windows: list[tuple[int, int]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return windows of the week by day, cut at midnight, joined where they touch."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for start, end in windows:
        while start < end:
            midnight = (start // DAY_S + 1) * DAY_S
            stop = min(end, midnight)
            base = start // DAY_S * DAY_S
            days[start // DAY_S % 7].append((start - base, stop - base))
            start = stop
    return tuple(_merged(day) for day in days)


def _merged(windows: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
