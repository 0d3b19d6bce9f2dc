"""Judge claims: every reading on one study, with a verdict and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.errors import Interrupted, UsageError, nearest
from openairlift.evidence import Claim
from openairlift.network import build_network
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain
from openairlift.solve import make_plan
from openairlift.study.judging.ceiling import Asked, Ceiling, bounded, ceiling
from openairlift.study.judging.court import Court, Options, Variants
from openairlift.study.judging.evaluate import Anchored, Subject
from openairlift.study.judging.inversion import Inversion, cells_of, invert, invertible
from openairlift.study.judging.prior import DRAWS, fits_anything
from openairlift.study.judging.readings import Bar, Reading, readings_of, wilson
from openairlift.study.judging.search import Search, change_of_one, change_of_several, swings
from openairlift.study.judging.trials import Move, Moves, Told
from openairlift.study.judging.verdicts import (
    CONSISTENT,
    LIKELY,
    NO_POWER,
    POSSIBLE,
    UNITS_OF,
    UNREACHABLE,
    UNTESTABLE,
    Judged,
    JudgedClaim,
    Quantiles,
)
from openairlift.study.moments import Unresolved
from openairlift.study.replicate import replicate
from openairlift.study.study import Study

_STOPPED = "stopped before it was decided"
_MOST = "the most that can be there by then"
_NONE_FOUND = "no change within the ranges was found that makes it likely, and "
TRIAL_RUNS = 40
"""Runs of every trial with moved inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Claims with their readings.

    Attributes
    ----------
    study : of the scenario as it is, on which every reading was judged.
    claims : in the scenario's order.
    trial_runs, draws : runs of every trial; draws of all inputs that were made.
    inputs : how many inputs have a range, and were moved.
    complete : False when work was stopped.
    inversions : for claims that ask for a share by a date: for which masses and fleets it is reached.
    """

    study: Study
    claims: tuple[JudgedClaim, ...]
    trial_runs: int
    draws: int
    inputs: int
    complete: bool
    inversions: tuple[Inversion, ...] = ()


def judge(
    study: Study,
    *claims: str,
    trial_runs: int = TRIAL_RUNS,
    draws: int = DRAWS,
    inversion: bool = False,
    effort: int = 1,
    workers: int | None = 1,
    variants: Variants | None = None,
    progress: Told | None = None,
) -> Judgement:
    """Judge claims of a scenario: a verdict for every reading, with its probability and the inputs that decide it.

    Every reading is judged on the runs of the study, with its plan and its seed. Then each input whose range is known
    is taken to both ends, the airlift is planned and simulated again on the same luck; and all are drawn together.

    Parameters
    ----------
    study : of the scenario as it is.
    claims : ids; none = all.
    trial_runs : runs of every trial with moved inputs.
    draws : draws of all inputs together; 0 leaves them out, and with them the verdict "no power".
    inversion : also find out for which masses and fleets the share of a claim is reached by its date.
    effort, workers : of the planner for the trials; processes, to which whole trials are given out (None = all cores
        where that is quicker). The result is the same for any number of them.
    variants : gives the scenario with further options, for claims that compare with them.
    progress : told what is tried. Ctrl-C ends the work; what was found by then is returned.

    Raises
    ------
    UsageError
        When there is no such claim, or a number is out of range.

    Examples
    --------
    >>> import openairlift as oa
    >>> sc = oa.read_scenario("ukraine-2022")
    >>> study = oa.replicate(sc, oa.make_plan(sc), runs=2)
    >>> found = oa.judge(study, "c2", draws=0)
    >>> [reading.verdict for reading in found.claims[0].readings]
    ['untestable', 'untestable', 'untestable']
    """
    if trial_runs < 1 or draws < 0:
        raise UsageError(f"trial runs must be at least 1 and draws at least 0; got {trial_runs} and {draws}")
    chosen = chosen_claims(study.scenario, claims)
    work = _Work(study, chosen, variants, trial_runs=trial_runs, draws=draws, effort=effort, workers=workers)
    return work.run(progress or (lambda _what, _done, _total: None), inversion=inversion)


def chosen_claims(scenario: Scenario, claims: Sequence[str]) -> list[Claim]:
    """Return claims by their ids; all where none is named.

    Raises
    ------
    UsageError
        When there is no such claim.
    """
    known = scenario.evidence.claims
    for name in claims:
        if name not in known:
            near = nearest(name, known)
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise UsageError(f"there is no claim {name!r}; known: {', '.join(known) or 'none'}{hint}")
    return [known[name] for name in claims] if claims else list(known.values())


class _Work:
    def __init__(
        self,
        study: Study,
        claims: list[Claim],
        variants: Variants | None,
        *,
        trial_runs: int,
        draws: int,
        effort: int,
        workers: int | None,
    ) -> None:
        self.claims, self.variants, self.draws = claims, variants, draws
        self.trial_runs, self.effort, self.workers = trial_runs, effort, workers
        self.by_claim = {claim.id: readings_of(claim) for claim in claims}
        self.court = Court(readings=[reading for found in self.by_claim.values() for reading in found])
        probes = list(self.court.probes(study.scenario, study.network))
        self.study = replicate(
            study.scenario, study.plan, runs=study.runs, seed=study.seed, workers=workers, network=study.network,
            probes=probes,
        )  # fmt: skip
        self.court.add((), self.study, runs=trial_runs, effort=effort, workers=workers)
        if not any(item.stated for item in self.court.inputs):
            self.draws = 0  # nothing to draw: what the runs draw themselves is in the study
        self.ceilings: dict[tuple[Subject, float, tuple[str, ...]], Ceiling] = {}
        self.mosts: dict[Asked, float] = {}
        self.lacking: dict[Options, str] = {}

    def run(self, tell: Told, *, inversion: bool) -> Judgement:
        done = 0
        complete = True
        turned: list[Inversion] = []
        judged: tuple[JudgedClaim, ...] | None = None
        try:
            for options in dict.fromkeys(claim.without for claim in self.claims if claim.without):
                tell(f"the scenario with {', '.join(options)}", 0, 0)
                self._compare_with(options)
            open_ = [reading for reading in self.court.readings if self._unresolved(reading) is None]
            inverted = [invertible(self.court, found) for found in self.by_claim.values()] if inversion else []
            grids = [reading for reading in inverted if reading is not None]
            cells = cells_of(self.court)
            total = (2 * len(self.court.inputs) + self.draws if open_ else 0) + cells * len(grids)
            if open_:
                ends = [(Move(name=item.name, end=end),) for item in self.court.inputs for end in (LOW, HIGH)]
                self.court.try_all(ends, workers=self.workers, tell=_counted(tell, done, total))
                done += len(ends)
                self.court.draw_all(self.draws, workers=self.workers, tell=_counted(tell, done, total))
                done += self.draws
            judged = self._searched(tell)
            for reading in grids:
                turned.append(invert(self.court, reading, _from(tell, done, total)))
                done += cells
        except (KeyboardInterrupt, Interrupted):
            complete = False
            if judged is None:
                judged = self._all(lambda reading: self._told(reading, stopped=True))
        tell("", done, done)
        return Judgement(
            study=self.study,
            claims=judged,
            trial_runs=self.trial_runs,
            draws=self.court.drawn_count,
            inputs=len(self.court.inputs),
            complete=complete,
            inversions=tuple(turned),
        )

    def _all(self, one: Callable[[Reading], Judged]) -> tuple[JudgedClaim, ...]:
        return tuple(
            JudgedClaim(claim=claim, readings=tuple(one(reading) for reading in self.by_claim[claim.id]))
            for claim in self.claims
        )

    def _searched(self, tell: Told) -> tuple[JudgedClaim, ...]:
        """Judge all readings in rounds: what their searches want next is tried together."""
        readings = [reading for claim in self.claims for reading in self.by_claim[claim.id]]
        searches = {number: self._judge(reading, tell) for number, reading in enumerate(readings)}
        found: dict[int, Judged] = {}

        def counted(done: int, total: int) -> None:
            tell(f"changes of inputs for {len(searches)} readings that are open: {done} of {total} of this round", 0, 0)

        while searches:
            wanted: list[tuple[Reading, Moves]] = []
            for number, search in list(searches.items()):
                try:
                    wanted += [(readings[number], moves) for moves in next(search)]
                except StopIteration as end:
                    found[number] = end.value
                    del searches[number]
            self.court.try_wanted(wanted, workers=self.workers, tell=counted)
        in_order = iter(found[number] for number in range(len(readings)))
        return self._all(lambda _reading: next(in_order))

    def _compare_with(self, options: Options) -> None:
        """Take in the scenario with the options that a claim compares with."""
        if self.variants is None:
            self.lacking[options] = "the files of the scenario are needed to compare with " + ", ".join(options)
            return
        scenario = self.variants(options)
        network = build_network(scenario)
        base = self.study
        plan = make_plan(scenario, effort=self.effort, seed=base.seed, prove=False, network=network)
        if not plan.reproducible:
            raise KeyboardInterrupt
        made = replicate(
            scenario, plan, runs=base.runs, seed=base.seed, workers=self.workers, network=network,
            probes=list(self.court.probes(scenario, network)),
        )  # fmt: skip
        self.court.add(options, made, runs=self.trial_runs, effort=self.effort, workers=self.workers)

    # --- one reading --------------------------------------------------------------------------------------------

    def _unresolved(self, reading: Reading) -> str | None:
        """Return why a reading can't be tested, or None."""
        if reading.claim.without in self.lacking:
            return self.lacking[reading.claim.without]
        try:
            self.court.holds(reading, None)
        except Unresolved as error:
            return str(error)
        except KeyError:  # the scenario to compare with was not run
            return _STOPPED
        return None

    def _judge(self, reading: Reading, tell: Told) -> Search[Judged]:
        found = self._told(reading)
        if found.verdict is not None:
            return found
        change, alone = yield from change_of_one(self.court, reading)
        if change is not None:
            return replace(found, verdict=POSSIBLE, change=change, alone=alone)
        bar = reading.bar(self.study.scenario, self.study.network)
        met = self._met(reading, bar)  # then no bound with every input at its best can lie below what is asked for
        limit = None if met else self._ceiling(reading, bar, self.court.inputs, tell)
        if limit is not None and bar is not None and _below(limit.most, bar):
            return replace(found, verdict=UNREACHABLE, bound=limit.most, held=limit.held)
        change = yield from change_of_several(self.court, reading)
        if change is not None:
            return replace(found, verdict=POSSIBLE, change=change)
        if limit is not None:
            found = replace(found, bound=limit.most, held=limit.held)
        if bar is not None and (limit is None or limit.most is not None):
            cited = self._ceiling(reading, bar, [item for item in self.court.inputs if item.cited], tell)
            if _below(cited.most, bar):
                limit = limit or self._ceiling(reading, bar, self.court.inputs, tell)
                return replace(found, verdict=UNREACHABLE, bound=limit.most, held=limit.held, bound_cited=cited.most)
        known = "no bound rules it out" if limit is None else "the bound does not rule it out"
        reasons = [_NONE_FOUND + ("no bound is known" if limit is not None and limit.most is None else known)]
        reasons += [limit.reason] if limit is not None and limit.reason else []
        reasons += self._alike(reading)
        return replace(found, verdict=POSSIBLE, reasons=(*found.reasons, *reasons))

    def _met(self, reading: Reading, bar: Bar | None) -> bool:
        """Whether the test of a claim that compares is met with an input within its range, which the bound covers."""
        if bar is None or not reading.claim.without:
            return False
        work = reading.evaluator(self.study.scenario, self.study.network, lambda _: np.zeros(1))
        free = bounded(self.court.inputs, work.subject(bar.call))
        return free is not None and any(
            self.court.met([Move(name=item.name, end=end)], reading) >= LIKELY for item in free for end in (LOW, HIGH)
        )

    def _alike(self, reading: Reading) -> list[str]:
        """Say it where a claim that compares fails because its test holds with the options as well."""
        if not reading.claim.without:
            return []
        for item in self.court.inputs:
            for end in (LOW, HIGH):
                if self.court.met([Move(name=item.name, end=end)], reading) >= LIKELY:
                    return [f"where its test holds it holds with {', '.join(reading.claim.without)} as well"]
        return []

    def _told(self, reading: Reading, *, stopped: bool = False) -> Judged:
        """Return what the runs say of a reading; its verdict is None where that takes more."""
        reason = self._unresolved(reading)
        if reason is not None:
            verdict = None if reason == _STOPPED else UNTESTABLE
            return Judged(values=reading.values, verdict=verdict, reasons=(reason,))
        holds = self.court.holds(reading, None)
        count = int(np.count_nonzero(holds))
        bar = reading.bar(self.study.scenario, self.study.network)
        measured = reading.measured(self.study)
        most = reading.most(self.study.scenario, self.study.network)
        with_option = None
        if reading.claim.without:
            with_option = float(np.mean(reading.holds(self.court.sample(None, reading.claim.without))))
        amounts, drawn_probability = self.court.drawn(reading)
        drawn = None if amounts is None else _quantiles(amounts, (0.05, 0.5, 0.95))
        deciding = () if stopped else tuple(swings(self.court, reading)[:2])
        verdict = CONSISTENT if count >= LIKELY * len(holds) else None
        if drawn is not None and most is not None and fits_anything(drawn[0], drawn[2], most):
            verdict = NO_POWER
        return Judged(
            values=reading.values,
            verdict=verdict,
            probability=count / len(holds),
            interval=wilson(count, len(holds)),
            with_option=with_option,
            threshold=None if bar is None else bar.least,
            unit=None if bar is None else UNITS_OF[bar.call.function],
            measured=None if measured is None else _quantiles(measured, (0.1, 0.5, 0.9)),
            most=most,
            drawn=drawn,
            drawn_probability=drawn_probability,
            deciding=deciding,
            reasons=(_STOPPED,) if stopped and verdict is None else (),
        )

    def _ceiling(self, reading: Reading, bar: Bar | None, inputs: Sequence[Uncertain], tell: Told) -> Ceiling:
        """Return the most that an amount can be with some inputs at their best, in the unit of the bar."""
        scenario, network = self.study.scenario, self.study.network
        if bar is None:
            return Ceiling(most=None, reason="no bound: the test does not ask for at least so much by a date")
        work = reading.evaluator(scenario, network, lambda _: np.zeros(1))
        subject = work.subject(bar.call)
        whole = work.whole(subject, work.denominated(bar.call)) if bar.call.function == "share" else 1.0
        enough = bar.least * whole if isinstance(subject.at, Anchored) else 0.0
        key = subject, enough, tuple(item.name for item in inputs)
        if key not in self.ceilings:
            tell(_MOST, 0, 0)
            self.ceilings[key] = ceiling(
                scenario,
                inputs,
                subject,
                enough=enough,
                known=self.mosts,
                tell=lambda window: tell(f"{_MOST}, window {window}", 0, 0),
            )
        found = self.ceilings[key]
        return found if found.most is None else Ceiling(most=found.most / whole, held=found.held)


def _below(most: float | None, bar: Bar) -> bool:
    """Whether a bound lies below what is asked for."""
    if most is None:
        return False
    return most < bar.least - 1e-9 * max(abs(bar.least), 1.0) or (bar.strict and most <= bar.least)


def _counted(tell: Told, begun: int, total: int) -> Callable[[str, int], None]:
    """Return a listener to what was done, whose count goes on from what was done before."""
    return lambda what, done: tell(what, begun + done, total)


def _from(tell: Told, begun: int, total: int) -> Told:
    """Return a listener whose count goes on from what is done."""
    return lambda what, done, _total: tell(what, begun + done, total)


def _quantiles(values: object, q: Sequence[float]) -> Quantiles:
    low, middle, high = np.quantile(np.asarray(values, dtype=np.float64), q, method="inverted_cdf")
    return float(low), float(middle), float(high)
