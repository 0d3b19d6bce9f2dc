"""The command ``import``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openairlift.cli.frame import Command, emit, note
from openairlift.errors import UsageError


def names_of(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read ``--name OLD=NEW`` into a mapping."""
    found = {}
    for value in values:
        old, sign, new = value.rpartition("=")
        if not (sign and old.strip() and new.strip()):
            raise click.BadParameter(f"{value!r} is no pair; write OLD=NEW, such as EPRZ=hub", context, parameter)
        found[old.strip()] = found[old.strip().casefold()] = new.strip()
    return found


@click.command(name="import", cls=Command)
@click.argument("format_", metavar="FORMAT", required=False)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listed", is_flag=True, help="List the formats that can be read.")
@click.option("--columns", is_flag=True, help="Say what every column of FORMAT becomes.")
@click.option("--into", type=click.Path(path_type=Path), help="Add the rows to this scenario: a folder or a workbook.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write tables into this new folder.")
@click.option(
    "--name", "names", multiple=True, metavar="OLD=NEW", callback=names_of,
    help="A name of the file stands for this id of the scenario; repeatable.",
)  # fmt: skip
@click.option("--only", default="", metavar="CODES", help="Places wanted, such as EPRZ,LROP; none = all.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Order of day and month in dates such as 04/03/2022.")
@click.option(
    "--encoding", type=click.Choice(["utf-8", "windows-1252", "iso-8859-1", "utf-16"]), default="utf-8",
    show_default=True, help="Encoding of text.",
)  # fmt: skip
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook; needed where more than one can be read.")
@click.option("--producer", default="", help="Who made the file, for its evidence record.")
@click.option("--published", default="", metavar="DATE", help="When it was published.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(
    format_: str | None, file: Path | None, listed: bool, columns: bool, only: str, as_json: bool, **settings: Any
) -> None:
    """Read a foreign file into tables of a scenario: a planner's, an agency's, or a donor's.

    Columns, rows and cells that are not understood are told, and nothing that is there is overwritten. Without --into
    and --out the tables are printed. A file becomes a source with its hash, and every row cites it.
    """
    from openairlift.exchange.readers import find_reader
    from openairlift.verbs import importing, importing_text

    if listed:
        emit(importing.import_formats(), as_json=as_json, text=importing_text.formats_text)
        return
    if format_ is None:
        raise UsageError("name a format and a file; --list says which formats there are")
    if columns:
        record = importing.format_record(find_reader(format_))
        emit(record, as_json=as_json, text=importing_text.columns_text)
        return
    if file is None:
        find_reader(format_)
        raise UsageError(f"name the file to read as {format_}")
    record = importing.import_file(format_, file, only=only.split(","), **settings)
    if as_json:
        emit(record, as_json=True, text=str)
    elif "tables" in record:
        note(importing_text.import_text(record))
        emit(record, as_json=False, text=importing.tables_text)
    else:
        click.echo(importing_text.import_text(record))
