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
    draws : by the same, a run of each draw of all inputs by its number; with options only where a reading needs it.
    drawn_count : draws that are there whole.
    """

    readings: Sequence[Reading]
    trials: dict[Options, Trials] = field(default_factory=dict)
    draws: dict[Options, dict[int, Kept]] = field(default_factory=dict)
    drawn_count: int = 0

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
        if reading.claim.without and (moves is None or found.any()):  # else nothing is left that could fail to hold
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
        """Try moves that do not wait for each other, in every scenario that a reading needs; each is kept when done."""
        done = 0
        for compared in (False, True):  # first the scenario as it is: it tells what has to be compared
            todo = self._todo(self._compared(several) if compared else [((), moves) for moves in several])
            keys = list(todo)
            tell(_words(keys[0][1]) if keys else "", done)
            with closing(carried_out([task for task, _ in todo.values()], workers=workers)) as results:
                for count, (number, values) in enumerate(results, 1):
                    self._keep(keys[number], todo[keys[number]], values)
                    if count < len(keys):
                        tell(_words(keys[count][1]), done or count)
            done = len(several)

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
        for compared in (False, True):
            places = [(reading.claim.without, moves) for reading, moves in wanted if self._needs(reading, moves)]
            todo = self._todo(places if compared else [((), moves) for _, moves in wanted])
            keys = list(todo)
            with closing(carried_out([task for task, _ in todo.values()], workers=workers, if_it_pays=True)) as results:
                for done, (number, values) in enumerate(results, 1):
                    self._keep(keys[number], todo[keys[number]], values)
                    tell(done, len(keys))

    def _compared(self, several: Sequence[Moves]) -> list[tuple[Options, Moves]]:
        """Return the moves that have to be tried with options, too: those with which a test holds without them."""
        return list(
            dict.fromkeys(
                (reading.claim.without, moves)
                for moves in several
                for reading in self.readings
                if self._needs(reading, moves)
            )
        )

    def _needs(self, reading: Reading, moves: Moves) -> bool:
        """Whether a claim that compares has to be looked at with its options, for its test holds in some run."""
        options = reading.claim.without
        if not options or options not in self.trials:
            return False
        return in_order(self._known(moves, ())) in self.trials[()].kept and _holds_in_some(reading, self.sample(moves))

    def _keep(self, key: tuple[Options, Moves], asked: tuple[Task, Network], values: Values) -> None:
        self.trials[key[0]].kept[key[1]] = _kept(*asked, values)

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
        """Draw all inputs so many times; each draw is run once, with its own luck, and with options where it has to be.

        A claim that compares fails in a draw where its test does, whatever it does with the options.
        """
        self.draws = {options: {} for options in self.trials}
        asked: list[tuple[Options, int]] = []
        try:
            tell(_DRAWN, 0)
            for options in self.trials:
                numbers = [number for number in range(count) if not options or self._draw_needs(options, number)]
                asked += [(options, number) for number in numbers]
                self._draw(options, numbers, workers=workers, tell=tell if not options else lambda _what, _done: None)
        finally:  # the first that are done in every scenario where they have to be, so that draws stay together
            lacking = [number for options, number in asked if number not in self.draws[options]]
            self.drawn_count = min(lacking, default=len(self.draws[()]))

    def _draw(
        self, options: Options, numbers: Sequence[int], *, workers: int | None, tell: Callable[[str, int], None]
    ) -> None:
        seed = self.trials[()].base.seed
        todo = []
        for number in numbers:
            moves = draw(self.inputs, seed=seed, sample=number)
            todo.append(self.trials[options].task(self._known(moves, options), runs=1, seed=seed + 1 + number))
        made = self.draws[options]
        with closing(carried_out([task for task, _ in todo], workers=workers)) as results:
            for at, values in results:
                made[numbers[at]] = _kept(*todo[at], values)
                tell(_DRAWN, len(made))

    def _draw_needs(self, options: Options, number: int) -> bool:
        drawn = self.draws[()][number]
        return any(reading.claim.without == options and _holds_in_some(reading, drawn) for reading in self.readings)

    def drawn(self, reading: Reading) -> tuple[FloatArray | None, float | None]:
        """Return the amount of a reading by draw, and the share of the draws in which the reading holds."""
        holds, amounts = [], []
        for number in range(self.drawn_count):
            base = self.draws[()][number]
            try:
                held = reading.holds(base)
                if reading.claim.without and held.any():
                    held = held & ~reading.holds(self.draws[reading.claim.without][number])
            except Unresolved:
                continue
            holds.append(bool(held[0]))
            measured = reading.measured(base)
            if measured is not None:
                amounts.append(float(measured[0]))
        if not holds:
            return None, None
        return (np.array(amounts) if amounts else None), sum(holds) / len(holds)

    def _known(self, moves: Iterable[Move], options: Options) -> tuple[Move, ...]:
        """Return the moves of inputs that a scenario has: an option may take some away."""
        return tuple(move for move in moves if move.name in self.trials[options].inputs)


def _holds_in_some(reading: Reading, sample: Sample) -> bool:
    """Whether the test of a reading holds in some run, whatever it does with options."""
    try:
        return bool(reading.holds(sample).any())
    except Unresolved:
        return False


def _kept(task: Task, network: Network, values: Values) -> Kept:
    return Kept(scenario=task.scenario, network=network, runs=task.runs, values=values)


def _words(moves: Moves) -> str:
    return " and ".join(f"{move.name} at its {move.end} end" for move in moves)
