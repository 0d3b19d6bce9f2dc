"""Judged claims as a person reads them: text, and one offline page."""

from __future__ import annotations

from typing import Any

from openairlift.reports.claims import (
    chase_sentence,
    counted_words,
    grouped,
    hanging_list,
    readings_table,
    roots_words,
    told_list,
    told_sentences,
)
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import brief, document
from openairlift.reports.show import Show, count, percent
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import table
from openairlift.reports.verdicts import (
    CAUTION,
    deciding_words,
    inversion_sentences,
    probability_words,
    reading_words,
    verdict_sentence,
)
from openairlift.reports.wrapping import wrap

INVERSION = "For which masses and tonnes a day it is reached"


def judgement_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``judge`` as a person reads it, at most 100 columns wide."""
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), *wrap(_facts(found), ""), ""]
    lines += [*wrap(CAUTION), *wrap(chase_sentence(found))]
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before everything was tried; this is what was done.")
    for claim in records(found, "claims"):
        lines += ["", *wrap(f"{get(claim, 'id')}: {get(claim, 'says')}", ""), *wrap(counted_words(claim))]
        note = get(claim, "note")
        lines += wrap(str(note)) if note else []
        lines += wrap(f"said by {roots_words(claim)}") if records(claim, "told") else []
        for sentence in told_sentences(claim):
            lines += wrap(sentence, "    ", "      ")
        for words, row, alike in grouped(claim):
            lines += wrap(words, "  - ", "    ") + wrap(verdict_sentence(row), "    ")
            if alike:
                lines += wrap(f"({alike} readings)", "    ")
            for more in (probability_words(row), deciding_words(row)):
                lines += wrap(more, "      ") if more else []
    for turned in records(found, "inversions"):
        lines += ["", f"{INVERSION}: {get(turned, 'claim')}", *wrap(_asked(turned))]
        for sentence in inversion_sentences(turned, _show(found)):
            lines += wrap(sentence, "  - ", "    ")
    if not records(found, "claims"):
        lines += ["", "The scenario has no claims."]
    return "\n".join(lines) + "\n"


def _show(found: Record) -> Show:
    return Show.of(found)


def _facts(found: Record) -> str:
    runs, draws = int(get(found, "runs", default=0)), int(get(found, "draws", default=0))
    moved = f"{count(int(get(found, 'inputs_with_range', default=0)), 'input')} moved to both ends of their ranges"
    told = f"{count(runs, 'run')} · seed {get(found, 'seed')} · {moved}, {get(found, 'trial_runs')} runs each"
    inputs = get(found, "inputs", default={})
    counts = [f"{get(inputs, basis, default=0):,} {basis}" for basis in ("quoted", "assumed")]
    return f"{told} · {count(draws, 'draw')} of all of them · inputs: {', '.join(counts)} of {get(inputs, 'total')}"


def _asked(turned: Record) -> str:
    runs = count(int(get(turned, "runs", default=0)), "run")
    threshold = percent(real(get(turned, "threshold")) or 0.0)
    return f"{threshold} by the reading {reading_words(turned)}; every cell planned anew and run with {runs}"


def judgement_page(found: dict[str, Any]) -> str:
    """Return the record of the verb ``judge`` as HTML in one file, without network, clock or path."""
    title = f"{get(found, 'title', default='Untitled scenario')}: claims judged"
    parts = [_claim_section(claim) for claim in records(found, "claims")]
    parts += [_inversion_section(turned, _show(found)) for turned in records(found, "inversions")]
    chase = chase_sentence(found)
    banner = get(get(found, "scenario", default={}), "banner")
    body = brief(
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift claims", class_="kicker"), el("h1", title), el("p", _facts(found))),
        el(
            "main",
            el("section", el("p", CAUTION), el("p", chase) if chase else None),
            parts or el("p", "The scenario has no claims."),
        ),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def _claim_section(claim: Record) -> Markup:
    note = get(claim, "note")
    return el(
        "section",
        el("h2", f"{get(claim, 'id')}: {get(claim, 'says')}"),
        el("p", el("code", get(claim, "test", default=""))),
        el("p", counted_words(claim)),
        el("p", note, class_="note") if note else None,
        told_list(claim),
        hanging_list(claim),
        readings_table(claim),
    )


def _inversion_section(turned: Record, show: Show) -> Markup:
    header = ("Release", "Mass", "Tails", "Landed a day", "There by then", "Probability", "Reached")
    rows = [
        (
            get(cell, "release"),
            show.mass(real(get(cell, "mass_kg")) or 0.0),
            get(cell, "tails"),
            show.mass(real(get(cell, "kg_per_day")) or 0.0),
            percent(real(get(cell, "amount")) or 0.0),
            percent(real(get(cell, "probability")) or 0.0),
            "yes" if get(cell, "reached") else "no",
        )
        for cell in records(turned, "cells")
    ]
    items = [el("li", sentence) for sentence in inversion_sentences(turned, show)]
    return el(
        "section",
        el("h2", f"{INVERSION}: {get(turned, 'claim')}"),
        el("p", _asked(turned)),
        el("ul", items),
        table(header, rows, numeric=(1, 2, 3, 4, 5)),
    )
