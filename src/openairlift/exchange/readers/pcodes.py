"""P-codes: administrative areas of COD-AB and HDX HAPI tables, as places."""

from __future__ import annotations

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of

DEEPEST = 4
LEVELS = range(DEEPEST, -1, -1)
_LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "uk", "ht", "so")


def _names(level: int) -> tuple[str, ...]:
    spelled = [f"adm{level}_{language}" for language in _LANGUAGES]
    return (*spelled, f"adm{level}_name", f"admin{level}Name", f"admin{level}_name")


COLUMNS = (
    *(
        Column(
            key=f"code{level}",
            names=(f"ADM{level}_PCODE", f"admin{level}_code", f"admin{level}Pcode"),
            meaning=f"P-code of level {level}; the deepest one of a row is the place.",
            to=("places.id",),
        )
        for level in range(DEEPEST + 1)
    ),
    *(
        Column(
            key=f"name{level}",
            names=_names(level),
            meaning=f"Name at level {level}; that of the deepest code is the place's.",
            to=("places.name",),
        )
        for level in range(DEEPEST + 1)
    ),
    Column(
        key="location",
        names=("location_code",),
        meaning="Country (ISO 3166-1 alpha-3) of HDX HAPI tables.",
        use=Use.KEPT,
    ),
    Column(
        key="level",
        names=("admin_level",),
        meaning="Level of the row; the deepest code says it too.",
        use=Use.PASSED,
    ),
    Column(
        key="lat", names=("center_lat", "lat", "latitude", "y_coord"), meaning="Latitude of the area's centre.",
        to=("places.lat", "places.position_basis"),
    ),
    Column(
        key="lon", names=("center_lon", "lon", "longitude", "x_coord"), meaning="Longitude of the area's centre.",
        to=("places.lon",),
    ),
    Column(key="area", names=("AREA_SQKM", "area_sqkm"), meaning="Area.", use=Use.PASSED),
    Column(key="date", names=("date", "validOn", "valid_on"), meaning="Date of the boundary.", use=Use.PASSED),
    Column(key="valid_to", names=("validTo", "valid_to"), meaning="End of validity.", use=Use.PASSED),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read areas: a place for each P-code that is asked for; none asked for = all."""
    work = Reading(source, COLUMNS)
    wanted = {code.upper() for code in source.only}
    found = set()
    for cells in work.rows():
        level = next((level for level in LEVELS if cells.has(f"code{level}")), None)
        if level is None:
            work.report.leave_out("it has no P-code", row=cells.number)
            continue
        code = cells.text(f"code{level}").upper()
        if wanted and code not in wanted:
            work.report.leave_out("it was not asked for", row=cells.number, listed=False)
            continue
        found.add(code)
        _place(work, cells, code, level)
    for code in sorted(wanted - found):
        work.report.leave_out("no row has this code, which was asked for", row=None, got=code)
    return work.done()


def _place(work: Reading, cells: Cells, code: str, level: int) -> None:
    country = cells.text("code0").upper() or code
    row = {"id": id_of(code), "name": cells.text(f"name{level}") or code}
    if country[:2].isalpha() and not country[2:3].isalpha():
        row["country"] = country[:2]
    lat, lon = cells.amount("lat"), cells.amount("lon")
    if lat is not None and lon is not None:
        if abs(lat) <= 90 and abs(lon) <= 180:
            row |= {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "position_basis": "centre of the administrative area"}
        else:
            cells.fault("lat", "is no position", allowed="degrees, north and east positive")
    else:
        work.report.note("Places without a centre need lat and lon, or an icao, before a scenario takes them.")
    work.add("places", row["id"], row | cells.kept())
    work.report.used += 1


READER = Reader(
    name="pcodes",
    title="P-codes of administrative areas (COD-AB, HDX HAPI)",
    layout="ADM0_PCODE to ADM4_PCODE with names in any of several languages, upper or lower case; or the HAPI columns.",
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("places",),
    read=read,
    producer="OCHA",
)
