"""Cargo: taking it aboard, marks, storage."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Draw, EventKind
from openairlift.sim.count import log, touch
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import At, Bool, Do, Float, Int, Phase, State
from openairlift.sim.luck_nb import draw, duration, uniform
from openairlift.sim.queues import join_link
from openairlift.sim.spots import NONE

LEFT_STOCK, LANDED, AT_HUB, FORWARDED, DELIVERED = (np.int64(n) for n in range(5))
FIRST = np.int64(0)
ONE = np.int64(1)
DUST = 1e-6
"""Mass [kg] and quantity below which nothing is meant: what sums of floats leave over."""


@njit
def close(s: State) -> None:
    """Note the moment at which everything that the plan carries has passed the objective's mark."""
    w = s.world[0]
    if w.closed_at < 0 and w.to_load == 0 and w.pending == 0 and w.left_groups == 0 and w.lost == 0:
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
def grams_of(quantity: Float, unit_kg: Float) -> Int:
    """Return the mass of a quantity in whole grams."""
    return np.int64(math.floor(quantity * unit_kg * 1000.0 + 0.5))


@njit
def turns_up(s: State, i: Int, place: Int) -> Bool:
    """Return whether a load is there when it is to be taken."""
    a = s.load[i]
    w = s.world[0]
    if w.luck == 0 or a.no_show_share <= 0.0:
        return True
    if uniform(w.root, a.key, Draw.NO_SHOW.value, FIRST) >= a.no_show_share:
        return True
    a.state = At.ABSENT.value
    log(s, EventKind.NO_SHOW, place, i, NONE, NONE, grams_of(a.quantity, a.unit_kg))
    return False


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
        if not turns_up(s, i, place):
            continue
        a = s.load[i]
        a.carried = fitting(a.quantity, a.fit_kg, room, a.whole)
        room -= a.carried * a.fit_kg
        positions -= a.carried * a.unit_positions
        if a.carried < a.quantity:
            leave_behind(s, a.group, a.quantity - a.carried)
    for i in range(mission.load_first, mission.load_last):
        a = s.load[i]
        want = s.leftover[a.group]
        if want > 0.0 and a.state != At.ABSENT.value:
            more = fitting(fitting(want, a.fit_kg, room, a.whole), a.unit_positions, positions, a.whole)
            if more > 0.0:
                a.carried += more
                room -= more * a.fit_kg
                positions -= more * a.unit_positions
                leave_behind(s, a.group, -more)
    w.to_load -= 1
    mission.taken = 1
    for i in range(mission.load_first, mission.load_last):
        a = s.load[i]
        if a.carried > 0.0:
            a.grams = grams_of(a.carried, a.unit_kg)
            a.litres = math.floor(a.carried * a.unit_l + 0.5)
            a.state = At.ABOARD.value
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
def litres_aboard(s: State, m: Int) -> Int:
    """Return the volume that a mission carries [l]."""
    total = np.int64(0)
    for i in range(s.mission[m].load_first, s.mission[m].load_last):
        total += s.load[i].litres
    return total


@njit
def enters(held: Int, more: Int, limit: Int) -> Bool:
    """Return whether storage lets more in; more than it ever holds is let in when it is empty."""
    return limit < 0 or held + more <= limit or (held == 0 and more > limit)


@njit
def has_room(s: State, place: Int, m: Int) -> Bool:
    """Return whether storage lets a mission's cargo in."""
    p = s.place[place]
    if not enters(p.stored_g, aboard(s, m), p.storage_g):
        return False
    return p.storage_l < 0 or enters(p.stored_l, litres_aboard(s, m), p.storage_l)


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
            s.place[place].stored_l += a.litres
            a.state = At.STORED.value
            mark(s, i, LANDED, EventKind.LANDED, place)
            cleared = w.now + duration(s, s.place[place].clearance, a.key, Draw.CLEARANCE, FIRST) + a.customs_s
            push(s, cleared, Phase.RELEASE, a.key, Do.CLEARED, i)


@njit
def take_out(s: State, place: Int, grams: Int, litres: Int) -> None:
    """Take cargo out of storage."""
    s.place[place].stored_g -= grams
    s.place[place].stored_l -= litres
    touch(s, place)


@njit
def cleared(s: State, i: Int) -> None:
    """Clear a load: it is there, or waits for a surface link."""
    a = s.load[i]
    if a.state != At.STORED.value:
        return
    mark(s, i, AT_HUB, EventKind.AT_HUB, a.place)
    if a.link < 0:
        a.state = At.ONWARD.value
        mark(s, i, FORWARDED, EventKind.FORWARDED, a.place)
        take_out(s, a.place, a.grams, a.litres)
        mark(s, i, DELIVERED, EventKind.DELIVERED, a.destination)
        return
    a.state = At.WAITING.value
    count_trips(s, i)
    a.joined = s.world[0].now
    join_link(s, i)
    touch(s, a.place)


@njit
def trips_of(amount: Int, payload: Int) -> Int:
    """Return how many vehicles an amount fills; a payload of 0 is not stated."""
    return ONE if payload <= 0 else (amount + payload - 1) // payload


@njit
def count_trips(s: State, i: Int) -> None:
    """Reckon how many trips a load makes on its link."""
    a = s.load[i]
    link = s.link[a.link]
    a.trips = max(ONE, trips_of(a.grams, link.payload_g), trips_of(a.litres, link.payload_l))
