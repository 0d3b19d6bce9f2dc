"""What was run to judge claims: the scenario, and that with the options of a claim, each with inputs moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import Uncertain, uncertain
from openairlift.study.judging.prior import draw
from openairlift.study.judging.readings import Reading
from openairlift.study.judging.task import Task, Values, carried_out
from openairlift.study.judging.trials import Kept, Move, Moves, Sample, Trials, in_order
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Probe
from openairlift.study.study import Study

_DRAWN = "inputs drawn from their ranges"
Options = tuple[str, ...]
Variants = Callable[[Sequence[str]], Scenario]
"""Gives the scenario with further options."""


@dataclass(kw_only=True)
class Court:
    """Readings on runs.

    Attributes
    ----------
    readings : of all claims.
    trials : by the options that a claim compares with; those of the scenario itself under ``()``.
    draws : by the same, a run of each draw of all inputs.
    """

    readings: Sequence[Reading]
    trials: dict[Options, Trials] = field(default_factory=dict)
    draws: dict[Options, list[Kept]] = field(default_factory=dict)

    def probes(self, scenario: Scenario, network: Network) -> Iterable[Probe]:
        """Return what the readings have to know of every run."""
        return dict.fromkeys(probe for reading in self.readings for probe in reading.probes(scenario, network))

    def add(self, options: Options, base: Study, *, runs: int, effort: int, workers: int | None) -> None:
        """Take a scenario in: its study, and its inputs with their ranges."""
        known, _ = uncertain(base.scenario)
        self.trials[options] = Trials(
            base=base,
            inputs={item.name: item for item in known},
            asks=self.probes,
            runs=runs,
            effort=effort,
            workers=workers,
        )

    @property
    def inputs(self) -> tuple[Uncertain, ...]:
        """The inputs of the scenario whose ranges are known."""
        return tuple(self.trials[()].inputs.values())

    def sample(self, moves: Iterable[Move] | None, options: Options = ()) -> Sample:
        """Return the runs of the scenario as it is (None), or with moves, which are fewer."""
        trials = self.trials[options]
        return trials.base if moves is None else trials.sample(self._known(moves, options))

    def holds(self, reading: Reading, moves: Iterable[Move] | None) -> npt.NDArray[np.bool_]:
        """Return whether a reading holds, run by run: its test, and not its test with the options it compares with.

        Raises
        ------
        Unresolved
            When it can't be tested.
        """
        moves = None if moves is None else tuple(moves)
        found = reading.holds(self.sample(moves))
        if reading.claim.without:
            found = found & ~reading.holds(self.sample(moves, reading.claim.without))
        return found

    def probability(self, reading: Reading, moves: Iterable[Move] | None) -> float:
        """Return the share of the runs in which a reading holds; 0 where moved inputs leave nothing to test."""
        try:
            return float(np.mean(self.holds(reading, moves)))
        except Unresolved:
            return 0.0

    def met(self, moves: Iterable[Move], reading: Reading) -> float:
        """Return the share of the runs in which the test of a reading holds, whatever it does with options."""
        try:
            return float(np.mean(reading.holds(self.sample(moves))))
        except Unresolved:
            return 0.0

    def answer(self, reading: Reading, moves: Iterable[Move] | None) -> float:
        """Return P50 of the amount that a reading is about; the probability where it is about none."""
        moves = None if moves is None else tuple(moves)
        measured = reading.measured(self.sample(moves))
        if measured is None:
            return self.probability(reading, moves)
        return float(np.quantile(measured, 0.5, method="inverted_cdf"))

    def try_all(self, several: Sequence[Moves], *, workers: int | None, tell: Callable[[str, int], None]) -> None:
        """Try moves that do not wait for each other, in every scenario; each is kept when it is done."""
        todo = self._todo([(options, moves) for moves in several for options in self.trials])
        keys = list(todo)
        tell(_words(keys[0][1]) if keys else "", 0)
        with closing(carried_out([task for task, _ in todo.values()], workers=workers)) as results:
            for done, (number, values) in enumerate(results, 1):
                options, key = keys[number]
                self.trials[options].kept[key] = _kept(*todo[options, key], values)
                if done < len(keys):
                    tell(_words(keys[done][1]), done // len(self.trials))

    def try_wanted(
        self, wanted: Sequence[tuple[Reading, Moves]], *, workers: int | None, tell: Callable[[int, int], None]
    ) -> None:
        """Try what searches for several readings want next, where each reading is looked at; each is kept.

        Parameters
        ----------
        wanted : readings and moves.
        workers : processes; they start only where the round is worth it.
        tell : told how many of how many are done.
        """
        places = [(options, moves) for reading, moves in wanted for options in {(): None, reading.claim.without: None}]
        todo = self._todo(places)
        keys = list(todo)
        with closing(carried_out([task for task, _ in todo.values()], workers=workers, if_it_pays=True)) as results:
            for done, (number, values) in enumerate(results, 1):
                options, key = keys[number]
                self.trials[options].kept[key] = _kept(*todo[options, key], values)
                tell(done, len(keys))

    def _todo(self, wanted: Sequence[tuple[Options, Moves]]) -> dict[tuple[Options, Moves], tuple[Task, Network]]:
        """Return what of it was not tried, each once."""
        todo: dict[tuple[Options, Moves], tuple[Task, Network]] = {}
        for options, moves in wanted:
            trials = self.trials[options]
            key = in_order(self._known(moves, options))
            if key not in trials.kept and (options, key) not in todo:
                todo[options, key] = trials.task(key)
        return todo

    def draw_all(self, count: int, *, workers: int | None, tell: Callable[[str, int], None]) -> None:
        """Draw all inputs so many times, for every scenario alike; each draw is run once, with its own luck."""
        seed = self.trials[()].base.seed
        keys = [(options, sample) for sample in range(count) for options in self.trials]
        todo = []
        for options, sample in keys:
            moves = draw(self.inputs, seed=seed, sample=sample)
            todo.append(self.trials[options].task(self._known(moves, options), runs=1, seed=seed + 1 + sample))
        made: dict[tuple[Options, int], Kept] = {}
        try:
            tell(_DRAWN, 0)
            with closing(carried_out([task for task, _ in todo], workers=workers)) as results:
                for number, values in results:
                    made[keys[number]] = _kept(*todo[number], values)
                    tell(_DRAWN, len(made) // len(self.trials))
        finally:  # the first that are done in every scenario, so that draws stay together
            whole = 0
            while whole < count and all((options, whole) in made for options in self.trials):
                whole += 1
            for options in self.trials:
                self.draws[options] = [made[options, sample] for sample in range(whole)]

    def drawn(self, reading: Reading) -> tuple[FloatArray | None, float | None]:
        """Return the amount of a reading by draw, and the share of the draws in which the reading holds."""
        count = min((len(self.draws.get(options, [])) for options in self.trials), default=0)
        if not count:
            return None, None
        holds, amounts = [], []
        for sample in range(count):
            try:
                held = reading.holds(self.draws[()][sample])
                if reading.claim.without:
                    held = held & ~reading.holds(self.draws[reading.claim.without][sample])
            except Unresolved:
                continue
            holds.append(bool(held[0]))
            measured = reading.measured(self.draws[()][sample])
            if measured is not None:
                amounts.append(float(measured[0]))
        if not holds:
            return None, None
        return (np.array(amounts) if amounts else None), sum(holds) / len(holds)

    def _known(self, moves: Iterable[Move], options: Options) -> tuple[Move, ...]:
        """Return the moves of inputs that a scenario has: an option may take some away."""
        return tuple(move for move in moves if move.name in self.trials[options].inputs)


def _kept(task: Task, network: Network, values: Values) -> Kept:
    return Kept(scenario=task.scenario, network=network, runs=task.runs, values=values)


def _words(moves: Moves) -> str:
    return " and ".join(f"{move.name} at its {move.end} end" for move in moves)
