"""Crews: duty days, rest, hours flown, pools."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.count import log_craft, touch, wait
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Bool, Do, Int, Phase, State
from openairlift.sim.queues import CREWS, join, leave, queue_of
from openairlift.sim.slots import FAR, end_booking
from openairlift.sim.spots import NONE
from openairlift.sim.stay import anew, give_back, hold_up

ZERO = np.int64(0)
WINDOW_DAYS = 30


@njit
def count_hours(s: State, i: Int, block: Int) -> None:
    """Count a leg among the hours of the crew aboard."""
    if s.world[0].hours_on == 1 and block > 0:
        s.hours[i, s.world[0].now // DAY] += block


@njit
def hours_left(s: State, row: Int, i: Int, block: Int) -> Bool:
    """Return whether a crew may fly a leg of a tail; hours bind only where the crews of its fleet row are stated."""
    limit = s.kind[s.craft[i].type].hours_s
    if limit < 0 or s.craft[i].pool < 0:
        return True
    today = s.world[0].now // DAY
    total = block
    for day in range(max(ZERO, today - WINDOW_DAYS + 1), today + 1):
        total += s.hours[row, day]
    return total <= limit


@njit
def in_duty(s: State, i: Int, leave: Int, block: Int, stop: Int) -> Bool:
    """Return whether the duty of the crew aboard covers a leg to a stop, and what follows up to its next rest."""
    c = s.craft[i]
    if c.duty_s < 0:
        return True
    k = s.kind[c.type]
    start = c.duty_from if c.on_duty == 1 else leave - k.report_s
    length = block + k.release_s
    ahead = s.stop[stop].ahead_s
    if k.report_s + length + ahead <= c.duty_s:  # a fresh crew could cover what follows
        length += ahead
    return leave + length <= start + c.duty_s


@njit
def serves(s: State, pool: Int, i: Int) -> Bool:
    """Return whether a pool may serve a tail here and now."""
    c = s.craft[i]
    now = s.world[0].now
    p = s.pool[pool]
    if p.place != c.place or now < p.opens_s or now >= p.closes_s:
        return False
    if p.staged == 0:
        return pool == c.pool
    return s.pool_type[pool, c.type] == 1


@njit
def sooner(s: State, crew: Int, other: Int) -> Bool:
    """Return whether a crew is called before another: the one that was ready first, then the one that joined first."""
    a = s.crew[crew]
    b = s.crew[other]
    return a.ready_s < b.ready_s or (a.ready_s == b.ready_s and a.joined < b.joined)


@njit
def crew_at(s: State, i: Int, block: Int) -> tuple[Int, Int]:
    """Return the pool and the rested crew that takes over for a leg, or -1; block 0 = whatever its hours."""
    now = s.world[0].now
    for pool in range(len(s.pool)):
        if not serves(s, pool, i):
            continue
        best = NONE
        first = s.pool[pool].crew_first
        for crew in range(first, s.pool[pool].crew_last):
            if s.crew[crew].ready_s > now or (best >= 0 and not sooner(s, crew, best)):
                continue
            if block == 0 or hours_left(s, s.world[0].tails + crew, i, block):
                best = np.int64(crew)
        if best >= 0:
            return np.int64(pool), np.int64(best)
    return NONE, NONE


@njit
def take_over(s: State, i: Int, pool: Int, crew: Int) -> None:
    """Let a crew of a pool take over; the one that was aboard rests in that pool."""
    c = s.craft[i]
    w = s.world[0]
    log_craft(s, EventKind.CREW, c.place, i, pool)
    row = w.tails + crew
    if w.hours_on == 1:
        for day in range(w.days):
            mine = s.hours[i, day]
            s.hours[i, day] = s.hours[row, day]
            s.hours[row, day] = mine
    if c.has_crew == 1:
        go_to_rest(s, i, crew)
    else:
        s.crew[crew].ready_s = FAR
        c.has_crew = 1
    c.on_duty = 0


@njit
def go_to_rest(s: State, i: Int, crew: Int) -> None:
    """Let the crew that leaves a tail rest in a pool."""
    k = s.kind[s.craft[i].type]
    ready = s.world[0].now + k.release_s + k.rest_s
    s.crew[crew].ready_s = ready
    s.world[0].crews_joined += 1
    s.crew[crew].joined = s.world[0].crews_joined
    push(s, ready, Phase.RELEASE, ZERO, Do.TOUCH, s.craft[i].place)


@njit
def leave_at_base(s: State, i: Int) -> None:
    """Let the crew of a tail that recovered go to rest in the pool of its fleet row."""
    c = s.craft[i]
    w = s.world[0]
    c.on_duty = 0
    if c.pool < 0 or c.has_crew == 0:
        return
    for crew in range(s.pool[c.pool].crew_first, s.pool[c.pool].crew_last):
        if s.crew[crew].ready_s >= FAR:
            row = w.tails + crew
            if w.hours_on == 1:
                for day in range(w.days):
                    s.hours[row, day] = s.hours[i, day]
                    s.hours[i, day] = 0
            go_to_rest(s, i, crew)
            c.has_crew = 0
            return


@njit
def crew_ready(s: State, i: Int) -> Bool:
    """Return whether a crew flies the next leg; else let the tail wait for one, or for its rest."""
    c = s.craft[i]
    w = s.world[0]
    k = s.kind[c.type]
    if c.place == c.base and c.pool < 0:
        c.on_duty = 0
        if w.hours_on == 1:
            for day in range(w.days):
                s.hours[i, day] = 0
    duty = in_duty(s, i, w.now, c.block, c.stop)
    if c.has_crew == 1 and duty and hours_left(s, i, i, c.block):
        return True
    if c.duty_s >= 0 and k.report_s + c.block + k.release_s > c.duty_s:
        hold_up(s, i, Cause.CREW)
        return False
    pool, crew = crew_at(s, i, c.block)
    if pool >= 0:
        take_over(s, i, pool, crew)
        return True
    give_back(s, i)
    c.cause = Cause.CREW.value
    if c.has_crew == 1 and not duty:
        rest_here(s, i)
        return False
    log_craft(s, EventKind.HELD_UP, c.place, i, np.int64(Cause.CREW.value))
    if c.has_crew == 1:
        rest_until(s, i, (w.now // DAY + 1) * DAY)
        return False
    c.joined = w.now
    join(s, i, queue_of(c.place, CREWS))
    touch(s, c.place)
    return False


@njit
def tires(s: State, i: Int, leave: Int, block: Int, stop: Int) -> Bool:
    """Return whether the crew would be out of duty at a later departure for a stop, and nobody could take over now."""
    c = s.craft[i]
    k = s.kind[c.type]
    if c.duty_s < 0 or c.has_crew == 0 or c.on_duty == 0 or (c.place == c.base and c.pool < 0):
        return False
    if k.report_s + block + k.release_s > c.duty_s or in_duty(s, i, leave, block, stop):
        return False
    pool, _ = crew_at(s, i, block)
    return pool < 0


@njit
def rest_here(s: State, i: Int) -> None:
    """Let the crew aboard rest where it is; then the tail moves on anew."""
    c = s.craft[i]
    k = s.kind[c.type]
    log_craft(s, EventKind.REST, c.place, i, ZERO)
    c.cause = Cause.CREW.value
    c.on_duty = 0
    rest_until(s, i, max(s.world[0].now, c.block_in + k.release_s) + k.rest_s)


@njit
def rest_until(s: State, i: Int, over: Int) -> None:
    """Let a tail wait for its crew until a known moment."""
    c = s.craft[i]
    wait(s, c.place, Cause.CREW, s.world[0].now, over)
    if c.b_place >= 0 and c.b_end < over:
        end_booking(s, i, over)
    anew(s, i, over)


@njit
def give_crews(s: State, place: Int) -> None:
    """Phase 3: give rested crews to tails that wait for one."""
    w = s.world[0]
    i = s.queue[queue_of(place, CREWS)].head
    while i >= 0:
        c = s.craft[i]
        following = c.next
        pool, crew = crew_at(s, i, c.block)
        if pool >= 0:
            leave(s, i)
            wait(s, place, Cause.CREW, c.joined, w.now)
            take_over(s, i, pool, crew)
            anew(s, i, w.now)
        i = following
    if w.hours_on == 1 and s.queue[queue_of(place, CREWS)].head >= 0:
        push(s, (w.now // DAY + 1) * DAY, Phase.CHANGE, ZERO, Do.TOUCH, place)


@njit
def rest_replaced(s: State, i: Int) -> Bool:
    """Let a staged crew take over where a rest is planned; return whether one does."""
    pool, crew = crew_at(s, i, ZERO)
    if pool < 0:
        return False
    take_over(s, i, pool, crew)
    return True
