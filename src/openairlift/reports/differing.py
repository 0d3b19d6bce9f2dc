"""What changed between two scenarios or runs, in words: text, and one offline page."""

from __future__ import annotations

from typing import Any

from openairlift.reports.reading import Record
from openairlift.reports.shell import document
from openairlift.reports.show import Show, count, parse_date, percent, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table
from openairlift.reports.wrapping import wrap

SHOWN = 20
"""Entries of a list that text shows; the page and the JSON hold all."""


MISSIONS = 8
"""Missions that text shows."""


def diff_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``diff`` as a person reads it, at most 100 columns wide."""
    show = _show(found)
    parts = [(_clean(found["title"]), [_facts(found)]), ("Inputs", _inputs(found)), ("Plan", _plan(found, show))]
    parts.append(("Results", _results(found, show)))
    lines: list[str] = []
    for title, said in parts:
        lines += ["", title] if lines else [title]
        for sentence in said:
            lines += wrap(sentence, "  - ", "    ")
    return "\n".join(lines) + "\n"


def diff_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``diff`` as HTML in one file, without network, clock or path."""
    show = _show(found)
    title = f"{found['title']}: what changed"
    banner = found["scenario"]["banner"]
    note = el("p", banner, class_="banner", role="note") if banner else None
    inputs = [
        (el("code", row["cell"]), row["kind"], row["before"] or "–", row["after"] or "–", _basis(row), row["source"])
        for row in found["inputs"]
    ]
    missions = [
        (row["kind"], ", ".join(row["what"]) or "–", _sortie(row["before"], show), _sortie(row["after"], show))
        for row in found["plan"]["missions"]
    ]
    lines = [
        (row["line"], _line(row, "before", show), _line(row, "after", show)) for row in found["plan"]["requirements"]
    ]
    body = el(
        "body",
        note,
        el("header", el("p", "OpenAirlift changes", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el(
            "main",
            _section(
                f"Inputs ({len(inputs)})", "Nothing that is stated differs.",
                table(("Cell", "Change", "Before", "After", "Basis", "Source"), inputs) if inputs else None,
            ),
            el("section", el("h2", "Plan"), el("ul", [el("li", words) for words in _counted(found)]),
               table(("Change", "In what", "Before", "After"), missions) if missions else None,
               el("h3", "When the last of it is planned to be there") if lines else None,
               table(("Requirement", "Before", "After"), lines) if lines else None),
            _results_section(found, show),
        ),
        el("footer", el("p", f"Version {found['version']}", class_="note"), note),
    )  # fmt: skip
    return document(f"{title} – OpenAirlift", body)


def _section(title: str, nothing: str, content: Markup | None) -> Markup:
    return el("section", el("h2", title), el("p", nothing) if content is None else content)


def _results_section(found: Record, show: Show) -> Markup:
    results = found["results"]
    if results is None:
        return _section("Results", "Nothing was simulated.", None)
    rows = [
        (row["name"], _value(row["before"], row["unit"], show), _value(row["after"], row["unit"], show),
         _change(row, show), f"{row['runs']:,}", _left(row) or "–")
        for row in results["numbers"]
    ]  # fmt: skip
    head = ("Number", "Before", "After", "Change [95 % interval]", "Runs", "Not counted")
    return el("section", el("h2", "Results"), el("p", _luck(results)), el("p", _closed(results)), table(head, rows))


def _show(found: Record) -> Show:
    return Show.of(found)


def _facts(found: Record) -> str:
    def side(row: Record) -> str:
        options = f" with {', '.join(row['options'])}" if row["options"] else ""
        return f"{row['kind']} {row['name']}{options} ({row['fingerprint'][:8]})"

    return f"from {side(found['before'])} to {side(found['after'])}"


def _inputs(found: Record) -> list[str]:
    rows = found["inputs"]
    said = []
    for row in rows[:SHOWN]:
        if row["kind"] == "basis":
            said.append(f"{row['cell']}: the same value, {row['basis_before']} before, now {row['basis']}")
            continue
        words = f"{row['before'] or 'blank'} -> {row['after'] or 'blank'}"
        if row["kind"] in ("added", "removed"):
            words = f"{row['kind']}: {row['after'] if row['kind'] == 'added' else row['before']}"
        basis = f" ({_basis(row)})" if _basis(row) != "–" else ""
        said.append(f"{row['cell']}: {words}{basis}")
    if len(rows) > SHOWN:
        said.append(f"and {len(rows) - SHOWN:,} more, in the page and the JSON")
    return said or ["nothing that is stated differs"]


def _basis(row: Record) -> str:
    was, now = row["basis_before"], row["basis"]
    if was is None or now is None or was == now:
        return now or was or "–"
    return f"{was}, now {now}"


def _counted(found: Record) -> list[str]:
    plan = found["plan"]
    counts, moved = plan["counts"], plan["moved_in"]
    what = f" (in {', '.join(f'{name} {number}' for name, number in moved.items())})" if moved else ""
    kept = plan["missions_before"] - counts["gone"] - counts["moved"]
    return [
        f"{count(plan['missions_before'], 'mission')} before, {plan['missions_after']:,} now: {counts['new']} new, "
        f"{counts['gone']} gone, {counts['moved']} moved{what}, {kept} the same"
    ]


def _plan(found: Record, show: Show) -> list[str]:
    said = _counted(found)
    said += [
        f"{row['line']}: last of it {_line(row, 'before', show)} -> {_line(row, 'after', show)}"
        for row in found["plan"]["requirements"][:SHOWN]
    ]
    for row in found["plan"]["missions"][:MISSIONS]:
        if row["kind"] == "moved":
            said.append(
                f"moved ({', '.join(row['what'])}): {_sortie(row['before'], show)} -> {_sortie(row['after'], show)}"
            )
        else:
            said.append(f"{row['kind']}: {_sortie(row['after'] or row['before'], show)}")
    more = len(found["plan"]["missions"]) - MISSIONS
    if more > 0:
        said.append(f"and {more:,} more missions, in the page and the JSON")
    return said


def _sortie(row: Record | None, show: Show) -> str:
    if row is None:
        return "–"
    moment = parse_date(row["offload"])
    when = "not within horizon" if moment is None else show.moment(moment, row["route"][-1])
    what = f"{', '.join(row['loads'])}, {show.mass(row['mass_kg'])}"
    return f"{row['tail']}, {' > '.join(row['route'])}, {what}, offload {when}"


def _line(found: Record, side: str, show: Show) -> str:
    row = found[side]
    if row is None:
        return "not asked for"
    moment = parse_date(row["last"])
    missed = f", {show.mass(row['missed_kg'])} not there in time" if row["missed_kg"] else ""
    return ("never" if moment is None else show.moment(moment, found["destination"])) + missed


def _luck(results: Record) -> str:
    if results["luck"] == "shared":
        return "Both have the same luck: runs are compared in pairs, and intervals are of the differences."
    return (
        f"Luck is not the same (seeds {results['seed_before']} and {results['seed_after']}): intervals are those of "
        "two independent samples, and wider; the same seed would narrow them."
    )


def _closed(results: Record) -> str:
    before, after = percent(results["closed_share_before"]), percent(results["closed_share_after"])
    return f"Everything is there within the horizon in {before} of the runs before, in {after} now."


def _results(found: Record, show: Show) -> list[str]:
    results = found["results"]
    if results is None:
        return ["nothing was simulated"]
    said = [_luck(results), _closed(results)]
    for row in results["numbers"]:
        words = f"{_value(row['before'], row['unit'], show)} -> {_value(row['after'], row['unit'], show)}"
        left = _left(row)
        said.append(f"{row['name']}: {words}, change {_change(row, show)}" + (f"; {left}" if left else ""))
    return said


def _change(row: Record, show: Show) -> str:
    if row["before"] == row["after"] and row["interval"]["low"] == row["interval"]["high"]:
        return "none"
    low, high = (_value(row["interval"][end], row["unit"], show, sign=True) for end in ("low", "high"))
    words = f"{_value(row['change'], row['unit'], show, sign=True)} [{low} to {high}]"
    return words if row["distinguishable"] else f"{words}, not distinguishable from zero"


def _left(row: Record) -> str:
    return f"{count(row['left_out'], 'run')} not counted: not within horizon" if row["left_out"] else ""


def _value(value: float, unit: str, show: Show, *, sign: bool = False) -> str:
    plus = "+" if sign and value > 0 else ""
    if unit == "s":
        return f"{plus}{plain(value / 3600)} h"
    if unit == "kg":
        return f"{plus}{show.mass(value)}"
    return f"{plus}{value:,.0f} {unit}"


def _clean(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(text.split()))
