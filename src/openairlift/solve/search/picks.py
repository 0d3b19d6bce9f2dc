"""What a move of the search takes off: tails and windows, drawn at random near each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from openairlift.solve.jit import njit
from openairlift.solve.search.play import landed_at


@njit
def draw_bits(rng: Any) -> int:
    """Return 31 random bits (xorshift64*, in wrapping arithmetic)."""
    x = rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    rng[0] = x
    return int((x * np.uint64(2685821657736338717)) >> np.uint64(33))


@njit
def below(rng: Any, n: int) -> int:
    """Return a random number in [0, n)."""
    return draw_bits(rng) % n


@njit
def chance(rng: Any) -> float:
    """Return a random number in [0, 1)."""
    return draw_bits(rng) / 2147483648.0


@njit
def swap(a: Any, i: int, j: int) -> None:
    """Exchange two entries."""
    x = a[i]
    a[i] = a[j]
    a[j] = x


@njit
def span_of(s: Any, t: int, low: int, high: int) -> Any:
    """Return the range of a tail's jobs that start in [low, high); jobs that are kept bound it."""
    n = s.jobs[t]
    i = 0
    while i < n and (s.job[s.order[t, i]].start < low or s.job[s.order[t, i]].fixed == 1):
        i += 1
    j = i
    while j < n and s.job[s.order[t, j]].start < high and s.job[s.order[t, j]].fixed == 0:
        j += 1
    return i, j


@njit
def any_job(s: Any, rng: Any) -> Any:
    """Return a random tail that has jobs, and one of its jobs; (−1, −1) where none was found."""
    for _ in range(20):
        t = below(rng, s.jobs.size)
        if s.jobs[t] > 0:
            return t, s.order[t, below(rng, s.jobs[t])]
    return -1, -1


@njit
def wait_of(b: Any, s: Any, j: int) -> float:
    """Return the weighted delay of what a job carries."""
    landed = landed_at(b, s, j)
    total = 0.0
    for k in range(s.job[j].loads):
        cargo = b.cargo[s.load_row[j, k]]
        line = b.line[cargo.line]
        total += s.load_quantity[j, k] * line.size * max(landed + cargo.marked - line.free_flow, 0)
    return total


@njit
def promote(b: Any, s: Any, rng: Any, chosen: Any, low: Any, high: Any) -> int:
    """Choose a job whose cargo waits long, and tails that fly something else before it; return how many tails."""
    late_tail, late = any_job(s, rng)
    if late_tail < 0:
        return 0
    for _ in range(3):
        t, j = any_job(s, rng)
        if t >= 0 and wait_of(b, s, j) > wait_of(b, s, late):
            late_tail, late = t, j
    at = s.job[late].start
    chosen[0], low[0], high[0] = late_tail, at, at + 1 + below(rng, 2) * below(rng, 172_800)
    ready = at
    for k in range(s.job[late].loads):
        ready = min(ready, b.cargo[s.load_row[late, k]].ready)
    n, want = 1, 2 + below(rng, 2)
    begin = below(rng, s.jobs.size)
    length = 43_200 + below(rng, 259_200)
    since = ready - 86_400 + below(rng, max(at - ready, 1) + 86_400)
    for m in range(s.jobs.size):
        t = (begin + m) % s.jobs.size
        if t == late_tail or (b.tail[t].outfit != b.tail[late_tail].outfit and below(rng, 2) == 0):
            continue
        i, j = span_of(s, t, since, since + length)
        if j > i or below(rng, 4) == 0:
            chosen[n], low[n], high[n] = t, since, since + length
            n += 1
            if n >= want:
                break
    return n


@njit
def rotate(s: Any, rng: Any, chosen: Any, low: Any, high: Any) -> int:
    """Choose jobs of some tails that begin about the same time, to be handed on in a ring; return how many tails."""
    first, job = any_job(s, rng)
    if first < 0:
        return 0
    at = s.job[job].start
    length = 43_200 << below(rng, 4)
    after = below(rng, 2) * below(rng, 172_800)
    chosen[0], low[0], high[0] = first, at, at + 1 + after
    n, want = 1, 2 + below(rng, 3)
    for _ in range(40):
        t, job = any_job(s, rng)
        if t < 0 or n >= want:
            break
        begins = s.job[job].start
        taken = abs(begins - at) > length
        for m in range(n):
            taken |= chosen[m] == t
        if not taken:
            chosen[n], low[n], high[n] = t, begins, begins + 1 + after
            n += 1
    return n


@njit
def pick(b: Any, s: Any, rng: Any, chosen: Any, low: Any, high: Any, until: int) -> int:
    """Choose the tails of a move, and the window of each in which its jobs are taken off; return how many tails."""
    tails = s.jobs.size
    how = below(rng, 6)
    if how >= 4:
        return promote(b, s, rng, chosen, low, high)
    want = 1 + below(rng, 4) if below(rng, 4) else 2 + below(rng, 7)
    length = 86_400 * (1 << below(rng, 4)) // 2 + below(rng, 43_200)
    if below(rng, 8) == 0:
        length = until
    pivot_tail, pivot = any_job(s, rng)
    if pivot_tail < 0 or how == 0:
        low[:] = below(rng, max(until, 1)) - length // 2
        high[:] = low[0] + length
        for n in range(want):
            chosen[n] = below(rng, tails)
        return distinct(chosen, want)
    at = s.job[pivot].start
    low[:] = at - below(rng, length)
    high[:] = low[0] + length
    chosen[0] = pivot_tail
    n = 1
    place = b.lift[s.job[pivot].lift].origin
    hub = b.spec[last_spec(b.lift[s.job[pivot].lift]), 0]
    begin = below(rng, tails)
    for m in range(tails):
        t = (begin + m) % tails
        if t == pivot_tail:
            continue
        near = False
        if how == 1:  # the same outfit
            near = b.tail[t].outfit == b.tail[pivot_tail].outfit
        else:
            for q in range(s.jobs[t]):
                job = s.job[s.order[t, q]]
                if abs(job.start - at) < 86_400:
                    lift = b.lift[job.lift]
                    if (how == 2 and lift.origin == place) or (how == 3 and b.spec[last_spec(lift), 0] == hub):
                        near = True
                        break
        if near:
            chosen[n] = t
            n += 1
            if n >= want:
                break
    return n


@njit
def last_spec(lift: Any) -> int:
    """Return the spec of a lift's offload."""
    return lift.spec1 if lift.stops == 2 else lift.spec2 if lift.stops == 3 else lift.spec3


@njit
def distinct(chosen: Any, n: int) -> int:
    """Keep each number once; return how many are left."""
    kept = 0
    for i in range(n):
        seen = False
        for k in range(kept):
            if chosen[k] == chosen[i]:
                seen = True
                break
        if not seen:
            chosen[kept] = chosen[i]
            kept += 1
    return kept
