"""Tables with an HXL row: the tags say what the columns hold; the row is read for that and is no data."""

from __future__ import annotations

import re
from itertools import chain, islice

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.exchange.readers.columns import Column, Fate, Match, Place, Use, bare_ton
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of, shown
from openairlift.exchange.readers.sheets import Line, refused
from openairlift.units import UNITS, Dimension, ton_message

TAGS_WITHIN = 25
_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\+[a-z][a-z0-9_]*)*")
STATUSES = {
    "announced": "announced", "pledged": "announced", "pledge": "announced",
    "committed": "authorised", "commitment": "authorised", "approved": "authorised", "allocated": "authorised",
    "paid": "sent", "disbursed": "sent", "dispatched": "sent", "in transit": "sent", "sent": "sent",
    "received": "received", "delivered": "received",
}  # fmt: skip
"""Step of the ledger by the word of ``#status``."""
_EVENTS = {"announced": "announced", "authorised": "approved"}

_AREAS = tuple(f"#adm{level}" for level in (4, 3, 2, 1))
COLUMNS = (
    Column(key="req", names=("#meta+id", "#activity+code", "#item+id"), meaning="Name of the row.",
           to=("requirements.req_id", "packages.package")),
    Column(key="item", names=("#item+name", "#item"), meaning="Item.",
           to=("requirements.item", "items.item", "items.name", "stock.item", "ledger")),
    Column(key="count", names=("#item+num", "#item+quantity", "#delivery+num"), meaning="How many items.",
           to=("requirements.quantity", "stock.quantity", "items.unit_mass_kg", "ledger")),
    Column(key="mass", names=("#item+weight", "#capacity+weight", "#delivery+weight"), dimension=Dimension.MASS,
           meaning="Mass of the row; an attribute names the unit (#item+weight+kg).",
           to=("requirements.mass_kg", "items.unit_mass_kg", "ledger")),
    Column(key="volume", names=("#item+volume", "#capacity+volume"), dimension=Dimension.VOLUME,
           meaning="Volume of the row; an attribute names the unit.", to=("items.unit_volume_m3",)),
    Column(key="origin", names=("#loc+origin", "#loc+from"), meaning="Where it lies.",
           to=("requirements.origin", "stock.place")),
    Column(key="to", names=("#loc+dest", "#loc+to", "#loc+code", "#loc+name", "#loc"), meaning="The place.",
           to=("requirements.destination", "places.id", "places.name")),
    Column(key="area", names=tuple(f"{area}+code" for area in _AREAS),
           meaning="P-code of the area: the place where no #loc stands.", to=("requirements.destination", "places.id")),
    Column(key="area_name", names=tuple(f"{area}+name" for area in _AREAS), meaning="Name of the area.",
           to=("places.name",)),
    Column(key="lat", names=("#geo+lat",), meaning="Latitude: the row is written as a place.", to=("places.lat",)),
    Column(key="lon", names=("#geo+lon",), meaning="Longitude.", to=("places.lon",)),
    Column(key="country", names=("#country+code",), meaning="Country.", use=Use.KEPT),
    Column(key="start", names=("#date+start", "#date+ready"), meaning="Ready to load.",
           to=("requirements.ready", "stock.ready")),
    Column(key="end", names=("#date+end", "#date+required"), meaning="Wanted by.", to=("requirements.required",)),
    Column(key="on", names=("#date", "#date+reported"), meaning="Date of an amount.",
           to=("package_events.on", "ledger")),
    Column(key="donor", names=("#org+funder", "#org+prov"), meaning="Who gives: the row is a package.",
           to=("packages.donor", "ledger")),
    Column(key="usd", names=("#value+usd", "#value+funding+usd"), meaning="Amount [USD].",
           to=("packages.authorised_usd", "ledger")),
    Column(key="status", names=("#status",), meaning="How far the amount is: pledged, committed, sent, delivered.",
           to=("package_events.status", "ledger")),
    Column(key="sector", names=("#sector",), meaning="Sector.", use=Use.KEPT),
    Column(key="org", names=("#org", "#org+impl"), meaning="Who does it.", use=Use.KEPT),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read a tagged table: places where positions stand, packages where donors do, else requirements."""
    work = Reading(source, COLUMNS)
    lines = iter(source.sheet().lines)
    first = list(islice(lines, TAGS_WITHIN))
    at = next((i for i, line in enumerate(first) if _is_tags(line)), None)
    if at is None:
        raise refused(f"has no row of HXL tags within {TAGS_WITHIN} lines", file=source.file, allowed="#item+name, …")
    tags = first[at]
    header = first[at - 1] if at else tags
    match = _match(work, tags, header)
    work.report.note(f"The row of tags, line {tags.number}, was read for the mapping and is no data.")
    for cells in work.below(tags, match, chain(first[at + 1 :], lines)):
        _row(work, cells)
    return work.done()


def _is_tags(line: Line) -> bool:
    cells = [cell.lower().replace(" ", "") for cell in line.cells if cell]
    return bool(cells) and all(_TAG.fullmatch(cell) for cell in cells)


def _match(work: Reading, tags: Line, header: Line) -> Match:
    """Return where the columns stand: a tag means a column where it has all of the column's attributes."""
    places: dict[str, Place] = {}
    fates: list[Fate] = []
    errors: list[Issue] = []
    wide = {at: header.cells[at] if at < len(header.cells) else "" for at in range(len(tags.cells))}
    for at, cell in enumerate(tags.cells):
        tag = cell.lower().replace(" ", "")
        if not tag:
            if wide[at]:
                fates.append(Fate(header=wide[at], fate="not understood"))
            continue
        column = _column(tag)
        attributes = tag.split("+")[1:]
        if column is None or column.key in places:
            fates.append(Fate(header=tag, fate="not understood"))
            continue
        unit = None
        if column.dimension is not None:
            unit = next((word for word in attributes if word in UNITS[column.dimension]), None)
            bare = next((word for word in attributes if bare_ton(word)), None)
            if bare is not None or unit is None:
                what = "the tag names no unit" if bare is None else f"the tag's unit {ton_message(bare)}"
                allowed = f"{tag}+kg" if column.dimension is Dimension.MASS else f"{tag}+m3"
                errors.append(Issue(what=what, file=work.source.file, row=tags.number, column=tag, allowed=allowed))
        places[column.key] = Place(at, tag, unit)
        fates.append(Fate(header=tag, fate=str(column.use), to=column.to))
    if errors:
        raise ScenarioError(errors)
    work.fates = tuple(fates)
    work.report.issues += [
        Issue(
            what="the column is not understood; nothing is made of it",
            file=work.source.file,
            row=tags.number,
            column=fate.header,
            severity=Severity.WARNING,
        )
        for fate in fates
        if fate.fate == "not understood"
    ][:100]
    return Match(places=places, fates=work.fates)


def _column(tag: str) -> Column | None:
    """Return the column that a tag means: the one of whose names it has most attributes."""
    base, *attributes = tag.split("+")
    best: tuple[int, Column] | None = None
    for column in COLUMNS:
        for name in column.names:
            wanted = name.split("+")
            if wanted[0] == base and set(wanted[1:]) <= set(attributes) and (best is None or len(wanted) > best[0]):
                best = (len(wanted), column)
    return None if best is None else best[1]


def _row(work: Reading, cells: Cells) -> None:
    lat, lon = cells.amount("lat"), cells.amount("lon")
    name = cells.text("to") or cells.text("area")
    used = False
    if lat is not None and lon is not None and name:
        place = work.name("places", name)
        row = {"id": place, "name": cells.text("to") or cells.text("area_name") or name}
        if abs(lat) <= 90 and abs(lon) <= 180:
            row |= {"lat": shown(lat), "lon": shown(lon), "position_basis": "HXL table"}
            work.add("places", place, row | cells.kept())
            used = True
        else:
            cells.fault("lat", "is no position", allowed="degrees, north and east positive")
    if cells.has("donor") and (cells.has("usd") or cells.has("status")):
        used = _package(work, cells) or used
    elif (cells.has("count") or cells.has("mass")) and name:
        used = _requirement(work, cells, name) or used
    if used:
        work.report.used += 1
    else:
        work.report.leave_out("it has no place with a position, no amount of a donor and no goods for a place",
                              row=cells.number)  # fmt: skip


def _package(work: Reading, cells: Cells) -> bool:
    donor, word, on = cells.text("donor"), cells.text("status"), cells.moment("on")
    step = STATUSES.get(word.lower())
    if step is None:
        cells.fault("status", "is no status that is known", allowed=", ".join(STATUSES))
        return False
    package = work.name("packages", cells.text("req")) if cells.has("req") else work.unique("packages", id_of(donor))
    usd = cells.above("usd")
    row = {"package": package, "donor": donor}
    if step == "authorised" and usd is not None:
        row["authorised_usd"] = shown(usd)
    work.add("packages", package, row | cells.kept())
    if on and step in _EVENTS:
        event = {"package": package, "on": on, "status": _EVENTS[step]}
        work.add("package_events", f"{package}:{on}:{step}", event)
    for meter, amount in (("usd", usd), ("items", cells.above("count")), ("mass", cells.above("mass"))):
        if amount is not None:
            item = cells.text("item")
            work.entries.append(
                Entry(
                    step=step,
                    meter=meter,
                    amount=amount,
                    word=word,
                    package=package,
                    donor=donor,
                    item=item,
                    on=on,
                    line=cells.number,
                )
            )
    return True


def _requirement(work: Reading, cells: Cells, name: str) -> bool:
    item, count, mass, volume = cells.text("item"), cells.above("count"), cells.above("mass"), cells.above("volume")
    asked: dict[str, str]
    if item and count is not None:
        asked = {"item": work.name("items", item), "quantity": shown(count)}
        if mass is not None:
            row = {"item": asked["item"], "name": item, "unit_mass_kg": shown(mass / count)}
            row |= {"unit_volume_m3": shown(volume / count)} if volume is not None else {}
            if work.add("items", asked["item"], row)["unit_mass_kg"] != row["unit_mass_kg"]:
                what = "gives another mass of one than a row before; the first counts"
                cells.fault("mass", what)
    elif mass is not None:
        asked = {"cargo_class": "bulk", "mass_kg": shown(mass)}
        if item:
            asked["x_item"] = item
    else:
        return False
    req = work.unique("requirements", id_of(cells.text("req") or item or f"row-{cells.number}"))
    row = {"req_id": req, **asked, "destination": work.name("places", name), "ready": cells.moment("start")}
    row["required"] = cells.moment("end")
    if cells.has("origin"):
        row["origin"] = work.name("places", cells.text("origin"))
    work.add("requirements", req, row | cells.kept())
    if "item" in asked and count is not None:
        work.lies(asked["item"], count, place=row.get("origin", ""), ready=row["ready"])
    return True


READER = Reader(
    name="hxl",
    title="CSV with a row of HXL tags",
    layout="Any table with a row of tags (hxlstandard.org) within its first 25 lines; more attributes do no harm.",
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("requirements", "items", "stock", "places", "packages", "package_events"),
    read=read,
)
