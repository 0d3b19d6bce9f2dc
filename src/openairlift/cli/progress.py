"""Progress on standard error: what is going on, how far, how fast, how long still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress_bar import ProgressBar
from rich.text import Text

from openairlift.study import Progress as Told

STAGES = {
    "plan": "planning",
    "compile": "compiling the simulator (this once, up to a minute)",
    "simulate": "simulating",
    "judge": "judging the claims",
}

COUNTED = {"judge": "trials"}
"""What a stage counts, where that is not runs."""

EVERY_S = 10.0
"""Where standard error is no terminal, a line comes this often [s]."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command may tell: stages with their counts, and what the planner does, in words."""

    stages: Told
    search: Callable[[str, str], None]


@contextmanager
def shown() -> Iterator[Shown]:
    """Yield listeners that draw one line, or write a line now and then where standard error is no terminal."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield Shown(lines(console), search_lines(console))
        return
    columns = (TextColumn("{task.description}"), _Bar(), _Runs(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def told(stage: str, done: int, total: int) -> None:
            if stage == "compile":
                console.print(STAGES[stage])
            description = STAGES[stage].split(" (")[0]
            bar.update(task, description=description, completed=done, total=total or None, counted=counted(stage))

        def searching(_stage: str, words: str) -> None:
            bar.update(task, description=words, total=None)

        yield Shown(told, searching)


class _Bar(BarColumn):
    """A bar, where there is a count."""

    def render(self, task: Task) -> ProgressBar:
        self.bar_width = 40 if task.total else 1
        return super().render(task)


class _Runs(MofNCompleteColumn):
    """Runs done of all, where there is a count."""

    def render(self, task: Task) -> Text:
        return super().render(task) if task.total else Text("")


class _Rate(ProgressColumn):
    """Runs a second."""

    def render(self, task: Task) -> Text:
        return Text("" if not task.speed or not task.total else rate(task.speed, task.fields.get("counted", "runs")))


def counted(stage: str) -> str:
    """Return what a stage counts."""
    return COUNTED.get(stage, "runs")


def rate(speed: float, what: str = "runs") -> str:
    """Return runs a second, or a minute where they are slow.

    Examples
    --------
    >>> rate(641.2), rate(0.25), rate(0.5, "trials")
    ('641 runs/s', '15 runs/min', '30 trials/min')
    """
    return f"{speed:,.0f} {what}/s" if speed >= 10 else f"{60 * speed:,.0f} {what}/min"


def left(seconds: float) -> str:
    """Return a time that is left in words.

    Examples
    --------
    >>> left(7.2), left(200), left(9000)
    ('8 s left', '4 min left', '2.5 h left')
    """
    if seconds < 90:
        return f"{int(seconds) + 1} s left"
    return f"{int(seconds / 60) + 1} min left" if seconds < 5400 else f"{seconds / 3600:.1f} h left"


def lines(console: Console, *, clock: Callable[[], float] = time.monotonic) -> Told:
    """Return a listener that writes a line when a stage begins, every `EVERY_S` seconds, and at the end."""
    seen: set[str] = set()
    before, begun, told_at = 0, 0.0, 0.0

    def told(stage: str, done: int, total: int) -> None:
        nonlocal before, begun, told_at
        now, what = clock(), counted(stage)
        if stage not in seen:
            seen.add(stage)
            before, begun, told_at = done, now, now
            kept = f", {done:,} of them done before" if done else ""
            console.print(STAGES[stage] + (f" {total:,} {what}{kept}" if total else ""))
        elif done == total:
            console.print(f"{done:,} of {total:,} {what} done")
        elif now - told_at >= EVERY_S and done > before:
            told_at = now
            speed = (done - before) / (now - begun)
            console.print(f"{done:,} of {total:,} {what}, {rate(speed, what)}, {left((total - done) / speed)}")

    return told


def search_lines(console: Console, *, clock: Callable[[], float] = time.monotonic) -> Callable[[str, str], None]:
    """Return a listener that writes a line when the planner begins something else, and every `EVERY_S` seconds."""
    before, told_at = "", 0.0

    def told(stage: str, words: str) -> None:
        nonlocal before, told_at
        now = clock()
        if stage != before or now - told_at >= EVERY_S:
            before, told_at = stage, now
            console.print(words, soft_wrap=True)

    return told
