"""Plans of the planner, which are nearer to the bound than others, do not beat it either."""

from __future__ import annotations

import random

import pytest
from tests.solve.bound.claims import beaten, sound
from tests.solve.worlds import world

from openairlift.network import build_network
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.improve import plan_near


@pytest.mark.parametrize("seed", [3, 8, 14])
def test_the_planner_does_not_beat_the_bound_either(seed):
    network = build_network(world(seed))
    plans = sound(network, [plan_near(network, effort=2), plan_baseline(network)])
    assert len(plans) == 2
    assert not beaten(network, plans, random.Random(seed), deltas=(60, 600))
