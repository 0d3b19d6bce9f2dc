"""The command `resilience`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from openairlift.cli.frame import INTERRUPTED, Paged, emit, note


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no moment; write 2022-03-02T00:00Z", context, parameter) from None
    if found.tzinfo is None:
        raise click.BadParameter(f"{value!r} has no time zone; write {value}Z for UTC", context, parameter)
    return found.astimezone(UTC)


@click.command(cls=Paged)
@click.argument("scenario")
@click.option(
    "--lose", default="places,routes,airspaces", show_default=True, metavar="WHAT[,WHAT]…",
    help="What can be lost: places (airfields), routes (legs and links of the plan), airspaces (those that options "
    "close); or single ones: a place, A>B, A-B, A>B:road, polygon(lat lon; …).",
)  # fmt: skip
@click.option("--pairs", is_flag=True, help="Lose every pair too.")
@click.option(
    "--budget", type=click.IntRange(min=1), default=1, show_default=True,
    help="How many may be lost at once, for the worst choice.",
)  # fmt: skip
@click.option(
    "--protect", "protections", type=click.IntRange(min=0), default=1, show_default=True,
    help="How many can be protected against the worst choice.",
)  # fmt: skip
@click.option(
    "--add", multiple=True, metavar="ID",
    help="One more base: an option that adds it, or an ICAO code; repeatable.",
)  # fmt: skip
@click.option("--from", "opens", metavar="TIME", callback=_moment, help="When it is lost.  [default: the start]")
@click.option("--to", "closes", metavar="TIME", callback=_moment, help="When it is back.  [default: never]")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--worst", type=click.IntRange(min=1), default=5, show_default=True, help="Losses planned for.")
@click.option(
    "--runs", type=click.IntRange(min=0), default=100, show_default=True, help="Runs of every plan; 0 = none."
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of plans and draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option("--effort", type=click.IntRange(min=1), default=1, show_default=True, help="Budget of every plan.")
@click.option(
    "--time-limit", "time_limit_s", type=click.FloatRange(0, min_open=True), metavar="S",
    help="Seconds for every plan, instead of an effort.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write resilience.html and .json here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def resilience(
    context: click.Context,
    scenario: str,
    lose: str,
    pairs: bool,
    budget: int,
    protections: int,
    add: tuple[str, ...],
    opens: datetime | None,
    closes: datetime | None,
    options: tuple[str, ...],
    worst: int,
    runs: int,
    seed: int | None,
    workers: int | None,
    effort: int,
    time_limit_s: float | None,
    out: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Lose each base, route and airspace: what it costs at the least, what takes over, what to protect.

    Every loss is bounded first: no plan loses less. For the worst a plan is made for what is left, and simulated with
    the same luck. The worst choice within --budget, and the best protection against it, are exact over the bounds.
    Ctrl-C prints what is done.
    """
    from openairlift.reports.resilience import resilience_text
    from openairlift.verbs.losing import resilience as verb

    with _shown() as progress:
        record = verb(
            scenario, lose=[word.strip() for word in lose.split(",") if word.strip()], pairs=pairs, budget=budget,
            protections=protections, add=add, opens=opens, closes=closes, options=options, worst=worst, runs=runs,
            seed=seed, workers=workers, effort=effort, time_limit_s=time_limit_s, out=out, profile=profile,
            progress=progress,
        )  # fmt: skip
    emit(record, as_json=as_json, text=lambda found: resilience_text(found).rstrip())
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was done by then is printed")
        context.exit(INTERRUPTED)


@contextmanager
def _shown() -> Iterator[Callable[[str, float | None], None]]:
    """Yield a listener that writes how far it is: on one line of a terminal, else now and then."""
    from openairlift.cli.progress import EVERY_S, left

    live = sys.stderr.isatty()
    written = [-EVERY_S]

    def told(words: str, left_s: float | None) -> None:
        now = time.monotonic()
        if not live and left_s is not None and left_s > 0.0 and now - written[0] < EVERY_S:
            return
        written[0] = now
        line = words if not left_s else f"{words}; {left(left_s)} of this step"
        click.echo(f"\r\033[K{line}" if live else line, err=True, nl=not live)

    try:
        yield told
    finally:
        if live:
            click.echo("\r\033[K", err=True, nl=False)
