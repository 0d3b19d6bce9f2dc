"""Plan a scenario and simulate it, for verbs that go on from its study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openairlift.errors import OpenAirliftError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.scenario import Scenario
from openairlift.store import is_run, open_run
from openairlift.study import Progress, Study, replicate
from openairlift.study.probes import Probe
from openairlift.verbs.planning import audited_plan

COMPILING = "compiling the simulator (this once, up to a minute), then simulating"


def studied(
    scenario: Scenario,
    network: Network,
    *,
    runs: int,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Progress,
    probes: Sequence[Probe] = (),
) -> Study:
    """Return the study of a scenario, telling what takes time.

    Parameters
    ----------
    scenario, network, runs, seed, workers, effort : as in `audited_plan` and `replicate`.
    tell : told what is going on.
    probes : further numbers to keep of every run.
    """
    tell("planning", 0, 0)
    plan = audited_plan(scenario, effort=effort, seed=seed, network=network, progress=lambda *_: tell(COMPILING, 0, 0))
    from openairlift.sim import is_compiled  # brings numba, which a faulty scenario does not need

    tell("simulating" if is_compiled() else COMPILING, 0, 0)
    return replicate(scenario, plan, runs=runs, seed=seed, workers=workers, network=network, probes=probes)


def study_of_source(
    source: str | Path,
    *,
    options: Sequence[str],
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    tell: Progress,
    default: int,
    check: Callable[[Scenario, Network], None],
) -> tuple[Study, bool]:
    """Return the study of a scenario, or of a run folder, and whether it is the latter.

    Parameters
    ----------
    source : a scenario, or a run folder.
    options, runs, seed, workers, effort, tell : as in `studied`; `runs` None takes the default.
    default : runs where none are asked for.
    check : refuses what the caller asks for before anything is planned.

    Raises
    ------
    OpenAirliftError
        When a run folder is asked for other options, runs or another seed.
    """
    if is_run(Path(source)):
        if options or seed is not None or runs is not None:
            raise OpenAirliftError("a run folder holds its options, seed and runs; give the scenario to judge it anew")
        study = open_run(source).study
        check(study.scenario, study.network)
        return study, True
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    check(scenario, network)
    wanted = default if runs is None else runs
    return studied(scenario, network, runs=wanted, seed=seed, workers=workers, effort=effort, tell=tell), False
