"""The one entry to planning: budgets, the same bytes, never worse than the baseline, always audited."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

import openairlift as oa
from openairlift.audits.objective import Objective, objective
from openairlift.audits.timing import time_plan
from openairlift.errors import UsageError
from openairlift.network import Network, build_network
from openairlift.plan import Plan, encode
from openairlift.solve import make_plan

EXAMPLE = "relief-small"


def terms(network: Network, plan: Plan) -> Objective:
    return objective(network, plan, time_plan(network, plan))


def whole(found: Objective, size: float) -> tuple[int, int, int]:
    """Return the three terms in steps far below what matters, so that the dust of summing decides nothing."""
    first, second, third = found.undelivered, found.late_weight_days, found.delay_weight_days
    return round(first / size), round(second / size), round(third / size)


@pytest.mark.parametrize("name", ["relief-small", "haiti-2010", "ukraine-2022"])
def test_little_effort_is_never_worse_than_the_baseline(name: str) -> None:
    scenario = oa.read_scenario(name)
    network = build_network(scenario)
    plan = make_plan(scenario, effort=2, prove=False, network=network)
    assert oa.audit(scenario, plan, network=network) == []
    assert plan.reproducible
    assert plan.proof is not None
    size = 1e-6 * plan.proof.scale
    before = terms(network, make_plan(scenario, network=network))
    assert whole(terms(network, plan), size) <= whole(before, size)


def test_the_proof_holds_what_the_plan_reaches_and_a_bound_below_it() -> None:
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    plan = make_plan(scenario, effort=3, network=network)
    proof = plan.proof
    assert proof is not None
    assert proof.complete
    assert all(
        bound <= value <= most for bound, value, most in zip(proof.bound, proof.objective, proof.nothing, strict=True)
    )
    timing = time_plan(network, plan)
    assert proof.closure_s == timing.closure_s
    assert proof.objective[0] == pytest.approx(objective(network, plan, timing).undelivered, abs=proof.scale * 1e-6)


CODE = (
    "import hashlib, openairlift as oa; from openairlift.network import build_network; "
    "from openairlift.plan import encode; s = oa.read_scenario('relief-small'); n = build_network(s); "
    "print(hashlib.sha256(encode(oa.make_plan(s, effort=3, seed=5, network=n), n)).hexdigest())"
)


def test_the_same_seed_and_effort_give_the_same_bytes_in_every_process() -> None:
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    here = hashlib.sha256(encode(make_plan(scenario, effort=3, seed=5, network=network), network)).hexdigest()
    for hash_seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", CODE],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        assert there.stdout.strip() == here


def test_a_proof_changes_no_plan() -> None:
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    plain, proved = (make_plan(scenario, effort=2, prove=prove, network=network) for prove in (False, True))
    assert (plain.missions, plain.shortfalls) == (proved.missions, proved.shortfalls)


def test_a_short_time_limit_returns_an_audited_plan_that_is_marked() -> None:
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    plan = make_plan(scenario, time_limit_s=1.0, network=network)
    assert oa.audit(scenario, plan, network=network) == []
    assert not plan.reproducible
    assert plan.missions
    assert plan.proof is not None


def test_ctrl_c_keeps_the_best_plan_and_is_told() -> None:
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    heard: list[str] = []

    def told(what: str, _state: object) -> None:
        heard.append(what)
        if what == "search" and heard.count("search") == 3:
            raise KeyboardInterrupt

    plan = make_plan(scenario, effort=100, network=network, told=told)
    assert heard[-1] == "stopped"
    assert heard.count("search") == 3
    assert not plan.reproducible
    assert oa.audit(scenario, plan, network=network) == []
    size = 1e-6 * (plan.proof.scale if plan.proof else 1.0)
    assert whole(terms(network, plan), size) < whole(terms(network, make_plan(scenario, network=network)), size)


def test_progress_is_a_share_that_grows() -> None:
    shares: list[float] = []
    make_plan(oa.read_scenario(EXAMPLE), effort=4, prove=False, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    "wrong", [{"effort": 0}, {"time_limit_s": 0.0}, {"time_limit_s": float("nan")}, {"time_limit_s": float("inf")}]
)
def test_budgets_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="got"):
        make_plan(oa.read_scenario(EXAMPLE), **wrong)  # type: ignore[arg-type]
