"""The command ``ledger``."""

from __future__ import annotations

from typing import Any

import click

from openairlift.cli.frame import Command, emit
from openairlift.cli.import_ import names_of


def _rates(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    found = {}
    for value in values:
        currency, sign, text = value.partition("=")
        try:
            rate = float(text)
        except ValueError:
            rate = 0.0
        if not (sign and len(currency) == 3 and currency.isalpha() and 0 < rate < 1e6):
            what = f"{value!r} is no rate; write CURRENCY=USD, such as EUR=1.08"
            raise click.BadParameter(what, context, parameter)
        found[currency] = rate
    return found


@click.command(cls=Command)
@click.argument("sources", nargs=-1, metavar="FILE|RUN_FOLDER|SCENARIO …")
@click.option(
    "--by", default="package", show_default=True, metavar="WORDS",
    help="What rows are told apart by: some of package, donor, item, date, word, with commas.",
)  # fmt: skip
@click.option(
    "--gap-days", type=click.IntRange(min=1), default=180, show_default=True, help="Longer gaps between dates are told."
)
@click.option(
    "--name", "names", multiple=True, metavar="OLD=NEW", callback=names_of,
    help="A package, donor or item of one source is another's; repeatable.",
)  # fmt: skip
@click.option(
    "--rate", "rates", multiple=True, metavar="EUR=USD", callback=_rates,
    help="USD for one of a currency, such as EUR=1.08; repeatable. Without it each stays in its own.",
)  # fmt: skip
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Order of day and month in dates such as 04/03/2022.")
@click.option(
    "--encoding", type=click.Choice(["utf-8", "windows-1252", "iso-8859-1", "utf-16"]), default="utf-8",
    show_default=True, help="Encoding of text.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ledger(sources: tuple[str, ...], by: str, as_json: bool, **settings: Any) -> None:
    """Say what was authorised, sent and received, by files and by runs, side by side.

    A file's format is told by its columns, or written before it: kiel:FILE. Sources that differ are shown beside each
    other with their difference; nothing is averaged. Shares are of what the same source authorises or lists.
    """
    from openairlift.cli.progress import shown
    from openairlift.reports.accounts import ledger_text
    from openairlift.verbs.accounting import ledger as verb

    words = tuple(dict.fromkeys(word.strip() for word in by.split(",") if word.strip()))
    with shown() as told:
        record = verb(sources, by=words, progress=told.stages, **settings)
    emit(record, as_json=as_json, text=ledger_text)
