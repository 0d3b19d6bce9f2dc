"""Cargo: taking it aboard, marks, storage, surface links."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.sim.count import log, touch, wait
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Float, Int, Phase, State
from openairlift.sim.luck_nb import draw, duration
from openairlift.sim.queues import join_link
from openairlift.sim.spots import NONE

LEFT_STOCK, LANDED, AT_HUB, FORWARDED, DELIVERED = (np.int64(n) for n in range(5))
FIRST = np.int64(0)
DUST = 1e-6
"""Mass [kg] and quantity below which nothing is meant: what sums of floats leave over."""


@njit
def close(s: State) -> None:
    """Note the moment at which everything that the plan carries has passed the objective's mark."""
    w = s.world[0]
    if w.closed_at < 0 and w.to_load == 0 and w.pending == 0 and w.left_groups == 0:
        w.closed_at = w.now


@njit
def mark(s: State, i: Int, which: Int, kind: EventKind, place: Int) -> None:
    """Let a load pass a mark."""
    s.marks[i, which] = s.world[0].now
    log(s, kind, place, i, NONE, NONE, s.load[i].grams)
    if which == s.world[0].objective:
        s.world[0].pending -= 1
        close(s)


@njit
def fitting(want: Float, unit: Float, room: Float, whole: Int) -> Float:
    """Return how much of a quantity fits into `room`, at `unit` of room each; whole pieces where asked."""
    if want <= 0.0 or want * unit <= room + DUST:
        return max(want, 0.0)
    if whole == 1:
        return max(0.0, min(want, math.floor((room + DUST) / unit)))
    return max(0.0, min(want, room / unit))


@njit
def leave_behind(s: State, group: Int, by: Float) -> None:
    """Change the leftover of a line at a place."""
    w = s.world[0]
    if s.leftover[group] > 0.0:
        w.left_groups -= 1
    left = s.leftover[group] + by
    s.leftover[group] = left if left > DUST else 0.0
    if s.leftover[group] > 0.0:
        w.left_groups += 1


@njit
def take_aboard(s: State, m: Int, place: Int) -> None:
    """Load a mission: what was planned, as far as it fits, then what others left."""
    mission = s.mission[m]
    w = s.world[0]
    share = 1.0
    if s.kind[mission.type].share >= 0:
        share = draw(s, s.kind[mission.type].share, mission.key, Draw.PAYLOAD, FIRST)
    room = mission.payload_kg * share
    positions = mission.pallet_limit
    for i in range(mission.load_first, mission.load_last):
        a = s.load[i]
        a.carried = fitting(a.quantity, a.fit_kg, room, a.whole)
        room -= a.carried * a.fit_kg
        positions -= a.carried * a.unit_positions
        if a.carried < a.quantity:
            leave_behind(s, a.group, a.quantity - a.carried)
    for i in range(mission.load_first, mission.load_last):
        a = s.load[i]
        want = s.leftover[a.group]
        if want > 0.0:
            more = fitting(fitting(want, a.fit_kg, room, a.whole), a.unit_positions, positions, a.whole)
            if more > 0.0:
                a.carried += more
                room -= more * a.fit_kg
                positions -= more * a.unit_positions
                leave_behind(s, a.group, -more)
    w.to_load -= 1
    for i in range(mission.load_first, mission.load_last):
        a = s.load[i]
        if a.carried > 0.0:
            a.grams = math.floor(a.carried * a.unit_kg * 1000.0 + 0.5)
            w.pending += 1
            mark(s, i, LEFT_STOCK, EventKind.LEFT_STOCK, place)
    close(s)


@njit
def aboard(s: State, m: Int) -> Int:
    """Return the mass that a mission carries [g]."""
    total = np.int64(0)
    for i in range(s.mission[m].load_first, s.mission[m].load_last):
        total += s.load[i].grams
    return total


@njit
def has_room(s: State, place: Int, grams: Int) -> Bool:
    """Return whether storage lets cargo in; more than it ever holds is let in when it is empty."""
    p = s.place[place]
    if p.storage_g < 0:
        return True
    return p.stored_g + grams <= p.storage_g or (p.stored_g == 0 and grams > p.storage_g)


@njit
def put_down(s: State, m: Int, place: Int) -> None:
    """Move a mission's cargo into storage; it is cleared from now on."""
    w = s.world[0]
    for i in range(s.mission[m].load_first, s.mission[m].load_last):
        a = s.load[i]
        if a.carried > 0.0:
            if w.first_landed < 0:
                w.first_landed = w.now
            s.place[place].stored_g += a.grams
            mark(s, i, LANDED, EventKind.LANDED, place)
            cleared = w.now + duration(s, s.place[place].clearance, a.key, Draw.CLEARANCE, FIRST)
            push(s, cleared, Phase.RELEASE, a.key, Do.CLEARED, i)


@njit
def take_out(s: State, place: Int, grams: Int) -> None:
    """Take cargo out of storage."""
    s.place[place].stored_g -= grams
    touch(s, place)


@njit
def cleared(s: State, i: Int) -> None:
    """Clear a load: it is there, or waits for a surface link."""
    a = s.load[i]
    mark(s, i, AT_HUB, EventKind.AT_HUB, a.place)
    if a.link < 0:
        mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
        take_out(s, a.place, a.grams)
        mark(s, i, DELIVERED, EventKind.DELIVERED, a.destination)
        return
    payload = s.link[a.link].payload_g
    a.trips = 1 if payload <= 0 else (a.grams + payload - 1) // payload
    a.joined = s.world[0].now
    join_link(s, i)
    touch(s, a.place)


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
def serve_link(s: State, k: Int) -> None:
    """Give a link's capacity, or its free vehicles, to the loads that wait for it."""
    link = s.link[k]
    now = s.world[0].now
    if link.capacity_kg_per_day > 0.0:
        if link.busy == 0 and link.head >= 0:
            i = link.head
            a = s.load[i]
            call_next(s, k)
            link.busy = 1
            passing = math.floor(a.carried * a.unit_kg * 86400.0 / link.capacity_kg_per_day + 0.5)
            push(s, now + passing, Phase.RELEASE, a.key, Do.PASSED, i)
        return
    while link.head >= 0 and link.free >= 0:
        i = link.head
        a = s.load[i]
        v = link.free
        vehicle = s.vehicle[v]
        link.free = vehicle.next
        vehicle.load = i
        vehicle.trip = a.started
        a.started += 1
        if a.started == a.trips:
            call_next(s, k)
        leaves = now + duration(s, link.load, a.key, Draw.TRUCK_LOAD, vehicle.trip)
        push(s, leaves, Phase.RELEASE, a.key, Do.LEFT, v)


@njit
def passed(s: State, i: Int) -> None:
    """Let a load have passed a link with a capacity a day."""
    a = s.load[i]
    mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
    take_out(s, a.place, a.grams)
    s.link[a.link].busy = 0
    there = s.world[0].now + journey(s, a.link, a.key, FIRST)
    push(s, there, Phase.RELEASE, a.key, Do.DELIVERED, i)


@njit
def delivered(s: State, i: Int) -> None:
    """Unload a load at its destination."""
    mark(s, i, DELIVERED, EventKind.DELIVERED, s.load[i].destination)


@njit
def vehicle_left(s: State, v: Int) -> None:
    """Let a loaded vehicle leave the hub."""
    vehicle = s.vehicle[v]
    i = vehicle.load
    a = s.load[i]
    link = s.link[vehicle.link]
    grams = a.grams
    if link.payload_g > 0:
        grams = min(link.payload_g, a.grams - vehicle.trip * link.payload_g)
    a.left += 1
    if a.left == a.trips:
        mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
    take_out(s, a.place, grams)
    there = s.world[0].now + journey(s, vehicle.link, a.key, vehicle.trip)
    push(s, there, Phase.RELEASE, a.key, Do.UNLOADED, v)


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
    vehicle.next = link.free
    link.free = v
    touch(s, link.origin)
