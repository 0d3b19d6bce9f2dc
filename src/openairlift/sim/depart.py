"""Setting out: what may keep a tail that is due to leave, and leaving."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.count import log_craft, touch, wait
from openairlift.sim.crews import count_hours, crew_ready
from openairlift.sim.fuel import fuel_needed, fuel_ready
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State
from openairlift.sim.legs import block_now, leg_closed
from openairlift.sim.slots import FAR, drop_booking, end_booking
from openairlift.sim.spots import NONE, cell
from openairlift.sim.stay import anew, give_back, hold_up

ZERO = np.int64(0)
HOUR = 3600


@njit
def set_out(s: State, i: Int) -> None:
    """Leave for the next stop, unless something keeps the tail here."""
    c = s.craft[i]
    w = s.world[0]
    place = s.stop[c.stop].place
    if c.slot_wait == 1:
        c.slot_wait = 0
        s.place[place].slot_waiting -= 1
        touch(s, place)
    if is_closed(s, i, place):
        hold_up(s, i, Cause.DISRUPTION)
        return
    if c.block > 0:
        if len(s.airblock) > 0 and block_now(s, c.type, c.place, place) != c.block:
            give_back(s, i)
            anew(s, i, w.now)
            return
        if not crew_ready(s, i) or not fuel_ready(s, i):
            return
        booked = c.moved == w.now // HOUR + 1
        if s.place[c.place].moves_limit > 0 and not booked and not runway_free(s, i):
            return
    depart(s, i)


@njit
def is_closed(s: State, i: Int, place: Int) -> Bool:
    """Return whether a shock keeps a tail from leaving for a place."""
    c = s.craft[i]
    if s.place[c.place].shut > 0 or s.place[place].shut > 0:
        return True
    return c.place != place and (leg_closed(s, c.place, place) or s.barred[c.type, place] > 0)


@njit
def runway_free(s: State, i: Int) -> Bool:
    """Count a movement in this hour, or book one in a later hour and wait for it."""
    c = s.craft[i]
    w = s.world[0]
    p = s.place[c.place]
    hour = w.now // HOUR
    hours = (w.horizon + HOUR - 1) // HOUR
    while hour < hours and s.moves[p.limit_row, hour] >= p.moves_limit:
        hour += 1
    if hour < hours:
        s.moves[p.limit_row, hour] += 1
    if hour == w.now // HOUR:
        return True
    leave = FAR if hour == hours else hour * HOUR
    c.cause = Cause.RUNWAY.value
    wait(s, c.place, Cause.RUNWAY, w.now, leave)
    if leave < w.horizon:
        c.moved = hour + 1
        end_booking(s, i, leave)
        push(s, leave, Phase.RELEASE, c.key, Do.DEPART, i)
    return False


@njit
def count_movement(s: State, place: Int) -> None:
    """Count a landing, or a departure that does not wait."""
    p = s.place[place]
    if p.moves_limit > 0:
        s.moves[p.limit_row, s.world[0].now // HOUR] += 1


@njit
def depart(s: State, i: Int) -> None:
    """Leave the spot or the base ramp for the next stop."""
    c = s.craft[i]
    w = s.world[0]
    stop = s.stop[c.stop]
    c.cause = NONE
    if c.place != stop.place:
        log_craft(s, EventKind.DEPART, c.place, i, ZERO)
        if c.block > 0:
            if c.on_duty == 0:
                c.on_duty = 1
                c.duty_from = w.now - s.kind[c.type].report_s
            p = s.place[c.place]
            if p.is_dry == 0 and c.fuelled == 0:
                p.fuel_issued += fuel_needed(s, i)
    c.fuelled = 0
    c.moved = 0
    vacate(s, i)
    c.b_place = c.n_place
    c.b_class = c.n_class
    c.b_start = c.n_start
    c.b_end = c.n_end
    c.n_place = NONE
    c.from_air = 1 if c.place != stop.place else 0
    c.away = 0
    fly(s, i, stop.place, c.block)


@njit
def vacate(s: State, i: Int) -> None:
    """Free the spot of an aircraft and strike out its reservation here."""
    c = s.craft[i]
    drop_booking(s, i)
    if c.spot >= 0:
        s.parked[c.place, cell(c.spot, c.body)] -= 1
        c.spot = NONE
        touch(s, c.place)
    if c.hot == 1:
        c.hot = 0
        s.place[c.place].hot_used -= 1
        touch(s, c.place)
    c.on_ramp = 0


@njit
def fly(s: State, i: Int, place: Int, block: Int) -> None:
    """Set out for a place."""
    c = s.craft[i]
    w = s.world[0]
    c.place = place
    flown = min(block, w.horizon - w.now)
    s.kind[c.type].flying_s += flown
    s.mission[c.mission].flown_s += flown
    count_hours(s, i, block)
    push(s, w.now + block, Phase.ARRIVAL, c.key, Do.ARRIVE, i)
