"""The command `new`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import Command, emit
from openairlift.errors import UsageError
from openairlift.instances.sizes import LOADS, SIZES


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option(
    "--workbook",
    metavar="FILE.xlsx",
    type=click.Path(path_type=Path),
    help="Write a blank workbook to fill in, in place of a folder.",
)
@click.option(
    "--synthetic", "size", type=click.Choice(list(SIZES)), help="Make an instance of the benchmark, of a size."
)
@click.option("--load", type=click.Choice(list(LOADS)), help="How much there is to carry.  [default: light]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the instance.  [default: 1]")
@click.option(
    "--slots",
    type=click.FloatRange(min=0, min_open=True),
    metavar="FACTOR",
    help="Factor of parking spots and working slots.  [default: 1]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def new(
    folder: Path | None,
    workbook: Path | None,
    size: str | None,
    load: str | None,
    seed: int | None,
    slots: float | None,
    as_json: bool,
) -> None:
    """Write a new scenario: a small one to start from, a blank workbook, or an instance of the benchmark."""
    from openairlift.verbs.making import new as verb
    from openairlift.verbs.making import new_text, new_workbook

    if workbook is not None:
        if folder is not None or any(value is not None for value in (size, load, seed, slots)):
            raise UsageError("--workbook stands alone: it writes a blank workbook, and no folder")
        emit(new_workbook(workbook), as_json=as_json, text=new_text)
        return
    if folder is None:
        raise UsageError("name a folder for the new scenario, or --workbook FILE.xlsx")
    record = verb(folder, size=size, load=load, seed=seed, slots=slots)
    emit(record, as_json=as_json, text=new_text)
