"""On small instances the planner reaches the optimum that the exact model of `tests/exact` proved, to the second."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import openairlift as oa
from openairlift.audits import audit
from openairlift.instances import synthetic
from openairlift.network import build_network
from openairlift.solve.improve import plan_near

OPTIMA = {row["seed"]: row for row in json.loads((Path(__file__).parents[1] / "exact" / "optima.json").read_text())}


@pytest.mark.parametrize("seed", [2, 3, 5, 6, 7, 8, 38, 45])
def test_the_optimum_is_reached(seed: int, tmp_path: Path) -> None:
    row = OPTIMA[seed]
    for name, text in synthetic("S", load=row["load"], seed=seed).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    scenario = oa.read_scenario(tmp_path)
    network = build_network(scenario)
    plan = plan_near(network, effort=60, prove=False)
    assert plan.proof is not None
    assert plan.proof.objective == pytest.approx(tuple(row["terms"]), rel=1e-6, abs=1.0)
    assert audit(scenario, plan, network=network) == []
    assert not any("refused" in note for note in plan.notes), plan.notes


@pytest.mark.parametrize("seed", [2, 3, 7])
def test_no_bound_is_above_the_proven_optimum(seed: int, tmp_path: Path) -> None:
    row = OPTIMA[seed]
    for name, text in synthetic("S", load=row["load"], seed=seed).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = plan_near(build_network(oa.read_scenario(tmp_path)), effort=60)
    assert plan.proof is not None
    first = next(k for k in range(3) if row["terms"][k] > 0.0)
    assert 0.0 < plan.proof.bound[first] <= row["terms"][first] * (1.0 + 1e-6)
