"""Parquet through DuckDB, on one thread and without clocks: the same columns give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from openairlift.store.files import replacing

Column = Sequence[Any] | npt.NDArray[Any]


def write_parquet(path: Path, columns: Mapping[str, Column]) -> None:
    """Write a table, given as columns of equal length; None in a list is a null.

    Raises
    ------
    ValueError
        When the columns differ in length.
    """
    table = {name: _array(values) for name, values in columns.items()}
    if len({len(values) for values in table.values()}) > 1:
        raise ValueError("columns of a table must have one length")
    with replacing(path) as draft, duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", table)
        connection.execute(f"COPY (SELECT * FROM columns) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd)")


def quoted(path: Path) -> str:
    """Return a path as DuckDB reads it."""
    return "'" + str(path).replace("'", "''") + "'"


def read_parquet(path: Path) -> dict[str, list[Any]]:
    """Return a table as lists by column."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        found = connection.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        names = [item[0] for item in found.description or ()]
        rows = found.fetchall()
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _array(values: Column) -> npt.NDArray[Any]:
    if isinstance(values, np.ndarray):
        return np.ascontiguousarray(values)
    known = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in known):
        return np.array(values, dtype=object)
    kind: type[np.generic] = np.float64 if any(isinstance(value, float) for value in known) else np.int64
    if known and all(isinstance(value, bool) for value in known):
        kind = np.bool_
    if len(known) == len(values):
        return np.array(values, dtype=kind)
    filled = np.array([0 if value is None else value for value in values], dtype=kind)
    masked: npt.NDArray[Any] = np.ma.masked_array(filled, mask=[value is None for value in values])
    return masked
