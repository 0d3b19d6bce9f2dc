"""The command `stocks`."""

from __future__ import annotations

import math
from pathlib import Path

import click

from openairlift.cli.frame import INTERRUPTED, Command, emit, note
from openairlift.cli.limits import shown
from openairlift.errors import UsageError


def _levels(pairs: tuple[str, ...], option: str) -> dict[str, float]:
    """Return what ITEM=QUANTITY says, by item."""
    found: dict[str, float] = {}
    for pair in pairs:
        name, sign, text = (part.strip() for part in pair.partition("="))
        try:
            value = float(text.replace(",", "").replace("_", ""))
        except ValueError:
            value = math.nan
        if not (name and sign) or not (value >= 0.0 and math.isfinite(value)):
            raise UsageError(f"{option} {pair!r}: write ITEM=QUANTITY, such as food=300, with 0 or more pieces")
        if name in found:
            raise UsageError(f"{option} names {name!r} twice")
        found[name] = value
    return found


@click.command(cls=Command)
@click.argument("scenario")
@click.option("--months", type=int, default=36, show_default=True, help="Months of 30.4375 days ahead.")
@click.option("--samples", type=int, default=10_000, show_default=True, help="Draws of everything uncertain.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's.")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable.")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="This item; repeatable; none = all that move.")
@click.option("--floor", "floors", multiple=True, metavar="ITEM=QUANTITY", help="Level that should hold; repeatable.")
@click.option(
    "--rebuild-to", "levels", multiple=True, metavar="ITEM=QUANTITY",
    help="Level that counts as rebuilt; none = the opening stock; repeatable.",
)  # fmt: skip
@click.option(
    "--hold", type=float, default=0.9, show_default=True, help="Probability with which new production holds the floor."
)
@click.option("--lead", type=float, default=0.0, show_default=True, help="Months until new production arrives.")
@click.option("--workers", type=click.IntRange(min=1), help="Threads; none = all cores where there is much to do.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write stocks.html and .json here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def stocks(
    context: click.Context,
    scenario: str,
    months: int,
    samples: int,
    seed: int | None,
    options: tuple[str, ...],
    items: tuple[str, ...],
    floors: tuple[str, ...],
    levels: tuple[str, ...],
    hold: float,
    lead: float,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say how stocks stand months ahead: when they run out, how long they last, when they are rebuilt.

    Reads stock.csv, production.csv and consumption.csv, and what the baseline plan draws. Without --item: the items
    that something is produced or consumed of.
    """
    from openairlift.reports.stocks import stocks_text
    from openairlift.verbs.stocking import stocks as verb

    floor, level = _levels(floors, "--floor"), _levels(levels, "--rebuild-to")
    with shown() as progress:
        record = verb(
            scenario, months=months, samples=samples, seed=seed, options=options, items=items, floors=floor,
            levels=level, hold=hold, lead=lead, workers=workers, out=out, progress=progress,
        )  # fmt: skip
    emit(record, as_json=as_json, text=lambda found: stocks_text(found).rstrip())
    if out is not None:
        note(f"page: {out / 'stocks.html'}")
    if not record["complete"]:
        note("openairlift: stopped by Ctrl-C; the items by then are printed")
        context.exit(INTERRUPTED)
