"""The command `log`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openairlift.cli.frame import Paged, emit, note


@click.command(cls=Paged)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.option(
    "--flights", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Log of actual flights, with the columns of flights.csv; none = flights.csv of the scenario.",
)  # fmt: skip
@click.option("--at", metavar="MOMENT", help="The present; none = the last moment that the log tells of.")
@click.option(
    "--plan", type=click.Path(path_type=Path), metavar="FOLDER|plan.json",
    help="The plan that is carried out; none = that of the run, else one is made.",
)  # fmt: skip
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Planner's budget, where it makes the plan: 1 = the baseline; 2 or more = near the optimum.",
)  # fmt: skip
@click.option(
    "--runs", type=click.IntRange(min=2), help="Simulated runs of both forecasts.  [default: the run's, or 200]"
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the run's, or the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option(
    "--tolerance", "tolerance_min", type=float, default=15.0, show_default=True, metavar="MINUTES",
    help="A flight is late that blocks in more than this behind its planned time.",
)  # fmt: skip
@click.option(
    "--window", "window_h", type=float, default=24.0, show_default=True, metavar="HOURS",
    help="A row without ids is a planned leg of its type and route that lies no farther away.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write log.html, log.json and the TOML here."
)
@click.option(
    "--take-over", "taken_over", type=click.Path(path_type=Path), metavar="FOLDER",
    help="Write a copy of the scenario that has the estimates as parameters with basis derived.",
)  # fmt: skip
@click.option(
    "--practice", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Only write the flights of one simulated run, as known at --at, to this new file: a log to practise with.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def log(source: str, as_json: bool, practice: Path | None, **settings: Any) -> None:
    """Compare actual flights with plan and forecast, estimate inputs from them, and forecast on from the present."""
    from openairlift.cli.progress import shown
    from openairlift.reports.flight_log import log_text
    from openairlift.verbs.flight_log import log as verb
    from openairlift.verbs.flight_log import practice as practised

    if practice is not None:
        kept = {name: settings[name] for name in ("at", "plan", "options", "effort", "seed")}
        with shown() as told:
            made = practised(source, into=practice, progress=told.stages, **kept)
        emit(made, as_json=as_json, text=lambda found: f"{found['rows']} rows, as known at {found['at']}")
        return
    with shown() as told:
        record = verb(source, progress=told.stages, **settings)
    emit(record, as_json=as_json, text=log_text)
    if settings["out"] is not None:
        note(f"page: {settings['out'] / 'log.html'}")
    if settings["taken_over"] is not None:
        note(f"scenario with the estimates: {settings['taken_over']}")
