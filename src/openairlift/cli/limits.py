"""The command `limits`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note

EVERY_S = 10.0
"""Where standard error is no terminal, a line comes this often [s]."""

Told = Callable[[str, int, int], None]


@click.command(cls=Command)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=2), help="Simulated runs of every plan.  [default: 200]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Budget of every plan: 1 = the baseline, fast; 2 or more = near the optimum, which takes longer.",
)
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, help="Resources tried, by binding share."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def limits(
    context: click.Context,
    source: str,
    options: tuple[str, ...],
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    top: int,
    as_json: bool,
) -> None:
    """Say what holds an airlift back, in two numbers: how long each resource binds, and what one unit more brings.

    Every resource that binds gets one unit more, the airlift is planned and simulated again on the same luck, and the
    gain is compared with the planner's own noise. Ctrl-C prints what is done.
    """
    from openairlift.reports.relief import relief_text
    from openairlift.verbs.limiting import limits as verb

    with shown() as progress:
        record = verb(
            source,
            options=options,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            top=top,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: relief_text(found, profile=found["scenario"]["profile"]).rstrip())
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was tried by then is printed")
        context.exit(INTERRUPTED)


@contextmanager
def shown() -> Iterator[Told]:
    """Yield a listener that writes what is tried next and the time left.

    On one line where that is a terminal; else a line when steps begin to be counted, at their end, and every
    `EVERY_S` seconds.
    """
    live = sys.stderr.isatty()
    try:
        yield steps(lambda words: click.echo(f"\r\033[K{words}" if live else words, err=True, nl=not live), every=live)
    finally:
        if live:
            click.echo("\r\033[K", err=True, nl=False)


def steps(write: Callable[[str], None], *, every: bool, clock: Callable[[], float] = time.monotonic) -> Told:
    """Return a listener that writes every step, or only now and then.

    Examples
    --------
    >>> told = steps(print, every=False, clock=lambda: 0.0)
    >>> told("one", 0, 2), told("other", 1, 2), told("", 2, 2)
    0 of 2 tried; next: one
    2 of 2 tried
    (None, None, None)
    """
    begun: list[float] = []
    written: list[float] = []

    def told(what: str, done: int, total: int) -> None:
        now = clock()
        first = bool(total) and not begun
        if first:
            begun.append(now)
        last = bool(total) and done == total and not what
        if not (every or first or last or not written or now - written[-1] >= EVERY_S):
            return
        written[:] = [now]
        left = f", about {_span((now - begun[0]) / done * (total - done))} left" if done and total > done else ""
        write(f"{done} of {total} tried{left}" + (f"; next: {what}" if what else "") if total else what)

    return told


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
