"""A first plan at prices: the tail that falls free first takes what costs least against the relaxation's schedule."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from openairlift.solve.jit import njit
from openairlift.solve.search.links import book_link, clear_link, link_home, link_to
from openairlift.solve.search.play import (
    book_lift,
    fill,
    gain,
    give_job,
    new_job,
    place_lift,
    ready_after,
    refund,
    set_times,
    stop_spec,
)
from openairlift.solve.search.route import NEVER, first_ready, free_again, landing, schedule, survey


class Signs(NamedTuple):
    """Prices as a dispatcher reads them, on cells of `cell` seconds.

    potential: value of a tail that is free at an end, (ends, cells + 1). toll: price of occupying a stop up to a
    moment, (body classes, places, handled or not, cells + 1).
    """

    cell: int
    line: Any
    stock: Any
    potential: Any
    toll: Any
    step: int  # of quota [s]
    quota: Any  # missions begun by the end of every period, (types, lines, periods + 1)
    done: Any  # the same so far, (types, lines)


@njit
def read(row: Any, time: int, cell: int) -> float:
    """Return a function of time that is linear within cells."""
    last = row.size - 1
    k = time // cell
    if k >= last:
        return row[last]
    part = (time - k * cell) / cell
    return row[k] * (1.0 - part) + row[k + 1] * part


@njit
def net_worth(b: Any, s: Any, g: Any, lift: Any, body: int, at: Any, later: int) -> float:
    """Return what a lift is worth above the prices of its cargo and of its stops, if everything were `later`."""
    room, total = 1.0, 0.0
    start, landed = at[0] + later, landing(b, lift, at) + later
    for row in range(lift.cargo_first, lift.cargo_last):
        cargo = b.cargo[row]
        left = s.left[cargo.line]
        if cargo.stock >= 0:
            left = min(left, s.stock[cargo.stock])
        if left <= 1e-6 or cargo.ready > start or landed < cargo.earliest:
            continue
        share = min(room, left / cargo.room)
        each = gain(b, s, cargo.line, landed, landed + cargo.marked) - g.line[cargo.line]
        if cargo.stock >= 0:
            each -= g.stock[cargo.stock]
        if each <= 0.0:
            continue
        total += share * cargo.room * each
        room -= share
        if room <= 1e-9:
            break
    for k in range(lift.stops):
        spec = b.spec[stop_spec(lift, k)]
        here = at[k] + later
        row = g.toll[body, spec[0], spec[3]]
        total -= read(row, here + spec[1], g.cell) - read(row, here, g.cell)
    return total


@njit
def best_of(
    b: Any, s: Any, d: Any, g: Any, t: int, end: int, ready: int, look: int, urgency: float, later: int, pull: float
) -> Any:
    """Return the lift that costs a tail least, and when it starts."""
    tail = b.tail[t]
    o = b.outfit[tail.outfit]
    count = survey(b, s, d, tail.outfit, ready, min(ready + look, b.horizon))
    base = tail.base_end
    back = b.back[o.group_first + end * o.bases + base]
    best, best_start, best_value = -1, NEVER, 0.0
    at = d.at
    for a in range(count):
        k = d.active[a]
        if d.banned[k] == -t - 1:
            continue
        lift = b.lift[k]
        least = first_ready(b, s, lift)
        hop = b.hop[o.hop_first + end * o.groups + lift.group]
        start = NEVER
        if hop[0] >= 0:
            if schedule(b, s, d, lift, max(ready + hop[0], least), o.pauses, at):
                start = at[0]
            if start != NEVER and start - hop[0] - ready > hop[1]:
                start = NEVER
        if start == NEVER and back >= 0 and end != base:
            other = b.hop[o.hop_first + base * o.groups + lift.group]
            if other[0] >= 0 and schedule(b, s, d, lift, max(ready + b.chain[back, 1] + other[0], least), o.pauses, at):
                start = at[0]
        if start == NEVER:
            continue
        worth = net_worth(b, s, g, lift, o.body, at, 0)
        value = worth + read(g.potential[o.end_first + lift.end], free_again(b, lift, at), g.cell)
        if urgency > 0.0:
            value += urgency * (worth - net_worth(b, s, g, lift, o.body, at, later))
        if pull > 0.0:
            value += pull * lag(b, s, g, lift, o.type, start)
        if value > best_value:
            best, best_start, best_value = k, start, value
            for q in range(4):
                d.best[q] = at[q]
    return best, best_start


@njit
def lag(b: Any, s: Any, g: Any, lift: Any, type_: int, start: int) -> float:
    """Return by how many missions a type lags behind its quota of the line of a lift, in weighted size."""
    for row in range(lift.cargo_first, lift.cargo_last):
        cargo = b.cargo[row]
        if s.left[cargo.line] <= 1e-6 or cargo.ready > start:
            continue
        behind = read(g.quota[type_, cargo.line], start, g.step) - g.done[type_, cargo.line]
        return min(max(behind, -3.0), 6.0) * b.line[cargo.line].size * cargo.room
    return 0.0


@njit
def guided(b: Any, s: Any, d: Any, g: Any, look: int, urgency: float, later: int, pull: float, tails: Any) -> int:
    """Append jobs at prices, one at a time, to the tail that falls free first; return how many were made."""
    made = 0
    n = tails.size
    done = np.zeros(n, np.bool_)
    free = np.empty(n, np.int64)
    for i in range(n):
        free[i] = ready_after(b, s, tails[i], s.jobs[tails[i]])[1]
    while True:
        i = -1
        for m in range(n):
            if not done[m] and (i < 0 or free[m] < free[i]):
                i = m
        if i < 0:
            return made
        t = tails[i]
        d.banned[:] = 0
        while True:
            end, ready, spot = ready_after(b, s, t, s.jobs[t])
            k, start = best_of(b, s, d, g, t, end, ready, look, urgency, later, pull)
            j = new_job(s) if k >= 0 and s.jobs[t] + 1 < s.order.shape[1] else -1
            if j < 0:
                done[i] = True
                break
            home = s.job.shape[0] + t
            old = s.jobs[t]
            if old > 0:
                book_link(b, s, home, -1)
            s.job[j].lift, s.job[j].tail, s.job[j].fixed = k, t, 0
            set_times(s, j, d.best)
            s.job[j].loads, s.job[j].value = 0, 0.0
            ok = place_lift(b, s, j)
            if ok:
                ok = link_to(b, s, j, t, end, ready, spot, k, start, d.spots)
                if ok:
                    ok = fill(b, s, d.noise, j) > 0.0
                    if ok:
                        s.order[t, old] = j
                        s.jobs[t] = old + 1
                        after, when, held = ready_after(b, s, t, old + 1)
                        ok = link_home(b, s, home, t, after, when, held, d.spots)
                        if not ok:
                            s.jobs[t] = old
                    if not ok:
                        refund(b, s, j, -1.0)
                        book_link(b, s, j, -1)
                if not ok:
                    book_lift(b, s, j, -1)
            if ok:
                made += 1
                type_ = b.outfit[b.tail[t].outfit].type
                for q in range(s.job[j].loads):
                    g.done[type_, s.load_line[j, q]] += s.load_quantity[j, q] / b.cargo[s.load_row[j, q]].room
                free[i] = ready_after(b, s, t, old + 1)[1]
                break
            give_job(s, j)
            d.banned[k] = -t - 1
            clear_link(s, home)
            if old > 0:
                link_home(b, s, home, t, end, ready, spot, d.spots)
