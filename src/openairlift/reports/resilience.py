"""A study of losses as a person reads it: text, and one offline page with a map."""

from __future__ import annotations

from typing import Any

from openairlift.reports.labels import Box, boxes_along, label
from openairlift.reports.land import borders_in, land_in
from openairlift.reports.projection import View, great_circle, line, window
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import document
from openairlift.reports.show import Show, count
from openairlift.reports.svg import Markup, el, path, picture
from openairlift.reports.tables import table
from openairlift.reports.wrapping import wrap

SIZES = (("wide", 900.0, 520.0), ("narrow", 360.0, 380.0))
FIGURES = (
    "Value lost: 100 undelivered + 10 lateness + delay (the weights of the planner's search), as a share of what is "
    "lost when nothing is delivered. Bound: no plan loses less (of the declared ways). Plan: the best plan found, "
    "carried out with luck off. Simulated: its runs, all with the same luck; intervals are 95 %."
)
NOT_CLOSED = "not within horizon"


def resilience_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``resilience`` as a person reads it, at most 100 columns wide."""
    show = _show(found)
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), *wrap(_facts(found), ""), ""]
    short = headline(found)
    lines += [*([*wrap(short, ""), ""] if short else []), *wrap(FIGURES, "")]
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before everything was tried; this is what was done.", "")
    lines += ["", *_rows("Nothing lost", [get(found, "whole")])]
    lines += ["", *_rows("Losses, the worst by the bound first", records(found, "losses"))]
    if records(found, "sets"):
        lines += ["", *_rows("Sets of losses, the worst by the bound first", records(found, "sets"))]
    for case in [*records(found, "losses"), *records(found, "sets")]:
        told = takes_over(case, show)
        if told:
            lines += ["", *wrap(f"Without {named(case)}:", "")]
            for sentence in told:
                lines += wrap(sentence, "  - ", "    ")
    choice = choice_sentences(found)
    if choice:
        lines += ["", *wrap("Worst choice and protection (exact over the bounds)", "")]
        for sentence in choice:
            lines += wrap(sentence, "  - ", "    ")
    added = addition_sentences(found)
    if added:
        lines += ["", *wrap("One more base", "")]
        for sentence in added:
            lines += wrap(sentence, "  - ", "    ")
    return "\n".join(lines) + "\n"


def _show(found: Record) -> Show:
    return Show.of(found)


def _facts(found: Record) -> str:
    when = get(found, "window")
    lost = "lost from the start to the horizon" if when is None else f"lost from {when['from']} to {when['to']}"
    runs = int(get(found, "runs", default=0))
    told = f"{lost} · {count(int(get(found, 'sets_bounded', default=0)), 'set')} bounded"
    return f"{told} · {count(runs, 'run')} a plan · seed {get(found, 'seed')}"


def named(case: Record) -> str:
    """Return what is lost, in words."""
    return " + ".join(str(get(loss, "name")) for loss in records(case, "lost")) or "nothing"


def headline(found: Record) -> str:
    """Return in one or two sentences which loss costs most; nothing where nothing was lost.

    Examples
    --------
    >>> loss = {"lost": [{"name": "hub"}], "bound": {"value_lost_share": 0.6, "undelivered_share": 0.5}}
    >>> headline({"losses": [loss]})
    'The loss of hub costs most: at least 60.0% of the value, and at least 50.0% of the cargo stays undelivered.'
    """
    first, *others = records(found, "losses") or [None]
    if first is None:
        return ""
    bound, plan = get(first, "bound"), get(first, "plan")
    lost = _share(get(bound, "value_lost_share"))
    by_plan = _share(get(plan, "value_lost_share")) if plan else lost
    told = f"at least {lost} of the value" + (f" ({by_plan} by the plan made for it)" if by_plan != lost else "")
    left = f"at least {_share(get(bound, 'undelivered_share'))} of the cargo stays undelivered"
    if not real(get(bound, "undelivered_share")):
        left = "all cargo can still be delivered"
        if plan and real(get(plan, "undelivered_share")):
            left = f"the plan leaves {_share(get(plan, 'undelivered_share'))} of the cargo undelivered"
    text = f"The loss of {named(first)} costs most: {told}, and {left}."
    if others:
        after = [f"{named(case)} ({_share(get(case['bound'], 'value_lost_share'))})" for case in others[:2]]
        text += f" Next: {', '.join(after)}."
    return text


def _rows(title: str, cases: list[Any]) -> list[str]:
    width = min(max([len(named(case)) for case in cases] + [12]), 40)
    lines = [
        f"{title:<{width}}",
        f"  {'':<{width}} {'value lost':>19} {'undelivered':>19}",
        f"  {'lost':<{width}} {'bound':>9} {'plan':>9} {'bound':>9} {'plan':>9} {'closure':>10}  plan",
    ]
    for case in cases:
        plan, bound = get(case, "plan"), get(case, "bound")
        figures = [_share(get(bound, "value_lost_share")), _share(get(plan, "value_lost_share") if plan else None)]
        figures += [_share(get(bound, "undelivered_share")), _share(get(plan, "undelivered_share") if plan else None)]
        name = named(case)
        if len(name) > width:
            lines.append(f"  {name}")
            name = ""
        cells = " ".join(f"{cell:>9}" for cell in figures)
        lines.append(f"  {name:<{width}} {cells} {_closure(plan):>10}  {get(plan, 'what') if plan else ''}".rstrip())
    return lines


def _share(value: object) -> str:
    found = real(value)
    if found is None:
        return "–"
    return f"{found:.2%}" if found < 0.1 else f"{found:.1%}"


def _closure(plan: Record | None) -> str:
    if plan is None:
        return "–"
    hours = real(get(plan, "closure_h"))
    return "no closure" if hours is None else f"{hours / 24:.2f} d"


def takes_over(case: Record, show: Show) -> list[str]:
    """Return sentences on what takes over when something is lost, by the plan, and on the runs."""
    plan = get(case, "plan")
    if not plan or get(plan, "kept"):
        return []
    found = []
    more = [_shifted(row, show) for row in records(case, "more")]
    less = [_shifted(row, show) for row in records(case, "less")]
    found.append(f"takes over: {'; '.join(more)}" if more else "nothing takes over")
    found += [f"carries less: {'; '.join(less)}"] if less else []
    left = [f"{show.mass(float(row['mass_kg']))} of {row['line']}" for row in records(plan, "undelivered")]
    if left:
        found.append(f"not delivered: {', '.join(left)}; the first because {plan['undelivered'][0]['reason']}")
    runs = get(case, "simulated")
    return [*found, simulated_sentence(runs)] if runs else found


def _shifted(row: Record, show: Show) -> str:
    before, after = float(get(row, "before_kg", default=0.0)), float(get(row, "after_kg", default=0.0))
    return f"{get(row, 'kind')} {get(row, 'name')} ({show.mass(before)} → {show.mass(after)})"


def simulated_sentence(runs: Record) -> str:
    """Return what the runs say."""
    days = {name: real(value) for name, value in get(runs, "closure_h", default={}).items()}
    told = ", ".join(f"{name.upper()} {NOT_CLOSED if v is None else f'{v / 24:.1f} d'}" for name, v in days.items())
    told = told if any(v is not None for v in days.values()) else f"{NOT_CLOSED} (P10 to P90)"
    share, more = get(runs, "undelivered_share"), get(runs, "undelivered_more")
    text = f"simulated: closure {told}; {_interval(share)} undelivered"
    return text + (f", {_interval(more)} more than with nothing lost" if more else "")


def _interval(row: Record) -> str:
    """Return a share with its interval, without where it has no width.

    Examples
    --------
    >>> _interval({"mean": 0.2, "low": 0.1, "high": 0.3}), _interval({"mean": 0.2, "low": 0.2, "high": 0.2})
    ('20.0% (10.0% to 30.0%)', '20.0%')
    """
    mean, low, high = (_share(row[name]) for name in ("mean", "low", "high"))
    return mean if low == mean == high else f"{mean} ({low} to {high})"


def choice_sentences(found: Record) -> list[str]:
    """Return the worst choice, and what to protect, in sentences."""
    choice = get(found, "worst_choice")
    if not choice:
        return ["no loss hurts, by the bounds"] if get(found, "complete") else []
    most = count(int(choice["budget"]), "loss", "losses")
    lines = [f"the worst {most}: {named(choice)}; {_hurt(choice)}"]
    kept = get(found, "protection")
    if kept:
        best = kept["best"]
        spared = " + ".join(str(loss["name"]) for loss in best["protected"]) or "nothing (no protection helps)"
        most = count(int(kept["protections"]), "protection")
        lines.append(f"the best {most} against it: {spared}; the worst is then {named(best)}; {_hurt(best)}")
        for row in kept["each"]:
            alone = " + ".join(str(loss["name"]) for loss in row["protected"])
            gain = _gain(choice, row)
            lines.append(f"protecting {alone} alone takes {gain} off; the worst is then {named(row)}")
    return lines


def _hurt(case: Record) -> str:
    plan = get(case, "plan")
    told = f"at least {_share(get(case['bound'], 'value_lost_share'))} of the value is lost (bound)"
    return told + (f", {_share(plan['value_lost_share'])} by the plan" if plan else "")


def _gain(before: Record, after: Record) -> str:
    gain = float(before["bound"]["value_lost_share"]) - float(after["bound"]["value_lost_share"])
    told = f"{_share(max(gain, 0.0))} of the value (between bounds)"
    if before.get("plan") and after.get("plan"):
        told += f", {_share(before['plan']['value_lost_share'] - after['plan']['value_lost_share'])} by the plans"
    return told


def addition_sentences(found: Record) -> list[str]:
    """Return what one more base brings, in sentences."""
    lines = []
    known = {named(case): case for case in (get(found, "whole"), *records(found, "losses"))}
    for row in records(found, "additions"):
        before = known[named(row)]
        told = f"{row['added']}, {named(row)} lost: {_hurt(row)}"
        if before.get("plan"):
            told += f" (without it {_share(before['plan']['value_lost_share'])}"
            told += f"; closure {_closure(before['plan'])} → {_closure(row['plan'])})"
        lines.append(told)
    return lines


# --- the page -----------------------------------------------------------------------------------------------------


def resilience_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``resilience`` as HTML in one file, without network, clock or path."""
    title = f"{get(found, 'title', default='Untitled scenario')}: what if it is lost?"
    show = _show(found)
    cases = records(found, "losses")
    short = [text for text in (headline(found), *choice_sentences(found)) if text]
    sections = [
        el("section", el("h2", "In short"), el("ul", [el("li", text) for text in short])),
        el("section", el("h2", "What is lost with each"), _table([get(found, "whole"), *cases])),
    ]
    if records(found, "sets"):
        sections.append(el("section", el("h2", "Sets of losses"), _table(records(found, "sets"))))
    sections.append(el("section", el("h2", "Where"), _map(found), _key()))
    told = [(case, takes_over(case, show)) for case in [*cases, *records(found, "sets")]]
    parts = [
        el("div", el("h3", f"Without {named(case)}"), el("ul", [el("li", text) for text in texts]))
        for case, texts in told
        if texts
    ]
    sections.append(el("section", el("h2", "What takes over"), parts or el("p", "Every plan before still holds.")))
    added = addition_sentences(found)
    if added:
        sections.append(el("section", el("h2", "One more base"), el("ul", [el("li", text) for text in added])))
    sections.append(el("section", el("h2", "How to read the figures"), el("p", FIGURES)))
    stopped = None if get(found, "complete", default=True) else el("p", "Stopped before everything was tried.")
    banner = get(get(found, "scenario", default={}), "banner")
    body = el(
        "body",
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift resilience", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el("main", stopped, sections),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def _table(cases: list[Any]) -> Markup:
    header = (
        "Lost", "Value lost, bound", "Value lost, plan", "Undelivered, bound", "Undelivered, plan",
        "Undelivered, simulated", "Closure, plan", "Plan",
    )  # fmt: skip
    rows = []
    for case in cases:
        plan, runs = get(case, "plan"), get(case, "simulated")
        rows.append(
            (
                named(case),
                _share(get(case["bound"], "value_lost_share")),
                _share(plan["value_lost_share"] if plan else None),
                _share(get(case["bound"], "undelivered_share")),
                _share(plan["undelivered_share"] if plan else None),
                _interval(runs["undelivered_share"]) if runs else "–",
                _closure(plan),
                plan["what"] if plan else "not planned: the worst by the bounds are",
            )
        )
    return table(header, rows, numeric=(1, 2, 3, 4, 5, 6))


def _map(found: Record) -> Markup:
    """Return the places, each as large as its loss hurts, and what takes over from the worst single loss."""
    places = {str(row["id"]): (float(row["lon"]), float(row["lat"])) for row in records(found, "places")}
    if not places:
        return el("p", "No place has a position, so there is no map.")
    return el("figure", [_one_map(found, places, name, width, height) for name, width, height in SIZES])


def _one_map(found: Record, places: dict[str, tuple[float, float]], name: str, width: float, height: float) -> Markup:
    view = window(list(places.values()), width=width, height=height)
    taken: list[Box] = []
    marks = [
        el("rect", x=0, y=0, width=width, height=height, class_="sea"),
        el("path", d="".join(path(ring, closed=True) for ring in land_in(view, width, height)), class_="land"),
        el("path", d="".join(path(part) for part in borders_in(view, width, height)), class_="border"),
        *_takeover_legs(found, places, view, taken),
    ]
    cases = {c["lost"][0]["target"]: c for c in records(found, "losses") if c["lost"][0]["kind"] == "place"}
    rings: list[tuple[float, float, float, str]] = []
    for ident, (lon, lat) in places.items():
        x, y = view(view.near(lon), lat)
        hurt = float(cases[ident]["bound"]["value_lost_share"]) if ident in cases else 0.0
        radius = 3.0 + 13.0 * min(hurt, 1.0) ** 0.5
        tip = el("title", f"{ident}: {_share(hurt)} of the value is lost with it, at least")
        marks.append(el("circle", tip, cx=x, cy=y, r=radius, class_="ring" if ident in cases else "ring open"))
        taken.append((x - radius, y - radius, x + radius, y + radius))
        rings.append((radius, x, y, ident))
    for radius, x, y, ident in sorted(rings, key=lambda ring: -ring[0]):  # names of the worst first, all off the rings
        marks.append(label(view, (x, y), radius, ident, taken))
    worst = ", ".join(f"{named(case)} {_share(case['bound']['value_lost_share'])}" for case in cases.values())
    return picture(
        marks, width=width, height=height, title="Map: what the loss of each place costs",
        description=f"Least share of the value that is lost with each place: {worst or 'none'}.",
        key=f"map-{name}", class_=f"map {name}",
    )  # fmt: skip


def _takeover_legs(found: Record, places: dict[str, tuple[float, float]], view: View, taken: list[Box]) -> list[Markup]:
    first = next((c for c in records(found, "losses") if c.get("plan") and not c["plan"]["kept"]), None)
    marks = []
    for row in records(first, "more") if first else []:
        ends = [end.split(":")[0] for end in str(row["name"]).split(">")]
        if row["kind"] in ("leg", "link") and all(end in places for end in ends):
            start, end = (places[end] for end in ends)
            points = line(view, great_circle(start, end) if row["kind"] == "leg" else [start, end])
            taken += boxes_along(points, view)
            tip = el("title", f"{row['name']} takes over")
            marks.append(el("path", tip, d=path(points), class_="leg" if row["kind"] == "leg" else "truck"))
    return marks


def _key() -> Markup:
    texts = (
        "Ring: a place; the larger, the more is lost with it (bound). Dashed: not among the losses.",
        "Lines: legs and links that take over when the worst single loss strikes, by the plan for it.",
        "Coastlines and borders: Natural Earth (public domain); borders are for orientation only.",
    )
    return el("ul", [el("li", text) for text in texts], class_="key")
