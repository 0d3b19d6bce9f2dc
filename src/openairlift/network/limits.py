"""Capacities over time: stated limits less other traffic's share and losses of capacity that are known beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.model import Place
from openairlift.network.calendars import window
from openairlift.network.network import Steps
from openairlift.scenario import Scenario

Loss = tuple[int, int, float]
"""Window [start, end) [s] in which a capacity is multiplied by a factor."""


def parking_steps(scenario: Scenario, place: Place, notes: list[str]) -> Steps | None:
    """Return the spots by class over time after other traffic's share, or None where no limit is stated."""
    cuts = losses(scenario, place, "parking", notes)
    if place.parking is None:
        return None
    share = place.other_traffic_share or 0.0
    left = [count - int(share * count + 1e-9) for count in place.parking.counts]
    return steps(left, cuts, horizon_s=scenario.settings.horizon)


def working_steps(scenario: Scenario, place: Place, notes: list[str]) -> Steps | None:
    """Return the working slots over time (one value a step), or None where no limit is stated."""
    return _single(scenario, place, "working", notes)


def handling_steps(scenario: Scenario, place: Place, notes: list[str]) -> Steps | None:
    """Return how many aircraft can be loaded or unloaded at once over time: the lesser of loaders and crews.

    None where neither is stated.
    """
    found = [_single(scenario, place, column, notes) for column in ("loaders", "crews_unloading")]
    stated = [item for item in found if item is not None]
    if len(stated) < 2:
        return stated[0] if stated else None
    return least(stated[0], stated[1])


def _single(scenario: Scenario, place: Place, column: str, notes: list[str]) -> Steps | None:
    cuts = losses(scenario, place, column, notes)
    count: int | None = getattr(place, column)
    return None if count is None else steps([count], cuts, horizon_s=scenario.settings.horizon)


def losses(scenario: Scenario, place: Place, column: str, notes: list[str]) -> list[Loss]:
    """Return the windows in which a capacity is multiplied by a factor; where it has no limit that is noted."""
    found: list[Loss] = []
    for row in scenario.disruptions:
        if row.kind != "capacity" or row.target != f"{place.id}/{column}" or row.factor is None:
            continue
        if getattr(place, column) is None:
            notes.append(f"The disruption of {row.target} has no effect: no limit is stated there.")
        elif row.rate_per_day is None:
            found.append((*window(scenario, row.opens, row.closes), row.factor))
    return found


def steps(base: Sequence[int], changes: Sequence[Loss], *, horizon_s: int) -> Steps:
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


def least(first: Steps, second: Steps) -> Steps:
    """Return the lesser of two capacities at every moment.

    Examples
    --------
    >>> one, two = Steps(times=(0, 10), values=((3,), (1,))), Steps(times=(0, 5), values=((2,), (4,)))
    >>> least(one, two)
    Steps(times=(0, 5, 10), values=((2,), (3,), (1,)))
    """
    times: list[int] = []
    values: list[tuple[int, ...]] = []
    for moment in sorted({*first.times, *second.times}):
        value = tuple(min(pair) for pair in zip(_at(first, moment), _at(second, moment), strict=True))
        if not values or value != values[-1]:
            times.append(moment)
            values.append(value)
    return Steps(times=tuple(times), values=tuple(values))


def _at(capacity: Steps, moment: int) -> tuple[int, ...]:
    return next(
        value for time, value in zip(reversed(capacity.times), reversed(capacity.values), strict=True) if time <= moment
    )
