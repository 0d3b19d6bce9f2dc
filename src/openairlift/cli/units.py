"""The command `units`."""

from __future__ import annotations

from typing import Any

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note
from openairlift.cli.limits import shown


@click.command(cls=Command)
@click.argument("scenario")
@click.argument("unit_types", nargs=-1, metavar="[UNIT_TYPE]...")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=1), help="Simulated runs.  [default: 200]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Budget of every plan: 1 = the baseline, fast; 2 or more = near the optimum, which takes longer.",
)  # fmt: skip
@click.option("--delays/--no-delays", default=True, show_default=True, help="Plan again without each unit.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def units(
    context: click.Context, /, scenario: str, unit_types: tuple[str, ...], as_json: bool, **settings: Any
) -> None:
    """Say what moving units takes: sorties by type, what binds each, when they are complete, what they delay.

    Unit types that no requirement asks for are packed only. Computed sorties stand beside the loads that were
    published. Ctrl-C prints what is done.
    """
    from openairlift.reports.unit_moves import units_text
    from openairlift.verbs.moving import units as verb

    with shown() as progress:
        record = verb(scenario, unit_types, progress=progress, **settings)
    emit(record, as_json=as_json, text=units_text)
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was done by then is printed")
        context.exit(INTERRUPTED)
