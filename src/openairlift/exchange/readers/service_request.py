"""The Logistics Cluster's service request: a form for one pair of places, or its lines as a flat table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from openairlift.errors import Issue, Severity
from openairlift.exchange.readers.cells import blank, read_moment, read_text
from openairlift.exchange.readers.columns import Column, Use, plain
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of, shown
from openairlift.exchange.readers.sheets import Line
from openairlift.tables import CellError
from openairlift.units import Dimension

_SUBHEADS = frozenset({"quantity", "qty", "type", "unit type"})
_POSITION = re.compile(r"\s*(-?[0-9]{1,2}(?:\.[0-9]+)?)\s*[,;/ ]\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*")

_FORM = (
    Column(
        key="consignment", names=("SRF tracking number", "consignment", "consignment no", "consignment number"),
        meaning="Number of the request; begins the name of its requirements.", to=("requirements.req_id",),
    ),
    Column(key="organisation", names=("organization", "organisation", "requesting organization"),
           meaning="Who asks.", use=Use.KEPT),
    Column(
        key="ready", names=("Ready to Load (date)", "ready to load", "ready to load date"),
        meaning="When the cargo can be fetched.", to=("requirements.ready", "stock.ready"),
    ),
    Column(key="required", names=("requested date", "required date", "requested delivery date"),
           meaning="When it is wanted.", to=("requirements.required",)),
    Column(
        key="from", names=("FROM (Town/City Name)", "from", "dispatch location"),
        meaning="Where it lies; --name gives it a place of the scenario.", to=("requirements.origin", "stock.place"),
    ),
    Column(key="from_facility", names=("FROM (Office/Facility Name)", "from facility"), meaning="Facility.",
           use=Use.KEPT),
    Column(
        key="from_position", names=("FROM (Lat./Long.)", "from lat long"), meaning="Position; writes the place.",
        to=("places.lat", "places.lon"),
    ),
    Column(key="to", names=("TO (Town/City Name)", "to", "receipt location"),
           meaning="Where it is needed.", to=("requirements.destination",)),
    Column(key="to_facility", names=("TO (Office/Facility Name)", "to facility"), meaning="Facility.", use=Use.KEPT),
    Column(
        key="to_position", names=("TO (Lat./Long.)", "to lat long"), meaning="Position; writes the place.",
        to=("places.lat", "places.lon"),
    ),
)  # fmt: skip

COLUMNS = (
    *_FORM,
    Column(key="number", names=("line item", "line", "no", "item no"), meaning="Number of the line.",
           to=("requirements.req_id",)),
    Column(key="category", names=("item category", "category"), meaning="Category by cluster.", use=Use.KEPT),
    Column(
        key="description", names=("description", "item description"), meaning="What it is: the item.",
        to=("items.item", "items.name", "requirements.item", "stock.item"), required=True,
    ),
    Column(
        key="units", names=("inventory units quantity", "inventory units", "IU quantity", "IU"),
        meaning="Pieces; counted where no handling units stand.",
        to=("requirements.quantity", "stock.quantity", "items.unit_mass_kg"),
    ),
    Column(key="unit", names=("inventory units type", "inventory units unit type", "IU type", "IU unit type"),
           meaning="Each, part or bulk (kg); bulk is asked for by mass.", to=("requirements.mass_kg", "items.pack")),
    Column(
        key="handled", names=("handling units quantity", "handling units", "HU quantity", "HU"),
        meaning="Packed units: what is shipped and counted. No more than inventory units.",
        to=("requirements.quantity", "stock.quantity", "items.unit_mass_kg"),
    ),
    Column(key="pack", names=("handling units type", "handling units unit type", "HU type", "HU unit type"),
           meaning="How it is packed.", to=("items.pack",)),
    Column(
        key="weight", names=("total weight", "weight"), dimension=Dimension.MASS, required=True,
        meaning="Mass of the line; divided by the units.", to=("items.unit_mass_kg", "requirements.mass_kg"),
    ),
    Column(
        key="volume", names=("total volume", "volume"), dimension=Dimension.VOLUME,
        meaning="Volume of the line; divided by the units.", to=("items.unit_volume_m3",),
    ),
    Column(key="handling", names=("special handling", "special handling requirements"),
           meaning="In words.", use=Use.KEPT),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read a request: a requirement for each line, and the item that it asks for."""
    work = Reading(source, COLUMNS)
    above, header, below = work.header(source.sheet())
    header, below = _two_lines(header, below)
    form = _form(work, above)
    match = work.match(header)
    for cells in work.below(header, match, below):
        _row(work, cells, form)
    return work.done()


def _two_lines(header: Line, below: Iterator[Line]) -> tuple[Line, Iterator[Line]]:
    """Join a header of two lines, where *Inventory units* stands above *Quantity* and *Unit type*."""
    first = next(below, None)
    if first is None:
        return header, iter(())
    words = {plain(cell) for cell in first.cells if cell}
    if not words & _SUBHEADS or not words <= _SUBHEADS:
        return header, _again(first, below)
    joined, last = [], ""
    for at in range(max(len(header.cells), len(first.cells))):
        top = header.cells[at] if at < len(header.cells) else ""
        sub = first.cells[at] if at < len(first.cells) else ""
        last = top or last
        joined.append(f"{last} {sub}" if sub else top)
    return replace(header, cells=tuple(joined)), below


def _again(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _form(work: Reading, above: list[Line]) -> dict[str, str]:
    """Return what stands above the table: labels with what stands to the right of each."""
    known = {plain(name): column for column in _FORM for name in column.names}
    found: dict[str, str] = {}
    for line in above:
        label: str | None = None
        used = False
        for cell in line.cells:
            column = known.get(plain(cell.rstrip(":")))
            if column is not None:
                label, used = column.key, True
            elif cell and label is not None and not blank(cell):
                found[label] = _value(work, label, cell, line.number)
                label = None
        words = [cell for cell in line.cells if cell]
        if not used and len(words) > 1:
            what = "the line above the table is not understood; nothing is made of it"
            got = " | ".join(words)[:80]
            work.report.issues.append(
                Issue(what=what, file=work.source.file, row=line.number, got=got, severity=Severity.WARNING)
            )
    return found


def _value(work: Reading, key: str, text: str, row: int) -> str:
    try:
        return read_moment(text, work.source.dates) if key in ("ready", "required") else read_text(text)
    except CellError as error:
        work.report.cell(error, row=row, column=key, got=text)
        return ""


def _row(work: Reading, cells: Cells, form: Mapping[str, str]) -> None:
    def said(key: str) -> str:
        value = cells.moment(key) if key in ("ready", "required") else cells.text(key)
        return value or form.get(key, "")

    what, mass = cells.text("description"), cells.above("weight")
    if not what and mass is None:
        work.report.leave_out("it is blank but for a total or a remark", row=cells.number)
        return
    if not what or mass is None:
        work.report.leave_out("it has no description, or no weight", row=cells.number, got=what or None)
        return
    if not said("to"):
        work.report.leave_out("nothing says where it goes (TO)", row=cells.number, got=what)
        return
    ends = {"origin": _end(work, cells, "from", said), "destination": _end(work, cells, "to", said)}
    base = id_of("-".join(part for part in (said("consignment") or "srf", cells.text("number")) if part))
    name = work.unique("requirements", base)
    kept = {key: value for key in ("organisation", "from_facility", "to_facility") if (value := form.get(key, ""))}
    shared = {"req_id": name, **ends, "ready": said("ready"), "required": said("required")}
    shared |= {f"x_{key}": value for key, value in kept.items()} | cells.kept()
    asked = _asked(work, cells, what, mass)
    work.add("requirements", name, shared | asked)
    if "item" in asked:
        work.lies(asked["item"], float(asked["quantity"]), place=ends["origin"], ready=shared["ready"])
    work.report.used += 1


def _end(work: Reading, cells: Cells, key: str, said: object) -> str:
    assert callable(said)
    town = str(said(key))
    if not town:
        return ""
    place = work.name("places", town)
    text = str(said(f"{key}_position"))
    match = _POSITION.fullmatch(text)
    mapped = any(word in work.source.names for word in (town, town.casefold(), id_of(town)))
    if mapped:
        return place
    if match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
        row = {"id": place, "name": town, "lat": match[1], "lon": match[2]}
        work.add("places", place, row | {"position_basis": "service request"})
    elif text:
        cells.fault(
            f"{key}_position", "is no position", allowed="latitude, longitude in degrees, such as -19.84, 34.84"
        )
    if match is None:
        work.report.note(f"places.csv has to have {place} ({town}); --name {town}=PLACE gives it the id of one.")
    return place


def _asked(work: Reading, cells: Cells, what: str, mass: float) -> dict[str, str]:
    """Return what the line asks for: items where pieces are counted, else mass."""
    handled, units, volume = cells.above("handled"), cells.above("units"), cells.above("volume")
    kind, pack = cells.text("unit"), cells.text("pack")
    if handled is not None and units is not None and handled > units:
        cells.fault("handled", "there are more handling units than inventory units")
    count = handled or (None if plain(kind).startswith("bulk") else units)
    if count is None:
        asked = {"cargo_class": "bulk", "mass_kg": shown(mass), "x_description": what}
        return asked | ({"x_volume_m3": shown(volume)} if volume is not None else {})
    row = {"name": what, "unit_mass_kg": shown(mass / count), "pack": pack or kind}
    if volume is not None:
        row["unit_volume_m3"] = shown(volume / count)
    known = next((k for k, v in work.tables.get("items", {}).items() if {**v, "item": ""} == {**row, "item": ""}), "")
    item = known or work.unique("items", id_of(what))
    work.add("items", item, {"item": item, **row})
    return {"item": item, "quantity": shown(count)}


READER = Reader(
    name="service-request",
    title="Logistics Cluster service request (SRF) and its lines",
    layout=(
        "The form for one pair of places (labels above, lines below), or the lines as a flat table with FROM and TO "
        "in columns. As CSV or as a sheet of a workbook."
    ),
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("requirements", "items", "stock", "places"),
    read=read,
    producer="Logistics Cluster",
)
