"""The canonical form of a scenario's files: the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.exchange.workbook.toml_text import read_entries, tidied, write_entries
from openairlift.model import TABLES
from openairlift.tables import RawTable, canonical_cell, decode, find_column, read_csv, read_toml, write_csv

_TEXTS = ("options.toml", "evidence.toml", "evidence-draft.toml")


def canonical(files: Mapping[str, bytes]) -> dict[str, bytes]:
    r"""Return the files of a scenario in canonical form; files that are no part of the format stay as they are.

    Tables: UTF-8, commas, line feeds, no more quotes than needed, plain numbers in their shortest form, no blank rows,
    no blank columns but those that are required or begin with ``x_``. ``scenario.toml``: one line a key.
    ``options.toml``, ``evidence.toml``: no blanks at the ends of lines, one blank line between two at most. Comments
    stay, and so does the order of rows, columns and keys.

    Raises
    ------
    ScenarioError
        When a file can't be read; its cells are not checked.

    Examples
    --------
    >>> canonical({"fleet.csv": b"type,tails,home,crews\r\nC-17A, 2.0,hub,\r\n\r\n"})["fleet.csv"]
    b'type,tails,home\nC-17A,2,hub\n'
    """
    issues: list[Issue] = []
    made = {name: _file(name, data, issues) for name, data in files.items()}
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(issues)
    return made


def _file(name: str, data: bytes, issues: list[Issue]) -> bytes:
    table = name.removesuffix(".csv")
    if name == "scenario.toml" or name in _TEXTS:
        before = len(issues)
        read_toml(data, file=name, issues=issues)
        text = decode(data, file=name, issues=[])
        if text is None or len(issues) > before:
            return data
        text = text.replace("\r\n", "\n")
        return (write_entries(read_entries(text)) if name == "scenario.toml" else tidied(text)).encode()
    if table != name and table in TABLES:
        before = len(issues)
        raw = read_csv(data, name=table, file=name, issues=issues)
        return _table(raw) if len(issues) == before else data
    return data


def _table(raw: RawTable) -> bytes:
    record = TABLES[raw.name]
    columns = []
    for column in raw.header:
        match = find_column(record, column)
        spec = None if match is None else match[0]
        kept = column.startswith("x_") or (spec is not None and spec.required)
        if kept or not raw.rows or any(column in row.cells for row in raw.rows):
            columns.append((column, spec))
    rows = [[canonical_cell(spec, row.cells.get(column, "")) for column, spec in columns] for row in raw.rows]
    return write_csv([column for column, _ in columns], rows)
