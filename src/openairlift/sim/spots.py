"""Parking spots: who may stand where, with classes and their equivalence.

A row of `parked` counts aircraft by (class of the spot, body) in the order (0,0) (1,0) (1,1) (2,0) (2,1) (2,2): a row a
place for those that stand there, another for reservations that run, and a last one to reckon in.
"""

from __future__ import annotations

import numpy as np

from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Int, State

NONE = np.int64(-1)


@njit
def cell(spot_class: Int, body: Int) -> Int:
    """Return the column of `parked` and `delta` for a body on a spot class."""
    return spot_class * (spot_class + 1) // 2 + body


@njit
def shared(count: Int, size: Int) -> Int:
    """Return how many spots aircraft take when `size` of them share one."""
    if size == 1 or count == 0:  # as a rule; a division takes longer than all the rest
        return count
    return (count + size - 1) // size


@njit
def used(s: State, place: Int, row: Int, spot_class: Int) -> Int:
    """Return how many spots of a class the aircraft counted in a row of `parked` take."""
    p = s.place[place]
    if spot_class == 0:
        return s.parked[row, 0]
    if spot_class == 1:
        return s.parked[row, 2] + shared(s.parked[row, 1], p.small_on_narrow)
    return s.parked[row, 5] + shared(s.parked[row, 3], p.small_on_wide) + shared(s.parked[row, 4], p.narrow_on_wide)


@njit
def fits(s: State, place: Int, row: Int, spot_class: Int, body: Int, capacity: Int) -> Bool:
    """Return whether one more aircraft of this body finds a spot of this class."""
    k = cell(spot_class, body)
    s.parked[row, k] += 1
    enough = used(s, place, row, spot_class) <= capacity
    s.parked[row, k] -= 1
    return enough


@njit
def capacity_now(s: State, place: Int, spot_class: Int) -> Int:
    """Return the spots of a class that there are now."""
    p = s.place[place]
    if spot_class == 0:
        return p.cap_small
    if spot_class == 1:
        return p.cap_narrow
    return p.cap_wide


@njit
def free_class(s: State, place: Int, body: Int) -> Int:
    """Return the class of the spot that an aircraft can take now: its own, else a larger one; -1 = none."""
    if s.place[place].has_parking == 0:
        return body
    for spot_class in range(body, 3):
        if fits(s, place, place, spot_class, body, capacity_now(s, place, spot_class)):
            return spot_class
    return NONE


@njit
def spots_used(s: State, place: Int) -> Int:
    """Return how many spots are taken."""
    total = np.int64(0)
    for spot_class in range(3):
        total += used(s, place, place, spot_class)
    return total
