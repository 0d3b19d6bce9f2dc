"""Imported rows into the files of a scenario: new files, or rows behind those that are there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openairlift.errors import Issue, ScenarioError
from openairlift.exchange.readers.reading import id_of
from openairlift.model import TABLES
from openairlift.tables import (
    RawRow,
    RawTable,
    find_column,
    raw_keys,
    read_csv,
    read_toml,
    row_key,
    spellings,
    write_csv,
)
from openairlift.tables.keys import numbered

EVIDENCE = "evidence.toml"
RULE = "a row whose key the scenario has already is not written: the scenario's stays as it is"
"""What happens where a row is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A row that was not written, and the cells in which it differs: column, what is there, what the file has."""

    table: str
    key: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Files as they are after the import (those that change), rows added and rows that were there, by table."""

    files: Mapping[str, bytes]
    added: Mapping[str, int]
    there: Mapping[str, int]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file that rows come from, for evidence records."""

    format: str
    file: str
    sha256: str
    title: str
    producer: str
    says: str
    published: str = ""
    url: str = ""
    sheet: str = ""
    licence: str = ""


def place_rows(
    tables: Mapping[str, Sequence[Mapping[str, str]]], origin: Origin, existing: Mapping[str, bytes]
) -> Placed:
    """Return the files of a scenario with imported rows behind those that are there.

    Parameters
    ----------
    tables : rows by table, as a reader gave them.
    origin : the file that they come from; every row cites its evidence record.
    existing : files of the scenario by name; none = a new folder.

    Raises
    ------
    ScenarioError
        When a file that is there can't be read.
    """
    name, text = _evidence(origin, existing.get(EVIDENCE, b""))
    files: dict[str, bytes] = {}
    added: dict[str, int] = {}
    there: dict[str, int] = {}
    conflicts: list[Conflict] = []
    for table in TABLES:
        rows = [{**row, "evidence": name} for row in tables.get(table, ())]
        if not rows:
            continue
        file = f"{table}.csv"
        old = _raw(table, existing.get(file))
        new, clashes, same = _split(table, rows, old)
        conflicts += clashes
        added[table], there[table] = len(new), same
        if new:
            files[file] = _joined(table, new, old, existing.get(file))
    if files and text:
        before = existing.get(EVIDENCE, b"")
        gap = b"" if not before else (b"\n" if before.endswith(b"\n") else b"\n\n")
        files[EVIDENCE] = before + gap + text.encode()
    return Placed(files=files, added=added, there=there, conflicts=tuple(conflicts))


def _raw(table: str, data: bytes | None) -> RawTable:
    if data is None:
        return RawTable(table, f"{table}.csv")
    issues: list[Issue] = []
    raw = read_csv(data, name=table, file=f"{table}.csv", issues=issues)
    if issues:
        raise ScenarioError(issues)
    return raw


def _split(
    table: str, rows: Sequence[Mapping[str, str]], old: RawTable
) -> tuple[list[Mapping[str, str]], list[Conflict], int]:
    """Return rows to add, conflicts, and how many rows are there already with the same cells."""
    known = dict(zip(raw_keys(old, TABLES[table]), old.rows, strict=True))
    keys = numbered(_natural(table, row) for row in rows)
    new: list[Mapping[str, str]] = []
    clashes: list[Conflict] = []
    same = 0
    for key, row in zip(keys, rows, strict=True):
        there = known.get(key)
        if there is None:
            new.append(row)
            continue
        cells = tuple(_differing(table, row, there))
        if cells:
            clashes.append(Conflict(table=table, key=key, cells=cells))
        else:
            same += 1
    return new, clashes, same


def _natural(table: str, cells: Mapping[str, str]) -> str:
    return row_key(table, cells, TABLES[table])


def _differing(table: str, row: Mapping[str, str], there: RawRow) -> list[tuple[str, str, str]]:
    """Return the cells in which an imported row differs from the scenario's; what either leaves blank does not."""
    found = []
    for column, text in row.items():
        spelled = _spelled(table, column, there.cells)
        old = there.cells.get(spelled or column, "")
        if column.startswith("x_") or column == "evidence" or not text or not old:
            continue
        if _cell(table, column, spelled, text) != old and not _equal(text, old):
            found.append((column, old, text))
    return found


def _equal(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(abs(float(one)), 1.0)
    except ValueError:
        return False


def _spelled(table: str, column: str, header: Mapping[str, str] | Sequence[str]) -> str | None:
    """Return the header's column for a field, which may be in another unit; None where it has none."""
    if column in header:
        return column
    match = find_column(TABLES[table], column)
    if match is None:
        return None
    return next((name for name, spelling in spellings(TABLES[table]).items()
                 if spelling.spec == match[0] and name in header), None)  # fmt: skip


def _cell(table: str, column: str, spelled: str | None, text: str) -> str:
    """Return the text of a cell; in a column of another unit it names its own."""
    match = find_column(TABLES[table], column)
    if spelled in (None, column) or match is None or match[1] is None:
        return text
    return f"{text}{match[1]}"


def _joined(table: str, rows: Sequence[Mapping[str, str]], old: RawTable, data: bytes | None) -> bytes:
    """Return the file with rows behind those that are there; they stay as they are unless a column has to be added."""
    used = {column for row in rows for column, text in row.items() if text}
    canonical = [spec for spec in spellings(TABLES[table]) if spec in used]
    extra = sorted(used - set(canonical) - {"evidence"})
    wanted = [*canonical, "evidence", *extra] if not old.header else [*canonical, *extra, "evidence"]
    header = [*old.header, *(column for column in wanted if _spelled(table, column, old.header) is None)]
    lines = []
    for row in rows:
        cells = dict.fromkeys(header, "")
        for column, text in row.items():
            spelled = _spelled(table, column, header)
            if text and spelled is not None:
                cells[spelled] = _cell(table, column, spelled, text)
        lines.append([cells[column] for column in header])
    if data is not None and len(header) == len(old.header):
        return data + (b"" if data.endswith(b"\n") else b"\n") + _csv(lines)
    return _csv([header, *([row.cells.get(column, "") for column in header] for row in old.rows), *lines])


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    return write_csv(rows[0], rows[1:]) if rows else b""


def table_text(table: str, rows: Sequence[Mapping[str, str]]) -> str:
    r"""Return rows as the text of a new CSV file.

    Examples
    --------
    >>> table_text("packages", [{"package": "p1", "donor": "several", "x_note": "new"}])
    'package,donor,x_note\np1,several,new\n'
    """
    used = {column for row in rows for column, text in row.items() if text}
    header = [spec for spec in spellings(TABLES[table]) if spec in used]
    header += sorted(used - set(header))
    return _csv([header, *([row.get(column, "") for column in header] for row in rows)]).decode()


def _evidence(origin: Origin, data: bytes) -> tuple[str, str]:
    """Return the id of the evidence record of a file, and the text to add for it; blank where it is there."""
    toml = read_toml(data, file=EVIDENCE, issues=[]) if data else {}
    sources, records = toml.get("source", {}), toml.get("evidence", {})
    stem = id_of(f"{origin.file.rpartition('.')[0] or origin.file} {origin.sheet}".strip()).replace(".", "-")
    base = name = stem if stem.startswith(origin.format) else f"{origin.format}-{stem}"
    number = 1
    while name in sources or name in records:
        if isinstance(sources.get(name), dict) and sources[name].get("sha256") == origin.sha256 and name in records:
            return name, ""
        number += 1
        name = f"{base}-{number}"
    source = {
        "title": origin.title,
        "producer": origin.producer or "not stated",
        "published": origin.published,
        "url": origin.url,
        "text": origin.file,
        "sha256": origin.sha256,
        "licence": origin.licence,
    }
    lines = [f"[source.{name}]", *(f"{key} = {_toml(value)}" for key, value in source.items() if value)]
    lines += ["", f"[evidence.{name}]", f"source = {_toml(name)}", f"says = {_toml(origin.says)}", ""]
    return name, "\n".join(lines)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
