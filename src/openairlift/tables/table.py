"""Raw tables into records: every issue of a table at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from openairlift.errors import Issue
from openairlift.model import FieldSpec, specs
from openairlift.tables.cells import parse_cell, parse_ids
from openairlift.tables.columns import EVIDENCE, KEPT, Spelling, match_columns
from openairlift.tables.distributions import Files
from openairlift.tables.fault import CellError
from openairlift.tables.keys import raw_keys
from openairlift.tables.raw import RawRow, RawTable, add_issues

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[R]):
    """One row: its record and how it was written.

    Attributes
    ----------
    key : as options and parameters name it.
    record : the record, in stored units.
    line : line in the file, or None for a row that an option added.
    cells : text as written, by canonical column; blank cells are absent.
    written : column as written, by canonical column.
    evidence : ids of evidence records.
    extra : columns that start with ``x_``.
    """

    key: str
    record: R
    line: int | None
    cells: Mapping[str, str]
    written: Mapping[str, str]
    evidence: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[R]):
    """The rows of one table that could be read, and how often a default stood in, by canonical column."""

    name: str
    file: str
    rows: tuple[Row[R], ...]
    defaulted: Mapping[str, int]

    @property
    def records(self) -> dict[str, R]:
        """The records by their key, in file order."""
        return {row.key: row.record for row in self.rows}


def parse_table(
    raw: RawTable, record: type[R], *, start: datetime | None, issues: list[Issue], files: Files | None = None
) -> Table[R]:
    r"""Read a raw table into records.

    Parameters
    ----------
    raw : the table as written, options applied.
    record : record class of the table.
    start : the scenario's start, for ``C+003`` and ``D+3``.
    issues : everything that is wrong is added here; a row with an error has no record.
    files : gives the content of files named in ``empirical(file.csv)``.

    Examples
    --------
    >>> from openairlift.model import Item
    >>> from openairlift.tables.raw import read_csv
    >>> raw = read_csv(b"item,unit_mass_lb\nbox,100\n", name="items", file="items.csv", issues=[])
    >>> parse_table(raw, Item, start=None, issues=[]).rows[0].record.unit_mass_kg
    45.359237
    """
    found: list[Issue] = []
    header = _header(raw)
    columns = match_columns(header, record, name=raw.name, file=raw.file, issues=found) if header else {}
    fields = specs(record)
    defaulted: Counter[str] = Counter()
    rows: list[Row[R]] = []
    seen: dict[str, int | None] = {}
    for row, key in zip(raw.rows, raw_keys(raw, record), strict=True):
        before = len(found)
        if key in seen:
            found.append(_twice(raw, row, key, seen[key]))
        seen.setdefault(key, row.line)
        reader = _RowReader(raw.file, row, columns, start, files, found)
        values = {spec.attribute: reader.value(spec, defaulted) for spec in fields}
        evidence = reader.evidence()
        if row.ragged:
            del found[before:]  # its cells stand in other columns: what is wrong with them follows from that
        elif len(found) == before and not reader.lacks:
            rows.append(_row(key, record(**values), row, columns, evidence))
    add_issues(found, file=raw.file, issues=issues)
    return Table(name=raw.name, file=raw.file, rows=tuple(rows), defaulted=dict(defaulted))


def _header(raw: RawTable) -> tuple[str, ...]:
    """Return the header, with columns that only rows added later have."""
    added = (column for row in raw.rows for column in row.cells)
    return tuple(dict.fromkeys((*raw.header, *added)))


def _twice(raw: RawTable, row: RawRow, key: str, first: int | None) -> Issue:
    where = "an added row" if first is None else f"row {first}"
    return Issue(what=f"the key stands in {where} too", file=raw.file, row=row.line, got=key, allowed="each key once")


def _row(key: str, record: R, row: RawRow, columns: Mapping[str, Spelling], evidence: tuple[str, ...]) -> Row[R]:
    written = {columns[c].spec.column: c for c in row.cells if c in columns}
    return Row(
        key=key,
        record=record,
        line=row.line,
        cells={canonical: row.cells[c] for canonical, c in written.items()},
        written=written,
        evidence=evidence,
        extra={c: text for c, text in row.cells.items() if c.startswith(KEPT)},
    )


class _RowReader:
    """Reads the cells of one row; faults become issues."""

    def __init__(
        self,
        file: str,
        row: RawRow,
        columns: Mapping[str, Spelling],
        start: datetime | None,
        files: Files | None,
        issues: list[Issue],
    ) -> None:
        self.file, self.row, self.start, self.files, self.issues = file, row, start, files, issues
        self.columns = columns
        self.written = {columns[c].spec.column: c for c in row.cells if c in columns}
        self.lacks = False

    def value(self, spec: FieldSpec, defaulted: Counter[str]) -> Any:
        column = self.written.get(spec.column)
        if column is None:
            if spec.required:
                self.lacks = True
                what = "the required cell is blank"
                # A column that is missing altogether was reported once, for the whole file.
                named = next((c for c, s in self.columns.items() if s.spec.column == spec.column), None)
                if named is not None:
                    self.issues.append(Issue(what=what, file=self.file, row=self.row.line, column=named))
            elif spec.default is not None and spec.default != ():
                defaulted[spec.column] += 1
            return spec.default
        text, suffix = self.row.cells[column], self.columns[column].suffix
        try:
            return parse_cell(spec, text, start=self.start, suffix=suffix, files=self.files)
        except CellError as error:
            self._fault(error, column, text)
            return None

    def evidence(self) -> tuple[str, ...]:
        text = self.row.cells.get(EVIDENCE)
        try:
            return () if text is None else parse_ids(text)
        except CellError as error:
            self._fault(error, EVIDENCE, text or "")
            return ()

    def _fault(self, error: CellError, column: str, text: str) -> None:
        self.issues.append(
            Issue(
                what=error.what,
                file=self.file,
                row=self.row.line,
                column=column,
                got=text if len(text) <= 80 else text[:79] + "…",
                allowed=error.allowed,
                nearest=error.nearest,
            )
        )
