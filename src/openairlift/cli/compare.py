"""The command `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openairlift.cli.frame import INTERRUPTED, Paged, emit, note
from openairlift.cli.limits import shown


@click.command(cls=Paged)
@click.argument("scenario")
@click.option(
    "--options", metavar="NAME,NAME,…",
    help="What is compared with the first: base, options, or several joined by +.  [default: base and every option]",
)  # fmt: skip
@click.option(
    "--futures", metavar="NAME,NAME,…", default="",
    help="Options that come as events nobody planned for: every plan is carried out in each, for the regret.",
)  # fmt: skip
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Further disruptions that hold in every case (columns of disruptions.csv), on the same luck.",
)  # fmt: skip
@click.option("--runs", type=click.IntRange(min=2), help="Simulated runs of each.  [default: 200]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort", type=click.IntRange(min=1),
    help="Budget of every plan: 1 = the baseline, fast, no bound; 2 or more = near the optimum.  [default: 1]",
)  # fmt: skip
@click.option(
    "--replans", type=click.IntRange(min=0),
    help="Times that the first is planned again to measure the planner's noise; 0 = none.  [default: 2]",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write comparison.html and .json here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def compare(context: click.Context, /, scenario: str, as_json: bool, **settings: Any) -> None:
    """Compare options on the same luck: what differs in the inputs first, then what differs in the outcome.

    Every option is planned and simulated; differences are taken run by run, with 95 % intervals. Beside them: stocks
    left, ranks as shares of the runs, regret, and which options another one beats in two measures. No winner is named.
    Ctrl-C prints what is done; with --out the same call goes on from there.
    """
    from openairlift.reports.compared import comparison_text
    from openairlift.verbs.comparing import compare as verb

    with shown() as progress:
        record = verb(scenario, progress=progress, **settings)
    emit(record, as_json=as_json, text=lambda found: comparison_text(found).rstrip())
    if settings["out"] is not None and record["complete"]:
        note(f"page: {settings['out'] / 'comparison.html'}")
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was done by then is printed")
        context.exit(INTERRUPTED)
