"""Plan and simulate options on the same luck, and weigh them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from openairlift.errors import Interrupted, PlanError, UsageError
from openairlift.model import Disruption
from openairlift.network import Network, build_network
from openairlift.plan import decode, encode
from openairlift.scenario import Scenario, cell_changes, with_options
from openairlift.scenario.further import check_disruptions, read_disruptions, with_disruptions
from openairlift.study.comparing import asked
from openairlift.study.comparing.cases import Arrays, Case, Order, Shelf, carried_out, planned
from openairlift.study.comparing.choices import Choice, all_choices, choices_of
from openairlift.study.comparing.measures import shared_requirements
from openairlift.study.comparing.pool import Made, best_of, same_lines
from openairlift.study.comparing.weighing import Future, Weighing
from openairlift.study.crew import worked

RUNS, EFFORT, REPLANS = 200, 1, 2
"""Runs of every case; budget of every plan; neutral re-plans of the first, which measure the planner's noise."""

Told = Callable[[str, int, int], None]
"""Called with (what is done next, cases done, cases in all)."""


def compare(
    scenario: Scenario,
    *,
    options: str | Iterable[str] | None = None,
    futures: str | Iterable[str] = (),
    against: str | Path | Sequence[Disruption] | None = None,
    runs: int = RUNS,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = EFFORT,
    replans: int = REPLANS,
    shelf: Shelf | None = None,
    progress: Told | None = None,
) -> Weighing:
    """Plan and simulate options of a scenario on the same luck, and weigh them against the first.

    Run i of every option draws the same luck: a draw is a function of seed, run, and what it is drawn for, so that two
    options that differ in nothing give the same bytes, and differences are taken run by run.

    Parameters
    ----------
    scenario : as `read_scenario` returned it; its own options hold in every case.
    options : ``base``, names of options, or several joined by ``+``; one text with commas or a list. The others are
        compared with the first. None = the base case and every option that can be compared with it.
    futures : events, named in the same way, that come unforeseen: each option is planned without them and carried out
        in each. They are what regret is taken over.
    against : further disruptions, a file with the columns of ``disruptions.csv`` or records, that hold in every case;
        those that come by chance come in the same runs at the same moments.
    runs, seed : of every study, two runs at least; None = the scenario's seed.
    workers : processes; None takes all cores where that is quicker. The result does not depend on it.
    effort : budget of the planner for every plan alike: 1 = the baseline, without a bound. Every option carries out the
        best plan that was made for any of the options and that it can fly (see `best_of`).
    replans : times that the first option is planned again with a change that should not matter, to measure what the
        planner's own noise does to a difference; 0 = it is not known.
    shelf : where finished cases are kept.
    progress : told what is done.

    Raises
    ------
    Interrupted
        On Ctrl-C before the first case was done; later the result says that it is not complete.
    ScenarioError
        When options conflict or a disruption has a fault; carries every issue.
    UsageError
        When a name is unknown, there are fewer than two options, or a number is out of range.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.compare(oa.read_scenario("relief-small"), options=["base", "third-slot"], runs=4, replans=0)
    >>> [choice.name for choice in found.choices], found.complete
    (['base', 'third-slot'], True)
    """
    if runs < 2:
        raise UsageError(f"a difference needs an interval, and so at least 2 runs; got {runs}")
    if effort < 1 or replans < 0:
        raise UsageError(f"effort must be at least 1 and replans at least 0; got {effort} and {replans}")
    known = scenario.options
    choices = all_choices(known) if options is None else choices_of(options, known)
    events = choices_of(futures, known)
    if len(choices) < 2 and not events:
        choices = choices_of([choice.name for choice in choices], known, least=2)
    work = _Work(
        scenario, choices, events, against=against, seed=seed, workers=workers, shelf=shelf, every=options is None
    )
    return work.done(runs=runs, effort=effort, replans=replans, tell=progress or (lambda _what, _done, _total: None))


Work = Callable[[Order], Arrays]
"""What is done with an order: it is planned or carried out."""


class _Work:
    """Scenarios, orders, and what came of them."""

    def __init__(
        self,
        scenario: Scenario,
        choices: tuple[Choice, ...],
        events: tuple[Choice, ...],
        *,
        against: str | Path | Sequence[Disruption] | None,
        seed: int | None,
        workers: int | None,
        shelf: Shelf | None,
        every: bool,
    ) -> None:
        self.base, self.events = scenario, events
        self.workers, self.shelf = workers, shelf
        self.compiled: set[Work] = set()
        self.tell: Told = lambda _what, _done, _total: None
        self.count = self.total = 0
        self.seed = scenario.settings.seed if seed is None else seed
        self.rows = _disruptions(scenario, against)
        read = with_options(scenario, [choice.options for choice in choices])
        reasons = [_incomparable(item, read[0]) for item in read]
        for choice, reason in zip(choices, reasons, strict=True):
            if reason and not every:
                raise UsageError(f"what {choice.name!r} and {choices[0].name!r} reach can't be compared: {reason}")
        kept = [i for i, reason in enumerate(reasons) if not reason]
        self.choices, self.read = tuple(choices[i] for i in kept), [read[i] for i in kept]
        self.not_compared = tuple((choices[i].name, reasons[i]) for i in range(len(read)) if reasons[i])
        self.scenarios = [self._against(item) for item in self.read]
        self.networks = [build_network(item) for item in self.scenarios]
        pairs = list(zip(self.scenarios, self.networks, strict=True))
        self.shared, self.alone = shared_requirements(pairs)

    def _against(self, scenario: Scenario) -> Scenario:
        return with_disruptions(scenario, self.rows) if self.rows else scenario

    def done(self, *, runs: int, effort: int, replans: int, tell: Told) -> Weighing:
        """Plan and carry out everything; on Ctrl-C what is done by then."""
        orders = [
            Order(
                scenario=item,
                probes=asked.probes(item, network, self.shared),
                runs=runs,
                seed=self.seed,
                plan_seed=self.seed,
                effort=effort,
            )
            for item, network in zip(self.scenarios, self.networks, strict=True)
        ]
        names = [choice.name for choice in self.choices]
        again = [replace(orders[0], neutral=number) for number in range(replans)]
        noise_names = [f"{names[0]} again, re-plan {number + 1}" for number in range(replans)]
        count = len(orders)
        self.tell, self.total = tell, 2 * (count + replans) + count * len(self.events)
        plans: dict[int, Arrays] = {}
        kept: dict[int, Arrays] = {}
        complete = self._all(planned, [*orders, *again], [f"plan of {name}" for name in [*names, *noise_names]], plans)
        ready = self._with_plans(orders, again, plans)
        if complete:
            labels = [f"runs of {name}" for name in [*names, *noise_names]]
            complete = self._all(carried_out, [ready[i] for i in sorted(ready)], labels, kept)
        cases = {i: Case.of_arrays(ready[i], kept[i], self.networks[i]) for i in range(count) if i in kept}
        if 0 not in cases:
            kept_words = (
                "" if self.shelf is None else f"; {self.count} steps are kept, and the same call goes on from there"
            )
            raise Interrupted(f"stopped by Ctrl-C before the runs of the first option were done{kept_words}")
        futures: list[Future] = []
        if complete and self.events:
            complete = self._futures(list(cases.values()), [ready[i] for i in range(count)], futures)
        again_at = [i for i in range(count, count + replans) if i in kept]
        done = sorted(cases)
        return Weighing(
            choices=tuple(self.choices[i] for i in done),
            cases=tuple(cases[i] for i in done),
            changes=tuple(cell_changes(self.read[0], self.read[i]) for i in done),
            against=self.rows,
            shared=self.shared,
            alone=self.alone,
            noise=tuple(Case.of_arrays(ready[i], kept[i], self.networks[0]) for i in again_at),
            futures=tuple(futures),
            not_compared=self.not_compared,
            left_out=tuple(choice.name for i, choice in enumerate(self.choices) if i not in cases),
            seed=self.seed,
            runs=runs,
            effort=effort,
            complete=complete,
        )

    def _with_plans(self, orders: list[Order], again: list[Order], plans: dict[int, Arrays]) -> dict[int, Order]:
        """Return the orders that were planned with the plan that each carries out.

        What is measured as noise is the first option, planned from another start, with the same help of the others.
        """
        made = {
            i: Made(name=self.choices[i].name, network=self.networks[i], plan=np.asarray(plans[i]["plan"]).tobytes())
            for i in range(len(orders))
            if i in plans
        }
        found: dict[int, Order] = {}
        for i, own in made.items():
            best = best_of(own, [other for j, other in made.items() if j != i])
            found[i] = replace(orders[i], plan=best.plan, made_for=best.made_for)
        for k, order in enumerate(again):
            at = len(orders) + k
            if at in plans:
                own = replace(made[0], name=self.choices[0].name, plan=np.asarray(plans[at]["plan"]).tobytes())
                best = best_of(own, [other for j, other in made.items() if j != 0])
                found[at] = replace(order, plan=best.plan, made_for=best.made_for)
        return found

    def _futures(self, cases: list[Case], orders: list[Order], found: list[Future]) -> bool:
        """Carry out every plan in every future."""
        for event in self.events:
            wanted = [list(dict.fromkeys([*choice.options, *event.options])) for choice in self.choices]
            scenarios = [self._against(item) for item in with_options(self.base, wanted)]
            networks = [build_network(item) for item in scenarios]
            struck = [
                self._struck(event, case, order, item, network)
                for case, order, item, network in zip(cases, orders, scenarios, networks, strict=True)
            ]
            names = [f"{choice.name} when {event.name} comes" for choice in self.choices]
            kept: dict[int, Arrays] = {}
            if not self._all(carried_out, struck, names, kept):
                return False
            done_cases = (Case.of_arrays(order, kept[i], networks[i]) for i, order in enumerate(struck))
            found.append(Future(event=event, cases=tuple(done_cases)))
        return True

    def _struck(self, event: Choice, case: Case, order: Order, scenario: Scenario, network: Network) -> Order:
        """Return the order to carry out a plan in a future in which the same is asked for."""
        try:
            plan = decode(order.plan or b"", network) if same_lines(case.network, network) else None
        except PlanError:
            plan = None
        if plan is None:
            raise UsageError(
                f"{event.name!r} can't come unforeseen: it changes what is asked for, or takes away what plans use by "
                "name; list it among the options instead"
            )
        return replace(
            order,
            scenario=scenario,
            probes=asked.probes(scenario, network, self.shared),
            plan=encode(replace(plan, proof=None), network),
        )

    def _all(self, work: Work, orders: Sequence[Order], names: Sequence[str], kept: dict[int, Arrays]) -> bool:
        """Do all orders, those on the shelf from there; False where Ctrl-C ended it."""
        try:
            for i, order in enumerate(orders):
                found = None if self.shelf is None else self.shelf.load(order.key)
                if found is not None:
                    kept[i] = found
            left = [i for i in range(len(orders)) if i not in kept]
            self.tell(names[left[0]] if left else "", self.count + len(kept), self.total)
            compiled = work in self.compiled
            for number, arrays in worked(
                [orders[i] for i in left], work, workers=self.workers, compiled=compiled, ahead=1
            ):
                kept[left[number]] = arrays
                if self.shelf is not None:
                    self.shelf.save(orders[left[number]].key, arrays)
                self.tell(next((names[i] for i in left if i not in kept), ""), self.count + len(kept), self.total)
            self.compiled.add(work)
        except (KeyboardInterrupt, Interrupted):
            return False
        finally:
            self.count += len(kept)
        return True


def _disruptions(scenario: Scenario, against: str | Path | Sequence[Disruption] | None) -> tuple[Disruption, ...]:
    if against is None:
        return ()
    if isinstance(against, str | Path):
        return read_disruptions(against, scenario)
    rows = tuple(against)
    check_disruptions(rows, scenario)
    return rows


def _incomparable(scenario: Scenario, first: Scenario) -> str:
    """Say why what a scenario reaches can't be compared with the first; blank where it can."""
    for name in ("objective_meter", "objective_mark", "start", "horizon_days"):
        mine, other = getattr(scenario.settings, name), getattr(first.settings, name)
        if mine != other:
            return f"{name} is {mine} in the one and {other} in the other"
    return ""
