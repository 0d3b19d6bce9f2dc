"""The commands `convert` and `fmt`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import ISSUES, Command, emit


@click.command(cls=Command)
@click.argument("source", metavar="FROM")
@click.argument("to", metavar="TO", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def convert(source: str, to: Path, as_json: bool) -> None:
    """Turn a folder into a workbook (TO ends in .xlsx), or a workbook into a folder; nothing is lost on the way."""
    from openairlift.verbs.converting import convert as verb
    from openairlift.verbs.converting import convert_text

    emit(verb(source, to), as_json=as_json, text=convert_text)


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 where something is not in canonical form.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def fmt(context: click.Context, folder: Path, check: bool, as_json: bool) -> None:
    """Bring the files of a scenario's folder into canonical form, so that two versions differ in content only."""
    from openairlift.verbs.converting import fmt as verb
    from openairlift.verbs.converting import fmt_text

    record = verb(folder, check=check)
    emit(record, as_json=as_json, text=fmt_text)
    if check and record["changed"]:
        context.exit(ISSUES)
