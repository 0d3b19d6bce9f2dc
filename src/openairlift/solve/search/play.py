"""The state of a search: jobs of tails, what is booked, what is left to carry; and every change of it.

A *job* is a lift with the second at which each of its services starts, and its loads; it may pause after a service.
How a tail gets from one job to the next is in `links`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from openairlift.solve.jit import njit
from openairlift.solve.search.board import FAR, record
from openairlift.solve.search.clock import (
    HAND,
    HOT,
    WORK,
    add,
    find_spot,
    is_open,
    serves,
)

JOB = record(i8="lift start at1 at2 at3 tail loads spot0 spot1 spot2 spot3 fixed", f8="value in_time early soon")
LINK = record(
    i8="kind leaves chain chain_spot0 chain_spot1 chain_spot2 back back_at back_spot0 back_spot1 back_spot2 "
    "held_place held_spot held_body held_from held_to"
)
_DUST = 1e-6


class Play(NamedTuple):
    """State; link row = job row, or jobs + tail for the way home of a tail's last job."""

    times: Any
    steps: Any
    words: Any  # the same memory as `steps`
    count: Any
    landed: Any
    left: Any
    stock: Any
    job: Any
    load_line: Any
    load_row: Any
    load_quantity: Any
    link: Any
    order: Any
    jobs: Any
    free: Any
    free_count: Any
    weights: Any
    begin: Any  # per tail: end, second from which it is free there (-1: window), spot class held or -1


@njit
def gains(b: Any, line: int, landed: int, marked: int) -> Any:
    """Return what a unit of a line gains in terms 1 to 3 when it lands and passes the mark at these times."""
    row = b.line[line]
    horizon = b.horizon
    latest = row.latest
    if latest >= FAR:
        in_time = marked < horizon
    else:
        in_time = landed <= latest and landed < horizon
    early = max(horizon - max(marked, row.required), 0) / 86_400.0
    soon = max(horizon - max(marked, row.free_flow), 0) / 86_400.0
    return row.size if in_time else 0.0, early * row.size, soon * row.size


@njit
def gain(b: Any, s: Any, line: int, landed: int, marked: int) -> float:
    """Return what a unit of a line is worth to the search when it lands and passes the mark at these times."""
    one, two, three = gains(b, line, landed, marked)
    return s.weights[0] * one + s.weights[1] * two + s.weights[2] * three


@njit
def fill(b: Any, s: Any, noise: Any, j: int) -> float:
    """Load a job as full as it can be with what is left, most valuable first; return its worth.

    noise: factor of the worth of each line; what has none is not loaded.
    """
    job = s.job[j]
    lift = b.lift[job.lift]
    type_ = b.outfit[b.tail[job.tail].outfit].type
    landed = landed_at(b, s, j)
    mass, places, seats, explosive = lift.payload, lift.positions, lift.seats, lift.explosive
    loads, total = 0, 0.0
    s.job[j].in_time, s.job[j].early, s.job[j].soon = 0.0, 0.0, 0.0
    for row in range(lift.cargo_first, lift.cargo_last):
        cargo = b.cargo[row]
        left = s.left[cargo.line]
        if cargo.stock >= 0:
            left = min(left, s.stock[cargo.stock])
        if left <= _DUST or cargo.ready > job.start or landed < cargo.earliest or loads >= s.load_line.shape[1]:
            continue
        if noise[cargo.line] <= 0.0:
            continue
        line = b.line[cargo.line]
        fits = True
        for k in range(loads):
            if not b.share[cargo.line, s.load_line[j, k]]:
                fits = False
                break
        if not fits or (line.whole == 2 and loads > 0):
            continue
        one, two, three = gains(b, cargo.line, landed, landed + cargo.marked)
        worth = s.weights[0] * one + s.weights[1] * two + s.weights[2] * three
        if worth <= 0.0:
            continue
        quantity = min(left, mass / line.unit_kg)
        each = b.positions[type_, cargo.line]
        if places >= 0.0 and each > 0.0:
            quantity = min(quantity, places / each)
        if line.people == 1 and seats >= 0.0:
            quantity = min(quantity, seats)
        if explosive >= 0.0 and line.explosive > 0.0:
            quantity = min(quantity, explosive / line.explosive)
        if line.whole == 2:
            quantity = 1.0 if line.unit_kg <= lift.payload * (1.0 + 1e-9) and left >= 1.0 else 0.0
        elif line.whole == 1:
            quantity = np.floor(quantity * (1.0 + 1e-9) + 1e-9)
            quantity = min(quantity, np.floor(left + _DUST))
        if quantity <= _DUST:
            continue
        s.load_line[j, loads], s.load_row[j, loads], s.load_quantity[j, loads] = cargo.line, row, quantity
        loads += 1
        total += worth * quantity
        s.job[j].in_time += one * quantity
        s.job[j].early += two * quantity
        s.job[j].soon += three * quantity
        draw(b, s, row, quantity)
        mass -= quantity * line.unit_kg
        if places >= 0.0:
            places -= quantity * each
        if line.people == 1:
            seats -= quantity
        explosive -= quantity * line.explosive
        mass, places, explosive = max(mass, 0.0), places if places < 0.0 else max(places, 0.0), explosive
        if line.whole == 2 or mass <= _DUST:
            break
    s.job[j].loads = loads
    s.job[j].value = total
    return total


@njit
def draw(b: Any, s: Any, row: int, quantity: float) -> None:
    """Take a quantity from what is left; with a negative one give it back."""
    line, stock = b.cargo[row].line, b.cargo[row].stock
    s.left[line] = s.left[line] - quantity
    if abs(s.left[line]) < _DUST:
        s.left[line] = 0.0
    if stock >= 0:
        s.stock[stock] -= quantity
        if abs(s.stock[stock]) < _DUST:
            s.stock[stock] = 0.0


@njit
def refund(b: Any, s: Any, j: int, sign: float) -> None:
    """Give back what a job carries (sign −1), or take it again (sign 1)."""
    for k in range(s.job[j].loads):
        draw(b, s, s.load_row[j, k], sign * s.load_quantity[j, k])


@njit
def stand(b: Any, s: Any, spec: Any, spot: int, at: int, stay: int, sign: int) -> None:
    """Book (1) or free (−1) a stop: spot, slot, handling, hot spot, landing."""
    p, ground, handled, hot, body = spec[0], spec[1], spec[3], spec[4], spec[5]
    add(s, p, at, at + stay, 3 * spot + body, sign)
    add(s, p, at, at + ground, WORK, sign)
    if handled == 1:
        add(s, p, at, at + ground, HAND, sign)
    if hot == 1:
        add(s, p, at, at + stay, HOT, sign)
    day = at // 86_400
    if 0 <= day < s.landed.shape[1]:
        s.landed[p, day] += sign


@njit
def at_stop(job: Any, k: int) -> int:
    """Return when the service at a stop of a job starts."""
    return job.start if k == 0 else job.at1 if k == 1 else job.at2 if k == 2 else job.at3


@njit
def set_times(s: Any, j: int, at: Any) -> None:
    """Set when the services of a job start."""
    s.job[j].start, s.job[j].at1, s.job[j].at2, s.job[j].at3 = at[0], at[1], at[2], at[3]


@njit
def landed_at(b: Any, s: Any, j: int) -> int:
    """Return when a job has landed its cargo."""
    lift = b.lift[s.job[j].lift]
    last = lift.stops - 1
    return at_stop(s.job[j], last) + b.spec[stop_spec(lift, last), 1]


@njit
def stay_of(b: Any, lift: Any, k: int, here: int, following: int) -> int:
    """Return how long an aircraft stays at a stop, from the services' starts here and at the stop after."""
    stay = b.spec[stop_spec(lift, k), 2]
    if k == lift.stops - 1:
        return stay
    return following - here - (stop_off(lift, k + 1) - stop_off(lift, k) - stay)


@njit
def stop_spec(lift: Any, j: int) -> int:
    """Return the row of the spec of a lift's stop."""
    return lift.spec0 if j == 0 else lift.spec1 if j == 1 else lift.spec2 if j == 2 else lift.spec3


@njit
def stop_off(lift: Any, j: int) -> int:
    """Return the offset of a lift's stop [s]."""
    return lift.off0 if j == 0 else lift.off1 if j == 1 else lift.off2 if j == 2 else lift.off3


@njit
def book_lift(b: Any, s: Any, j: int, sign: int) -> None:
    """Book or free all stops of a job, on the spots that it has."""
    job = s.job[j]
    lift = b.lift[job.lift]
    for k in range(lift.stops):
        spot = job.spot0 if k == 0 else job.spot1 if k == 1 else job.spot2 if k == 2 else job.spot3
        at = at_stop(job, k)
        stand(b, s, b.spec[stop_spec(lift, k)], spot, at, stay_of(b, lift, k, at, at_stop(job, k + 1)), sign)


@njit
def place_lift(b: Any, s: Any, j: int) -> bool:
    """Find spots for all stops of a job and book them; return False, and book nothing, where one is taken."""
    job = s.job[j]
    lift = b.lift[job.lift]
    for k in range(lift.stops):
        spec = b.spec[stop_spec(lift, k)]
        at = at_stop(job, k)
        stay = stay_of(b, lift, k, at, at_stop(job, k + 1))
        spot = find_spot(b, s, spec[0], spec[5], at, at + stay)
        if spot < 0 or not serves(s, spec[0], at, at + spec[1], spec[3]) or not is_open(b, spec[0], at + stay):
            for m in range(k):
                held = s.job[j].spot0 if m == 0 else s.job[j].spot1 if m == 1 else s.job[j].spot2
                then = at_stop(job, m)
                stand(b, s, b.spec[stop_spec(lift, m)], held, then, stay_of(b, lift, m, then, at_stop(job, m + 1)), -1)
            return False
        if k == 0:
            s.job[j].spot0 = spot
        elif k == 1:
            s.job[j].spot1 = spot
        elif k == 2:
            s.job[j].spot2 = spot
        else:
            s.job[j].spot3 = spot
        stand(b, s, spec, spot, at, stay, 1)
    return True


@njit
def ready_after(b: Any, s: Any, t: int, position: int) -> Any:
    """Return where a tail is free after its first `position` jobs: (end, second, spot class held)."""
    if position == 0:
        return s.begin[t, 0], s.begin[t, 1], s.begin[t, 2]
    job = s.job[s.order[t, position - 1]]
    lift = b.lift[job.lift]
    last = lift.stops - 1
    spot = job.spot0 if last == 0 else job.spot1 if last == 1 else job.spot2 if last == 2 else job.spot3
    return lift.end, at_stop(job, last) + b.spec[stop_spec(lift, last), 2], spot


@njit
def new_job(s: Any) -> int:
    """Return the row of a job that is not in use, or -1."""
    n = s.free_count[0]
    if n == 0:
        return -1
    s.free_count[0] = n - 1
    return s.free[n - 1]


@njit
def give_job(s: Any, j: int) -> None:
    """Give the row of a job back."""
    s.free[s.free_count[0]] = j
    s.free_count[0] += 1
