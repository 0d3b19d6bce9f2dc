"""When requirements are complete, against marks read one by one."""

from __future__ import annotations

import numpy as np
from tests.network.build import FleetRow, at, jet, place, requirement, scenario, spots

from openairlift.network import build_network
from openairlift.solve import make_plan
from openairlift.study import completions, replicate


def test_each_requirement_has_its_own_completion_and_share_on_time() -> None:
    sc = scenario(
        places=(place("depot", 49.44, 7.60), place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)),
        types=(jet(),),
        fleet=(FleetRow(type="JET", tails=2, home="depot"),),
        requirements=(
            requirement("soon", mass_kg=40_000.0, rank=1, required=at(24)),
            requirement("hopeless", mass_kg=400_000.0, required=at(7)),
            requirement("undated", mass_kg=10_000.0),
            requirement("never", mass_kg=10_000.0, ready=at(24 * 9.95), required=at(24 * 9.99)),
        ),
        links=(),
    )
    net = build_network(sc)
    study = replicate(sc, make_plan(sc, network=net), runs=3, seed=1, workers=1, network=net)
    found = {item.requirement: item for item in completions(study)}
    assert list(found) == ["soon", "hopeless", "undated", "never"]
    for item in found.values():
        loads = [i for i, line in enumerate(study.load_lines) if net.lines[line].requirement == item.requirement]
        if item.requirement != "never":
            assert np.array_equal(item.complete_s, study.samples.marks[:, loads, 4].max(axis=1))
    assert found["soon"].on_time_share == 1.0
    assert found["hopeless"].on_time_share == 0.0
    assert found["hopeless"].complete_share == 1.0
    assert found["undated"].on_time_share is None
    assert found["never"].complete_share == 0.0
    assert found["never"].on_time_share == 0.0
