"""At a place: arriving, holding, diverting, parking, being served."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose
from openairlift.sim.cargo import aboard, has_room, put_down, serve_link, take_aboard
from openairlift.sim.count import count_traffic, log, log_craft, observe, touch, wait, wait_open
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State
from openairlift.sim.luck_nb import draw, duration
from openairlift.sim.mission import ALTERNATE, BASE, after_service, ask_for_service, fly, rest, vacate
from openairlift.sim.queues import before, join, leave, queue_of
from openairlift.sim.slots import drop_booking, open_from
from openairlift.sim.spots import NONE, cell, free_class
from openairlift.sim.traffic import ARRIVED, GAVE_UP, HELD, release

ZERO = np.int64(0)


@njit
def arrive(s: State, i: Int) -> None:
    """Let an aircraft come over the field, or taxi in from the base ramp."""
    c = s.craft[i]
    w = s.world[0]
    if c.from_air == 1:
        count_traffic(s, c.place, w.now, ARRIVED, i)
    if c.stream >= 0:
        log(s, EventKind.TRAFFIC_ARRIVE, c.place, c.stream, NONE, NONE, c.number)
        hold(s, i)
        return
    log_craft(s, EventKind.ARRIVE, c.place, i, ZERO)
    if c.away == 1:
        log_craft(s, EventKind.PARK, c.place, i, c.spot)
        stand(s, i)
    elif c.away == 2:
        c.on_ramp = 1
        log_craft(s, EventKind.RECOVER, c.place, i, ZERO)
        stand(s, i)
    elif s.stop[c.stop].purpose == Purpose.RECOVER.value:
        c.on_ramp = 1
        log_craft(s, EventKind.RECOVER, c.place, i, ZERO)
        rest(s, i)
    else:
        hold(s, i)


@njit
def stand(s: State, i: Int) -> None:
    """Stand for the en-route time after a divert."""
    c = s.craft[i]
    index = 16 * s.stop[c.stop].number + c.diverts
    c.diverts += 1
    over = s.world[0].now + duration(s, s.enroute[c.type, c.place], c.key, Draw.DIVERT_GROUND, index)
    push(s, over, Phase.RELEASE, c.key, Do.STOOD, i)


@njit
def hold(s: State, i: Int) -> None:
    """Queue for a spot; from the air with a limit of patience."""
    c = s.craft[i]
    c.joined = s.world[0].now
    c.held = 0
    join(s, i, queue_of(c.place, c.body))
    s.place[c.place].spot_waiting += 1
    touch(s, c.place)
    if c.from_air == 1:
        be_patient(s, i)


@njit
def be_patient(s: State, i: Int) -> None:
    """Set the moment at which an aircraft gives up: in the next second at the earliest, for spots come last."""
    c = s.craft[i]
    w = s.world[0]
    c.patience = push(s, w.now + max(w.hold_s, 1), Phase.ARRIVAL, c.key, Do.PATIENCE, i)


@njit
def stop_holding(s: State, i: Int) -> None:
    """Leave the queue for spots, and count the wait."""
    c = s.craft[i]
    w = s.world[0]
    leave(s, i)
    s.place[c.place].spot_waiting -= 1
    c.patience = NONE
    touch(s, c.place)
    if i < w.tails:
        wait_open(s, c.place, Cause.PARKING, c.joined, w.now)


@njit
def note_held(s: State, i: Int) -> None:
    """Count an aircraft that found no spot at once."""
    c = s.craft[i]
    if c.from_air == 1 and c.held == 0:
        c.held = 1
        count_traffic(s, c.place, c.joined, HELD, i)


@njit
def lose_patience(s: State, i: Int) -> None:
    """Let an aircraft that held as long as it may give up."""
    c = s.craft[i]
    w = s.world[0]
    note_held(s, i)
    if c.stream >= 0:
        count_traffic(s, c.place, w.now, GAVE_UP, i)
        log(s, EventKind.TRAFFIC_DIVERT, c.place, c.stream, NONE, NONE, c.number)
        stop_holding(s, i)
        drop_booking(s, i)
        release(s, i)
        return
    to, spot_class = refuge(s, i)
    if to < 0:
        be_patient(s, i)
        return
    count_traffic(s, c.place, w.now, GAVE_UP, i)
    log_craft(s, EventKind.DIVERT, c.place, i, ZERO)
    stop_holding(s, i)
    drop_booking(s, i)
    block = ZERO if to == c.place else s.block[c.type, c.place, to]
    c.away = BASE
    if spot_class >= 0:
        c.away = ALTERNATE
        c.spot = spot_class
        s.parked[to, cell(spot_class, c.body)] += 1
        touch(s, to)
    fly(s, i, to, block)


@njit
def refuge(s: State, i: Int) -> tuple[Int, Int]:
    """Return where a holding aircraft goes, with the class of the spot: an alternate, its base (-1), nowhere (-1)."""
    c = s.craft[i]
    now = s.world[0].now
    p = s.place[c.place]
    for k in range(p.alternate_first, p.alternate_last):
        to = s.alternate[k]
        block = s.block[c.type, c.place, to]
        if s.place[to].is_airfield == 0 or block < 0 or s.block[c.type, to, c.place] < 0 or to == c.place:
            continue
        if open_from(s, to, now + block) != now + block or s.place[to].spot_waiting > 0:
            continue
        spot_class = free_class(s, to, c.body)
        if spot_class >= 0:
            return to, spot_class
    if c.base == c.place or (s.block[c.type, c.place, c.base] >= 0 and s.block[c.type, c.base, c.place] >= 0):
        return c.base, NONE
    return NONE, NONE


@njit
def give_spots(s: State, place: Int) -> None:
    """Give free spots to those who wait for one."""
    if s.place[place].is_open == 0:
        return
    while True:
        best = NONE
        best_class = NONE
        for body in range(3):
            i = s.queue[queue_of(place, body)].head
            if i >= 0 and (best < 0 or before(s, i, best)):
                spot_class = free_class(s, place, body)
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
    stop_holding(s, i)
    c.spot = spot_class
    s.parked[c.place, cell(spot_class, c.body)] += 1
    if c.stream >= 0:
        log(s, EventKind.TRAFFIC_PARK, c.place, c.stream, NONE, NONE, spot_class)
        c.joined = w.now
        join(s, i, queue_of(c.place, 3))
        s.place[c.place].work_waiting += 1
    else:
        log_craft(s, EventKind.PARK, c.place, i, spot_class)
        ask_for_service(s, i)


@njit
def give_slots(s: State, place: Int) -> None:
    """Start service for those who wait for a working slot, as far as slots are free."""
    p = s.place[place]
    if p.is_open == 0:
        return
    queue = s.queue[queue_of(place, 3)]
    while queue.head >= 0 and (p.has_working == 0 or p.busy < p.slots):
        start(s, queue.head)


@njit
def start(s: State, i: Int) -> None:
    """Start a service."""
    c = s.craft[i]
    w = s.world[0]
    leave(s, i)
    s.place[c.place].work_waiting -= 1
    s.place[c.place].busy += 1
    if c.stream >= 0:
        stream = s.stream[c.stream]
        length = duration(s, stream.ground, stream.key, Draw.TRAFFIC_GROUND, c.number)
    else:
        stop = s.stop[c.stop]
        log_craft(s, EventKind.START, c.place, i, ZERO)
        wait_open(s, c.place, Cause.WORKING, c.since, w.now)
        drawn = draw(s, stop.ground, c.key, Draw.GROUND, stop.number)
        length = math.floor(drawn + stop.extra_s + 0.5)
    c.since = w.now
    push(s, w.now + length, Phase.RELEASE, c.key, Do.END, i)


@njit
def end(s: State, i: Int) -> None:
    """End a service."""
    c = s.craft[i]
    p = s.place[c.place]
    touch(s, c.place)
    if c.stream >= 0:
        p.busy -= 1
        log(s, EventKind.TRAFFIC_LEAVE, c.place, c.stream, NONE, NONE, c.since)
        vacate(s, i)
        release(s, i)
        return
    log_craft(s, EventKind.END, c.place, i, c.since)
    purpose = s.stop[c.stop].purpose
    if purpose == Purpose.OFFLOAD.value and aboard(s, c.mission) > 0:
        c.joined = s.world[0].now
        join(s, i, queue_of(c.place, 4))
        return
    if purpose == Purpose.ONLOAD.value:
        take_aboard(s, c.mission, c.place)
    p.busy -= 1
    after_service(s, i)


@njit
def give_storage(s: State, place: Int) -> Bool:
    """Let cargo of unloaded aircraft into storage; return whether any went in."""
    queue = s.queue[queue_of(place, 4)]
    any_in = False
    while queue.head >= 0 and has_room(s, place, aboard(s, s.craft[queue.head].mission)):
        i = queue.head
        c = s.craft[i]
        leave(s, i)
        wait(s, place, Cause.STORAGE, c.joined, s.world[0].now)
        put_down(s, c.mission, place)
        s.place[place].busy -= 1
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
        link = s.place[place].link
        while link >= 0:
            serve_link(s, link)
            link = s.link[link].next
        s.place[place].dirty = 0
        observe(s, place)
    rest_count = 0
    for k in range(n, w.dirty_count):
        s.dirty[rest_count] = s.dirty[k]
        rest_count += 1
    w.dirty_count = rest_count
