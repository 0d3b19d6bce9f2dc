"""The commands `sensitivity` and `tornado`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note
from openairlift.cli.limits import shown

_ANSWER = (
    "What is asked: closure, cost, undelivered, share@DAY[:METER][:MARK], or a number, moment or duration in the "
    "language of claims."
)
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*(%?)")


def _ranges(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Read ``NAME=LOW..HIGH``."""
    found: dict[str, str] = {}
    for text in value:
        name, equals, ends = text.partition("=")
        if not equals or not name.strip() or not ends.strip():
            raise click.BadParameter(
                f"{text!r} is not NAME=LOW..HIGH, such as places/hub/parking=2..4", context, parameter
            )
        if name.strip() in found:
            raise click.BadParameter(f"two ranges of {name.strip()}", context, parameter)
        found[name.strip()] = ends.strip()
    return found


def _spread(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """Read ``20%``, or a part such as 0.2."""
    if value is None:
        return None
    match = _PERCENT.fullmatch(value.strip())
    part = 0.0 if match is None else float(match[1]) / (100.0 if match[2] else 1.0)
    if not 0.0 < part < 1.0:
        raise click.BadParameter(f"{value!r} is no part between 0 % and 100 %, such as 20%", context, parameter)
    return part


@click.command(cls=Command)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER")
@click.option("--answer", default="closure", show_default=True, metavar="ANSWER", help=_ANSWER)
@click.option(
    "--method", type=click.Choice(["oat", "morris", "sobol"]), default="oat", show_default=True,
    help="One at a time; Morris, which sees interactions; Sobol, which shares out the variance.",
)  # fmt: skip
@click.option(
    "--inputs", multiple=True, metavar="NAME",
    help="Inputs to move, table/row key/column with * for any text; repeatable; none = all with a range.",
)  # fmt: skip
@click.option(
    "--range", "ranges", multiple=True, metavar="NAME=LOW..HIGH", callback=_ranges,
    help="Assume a range for this call, such as places/hub/parking=2..4 or fleet/*/tails=x 0.5..x 2; repeatable.",
)  # fmt: skip
@click.option(
    "--spread", metavar="PERCENT", callback=_spread,
    help="Assume that numbers without a range lie within so much of what they are, such as 20%.",
)  # fmt: skip
@click.option(
    "--samples", type=click.IntRange(min=2),
    help="Trajectories of Morris [default: 10], or points of Sobol's sequence, a power of two [default: 64].",
)  # fmt: skip
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=1), default=20, show_default=True, help="Runs of every evaluation.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker.")
@click.option("--effort", type=click.IntRange(min=1), default=1, show_default=True, help="Budget of every plan.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write sensitivity.html and .json here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def sensitivity(
    context: click.Context,
    source: str,
    answer: str,
    method: str,
    inputs: tuple[str, ...],
    ranges: dict[str, str],
    spread: float | None,
    samples: int | None,
    options: tuple[str, ...],
    runs: int,
    seed: int | None,
    workers: int | None,
    effort: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say what each input is worth in an answer: one at a time, by Morris, or by Sobol.

    The airlift is planned and simulated again, on the same luck, wherever the method asks for it. Every figure has an
    interval; basis and grade of each input stand beside it. Ctrl-C keeps whole inputs, trajectories or blocks that are
    done.
    """
    from openairlift.reports.sensitivity import sensitivity_text
    from openairlift.verbs.sensing import sensitivity as verb

    with shown() as progress:
        record = verb(
            source,
            answer=answer,
            method=method,
            inputs=inputs,
            ranges=ranges,
            spread=spread,
            samples=samples,
            options=options,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            out=out,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: sensitivity_text(found).rstrip())
    _stopped(context, complete=record["complete"])


@click.command(cls=Command)
@click.argument("source", metavar="SCENARIO|RUN_FOLDER|FOLDER")
@click.option("--answer", default="closure", show_default=True, metavar="ANSWER", help=_ANSWER)
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--runs", type=click.IntRange(min=1), default=40, show_default=True, help="Runs at each end.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--effort", type=click.IntRange(min=1), default=1, show_default=True, help="Budget of every plan.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def tornado(
    context: click.Context,
    source: str,
    answer: str,
    options: tuple[str, ...],
    runs: int,
    seed: int | None,
    workers: int,
    effort: int,
    as_json: bool,
) -> None:
    """Say what each input's range is worth: an answer with one input after the other at both ends.

    Inputs that nobody published and that move the answer most come first in the list of what to look for next. FOLDER
    is one that `sensitivity --out` wrote: its results are shown, of whatever method, interactions included.
    """
    from openairlift.reports.sensitivity import sensitivity_text
    from openairlift.verbs.sensing import tornado as verb

    with shown() as progress:
        record = verb(
            source,
            answer=answer,
            options=options,
            runs=runs,
            seed=seed,
            workers=workers,
            effort=effort,
            progress=progress,
        )
    emit(record, as_json=as_json, text=lambda found: sensitivity_text(found).rstrip())
    _stopped(context, complete=record["complete"])


def _stopped(context: click.Context, *, complete: bool) -> None:
    if not complete:
        note("openairlift: stopped by Ctrl-C; what was tried by then is printed")
        context.exit(INTERRUPTED)
