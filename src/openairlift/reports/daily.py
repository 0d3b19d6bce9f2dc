"""Daily products as a person reads them: text, one page to print (a sheet a station), and CSV tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from openairlift.reports.reading import Record, get, records
from openairlift.reports.shell import document
from openairlift.reports.show import Show, count, parse_date, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table

Grid = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A title, a header, and rows."""

_AT = ("at_utc", "at_local")
_CARGO = ("requirement", "load", "item", "pieces", "mass_kg", "hazard_class")
COLUMNS = {
    "load-lists.csv": (
        *("mission", "tail", "type", "from", "to", "onload_utc", "onload_local", "block_out_utc", "block_out_local"),
        *("block_in_utc", "block_in_local", "requirement", "package", "load", "item", "name", "pieces", "mass_kg"),
        *("volume_m3", "positions", "cargo_class", "hazard_class", "explosive_kg", "cold", "rank", "destination"),
    ),
    "movements.csv": ("place", "kind", *_AT, "other", "mission", "tail", "type", "purpose", "loaded"),
    "slots.csv": (
        *("place", "mission", "tail", "type", "purpose", "block_in_utc", "block_in_local", "service_start_utc"),
        *(
            "service_start_local",
            "service_end_utc",
            "service_end_local",
            "block_out_utc",
            "block_out_local",
            "ground_h",
        ),
    ),
    "trucks.csv": ("place", *_AT, "to", "mode", "trip", "trips", *_CARGO),
    "stock.csv": ("place", "item", "name", "opening", "left", "drawn_today", "ready_utc", "ready_local"),
}
"""Columns of the CSV tables."""

SHEETS = {
    "load-lists.csv": ("Load lists", "What goes aboard, a row a load"),
    "movements.csv": ("Station boards", "Arrivals and departures, a row a movement"),
    "slots.csv": ("Slots", "Planned ground intervals, a row a stop"),
    "trucks.csv": ("Onward trucks", "What goes on by surface, a row a load"),
    "stock.csv": ("Stock", "What lies there at the day's start, a row an item"),
}
"""Title and meaning of each table in a workbook."""

PLANNED = "Planned times: of the plan carried out without luck. A run may be later."
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def daily_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``daily`` as text."""
    banner = _banner(found)
    lines = [banner, ""] if banner else []
    lines += [str(get(found, "title")), _facts(found), PLANNED]
    for title, sheets in _sheets(found):
        lines += ["", title, "=" * len(title)]
        for name, header, rows in sheets:
            lines += ["", name, *(f"  {line}" for line in _grid(header, rows))]
        if not sheets:
            lines.append("  nothing on this day")
    return "\n".join([*lines, *(["", banner] if banner else [])])


def daily_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``daily`` as HTML in one file: a sheet a station, to print on A4."""
    banner = _banner(found)
    note = el("p", banner, class_="banner", role="note") if banner else None
    title = f"{get(found, 'title')}: {str(get(found, 'from'))[:10]}"
    sheets = [
        el(
            "section",
            el("h2", name),
            el("p", f"{title} · {_facts(found)}", class_="note"),
            [el("div", el("h3", head), table(header, rows, class_="small")) for head, header, rows in grids]
            or el("p", "Nothing on this day."),
            el("p", banner, class_="note") if banner else None,
            class_="sheet",
        )
        for name, grids in _sheets(found)
    ]
    body = el(
        "body",
        note,
        el(
            "header",
            el("p", "OpenAirlift daily products", class_="kicker"),
            el("h1", title),
            el("p", _facts(found), " ", PLANNED),
        ),
        el("main", sheets),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note"), note),
        class_="sheets",
    )
    return document(f"{title} – OpenAirlift", Markup(body))


def daily_tables(found: dict[str, Any]) -> dict[str, str]:
    """Return the products as CSV texts by file name; masses in kg, times in UTC and local time.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; a display banner stands in its own
    column.
    """
    banner = _banner(found)
    return {name: _csv(COLUMNS[name], rows, banner) for name, rows in daily_rows(found).items()}


def daily_notes(found: dict[str, Any]) -> tuple[str, ...]:
    """Return what a reader of the tables has to know: the day, the plan, what the times are, and zones by station."""
    zones = [f"{row['place']}: {row['tz'] or 'UTC'}" for row in records(found, "stations")]
    return _facts(found), PLANNED, f"Local times, by station: {'; '.join(zones) or 'no station'}"


def daily_rows(found: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the products by file name, by column of `COLUMNS`."""
    stations = records(found, "stations")
    return {
        "load-lists.csv": [
            {**_flat(mission, ("loads", "mass_kg", "positions")), **_flat(load)}
            for mission in records(found, "load_lists")
            for load in records(mission, "loads")
        ],
        "movements.csv": [{"place": s["place"], **_flat(row)} for s in stations for row in records(s, "movements")],
        "slots.csv": [{"place": s["place"], **_flat(row)} for s in stations for row in records(s, "slots")],
        "trucks.csv": [{"place": s["place"], **_flat(row)} for s in stations for row in records(s, "trucks")],
        "stock.csv": [_flat(row) for row in records(found, "stock")],
    }


def _flat(row: Record, without: Sequence[str] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name in without:
            continue
        if isinstance(value, dict):
            found |= {f"{name}_{zone}": text for zone, text in value.items()}
        else:
            found[name] = ";".join(map(str, value)) if isinstance(value, list) else value
    return found


def _csv(columns: Sequence[str], rows: Sequence[Record], banner: str) -> str:
    header = [*columns, *(["banner"] if banner else [])]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_safe(banner if name == "banner" else row.get(name)) for name in header])
    return text.getvalue()


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _banner(found: Record) -> str:
    return str(get(get(found, "scenario"), "banner", default="") or "")


def _facts(found: Record) -> str:
    plan = get(found, "plan")
    options = ", ".join(get(get(found, "scenario"), "options", default=[]))
    missions = count(int(get(plan, "missions")), "mission")
    show, begins = Show.of(found), parse_date(get(found, "from"))
    day = "" if begins is None or show.start is None else f" ({show.day((begins - show.start) // timedelta(days=1))})"
    return (
        f"{_zulu(get(found, 'from'))} to {_zulu(get(found, 'to'))}{day} · plan of {missions} ({get(plan, 'method')}) · "
        f"{'options: ' + options if options else 'base case'}"
    )


def _zulu(text: object) -> str:
    return str(text).replace("T", " ")


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, *rows)
    ]


class _Words:
    """Cells of one day, in the units of a profile; times of another day carry their date."""

    def __init__(self, found: Record) -> None:
        self.show = Show.of(found)
        self.day = str(get(found, "from"))[:10]
        self.head = ("Zulu" if self.show.nato else "UTC", "Local")

    def time(self, moment: Record | None) -> tuple[str, str]:
        """Return UTC and local time, the local one with its offset where it is another."""
        if moment is None or moment["utc"] is None:
            return "–", "–"
        return self._clock(moment["utc"]), self._clock(moment["local"])

    def _clock(self, text: str) -> str:
        date, clock = text[:10], text[11:16]
        return clock if date == self.day else f"{date[5:]} {clock}"

    def both(self, moment: Record | None) -> str:
        utc, local = self.time(moment)
        return utc if utc == local else f"{utc} ({local} local)"

    def mass(self, kg: float) -> str:
        return plain(self.show.mass_value(kg))


def _sheets(found: Record) -> list[tuple[str, list[Grid]]]:
    words = _Words(found)
    stock: dict[str, list[Record]] = {}
    for row in records(found, "stock"):
        stock.setdefault(str(row["place"]), []).append(row)
    lists: dict[str, list[Record]] = {}
    for row in records(found, "load_lists"):
        lists.setdefault(str(row["from"]), []).append(row)
    sheets = []
    for station in records(found, "stations"):
        name = str(station["place"])
        icao = f", {station['icao']}" if station["icao"] else ""
        limits = [
            f"parking {station['parking']}" if station["parking"] else "",
            f"working {station['working']}" if station["working"] is not None else "",
        ]
        told = "; ".join(part for part in limits if part)
        title = f"{name}: {station['name']}{icao} (local time: {station['tz'] or 'UTC'}{'; ' + told if told else ''})"
        grids = [*_board(words, station), *_slots(words, station)]
        grids += [_load_list(words, row) for row in lists.pop(name, [])]
        grids += [*_trucks(words, station), *_storage(words, station), *_stock(words, stock.pop(name, []))]
        sheets.append((title, grids))
    return sheets + [(f"{name}: stock", _stock(words, rows)) for name, rows in stock.items()]


def _board(words: _Words, station: Record) -> list[Grid]:
    grids: list[Grid] = []
    for kind, head in (("arrival", "From"), ("departure", "To")):
        rows = [
            (
                *words.time(row["at"]), str(row["mission"]), str(row["tail"]), str(row["type"]), str(row["other"]),
                str(row["purpose"]) if kind == "arrival" else ("loaded" if row["loaded"] else "empty"),
            )
            for row in records(station, "movements")
            if row["kind"] == kind
        ]  # fmt: skip
        if rows:
            last = "Lands for" if kind == "arrival" else "Cargo"
            grids.append((f"{kind.capitalize()}s", (*words.head, "Mission", "Tail", "Type", head, last), rows))
    return grids


def _slots(words: _Words, station: Record) -> list[Grid]:
    rows = [
        (
            str(row["mission"]), str(row["tail"]), str(row["type"]), str(row["purpose"]), words.both(row["block_in"]),
            words.both(row["service_start"]), words.both(row["service_end"]), words.both(row["block_out"]),
            "–" if row["ground_h"] is None else f"{row['ground_h']:.1f}",
        )
        for row in records(station, "slots")
    ]  # fmt: skip
    header = ("Mission", "Tail", "Type", "For", "Block-in", "Service from", "to", "Block-out", "On the ground [h]")
    return [("Slots: planned ground intervals", header, rows)] if rows else []


def _load_list(words: _Words, row: Record) -> Grid:
    unit = words.show.mass_unit
    positions = f" of {row['positions_of_type']}" if row["positions_of_type"] else ""
    hazard = f", hazard {'; '.join(row['hazard_classes'])}" if row["hazard_classes"] else ""
    title = (
        f"Load list of mission {row['mission']}: {row['tail']} ({row['type']}) to {row['to']}, "
        f"onload {words.both(row['onload'])}, block-out {words.both(row['block_out'])}; "
        f"{words.mass(row['mass_kg'])} {unit}, {plain(float(row['positions']))}{positions} positions{hazard}"
    )
    rows = [
        (
            f"{load['requirement']} #{load['load']}", str(load["name"] or load["item"]),
            "–" if load["pieces"] is None else plain(float(load["pieces"])), words.mass(load["mass_kg"]),
            plain(float(load["positions"])), str(load["cargo_class"]), str(load["hazard_class"] or "–"),
            str(load["rank"]), str(load["destination"]),
        )
        for load in records(row, "loads")
    ]  # fmt: skip
    header = ("Requirement", "Item", "Pieces", f"Mass [{unit}]", "Positions", "Class", "Hazard", "Rank", "For")
    return title, header, rows


def _trucks(words: _Words, station: Record) -> list[Grid]:
    rows = [
        (
            *words.time(row["at"]), str(row["to"]), str(row["mode"]),
            "–" if row["trip"] is None else f"{row['trip']} of {row['trips']}", f"{row['requirement']} #{row['load']}",
            str(row["item"]), "–" if row["pieces"] is None else plain(float(row["pieces"])), words.mass(row["mass_kg"]),
            str(row["hazard_class"] or "–"),
        )
        for row in records(station, "trucks")
    ]  # fmt: skip
    unit = words.show.mass_unit
    header = (*words.head, "To", "Mode", "Vehicle", "Load", "Item", "Pieces", f"Mass [{unit}]", "Hazard")
    return [("Onward by surface", header, rows)] if rows else []


def _storage(words: _Words, station: Record) -> list[Grid]:
    rows = [
        (
            f"{row['requirement']} #{row['load']}", str(row["item"]),
            "–" if row["pieces"] is None else plain(float(row["pieces"])), words.mass(row["mass_kg"]),
            str(row["hazard_class"] or "–"), words.both(row["landed"]), str(row["destination"]),
        )
        for row in records(station, "in_storage")
    ]  # fmt: skip
    header = ("Load", "Item", "Pieces", f"Mass [{words.show.mass_unit}]", "Hazard", "Landed", "For")
    return [("In storage at the day's start, not gone on", header, rows)] if rows else []


def _stock(words: _Words, stock: Sequence[Record]) -> list[Grid]:
    rows = [
        (
            str(row["name"] or row["item"]), f"{row['opening']:,.0f}", f"{row['left']:,.0f}",
            f"{row['drawn_today']:,.0f}", "–" if row["ready"] is None else words.both(row["ready"]),
        )
        for row in stock
    ]  # fmt: skip
    header = ("Item", "At the start of the airlift", "At the day's start", "Drawn on the day", "Ready from")
    return [("Stock", header, rows)] if rows else []
