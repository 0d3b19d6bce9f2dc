"""A first plan after the guide: its missions in the order in which they begin, each on the tail that fits it best."""

from __future__ import annotations

from typing import Any

import numpy as np

from openairlift.network.network import FloatArray, IntArray
from openairlift.solve.jit import njit
from openairlift.solve.search.links import book_link, clear_link, link_home, link_to
from openairlift.solve.search.play import (
    book_lift,
    fill,
    give_job,
    new_job,
    place_lift,
    ready_after,
    refund,
    set_times,
    stop_spec,
)
from openairlift.solve.search.route import first_ready, landing, list_of, schedule


def targets_of(quota: FloatArray, step: int, *, offset: float = 0.5) -> IntArray:
    """Return missions of the guide in order: rows (second, type, line); the k-th begins when k + offset have begun."""
    rows: list[tuple[int, int, int]] = []
    times = np.arange(quota.shape[2]) * float(step)
    for type_ in range(quota.shape[0]):
        for line in range(quota.shape[1]):
            begun = quota[type_, line]
            count = int(np.floor(begun[-1] - offset + 1.0 + 1e-9))
            if count > 0:
                # strictly increasing for interpolation
                at = np.interp(np.arange(count) + offset, begun + np.arange(begun.size) * 1e-12, times)
                rows += [(int(second), type_, line) for second in at]
    rows.sort()
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


@njit
def follow(b: Any, s: Any, d: Any, targets: Any, lead: int, thrift: float) -> int:
    """Append a job for every target; return how many were made.

    lead: how long before its target a job may begin [s]. thrift: weight of a tail's idle time against a later landing.
    """
    made = 0
    tails = s.jobs.size
    end, ready, spot = np.empty(tails, np.int64), np.empty(tails, np.int64), np.empty(tails, np.int64)
    for t in range(tails):
        end[t], ready[t], spot[t] = ready_after(b, s, t, s.jobs[t])
    for q in range(targets.shape[0]):
        at, type_, line = targets[q, 0], targets[q, 1], targets[q, 2]
        if s.left[line] <= 1e-6:
            continue
        for _ in range(4):
            t, k, start = fit(b, s, d, at - lead, type_, line, end, ready, thrift, q)
            if t < 0:
                break
            if append(b, s, d, t, end[t], ready[t], spot[t], k, start):
                made += 1
                end[t], ready[t], spot[t] = ready_after(b, s, t, s.jobs[t])
                break
            d.banned[k] = q + 1
    return made


@njit
def fit(
    b: Any, s: Any, d: Any, since: int, type_: int, line: int, end: Any, ready: Any, thrift: float, number: int
) -> Any:
    """Return the tail and lift that carry some of a line at the least cost, and its start; (−1, −1, 0) for none."""
    best_t, best_k, best_start, best = -1, -1, 0, 1e300
    at = d.at
    if number == 0:
        d.banned[:] = 0
    for u in range(b.outfit.size):
        o = b.outfit[u]
        if o.type != type_:
            continue
        d.call[0] += 1
        for k in range(o.lift_first, o.lift_last):
            lift = b.lift[k]
            if d.banned[k] == number + 1:
                continue
            carries = False
            for row in range(lift.cargo_first, lift.cargo_last):
                carries |= b.cargo[row].line == line
            if not carries:
                continue
            least = max(first_ready(b, s, lift), since)
            if least >= b.horizon:
                continue
            for j in range(lift.stops):
                list_of(b, s, d, stop_spec(lift, j), max(least - 86_400, 0), b.horizon)
            for t in range(b.tail.size):
                if b.tail[t].outfit != u or s.jobs[t] + 1 >= s.order.shape[1]:
                    continue
                hop = b.hop[o.hop_first + end[t] * o.groups + lift.group]
                if hop[0] < 0:
                    continue
                earliest = max(least, ready[t] + hop[0])
                if earliest + lift.landed >= best:
                    continue
                if not schedule(b, s, d, lift, earliest, o.pauses, at):
                    continue
                start = at[0]
                if start - hop[0] - ready[t] > hop[1]:
                    continue
                cost = landing(b, lift, at) + thrift * (start - hop[0] - ready[t])
                if cost < best:
                    best_t, best_k, best_start, best = t, k, start, cost
                    for q in range(4):
                        d.best[q] = at[q]
    return best_t, best_k, best_start


@njit
def append(b: Any, s: Any, d: Any, t: int, end: int, ready: int, spot: int, k: int, start: int) -> bool:
    """Put a job behind a tail's others, with the way home; return whether it could be."""
    j = new_job(s)
    if j < 0:
        return False
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
    if not ok:
        give_job(s, j)
        clear_link(s, home)
        if old > 0:
            link_home(b, s, home, t, end, ready, spot, d.spots)
    return ok
