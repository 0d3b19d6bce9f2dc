"""Hauls: cargo that goes by surface alone, from where it lies straight to its destination."""

from __future__ import annotations

import math

from openairlift.plan.events import EventKind
from openairlift.sim.cargo import AT_HUB, FORWARDED, LANDED, LEFT_STOCK, close, count_trips, grams_of, mark, turns_up
from openairlift.sim.count import touch
from openairlift.sim.jit import njit
from openairlift.sim.layout import At, Bool, Int, State
from openairlift.sim.queues import join_link


@njit
def is_haul(s: State, i: Int) -> Bool:
    """Return whether a load goes by surface alone."""
    return s.load[i].row < 0


@njit
def there(s: State, i: Int) -> None:
    """Let cargo that is there wait for its link, if it turns up and losses have left something of it."""
    a = s.load[i]
    w = s.world[0]
    if a.quantity <= 0.0:
        return
    if not turns_up(s, i, a.place):
        w.to_load -= 1
        close(s)
        return
    a.joined = w.now
    join_link(s, i)
    touch(s, a.place)


@njit
def leave_stock(s: State, i: Int) -> None:
    """Let a link begin to take a haul: what is left of it leaves its stock."""
    a = s.load[i]
    w = s.world[0]
    a.carried = a.quantity
    a.grams = grams_of(a.carried, a.unit_kg)
    a.litres = math.floor(a.carried * a.unit_l + 0.5)
    count_trips(s, i)
    a.state = At.ONWARD.value
    w.to_load -= 1
    w.pending += 1
    mark(s, i, LEFT_STOCK, EventKind.LEFT_STOCK, a.place)


@njit
def skip_marks(s: State, i: Int) -> None:
    """Let a haul that is delivered now pass the marks that it skips."""
    w = s.world[0]
    if w.first_landed < 0:
        w.first_landed = w.now
    for which in (LANDED, AT_HUB, FORWARDED):
        s.marks[i, which] = w.now
        if which == w.objective:
            w.pending -= 1
            close(s)
