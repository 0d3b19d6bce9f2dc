"""Fuel: what a leg takes, issue where it is limited, resupply."""

from __future__ import annotations

import math

import numpy as np

from openairlift.plan.events import Cause, EventKind
from openairlift.sim.count import log_craft, touch, wait
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Bool, Do, Int, Phase, State
from openairlift.sim.queues import FUEL, join, leave, queue_of
from openairlift.sim.stay import anew, give_back

ZERO = np.int64(0)


@njit
def in_stock(s: State, place: Int, amount: Int) -> Bool:
    """Return whether a place holds an amount of fuel now [kg]."""
    p = s.place[place]
    return p.fuel_stock + p.fuel_day * s.world[0].now // DAY - p.fuel_issued >= amount


@njit
def fuel_needed(s: State, i: Int) -> Int:
    """Return the fuel for a tail's next leg, and for those after it up to the next place with fuel [kg]."""
    c = s.craft[i]
    stop = s.stop[c.stop]
    leg = s.kind[c.type].fuel_kg_per_h * s.block[c.type, c.place, stop.place] / 3600.0
    return np.int64(math.floor(leg + 0.5)) + stop.fuel_kg


@njit
def issue(s: State, i: Int) -> None:
    """Issue the fuel for the next leg."""
    c = s.craft[i]
    amount = fuel_needed(s, i)
    s.place[c.place].fuel_issued += amount
    c.fuelled = 1
    log_craft(s, EventKind.FUEL, c.place, i, amount)


@njit
def fuel_ready(s: State, i: Int) -> Bool:
    """Return whether a tail has the fuel for its next leg; else let it queue."""
    c = s.craft[i]
    p = s.place[c.place]
    amount = fuel_needed(s, i)
    if p.has_fuel == 0 or p.is_dry == 1 or c.fuelled == 1 or amount == 0:
        return True
    queue = queue_of(c.place, FUEL)
    if s.queue[queue].head < 0 and in_stock(s, c.place, amount):
        issue(s, i)
        return True
    give_back(s, i)
    log_craft(s, EventKind.HELD_UP, c.place, i, np.int64(Cause.FUEL.value))
    c.cause = Cause.FUEL.value
    c.joined = s.world[0].now
    join(s, i, queue)
    touch(s, c.place)
    return False


@njit
def give_fuel(s: State, place: Int) -> None:
    """Phase 3: issue fuel to the head of the queue as far as there is enough."""
    w = s.world[0]
    p = s.place[place]
    queue = s.queue[queue_of(place, FUEL)]
    while queue.head >= 0:
        i = queue.head
        c = s.craft[i]
        amount = fuel_needed(s, i)
        if not in_stock(s, place, amount):
            if p.fuel_day > 0:
                need = (amount + p.fuel_issued - p.fuel_stock) * DAY
                time = (need + p.fuel_day - 1) // p.fuel_day
                if p.fuel_wake_s != time:
                    p.fuel_wake_s = time
                    push(s, time, Phase.CHANGE, ZERO, Do.TOUCH, place)
            return
        leave(s, i)
        wait(s, place, Cause.FUEL, c.joined, w.now)
        issue(s, i)
        anew(s, i, w.now)
