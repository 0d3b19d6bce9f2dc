"""Two-stage stochastic linear programmes: decide now, see what happens, then react at a cost."""

from openairlift.solve.two_stage.airl import airl_second
from openairlift.solve.two_stage.evaluate import Evaluation, evaluate_first_stage
from openairlift.solve.two_stage.extensive import Solution, solve_extensive
from openairlift.solve.two_stage.records import Outcome, Triplets, TwoStage
from openairlift.solve.two_stage.values import (
    MeanValue,
    Stochastic,
    eev,
    evpi,
    expected_value_solution,
    solve_two_stage,
    vss,
    wait_and_see,
)

__all__ = [
    "Evaluation",
    "MeanValue",
    "Outcome",
    "Solution",
    "Stochastic",
    "Triplets",
    "TwoStage",
    "airl_second",
    "eev",
    "evaluate_first_stage",
    "evpi",
    "expected_value_solution",
    "solve_extensive",
    "solve_two_stage",
    "vss",
    "wait_and_see",
]
