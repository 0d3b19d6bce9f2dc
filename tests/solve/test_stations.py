"""Free spots and slots: what is found is what a plain look at every second finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.network import Steps
from openairlift.solve.stations import NEVER, _first_clash, _Line, _slots_full, _spots_full

TABLES = st.tuples(*(st.integers(1, 3) for _ in range(3))).map(
    lambda counts: ((1, counts[0], counts[1]), (1, 1, counts[2]), (1, 1, 1))
)
BOOKINGS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 5), st.integers(1, 2)), max_size=6)
COLUMNS = ((0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2))  # spot class and body class that may stand together


@settings(max_examples=200, deadline=None)
@given(TABLES, st.lists(st.integers(0, 4), min_size=9, max_size=9), st.tuples(*(st.integers(0, 4) for _ in range(3))))
def test_spots_are_full_when_one_more_does_not_fit(table: Any, use: list[int], capacity: tuple[int, ...]) -> None:
    for spot in range(3):
        for body in range(spot + 1):
            taken = sum(-(-(use[3 * spot + o] + (o == body)) // table[o][spot]) for o in range(spot + 1))
            assert _spots_full(table, spot, body)(use, capacity) == (taken > capacity[spot])


@settings(max_examples=300, deadline=None)
@given(BOOKINGS, st.lists(st.tuples(st.integers(1, 50), st.integers(0, 3)), max_size=3), st.integers(0, 45),
       st.integers(0, 30))  # fmt: skip
def test_the_first_clash_is_the_end_of_the_first_full_stretch(
    bookings: list[tuple[int, int, int, int]], steps: list[tuple[int, int]], start: int, stays: int
) -> None:
    line = _Line(9)
    for begin, length, column, amount in bookings:
        spot, body = COLUMNS[column]
        line.add(begin, begin + length, 3 * spot + body, amount)
    changes = {0: 2, **dict(steps)}
    capacity = Steps(times=tuple(sorted(changes)), values=tuple((changes[at],) * 3 for at in sorted(changes)))
    table = ((1, 2, 2), (1, 1, 2), (1, 1, 1))
    for spot, body in COLUMNS:
        full = _spots_full(table, spot, body)

        def is_full(second: int, full: Any = full) -> bool:
            at = max(i for i, time in enumerate(line.times) if time <= second)
            step = max(i for i, time in enumerate(capacity.times) if time <= second)
            return bool(full(line.use[at], capacity.values[step]))

        first = next((second for second in range(start, start + stays) if is_full(second)), None)
        found = _first_clash(line, capacity, start, start + stays, full)
        if first is None:
            assert found is None
            continue
        changing = sorted({*line.times, *capacity.times})
        assert found == next((time for time in changing if time > first), NEVER)


def test_slots_are_full_when_all_are_taken() -> None:
    assert [_slots_full([used], (2,)) for used in (0, 1, 2)] == [False, False, True]
