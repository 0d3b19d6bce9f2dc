"""Other traffic: streams of arrivals that take spots and working slots."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import TRAFFIC_RANK, Draw, EventKind
from openairlift.sim.count import UNUSED, count_traffic, log
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Bool, Do, Int, Phase, State, Status
from openairlift.sim.luck_nb import exponential, traffic_key, uniform
from openairlift.sim.slots import book, count_booking, drop_booking, first_gap
from openairlift.sim.spots import NONE

ZERO = np.int64(0)
ONE = np.int64(1)
ARRIVED, HELD, GAVE_UP = np.int64(0), np.int64(1), np.int64(2)


@njit
def schedule(s: State, j: Int) -> None:
    """Find out when the next aircraft of a stream comes."""
    stream = s.stream[j]
    w = s.world[0]
    if stream.rate <= 0.0:
        return
    if w.luck == 1:
        u = uniform(w.root, stream.key, Draw.TRAFFIC_GAP.value, stream.number)
        stream.sum_s += exponential(DAY / stream.rate, u)
        time = math.floor(stream.opens_s + stream.sum_s + 0.5)
    else:
        time = math.floor(stream.opens_s + (stream.number + 0.5) * DAY / stream.rate + 0.5)
    if time < stream.closes_s:
        push(s, time, Phase.ARRIVAL, traffic_key(stream.key, stream.number), Do.TRAFFIC, j)


@njit
def come(s: State, j: Int) -> None:
    """Let an aircraft of a stream come, or ask for a slot."""
    stream = s.stream[j]
    w = s.world[0]
    number = stream.number
    place = stream.place
    p = s.place[place]
    arrive = w.now
    spot_class = NONE
    absent = False
    if w.luck == 1 and stream.no_show_share > 0.0:
        absent = uniform(w.root, stream.key, Draw.TRAFFIC_NO_SHOW.value, number) < stream.no_show_share
    if absent:
        log(s, EventKind.TRAFFIC_NO_SHOW, place, j, NONE, NONE, number)
    if w.slots == 1 and (p.has_parking == 1 or p.arrivals_limit > 0):
        arrive, spot_class = first_gap(s, place, place, ZERO, stream.body, w.now, stream.nominal_s, True)
        if arrive - w.now > w.hold_s or arrive >= w.horizon:
            if not absent:
                count_traffic(s, place, w.now, ARRIVED, w.tails)
                count_traffic(s, place, w.now, HELD, w.tails)
                count_traffic(s, place, w.now, GAVE_UP, w.tails)
                log(s, EventKind.TRAFFIC_DIVERT, place, j, NONE, NONE, number)
            arrive = w.horizon
    if arrive < w.horizon and (spot_class >= 0 or not absent):
        enter(s, j, arrive, spot_class, absent)
    stream.number += 1
    schedule(s, j)


@njit
def enter(s: State, j: Int, arrive: Int, spot_class: Int, absent: Bool) -> None:
    """Take a row of the pool for an aircraft that arrives at a time, or has its spot booked and does not."""
    stream = s.stream[j]
    w = s.world[0]
    i = w.craft_free
    if i < 0:
        w.status = Status.CRAFT_FULL.value
        return
    c = s.craft[i]
    w.craft_free = c.next
    c.next = NONE
    c.body = stream.body
    c.place = stream.place
    c.stream = j
    c.number = stream.number
    c.rank = TRAFFIC_RANK
    c.key = traffic_key(stream.key, stream.number)
    c.from_air = 1
    if spot_class >= 0:
        book(s, stream.place, spot_class, stream.body, arrive, arrive + stream.nominal_s, ONE)
        c.b_place = stream.place
        c.b_class = spot_class
        c.b_start = arrive
        c.b_end = arrive + stream.nominal_s
        count_booking(s, stream.place, arrive, ONE)
        if absent:
            count_traffic(s, stream.place, arrive, UNUSED, w.tails)
    if absent:
        push(s, arrive + stream.nominal_s, Phase.RELEASE, c.key, Do.VANISH, i)
    else:
        push(s, arrive, Phase.ARRIVAL, c.key, Do.ARRIVE, i)


@njit
def vanish(s: State, i: Int) -> None:
    """End the reservation of an aircraft that never came."""
    drop_booking(s, i)
    release(s, i)


@njit
def release(s: State, i: Int) -> None:
    """Give the row of an aircraft that is gone back to the pool."""
    w = s.world[0]
    c = s.craft[i]
    c.stream = NONE
    c.patience = NONE
    c.next = w.craft_free
    w.craft_free = i
