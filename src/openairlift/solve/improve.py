"""The planner: a guide, first plans after it, large-neighbourhood search, and a proof beside it; stops at any time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from openairlift.audits import Violation, audit
from openairlift.audits.objective import Objective, objective
from openairlift.audits.timing import Timing, time_plan
from openairlift.network import Network, RouteBook
from openairlift.network.network import FloatArray
from openairlift.plan import Haul, Mission, Plan, Terms
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.guide import Guide
from openairlift.solve.bound.prices import Prices
from openairlift.solve.bound.prove import COLUMNS, Prover, is_small, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.budget import Budget, State
from openairlift.solve.hauling import hauls_of, modes_of
from openairlift.solve.packing import Backlog
from openairlift.solve.proving import Proving
from openairlift.solve.punctual import punctual
from openairlift.solve.reasons import idle_types, shortfalls
from openairlift.solve.search.anneal import Anneal
from openairlift.solve.search.board import Board, make_board
from openairlift.solve.search.guided import Signs
from openairlift.solve.search.play import Play
from openairlift.solve.search.search import Recipe, Search
from openairlift.solve.search.signs import signs_of
from openairlift.solve.search.table import SCALAR
from openairlift.solve.values import Worth, worth_of
from openairlift.solve.ways import Way, all_ways
from openairlift.units import DAY_S

MOVES, CHUNK = 500, 100
"""Moves of one unit of effort, and between two looks at the clock."""
RECIPES = (
    Recipe(),
    Recipe(lead_s=0, thrift=0.3),
    Recipe(lead_s=86_400, thrift=0.1),
    Recipe(urgency=0.5, later_s=36_000, pull=0.1, toll=0.75),
    Recipe(lead_s=21_600, thrift=0.1),
    Recipe(urgency=0.25, later_s=50_000, pull=0.1, toll=0.75),
    Recipe(lead_s=0, thrift=0.1),
    Recipe(urgency=2.0, later_s=86_400, pull=0.0, toll=0.5),
    Recipe(lead_s=0, thrift=0.0, offset=0.9),
    Recipe(urgency=0.5, later_s=86_400, pull=0.3, toll=1.0),
    Recipe(lead_s=10_800, thrift=0.3, offset=0.7),
    Recipe(urgency=1.0, later_s=10_000, pull=0.05, toll=0.75),
)
"""First plans that are tried, in this order, as far as the budget goes."""
QUICK_COLUMNS, SMALL_COLUMNS = 60_000, 48_000
"""Size of the guide where a part of the plan is settled, as a replan is wanted within seconds, and where few loads are
asked for, as the proof then finds good prices from rough ones."""
SEARCH_SHARE = 0.92
"""Share of a time limit at which the search ends, so that the plan is audited and shown in time."""
POLISH_SHARE = 0.98
"""Share of a time limit at which no more departures are moved."""
HOURS = 4.0
"""Delay of all that is carried that sets the heat where a plan loses less [h]."""
BASELINE_LIMIT = 400_000
"""Lines × tails × ways beyond which the baseline takes too long to be tried beside."""

Progress = Callable[[str, State], None]


def plan_near(
    network: Network,
    *,
    effort: int = 200,
    seed: int = 1,
    time_limit_s: float | None = None,
    prove: bool = True,
    progress: Progress | None = None,
    start: Start | None = None,
) -> Plan:
    """Return a plan that the audit accepts, as near to the optimum as the budget allows, with its proof.

    Parameters
    ----------
    effort : budget in iterations; the same effort and seed give the same plan.
    seed : of the search.
    time_limit_s : budget in seconds instead; the plan is marked as not reproducible.
    prove : whether bounds are worked out.
    progress : told what is done, and the state.
    start : what the search begins from, where something is planned already; `network` is then that of the rest.
    """
    planner = _Planner(network, Budget(effort, time_limit_s), seed, prove, progress, start)
    return planner.run()


class Start(Protocol):
    """What a planner begins from when a part of the plan is settled already.

    `whole` is the network of the whole plan, `worth` that of its lines, "nothing" being nothing more than what is
    settled. `relaxed` and `begin` put the settled part into the relaxed rest and into the state of a search; `plan` and
    `baseline` give whole plans; `expects` says whether faults are those that the settled part has alone.
    """

    whole: Network
    worth: Worth

    def relaxed(self, relaxed: Relaxed) -> Relaxed: ...  # noqa: D102
    def begin(self, play: Play, board: Board) -> Play: ...  # noqa: D102
    def plan(self, missions: Sequence[Mission], *, reproducible: bool = True) -> Plan: ...  # noqa: D102
    def baseline(self) -> Plan: ...  # noqa: D102
    def expects(self, faults: Sequence[Violation]) -> bool: ...  # noqa: D102


class _Planner:
    def __init__(
        self,
        network: Network,
        budget: Budget,
        seed: int,
        prove: bool,
        progress: Progress | None,
        start: Start | None = None,
    ) -> None:
        self.network, self.budget, self.prove, self.start = network, budget, prove, start
        self.whole = network if start is None else start.whole
        self.tell = progress or (lambda _what, _state: None)
        self.state = State()
        book = RouteBook(network)
        self.book = book
        self.ways: tuple[Way, ...] = all_ways(network, book)
        self.worth: Worth = worth_of(network) if start is None else start.worth
        self.state.scale = self.worth.scale
        relaxed = relax(network, self.ways, self.worth)
        self.relaxed: Relaxed = relaxed if start is None else start.relaxed(relaxed)
        self.board: Board = make_board(network, self.ways, self.worth, book)
        self.modes = modes_of(network, self.ways) if start is None else (frozenset[int](),)
        self.hauls: tuple[Haul, ...] = ()
        self.search = Search(network, self.board, seed=seed, begin=self.begin if start is None else start.begin)
        self.best: tuple[tuple[float, ...], Plan, Objective, Timing] | None = None
        self.proving = Proving(self.relaxed, self.budget, self.state)
        self.refused: list[str] = []

    def begin(self, play: Play, _board: Board) -> Play:
        """Take off a state what goes by surface alone."""
        for haul in self.hauls:
            play.left[haul.load.line] = _rest(play.left[haul.load.line] - haul.load.quantity)
            if haul.load.stock is not None:
                play.stock[haul.load.stock] = _rest(play.stock[haul.load.stock] - haul.load.quantity)
        return play

    def show(self, what: str) -> None:
        """Tell what is done, with what is known by now."""
        if self.state.best is not None:
            self.state.bound = self.proving.bounds(self.state.best)
        self.state.left_s = self.budget.left()
        self.tell(what, self.state)

    # --- candidates ---------------------------------------------------------------------------------------------

    def offer(self, plan: Plan) -> None:
        """Keep a plan if the audit accepts it and it is better than the best so far."""
        faults = audit(self.whole.scenario, plan, network=self.whole)
        if faults and (self.start is None or not self.start.expects(faults)):
            self.refused.append(f"{faults[0].rule} {faults[0].where}: {faults[0].what}")
            return
        timing = time_plan(self.whole, plan)
        terms = objective(self.whole, plan, timing)
        key = self.clean(terms)
        order = (*(round(value / (1e-9 * self.worth.scale + 1e-12)) for value in key), terms.flying_h)
        if self.best is None or order < self.best[0]:
            self.best = order, plan, terms, timing
            self.state.best = key

    def clean(self, terms: Objective) -> Terms:
        """Return the terms above what can't be avoided, without the dust of summing."""
        values = (terms.undelivered, terms.late_weight_days, terms.delay_weight_days)
        found = [
            0.0 if value - constant < 1e-9 * self.worth.scale else value - constant
            for value, constant in zip(values, self.worth.constant, strict=True)
        ]
        return found[0], found[1], found[2]

    def plan_of(self, play: Play) -> Plan:
        """Return the plan of a state of the search."""
        missions = self.search.missions(play)
        if self.start is not None:
            return self.start.plan(missions, reproducible=self.budget.time_limit_s is None)
        backlog = Backlog.of(self.network)
        flown = [load for mission in missions for load in mission.loads]
        for load in (*flown, *(haul.load for haul in self.hauls)):
            backlog.remaining[load.line] = _rest(backlog.remaining[load.line] - load.quantity)
            if load.stock is not None:
                backlog.stocks[load.stock] = _rest(backlog.stocks[load.stock] - load.quantity)
        count = Counter(load.line for load in flown)  # loads of a line are numbered through: what flies first
        hauls = tuple(
            replace(haul, load=replace(haul.load, number=haul.load.number + count[haul.load.line]))
            for haul in self.hauls
        )
        return Plan(
            missions=missions,
            shortfalls=shortfalls(self.network, backlog, self.book),
            method="near-optimal",
            reproducible=self.budget.time_limit_s is None,
            notes=idle_types(self.network),
            hauls=hauls,
        )

    def baseline(self) -> Plan:
        """Return the plan that list scheduling makes."""
        return plan_baseline(self.network) if self.start is None else self.start.baseline()

    # --- the course of a search ---------------------------------------------------------------------------------

    def run(self) -> Plan:
        """Go as far as the budget allows; an interruption keeps the best plan."""
        prover: threading.Thread | None = None
        try:
            if len(self.network.lines) * len(self.network.tails) * len(self.ways) <= BASELINE_LIMIT:
                self.offer(self.baseline())
            if not self.ways and self.start is None:
                self.by_surface()
            if self.ways and len(self.board.lift) and not _pallets_take_time(self.network, self.ways):
                if self.best is None:
                    self.first_quick()
                guided = self.guide()
                if guided is not None and self.prove:
                    prover = threading.Thread(target=self.proving.certify, args=guided[1:], daemon=True)
                    prover.start()
                self.construct(guided)
                self.climb()
                self.polish()
        except KeyboardInterrupt:
            self.budget.stopped = True
            self.proving.complete = False
            self.offer(self.plan_of(self.search.play))
        if prover is not None:
            self.join(prover)
        if self.best is None:
            self.offer(self.baseline())
        if self.best is None:  # the audit refuses even that: what is settled already, or nothing at all
            self.offer(self.plan_of(self.search.fresh()))
        assert self.best is not None, "a plan that carries nothing breaks no limit"
        _, plan, terms, timing = self.best
        if self.budget.stopped:
            self.show("stopped")
        reproducible = self.budget.time_limit_s is None and not self.budget.stopped
        notes = plan.notes
        if self.refused:  # a better plan may be among them: nobody should have to guess that
            notes += (
                f"the audit refused {len(self.refused)} of the plans that were tried; the last: {self.refused[-1]}",
            )
        proof = self.proving.proof(self.clean(terms), timing.closure_s)
        return replace(plan, proof=proof, reproducible=reproducible, notes=notes)

    def join(self, prover: threading.Thread) -> None:
        """Wait for the proof, in time."""
        try:
            while prover.is_alive():
                prover.join(0.2)
                self.show("proof")
        except KeyboardInterrupt:
            self.budget.stopped = True
            self.proving.complete = False
            prover.join()

    def by_surface(self) -> None:
        """Offer what surface links can do where nothing can fly."""
        self.hauls = hauls_of(self.network, self.modes[-1], Backlog.of(self.network))
        self.offer(self.plan_of(self.search.fresh()))

    def first_quick(self) -> None:
        """Make a plan without a guide, so that there is one soon."""
        play = self.search.first(Recipe(), None, 0, None)
        self.offer(self.plan_of(play))
        self.search.play = play

    def guide(self) -> tuple[Guide, Prices, float] | None:
        """Solve the guide."""
        self.show("guide")
        until = self.network.horizon_s
        if self.best is not None and self.state.best is not None and self.state.best[0] == 0.0:
            until = min(until, int(1.1 * _last_mark(self.best[3])) + DAY_S)  # nothing is left to do after that
        columns = SMALL_COLUMNS if is_small(self.relaxed) else COLUMNS if self.start is None else QUICK_COLUMNS
        step = step_for(self.relaxed, columns=columns, until=until)
        return make_guide(self.relaxed, SCALAR, step=step, until=until)

    def construct(self, guided: tuple[Guide, Prices, float] | None) -> None:
        """Try recipes, and go on from the best."""
        quota = signs = None
        step = 0
        if guided is not None:
            guide, prices, _ = guided
            quota, step = guide.quota(), guide.step
            prover = Prover(self.relaxed)
            signs = signs_of(prover.coarse, self.board, prices, SCALAR, quota, step)
        chosen: tuple[tuple[float, ...], Play, tuple[Haul, ...], bool] | None = None
        for mode in self.modes:
            self.hauls = hauls_of(self.network, mode, Backlog.of(self.network)) if mode else ()
            found = self.among_traffic(quota, step, signs)
            if chosen is None or found[0] < chosen[0]:
                chosen = found[0], found[1], self.hauls, found[2]
        assert chosen is not None
        _, self.search.play, self.hauls, self.search.heed = chosen

    def among_traffic(
        self, quota: FloatArray | None, step: int, signs: Signs | None
    ) -> tuple[tuple[float, ...], Play, bool]:
        """Return a first plan with its key, and whether it leaves other traffic its room.

        A search that leaves it knows when its aircraft are served; one that does not finds out when the plan is timed.
        So it is left wherever as much is delivered in time with it.
        """
        found: tuple[tuple[float, ...], Play, bool] | None = None
        for heed in (True, False) if self.network.streams else (False,):
            self.search.heed = heed
            play = self.best_of_recipes(quota, step, signs)
            plan = self.plan_of(play)
            self.offer(plan)
            key = self.rate(plan) if len(self.modes) > 1 or self.network.streams else ()
            if found is None or key[:2] < found[0][:2]:
                found = key, play, heed
            if not any(key[:2]):
                break
        assert found is not None
        return found

    def best_of_recipes(self, quota: FloatArray | None, step: int, signs: Signs | None) -> Play:
        """Return the best first plan of the recipes that the budget has room for."""
        best: tuple[Terms, Play] | None = None
        for number, recipe in enumerate(RECIPES):
            if number and (number > max(self.budget.effort // 8, 1) or self.budget.over(0.3)):
                break
            play = self.search.first(recipe, quota, step, signs)
            gains = self.search.gains(play)
            if best is None or gains > best[0]:
                best = gains, play
                self.search.play = play  # an interruption keeps it
            self.show("first plans")
        assert best is not None
        return best[1]

    def rate(self, plan: Plan) -> tuple[float, ...]:
        """Return the key by which plans of different modes are compared: their terms, then flying hours."""
        terms = objective(self.network, plan, time_plan(self.network, plan))
        return (*self.clean(terms), terms.flying_h)

    def climb(self) -> None:
        """Try moves until the budget is used up."""
        annealing = Anneal(self.search, loss=self.loss(), dust=1e-9 * self.worth.scale)
        begun = shown = time.monotonic()
        done, all_moves = 0, self.budget.effort * MOVES
        tenth = max(all_moves // (10 * CHUNK), 1) * CHUNK  # by moves, not by the clock: the same effort, the same plan
        try:
            while not self.budget.stopped:
                if self.budget.time_limit_s is None:
                    share = done / max(all_moves, 1)
                    self.state.share = share
                else:
                    end = self.budget.begun + SEARCH_SHARE * self.budget.time_limit_s
                    share = (time.monotonic() - begun) / max(end - begun, 1e-3)
                if share >= 1.0:
                    break
                annealing.go(CHUNK, share)
                done += CHUNK
                timed = self.budget.time_limit_s is not None
                if time.monotonic() - shown > 5.0 if timed else done % tenth == 0:
                    self.offer(self.plan_of(annealing.kept))
                    shown = time.monotonic()
                self.show("search")
            self.state.share = 1.0 if self.budget.time_limit_s is None and not self.budget.stopped else self.state.share
            self.show("search")
        finally:
            self.search.play = annealing.kept
        self.offer(self.plan_of(self.search.play))

    def polish(self) -> None:
        """Move departures of the best plan where other traffic is in their way."""
        if self.best is not None and self.network.streams and self.start is None:
            self.offer(punctual(self.network, self.best[1], over=lambda: self.budget.over(POLISH_SHARE)))

    def loss(self) -> float:
        """Return what a job loses on the average, in the scalar of the search; at least some hours' delay."""
        jobs = int(self.search.play.jobs.sum())
        if self.state.best is None or not jobs:
            return 0.0
        lost = sum(weight * term for weight, term in zip(SCALAR, self.state.best, strict=True))
        size = float(self.board.line["size"] @ self.board.line["quantity"])
        return max(lost, size * HOURS / 24.0) / jobs


def _last_mark(timing: Timing) -> int:
    """Return when the last load passed its last mark [s]."""
    return max((time for marks in timing.marks for time in marks if time is not None), default=0)


def _pallets_take_time(network: Network, ways: tuple[Way, ...]) -> bool:
    """Return whether times on the ground depend on what is loaded, which the search's fixed lifts can't show."""
    return any(
        float(network.per_pallet_s[way.type, place, int(purpose)]) > 0.0
        for way in ways
        for place, purpose in zip(way.places, way.purposes, strict=True)
    )


def _rest(value: float) -> float:
    return 0.0 if value < 1e-6 else value
