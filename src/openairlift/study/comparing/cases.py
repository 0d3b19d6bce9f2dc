"""A case: one scenario with its plan and what was kept of its runs; it can be sent, stored and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

import openairlift
from openairlift.audits import audit
from openairlift.errors import PlanError
from openairlift.model import MARKS
from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Plan, decode, encode
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.probes import Probe
from openairlift.study.relief_neutral import Neutral
from openairlift.study.replicate import replicate
from openairlift.study.requirements import completions
from openairlift.study.study import Study

Arrays = Mapping[str, npt.NDArray[Any]]

QUANTILES = (0.1, 0.5, 0.9)


class Shelf(Protocol):
    """Where finished cases are kept, so that a comparison that was interrupted goes on where it ended."""

    def load(self, key: str) -> Arrays | None:
        """Return a finished case, or None when it is not there."""

    def save(self, key: str, arrays: Arrays) -> None:
        """Keep a finished case."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Order:
    """A scenario to plan and to run.

    Attributes
    ----------
    scenario, probes, runs, seed : what is simulated, and what is kept of every run beside what studies keep.
    plan_seed, effort : of the planner.
    neutral : number of a change that should not matter, with which the plan is made; None = as the scenario is. What
        such plans differ in is the planner's own noise.
    plan : the plan to carry out, as `encode` wrote it; None = it is to be made.
    made_for : the option that the plan was made for.
    """

    scenario: Scenario
    probes: tuple[Probe, ...]
    runs: int
    seed: int
    plan_seed: int
    effort: int
    neutral: int | None = None
    plan: bytes | None = None
    made_for: str = ""

    @property
    def key(self) -> str:
        """A hash of everything that determines what comes out."""
        digest = hashlib.sha256()
        numbers = (self.runs, self.seed, self.plan_seed, self.effort, self.neutral)
        stated = (self.scenario.fingerprint, openairlift.__version__, repr(numbers), repr(self.probes))
        for part in (*(text.encode() for text in stated), self.plan or b""):
            digest.update(len(part).to_bytes(8, "little") + part)
        return digest.hexdigest()[:16]


@dataclass(frozen=True, eq=False, kw_only=True)
class Case:
    """A scenario, its plan, and what was kept of its runs.

    Attributes
    ----------
    scenario, network, plan : what was simulated.
    probes : what was asked for beforehand.
    made_for : the option that the plan was made for.
    closed : whether all was there within the horizon, shape (runs,).
    closure_s : when, -1 = not within the horizon, shape (runs,) [s].
    terms : missing, late, after free flow, shape (runs, 3), as in `objective_terms`.
    flying_s : by type, shape (runs, types) [s].
    cost_usd : by kind, and at the end what nobody can bear, shape (runs, kinds + 1) [USD].
    amounts : by probe, shape (runs, probes).
    complete_s : P10, P50, P90 of when each requirement is complete, shape (requirements, 3) [s]; -1 = not within the
        horizon.
    complete_share, on_time_share : by requirement; NaN = no date is required.
    unfinished : missions that had not ended by the horizon, mean over the runs.
    """

    scenario: Scenario
    network: Network
    plan: Plan
    probes: tuple[Probe, ...]
    made_for: str
    closed: npt.NDArray[np.bool_]
    closure_s: IntArray
    terms: FloatArray
    flying_s: IntArray
    cost_usd: FloatArray
    amounts: FloatArray
    complete_s: IntArray
    complete_share: FloatArray
    on_time_share: FloatArray
    unfinished: float

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.closed)

    def probed(self, probe: Probe) -> FloatArray:
        """Return a number of every run that was asked for beforehand, shape (runs,)."""
        found: FloatArray = self.amounts[:, self.probes.index(probe)]
        return found

    @classmethod
    def of_arrays(cls, order: Order, arrays: Arrays, network: Network) -> Case:
        """Return the case of an order with its plan, from what `carried_out` returned or a shelf kept of it."""
        values = {name: np.asarray(arrays[name]) for name in _KEPT}
        return cls(
            scenario=order.scenario,
            network=network,
            plan=decode(order.plan or b"", network),
            probes=order.probes,
            made_for=order.made_for,
            unfinished=float(arrays["unfinished"]),
            **values,
        )


_KEPT = (
    "closed", "closure_s", "terms", "flying_s", "cost_usd", "amounts", "complete_s", "complete_share", "on_time_share",
)  # fmt: skip


def planned(order: Order) -> dict[str, Any]:
    """Return the plan of an order as the bytes of an array; the audit accepts it.

    Raises
    ------
    KeyboardInterrupt
        When Ctrl-C ended the search of the planner before its budget did.
    PlanError
        When the audit finds a fault: an error of the planner, never of the user.
    """
    network = build_network(order.scenario)
    change = None if order.neutral is None else Neutral.of(order.scenario, order.neutral)
    scenario = order.scenario if change is None else change.scenario
    made = network if change is None else build_network(scenario)
    plan = make_plan(scenario, effort=order.effort, seed=order.plan_seed, prove=change is None, network=made)
    if not plan.reproducible:
        raise KeyboardInterrupt
    if change is not None:
        plan = replace(change.back(plan, made=made, base=network), proof=None)
    faults = audit(order.scenario, plan, network=network)
    if faults:
        listed = "\n".join(f"  {item.where}: {item.what} ({item.rule})" for item in faults[:20])
        raise PlanError(f"the planner made a plan that breaks {len(faults)} limits; please report this\n{listed}")
    return {"plan": np.frombuffer(encode(plan, network), dtype=np.uint8)}


def carried_out(order: Order) -> dict[str, Any]:
    """Simulate an order with its plan, and return what is kept, as plain arrays.

    Raises
    ------
    ValueError
        When it has no plan.
    """
    if order.plan is None:
        raise ValueError("an order is planned before it is carried out")
    network = build_network(order.scenario)
    study = replicate(
        order.scenario,
        decode(order.plan, network),
        runs=order.runs,
        seed=order.seed,
        network=network,
        probes=order.probes,
    )
    return _kept(study, order.probes)


def _kept(study: Study, probes: tuple[Probe, ...]) -> dict[str, Any]:
    done = completions(study)
    dates = [[-1 if second is None else second for second in item.quantiles(QUANTILES)] for item in done]
    shares = [np.nan if item.on_time_share is None else item.on_time_share for item in done]
    amounts = [study.probed(probe) for probe in probes]
    return {
        "closed": study.closed.copy(),
        "closure_s": study.closure_s,
        "terms": study.tally.objective.copy(),
        "flying_s": study.tally.flying_s.copy(),
        "cost_usd": study.tally.cost_usd.copy(),
        "amounts": np.array(amounts).reshape(len(probes), study.runs).T.copy(),
        "complete_s": np.array(dates, dtype=np.int64).reshape(len(done), len(QUANTILES)),
        "complete_share": np.array([item.complete_share for item in done]),
        "on_time_share": np.array(shares, dtype=np.float64),
        "unfinished": np.asarray(float(study.tally.unfinished.sum()) / study.runs),
    }


def mark_of(scenario: Scenario) -> str:
    """Return the objective's mark."""
    mark = scenario.settings.objective_mark
    return mark if mark in MARKS else MARKS[-1]
