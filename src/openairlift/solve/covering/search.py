"""Maximal covering with one kind of unit, compiled: exchanges for a good choice, branch and bound for the proof.

The bound relaxes what links assets to sites (Galvão and ReVelle 1996): with a price λ_j between 0 and w_j for every
asset not yet covered by what is taken,

    L(λ) = Σ_{covered} w_j + Σ_{others} (w_j − λ_j) + the largest k' of the sums s_c = Σ_{c reaches j} λ_j,

k' being how many may still be taken; subgradient steps lower it. A site that is not among the largest is of no use
where L less the smallest of these plus its own sum is no better than the best choice known, and one among them is
needed where L without it is none. Branching is on an asset: each of the sites that reach it is taken in turn, those
before it not, and at last none of them is.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from openairlift.solve.covering.programme import Bools, Floats, Ints
from openairlift.solve.jit import entry, njit

States = npt.NDArray[np.int8]
"""By site: 0 = open, 1 = taken, -1 = of no use."""

ROOT_STEPS, STEPS = 300, 40
"""Subgradient steps at the first node and at each other one."""

_TENURE, _STUCK, _EXCHANGED = 8, 100, 3
_SHARP, _NONE = 4.0, 3.0
"""How fast a branch that loses something counts as less work, and how much that of no site counts beside the others."""


class Problem(NamedTuple):
    """Which sites reach which assets, both ways round, in compressed rows."""

    starts: Ints
    assets: Ints
    back: Ints
    sites: Ints
    weights: Floats


class Room(NamedTuple):
    """Arrays that every node uses anew."""

    sums: Floats
    best_sums: Floats
    prices: Floats
    best_prices: Floats
    counts: Ints
    covered: Bools
    top: Ints
    taken: Ints
    inside: Bools
    state: States


class Stack(NamedTuple):
    """Nodes that are still to be looked at, and the best choice known."""

    states: States
    prices: Floats
    chosen: Ints


def problem_of(reach: Bools, weights: Floats) -> Problem:
    """Return coverage of shape (sites, assets) in compressed rows."""

    def rows(table: Bools) -> tuple[Ints, Ints]:
        ends = np.cumsum(table.sum(axis=1))
        return np.concatenate(([0], ends)).astype(np.int64), np.nonzero(table)[1].astype(np.int64)

    starts, assets = rows(reach)
    back, sites = rows(np.ascontiguousarray(reach.T))
    return Problem(starts, assets, back, sites, np.ascontiguousarray(weights, dtype=np.float64))


def room_of(problem: Problem, k: int) -> Room:
    """Return the room for nodes with up to k sites."""
    sites, assets = len(problem.starts) - 1, len(problem.weights)
    return Room(
        sums=np.zeros(sites), best_sums=np.zeros(sites), prices=np.zeros(assets), best_prices=np.zeros(assets),
        counts=np.zeros(assets, dtype=np.int64), covered=np.zeros(assets, dtype=np.bool_),
        top=np.zeros(k + 2, dtype=np.int64), taken=np.zeros(k, dtype=np.int64),
        inside=np.zeros(sites, dtype=np.bool_), state=np.zeros(sites, dtype=np.int8),
    )  # fmt: skip


def stack_of(problem: Problem, k: int, start: Ints, first: Floats) -> Stack:
    """Return a stack with the first node and its prices; a path takes k sites, and rules sites out in between."""
    sites, assets = len(problem.starts) - 1, len(problem.weights)
    depth = int(np.diff(problem.back).max(initial=0) + 1) * (k + 1) + 2
    prices = np.zeros((depth, assets))
    prices[0] = np.clip(first, 0.0, problem.weights)
    return Stack(np.zeros((depth, sites), dtype=np.int8), prices, start.astype(np.int64))


# --- exchanges ---------------------------------------------------------------------------------------------------


@entry
def exchanged(problem: Problem, start: Ints, steps: int, seed: int) -> tuple[Ints, float]:
    """Return the best choice met by exchanging one site a step, the best way that is not forbidden (tabu search)."""
    starts, assets, weights = problem.starts, problem.assets, problem.weights
    sites, k = starts.size - 1, start.size
    current = start.copy()
    hits, owner = np.zeros(weights.size, np.int64), np.zeros(weights.size, np.int64)
    inside, until = np.zeros(sites, np.bool_), np.zeros(sites, np.int64)
    inside[current] = True
    value = counted(problem, current, hits)
    best, chosen, last = value, current.copy(), 0
    lost, gains = np.zeros(k), np.zeros(k)
    word: Any = np.uint64(seed)
    for step in range(steps):
        lost[:] = 0.0
        for place in range(k):
            for e in range(starts[current[place]], starts[current[place] + 1]):
                if hits[assets[e]] == 1:
                    owner[assets[e]] = place
                    lost[place] += weights[assets[e]]
        change, site, out = -math.inf, -1, -1
        for c in range(sites):
            if inside[c]:
                continue
            new = added(problem, c, hits, owner, gains)
            for place in range(k):
                delta = new + gains[place] - lost[place]
                if delta > change and (until[c] <= step or value + delta > best * (1.0 + 1e-12)):
                    change, site, out = delta, c, place
        if site < 0:
            break
        word = next_word(word)
        until[current[out]] = step + _TENURE + np.int64(word >> np.uint64(61))
        inside[current[out]], inside[site] = False, True
        current[out] = site
        value = counted(problem, current, hits)
        if value > best * (1.0 + 1e-12):
            best, chosen, last = value, current.copy(), step
        elif step - last >= _STUCK:  # go on near the best
            current[:] = chosen
            inside[:] = False
            inside[current] = True
            for _ in range(_EXCHANGED):
                word = next_word(word)
                place = int((word >> np.uint64(33)) % np.uint64(k))
                word = next_word(word)
                c = int((word >> np.uint64(33)) % np.uint64(sites))
                if not inside[c]:
                    inside[current[place]], inside[c] = False, True
                    current[place] = c
            value = counted(problem, current, hits)
            last = step
    return chosen, best


@njit
def next_word(word: Any) -> Any:
    """Return the next number of a linear congruential generator (Knuth's MMIX)."""
    return word * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)


@njit
def counted(problem: Problem, chosen: Ints, hits: Ints) -> float:
    """Count by how many of the chosen sites each asset is reached, and return the weight of those that are."""
    hits[:] = 0
    value = 0.0
    for c in chosen:
        for e in range(problem.starts[c], problem.starts[c + 1]):
            j = problem.assets[e]
            if hits[j] == 0:
                value += problem.weights[j]
            hits[j] += 1
    return value


@njit
def added(problem: Problem, c: int, hits: Ints, owner: Ints, gains: Floats) -> float:
    """Return what a site reaches that no chosen one does; `gains` = what only the one at each place does."""
    new = 0.0
    gains[:] = 0.0
    for e in range(problem.starts[c], problem.starts[c + 1]):
        j = problem.assets[e]
        if hits[j] == 0:
            new += problem.weights[j]
        elif hits[j] == 1:
            gains[owner[j]] += problem.weights[j]
    return new


# --- branch and bound --------------------------------------------------------------------------------------------


@njit
def take(problem: Problem, room: Room, c: int) -> float:
    """Take a site, and return the weight that it covers first."""
    room.state[c] = 1
    got = 0.0
    for e in range(problem.starts[c], problem.starts[c + 1]):
        j = problem.assets[e]
        if not room.covered[j]:
            room.covered[j] = True
            room.prices[j] = 0.0
            got += problem.weights[j]
    return got


@njit
def priced(problem: Problem, room: Room) -> None:
    """Price what no open site reaches at its whole weight: nothing covers it any more."""
    for j in range(problem.weights.size):
        if room.covered[j]:
            continue
        some = False
        for e in range(problem.back[j], problem.back[j + 1]):
            if room.state[problem.sites[e]] == 0:
                some = True
                break
        if not some:
            room.prices[j] = problem.weights[j]


@njit
def largest(room: Room, wanted: int) -> int:
    """Put the open sites with the largest sums into `top`, in order, and return how many there are."""
    filled = 0
    for c in range(room.state.size):
        if room.state[c] != 0:
            continue
        if filled < wanted:
            place = filled
            filled += 1
        elif room.sums[c] > room.sums[room.top[wanted - 1]]:
            place = wanted - 1
        else:
            continue
        while place > 0 and room.sums[room.top[place - 1]] < room.sums[c]:
            room.top[place] = room.top[place - 1]
            place -= 1
        room.top[place] = c
    return filled


@njit
def relaxed(problem: Problem, room: Room, left: int, taken: float, target: float, steps: int) -> float:
    """Return the least bound that steps of the prices find; they end where it is no more than the target."""
    weights, prices = problem.weights, room.prices
    least, scale, slow = math.inf, 1.0, 0
    for _ in range(steps):
        bound = taken
        for j in range(weights.size):
            if not room.covered[j]:
                bound += weights[j] - prices[j]
        for c in range(room.state.size):
            if room.state[c] == 0:
                total = 0.0
                for e in range(problem.starts[c], problem.starts[c + 1]):
                    total += prices[problem.assets[e]]
                room.sums[c] = total
        filled = largest(room, left)
        for place in range(filled):
            bound += room.sums[room.top[place]]
        slow += 1 if bound > least - 1e-4 * abs(least - target) else 0
        if bound < least:
            least = bound
            room.best_prices[:] = prices
            room.best_sums[:] = room.sums
        if least <= target:
            break
        if slow >= 4:
            scale, slow = 0.6 * scale, 0
        if not stepped(problem, room, filled, scale * (bound - target)):
            break
    prices[:] = room.best_prices
    room.sums[:] = room.best_sums
    return least


@njit
def stepped(problem: Problem, room: Room, filled: int, distance: float) -> bool:
    """Move the prices against the subgradient; False where it is zero: the bound is as low as prices make it."""
    count, prices, weights = room.counts, room.prices, problem.weights
    count[:] = -1
    for place in range(filled):
        c = room.top[place]
        for e in range(problem.starts[c], problem.starts[c + 1]):
            count[problem.assets[e]] += 1
    norm = 0
    for j in range(weights.size):
        if room.covered[j] or (count[j] < 0 and prices[j] >= weights[j]) or (count[j] > 0 and prices[j] <= 0.0):
            count[j] = 0
        norm += count[j] * count[j]
    if norm == 0:
        return False
    for j in range(weights.size):
        if count[j] != 0:
            prices[j] = min(max(prices[j] - distance / norm * count[j], 0.0), weights[j])
    return True


@njit
def branching(problem: Problem, room: Room, kept: float, following: float, gap: float) -> int:
    """Return the asset whose branches promise least work: few sites reach it, or it is dear to leave out; -1 = none."""
    found, least = -1, math.inf
    for j in range(problem.weights.size):
        if room.covered[j]:
            continue
        work, none, some = 0.0, problem.weights[j] - room.prices[j], False
        for e in range(problem.back[j], problem.back[j + 1]):
            c = problem.sites[e]
            if room.state[c] != 0:
                continue
            some = True
            if room.inside[c]:
                work += 1.0
                none += room.sums[c] - following
            else:
                work += math.exp(-_SHARP * (kept - room.sums[c]) / gap)
        work += _NONE * math.exp(-_SHARP * none / gap)
        if some and work < least:
            found, least = j, work
    return found


@njit
def narrowed(
    problem: Problem, room: Room, stack: Stack, best: float, grain: float, steps: int, taken: float, number: int
) -> tuple[float, float, int]:
    """Bound a node and fix what that decides, again and again.

    Returns
    -------
    The best value known, the bound, and how many sites are taken; -1 of them where the node is done.
    """
    k = stack.chosen.size
    while True:
        left = k - number
        if left == 0:
            if taken > best:
                best = taken
                stack.chosen[:] = room.taken
            return best, best, -1
        priced(problem, room)
        bound = relaxed(problem, room, left, taken, best + grain, steps)
        filled = largest(room, left + 1)
        for place in range(left):  # where fewer are left, the first stands in for the others
            room.taken[number + place] = room.top[place] if place < filled else room.taken[0]
        value = counted(problem, room.taken, room.counts)
        if value > best:
            best = value
            stack.chosen[:] = room.taken
        if bound <= best + grain or filled <= left:  # with no site to spare all that are left are taken
            return best, bound, -1
        kept, following = room.sums[room.top[left - 1]], room.sums[room.top[left]]
        room.inside[:] = False
        for place in range(left):
            room.inside[room.top[place]] = True
        for c in range(room.state.size):
            if room.state[c] == 0 and not room.inside[c] and bound - kept + room.sums[c] <= best + grain:
                room.state[c] = -1
        before = number
        for place in range(left):
            c = room.top[place]
            if bound - room.sums[c] + following <= best + grain:
                taken += take(problem, room, c)
                room.taken[number] = c
                number += 1
        if number == before:
            return best, bound, number


@njit
def grown(problem: Problem, room: Room, stack: Stack, depth: int, asset: int) -> int:
    """Put the branches of an asset on the stack, the most promising one last, and return its new depth."""
    first, last = problem.back[asset], problem.back[asset + 1]
    open_ = np.empty(last - first, np.int64)
    count = 0
    for e in range(first, last):
        if room.state[problem.sites[e]] == 0:
            open_[count] = problem.sites[e]
            count += 1
    order = open_[:count][np.argsort(-room.sums[open_[:count]])]
    for at in range(count, -1, -1):  # the last one is that of none
        stack.states[depth] = room.state
        stack.prices[depth] = room.prices
        for before in range(at):
            stack.states[depth, order[before]] = -1
        if at < count:
            stack.states[depth, order[at]] = 1
        depth += 1
    return depth


@entry
def searched(
    problem: Problem, room: Room, stack: Stack, depth: int, best: float, grain: float, nodes: int
) -> tuple[int, float]:
    """Look at some of the nodes on the stack, the last one first; return how many are left, and the best value.

    A node is done where its bound is no more than `grain` above the best value.
    """
    for _ in range(nodes):
        if depth == 0:
            break
        depth -= 1
        first = depth == 0 and stack.states[0].max() == 0 and stack.states[0].min() == 0
        room.state[:] = stack.states[depth]
        room.prices[:] = stack.prices[depth]
        room.covered[:] = False
        taken, number = 0.0, 0
        for c in range(room.state.size):
            if room.state[c] == 1:
                taken += take(problem, room, c)
                room.taken[number] = c
                number += 1
        best, bound, number = narrowed(problem, room, stack, best, grain, ROOT_STEPS if first else STEPS, taken, number)
        if number < 0:
            continue
        left = stack.chosen.size - number
        asset = branching(problem, room, room.sums[room.top[left - 1]], room.sums[room.top[left]], bound - best)
        if asset >= 0:
            depth = grown(problem, room, stack, depth, asset)
    return depth, best
