"""A tail that can't set out: it gives its slot back, waits, and moves on anew."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.count import UNUSED, count_traffic, log_craft, wait
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Do, Int, Phase, State
from openairlift.sim.slots import book, count_booking, end_booking
from openairlift.sim.spots import NONE

ONE = np.int64(1)


@njit
def anew(s: State, i: Int, time: Int) -> None:
    """Let a tail move on anew at a time."""
    push(s, time, Phase.RELEASE, s.craft[i].key, Do.ANEW, i)


@njit
def give_back(s: State, i: Int) -> None:
    """Strike out the reservation at the next stop of a tail that does not leave; that here ends now, as was known."""
    c = s.craft[i]
    end_booking(s, i, s.world[0].now)
    if c.n_place < 0:
        return
    book(s, c.n_place, c.n_class, c.body, c.n_start, c.n_end, NONE)
    if c.n_place != c.place and c.n_start > s.world[0].now:
        count_booking(s, c.n_place, c.n_start, NONE)
        count_traffic(s, c.n_place, c.n_start, UNUSED, i)
    c.n_place = NONE


@njit
def hold_up(s: State, i: Int, cause: Cause) -> None:
    """Let a tail wait until a shock ends."""
    c = s.craft[i]
    give_back(s, i)
    log_craft(s, EventKind.HELD_UP, c.place, i, np.int64(cause.value))
    c.held_up = ONE
    c.held_since = s.world[0].now
    c.cause = cause.value


@njit
def retry(s: State) -> None:
    """Let all tails that are held up move on anew."""
    w = s.world[0]
    for i in range(w.tails):
        c = s.craft[i]
        if c.held_up == 1:
            count_held_up(s, i)
            c.held_up = 0
            anew(s, i, w.now)


@njit
def count_held_up(s: State, i: Int) -> None:
    """Count the wait of a tail that is held up."""
    c = s.craft[i]
    if c.cause == Cause.CREW.value:
        wait(s, c.place, Cause.CREW, c.held_since, s.world[0].now)
    else:
        wait(s, c.place, Cause.DISRUPTION, c.held_since, s.world[0].now)


@njit
def wake(s: State, place: Int, time: Int) -> None:
    """Let phase 3 look at a place at a later moment."""
    p = s.place[place]
    if p.wake_s != time:
        p.wake_s = time
        push(s, time, Phase.CHANGE, np.int64(0), Do.TOUCH, place)
