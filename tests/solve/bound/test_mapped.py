"""A real plan on the grid satisfies every row of the relaxed airlift and gains no more than its sweep says."""

from __future__ import annotations

import random

import pytest
from tests.solve.bound.claims import WEIGHTS, prices_by_chance, relaxed_of, small, sound, varied
from tests.solve.bound.mapped import courses, overfull, worth

from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.prices import Grid


@pytest.mark.parametrize("delta", [60, 600, 3600])
@pytest.mark.parametrize("made", [small, varied])
def test_a_plan_on_the_grid_satisfies_every_row(made, delta):
    trips = 0
    for seed in range(300, 318):
        network = made(seed)
        for plan in sound(network, [plan_baseline(network)]):
            grid = Grid(relaxed_of(network), delta)
            found, wrong = courses(grid, network, plan)
            assert not wrong, f"seed {seed}: {wrong}"
            assert not overfull(grid, found), f"seed {seed}"
            trips += sum(len(course.trips) for course in found.values())
    assert trips > 50


@pytest.mark.parametrize("made", [small, varied])
def test_no_course_of_a_tail_gains_more_than_the_best_of_its_sweep(made):
    luck, courses_seen = random.Random(2), 0
    for seed in range(320, 334):
        network = made(seed)
        for plan in sound(network, [plan_baseline(network)]):
            relaxed = relaxed_of(network)
            grid = Grid(relaxed, 600)
            found, _ = courses(grid, network, plan)
            for weights in WEIGHTS:
                for scale in (0.0, 0.01, 0.1):
                    prices = prices_by_chance(luck, relaxed, weights, scale)
                    grid.value(prices, weights)
                    for tail, course in found.items():
                        best = float(course.table.at_end[course.end, course.start])
                        have = worth(grid, course, prices, weights)
                        assert have <= best + 1e-6 * (1.0 + abs(best)), f"seed {seed}, tail {tail}"
                        courses_seen += 1
    assert courses_seen > 100


def test_a_plan_that_is_too_quick_or_too_much_is_seen():
    network = small(301)
    plan = sound(network, [plan_baseline(network)])[0]
    grid = Grid(relaxed_of(network), 60)
    found, _ = courses(grid, network, plan)
    course = next(course for course in found.values() if course.trips)
    course.trips[0].units = [(parcel, units + 1e6) for parcel, units in course.trips[0].units]
    assert overfull(grid, found)
    for table in grid.tables:
        table.gap = table.gap + 1
    assert courses(grid, network, plan)[1]
