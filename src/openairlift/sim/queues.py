"""Queues of aircraft and of loads: linked lists in the order (rank, time of joining, luck key)."""

from __future__ import annotations

from openairlift.sim.jit import njit
from openairlift.sim.layout import QUEUES, Bool, Int, State
from openairlift.sim.spots import NONE

HOT = 3
"""Queues 0 to 2 are for spots by body class, 3 to 5 for those of them that need a spot for dangerous cargo."""

WORKING = 6
HANDLING = 7
STORAGE = 8
FUEL = 9
CREWS = 10


@njit
def queue_of(place: Int, which: Int) -> Int:
    """Return the row of a place's queue."""
    return place * QUEUES + which


@njit
def before(s: State, i: Int, j: Int) -> Bool:
    """Return whether aircraft i is served before aircraft j."""
    a = s.craft[i]
    b = s.craft[j]
    if a.rank != b.rank:
        return a.rank < b.rank
    if a.joined != b.joined:
        return a.joined < b.joined
    return a.key < b.key


@njit
def join(s: State, i: Int, queue: Int) -> None:
    """Put an aircraft in its place in a queue; `joined` must be set."""
    c = s.craft[i]
    q = s.queue[queue]
    ahead = q.tail
    while ahead >= 0 and before(s, i, ahead):
        ahead = s.craft[ahead].prev
    c.queue = queue
    c.prev = ahead
    if ahead < 0:
        c.next = q.head
        q.head = i
    else:
        c.next = s.craft[ahead].next
        s.craft[ahead].next = i
    if c.next < 0:
        q.tail = i
    else:
        s.craft[c.next].prev = i


@njit
def leave(s: State, i: Int) -> None:
    """Take an aircraft out of its queue."""
    c = s.craft[i]
    q = s.queue[c.queue]
    if c.prev < 0:
        q.head = c.next
    else:
        s.craft[c.prev].next = c.next
    if c.next < 0:
        q.tail = c.prev
    else:
        s.craft[c.next].prev = c.prev
    c.queue = NONE
    c.next = NONE
    c.prev = NONE


@njit
def load_before(s: State, i: Int, j: Int) -> Bool:
    """Return whether load i is taken before load j."""
    a = s.load[i]
    b = s.load[j]
    if a.rank != b.rank:
        return a.rank < b.rank
    if a.joined != b.joined:
        return a.joined < b.joined
    return a.key < b.key


@njit
def join_link(s: State, i: Int) -> None:
    """Put a cleared load in its place in the queue for its surface link."""
    link = s.link[s.load[i].link]
    ahead = NONE
    behind = link.head
    if link.tail >= 0 and not load_before(s, i, link.tail):
        ahead = link.tail
        behind = NONE
    else:
        while behind >= 0 and not load_before(s, i, behind):
            ahead = behind
            behind = s.load[behind].next
    s.load[i].next = behind
    if ahead < 0:
        link.head = i
    else:
        s.load[ahead].next = i
    if behind < 0:
        link.tail = i


@njit
def drop_load(s: State, i: Int) -> Bool:
    """Take a load out of the queue for its surface link; return whether it stood there."""
    link = s.link[s.load[i].link]
    ahead = NONE
    j = link.head
    while j >= 0 and j != i:
        ahead = j
        j = s.load[j].next
    if j < 0:
        return False
    behind = s.load[i].next
    if ahead < 0:
        link.head = behind
    else:
        s.load[ahead].next = behind
    if behind < 0:
        link.tail = ahead
    s.load[i].next = NONE
    return True
