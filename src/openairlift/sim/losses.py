"""Losses: of tails, of stocks, of stored cargo."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.cargo import grams_of
from openairlift.sim.count import log, note_idle, touch, wait, wait_open
from openairlift.sim.depart import vacate
from openairlift.sim.hauls import is_haul
from openairlift.sim.jit import njit
from openairlift.sim.layout import QUEUES, At, Bool, Float, Int, State
from openairlift.sim.queues import FUEL, HANDLING, HOT, STORAGE, WORKING, drop_load, leave
from openairlift.sim.recourse import pass_on
from openairlift.sim.slots import count_booking
from openairlift.sim.spots import NONE
from openairlift.sim.stay import count_held_up, give_back

ZERO = np.int64(0)


@njit
def lose(s: State, k: Int) -> None:
    """Carry out a loss."""
    shock = s.shock[k]
    if shock.tail_last > shock.tail_first:
        lose_tails(s, shock.tail_first, shock.tail_last, shock.count)
    elif shock.stock >= 0:
        lose_stock(s, shock.stock, shock.factor)
    elif shock.place >= 0:
        lose_stored(s, shock.place)


@njit
def lose_tails(s: State, first: Int, last: Int, count: Int) -> None:
    """Lose tails of a list, the last ones first; then give their missions to those that are left."""
    n = last - 1
    left = count
    while n >= first and left > 0:
        if s.craft[s.shock_list[n]].lost == 0:
            lose_tail(s, s.shock_list[n])
            left -= 1
        n -= 1
    for k in range(last - 1, first - 1, -1):
        i = s.shock_list[k]
        if s.craft[i].lost == 1:
            pass_on(s, i)
            s.craft[i].lost = 2
            s.craft[i].busy = 0
            note_idle(s, i)


@njit
def lose_load(s: State, i: Int, place: Int, grams: Int) -> None:
    """Let a load, or a part of it, be lost: nothing closes any more."""
    s.world[0].lost += 1
    s.world[0].lost_g += grams
    log(s, EventKind.LOAD_LOST, place, i, NONE, NONE, grams)


@njit
def lose_tail(s: State, i: Int) -> None:
    """Let a tail be gone, with what it holds and carries."""
    c = s.craft[i]
    mission = c.mission if c.busy == 1 else c.before
    if mission < 0:
        log(s, EventKind.LOST, c.place, NONE, i, NONE, ZERO)
    else:
        stop = c.stop if c.busy == 1 else s.mission[mission].stop_last - 1
        log(s, EventKind.LOST, c.place, s.mission[mission].index, i, s.stop[stop].number, ZERO)
    c.lost = 1
    s.world[0].lost_tails += 1
    leave_queues(s, i)
    if c.b_place >= 0 and c.from_air == 1 and c.b_start > s.world[0].now:
        count_booking(s, c.b_place, c.b_start, NONE)
    vacate(s, i)
    give_back(s, i)
    c.held_up = 0
    c.patience = NONE
    c.in_window = 0
    touch(s, c.place)
    if c.busy == 1:
        m = s.mission[c.mission]
        m.pending = NONE
        for load in range(m.load_first, m.load_last):
            if s.load[load].state == At.ABOARD.value:
                s.load[load].state = At.LOST.value
                lose_load(s, load, c.place, s.load[load].grams)
        c.cause = Cause.DISRUPTION.value


@njit
def leave_queues(s: State, i: Int) -> None:
    """Take a tail out of whatever it waits in, count the wait, and free its working slot."""
    c = s.craft[i]
    p = s.place[c.place]
    now = s.world[0].now
    if c.held_up == 1:
        count_held_up(s, i)
    elif c.cause == Cause.CARGO.value:
        wait(s, c.place, Cause.CARGO, c.joined, now)
    if c.queue >= 0:
        which = c.queue % QUEUES
        if which < 2 * HOT:
            p.spot_waiting -= 1
            wait_open(s, c.place, Cause.PARKING, c.joined, now)
        elif which in (WORKING, HANDLING):
            p.work_waiting -= 1
            wait_open(s, c.place, Cause.WORKING, c.since, now)
        elif which == STORAGE:
            wait(s, c.place, Cause.STORAGE, c.joined, now)
        elif which == FUEL:
            wait(s, c.place, Cause.FUEL, c.joined, now)
        else:
            wait(s, c.place, Cause.CREW, c.joined, now)
        leave(s, i)
    if c.slot_wait == 1:
        place = s.stop[c.stop].place
        c.slot_wait = 0
        s.place[place].slot_waiting -= 1
        touch(s, place)
    if c.serving > 0:
        p.busy -= 1
        if c.serving == 2:
            p.handling_busy -= 1
        c.serving = 0


@njit
def lose_stock(s: State, stock: Int, share: Float) -> None:
    """Let a share be left of what is planned from a stock and not taken yet."""
    for i in range(len(s.load)):
        a = s.load[i]
        if a.stock != stock or a.state != At.STOCK.value or taken(s, i):
            continue
        left = a.quantity * share
        if a.whole == 1:
            left = math.floor(left + 1e-9)
        if left < a.quantity:
            gone = grams_of(a.quantity - left, a.unit_kg)
            a.quantity = left
            lose_load(s, i, a.onload, gone)
            if is_haul(s, i) and left <= 0.0 and drop_load(s, i):
                wait(s, a.place, Cause.TRUCKS, a.joined, s.world[0].now)
                touch(s, a.place)


@njit
def taken(s: State, i: Int) -> Bool:
    """Return whether a load's mission has been loaded; a haul that was taken is no longer in stock."""
    return not is_haul(s, i) and s.mission[s.load[i].row].taken == 1


@njit
def lose_stored(s: State, place: Int) -> None:
    """Let the cargo that lies at a place, and of which nothing has begun to go on, be lost."""
    p = s.place[place]
    for i in range(len(s.load)):
        a = s.load[i]
        if a.place != place or (a.state != At.STORED.value and a.state != At.WAITING.value):
            continue
        if a.state == At.WAITING.value:
            wait(s, place, Cause.TRUCKS, a.joined, s.world[0].now)
            drop_load(s, i)
        a.state = At.LOST.value
        p.stored_g -= a.grams
        p.stored_l -= a.litres
        lose_load(s, i, place, a.grams)
    touch(s, place)
