"""Time-lines of places in compiled code: what is taken and what there is, step by step, and where gaps are.

Columns of a step: 0–8 spots taken (3 × spot class + body class), 9 working, 10 handling, 11 hot spots; then capacities:
12–14 spots by class, 15 working, 16 handling, 17 hot spots.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from openairlift.solve.jit import njit

WIDTH = 20
WORDS = 5
"""A step is 20 numbers of 16 bits, moved as 5 words of 64."""
WORK, HAND, HOT = 9, 10, 11
CAP_SPOT, CAP_WORK, CAP_HAND, CAP_HOT = 12, 15, 16, 17
NO_LIMIT = 30_000
NEVER = 1 << 60


@njit
def at_step(c: Any, p: int, time: int) -> int:
    """Return the step that holds at a time."""
    return int(np.searchsorted(c.times[p, : c.count[p]], time, side="right")) - 1


@njit
def split(c: Any, p: int, time: int) -> int:
    """Return the step that begins at a time, made if need be; -1 where there is no room for one."""
    i = at_step(c, p, time)
    if c.times[p, i] == time:
        return i
    n = c.count[p]
    if n >= c.times.shape[1]:
        return -1
    times, words = c.times[p], c.words[p]
    for k in range(n, i + 1, -1):
        times[k] = times[k - 1]
        for w in range(WORDS):
            words[k, w] = words[k - 1, w]
    times[i + 1] = time
    for w in range(WORDS):
        words[i + 1, w] = words[i, w]
    c.count[p] = n + 1
    return i + 1


@njit
def drop_if_same(c: Any, p: int, i: int) -> None:
    """Take a step away that is like the one before it."""
    if i <= 0 or i >= c.count[p]:
        return
    times, words = c.times[p], c.words[p]
    for w in range(WORDS):
        if words[i, w] != words[i - 1, w]:
            return
    n = c.count[p]
    for k in range(i, n - 1):
        times[k] = times[k + 1]
        for w in range(WORDS):
            words[k, w] = words[k + 1, w]
    c.count[p] = n - 1


@njit
def add(c: Any, p: int, start: int, end: int, column: int, amount: int) -> None:
    """Take (or with a negative amount give back) in [start, end)."""
    if end <= start:
        return
    first = split(c, p, start)
    last = split(c, p, end)
    for i in range(first, last):
        c.steps[p, i, column] += amount
    drop_if_same(c, p, last)
    drop_if_same(c, p, first)


@njit
def spot_free(b: Any, c: Any, p: int, i: int, spot: int, body: int) -> bool:
    """Return whether one more aircraft fits on the spots of a class in a step."""
    total = 0
    for other in range(spot + 1):
        taken = c.steps[p, i, 3 * spot + other] + (1 if other == body else 0)
        per = b.per_spot[p, other, spot]
        total += (taken + per - 1) // per
    return total <= c.steps[p, i, CAP_SPOT + spot]


@njit
def find_spot(b: Any, c: Any, p: int, body: int, start: int, end: int) -> int:
    """Return the smallest class of spot that is free all along, or -1."""
    for spot in range(body, 3):
        if holds(b, c, p, spot, body, start, end):
            return spot
    return -1


@njit
def holds(b: Any, c: Any, p: int, spot: int, body: int, start: int, end: int) -> bool:
    """Return whether a spot of a class is free all along."""
    i = at_step(c, p, start)
    while i < c.count[p] and c.times[p, i] < end:
        if not spot_free(b, c, p, i, spot, body):
            return False
        i += 1
    return True


@njit
def serves(c: Any, p: int, start: int, end: int, handled: int) -> bool:
    """Return whether a working slot (and a place of handling) is free all along."""
    i = at_step(c, p, start)
    while i < c.count[p] and c.times[p, i] < end:
        if c.steps[p, i, WORK] >= c.steps[p, i, CAP_WORK]:
            return False
        if handled == 1 and c.steps[p, i, HAND] >= c.steps[p, i, CAP_HAND]:
            return False
        i += 1
    return True


@njit
def is_open(b: Any, p: int, time: int) -> bool:
    """Return whether a place is open."""
    for w in range(b.window_first[p], b.window_first[p + 1]):  # noqa: SIM110 - no generators in compiled code
        if b.window[w, 0] <= time < b.window[w, 1]:
            return True
    return False


@njit
def runs(b: Any, c: Any, spec: Any, work: bool, spot: int, length: int, low: int, high: int, out: Any) -> int:
    """List the intervals of starts in [low, high] for a length: with a slot (work), on a spot of a class, or both.

    `out` has two rows; the result is how many intervals there are.
    """
    p, body, handled, hot = spec[0], spec[5], spec[3], spec[4]
    n, begun = 0, NEVER
    count = c.count[p]
    for i in range(at_step(c, p, low), count + 1):
        time = c.times[p, i] if i < count else NEVER
        free = i < count
        if free and work:
            free = c.steps[p, i, WORK] < c.steps[p, i, CAP_WORK] and (
                handled == 0 or c.steps[p, i, HAND] < c.steps[p, i, CAP_HAND]
            )
        if free and spot >= 0:
            free = spot_free(b, c, p, i, spot, body) and (hot == 0 or c.steps[p, i, HOT] < c.steps[p, i, CAP_HOT])
        if free and begun == NEVER:
            begun = max(time, low)
            if begun > high:
                break
        if not free and begun != NEVER:
            last = min(time - length, high) if time < NEVER else high
            if last >= begun and n < out.shape[1]:
                out[0, n], out[1, n] = begun, last
                n += 1
            begun = NEVER
            if time > high:
                break
    if begun != NEVER and n < out.shape[1]:
        last = high
        if last >= begun:
            out[0, n], out[1, n] = begun, last
            n += 1
    return n


@njit
def meet(a: Any, n: int, d: Any, m: int, shift: int, out: Any) -> int:
    """Intersect two lists of intervals, the second moved by `shift`."""
    i = j = k = 0
    while i < n and j < m and k < out.shape[1]:
        low = max(a[0, i], d[0, j] + shift)
        high = min(a[1, i], d[1, j] + shift)
        if low <= high:
            out[0, k], out[1, k] = low, high
            k += 1
        if a[1, i] < d[1, j] + shift:
            i += 1
        else:
            j += 1
    return k


@njit
def join(a: Any, n: int, d: Any, m: int, out: Any) -> int:
    """Unite two lists of intervals."""
    i = j = k = 0
    while (i < n or j < m) and k < out.shape[1]:
        if j >= m or (i < n and a[0, i] <= d[0, j]):
            low, high = a[0, i], a[1, i]
            i += 1
        else:
            low, high = d[0, j], d[1, j]
            j += 1
        if k > 0 and low <= out[1, k - 1] + 1:
            out[1, k - 1] = max(out[1, k - 1], high)
        else:
            out[0, k], out[1, k] = low, high
            k += 1
    return k


@njit
def gaps(b: Any, c: Any, spec: Any, low: int, high: int, out: Any, one: Any, two: Any, three: Any) -> int:
    """List the starts in [low, high] at which a stop can be served and stay: intervals in `out`."""
    p, ground, stay, body = spec[0], spec[1], spec[2], spec[5]
    together = ground == stay
    n = 0
    for spot in range(body, 3):
        if b.spots[p, spot] == 0:
            continue
        m = runs(b, c, spec, together, spot, stay, low, high, one)
        if n == 0:
            for i in range(m):
                out[0, i], out[1, i] = one[0, i], one[1, i]
            n = m
        else:
            n = join(out, n, one, m, two)
            for i in range(n):
                out[0, i], out[1, i] = two[0, i], two[1, i]
        if c.steps[p, 0, CAP_SPOT + spot] >= NO_LIMIT:
            break
    if not together:
        m = runs(b, c, spec, True, -1, ground, low, high, one)
        n = meet(out, n, one, m, 0, two)
        for i in range(n):
            out[0, i], out[1, i] = two[0, i], two[1, i]
    first, last = b.window_first[p], b.window_first[p + 1]
    if not (last - first == 1 and b.window[first, 0] <= 0 and b.window[first, 1] > NEVER >> 11):
        for shift in (0, stay):  # open when it lands, and when it leaves
            m = 0
            for w in range(first, last):
                three[0, m], three[1, m] = b.window[w, 0], b.window[w, 1] - 1
                m += 1
            n = meet(out, n, three, m, -shift, two)
            for i in range(n):
                out[0, i], out[1, i] = two[0, i], two[1, i]
    if b.landings[p] > 0:
        m = 0
        for day in range(c.landed.shape[1]):
            if c.landed[p, day] < b.landings[p] and m < three.shape[1]:
                three[0, m], three[1, m] = day * 86_400, day * 86_400 + 86_399
                m += 1
        n = meet(out, n, three, m, 0, two)
        for i in range(n):
            out[0, i], out[1, i] = two[0, i], two[1, i]
    return n
