"""Runways as OurAirports publishes them (``runways.csv``, public domain, https://ourairports.com/data/)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, Severity, nearest
from openairlift.reference import position
from openairlift.tables import write_csv
from openairlift.units import FOOT_M

NEEDED = ("airport_ident", "length_ft", "closed")
LONGEST_FT = 30_000.0
"""A stated runway beyond this length is a slip of the pen: the longest paved ones have about 18,000 ft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runway:
    """The longest open runway of an airfield [m], its surface as written, and the line it stands in."""

    ident: str
    length_m: float
    surface: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayTable:
    """What a file holds: runways by airfield (sorted), rows that are closed, rows that can't be used."""

    runways: tuple[Runway, ...]
    closed: int
    issues: tuple[Issue, ...]


def read_ourairports(path: str | Path) -> RunwayTable:
    """Read the longest open runway of every airfield.

    Rows without a usable length are reported as warnings; closed runways are counted and left out.

    Raises
    ------
    ScenarioError
        When the file can't be read as this format.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ScenarioError([Issue(what=f"can't be read: {error.strerror}", file=path.name)]) from None
    except UnicodeDecodeError as error:
        raise ScenarioError([Issue(what=f"is not UTF-8 text (byte {error.start})", file=path.name)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    longest: dict[str, Runway] = {}
    issues: list[Issue] = []
    closed = 0
    try:
        header = next(reader, [])
        _check_header(header, path.name)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                what = f"has {len(cells)} cells, the header {len(header)}"
                issues.append(Issue(what=what, file=path.name, row=reader.line_num, severity=Severity.WARNING))
                continue
            row = dict(zip(header, cells, strict=True))
            if row["closed"].strip() == "1":
                closed += 1
                continue
            found = _runway(row, reader.line_num, path.name, issues)
            if found is not None and (found.ident not in longest or found.length_m > longest[found.ident].length_m):
                longest[found.ident] = found
    except csv.Error as error:
        raise ScenarioError([Issue(what=f"is no CSV: {error}", file=path.name, row=reader.line_num)]) from None
    runways = tuple(longest[ident] for ident in sorted(longest))
    return RunwayTable(runways=runways, closed=closed, issues=tuple(issues))


def _check_header(header: list[str], file: str) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        allowed = "the columns of OurAirports runways.csv"
        raise ScenarioError(
            [
                Issue(what="column is missing", file=file, column=name, allowed=allowed, nearest=nearest(name, header))
                for name in missing
            ]
        )


def _runway(row: dict[str, str], line: int, file: str, issues: list[Issue]) -> Runway | None:
    def doubt(what: str, column: str) -> None:
        got = row[column]
        issues.append(Issue(what=what, file=file, row=line, column=column, got=got, severity=Severity.WARNING))

    ident = row["airport_ident"].strip().upper()
    if not ident:
        doubt("no airfield is named", "airport_ident")
        return None
    try:
        length = float(row["length_ft"])
    except ValueError:
        doubt("is no length in feet", "length_ft")
        return None
    if not 0.0 < length <= LONGEST_FT:
        doubt(f"is no length of a runway (0 to {LONGEST_FT:,.0f} ft)", "length_ft")
        return None
    return Runway(ident=ident, length_m=length * FOOT_M, surface=row.get("surface", "").strip(), line=line)


def places_table(table: RunwayTable, *, icao: Iterable[str] = ()) -> tuple[str, tuple[Issue, ...]]:
    """Return airfields as the text of a ``places.csv``, and what could not be placed.

    Positions and names come from the ICAO table of `airportsdata`. Without `icao` every airfield that it knows is
    written.

    Parameters
    ----------
    table : runways.
    icao : codes wanted, in the order in which they shall stand.
    """
    wanted = [code.strip().upper() for code in icao if code.strip()]
    known = {runway.ident: runway for runway in table.runways}
    issues: list[Issue] = []
    rows: list[tuple[str, ...]] = []
    for code in wanted or known:
        place, runway = position(code), known.get(code)
        if place is not None and runway is not None:
            lat, lon, country, name = place
            rows.append((code, name, code, f"{lat:.5f}", f"{lon:.5f}", country, f"{runway.length_m:.0f}"))
        elif wanted:
            what = "has no open runway in the file" if place is not None else "is no ICAO code with a known position"
            near = nearest(code, known) if runway is None else None
            issues.append(Issue(what=what, file="--icao", got=code, nearest=near, severity=Severity.WARNING))
    header = ("id", "name", "icao", "lat", "lon", "country", "runway_m")
    return write_csv(header, rows).decode(), tuple(issues)
