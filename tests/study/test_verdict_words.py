"""Where a move takes an input, in words that a planner reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.network.build import hours, spots, triangular

from openairlift.scenario.ranges import Uncertain
from openairlift.study.judging.trials import Move
from openairlift.study.judging.verdicts import in_words


def told(base: Any, end: Any, *, part: float = 1.0, cells: int = 1, scale: float = 1.0, shown: str = "") -> str:
    """Return what is said of a move of some cells from a value to the low end of their range."""
    keys = [("places", f"p{number}", "working") for number in range(cells)]
    item = Uncertain(
        name="places/*/working", column="working", basis="assumed", grades=(), cited=False, low="few", high="many",
        unit="", shown=shown, scale=scale, stated=True, base=dict.fromkeys(keys, base),
        ends={"low": dict.fromkeys(keys, end), "high": dict.fromkeys(keys, base)},
    )  # fmt: skip
    return in_words(item, Move(name=item.name, end="low", part=part))


NOON = datetime(2022, 2, 26, 12, tzinfo=UTC)

WORDS: dict[str, tuple[str, str]] = {
    "a number with its unit": (told(20_000.0, 30_000.0, scale=1000.0, shown="t"), "30 in place of 20 t"),
    "half of the way": (told(20_000.0, 30_000.0, part=0.5, scale=1000.0, shown="t"), "25 in place of 20 t"),
    "a number without a unit": (told(0.5, 0.25), "0.25 in place of 0.5"),
    "several alike": (told(20.0, 30.0, cells=3), "1.5 times as much"),
    "several that are nothing now": (told(0.0, 30.0, cells=2), "30"),
    "a date that moves later": (told(NOON, NOON.replace(day=28)), "2 days later"),
    "a date that moves earlier": (told(NOON, NOON.replace(hour=0)), "0.5 days earlier"),
    "a time with a distribution": (told(hours(2), hours(3)), "1.5 times its mean"),
    "a time of which nothing is left": (told(triangular(1, 2, 3), hours(0)), "0"),
    "a time that is nothing now": (told(hours(0), hours(2)), "a mean of 7200 in place of 0"),
    "spots": (told(spots(wide=4), spots(wide=2)), "wide:2 in place of wide:4"),
    "spots of several places": (
        told(spots(wide=4), spots(wide=2), cells=3), "wide:2 in place of wide:4, and 2 more alike"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), WORDS.values(), ids=WORDS)
def test_where_a_move_takes_an_input(said: str, expected: str) -> None:
    assert said == expected
