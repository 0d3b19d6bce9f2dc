"""Which losses hurt most, and what to protect against them: exact, for any value that a loss never improves.

The values come from outside: a function from sets of losses (as indexes) to how bad it is. All that is used is that it
never gets less when more is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

Lost = frozenset[int]
Value = Callable[[Lost], float]

FEW = 12
"""Sets up to which a branch is enumerated: a look at its upper bound would hardly be cheaper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """The worst choice of at most so many losses: how bad, which, and how many sets were looked at."""

    value: float
    lost: Lost
    looked_at: int


def worst(count: int, value: Value, *, budget: int, spared: Lost = frozenset(), prune: bool = True) -> Worst:
    """Return the worst set of at most `budget` of the losses 0 … count - 1, by branch and bound.

    As more losses never help, a branch that has lost `I` and may still lose some of `R` is no worse than losing I ∪ R
    altogether; it is left where that is less bad than the worst set so far, or as bad and all its sets are as large. Of
    sets that are as bad a smallest is returned.

    Parameters
    ----------
    count : how many losses there are.
    value : how bad it is to lose a set; never less for a larger set.
    budget : how many may be lost at once.
    spared : what can't be lost.
    prune : whether branches are left; False looks at every set, for a value that a loss may improve.

    Examples
    --------
    >>> weights = [3.0, 1.0, 2.0]
    >>> found = worst(3, lambda lost: sum(weights[i] for i in lost), budget=2)
    >>> sorted(found.lost), found.value
    ([0, 2], 5.0)
    """
    seen: dict[Lost, float] = {}

    def look(lost: Lost) -> float:
        if lost not in seen:
            seen[lost] = value(lost)
        return seen[lost]

    open_ = [i for i in range(count) if i not in spared]
    open_.sort(key=lambda i: (-look(frozenset((i,))), i))
    best: tuple[float, int, tuple[int, ...]] = (look(frozenset()), 0, ())

    def offer(lost: Lost) -> None:
        nonlocal best
        found = look(lost), len(lost), tuple(sorted(lost))
        if found[0] > best[0] or (found[0] == best[0] and found[1:] < best[1:]):
            best = found

    def search(lost: Lost, rest: list[int]) -> None:
        room = budget - len(lost)
        if room <= 0 or not rest:
            return
        sets = sum(comb(len(rest), k) for k in range(1, room + 1))
        if prune and sets > FEW:
            at_most = look(lost | frozenset(rest))
            if at_most < best[0] or (at_most == best[0] and len(lost) + 1 >= best[1]):
                return
        for position, i in enumerate(rest):
            more = lost | {i}
            offer(more)
            search(more, rest[position + 1 :])

    search(frozenset(), open_)
    return Worst(value=best[0], lost=frozenset(best[2]), looked_at=len(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """The best choice of at most so many protections: what is protected, and the worst that is left."""

    spared: Lost
    left: Worst


def protect(count: int, value: Value, *, budget: int, protections: int, prune: bool = True) -> Protected:
    """Return what to protect so that the worst losses hurt least (min–max), exactly.

    Protections that miss the worst set leave it as it is. So one of it has to be protected; which one is tried, and the
    worst set of what is left gives the next choice (Scaparra and Church 2008).

    Parameters
    ----------
    count, value, budget, prune : as in `worst`.
    protections : how many losses can be ruled out.

    Examples
    --------
    >>> weights = [3.0, 1.0, 2.0]
    >>> found = protect(3, lambda lost: sum(weights[i] for i in lost), budget=1, protections=1)
    >>> sorted(found.spared), found.left.value
    ([0], 2.0)
    """
    known: dict[Lost, Worst] = {}

    def left(spared: Lost) -> Worst:
        if spared not in known:
            known[spared] = worst(count, value, budget=budget, spared=spared, prune=prune)
        return known[spared]

    best = Protected(spared=frozenset(), left=left(frozenset()))

    def search(spared: Lost) -> None:
        nonlocal best
        found = left(spared)
        key = found.value, len(spared), sorted(spared)
        if key < (best.left.value, len(best.spared), sorted(best.spared)):
            best = Protected(spared=spared, left=found)
        if len(spared) < protections:
            for i in sorted(found.lost):
                search(spared | {i})

    search(frozenset())
    return best


def every(count: int, *, size: int) -> list[Lost]:
    """Return every set of a size.

    Examples
    --------
    >>> [sorted(lost) for lost in every(3, size=2)]
    [[0, 1], [0, 2], [1, 2]]
    """
    return [frozenset(chosen) for chosen in combinations(range(count), size)]
