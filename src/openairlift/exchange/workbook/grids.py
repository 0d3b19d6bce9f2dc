"""Tables of results in a workbook, and the ranges that formulas and charts name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openairlift.model import MARKS

MARK_WORDS = dict(zip(MARKS, ("left stock", "landed", "cleared at the hub", "left the hub", "delivered"), strict=True))
QUANTILES = ("p10", "p50", "p90")
UNIT_WORDS = {"usd": "USD", "items": "items", "people": "people"}
FIRST = 2
"""Row of the first row of values, counted from 0: names and units stand above."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of results: name, unit, format, width, values."""

    name: str
    unit: str
    style: str
    values: Sequence[Any]
    width: int = 13


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was written: its sheet, its columns' letters, its last row as a person counts."""

    sheet: Any
    title: str
    columns: Mapping[str, str]
    last: int

    def of(self, column: str) -> str:
        """Return the range of a column's values, for a formula."""
        letter = self.columns[column]
        return f"{self.title}!${letter}${FIRST + 1}:${letter}${max(self.last, FIRST + 1)}"

    def series(self, column: str) -> str:
        """Return the range as charts take it."""
        return "=" + self.of(column)


def date_of(text: str | None) -> datetime | None:
    """Return a moment of the summary to the second."""
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))
