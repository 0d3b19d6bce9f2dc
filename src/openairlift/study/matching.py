"""Which mission of one plan is which of another: the same slot, the same loads, or the same aircraft at that time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openairlift.audits import Timing
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.units import DAY_S

NEAR_S = DAY_S
"""Missions without a load in common are one only where they offload within so long of each other [s]."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sortie:
    """A mission by names.

    Attributes
    ----------
    tail, type : aircraft.
    route : places.
    loads : by name and number, such as ``r7#2``.
    lines : the lines of requirements that they belong to, one a load.
    mass_kg : of all of them [kg].
    offload_s : block-in at the offload stop [s], or None when not within the horizon.
    """

    tail: str
    type: str
    route: tuple[str, ...]
    loads: tuple[str, ...]
    lines: tuple[str, ...]
    mass_kg: float
    offload_s: int | None


def sorties(plan: Plan, network: Network, timing: Timing) -> tuple[Sortie, ...]:
    """Return the missions of a plan by names, in the plan's order."""
    found = []
    for mission, stops in zip(plan.missions, timing.stops, strict=True):
        tail = network.tails[mission.tail]
        lines = tuple(network.lines[load.line].name for load in mission.loads)
        found.append(
            Sortie(
                tail=tail.name,
                type=network.types[tail.type].type,
                route=tuple(network.places[stop.place].id for stop in mission.stops),
                loads=tuple(f"{name}#{load.number}" for name, load in zip(lines, mission.loads, strict=True)),
                lines=lines,
                mass_kg=sum(load.mass_kg for load in mission.loads),
                offload_s=stops[mission.offload].park,
            )
        )
    return tuple(found)


def matched(before: Sequence[Sortie], after: Sequence[Sortie], *, shift_s: int = 0) -> dict[int, int]:
    """Return which mission of `after` each mission of `before` is; each is taken once.

    First those of one tail on one route at one time with a line in common: loads of a line are alike, and their numbers
    may change. Then those with loads in common, the largest common part first; where that is equal, the same tail, type
    and route, and the nearest time. Then, of one type on one route within 24 hours: those with a line in common, the
    same tail and the nearest time first; without one only the same tail.

    Parameters
    ----------
    before, after : missions of two plans.
    shift_s : by how much the second scenario starts later [s].

    Examples
    --------
    >>> one = Sortie(tail="a1", type="A", route=("x", "y"), loads=("r#1", "q#1"), lines=("r", "q"), mass_kg=9.0,
    ...              offload_s=100)
    >>> two = Sortie(tail="a2", type="A", route=("x", "y"), loads=("q#1",), lines=("q",), mass_kg=4.0, offload_s=900)
    >>> matched([one], [two])
    {0: 0}
    """
    work = _Matching(before, after, shift_s)
    for pairs in (work.same_slot(), work.same_loads(), work.same_flight()):
        work.take(pairs)
    return dict(sorted(work.found.items()))


class _Matching:
    def __init__(self, before: Sequence[Sortie], after: Sequence[Sortie], shift_s: int) -> None:
        self.before, self.after, self.shift_s = before, after, shift_s
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()

    def take(self, pairs: Iterable[Pair]) -> None:
        for i, j in pairs:
            if i not in self.found and j not in self.taken:
                self.found[i] = j
                self.taken.add(j)

    def same_slot(self) -> Iterator[Pair]:
        there: dict[object, list[int]] = defaultdict(list)
        for j, item in enumerate(self.after):
            there[item.tail, item.route, self._later(item)].append(j)
        for i, item in enumerate(self.before):
            for j in there[item.tail, item.route, item.offload_s]:
                other = self.after[j]
                if set(item.lines) & set(other.lines) or not (item.lines or other.lines):
                    yield i, j

    def same_loads(self) -> list[Pair]:
        aboard: dict[str, list[int]] = defaultdict(list)
        for j, item in enumerate(self.after):
            if j not in self.taken:
                for load in item.loads:
                    aboard[load].append(j)
        ranked = []
        for i, item in enumerate(self.before):
            if i in self.found:
                continue
            for j in sorted({j for load in item.loads for j in aboard[load]}):
                other = self.after[j]
                shared = _common(item.loads, other.loads)
                ranked.append((-shared, *self._apart(item, other), i, j))
        return [(row[-2], row[-1]) for row in sorted(ranked)]

    def same_flight(self) -> list[Pair]:
        flown: dict[object, list[int]] = defaultdict(list)
        for j, item in enumerate(self.after):
            if j not in self.taken:
                flown[item.type, item.route].append(j)
        ranked = []
        for i, item in enumerate(self.before):
            if i in self.found:
                continue
            for j in flown[item.type, item.route]:
                other = self.after[j]
                shared, apart = _common(item.lines, other.lines), self._apart(item, other)
                if apart[-1] <= NEAR_S and (shared or item.tail == other.tail):
                    ranked.append((-shared, *apart, i, j))
        return [(row[-2], row[-1]) for row in sorted(ranked)]

    def _later(self, item: Sortie) -> int | None:
        return None if item.offload_s is None else item.offload_s + self.shift_s

    def _apart(self, one: Sortie, two: Sortie) -> tuple[bool, bool, bool, float]:
        """Return how unlike two missions are but for their loads, the time between them last."""
        old, new = one.offload_s, self._later(two)
        between = 0.0 if old == new else float("inf") if old is None or new is None else float(abs(old - new))
        return one.tail != two.tail, one.type != two.type, one.route != two.route, between


def _common(one: Sequence[str], two: Sequence[str]) -> float:
    """Return the part of two sets of names that is in both."""
    mine, theirs = set(one), set(two)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
