"""Actual flights beside plan and forecast, as a person reads it: text, and one offline page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openairlift.reports.reading import Record, get, records
from openairlift.reports.shell import document
from openairlift.reports.show import MARK_WORDS, METER_WORDS, NOT_WITHIN, Show, count, parse_date, percent, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table
from openairlift.reports.wrapping import wrap

LISTED = 12
"""Rows of a list that the text shows."""

FATES = {
    "flown": "flown",
    "diverted": "diverted",
    "lost": "lost",
    "no_show": "no-show (its cargo never turned up)",
    "cancelled": "cancelled",
    "under_way": "under way",
    "open": "not begun",
}
STAGES = {
    "landed": "with their cargo off",
    "unloading": "unloading, or waiting to",
    "air": "in the air with cargo",
    "loading": "loading, or waiting to",
    "begun": "on the way to their cargo",
    "waiting": "not begun",
    "off": "cancelled or without cargo",
    "lost": "lost",
}

Grid = tuple[Sequence[str], Sequence[Sequence[str]]]
"""A header, and rows."""

Section = tuple[str, list[str], list[Grid]]
"""A title, sentences, and tables."""


def log_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``log`` as text, at most 100 columns wide where tables allow."""
    lines = [*wrap(str(get(found, "title")), ""), *wrap(_facts(found), "")]
    banner = get(get(found, "scenario"), "banner")
    if banner:
        lines = [*wrap(str(banner), ""), *lines]
    for title, sentences, tables in _sections(found):
        lines += ["", title]
        lines += [line for sentence in sentences[:LISTED] for line in wrap(sentence, "  - ", "    ")]
        if len(sentences) > LISTED:
            lines.append(f"  … and {len(sentences) - LISTED} more; --json lists all")
        for header, rows in tables:
            lines += [f"  {line}" for line in _grid(header, rows)]
    return "\n".join(lines)


def log_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``log`` as HTML in one file, without network, clock or path."""
    banner = get(get(found, "scenario"), "banner")
    title = f"{get(found, 'title')}: flights flown"
    sections = [
        el(
            "section",
            el("h2", name),
            el("ul", [el("li", sentence) for sentence in sentences]) if sentences else None,
            [table(header, rows, numeric=range(1, len(header))) for header, rows in tables],
        )
        for name, sentences, tables in _sections(found)
    ]
    toml = str(get(get(found, "take_over"), "toml"))
    block = el("details", el("summary", "The block for evidence.toml"), el("pre", toml)) if toml else None
    log = get(found, "log")
    note = f"Version {get(found, 'version')} · {get(log, 'file')}, SHA-256 {get(log, 'sha256')}"
    body = el(
        "body",
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift flight log", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el("main", sections, block),
        el("footer", el("p", note, class_="note")),
    )
    return document(f"{title} – OpenAirlift", Markup(body))


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (header, *rows)
    ]


def _show(found: Record) -> Show:
    return Show.of(found)


def _when(found: Record, text: object) -> str:
    moment = parse_date(text)
    return NOT_WITHIN if text is None or moment is None else _show(found).moment(moment)


def _facts(found: Record) -> str:
    log, plan = get(found, "log"), get(found, "plan")
    options = ", ".join(get(get(found, "scenario"), "options", default=[]))
    rows, missions = count(int(get(log, "rows")), "row"), count(int(get(plan, "missions")), "mission")
    return (
        f"{rows} of {get(log, 'file')}, known by {_when(found, get(found, 'at'))} · plan of {missions} "
        f"({get(plan, 'method')}) · {'options: ' + options if options else 'base case'}"
    )


def _sections(found: Record) -> list[Section]:
    return [
        ("What flew", _flown(found), []),
        ("Against plan and forecast", _against(found), [_days(found)]),
        ("What the log says of the inputs", _inputs(found), _estimates(found)),
        ("Take over as parameters", _taken(found), []),
        ("Forecast given the log", _forecast(found), [_ahead(found)]),
        ("What the forecast conditions on", [str(text) for text in get(get(found, "forecast"), "conditions")], []),
        *_unmatched(found),
    ]


def _flight(row: Record) -> str:
    name = get(row, "flight") or get(row, "tail") or get(row, "type")
    number = get(row, "mission")
    mission = f", mission {number}" if number else ""
    return f"row {get(row, 'row')} ({name}, {get(row, 'from')} > {get(row, 'to')}{mission})"


def _flown(found: Record) -> list[str]:
    fates, late, show = get(found, "fates"), get(found, "late"), _show(found)
    told = [", ".join(f"{fates[name]:,} {words}" for name, words in FATES.items() if fates.get(name)) + "."]
    share = get(late, "share")
    if share is not None:
        told.append(
            f"{late['late']:,} of {late['late'] + late['on_time']:,} landed more than "
            f"{plain(float(get(found, 'tolerance_min')))} min late: "
            f"{percent(share['value'])} (95 % interval {percent(share['low'])} to {percent(share['high'])})."
        )
    worst = records(late, "flights")[:3]
    if worst:
        told.append("Latest: " + "; ".join(f"{_flight(row)} by {_hours(row['late_min'] / 60)}" for row in worst) + ".")
    for row in records(found, "events"):
        at = f" to {row['landed_at']}" if row["fate"] == "diverted" and row["landed_at"] else ""
        note = f": {row['note']}" if row["note"] else ""
        told.append(f"{FATES[row['fate']].split(' (')[0].capitalize()}{at}: {_flight(row)}{note}.")
    missing = records(found, "missing")
    if missing:
        listed = ", ".join(str(row["mission"]) for row in missing[:20]) + (" …" if len(missing) > 20 else "")
        told.append(
            "Planned to have landed with cargo by then, and not in the log: "
            f"{count(len(missing), 'leg')} (missions {listed})."
        )
    booked, flown = float(get(found, "booked_kg")), float(get(found, "payload_kg"))
    if flown:
        of = f" of {show.mass(booked)} booked" if booked else ""
        told.append(f"Payload that landed, by the rows that tell it: {show.mass(flown)}{of}.")
    return told


def _hours(hours: float) -> str:
    return f"{hours:,.1f} h" if abs(hours) >= 1 else f"{hours * 60:,.0f} min"


def _against(found: Record) -> list[str]:
    rows = records(found, "by_day")
    if not rows:
        return []
    last, show = rows[-1], _show(found)
    inside = sum(
        row["p10_kg"] <= row["actual_kg"] * (1 + 1e-3) and row["actual_kg"] * (1 - 1e-3) <= row["p90_kg"]
        for row in rows
    )
    return [
        f"Landed by {_when(found, last['by'])}: {show.mass(last['actual_kg'])}; planned "
        f"{show.mass(last['planned_kg'])}; forecast {show.mass(last['p50_kg'])} "
        f"({show.mass(last['p10_kg'])} to {show.mass(last['p90_kg'])}, P10 to P90).",
        f"{inside} of {count(len(rows), 'moment')} lie within P10 to P90 of the forecast; four of five are expected.",
    ]


def _days(found: Record) -> Grid:
    show = _show(found)
    unit = show.mass_unit

    def mass(value: float) -> str:
        return plain(show.mass_value(value))

    rows = [
        (
            _when(found, row["by"]), str(row["planned_flights"]), str(row["flights"]), mass(row["planned_kg"]),
            mass(row["p10_kg"]), mass(row["p50_kg"]), mass(row["p90_kg"]), mass(row["actual_kg"]),
        )
        for row in records(found, "by_day")
    ]  # fmt: skip
    header = ("Landed by", "Flights planned", "flown", f"Planned [{unit}]", "P10", "P50", "P90", f"Actual [{unit}]")
    return header, rows


def _interval(one: Record, digits: int = 2) -> str:
    if one["low"] is None:
        return "too few"
    return f"{one['low']:.{digits}f} to {one['high']:.{digits}f}"


def _inputs(found: Record) -> list[str]:
    told = [str(text) for text in get(get(found, "estimates"), "left_out")]
    apart = any(_is_apart(row) for name in _GROUND for row in records(get(found, "estimates"), name))
    return [*(f"Left out: {text}." for text in told), *([APART] if apart else [])]


_GROUND = ("ground_times", "ground_times_by_place_and_type")
APART = "* = the scenario's value lies outside the 95 % interval."


def _is_apart(row: Record) -> bool:
    hours, assumed = row["hours"], row["assumed_h"]
    return assumed is not None and hours["low"] is not None and not hours["low"] <= assumed <= hours["high"]


def _estimates(found: Record) -> list[Grid]:
    made = get(found, "estimates")
    tables: list[Grid] = []
    grounds = records(made, "ground_times")
    head = ("n", "Mean [h]", "95 % interval", "Scenario [h]")

    def ground(name: str, row: Record) -> tuple[str, ...]:
        hours, assumed = row["hours"], row["assumed_h"]
        told = "–" if assumed is None else f"{assumed:.2f}"
        return (
            name,
            str(hours["count"]),
            f"{hours['value']:.2f}",
            _interval(hours),
            told + (" *" if _is_apart(row) else ""),
        )

    if grounds:
        tables.append((("Ground time (row of ground_times)", *head), [ground(row["row"], row) for row in grounds]))
    for key, title in (
        ("ground_times_by_place_and_type", "Ground time by place and type"),
        ("stays_with_waiting", "Block-in to block-out, waiting included"),
    ):
        rows = records(made, key)
        if rows:
            cells = [ground(f"{row['place']} {row['type']} {row['purpose']}", row) for row in rows]
            tables.append(((title, *head), cells))
    loads = records(made, "payloads")
    if loads:
        show = _show(found)
        header = ("Payload flown", "n", f"Mean [{show.mass_unit}]", "Of planning payload", "95 % interval", "Scenario")
        rows_ = [
            (
                row["type"], str(row["kg"]["count"]), plain(show.mass_value(row["kg"]["value"])),
                f"{row['share']['value']:.2f}", _interval(row["share"]),
                "1 (not stated)" if row["assumed_share"] is None else f"{row['assumed_share']:.2f}",
            )
            for row in loads
        ]  # fmt: skip
        tables.append((header, rows_))
    absent = records(made, "no_shows")
    if absent:
        header = ("No-show", "Flights", "Absent", "Share", "95 % interval", "Scenario")
        rows_ = [
            (
                row["requirement"] or "all", str(row["share"]["count"]), str(row["absent"]),
                f"{row['share']['value']:.3f}",
                _interval(row["share"], 3), "–" if row["assumed_share"] is None else f"{row['assumed_share']:.3f}",
            )
            for row in absent
        ]  # fmt: skip
        tables.append((header, rows_))
    return tables


def _taken(found: Record) -> list[str]:
    made = get(found, "take_over")
    told = [f"{row['key']} = {_cut(str(row['value']))}: {row['formula']}." for row in records(made, "parameters")]
    told += [f"Not {row['what']}: {row['reason']}." for row in records(made, "not_taken")]
    return told or ["Nothing: the log tells of no ground time, payload or no-show."]


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + " …"


def _forecast(found: Record) -> list[str]:
    made = get(found, "forecast")
    stages = get(made, "stages")
    told = [
        "Missions: "
        + ", ".join(f"{stages[name]:,} {words}" for name, words in STAGES.items() if stages.get(name))
        + "."
    ]
    for name, words in (
        ("dropped", "Not flown any more"),
        ("overdue", "Overdue: planned to have begun, and not in the log"),
    ):
        rows = get(made, name)
        if rows:
            told.append(
                f"{words}: {count(len(rows), 'mission')} "
                f"({', '.join(map(str, rows[:20]))}{' …' if len(rows) > 20 else ''})."
            )
    for name, words in (("now", "All is there, given the log"), ("before", "Before anything was flown")):
        one = get(get(made, "closure"), name)
        told.append(
            f"{words}: P50 {_when(found, one['p50'])}, P10 {_when(found, one['p10'])}, P90 {_when(found, one['p90'])}; "
            f"within the horizon in {percent(float(one['share']))} of {count(int(get(made, 'runs')), 'run')}."
        )
    return told


def _ahead(found: Record) -> Grid:
    made, show = get(found, "forecast"), _show(found)
    meter = str(get(made, "meter"))

    def amount(value: float) -> str:
        return plain(show.mass_value(value)) if meter == "mass" else plain(value)

    unit = show.mass_unit if meter == "mass" else METER_WORDS[meter]
    head = f"{MARK_WORDS[str(get(made, 'mark'))].capitalize()} by [{unit}]"
    names = [f"{word} {name}" for word in ("given the log", "before") for name in ("P10", "P50", "P90")]
    rows = [
        (_when(found, row["by"]), *(amount(value) for value in row["now"]), *(amount(value) for value in row["before"]))
        for row in records(made, "by_day")
    ]
    return (head, *names), rows


def _unmatched(found: Record) -> list[Section]:
    made = get(found, "matching")
    by = ", ".join(f"{number:,} by {_BY[name]}" for name, number in get(made, "by").items())
    told = [
        f"{made['matched']:,} of {count(int(get(get(found, 'log'), 'rows')), 'row')} are legs of the plan"
        f"{': ' + by if by else ''}."
    ]
    told += [f"Not matched: {_flight(row)}: {row['reason']}." for row in records(made, "unmatched")]
    return [("How rows were matched with the plan", told, [])]


_BY = {"mission": "their mission", "tail": "their tail", "route": "type, route and time", "diversion": "a diversion"}
