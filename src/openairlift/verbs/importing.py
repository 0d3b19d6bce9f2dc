"""Turn foreign files into tables of a scenario, with evidence for the file and a report of what was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openairlift.errors import Issue, OpenAirliftError, ScenarioError, Severity, UsageError
from openairlift.exchange import is_workbook, read_scenario
from openairlift.exchange.placing import RULE, Origin, Placed, place_rows, table_text
from openairlift.exchange.readers import ENCODINGS, Imported, Reader, Sheet, Source, find_reader, reader_names
from openairlift.exchange.readers.cells import ORDERS
from openairlift.exchange.readers.columns import Use
from openairlift.exchange.readers.sheets import MOST_BYTES, refused
from openairlift.exchange.readers.workbooks import looks_like_workbook, sheet_in_workbook
from openairlift.store.files import write_whole
from openairlift.verbs.records import Record, issue_record, to_json

MISSING = ("scenario.toml", "places.csv", "fleet.csv", "requirements.csv")
"""Files without which a folder is no scenario."""


def import_formats() -> Record:
    """Return the formats that can be read, with their columns and what becomes of each."""
    return {"formats": [format_record(find_reader(name)) for name in reader_names()]}


def format_record(reader: Reader) -> Record:
    """Return what a reader declares."""
    return {
        "name": reader.name,
        "title": reader.title,
        "layout": reader.layout,
        "files": list(reader.files),
        "tables": list(reader.tables),
        "columns": [
            {
                "names": list(column.names),
                "use": str(column.use),
                "to": [f"x_{column.key}"] if column.use is Use.KEPT else list(column.to),
                "unit": column.unit,
                "unit_needed": column.dimension is not None and column.unit is None and column.use is Use.READ,
                "required": column.required,
                "meaning": column.meaning,
            }
            for column in reader.columns
        ],
    }


def read_source(
    format_: str,
    file: str | Path,
    *,
    names: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    encoding: str = "utf-8",
    dates: str | None = None,
    sheet: str | None = None,
) -> tuple[Reader, Source, Imported]:
    """Read a file of a format; the arguments are those of `import_file`."""
    if encoding not in ENCODINGS:
        raise UsageError(f"{encoding!r} is no encoding that can be named; allowed: {', '.join(ENCODINGS)}")
    if dates is not None and dates not in ORDERS:
        raise UsageError(f"{dates!r} is no order of day and month; allowed: {', '.join(ORDERS)}")
    reader, path = find_reader(format_), Path(file)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refused(f"has {size:,} bytes", file=path.name, allowed=f"at most {MOST_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise refused(f"can't be read: {error.strerror}", file=path.name) from None
    source = Source(
        file=path.name, data=data, encoding=encoding, dates=dates, names=dict(names or {}),
        only=tuple(code.strip() for code in only if code.strip()),
    )  # fmt: skip
    if looks_like_workbook(data):
        source = of_workbook(reader, source, sheet)
    elif sheet is not None:
        raise UsageError(f"--sheet names a sheet of a workbook, and {path.name} is none")
    return reader, source, reader.read(source)


def of_workbook(reader: Reader, source: Source, sheet: str | None = None) -> Source:
    """Return a source with the sheet of its workbook that is named, or else that the reader can read."""

    def tried(found: Sheet) -> Sequence[Issue]:
        try:
            reader.read(replace(source, file=found.file, table=found))
        except ScenarioError as error:
            return error.issues
        return ()

    found = sheet_in_workbook(source.data, file=source.file, name=sheet, tried=tried)
    return replace(source, file=found.file, table=found)


def import_file(
    format_: str,
    file: str | Path,
    *,
    into: str | Path | None = None,
    out: str | Path | None = None,
    names: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    encoding: str = "utf-8",
    dates: str | None = None,
    producer: str = "",
    published: str = "",
    url: str = "",
    sheet: str | None = None,
) -> Record:
    """Read a foreign file and write its rows into tables of a scenario.

    Parameters
    ----------
    format_ : name of a reader.
    file : what to read.
    into : folder or workbook of a scenario; rows are added behind those that are there, and the rest stays as it is.
    out : new folder for the tables. Without `into` and `out` the record holds the tables and nothing is written.
    names : ids of the scenario that stand for names of the file.
    only : codes of the places that are wanted, where a format lists places; none = all.
    encoding : of text.
    dates : order of day and month where dates have strokes, ``dmy`` or ``mdy``.
    producer, published, url : of the file, for its evidence record.
    sheet : of a workbook; None = the only one that the reader can make anything of.

    Raises
    ------
    UsageError
        When there is no such format, or arguments don't go together.
    ScenarioError
        When the file is refused, or the scenario would have new errors.
    """
    if into is not None and out is not None:
        raise UsageError("--into adds to a scenario and --out makes a new folder; give one of them")
    folder = _folder(into, out)
    reader, source, found = read_source(
        format_, file, names=names, only=only, encoding=encoding, dates=dates, sheet=sheet
    )
    record = imported_record(reader, source, found)
    if folder is None:
        return {**record, "tables": {name: [dict(row) for row in rows] for name, rows in found.tables.items()}}
    origin = Origin(
        format=reader.name,
        file=Path(file).name,
        sheet="" if source.table is None else source.table.file.removeprefix(f"{Path(file).name}, sheet "),
        sha256=source.sha256,
        title=f"{source.file}: {reader.title}",
        producer=producer or reader.producer,
        says=f"{found.used} of {found.rows} rows of the file, read as {reader.name}",
        published=published,
        url=url,
        licence=reader.licence,
    )
    book = is_workbook(folder)
    existing = {} if into is None else _in_workbook(folder) if book else _files(folder)
    placed = place_rows(found.tables, origin, existing)
    record |= placed_record(placed)
    if into is None:
        record["missing"] = [name for name in MISSING if name not in placed.files]
    else:
        _check(folder, existing, placed)
    if book:
        _write_workbook(folder, placed, record)
    else:
        _write(folder, placed, record, new=into is None)
    return record


def _folder(into: str | Path | None, out: str | Path | None) -> Path | None:
    if out is not None:
        folder = Path(out)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OpenAirliftError(f"{out} is there already and is not overwritten; choose a new --out")
        return folder
    if into is None:
        return None
    folder = Path(into)
    if is_workbook(folder):
        if not folder.is_file():
            raise OpenAirliftError(f"{into}: there is no such workbook")
        return folder
    if not (folder / "scenario.toml").is_file():
        what = f"{into} is no workbook, and no folder of a scenario, as it has no scenario.toml"
        raise OpenAirliftError(f"{what}; --out makes a new folder")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".csv", ".toml") and path.is_file()
    }


def _in_workbook(path: Path) -> dict[str, bytes]:
    from openairlift.exchange.workbook import read_workbook

    sheets = read_workbook(path)
    if any(issue.severity is Severity.ERROR for issue in sheets.issues):
        raise ScenarioError(sheets.issues)
    return {name: data for name, data in sheets.files.items() if name.endswith((".csv", ".toml"))}


def _write_workbook(path: Path, placed: Placed, record: Record) -> None:
    """Write a workbook with the new rows, whole or not at all, and the report beside it."""
    if not placed.files:
        return
    from openairlift.exchange.workbook.adding import with_rows

    tables = {name: data for name, data in placed.files.items() if name.endswith(".csv")}
    texts = {name: data.decode() for name, data in placed.files.items() if name.endswith(".toml")}
    made = with_rows(path.read_bytes(), tables, texts, file=path.name)
    report = _free_report(path.parent, f"{path.stem}-import-{record['format']}")
    write_whole(path, made)
    record["report"] = report
    with (path.parent / report).open("xb") as handle:
        handle.write(to_json(record))


def _free_report(folder: Path, stem: str) -> str:
    report, number = f"{stem}.json", 1
    while (folder / report).exists():
        number += 1
        report = f"{stem}-{number}.json"
    return report


def _check(folder: Path, existing: Mapping[str, bytes], placed: Placed) -> None:
    """Refuse an import that would bring errors into a scenario that has none.

    One that has errors already is not made worse unseen: what the new rows add is told as well.
    """
    try:
        read_scenario(existing)
        before = frozenset[str]()
    except ScenarioError as error:
        before = frozenset(str(issue) for issue in error.issues)
    try:
        read_scenario({**existing, **placed.files})
    except ScenarioError as error:
        new = [_as_imported(issue) for issue in error.issues if str(issue) not in before]
        if new:
            raise ScenarioError(new) from None


def _as_imported(issue: Issue) -> Issue:
    """Say that a fault stands in a table as the import would have left it, and how a name is given a place."""
    allowed = issue.allowed
    if issue.column in ("origin", "destination", "place") and issue.got is not None and "in places" in issue.what:
        allowed = f"{allowed}; or --name {issue.got}=ID of one of them"
    return replace(issue, file=f"{issue.file} as the import would leave it (nothing was written)", allowed=allowed)


def _write(folder: Path, placed: Placed, record: Record, *, new: bool) -> None:
    if not placed.files:
        return
    folder.mkdir(parents=True, exist_ok=True)
    report = _free_report(folder, f"import-{record['format']}")
    for name, data in placed.files.items():
        path = folder / name
        if new:
            with path.open("xb") as handle:
                handle.write(data)
        else:  # a crash between two bytes must not leave half a table
            beside = folder / f".{name}.new"
            beside.write_bytes(data)
            beside.replace(path)
    record["report"] = report
    with (folder / report).open("xb") as handle:
        handle.write(to_json(record))


def imported_record(reader: Reader, source: Source, found: Imported) -> Record:
    """Return what was read and what was not understood."""
    return {
        "format": reader.name,
        "file": source.file,
        "sha256": source.sha256,
        "rows": found.rows,
        "used": found.used,
        "made": {name: len(rows) for name, rows in found.tables.items()},
        "amounts": len(found.entries),
        "columns": [
            {"header": fate.header, "fate": fate.fate, "to": list(fate.to), "nearest": fate.near}
            for fate in found.columns
        ],
        "left_out": dict(found.left_out),
        "not_understood": [issue_record(issue) for issue in found.issues],
        "not_listed": found.unlisted,
        "notes": list(found.notes),
    }


def placed_record(placed: Placed) -> Record:
    """Return what was written and what was not."""
    return {
        "added": dict(placed.added),
        "there_already": dict(placed.there),
        "rule": RULE,
        "conflicts": [
            {
                "table": item.table,
                "key": item.key,
                "cells": [{"column": name, "scenario": old, "file": new} for name, old, new in item.cells],
            }
            for item in placed.conflicts
        ],
        "files": sorted(placed.files),
    }


def tables_text(record: Record) -> str:
    """Return the tables of a record as CSV; more than one each under its name."""
    tables = record["tables"]
    if len(tables) == 1:
        return "".join(table_text(name, rows) for name, rows in tables.items()).rstrip("\n")
    return "\n".join(f"{name}.csv\n{table_text(name, rows)}" for name, rows in tables.items()).rstrip("\n")
