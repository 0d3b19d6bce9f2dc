"""Tables of the page: observations, plan, packages and options, and small lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openairlift.reports import sentences as say
from openairlift.reports.proof import proof_section
from openairlift.reports.reading import Record, Seen, get, records
from openairlift.reports.routes import flows, roads
from openairlift.reports.show import MARK_WORDS, Show, count
from openairlift.reports.svg import Markup, el

if TYPE_CHECKING:
    from openairlift.model import Option
    from openairlift.study import Study


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: Sequence[int] = (), class_: str = ""
) -> Markup:
    """Return a table that turns into cards on a small screen; each cell carries its column's name."""
    lines = []
    for row in rows:
        cells = [
            el("td", value, data_label=name, class_="num" if index in numeric else None)
            for index, (name, value) in enumerate(zip(header, row, strict=True))
        ]
        lines.append(el("tr", cells))
    head = el(
        "tr", [el("th", name, scope="col", class_="num" if i in numeric else None) for i, name in enumerate(header)]
    )
    return el("table", el("thead", head), el("tbody", lines), class_=class_ or "stack")


def links(evidence: Sequence[str]) -> list[object]:
    """Return evidence ids as links to their records on this page."""
    found: list[object] = []
    for index, ident in enumerate(evidence):
        found += [", "] if index else []
        found.append(el("a", ident, href=f"#ev-{ident}"))
    return found or ["none stated"]


def arrivals_table(summary: Record, show: Show) -> Markup | None:
    """Return what arrives when, as numbers, and the share of each package."""
    header, rows = say.arrival_rows(summary, show)
    parts: list[Markup] = [table(header, rows, numeric=(0,), class_="small")] if header else []
    for sentence, names, cells in say.package_tables(summary, show):
        parts.append(el("p", sentence))
        parts += [table(names, cells, numeric=(0,), class_="small")] if names else []
    return el("div", parts) if parts else None


def observations_section(observations: Sequence[Seen], show: Show) -> Markup:
    """Return the observations with their quantile, or why they can't be compared."""
    if not observations:
        return el("p", "The scenario records no observation.")
    placed, apart = say.compared(list(observations))
    note = (
        "What sources reported as an outcome, beside what the simulation predicts. Observations are never inputs. A "
        "quantile of 0.9 means that 90 % of the runs lie below the reported value; one near 0 or 1 says that an input "
        "or the report is off, or that they do not mean the same thing."
    )
    parts = [el("p", note, class_="note")]
    if placed:
        rows = [row for seen in placed for row in _observed(seen, show)]
        parts.append(table(("Observation", "Reported", "At mark", "P50 [P10 – P90]", "Quantile", "Evidence"), rows))
    if apart:
        reasons = [
            (seen.id, say.reported(seen, show), [seen.reason or "no reason stated", _notes(seen)], links(seen.evidence))
            for seen in apart
        ]
        parts.append(el("h3", f"Not comparable ({len(apart)})"))
        parts.append(table(("Observation", "Reported", "Why not", "Evidence"), reasons))
    return el("div", parts)


def _notes(seen: Seen) -> Markup | None:
    return el("small", [" ", " ".join(seen.notes)]) if seen.notes else None


def _observed(seen: Seen, show: Show) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for place in seen.placed:
        quantile = say.quantile_text(seen, place).removeprefix("the reported value is at quantile ")
        mark = "–" if place.mark is None else MARK_WORDS.get(place.mark, place.mark)
        rows.append(
            (
                el("b", seen.id),
                [say.reported(seen, show), _notes(seen)],
                mark,
                say.span(seen, place, show),
                quantile,
                links(seen.evidence),
            )
        )
    return rows


def plan_section(study: Study, summary: Record, show: Show) -> Markup:
    """Return missions by type and route, and what the plan leaves out."""
    rows = []
    for flow in flows(study.plan, study.network):
        people = f"{flow.people:,.0f}" if flow.people else "–"
        cargo = show.mass(flow.mass_kg)
        rows.append((flow.type, " → ".join(flow.route), str(flow.missions), str(len(flow.tails)), cargo, people))
    hauled = [
        (
            road.mode,
            " → ".join(road.route),
            str(road.loads),
            show.mass(road.mass_kg),
            f"{road.people:,.0f}" if road.people else "–",
        )
        for road in roads(study.plan, study.network)
    ]
    proof = proof_section(summary, show)
    parts: list[Markup] = [el("p", say.plan_sentence(summary, show)), *([] if proof is None else [proof])]
    header = ("Type", "Route (onload to offload)", "Missions", "Tails", "Mass", "People")
    parts.append(table(header, rows, numeric=(2, 3, 4, 5)) if rows else el("p", "The plan has no mission."))
    if hauled:
        parts.append(el("h3", "By surface alone"))
        parts.append(table(("Mode", "Link", "Loads", "Mass", "People"), hauled, numeric=(2, 3, 4)))
    left = records(get(summary, "plan", default={}), "undelivered")
    parts.append(el("h3", "Not carried"))
    if left:
        parts.append(el("ul", [el("li", say.undelivered_sentence(item, show)) for item in left]))
    else:
        parts.append(el("p", "Nothing: the plan carries every requirement in full."))
    notes = [el("li", note) for note in study.plan.notes]
    told = [el("h3", "Notes of the planner"), el("ul", notes)] if notes else None
    return el("div", parts, told)


def packages_section(study: Study, show: Show) -> Markup:
    """Return packages and options with their dated status."""
    scenario = study.scenario
    rows = []
    for key, package in scenario.packages.items():
        events = [e for e in scenario.package_events if e.package == key]
        told = "; ".join(f"{e.status} {show.moment(e.on)}" for e in sorted(events, key=lambda e: (e.on, e.status)))
        usd = "not stated" if package.authorised_usd is None else show.amount(package.authorised_usd, "usd")
        rows.append(([el("b", key), " ", package.title], package.donor or "not stated", usd, told or "no event"))
    parts = [table(("Package", "Donor", "Authorised", "Status"), rows)] if rows else [el("p", "No package is stated.")]
    parts.append(el("h3", "Options"))
    options = [_option(option, option.id in scenario.chosen) for option in scenario.options.values()]
    note = "Changes to the base case that were named. An option that is only considered never enters the base case."
    parts.append(el("p", note, class_="note"))
    parts.append(table(("Option", "In this run", "Status", "Evidence"), options) if options else el("p", "None."))
    return el("div", parts)


def _option(option: Option, chosen: bool) -> tuple[object, ...]:
    told = "; ".join(f"{event.status} {event.on}" for event in option.events) or "analyst's own what-if"
    return [el("b", option.id), " ", option.title], "yes" if chosen else "no", told, links(option.evidence)


def notes_section(summary: Record) -> Markup:
    """Return defaults that were used, columns that were not, and warnings."""
    groups = (
        ("Defaults used", [say.default_sentence(item) for item in records(summary, "defaults")]),
        ("Stated but not used by this version", [str(item) for item in records(summary, "unused")]),
        ("Warnings", [say.warning_sentence(item) for item in records(summary, "warnings")]),
    )
    parts = []
    for title, items in groups:
        body = el("ul", [el("li", item) for item in items], class_="plain") if items else el("p", "None.")
        parts.append(el("div", el("h3", f"{title} ({count(len(items), 'entry', 'entries')})"), body))
    return el("div", parts, class_="thirds")
