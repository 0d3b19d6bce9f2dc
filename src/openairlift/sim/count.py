"""What is counted: waits, traffic by day, binding times, occupancy, the log."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Bool, Int, State, Status
from openairlift.sim.queues import CREWS, FUEL, HANDLING, STORAGE, queue_of
from openairlift.sim.slots import closed_between
from openairlift.sim.spots import spots_used

SPOTS, SERVED, WAITING = 0, 1, 2
UNUSED = np.int64(3)
"""Column of `traffic` for slots that were reserved and not used."""


@njit
def touch(s: State, place: Int) -> None:
    """Note that something changed at a place, so that phase 3 looks at it."""
    w = s.world[0]
    p = s.place[place]
    if p.dirty == 0:
        p.dirty = 1
        s.dirty[w.dirty_count] = place
        w.dirty_count += 1


@njit
def log(s: State, kind: EventKind, place: Int, who: Int, tail: Int, stop: Int, aux: Int) -> None:
    """Add an event to the log, where one is kept."""
    w = s.world[0]
    if w.logging == 0:
        return
    if w.log_count >= len(s.log):
        w.status = Status.LOG_FULL.value
        return
    e = s.log[w.log_count]
    e.time = w.now
    e.kind = kind.value
    e.place = place
    e.who = who
    e.tail = tail
    e.stop = stop
    e.aux = aux
    w.log_count += 1


@njit
def log_craft(s: State, kind: EventKind, place: Int, i: Int, aux: Int) -> None:
    """Add an event of a tail: of its mission, at the stop that it is at or bound for."""
    c = s.craft[i]
    log(s, kind, place, s.mission[c.mission].index, i, s.stop[c.stop].number, aux)


@njit
def wait(s: State, place: Int, cause: Cause, start: Int, end: Int) -> None:
    """Count waiting [start, end) within the horizon."""
    end = min(end, s.world[0].horizon)
    if end > start:
        s.waits[place, cause.value] += end - start


@njit
def wait_open(s: State, place: Int, cause: Cause, start: Int, end: Int) -> None:
    """Count waiting in a queue; what falls in hours in which the place is closed counts as HOURS."""
    closed = closed_between(s, place, start, end)
    s.waits[place, Cause.HOURS.value] += closed
    s.waits[place, cause.value] += end - start - closed


@njit
def count_traffic(s: State, place: Int, time: Int, column: Int, tail: Int) -> None:
    """Count an aircraft that arrived (0), held (1), gave up (2) or left a slot unused (3) on a day.

    `tail` tells missions from others.
    """
    day = min(time // DAY, s.world[0].days - 1)
    s.traffic[0, place, day, column] += 1
    if tail < s.world[0].tails:
        s.traffic[1, place, day, column] += 1


@njit
def bind(s: State, resource: Int, on: Bool) -> None:
    """Set whether a resource binds from now on; counts from the first landing to closure."""
    if resource < 0:
        return
    r = s.resource[resource]
    if (r.on == 1) == on and r.on == 0:
        return
    w = s.world[0]
    if r.on == 1 and w.first_landed >= 0:
        end = w.now if w.closed_at < 0 else w.closed_at
        r.total += max(np.int64(0), end - max(r.since, w.first_landed))
    r.since = w.now
    r.on = 1 if on else 0


@njit
def bind_fleet(s: State, type_: Int) -> None:
    """Look again whether the fleet of a type binds."""
    k = s.kind[type_]
    bind(s, k.resource, k.due > 0 and k.idle == 0)
    bind_release(s)


@njit
def bind_release(s: State) -> None:
    """Look again whether the release of stocks binds."""
    w = s.world[0]
    bind(s, w.release_resource, w.due == 0 and w.idle > 0 and w.unready > 0)


@njit
def note_idle(s: State, i: Int) -> None:
    """Look again whether a tail is idle, anywhere and on its ramp."""
    c = s.craft[i]
    idle = 1 if c.in_window == 1 and c.busy == 0 else 0
    ramp = 1 if idle == 1 and c.on_ramp == 1 else 0
    s.world[0].idle += idle - c.idle
    s.kind[c.type].idle += ramp - c.idle_ramp
    c.idle = idle
    c.idle_ramp = ramp
    bind_fleet(s, c.type)


@njit
def spread(s: State, place: Int, start: Int, end: Int) -> None:
    """Add what was seen at a place during [start, end) to the bins of occupancy."""
    p = s.place[place]
    if p.seen_spots == 0 and p.seen_busy == 0 and p.seen_waiting == 0 and p.seen_g == 0:
        return
    width = s.world[0].bin_s
    while start < end:
        b = start // width
        part = min(end, (b + 1) * width) - start
        s.occupancy[place, SPOTS, b] += p.seen_spots * part
        s.occupancy[place, SERVED, b] += p.seen_busy * part
        s.occupancy[place, WAITING, b] += p.seen_waiting * part
        s.stored[place, b] += p.seen_g * part
        start += part


@njit
def observe(s: State, place: Int) -> None:
    """Count the time since a place last changed, and note how it is now that the second is over."""
    w = s.world[0]
    p = s.place[place]
    if w.now > p.seen_s:
        spread(s, place, p.seen_s, w.now)
    p.seen_s = w.now
    p.seen_spots = spots_used(s, place)
    p.seen_busy = p.busy
    p.seen_waiting = p.spot_waiting + p.work_waiting
    p.seen_g = p.stored_g
    bind(s, p.resource_parking, p.spot_waiting + p.slot_waiting > 0)
    bind(s, p.resource_working, p.is_open == 1 and p.busy >= p.slots and p.work_waiting > 0)
    bind(s, p.resource_storage, s.queue[queue_of(place, STORAGE)].head >= 0)
    if p.has_handling == 1:
        full = p.is_open == 1 and p.handling_busy >= p.handling
        bind(s, p.resource_handling, full and s.queue[queue_of(place, HANDLING)].head >= 0)
    bind(s, p.resource_fuel, s.queue[queue_of(place, FUEL)].head >= 0)
    bind(s, p.resource_crew, s.queue[queue_of(place, CREWS)].head >= 0)
    k = p.link
    while k >= 0:
        bind(s, s.link[k].resource, s.link[k].head >= 0)
        k = s.link[k].next
