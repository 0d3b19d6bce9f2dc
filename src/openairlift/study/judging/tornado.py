"""What each input's range is worth: an answer with one input after the other at both ends of its range."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from openairlift.errors import Interrupted, UsageError, nearest, pointed
from openairlift.evidence.language import Kind, Node, TestError, check_answer, parse_test
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.checks.draft import listed
from openairlift.scenario.ranges import HIGH, LOW, Unranged, uncertain
from openairlift.study.judging.evaluate import Asked, Evaluator
from openairlift.study.judging.trials import Move, Told, Trials
from openairlift.study.judging.verdicts import Swing
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Probe
from openairlift.study.study import Study
from openairlift.units import DAY_S

CLOSURE = "closure"
"""The answer where none is stated: hours from the start to closure."""

UNITS = {Kind.NUMBER: "", Kind.DURATION: "hours", Kind.MOMENT: "days after the start"}
RUNS = 40

WEAK = ("assumed", "estimated")
"""Bases of inputs that a better source could replace, the weakest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """An answer, and what each input's range is worth.

    Attributes
    ----------
    study : of the scenario as it is.
    answer, unit : the expression, and the unit of what it gives.
    now : P50 of the answer as it is.
    rows : every input with a range, the largest swing first.
    chase : inputs that nobody published and that move the answer: which quote to look for next.
    without_range : numbers without a range, the least known first: what they are worth is not known.
    runs : of every trial.
    complete : False when work was stopped.
    """

    study: Study
    answer: str
    unit: str
    now: float
    rows: tuple[Swing, ...]
    chase: tuple[Swing, ...]
    without_range: tuple[Unranged, ...]
    runs: int
    complete: bool


def tornado(
    study: Study,
    *,
    answer: str = CLOSURE,
    runs: int = RUNS,
    effort: int = 1,
    workers: int | None = 1,
    progress: Told | None = None,
) -> Tornado:
    """Return what each input's range is worth in an answer.

    Each input whose range is known is taken to both ends, one at a time; the airlift is planned and simulated again on
    the same luck.

    Parameters
    ----------
    study : of the scenario as it is.
    answer : ``closure``, or an expression in the language of claims, such as
        ``share(meter='usd', mark='at_hub', at='2022-03-05')``.
    runs : of every trial, and of the scenario as it is beside them.
    effort, workers : of the planner; processes.
    progress : told what is tried. Ctrl-C ends the work; what was found by then is returned.

    Raises
    ------
    UsageError
        When the answer can't be read or worked out, or `runs` is below 1.
    """
    if runs < 1:
        raise UsageError(f"runs must be at least 1, got {runs}")
    tell = progress or (lambda _what, _done, _total: None)
    asked = _Answer(answer)
    known, without = uncertain(study.scenario)
    trials = Trials(
        base=study,
        inputs={item.name: item for item in known},
        asks=asked.probes,
        runs=runs,
        effort=effort,
        workers=workers,
    )
    rows: list[Swing] = []
    complete = True
    asked.check(study.scenario, study.network)
    now = math.nan
    try:
        tell("the scenario as it is", 0, 2 * len(known))
        now = asked.value(trials.study(()))
        for number, item in enumerate(known):
            ends = []
            for k, end in enumerate((LOW, HIGH)):
                tell(f"{item.name} at its {end} end", 2 * number + k, 2 * len(known))
                ends.append(asked.value(trials.study([Move(name=item.name, end=end)])))
            rows.append(Swing(input=item, at_low=ends[0], at_high=ends[1]))
    except (KeyboardInterrupt, Interrupted):
        complete = False
    tell("", 2 * len(rows), 2 * len(known))
    rows.sort(key=lambda swing: -swing.size)
    return Tornado(
        study=study,
        answer=answer,
        unit=asked.unit,
        now=now,
        rows=tuple(rows),
        chase=tuple(sorted((row for row in rows if row.size > 0 and row.input.basis in WEAK), key=_chased)),
        without_range=without,
        runs=runs,
        complete=complete,
    )


def _chased(row: Swing) -> tuple[int, float]:
    return WEAK.index(row.input.basis), -row.size


def check_asked(answer: str, scenario: Scenario, network: Network) -> None:
    """Refuse an answer that can't be read, or not be worked out on a scenario, before anything is planned for it.

    Raises
    ------
    UsageError
        With what is wrong, and the nearest name.
    """
    _Answer(answer).check(scenario, network)


class _Answer:
    """An answer that is asked of a study."""

    def __init__(self, text: str) -> None:
        self.tree: Node | None = None
        self.unit, self.ids = "hours", set[tuple[str, str]]()
        if text.strip() == CLOSURE:
            return
        try:
            self.tree = parse_test(text)
        except TestError as error:
            raise UsageError(_told(error, text)) from None
        kind, faults = check_answer(self.tree, words=(CLOSURE,))
        if faults.found:
            raise UsageError(_told(faults.found[0], text))
        if kind not in UNITS:
            raise UsageError(f"an answer is a number, a duration or a moment; this is a {kind}")
        self.unit, self.kind, self.ids = UNITS[kind], kind, faults.ids

    def _work(self, scenario: Scenario, network: Network, asked: Asked) -> FloatArray:
        assert self.tree is not None
        work = Evaluator(scenario, network, readings={}, undefined={}, tz="", asked=asked)
        return np.asarray(work.value(self.tree).data, dtype=np.float64)

    def probes(self, scenario: Scenario, network: Network) -> list[Probe]:
        """Return what has to be known of every run."""
        found: list[Probe] = []
        if self.tree is None:
            return found

        def asked(probe: Probe) -> FloatArray:
            found.append(probe)
            return np.zeros(1)

        try:
            self._work(scenario, network, asked)
        except Unresolved:
            return []
        return found

    def check(self, scenario: Scenario, network: Network) -> None:
        """Refuse an answer that names what is not there, or that can't be worked out on the scenario as it is."""
        if self.tree is None:
            return
        for table, name in sorted(self.ids):
            known = list(getattr(scenario, table))
            if name not in known:
                near = nearest(name, known)
                hint = "" if near is None else f"; did you mean {near!r}?"
                raise UsageError(f"the answer names no row of {table}: {name!r}; known: {listed(known)}{hint}")
        try:
            self._work(scenario, network, lambda _: np.zeros(1))
        except Unresolved as error:
            raise UsageError(f"this answer can't be worked out: {error}") from None

    def value(self, study: Study) -> float:
        """Return P50 over the runs; what does not come within the horizon counts as the horizon."""
        horizon = study.network.horizon_s
        if self.tree is None:
            seconds = np.where(study.closed, study.closure_s, horizon)
            return float(np.quantile(seconds / 3600.0, 0.5, method="inverted_cdf"))
        try:
            found = np.broadcast_to(self._work(study.scenario, study.network, study.probed), (study.runs,))
        except Unresolved:  # such as a package that this end of a range leaves without requirements
            return math.nan
        scale = {Kind.NUMBER: 1.0, Kind.DURATION: 3600.0, Kind.MOMENT: float(DAY_S)}[self.kind]
        if self.kind is not Kind.NUMBER:
            found = np.where(np.isfinite(found), found, horizon)
        return float(np.quantile(found / scale, 0.5, method="inverted_cdf"))


def _told(error: TestError, text: str) -> str:
    hint = "" if error.near is None else f"; did you mean {error.near!r}?"
    allowed = "" if error.allowed is None else f"; allowed: {error.allowed}"
    lines = "".join(f"\n  {line}" for line in pointed(text, error.at))
    return f"the answer, character {error.at}: {error.what}{allowed}{hint}{lines}"
