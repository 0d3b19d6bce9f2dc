"""At a place: parking, being served, and phase 3, in which everything that is free is given out."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose
from openairlift.sim.arrive import count_arrival, land, note_held, stop_holding
from openairlift.sim.cargo import aboard, has_room, put_down, take_aboard
from openairlift.sim.count import log, log_craft, observe, touch, wait, wait_open
from openairlift.sim.crews import give_crews
from openairlift.sim.depart import HOUR, count_movement, vacate
from openairlift.sim.fuel import give_fuel
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, QUEUES, Bool, Do, Int, Phase, State
from openairlift.sim.luck_nb import draw
from openairlift.sim.mission import after_service, ask_for_service, queue_for_service
from openairlift.sim.queues import CREWS, HANDLING, HOT, STORAGE, WORKING, before, join, leave, queue_of
from openairlift.sim.spots import NONE, cell, free_class
from openairlift.sim.stay import wake
from openairlift.sim.surface import serve_link
from openairlift.sim.traffic import release

ZERO = np.int64(0)


@njit
def lands_now(s: State, place: Int) -> Bool:
    """Return whether this hour and this day have room for another landing; else phase 3 looks again when they may."""
    p = s.place[place]
    w = s.world[0]
    if p.moves_limit > 0 and s.moves[p.limit_row, w.now // HOUR] >= p.moves_limit:
        if p.spot_waiting > 0:
            wake(s, place, (w.now // HOUR + 1) * HOUR)
        return False
    if p.arrivals_limit > 0 and w.slots == 0 and s.landings[p.limit_row, w.now // DAY] >= p.arrivals_limit:
        if p.spot_waiting > 0:
            wake(s, place, (w.now // DAY + 1) * DAY)
        return False
    return True


@njit
def give_spots(s: State, place: Int) -> None:
    """Give free spots to those who wait for one."""
    p = s.place[place]
    if p.is_open == 0 or p.shut > 0:
        return
    while p.spot_waiting > 0:
        lands = lands_now(s, place)
        best = NONE
        best_class = NONE
        for which in range(2 * HOT):
            i = s.queue[queue_of(place, which)].head
            while i >= 0 and s.craft[i].from_air == 1 and not lands:
                i = s.craft[i].next
            if i < 0 or (which >= HOT and p.hot_used >= p.hot_spots):
                continue
            if best < 0 or before(s, i, best):
                spot_class = free_class(s, place, s.craft[i].body)
                if spot_class >= 0:
                    best = i
                    best_class = spot_class
        if best < 0:
            return
        park(s, best, best_class)


@njit
def park(s: State, i: Int, spot_class: Int) -> None:
    """Take a spot and ask for a working slot."""
    c = s.craft[i]
    w = s.world[0]
    if w.now > c.joined:
        note_held(s, i)
    if c.queue % QUEUES >= HOT:
        c.hot = 1
        s.place[c.place].hot_used += 1
    stop_holding(s, i)
    c.spot = spot_class
    s.parked[c.place, cell(spot_class, c.body)] += 1
    if c.from_air == 1 and w.slots == 0:
        count_arrival(s, c.place)
    if c.stream >= 0:
        log(s, EventKind.TRAFFIC_PARK, c.place, c.stream, NONE, NONE, spot_class)
        count_movement(s, c.place)
        c.joined = w.now
        queue_for_service(s, i, True)
    else:
        log_craft(s, EventKind.PARK, c.place, i, spot_class)
        land(s, i)
        ask_for_service(s, i)


@njit
def give_slots(s: State, place: Int) -> None:
    """Start service for those who wait for a working slot, as far as slots are free."""
    p = s.place[place]
    if p.is_open == 0 or p.shut > 0:
        return
    plain = s.queue[queue_of(place, WORKING)]
    handled = s.queue[queue_of(place, HANDLING)]
    while p.has_working == 0 or p.busy < p.slots:
        i = plain.head
        j = handled.head
        if j >= 0 and p.handling_busy < p.handling and (i < 0 or before(s, j, i)):
            i = j
        if i < 0:
            return
        start(s, i)


@njit
def start(s: State, i: Int) -> None:
    """Start a service."""
    c = s.craft[i]
    w = s.world[0]
    p = s.place[c.place]
    c.serving = 1
    if c.queue % QUEUES == HANDLING:
        c.serving = 2
        p.handling_busy += 1
    leave(s, i)
    p.work_waiting -= 1
    p.busy += 1
    c.cause = NONE
    if c.stream >= 0:
        stream = s.stream[c.stream]
        drawn = draw(s, stream.ground, stream.key, Draw.TRAFFIC_GROUND, c.number)
    else:
        stop = s.stop[c.stop]
        log_craft(s, EventKind.START, c.place, i, ZERO)
        wait_open(s, c.place, Cause.WORKING, c.since, w.now)
        drawn = draw(s, stop.ground, c.key, Draw.GROUND, stop.number) + stop.extra_s
    c.since = w.now
    push(s, w.now + np.int64(math.floor(drawn / p.pace + 0.5)), Phase.RELEASE, c.key, Do.END, i)


@njit
def end_service(s: State, i: Int) -> None:
    """Free the working slot."""
    c = s.craft[i]
    p = s.place[c.place]
    p.busy -= 1
    if c.serving == 2:
        p.handling_busy -= 1
    c.serving = 0
    touch(s, c.place)


@njit
def end(s: State, i: Int) -> None:
    """End a service."""
    c = s.craft[i]
    touch(s, c.place)
    if c.stream >= 0:
        end_service(s, i)
        log(s, EventKind.TRAFFIC_LEAVE, c.place, c.stream, NONE, NONE, c.since)
        count_movement(s, c.place)
        vacate(s, i)
        release(s, i)
        return
    log_craft(s, EventKind.END, c.place, i, c.since)
    purpose = s.stop[c.stop].purpose
    if purpose == Purpose.OFFLOAD.value and aboard(s, c.mission) > 0:
        c.joined = s.world[0].now
        c.cause = Cause.STORAGE.value
        join(s, i, queue_of(c.place, STORAGE))
        return
    if purpose == Purpose.ONLOAD.value:
        take_aboard(s, c.mission, c.place)
    end_service(s, i)
    after_service(s, i)


@njit
def give_storage(s: State, place: Int) -> Bool:
    """Let cargo of unloaded aircraft into storage; return whether any went in."""
    queue = s.queue[queue_of(place, STORAGE)]
    any_in = False
    while queue.head >= 0 and has_room(s, place, s.craft[queue.head].mission):
        i = queue.head
        c = s.craft[i]
        leave(s, i)
        wait(s, place, Cause.STORAGE, c.joined, s.world[0].now)
        put_down(s, c.mission, place)
        end_service(s, i)
        after_service(s, i)
        any_in = True
    return any_in


@njit
def starts(s: State) -> None:
    """Phase 3: give out what is free, at every place that changed, in index order."""
    w = s.world[0]
    n = w.dirty_count
    for k in range(1, n):
        place = s.dirty[k]
        j = k
        while j > 0 and s.dirty[j - 1] > place:
            s.dirty[j] = s.dirty[j - 1]
            j -= 1
        s.dirty[j] = place
    # what changes meanwhile is looked at in another round: its place is put behind the others
    for k in range(n):
        place = s.dirty[k]
        again = True
        while again:
            give_spots(s, place)
            give_slots(s, place)
            again = give_storage(s, place)
            if s.place[place].has_fuel == 1:
                give_fuel(s, place)
            if s.queue[queue_of(place, CREWS)].head >= 0:
                give_crews(s, place)
            link = s.place[place].link
            while link >= 0:
                again |= serve_link(s, link)
                link = s.link[link].next
        s.place[place].dirty = 0
        observe(s, place)
    rest_count = 0
    for k in range(n, w.dirty_count):
        s.dirty[rest_count] = s.dirty[k]
        rest_count += 1
    w.dirty_count = rest_count
