"""What uncertainty costs: perfect information, the mean-value plan, and the record that sums them up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.errors import TwoStageError
from openairlift.solve.two_stage.evaluate import Evaluation, evaluate_first_stage, solve_alone
from openairlift.solve.two_stage.extensive import solve_extensive
from openairlift.solve.two_stage.programme import UnmetError
from openairlift.solve.two_stage.records import Array, Outcome, Triplets, TwoStage, bounds, entries

# Two optima of HiGHS that are equal may differ by this share of their size.
NOISE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanValue:
    """The plan of somebody who puts means in place of what is uncertain, and what it costs in truth.

    Attributes
    ----------
    optimum : what the mean-value programme promises (EV).
    first_stage : its first stage, by variable; where it has several optima, the vertex that HiGHS ends in.
    evaluation : what that first stage costs over the outcomes (its expected cost is EEV).
    """

    optimum: float
    first_stage: Mapping[str, float]
    evaluation: Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stochastic:
    """A two-stage programme in four numbers; `print` shows them.

    Attributes
    ----------
    name : of the programme.
    optimum : least expected cost (RP, the recourse problem).
    first_stage : what to do now, by variable.
    wait_and_see : expected cost of those who know the outcome before they decide (WS).
    mean_value : what the mean-value programme promises (EV).
    eev : what its first stage costs over the outcomes (EEV).
    notes : why one of the three above is None.
    """

    name: str
    optimum: float
    first_stage: Mapping[str, float]
    wait_and_see: float | None
    mean_value: float | None
    eev: float | None
    notes: tuple[str, ...] = ()

    @property
    def evpi(self) -> float | None:
        """Expected value of perfect information: optimum − wait-and-see, never below 0."""
        return None if self.wait_and_see is None else _gain(self.optimum, self.wait_and_see)

    @property
    def vss(self) -> float | None:
        """Value of the stochastic solution: EEV − optimum, never below 0."""
        return None if self.eev is None else _gain(self.eev, self.optimum)

    def __str__(self) -> str:
        figures = {
            "optimum": self.optimum,
            "wait-and-see": self.wait_and_see,
            "EVPI": self.evpi,
            "mean-value optimum": self.mean_value,
            "EEV": self.eev,
            "VSS": self.vss,
        }
        lines = [self.name]
        lines += [
            f"  {name:<20}" + (f"{'none':>16}" if figure is None else f"{figure:>16,.4f}")
            for name, figure in figures.items()
        ]
        chosen = [f"{name} = {value:.6g}" for name, value in self.first_stage.items() if abs(value) > NOISE]
        lines.append("  first stage: " + (", ".join(chosen) or "all 0"))
        return "\n".join(lines + [f"  {note}" for note in self.notes])


def solve_two_stage(problem: TwoStage) -> Stochastic:
    """Solve a two-stage programme, and say what uncertainty costs in it.

    Parameters
    ----------
    problem : the programme.

    Raises
    ------
    TwoStageError
        When the programme itself has no optimum. Where only wait-and-see or the mean value has none, its figure is
        None and `Stochastic.notes` says why.

    Examples
    --------
    >>> import openairlift as oa
    >>> answer = oa.solve_two_stage(oa.airl_second())
    >>> round(answer.wait_and_see, 3), round(answer.evpi, 2)
    (263916.173, 5749.33)
    """
    solution, notes = solve_extensive(problem), []
    informed = promised = expected = None
    try:
        informed = wait_and_see(problem)
    except TwoStageError as error:
        notes.append(f"no wait-and-see: {error}")
    try:
        mean = expected_value_solution(problem)
        promised, expected = mean.optimum, mean.evaluation.expected_cost
        notes += [f"no EEV: {why}" for why in mean.evaluation.unmet.values()]
    except TwoStageError as error:
        notes.append(f"no mean value: {error}")
    return Stochastic(
        name=problem.name,
        optimum=solution.optimum,
        first_stage=solution.first_stage,
        wait_and_see=informed,
        mean_value=promised,
        eev=expected,
        notes=tuple(notes),
    )


def wait_and_see(problem: TwoStage) -> float:
    """Return the expected cost of those who know the outcome before they decide.

    Raises
    ------
    TwoStageError
        When an outcome, taken alone, has no optimum.
    """
    return math.fsum(
        outcome.probability * solve_alone(problem, outcome, f"outcome {outcome.name!r} alone").optimum
        for outcome in problem.outcomes
    )


def expected_value_solution(problem: TwoStage) -> MeanValue:
    """Solve with means in place of what is uncertain, and price that first stage over the outcomes.

    Raises
    ------
    TwoStageError
        When the outcomes differ in rows, senses or recourse variables, so that they have no mean, or when the
        mean-value programme has no optimum (it may have none although every outcome has one, where recourse is random).
    """
    solution = solve_alone(problem, _mean(problem), "mean value")
    return MeanValue(
        optimum=solution.optimum,
        first_stage=solution.first_stage,
        evaluation=evaluate_first_stage(problem, solution.first_stage),
    )


def eev(problem: TwoStage) -> float:
    """Return the expected cost of the mean-value plan's first stage.

    Where the mean-value programme has several optima, their EEV may differ; it is that of the vertex HiGHS ends in.

    Raises
    ------
    TwoStageError
        When that first stage leaves some outcome no recourse (all of them are named), or there is no mean value.
    """
    found = expected_value_solution(problem).evaluation
    if found.expected_cost is None:
        raise UnmetError(
            f"{problem.name}: the mean-value first stage leaves no recourse in {len(found.unmet)} of"
            f" {len(problem.outcomes)} outcomes: {', '.join(found.unmet)}"
        )
    return found.expected_cost


def evpi(problem: TwoStage) -> float:
    """Return the expected value of perfect information: what knowing the outcome before deciding would save."""
    return _gain(solve_extensive(problem).optimum, wait_and_see(problem))


def vss(problem: TwoStage) -> float:
    """Return the value of the stochastic solution: what planning for all outcomes saves over planning for the mean."""
    return _gain(eev(problem), solve_extensive(problem).optimum)


def _mean(problem: TwoStage) -> Outcome:
    """Return the outcome whose every number is the mean over the outcomes."""
    first = problem.outcomes[0]
    for other in problem.outcomes[1:]:
        if other.size != first.size or tuple(other.senses) != tuple(first.senses):
            raise TwoStageError(
                f"{problem.name}: outcomes {first.name!r} and {other.name!r} have no mean;"
                " allowed: the same rows, senses and recourse variables in all"
            )
    weights = np.array([outcome.probability for outcome in problem.outcomes])
    edges = [bounds(outcome) for outcome in problem.outcomes]
    return Outcome(
        name="mean",
        probability=1.0,
        cost=_mix(weights, [outcome.cost for outcome in problem.outcomes]),
        technology=_mix_matrices(problem, weights, "technology", len(problem.cost)),
        recourse=_mix_matrices(problem, weights, "recourse", first.size[1]),
        rhs=_mix(weights, [outcome.rhs for outcome in problem.outcomes]),
        senses=first.senses,
        lower=_mix(weights, [lower for lower, _ in edges]),
        upper=_mix(weights, [upper for _, upper in edges]),
    )


def _mix(weights: Array, vectors: Sequence[Sequence[float] | Array]) -> Array:
    mixed = np.zeros(len(vectors[0]))
    for weight, vector in zip(weights, vectors, strict=True):
        mixed += weight * np.asarray(vector, dtype=float)
    return mixed


def _mix_matrices(problem: TwoStage, weights: Array, name: str, columns: int) -> Triplets:
    found = [entries(getattr(outcome, name)) for outcome in problem.outcomes]
    keys = np.concatenate([rows * columns + at for rows, at, _ in found])
    values = np.concatenate([weight * values for weight, (_, _, values) in zip(weights, found, strict=True)])
    places, inverse = np.unique(keys, return_inverse=True)
    return Triplets(
        shape=(problem.outcomes[0].size[0], columns),
        rows=places // max(columns, 1),
        columns=places % max(columns, 1),
        values=np.bincount(inverse, weights=values, minlength=len(places)).astype(np.float64),
    )


def _gain(dear: float, cheap: float) -> float:
    """Return how much less `cheap` costs; 0 where the difference is below zero by no more than the solver's noise."""
    gain = dear - cheap
    return 0.0 if -NOISE * max(1.0, abs(dear), abs(cheap)) <= gain < 0.0 else gain
