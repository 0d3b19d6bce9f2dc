"""UN/LOCODE: codes of trade and transport locations, as places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openairlift.exchange.readers.columns import Column, Match, Place, Use
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading
from openairlift.exchange.readers.sheets import Line

_COORDINATES = re.compile(r"([0-9]{2})([0-9]{2})([NS])\s+([0-9]{3})([0-9]{2})([EW])")

COLUMNS = (
    Column(
        key="change", names=("Change", "Ch"), meaning="Mark of a change; X = to be removed, such rows are left out.",
        to=("places.id",),
    ),
    Column(
        key="country",
        names=("Country",),
        meaning="Country (ISO 3166-1 alpha-2), first half of the code.",
        to=("places.id", "places.country"),
        required=True,
    ),
    Column(
        key="location",
        names=("Location", "Locode"),
        meaning="Second half of the code; a row without one is the country's heading.",
        to=("places.id",),
        required=True,
    ),
    Column(key="name", names=("Name",), meaning="Name.", to=("places.name",), required=True),
    Column(key="name_plain", names=("NameWoDiacritics",), meaning="Name without accents.", use=Use.PASSED),
    Column(key="subdivision", names=("Subdivision", "SubDiv"), meaning="Part of the country.", use=Use.KEPT),
    Column(key="status", names=("Status",), meaning="Status of the entry.", use=Use.KEPT),
    Column(key="function", names=("Function",), meaning="What is there; 4 = an airport.", use=Use.KEPT),
    Column(key="date", names=("Date",), meaning="Month of the last change.", use=Use.PASSED),
    Column(key="iata", names=("IATA",), meaning="IATA code where it differs from the location.", use=Use.KEPT),
    Column(
        key="coordinates",
        names=("Coordinates",),
        meaning="Position of the place, not of its airport, as DDMM[N/S] DDDMM[W/E].",
        to=("places.lat", "places.lon", "places.position_basis"),
    ),
    Column(key="remarks", names=("Remarks",), meaning="Remarks.", use=Use.PASSED),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read a code list: a place for each code that is asked for; none asked for = all."""
    work = Reading(source, COLUMNS)
    wanted = {code.upper().replace(" ", "") for code in source.only}
    found = set()
    for cells in _rows(work):
        code = cells.text("country").upper() + cells.text("location").upper()
        if not cells.text("location"):
            work.report.leave_out("it is the heading of a country", row=cells.number, listed=False)
        elif wanted and code not in wanted:
            work.report.leave_out("it was not asked for", row=cells.number, listed=False)
        elif cells.text("change").upper() == "X":
            work.report.leave_out("it is marked as removed", row=cells.number, got=code)
        else:
            found.add(code)
            _place(work, cells, code)
    for code in sorted(wanted - found):
        work.report.leave_out("no row has this code, which was asked for", row=None, got=code)
    return work.done()


def _rows(work: Reading) -> Iterator[Cells]:
    """Yield rows; the published lists have no header, and then the columns stand in their published order."""
    sheet = work.source.sheet()
    lines = iter(sheet.lines)
    first = next(lines, None)
    if first is not None and len(first.cells) in (11, 12) and "country" not in [cell.lower() for cell in first.cells]:
        places = {
            column.key: Place(at, column.names[0], column.unit) for at, column in enumerate(COLUMNS[: len(first.cells)])
        }
        work.report.note("The file has no header: the columns were taken in their published order.")
        match = work.match(Line(first.number, tuple(column.names[0] for column in COLUMNS[: len(first.cells)])))
        return work.below(first, Match(places=places, fates=match.fates), _again(first, lines))
    if first is None:
        return work.rows(sheet)
    type_of = type(sheet)
    return work.rows(type_of(file=sheet.file, lines=_again(first, lines), separator=sheet.separator))


def _again(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _place(work: Reading, cells: Cells, code: str) -> None:
    row = {"id": code, "name": cells.text("name"), "country": cells.text("country").upper()}
    text = cells.text("coordinates")
    match = _COORDINATES.fullmatch(text)
    if match is not None:
        lat = (int(match[1]) + int(match[2]) / 60) * (1 if match[3] == "N" else -1)
        lon = (int(match[4]) + int(match[5]) / 60) * (1 if match[6] == "E" else -1)
        if abs(lat) <= 90 and abs(lon) <= 180 and int(match[2]) < 60 and int(match[5]) < 60:
            basis = "UN/LOCODE, to a minute of arc"
            row |= {"lat": f"{lat:.4f}", "lon": f"{lon:.4f}", "position_basis": basis}
        else:
            cells.fault("coordinates", "is no position", allowed="DDMM[N/S] DDDMM[W/E]")
    elif text:
        cells.fault("coordinates", "is no position", allowed="DDMM[N/S] DDDMM[W/E]")
    else:
        work.report.note("Places without coordinates need lat and lon, or an icao, before a scenario takes them.")
    work.add("places", code, row | cells.kept())
    work.report.used += 1


READER = Reader(
    name="unlocode",
    title="UN/LOCODE code lists",
    layout="The columns of the published lists, with or without a header; those of the UN are in windows-1252.",
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("places",),
    read=read,
    producer="UNECE",
)
