"""The command `export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from openairlift.cli.frame import Command, emit
from openairlift.cli.limits import shown

FORMS = ("geojson", "trips", "csv", "parquet", "ical")


@click.command(cls=Command)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.option(
    "--to", required=True, type=click.Choice(FORMS),
    help="geojson = places and legs on a map; trips = animated map (kepler.gl); csv, parquet = missions, legs, loads "
    "and, of a run, events; ical = a calendar of slots for every airfield.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files; geojson and "
              "trips go to standard output without it.")  # fmt: skip
@click.option("--plan", type=click.Path(path_type=Path), help="A plan.json, or the folder of one; none = plan it.")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Planner's budget: 1 = the baseline, fast; 2 or more = near the optimum.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the search; none = the scenario's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object about the files; needs --out.")
def export(
    source: str,
    to: str,
    out: Path | None,
    plan: Path | None,
    options: tuple[str, ...],
    effort: int,
    seed: int | None,
    as_json: bool,
) -> None:
    """Write a plan, or a stored run, in the forms that other programmes read.

    The scenario's banner and the grid of its positions (blur_km) hold in all of them.
    """
    from openairlift.errors import UsageError
    from openairlift.verbs.exporting import export as verb
    from openairlift.verbs.exporting import export_text

    if as_json and out is None:
        raise UsageError("--json tells about files: name a folder for them with --out")
    with shown() as progress:
        record, files = verb(
            source, to=to, out=out, plan=plan, options=options, effort=effort, seed=seed, progress=progress
        )
    if out is None:
        sys.stdout.buffer.write(b"".join(files.values()))
        sys.stdout.flush()
        return
    emit(record, as_json=as_json, text=export_text)
