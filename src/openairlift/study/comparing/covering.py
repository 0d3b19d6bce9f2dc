"""What the units that an option brings cover, run by run: geometry, not protection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openairlift.network.network import FloatArray
from openairlift.outlook.cover import Brought, brought, share_by, weights
from openairlift.scenario import Scenario
from openairlift.study.comparing.cases import Case
from openairlift.study.probes import Probe, complete_probe


def bringing(scenario: Scenario) -> tuple[Brought, ...]:
    """Return the units with a stated reach that requirements bring; none where no asset has a weight."""
    if not scenario.batteries or not scenario.assets or weights(scenario).sum() <= 0.0:
        return ()
    return brought(scenario)


def probes(scenario: Scenario) -> tuple[Probe, ...]:
    """Return the probes for when each requirement that brings such units is complete."""
    return tuple(complete_probe(one.requirement, "delivered") for one in bringing(scenario))


def covered(case: Case, ends: Sequence[int]) -> FloatArray | None:
    """Return the covered share of a case's own assets by moments [s], shape (runs, moments).

    None where the case states no assets with a weight, or not how far its units reach.
    """
    scenario = case.scenario
    if not scenario.batteries or not scenario.assets or weights(scenario).sum() <= 0.0:
        return None
    units = bringing(scenario)
    if not units:
        return np.zeros((case.runs, len(ends)))
    complete = {one.requirement: case.probed(complete_probe(one.requirement, "delivered")) for one in units}
    return share_by(scenario, units, complete, list(ends))
