"""Sentences about a run, in the units of a profile: the same words as in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.reports import sentences as say
from openairlift.reports.lateness import late_headline, lateness_sentences
from openairlift.reports.quotes import quotes_sentence
from openairlift.reports.reading import Record, get, seen_of
from openairlift.reports.setbacks import setback_sentences
from openairlift.reports.show import Show

if TYPE_CHECKING:
    from openairlift.study import Study


def said(study: Study, summary: Record, profile: str) -> dict[str, Any]:
    """Return sentences by subject.

    ``limits`` are one a resource with its place, worst first; ``observations`` by id.
    """
    show = Show(profile)
    found = say.limits_of(summary)
    return {
        "closure": say.closure_sentence(summary, show),
        "arrival": [t for t in (say.arrival_sentence(summary, show), *say.package_sentences(summary, show)) if t],
        "limits": [
            {"text": text, "resource": get(item, "resource"), "place": get(item, "place"), "p10": get(item, "p10"),
             "p50": get(item, "p50", "binding_share"), "p90": get(item, "p90")}
            for item, text in found
        ],
        "no_limit": None if found else say.no_limit(summary),
        "traffic": list(say.traffic_sentences(summary)),
        "setbacks": list(setback_sentences(summary, show)),
        "late": [t for t in (late_headline(summary), *lateness_sentences(summary, show)) if t],
        "inputs": say.inputs_sentence(summary),
        "quotes": quotes_sentence(summary),
        "band": say.band_sentence(),
        "observations": {seen.id: list(say.placed_texts(seen, show)) for seen in seen_of(summary)},
    }  # fmt: skip
