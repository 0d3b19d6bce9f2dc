"""What becomes of missions that their tail can't fly any more."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import EventKind
from openairlift.sim.count import bind_fleet, log
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State
from openairlift.sim.spots import NONE

ZERO = np.int64(0)


@njit
def pass_on(s: State, i: Int) -> None:
    """Give the missions of a tail to others, or drop them: the one in hand too while its cargo was not taken."""
    c = s.craft[i]
    if c.turned == 1 or (c.busy == 1 and c.lost > 0 and s.mission[c.mission].taken == 0 and carries(s, c.mission)):
        m = c.mission
        c.turned = 0
        c.mission = c.before
        hand_over(s, i, m)
    m = c.following
    c.following = NONE
    c.last = NONE
    c.left = 0
    while m >= 0:
        following = s.mission[m].next
        hand_over(s, i, m)
        m = following


@njit
def carries(s: State, m: Int) -> Bool:
    """Return whether a mission has loads."""
    return s.mission[m].load_last > s.mission[m].load_first


@njit
def heir(s: State, i: Int) -> Int:
    """Return the tail that takes a mission of a tail: same type and base, fewest missions left; -1 = none."""
    c = s.craft[i]
    best = NONE
    for j in range(s.world[0].tails):
        d = s.craft[j]
        if j == i or d.lost > 0 or d.type != c.type or d.base != c.base or d.to_s <= s.world[0].now:
            continue
        if best < 0 or d.left < s.craft[best].left:
            best = np.int64(j)
    return best


@njit
def hand_over(s: State, i: Int, m: Int) -> None:
    """Give one mission to another tail, behind its own, or drop it."""
    w = s.world[0]
    mission = s.mission[m]
    mission.next = NONE
    j = NONE
    if w.reassign == 1:
        j = heir(s, i)
    if j < 0:
        drop(s, m)
        return
    log(s, EventKind.REASSIGNED, NONE, mission.index, j, NONE, ZERO)
    mission.tail = j
    mission.begun = 0
    d = s.craft[j]
    if d.last < 0:
        d.following = m
    else:
        s.mission[d.last].next = m
    d.last = m
    d.left += 1
    if mission.due == 0 and mission.ready_s <= w.now and carries(s, m):
        mission.due = 1
        s.kind[mission.type].due += 1
        w.due += 1
        bind_fleet(s, mission.type)
    if d.busy == 0 and d.turned == 0:
        push(s, w.now, Phase.RELEASE, mission.key, Do.NEXT, j)


@njit
def drop(s: State, m: Int) -> None:
    """Let nobody fly a mission."""
    w = s.world[0]
    mission = s.mission[m]
    mission.dropped = 1
    if mission.due == 1:
        mission.due = 0
        s.kind[mission.type].due -= 1
        w.due -= 1
    elif mission.ready_s > w.now and carries(s, m):
        w.unready -= 1
    bind_fleet(s, mission.type)
