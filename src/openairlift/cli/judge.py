"""The command `judge`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import INTERRUPTED, Paged, emit, note
from openairlift.cli.limits import shown


@click.command(cls=Paged)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=1), help="Runs on which every reading is judged.  [default: 200]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option(
    "--effort", type=click.IntRange(min=1), default=1, show_default=True,
    help="Budget of every plan: 1 = the baseline, fast; 2 or more = near the optimum, which takes longer.",
)  # fmt: skip
@click.option(
    "--trial-runs", type=click.IntRange(min=1), default=40, show_default=True, help="Runs with each input moved."
)
@click.option(
    "--draws", type=click.IntRange(min=0), default=40, show_default=True,
    help="Draws of all inputs from their ranges; 0 = none, and no verdict 'no power'.",
)  # fmt: skip
@click.option(
    "--inversion/--no-inversion", default=True, show_default=True,
    help="Find out for which masses and fleets the share of a claim is reached.",
)  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write judgement.html and .json here.")
@click.option(
    "--claim-review", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the verdicts as schema.org ClaimReview (JSON-LD) to this new file.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def judge(
    context: click.Context,
    source: str,
    claims: tuple[str, ...],
    options: tuple[str, ...],
    runs: int | None,
    seed: int | None,
    workers: int | None,
    effort: int,
    trial_runs: int,
    draws: int,
    inversion: bool,
    out: Path | None,
    profile: str | None,
    claim_review: Path | None,
    as_json: bool,
) -> None:
    """Judge public claims: every reading on one study, with a verdict, its probability, and the inputs that decide it.

    Verdicts: consistent, possible only if …, not reachable, untestable, no power; never true or false. Each input whose
    range is known is taken to both ends, all are drawn together, and masses and fleets are varied: every such step
    plans the airlift again. How many steps there are is told at the start, and then the time left. Readings that are
    not consistent take some more. Ctrl-C prints what is done.
    """
    from openairlift.reports.judged import judgement_text
    from openairlift.verbs.judging import judge as verb

    with shown() as progress:
        record = verb(
            source,
            claims,
            options=options,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            trial_runs=trial_runs,
            draws=draws,
            inversion=inversion,
            out=out,
            profile=profile,
            claim_review=claim_review,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: judgement_text(found).rstrip())
    if claim_review is not None:
        note(f"verdicts written to {claim_review}")
    _stopped(context, complete=record["complete"])


def _stopped(context: click.Context, *, complete: bool) -> None:
    if not complete:
        note("openairlift: stopped by Ctrl-C; what was tried by then is printed")
        context.exit(INTERRUPTED)
