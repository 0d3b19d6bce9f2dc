"""A cover as a person reads it: text, and one offline page. Geometry, not protection."""

from __future__ import annotations

from typing import Any

from openairlift.reports.cover_map import cover_map, layers
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import document
from openairlift.reports.show import Show, count, day_of, parse_date, percent, plain
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table
from openairlift.reports.wrapping import WIDTH, wrap

SHOWN = 12
"""Assets named of one site before the rest is counted only."""

CAUTION = (
    "Geometry, not protection: what lies within a stated radius of a site. What a unit can do there, and against what, "
    "is not modelled; a radius holds only for its basis."
)


def cover_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``cover`` as a person reads it, at most 100 columns wide."""
    show = _show(found)
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), *wrap(_facts(found), ""), ""]
    lines += wrap(CAUTION)
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before everything was worked out; this is what was done.")
    lines += ["", "Reach"]
    for row in records(found, "types"):
        lines += wrap(reach_sentence(row, show), "  - ", "    ")
    for best in records(found, "best"):
        lines += ["", f"Best sites for {get(best, 'unit_type')}"]
        for sentence in best_sentences(found, best):
            lines += wrap(sentence)
        lines += [f"    {row}" for row in _lined(_site_rows(best))]
        lines += ["", "  Units, and what each one more brings:"]
        lines += [f"    {row}" for row in _lined(_curve_rows(best))]
        for sentence in beside_sentences(best, show):
            lines += wrap(sentence)
    planned = get(found, "planned")
    if planned:
        lines += ["", "As the units arrive"]
        for sentence in planned_sentences(planned):
            lines += wrap(sentence)
        lines += [f"    {row}" for row in _lined(_day_rows(planned))]
    else:
        lines += ["", *wrap("No requirement brings such a unit, so there is no cover by day.")]
    return "\n".join(lines) + "\n"


def _show(found: Record) -> Show:
    return Show.of(found)


def _facts(found: Record) -> str:
    options = records(get(found, "scenario", default={}), "options")
    assets, sites = len(records(found, "assets")), len(records(found, "sites"))
    told = f"options: {', '.join(map(str, options)) if options else 'none (base case)'}"
    weight = plain(real(get(found, "total_weight")) or 0.0)
    return f"{told} · {count(assets, 'asset')} of weight {weight} · {count(sites, 'candidate site')}"


def reach_sentence(row: Record, show: Show) -> str:
    """Return how far a type reaches, against or for what, and what that rests on."""
    sector = real(get(row, "sector_deg")) or 360.0
    parts = [f"{get(row, 'unit_type')}: {show.distance((real(get(row, 'radius_km')) or 0.0) * 1000)}"]
    if sector < 360:
        azimuth = get(row, "azimuth_deg")
        turned = "turned so that it covers most" if azimuth is None else f"towards {azimuth}°"
        parts.append(f"a sector of {plain(sector)}°, {turned}")
    emplace = real(get(row, "emplace_h")) or 0.0
    if emplace:
        parts.append(f"in place {plain(emplace)} h after it is complete")
    source = get(row, "source")
    rests = f"{get(row, 'basis')}{f', {source}' if source else ''}"
    return f"{'; '.join(parts)}. Basis: {get(row, 'radius_basis')} ({rests})."


def best_sentences(found: Record, best: Record) -> list[str]:
    """Return the answer for one type in sentences."""
    share, k = real(get(best, "share")), int(get(best, "k", default=0) or 0)
    if share is None:
        return ["Not worked out."]
    proved = (real(get(best, "bound")) or 0.0) <= (real(get(best, "covered")) or 0.0) * (1 + 1e-8)
    words = (
        f"{count(k, 'unit')} cover at most {percent(share)} of the weight ({plain(real(get(best, 'covered')) or 0)})"
    )
    told = [f"{words}{'; no choice of sites covers more' if proved else ''}."]
    missing = records(best, "out_of_reach")
    if missing:
        named = ", ".join(str(name) for name in missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
        told.append(f"Out of reach of every site: {named}.")
    return told


def beside_sentences(best: Record, show: Show) -> list[str]:
    """Return the fewest and the nearest sites, and the cover at the ends of the radius's range."""
    told = []
    fewest, nearest = get(best, "fewest"), get(best, "nearest")
    if fewest:
        sites = records(fewest, "sites")
        told.append(f"All that is within reach of any site takes {count(len(sites), 'unit')}: {', '.join(sites)}.")
    if nearest:
        mean = show.distance((real(get(nearest, "mean_km")) or 0.0) * 1000)
        told.append(
            f"Least mean distance, whatever the radius: {', '.join(records(nearest, 'sites'))}; {mean} by weight."
        )
    for row in records(best, "radius"):
        radius = show.distance((real(get(row, "radius_km")) or 0.0) * 1000)
        share = percent(real(get(row, "share")) or 0.0)
        told.append(
            f"With the radius at its {get(row, 'end')} end ({radius}): {share}, at {', '.join(records(row, 'sites'))}."
        )
    return told


def planned_sentences(planned: Record) -> list[str]:
    """Return what the units of the requirements cover, and when they are in place."""
    here, best = real(get(planned, "share")) or 0.0, real(get(planned, "best_share")) or 0.0
    told = [
        f"All in place, they cover {percent(here)} of the weight; the best sites for the same units, {percent(best)}."
    ]
    for row in records(planned, "arrivals"):
        spread = get(row, "in_place", default={})
        dates = [parse_date(get(spread, q)) if get(spread, q) else None for q in ("p10", "p50", "p90")]
        words = [f"{day_of(d)} {d:%H:%M}" if d else "not within horizon" for d in dates]
        units = count(int(get(row, "units")), str(get(row, "unit_type")))
        whole = percent(real(get(row, "complete_share")) or 0.0)
        told.append(
            f"{get(row, 'requirement')}: {units} at {get(row, 'site')}, in place {words[1]} [{words[0]} – {words[2]}]; "
            f"complete in {whole} of {count(int(get(planned, 'runs')), 'run')}."
        )
    return told


_SITE_HEADER = ("Site", "Azimuth", "Covers", "Only it", "Assets")
_CURVE_HEADER = ("Units", "Covered", "Share", "Gain", "Sites")
_DAY_HEADER = ("Day", "By", "Mean", "P10", "P50", "P90")


def _site_rows(best: Record) -> list[tuple[str, ...]]:
    rows = []
    turned = any(get(row, "azimuth_deg") is not None for row in records(best, "sites"))
    for row in records(best, "sites"):
        names = records(row, "assets")
        listed = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        azimuth = get(row, "azimuth_deg")
        cells = [
            str(get(row, "site")), "all round" if azimuth is None else f"{plain(float(azimuth))}°",
            plain(real(get(row, "covered")) or 0.0), plain(real(get(row, "alone")) or 0.0), listed or "nothing",
        ]  # fmt: skip
        rows.append(tuple(cells if turned else [cells[0], *cells[2:]]))
    header = _SITE_HEADER if turned else (_SITE_HEADER[0], *_SITE_HEADER[2:])
    return [header, *rows] if rows else []


def _curve_rows(best: Record) -> list[tuple[str, ...]]:
    rows = [
        (
            str(get(row, "k")),
            plain(real(get(row, "covered")) or 0.0),
            percent(real(get(row, "share")) or 0.0),
            "+" + plain(real(get(row, "gain")) or 0.0),
            ", ".join(records(row, "sites")),
        )
        for row in records(best, "curve")
    ]
    return [_CURVE_HEADER, *rows] if rows else []


def _day_rows(planned: Record) -> list[tuple[str, ...]]:
    """Return the days on which something changed, and the first and last."""
    days = records(planned, "by_day")
    rows: list[tuple[str, ...]] = []
    before: tuple[object, ...] = ()
    for number, row in enumerate(days):
        shares = tuple(percent(real(get(row, q)) or 0.0) for q in ("mean", "p10", "p50", "p90"))
        if shares != before or number == len(days) - 1:
            by = parse_date(get(row, "by"))
            rows.append((str(get(row, "day")), f"{day_of(by)} {by:%H:%M}" if by else "–", *shares))
        before = shares
    return [_DAY_HEADER, *rows] if rows else []


def _lined(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines of columns; the last column is cut at the width of the page."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        text = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        lines.append(text if len(text) <= WIDTH - 4 else text[: WIDTH - 5] + "…")
    return lines


# --- the page ---------------------------------------------------------------------------------------------------


def cover_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``cover`` as HTML in one file, without network, clock or path."""
    show = _show(found)
    title = f"{get(found, 'title', default='Untitled scenario')}: cover"
    banner = get(get(found, "scenario", default={}), "banner")
    maps = {words: (units, f"cover-{i}") for i, (words, units) in enumerate(layers(found))}
    sections = [_reach_section(found, show)]
    for best in records(found, "best"):
        words = f"best sites for {get(best, 'unit_type')}"
        sections.append(_best_section(found, best, words, maps.get(words), show))
    planned = get(found, "planned")
    sections.append(_planned_section(found, planned, maps.get("what the requirements bring")))
    sections.append(_inputs_section(found))
    body = el(
        "body",
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift cover", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el("main", el("section", el("p", CAUTION)), sections),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def _reach_section(found: Record, show: Show) -> Markup:
    items = [el("li", reach_sentence(row, show)) for row in records(found, "types")]
    return el("section", el("h2", "Reach"), el("ul", items))


def _rows(rows: list[tuple[str, ...]], *, numeric: tuple[int, ...]) -> Markup | None:
    return table(rows[0], rows[1:], numeric=numeric) if rows else None


def _best_section(
    found: Record, best: Record, words: str, mapped: tuple[list[Record], str] | None, show: Show
) -> Markup:
    return el(
        "section",
        el("h2", words[:1].upper() + words[1:]),
        [el("p", sentence) for sentence in best_sentences(found, best)],
        cover_map(found, words, mapped[0], key=mapped[1]) if mapped else None,
        _key() if mapped else None,
        _rows(_site_rows(best), numeric=()),
        el("h3", "Units, and what each one more brings"),
        _rows(_curve_rows(best), numeric=(0, 1, 2, 3)),
        el("p", "Each row is the best choice for that number: sites may change from row to row.", class_="note"),
        [el("p", sentence) for sentence in beside_sentences(best, show)],
    )


def _planned_section(found: Record, planned: Record | None, mapped: tuple[list[Record], str] | None) -> Markup:
    if not planned:
        return el("section", el("h2", "As the units arrive"), el("p", "No requirement brings such a unit."))
    return el(
        "section",
        el("h2", "As the units arrive"),
        [el("p", sentence) for sentence in planned_sentences(planned)],
        cover_map(found, "what the requirements bring", mapped[0], key=mapped[1]) if mapped else None,
        _key() if mapped else None,
        _rows(_day_rows(planned), numeric=(0, 2, 3, 4, 5)),
        el("p", "Shares over the runs; days on which something changed, the first and the last.", class_="note"),
    )


def _key() -> Markup:
    def entry(shape: Markup, text: str) -> Markup:
        return el("li", el("svg", shape, viewBox="0 0 34 16", class_="swatch", aria_hidden="true"), f" {text}")

    return el(
        "ul",
        entry(el("circle", cx=17, cy=8, r=7, class_="reach"), "within the radius"),
        entry(el("circle", cx=17, cy=8, r=5, class_="asset"), "asset within reach; size by weight"),
        entry(el("circle", cx=17, cy=8, r=5, class_="asset out"), "asset out of reach"),
        entry(el("rect", x=12, y=3, width=10, height=10, class_="site"), "site with a unit"),
        entry(el("rect", x=14, y=5, width=6, height=6, class_="site free"), "candidate site"),
        class_="key",
    )


def _inputs_section(found: Record) -> Markup:
    header = ("Input", "Value", "Basis", "Source", "Note")
    rows = [
        (
            f"{get(row, 'table')}/{get(row, 'key')}/{get(row, 'column')}",
            get(row, "value"),
            get(row, "basis"),
            get(row, "source") or "–",
            get(row, "note") or "–",
        )
        for row in records(found, "inputs")
    ]
    return el("section", el("h2", "Inputs"), table(header, rows))
