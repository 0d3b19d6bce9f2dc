"""One trial: a scenario planned and run, and what is kept of every run."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.crew import worked
from openairlift.study.probes import Probe
from openairlift.study.replicate import replicate
from openairlift.study.study import Study

Values = Mapping[Probe, FloatArray]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Task:
    """A scenario to plan and to run: how often, on whose luck, and what has to be known of every run."""

    scenario: Scenario
    probes: tuple[Probe, ...]
    runs: int
    seed: int
    plan_seed: int
    effort: int


def study_of(task: Task, *, network: Network | None = None, workers: int | None = 1) -> Study:
    """Return the study of a task.

    Raises
    ------
    KeyboardInterrupt
        When Ctrl-C ended the search of the planner before its budget did.
    """
    network = build_network(task.scenario) if network is None else network
    plan = make_plan(task.scenario, effort=task.effort, seed=task.plan_seed, prove=False, network=network)
    if not plan.reproducible:
        raise KeyboardInterrupt
    return replicate(
        task.scenario, plan, runs=task.runs, seed=task.seed, workers=workers, network=network, probes=task.probes
    )


def values_of(study: Study) -> Values:
    """Return what was kept of every run."""
    return {probe: study.probed(probe).copy() for probe in study.layout.probes}


def carried_out(
    tasks: Sequence[Task], *, workers: int | None, if_it_pays: bool = False
) -> Generator[tuple[int, Values], None, None]:
    """Yield the number of each task with the values of its study, as `worked` does."""
    yield from worked(tasks, _values, workers=workers, if_it_pays=if_it_pays)


def _values(task: Task) -> Values:
    return values_of(study_of(task))
