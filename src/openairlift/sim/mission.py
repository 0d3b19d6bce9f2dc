"""A tail between stops: beginning a mission, moving on, departing, resting."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose
from openairlift.sim.count import bind_fleet, log_craft, note_idle, touch, wait
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Do, Int, Phase, State
from openairlift.sim.luck_nb import duration, uniform
from openairlift.sim.queues import join, queue_of
from openairlift.sim.slots import FAR, both_open, drop_booking, end_booking, first_gap
from openairlift.sim.slots import book as book_spot
from openairlift.sim.spots import NONE, cell

ZERO = np.int64(0)
ONE = np.int64(1)
ALTERNATE = np.int64(1)
BASE = np.int64(2)


@njit
def turn_to_next(s: State, i: Int) -> Int:
    """Let a tail turn to its next mission; return when it may begin, FAR without one: it stays where it is."""
    c = s.craft[i]
    c.busy = 0
    note_idle(s, i)
    if c.mission + 1 >= c.mission_last:
        return FAR
    c.mission += 1
    m = s.mission[c.mission]
    c.stop = m.stop_first
    c.rank = m.rank
    c.key = m.key
    c.diverts = 0
    return max(m.earliest_s, c.from_s)


@njit
def next_mission(s: State, i: Int) -> None:
    """Begin a tail's next mission, now or when it may."""
    start = turn_to_next(s, i)
    if start <= s.world[0].now:
        begin(s, i)
    else:
        push(s, start, Phase.RELEASE, s.craft[i].key, Do.BEGIN, i)


@njit
def begin(s: State, i: Int) -> None:
    """Begin a mission."""
    c = s.craft[i]
    w = s.world[0]
    m = s.mission[c.mission]
    m.begun = 1
    if m.due == 1:
        m.due = 0
        s.kind[c.type].due -= 1
        w.due -= 1
    c.busy = 1
    note_idle(s, i)
    move_on(s, i)


@njit
def move_on(s: State, i: Int) -> None:
    """Let a tail that is ready ask for, or set out for, its next stop."""
    c = s.craft[i]
    w = s.world[0]
    stop = s.stop[c.stop]
    place = stop.place
    if c.place == place and c.on_ramp == 0 and stop.purpose != Purpose.RECOVER.value:
        ask_for_service(s, i)
        return
    block = ZERO if c.place == place else s.block[c.type, c.place, place]
    leave = both_open(s, c.place, place, w.now, block)
    cause = Cause.HOURS
    where = c.place
    if leave < w.horizon and w.slots == 1 and s.place[place].has_parking == 1 and stop.purpose != Purpose.RECOVER.value:
        arrive, spot_class = first_gap(s, c.place, place, block, c.body, leave + block, stop.reserve_s)
        if arrive >= w.horizon or arrive - block > leave:
            cause = Cause.SLOT
            where = place
            c.slot_wait = 1
            s.place[place].slot_waiting += 1
            touch(s, place)
        if arrive >= w.horizon:
            leave = FAR
        else:
            leave = arrive - block
            book_spot(s, place, spot_class, c.body, arrive, arrive + stop.reserve_s, ONE)
            c.n_place = place
            c.n_class = spot_class
            c.n_start = arrive
            c.n_end = arrive + stop.reserve_s
    wait(s, where, cause, w.now, leave)
    if leave == w.now:
        depart(s, i)
    elif leave < w.horizon:
        end_booking(s, i, leave)
        push(s, leave, Phase.RELEASE, c.key, Do.DEPART, i)


@njit
def depart(s: State, i: Int) -> None:
    """Leave the spot or the base ramp for the next stop."""
    c = s.craft[i]
    place = s.stop[c.stop].place
    if c.slot_wait == 1:
        c.slot_wait = 0
        s.place[place].slot_waiting -= 1
        touch(s, place)
    block = ZERO
    if c.place != place:
        log_craft(s, EventKind.DEPART, c.place, i, ZERO)
        block = s.block[c.type, c.place, place]
    vacate(s, i)
    c.b_place = c.n_place
    c.b_class = c.n_class
    c.b_start = c.n_start
    c.b_end = c.n_end
    c.n_place = NONE
    c.from_air = 1 if c.place != place else 0
    c.away = 0
    fly(s, i, place, block)


@njit
def vacate(s: State, i: Int) -> None:
    """Free the spot of an aircraft and strike out its reservation here."""
    c = s.craft[i]
    drop_booking(s, i)
    if c.spot >= 0:
        s.parked[c.place, cell(c.spot, c.body)] -= 1
        c.spot = NONE
        touch(s, c.place)
    c.on_ramp = 0


@njit
def fly(s: State, i: Int, place: Int, block: Int) -> None:
    """Set out for a place."""
    c = s.craft[i]
    w = s.world[0]
    c.place = place
    s.kind[c.type].flying_s += min(block, w.horizon - w.now)
    push(s, w.now + block, Phase.ARRIVAL, c.key, Do.ARRIVE, i)


@njit
def ask_for_service(s: State, i: Int) -> None:
    """Queue for a working slot; with cargo that is not ready yet, wait aside until it is."""
    c = s.craft[i]
    m = s.mission[c.mission]
    now = s.world[0].now
    c.joined = now
    c.since = now
    if s.stop[c.stop].purpose == Purpose.ONLOAD.value and m.ready_s > now:
        m.pending = i
        return
    join(s, i, queue_of(c.place, 3))
    s.place[c.place].work_waiting += 1
    touch(s, c.place)


@njit
def after_service(s: State, i: Int) -> None:
    """See whether the aircraft is found broken, now that it is served."""
    c = s.craft[i]
    w = s.world[0]
    following = next_stop(s, i)
    k = s.kind[c.type]
    if following >= 0 and s.stop[following].place != c.place and w.luck == 1:
        number = s.stop[c.stop].number
        if uniform(w.root, c.key, Draw.BREAK.value, number) < 1.0 - k.reliability:
            over = w.now + duration(s, k.repair, c.key, Draw.REPAIR, number)
            log_craft(s, EventKind.BREAK, c.place, i, ZERO)
            wait(s, c.place, Cause.REPAIR, w.now, over)
            if c.b_place >= 0 and c.b_end < over:
                end_booking(s, i, over)
            push(s, over, Phase.RELEASE, c.key, Do.REPAIRED, i)
            return
    rest(s, i)


@njit
def next_stop(s: State, i: Int) -> Int:
    """Return the stop after this one, of this mission or the tail's next one, or -1."""
    c = s.craft[i]
    if c.stop + 1 < s.mission[c.mission].stop_last:
        return c.stop + 1
    if c.mission + 1 < c.mission_last:
        return s.mission[c.mission + 1].stop_first
    return NONE


@njit
def repaired(s: State, i: Int) -> None:
    """End a repair."""
    log_craft(s, EventKind.REPAIRED, s.craft[i].place, i, ZERO)
    rest(s, i)


@njit
def rest(s: State, i: Int) -> None:
    """Let the crew rest as planned, then go on."""
    c = s.craft[i]
    now = s.world[0].now
    length = s.stop[c.stop].rest_s
    if length > 0:
        wait(s, c.place, Cause.REST, now, now + length)
        push(s, now + length, Phase.RELEASE, c.key, Do.RESTED, i)
    else:
        stop_over(s, i)


@njit
def stop_over(s: State, i: Int) -> None:
    """Turn to the next stop, or to the next mission."""
    c = s.craft[i]
    c.diverts = 0
    if c.stop + 1 < s.mission[c.mission].stop_last:
        c.stop += 1
        move_on(s, i)
    else:
        next_mission(s, i)


@njit
def cargo_ready(s: State, m: Int) -> None:
    """Let a mission whose cargo is ready be due, and its aircraft queue."""
    mission = s.mission[m]
    w = s.world[0]
    w.unready -= 1
    if mission.begun == 0:
        mission.due = 1
        s.kind[mission.type].due += 1
        w.due += 1
    bind_fleet(s, mission.type)
    i = mission.pending
    if i >= 0:
        mission.pending = NONE
        c = s.craft[i]
        c.since = w.now
        join(s, i, queue_of(c.place, 3))
        s.place[c.place].work_waiting += 1
        touch(s, c.place)
