"""The fewest tails, spots or slots that meet the dates, with the proof that one fewer does not, or the gap."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from openairlift.errors import UsageError
from openairlift.network import build_network
from openairlift.plan import Terms
from openairlift.scenario import Scenario
from openairlift.study.meeting import EFFORT, attempt, unavoidable
from openairlift.study.size_counts import Counted, counted, without_latest

MEET = ("required", "latest", "horizon")
"""What may be asked: all there by `latest` and nothing late after `required`; by `latest`; by the horizon."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One count that was tried.

    Attributes
    ----------
    count : how many.
    met : a plan with so many meets the dates.
    short : proven: none with so many, or fewer, does.
    reached, bound : terms of the plan, and what no plan can beat (None: no proof was asked for, or none was needed).
    """

    count: int
    met: bool
    short: bool
    reached: Terms
    bound: Terms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many are enough.

    Attributes
    ----------
    resource : what is counted, in words, such as ``tails of C-17A``.
    meet : what had to be met.
    stated : how many the scenario states.
    count : the fewest that are known to be enough; None where no number up to `most` was.
    proven_short : the most that are proven to be too few; None where nothing is proven.
    most : the most that were tried, or could help.
    tried : every count that was tried, ascending.
    late_anyway : requirements that are late even at free flow; their lateness counts above that.
    complete : False where Ctrl-C ended the search.
    """

    resource: str
    meet: str
    stated: int
    count: int | None
    proven_short: int | None
    most: int
    tried: tuple[Tried, ...]
    late_anyway: tuple[str, ...]
    complete: bool = True

    @property
    def exact(self) -> bool:
        """Whether one fewer is proven too few."""
        return self.count is not None and self.count - 1 == (-1 if self.proven_short is None else self.proven_short)

    @property
    def never(self) -> bool:
        """Whether it is proven that no number is enough."""
        return self.count is None and self.proven_short == self.most

    def __str__(self) -> str:
        dates = {
            "required": "the dates required", "latest": "the latest dates", "horizon": "the horizon"
        }[self.meet]  # fmt: skip
        if self.count is None:
            how = "proven" if self.never else "not proven: a longer search may find a plan"
            return f"no number of {self.resource} up to {self.most} meets {dates} ({how})"
        if self.exact:
            fewer = "" if self.count == 0 else f"; with {self.count - 1} no plan does, which is proven"
            return f"{self.count} {one_or_more(self.resource, self.count)} can meet {dates}{fewer}"
        least = "0 (nothing is proven short)" if self.proven_short is None else f"{self.proven_short} (proven short)"
        return f"{self.resource}: between {least} and {self.count} (a plan meets {dates})"


def one_or_more(resource: str, count: int) -> str:
    """Return what is counted, in the singular for one.

    Examples
    --------
    >>> one_or_more("parking spots (wide) at hub", 1), one_or_more("tails of C-17A", 2)
    ('parking spot (wide) at hub', 'tails of C-17A')
    """
    return re.sub(r"\b(tail|spot|slot)s\b", r"\1", resource, count=1) if count == 1 else resource


def size(
    scenario: Scenario,
    *,
    fleet: str | None = None,
    spots: str | None = None,
    slots: str | None = None,
    meet: str = "required",
    effort: int = EFFORT,
    seed: int = 1,
    time_limit_s: float | None = None,
    progress: Told | None = None,
) -> Size:
    """Find the fewest tails of a type, parking spots or working slots of a place, that meet the dates.

    Doubling, then bisection; every count is planned. That one fewer is too few is proven by a bound above zero; where
    it is not, the largest count with such a bound is looked for, and the gap stands between the two.

    Parameters
    ----------
    scenario : the scenario; everything but the count stays as it is stated.
    fleet : type whose tails are counted. They are shared out over its rows as stated, crews with them.
    spots : place whose parking spots are counted, those of the class that the largest aircraft of the fleet needs.
    slots : place whose working slots are counted.
    meet : one of `MEET`.
    effort, seed : budget of every plan.
    time_limit_s : a budget in seconds for every plan instead.
    progress : told what is tried next.

    Raises
    ------
    UsageError
        When not exactly one of fleet, spots and slots is named, or it is not there, or has no limit.

    Examples
    --------
    >>> import openairlift as oa
    >>> str(oa.size(oa.read_scenario("relief-small"), fleet="737-800BCF", meet="horizon", effort=2))
    '0 tails of 737-800BCF can meet the horizon'
    """
    if meet not in MEET:
        raise UsageError(f"meet is one of {', '.join(MEET)}; got {meet!r}")
    scenario = without_latest(scenario) if meet == "horizon" else scenario
    what = counted(scenario, fleet=fleet, spots=spots, slots=slots)
    search = _Search(what, meet == "required", effort, seed, time_limit_s, progress or (lambda _: None))
    with suppress(_StoppedError):
        search.run()
    return Size(
        resource=what.name,
        meet=meet,
        stated=what.stated,
        count=search.enough,
        proven_short=search.short,
        most=what.most,
        tried=tuple(search.tried[count] for count in sorted(search.tried)),
        late_anyway=unavoidable(build_network(scenario)) if meet == "required" else (),
        complete=not search.stopped,
    )


class _StoppedError(Exception):
    """Ctrl-C came."""


class _Search:
    def __init__(
        self, what: Counted, late: bool, effort: int, seed: int, time_limit_s: float | None, tell: Told
    ) -> None:
        self.what, self.late, self.effort, self.seed = what, late, effort, seed
        self.time_limit_s, self.tell = time_limit_s, tell
        self.tried: dict[int, Tried] = {}
        self.stopped = False

    @property
    def enough(self) -> int | None:
        return min((row.count for row in self.tried.values() if row.met), default=None)

    @property
    def short(self) -> int | None:
        return max((row.count for row in self.tried.values() if row.short), default=None)

    def run(self) -> None:
        """Double from the stated count until it is enough, halve where it is, bisect; then prove what is left."""
        count = min(max(self.what.stated, 1), self.what.most)
        while not self.met(count) and count < self.what.most:
            count = min(2 * count, self.what.most)
        enough = self.enough
        if enough is None:
            return self.prove(0, self.what.most)
        low = max((row.count for row in self.tried.values() if row.count < enough), default=-1)
        while enough - low > 1:  # low is not met, -1 stands for less than nothing
            middle = max((low + enough) // 2, 0)
            if self.met(middle):
                enough = middle
            else:
                low = middle
        return self.prove(-1 if self.short is None else self.short, enough - 1)

    def prove(self, low: int, high: int) -> None:
        """Look for the largest count that is proven short: what is proven of a count holds for all below it."""
        if high < 0 or (high in self.tried and self.tried[high].short):
            return
        while high - low > 1:
            middle = (low + high) // 2
            self.met(middle)
            if self.tried[middle].short:
                low = middle
            else:
                high = middle
        if low < 0 <= high:
            self.met(0)

    def met(self, count: int) -> bool:
        """Return whether a plan with a count meets the dates; it is planned once."""
        if count not in self.tried:
            self.tell(f"{count} {one_or_more(self.what.name, count)}")
            found = attempt(
                self.what.variant(count), late=self.late, effort=self.effort, seed=self.seed,
                time_limit_s=self.time_limit_s,
            )  # fmt: skip
            self.stopped = found.stopped
            self.tried[count] = Tried(
                count=count, met=found.met, short=found.short, reached=found.reached, bound=found.bound
            )
            if found.stopped:
                raise _StoppedError
        return self.tried[count].met
