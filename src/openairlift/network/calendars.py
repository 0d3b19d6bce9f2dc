"""When places and links are open: weekly hours in local time, daylight, and closures that are known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openairlift.errors import Issue, ScenarioError
from openairlift.model import Hours, Link, Place
from openairlift.network.daylight import daylight
from openairlift.scenario import Scenario
from openairlift.units import DAY_S

Window = tuple[int, int]


def window(scenario: Scenario, opens: datetime | None, closes: datetime | None) -> Window:
    """Return [opens, closes) in seconds, cut to the scenario; blank = its start and its horizon."""
    horizon = scenario.settings.horizon
    start = 0 if opens is None else scenario.seconds(opens)
    end = horizon if closes is None else scenario.seconds(closes)
    return max(start, 0), min(end, horizon)


def opening(scenario: Scenario, place: Place) -> tuple[Window, ...] | None:
    """Return the windows [s] in which a place is open, ascending and apart, or None where it always is.

    Weekly hours, daylight where landings need it, and closures with stated times. A place that needs daylight and has
    no position is open by its hours alone.
    """
    windows: list[Window] | None = None
    if place.open_hours is not None:
        windows = weekly(scenario, place.open_hours, place.tz)
    if place.daylight_only and place.lat is not None and place.lon is not None:
        settings = scenario.settings
        light = daylight(place.lat, place.lon, settings.start, settings.horizon)
        windows = light if windows is None else both(windows, light)
    return _closed(scenario, place.id, windows)


def link_opening(scenario: Scenario, link: Link, key: str) -> tuple[Window, ...] | None:
    """Return the windows [s] in which a link is open, or None where it always is; hours are those of its start's zone.

    `key` is how disruptions name the link.
    """
    windows: list[Window] | None = None
    if link.open_hours is not None:
        windows = weekly(scenario, link.open_hours, scenario.places[link.origin].tz)
    return _closed(scenario, key, windows)


def _closed(scenario: Scenario, target: str, windows: list[Window] | None) -> tuple[Window, ...] | None:
    """Return windows less the closures of a target that are known beforehand."""
    closed = [
        window(scenario, row.opens, row.closes)
        for row in scenario.disruptions
        if row.kind == "closure" and row.target == target and row.rate_per_day is None
    ]
    if windows is None and not closed:
        return None
    left = [(0, scenario.settings.horizon)] if windows is None else windows
    for start, end in closed:
        left = without(left, start, end)
    return tuple(left)


def weekly(scenario: Scenario, hours: Hours, tz: str | None) -> list[Window]:
    """Return the windows [s] that weekly hours in a time zone give within the horizon, merged where they touch."""
    zone = _zone(tz)
    horizon = scenario.settings.horizon
    day = scenario.settings.start.astimezone(zone).date() - timedelta(days=1)
    last = scenario.moment(horizon).astimezone(zone).date()
    found: list[Window] = []
    while day <= last:
        for opens, closes in hours.days[day.weekday()]:
            start = scenario.seconds(_local(day, opens, zone))
            end = scenario.seconds(_local(day, closes if closes > opens else closes + DAY_S, zone))
            start, end = max(start, 0), min(end, horizon)
            if start < end:
                found.append((start, end))
        day += timedelta(days=1)
    return merged(found)


def merged(windows: Sequence[Window]) -> list[Window]:
    """Return windows in order, joined where they touch or overlap.

    Examples
    --------
    >>> merged([(5, 9), (0, 5), (20, 30)])
    [(0, 9), (20, 30)]
    """
    result: list[Window] = []
    for start, end in sorted(windows):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def without(windows: Sequence[Window], start: int, end: int) -> list[Window]:
    """Return windows less the window [start, end).

    Examples
    --------
    >>> without([(0, 10)], 3, 5)
    [(0, 3), (5, 10)]
    """
    if start >= end:
        return list(windows)
    pieces: list[Window] = []
    for low, high in windows:
        edges = [low, min(max(start, low), high), min(max(end, low), high), high]
        pieces += [(left, right) for i, (left, right) in enumerate(pairwise(edges)) if i != 1 and left < right]
    return pieces


def both(first: Sequence[Window], second: Sequence[Window]) -> list[Window]:
    """Return what lies in windows of both lists, each ascending and apart.

    Examples
    --------
    >>> both([(0, 10), (20, 30)], [(5, 25)])
    [(5, 10), (20, 25)]
    """
    found: list[Window] = []
    i = j = 0
    while i < len(first) and j < len(second):
        low, high = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if low < high:
            found.append((low, high))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return found


def _local(day: date, second: int, zone: tzinfo) -> datetime:
    """Return a wall-clock second of a local day; 86,400 and more is the next day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=second)


def _zone(tz: str | None) -> tzinfo:
    try:
        return ZoneInfo(tz or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        issue = Issue(what="the time zone is unknown", file="places.csv", column="tz", got=tz, allowed="an IANA name")
        raise ScenarioError([issue]) from error
