"""The airfields of a search with what is kept booked on them, and jobs that stay: a state to begin from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.plan import Purpose, Stop
from openairlift.solve.replanning.held import Held
from openairlift.solve.search.board import Board
from openairlift.solve.search.clock import HAND, HOT, WORK
from openairlift.solve.search.links import BY_BASE, FIRST
from openairlift.solve.search.play import Play
from openairlift.solve.stations import Booking
from openairlift.units import DAY_S

_ROOM = 6
"""Steps of a time-line that one booking can make."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A kept mission as a job of the search that stays: its tail may go straight on from its hub."""

    tail: int
    lift: int
    at: tuple[int, ...]
    leaves: int
    ready: int
    place: int
    body: int
    back: int
    back_at: int
    spots: tuple[int, ...]
    home_spots: tuple[int, ...]


def begin(play: Play, bookings: Sequence[Booking], jobs: Iterable[Fixed], since: int) -> Play:
    """Return a state in which bookings are taken from a second on, and jobs stand that no move takes off."""
    play = _roomier(play, bookings)
    for booking in bookings:
        _take(play, booking, since)
    rows = len(play.job)
    for fixed in jobs:
        play.free_count[0] -= 1
        j = int(play.free[play.free_count[0]])
        job, link, home = play.job[j], play.link[j], play.link[rows + fixed.tail]
        job["lift"], job["tail"], job["fixed"], job["loads"] = fixed.lift, fixed.tail, 1, 0
        for k, spot in enumerate(fixed.spots):
            job[f"spot{k}"], job[f"at{k}" if k else "start"] = spot, fixed.at[k]
        link["kind"], link["leaves"] = FIRST, fixed.leaves
        home["kind"], home["leaves"], home["back"], home["back_at"] = BY_BASE, fixed.back_at, fixed.back, fixed.back_at
        home["held_place"], home["held_spot"], home["held_body"] = fixed.place, fixed.spots[-1], fixed.body
        home["held_from"], home["held_to"] = fixed.ready, fixed.back_at
        for k, spot in enumerate(fixed.home_spots):
            home[f"back_spot{k}"] = spot
        play.order[fixed.tail, 0] = j
        play.jobs[fixed.tail] = 1
    return play


def _roomier(play: Play, bookings: Sequence[Booking]) -> Play:
    """Return a state whose time-lines have room for bookings beside what the search needs."""
    counts = np.bincount([booking.place for booking in bookings], minlength=len(play.count))
    more = _ROOM * int(counts.max(initial=0))
    places, steps, width = play.steps.shape
    times = np.zeros((places, steps + more), dtype=play.times.dtype)
    numbers = np.zeros((places, steps + more, width), dtype=play.steps.dtype)
    times[:, :steps], numbers[:, :steps] = play.times, play.steps
    return play._replace(times=times, steps=numbers, words=numbers.view(np.int64))


def _take(play: Play, booking: Booking, since: int) -> None:
    """Book a stop on the time-lines of its place, as far as it lies behind a second."""
    p = booking.place
    start, served, leave = max(booking.start, since), booking.served, booking.leave
    spot = booking.body if booking.spot < 0 else booking.spot
    _add(play, p, start, leave, 3 * spot + booking.body)
    _add(play, p, start, served, WORK)
    if booking.handled:
        _add(play, p, start, served, HAND)
    if booking.hot:
        _add(play, p, start, leave, HOT)
    day = booking.start // DAY_S
    if booking.lands and 0 <= day < play.landed.shape[1]:
        play.landed[p, day] += 1


def _add(play: Play, p: int, start: int, end: int, column: int) -> None:
    """Take one in [start, end)."""
    if end <= start:
        return
    first = _split(play, p, start)
    last = _split(play, p, end)
    play.steps[p, first:last, column] += 1


def _split(play: Play, p: int, time: int) -> int:
    """Return the step that begins at a time, made if need be."""
    n = int(play.count[p])
    i = int(np.searchsorted(play.times[p, :n], time, side="right")) - 1
    if play.times[p, i] == time:
        return i
    play.times[p, i + 2 : n + 1] = play.times[p, i + 1 : n].copy()
    play.steps[p, i + 2 : n + 1] = play.steps[p, i + 1 : n].copy()
    play.times[p, i + 1], play.steps[p, i + 1] = time, play.steps[p, i]
    play.count[p] = n + 1
    return i + 1


def as_job(board: Board, chain: Sequence[Held], since: int, *, crewed: bool) -> Fixed | None:
    """Return the job that stands for the last of a tail's missions since it left its base, or None.

    There is one when the board has the mission's way with the same times, and its tail is free at the hub behind
    `since`. A crew with a duty day waits nowhere.
    """
    held = chain[-1]
    mission, course = held.mission, held.course
    tail = board.tail[mission.tail]
    if tail["outfit"] < 0 or not mission.loads or mission.stops[-1].purpose is not Purpose.RECOVER:
        return None
    end = int(tail["base_end"])
    for before in chain:
        lift = _lift_of(board, int(tail["outfit"]), end, before, crewed)
        if lift < 0:
            return None
        end = int(board.lift[lift]["end"])
    outfit = board.outfit[tail["outfit"]]
    first, last = mission.onload, mission.offload
    ready = course.arrive_s[last] + _stay(board, lift, last - first)
    back = int(board.back[outfit["group_first"] + end * outfit["bases"] + tail["base_end"]])
    if ready < since or back < 0 or board.end[outfit["end_first"] + end, 1]:
        return None
    if not _same_stops(board, back, mission.stops[last + 1 : -1]):
        return None
    spots = [booking.body if booking.spot < 0 else booking.spot for booking in held.bookings]
    return Fixed(
        tail=mission.tail, lift=lift, at=course.arrive_s[first : last + 1], leaves=mission.earliest_s, ready=ready,
        place=mission.stops[last].place, body=held.bookings[last].body, back=back, back_at=course.leave_s[last],
        spots=tuple(spots[first : last + 1]), home_spots=tuple(spots[last + 1 :]),
    )  # fmt: skip


def _lift_of(board: Board, outfit: int, end: int, held: Held, crewed: bool) -> int:
    """Return the lift of an outfit that a mission from an end is, or -1."""
    mission, course, o = held.mission, held.course, board.outfit[outfit]
    if not mission.loads:
        return -1
    first, last = mission.onload, mission.offload
    asked = [(mission.stops[i].place, course.served_s[i] - course.arrive_s[i]) for i in range(first, last + 1)]
    for k in range(int(o["lift_first"]), int(o["lift_last"])):
        lift = board.lift[k]
        if int(lift["stops"]) != len(asked):
            continue
        specs = [board.spec[lift[f"spec{i}"]] for i in range(len(asked))]
        if [(int(s[0]), int(s[1])) for s in specs] != asked:
            continue
        pauses = [course.leave_s[first + i] - course.arrive_s[first + i] - int(s[2]) for i, s in enumerate(specs)]
        if min(pauses) < 0 or (crewed and max(pauses) > 0):
            continue
        hop = board.hop[o["hop_first"] + end * o["groups"] + lift["group"]]
        if hop[0] >= 0 and _same_stops(board, int(hop[2]), mission.stops[:first]):
            return k
    return -1


def _stay(board: Board, lift: int, stop: int) -> int:
    """Return how long a stop of a lift takes, with its rest [s]."""
    return int(board.spec[board.lift[lift][f"spec{stop}"], 2])


def _same_stops(board: Board, chain: int, stops: Sequence[Stop]) -> bool:
    """Return whether an empty move of the board makes these stops, with these rests."""
    row = board.chain[chain]
    specs = [board.spec[row[2 + k]] for k in range(int(row[0]))]
    return [(int(s[0]), int(s[2] - s[1])) for s in specs] == [(stop.place, stop.rest_s) for stop in stops]
