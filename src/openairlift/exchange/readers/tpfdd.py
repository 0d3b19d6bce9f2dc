"""A TPFDD-like table of movement requirements, levels of detail I to IV. It claims no compatibility with JOPES."""

from __future__ import annotations

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of, shown
from openairlift.reference import icao_of
from openairlift.units import FOOT_M, Dimension

_AIR = frozenset({"", "a", "air", "p", "optional"})
BULK_M = tuple(inches * FOOT_M / 12 for inches in (104.0, 84.0, 96.0))
OVERSIZE_M = tuple(inches * FOOT_M / 12 for inches in (1_090.0, 117.0, 105.0))
"""Largest length, width and height of bulk and of oversize cargo [m], as AFPAM 10-1403 has them in inches."""

LIFT = {
    **dict.fromkeys("04A", "nat"), **dict.fromkeys("15B", "outsize"), **dict.fromkeys("26C", "oversize"),
    **dict.fromkeys("37D89", "bulk"),
}  # fmt: skip
"""How cargo goes by air, by the second position of its category code, as the decoder of DARPA's Cougaar reads it."""

_CLASSES = ("bulk", "oversize", "outsize")
_PLACES = {"origin": "Where it is at the start", "poe": "Port of embarkation", "pod": "Port of debarkation",
           "dest": "Destination"}  # fmt: skip
_SPELLED = {
    "origin": ("origin", "orig"),
    "poe": ("POE", "APOE", "port of embarkation"),
    "pod": ("POD", "APOD", "port of debarkation"),
    "dest": ("destination", "dest"),
}
_ENDS = {"origin": "requirements.origin", "poe": "requirements.origin", "pod": "requirements.destination",
         "dest": "requirements.destination"}  # fmt: skip


def _place(key: str) -> tuple[Column, Column]:
    spelled = _SPELLED[key]
    stands = {"origin": ", where there is no POE", "pod": ", where there is no destination"}.get(key, "")
    return (
        Column(
            key=key,
            names=(*spelled, *(f"{name} GEOLOC" for name in spelled), *(f"{name} code" for name in spelled)),
            meaning=f"{_PLACES[key]}{stands}: a name or GEOLOC code, which is no ICAO code; --name gives it a place.",
            to=(_ENDS[key],),
        ),
        Column(
            key=f"{key}_icao",
            names=tuple(f"{name} ICAO" for name in spelled),
            meaning=f"{_PLACES[key]} by ICAO or IATA code{stands}; the place is written too.",
            to=(_ENDS[key], "places.icao"),
        ),
    )


COLUMNS = (
    Column(key="uln", names=("ULN", "unit line number"), meaning="Line of a unit.", to=("requirements.req_id",)),
    Column(key="cin", names=("CIN", "cargo increment number"), meaning="Line of cargo.", to=("requirements.req_id",)),
    Column(
        key="pin", names=("PIN", "personnel increment number"), meaning="Line of people.", to=("requirements.req_id",)
    ),
    Column(
        key="line", names=("ULN/CIN/PIN", "line", "requirement", "req_id", "DDP line"),
        meaning="Line, whichever kind it is.", to=("requirements.req_id",),
    ),
    Column(
        key="level", names=("level", "level of detail"), meaning="I to IV (or 1 to 4); else told from what is filled.",
        use=Use.KEPT,
    ),
    Column(key="description", names=("description", "unit name", "unit"), meaning="In words.", use=Use.KEPT),
    Column(key="utc", names=("UTC", "unit type code"), meaning="Unit type code.", use=Use.KEPT),
    Column(
        key="category", names=("cargo category code", "cargo category", "CCC"),
        meaning="Level III: the second of three positions gives the class of the total, or that no aircraft takes it.",
        to=("requirements.cargo_class",),
    ),
    Column(key="service", names=("service", "SVC", "nation"), meaning="Whose it is.", use=Use.KEPT),
    *(column for key in _PLACES for column in _place(key)),
    Column(key="rld", names=("RLD",), meaning="Ready to load at the origin, before the way to the POE.", use=Use.KEPT),
    Column(key="ald", names=("ALD",), meaning="Available to load at the POE.",
           to=("requirements.ready", "stock.ready")),
    Column(key="ead", names=("EAD",), meaning="Earliest arrival at the POD.", to=("requirements.earliest",)),
    Column(key="lad", names=("LAD",), meaning="Latest arrival at the POD.", to=("requirements.latest",)),
    Column(key="rdd", names=("RDD",), meaning="Required at the destination.", to=("requirements.required",)),
    Column(key="crd", names=("CRD",), meaning="Commander's required date; used where no RDD stands.",
           to=("requirements.required",)),
    Column(key="priority", names=("priority", "PRI"), meaning="1 = most urgent; 1 to 99.", to=("requirements.rank",)),
    Column(
        key="mode", names=("mode", "mode source", "mode/source", "M/S"),
        meaning="Mode and source code; rows whose first letter is neither A nor P (optional) nor blank are left out.",
        to=("requirements.req_id",),
    ),
    Column(key="pax", names=("PAX", "passengers"), meaning="People.", to=("requirements.people",)),
    Column(
        key="total", names=("total", "total weight", "weight"), dimension=Dimension.MASS,
        meaning="Level I: mass of all cargo; entered as bulk where no category code gives its class.",
        to=("requirements.mass_kg", "requirements.cargo_class"),
    ),
    Column(
        key="stons", names=("STON", "STONS", "short tons", "total stons"), dimension=Dimension.MASS, unit="st",
        meaning="The same in short tons.", to=("requirements.mass_kg", "requirements.cargo_class"),
    ),
    *(
        Column(
            key=name, names=spelled, dimension=Dimension.MASS, meaning=f"Level II or III: mass of {name} cargo.",
            to=("requirements.mass_kg", "requirements.cargo_class"),
        )
        for name, spelled in (
            ("bulk", ("bulk",)), ("oversize", ("oversize", "over")), ("outsize", ("outsize", "out")),
        )
    ),
    Column(
        key="nat", names=("NAT", "non air transportable"), dimension=Dimension.MASS,
        meaning="Mass that no aircraft takes; it is left out, and told.", to=("requirements.mass_kg",),
    ),
    Column(key="mtons", names=("MTON", "MTONS", "measurement tons"), meaning="Volume; a mass has none here.",
           use=Use.KEPT),
    Column(key="area", names=("square feet", "sqft"), meaning="Floor of vehicles; items have it.", use=Use.KEPT),
    Column(
        key="item", names=("item", "nomenclature", "LIN"), meaning="Level IV: item.",
        to=("requirements.item", "items.item", "items.name", "stock.item"),
    ),
    Column(key="pieces", names=("pieces", "quantity", "qty"), meaning="Level IV: how many; stock of the origin.",
           to=("requirements.quantity", "stock.quantity")),
    Column(
        key="each", names=("weight each", "piece weight", "unit weight"), dimension=Dimension.MASS,
        meaning="Level IV: mass of one.", to=("items.unit_mass_kg",),
    ),
    *(
        Column(
            key=name, names=(name,), dimension=Dimension.LENGTH, unit="in",
            meaning=f"Level IV: {name} of one; inches unless the header says otherwise. Gives the cargo class too.",
            to=(f"items.{name}_m", "items.cargo_class"),
        )
        for name in ("length", "width", "height")
    ),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read the table: a requirement for the people and for each class of cargo of a line."""
    work = Reading(source, COLUMNS)
    for cells in work.rows():
        line = next((text for key in ("uln", "cin", "pin", "line") if (text := cells.text(key))), "")
        ends = _ends(work, cells)
        mode = cells.text("mode").lower()
        if not line:
            work.report.leave_out("it has no ULN, CIN or PIN", row=cells.number)
        elif mode[:1] not in ("", "a", "p") and mode not in _AIR:
            work.report.leave_out("it does not go by air", row=cells.number, got=mode)
        elif "destination" not in ends:
            work.report.leave_out("it has neither destination nor POD", row=cells.number, got=line)
        else:
            _line(work, cells, id_of(line), ends)
    _missing_places(work)
    return work.done()


def _ends(work: Reading, cells: Cells) -> dict[str, str]:
    """Return origin and destination: POE before origin, destination before POD."""
    found: dict[str, str] = {}
    for end, keys in (("origin", ("poe", "origin")), ("destination", ("dest", "pod"))):
        for key in keys:
            code, name = cells.text(f"{key}_icao").upper(), cells.text(key)
            if code:
                found[end] = _airfield(work, cells, f"{key}_icao", code)
            elif name:
                found[end] = work.name("places", name)
            if end in found:
                break
    return found


def _airfield(work: Reading, cells: Cells, key: str, code: str) -> str:
    place, icao = work.name("places", code), icao_of(code)
    if icao is None:
        cells.fault(key, "is no ICAO or IATA code with a known position", allowed="openairlift find airfield NAME")
    elif code not in work.source.names:
        work.add("places", place, {"id": place, "name": code, "icao": icao})
    return place


def _line(work: Reading, cells: Cells, line: str, ends: dict[str, str]) -> None:
    dates = {"ready": "ald", "earliest": "ead", "latest": "lad"}
    shared = {**ends, **{column: cells.moment(key) for column, key in dates.items()}}
    shared["required"] = cells.moment("rdd") or cells.moment("crd")
    rank = cells.amount("priority")
    if rank is not None and 1 <= rank <= 99 and rank == int(rank):
        shared["rank"] = str(int(rank))
    elif rank is not None:
        cells.fault("priority", "is no priority", allowed="a whole number from 1 to 99")
    parts = _parts(work, cells)
    if not parts:
        work.report.leave_out("it states no people and no cargo that can go by air", row=cells.number, got=line)
        return
    for suffix, own in parts:
        name = work.unique("requirements", line if len(parts) == 1 else f"{line}-{suffix}")
        work.add("requirements", name, {"req_id": name, **own, **shared, **cells.kept()})
        if "item" in own:
            place = shared.get("origin", "")
            work.lies(own["item"], float(own["quantity"]), place=place, ready=shared["ready"])
    work.report.used += 1


def _parts(work: Reading, cells: Cells) -> list[tuple[str, dict[str, str]]]:
    """Return what a line asks for: people, then an item, or cargo by class, or a total."""
    parts: list[tuple[str, dict[str, str]]] = []
    people = cells.above("pax")
    if people is not None:
        if people == int(people):
            parts.append(("pax", {"people": str(int(people))}))
        else:
            cells.fault("pax", "is no whole number of people", allowed="a whole number")
    masses = {name: mass for name in _CLASSES if (mass := cells.above(name)) is not None}
    total = cells.above("total") or cells.above("stons")
    if cells.text("item") and (item := _item(work, cells)):
        parts.append(("item", item))
    elif masses:
        parts += [(name, {"cargo_class": name, "mass_kg": shown(mass)}) for name, mass in masses.items()]
        told = sum(masses.values()) + (cells.above("nat") or 0.0)
        if total is not None and abs(total - told) > 0.02 * total + 1:
            cells.fault("total" if cells.has("total") else "stons", "is not the sum of the classes, which were taken")
    elif total is not None and not cells.has("nat"):
        found = _lift(cells)
        if found == "nat":
            reason = "its category code says that it is not air-transportable"
            work.report.leave_out(reason, row=cells.number, got=cells.text("category"))
            return parts
        parts.append(("cargo", {"cargo_class": found or "bulk", "mass_kg": shown(total)}))
        if not found:
            work.report.note("Totals without a class of cargo were entered as bulk and may need larger aircraft.")
    if cells.above("nat") is not None:
        reason = "cargo of it is not air-transportable; that part is left out"
        work.report.leave_out(reason, row=cells.number, got=cells.text("nat"))
    return parts


def _lift(cells: Cells) -> str:
    """Return the class of cargo that a category code names, "nat" where no aircraft takes it, "" where none does."""
    code = cells.text("category").upper()
    if not code:
        return ""
    if len(code) != 3 or code[1] not in LIFT:
        cells.fault("category", "is no category code that is known", allowed="three positions, such as R2D")
        return ""
    return LIFT[code[1]]


def _item(work: Reading, cells: Cells) -> dict[str, str] | None:
    name, pieces, each = cells.text("item"), cells.above("pieces"), cells.above("each")
    if pieces is None or each is None:
        cells.fault("item", "has no number of pieces, or no weight of one", allowed="both, for level IV")
        return None
    size = {side: cells.above(side) for side in ("length", "width", "height")}
    stated = _lift(cells) if None in size.values() else ""
    row = {"name": name, "unit_mass_kg": shown(each), "cargo_class": cargo_class(*size.values())}
    if stated in _CLASSES:
        row["cargo_class"] = stated
    row |= {f"{side}_m": f"{value:.4g}" for side, value in size.items() if value is not None}
    if None in size.values() and stated not in _CLASSES:
        work.report.note("Items without all three dimensions were entered as bulk and may need larger aircraft.")
    # Two lines may use one word for things of another size: those are two items.
    known = next((k for k, v in work.tables.get("items", {}).items() if {**v, "item": ""} == {**row, "item": ""}), "")
    key = known or work.unique("items", id_of(name))
    work.add("items", key, {"item": key, **row})
    return {"item": key, "quantity": shown(pieces)}


def cargo_class(length: float | None, width: float | None, height: float | None) -> str:
    """Return the class of an item by its dimensions [m]; bulk where one is not stated.

    Examples
    --------
    >>> cargo_class(2.0, 1.5, 1.5), cargo_class(7.0, 2.5, 2.5), cargo_class(9.0, 3.6, 2.4)
    ('bulk', 'oversize', 'outsize')
    """
    if length is None or width is None or height is None:
        return "bulk"
    size = (max(length, width), min(length, width), height)
    for name, most in (("bulk", BULK_M), ("oversize", OVERSIZE_M)):
        if all(value <= limit for value, limit in zip(size, most, strict=True)):
            return name
    return "outsize"


def _missing_places(work: Reading) -> None:
    rows = work.tables.get("requirements", {}).values()
    named = sorted({row[end] for row in rows for end in ("origin", "destination") if row.get(end)})
    lacking = [name for name in named if name not in work.tables.get("places", {})]
    lacking = [name for name in lacking if name not in work.source.names.values()]
    if lacking:
        some = ", ".join(lacking[:8]) + (" …" if len(lacking) > 8 else "")
        work.report.note(f"places.csv has to have {some}; --name CODE=PLACE gives a code the id of one.")


READER = Reader(
    name="tpfdd",
    title="TPFDD-like table of movement requirements, levels I to IV",
    layout=(
        "A table with the words of time-phased force and deployment data. No field-by-field layout of JOPES is public; "
        "this one is ours, and no compatibility is claimed."
    ),
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("requirements", "items", "stock", "places"),
    read=read,
)
