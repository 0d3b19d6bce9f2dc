"""The command `explain`."""

from __future__ import annotations

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note
from openairlift.cli.telling import told


@click.command(cls=Command)
@click.argument("scenario")
@click.option("--requirement", metavar="ID", help="Explain this one; none = those that a plan does not meet.")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--effort", type=click.IntRange(min=1), default=20, show_default=True, help="Budget of every plan.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the planner.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def explain(
    context: click.Context,
    scenario: str,
    requirement: str | None,
    options: tuple[str, ...],
    effort: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say what can't be met, the smallest set of limits to blame, and what one more unit is worth.

    Limits are lifted and the airlift is planned again: without the limits that are blamed a plan meets the requirement,
    while any of them stands none does.
    """
    from openairlift.verbs.explaining import explain as verb
    from openairlift.verbs.explaining import explain_text

    with told() as progress:
        record = verb(scenario, requirement=requirement, options=options, effort=effort, seed=seed, progress=progress)
    emit(record, as_json=as_json, text=explain_text)
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was found by then is printed")
        context.exit(INTERRUPTED)
