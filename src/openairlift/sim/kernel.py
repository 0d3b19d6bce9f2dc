"""The event loop: one compiled call simulates one run."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause
from openairlift.sim.cargo import cleared, close, delivered, passed, vehicle_back, vehicle_left, vehicle_unloaded
from openairlift.sim.count import bind, bind_fleet, note_idle, observe, touch, wait, wait_open
from openairlift.sim.heap import drop_first, push
from openairlift.sim.jit import entry, njit
from openairlift.sim.layout import Bool, Do, Int, Known, Phase, Records, State, Status
from openairlift.sim.mission import begin, cargo_ready, depart, move_on, repaired, stop_over, turn_to_next
from openairlift.sim.rows import state_at
from openairlift.sim.slots import FAR
from openairlift.sim.stand import arrive, end, lose_patience, note_held, starts
from openairlift.sim.traffic import come, schedule

PER_SECOND = 8
"""Steps of `when` a second: one for each phase, and some to spare."""

CROWDED = 1_000_000
"""Events within one second beyond which the run can't be meant."""


@njit
def act(s: State, what: Int, who: Int, number: Int) -> None:
    """Carry out an entry of the heap."""
    if what == Do.DEPART.value:
        depart(s, who)
    elif what == Do.ARRIVE.value:
        arrive(s, who)
    elif what == Do.END.value:
        end(s, who)
    elif what == Do.PATIENCE.value:
        if s.craft[who].patience == number:
            lose_patience(s, who)
    elif what == Do.TRAFFIC.value:
        come(s, who)
    elif what == Do.BEGIN.value:
        begin(s, who)
    elif what == Do.REPAIRED.value:
        repaired(s, who)
    elif what == Do.RESTED.value:
        stop_over(s, who)
    elif what == Do.STOOD.value:
        move_on(s, who)
    else:
        act_on_cargo(s, what, who)


@njit
def act_on_cargo(s: State, what: Int, who: Int) -> None:
    """Carry out an entry of the heap that concerns cargo or vehicles."""
    if what == Do.CLEARED.value:
        cleared(s, who)
    elif what == Do.PASSED.value:
        passed(s, who)
    elif what == Do.DELIVERED.value:
        delivered(s, who)
    elif what == Do.LEFT.value:
        vehicle_left(s, who)
    elif what == Do.UNLOADED.value:
        vehicle_unloaded(s, who)
    else:
        vehicle_back(s, who)


@njit
def learn(s: State, k: Int) -> None:
    """Carry out an entry of the agenda (phase 1)."""
    known = s.agenda[k]
    who = known.who
    if known.what == Known.READY.value:
        cargo_ready(s, who)
        return
    if known.what == Known.WINDOW_OPENS.value or known.what == Known.WINDOW_CLOSES.value:
        s.craft[who].in_window = 1 if known.what == Known.WINDOW_OPENS.value else 0
        note_idle(s, who)
        return
    p = s.place[who]
    if known.what == Known.PARKING.value:
        p.cap_small = known.a
        p.cap_narrow = known.b
        p.cap_wide = known.c
    elif known.what == Known.WORKING.value:
        p.slots = known.a
    else:
        p.is_open = 1 if known.what == Known.OPENS.value else 0
    touch(s, who)


@njit
def set_up(s: State) -> None:
    """Set the first events."""
    w = s.world[0]
    for i in range(w.tails):
        first = turn_to_next(s, i)
        if first < FAR:
            push(s, first, Phase.RELEASE, s.craft[i].key, Do.BEGIN, i)
    for j in range(len(s.stream)):
        schedule(s, j)
    for t in range(len(s.kind)):
        bind_fleet(s, t)
    close(s)


@njit
def first_due(s: State, bound: Int) -> Bool:
    """Return whether the first entry of the heap lies before `bound`."""
    return s.world[0].heap_count > 0 and s.heap[0].when < bound


@njit
def second(s: State) -> None:
    """Let everything happen that happens in the current second."""
    w = s.world[0]
    base = w.now * PER_SECOND
    w.events_second = 0
    while w.status == 0:
        if first_due(s, base + 1):
            pass
        elif w.agenda_next < len(s.agenda) and s.agenda[w.agenda_next].time <= w.now:
            w.agenda_next += 1
            learn(s, w.agenda_next - 1)
            continue
        elif first_due(s, base + 3):
            pass
        elif w.dirty_count > 0:
            starts(s)
            continue
        else:
            return
        w.events += 1
        w.events_second += 1
        if w.events_second > CROWDED or w.events > w.max_events:
            w.status = Status.ENDLESS.value
        e = s.heap[0]
        what = e.what
        who = e.who
        number = e.number
        drop_first(s)
        act(s, what, who, number)


@njit
def wind_up(s: State) -> None:
    """Count what still waits at the horizon."""
    w = s.world[0]
    w.now = w.horizon
    for i in range(len(s.craft)):
        c = s.craft[i]
        if c.queue < 0:
            continue
        which = c.queue % 5
        place = c.queue // 5
        if which < 3:
            note_held(s, i)
        if i >= w.tails:
            continue
        if which < 3:
            wait_open(s, place, Cause.PARKING, c.joined, w.now)
        elif which == 3:
            wait_open(s, place, Cause.WORKING, c.since, w.now)
        else:
            wait(s, place, Cause.STORAGE, c.joined, w.now)
    for k in range(len(s.link)):
        i = s.link[k].head
        while i >= 0:
            wait(s, s.link[k].origin, Cause.TRUCKS, s.load[i].joined, w.now)
            i = s.load[i].next
    for place in range(len(s.place)):
        observe(s, place)
    for r in range(len(s.resource)):
        bind(s, r, s.resource[r].on == 1)


@entry
def play(table: Records) -> Int:
    """Simulate one run of the state that a table of `rows.table_of` describes; return how it ended."""
    s = state_at(table)
    w = s.world[0]
    set_up(s)
    while w.status == 0:
        time = FAR
        if w.heap_count > 0:
            time = s.heap[0].when // PER_SECOND
        if w.agenda_next < len(s.agenda):
            time = min(time, np.int64(s.agenda[w.agenda_next].time))
        if time >= w.horizon:
            break
        w.now = time
        second(s)
    wind_up(s)
    return w.status
