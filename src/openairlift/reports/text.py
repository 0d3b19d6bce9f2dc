"""The summary of a run as plain text for a terminal or a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from openairlift.reports import sentences as say
from openairlift.reports.claims import chase_sentence, counted_words, decided_words, judged_sentence, told_sentences
from openairlift.reports.cost import cost_sentences
from openairlift.reports.lateness import late_headline, lateness_sentences
from openairlift.reports.proof import proof_sentences
from openairlift.reports.quotes import quotes_sentence
from openairlift.reports.reading import get, metered, records, seen_of
from openairlift.reports.setbacks import setback_sentences
from openairlift.reports.show import METER_WORDS, Show, count
from openairlift.reports.unit_moves import move_sentences

WIDTH = 100
SHOWN = 8
"""Entries of a long list before the rest is counted only; the page and the JSON hold all."""


def summary_text(summary: dict[str, Any], *, profile: str = "humanitarian") -> str:
    """Return the summary of a run as a person reads it, at most 100 columns wide.

    Parameters
    ----------
    summary : the JSON summary that the verb ``run`` makes. A missing part is named as missing.
    profile : ``us-nato`` (short tons, nautical miles, Zulu) or ``humanitarian`` (tonnes, kilometres, UTC).

    Examples
    --------
    >>> print(summary_text({"title": "Relief", "runs": 2, "seed": 7}).splitlines()[0])
    Relief
    """
    show = replace(Show.of(summary), profile=profile)
    parts = [
        _head(summary),
        _section("What arrives when", _arrivals(summary, show)),
        *_late(summary, show),
        _section("What holds it back", _limits(summary, show)),
        *_cost(summary, show),
        _section("Beside what was reported", _observations(summary, show)),
        *_claims(summary),
        _section("Plan", _plan(summary, show)),
        *_units(summary),
        *_proof(summary, show),
        _section("Inputs", _inputs(summary)),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _wrap(text: str, *, indent: str = "  ", hang: str | None = None) -> list[str]:
    clean = " ".join(str(text).split())
    return textwrap.wrap(
        "".join(letter if letter.isprintable() else "\ufffd" for letter in clean),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hang is None else hang,
        break_on_hyphens=False,
    )


def _cost(summary: dict[str, Any], show: Show) -> list[list[str]]:
    """Return what it costs, nothing where no price is stated."""
    cost = get(summary, "cost", default={})
    if get(cost, "total_usd") is None:
        return []
    return [_section("What it costs", _bullets(cost_sentences(cost, show), shown=3))]


def _units(summary: dict[str, Any]) -> list[list[str]]:
    """Return the moves of units, nothing where no requirement asks for a unit."""
    sentences = move_sentences(summary)
    return [_section("Units that move", _bullets(sentences))] if sentences else []


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return [title, *lines]


def _bullets(texts: Iterable[str], *, shown: int = SHOWN) -> list[str]:
    entries = list(texts)
    lines = [line for text in entries[:shown] for line in _wrap(text, indent="  - ", hang="    ")]
    left = len(entries) - shown
    return [*lines, f"  - and {left:,} more, in the report"] if left > 0 else lines


def _head(summary: dict[str, Any]) -> list[str]:
    scenario = get(summary, "scenario", default={})
    options = records(scenario, "options")
    facts = [
        f"options: {', '.join(map(str, options)) if options else 'none (base case)'}",
        count(int(get(summary, "runs", default=0)), "run"),
        f"seed {get(summary, 'seed', default='not stated')}",
        f"version {get(summary, 'version', default='not stated')}",
    ]
    title = str(get(summary, "title", default=get(scenario, "title", "name", default="Untitled scenario")))
    return [*_wrap(title, indent=""), *_wrap(" · ".join(facts), indent="")]


def _arrivals(summary: dict[str, Any], show: Show) -> list[str]:
    plan = get(summary, "plan", default={})
    empty = get(plan, "missions") == 0 and not get(plan, "by_surface_kg")
    nothing = "The plan carries nothing: see Plan for the reasons." if empty else None
    sentences = (
        nothing,
        say.arrival_sentence(summary, show),
        *say.package_sentences(summary, show),
        say.closure_sentence(summary, show),
        late_headline(summary),
    )
    lines = [line for sentence in sentences if sentence for line in _wrap(sentence)]
    header, rows = say.arrival_rows(summary, show)
    if not header:
        return [*lines, "  The summary states no curve of deliveries."]
    _, meter = metered(summary)
    unit = f" ({show.mass_words})" if meter == "mass" else ""
    lines += ["", *_wrap(f"By {METER_WORDS.get(meter, meter)}{unit}, P50 [P10 – P90] over the runs:")]
    lines += _columns(header, rows)
    for sentence, names, cells in say.package_tables(summary, show):
        lines += ["", *_wrap(sentence), *_columns(names, cells)]
    return lines


def _columns(header: list[str], rows: list[list[str]]) -> list[str]:
    if not header:
        return ["  no curve is stated."]
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = []
    for row in [header, *rows]:
        cells = [
            cell.rjust(width) if i < 2 else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(("  " + "   ".join(cells)).rstrip())
    return lines


def _late(summary: dict[str, Any], show: Show) -> list[list[str]]:
    found = lateness_sentences(summary, show)
    return [_section("What is late or at risk", _bullets(found, shown=8))] if found else []


def _limits(summary: dict[str, Any], show: Show) -> list[str]:
    found = say.limits_of(summary)
    setbacks = _bullets(setback_sentences(summary, show), shown=4)
    if not found:
        return [*_wrap(say.no_limit(summary)), *setbacks]
    window = "Of the time from the first landing to closure (or the horizon); P50 [P10 – P90] over the runs."
    lines = [*_bullets((sentence for _, sentence in found), shown=6), *_wrap(window)]
    return [*lines, *setbacks, *_bullets(say.traffic_sentences(summary), shown=4)]


def _observations(summary: dict[str, Any], show: Show) -> list[str]:
    placed, apart = say.compared(seen_of(summary))
    if not placed and not apart:
        return ["  No observation is recorded."]
    lines: list[str] = []
    for seen in placed:
        lines += _wrap(f"{seen.id}: reported {say.reported(seen, show)}", indent="  - ", hang="    ")
        for text in say.placed_texts(seen, show):
            lines += _wrap(text, indent="      ", hang="        ")
    if apart:
        lines += _wrap(f"Not comparable ({len(apart)}):")
        lines += _bullets((f"{seen.id}: {seen.reason or 'no reason stated'}" for seen in apart), shown=12)
    return [*lines, *_wrap("Observations are compared with results and never read by the plan or the simulation.")]


def _claims(summary: dict[str, Any]) -> list[list[str]]:
    """Return what is claimed and what became of it, nothing where no claim is recorded."""
    found = get(summary, "claims", default={})
    lines: list[str] = []
    for claim in records(found, "claims"):
        lines += _wrap(f"{get(claim, 'id')}: {get(claim, 'says')}", indent="  - ", hang="    ")
        for text in (counted_words(claim), decided_words(claim), *told_sentences(claim)):
            lines += _wrap(text, indent="      ", hang="        ") if text else []
    if not lines:
        return []
    told = "Every reading stands in the report and with --json." if get(found, "judged") is not None else ""
    ends = [*_wrap(f"{judged_sentence(found)} {told}"), *_wrap(chase_sentence(found))]
    return [_section("What was claimed", [*lines, *ends])]


def _plan(summary: dict[str, Any], show: Show) -> list[str]:
    lines = _wrap(say.plan_sentence(summary, show))
    undelivered = records(get(summary, "plan", default={}), "undelivered")
    if undelivered:
        lines += _wrap(f"Not carried ({count(len(undelivered), 'part')}):")
        lines += _bullets(say.undelivered_sentence(item, show) for item in undelivered)
    return lines


def _proof(summary: dict[str, Any], show: Show) -> list[list[str]]:
    """Return how good the plan is, nothing where no bound was worked out."""
    found = proof_sentences(summary, show)
    return [_section("How good is this plan", _bullets(found))] if found else []


def _inputs(summary: dict[str, Any]) -> list[str]:
    quotes = quotes_sentence(summary)
    lines = [*_wrap(say.inputs_sentence(summary)), *(_wrap(quotes) if quotes else []), *_wrap(say.band_sentence())]
    defaults = [say.default_sentence(item) for item in records(summary, "defaults")]
    if defaults:
        lines += _wrap(f"Defaults used ({len(defaults)}): {'; '.join(defaults)}.")
    unused = [str(item) for item in records(summary, "unused")]
    if unused:
        lines += _wrap(f"Stated but not used by this version: {', '.join(unused)}.")
    warnings = [say.warning_sentence(item) for item in records(summary, "warnings")]
    if warnings:
        lines += [*_wrap(f"Warnings ({len(warnings)}):"), *_bullets(warnings)]
    return lines
