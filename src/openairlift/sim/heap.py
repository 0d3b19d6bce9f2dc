"""The event heap: a binary heap in a record array, ordered by (second and phase, luck key, number)."""

from __future__ import annotations

from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State, Status


@njit
def push(s: State, time: Int, phase: Phase, key: Int, what: Do, who: Int) -> Int:
    """Add an event and return its number; entries at or after the horizon are dropped."""
    w = s.world[0]
    number = w.numbers
    w.numbers = number + 1
    if time >= w.horizon:
        return number
    i = w.heap_count
    if i >= len(s.heap):
        w.status = Status.HEAP_FULL.value
        return number
    w.heap_count = i + 1
    when = time * 8 + phase.value
    while i > 0:
        parent = (i - 1) >> 1
        p = s.heap[parent]
        # the number of a new entry is the highest: it goes above none that has the same time and key
        if p.when < when or (p.when == when and p.key <= key):
            break
        s.heap[i] = p
        i = parent
    e = s.heap[i]
    e.when = when
    e.key = key
    e.number = number
    e.what = what.value
    e.who = who
    return number


@njit
def earlier(s: State, i: Int, j: Int) -> Bool:
    """Return whether entry i comes before entry j."""
    a = s.heap[i]
    b = s.heap[j]
    if a.when != b.when:
        return a.when < b.when
    if a.key != b.key:
        return a.key < b.key
    return a.number < b.number


@njit
def drop_first(s: State) -> None:
    """Remove the first entry: the gap goes down to a leaf, and the last entry up from there (it seldom goes far)."""
    w = s.world[0]
    n = w.heap_count - 1
    w.heap_count = n
    i = 0
    child = 1
    while child < n:
        if child + 1 < n and earlier(s, child + 1, child):
            child += 1
        s.heap[i] = s.heap[child]
        i = child
        child = 2 * i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if not earlier(s, n, parent):
            break
        s.heap[i] = s.heap[parent]
        i = parent
    if i != n:
        s.heap[i] = s.heap[n]
