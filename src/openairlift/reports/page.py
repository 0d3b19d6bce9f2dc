"""The report as one offline page: every number of a run, with its picture and its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from openairlift.outlook.cover import LABEL
from openairlift.reports import sentences as say
from openairlift.reports.app import with_app
from openairlift.reports.claims import claims_section, claims_words
from openairlift.reports.closure import closure_section
from openairlift.reports.compared_page import comparison_section
from openairlift.reports.cost import cost_section
from openairlift.reports.fleet import fleet_section
from openairlift.reports.inputs import evidence_section, inputs_section
from openairlift.reports.lateness import late_headline, lateness_sentences
from openairlift.reports.limits import limits_section
from openairlift.reports.map import map_section, shows_reach
from openairlift.reports.occupancy import occupancy_section
from openairlift.reports.places import places_table
from openairlift.reports.posture import has_posture, posture_section
from openairlift.reports.quotes import quotes_section, quotes_sentence
from openairlift.reports.reading import Record, get, real, records, seen_of
from openairlift.reports.sensitivity import sensitivity_section
from openairlift.reports.sheet import sheet
from openairlift.reports.shell import asset, document
from openairlift.reports.show import Show, count
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import (
    arrivals_table,
    notes_section,
    observations_section,
    packages_section,
    plan_section,
)
from openairlift.reports.unit_moves import units_section
from openairlift.reports.view import view

if TYPE_CHECKING:
    from openairlift.study import Study

METHOD = (
    "The plan gives every aircraft an ordered chain of missions; an audit re-derives its limits before anything is "
    "simulated. Each run then plays the plan event by event in whole seconds, with its own luck for ground times, "
    "payloads, breakdowns, clearance, road travel and other traffic. Parking and working slots are separate limits; a "
    "spot is held from block-in to block-out. Cargo passes five marks: left stock, landed, at the hub (cleared), left "
    "the hub, delivered. P10, P50 and P90 are values that really occurred: so large a share of the runs lies at or "
    "below them. What is not reached by the horizon is called “not within horizon” and never given a date."
)
LIMITS_OF_MODEL = (
    "Block times are not random. The plan is not made anew when something goes wrong; missions of lost tails are flown "
    "by others only where the recourse says so. Crews, fuel and disruptions that strike are found out when an aircraft "
    "sets out, not looked ahead. A limit that the files do not state does not bind. Spread "
    "between the runs comes from stated distributions only: an assumed number that has no distribution looks surer "
    "here than it is."
)


def report(
    study: Study,
    out: str | Path,
    *,
    summary: Record,
    events: npt.NDArray[Any] | None = None,
    results: Record | None = None,
    app: bool = True,
    name: str = "report.html",
) -> Path:
    """Write the report into a folder and return its path.

    The page is one file without network, clock or machine path in it: the same study gives the same bytes. It opens
    as the app; without scripts, and in print, it is the page below.

    Parameters
    ----------
    study : the study that the pictures show.
    out : folder to write into; it is made where it is missing.
    summary : the summary of that study, as the verb ``run`` makes it; its profile is that of the report.
    events : log of the run that the app shows; None = the first run of the study is played again for it.
    results : what other verbs found on the same scenario: ``swings`` of ``sensitivity``, ``compared`` of ``compare``,
        and under ``aside`` why one that is at hand does not count.
    app : False = the page alone.
    name : of the file.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    found = results or {}
    text = page(study, summary, results=found)
    if app:
        shown = view(study, summary, first_log(study) if events is None else events)
        text = with_app(text, {**shown, **found})
    path.write_bytes(text.encode("utf-8"))
    return path


def first_log(study: Study) -> npt.NDArray[Any]:
    """Return the event log of the first run of a study: it is played again, which gives the same events."""
    from openairlift.sim import simulate  # brings numba

    run = simulate(study.scenario, study.plan, seed=study.seed, run=0, network=study.network, log=True)
    assert run.events is not None
    return run.events


def page(study: Study, summary: Record, *, results: Record | None = None) -> str:
    """Return the report as HTML that is well-formed XML too."""
    settings = study.scenario.settings
    zones = {key: place.tz for key, place in study.scenario.places.items() if place.tz is not None}
    known = {"profile": settings.profile, "start": settings.start, "time_zones": zones}
    show = Show.of({"scenario": {**known, **get(summary, "scenario", default={})}})
    sections = _sections(study, summary, show, results or {})
    nav = el("nav", el("ul", [el("li", el("a", t, href=f"#{i}")) for i, t, _ in sections]), aria_label="Sections")
    body = [el("section", el("h2", t), content, id=i) for i, t, content in sections]
    banner = el("p", settings.banner, class_="banner", role="note") if settings.banner else None
    brief = el(
        "div",
        el("a", "Skip to the result", href="#headline", class_="skip"),
        banner,
        sheet(study, summary, cards=_headline(summary, show), facts=_when(study, show), show=show),
        _header(study, show),
        nav,
        el("p", "Annex: every number and what it rests on", class_="annex"),
        el("main", body),
        el("footer", _facts(study, summary), banner),
        id="brief",
        class_="has-sheet",
        tabindex="-1",
    )
    content = el("body", brief, el("script", asset("filter.js")))
    return document(f"{settings.title} – OpenAirlift report", content)


def _sections(study: Study, summary: Record, show: Show, results: Record) -> list[tuple[str, str, Markup]]:
    observations = seen_of(summary)
    return [
        ("headline", "In short", _headline(summary, show)),
        (
            "closure",
            "What arrives when",
            el(
                "div",
                closure_section(study, summary, observations=observations, show=show),
                arrivals_table(summary, show),
                _lateness(summary, show),
            ),
        ),
        ("limits", "What holds it back", limits_section(summary, show)),
        ("fleet", "Fleet and fuel", fleet_section(summary, show)),
        ("cost", "What it costs", cost_section(summary, show)),
        ("map", "Where", el("div", map_section(study, show=show), _map_key(study), _places(study, show))),
        ("occupancy", "At the hubs", occupancy_section(study, show=show)),
        ("observations", "Beside what was reported", observations_section(observations, show)),
        ("claims", "Claims: can it have been so?", claims_section(get(summary, "claims", default={}))),
        *_found_by_others(results),
        ("plan", "Plan", plan_section(study, summary, show)),
        *([("units", "Units that move", units_section(summary))] if records(summary, "units") else []),
        *([("posture", "People and units by country", posture_section(summary, show))] if has_posture(summary) else []),
        ("packages", "Packages and options", packages_section(study, show)),
        ("inputs", "Inputs", inputs_section(study.scenario, summary)),
        ("quotes", "Quotes, looked up in their sources", quotes_section(summary)),
        ("evidence", "Evidence and statements", evidence_section(study.scenario, summary, claims=False)),
        ("notes", "Defaults, unused columns, warnings", notes_section(summary)),
        ("method", "Method and limits of the model", el("div", el("p", METHOD), el("p", LIMITS_OF_MODEL))),
    ]


def _found_by_others(results: Record) -> list[tuple[str, str, Markup]]:
    """Return the sections on what ``sensitivity`` and ``compare`` found, where they are at hand."""
    swings, compared = get(results, "swings"), get(results, "compared")
    found = [] if swings is None else [("worth", "What each input is worth", sensitivity_section(swings))]
    return found + ([] if compared is None else [("options", "Options compared", comparison_section(compared))])


def _header(study: Study, show: Show) -> Markup:
    title = el("h1", study.scenario.settings.title)
    return el("header", el("p", "OpenAirlift report", class_="kicker"), title, el("p", _when(study, show)))


def _when(study: Study, show: Show) -> str:
    """Say what time is covered, with which options, in how many runs."""
    settings = study.scenario.settings
    chosen = ", ".join(study.scenario.chosen) or "none (base case)"
    end = study.scenario.moment(study.network.horizon_s)
    return f"{show.moment(settings.start)} to {show.moment(end)} · options: {chosen} · {count(study.runs, 'run')}"


def _headline(summary: Record, show: Show) -> Markup:
    found = say.limits_of(summary)
    cards = [
        ("When all is there", say.closure_sentence(summary, show)),
        (
            "What arrives when",
            " ".join(
                [say.arrival_sentence(summary, show) or "No curve is stated.", *say.package_sentences(summary, show)]
            ),
        ),
        ("What holds it back", found[0][1] if found else say.no_limit(summary)),
        ("What it rests on", " ".join([*_rests(summary), say.band_sentence()])),
    ]
    placed, apart = say.compared(seen_of(summary))
    if placed or apart:
        told = "; ".join(f"{seen.id}: {text}" for seen in placed[:1] for text in say.placed_texts(seen, show))
        tail = f" {len(placed)} of {count(len(placed) + len(apart), 'observation')} could be compared."
        cards.append(("Beside what was reported", (f"{told}." if told else "") + tail))
    claims = claims_words(get(summary, "claims", default={}))
    if claims is not None:
        cards.append(("What was claimed", claims))
    left = records(get(summary, "plan", default={}), "undelivered")
    if left:
        what = f"{count(len(left), 'part')} of the requirements: {say.undelivered_sentence(left[0], show)}"
        cards.append(("Not carried", what))
    return el(
        "div", [el("div", el("h3", title), el("p", text), class_="card") for title, text in cards], class_="cards"
    )


def _rests(summary: Record) -> list[str]:
    quotes = quotes_sentence(summary)
    return [say.inputs_sentence(summary), *([quotes] if quotes else [])]


def _lateness(summary: Record, show: Show) -> Markup | None:
    """Return what has a required date and is late in some run."""
    headline, late = late_headline(summary), lateness_sentences(summary, show)
    if headline is None:
        return None
    items = [el("li", sentence) for sentence in late]
    return el("div", el("h3", "By the required dates"), el("p", headline), el("ul", items) if items else None)


def _map_key(study: Study) -> Markup:
    def entry(shape: Markup, text: str) -> Markup:
        return el("li", el("svg", shape, viewBox="0 0 34 16", class_="swatch", aria_hidden="true"), f" {text}")

    return el(
        "ul",
        entry(el("path", d="M0 8H34", class_="leg", stroke_width=4), "loaded leg; width by missions"),
        entry(el("path", d="M0 8H34", class_="truck"), "road, rail or sea link"),
        entry(el("circle", cx=17, cy=8, r=6, class_="ring"), "airfield; size by parking spots"),
        entry(el("circle", cx=17, cy=8, r=6, class_="ring open"), "parking not stated"),
        entry(el("rect", x=13, y=4, width=8, height=8, class_="depot"), "stock"),
        entry(el("path", d="M17 2l6 11h-12Z", class_="forward"), "reached by surface only"),
        entry(el("circle", cx=17, cy=8, r=7, class_="reach"), f"reach of units that are brought: {LABEL}")
        if shows_reach(study)
        else None,
        class_="key",
    )


def _places(study: Study, show: Show) -> Markup:
    grid = study.scenario.settings.blur_m
    told = f"Positions are shown to a grid of {show.distance(grid)}. " if grid else ""
    told += "Coastlines and borders: Natural Earth (public domain); borders are for orientation only."
    return el("div", el("p", told, class_="note"), places_table(study, show=show))


def _resolution(share: float | None) -> str:
    """Say how finely the values of curves were kept."""
    return f"rounded to {100 * share:.2g} % of what is listed" if share else "exact"


def _facts(study: Study, summary: Record) -> Markup:
    facts = (
        ("Seed", str(study.seed)),
        ("Runs", str(study.runs)),
        ("Curves", _resolution(real(get(get(summary, "resolution"), "curve_share")))),
        ("Version", str(get(summary, "version", default="not stated"))),
        ("Scenario", study.scenario.name),
        ("Fingerprint", study.scenario.fingerprint),
    )
    items = [el("div", el("dt", name), el("dd", value)) for name, value in facts]
    note = "The same scenario, options, seed, runs and version give the same bytes."
    return el("div", el("dl", items, class_="facts"), el("p", note, class_="note"))
