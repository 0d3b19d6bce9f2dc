"""A scenario with inputs moved within their ranges: planned again, simulated on the same luck, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import Uncertain, moved
from openairlift.solve import make_plan
from openairlift.study.probes import Probe
from openairlift.study.replicate import replicate
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
        values = {probe: study.probed(probe).copy() for probe in study.layout.probes}
        return cls(scenario=study.scenario, network=study.network, runs=study.runs, values=values)

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
        key = tuple(sorted(moves, key=lambda move: (move.name, move.end, move.part)))
        if key not in self.kept:
            self.kept[key] = Kept.of(self.study(key))
        return self.kept[key]

    def study(self, moves: Iterable[Move]) -> Study:
        """Return the whole study with some inputs moved; it is not kept."""
        return self._run(self.scenario(moves), runs=self.runs, seed=self.base.seed)

    def scenario(self, moves: Iterable[Move]) -> Scenario:
        """Return the scenario with some inputs moved."""
        changes = {move.name: self.inputs[move.name].at(move.end, move.part) for move in moves}
        return moved(self.base.scenario, changes)

    def drawn(self, moves: Sequence[Move], *, seed: int) -> Kept:
        """Return one run with some inputs moved, with its own luck."""
        return Kept.of(self._run(self.scenario(moves), runs=1, seed=seed))

    def _run(self, scenario: Scenario, *, runs: int, seed: int) -> Study:
        network = build_network(scenario)
        plan = self._plan(scenario, network)
        probes = list(self.asks(scenario, network))
        return replicate(scenario, plan, runs=runs, seed=seed, workers=self.workers, network=network, probes=probes)

    def _plan(self, scenario: Scenario, network: Network) -> Plan:
        made = make_plan(scenario, effort=self.effort, seed=self.base.seed, prove=False, network=network)
        if not made.reproducible:  # Ctrl-C ended the search before its budget did
            raise KeyboardInterrupt
        return made
