"""The search: a first plan in the order in which tails fall free, then large-neighbourhood moves."""

from __future__ import annotations

from typing import Any

import numpy as np

from openairlift.solve.jit import njit
from openairlift.solve.search.links import book_link, clear_link
from openairlift.solve.search.picks import below, chance, pick, rotate, span_of, swap
from openairlift.solve.search.play import book_lift, gain, give_job, landed_at, ready_after, refund
from openairlift.solve.search.route import insert

TAILS = 12
"""Most tails of one move."""
EVEN, SPREAD, PARTED, HANDED = range(4)
"""How the worth of lines is seen in a move: as it is, with noise, by each tail with other lines left out, or by each
only those that the next tail of the move carried."""
EXTRA = 6
"""Most tails that are asked at the end of a move to take what is left over."""


@njit
def tell(s: Any, j: int, change: Any, sign: float) -> None:
    """Add what a job gains to a change of the terms."""
    change[0] += sign * s.job[j].in_time
    change[1] += sign * s.job[j].early
    change[2] += sign * s.job[j].soon


@njit
def take_off(b: Any, s: Any, t: int, i: int, j: int, change: Any) -> None:
    """Free what the jobs i … j − 1 of a tail and the links from i to j take. The order stays."""
    for m in range(i, j):
        k = s.order[t, m]
        book_link(b, s, k, -1)
        book_lift(b, s, k, -1)
        refund(b, s, k, -1.0)
        tell(s, k, change, -1.0)
    n = s.jobs[t]
    if j < n:
        book_link(b, s, s.order[t, j], -1)
    elif n > 0:
        book_link(b, s, s.job.shape[0] + t, -1)


@njit
def close_up(s: Any, t: int, i: int, j: int) -> None:
    """Take the jobs i … j − 1 out of a tail's order."""
    n = s.jobs[t]
    for m in range(j, n):
        s.order[t, m - (j - i)] = s.order[t, m]
    s.jobs[t] = n - (j - i)


@njit
def dispatch(b: Any, s: Any, d: Any, look: int, step: int, tails: Any) -> int:
    """Append jobs, one at a time, to the tail that falls free first; return how many were made."""
    made = 0
    n = tails.size
    done = np.zeros(n, np.bool_)
    free = np.empty(n, np.int64)
    for i in range(n):
        free[i] = ready_after(b, s, tails[i], s.jobs[tails[i]])[1]
    d.noise[:] = 1.0
    d.price[:] = 0.0
    while True:
        best = -1
        for i in range(n):
            if not done[i] and (best < 0 or free[i] < free[best]):
                best = i
        if best < 0:
            return made
        t = tails[best]
        home = s.job.shape[0] + t
        if s.jobs[t] > 0:
            book_link(b, s, home, -1)
        old = s.jobs[t]
        got = insert(b, s, d, t, old, free[best] + look, step, 1)
        if got < 0:  # no way home from there: take it off again
            for m in range(old, s.jobs[t]):
                j = s.order[t, m]
                book_link(b, s, j, -1)
                refund(b, s, j, -1.0)
                book_lift(b, s, j, -1)
                give_job(s, j)
            s.jobs[t] = old
            insert(b, s, d, t, old, free[best] + look, step, 0)
            done[best] = True
        elif got == 0:
            if free[best] + look < b.horizon and free[best] + look < b.tail[t].to_s:
                free[best] += look // 2
                if free[best] > b.horizon:
                    done[best] = True
            else:
                done[best] = True
        else:
            made += got
            free[best] = ready_after(b, s, t, s.jobs[t])[1]


@njit
def hand_on(s: Any, d: Any, n: int, m: int, first: Any, last: Any, old_order: Any) -> None:
    """Let a tail of a ring see only the lines that the next one carried."""
    d.noise[:] = 0.0
    other = (m + 1) % n
    for q in range(first[other], last[other]):
        j = old_order[other, q]
        for k in range(s.job[j].loads):
            d.noise[s.load_line[j, k]] = 1.0


@njit
def undone(b: Any, s: Any) -> float:
    """Return the weighted size of what nobody carries."""
    total = 0.0
    for i in range(s.left.size):
        total += s.left[i] * b.line[i].size
    return total


@njit
def early_end(b: Any, s: Any, rng: Any, chosen: Any, n: int) -> int:
    """Return of some random tails the one that is done first, or −1."""
    best, free = -1, 1 << 60
    if n >= chosen.size:
        return -1
    for _ in range(4):
        t = below(rng, s.jobs.size)
        if s.jobs[t] + 8 >= s.order.shape[1]:
            continue
        at = ready_after(b, s, t, s.jobs[t])[1]
        if at < free:
            best, free = t, at
    return best


@njit
def note_down(
    s: Any, m: int, t: int, i: int, j: int, first: Any, last: Any, old_jobs: Any, grown: Any, touched: Any,
    old_order: Any, old_link: Any,
) -> None:  # fmt: skip
    """Keep what is needed to take a move back."""
    first[m], last[m], old_jobs[m] = i, j, s.jobs[t]
    touched[m], grown[m] = False, 0
    for q in range(s.jobs[t]):
        old_order[m, q] = s.order[t, q]
    follow = s.order[t, j] if j < s.jobs[t] else s.job.shape[0] + t
    old_link[m] = s.link[follow]


@njit
def price_lines(b: Any, s: Any, d: Any, rng: Any, n: int, chosen: Any, first: Any, last: Any, old_order: Any) -> None:
    """Set what lines are worth to others: mostly what their last load of the move was worth, so that none hoards."""
    d.price[:] = 0.0
    if below(rng, 4) == 0:
        return
    shift = below(rng, 4) * 21_600
    for m in range(n):
        for q in range(first[m], last[m]):
            j = old_order[m, q]
            landed = landed_at(b, s, j)
            for k in range(s.job[j].loads):
                line = s.load_line[j, k]
                then = landed + below(rng, 43_200) + shift
                marked = then + b.cargo[s.load_row[j, k]].marked
                each = gain(b, s, line, then, marked)
                if d.price[line] == 0.0 or each < d.price[line]:
                    d.price[line] = each


@njit
def favour(d: Any, rng: Any, how: int) -> None:
    """Set the factors of the lines' worth: one for all, spread by a fifth, or a quarter of the lines left out."""
    for k in range(d.noise.size):
        if how == SPREAD:
            d.noise[k] = 1.0 + 0.2 * chance(rng)
        else:
            d.noise[k] = 0.0 if how == PARTED and below(rng, 4) == 0 else 1.0


@njit
def judge(change: Any, least: Any) -> int:
    """Return 1, 0 or −1: whether a change is better, as good or worse, the first term that differs deciding."""
    for k in range(3):
        if change[k] > least[k]:
            return 1
        if change[k] < -least[k]:
            return -1
    return 0


@njit
def take_back(
    b: Any, s: Any, n: int, chosen: Any, first: Any, last: Any, grown: Any, touched: Any, old_order: Any, old_jobs: Any,
    old_link: Any,
) -> None:  # fmt: skip
    """Undo a move: what its tails were given goes, what was taken off comes back, with all bookings."""
    rows = s.job.shape[0]
    for m in range(n):
        if not touched[m]:
            continue
        t = chosen[m]
        for q in range(first[m], first[m] + grown[m]):
            j = s.order[t, q]
            book_link(b, s, j, -1)
            refund(b, s, j, -1.0)
            book_lift(b, s, j, -1)
            give_job(s, j)
        at = first[m] + grown[m]
        follow = s.order[t, at] if at < s.jobs[t] else rows + t
        book_link(b, s, follow, -1)
        clear_link(s, follow)
    for m in range(n):
        t = chosen[m]
        for q in range(old_jobs[m]):
            s.order[t, q] = old_order[m, q]
        s.jobs[t] = old_jobs[m]
        follow = s.order[t, last[m]] if last[m] < s.jobs[t] else rows + t
        s.link[follow] = old_link[m]
        if s.jobs[t] > 0:
            book_link(b, s, follow, 1)
        for q in range(first[m], last[m]):
            j = s.order[t, q]
            book_lift(b, s, j, 1)
            book_link(b, s, j, 1)
            refund(b, s, j, 1.0)


@njit
def improve(
    b: Any, s: Any, d: Any, rng: Any, moves: int, temperature: float, until: int, step: int, tally: Any
) -> None:
    """Try moves. tally: accepted, improved, failed."""
    chosen, low, high = np.zeros(TAILS, np.int64), np.zeros(TAILS, np.int64), np.zeros(TAILS, np.int64)
    rows = s.job.shape[0]
    width = s.order.shape[1]
    old_order = np.zeros((TAILS, width), np.int64)
    old_jobs, first, last = np.zeros(TAILS, np.int64), np.zeros(TAILS, np.int64), np.zeros(TAILS, np.int64)
    grown, turn = np.zeros(TAILS, np.int64), np.zeros(TAILS, np.int64)
    touched = np.zeros(TAILS, np.bool_)
    old_link = np.zeros(TAILS, s.link.dtype)
    change, fine = np.zeros(3), np.zeros(3)
    whole = 0.0
    for i in range(b.line.size):
        whole += b.line[i].size * b.line[i].quantity
    fine[:] = 1e-9 * whole
    for _ in range(moves):
        ring = below(rng, 4) == 0
        n = rotate(s, rng, chosen, low, high) if ring else pick(b, s, rng, chosen, low, high, until)
        ring &= n > 1
        change[:] = 0.0
        ring_size = n
        waiting = undone(b, s)
        for m in range(n):
            i, j = span_of(s, chosen[m], low[m], high[m])
            note_down(s, m, chosen[m], i, j, first, last, old_jobs, grown, touched, old_order, old_link)
            take_off(b, s, chosen[m], i, j, change)
            close_up(s, chosen[m], i, j)
        price_lines(b, s, d, rng, n, chosen, first, last, old_order)
        how = (EVEN, EVEN, EVEN, SPREAD, SPREAD, PARTED, PARTED, PARTED)[below(rng, 8)]
        if ring and below(rng, 4):
            how = HANDED
        favour(d, rng, how)
        pace = step << (2 * below(rng, 2))
        ok = True
        for q in range(n):
            turn[q] = q
        for q in range(n):  # in random order
            r = q + below(rng, n - q)
            swap(turn, q, r)
            m = turn[q]
            t = chosen[m]
            had = s.jobs[t]
            touched[m] = True
            if how == PARTED:
                favour(d, rng, how)
            elif how == HANDED:
                hand_on(s, d, ring_size, m, first, last, old_order)
            got = insert(b, s, d, t, first[m], high[m] + 172_800, pace, 1 << 30)
            grown[m] = s.jobs[t] - had
            for c in range(first[m], first[m] + grown[m]):
                tell(s, s.order[t, c], change, 1.0)
            if got < 0:
                ok = False
                break
        d.price[:] = 0.0
        d.noise[:] = 1.0
        for _ in range(EXTRA):
            if not ok or undone(b, s) <= waiting + 1e-6 * abs(waiting) + 1e-6:
                break
            t = early_end(b, s, rng, chosen, n)
            if t < 0:
                break
            again = -1
            for m in range(n):
                if chosen[m] == t:
                    again = m
            if again >= 0:
                at = s.jobs[t]
                if first[again] + grown[again] < at:  # it has jobs that stay behind the window
                    continue
                book_link(b, s, rows + t, -1)
                ok = insert(b, s, d, t, at, ready_after(b, s, t, at)[1] + 259_200, step, 1 << 30) >= 0
                grown[again] += s.jobs[t] - at
                for c in range(at, s.jobs[t]):
                    tell(s, s.order[t, c], change, 1.0)
                continue
            m, at = n, s.jobs[t]
            chosen[m] = t
            note_down(s, m, t, at, at, first, last, old_jobs, grown, touched, old_order, old_link)
            take_off(b, s, t, at, at, change)
            touched[m] = True
            n += 1
            ok = insert(b, s, d, t, at, ready_after(b, s, t, at)[1] + 259_200, step, 1 << 30) >= 0
            grown[m] = s.jobs[t] - at
            for c in range(at, at + grown[m]):
                tell(s, s.order[t, c], change, 1.0)
        better = judge(change, fine)
        delta = s.weights[0] * change[0] + s.weights[1] * change[1] + s.weights[2] * change[2]
        if better < 0 and temperature > 0.0 and chance(rng) < np.exp(min(delta, 0.0) / temperature):
            better = 0
        if ok and better >= 0:
            for m in range(n):
                for q in range(first[m], last[m]):
                    give_job(s, old_order[m, q])
            tally[0] += 1
            if better > 0:
                tally[1] += 1
        else:
            if not ok:
                tally[2] += 1
            take_back(b, s, n, chosen, first, last, grown, touched, old_order, old_jobs, old_link)
