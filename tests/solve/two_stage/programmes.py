"""Two-stage programmes whose answers are known without a solver: closed forms and every vertex."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from openairlift.solve.two_stage import Outcome, TwoStage
from openairlift.solve.two_stage.extensive import extensive_form


def newsvendor(demands: list[float], probabilities: list[float], *, cost: float, price: float) -> TwoStage:
    """Order at `cost` before, sell at `price` after demand is known; what is left is worth nothing."""
    return TwoStage(
        name="newsvendor",
        names=["order"],
        cost=[cost],
        outcomes=[
            Outcome(
                name=f"day {index}",
                probability=probability,
                cost=[-price],
                technology=[[-1.0], [0.0]],
                recourse=[[1.0], [1.0]],
                rhs=[0.0, demand],
                senses="<=",
            )
            for index, (demand, probability) in enumerate(zip(demands, probabilities, strict=True))
        ],
    )


def farmer() -> TwoStage:
    """Birge and Louveaux, Introduction to Stochastic Programming, 2nd edition 2011, section 1.1: yields are random.

    500 acres of wheat, corn and beets; 200 t of wheat and 240 t of corn are needed; beets above 6,000 t fetch less.
    """
    outcomes = [
        Outcome(
            name=name,
            probability=1 / 3,
            # bought and sold wheat, bought and sold corn, beets sold dear and cheap
            cost=[238, -170, 210, -150, -36, -10],
            technology=np.diag([2.5 * crop, 3.0 * crop, 20.0 * crop]),
            recourse=[[1, -1, 0, 0, 0, 0], [0, 0, 1, -1, 0, 0], [0, 0, 0, 0, -1, -1]],
            rhs=[200, 240, 0],
            senses=">=",
            upper=[None, None, None, None, 6000, None],
        )
        for name, crop in (("good year", 1.2), ("mean year", 1.0), ("bad year", 0.8))
    ]
    return TwoStage(
        name="farmer",
        names=["wheat", "corn", "beets"],
        cost=[150, 230, 260],
        rows=[[1, 1, 1]],
        rhs=[500],
        senses="<=",
        outcomes=outcomes,
    )


def least_vertex(problem: TwoStage) -> float | None:
    """Return the least cost over all vertices of the extensive form, or None where there is none.

    Holds where every variable has two bounds. No solver: every choice of as many tight limits as variables is tried.
    """
    form = extensive_form(problem)
    count = len(form.cost)
    matrix = np.zeros((len(form.row_lower), count))
    matrix[form.rows, form.columns] = form.values
    sides = np.vstack([np.eye(count), -np.eye(count), matrix, -matrix])
    most = np.concatenate([form.upper, -form.lower, form.row_upper, -form.row_lower])
    sides, most = sides[np.isfinite(most)], most[np.isfinite(most)]
    chosen = np.array(list(combinations(range(len(most)), count)))
    square, right = sides[chosen], most[chosen]
    regular = np.abs(np.linalg.det(square)) > 1e-9
    points = np.linalg.solve(square[regular], right[regular][..., None])[..., 0]
    kept = points[np.all(points @ sides.T <= most + 1e-7, axis=1)]
    return float((kept @ form.cost).min()) if len(kept) else None
