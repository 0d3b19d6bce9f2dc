"""A log of actual flights: read, and checked against a scenario. No plan and no run reads it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.model import Flight, specs
from openairlift.scenario.beside import beside, draft_beside
from openairlift.scenario.checks import flights as checks
from openairlift.scenario.checks import names
from openairlift.scenario.scenario import Scenario
from openairlift.tables import RawTable, Table, parse_table, read_csv

NAME = "flights"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightLog:
    """Actual flights in file order.

    Attributes
    ----------
    flights : the rows.
    lines : their lines in the file.
    file, sha256 : name of the file, and the hash of its bytes; empty for a log that is made.
    warnings : what is doubtful.
    """

    flights: tuple[Flight, ...]
    lines: tuple[int, ...]
    file: str = ""
    sha256: str = ""
    warnings: tuple[Issue, ...] = ()

    @classmethod
    def of(cls, flights: tuple[Flight, ...]) -> FlightLog:
        """Return a log that is made, not read; its rows count from 1."""
        return cls(flights=flights, lines=tuple(range(1, len(flights) + 1)))

    @property
    def last(self) -> datetime | None:
        """The last moment that something actual is told of, or None."""
        return max((time for flight in self.flights if (time := flight.last) is not None), default=None)


def flights_csv(flights: Iterable[Flight]) -> str:
    """Return flights as the text of a ``flights.csv``; `read_flights` gives the same flights back, to the second.

    Examples
    --------
    >>> row = Flight(type="C-17A", origin="dover", destination="hub", payload_kg=40_000.0)
    >>> flights_csv([row]).splitlines()[1]
    ',,,C-17A,dover,hub,,,,,,,,,,,,40000,,,,,,'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    fields = specs(Flight)
    writer.writerow([spec.column for spec in fields])
    for flight in flights:
        writer.writerow([_cell(getattr(flight, spec.attribute)) for spec in fields])
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def read_flights(source: str | Path | bytes, scenario: Scenario, *, file: str = "flights.csv") -> FlightLog:
    """Return a log of flights, checked against a scenario.

    Parameters
    ----------
    source : a file with the columns of ``flights.csv``, or its bytes.
    scenario : what the rows are about.
    file : name of the file, where bytes are given.

    Raises
    ------
    ScenarioError
        When anything is wrong; carries every issue with file, row and column.
    OSError
        When the file can't be read.
    """
    path = None if isinstance(source, bytes) else Path(source)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = file if path is None else path.name
    issues: list[Issue] = []
    raw: RawTable = read_csv(data, name=NAME, file=name, issues=issues)
    files = None if path is None else beside(path)
    table: Table[Any] = parse_table(raw, Flight, start=scenario.settings.start, issues=issues, files=files)
    if not raw.rows and not issues:
        issues.append(Issue(what="the file has no rows", file=name, allowed="at least one flight"))
    draft = draft_beside(scenario, replace(table, file=name))
    draft = replace(draft, tables={NAME: draft.tables[NAME]})
    for check in (names.references, checks.times, checks.ends):
        issues += check(draft)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(dict.fromkeys(issues))
    return FlightLog(
        flights=tuple(row.record for row in table.rows),
        lines=tuple(row.line or 0 for row in table.rows),
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(dict.fromkeys(issues)),
    )
