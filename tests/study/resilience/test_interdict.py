"""The worst losses and the best protections against brute force."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.study.resilience.interdict import Lost, every, protect, worst


@st.composite
def covers(draw: st.DrawFn) -> tuple[int, Callable[[Lost], float]]:
    """Losses that each destroy some of a few things: what is destroyed never gets less with more losses.

    Some things go only when two losses come together, so that sets are worse than the sum of their members.
    """
    count = draw(st.integers(1, 7))
    who_ = st.sets(st.integers(0, count - 1), min_size=1)
    things = draw(st.lists(st.tuples(who_, st.booleans(), st.integers(0, 9)), max_size=7))

    def value(lost: Lost) -> float:
        gone = [weight for who, together, weight in things if (who <= lost if together else who & lost)]
        return float(sum(gone))

    return count, value


def sets(count: int, most: int) -> list[Lost]:
    return [lost for size in range(most + 1) for lost in every(count, size=size)]


@given(covers(), st.integers(1, 3))
@settings(max_examples=120, deadline=None)
def test_the_worst_choice_is_the_worst_of_all(case: tuple[int, Callable[[Lost], float]], budget: int) -> None:
    count, value = case
    found = worst(count, value, budget=budget)
    assert found.value == value(found.lost) == max(value(lost) for lost in sets(count, budget))
    assert len(found.lost) <= budget
    assert all(value(lost) < found.value for lost in sets(count, len(found.lost) - 1))  # none smaller is as bad


@given(covers(), st.integers(1, 2), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_the_best_protection_is_the_best_of_all(
    case: tuple[int, Callable[[Lost], float]], budget: int, protections: int
) -> None:
    count, value = case
    found = protect(count, value, budget=budget, protections=protections)

    def left(spared: Lost) -> float:
        return max(value(lost) for lost in sets(count, budget) if not lost & spared)

    assert found.left.value == left(found.spared) == min(left(spared) for spared in sets(count, protections))
    assert len(found.spared) <= protections


def test_branches_are_left_without_losing_the_worst() -> None:
    looked: list[Lost] = []

    def value(lost: Lost) -> float:
        looked.append(lost)
        return float(len(lost & {0, 1, 2}))  # all others are harmless

    found = worst(30, value, budget=3)
    assert (found.value, sorted(found.lost)) == (3.0, [0, 1, 2])
    assert len(looked) < len(list(combinations(range(30), 3))) / 10


def test_a_smaller_set_that_is_as_bad_is_found_behind_a_larger_one() -> None:
    def value(lost: Lost) -> float:  # 0, 1 and 2 together are as bad as 5 and 6 together
        return 6.0 if {5, 6} <= lost else 2.0 * len(lost & {0, 1, 2})

    assert sorted(worst(20, value, budget=3).lost) == [5, 6]


def test_what_is_spared_is_never_lost() -> None:
    found = worst(3, lambda lost: float(sum(lost)), budget=2, spared=frozenset({2}))
    assert sorted(found.lost) == [1]
