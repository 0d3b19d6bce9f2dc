"""Simulate one plan many times."""

from __future__ import annotations

from contextlib import closing

from openairlift.errors import Interrupted, UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.execute import Chunk, Progress, chunks, execute
from openairlift.study.samples import Checkpoint, Samples
from openairlift.study.study import Study


def replicate(
    scenario: Scenario,
    plan: Plan,
    *,
    runs: int = 200,
    seed: int | None = None,
    workers: int | None = 1,
    network: Network | None = None,
    checkpoint: Checkpoint | None = None,
    progress: Progress | None = None,
) -> Study:
    """Simulate a plan `runs` times with independent luck.

    Run i of a study with this seed is the same in every study with at least i + 1 runs. The result has the same bytes
    for any number of workers, and for a study that was interrupted and resumed.

    Parameters
    ----------
    scenario, plan : what is simulated.
    runs : number of runs, at least 1.
    seed : seed of all draws; None takes the scenario's.
    workers : processes (spawned: a script that asks for more than one guards its start with
        ``if __name__ == "__main__"``); None takes all cores when the work left is worth it.
    network : the scenario's network, if it is at hand.
    checkpoint : where finished chunks are kept.
    progress : told (what is going on, runs done, runs in all) after every chunk.

    Raises
    ------
    Interrupted
        On Ctrl-C; finished chunks are in the checkpoint, and the same call resumes.
    UsageError
        When `runs` or `workers` is below 1.
    """
    if runs < 1:
        raise UsageError(f"runs must be at least 1, got {runs}")
    if workers is not None and workers < 1:
        raise UsageError(f"workers must be at least 1, got {workers}")
    network = build_network(scenario) if network is None else network
    seed = scenario.settings.seed if seed is None else seed
    done: dict[int, Samples] = {}
    todo: list[Chunk] = []
    finished = 0
    try:
        for chunk in chunks(runs):
            kept = None if checkpoint is None else checkpoint.load(chunk.index)
            if kept is None:
                todo.append(chunk)
            else:
                done[chunk.index] = Samples.of_arrays(kept)
                finished += chunk.count
        if progress is not None:
            progress("simulate", finished, runs)
        with closing(execute(network, plan, seed=seed, todo=todo, workers=workers)) as results:
            for chunk, samples in results:
                if checkpoint is not None:
                    checkpoint.save(chunk.index, samples.arrays())
                done[chunk.index] = samples
                finished += chunk.count
                if progress is not None:
                    progress("simulate", finished, runs)
    except KeyboardInterrupt:
        kept_text = "" if checkpoint is None else "; they are kept, and the same call resumes"
        raise Interrupted(f"stopped by Ctrl-C after {finished} of {runs} runs{kept_text}") from None
    return Study.of(scenario, plan, network=network, seed=seed, samples=Samples.joined(done[i] for i in sorted(done)))
