"""Ask the catalogue: all stored runs below a folder as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openairlift
from openairlift.errors import UsageError, nearest
from openairlift.store.catalogue import asked
from openairlift.store.catalogue_queries import QUERIES
from openairlift.store.catalogue_tables import TABLES
from openairlift.verbs.records import Record

_BANNERS = "SELECT DISTINCT banner FROM runs WHERE banner IS NOT NULL ORDER BY banner"
_RUNS = (
    "SELECT run, scenario, options, runs, seed, closed_share, closure_p50_h, folder FROM runs ORDER BY scenario, run"
)
WIDTH = 36
"""Letters of a cell that text shows."""


def catalogue(folder: str | Path, *, query: str | None = None, sql: str | None = None) -> Record:
    """Return what a query finds in all finished runs below a folder; without one, the runs.

    Parameters
    ----------
    folder : the folder that runs are kept below.
    query : name of a ready query.
    sql : one SELECT of the caller's own.

    Raises
    ------
    UsageError
        When both are stated, the name is unknown, the SQL is none that is answered, or there is no finished run.
    """
    if query is not None and sql is not None:
        raise UsageError("--query and --sql are two questions; state one of them")
    known = {item.name: item for item in QUERIES}
    if query is not None and query not in known:
        near = nearest(query, known)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"there is no ready query {query!r}{hint} Known: {', '.join(known)}")
    text = known[query].sql if query is not None else _RUNS if sql is None else sql
    found = asked(folder, text)
    return {
        "version": openairlift.__version__,
        "query": query,
        "asks": known[query].asks if query is not None else None,
        "runs": found.runs,
        "skipped": list(found.skipped),
        "banners": [row[0] for row in asked(folder, _BANNERS).rows],
        "columns": list(found.columns),
        "rows": [list(row) for row in found.rows],
    }


def listed() -> Record:
    """Return the ready queries and the tables with their columns, as the reference has them."""
    return {
        "version": openairlift.__version__,
        "queries": [{"name": item.name, "asks": item.asks, "sql": item.sql} for item in QUERIES],
        "tables": [
            {
                "name": table.name,
                "text": table.text,
                "columns": [{"name": c.name, "type": c.type, "text": c.text} for c in table.columns],
            }
            for table in TABLES
        ],
    }


def catalogue_text(record: Record) -> str:
    """Return what a query found as a table for a terminal; banners of the runs come first."""
    lines = [*record["banners"]]
    if record["asks"]:
        lines.append(record["asks"])
    rows = [[_cell(value) for value in row] for row in record["rows"]]
    widths = [max(map(len, column)) for column in zip(record["columns"], *rows, strict=True)]
    right = [_numbers(row[i] for row in record["rows"]) for i in range(len(widths))]
    for row in [list(record["columns"]), *rows]:
        cells = [
            cell.rjust(width) if at else cell.ljust(width) for cell, width, at in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.append(f"{len(rows):,} rows from {record['runs']:,} runs")
    lines += [f"left out: {words}" for words in record["skipped"]]
    return "\n".join(lines)


def listed_text(record: Record) -> str:
    """Return the ready queries and tables in words."""
    lines = ["Ready queries (--query NAME)"]
    lines += [f"  {item['name']:<13} {item['asks']}" for item in record["queries"]]
    lines += ["", "Tables (--sql TEXT)"]
    for table in record["tables"]:
        names = ", ".join(column["name"] for column in table["columns"])
        lines += [f"  {table['name']}: {table['text']}", f"    {names}"]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    text = " ".join(str(value).split())
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return clean if len(clean) <= WIDTH else f"{clean[: WIDTH - 1]}…"


def _numbers(values: Any) -> bool:
    return all(value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values)
