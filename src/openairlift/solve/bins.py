"""The fewest equal bins for a list of pieces: how many aircraft loads a unit takes.

A piece takes a part of each resource of a bin (its mass of the payload, its length of the floor, a seat). Pieces are
filled in by decreasing size in several orders (first-fit decreasing), and the best packing is kept. A bound shows how
far it can be from the fewest: the largest of the bounds L2 of Martello and Toth (1990, *Knapsack Problems*, chapter 8)
over the resources. Where both differ, an integer programme on HiGHS decides, within a limit of its nodes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from openairlift.solve.highs import quiet_highs

NODES = 2_000
"""Nodes of the branch and bound tree after which the integer programme gives up."""

MOST_CELLS = 2_000
"""Kinds × bins up to which the integer programme is asked."""

_SLACK = 1e-9

Parts = npt.NDArray[np.float64]
Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bins:
    """A packing.

    Attributes
    ----------
    patterns : pieces of each kind in each bin.
    bound : no packing has fewer bins.
    """

    patterns: tuple[Pattern, ...]
    bound: int

    @property
    def proved(self) -> bool:
        """Whether the packing has the fewest bins."""
        return len(self.patterns) == self.bound


def fewest_bins(parts: Parts, counts: Sequence[int], *, apart: Collection[tuple[int, int]] = ()) -> Bins:
    """Return a packing of all pieces into as few bins as could be found, and a bound.

    Parameters
    ----------
    parts : part of each resource of a bin that one piece takes, shape (kinds, resources), 0 to 1.
    counts : pieces of each kind.
    apart : pairs of kinds that may not share a bin.

    Raises
    ------
    ValueError
        When a piece does not fit into an empty bin.

    Examples
    --------
    >>> found = fewest_bins(np.array([[0.6], [0.4], [0.3]]), [2, 2, 3])
    >>> len(found.patterns), found.proved
    (3, True)
    """
    if not any(counts):
        return Bins((), 0)
    sizes = np.asarray(parts, dtype=np.float64).reshape(len(counts), -1)
    if (sizes > 1.0 + _SLACK).any():
        kind = int(np.argmax((sizes > 1.0 + _SLACK).any(axis=1)))
        raise ValueError(f"a piece of kind {kind} does not fit into an empty bin: it takes {sizes[kind].max():g} of it")
    conflicts = frozenset((*apart, *((b, a) for a, b in apart)))
    orders = dict.fromkeys(_orders(sizes))
    best = min((_first_fit(sizes, counts, order, conflicts) for order in orders), key=len)
    bound = max(_lower_bound(sizes, counts), _clique_bound(counts, conflicts))
    if len(best) > bound and len(counts) * len(best) <= MOST_CELLS:
        best, bound = _decide(sizes, counts, conflicts, best, bound)
    return Bins(tuple(best), bound)


def _orders(sizes: Parts) -> list[tuple[int, ...]]:
    """Return orders of the kinds: by the largest part, by the sum of parts, and by each resource, large first."""
    keys = [sizes.max(axis=1, initial=0.0), sizes.sum(axis=1), *sizes.T]
    return [tuple(np.argsort(-key, kind="stable").tolist()) for key in keys]


def _first_fit(
    sizes: Parts, counts: Sequence[int], order: Sequence[int], conflicts: Collection[tuple[int, int]]
) -> list[Pattern]:
    left: list[Parts] = []
    bins: list[list[int]] = []
    for kind in order:
        rest = int(counts[kind])
        for number, room in enumerate(left):
            if rest and not any(n and (kind, other) in conflicts for other, n in enumerate(bins[number])):
                taken = min(rest, _room(room, sizes[kind]))
                bins[number][kind] += taken
                room -= taken * sizes[kind]
                rest -= taken
        while rest:
            taken = min(rest, _room(np.ones(sizes.shape[1]), sizes[kind]))
            left.append(1.0 - taken * sizes[kind])
            bins.append([taken if other == kind else 0 for other in range(len(counts))])
            rest -= taken
    return [tuple(row) for row in bins]


def _room(left: Parts, size: Parts) -> int:
    """Return how many pieces of a size still fit."""
    needed = size > 0.0
    if not needed.any():
        return 1 << 40
    return max(math.floor(float(((left[needed] + _SLACK) / size[needed]).min()) + _SLACK), 0)


def _lower_bound(sizes: Parts, counts: Sequence[int]) -> int:
    """Return the largest L2 bound of the resources, at least 1."""
    least = 1
    for column in sizes.T:
        pairs = [(float(size), int(n)) for size, n in zip(column, counts, strict=True) if n and size > 0.0]
        for cut in {0.0, *(size for size, _ in pairs if size <= 0.5)}:
            alone = sum(n for size, n in pairs if size > 1.0 - cut + _SLACK)
            large = [(size, n) for size, n in pairs if 0.5 + _SLACK < size <= 1.0 - cut + _SLACK]
            few = sum(n for _, n in large)
            small = math.fsum(size * n for size, n in pairs if cut <= size <= 0.5 + _SLACK)
            over = small - (few - math.fsum(size * n for size, n in large))
            least = max(least, alone + few + max(math.ceil(over - 1e-6), 0))
    return least


def _clique_bound(counts: Sequence[int], conflicts: Collection[tuple[int, int]]) -> int:
    """Return the bins that kinds which may not share need at least: one each of a set that is apart pair by pair."""
    clique: list[int] = []
    for kind in range(len(counts)):
        if counts[kind] and all((kind, other) in conflicts for other in clique):
            clique.append(kind)
    return len(clique)


def _decide(
    sizes: Parts, counts: Sequence[int], conflicts: Collection[tuple[int, int]], best: list[Pattern], bound: int
) -> tuple[list[Pattern], int]:
    """Return a better packing or bound by an integer programme; x = pieces of a kind in a bin, y = bin used."""
    import highspy

    bins, kinds = len(best), len(counts)
    model = quiet_highs()
    for name, value in (("mip_max_nodes", NODES), ("threads", 1), ("mip_abs_gap", 0.999), ("random_seed", 1)):
        model.setOptionValue(name, value)
    whole = highspy.HighsVarType.kInteger
    y = [model.addVariable(lb=float(b < bound), ub=1.0, obj=1.0, type=whole) for b in range(bins)]
    x = [[model.addVariable(lb=0.0, ub=float(n), type=whole) for n in counts] for _ in range(bins)]
    for kind in range(kinds):
        model.addConstr(sum(x[b][kind] for b in range(bins)) == float(counts[kind]))
    for b in range(bins):
        for r in range(sizes.shape[1]):
            terms = [float(sizes[kind, r]) * x[b][kind] for kind in range(kinds) if sizes[kind, r] > 0.0]
            if terms:
                model.addConstr(sum(terms) - (1.0 + _SLACK) * y[b] <= 0.0)
        model.addConstr(sum(x[b]) - float(sum(counts)) * y[b] <= 0.0)
        if b:
            model.addConstr(y[b - 1] - y[b] >= 0.0)
        for first, second in sorted(pair for pair in conflicts if pair[0] < pair[1]):
            z = model.addVariable(lb=0.0, ub=1.0, type=whole)
            model.addConstr(x[b][first] - float(counts[first]) * z <= 0.0)
            model.addConstr(x[b][second] + float(counts[second]) * z <= float(counts[second]))
    model.minimize()
    info = model.getInfo()
    better = max(bound, math.ceil(info.mip_dual_bound - 1e-6)) if math.isfinite(info.mip_dual_bound) else bound
    if info.primal_solution_status == 2 and round(info.objective_function_value) < len(best):
        values = model.getSolution().col_value
        made = [tuple(round(values[x[b][kind].index]) for kind in range(kinds)) for b in range(bins)]
        made = [row for row in made if any(row)]
        if _keeps(sizes, counts, conflicts, made):
            best = made
    return best, min(better, len(best))


def _keeps(
    sizes: Parts, counts: Sequence[int], conflicts: Collection[tuple[int, int]], bins: Sequence[Pattern]
) -> bool:
    """Whether a packing holds every piece once, within every resource, and keeps apart what may not share."""
    table = np.array(bins, dtype=np.int64).reshape(-1, len(counts))
    within = bool((table @ sizes <= 1.0 + 1e-6).all())
    whole = bool((table.sum(axis=0) == np.asarray(counts)).all())
    return within and whole and not any(((table[:, a] > 0) & (table[:, b] > 0)).any() for a, b in conflicts)
