"""The command `diff`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import Paged, emit
from openairlift.cli.limits import shown


@click.command(cls=Paged)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--runs",
    type=click.IntRange(min=0),
    help="Runs of scenarios; 0 = compare inputs and plans only.  [default: of the run, else 200]",
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of scenarios; none = of the run, else of BEFORE.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Planner's budget for scenarios: 1 = the baseline, fast; 2 or more = near the optimum.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write diff.html and diff.json here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def diff(
    before: str,
    after: str,
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    out: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Say what changed from BEFORE to AFTER: inputs first, then missions, then results with their intervals.

    Each of the two is a scenario or a run folder. Where the seed is the same, runs are compared in pairs.
    """
    from openairlift.reports.differing import diff_text
    from openairlift.verbs.differing import diff as verb

    with shown() as progress:
        record = verb(
            before,
            after,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            out=out,
            profile=profile,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: diff_text(found).rstrip())
