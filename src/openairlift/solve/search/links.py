"""Links of a search: how a tail gets to a job, found, booked and freed.

A *link* leads to a job from the one before (or from the base): directly, the tail waiting on its spot at the hub, or by
way of the base ramp; the last link of a tail leads home.
"""

from __future__ import annotations

from typing import Any

from openairlift.solve.jit import njit
from openairlift.solve.search.board import FAR
from openairlift.solve.search.clock import add, find_spot, holds, is_open, serves
from openairlift.solve.search.play import stand

DIRECT, BY_BASE, FIRST = range(3)
WAIT, WAITS = 1800, 24
"""Steps in which a tail may wait on its spot for a way home [s], and how many."""


@njit
def chain_fits(b: Any, s: Any, chain: int, at: int, spots: Any) -> bool:
    """Find spots for the stops of an empty move that leaves at a time; nothing is booked."""
    row = b.chain[chain]
    for k in range(row[0]):
        spec = b.spec[row[2 + k]]
        arrives = at + row[5 + k]
        p = spec[0]
        spot = find_spot(b, s, p, spec[5], arrives, arrives + spec[2])
        if spot < 0 or not serves(s, p, arrives, arrives + spec[1], spec[3]):
            return False
        leaves = arrives + spec[2]
        if (arrives < b.horizon and not is_open(b, p, arrives)) or (leaves < b.horizon and not is_open(b, p, leaves)):
            return False
        if b.landings[p] > 0 and s.landed[p, min(arrives // 86_400, s.landed.shape[1] - 1)] >= b.landings[p]:
            return False
        spots[k] = spot
    return True


@njit
def book_chain(b: Any, s: Any, chain: int, at: int, spot0: int, spot1: int, spot2: int, sign: int) -> None:
    """Book or free the stops of an empty move."""
    row = b.chain[chain]
    for k in range(row[0]):
        spot = spot0 if k == 0 else spot1 if k == 1 else spot2
        stand(b, s, b.spec[row[2 + k]], spot, at + row[5 + k], b.spec[row[2 + k], 2], sign)


@njit
def book_link(b: Any, s: Any, k: int, sign: int) -> None:
    """Book or free what a link takes."""
    link = s.link[k]
    if link.held_to > link.held_from:
        add(s, link.held_place, link.held_from, link.held_to, 3 * link.held_spot + link.held_body, sign)
    if link.back >= 0:
        book_chain(b, s, link.back, link.back_at, link.back_spot0, link.back_spot1, link.back_spot2, sign)
    if link.chain >= 0:
        book_chain(b, s, link.chain, link.leaves, link.chain_spot0, link.chain_spot1, link.chain_spot2, sign)


@njit
def clear_link(s: Any, k: int) -> None:
    """Make a link empty."""
    s.link[k].kind = -1
    s.link[k].leaves = 0
    s.link[k].chain = -1
    s.link[k].back = -1
    s.link[k].held_from = 0
    s.link[k].held_to = 0


@njit
def hop_of(b: Any, outfit: int, end: int, group: int) -> Any:
    """Return (gap, slack, chain) of a hop."""
    o = b.outfit[outfit]
    return b.hop[o.hop_first + end * o.groups + group]


@njit
def end_place(b: Any, outfit: int, end: int) -> int:
    """Return the place of an end."""
    return b.end[b.outfit[outfit].end_first + end, 0]


@njit
def is_base(b: Any, outfit: int, end: int) -> bool:
    """Return whether an end is a base ramp."""
    return b.end[b.outfit[outfit].end_first + end, 1] == 1


@njit
def home_of(b: Any, outfit: int, end: int, base: int) -> int:
    """Return the chain from an end to a base end, or -1."""
    o = b.outfit[outfit]
    return b.back[o.group_first + end * o.bases + base]


@njit
def link_to(b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, lift: int, start: int, spots: Any) -> bool:
    """Make and book link `k` of tail `t` from an end to a lift that starts at a time; False where it can't be."""
    tail = b.tail[t]
    outfit = tail.outfit
    group = b.lift[lift].group
    clear_link(s, k)
    place = end_place(b, outfit, end)
    hop = hop_of(b, outfit, end, group)
    if is_base(b, outfit, end):
        chain = hop[2] if hop[0] >= 0 else -1
        while chain >= 0:
            leaves = start - b.chain[chain, 1]
            if ready <= leaves < tail.to_s and is_open(b, place, leaves) and chain_fits(b, s, chain, leaves, spots):
                s.link[k].kind = FIRST
                take_chain(s, k, chain, leaves, spots)
                book_link(b, s, k, 1)
                return True
            chain = b.chain[chain, 9]
        return False
    if hop[0] >= 0 and start - hop[0] == ready and link_direct(b, s, k, t, end, ready, spot, start, hop, spots):
        return True
    if link_by_base(b, s, k, t, end, ready, spot, start, group, spots):
        return True
    return hop[0] >= 0 and link_direct(b, s, k, t, end, ready, spot, start, hop, spots)


@njit
def take_chain(s: Any, k: int, chain: int, leaves: int, spots: Any) -> None:
    """Write the empty move of a link."""
    s.link[k].leaves, s.link[k].chain = leaves, chain
    s.link[k].chain_spot0, s.link[k].chain_spot1, s.link[k].chain_spot2 = spots[0], spots[1], spots[2]


@njit
def link_direct(
    b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, start: int, hop: Any, spots: Any
) -> bool:
    """Make a link on which the tail waits on its spot at the hub."""
    tail = b.tail[t]
    place, body = end_place(b, tail.outfit, end), b.outfit[tail.outfit].body
    chain = hop[2]
    while chain >= 0:
        leaves = start - b.chain[chain, 1]
        if (
            ready <= leaves < tail.to_s
            and leaves - ready <= hop[1]
            and is_open(b, place, leaves)
            and (leaves == ready or holds(b, s, place, spot, body, ready, leaves))
            and chain_fits(b, s, chain, leaves, spots)
        ):
            s.link[k].kind = DIRECT
            take_chain(s, k, chain, leaves, spots)
            s.link[k].held_place, s.link[k].held_spot, s.link[k].held_body = place, spot, body
            s.link[k].held_from, s.link[k].held_to = ready, leaves
            book_link(b, s, k, 1)
            return True
        chain = b.chain[chain, 9]
    return False


@njit
def way_back(b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, latest: int, spots: Any) -> bool:
    """Find a way from a hub to the base ramp that is there by `latest`; write it to link `k`, book nothing.

    It leaves at once, or after a pause on the spot where crews allow one.
    """
    tail = b.tail[t]
    outfit = tail.outfit
    first = home_of(b, outfit, end, tail.base_end)
    place, home = end_place(b, outfit, end), end_place(b, outfit, tail.base_end)
    body = b.outfit[outfit].body
    for q in range(1 + WAITS * b.outfit[outfit].pauses):
        leaves = ready + q * WAIT
        if q > 0 and not holds(b, s, place, spot, body, ready, leaves):
            return False
        chain = first
        while chain >= 0:
            there = leaves + b.chain[chain, 1]
            opened = there <= latest and is_open(b, place, leaves) and is_open(b, home, there)
            if opened and chain_fits(b, s, chain, leaves, spots):
                s.link[k].back, s.link[k].back_at = chain, leaves
                s.link[k].back_spot0, s.link[k].back_spot1, s.link[k].back_spot2 = spots[0], spots[1], spots[2]
                s.link[k].held_place, s.link[k].held_spot, s.link[k].held_body = place, spot, body
                s.link[k].held_from, s.link[k].held_to = ready, leaves
                return True
            chain = b.chain[chain, 9]
    return False


@njit
def link_by_base(
    b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, start: int, group: int, spots: Any
) -> bool:
    """Make a link on which the tail waits on its base ramp."""
    tail = b.tail[t]
    outfit = tail.outfit
    hop = hop_of(b, outfit, tail.base_end, group)
    home = end_place(b, outfit, tail.base_end)
    if hop[0] < 0:
        return False
    leaves = start - hop[0]
    if leaves < ready or leaves >= tail.to_s or not is_open(b, home, leaves):
        return False
    if not way_back(b, s, k, t, end, ready, spot, leaves, spots):
        clear_link(s, k)
        return False
    back, at = s.link[k].back, s.link[k].back_at
    one, two, three = s.link[k].back_spot0, s.link[k].back_spot1, s.link[k].back_spot2
    book_chain(b, s, back, at, one, two, three, 1)
    fits = chain_fits(b, s, hop[2], leaves, spots)
    book_chain(b, s, back, at, one, two, three, -1)
    if not fits:
        clear_link(s, k)
        return False
    s.link[k].kind = BY_BASE
    take_chain(s, k, hop[2], leaves, spots)
    book_link(b, s, k, 1)
    return True


@njit
def stay_for_good(
    b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, back: int, spots: Any
) -> bool:  # fmt: skip
    """Make and book a way home on which no stop can be reserved before the horizon: the tail keeps its spot until then.

    What is planned beyond the horizon still has to find room.
    """
    tail = b.tail[t]
    outfit = tail.outfit
    place, body = end_place(b, outfit, end), b.outfit[outfit].body
    for q in range(1 + WAITS * b.outfit[outfit].pauses):
        leaves = ready + q * WAIT
        until = max(leaves, b.horizon)
        if not holds(b, s, place, spot, body, ready, until):
            return False
        chain = back
        while chain >= 0:
            timely = tail.to_s >= b.horizon or leaves + b.chain[chain, 1] <= tail.to_s
            if timely and chain_fits(b, s, chain, leaves, spots):
                s.link[k].kind, s.link[k].back, s.link[k].back_at, s.link[k].leaves = BY_BASE, chain, leaves, leaves
                s.link[k].back_spot0, s.link[k].back_spot1, s.link[k].back_spot2 = spots[0], spots[1], spots[2]
                s.link[k].held_place, s.link[k].held_spot, s.link[k].held_body = place, spot, body
                s.link[k].held_from, s.link[k].held_to = ready, until
                book_link(b, s, k, 1)
                return True
            chain = b.chain[chain, 9]
    return False


@njit
def link_home(b: Any, s: Any, k: int, t: int, end: int, ready: int, spot: int, spots: Any) -> bool:
    """Make and book the way home of a tail from an end."""
    tail = b.tail[t]
    outfit = tail.outfit
    clear_link(s, k)
    if is_base(b, outfit, end):
        return True
    back = home_of(b, outfit, end, tail.base_end)
    if back < 0:
        return False
    chain = b.chain[back]
    if chain[0] > 0 and ready + chain[5] >= b.horizon:
        return stay_for_good(b, s, k, t, end, ready, spot, back, spots)
    latest = tail.to_s if tail.to_s < b.horizon else FAR
    if not way_back(b, s, k, t, end, ready, spot, latest, spots):
        clear_link(s, k)
        return False
    s.link[k].kind, s.link[k].leaves = BY_BASE, s.link[k].back_at
    book_link(b, s, k, 1)
    return True
