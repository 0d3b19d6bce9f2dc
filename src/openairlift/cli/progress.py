"""Progress on standard error: what is going on, how far, how long still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from openairlift.study import Progress as Told

STAGES = {
    "plan": "planning",
    "compile": "compiling the simulator (this once, up to a minute)",
    "simulate": "simulating",
}


@contextmanager
def shown() -> Iterator[Told]:
    """Yield a listener that draws a bar, or writes a line a stage where standard error is no terminal."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def told(stage: str, done: int, total: int) -> None:
            if stage == "compile":
                console.print(STAGES[stage])
            bar.update(task, description=STAGES[stage].split(" (")[0], completed=done, total=total or None)

        yield told


def _lines(console: Console) -> Told:
    seen: set[str] = set()

    def told(stage: str, done: int, total: int) -> None:
        if stage not in seen:
            seen.add(stage)
            console.print(STAGES[stage] + (f" {total} runs" if total else ""))
        elif done == total:
            console.print(f"{done} of {total} runs done")

    return told
