"""A scenario's files as grids of text cells for the app, and issues with the cell that they belong to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from openairlift.evidence import read_evidence
from openairlift.model import TABLES, FieldSpec, Settings, specs
from openairlift.scenario.parameters import Parameters
from openairlift.tables import RawTable, find_column, raw_keys, read_csv, read_toml
from openairlift.tables.schema import cell_form
from openairlift.verbs.records import Record

SETTINGS = "scenario"
"""Name under which the keys of ``scenario.toml`` stand, as edits name them: ``scenario/settings/KEY``."""

VALUE = "value"
"""The one column of the grid of settings."""


def grids(files: Mapping[str, bytes]) -> Record:
    """Return every table of a scenario as text, with what its columns mean.

    Parameters
    ----------
    files : the scenario's files by name; one that can't be read gives a grid without rows.

    Returns
    -------
    tables : name, file, whether it is there, columns, rows with key, line and cells.
    held : value by cell that a ``[param]`` record gives, which goes before the cell.
    options : name and title of the scenario's options.
    """
    tables = [_settings(files)]
    tables += [_table(name, files) for name in TABLES]
    return {"tables": tables, "held": _held(files), "options": _options(files)}


def _settings(files: Mapping[str, bytes]) -> Record:
    stated = read_toml(files.get("scenario.toml", b""), file="scenario.toml", issues=[])
    known = {spec.column: spec for spec in specs(Settings)}
    keys = [key for key, value in stated.items() if not isinstance(value, dict)]
    rows = [
        {
            "key": key,
            "line": None,
            "cells": {} if key not in stated else {VALUE: _as_text(stated[key])},
            "says": known[key].description if key in known else "",
            "form": cell_form(known[key]) if key in known else "",
            "choices": list(known[key].choices) if key in known else [],
        }
        for key in dict.fromkeys([*keys, *known])
    ]
    column = {"name": VALUE, "says": "What the key is set to; blank = its default.", "form": "", "choices": [],
              "required": False, "key": False, "stated": True}  # fmt: skip
    return {"name": SETTINGS, "file": "scenario.toml", "says": "What the whole scenario rests on.", "there": True,
            "columns": [column], "rows": rows}  # fmt: skip


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list) else str(value)


def _read(name: str, files: Mapping[str, bytes]) -> RawTable:
    file = f"{name}.csv"
    if file not in files:
        return RawTable(name, file)
    return read_csv(files[file], name=name, file=file, issues=[])


def _table(name: str, files: Mapping[str, bytes]) -> Record:
    raw, record = _read(name, files), TABLES[name]
    keys = raw_keys(raw, record)
    seen: set[str] = set()
    rows = []
    for key, row in zip(keys, raw.rows, strict=True):
        rows.append({"key": key, "line": row.line, "cells": row.cells, "twice": key in seen})
        seen.add(key)
    stated = [_column(title, record) for title in raw.header if title]
    used = {spec.column for title in raw.header if (spec := _spec(title, record)) is not None}
    others = [_described(spec.column, spec, stated=False) for spec in specs(record) if spec.column not in used]
    about = (record.__doc__ or "").split("\n", 1)[0].replace("``", "")
    return {"name": name, "file": raw.file, "says": about, "there": raw.file in files, "columns": stated + others,
            "rows": rows}  # fmt: skip


def _spec(title: str, record: type[Any]) -> FieldSpec | None:
    match = find_column(record, title)
    return None if match is None else match[0]


def _column(title: str, record: type[Any]) -> Record:
    return _described(title, _spec(title, record), stated=True)


def _described(title: str, spec: FieldSpec | None, *, stated: bool) -> Record:
    if spec is None:
        return {"name": title, "says": "", "form": "", "choices": [], "required": False, "key": False, "stated": stated}
    return {
        "name": title, "says": spec.description, "form": cell_form(spec), "choices": list(spec.choices),
        "required": spec.required, "key": spec.key, "stated": stated,
    }  # fmt: skip


def _held(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the cells that a parameter record gives a value, by name."""
    if "evidence.toml" not in files:
        return {}
    toml = read_toml(files["evidence.toml"], file="evidence.toml", issues=[])
    book = read_evidence(toml, file="evidence.toml", issues=[])
    if all(param.value is None for param in book.params.values()):
        return {}
    documented, found = Parameters(book), {}
    for name, record in TABLES.items():
        raw = _read(name, files)
        for key, row in zip(raw_keys(raw, record), raw.rows, strict=True):
            for title in row.cells:
                spec = _spec(title, record)
                param = None if spec is None else documented.find(name, key, spec.column)
                if param is not None and param.value is not None:
                    found[f"{name}/{key}/{title}"] = param.value
    return found


def _options(files: Mapping[str, bytes]) -> list[Record]:
    toml = read_toml(files.get("options.toml", b""), file="options.toml", issues=[])
    stated = toml.get("option", {})
    if not isinstance(stated, dict):
        return []
    return [
        {"name": name, "title": str(item.get("title", name)) if isinstance(item, dict) else name}
        for name, item in stated.items()
    ]


def located(issues: Sequence[Record], files: Mapping[str, bytes]) -> list[Record]:
    r"""Return issues with the table, the row and the column of the cell that they belong to, where there is one.

    Parameters
    ----------
    issues : as `issue_record` makes them; ``row`` is a line of the file.
    files : the files that were checked.

    Returns
    -------
    Each issue with ``cell``: table, position of the row counted from 0, its key, column; or None.

    Examples
    --------
    >>> issue = {"file": "places.csv", "row": 3, "column": "icao", "what": "is no code"}
    >>> located([issue], {"places.csv": b"id,icao\nhub,EPRZ\ncamp,XX\n"})[0]["cell"]
    {'table': 'places', 'at': 1, 'key': 'camp', 'column': 'icao'}
    """
    lines: dict[str, dict[int | None, tuple[int, str]]] = {}
    found = []
    for issue in issues:
        table, line = issue["file"].removesuffix(".csv"), issue["row"]
        cell: Record | None = None
        if issue["file"] == "scenario.toml" and issue["column"] is not None:
            cell = {"table": SETTINGS, "at": None, "key": issue["column"], "column": VALUE}
        elif table in TABLES and line is not None:
            if table not in lines:
                raw = _read(table, files)
                keys = raw_keys(raw, TABLES[table])
                lines[table] = {row.line: (at, key) for at, (row, key) in enumerate(zip(raw.rows, keys, strict=True))}
            if line in lines[table]:
                at, key = lines[table][line]
                cell = {"table": table, "at": at, "key": key, "column": issue["column"]}
        found.append({**issue, "cell": cell})
    return found


def with_cells(check: Record, files: Mapping[str, bytes]) -> Record:
    """Return what `check` says with the cells of its issues."""
    return {**check, "issues": located(check["issues"], files)}
