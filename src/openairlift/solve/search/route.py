"""The best that one tail can do between two moments while everybody else keeps their bookings.

A sweep back over a coarse grid of moments values where the tail could be; then it is walked forward in exact seconds,
every stop checked and booked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from openairlift.solve.jit import njit
from openairlift.solve.search.clock import find_spot, gaps
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
    stop_off,
    stop_spec,
)

NONE = -1e300
NEVER = 1 << 60
MAX_PAUSE = 43_200
"""Longest pause after a service that a shift of an earlier stop leaves room for [s]."""
TRIES, A_BIT = 6, 3600
"""Starts that are tried where the way to a lift is blocked, and the longest step between two [s]."""
MOMENTS = 160
"""Moments of a sweep, where the window is not short."""


class Desk(NamedTuple):
    """Room to work in; what it holds is worthless between two calls."""

    list: Any  # (specs, 2, intervals)
    listed: Any  # (specs): how many
    stamp: Any  # (specs): in which call they were made
    call: Any  # (1)
    active: Any  # (lifts)
    when: Any  # (lifts, moments): next start
    worth: Any  # (lifts, moments)
    lands: Any  # (lifts, moments)
    after: Any  # (lifts, moments): first moment at which the aircraft is free again
    at: Any  # (4)
    best: Any  # (4)
    at_end: Any  # (ends, moments)
    at_group: Any  # (groups, moments)
    one: Any
    two: Any
    three: Any
    spots: Any
    banned: Any  # (lifts): call in which a lift was found impossible
    since: Any  # (lifts): first start in this call, as no way leads there sooner
    tried: Any  # (lifts): how often a way was looked for in this call
    least: Any  # (4): first start of each service
    row: Any  # (cargo): rows of the active lifts of which something is left
    row_first: Any  # (lifts): where those of a lift begin in `row`
    row_last: Any  # (lifts)
    end: Any  # (ends): ends at which the tail may be in this call
    group: Any  # (groups): groups of the active lifts
    gap: Any  # (ends, groups): moments from one to the other, -1 = no way
    noise: Any  # (lines): factors of worth
    price: Any  # (lines): what a unit is worth to others


@njit
def list_of(b: Any, s: Any, d: Any, spec: int, low: int, high: int) -> None:
    """Make the list of starts of a stop for this call, if it is not made yet."""
    if d.stamp[spec] != d.call[0]:
        d.listed[spec] = gaps(b, s, b.spec[spec], low, high, d.list[spec], d.one, d.two, d.three)
        d.stamp[spec] = d.call[0]


@njit
def interval_of(d: Any, spec: int, time: int) -> int:
    """Return the first interval of starts of a stop that ends at or after a time, by the lists of this call."""
    low, high = 0, d.listed[spec]
    while low < high:
        middle = (low + high) >> 1
        if d.list[spec, 1, middle] < time:
            low = middle + 1
        else:
            high = middle
    return low


@njit
def in_list(d: Any, spec: int, time: int) -> int:
    """Return the first start of a stop at or after a time, by the lists of this call; `NEVER` for none."""
    i = interval_of(d, spec, time)
    if i >= d.listed[spec]:
        return NEVER
    return max(d.list[spec, 0, i], time)


@njit
def schedule(b: Any, s: Any, d: Any, lift: Any, start: int, pauses: int, at: Any) -> bool:
    """Find when the services of a lift can start, the onload not before `start`; False where they never can.

    With pauses an aircraft may wait on its spot after a service; without, all services follow without a wait.
    """
    least = d.least
    least[0], least[1], least[2], least[3] = max(start, lift.cleared), 0, 0, 0
    for _ in range(60):
        again = False
        for k in range(lift.stops):
            spec = stop_spec(lift, k)
            early = least[k]
            if k > 0:
                early = max(early, at[k - 1] + stop_off(lift, k) - stop_off(lift, k - 1))
            here = in_list(d, spec, early)
            if here == NEVER:
                return False
            at[k] = here
            if k > 0:
                shift = stop_off(lift, k) - stop_off(lift, k - 1)
                wait = here - at[k - 1] - shift
                if wait > 0:
                    before = b.spec[stop_spec(lift, k - 1)]
                    until = at[k - 1] + before[2] + wait
                    if pauses == 0 or find_spot(b, s, before[0], before[5], at[k - 1], until) < 0:
                        least[k - 1] = here - shift
                        for m in range(k - 1, 0, -1):
                            least[m - 1] = max(
                                least[m - 1], least[m] - MAX_PAUSE * pauses - stop_off(lift, m) + stop_off(lift, m - 1)
                            )
                        again = True
                        break
        if not again:
            return True
    return False


@njit
def leeway(d: Any, lift: Any, at: Any) -> int:
    """Return how much later a lift could start with all its services as much later, none waiting; 0 where one waits."""
    room = NEVER
    for k in range(lift.stops):
        if k > 0 and at[k] - at[k - 1] != stop_off(lift, k) - stop_off(lift, k - 1):
            return 0
        spec = stop_spec(lift, k)
        room = min(room, d.list[spec, 1, interval_of(d, spec, at[k])] - at[k])
    return room


@njit
def landing(b: Any, lift: Any, at: Any) -> int:
    """Return when the cargo of a lift has landed."""
    last = lift.stops - 1
    return at[last] + b.spec[stop_spec(lift, last), 1]


@njit
def free_again(b: Any, lift: Any, at: Any) -> int:
    """Return when the aircraft of a lift is free at its hub."""
    last = lift.stops - 1
    return at[last] + b.spec[stop_spec(lift, last), 2]


@njit
def estimate(b: Any, s: Any, d: Any, k: int, start: int, landed: int) -> float:
    """Return about what an active lift would carry is worth: lines in their order, each by its share of the room."""
    room, total = 1.0, 0.0
    for m in range(d.row_first[k], d.row_last[k]):
        cargo = b.cargo[d.row[m]]
        left = s.left[cargo.line]
        if cargo.stock >= 0:
            left = min(left, s.stock[cargo.stock])
        if left <= 1e-6 or cargo.ready > start or landed < cargo.earliest:
            continue
        share = min(room, left / cargo.room)
        each = gain(b, s, cargo.line, landed, landed + cargo.marked) * d.noise[cargo.line] - d.price[cargo.line]
        if each <= 0.0:
            continue
        total += share * cargo.room * each
        room -= share
        if room <= 1e-9:
            break
    return total


@njit
def first_ready(b: Any, s: Any, lift: Any) -> int:
    """Return the first moment at which something that is left can be loaded for a lift; `NEVER` for nothing."""
    best = NEVER
    for row in range(lift.cargo_first, lift.cargo_last):
        cargo = b.cargo[row]
        left = s.left[cargo.line]
        if cargo.stock >= 0:
            left = min(left, s.stock[cargo.stock])
        if left > 1e-6 and (b.line[cargo.line].whole == 0 or left > 1.0 - 1e-6):
            best = min(best, max(cargo.ready, cargo.earliest - lift.landed))
    return best


@njit
def next_ready(b: Any, s: Any, d: Any, k: int) -> int:
    """Return the same as `first_ready` for an active lift."""
    best, landed = NEVER, b.lift[k].landed
    for m in range(d.row_first[k], d.row_last[k]):
        cargo = b.cargo[d.row[m]]
        left = s.left[cargo.line]
        if cargo.stock >= 0:
            left = min(left, s.stock[cargo.stock])
        if left > 1e-6 and (b.line[cargo.line].whole == 0 or left > 1.0 - 1e-6):
            best = min(best, max(cargo.ready, cargo.earliest - landed))
    return best


@njit
def survey(b: Any, s: Any, d: Any, outfit: int, begin: int, high: int) -> int:
    """List the lifts of an outfit for which cargo is left, and the free times of their stops; return how many.

    What they could carry is listed too: most lines are gone while a plan is only changed here and there.
    """
    o = b.outfit[outfit]
    count = filled = 0
    d.call[0] += 1
    for k in range(o.lift_first, o.lift_last):
        lift = b.lift[k]
        d.row_first[k] = filled
        wanted = False
        for row in range(lift.cargo_first, lift.cargo_last):
            line, stock = b.cargo[row].line, b.cargo[row].stock
            if s.left[line] > 1e-6 and (stock < 0 or s.stock[stock] > 1e-6):
                d.row[filled] = row
                filled += 1
                wanted |= d.noise[line] > 0.0
        d.row_last[k] = filled
        if not wanted or next_ready(b, s, d, k) > high:
            filled = d.row_first[k]
            continue
        for j in range(lift.stops):
            list_of(b, s, d, stop_spec(lift, j), begin, high + 400_000)
        d.active[count] = k
        d.since[k], d.tried[k] = 0, 0
        count += 1
    return count


@njit
def tabulate(b: Any, s: Any, d: Any, outfit: int, begin: int, step: int, moments: int) -> int:
    """Find when every lift could start next from every moment on, and what it would be worth; return how many lifts."""
    high = begin + step * moments
    count = survey(b, s, d, outfit, begin, high)
    pauses = b.outfit[outfit].pauses
    at = d.at
    for a in range(count):
        k = d.active[a]
        lift = b.lift[k]
        least = next_ready(b, s, d, k)
        start = room = -1
        for i in range(moments + 1):
            time = max(begin + i * step, least)
            if i > 0 and start >= time:
                d.when[a, i], d.lands[a, i], d.after[a, i] = start, d.lands[a, i - 1], d.after[a, i - 1]
                d.worth[a, i] = d.worth[a, i - 1]
                continue
            if i > 0 and time - start <= room:  # everything as much later: each stop stays within the same interval
                for m in range(lift.stops):
                    at[m] += time - start
                room -= time - start
                start = time
            else:
                start = at[0] if schedule(b, s, d, lift, time, pauses, at) else NEVER
                room = leeway(d, lift, at) if start < NEVER else 0
            if start > high:
                for m in range(i, moments + 1):
                    d.when[a, m] = NEVER
                break
            d.when[a, i], d.lands[a, i] = start, landing(b, lift, at)
            d.after[a, i] = -((begin - free_again(b, lift, at)) // step)
            d.worth[a, i] = estimate(b, s, d, k, start, d.lands[a, i])
    return count


@njit
def reprice(b: Any, s: Any, d: Any, count: int, first: int, moments: int, j: int) -> None:
    """Value lifts anew from a moment on where a job has taken of their lines."""
    for a in range(count):
        lift = d.active[a]
        touched = False
        for m in range(d.row_first[lift], d.row_last[lift]):
            for q in range(s.job[j].loads):
                touched |= b.cargo[d.row[m]].line == s.load_line[j, q]
        if touched:
            for k in range(first, moments + 1):
                if d.when[a, k] == NEVER:
                    break
                if k > first and d.when[a, k] == d.when[a, k - 1]:
                    d.worth[a, k] = d.worth[a, k - 1]
                else:
                    d.worth[a, k] = estimate(b, s, d, lift, d.when[a, k], d.lands[a, k])


@njit
def gauge(b: Any, d: Any, outfit: int, base: int, step: int, end: int, count: int) -> Any:
    """List the ends at which the tail may be, and the groups of lifts, with the way between them in moments.

    Returns how many ends and groups there are.
    """
    o = b.outfit[outfit]
    ends = groups = 0
    for m in range(count + 2):
        here = end if m == 0 else base if m == 1 else b.lift[d.active[m - 2]].end
        known = False
        for e in range(ends):
            known |= d.end[e] == here
        if not known:
            d.end[ends] = here
            ends += 1
        if m > 1:
            group = b.lift[d.active[m - 2]].group
            known = False
            for g in range(groups):
                known |= d.group[g] == group
            if not known:
                d.group[groups] = group
                groups += 1
    for e in range(ends):
        for g in range(groups):
            gap = b.hop[o.hop_first + d.end[e] * o.groups + d.group[g], 0]
            d.gap[e, g] = (gap + step // 2) // step if gap >= 0 else -1
    return ends, groups


@njit
def sweep_back(
    b: Any, s: Any, d: Any, outfit: int, base: int, begin: int, step: int, moments: int, goal: int, goal_at: int,
    count: int, ends: int, groups: int, low: int,
) -> None:  # fmt: skip
    """Value every end that `gauge` listed at every moment from the last down to `low`.

    goal: lift that must start at `goal_at` in the end; -1 = the tail may stay.
    """
    o = b.outfit[outfit]
    for k in range(moments, low - 1, -1):
        for g in range(groups):
            d.at_group[d.group[g], k] = NONE
        for a in range(count):
            if d.when[a, k] == NEVER or d.worth[a, k] <= 0.0:
                continue
            lift = b.lift[d.active[a]]
            after = d.after[a, k]
            if after <= moments:
                value = d.worth[a, k] + d.at_end[lift.end, after]
            else:
                value = d.worth[a, k] if goal < 0 else NONE
            if value > d.at_group[lift.group, k]:
                d.at_group[lift.group, k] = value
        for e in range(ends):
            here = d.end[e]
            best = d.at_end[here, k + 1] if k < moments else NONE
            if goal < 0:
                best = max(best, 0.0)
            else:
                gap = b.hop[o.hop_first + here * o.groups + b.lift[goal].group, 0]
                if gap >= 0 and begin + k * step + gap <= goal_at:
                    best = max(best, 0.0)
            for g in range(groups):
                at = k + d.gap[e, g]
                if d.gap[e, g] >= 0 and at <= moments and d.at_group[d.group[g], at] > best:
                    best = d.at_group[d.group[g], at]
            d.at_end[here, k] = best
        for e in range(ends):
            here = d.end[e]
            back = b.back[o.group_first + here * o.bases + base]
            if back >= 0 and here != base:
                at = k + (b.chain[back, 1] + step // 2) // step
                if at <= moments:
                    d.at_end[here, k] = max(d.at_end[here, k], d.at_end[base, at])


@njit
def put_off(b: Any, d: Any, outfit: int, end: int, ready: int, k: int, start: int) -> None:
    """Let a lift begin later in this call, as no way leads to this start: when another way is through, or a bit later.

    After some tries it is left out of this call.
    """
    d.tried[k] += 1
    if d.tried[k] > TRIES:
        d.banned[k] = d.call[0]
        return
    o = b.outfit[outfit]
    sooner = start + A_BIT
    chain = b.hop[o.hop_first + end * o.groups + b.lift[k].group, 2]
    while chain >= 0:
        there = ready + b.chain[chain, 1]
        if start < there < sooner:
            sooner = there
        chain = b.chain[chain, 9]
    d.since[k] = sooner


@njit
def look(
    b: Any, s: Any, d: Any, t: int, end: int, ready: int, notbefore: int, k: int, begin: int, step: int, moments: int,
    goal: int,
) -> Any:  # fmt: skip
    """Return the start and the value, with going on, of a lift that is begun as soon as a tail can; value 0 for never.

    `d.at` says when its services start. The tail leaves neither before it is ready nor before `notbefore`.
    """
    tail = b.tail[t]
    o = b.outfit[tail.outfit]
    lift = b.lift[k]
    least = next_ready(b, s, d, k)
    if least == NEVER:
        return NEVER, 0.0
    at = d.at
    base = tail.base_end
    back = b.back[o.group_first + end * o.bases + base]
    hop = b.hop[o.hop_first + end * o.groups + lift.group]
    for way in range(2):
        if way == 0:
            if hop[0] < 0:
                continue
            earliest = max(ready, notbefore) + hop[0]
        else:
            if end == base or back < 0:
                continue
            other = b.hop[o.hop_first + base * o.groups + lift.group]
            if other[0] < 0:
                continue
            earliest = max(ready + b.chain[back, 1] + other[0], notbefore)
        if not schedule(b, s, d, lift, max(earliest, least, d.since[k]), o.pauses, at):
            continue
        start = at[0]
        if (way == 0 and start - hop[0] - ready > hop[1]) or start > begin + step * moments:
            continue
        after = -((begin - free_again(b, lift, at)) // step)
        onward = d.at_end[lift.end, after] if after <= moments else 0.0 if goal < 0 else NONE
        if onward <= NONE:
            continue
        value = estimate(b, s, d, k, start, landing(b, lift, at))
        if value > 0.0:
            return start, value + onward
    return NEVER, 0.0


@njit
def choose(
    b: Any, s: Any, d: Any, t: int, end: int, ready: int, notbefore: int, count: int, begin: int, step: int,
    moments: int, goal: int,
) -> Any:  # fmt: skip
    """Return the best next lift of a tail and the value of going on with it; `d.best` says when its services start."""
    best, best_start, best_value = -1, NEVER, 0.0
    for a in range(count):
        k = d.active[a]
        if d.banned[k] == d.call[0]:
            continue
        start, value = look(b, s, d, t, end, ready, notbefore, k, begin, step, moments, goal)
        if value > best_value or (value == best_value and start < best_start):
            best, best_start, best_value = k, start, value
            d.best[:] = d.at
    if best >= 0 and notbefore > ready:  # moments of the sweep are coarse: perhaps it can begin before this one
        for more in range(-1, b.lift[best].cargo_last - b.lift[best].cargo_first):
            since = ready if more < 0 else b.cargo[b.lift[best].cargo_first + more].ready
            if ready <= since < best_start:
                start, value = look(b, s, d, t, end, ready, since, best, begin, step, moments, goal)
                if value >= best_value * (1.0 - 1e-12) and start < best_start:
                    best_start, best_value = start, value
                    d.best[:] = d.at
    return best, best_start, best_value


@njit
def insert(b: Any, s: Any, d: Any, t: int, position: int, high: int, step: int, limit: int) -> int:
    """Give a tail new jobs after its first `position` ones, up to the job that follows; return how many.

    high: end of the window where no job follows. The links of what is before and after must not be booked. Returns -1
    when the job that follows can't be reached any more: then nothing is left booked but the new jobs, which stand in
    `s.order` from `position` on (as many as `s.jobs[t]` grew by).
    """
    tail = b.tail[t]
    outfit, base = tail.outfit, tail.base_end
    end, ready, spot = ready_after(b, s, t, position)
    follows = position < s.jobs[t]
    goal, goal_at = -1, 0
    if follows:
        goal = s.job[s.order[t, position]].lift
        goal_at = s.job[s.order[t, position]].start
        high = goal_at
    high = min(high, min(tail.to_s, b.horizon))
    step = max(step, (high - ready) // MOMENTS)
    moments = min((high - ready) // step + 1, d.at_end.shape[1] - 1)
    made = 0
    if moments > 0 and high > ready:
        begin = ready
        count = tabulate(b, s, d, outfit, begin, step, moments)
        ends, groups = gauge(b, d, outfit, base, step, end, count)
        sweep_back(b, s, d, outfit, base, begin, step, moments, goal, goal_at, count, ends, groups, 0)
        notbefore = ready
        while made < limit:
            k, start, value = choose(b, s, d, t, end, ready, notbefore, count, begin, step, moments, goal)
            cell = (max(notbefore, ready) - begin) // step + 1
            if cell <= moments and d.at_end[end, cell] > value * (1.0 + 1e-9) and d.at_end[end, cell] > 0.0:
                # Nothing is lost by waiting as long as the value stays; a cell before that, as travel was rounded.
                while cell + 2 <= moments and d.at_end[end, cell + 2] >= d.at_end[end, cell]:
                    cell += 1
                notbefore = begin + cell * step
                continue
            if k < 0 or value <= 0.0:
                break
            j = new_job(s)
            if j < 0 or s.jobs[t] + 1 >= s.order.shape[1]:
                if j >= 0:
                    give_job(s, j)
                break
            s.job[j].lift, s.job[j].tail, s.job[j].fixed = k, t, 0
            set_times(s, j, d.best)
            s.job[j].loads, s.job[j].value = 0, 0.0
            if not place_lift(b, s, j):
                d.banned[k] = d.call[0]
                give_job(s, j)
                continue
            if not link_to(b, s, j, t, end, ready, spot, k, start, d.spots):
                book_lift(b, s, j, -1)
                put_off(b, d, outfit, end, ready, k, start)
                give_job(s, j)
                continue
            if fill(b, s, d.noise, j) <= 0.0:
                refund(b, s, j, -1.0)
                book_link(b, s, j, -1)
                book_lift(b, s, j, -1)
                d.banned[k] = d.call[0]
                give_job(s, j)
                continue
            for m in range(s.jobs[t], position + made, -1):
                s.order[t, m] = s.order[t, m - 1]
            s.order[t, position + made] = j
            s.jobs[t] += 1
            made += 1
            end, ready, spot = ready_after(b, s, t, position + made)
            notbefore = ready
            if ready >= high:
                break
            if made < limit:
                cell = (ready - begin) // step
                reprice(b, s, d, count, cell, moments, j)
                sweep_back(b, s, d, outfit, base, begin, step, moments, goal, goal_at, count, ends, groups, cell)
    if follows:
        j = s.order[t, position + made]
        if not link_to(b, s, j, t, end, ready, spot, s.job[j].lift, s.job[j].start, d.spots):
            clear_link(s, j)
            return -1
        return made
    k = s.job.shape[0] + t
    clear_link(s, k)
    if s.jobs[t] > 0 and not link_home(b, s, k, t, end, ready, spot, d.spots):
        return -1
    return made
