"""Shocks: closures, losses of capacity, weather, routes, airspaces, mass limits and losses that nobody foresaw."""

from __future__ import annotations

import math

import numpy as np

from openairlift.network.network import CAPACITIES, ShockKind
from openairlift.plan.events import Draw, EventKind
from openairlift.sim.count import log, touch
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import DAY, Do, Float, Int, Phase, State
from openairlift.sim.losses import lose
from openairlift.sim.luck_nb import duration, exponential, uniform
from openairlift.sim.spots import NONE
from openairlift.sim.stay import retry

ONE = np.int64(1)
ZERO = np.int64(0)
PARKING = CAPACITIES.index("parking")
WORKING = CAPACITIES.index("working")
HANDLING = CAPACITIES.index("handling")
LINK = CAPACITIES.index("link")


@njit
def schedule_shock(s: State, k: Int, after: Int) -> None:
    """Find out when a shock comes; one with a rate comes again after its end."""
    shock = s.shock[k]
    w = s.world[0]
    time = shock.start_s
    if shock.rate > 0.0:
        if w.luck == 0:
            return
        u = uniform(w.root, shock.key, Draw.SHOCK_GAP.value, shock.number)
        time = np.int64(math.floor(after + exponential(DAY / shock.rate, u) + 0.5))
    elif shock.number > 0:
        return
    push(s, time, Phase.CHANGE, shock.key, Do.SHOCK_ON, k)


@njit
def shock_on(s: State, k: Int) -> None:
    """Let a shock begin."""
    shock = s.shock[k]
    now = s.world[0].now
    log(s, EventKind.SHOCK, shock.place, k, NONE, NONE, ONE)
    number = shock.number
    shock.number += 1
    if shock.kind == ShockKind.LOSS.value:
        lose(s, k)
        schedule_shock(s, k, now)
        return
    shock.on = 1
    change(s, k, ONE)
    over = shock.end_s
    if shock.rate > 0.0:
        over = now + max(ONE, duration(s, shock.duration, shock.key, Draw.SHOCK_LENGTH, number))
    push(s, over, Phase.CHANGE, shock.key, Do.SHOCK_OFF, k)


@njit
def shock_off(s: State, k: Int) -> None:
    """Let a shock end; tails that are held up try again."""
    shock = s.shock[k]
    log(s, EventKind.SHOCK, shock.place, k, NONE, NONE, ZERO)
    shock.on = 0
    change(s, k, NONE)
    retry(s)
    if shock.rate > 0.0:
        schedule_shock(s, k, s.world[0].now)


@njit
def change(s: State, k: Int, by: Int) -> None:
    """Let what a shock does begin (1) or end (-1)."""
    shock = s.shock[k]
    kind = shock.kind
    if kind == ShockKind.CLOSURE.value:
        if shock.link >= 0:
            s.link[shock.link].shut += by
        else:
            s.place[shock.place].shut += by
    elif kind == ShockKind.CAPACITY.value:
        if shock.what == LINK:
            reckon_link(s, shock.link)
        else:
            reckon(s, shock.place)
    elif kind == ShockKind.WEATHER.value:
        s.place[shock.place].pace = factor_of(s, shock.place, NONE, kind, NONE)
    elif kind == ShockKind.ROUTE.value:
        s.closed_leg[shock.place, shock.to] += by
    elif kind == ShockKind.AIRSPACE.value:
        s.world[0].airspaces += by
    elif kind == ShockKind.MASS_LIMIT.value:
        for n in range(shock.type_first, shock.type_last):
            s.barred[s.shock_list[n], shock.place] += by
    if shock.link >= 0:
        touch(s, s.link[shock.link].origin)
    elif shock.place >= 0:
        touch(s, shock.place)


@njit
def factor_of(s: State, place: Int, link: Int, kind: Int, what: Int) -> Float:
    """Return the product of the factors in force."""
    factor = 1.0
    for k in range(len(s.shock)):
        shock = s.shock[k]
        here = shock.place == place and shock.link == link
        if shock.on == 1 and here and shock.kind == kind and shock.what == what:
            factor *= shock.factor
    return factor


@njit
def rounded(count: Int, factor: Float) -> Int:
    """Return a capacity after a loss, halves up."""
    return np.int64(math.floor(count * factor + 0.5 + 1e-9))


@njit
def reckon(s: State, place: Int) -> None:
    """Reckon the capacities of a place from what the calendar has and the losses in force."""
    p = s.place[place]
    kind = ShockKind.CAPACITY.value
    parking = factor_of(s, place, NONE, kind, PARKING)
    p.cap_small = rounded(p.step_small, parking)
    p.cap_narrow = rounded(p.step_narrow, parking)
    p.cap_wide = rounded(p.step_wide, parking)
    p.slots = rounded(p.step_slots, factor_of(s, place, NONE, kind, WORKING))
    p.handling = rounded(p.step_handling, factor_of(s, place, NONE, kind, HANDLING))


@njit
def reckon_link(s: State, link: Int) -> None:
    """Reckon what a link carries from the losses in force."""
    k = s.link[link]
    k.factor = 1.0
    for n in range(len(s.shock)):
        shock = s.shock[n]
        if shock.on == 1 and shock.kind == ShockKind.CAPACITY.value and shock.link == link:
            k.factor *= shock.factor
    k.limit = rounded(k.vehicles, k.factor)
