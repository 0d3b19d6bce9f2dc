"""The event loop: one compiled call simulates one run."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause
from openairlift.sim.arrive import arrive, lose_patience, note_held
from openairlift.sim.cargo import cleared, close
from openairlift.sim.count import bind, bind_fleet, note_idle, observe, touch, wait, wait_open
from openairlift.sim.depart import set_out
from openairlift.sim.hauls import there
from openairlift.sim.heap import drop_first, push
from openairlift.sim.jit import entry, njit
from openairlift.sim.layout import QUEUES, Bool, Do, Ended, Int, Known, Phase, Records, State, Status
from openairlift.sim.mission import begin, cargo_ready, move_on, next_mission, repaired, stop_over, turn_to_next
from openairlift.sim.queues import CREWS, FUEL, HOT, STORAGE
from openairlift.sim.recourse import pass_on
from openairlift.sim.rows import state_at
from openairlift.sim.shocks import reckon, schedule_shock, shock_off, shock_on
from openairlift.sim.slots import FAR
from openairlift.sim.stand import end, starts
from openairlift.sim.stay import count_held_up
from openairlift.sim.surface import delivered, passed, vehicle_back, vehicle_loaded, vehicle_unloaded
from openairlift.sim.traffic import come, schedule, vanish

PER_SECOND = 8
"""Steps of `when` a second: one for each phase, and some to spare."""

CROWDED = 1_000_000
"""Events within one second beyond which the run can't be meant."""


@njit
def act(s: State, what: Int, who: Int, number: Int) -> None:
    """Carry out an entry of the heap."""
    if what > Do.NEXT.value:
        act_elsewhere(s, what, who)
    elif s.craft[who].lost > 0:
        return
    elif what == Do.DEPART.value:
        set_out(s, who)
    elif what == Do.ARRIVE.value:
        arrive(s, who)
    elif what == Do.END.value:
        end(s, who)
    elif what == Do.PATIENCE.value:
        if s.craft[who].patience == number:
            lose_patience(s, who)
    elif what == Do.BEGIN.value:
        begin(s, who)
    elif what == Do.REPAIRED.value:
        repaired(s, who)
    elif what == Do.RESTED.value:
        stop_over(s, who)
    elif what == Do.NEXT.value:
        if s.craft[who].busy == 0 and s.craft[who].turned == 0:
            next_mission(s, who)
    else:
        move_on(s, who)


@njit
def act_elsewhere(s: State, what: Int, who: Int) -> None:
    """Carry out an entry of the heap that concerns no tail: cargo, vehicles, other traffic, shocks."""
    if what == Do.CLEARED.value:
        cleared(s, who)
    elif what == Do.TRAFFIC.value:
        come(s, who)
    elif what == Do.PASSED.value:
        passed(s, who)
    elif what == Do.DELIVERED.value:
        delivered(s, who)
    elif what == Do.LOADED.value:
        vehicle_loaded(s, who)
    elif what == Do.UNLOADED.value:
        vehicle_unloaded(s, who)
    elif what == Do.BACK.value:
        vehicle_back(s, who)
    elif what == Do.TOUCH.value:
        touch(s, who)
    elif what == Do.SHOCK_ON.value:
        shock_on(s, who)
    elif what == Do.SHOCK_OFF.value:
        shock_off(s, who)
    elif what == Do.THERE.value:
        there(s, who)
    else:
        vanish(s, who)


@njit
def learn(s: State, k: Int) -> None:
    """Carry out an entry of the agenda (phase 1)."""
    known = s.agenda[k]
    who = known.who
    if known.what == Known.READY.value:
        cargo_ready(s, who)
        return
    if known.what == Known.WINDOW_OPENS.value or known.what == Known.WINDOW_CLOSES.value:
        c = s.craft[who]
        c.in_window = 1 if known.what == Known.WINDOW_OPENS.value and c.lost == 0 else 0
        if known.what == Known.WINDOW_CLOSES.value and c.lost == 0:
            pass_on(s, who)
        note_idle(s, who)
        return
    if known.what == Known.LINK_OPENS.value or known.what == Known.LINK_CLOSES.value:
        s.link[who].is_open = 1 if known.what == Known.LINK_OPENS.value else 0
        touch(s, s.link[who].origin)
        return
    p = s.place[who]
    if known.what == Known.PARKING.value:
        p.step_small = known.a
        p.step_narrow = known.b
        p.step_wide = known.c
        reckon(s, who)
    elif known.what == Known.WORKING.value:
        p.step_slots = known.a
        reckon(s, who)
    elif known.what == Known.HANDLING.value:
        p.step_handling = known.a
        reckon(s, who)
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
    for i in range(w.first_haul, len(s.load)):
        push(s, s.load[i].there_s, Phase.RELEASE, s.load[i].key, Do.THERE, i)
    for j in range(len(s.stream)):
        schedule(s, j)
    for k in range(len(s.shock)):
        schedule_shock(s, k, np.int64(0))
    for k in range(len(s.pool)):
        if s.pool[k].opens_s > 0:
            push(s, s.pool[k].opens_s, Phase.CHANGE, np.int64(0), Do.TOUCH, s.pool[k].place)
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
def wind_up_craft(s: State, i: Int) -> None:
    """Count what an aircraft waits for at the horizon."""
    c = s.craft[i]
    w = s.world[0]
    if c.held_up == 1:
        count_held_up(s, i)
    if i < w.tails and c.cause == Cause.CARGO.value and c.lost == 0:
        wait(s, c.place, Cause.CARGO, c.joined, w.now)
    if c.queue < 0:
        return
    which = c.queue % QUEUES
    place = c.queue // QUEUES
    if which < 2 * HOT:
        note_held(s, i)
    if i >= w.tails:
        return
    if which < 2 * HOT:
        wait_open(s, place, Cause.PARKING, c.joined, w.now)
    elif which == STORAGE:
        wait(s, place, Cause.STORAGE, c.joined, w.now)
    elif which == FUEL:
        wait(s, place, Cause.FUEL, c.joined, w.now)
    elif which == CREWS:
        wait(s, place, Cause.CREW, c.joined, w.now)
    else:
        wait_open(s, place, Cause.WORKING, c.since, w.now)


@njit
def wind_up_mission(s: State, m: Int) -> None:
    """Say what a mission that has not ended waits for."""
    mission = s.mission[m]
    if mission.ended_s >= 0:
        mission.stuck = Ended.DONE.value
    elif mission.begun == 0:
        mission.stuck = Ended.NEVER_BEGAN.value
    elif s.craft[mission.tail].cause >= 0:
        mission.stuck = s.craft[mission.tail].cause
    else:
        mission.stuck = Ended.UNDER_WAY.value


@njit
def wind_up(s: State) -> None:
    """Count what still waits at the horizon."""
    w = s.world[0]
    w.now = w.horizon
    for i in range(len(s.craft)):
        wind_up_craft(s, i)
    for m in range(len(s.mission)):
        wind_up_mission(s, m)
    for k in range(len(s.link)):
        i = s.link[k].head
        while i >= 0:
            wait(s, s.link[k].origin, Cause.TRUCKS, s.load[i].joined, w.now)
            i = s.load[i].next
        v = s.link[k].ready_head
        while v >= 0:
            wait(s, s.link[k].origin, Cause.CONVOY, s.vehicle[v].since, w.now)
            v = s.vehicle[v].next
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
