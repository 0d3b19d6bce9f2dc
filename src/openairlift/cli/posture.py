"""The command `posture`."""

from __future__ import annotations

from typing import Any

import click

from openairlift.cli.frame import Command, emit


@click.command(cls=Command)
@click.argument("scenario")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=1), help="Simulated runs, for a spread of dates; none = planned only.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option("--effort", type=click.IntRange(min=1), default=1, show_default=True, help="Budget of the planner.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def posture(scenario: str, as_json: bool, **settings: Any) -> None:
    """Say which people and units are in which country from when, and check totals that sources state.

    A stated total is checked only where the starting number has a source of its own; else it is "not checkable".
    """
    from openairlift.cli.progress import shown
    from openairlift.reports.posture import posture_text
    from openairlift.verbs.posturing import posture as verb

    with shown() as told:
        record = verb(scenario, progress=told.stages, **settings)
    emit(record, as_json=as_json, text=posture_text)
