"""The command `replan`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note


@click.command(cls=Command)
@click.argument("scenario")
@click.option(
    "--plan", required=True, metavar="FOLDER|plan.json", type=click.Path(path_type=Path),
    help="The plan that is being carried out: plan.json, a folder with one, or a run folder.",
)  # fmt: skip
@click.option("--at", required=True, metavar="MOMENT", help="From when on to plan anew, such as 2022-03-02T12:00Z.")
@click.option(
    "--option", "options", multiple=True, metavar="NAME", help="Option of the scenario as it is now; repeatable."
)
@click.option("--new", metavar="SCENARIO", help="The scenario as it is now; none = the same with the options.")
@click.option(
    "--old-option", "old_options", multiple=True, metavar="NAME", help="Option that the plan was made with; repeatable."
)
@click.option(
    "--effort", type=click.IntRange(min=1),
    help="Budget of the planner: 1 = list scheduling of the rest, without a bound.  [default: 5]",
)  # fmt: skip
@click.option(
    "--time-limit", "time_limit_s", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
    help="Budget in seconds instead; then the same call need not give the same plan.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the search; none = the scenario's.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the new plan to this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def replan(context: click.Context, /, scenario: str, as_json: bool, **settings: Any) -> None:
    """Plan again while a plan is carried out: keep what has begun, take what is new, say what changed and why.

    Legs that are flown or in the air, and services going on, stay as they are. Missions that have not begun are planned
    anew for what is required now. Requirements and stocks of the new scenario are whole amounts from its start on.
    """
    from openairlift.cli.progress import shown
    from openairlift.verbs.replanning import replan as verb
    from openairlift.verbs.replanning import replan_text

    begun = time.monotonic()
    with shown() as told:
        record = verb(scenario, searching=told.search, **settings)
    note(f"planned again in {time.monotonic() - begun:.1f} s")
    emit(record, as_json=as_json, text=replan_text)
    if record["stopped"]:
        note("openairlift: stopped by Ctrl-C; the best plan by then is printed")
        context.exit(INTERRUPTED)
