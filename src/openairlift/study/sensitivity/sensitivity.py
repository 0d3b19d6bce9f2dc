"""What each input is worth in an answer: planned and simulated again, on the same luck, wherever a method asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np

from openairlift.errors import Interrupted, UsageError, nearest
from openairlift.network import build_network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain, Unranged, moved
from openairlift.scenario.ranges_given import Asked, asked_inputs
from openairlift.scenario.rows import CellAt
from openairlift.study.crew import worked
from openairlift.study.judging.answers import CLOSURE, COST, Answer, p50
from openairlift.study.judging.task import Task, study_of
from openairlift.study.judging.trials import Told
from openairlift.study.sensitivity.design import (
    SAMPLES,
    Figure,
    Indices,
    Method,
    check_samples,
    indices,
    middle,
    points,
    swing,
)
from openairlift.study.study import Study

RUNS = 20
"""Runs of every evaluation."""

WEAK = ("assumed", "estimated")
"""Bases of inputs that a better source could replace, the weakest first."""

AS_IT_IS = "the scenario as it is"
_LEAST = 2  # blocks without which no index can be worked out
_UNKNOWN = Figure(np.nan, np.nan, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one input is worth in an answer.

    Attributes
    ----------
    input : with its range, basis and grades.
    size : how much: the swing between the ends (one at a time), Morris's mu*, Sobol's total index.
    at_low, at_high : the answer at the ends, one at a time; else NaN.
    mean, first, interaction : as in `Indices`; None where the method does not give them.
    """

    input: Uncertain
    size: Figure
    at_low: float = np.nan
    at_high: float = np.nan
    mean: Figure | None = None
    first: Figure | None = None
    interaction: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """An answer, and what each input is worth in it.

    Attributes
    ----------
    study : of the scenario as it is.
    method : how inputs were moved.
    answer, unit : what was asked, and the unit of it.
    now : P50 of the answer as it is.
    rows : the inputs, the largest first; those of which too little was done are left out.
    without_range : numbers without a range, the least known first: what they are worth is not known.
    runs : of every evaluation.
    samples : blocks that were asked for, of Morris and Sobol.
    blocks, evaluations : that were done.
    dropped : blocks in which the answer could not be worked out; they are not used.
    complete : False when work was stopped.
    """

    study: Study
    method: Method
    answer: str
    unit: str
    now: Figure
    rows: tuple[Effect, ...]
    without_range: tuple[Unranged, ...]
    runs: int
    samples: int
    blocks: int
    evaluations: int
    dropped: int
    complete: bool

    @property
    def chase(self) -> tuple[Effect, ...]:
        """Inputs that nobody published and that move the answer, the assumed ones first: which source to look for."""
        weak = [row for row in self.rows if row.size.value > 0 and row.input.basis in WEAK]
        return tuple(sorted(weak, key=lambda row: (WEAK.index(row.input.basis), -row.size.value)))


def sensitivity(
    study: Study,
    *,
    answer: str = CLOSURE,
    method: str = Method.OAT,
    inputs: Sequence[str] = (),
    ranges: Mapping[str, str] | None = None,
    spread: float | None = None,
    samples: int | None = None,
    runs: int = RUNS,
    effort: int = 1,
    workers: int | None = 1,
    progress: Told | None = None,
) -> Sensitivity:
    """Return what each input is worth in an answer.

    Wherever a method wants the answer, the airlift is planned again and simulated on the luck of the study; the answer
    is P50 of its runs. An input goes from its low end through what it is now to its high end, evenly on either side.

    Parameters
    ----------
    study : of the scenario as it is; its seed is that of everything.
    answer : ``closure``, ``cost``, ``undelivered``, ``share@DAY``, or an expression (see `Answer`).
    method : ``oat`` (one at a time, at both ends), ``morris`` (mean and spread of effects over the whole space), or
        ``sobol`` (shares of the variance, with the inputs independent and even within their ranges).
    inputs, ranges, spread : which inputs are moved, and within what (see `asked_inputs`).
    samples : trajectories of Morris (default 10), points of Sobol's sequence (default 64, a power of two).
    runs : of every evaluation.
    effort, workers : of the planner; processes, with the same result for any number of them (None = all cores where
        that is quicker).
    progress : told what is tried. Ctrl-C ends the work; whole inputs, trajectories or blocks that were done are used.

    Raises
    ------
    UsageError
        When a name, range, number or the answer is wrong, or SALib is not installed.

    Examples
    --------
    >>> import openairlift as oa
    >>> sc = oa.read_scenario("relief-small")
    >>> study = oa.replicate(sc, oa.make_plan(sc), runs=1)
    >>> found = oa.sensitivity(study, inputs=["*/clearance_h"], ranges={"places/*/clearance_h": "2..48"}, runs=2)
    >>> [(row.input.name, row.input.given, row.size.value > 0) for row in found.rows]
    [('places/*/clearance_h', True, True)]
    """
    chosen = method_of(method)
    if runs < 1:
        raise UsageError(f"runs must be at least 1, got {runs}")
    samples = SAMPLES[chosen] if samples is None else samples
    if chosen is not Method.OAT:
        check_samples(chosen, samples)
    asked = Answer(answer)
    asked.check(study.scenario, study.network)
    found = asked_inputs(study.scenario, inputs=inputs, ranges=ranges, spread=spread)
    where = points(chosen, len(found.inputs), samples=samples, seed=study.seed) if found.inputs else np.zeros((0, 2, 0))
    work = _Work(study, asked, found, chosen, where, runs=runs, effort=effort)
    complete = work.run(workers=workers, tell=progress or (lambda _what, _done, _total: None))
    rows = work.rows()
    return Sensitivity(
        study=study,
        method=chosen,
        answer=answer,
        unit=asked.unit,
        now=middle(work.now, seed=study.seed) if work.now is not None else _UNKNOWN,
        rows=tuple(sorted(rows, key=lambda row: -row.size.value if row.size.value == row.size.value else 1.0)),
        without_range=found.without,
        runs=runs,
        samples=samples,
        blocks=len(work.whole),
        evaluations=len(work.found),
        dropped=len(work.whole) - len(work.usable),
        complete=complete,
    )


def method_of(name: str) -> Method:
    """Return a method by its name.

    Raises
    ------
    UsageError
        When there is none of that name.
    """
    known = [str(method) for method in Method]
    if name not in known:
        near = nearest(name, known)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"there is no method {name!r}; known: {', '.join(known)}{hint}")
    return Method(name)


def values_at(inputs: Sequence[Uncertain], at: FloatArray) -> dict[CellAt, Any]:
    """Return the values of all inputs at a point: 0 = low end, 1 = high end, what it is now half-way, NaN = left alone.

    Where what it is now is one of the ends, the way goes evenly from there to the other. Cells that are what they are
    now are left out, so that a point without a change is that of the scenario as it is.
    """
    found: dict[CellAt, Any] = {}
    for item, part in zip(inputs, at, strict=True):
        if np.isnan(part):
            continue
        if dict(item.ends[LOW]) == item.base:
            found |= item.at(HIGH, float(part))
        elif dict(item.ends[HIGH]) == item.base:
            found |= item.at(LOW, float(1.0 - part))
        else:
            found |= item.at(LOW if part < 0.5 else HIGH, float(abs(2.0 * part - 1.0)))
    now = {cell: value for item in inputs for cell, value in item.base.items()}
    return {cell: value for cell, value in found.items() if value != now[cell]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A scenario to plan and to run, and what is asked of it."""

    scenario: Scenario
    answer: Answer
    runs: int
    seed: int
    effort: int


def answered(trial: Trial) -> FloatArray:
    """Return the answer of every run of a trial, shape (runs,)."""
    network = build_network(trial.scenario)
    probes = tuple(dict.fromkeys(trial.answer.probes(trial.scenario, network)))
    task = Task(
        scenario=trial.scenario, probes=probes, runs=trial.runs, seed=trial.seed, plan_seed=trial.seed,
        effort=trial.effort,
    )  # fmt: skip
    return trial.answer.by_run(study_of(task, network=network))


@dataclass(kw_only=True)
class _Trials(Sequence[Trial]):
    """Trials that are made when their turn comes: thousands of scenarios would not be kept at once."""

    base: Trial
    points: list[dict[CellAt, Any]]

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, number: int) -> Trial: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Trial]: ...
    def __getitem__(self, number: int | slice) -> Trial | Sequence[Trial]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        base = self.base
        return Trial(
            scenario=moved(base.scenario, {"": self.points[number]}), answer=base.answer, runs=base.runs,
            seed=base.seed, effort=base.effort,
        )  # fmt: skip


@dataclass(kw_only=True)
class _Kept:
    """Points that differ, in the order in which they are first wanted, and the blocks that want each."""

    values: list[dict[CellAt, Any]] = field(default_factory=list)
    at: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def number(self, values: dict[CellAt, Any]) -> int:
        """Return the number of a point, a new one where it differs from all before."""
        key = tuple(sorted(((cell, repr(value)) for cell, value in values.items())))
        if key not in self.at:
            self.at[key] = len(self.values)
            self.values.append(values)
        return self.at[key]


class _Work:
    """The answers at all points of a design; a point that was wanted twice is worked out once."""

    def __init__(
        self, study: Study, answer: Answer, asked: Asked, method: Method, where: FloatArray, *, runs: int, effort: int
    ) -> None:
        self.study, self.asked, self.method, self.where = study, asked, method, where
        kept = _Kept()
        kept.number({})
        self.wanted = [[kept.number(values_at(asked.inputs, at)) for at in block] for block in where]
        base = Trial(scenario=study.scenario, answer=answer, runs=runs, seed=study.seed, effort=effort)
        self.trials = _Trials(base=base, points=kept.values)
        self.found: dict[int, FloatArray] = {}

    @property
    def now(self) -> FloatArray | None:
        """The answer as it is, by run."""
        return self.found.get(0)

    @property
    def whole(self) -> list[int]:
        """Blocks of which every point is done."""
        return [number for number, block in enumerate(self.wanted) if all(at in self.found for at in block)]

    @property
    def usable(self) -> list[int]:
        """Whole blocks in which the answer is known everywhere; one at a time, an end may be unknown."""
        if self.method is Method.OAT:
            return self.whole
        return [number for number in self.whole if all(np.isfinite(self.found[at]).all() for at in self.wanted[number])]

    def run(self, *, workers: int | None, tell: Told) -> bool:
        """Work the answers out; return whether all were."""
        total = len(self.trials)
        tell(AS_IT_IS, 0, total)
        try:
            with closing(worked(self.trials, answered, workers=workers)) as results:
                for number, values in results:
                    self.found[number] = values
                    if number == 0 and not np.isfinite(values).all():
                        raise UsageError(self._unanswered())
                    if len(self.found) < total:
                        tell(self._words(len(self.found)), len(self.found), total)
        except (KeyboardInterrupt, Interrupted):
            tell("", len(self.found), total)
            return False
        tell("", total, total)
        return True

    def _unanswered(self) -> str:
        answer = self.trials.base.answer.text
        why = "it states no price that the plan meets" if answer.strip() == COST else "it gives no number"
        return f"{answer!r} can't be worked out on the scenario as it is: {why}"

    def _words(self, number: int) -> str:
        """Say what is tried next, and what is the largest effect so far where that is known."""
        block = next((k for k, wanted in enumerate(self.wanted) if number in wanted), 0)
        if self.method is not Method.OAT:
            noun = "trajectory" if self.method is Method.MORRIS else "block"
            return f"{noun} {block + 1} of {len(self.wanted)}"
        name = self.asked.inputs[block].name
        end = (LOW, HIGH)[self.wanted[block].index(number)] if number in self.wanted[block] else LOW
        sizes = {self.asked.inputs[k].name: abs(p50(self.found[b]) - p50(self.found[a])) for k, (a, b) in self._ends()}
        best = max(sizes, key=lambda item: sizes[item], default=None)
        told = f"; largest swing so far: {sizes[best]:.3g} ({best})" if best is not None else ""
        return f"{name} at its {end} end{told}"

    def _ends(self) -> list[tuple[int, list[int]]]:
        return [(number, self.wanted[number]) for number in self.whole]

    def rows(self) -> list[Effect]:
        """Return what is known of every input by now."""
        if self.method is Method.OAT:
            return [self._swing(number) for number in self.whole]
        used = self.usable
        if len(used) < _LEAST:
            return []
        answers = np.array([[p50(self.found[at]) for at in self.wanted[number]] for number in used])
        found = indices(self.method, self.where[used], answers, seed=self.study.seed)
        return [_effect(item, one) for item, one in zip(self.asked.inputs, found, strict=True)]

    def _swing(self, number: int) -> Effect:
        low, high = (self.found[at] for at in self.wanted[number])
        return Effect(
            input=self.asked.inputs[number],
            size=swing(low, high, seed=self.study.seed),
            at_low=p50(low),
            at_high=p50(high),
        )


def _effect(item: Uncertain, found: Indices) -> Effect:
    return Effect(input=item, size=found.size, mean=found.mean, first=found.first, interaction=found.interaction)
