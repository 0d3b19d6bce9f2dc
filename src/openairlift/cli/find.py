"""The command ``find``."""

from __future__ import annotations

import click

from openairlift.cli.frame import Command, emit


@click.command(cls=Command)
@click.argument("kind", metavar="airfield|type")
@click.argument("words", nargs=-1, required=True)
@click.option("--scenario", help="Search the places and types of this scenario too.")
@click.option("--most", type=click.IntRange(min=1), default=10, show_default=True, help="How many to list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def find(
    context: click.Context, kind: str, words: tuple[str, ...], scenario: str | None, most: int, as_json: bool
) -> None:
    """Find an airfield or an aircraft type by code, name, or a part of one: `find airfield juba`, `find type c-17`.

    Airfields are found by ICAO and IATA code, name and town; where none has the words, the nearest names come.
    """
    from openairlift.verbs.finding import find as verb
    from openairlift.verbs.finding import find_text

    record = verb(kind, " ".join(words), scenario=scenario, most=most)
    emit(record, as_json=as_json, text=find_text)
    context.exit(0 if record["found"] else 1)
