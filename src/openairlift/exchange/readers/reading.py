"""What every reader of tables works with: rows by the keys of its layout, rows of a scenario, and the report."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.exchange.readers.cells import BareTon, blank, read_amount, read_moment, read_text
from openairlift.exchange.readers.columns import Column, Fate, Match, Place, Use, match_header, plain
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.reader import Imported, Source
from openairlift.exchange.readers.sheets import Line, Sheet, refused
from openairlift.tables import CellError

MOST_ISSUES = 200
"""Rows and cells that a report lists one by one."""

HEADER_WITHIN = 40
"""The header stands within so many lines."""

T = TypeVar("T")


def id_of(text: str) -> str:
    """Return an id for a name: letters and figures kept, all else a hyphen; a name that is an id stays as it is.

    Examples
    --------
    >>> id_of("Family tent, 4 x 4 m"), id_of("KDOV"), id_of("Zürich/Kloten")
    ('family-tent-4-x-4-m', 'KDOV', 'zurich-kloten')
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", text):
        return text
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:80].strip("-") or "unnamed"


def shown(value: float) -> str:
    """Return a number as a cell has it.

    Examples
    --------
    >>> shown(80000.0), shown(0.1 + 0.2), shown(31358000000.0)
    ('80000', '0.3', '31358000000')
    """
    short = float(f"{value:.12g}")
    return str(int(short)) if short.is_integer() and abs(short) < 1e18 else repr(short)


class Report:
    """Collects what was not understood; errors refuse the file, all at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self.errors: list[Issue] = []
        self.left_out: Counter[str] = Counter()
        self.notes: list[str] = []
        self.unlisted = 0
        self.rows = self.used = 0

    def cell(self, error: CellError, *, row: int | None, column: str, got: str) -> None:
        """Report a cell that can't be read; a bare "ton" refuses the file."""
        hard = isinstance(error, BareTon)
        self._add(
            Issue(
                what=error.what,
                file=self.file,
                row=row,
                column=column,
                got=got if len(got) <= 80 else got[:79] + "…",
                allowed=error.allowed,
                nearest=error.nearest,
                severity=Severity.ERROR if hard else Severity.WARNING,
            )
        )

    def leave_out(self, reason: str, *, row: int | None, got: str | None = None, listed: bool = True) -> None:
        """Report a row that nothing is made of; `listed` False only counts it."""
        self.left_out[reason] += 1
        if listed:
            what = f"the row is left out: {reason}"
            self._add(Issue(what=what, file=self.file, row=row, got=got, severity=Severity.WARNING))

    def _add(self, issue: Issue) -> None:
        kept = self.errors if issue.severity is Severity.ERROR else self.issues
        if len(kept) < MOST_ISSUES:
            kept.append(issue)
        else:
            self.unlisted += 1

    def note(self, sentence: str) -> None:
        """Add a sentence, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


class Cells:
    """One row of a file by the keys of the layout; what can't be read goes to the report."""

    def __init__(self, line: Line, places: Mapping[str, Place], layout: Mapping[str, Column], work: Reading) -> None:
        self.number, self._line, self._places, self._layout, self._work = line.number, line, places, layout, work
        self.faults = 0

    def _written(self, key: str) -> str:
        self._layout[key]  # a key that the layout lacks is a fault of the reader
        place = self._places.get(key)
        if place is None or place.at >= len(self._line.cells):
            return ""
        text = self._line.cells[place.at]
        return "" if blank(text) else text

    def _read(self, key: str, read: Callable[[str], T]) -> T | None:
        text = self._written(key)
        if not text:
            return None
        try:
            return read(text)
        except CellError as error:
            self.faults += 1
            self._work.report.cell(error, row=self.number, column=self._places[key].header, got=text)
            return None

    def has(self, key: str) -> bool:
        """Whether the cell says anything."""
        return bool(self._written(key))

    def stands(self, *keys: str) -> bool:
        """Whether the file has one of these columns."""
        return any(key in self._places for key in keys)

    def text(self, key: str) -> str:
        """Return the cell as text, "" where it is blank."""
        return self._read(key, read_text) or ""

    def amount(self, key: str) -> float | None:
        """Return the number of a cell in its stored unit, None where it is blank or can't be read."""
        place, column = self._places.get(key), self._layout[key]
        return self._read(key, lambda text: read_amount(text, column.dimension, None if place is None else place.unit))

    def above(self, key: str) -> float | None:
        """Return a number above 0; zero counts as blank, and less is reported."""

        def read(text: str) -> float | None:
            place, column = self._places.get(key), self._layout[key]
            value = read_amount(text, column.dimension, None if place is None else place.unit)
            if value < 0:
                raise CellError("is below 0", allowed="a number above 0")
            return value or None

        return self._read(key, read)

    def moment(self, key: str) -> str:
        """Return a moment as a scenario's tables write it, "" where it is blank or can't be read."""
        return self._read(key, lambda text: read_moment(text, self._work.source.dates)) or ""

    def fault(self, key: str, what: str, *, allowed: str | None = None) -> None:
        """Report the cell as one that can't be understood."""
        self.faults += 1
        place = self._places.get(key)
        column = self._layout[key].names[0] if place is None else place.header
        self._work.report.cell(CellError(what, allowed=allowed), row=self.number, column=column, got=self._written(key))

    def kept(self) -> dict[str, str]:
        """Return the columns that are only kept, as ``x_…`` columns."""
        found = {}
        for key, column in self._layout.items():
            if column.use is Use.KEPT and (text := self.text(key)):
                found[f"x_{key}"] = text
        return found


class Reading:
    """A file being read: its rows by the keys of a layout, and the rows that are made of them."""

    def __init__(self, source: Source, columns: Sequence[Column]) -> None:
        self.source, self.layout = source, {column.key: column for column in columns}
        self.report = Report(source.file)
        self.fates: tuple[Fate, ...] = ()
        self.tables: dict[str, dict[str, dict[str, str]]] = {}
        self.entries: list[Entry] = []
        self._ids: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}
        self._numbers: Counter[str] = Counter()

    # --- rows of the file -----------------------------------------------------------------------------------------

    def header(self, sheet: Sheet, *, needed: int = 2) -> tuple[list[Line], Line, Iterator[Line]]:
        """Return the lines above the header, the header, and the lines below it.

        The header is the line, among the first ones, that names most columns of the layout.
        """
        lines = iter(sheet.lines)
        first = list(islice(lines, HEADER_WITHIN))
        names = {plain(name) for column in self.layout.values() for name in column.names}
        named = {plain(name) for column in self.layout.values() if column.dimension for name in column.names}

        def known(line: Line) -> int:
            words = {plain(cell) for cell in line.cells if cell}
            return sum(word in names or any(word.startswith(f"{name} ") for name in named) for word in words)

        if not first:
            raise refused("is empty", file=self.source.file, allowed="a header line and rows")
        best = max(range(len(first)), key=lambda at: (known(first[at]), -at))
        if known(first[best]) < min(needed, len(names)):
            wanted = [column.names[0] for column in self.layout.values() if column.required] or [
                column.names[0] for column in self.layout.values()
            ][:6]
            what = "has no header line with columns of this layout"
            raise refused(what, file=self.source.file, allowed=", ".join(wanted))
        return first[:best], first[best], chain(first[best + 1 :], lines)

    def match(self, header: Line, columns: Iterable[Column] | None = None) -> Match:
        """Return where the columns stand; the header's faults refuse the file."""
        chosen = self.layout.values() if columns is None else columns
        match, issues = match_header(header.cells, chosen, file=self.source.file, line=header.number)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        if errors:
            raise ScenarioError(errors)
        self.report.issues += issues
        self.fates = match.fates
        return match

    def rows(self, sheet: Sheet | None = None) -> Iterator[Cells]:
        """Yield the rows below the header."""
        _, header, below = self.header(sheet or self.source.sheet())
        yield from self.below(header, self.match(header), below)

    def below(self, header: Line, match: Match, lines: Iterable[Line]) -> Iterator[Cells]:
        """Yield rows by the keys of the layout; those with more cells than the header are left out."""
        for line in lines:
            self.report.rows += 1
            if len(line.cells) > len(header.cells) and any(line.cells[len(header.cells) :]):
                reason = "it has more cells than the header; quote a cell that holds the separator"
                self.report.leave_out(reason, row=line.number)
                continue
            yield Cells(line, match.places, self.layout, self)

    # --- rows of a scenario ---------------------------------------------------------------------------------------

    def name(self, table: str, text: str) -> str:
        """Return the id for a name of the file; two names never share one, and ``--name`` comes first."""
        for word in (text, text.casefold(), id_of(text)):
            if word in self.source.names:
                return self.source.names[word]
        key = (table, text.casefold())
        if key not in self._ids:
            base = wanted = id_of(text)
            taken = self._taken.setdefault(table, set())
            number = 1
            while wanted in taken:
                number += 1
                wanted = f"{base}-{number}"
            taken.add(wanted)
            self._ids[key] = wanted
        return self._ids[key]

    def unique(self, table: str, base: str) -> str:
        """Return an id that no row of the table has yet: `base`, else with a number behind it."""
        taken = self._taken.setdefault(table, set())
        wanted = base
        while wanted in taken:
            self._numbers[base] += 1
            wanted = f"{base}-{self._numbers[base] + 1}"
        taken.add(wanted)
        return wanted

    def add(self, table: str, key: str, cells: Mapping[str, str]) -> dict[str, str]:
        """Add a row, or fill the blanks of the one that is there; return it."""
        rows = self.tables.setdefault(table, {})
        row = rows.setdefault(key, {})
        for column, text in cells.items():
            if text:
                row.setdefault(column, text)
        return row

    def lies(self, item: str, quantity: float, *, place: str, ready: str) -> None:
        """Add what lies ready at the origin of a request to the stock there: requirements draw items from stocks."""
        if not place:
            self.note("Items of rows without an origin need rows in stock.csv.")
            return
        key = f"{place}:{item}:{ready}"
        there = float(self.tables.get("stock", {}).get(key, {}).get("quantity", "0"))
        row = {"place": place, "item": item, "ready": ready}
        self.add("stock", key, row)["quantity"] = shown(there + quantity)

    def note(self, sentence: str) -> None:
        """Add a sentence to the report, once."""
        self.report.note(sentence)

    def done(self) -> Imported:
        """Return what was made of the file.

        Raises
        ------
        ScenarioError
            When a cell refuses the file, or nothing could be made of it.
        """
        report = self.report
        if report.errors:
            raise ScenarioError(report.errors)
        if not report.used:
            what = f"nothing could be made of it: {report.rows} rows below the header"
            issue = Issue(what=what, file=self.source.file, allowed="at least one row that can be used")
            raise ScenarioError([*(_hard(found) for found in report.issues[:20]), issue])
        return Imported(
            tables={name: tuple(rows.values()) for name, rows in self.tables.items()},
            entries=tuple(self.entries),
            columns=self.fates,
            issues=tuple(report.issues),
            rows=report.rows,
            used=report.used,
            left_out=dict(report.left_out),
            unlisted=report.unlisted,
            notes=tuple(report.notes),
        )


def _hard(issue: Issue) -> Issue:
    return Issue(
        what=issue.what,
        file=issue.file,
        row=issue.row,
        column=issue.column,
        got=issue.got,
        allowed=issue.allowed,
        nearest=issue.nearest,
    )
