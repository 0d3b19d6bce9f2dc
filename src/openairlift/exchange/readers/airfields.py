"""OurAirports under the interface of readers: ``airports.csv`` and ``runways.csv``, as places."""

from __future__ import annotations

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of
from openairlift.reference import position
from openairlift.units import Dimension

LONGEST_M = 9_144.0
"""A stated runway beyond this length (30,000 ft) is a slip of the pen: the longest paved ones have about 18,000 ft."""

_AIRPORTS = (
    Column(key="ident", names=("ident",), meaning="Code of the airfield.", to=("places.id", "places.icao")),
    Column(key="type", names=("type",), meaning="Kind of airfield; closed ones are left out.", to=("places.id",)),
    Column(key="name", names=("name",), meaning="Name.", to=("places.name",)),
    Column(
        key="lat", names=("latitude_deg",), meaning="Latitude.", to=("places.lat", "places.position_basis"),
    ),
    Column(key="lon", names=("longitude_deg",), meaning="Longitude.", to=("places.lon",)),
    Column(key="country", names=("iso_country",), meaning="Country.", to=("places.country",)),
    Column(key="gps_code", names=("gps_code", "icao_code"), meaning="ICAO code.", to=("places.icao",)),
    Column(key="town", names=("municipality",), meaning="Town.", use=Use.KEPT),
    Column(key="iata", names=("iata_code",), meaning="IATA code.", use=Use.KEPT),
    *(
        Column(key=name, names=(name,), meaning="Passed over.", use=Use.PASSED)
        for name in (
            *("id", "elevation_ft", "continent", "iso_region", "local_code", "scheduled_service"),
            *("home_link", "wikipedia_link", "keywords"),
        )
    ),
)  # fmt: skip

_RUNWAYS = (
    Column(
        key="airfield",
        names=("airport_ident",),
        meaning="Code of the airfield; position and name come from the shipped table of codes.",
        to=("places.id", "places.name", "places.icao", "places.lat", "places.lon", "places.country"),
    ),
    Column(
        key="length",
        names=("length", "length_ft"),
        meaning="Length; the longest open runway of an airfield counts.",
        to=("places.runway_m",),
        dimension=Dimension.LENGTH,
        unit="ft",
    ),
    Column(key="closed", names=("closed",), meaning="1 = closed; such rows are left out.", to=("places.runway_m",)),
    Column(key="surface", names=("surface",), meaning="Surface of that runway.", use=Use.KEPT),
    *(
        Column(key=name, names=(name,), meaning="Passed over.", use=Use.PASSED)
        for name in (
            *("airport_ref", "width_ft", "lighted"),
            *(
                f"{end}_{what}"
                for end in ("le", "he")
                for what in (
                    *("ident", "latitude_deg", "longitude_deg", "elevation_ft"),
                    *("heading_degT", "displaced_threshold_ft"),
                )
            ),
        )
    ),
)

COLUMNS = (*_AIRPORTS, *_RUNWAYS)


def read(source: Source) -> Imported:
    """Read either file: a place for each airfield that is asked for; none asked for = all that can be placed."""
    work = Reading(source, COLUMNS)
    wanted = dict.fromkeys(code.strip().upper() for code in source.only if code.strip())
    seen: set[str] = set()
    longest: dict[str, float] = {}
    rows = work.rows()
    first = next(rows, None)
    kind = None if first is None else ("runways" if first.has("airfield") or _stands(work, "airfield") else "airports")
    while first is not None:
        code = first.text("airfield" if kind == "runways" else "ident").upper()
        icao = first.text("gps_code").upper() if kind == "airports" else ""
        if wanted and code not in wanted and icao not in wanted:
            work.report.leave_out("it was not asked for", row=first.number, listed=False)
        elif not code:
            work.report.leave_out("it names no airfield", row=first.number)
        elif kind == "runways":
            seen.add(code)
            _runway(work, first, code, longest)
        else:
            seen |= {code, icao}
            _airport(work, first, code, icao)
        first = next(rows, None)
    for code in wanted:
        if code not in seen:
            work.report.leave_out("no row has this code, which was asked for", row=None, got=code)
        elif kind == "runways" and code not in longest:
            work.report.leave_out("no open runway with a known position, though it was asked for", row=None, got=code)
    return _in_order(work, list(wanted))


def _stands(work: Reading, key: str) -> bool:
    names = {name for column in COLUMNS if column.key == key for name in column.names}
    return any(fate.header in names for fate in work.fates)


def _in_order(work: Reading, wanted: list[str]) -> Imported:
    """Put the places into the order in which they were asked for, else by code."""
    rows = work.tables.get("places", {})
    order = sorted(rows, key=lambda key: (wanted.index(key) if key in wanted else len(wanted), key))
    work.tables["places"] = {key: rows[key] for key in order}
    return work.done()


def _runway(work: Reading, cells: Cells, code: str, longest: dict[str, float]) -> None:
    if cells.text("closed") == "1":
        work.report.leave_out("the runway is closed", row=cells.number, listed=False)
        return
    length = cells.amount("length")
    if length is None or not 0 < length <= LONGEST_M:
        if length is not None or not cells.has("length"):
            cells.fault("length", "is no length of a runway", allowed="above 0, up to 30,000 ft")
        work.report.leave_out("it has no usable length", row=cells.number, listed=False)
        return
    at = position(code)
    if at is None:
        reason = "the airfield's code is not in the table of positions; read airports.csv for it"
        work.report.leave_out(reason, row=cells.number, listed=False)
        return
    work.report.used += 1
    if length <= longest.get(code, 0.0):
        return
    longest[code] = length
    row = {"id": code, "name": at.name, "icao": code, "lat": f"{at.lat:.5f}", "lon": f"{at.lon:.5f}"}
    work.tables.setdefault("places", {})[code] = {
        **row,
        "country": at.country,
        "runway_m": f"{length:.0f}",
        **cells.kept(),
    }


def _airport(work: Reading, cells: Cells, code: str, icao: str) -> None:
    if cells.text("type") == "closed":
        work.report.leave_out("the airfield is closed", row=cells.number, listed=False)
        return
    lat, lon = cells.amount("lat"), cells.amount("lon")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        work.report.leave_out("it has no position", row=cells.number, got=code)
        return
    basis = "airport reference point (OurAirports)"
    row = {"id": id_of(icao or code), "name": cells.text("name") or code, "country": cells.text("country").upper()}
    row |= {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "position_basis": basis, "icao": icao}
    work.add("places", row["id"], row | cells.kept())
    work.report.used += 1


READER = Reader(
    name="ourairports",
    title="OurAirports: airports.csv or runways.csv",
    layout="The columns of https://ourairports.com/data/; parking, pavement strength and fuel are not in these files.",
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("places",),
    read=read,
    producer="OurAirports",
    licence="public domain",
)
