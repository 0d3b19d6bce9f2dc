"""The summary of a run as plain text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from openairlift.reports import sentences as say
from openairlift.reports.claims import chase_sentence, counted_words, decided_words, judged_sentence, told_sentences
from openairlift.reports.cost import cost_sentences
from openairlift.reports.lateness import late_headline, lateness_sentences
from openairlift.reports.posture import has_posture, posture_lines, stated_lines
from openairlift.reports.proof import proof_sentences
from openairlift.reports.quotes import quotes_sentence
from openairlift.reports.reading import get, metered, records, seen_of
from openairlift.reports.setbacks import setback_sentences
from openairlift.reports.show import METER_WORDS, Show, count
from openairlift.reports.unit_moves import move_sentences
from openairlift.reports.wrapping import wrap

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
        *_posture(summary),
        *_proof(summary, show),
        _section("Inputs", _inputs(summary)),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


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


def _posture(summary: dict[str, Any]) -> list[list[str]]:
    """Return people and units by country and date, nothing where none move and no source states how many there are."""
    if not has_posture(summary):
        return []
    found = get(summary, "posture", default={})
    return [_section("People and units there", [*posture_lines(found), *stated_lines(found)])]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return [title, *lines]


def _bullets(texts: Iterable[str], *, shown: int = SHOWN) -> list[str]:
    entries = list(texts)
    lines = [line for text in entries[:shown] for line in wrap(text, "  - ", "    ")]
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
    return [*wrap(title, ""), *wrap(" · ".join(facts), "")]


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
    lines = [line for sentence in sentences if sentence for line in wrap(sentence)]
    header, rows = say.arrival_rows(summary, show)
    if not header:
        return [*lines, "  The summary states no curve of deliveries."]
    _, meter = metered(summary)
    unit = f" ({show.mass_words})" if meter == "mass" else ""
    lines += ["", *wrap(f"By {METER_WORDS.get(meter, meter)}{unit}, P50 [P10 – P90] over the runs:")]
    lines += _columns(header, rows)
    for sentence, names, cells in say.package_tables(summary, show):
        lines += ["", *wrap(sentence), *_columns(names, cells)]
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
        return [*wrap(say.no_limit(summary)), *setbacks]
    window = "Of the time from the first landing to closure (or the horizon); P50 [P10 – P90] over the runs."
    lines = [*_bullets((sentence for _, sentence in found), shown=6), *wrap(window)]
    return [*lines, *setbacks, *_bullets(say.traffic_sentences(summary), shown=4)]


def _observations(summary: dict[str, Any], show: Show) -> list[str]:
    placed, apart = say.compared(seen_of(summary))
    if not placed and not apart:
        return ["  No observation is recorded."]
    lines: list[str] = []
    for seen in placed:
        lines += wrap(f"{seen.id}: reported {say.reported(seen, show)}", "  - ", "    ")
        for text in say.placed_texts(seen, show):
            lines += wrap(text, "      ", "        ")
    if apart:
        lines += wrap(f"Not comparable ({len(apart)}):")
        lines += _bullets((f"{seen.id}: {seen.reason or 'no reason stated'}" for seen in apart), shown=12)
    return [*lines, *wrap("Observations are compared with results and never read by the plan or the simulation.")]


def _claims(summary: dict[str, Any]) -> list[list[str]]:
    """Return what is claimed and what became of it, nothing where no claim is recorded."""
    found = get(summary, "claims", default={})
    lines: list[str] = []
    for claim in records(found, "claims"):
        lines += wrap(f"{get(claim, 'id')}: {get(claim, 'says')}", "  - ", "    ")
        for text in (counted_words(claim), decided_words(claim), *told_sentences(claim)):
            lines += wrap(text, "      ", "        ") if text else []
    if not lines:
        return []
    told = "Every reading stands in the report and with --json." if get(found, "judged") is not None else ""
    ends = [*wrap(f"{judged_sentence(found)} {told}"), *wrap(chase_sentence(found))]
    return [_section("What was claimed", [*lines, *ends])]


def _plan(summary: dict[str, Any], show: Show) -> list[str]:
    lines = wrap(say.plan_sentence(summary, show))
    undelivered = records(get(summary, "plan", default={}), "undelivered")
    if undelivered:
        lines += wrap(f"Not carried ({count(len(undelivered), 'part')}):")
        lines += _bullets(say.undelivered_sentence(item, show) for item in undelivered)
    return lines


def _proof(summary: dict[str, Any], show: Show) -> list[list[str]]:
    """Return how good the plan is, nothing where no bound was worked out."""
    found = proof_sentences(summary, show)
    return [_section("How good is this plan", _bullets(found))] if found else []


def _inputs(summary: dict[str, Any]) -> list[str]:
    quotes = quotes_sentence(summary)
    lines = [*wrap(say.inputs_sentence(summary)), *(wrap(quotes) if quotes else []), *wrap(say.band_sentence())]
    defaults = [say.default_sentence(item) for item in records(summary, "defaults")]
    if defaults:
        lines += wrap(f"Defaults used ({len(defaults)}): {'; '.join(defaults)}.")
    unused = [str(item) for item in records(summary, "unused")]
    if unused:
        lines += wrap(f"Stated but not used by this version: {', '.join(unused)}.")
    warnings = [say.warning_sentence(item) for item in records(summary, "warnings")]
    if warnings:
        lines += [*wrap(f"Warnings ({len(warnings)}):"), *_bullets(warnings)]
    return lines
