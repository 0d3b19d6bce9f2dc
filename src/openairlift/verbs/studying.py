"""Plan a scenario and simulate it, for verbs that go on from its study."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.network import Network
from openairlift.scenario import Scenario
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
