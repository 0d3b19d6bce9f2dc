"""Capacities and opening hours over time: stated limits less other traffic, closures and losses of capacity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openairlift.errors import Issue, ScenarioError
from openairlift.model import Place
from openairlift.network.network import Steps
from openairlift.scenario import Scenario
from openairlift.units import DAY_S

Window = tuple[int, int]


def parking_steps(scenario: Scenario, place: Place, notes: list[str]) -> Steps | None:
    """Return the spots by class over time after other traffic's share, or None where no limit is stated."""
    if place.parking is None:
        losses(scenario, place, "parking", notes)
        return None
    share = place.other_traffic_share or 0.0
    left = [count - int(share * count + 1e-9) for count in place.parking.counts]
    return steps(left, losses(scenario, place, "parking", None), horizon_s=scenario.settings.horizon)


def working_steps(scenario: Scenario, place: Place, notes: list[str]) -> Steps | None:
    """Return the working slots over time (one value a step), or None where no limit is stated."""
    if place.working is None:
        losses(scenario, place, "working", notes)
        return None
    return steps([place.working], losses(scenario, place, "working", None), horizon_s=scenario.settings.horizon)


def losses(scenario: Scenario, place: Place, what: str, notes: list[str] | None) -> list[tuple[int, int, float]]:
    """Return the windows [start, end) [s] in which a capacity is multiplied by a factor.

    Where `notes` is given the capacity has no limit to multiply; then that is noted.
    """
    found = []
    for row in scenario.disruptions:
        if row.kind != "capacity" or row.target != f"{place.id}/{what}" or row.factor is None:
            continue
        start, end = window(scenario, row.opens, row.closes)
        if notes is not None:
            notes.append(f"The disruption of {row.target} has no effect: no limit is stated there.")
        found.append((start, end, row.factor))
    return found


def steps(base: Sequence[int], changes: Sequence[tuple[int, int, float]], *, horizon_s: int) -> Steps:
    """Return the steps of a capacity up to the horizon; factors that overlap multiply, results are rounded half up.

    Examples
    --------
    >>> steps([3], [(100, 200, 0.5)], horizon_s=86_400)
    Steps(times=(0, 100, 200), values=((3,), (2,), (3,)))
    """
    edges = {edge for start, end, _ in changes for edge in (start, end) if start < end and edge < horizon_s}
    moments = sorted({0, *edges})
    times: list[int] = []
    values: list[tuple[int, ...]] = []
    for moment in moments:
        factor = 1.0
        for start, end, part in changes:
            if start <= moment < end:
                factor *= part
        value = tuple(int(count * factor + 0.5 + 1e-9) for count in base)
        if not values or value != values[-1]:
            times.append(moment)
            values.append(value)
    return Steps(times=tuple(times), values=tuple(values))


def window(scenario: Scenario, opens: datetime | None, closes: datetime | None) -> Window:
    """Return [opens, closes) in seconds, cut to the scenario; blank = its start and its horizon."""
    horizon = scenario.settings.horizon
    start = 0 if opens is None else scenario.seconds(opens)
    end = horizon if closes is None else scenario.seconds(closes)
    return max(start, 0), min(end, horizon)


def opening(scenario: Scenario, place: Place) -> tuple[Window, ...] | None:
    """Return the windows [s] in which a place is open, ascending and apart, or None where it always is."""
    closed = [
        window(scenario, row.opens, row.closes)
        for row in scenario.disruptions
        if row.kind == "closure" and row.target == place.id
    ]
    if place.open_hours is None and not closed:
        return None
    windows = [(0, scenario.settings.horizon)] if place.open_hours is None else weekly(scenario, place)
    for start, end in closed:
        windows = without(windows, start, end)
    return tuple(windows)


def weekly(scenario: Scenario, place: Place) -> list[Window]:
    """Return the windows [s] that weekly hours in local time give within the horizon, merged where they touch."""
    if place.open_hours is None:
        return [(0, scenario.settings.horizon)]
    zone = _zone(place)
    horizon = scenario.settings.horizon
    day = scenario.settings.start.astimezone(zone).date() - timedelta(days=1)
    last = scenario.moment(horizon).astimezone(zone).date()
    found: list[Window] = []
    while day <= last:
        for opens, closes in place.open_hours.days[day.weekday()]:
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


def _local(day: date, second: int, zone: tzinfo) -> datetime:
    """Return a wall-clock second of a local day; 86,400 and more is the next day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=second)


def _zone(place: Place) -> tzinfo:
    try:
        return ZoneInfo(place.tz or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        issue = Issue(
            what="the time zone is unknown", file="places.csv", column="tz", got=place.tz, allowed="an IANA name"
        )
        raise ScenarioError([issue]) from error
