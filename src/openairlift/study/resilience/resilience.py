"""Lose every base, route and airspace, then every pair; plan again for the worst; say what protecting one is worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from openairlift.errors import Interrupted, UsageError
from openairlift.network import build_network
from openairlift.scenario import Scenario
from openairlift.solve.values import worth_of
from openairlift.study.execute import cores
from openairlift.study.resilience.bench import Added, Bench, Bounded, Planned, Priced, Task, work_at
from openairlift.study.resilience.bounds import Base, Least, Window, at_stake, orderly, weighted
from openairlift.study.resilience.interdict import Lost, Protected, Worst, every, protect, worst
from openairlift.study.resilience.losses import GROUPS, Loss, asked
from openairlift.study.resilience.replanned import Effort, Made, Shift, shifts
from openairlift.study.resilience.spread import spread

RUNS = 100
"""Runs of every plan."""
WORST = 5
"""Losses, and sets of several, that are looked at closely and planned for, the worst by their bounds."""
BIG = 1_500
"""Lines × tails from which on work is spread over processes unless their number is stated."""
MOST_SETS = 200_000
"""Sets of losses up to which the worst choice is looked for."""

Told = Callable[[str, float | None], None]
"""Told what is done, and about how long it still takes [s]; None = not known yet."""

NOTHING: Lost = frozenset()
NOTHING_TO_LOSE = "there is nothing to lose: the scenario has no such place, route or airspace; see --lose"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What the loss of a set does.

    Attributes
    ----------
    lost : what is lost.
    least : a bound: what any plan loses at the least.
    close : whether the bound has prices of its own; else it holds at those of the whole airlift.
    made : a plan for what is left; None where none was made.
    shifts : what carries more or less in that plan than before.
    """

    lost: tuple[Loss, ...]
    least: Least
    close: bool
    made: Made | None = None
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """The worst choice of losses, or the best of protections, by the bounds.

    Attributes
    ----------
    case : the worst that is lost.
    spared : what is protected.
    """

    case: Case
    spared: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Addition:
    """One more base: with nothing lost, and with the worst single loss or set lost."""

    name: str
    lost: tuple[Loss, ...]
    least: Least
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resilience:
    """What an airlift loses when something is lost.

    Attributes
    ----------
    scenario : the scenario.
    stake : terms when nothing is delivered, above what can't be avoided.
    whole : nothing lost.
    cases : every single loss, the worst by its bound first; `sets` : the worst sets of several, likewise.
    looked_at : sets of losses that were bounded.
    budget, protections : how many may be lost at once, and protected.
    worst : the worst choice; None where it was stopped before.
    protected : what to protect against it, and the worst that is left then.
    each : for every member of the worst choice, the worst that is left when it alone is protected.
    additions : one more base.
    window : when things are lost [s]; None = all along.
    orderly : whether bounds of fewer losses hold for more, see `bounds.orderly`.
    runs, seed : of the simulated figures.
    complete : False where Ctrl-C ended the study.
    """

    scenario: Scenario
    stake: tuple[float, float, float]
    whole: Case
    cases: tuple[Case, ...]
    sets: tuple[Case, ...]
    looked_at: int
    budget: int
    protections: int
    worst: Choice | None
    protected: Choice | None
    each: tuple[Choice, ...]
    additions: tuple[Addition, ...]
    window: Window | None
    orderly: bool
    runs: int
    seed: int
    complete: bool

    def share(self, loss: float) -> float:
        """Return a weighted loss as a share of what is lost when nothing is delivered."""
        all_ = weighted(self.stake)
        return loss / all_ if all_ > 0.0 else 0.0


def resilience(
    scenario: Scenario,
    *,
    lose: Sequence[str] = GROUPS,
    pairs: bool = False,
    budget: int = 1,
    protections: int = 1,
    additions: Mapping[str, Scenario] | None = None,
    window: Window | None = None,
    runs: int = RUNS,
    seed: int | None = None,
    effort: int = 1,
    time_limit_s: float | None = None,
    worst_sets: int = WORST,
    workers: int | None = None,
    progress: Told | None = None,
) -> Resilience:
    """Lose one thing after the other, then sets of several; bound them all, and plan again for the worst.

    Parameters
    ----------
    scenario : the scenario.
    lose : what can be lost: groups or targets, see `losses.asked`.
    pairs : lose every pair too; the budget is then at least 2.
    budget : how many may be lost at once, for the worst choice.
    protections : how many of them can be protected against it.
    additions : scenarios with one more base, by name.
    window : when things are lost [s]; None = from the start to the horizon, known to everybody.
    runs, seed : of the simulation of every plan; 0 runs = none. All have the same luck.
    effort, time_limit_s : budget of every plan, as in `make_plan`.
    worst_sets : how many single losses, and sets, are looked at closely and planned for.
    workers : processes; None = all cores where the airlift is large.
    progress : told what is done.

    Raises
    ------
    Interrupted
        When Ctrl-C came before there was anything to tell.
    UsageError
        When a number is out of range, or something to lose is not there.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.resilience(oa.read_scenario("relief-small"), lose=["places"], runs=0)
    >>> len(found.cases), found.cases[0].least.loss >= found.whole.least.loss
    (3, True)
    """
    _check(budget, protections, runs, worst_sets, workers, window, scenario)
    network = build_network(scenario)
    bench = Bench(
        scenario=scenario, network=network, worth=worth_of(network),
        effort=Effort(effort=effort, seed=scenario.settings.seed if seed is None else seed, time_limit_s=time_limit_s),
        runs=runs, seed=scenario.settings.seed if seed is None else seed, window=window, additions=additions or {},
    )  # fmt: skip
    big = len(network.lines) * len(network.tails) > BIG
    hands = (cores() if big else 1) if workers is None else workers
    study = _Study(bench, hands, progress or (lambda _what, _left: None), worst_sets)
    budget = max(budget, 2) if pairs else budget
    complete = True
    try:
        study.begin(lose)
        study.screen(budget)
        study.look_closely(budget, protections)
        study.finish()
    except KeyboardInterrupt:
        complete = False
        if NOTHING not in study.known:
            raise Interrupted("stopped by Ctrl-C before the whole airlift was planned and bounded") from None
    return study.found(budget, protections, complete=complete)


def _check(
    budget: int, protections: int, runs: int, sets: int, workers: int | None, window: Window | None, scenario: Scenario
) -> None:
    for what, value, least in (
        ("budget", budget, 1), ("protections", protections, 0), ("runs", runs, 0), ("worst sets", sets, 1),
        ("workers", 1 if workers is None else workers, 1),
    ):  # fmt: skip
        if value < least:
            raise UsageError(f"{what} is a number of {least} or more; got {value}")
    if window is not None and not 0 <= window[0] < window[1] <= scenario.settings.horizon:
        start, end = scenario.settings.start, scenario.moment(scenario.settings.horizon)
        raise UsageError(
            f"the time of a loss begins before it ends and lies within the scenario, {start:%Y-%m-%dT%H:%MZ} to "
            f"{end:%Y-%m-%dT%H:%MZ}"
        )


@dataclass(slots=True)
class _Study:
    bench: Bench
    workers: int
    tell: Told
    most: int
    known: dict[Lost, Least] = field(default_factory=dict)
    close: set[Lost] = field(default_factory=set)
    made: dict[Lost, Made] = field(default_factory=dict)
    added: dict[tuple[str, Lost], tuple[Least, Made]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    orderly: bool = True

    # --- the course of the study --------------------------------------------------------------------------------

    def begin(self, lose: Sequence[str]) -> None:
        """Plan the whole airlift, and work out its prices."""
        named = asked([word for word in lose if word != "routes"], self.bench.scenario, self.bench.network, _NO_PLAN)
        if not named and "routes" not in lose:
            raise UsageError(NOTHING_TO_LOSE)
        self.orderly = orderly(self.bench.network)
        self.tell("planning the whole airlift, and working out its prices", None)
        results = self.do([Planned(NOTHING), Priced()], "begin")
        before: Made = results[0]
        short = self.do([Priced(undelivered=True)], "short")[0] if before.terms[0] > 0.0 else None
        losses = asked(lose, self.bench.scenario, self.bench.network, before.plan)
        if not losses:
            raise UsageError(NOTHING_TO_LOSE)
        base = Base(scalar=results[1], undelivered=short)
        self.bench = replace(self.bench, before=before, base=base, losses=losses)
        self.made[NOTHING] = before
        self.known[NOTHING] = self.do([Bounded(NOTHING)], "bound")[0]

    def screen(self, budget: int) -> None:
        """Bound every single loss, and every pair where that many may be lost."""
        count = len(self.bench.losses)
        todo = [lost for size in range(1, min(budget, 2) + 1) for lost in every(count, size=size)]
        if len(todo) > MOST_SETS:
            raise UsageError(f"{len(todo):,} sets of losses are too many; name fewer with --lose, or a smaller budget")
        self.do([Bounded(lost) for lost in todo], "bound", keep=self.keep)

    def look_closely(self, budget: int, protections: int) -> None:
        """Give the worst ones prices of their own, and plan for them."""
        chosen = self.chosen(budget, protections)
        tasks: list[Task] = [Bounded(lost, close=True) for lost in (NOTHING, *chosen)]
        self.do(tasks, "close", keep=self.keep)
        chosen = [*chosen, *(lost for lost in self.chosen(budget, protections) if lost not in chosen)]
        self.do([Planned(lost) for lost in chosen], "plan", keep=self.keep)

    def chosen(self, budget: int, protections: int) -> list[Lost]:
        """Return what is planned for: the worst of every size, the worst choice, and what is left when protected."""
        found = [*self.ranked(1)[: self.most], *self.ranked(2)[: self.most]]
        first = self.worst(budget).lost
        left = [self.protect(budget, protections).left.lost] if protections else []
        return list(dict.fromkeys([*found, *(lost for lost in (first, *left) if lost)]))

    def finish(self) -> None:
        """Plan what is added, with nothing lost and with the worst single loss."""
        names = list(self.bench.additions or {})
        single = self.ranked(1)[:1]
        tasks: list[Task] = [Added(name, lost) for name in names for lost in (NOTHING, *single)]
        self.do(tasks, "add", keep=self.keep)

    # --- doing tasks --------------------------------------------------------------------------------------------

    def do(self, tasks: Sequence[Task], what: str, *, keep: Callable[[Task, Any], None] | None = None) -> list[Any]:
        """Do tasks, keep every result when it is there, and tell how far it is."""
        results: list[Any] = [None] * len(tasks)
        begun, done = time.monotonic(), 0
        with closing(spread(work_at, self.bench, tasks, workers=self.workers)) as finished:
            for number, result in finished:
                results[number] = result
                done += 1
                if keep is not None:
                    keep(tasks[number], result)
                    each = (time.monotonic() - begun) / done
                    self.tell(self.words(what, done, len(tasks)), each * (len(tasks) - done))
        return results

    def keep(self, task: Task, result: Any) -> None:
        """Keep what a task found."""
        if isinstance(task, Bounded):
            old = self.known.get(task.lost)
            self.known[task.lost] = result if old is None else result.worse(old)
            if task.close:
                self.close.add(task.lost)
        elif isinstance(task, Planned):
            self.made[task.lost] = result
        elif isinstance(task, Added):
            self.added[task.name, task.lost] = result

    def words(self, what: str, done: int, total: int) -> str:
        """Say what is done, and the worst so far."""
        names = {
            "bound": "bounded",
            "close": "bounded closely",
            "plan": "planned again",
            "add": "planned with one more",
        }
        ranked = [*self.ranked(1)[:1], *self.ranked(2)[:1]]
        told = f"{done} of {total} {names[what]}"
        if ranked:
            first = max(ranked, key=self.value)
            all_ = weighted(at_stake(self.bench.worth))
            share = self.value(first) / all_ if all_ else 0.0
            told += f"; worst so far: {self.name(first)}, at least {share:.1%} of the value is lost"
        return told

    def name(self, lost: Lost) -> str:
        """Return a set in words."""
        return " + ".join(str(loss) for loss in self.bench.chosen(lost)) or "nothing"

    # --- figures ------------------------------------------------------------------------------------------------

    def least(self, lost: Lost) -> Least:
        """Return the best bound of a set: its own, and those of its subsets, as a loss never helps."""
        if lost not in self.known:
            self.known[lost] = work_at(self.bench)(Bounded(lost))  # type: ignore[assignment]
        found = self.known[lost]
        if self.orderly:
            for other, least in self.known.items():
                if other < lost:
                    found = found.worse(least)
        return found

    def value(self, lost: Lost) -> float:
        """Return how bad a set is, with nine digits, so that rounding decides nothing."""
        return float(f"{self.least(lost).loss:.9g}")

    def ranked(self, size: int) -> list[Lost]:
        """Return the sets of a size that were bounded, the worst first."""
        sets = [lost for lost in self.known if len(lost) == size]
        return sorted(sets, key=lambda lost: (-self.value(lost), sorted(lost)))

    def worst(self, budget: int) -> Worst:
        return worst(len(self.bench.losses), self.value, budget=budget, prune=self.orderly)

    def protect(self, budget: int, protections: int) -> Protected:
        return protect(len(self.bench.losses), self.value, budget=budget, protections=protections, prune=self.orderly)

    def case(self, lost: Lost) -> Case:
        """Return what is known of a set."""
        made, before = self.made.get(lost), self.made[NOTHING]
        moved = shifts(before.plan, made.plan, self.bench.network) if made is not None else ()
        return Case(
            lost=self.bench.chosen(lost), least=self.least(lost), close=lost in self.close, made=made, shifts=moved
        )

    def found(self, budget: int, protections: int, *, complete: bool) -> Resilience:
        """Return what was found."""
        sets = [lost for size in range(2, budget + 1) for lost in self.ranked(size) if lost in self.made]
        sets += [lost for lost in self.ranked(2) if lost not in sets][: max(2 * self.most - len(sets), 0)]
        sets.sort(key=lambda lost: (-self.value(lost), len(lost), sorted(lost)))
        choices = self.choices(budget, protections) if complete else (None, None, ())
        bench = self.bench
        return Resilience(
            scenario=bench.scenario, stake=at_stake(bench.worth), whole=self.case(NOTHING),
            cases=tuple(self.case(lost) for lost in self.ranked(1)), sets=tuple(self.case(lost) for lost in sets),
            looked_at=len(self.known), budget=budget, protections=protections, worst=choices[0],
            protected=choices[1], each=choices[2],
            additions=tuple(
                Addition(name=name, lost=bench.chosen(lost), least=self.not_more(least, lost), made=made)
                for (name, lost), (least, made) in self.added.items()
            ),
            window=bench.window, orderly=self.orderly, runs=bench.runs, seed=bench.seed, complete=complete,
        )  # fmt: skip

    def not_more(self, least: Least, lost: Lost) -> Least:
        """Return a bound with an addition, no greater than without it: what is added never hurts."""
        without = self.least(lost)
        return Least(loss=min(least.loss, without.loss), undelivered=min(least.undelivered, without.undelivered))

    def choices(self, budget: int, protections: int) -> tuple[Choice | None, Choice | None, tuple[Choice, ...]]:
        """Return the worst choice, what to protect against it, and what each of its members is worth."""
        first = self.worst(budget)
        if not first.lost:
            return None, None, ()
        kept = self.protect(budget, protections) if protections else None
        each = []
        for i in sorted(first.lost) if protections else ():
            alone = frozenset((i,))
            left = worst(len(self.bench.losses), self.value, budget=budget, spared=alone, prune=self.orderly)
            each.append(Choice(case=self.case(left.lost), spared=self.bench.chosen(alone)))
        each.sort(key=lambda choice: choice.case.least.loss)
        return (
            Choice(case=self.case(first.lost)),
            None if kept is None else Choice(case=self.case(kept.left.lost), spared=self.bench.chosen(kept.spared)),
            tuple(each),
        )


class _Empty:
    """Stands for a plan where none is needed yet."""

    missions = ()
    loads = ()


_NO_PLAN: Any = _Empty()
