"""Cells of tables that leave: text that no spreadsheet takes for a formula, moments in UTC, the banner in each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Columns = Mapping[str, Sequence[Any]]

BANNER = "banner"
"""Column that holds the scenario's banner, where it states one."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: an apostrophe stands before what it would take for a formula.

    Examples
    --------
    >>> safe_text("=HYPERLINK(1)"), safe_text(" @sum"), safe_text("relief-small")
    ("'=HYPERLINK(1)", "' @sum", 'relief-small')
    """
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" ").startswith(_FORMULA) else text


def with_banner(columns: Columns, banner: str | None) -> dict[str, Sequence[Any]]:
    """Return a table with the banner in a column of its own; the table as it is where none is stated."""
    size = len(next(iter(columns.values()), ()))
    return {**columns, **({BANNER: [banner] * size} if banner else {})}


def to_csv(columns: Columns) -> bytes:
    r"""Return a table as CSV in UTF-8 (RFC 4180): a head, then rows; None is an empty cell.

    Examples
    --------
    >>> to_csv({"place": ["hub", "=1+1"], "mass_kg": [1.5, None]})
    b"place,mass_kg\r\nhub,1.5\r\n'=1+1,\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in columns])
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode()


def columns_of(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Return rows as columns by name."""
    found: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name, value in zip(names, row, strict=True):
            found[name].append(value)
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.9g}"
    return safe_text(value) if isinstance(value, str) else value
