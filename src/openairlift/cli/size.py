"""The command `size`."""

from __future__ import annotations

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note
from openairlift.cli.telling import told


@click.command(cls=Command)
@click.argument("scenario")
@click.option("--fleet", metavar="TYPE", help="Count tails of this type.")
@click.option("--spots", metavar="PLACE", help="Count parking spots of this place.")
@click.option("--slots", metavar="PLACE", help="Count working slots of this place.")
@click.option(
    "--meet",
    type=click.Choice(["required", "latest", "horizon"]),
    default="required",
    show_default=True,
    help="Dates to meet: latest and required, latest alone, or the horizon alone.",
)
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--effort", type=click.IntRange(min=1), default=20, show_default=True, help="Budget of every plan.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the planner.")
@click.option(
    "--time-limit", "time_limit_s", type=click.FloatRange(0, min_open=True), metavar="S",
    help="Seconds for every plan, instead of an effort.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def size(
    context: click.Context,
    scenario: str,
    fleet: str | None,
    spots: str | None,
    slots: str | None,
    meet: str,
    options: tuple[str, ...],
    effort: int,
    seed: int,
    time_limit_s: float | None,
    as_json: bool,
) -> None:
    """Find the fewest tails, spots or slots that meet the dates, and prove that fewer do not.

    Name one of --fleet, --spots and --slots. Where one fewer is not proven too few, the gap is printed.
    """
    from openairlift.verbs.sizing import size as verb
    from openairlift.verbs.sizing import size_text

    with told() as progress:
        record = verb(
            scenario, fleet=fleet, spots=spots, slots=slots, meet=meet, options=options, effort=effort, seed=seed,
            time_limit_s=time_limit_s, progress=progress,
        )  # fmt: skip
    emit(record, as_json=as_json, text=size_text)
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; what was tried by then is printed")
        context.exit(INTERRUPTED)
