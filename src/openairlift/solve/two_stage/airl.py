"""Midler and Wollmer's airlift month, the oldest published stochastic programme of an airlift."""

from __future__ import annotations

from itertools import product

import numpy as np

from openairlift.solve.two_stage.records import Outcome, TwoStage

# Figures as the test set of Ariyawansa and Felt prints them (problem "airlift", stochastic file "second").
FLEET_HOURS = 7200.0
HOURS = ((24.0, 14.0), (49.0, 29.0))  # of a flight, by aircraft and route
TONS = ((50.0, 75.0), (20.0, 20.0))  # of a flight, by aircraft and route
COST = (7200.0, 6000.0, 7200.0, 4000.0)  # of flights 1 on 1, 1 on 2, 2 on 1, 2 on 2
# A flight of a switched aircraft: cost above the flights it replaces, hours, and tons won or lost on route 1 and 2.
SWITCHES = (
    (1300.0, 19.0, -39.583, 75.0),
    (-4228.57, 29.0, 50.0, -155.357),
    (210.204, 36.0, -14.6939, 20.0),
    (975.862, 56.0, 20.0, -38.621),
)
COMMERCIAL = (500.0, 250.0)  # per ton, by route
DEMANDS = (
    (988.16, 989.98, 994.92, 1008.37, 1044.92),
    (1428.94, 1439.86, 1469.54, 1550.22, 1769.54),
)
PROBABILITIES = (0.0668, 0.2417, 0.3830, 0.2417, 0.0668)


def airl_second() -> TwoStage:
    """Return Midler and Wollmer's monthly airlift with independent demands (AIRL, "second"): 25 outcomes.

    Two kinds of aircraft are given to two routes before the month's demand is known. Then aircraft may be switched to
    the other route, commercial lift may be bought, and capacity may stay unused at no cost. The tons are as published.

    References
    ----------
    J. L. Midler and R. D. Wollmer, Stochastic programming models for scheduling airlift operations, Naval Research
    Logistics Quarterly 16(3), 315-330, 1969. Figures and published optimum (269665.498390): K. A. Ariyawansa and
    A. J. Felt, On a new collection of stochastic linear programming test problems, INFORMS Journal on Computing 16(3),
    291-299, 2004.

    Examples
    --------
    >>> import openairlift as oa
    >>> problem = oa.airl_second()
    >>> len(problem.outcomes), problem.names
    (25, ('x11', 'x12', 'x21', 'x22'))
    """
    technology, recourse = _matrices()
    prices = [*(switch[0] for switch in SWITCHES), COMMERCIAL[0], 0.0, COMMERCIAL[1], 0.0]
    outcomes = [
        Outcome(
            name=f"{first[1]:g} and {second[1]:g} tons",
            probability=first[0] * second[0],
            cost=prices,
            technology=technology,
            recourse=recourse,
            rhs=[0.0, 0.0, 0.0, 0.0, first[1], second[1]],
            senses=["<="] * 4 + ["=="] * 2,
        )
        for first, second in product(*(zip(PROBABILITIES, demands, strict=True) for demands in DEMANDS))
    ]
    return TwoStage(
        name='Midler and Wollmer, AIRL "second"',
        names=["x11", "x12", "x21", "x22"],
        cost=COST,
        rows=[[*HOURS[0], 0.0, 0.0], [0.0, 0.0, *HOURS[1]]],
        rhs=[FLEET_HOURS] * 2,
        senses="<=",
        outcomes=outcomes,
    )


def _matrices() -> tuple[np.ndarray, np.ndarray]:
    """Return technology and recourse: hours of switched flights within those planned, then the tons of each route."""
    hours = np.ravel(HOURS)
    technology, recourse = np.zeros((6, 4)), np.zeros((6, 8))
    for flight, (_, needed, *won) in enumerate(SWITCHES):
        technology[flight, flight], recourse[flight, flight] = -hours[flight], needed
        recourse[4:, flight] = won
    technology[4] = TONS[0][0], 0.0, TONS[1][0], 0.0
    technology[5] = 0.0, TONS[0][1], 0.0, TONS[1][1]
    recourse[4, 4:6] = recourse[5, 6:8] = 1.0, -1.0
    return technology, recourse
