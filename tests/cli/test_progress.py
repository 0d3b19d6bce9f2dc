"""Progress in lines: how far, how fast, how long still."""

from __future__ import annotations

import io

from rich.console import Console

from openairlift.cli.progress import lines, search_lines


def test_lines_say_how_far_how_fast_and_how_long_still() -> None:
    out = io.StringIO()
    now = [0.0]
    told = lines(Console(file=out, width=200, highlight=False), clock=lambda: now[0])
    for second, stage, done in (
        (0, "plan", 0),
        (1, "simulate", 1000),
        (5, "simulate", 2000),
        (21, "simulate", 5000),
        (22, "simulate", 5200),
        (41, "simulate", 10_000),
    ):
        now[0] = second
        told(stage, done, 0 if stage == "plan" else 10_000)
    assert out.getvalue().splitlines() == [
        "planning",
        "simulating 10,000 runs, 1,000 of them done before",
        "5,000 of 10,000 runs, 200 runs/s, 26 s left",
        "10,000 of 10,000 runs done",
    ]


def test_a_search_is_told_when_it_does_something_else_and_every_ten_seconds() -> None:
    out = io.StringIO()
    now = [0.0]
    told = search_lines(Console(file=out, width=200, highlight=False), clock=lambda: now[0])
    for second, stage in ((0, "guide"), (1, "search"), (3, "search"), (11, "search"), (12, "search"), (13, "proof")):
        now[0] = second
        told(stage, f"{stage} at {second}")
    assert out.getvalue().splitlines() == ["guide at 0", "search at 1", "search at 11", "proof at 13"]
