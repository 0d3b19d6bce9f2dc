"""Surface links: capacities a day, vehicles with round trips, convoys, hours."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.sim.cargo import DELIVERED, FORWARDED, mark, take_out
from openairlift.sim.count import log, touch, wait
from openairlift.sim.hauls import is_haul, leave_stock, skip_marks
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import At, Bool, Do, Int, Phase, State
from openairlift.sim.luck_nb import duration
from openairlift.sim.spots import NONE

FIRST = np.int64(0)


@njit
def journey(s: State, link: Int, key: Int, trip: Int) -> Int:
    """Return the drawn time from leaving the hub to unloaded [s]."""
    k = s.link[link]
    travel = duration(s, k.transit, key, Draw.TRANSIT, trip) + duration(s, k.border, key, Draw.BORDER, trip)
    return travel + duration(s, k.unload, key, Draw.TRUCK_UNLOAD, trip)


@njit
def call_next(s: State, k: Int) -> None:
    """Take the first load of a link's queue out of it."""
    link = s.link[k]
    i = link.head
    wait(s, link.origin, Cause.TRUCKS, s.load[i].joined, s.world[0].now)
    link.head = s.load[i].next
    if link.head < 0:
        link.tail = NONE
    s.load[i].next = NONE


@njit
def runs(s: State, k: Int) -> Bool:
    """Return whether a link is open now."""
    return s.link[k].is_open == 1 and s.link[k].shut == 0


@njit
def serve_link(s: State, k: Int) -> Bool:
    """Phase 3: give a link's capacity, or its free vehicles, to waiting loads; return whether storage was freed."""
    link = s.link[k]
    now = s.world[0].now
    if link.capacity_kg_per_day > 0.0:
        if link.busy == 0 and link.head >= 0 and link.factor > 0.0 and runs(s, k):
            i = link.head
            a = s.load[i]
            call_next(s, k)
            if is_haul(s, i):
                leave_stock(s, i)
            a.state = At.ONWARD.value
            link.busy = 1
            passing = math.floor(a.carried * a.unit_kg * 86400.0 / (link.capacity_kg_per_day * link.factor) + 0.5)
            push(s, now + passing, Phase.RELEASE, a.key, Do.PASSED, i)
        return False
    while link.head >= 0 and link.free >= 0 and link.out < link.limit:
        i = link.head
        a = s.load[i]
        v = link.free
        vehicle = s.vehicle[v]
        link.free = vehicle.next
        vehicle.next = NONE
        if is_haul(s, i) and a.started == 0:
            leave_stock(s, i)
        vehicle.load = i
        vehicle.trip = a.started
        a.state = At.ONWARD.value
        a.started += 1
        if a.started == a.trips:
            call_next(s, k)
        link.out += 1
        link.loading += 1
        leaves = now + duration(s, link.load, a.key, Draw.TRUCK_LOAD, vehicle.trip)
        push(s, leaves, Phase.RELEASE, a.key, Do.LOADED, v)
    return send_off(s, k)


@njit
def send_off(s: State, k: Int) -> Bool:
    """Let convoys that are complete leave, and a smaller one when no vehicle is loading and no load waits."""
    link = s.link[k]
    any_left = False
    while link.ready > 0 and runs(s, k):
        if link.ready < link.convoy and (link.loading > 0 or link.head >= 0):
            break
        for _ in range(min(link.ready, link.convoy)):
            v = link.ready_head
            link.ready_head = s.vehicle[v].next
            s.vehicle[v].next = NONE
            if link.ready_head < 0:
                link.ready_tail = NONE
            link.ready -= 1
            vehicle_leaves(s, v)
            any_left = True
    return any_left


@njit
def passed(s: State, i: Int) -> None:
    """Let a load have passed a link with a capacity a day."""
    a = s.load[i]
    a.started = 1
    if is_haul(s, i):
        touch(s, a.place)
    else:
        mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
        take_out(s, a.place, a.grams, a.litres)
    s.link[a.link].busy = 0
    there = s.world[0].now + journey(s, a.link, a.key, FIRST)
    push(s, there, Phase.RELEASE, a.key, Do.DELIVERED, i)


@njit
def delivered(s: State, i: Int) -> None:
    """Unload a load at its destination."""
    if is_haul(s, i):
        skip_marks(s, i)
    mark(s, i, DELIVERED, EventKind.DELIVERED, s.load[i].destination)


@njit
def vehicle_loaded(s: State, v: Int) -> None:
    """Let a loaded vehicle join those that are ready to leave."""
    vehicle = s.vehicle[v]
    link = s.link[vehicle.link]
    link.loading -= 1
    link.ready += 1
    vehicle.since = s.world[0].now
    if link.ready_tail < 0:
        link.ready_head = v
    else:
        s.vehicle[link.ready_tail].next = v
    link.ready_tail = v
    touch(s, link.origin)


@njit
def part(amount: Int, trip: Int, trips: Int) -> Int:
    """Return the part of an amount that goes on one of its trips."""
    return amount * (trip + 1) // trips - amount * trip // trips


@njit
def vehicle_leaves(s: State, v: Int) -> None:
    """Let a loaded vehicle leave the hub."""
    vehicle = s.vehicle[v]
    i = vehicle.load
    a = s.load[i]
    now = s.world[0].now
    wait(s, a.place, Cause.CONVOY, vehicle.since, now)
    log(s, EventKind.VEHICLE_LEFT, a.place, i, NONE, NONE, vehicle.trip)
    if not is_haul(s, i):
        a.left += 1
        if a.left == a.trips:
            mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
        take_out(s, a.place, part(a.grams, vehicle.trip, a.trips), part(a.litres, vehicle.trip, a.trips))
    push(s, now + journey(s, vehicle.link, a.key, vehicle.trip), Phase.RELEASE, a.key, Do.UNLOADED, v)


@njit
def vehicle_unloaded(s: State, v: Int) -> None:
    """Unload a vehicle at the destination and send it back."""
    vehicle = s.vehicle[v]
    i = vehicle.load
    a = s.load[i]
    a.arrived += 1
    if a.arrived == a.trips:
        delivered(s, i)
    back = s.world[0].now + duration(s, s.link[vehicle.link].transit, a.key, Draw.TRUCK_RETURN, vehicle.trip)
    push(s, back, Phase.RELEASE, a.key, Do.BACK, v)


@njit
def vehicle_back(s: State, v: Int) -> None:
    """Let a vehicle that is back at the hub be free."""
    vehicle = s.vehicle[v]
    link = s.link[vehicle.link]
    log(s, EventKind.VEHICLE_BACK, link.origin, vehicle.load, NONE, NONE, vehicle.trip)
    link.out -= 1
    vehicle.next = link.free
    link.free = v
    touch(s, link.origin)
