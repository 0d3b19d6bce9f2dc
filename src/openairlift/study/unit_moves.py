"""Moves of units: their sorties in the plan, when they are complete at their site, and what they delay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from openairlift.network import build_network
from openairlift.network.network import FloatArray, Network
from openairlift.outlook.sorties import Sortie, planned
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.curves import quantiles
from openairlift.study.probes import complete_probe
from openairlift.study.relief_gain import Interval, paired
from openairlift.study.relief_neutral import Neutral
from openairlift.study.replicate import replicate
from openairlift.study.study import Study

REPLANS = 3
"""Neutral re-plans that measure the planner's noise."""

Q = (0.1, 0.5, 0.9)
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMove:
    """A requirement for units.

    Attributes
    ----------
    requirement : its id.
    sorties : those of the plan that carry anything of it.
    by_surface : loads of it that go by surface alone.
    left_out : quantities of lines that the plan does not carry, with the reason, in words.
    landed, delivered : P10, P50, P90 of the moment at which the last of it passed the mark [s]; None = not within the
        horizon.
    complete_share : share of the runs in which all of it is delivered within the horizon.
    """

    requirement: str
    sorties: tuple[Sortie, ...]
    by_surface: int
    left_out: tuple[str, ...]
    landed: tuple[int | None, ...]
    delivered: tuple[int | None, ...]
    complete_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """What a move does to another requirement.

    Attributes
    ----------
    requirement : the other one.
    hours : by how much it is complete later with the move than without, on the same luck [h]; runs in which it is not
        complete within the horizon count as the horizon.
    noise_h : largest difference that a re-plan with changes that should not matter made, either way [h].
    share_with, share_without : share of the runs in which it is complete within the horizon.
    """

    requirement: str
    hours: Interval
    noise_h: float
    share_with: float
    share_without: float

    @property
    def distinguishable(self) -> bool:
        """Whether the difference is beyond luck and beyond the planner's own noise."""
        return (self.hours.low > 0.0 or self.hours.high < 0.0) and abs(self.hours.mean) > self.noise_h


def unit_requirements(scenario: Scenario) -> tuple[str, ...]:
    """Return the requirements that ask for a unit type, in file order."""
    return tuple(row.req_id for row in scenario.requirements.values() if row.unit_type is not None)


def unit_moves(study: Study) -> tuple[UnitMove, ...]:
    """Return the moves of units of a study, in file order."""
    return tuple(_move(study, name) for name in unit_requirements(study.scenario))


def completed(study: Study, requirement: str, mark: str) -> tuple[int | None, ...]:
    """Return P10, P50 and P90 of the moment at which the last of a requirement passed a mark [s]; None = censored."""
    found = quantiles(study.probed(complete_probe(requirement, mark)), Q)
    return tuple(int(value) if np.isfinite(value) else None for value in np.atleast_1d(found))


def _move(study: Study, name: str) -> UnitMove:
    network, plan = study.network, study.plan
    own = {i for i, line in enumerate(network.lines) if line.requirement == name}
    there = study.probed(complete_probe(name, "delivered"))
    return UnitMove(
        requirement=name,
        sorties=planned(network, plan, name),
        by_surface=sum(haul.load.line in own for haul in plan.hauls),
        left_out=tuple(
            f"{part.quantity:,g} of {network.lines[part.line].name}: {part.reason}"
            for part in plan.shortfalls
            if part.line in own
        ),
        landed=completed(study, name, "landed"),
        delivered=completed(study, name, "delivered"),
        complete_share=float(np.count_nonzero(np.isfinite(there))) / study.runs,
    )


class Delays:
    """What moves of units delay: the airlift is planned and simulated again without each, on the same luck."""

    def __init__(self, study: Study, *, effort: int = 1, workers: int | None = 1, replans: int = REPLANS) -> None:
        self.study, self.effort, self.workers = study, effort, workers
        self.before = self._dates(study.scenario, study.plan, study.network)
        self.noise = dict.fromkeys(study.scenario.requirements, 0.0)
        self.replans = replans

    def measure_noise(self, told: Told) -> None:
        """Plan again with changes that should not matter, and keep by how much each requirement moves."""
        study = self.study
        for number in range(self.replans):
            told("the planner's noise", number, self.replans)
            change = Neutral.of(study.scenario, number)
            made = build_network(change.scenario)
            plan = change.back(self._plan(change.scenario, made), made=made, base=study.network)
            after = self._dates(study.scenario, plan, study.network)
            for name in self.noise:
                gap = float(np.mean(self._hours(after[name]) - self._hours(self.before[name])))
                self.noise[name] = max(self.noise[name], abs(gap))

    def of(self, requirement: str) -> tuple[Delay, ...]:
        """Return what a requirement does to every other one, in file order."""
        study = self.study
        rest = {name: row for name, row in study.scenario.requirements.items() if name != requirement}
        if not rest:
            return ()
        scenario = replace(study.scenario, requirements=rest)
        network = build_network(scenario)
        without = self._dates(scenario, self._plan(scenario, network), network)
        return tuple(
            Delay(
                requirement=name,
                hours=paired(self._hours(self.before[name]), self._hours(without[name])),
                noise_h=self.noise[name],
                share_with=_share(self.before[name]),
                share_without=_share(without[name]),
            )
            for name in rest
        )

    def _plan(self, scenario: Scenario, network: Network) -> Plan:
        made = make_plan(scenario, effort=self.effort, seed=self.study.seed, prove=False, network=network)
        if not made.reproducible:  # Ctrl-C ended the search before its budget did
            raise KeyboardInterrupt
        return made

    def _dates(self, scenario: Scenario, plan: Plan, network: Network) -> dict[str, FloatArray]:
        probes = {name: complete_probe(name, "delivered") for name in scenario.requirements}
        done = replicate(
            scenario, plan, runs=self.study.runs, seed=self.study.seed, workers=self.workers,
            probes=tuple(probes.values()), network=network,
        )  # fmt: skip
        return {name: done.probed(probe) for name, probe in probes.items()}

    def _hours(self, seconds: FloatArray) -> FloatArray:
        return np.minimum(seconds, self.study.network.horizon_s) / 3600


def _share(seconds: FloatArray) -> float:
    return float(np.count_nonzero(np.isfinite(seconds))) / len(seconds)
