"""Other traffic in the state of a search: every aircraft of a stream takes its spot and slot when it comes.

A plan that leaves this room is not held up by it. Where the streams come by chance, their times here are those of the
plan's own timing, at even distances.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Any

import numpy as np

from openairlift.network import Network
from openairlift.network.network import IntArray, Stream
from openairlift.solve.search.clock import CAP_SPOT, CAP_WORK, WORK
from openairlift.units import DAY_S

TRIES = 64
"""Later moments that are tried for an aircraft that finds no room when it comes."""

Arrival = tuple[int, int, int]
"""When an aircraft comes, how long it stays [s], its body."""


def arrivals(network: Network, place: int) -> list[Arrival]:
    """Return the other traffic of a place, in order."""
    return sorted(item for stream in network.streams if stream.place == place for item in _of(stream, network))


def _of(stream: Stream, network: Network) -> Iterator[Arrival]:
    if stream.arrivals_per_day <= 0.0:
        return
    stay = int((stream.ground_s.mean + 0.5) // 1)
    gap, number = DAY_S / stream.arrivals_per_day, 0
    end = min(stream.closes_s, network.horizon_s)
    while (time := int(stream.opens_s + (number + 0.5) * gap + 0.5)) < end:
        yield time, stay, stream.body
        number += 1


def with_traffic(
    times: list[int], rows: list[IntArray], coming: list[Arrival], per_spot: Any, patience_s: int
) -> tuple[list[int], list[IntArray]]:
    """Return a time-line in which other traffic has its spots and slots.

    Parameters
    ----------
    times, rows : of the steps of a place, as in `clock`.
    per_spot : (body classes, spot classes): aircraft on a spot.
    patience_s : how long an aircraft may wait for room before it is gone [s].
    """
    times, rows = list(times), [row.copy() for row in rows]
    for time, stay, body in coming:
        for park in _moments(times, time, time + patience_s):
            start = _served(times, rows, park, stay)
            spot = _spot(times, rows, per_spot, body, park, start + stay)
            if spot >= 0:
                _take(times, rows, park, start + stay, 3 * spot + body)
                _take(times, rows, start, start + stay, WORK)
                break
    return times, rows


def _moments(times: list[int], first: int, last: int) -> list[int]:
    """Return when an aircraft may find room: as it comes, or when something changes."""
    later = times[bisect.bisect_right(times, first) :][:TRIES]
    return [first, *(time for time in later if time <= last)]


def _served(times: list[int], rows: list[IntArray], park: int, stay: int) -> int:
    """Return when an aircraft that has parked gets a working slot; as it parks where it never does."""
    for start in _moments(times, park, times[-1]):
        if all(row[WORK] < row[CAP_WORK] for row in _between(times, rows, start, start + stay)):
            return start
    return park


def _spot(times: list[int], rows: list[IntArray], per_spot: Any, body: int, start: int, end: int) -> int:
    """Return the smallest class of spot that is free all along, or -1."""
    here = _between(times, rows, start, end)
    for spot in range(body, 3):
        if all(_fits(row, per_spot, body, spot) for row in here):
            return spot
    return -1


def _between(times: list[int], rows: list[IntArray], start: int, end: int) -> list[IntArray]:
    return rows[bisect.bisect_right(times, start) - 1 : bisect.bisect_left(times, end)]


def _take(times: list[int], rows: list[IntArray], start: int, end: int, column: int) -> None:
    first, last = _split(times, rows, start), _split(times, rows, end)
    for row in rows[first:last]:
        row[column] += 1


def _fits(row: IntArray, per_spot: Any, body: int, spot: int) -> bool:
    needed = 0
    for other in range(spot + 1):
        taken, per = int(row[3 * spot + other]) + (other == body), int(per_spot[other, spot])
        needed += -(-taken // per)
    return needed <= int(row[CAP_SPOT + spot])


def _split(times: list[int], rows: list[IntArray], time: int) -> int:
    """Return the step that begins at a time, made if need be."""
    i = bisect.bisect_left(times, time)
    if i == len(times) or times[i] != time:
        times.insert(i, time)
        rows.insert(i, np.array(rows[i - 1]))
    return i
