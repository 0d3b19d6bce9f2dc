"""The command `catalogue`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import Command, emit


@click.command(cls=Command)
@click.argument("folder", metavar="RUNS_DIR", required=False, type=click.Path(path_type=Path))
@click.option("--query", metavar="NAME", help="A ready query; --list names them.")
@click.option("--sql", metavar="TEXT", help="One SELECT of your own on the documented tables.")
@click.option("--list", "as_list", is_flag=True, help="List ready queries and tables.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def catalogue(folder: Path | None, query: str | None, sql: str | None, as_list: bool, as_json: bool) -> None:
    """Ask all stored runs below a folder: ready queries, or SQL on documented tables; nothing is ever written."""
    from openairlift.errors import UsageError
    from openairlift.verbs.cataloguing import catalogue as verb
    from openairlift.verbs.cataloguing import catalogue_text, listed, listed_text

    if as_list:
        if query is not None or sql is not None:
            raise UsageError("--list asks nothing; leave --query and --sql out")
        emit(listed(), as_json=as_json, text=listed_text)
        return
    record = verb(folder or Path("runs"), query=query, sql=sql)
    emit(record, as_json=as_json, text=catalogue_text)
