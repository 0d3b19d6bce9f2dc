"""A tail between stops: beginning a mission, moving on, resting."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose
from openairlift.sim.count import bind_fleet, log_craft, note_idle, touch, wait
from openairlift.sim.crews import rest_here, rest_replaced, tires
from openairlift.sim.depart import set_out
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State
from openairlift.sim.legs import block_now
from openairlift.sim.luck_nb import duration, uniform
from openairlift.sim.queues import HANDLING, WORKING, join, queue_of
from openairlift.sim.slots import FAR, both_open, count_booking, end_booking, first_gap
from openairlift.sim.slots import book as book_spot
from openairlift.sim.spots import NONE
from openairlift.sim.stay import hold_up

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
    if c.following < 0:
        return FAR
    c.mission = c.following
    m = s.mission[c.mission]
    c.following = m.next
    if c.following < 0:
        c.last = NONE
    c.turned = 1
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
    """Begin a mission, unless the tail's window is over."""
    c = s.craft[i]
    w = s.world[0]
    if c.turned == 0 or w.now >= c.to_s:
        return
    m = s.mission[c.mission]
    c.turned = 0
    c.left -= 1
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
    recover = stop.purpose == Purpose.RECOVER.value
    c.cause = NONE
    if c.place == place and c.on_ramp == 0 and not recover:
        ask_for_service(s, i)
        return
    block = ZERO
    cleared = w.now
    if c.place != place:
        block = block_now(s, c.type, c.place, place)
        if block < 0:
            hold_up(s, i, Cause.DISRUPTION)
            return
        cleared = max(w.now, stop.over_s, stop.land_s - block)
    c.block = block
    leave = both_open(s, c.place, place, cleared, block)
    cause = Cause.HOURS
    where = c.place
    p = s.place[place]
    lands = c.place != place
    arrive = leave + block
    spot_class = NONE
    if leave < w.horizon and w.slots == 1 and not recover and (p.has_parking == 1 or (lands and p.arrivals_limit > 0)):
        arrive, spot_class = first_gap(s, c.place, place, block, c.body, arrive, stop.reserve_s, lands)
    if block > 0 and arrive < w.horizon and arrive - block > w.now and tires(s, i, arrive - block, block, c.stop):
        end_booking(s, i, w.now)
        rest_here(s, i)
        return
    if cleared > w.now:
        c.cause = Cause.CLEARANCE.value
        wait(s, place, Cause.CLEARANCE, w.now, cleared)
    if spot_class >= 0:
        if arrive >= w.horizon or arrive - block > leave:
            cause = Cause.SLOT
            where = place
            c.slot_wait = 1
            p.slot_waiting += 1
            touch(s, place)
        if arrive >= w.horizon:
            leave = FAR
        else:
            leave = arrive - block
            book_spot(s, place, spot_class, c.body, arrive, arrive + stop.reserve_s, ONE)
            if lands:
                count_booking(s, place, arrive, ONE)
            c.n_place = place
            c.n_class = spot_class
            c.n_start = arrive
            c.n_end = arrive + stop.reserve_s
    if leave > cleared:
        c.cause = cause.value
        wait(s, where, cause, cleared, leave)
    if leave == w.now:
        set_out(s, i)
    elif leave < w.horizon:
        end_booking(s, i, leave)
        push(s, leave, Phase.RELEASE, c.key, Do.DEPART, i)


@njit
def ask_for_service(s: State, i: Int) -> None:
    """Queue for a working slot; with cargo that is not ready yet, wait aside until it is."""
    c = s.craft[i]
    m = s.mission[c.mission]
    now = s.world[0].now
    c.joined = now
    c.since = now
    purpose = s.stop[c.stop].purpose
    if purpose == Purpose.ONLOAD.value and m.ready_s > now:
        c.cause = Cause.CARGO.value
        m.pending = i
        return
    queue_for_service(s, i, purpose != Purpose.ENROUTE.value)


@njit
def queue_for_service(s: State, i: Int, handled: Bool) -> None:
    """Queue for a working slot, with handling where cargo is moved."""
    c = s.craft[i]
    c.cause = Cause.WORKING.value
    p = s.place[c.place]
    join(s, i, queue_of(c.place, HANDLING if handled and p.has_handling == 1 else WORKING))
    p.work_waiting += 1
    touch(s, c.place)


@njit
def after_service(s: State, i: Int) -> None:
    """See whether the aircraft is found broken, now that it is served."""
    c = s.craft[i]
    w = s.world[0]
    following = next_stop(s, i)
    k = s.kind[c.type]
    sound = k.sound == 1 and s.stop[c.stop].purpose == Purpose.ONLOAD.value
    if following >= 0 and s.stop[following].place != c.place and w.luck == 1 and not sound:
        number = s.stop[c.stop].number
        if uniform(w.root, c.key, Draw.BREAK.value, number) < 1.0 - k.reliability:
            over = w.now + duration(s, k.repair, c.key, Draw.REPAIR, number)
            log_craft(s, EventKind.BREAK, c.place, i, ZERO)
            c.cause = Cause.REPAIR.value
            wait(s, c.place, Cause.REPAIR, w.now, over)
            c.rest_to = w.now
            block = s.block[c.type, c.place, s.stop[following].place]
            if s.stop[c.stop].rest_s == 0 and block > 0 and tires(s, i, over, block, following):
                log_craft(s, EventKind.REST, c.place, i, ZERO)
                c.on_duty = 0
                c.rest_to = max(w.now, c.block_in + k.release_s) + k.rest_s
            if c.b_place >= 0 and c.b_end < max(over, c.rest_to):
                end_booking(s, i, max(over, c.rest_to))
            push(s, over, Phase.RELEASE, c.key, Do.REPAIRED, i)
            return
    rest(s, i)


@njit
def next_stop(s: State, i: Int) -> Int:
    """Return the stop after this one, of this mission or the tail's next one, or -1."""
    c = s.craft[i]
    if c.stop + 1 < s.mission[c.mission].stop_last:
        return c.stop + 1
    if c.following >= 0:
        return s.mission[c.following].stop_first
    return NONE


@njit
def repaired(s: State, i: Int) -> None:
    """End a repair; a crew that rests meanwhile may rest on."""
    c = s.craft[i]
    now = s.world[0].now
    log_craft(s, EventKind.REPAIRED, c.place, i, ZERO)
    if c.rest_to > now:
        c.cause = Cause.CREW.value
        wait(s, c.place, Cause.CREW, now, c.rest_to)
        push(s, c.rest_to, Phase.RELEASE, c.key, Do.RESTED, i)
    else:
        rest(s, i)


@njit
def rest(s: State, i: Int) -> None:
    """Let the crew rest as planned, unless a staged one takes over; then go on."""
    c = s.craft[i]
    now = s.world[0].now
    stop = s.stop[c.stop]
    length = stop.rest_s
    if length > 0 and (stop.purpose == Purpose.RECOVER.value or not rest_replaced(s, i)):
        log_craft(s, EventKind.REST, c.place, i, ZERO)
        c.on_duty = 0
        c.cause = Cause.REST.value
        wait(s, c.place, Cause.REST, now, now + length)
        if c.b_place >= 0 and c.b_end < now + length:
            end_booking(s, i, now + length)
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
        s.mission[c.mission].ended_s = s.world[0].now
        c.before = c.mission
        c.cause = NONE
        next_mission(s, i)


@njit
def cargo_ready(s: State, m: Int) -> None:
    """Let a mission whose cargo is ready be due, and its aircraft queue."""
    mission = s.mission[m]
    w = s.world[0]
    if mission.dropped == 1:
        return
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
        wait(s, c.place, Cause.CARGO, c.joined, w.now)
        c.since = w.now
        queue_for_service(s, i, True)
