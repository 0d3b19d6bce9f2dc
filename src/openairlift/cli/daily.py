"""The command `daily`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openairlift.cli.frame import Paged, emit, note


@click.command(cls=Paged)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.option("--on", required=True, metavar="DATE", help="The day, such as 2022-03-02 or D+3: 24 hours from then.")
@click.option(
    "--plan", type=click.Path(path_type=Path), metavar="FOLDER|plan.json",
    help="The plan; none = that of the run, else one is made.",
)  # fmt: skip
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Planner's budget, where it makes the plan: 1 = the baseline; 2 or more = near the optimum.",
)  # fmt: skip
@click.option("--place", "places", multiple=True, metavar="PLACE", help="Only this station; repeatable.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write daily.html (to print), daily.json and CSV here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def daily(source: str, as_json: bool, **settings: Any) -> None:
    """Print what stations need for one day: load lists, boards, slots, onward trucks, stock at the day's start."""
    from openairlift.cli.progress import shown
    from openairlift.reports.daily import daily_text
    from openairlift.verbs.daily import daily as verb

    with shown() as told:
        record = verb(source, progress=told.stages, **settings)
    emit(record, as_json=as_json, text=daily_text)
    if settings["out"] is not None:
        note(f"page: {settings['out'] / 'daily.html'}")
