"""The command `cover`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import INTERRUPTED, Paged, emit, note
from openairlift.cli.limits import shown


@click.command(cls=Paged)
@click.argument("source")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option(
    "--k", type=click.IntRange(min=1), metavar="N",
    help="Units to place.  [default: as many as cover all that can be covered, at most 10]",
)  # fmt: skip
@click.option(
    "--unit-type", metavar="TYPE", help="Type of unit; none = those that requirements bring, else all of batteries.csv."
)
@click.option(
    "--runs", type=click.IntRange(min=0),
    help="Runs of the plan that brings the units; 0 = no cover by day.  [default: 200]",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Budget of the plan: 1 = the baseline, fast; 2 or more = near the optimum, which takes longer.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write cover.html, .geojson and .json here."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def cover(
    context: click.Context,
    source: str,
    options: tuple[str, ...],
    k: int | None,
    unit_type: str | None,
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    out: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Say from which sites units cover most, exactly, and what is covered by day as they arrive.

    SOURCE is a scenario, or the folder of a run. A unit is anything with a reach: a battery, a clinic, a distribution
    point. Geometry, not protection: what a unit does within its radius is not modelled. Ctrl-C prints what is done.
    """
    from openairlift.reports.cover import cover_text
    from openairlift.verbs.covering import cover as verb

    with shown() as progress:
        record = verb(
            source,
            options=options,
            unit_type=unit_type,
            k=k,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            out=out,
            profile=profile,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: cover_text(found).rstrip())
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was done is printed")
        context.exit(INTERRUPTED)
