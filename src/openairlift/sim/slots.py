"""Opening hours and reserved spots: the first gap in which an aircraft may come."""

from __future__ import annotations

import numpy as np

from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Bool, Int, State
from openairlift.sim.spots import NONE, cell, fits

FAR = np.int64(1 << 60)


@njit
def open_from(s: State, place: Int, time: Int) -> Int:
    """Return the least second from `time` on at which a place is open."""
    p = s.place[place]
    if p.always_open == 1 or time >= FAR:
        return time
    low = p.window_first
    high = p.window_last
    while low < high:
        middle = (low + high) >> 1
        if s.window[middle].closes > time:
            high = middle
        else:
            low = middle + 1
    if low == p.window_last:
        return FAR
    return max(time, s.window[low].opens)


@njit
def closed_between(s: State, place: Int, start: Int, end: Int) -> Int:
    """Return for how long a place is closed within [start, end)."""
    if s.place[place].always_open == 1:
        return np.int64(0)
    closed = end - start
    for i in range(s.place[place].window_first, s.place[place].window_last):
        closed -= max(np.int64(0), min(end, s.window[i].closes) - max(start, s.window[i].opens))
    return closed


@njit
def both_open(s: State, here: Int, there: Int, time: Int, block: Int) -> Int:
    """Return the least second from `time` on at which `here` is open, and `there` a block time later."""
    while True:
        leave = open_from(s, here, time)
        if leave >= FAR:
            return FAR
        arrive = open_from(s, there, leave + block)
        if arrive >= FAR:
            return FAR
        if arrive == leave + block:
            return leave
        time = arrive - block


@njit
def fold(s: State, place: Int) -> None:
    """Count reservations that began or ended by now in `parked`, and drop those moments."""
    w = s.world[0]
    p = s.place[place]
    while p.node >= 0 and s.node[p.node].time <= w.now:
        i = p.node
        for k in range(6):
            s.parked[s.world[0].places + place, k] += s.delta[i, k]
            s.delta[i, k] = 0
        p.node = s.node[i].next
        s.node[i].next = w.node_free
        w.node_free = i


@njit
def change(s: State, place: Int, time: Int, k: Int, by: Int) -> None:
    """Let the reservations in column k change by `by` from a moment on."""
    w = s.world[0]
    p = s.place[place]
    if time <= w.now:
        s.parked[s.world[0].places + place, k] += by
        return
    before = NONE
    i = p.node
    while i >= 0 and s.node[i].time < time:
        before = i
        i = s.node[i].next
    if i < 0 or s.node[i].time != time:
        new = w.node_free  # there are four moments for every aircraft, so one is free
        w.node_free = s.node[new].next
        s.node[new].time = time
        s.node[new].next = i
        if before < 0:
            p.node = new
        else:
            s.node[before].next = new
        i = new
    s.delta[i, k] += by
    for j in range(6):
        if s.delta[i, j] != 0:
            return
    if before < 0:
        p.node = s.node[i].next
    else:
        s.node[before].next = s.node[i].next
    s.node[i].next = w.node_free
    w.node_free = i


@njit
def book(s: State, place: Int, spot_class: Int, body: Int, start: Int, end: Int, by: Int) -> None:
    """Enter (by = 1) or strike out (by = -1) a reservation [start, end)."""
    fold(s, place)
    k = cell(spot_class, body)
    change(s, place, start, k, by)
    change(s, place, end, k, -by)


@njit
def end_booking(s: State, i: Int, end: Int) -> None:
    """Let the reservation that an aircraft holds where it stands end at `end`."""
    c = s.craft[i]
    if c.b_place < 0 or c.b_end == end:
        return
    fold(s, c.b_place)
    k = cell(c.b_class, c.body)
    change(s, c.b_place, c.b_end, k, np.int64(1))
    change(s, c.b_place, end, k, NONE)
    c.b_end = end


@njit
def drop_booking(s: State, i: Int) -> None:
    """Strike out the reservation that an aircraft holds where it stands or is heading."""
    c = s.craft[i]
    if c.b_place >= 0:
        book(s, c.b_place, c.b_class, c.body, c.b_start, c.b_end, NONE)
        c.b_place = NONE


@njit
def gap_of_class(
    s: State, here: Int, place: Int, block: Int, body: Int, spot_class: Int, earliest: Int, length: Int
) -> Int:
    """Return the least arrival from `earliest` on at which a spot of one class is free for `length`, or FAR."""
    w = s.world[0]
    p = s.place[place]
    arrive = both_open(s, here, place, earliest - block, block) + block
    count = 2 * w.places  # a row to reckon in
    for k in range(6):
        s.parked[count, k] = s.parked[w.places + place, k]
    node = p.node
    step = p.parking_first
    begins = np.int64(-1)
    while arrive < w.horizon:
        next_node = s.node[node].time if node >= 0 else FAR
        next_step = s.step[step + 1].time if step + 1 < p.parking_last else FAR
        ends = min(next_node, next_step)
        if ends > arrive:
            if begins >= arrive + length:
                return arrive
            capacity = s.step[step].small
            if spot_class == 1:
                capacity = s.step[step].narrow
            elif spot_class == 2:
                capacity = s.step[step].wide
            if not fits(s, place, count, spot_class, body, capacity):
                if ends >= FAR:
                    return FAR
                arrive = both_open(s, here, place, ends - block, block) + block
        if ends >= FAR:
            return arrive
        if next_node == ends:
            for k in range(6):
                s.parked[count, k] += s.delta[node, k]
            node = s.node[node].next
        if next_step == ends:
            step += 1
        begins = ends
    return FAR


@njit
def gap_of_spots(s: State, here: Int, place: Int, block: Int, body: Int, earliest: Int, length: Int) -> tuple[Int, Int]:
    """Return the least arrival from `earliest` on at which a spot of any class is free, and the spot's class."""
    if s.place[place].has_parking == 0:
        return both_open(s, here, place, earliest - block, block) + block, body
    best = FAR
    found = body
    for spot_class in range(body, 3):
        arrive = gap_of_class(s, here, place, block, body, spot_class, earliest, length)
        if arrive < best:
            best = arrive
            found = spot_class
    return best, found


@njit
def first_gap(
    s: State, here: Int, place: Int, block: Int, body: Int, earliest: Int, length: Int, lands: Bool
) -> tuple[Int, Int]:
    """Return the least arrival from `earliest` on at which a spot is free for `length`, and the spot's class.

    `here` must be open at departure; where arrivals a day are limited, an aircraft that `lands` finds a day that is not
    full. FAR = none within the horizon.
    """
    fold(s, place)
    length = max(length, 1)  # a spot is needed even where no time is
    p = s.place[place]
    while True:
        arrive, found = gap_of_spots(s, here, place, block, body, earliest, length)
        if not lands or p.arrivals_limit == 0 or arrive >= s.world[0].horizon:
            return arrive, found
        day = arrive // DAY
        if s.landings[p.limit_row, day] < p.arrivals_limit:
            return arrive, found
        earliest = (day + 1) * DAY


@njit
def count_booking(s: State, place: Int, arrive: Int, by: Int) -> None:
    """Count a reservation of an aircraft that lands, where arrivals a day are limited."""
    p = s.place[place]
    if p.arrivals_limit > 0:
        s.landings[p.limit_row, arrive // DAY] += by
