"""What was run to judge claims: the scenario, and that with the options of a claim, each with inputs moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import Uncertain, uncertain
from openairlift.study.judging.prior import draw
from openairlift.study.judging.readings import Reading
from openairlift.study.judging.trials import Kept, Move, Sample, Trials
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Probe
from openairlift.study.study import Study

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

    def draw(self, sample: int) -> None:
        """Draw all inputs once more, for every scenario alike."""
        moves = draw(self.inputs, seed=self.trials[()].base.seed, sample=sample)
        for options, trials in self.trials.items():
            made = trials.drawn(self._known(moves, options), seed=trials.base.seed + 1 + sample)
            self.draws.setdefault(options, []).append(made)

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
