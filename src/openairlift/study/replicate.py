"""Simulate one plan many times."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import openairlift
from openairlift.errors import Interrupted, UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.execute import Progress, execute
from openairlift.study.layout import Layout
from openairlift.study.observations import observed_probes
from openairlift.study.probes import Probe, move_probes
from openairlift.study.study import Study
from openairlift.study.tally import Checkpoint, Gathering, Tally
from openairlift.study.work import Chunk, EventSink, Job, chunks


def replicate(
    scenario: Scenario,
    plan: Plan,
    *,
    runs: int = 200,
    seed: int | None = None,
    workers: int | None = 1,
    cluster: str | None = None,
    items: Sequence[str] = (),
    probes: Sequence[Probe] = (),
    network: Network | None = None,
    checkpoint: Checkpoint | None = None,
    events: EventSink | None = None,
    progress: Progress | None = None,
) -> Study:
    """Simulate a plan `runs` times with independent luck.

    Every run is folded into the study's results and then forgotten, so that memory does not grow with loads × runs.
    Run i of a study with this seed is the same in every study with at least i + 1 runs. The result has the same bytes
    for any number of workers, on a cluster, and for a study that was interrupted and resumed.

    Parameters
    ----------
    scenario, plan : what is simulated.
    runs : number of runs, at least 1.
    seed : seed of all draws; None takes the scenario's.
    workers : processes (spawned: a script that asks for more than one guards its start with
        ``if __name__ == "__main__"``); None takes all cores when the work left is worth it.
    cluster : address of a Dask scheduler, or ``local`` for one with `workers` processes on this machine.
    items : items whose curves are kept as well (those of groups always are).
    probes : further numbers to keep of every run; those that the scenario's observations and its moves
        of units and people need always are.
    network : the scenario's network, if it is at hand.
    checkpoint : where finished chunks are kept.
    events : where the event logs of all runs go; None keeps none.
    progress : told (what is going on, runs done, runs in all) after every chunk.

    Raises
    ------
    Interrupted
        On Ctrl-C; finished chunks are in the checkpoint, and the same call resumes.
    UsageError
        When `runs` or `workers` is below 1, or no requirement asks for an item.
    """
    if runs < 1:
        raise UsageError(f"runs must be at least 1, got {runs}")
    if workers is not None and workers < 1:
        raise UsageError(f"workers must be at least 1, got {workers}")
    network = build_network(scenario) if network is None else network
    seed = scenario.settings.seed if seed is None else seed
    layout = layout_of(scenario, network, plan, runs=runs, items=items, probes=probes)
    job = Job(
        network=network,
        plan=plan,
        seed=seed,
        layout=layout,
        log=events is not None,
        version=openairlift.__version__,
    )
    gathering = Gathering(layout)
    tell = progress or (lambda _stage, _done, _total: None)
    todo: list[Chunk] = []
    try:
        for chunk in chunks(runs):
            kept = None if checkpoint is None else checkpoint.load(chunk.index)
            if kept is None:
                todo.append(chunk)
            else:
                gathering.add(chunk.first, Tally.of_arrays(kept))
        tell("simulate", gathering.done, runs)
        with closing(execute(job, todo, workers=workers, cluster=cluster)) as results:
            for chunk, done in results:
                if events is not None:
                    events.save_events(chunk.index, chunk.first, done.logs)
                if checkpoint is not None:
                    checkpoint.save(chunk.index, done.tally.arrays())
                gathering.add(chunk.first, done.tally)
                tell("simulate", gathering.done, runs)
    except KeyboardInterrupt:
        kept_text = "" if checkpoint is None else "; they are kept, and the same call resumes"
        raise Interrupted(f"stopped by Ctrl-C after {gathering.done} of {runs} runs{kept_text}") from None
    return Study.of(scenario, plan, network=network, seed=seed, layout=layout, tally=gathering.tally())


def layout_of(
    scenario: Scenario,
    network: Network,
    plan: Plan,
    *,
    runs: int,
    items: Sequence[str] = (),
    probes: Sequence[Probe] = (),
) -> Layout:
    """Return what a study of a scenario keeps: what its observations and moves need, and what a caller asks for.

    Raises
    ------
    UsageError
        When no requirement asks for an item.
    """
    asked = [*observed_probes(scenario, network), *move_probes(scenario), *probes]
    return Layout.of(scenario, network, plan, runs=runs, items=items, probes=asked)
