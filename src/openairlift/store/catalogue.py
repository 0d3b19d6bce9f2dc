"""The catalogue: all stored runs below a folder as tables of one database, to be asked in SQL and never written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.store.catalogue_rows import Rows, rows_of
from openairlift.store.catalogue_tables import RENAMED, TABLES, Table
from openairlift.store.folder import FINISHED
from openairlift.store.parquet import quoted

_JSON_FILES = ("run.json", FINISHED, "scenario.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found: columns, rows, and folders that were left out, with the reason."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    runs: int
    skipped: tuple[str, ...]


def asked(folder: str | Path, sql: str) -> Answer:
    """Return what a query finds in all finished runs below a folder.

    Only one SELECT is answered. It can read the tables of the catalogue and, through them, the Parquet files of the
    runs; it can neither read another file, nor write one, nor load an extension, nor change a setting.

    Raises
    ------
    UsageError
        When the folder holds no finished run, or the query is none that is answered or has a fault.
    """
    with opened(folder) as (connection, runs, skipped):
        _checked(connection, sql)
        try:
            found = connection.execute(sql)
            columns = tuple(item[0] for item in found.description or ())
            rows = tuple(tuple(_plain(value) for value in row) for row in found.fetchall())
        except duckdb.Error as error:
            raise UsageError(f"the query can't be answered: {_words(error)}") from None
    return Answer(columns=columns, rows=rows, runs=runs, skipped=skipped)


@contextmanager
def opened(folder: str | Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, int, tuple[str, ...]]]:
    """Yield a database of all finished runs below a folder, their number, and what was left out and why.

    Raises
    ------
    UsageError
        When there is no such folder, or it holds no finished run.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(
            f"{folder} is no folder; name the one that runs are kept below (runs, unless --out was stated)"
        )
    rows: Rows = {}
    files: dict[str, list[tuple[str, Path]]] = {}
    skipped: list[str] = []
    seen: dict[str, str] = {}
    for path in sorted([root, *root.iterdir()]):
        if not (path / "run.json").is_file():
            continue
        try:
            told, found = _read(path)
        except OpenAirliftError as error:
            skipped.append(f"{path.name}: {error}")
            continue
        if told["id"] in seen:
            skipped.append(f"{path.name}: the same run as {seen[told['id']]}")
            continue
        seen[told["id"]] = path.name
        for name, more in found.items():
            rows.setdefault(name, []).extend(more)
        for name in ("plan.parquet", "events.parquet", "study.parquet"):
            if (path / name).is_file():
                files.setdefault(name, []).append((told["id"], (path / name).resolve()))
    if not seen:
        why = f" ({'; '.join(skipped)})" if skipped else ""
        raise UsageError(f"{folder} holds no finished run{why}; `openairlift run SCENARIO --out {folder}` makes one")
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for table in TABLES:
            if table.file.endswith(".parquet"):
                _view(connection, table, files.get(table.file, []))
            else:
                _fill(connection, table, rows.get(table.name, []))
        _shut(connection, [path for listed in files.values() for _, path in listed])
        yield connection, len(seen), tuple(skipped)


def _shut(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Leave the database no file but those of its views, and no way to open another."""
    listed = ", ".join(quoted(path) for path in files)
    connection.execute(f"SET allowed_paths = [{listed}]")
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")


def _checked(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(f"the query can't be read: {_words(error)}") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        kinds = ", ".join(str(item.type).rpartition(".")[2] for item in statements) or "nothing"
        raise UsageError(f"the catalogue answers one SELECT and never changes anything; got {kinds}")


def _read(path: Path) -> tuple[dict[str, Any], Rows]:
    if not (path / FINISHED).is_file():
        raise OpenAirliftError("not finished; the same `openairlift run` resumes it")
    try:
        told, summary, scenario = (json.loads((path / name).read_bytes()) for name in _JSON_FILES)
        judged = json.loads((path / "judgement.json").read_bytes()) if (path / "judgement.json").is_file() else None
        return told, rows_of(path.name, told, summary, scenario, judged)
    except (OSError, ValueError) as error:
        raise OpenAirliftError(f"damaged ({error})") from None
    except (KeyError, TypeError, AttributeError):
        raise OpenAirliftError("made by a version whose files this one can't read") from None


def _view(connection: duckdb.DuckDBPyConnection, table: Table, files: list[tuple[str, Path]]) -> None:
    """Make a view of the Parquet files of all runs; an empty table where there are none."""
    renamed = RENAMED.get(table.name, {})
    columns = [column for column in table.columns if column.name != "run"]
    if not files:
        _fill(connection, table, [])
        return
    parts = []
    for run, path in files:
        cells = ", ".join(f'CAST("{renamed.get(c.name, c.name)}" AS {c.type}) AS "{c.name}"' for c in columns)
        where = " WHERE requirement IS NOT NULL" if table.name == "loads" else ""
        key = "'" + run.replace("'", "''") + "'"
        parts.append(f"SELECT {key} AS run, {cells} FROM read_parquet({quoted(path)}){where}")
    connection.execute(f'CREATE VIEW "{table.name}" AS {" UNION ALL ".join(parts)}')


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
    connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
    marks = ", ".join("?" for _ in table.columns)
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        values = ", ".join(f"({marks})" for _ in batch)
        connection.execute(f'INSERT INTO "{table.name}" VALUES {values}', [cell for row in batch for cell in row])


_BATCH = 500
"""Rows that are stored at once; one by one takes some hundred times as long."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.9g}") if value == value and abs(value) != float("inf") else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _words(error: Exception) -> str:
    return " ".join(str(error).partition("\nLINE ")[0].split())
