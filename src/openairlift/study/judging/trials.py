"""A scenario with inputs moved within their ranges: planned again, simulated on the same luck, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import Uncertain, moved
from openairlift.study.judging.task import Task, study_of, values_of
from openairlift.study.probes import Probe
from openairlift.study.study import Study

Told = Callable[[str, int, int], None]
"""Called with (what is tried next, tried so far, to be tried in all)."""

Asks = Callable[[Scenario, Network], Iterable[Probe]]
"""Gives what has to be known of every run of a scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An input taken a part of the way from where it is to an end of its range."""

    name: str
    end: str
    part: float = 1.0


Moves = tuple[Move, ...]


def in_order(moves: Iterable[Move]) -> Moves:
    """Return moves in the order by which a trial is known."""
    return tuple(sorted(moves, key=lambda move: (move.name, move.end, move.part)))


class Sample(Protocol):
    """Runs of a scenario, and what was kept of each."""

    @property
    def scenario(self) -> Scenario: ...  # noqa: D102
    @property
    def network(self) -> Network: ...  # noqa: D102
    @property
    def runs(self) -> int: ...  # noqa: D102
    def probed(self, probe: Probe) -> FloatArray: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Kept:
    """What is kept of a trial: the numbers that were asked for, not its curves and counts."""

    scenario: Scenario
    network: Network
    runs: int
    values: Mapping[Probe, FloatArray]

    @classmethod
    def of(cls, study: Study) -> Kept:
        """Return what is kept of a study."""
        return cls(scenario=study.scenario, network=study.network, runs=study.runs, values=values_of(study))

    def probed(self, probe: Probe) -> FloatArray:
        """Return a number that was kept of every run, shape (runs,)."""
        return self.values[probe]


@dataclass(kw_only=True)
class Trials:
    """The scenario of a study with inputs moved; what was tried once is kept.

    Attributes
    ----------
    base : the study of the scenario as it is.
    inputs : the inputs with their ranges, by name.
    asks : what has to be known of every run.
    runs : runs of every trial.
    effort, workers : of the planner; processes.
    """

    base: Study
    inputs: Mapping[str, Uncertain]
    asks: Asks
    runs: int
    effort: int = 1
    workers: int | None = 1
    kept: dict[Moves, Kept] = field(default_factory=dict)

    def sample(self, moves: Iterable[Move]) -> Kept:
        """Return runs with some inputs moved; with none, those of the scenario as it is, planned like the others.

        Raises
        ------
        KeyboardInterrupt
            When Ctrl-C ended the search of the planner.
        """
        key = in_order(moves)
        if key not in self.kept:
            self.kept[key] = Kept.of(self.study(key))
        return self.kept[key]

    def study(self, moves: Iterable[Move]) -> Study:
        """Return the whole study with some inputs moved; it is not kept."""
        task, network = self.task(moves)
        return study_of(task, network=network, workers=self.workers)

    def scenario(self, moves: Iterable[Move]) -> Scenario:
        """Return the scenario with some inputs moved."""
        changes = {move.name: self.inputs[move.name].at(move.end, move.part) for move in moves}
        return moved(self.base.scenario, changes)

    def task(self, moves: Iterable[Move], *, runs: int | None = None, seed: int | None = None) -> tuple[Task, Network]:
        """Return what has to be planned and run with some inputs moved; by default the runs of every trial."""
        scenario = self.scenario(moves)
        network = build_network(scenario)
        task = Task(
            scenario=scenario,
            probes=tuple(self.asks(scenario, network)),
            runs=self.runs if runs is None else runs,
            seed=self.base.seed if seed is None else seed,
            plan_seed=self.base.seed,
            effort=self.effort,
        )
        return task, network
